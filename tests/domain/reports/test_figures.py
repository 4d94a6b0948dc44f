"""The figures of the dashboard mean what they say."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from tests.domain.reports import at_a_glance
from tests.world import EMC, SCIENCE_WEEK, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker import clock
from tracker.domain import drafts, events, follow_ups, interactions, partners, reports
from tracker.domain.models import (
    Change,
    Event,
    EventDraft,
    FollowUp,
    FollowUpDraft,
    Interaction,
    InteractionDraft,
    Kind,
    Partner,
    Stage,
    Standing,
)
from tracker.domain.reports import Scope

TODAY = date(2024, 4, 30)
MONTH = Scope(date(2024, 4, 1), TODAY)


def met(session: Session, *days: date) -> None:
    for day in days:
        typed = InteractionDraft(happened_on=day, summary="Talked")
        interactions.log(session, typed, partner_ids=[EMC], by=aigerim)


def owed(session: Session, due_on: date | None, **typed: object) -> FollowUp:
    typed = {"partner_id": EMC, "owner_id": aigerim.id, "due_on": due_on, **typed}
    return follow_ups.create(session, drafts.checked(FollowUpDraft, typed), by=aigerim)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("scope", "starts"),
    [
        (
            Scope(date(2024, 2, 27), date(2024, 3, 1)),
            [date(2024, 2, 27), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)],
        ),
        (
            Scope(date(2024, 4, 3), date(2024, 5, 7)),  # a Wednesday to a Tuesday
            [date(2024, 4, day) for day in (3, 8, 15, 22, 29)] + [date(2024, 5, 6)],
        ),
        (
            Scope(date(2023, 11, 15), date(2024, 6, 30)),
            [date(2023, 11, 15), date(2023, 12, 1)]
            + [date(2024, month, 1) for month in range(1, 7)],
        ),
        (
            Scope(date(2020, 5, 1), date(2023, 6, 30)),
            [date(2020, 5, 1), *(date(year, 1, 1) for year in (2021, 2022, 2023))],
        ),
    ],
)
def test_steps_without_interactions_are_zero_and_end_with_the_period(
    session: Session, scope: Scope, starts: list[date]
) -> None:
    met(session, scope.first, scope.last, scope.last + timedelta(days=1))
    bars = reports.interactions_over_time(session, scope, by=boris)
    assert [bar.first for bar in bars] == starts
    assert bars[-1].last == scope.last
    assert [bar.interactions.value for bar in bars] == [1, *[0] * (len(starts) - 2), 1]


def test_the_past_before_the_history_begins_is_unknown(session: Session) -> None:
    tiles = at_a_glance.tiles(session, MONTH, TODAY)
    assert (tiles.active.value, tiles.active_then) == (1, None)


def test_nothing_is_known_of_the_beginning_of_a_period_to_come(session: Session) -> None:
    tiles = at_a_glance.tiles(session, MONTH, date(2024, 3, 31))
    assert (tiles.active_then, tiles.open_then, tiles.ending_then) == (None, None, None)


def test_stages_of_the_past_are_told_by_the_history(session: Session) -> None:
    emc = session.get_one(Partner, EMC)
    for number in (EMC, SEMEY_ENGINEERING):
        session.get_one(Partner, number).created_at = at(date(2024, 1, 1))
    session.add(Change(at=at(date(2024, 1, 1)), kind=Kind.PARTNER, record_id=EMC, field=""))
    for day, stage in ((date(2024, 3, 31), Stage.ACTIVE), (date(2024, 4, 1), Stage.DORMANT)):
        with clock.at(at(day)):
            emc.stage = stage
            session.flush()
    tiles = at_a_glance.tiles(session, MONTH, TODAY)
    assert (tiles.active.value, tiles.active_then) == (1, 2)
    standing = {
        (row.stage, row.standing)
        for row in reports.pipeline(session, MONTH, by=boris, today=TODAY)
        if row.partners.value
    }
    # Dormant is no part of the pipeline; the other has stood since it was recorded.
    assert standing == {(Stage.ACTIVE, Standing.YEAR)}
    with clock.at(at(TODAY)):
        for age, names in ((Standing.MONTH, ["EMC"]), (Standing.LONGER, [])):
            wanted = partners.PartnerFilter(standing=age)
            assert [row.name for row in partners.search(session, wanted, by=boris).rows] == names


def test_one_taken_up_again_counts_as_never_closed(session: Session) -> None:
    with clock.at(at(date(2024, 3, 1))):
        number = owed(session, date(2024, 3, 5)).id or 0
        done = follow_ups.complete(session, number, outcome="x", revision=1, by=aigerim)
    tiles = at_a_glance.tiles(session, MONTH, TODAY)
    assert (tiles.open.value, tiles.open_then) == (0, 0)
    follow_ups.reopen(session, number, revision=done.revision, by=aigerim)
    tiles = at_a_glance.tiles(session, MONTH, TODAY)
    assert (tiles.open.value, tiles.open_then, tiles.overdue.value) == (1, 1, 1)


def test_without_promises_there_is_no_rate(session: Session) -> None:
    tiles = at_a_glance.tiles(session, MONTH, TODAY)
    assert (tiles.kept_rate, tiles.kept_rate_before) == (None, None)


def test_the_rate_is_the_part_that_was_kept(session: Session) -> None:
    with clock.at(at(date(2024, 4, 2))):
        for due in (date(2024, 4, 2), date(2024, 4, 1), None):
            number = owed(session, due).id or 0
            follow_ups.complete(session, number, outcome="x", revision=1, by=aigerim)
    tiles = at_a_glance.tiles(session, MONTH, TODAY)
    assert (tiles.kept_rate, tiles.kept_rate_before) == (0.5, None)


def test_the_colleague_with_most_overdue_comes_first(session: Session) -> None:
    for owner in (aigerim, dana, dana):
        owed(session, date(2024, 1, 1), owner_id=owner.id)
    owed(session, None)
    found = reports.overdue_by_owner(session, MONTH, by=boris)
    assert [row.owner_id for row in found] == [dana.id, aigerim.id]


def test_figures_do_not_count_the_trash(session: Session) -> None:
    met(session, TODAY)
    owed(session, date(2024, 4, 1))
    for kind, number in ((Partner, SEMEY_ENGINEERING), (Interaction, 1), (FollowUp, 1), (Event, 1)):
        session.get_one(kind, number).deleted_at = clock.now()
    session.flush()
    tiles = at_a_glance.tiles(session, MONTH, TODAY)
    assert [count.value for count in tiles if isinstance(count, reports.Count)] == [0] * 8
    assert reports.event_yields(session, MONTH, by=boris, today=TODAY) == []
    bars = reports.interactions_over_time(session, MONTH, by=boris)
    assert sum(bar.interactions.value for bar in bars) == 0


def test_a_part_of_an_event_in_the_trash_stands_for_itself(session: Session) -> None:
    typed = EventDraft(name_en="Meetup", starts_on=date(2024, 4, 9), parent_id=SCIENCE_WEEK)
    events.create(session, typed, by=aigerim)

    def told() -> list[str]:
        found = reports.event_yields(session, MONTH, by=boris, today=TODAY)
        return [each.event for each in found]

    assert told() == ["Science Week"]
    session.get_one(Event, SCIENCE_WEEK).deleted_at = clock.now()
    session.flush()
    assert told() == ["Meetup"]
