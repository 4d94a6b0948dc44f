"""Mails with a link by which a person chooses a password: written, put in the outbox, sent soon."""

import logging
import time
from threading import Lock, Thread

from sqlmodel import Session

from tracker import db
from tracker.domain import account_keeping, account_links
from tracker.domain.account_links import Link
from tracker.domain.models import Purpose
from tracker.domain.reminders import outbox
from tracker.domain.reminders.outbox import Letter
from tracker.domain.tokens import hash_of
from tracker.i18n import speaking, t
from tracker.i18n.formats import moment
from tracker.mail import forms, sending
from tracker.mail.digest import base
from tracker.mail.messages import new_id

_log = logging.getLogger("tracker")
_busy = Lock()
_PATIENCE = 60.0  # seconds in which mails are begun to be sent; then the minute's step goes on


def address(link: Link, house: str = "") -> str:
    """Where the link leads, at the house's own address unless another is given."""
    return f"{house or base()}/password/{link.token}"


def put(session: Session, link: Link) -> None:
    """Have it sent, by the same transaction that made the link."""
    outbox.put(
        session,
        letter(link),
        key=account_keeping.name_of_mail(hash_of(link.token)),
        account_id=link.account_id,
        message_id=new_id(),
        told_before=None,
        direct=True,
    )


def send_soon() -> None:
    """Send what waits, beside whatever this process does. What is left, the next step sends."""
    Thread(target=_send, name="send-links", daemon=True).start()


def send_if_known(email: str) -> None:
    """A link for whoever forgot the password, beside us: how long it takes tells nothing."""
    Thread(target=_answer, args=(email,), name="forgotten", daemon=True).start()


def letter(link: Link) -> Letter:
    """The mail in the reader's language."""
    with speaking(link.language):
        until = t("password_link.until", when=moment(link.until))
        words = _words(link.purpose)
        return forms.letter("link", to=link.name, link=address(link), until=until, **words)


def _words(purpose: Purpose) -> dict[str, str]:
    if purpose is Purpose.INVITATION:
        return {
            "subject": t("password_link.invitation_subject", app=t("app.name")),
            "about": t("password_link.invitation_about"),
            "button": t("password_link.choose"),
            "unasked": t("password_link.invitation_unasked"),
        }
    return {
        "subject": t("password_link.reset_subject", app=t("app.name")),
        "about": t("password_link.reset_about"),
        "button": t("password_link.choose"),
        "unasked": t("password_link.reset_unasked"),
    }


def _answer(email: str) -> None:
    try:
        with db.transaction() as session:
            link = account_links.ask(session, email)
            if link is not None:
                put(session, link)
    except Exception:
        _log.exception("a link could not be made")
        return
    if link is not None:
        _send()


def _send() -> None:
    if not _busy.acquire(blocking=False):
        return  # whoever is at it sends this one, too, or the next step does
    try:
        sending.send_all(until=time.monotonic() + _PATIENCE)
    except Exception as failed:
        _log.warning("mails wait: %s", failed)
    finally:
        _busy.release()
