"""Sending what is in the outbox: one mail after the other, each noted before the next."""

import logging
import smtplib
import time
from contextlib import ExitStack
from typing import NamedTuple

from tracker import db
from tracker.domain.reminders import outbox
from tracker.domain.reminders.outbox import Claimed
from tracker.errors import MailServerRefuses, TrackerError
from tracker.mail import smtp
from tracker.mail.messages import message, sender

_log = logging.getLogger("tracker")
_TRIES, _PAUSE = 6, 2.0  # at noting what was sent, and seconds between


class Sent(NamedTuple):
    """What became of the mails that were to be sent."""

    sent: int = 0
    later: int = 0  # refused for now
    given_up: int = 0


def send_all(*, until: float | None = None) -> Sent:
    """Send everything that can be sent now; begin no more after the moment `until` (monotonic).

    Raises NoMailServer, and MailServerRefuses when the server takes nothing from us: then all that
    is left waits, and none of it counts the attempt.
    """
    with db.reading() as session:
        if not outbox.anything(session):
            return Sent()
    done, before = Sent(), 0
    with ExitStack() as stack:
        server = stack.enter_context(smtp.connected())
        while until is None or time.monotonic() < until:
            with db.transaction() as session:
                mail = outbox.claim(session)
            if mail is None:
                break
            try:
                done = _send(server, mail, done)
            except smtp.Lost as lost:
                done = _failed(mail, str(lost), done, for_good=False)
                stack.close()
                server = stack.enter_context(smtp.connected())
            except smtp.Closed as closed:
                if done.sent == before:  # by this connection it has taken none
                    raise MailServerRefuses(why=str(closed)) from closed
                before = done.sent
                stack.close()
                server = stack.enter_context(smtp.connected())
    return done


def _send(server: smtplib.SMTP, mail: Claimed, done: Sent) -> Sent:
    try:
        smtp.send(server, message(mail), to=mail.address, sender=sender())
    except (MailServerRefuses, smtp.Closed):
        with db.transaction() as session:
            outbox.release(session, mail)
        raise
    except smtp.Refused as refused:
        return _failed(mail, str(refused), done, for_good=refused.for_good)
    except ValueError as wrong:  # an address that is none; it must not hold up those behind it
        return _failed(mail, str(wrong), done, for_good=True)
    _note(mail)
    return done._replace(sent=done.sent + 1)


def _failed(mail: Claimed, why: str, done: Sent, *, for_good: bool) -> Sent:
    with db.transaction() as session:
        given_up = outbox.failed(session, mail, why, for_good=for_good)
    _log.warning("mail %s was %s: %s", mail.id, "given up" if given_up else "put off", why)
    if given_up:
        return done._replace(given_up=done.given_up + 1)
    return done._replace(later=done.later + 1)


def _note(mail: Claimed) -> None:
    """Note that it was sent; insist, for what is not noted is sent again."""
    for tries_left in reversed(range(_TRIES)):
        try:
            with db.transaction() as session:
                outbox.sent(session, mail)
        except TrackerError:
            if not tries_left:
                raise
            time.sleep(_PAUSE)
        else:
            return
