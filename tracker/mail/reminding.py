"""Reminding everybody: look at what concerns each, write their digests, and send them."""

import logging
import time
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from tracker import clock, db
from tracker.domain import reminders
from tracker.domain.reminders import Due, outbox
from tracker.domain.reminders.outbox import Letter
from tracker.errors import DatabaseBusy, DatabaseFull, DatabaseGone, DatabaseReadOnly
from tracker.mail import digest, smtp
from tracker.mail.messages import new_id
from tracker.mail.sending import Sent, send_all
from tracker.settings import settings

_log = logging.getLogger("tracker")
_STEP = 10.0  # seconds that the server gives to one step, then others come first


class Looked(NamedTuple):
    """A colleague at whose concerns was looked, and the subject of their mail if there is one."""

    email: str
    subject: str | None
    failed: bool = False


def prepare(*, dry: bool = False) -> Iterator[Looked]:
    """Write the digest of everybody who is due one; `dry` writes nothing.

    What fails for one does not stop the rest.
    """
    now = clock.now()
    with db.reading() as session:
        due = reminders.due(session, now)
    for each in due:
        try:
            letter = _letter(each, now)
            if dry or _put(each, letter, now):
                yield Looked(each.user.email, letter.subject if letter else None)
        except (DatabaseBusy, DatabaseFull, DatabaseGone, DatabaseReadOnly):
            raise
        except Exception:
            _log.exception("account %s could not be reminded", each.user.id)
            yield Looked(each.user.email, None, failed=True)


def purge() -> None:
    """Forget what need not be known any longer."""
    with db.transaction() as session:
        outbox.purge(session)


def step() -> Sent:
    """What the server does every minute: from its hour on write digests, and send what waits."""
    if not (settings().remind_by_server and smtp.is_set_up()):
        return Sent()
    until = time.monotonic() + _STEP
    if clock.local(clock.now()).hour >= settings().remind_at:
        _write(until)
    return send_all(until=until)


def _write(until: float) -> None:
    wrote = False
    for _ in prepare():
        wrote = True
        if time.monotonic() > until:
            break
    if wrote:  # so once a day
        purge()


def _letter(due: Due, now: datetime) -> Letter | None:
    look = reminders.Look(now, due.rhythm, due.told_at)
    with db.reading() as session:
        found = reminders.gather(session, look, by=due.user)
    if not found:
        return None
    with clock.at(now):
        return digest.letter(found, look, due.user)


def _put(due: Due, letter: Letter | None, now: datetime) -> bool:
    """Note the look and the mail in one transaction: neither is there without the other."""
    with db.transaction() as session:
        if not reminders.looked(session, due, now=now, told=letter is not None):
            return False
        if letter is not None:
            outbox.put(
                session,
                letter,
                key=f"digest/{due.user.id}/{clock.local(now).date()}",
                account_id=due.user.id,
                message_id=new_id(),
                told_before=due.told_at,
                at=now,
            )
    return True
