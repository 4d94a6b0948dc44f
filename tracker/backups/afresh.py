"""What must not go on where it was when a backup was made.

Who was signed in then may have been locked out since; what a process was doing then, no process
does now; a mail that waited then may have been sent since, and is better sent by somebody's
decision than twice.
"""

from sqlalchemy import delete
from sqlmodel import Session, col, select

from tracker import clock
from tracker.domain.models import (
    AccountLink,
    Attempt,
    DuplicateScan,
    HalfSignIn,
    Import,
    ImportState,
    KnownBrowser,
    MailState,
    OutgoingMail,
    SignIn,
    Ticket,
)
from tracker.errors import ImportFailed

# Whatever lets somebody in without a password, and what counted failed tries.
# The table `secret` stays: by a key in it second factors are read where TRACKER_SECRET_KEY is not
# set. Where it is, it has to be set again: no backup holds it.
_ENDED = (SignIn, HalfSignIn, KnownBrowser, AccountLink, Ticket, Attempt)
RESTORED = "restored from a backup: it may have been sent already"


def begin(session: Session) -> None:
    """Sign everybody out, end links and work under way, hold back waiting mails."""
    for each_kind in _ENDED:
        session.execute(delete(each_kind))
    under_way = col(Import.state).in_((ImportState.CHECKING, ImportState.RUNNING))
    for each in session.exec(select(Import).where(under_way)):
        each.state, each.finished_at = ImportState.FAILED, clock.now()
        each.failure = ImportFailed.code
    for scan in session.exec(select(DuplicateScan).where(col(DuplicateScan.finished_at).is_(None))):
        scan.failed, scan.finished_at = True, clock.now()
    for mail in session.exec(select(OutgoingMail).where(OutgoingMail.state == MailState.WAITING)):
        mail.state, mail.refusal, mail.ended_at = MailState.GIVEN_UP, RESTORED, clock.now()
        mail.claim = mail.claimed_until = None
    session.flush()
