"""The nightly backups as the database remembers them: begun once a day, and how they ended."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain.models import BackupRun
from tracker.domain.models.records import LINE

AGAIN = timedelta(hours=1)  # after a failure
LOST = timedelta(hours=6)  # after which whoever began is not there any more
_KEPT = timedelta(days=400)


class Trouble(NamedTuple):
    """The last backup failed: when, and why."""

    at: datetime
    refusal: str
    why: str


def claim(session: Session) -> bool:
    """Whether today's backup is the caller's to make: nobody has made it, or makes it."""
    run = session.get(BackupRun, clock.today(), with_for_update=True)
    if run is not None and not _is_open(run):
        return False
    if run is not None:
        _restart(run)
        session.flush()
        return True
    try:
        with session.begin_nested():
            session.add(BackupRun(day=clock.today()))
    except IntegrityError:
        return False  # another server was quicker
    return True


def begin(session: Session) -> None:
    """It is being made, from now on, whoever else makes it."""
    run = session.get(BackupRun, clock.today())
    if run is None:
        session.add(BackupRun(day=clock.today()))
    else:
        _restart(run)
    session.flush()


def settle(
    session: Session, *, file: str = "", size: int = 0, refusal: str = "", why: str = ""
) -> None:
    """It has ended: with a file, or with a refusal. Forgets what is long past."""
    # One that was begun before midnight is of the day before.
    run = session.exec(select(BackupRun).order_by(col(BackupRun.day).desc())).first()
    if run is None:
        run = BackupRun(day=clock.today())
        session.add(run)
    run.ended_at, run.file, run.size = clock.now(), file, size
    run.refusal, run.why = refusal[:LINE], why[:LINE]
    long_past: date = clock.today() - _KEPT
    for old in session.exec(select(BackupRun).where(col(BackupRun.day) < long_past)):
        session.delete(old)
    session.flush()


def last_trouble(session: Session) -> Trouble | None:
    """What went wrong with the last backup; None when it went well, or none was ever made."""
    query = select(BackupRun).where(col(BackupRun.ended_at).is_not(None))
    run = session.exec(query.order_by(col(BackupRun.day).desc())).first()
    if run is None or not run.refusal or run.ended_at is None:
        return None
    return Trouble(run.ended_at, run.refusal, run.why)


@guarded(Action.MANAGE_ACCOUNTS)
def trouble(session: Session, *, by: User) -> Trouble | None:
    """`last_trouble`, for an administrator."""
    return last_trouble(session)


def _is_open(run: BackupRun) -> bool:
    if run.ended_at is None:
        return not clock.is_fresh(run.began_at, LOST)
    return bool(run.refusal) and not clock.is_fresh(run.began_at, AGAIN)


def _restart(run: BackupRun) -> None:
    run.began_at, run.ended_at = clock.now(), None
