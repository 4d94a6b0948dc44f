"""Agreements: their partners, and where each of them stands today."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from tests.world import EMC, SCIENCE_WEEK, SEMEY_ENGINEERING, VETERINARY, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import agreements, drafts, partners, trash
from tracker.domain.agreements import AgreementFilter, AgreementState, Sort, Within
from tracker.domain.models import (
    AgreementDraft,
    AgreementKind,
    AgreementPartner,
    Change,
    Kind,
    Renewal,
    Stage,
)
from tracker.errors import Invalid, NotAllowed, NotFound, Stale

TODAY = clock.today()
BOTH = [EMC, SEMEY_ENGINEERING]


def days(number: int) -> date:
    return clock.today() + timedelta(days=number)


def draft(title: str = "On joint research", **typed: Any) -> AgreementDraft:
    return drafts.checked(AgreementDraft, {"title": title, **typed})


def sign(session: Session, title: str = "On joint research", **typed: Any) -> int:
    ids = typed.pop("partner_ids", [EMC])
    added = agreements.create(session, draft(title, **typed), partner_ids=ids, by=aigerim)
    assert added.id is not None
    return added.id


def titles(session: Session, **wanted: object) -> list[str]:
    narrowed = AgreementFilter(**wanted)  # type: ignore[arg-type]
    return [row.title for row in agreements.search(session, narrowed, by=boris).rows]


def partner_names(session: Session, agreement_id: int) -> list[str]:
    return [name for _, name in agreements.parties(session, agreement_id, by=boris)]


def links(session: Session) -> list[int]:
    return list(session.exec(select(AgreementPartner.partner_id).order_by("partner_id")))


@pytest.mark.parametrize(
    ("state", "typed"),
    [
        (AgreementState.UNDATED, {}),
        (AgreementState.IN_FORCE, {"signed_on": days(-400)}),
        (AgreementState.IN_FORCE, {"valid_from": days(-400)}),
        (AgreementState.IN_FORCE, {"valid_until": days(91)}),
        (AgreementState.ENDING, {"valid_until": days(90)}),
        (AgreementState.ENDING, {"valid_until": days(0)}),
        (AgreementState.ENDED, {"valid_until": days(-1)}),
        (AgreementState.ENDED, {"valid_until": days(-1), "renewal": Renewal.BY_CONSENT}),
        (AgreementState.IN_FORCE, {"valid_until": days(-1), "renewal": Renewal.AUTOMATIC}),
        (AgreementState.ENDING, {"valid_until": days(5), "renewal": Renewal.AUTOMATIC}),
        (AgreementState.UPCOMING, {"signed_on": days(-5), "valid_from": days(1)}),
    ],
)
def test_the_state_follows_from_the_days(
    session: Session, state: AgreementState, typed: dict[str, Any]
) -> None:
    number = sign(session, **typed)
    signed = agreements.get(session, number, by=boris)
    assert agreements.standing(session, signed, by=boris).state is state
    assert [row.state for row in agreements.search(session, by=boris).rows] == [state]
    for each in AgreementState:
        assert titles(session, state=each) == (["On joint research"] if each is state else [])


@pytest.mark.parametrize(
    ("ends_in", "within"),
    [(-1, ""), (0, "30 90 180"), (30, "30 90 180"), (31, "90 180"), (91, "180"), (181, "")],
)
def test_what_ends_soon_is_found_as_soon_as_it_is_near(
    session: Session, ends_in: int, within: str
) -> None:
    sign(session, valid_until=days(ends_in))
    found = [each for each in Within if titles(session, ending=each)]
    assert sorted(found) == sorted(within.split())
    left = agreements.search(session, by=boris).rows[0].days_left
    assert left == (ends_in if within else None)


def test_a_line_names_every_partner(session: Session) -> None:
    sign(session, partner_ids=BOTH)
    row = agreements.search(session, by=boris).rows[0]
    assert row.partners == ("EMC", "Semey Engineering")


def test_search_narrows_by_words_kind_partner_unit_and_event(session: Session) -> None:
    links = {"unit_id": VETERINARY, "event_id": SCIENCE_WEEK}
    sign(session, "Бірлескен зерттеу", kind=AgreementKind.CONTRACT, number="17-А", **links)
    sign(session, "Silence", kind=AgreementKind.NDA, partner_ids=[SEMEY_ENGINEERING])
    assert titles(session, text="БІРЛЕСКЕН") == ["Бірлескен зерттеу"]
    assert titles(session, text="17-а") == ["Бірлескен зерттеу"]
    assert titles(session, kind=AgreementKind.NDA) == ["Silence"]
    assert titles(session, partner_id=EMC) == ["Бірлескен зерттеу"]
    assert titles(session, unit_id=VETERINARY) == ["Бірлескен зерттеу"]
    assert titles(session, event_id=SCIENCE_WEEK) == ["Бірлескен зерттеу"]


@pytest.mark.parametrize("sort", list(Sort))
def test_agreements_are_sorted_by_each_column(session: Session, sort: Sort) -> None:
    first = {"kind": AgreementKind.CONTRACT, "signed_on": days(-9), "valid_until": days(1)}
    sign(session, "AA", **first)
    sign(session, "BB", kind=AgreementKind.NDA, signed_on=days(-8), valid_until=days(2))
    for descending, expected in ((False, ["AA", "BB"]), (True, ["BB", "AA"])):
        found = agreements.search(session, by=boris, sort=sort, descending=descending)
        assert [row.title for row in found.rows] == expected


def test_an_agreement_is_with_somebody(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        sign(session, partner_ids=[])
    assert (refused.value.field, refused.value.code) == ("partner_ids", "required")
    number = sign(session)
    with pytest.raises(Invalid):
        agreements.update(session, number, draft(), partner_ids=[], revision=1, by=aigerim)


def test_an_agreement_points_to_what_exists(session: Session) -> None:
    for typed, field in (
        ({"partner_ids": [404]}, "partner_ids"),
        ({"unit_id": 404}, "unit_id"),
        ({"event_id": 404}, "event_id"),
    ):
        with pytest.raises(Invalid) as refused:
            sign(session, **typed)
        assert (refused.value.field, refused.value.code) == (field, "not_found")


def test_an_agreement_does_not_end_before_it_begins() -> None:
    with pytest.raises(drafts.InvalidDraft) as refused:
        draft(valid_from=TODAY, valid_until=TODAY - timedelta(days=1))
    assert refused.value.problems[0].field == "valid_until"


def test_signing_leaves_the_stage_of_the_partner_to_people(session: Session) -> None:
    sign(session, signed_on=TODAY)
    assert partners.get(session, EMC, by=boris).stage is Stage.IDENTIFIED


def test_the_same_agreement_saved_twice_is_stored_once(world: None) -> None:
    for _ in range(2):
        with db.transaction() as session:
            agreements.create(session, draft(), partner_ids=[EMC, EMC], by=aigerim, key="k")
    with db.reading() as session:
        assert titles(session) == ["On joint research"]


def test_the_second_of_two_editors_of_an_agreement_is_told(session: Session) -> None:
    number = sign(session)
    agreements.update(session, number, draft("New"), partner_ids=[EMC], revision=1, by=aigerim)
    with pytest.raises(Stale):
        agreements.update(session, number, draft("Old"), partner_ids=[EMC], revision=1, by=dana)


def test_a_change_of_partners_alone_is_an_edit_like_any_other(session: Session) -> None:
    number = sign(session)
    agreements.update(session, number, draft(), partner_ids=BOTH, revision=1, by=aigerim)
    with pytest.raises(Stale):
        agreements.update(session, number, draft(), partner_ids=[EMC], revision=1, by=dana)


def test_the_coming_and_going_of_partners_is_history(world: None) -> None:
    with db.transaction() as session:
        number = sign(session)
    with db.transaction() as session:
        agreements.update(
            session, number, draft(), partner_ids=[SEMEY_ENGINEERING], revision=1, by=aigerim
        )
        assert partner_names(session, number) == ["Semey Engineering"]
    with db.reading() as session:
        changes = session.exec(
            select(Change.old, Change.new)
            .where(Change.kind == Kind.AGREEMENT, Change.field == "partners")
            .order_by(col(Change.id))
        )
        told = {(old, new) for old, new in changes}
    assert told == {(None, str(EMC)), (None, str(SEMEY_ENGINEERING)), (str(EMC), None)}


def test_a_partner_in_the_trash_stays_a_party(session: Session) -> None:
    number = sign(session, partner_ids=BOTH)
    trash.delete(session, Kind.PARTNER, EMC, revision=1, by=dana)
    assert partner_names(session, number) == ["Semey Engineering"]
    agreements.update(
        session, number, draft(), partner_ids=[SEMEY_ENGINEERING], revision=1, by=aigerim
    )
    assert links(session) == BOTH


def test_a_viewer_cannot_record_or_change_agreements(session: Session) -> None:
    number = sign(session)
    with pytest.raises(NotAllowed):
        agreements.create(session, draft(), partner_ids=[EMC], by=boris)
    with pytest.raises(NotAllowed):
        agreements.update(session, number, draft(), partner_ids=[EMC], revision=1, by=boris)


def test_a_trashed_agreement_is_neither_listed_nor_found(session: Session) -> None:
    number = sign(session)
    assert agreements.get(session, number, by=boris).title == "On joint research"
    trash.delete(session, Kind.AGREEMENT, number, revision=1, by=dana)
    assert titles(session) == []
    with pytest.raises(NotFound):
        agreements.get(session, number, by=boris)
