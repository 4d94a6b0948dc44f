"""The clock jumps, by an hour or far: nobody stays in for longer, nobody out, no work waits."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session

from tests.domain.engagement.records import work_out
from tests.world import EMC, aigerim, build
from tracker import clock, db
from tracker.domain import backup_runs, duplicates, history, partners, sign_ins
from tracker.domain.engagement import standing
from tracker.domain.importing import jobs
from tracker.domain.models import (
    Account,
    BackupRun,
    DuplicateScan,
    EngagementRun,
    Import,
    Kind,
    PartnerDraft,
)
from tracker.domain.rate_limits import PER_PLACE_AND_ACCOUNT, attempt
from tracker.domain.reminders import outbox
from tracker.errors import TooManyAttempts

NOW = datetime(2024, 4, 8, 6, tzinfo=UTC)
HOUR, YEAR = timedelta(hours=1), timedelta(days=365)
HERE = "192.0.2.7"


@pytest.fixture
def session(sqlite_database: str) -> Iterator[Session]:
    with clock.at(NOW):
        build()
        with db.transaction() as opened:
            yield opened


def came_in(session: Session) -> str:
    token: str = sign_ins.open_for(session, session.get_one(Account, aigerim.id)).token
    return sign_ins.hash_of(token)


def tries(session: Session, most: int = 20) -> int:
    for number in range(most):
        try:
            attempt(session, HERE, aigerim.email)
        except TooManyAttempts:
            return number
    return most


@pytest.mark.parametrize("ahead", [HOUR, YEAR])
def test_who_came_in_while_the_clock_was_ahead_comes_in_again(
    session: Session, ahead: timedelta
) -> None:
    with clock.at(NOW + ahead):
        token = came_in(session)
        assert sign_ins.look_up(session, token)
    assert sign_ins.look_up(session, token) is None


def test_a_clock_that_is_a_little_behind_shows_nobody_out(session: Session) -> None:
    token = came_in(session)
    with clock.at(NOW - sign_ins.SKEW):
        assert sign_ins.look_up(session, token)


def test_who_was_here_while_the_clock_was_ahead_is_not_here_all_that_time(session: Session) -> None:
    token = came_in(session)
    number = sign_ins.look_up(session, token)
    assert number
    with clock.at(NOW + timedelta(minutes=59)):
        sign_ins.touch(session, number.sign_in or 0)
    assert sign_ins.look_up(session, token)
    with clock.at(NOW - timedelta(minutes=4)):
        assert sign_ins.look_up(session, token) is None


@pytest.mark.parametrize("ahead", [HOUR, YEAR])
def test_wrong_passwords_of_a_wrong_hour_shut_nobody_out(
    session: Session, ahead: timedelta
) -> None:
    most, _ = PER_PLACE_AND_ACCOUNT
    with clock.at(NOW + ahead):
        assert tries(session) == most
    assert tries(session) == most


def test_a_clock_put_back_a_little_gives_no_new_tries(session: Session) -> None:
    tries(session)
    with clock.at(NOW - timedelta(minutes=10)):
        assert tries(session) == 0
        with pytest.raises(TooManyAttempts) as refused:
            attempt(session, HERE, aigerim.email)
    assert int(str(refused.value.values["minutes"])) <= 30


def test_work_that_began_while_the_clock_was_ahead_is_not_waited_for(session: Session) -> None:
    backup_runs.begin(session)
    told: Any = {"key": "a", "account_id": aigerim.id, "message_id": "a@b", "told_before": None}
    outbox.put(session, outbox.Letter("A", "a", "<p>a</p>"), **told)
    with clock.at(NOW + YEAR):
        ahead = clock.now()
        assert outbox.claim(session)
        session.add(DuplicateScan(started_by=aigerim.id, started_at=ahead, seen_at=ahead))
        work_out(session)
        session.flush()
    session.get_one(EngagementRun, 1).day = clock.today()
    session.get_one(BackupRun, clock.today()).began_at = ahead
    assert outbox.claim(session)
    assert backup_runs.claim(session)
    assert not duplicates._is_alive(session.get_one(DuplicateScan, 1))
    about: Any = {"kind": "partner", "created_by": aigerim.id, "file_name": "a", "sha256": "a"}
    assert jobs.is_silent(Import(state=next(iter(jobs._BUSY)), seen_at=ahead, **about))
    assert standing.is_due(session)


def test_history_keeps_the_order_in_which_things_were_done(sqlite_database: str) -> None:
    build()
    for number, back in enumerate([HOUR, -HOUR, timedelta()]):
        draft = PartnerDraft(name_en="EMC", city=f"{number}")
        with clock.at(NOW + back), db.transaction() as session:
            partners.update(session, EMC, draft, revision=number + 1, by=aigerim)
    with db.reading() as session:
        told = history.of(session, Kind.PARTNER, EMC, by=aigerim).rows
    cities = [each.new.text for each in told if each.field == "city" and each.new]
    assert cities == ["2", "1", "0"]


def test_a_save_is_known_by_its_key_whatever_the_clock_says(session: Session) -> None:
    key, made = uuid4().hex, set()
    for back in (HOUR, -HOUR):
        with clock.at(NOW + back):
            draft = PartnerDraft(name_en="Once")
            made.add(partners.create(session, draft, by=aigerim, key=key).id)
    assert len(made) == 1
