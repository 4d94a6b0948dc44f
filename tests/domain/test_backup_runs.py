"""The nightly backup: one a day, whichever server makes it, and its failure is not forgotten."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from tests.world import dana, saule
from tracker import clock, db
from tracker.domain import backup_runs
from tracker.domain.models import BackupRun
from tracker.errors import NotAllowed

NIGHT = datetime(2024, 4, 8, 22, tzinfo=UTC)  # three o'clock in the morning, at the university


@pytest.fixture(autouse=True)
def _night() -> Iterator[None]:
    with clock.at(NIGHT):
        yield


def after(session: Session, hours: float) -> bool:
    with clock.at(NIGHT + timedelta(hours=hours)):
        return backup_runs.claim(session)


def test_the_backup_of_a_day_is_made_once(session: Session) -> None:
    assert backup_runs.claim(session)
    assert not backup_runs.claim(session)
    backup_runs.settle(session, file="a.zip", size=5)
    assert not after(session, 15)
    assert after(session, 24)


def test_what_failed_is_tried_again_in_an_hour(session: Session) -> None:
    backup_runs.claim(session)
    backup_runs.settle(session, refusal="backup_failed")
    assert not after(session, 0.9)
    assert after(session, 1.1)


def test_what_a_killed_server_began_is_begun_again_by_another(session: Session) -> None:
    backup_runs.claim(session)
    assert not after(session, 5.9)
    assert after(session, 6.1)


def test_of_two_servers_one_makes_it(world: None) -> None:
    def ask(_: int) -> bool:
        with clock.at(NIGHT), db.transaction() as session:
            return backup_runs.claim(session)

    with ThreadPoolExecutor(4) as servers:
        assert sum(servers.map(ask, range(4))) == 1


def test_a_server_that_was_a_moment_later_leaves_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup_runs.claim(session)
    # What the other one sees who looked before, and writes after.
    session.expunge_all()
    monkeypatch.setattr(session, "get", lambda *_, **__: None)
    assert not backup_runs.claim(session)


def test_an_administrator_is_told_of_the_last_failure_until_one_succeeds(session: Session) -> None:
    assert backup_runs.trouble(session, by=saule) is None
    backup_runs.settle(session, refusal="backup_failed", why="disk full")
    assert backup_runs.trouble(session, by=saule) == (NIGHT, "backup_failed", "disk full")
    with pytest.raises(NotAllowed):
        backup_runs.trouble(session, by=dana)
    backup_runs.claim(session)
    backup_runs.settle(session, file="b.zip")
    assert backup_runs.trouble(session, by=saule) is None


def test_what_was_long_ago_is_forgotten(session: Session) -> None:
    with clock.at(NIGHT - timedelta(days=500)):
        backup_runs.begin(session)
    backup_runs.begin(session)
    backup_runs.begin(session)  # by hand, twice
    backup_runs.settle(session)
    assert len(session.exec(select(BackupRun)).all()) == 1
