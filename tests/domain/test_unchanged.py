"""What is kept of a partner is true: whatever is changed about it, it is worked out anew."""

import time
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

import pytest
from sqlmodel import Session, col, select

from tests.domain.test_timeline import met, wished
from tests.world import (
    EMC,
    MARAT,
    SCIENCE_WEEK,
    SEMEY_ENGINEERING,
    VETERINARY,
    aigerim,
    build,
    dana,
)
from tracker import clock, db
from tracker.domain import erasing, events, follow_ups, unchanged
from tracker.domain.follow_ups.listing import FollowUpRow
from tracker.domain.models import (
    Account,
    Agreement,
    AgreementPartner,
    Attendance,
    Change,
    Event,
    FollowUp,
    FollowUpStatus,
    Interaction,
    InteractionPartner,
    Kind,
    Language,
    Mention,
    NewsItem,
    Participation,
    ParticipationRole,
    Partner,
    Person,
    Sector,
    Unit,
)

Act = Callable[[Session], Any]

in_world = pytest.mark.usefixtures("world")

_made = count()


def kept(partner: int) -> int:
    """A number that is another one whenever it is worked out."""
    with db.reading() as session:
        return unchanged.of_partner(session, partner, ("test", partner), lambda: next(_made))


def kept_of_people() -> int:
    with db.reading() as session:
        return unchanged.of_kinds(session, [Kind.PERSON], "people", lambda: next(_made))


def stays(ask: Callable[[], int], known: int | None = None) -> bool:
    """Whether it is kept. On PostgreSQL a write anywhere on the server says that more may come."""
    for _ in range(100):
        one = ask() if known is None else known
        if ask() == one:
            return True
        time.sleep(0.02)
    return False


def linked(session: Session) -> None:
    """One record of each kind, with EMC."""
    met(session, date(2024, 4, 3))
    wished(session, "Sheep")
    events.add_participants(
        session, SCIENCE_WEEK, [EMC], role=ParticipationRole.PARTICIPANT, by=aigerim
    )
    article = NewsItem(
        title="Shakarim", language=Language.RU, published_on=date(2024, 4, 1), text="EMC"
    )
    agreement = Agreement(title="Memorandum", signed_on=date(2024, 4, 1))
    session.add_all([article, agreement])
    session.flush()
    session.add(Mention(news_item_id=article.id or 0, partner_id=EMC))
    session.add(AgreementPartner(agreement_id=agreement.id or 0, partner_id=EMC))
    session.flush()


def first(session: Session, kind: type[Any]) -> Any:
    return session.exec(select(kind)).first()


def unlink(kind: type[Any]) -> Act:
    return lambda session: session.delete(first(session, kind))


def put(kind: type[Any], **values: Any) -> Act:
    return lambda session: first(session, kind).sqlmodel_update(values)


ACTS: dict[str, Act] = {
    "another contact": lambda session: met(session, date(2024, 4, 5)),
    "a contact on another day": put(Interaction, happened_on=date(2024, 4, 6)),
    "a contact that was with somebody else": unlink(InteractionPartner),
    "an event on another day": put(Event, starts_on=date(2024, 4, 7)),
    "somebody who did not come": put(Participation, came=Attendance.ABSENT),
    "an event without them": unlink(Participation),
    "a follow-up that is done": put(FollowUp, status=FollowUpStatus.DONE),
    "a follow-up that is another partner's": put(FollowUp, partner_id=SEMEY_ENGINEERING),
    "an article in the trash": put(NewsItem, deleted_at=clock.now()),
    "an article about others": unlink(Mention),
    "an agreement let go": put(Agreement, lapses_on=date(2024, 5, 1)),
    "an agreement with others": unlink(AgreementPartner),
    "another sector": put(Partner, sector=Sector.MUSEUM),
}


@in_world
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_what_is_changed_about_a_partner_is_worked_out_anew(act: Act) -> None:
    with db.transaction() as session:
        linked(session)
    before = kept(EMC)
    assert stays(lambda: kept(EMC))
    before = kept(EMC)
    with db.transaction() as session:
        act(session)
    assert kept(EMC) != before
    assert stays(lambda: kept(EMC))


@in_world
def test_what_is_changed_about_one_partner_costs_another_nothing() -> None:
    assert stays(lambda: kept(SEMEY_ENGINEERING))
    known = kept(SEMEY_ENGINEERING)
    with db.transaction() as session:
        linked(session)
    assert stays(lambda: kept(SEMEY_ENGINEERING), known)


@in_world
def test_of_some_kinds_it_is_kept_until_one_of_these_is_changed() -> None:
    assert stays(kept_of_people)
    known = kept_of_people()
    with db.transaction() as session:
        met(session, date(2024, 4, 3))
    assert stays(kept_of_people, known)
    with db.transaction() as session:
        session.add(Person(name="Somebody"))
    assert kept_of_people() != known


@in_world
def test_of_each_partner_only_the_changed_ones_are_worked_out_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[list[int]] = []

    def anew(value: int, partners: list[int]) -> int:
        asked.append(partners)
        return value + 1_000

    def ask() -> int:
        with db.reading() as session:
            return unchanged.of_each(session, "each", lambda: next(_made), anew)

    assert stays(ask)
    known = ask()
    asked.clear()
    with db.transaction() as session:
        session.add(Person(name="Somebody"))
    assert stays(ask, known)
    with db.transaction() as session:
        met(session, date(2024, 4, 5))
    assert stays(ask, known + 1_000)
    assert asked == [[EMC]] * len(asked)
    monkeypatch.setattr(unchanged, "ASKED", 0)
    with db.transaction() as session:
        met(session, date(2024, 4, 6))
    assert ask() not in (known + 1_000, known + 2_000)


@in_world
def test_after_an_erasure_nothing_is_kept() -> None:
    assert stays(kept_of_people)
    known = kept_of_people()
    with db.transaction() as session:
        erasing.erase(session, MARAT, reason="Asked for it", revision=1, by=dana)
    assert kept_of_people() != known


@in_world
def test_after_very_many_changes_at_once_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "FOLLOWED", 3)
    assert stays(lambda: kept(SEMEY_ENGINEERING))
    known = kept(SEMEY_ENGINEERING)
    with db.transaction() as session:
        linked(session)
    assert kept(SEMEY_ENGINEERING) != known


@in_world
def test_after_a_way_back_to_an_earlier_history_nothing_is_kept() -> None:
    with db.transaction() as session:
        linked(session)
    assert stays(lambda: kept(EMC))
    known = kept(EMC)
    with db.transaction() as session:
        newest = session.exec(select(Change).order_by(col(Change.id).desc())).first()
        session.delete(newest)
    assert kept(EMC) != known


@in_world
def test_what_a_transaction_has_written_itself_is_not_kept() -> None:
    with db.transaction() as session:
        made = [unchanged.of_partner(session, EMC, "own", lambda: next(_made)) for _ in range(2)]
    assert made[0] != made[1]


@in_world
def test_only_so_much_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "MOST", 1)
    known = kept(EMC)
    kept(SEMEY_ENGINEERING)
    assert kept(EMC) != known


def test_who_looks_at_an_earlier_state_keeps_nothing_for_those_after(sqlite_database: str) -> None:
    """Two readers: the one began before a save, the other after it."""
    build()
    with db.reading() as early:
        assert unchanged.newest(early)
        with db.transaction() as session:
            met(session, date(2024, 4, 3))
        late = kept(EMC)
        unchanged.of_partner(early, EMC, ("test", EMC), lambda: -1)
    assert kept(EMC) not in (-1, late)


def test_a_change_that_is_still_being_written_is_not_overlooked(postgresql_database: str) -> None:
    build()
    with Session(db.engine()) as writing, writing.begin():
        met(writing, date(2024, 4, 3))
        with db.transaction() as session:
            met(session, date(2024, 4, 4), partner=SEMEY_ENGINEERING)
        known = kept(EMC)
    assert kept(EMC) != known


CHANGES: list[Act] = [
    lambda session: wished(session, "Camels"),
    lambda session: setattr(session.get_one(Partner, EMC), "name_en", "Energy of Semey"),
    lambda session: setattr(session.get_one(Unit, VETERINARY), "name_en", "Animals"),
    lambda session: setattr(session.get_one(Account, aigerim.id), "name", "Айгерім С."),
    lambda session: setattr(session.scalars(select(FollowUp)).one(), "subject", "Horses"),
]


@in_world
@pytest.mark.parametrize("change", CHANGES)
def test_ones_own_work_is_told_anew_when_it_or_a_name_in_it_changes(change: Act) -> None:
    def told(ask: Callable[[Session], list[FollowUpRow]]) -> str:
        with db.reading() as session:
            return str(ask(session))

    def mine(session: Session) -> list[FollowUpRow]:
        return follow_ups.mine(session, by=aigerim, today=clock.today()).later

    def theirs(session: Session) -> list[FollowUpRow]:
        return follow_ups.to_confirm(session, by=dana)

    with db.transaction() as session:
        wish = wished(session, "Sheep")
        wish.unit_id, wish.due_on = VETERINARY, None
        session.flush()
        known = wish.id
    before = told(mine)
    with db.transaction() as session:
        change(session)
    assert told(mine) != before
    with db.transaction() as session:
        session.get_one(FollowUp, known).status = FollowUpStatus.TO_CONFIRM
    before = told(theirs)
    assert before != "[]"
    with db.transaction() as session:
        session.get_one(Partner, EMC).name_en = "Another name"
    assert told(theirs) != before
