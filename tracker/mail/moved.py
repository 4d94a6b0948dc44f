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
        about = t("moved.about", house=base(), when=moment(clock.now()))
        unasked = t("moved.unasked")
        return forms.letter("told", subject, to=account.name, about=about, unasked=unasked)


accounts.on_move.append(put)
