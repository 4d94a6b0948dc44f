"""What must not go on where it was when a backup was made.

Who was signed in then may have been locked out since; what a process was doing then, no process
does now; a mail that waited then may have been sent since, and is better sent by somebody's
decision than twice.
"""

from sqlalchemy import delete
from sqlmodel import Session, col, select

from tracker import clock, db
from tracker.domain.models import (
    DuplicateScan,
    Import,
    ImportState,
    MailState,
    OutgoingMail,
)
from tracker.errors import ImportFailed

# Whatever lets somebody in without a password, and what counted failed tries.
# The table `secret` stays: by a key in it other columns are read.
_ENDED = ("sign_in", "half_sign_in", "known_browser", "account_link", "ticket", "attempt")
RESTORED = "restored from a backup: it may have been sent already"


def begin(session: Session) -> None:
    """Sign everybody out, end links and work under way, hold back waiting mails."""
    for name in _ENDED:
        if (table := db.Base.metadata.tables.get(name)) is not None:
            session.execute(delete(table))
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
