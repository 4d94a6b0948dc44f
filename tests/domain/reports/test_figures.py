"""The figures of the dashboard mean what they say."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from tests.world import EMC, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker import clock
from tracker.domain import drafts, follow_ups, interactions, reports
from tracker.domain.models import (
    Agreement,
    FollowUp,
    FollowUpDraft,
    FollowUpStatus,
    Interaction,
    InteractionDraft,
    Partner,
    Sector,
    Stage,
)

TODAY = date(2024, 4, 30)


def met(session: Session, *days: date) -> None:
    for day in days:
        typed = InteractionDraft(happened_on=day, summary="Talked")
        interactions.log(session, typed, partner_ids=[EMC], by=aigerim)


def owed(session: Session, due_on: date | None, **typed: object) -> FollowUp:
    typed = {"partner_id": EMC, "owner_id": aigerim.id, "due_on": due_on, **typed}
    return follow_ups.create(session, drafts.checked(FollowUpDraft, typed), by=aigerim)


def closed(session: Session, due_on: date | None, closed_on: date, *, kept: bool = True) -> None:
    number = owed(session, due_on).id or 0
    if kept:
        made = follow_ups.complete(session, number, outcome="x", revision=1, by=aigerim)
    else:
        made = follow_ups.decline(session, number, reason="x", revision=1, by=aigerim)
    made.closed_at = datetime(closed_on.year, closed_on.month, closed_on.day, 6, tzinfo=UTC)
    session.flush()


def test_partners_are_counted_by_sector_and_stage(session: Session) -> None:
    session.add(Partner(name_en="Museum", sector=Sector.MUSEUM))
    session.add(Partner(name_en="Gone", deleted_at=clock.now()))
    session.flush()
    assert reports.partners_by_sector_and_stage(session, by=boris) == [
        (Sector.INDUSTRY, Stage.IDENTIFIED, 1),
        (Sector.INDUSTRY, Stage.ACTIVE, 1),
        (Sector.MUSEUM, Stage.IDENTIFIED, 1),
    ]


def test_months_without_interactions_are_zero(session: Session) -> None:
    met(session, date(2024, 4, 30), date(2024, 4, 1), date(2024, 2, 29), date(2023, 4, 30))
    months = reports.interactions_by_month(session, by=boris, today=TODAY)
    assert len(months) == 12
    assert months[0] == (date(2023, 5, 1), 0)
    assert months[-3:] == [(date(2024, 2, 1), 1), (date(2024, 3, 1), 0), (date(2024, 4, 1), 2)]


@pytest.mark.parametrize("month", range(1, 13))
def test_a_year_of_months_ends_with_the_present_one(session: Session, month: int) -> None:
    today = date(2024, month, 1)
    months = reports.interactions_by_month(session, by=boris, today=today, months=13)
    assert [months[0].month, months[-1].month] == [date(2023, month, 1), today]


def test_every_status_is_counted(session: Session) -> None:
    owed(session, None)
    closed(session, None, date(2024, 4, 1))
    counts = dict(reports.follow_ups_by_status(session, by=boris))
    assert list(counts) == list(FollowUpStatus)
    assert (counts[FollowUpStatus.OPEN], counts[FollowUpStatus.DONE]) == (1, 1)
    assert sum(counts.values()) == 2


def test_the_colleague_with_most_overdue_comes_first(session: Session) -> None:
    for owner in (aigerim, dana, dana):
        owed(session, date(2024, 1, 1), owner_id=owner.id)
    owed(session, None)
    assert [row.owner_id for row in reports.overdue_by_owner(session, by=boris)] == [
        dana.id,
        aigerim.id,
    ]


def test_the_last_thirty_days_are_compared_with_the_thirty_before(session: Session) -> None:
    met(session, TODAY, date(2024, 4, 1))
    met(session, date(2024, 3, 31), date(2024, 3, 2), date(2024, 3, 15))
    met(session, date(2024, 3, 1))
    tiles = reports.tiles(session, by=boris, today=TODAY)
    assert (tiles.interactions, tiles.interactions_before) == (2, 3)


def test_open_and_overdue_follow_ups_and_active_partners(session: Session) -> None:
    owed(session, date(2024, 4, 29))
    owed(session, TODAY)
    owed(session, None)
    closed(session, date(2024, 4, 1), date(2024, 4, 29))
    tiles = reports.tiles(session, by=boris, today=TODAY)
    assert (tiles.active_partners, tiles.open_follow_ups, tiles.overdue_follow_ups) == (1, 3, 1)


def test_kept_is_what_was_done_on_its_day_or_before(session: Session) -> None:
    closed(session, date(2024, 4, 2), date(2024, 4, 2))
    closed(session, date(2024, 4, 2), date(2024, 4, 3))
    closed(session, date(2024, 4, 2), date(2024, 4, 1), kept=False)
    closed(session, date(2024, 4, 2), date(2024, 4, 1))
    closed(session, None, date(2024, 4, 1))
    closed(session, date(2023, 4, 1), date(2023, 4, 30))
    assert reports.tiles(session, by=boris, today=TODAY).kept_rate == 0.5


def test_nothing_due_means_no_rate(session: Session) -> None:
    assert reports.tiles(session, by=boris, today=date(2024, 2, 29)).kept_rate is None


def test_agreements_ending_within_ninety_days_are_counted(session: Session) -> None:
    for last in (date(2024, 4, 29), TODAY, date(2024, 7, 29), date(2024, 7, 30), None):
        session.add(Agreement(title="Memorandum", valid_until=last))
    session.flush()
    assert reports.tiles(session, by=boris, today=TODAY).agreements_ending == 2


def test_figures_do_not_count_the_trash(session: Session) -> None:
    met(session, TODAY)
    owed(session, date(2024, 4, 1))
    for kind, number in ((Partner, SEMEY_ENGINEERING), (Interaction, 1), (FollowUp, 1)):
        session.get_one(kind, number).deleted_at = clock.now()
    session.flush()
    tiles = reports.tiles(session, by=boris, today=TODAY)
    assert tiles == reports.Tiles(0, 0, 0, 0, 0, None, 0)
    months = reports.interactions_by_month(session, by=boris, today=TODAY)
    assert sum(month.interactions for month in months) == 0
