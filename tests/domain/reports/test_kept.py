"""The dashboard is kept while it is true, and says its age when it is not."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from sqlmodel import Session, col, select

from tests.domain.reports import random_world
from tests.domain.reports.random_world import World
from tests.domain.reports.test_figures import met
from tests.world import aigerim, boris, build, dana, nobody
from tracker import clock, db
from tracker.domain import reports
from tracker.domain.models import (
    Account,
    Agreement,
    Attendance,
    Event,
    FollowUp,
    FollowUpStatus,
    Interaction,
    InteractionPartner,
    Language,
    Mention,
    NewsItem,
    Participation,
    Partner,
    Sector,
    Stage,
    Unit,
)
from tracker.domain.reports import Dashboard, Scope, kept
from tracker.errors import SignedOut

TODAY = date(2024, 4, 30)
MONTH = Scope(date(2024, 4, 1), TODAY)


def seen(scope: Scope = MONTH, *, anew: bool = False, patience: float = 60) -> Dashboard:
    with db.reading() as session:
        return reports.dashboard(
            session, scope, by=boris, today=TODAY, anew=anew, patience=patience
        )


def meet() -> None:
    with db.transaction() as session:
        met(session, TODAY)


@pytest.mark.usefixtures("world")
def test_nothing_changed_means_nothing_is_worked_out() -> None:
    assert seen() is not seen(MONTH.before())
    assert any(seen().at == seen().at for _ in range(20))
    assert seen().is_exact


@pytest.mark.usefixtures("world")
def test_a_change_is_seen_at_once() -> None:
    before = seen()
    meet()
    after = seen()
    assert (before.tiles.interactions.value, after.tiles.interactions.value) == (0, 1)
    assert after.is_exact


@pytest.mark.usefixtures("world")
def test_what_takes_long_is_shown_with_its_age_until_somebody_asks() -> None:
    seen()
    first = seen(anew=True)
    meet()
    late = seen(patience=0)
    assert (late.tiles.interactions.value, late.at, late.is_exact) == (0, first.at, False)
    # On PostgreSQL a write anywhere on the server says that something may still come.
    for _ in range(250):
        new, again = seen(patience=0, anew=True), seen(patience=0)
        if again.is_exact:
            break
        time.sleep(0.02)
    assert (new.tiles.interactions.value, new.is_exact) == (1, True)
    assert again == new


@pytest.mark.usefixtures("world")
def test_who_may_not_read_gets_nothing_that_is_kept() -> None:
    seen()
    with pytest.raises(SignedOut), db.reading() as session:
        reports.dashboard(session, MONTH, by=nobody, today=TODAY)


@pytest.mark.usefixtures("world")
def test_only_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST", 1)
    first = seen()
    seen(MONTH.before())
    assert seen().at > first.at


def test_a_change_that_is_still_being_written_is_not_overlooked(
    postgresql_database: str,
) -> None:
    """PostgreSQL numbers changes when they are made, not when they are committed."""
    build()
    with Session(db.engine()) as writing, writing.begin():
        met(writing, TODAY)
        meet()
        assert seen().tiles.interactions.value == 1
    assert seen().tiles.interactions.value == 2


@pytest.mark.usefixtures("world")
def test_what_a_change_leaves_as_it_was_is_the_same_object() -> None:
    """It is neither worked out nor drawn again."""
    before = seen()
    meet()
    after = seen()
    assert after.over_time is not before.over_time
    for name in ("sectors", "pipeline", "kinds", "units", "owners", "events"):
        assert getattr(after, name) is getattr(before, name), name
    with db.transaction() as session:
        first(session, Partner).website = "https://emc.example"
    assert seen().tiles is after.tiles


@pytest.mark.usefixtures("world")
def test_how_long_all_of_it_takes_is_not_forgotten_when_a_part_was_quick(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ticks = count()
    seen()
    monkeypatch.setattr(kept, "time", SimpleNamespace(perf_counter=lambda: next(ticks)))
    seen(anew=True)  # eleven parts, a second each
    meet()
    assert seen(patience=11).is_exact
    meet()
    assert not seen(patience=10).is_exact
    monkeypatch.setattr(kept, "time", SimpleNamespace(perf_counter=lambda: 0))
    assert seen(patience=10, anew=True).is_exact
    meet()
    assert seen(patience=10).is_exact


@pytest.mark.usefixtures("world")
def test_the_time_in_which_questions_are_spelled_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept, "_asked", set())
    seen()
    meet()
    assert seen(patience=0).is_exact  # once
    meet()
    assert not seen(patience=0).is_exact


def first(session: Session, kind: type[Any], *conditions: Any) -> Any:
    return session.exec(select(kind).where(*conditions).order_by(col(kind.id))).first()


def put(kind: type[Any], *conditions: Any, **values: Any) -> "Act":
    def act(world: World, session: Session) -> None:
        first(session, kind, *conditions).sqlmodel_update(values)

    return act


def link(kind: type[Any], **values: Any) -> "Act":
    """Another row, and one less."""

    def act(world: World, session: Session) -> None:
        session.delete(session.exec(select(kind)).first())
        session.flush()
        session.add(kind(**values))

    return act


def read(world: World, session: Session) -> None:
    """A follow-up from an article about the latest event."""
    article = NewsItem(
        title="Week", language=Language.EN, published_on=random_world.TODAY, text="Of science"
    )
    session.add(article)
    session.flush()
    event = first(session, Event, col(Event.id) == latest(session))
    session.add(Mention(news_item_id=article.id or 0, event_id=event.id))
    first(session, FollowUp, alive(FollowUp)).news_item_id = article.id


def latest(session: Session) -> int:
    query = select(col(Event.id)).where(alive(Event), col(Event.parent_id).is_(None))
    return session.exec(query.order_by(col(Event.starts_on).desc())).first() or 0


def at_the_latest(kind: type[Any]) -> "Act":
    def act(world: World, session: Session) -> None:
        first(session, kind, alive(kind)).event_id = latest(session)

    return act


def alive(kind: type[Any]) -> Any:
    return col(kind.deleted_at).is_(None)


Act = Callable[[World, Session], Any]

_DAY = random_world.TODAY - timedelta(days=2)
_OPEN = alive(FollowUp), col(FollowUp.closed_at).is_(None)
ACTS: dict[str, Act] = {
    "a meeting": lambda world, session: session.add(world._interaction()),
    "a meeting in the trash": put(Interaction, alive(Interaction), deleted_at=random_world.NOW),
    "a meeting of our unit": put(Interaction, alive(Interaction), unit_id=1),
    "a meeting with others": link(InteractionPartner, interaction_id=7, partner_id=40),
    "a meeting at an event": at_the_latest(Interaction),
    "a follow-up done": put(
        FollowUp, *_OPEN, status=FollowUpStatus.DONE, closed_at=random_world.NOW
    ),
    "a follow-up overdue": put(FollowUp, *_OPEN, due_on=_DAY, owner_id=dana.id),
    "a follow-up of our unit": put(FollowUp, *_OPEN, unit_id=1),
    "a follow-up from an article": read,
    "a partner of another sector": put(Partner, sector=Sector.UNIVERSITY),
    "a partner at another stage": put(Partner, stage=Stage.DORMANT),
    "a partner in the trash": put(Partner, alive(Partner), deleted_at=random_world.NOW),
    "an agreement that ends": put(
        Agreement, alive(Agreement), valid_until=random_world.TODAY + timedelta(days=3)
    ),
    "an agreement of our unit": put(Agreement, alive(Agreement), unit_id=1),
    "an agreement from an event": at_the_latest(Agreement),
    "an event that is part of another": put(Event, col(Event.id) == 2, parent_id=1),
    "somebody who came": put(Participation, came=Attendance.CAME),
    "another unit's name": put(Unit, name_en="Laboratory"),
    "another colleague's name": put(Account, col(Account.id) == aigerim.id, name="Aya"),
}


@pytest.mark.usefixtures("sqlite_database")
def test_after_any_change_the_figures_are_those_that_are_worked_out_anew() -> None:
    build()
    with clock.at(random_world.NOW):
        with db.transaction() as session:
            world = World(session, seed=11)
        whole = Scope(random_world.TODAY - timedelta(days=400), random_world.TODAY)
        scopes = whole, whole._replace(sector=Sector.INDUSTRY, unit_id=1)
        for scope in scopes:
            compare(scope, "at first")
        for name, act in ACTS.items():
            with db.transaction() as session:
                act(world, session)
            for scope in scopes:
                compare(scope, name)


def compare(scope: Scope, name: str) -> None:
    today = random_world.TODAY
    with db.reading() as session:
        shown = reports.dashboard(session, scope, by=boris, today=today, patience=60)
    with db.transaction() as session:  # where nothing is kept
        anew, *_ = kept._work_out(session, scope, by=boris, today=today, turn=0)
    for field in Dashboard._fields[1:]:
        assert getattr(shown, field) == getattr(anew, field), (name, scope, field)
