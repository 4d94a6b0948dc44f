"""The report over a period: its figures are the domain's own, its evidence are records."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from tests.domain.reports import at_a_glance
from tests.world import EMC, SEMEY_ENGINEERING, VETERINARY, aigerim, boris, dana
from tracker import clock
from tracker.domain import agreements, annual, drafts, follow_ups, interactions, reports, trash
from tracker.domain.models import (
    AgreementDraft,
    AgreementKind,
    FollowUpDraft,
    FollowUpKind,
    InteractionDraft,
    InteractionKind,
    Kind,
    Partner,
    Sector,
    Tier,
)
from tracker.domain.reports import Scope, addressed
from tracker.errors import Invalid
from tracker.names.regions import Region

TODAY = clock.today()
YEAR = Scope(TODAY - timedelta(days=364), TODAY)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def sign(session: Session, signed: int, partner: int = EMC) -> int:
    draft = drafts.checked(
        AgreementDraft, {"title": "On steppe", "signed_on": days(signed), "promised": "Trials"}
    )
    made = agreements.create(session, draft, partner_ids=[partner], by=aigerim)
    assert made.id is not None
    return made.id


def done(session: Session, outcome: str = "It works") -> int:
    typed = {"kind": FollowUpKind.EXPERTISE, "subject": "scales", "partner_id": EMC}
    draft = drafts.checked(FollowUpDraft, typed | {"owner_id": aigerim.id})
    made = follow_ups.create(session, draft, by=aigerim)
    assert made.id is not None
    follow_ups.complete(session, made.id, outcome=outcome, revision=made.revision, by=aigerim)
    return made.id


def meet(session: Session, on: int, partner: int = EMC) -> int:
    typed = {"happened_on": days(on), "summary": "We met", "outcome": "Agreed"}
    draft = drafts.checked(InteractionDraft, typed)
    made = interactions.log(session, draft, partner_ids=[partner], by=aigerim)
    assert made.id is not None
    return made.id


def told(session: Session, scope: Scope = YEAR) -> annual.Report:
    return annual.report(session, scope, by=boris, today=TODAY)


def test_its_figures_are_those_of_the_dashboard(session: Session) -> None:
    done(session)
    meet(session, -1)
    report = told(session)
    assert report.figures.tiles == at_a_glance.tiles(session, YEAR, TODAY)
    assert report.figures.sectors == reports.partners_by_sector_and_stage(session, YEAR, by=boris)
    assert report.compared == YEAR.compared(TODAY)


def test_what_happened_in_the_period_stands_behind_it(session: Session) -> None:
    inside, closed, met = sign(session, -10), done(session), meet(session, -20)
    sign(session, -400)
    meet(session, -400)
    report = told(session)
    assert report.signed.rows == [
        (
            *(Kind.AGREEMENT, inside, days(-10), AgreementKind.MEMORANDUM),
            *("On steppe", "Trials", ("EMC",)),
        )
    ]
    assert report.done.rows == [
        (
            *(Kind.FOLLOW_UP, closed, TODAY, FollowUpKind.EXPERTISE),
            *("scales", "It works", ("EMC",)),
        )
    ]
    assert report.met.rows == [
        (
            *(Kind.INTERACTION, met, days(-20), InteractionKind.MEETING),
            *("We met", "Agreed", ("EMC",)),
        )
    ]
    assert [row.text for row in report.new.rows] == ["Semey Engineering", "EMC"]
    assert all(row.day == TODAY and row.of is Sector.INDUSTRY for row in report.new.rows)
    counted = (report.signed, report.done, report.met, report.new)
    assert [each.all.value for each in counted] == [1, 1, 1, 2]


def test_all_are_counted_and_the_latest_are_named(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annual, "MOST", 2)
    newest = [meet(session, -day) for day in range(1, 5)][:2]
    report = told(session)
    assert [row.id for row in report.met.rows] == newest
    assert report.met.all.value == report.figures.tiles.interactions.value == 4


def test_what_is_in_the_trash_stands_behind_nothing(session: Session) -> None:
    number = sign(session, -1)
    trash.delete(session, Kind.AGREEMENT, number, revision=1, by=dana)
    assert told(session).signed.rows == []


def test_it_is_narrowed_as_the_figures_are(session: Session) -> None:
    session.get_one(Partner, SEMEY_ENGINEERING).sector = Sector.MUSEUM
    session.flush()
    sign(session, -1)
    theirs, met = sign(session, -2, SEMEY_ENGINEERING), meet(session, -2, SEMEY_ENGINEERING)
    report = told(session, YEAR._replace(sector=Sector.MUSEUM))
    assert [row.id for row in report.signed.rows] == [theirs]
    assert [row.id for row in report.met.rows] == [met]
    assert [row.id for row in report.new.rows] == [SEMEY_ENGINEERING]
    assert report.unit is None
    assert told(session, YEAR._replace(unit_id=VETERINARY)).unit == "Department of Veterinary"


@pytest.mark.parametrize(
    "scope",
    [
        YEAR,
        Scope(date(2024, 1, 1), date(2024, 12, 31), Sector.MUSEUM, Tier.KEY, Region.ABAI, 7),
    ],
)
def test_a_scope_goes_into_an_address_and_comes_back(scope: Scope) -> None:
    pairs = (pair.split("=") for pair in addressed.query(scope).split("&"))
    asked: dict[str, Any] = dict(pairs)
    assert addressed.scope_of(asked | {"language": "kk"}) == scope


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"from": "2024-01-01"},
        {"from": "2024-01-01", "to": "yesterday"},
        {"from": "2024-12-31", "to": "2024-01-01"},
        {"from": "0001-01-01", "to": "2024-01-01"},
        {"from": "2024-01-01", "to": "2024-12-31", "sector": "circus"},
        {"from": "2024-01-01", "to": "2024-12-31", "unit": "0"},
        {"from": "2024-01-01", "to": "2024-12-31", "unit": str(2**40)},
    ],
)
def test_nonsense_is_no_scope(asked: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        addressed.scope_of(asked)
