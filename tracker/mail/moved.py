"""Telling the old address that an account has another one: who lost it to a stranger learns of it.

It goes to the old address alone, and names neither the new one nor who did it: an address is also
changed because it was mistyped, and then a stranger reads this.
"""

from sqlmodel import Session

from tracker import clock
from tracker.domain import accounts
from tracker.domain.models import Account
from tracker.domain.reminders import outbox
from tracker.domain.reminders.outbox import Letter
from tracker.domain.saving import id_of
from tracker.i18n import speaking, t
from tracker.i18n.formats import moment
from tracker.mail import forms, links, smtp
from tracker.mail.digest import base
from tracker.mail.messages import new_id
from tracker.settings import settings


def put(session: Session, account: Account, old: str) -> None:
    """Have it sent, by the same transaction; nothing without a mail server."""
    if smtp.is_set_up():
        number = id_of(account)
        outbox.put(
            session,
            letter(account),
            key=f"moved/{number}/{account.revision}",
            account_id=number,
            message_id=new_id(),
            told_before=None,
            direct=True,
            address=old,
        )


def send_soon() -> None:
    """Once the change is stored."""
    if smtp.is_set_up():
        links.send_soon()


def letter(account: Account) -> Letter:
    """The mail in the person's language."""
    with speaking(account.language):
        subject = t("moved.subject", app=t("app.name"))
        said = {
            "subject": subject,
            "language": account.language,
            "app": t("app.name"),
            "university": getattr(settings(), f"university_{account.language}"),
            "hello": t("home.hello", name=account.name),
            "about": t("moved.about", house=base(), when=moment(clock.now())),
            "unasked": t("moved.unasked"),
        }
        html, text = (forms.templates().get_template(f"told.{end}") for end in ("html", "txt"))
        return Letter(subject, text.render(said), html.render(said))


accounts.on_move.append(put)
