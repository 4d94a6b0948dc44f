"""Why somebody's data is kept and for how long, and what only some may see of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from tests.world import EMC, MARAT, SCIENCE_WEEK, aigerim, boris, dana, saule
from tracker import clock
from tracker.domain import (
    addresses,
    briefs,
    choosing_people,
    drafts,
    history,
    interactions,
    keeping,
    merging,
    people,
    reminders,
    retention,
    undoing,
)
from tracker.domain.after_event import adding
from tracker.domain.after_event.adding import Guest
from tracker.domain.exports import people as leaving
from tracker.domain.models import (
    DataBasisDraft,
    Event,
    InteractionDraft,
    Kind,
    LegalBasis,
    Person,
    PersonalContactDraft,
    PersonDraft,
    PositionDraft,
    Undertaking,
    Upkeep,
)
from tracker.domain.network import warm
from tracker.domain.people import PersonFilter
from tracker.domain.reminders import Heading, Look
from tracker.domain.retention import Rule
from tracker.errors import (
    Erased,
    Invalid,
    NotAllowed,
    NotFound,
    PersonBlocked,
    RowsRefused,
    Stale,
)

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def then() -> object:
    with clock.at(NOW):
        yield


def basis(**typed: object) -> DataBasisDraft:
    return drafts.checked(DataBasisDraft, typed)


def recorded(session: Session, day: date) -> None:
    session.get_one(Person, MARAT).created_at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    session.flush()


def meet(session: Session, day: date) -> None:
    draft = InteractionDraft(happened_on=day, summary="Talked")
    interactions.log(session, draft, partner_ids=[EMC], person_ids=[MARAT], by=aigerim)


def found(session: Session, upkeep: Upkeep) -> list[int]:
    return [row.id for row in people.search(session, PersonFilter(upkeep=upkeep), by=boris).rows]


def test_why_data_is_kept_is_written_down_with_its_history(session: Session) -> None:
    assert keeping.known(session, MARAT, by=boris).amiss == [Upkeep.NO_BASIS]
    assert found(session, Upkeep.NO_BASIS) == [MARAT]
    first = basis(basis="consent", given_on=TODAY, evidence="Letter 5", may_publish=True)
    keeping.set_basis(session, MARAT, first, revision=0, by=aigerim)
    keeping.set_basis(session, MARAT, basis(basis="official"), revision=1, by=aigerim)
    kept = keeping.known(session, MARAT, by=boris)
    assert kept.basis is not None
    assert (kept.basis.basis, kept.basis.may_publish, kept.amiss) == ("official", False, [])
    assert found(session, Upkeep.NO_BASIS) == []
    told = history.of(session, Kind.PERSON, MARAT, by=boris).rows
    came = next(row for row in told if row.field == "data_basis")
    assert came.new is not None
    assert came.new.word == "legal_basis.consent"
    assert {row.field for row in told} >= {"data_basis.basis", "data_basis.evidence"}


def test_a_withdrawn_consent_stands_out(session: Session) -> None:
    keeping.set_basis(session, MARAT, basis(withdrawn_on=TODAY), revision=0, by=aigerim)
    assert keeping.known(session, MARAT, by=boris).amiss == [Upkeep.WITHDRAWN]
    assert found(session, Upkeep.WITHDRAWN) == [MARAT]


def test_the_second_of_two_editors_is_told(session: Session) -> None:
    keeping.set_basis(session, MARAT, basis(), revision=0, by=aigerim)
    with pytest.raises(Stale):
        keeping.set_basis(session, MARAT, basis(), revision=0, by=dana)
    with pytest.raises(Stale):
        keeping.set_contact(session, MARAT, PersonalContactDraft(), revision=3, by=dana)


def test_the_day_is_agreed_or_follows_from_the_last_contact(session: Session) -> None:
    recorded(session, date(2020, 1, 31))
    assert keeping.known(session, MARAT, by=boris).keep_until == date(2023, 1, 31)
    assert found(session, Upkeep.PAST) == [MARAT]
    meet(session, date(2023, 11, 24))
    assert found(session, Upkeep.PAST) == [MARAT]
    assert Upkeep.PAST in keeping.known(session, MARAT, by=boris).amiss
    meet(session, date(2023, 11, 25))
    assert found(session, Upkeep.PAST) == []
    assert keeping.known(session, MARAT, by=boris).amiss == [Upkeep.NO_BASIS]
    keeping.set_basis(session, MARAT, basis(keep_until=TODAY), revision=0, by=aigerim)
    assert found(session, Upkeep.PAST) == []
    keeping.set_basis(session, MARAT, basis(keep_until="2026-11-24"), revision=1, by=aigerim)
    assert found(session, Upkeep.PAST) == [MARAT]
    recorded(session, date(2020, 1, 31))
    later = basis(keep_until="2030-01-01")
    keeping.set_basis(session, MARAT, later, revision=2, by=aigerim)
    assert keeping.known(session, MARAT, by=boris).keep_until == date(2030, 1, 1)
    assert found(session, Upkeep.PAST) == []


def test_an_old_contact_counts_also_of_who_was_written_down_lately(session: Session) -> None:
    recorded(session, date(2026, 1, 31))
    assert found(session, Upkeep.PAST) == []
    meet(session, date(2020, 5, 1))
    assert Upkeep.PAST in keeping.known(session, MARAT, by=boris).amiss
    assert found(session, Upkeep.PAST) == [MARAT]
    meet(session, date(2025, 5, 1))
    assert found(session, Upkeep.PAST) == []


def test_administrators_say_how_long(session: Session) -> None:
    recorded(session, date(2026, 1, 31))
    assert retention.rule(session, by=boris) == Rule(36, 36)
    retention.set_rule(session, Rule(1, 12), by=saule)
    assert retention.rule(session, by=boris) == Rule(1, 12)
    assert keeping.known(session, MARAT, by=boris).keep_until == date(2026, 2, 28)
    assert found(session, Upkeep.PAST) == [MARAT]
    retention.set_rule(session, Rule(36, 36), by=saule)
    for wrong, field in ((Rule(0, 12), "keep_months"), (Rule(12, 601), "log_months")):
        with pytest.raises(Invalid) as refused:
            retention.set_rule(session, wrong, by=saule)
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        retention.set_rule(session, Rule(), by=dana)


def test_those_who_may_erase_are_told_whose_time_is_over(session: Session) -> None:
    recorded(session, date(2020, 1, 31))
    told = dict(reminders.gather(session, Look(NOW), by=dana))
    assert [row.id for row in told[Heading.PAST]] == [MARAT]
    assert Heading.PAST not in dict(reminders.gather(session, Look(NOW), by=aigerim))


def test_how_somebody_is_reached_at_home_is_not_for_viewers(session: Session) -> None:
    home = PersonalContactDraft(personal_phone="+7 701 000 00 01", personal_email="m@home.example")
    keeping.set_contact(session, MARAT, home, revision=0, by=aigerim)
    seen = keeping.known(session, MARAT, by=aigerim).contact
    assert seen is not None
    assert seen.personal_phone == home.personal_phone
    # Whatever role a caller claims.
    liar = type(boris)(boris.id, boris.email, boris.name, saule.role, "en")
    for reader in (boris, liar):
        assert keeping.known(session, MARAT, by=reader).contact is None
    corrected = PersonalContactDraft(personal_phone="+7 701 000 00 02")
    keeping.set_contact(session, MARAT, corrected, revision=1, by=aigerim)
    told = history.of(session, Kind.PERSON, MARAT, by=boris).rows
    assert not any("701" in str(row) for row in told)
    for field, typed in (("personal_phone", "12"), ("personal_email", "nobody")):
        with pytest.raises(drafts.InvalidDraft):
            drafts.checked(PersonalContactDraft, {field: typed})


def test_a_former_contact_stays_as_it_is(session: Session) -> None:
    session.get_one(Person, MARAT).erased_at = NOW
    session.flush()
    assert keeping.known(session, MARAT, by=boris).amiss == []
    assert found(session, Upkeep.NO_BASIS) == []
    person = people.get(session, MARAT, by=boris)
    draft = PersonDraft(name="Somebody")
    with pytest.raises(Erased):
        people.update(session, MARAT, draft, revision=person.revision, by=aigerim)
    with pytest.raises(Erased):
        keeping.set_basis(session, MARAT, basis(), revision=0, by=aigerim)
    (there,) = people.positions(session, MARAT, by=boris)
    post = PositionDraft(partner_id=EMC, title="Somebody")
    with pytest.raises(Erased):
        people.update_position(session, there.id, post, opened=post, by=aigerim)
    with pytest.raises(Erased):
        people.end_position(session, there.id, until=clock.today(), by=aigerim)
    with pytest.raises(Erased):
        people.remove_position(session, there.id, by=aigerim)


def test_a_former_contact_is_nobody_to_pick(session: Session) -> None:
    assert choosing_people.named(session, "Марат Әлиев", by=boris) is not None
    session.get_one(Person, MARAT).erased_at = NOW
    session.flush()
    for chosen in ({}, {"text": "Марат"}, {"partner_ids": [EMC]}):
        assert choosing_people.choices(session, by=boris, **chosen) == []
    assert choosing_people.named(session, "Марат Әлиев", by=boris) is None


def test_who_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        keeping.known(session, 99, by=boris)
    with pytest.raises(NotFound):
        keeping.set_basis(session, 99, basis(), revision=0, by=aigerim)


def test_of_two_who_are_one_the_survivor_has_both(session: Session) -> None:
    other = people.create(session, PersonDraft(name="Marat Aliyev"), by=aigerim)
    number = other.id or 0
    keeping.set_basis(session, number, basis(basis="contract"), revision=0, by=aigerim)
    merging.merge(session, Kind.PERSON, MARAT, number, revisions=(1, other.revision), by=dana)
    kept = keeping.known(session, MARAT, by=boris).basis
    assert kept is not None
    assert kept.basis is LegalBasis.CONTRACT


def left_alone(session: Session, number: int = MARAT) -> None:
    wish = basis(basis="consent", blocked_on=TODAY)
    keeping.set_basis(session, number, wish, revision=0, by=aigerim)


def test_who_asked_to_be_left_alone_stands_out_and_leaves_in_no_file(session: Session) -> None:
    assert [row.id for row in leaving.all_rows(session, by=dana)] == [MARAT]
    assert leaving.one(session, MARAT, by=dana).id == MARAT
    assert [row.id for row in briefs.of(session, EMC, by=aigerim).people] == [MARAT]
    left_alone(session)
    kept = keeping.known(session, MARAT, by=boris)
    assert (kept.blocked_on, kept.amiss) == (TODAY, [Upkeep.BLOCKED])
    assert found(session, Upkeep.BLOCKED) == [MARAT]
    assert list(leaving.all_rows(session, by=dana)) == []
    wanted = PersonFilter(upkeep=Upkeep.BLOCKED)
    assert [row.id for row in leaving.all_rows(session, wanted, by=dana)] == [MARAT]
    with pytest.raises(PersonBlocked):
        leaving.one(session, MARAT, by=dana)
    assert briefs.of(session, EMC, by=aigerim).people == []


@pytest.mark.parametrize("guest", [{"person_id": MARAT}, {"person": "Марат Әлиев"}])
def test_who_asked_to_be_left_alone_is_not_invited(session: Session, guest: dict[str, Any]) -> None:
    left_alone(session)
    event = session.get_one(Event, SCIENCE_WEEK)
    event.starts_on, event.ends_on = TODAY + timedelta(days=1), None
    session.flush()
    coming = [Guest(partner_id=EMC, **guest)]
    with pytest.raises(RowsRefused) as refused:
        adding.add(session, SCIENCE_WEEK, coming, by=aigerim)
    assert [each.code for each in refused.value.problems[0]] == ["person_blocked"]
    # That somebody came is a fact, and may be written down.
    event.starts_on = TODAY
    session.flush()
    assert adding.add(session, SCIENCE_WEEK, coming, by=aigerim) >= 1


def test_who_asked_to_be_left_alone_is_named_last_where_a_meeting_is_written_down(
    session: Session,
) -> None:
    other = people.create(
        session, PersonDraft(name="Асель"), positions=[PositionDraft(partner_id=EMC)], by=aigerim
    )
    met = InteractionDraft(summary="Talked", happened_on=TODAY)
    interactions.log(session, met, partner_ids=[EMC], person_ids=[MARAT], by=aigerim)

    def offered() -> list[tuple[int, bool]]:
        found = choosing_people.to_meet(session, by=boris, partner_ids=[EMC])
        return [(each.id, each.is_left_alone) for each in found]

    def led_to() -> list[int | None]:
        return [path.person_id for path in warm.paths(session, EMC, by=boris)]

    assert {number for number, _ in offered()} == {MARAT, other.id}
    assert led_to() == [MARAT]
    left_alone(session)
    assert offered() == [(other.id, False), (MARAT, True)]
    assert choosing_people.choices(session, by=boris, partner_ids=[EMC])[-1][0] == MARAT
    assert MARAT not in led_to()


def test_a_merge_keeps_what_somebody_wanted_under_either_name(session: Session) -> None:
    other = people.create(session, PersonDraft(name="Marat Aliyev"), by=aigerim)
    number = other.id or 0
    wish = basis(basis="consent", blocked_on=TODAY, withdrawn_on=TODAY)
    keeping.set_basis(session, number, wish, revision=0, by=aigerim)
    keeping.set_basis(session, MARAT, basis(basis="contract"), revision=0, by=aigerim)
    merging.merge(session, Kind.PERSON, MARAT, number, revisions=(1, other.revision), by=dana)
    kept = keeping.known(session, MARAT, by=boris)
    assert kept.basis is not None
    assert (kept.basis.basis, kept.blocked_on) == (LegalBasis.CONTRACT, TODAY)
    assert kept.basis.withdrawn_on == TODAY


def merged_with(session: Session, *kept: DataBasisDraft | PersonalContactDraft) -> Undertaking:
    """Marat and another of whom these are known, by turns."""
    other = people.create(session, PersonDraft(name="Marat Aliyev"), by=aigerim)
    number = other.id or 0
    for place, each in enumerate(kept):
        whose = number if place % 2 else MARAT
        if isinstance(each, DataBasisDraft):
            keeping.set_basis(session, whose, each, revision=0, by=aigerim)
        else:
            keeping.set_contact(session, whose, each, revision=0, by=aigerim)
    return merging.merge(
        session, Kind.PERSON, MARAT, number, revisions=(1, other.revision), by=dana
    )


def test_a_merge_keeps_how_both_are_reached_at_home(session: Session) -> None:
    mine = PersonalContactDraft(personal_email="m@home.example")
    theirs = PersonalContactDraft(personal_phone="+7 701 000 00 01", personal_email="x@old.example")
    work = merged_with(session, mine, theirs)
    seen = keeping.known(session, MARAT, by=aigerim).contact
    assert seen is not None
    assert (seen.personal_phone, seen.personal_email) == ("+7 701 000 00 01", "m@home.example")
    undoing.undo(session, work.id or 0, by=dana)
    session.expire_all()
    for number, draft in ((MARAT, mine), (MARAT + 1, theirs)):
        again = keeping.known(session, number, by=aigerim).contact
        assert again is not None
        assert PersonalContactDraft(**again.model_dump(exclude={"person_id", "revision"})) == draft


def test_a_merge_keeps_the_papers_of_both_and_allows_what_both_did(session: Session) -> None:
    allowed = {"may_publish": True, "may_transfer": True}
    mine = basis(evidence="letter 51", keep_until="2028-01-01", **allowed)
    theirs = basis(evidence="letter 5", keep_until="2027-01-01", given_on=TODAY)
    work = merged_with(session, mine, theirs)
    kept = keeping.known(session, MARAT, by=boris).basis
    assert kept is not None
    assert (kept.evidence, kept.keep_until) == ("letter 51; letter 5", date(2027, 1, 1))
    assert (kept.may_publish, kept.may_transfer, kept.given_on) == (False, False, TODAY)
    undoing.undo(session, work.id or 0, by=dana)
    session.expire_all()
    for number, draft in ((MARAT, mine), (MARAT + 1, theirs)):
        again = keeping.known(session, number, by=boris).basis
        assert again is not None
        assert DataBasisDraft(**again.model_dump(exclude={"person_id", "revision"})) == draft


def test_what_both_allowed_stays_allowed_and_one_paper_is_named_once(session: Session) -> None:
    said = {"evidence": "letter 5", "may_publish": True, "may_transfer": True}
    merged_with(session, basis(**said), basis(basis="contract", given_on=TODAY, **said))
    kept = keeping.known(session, MARAT, by=boris).basis
    assert kept is not None
    assert (kept.evidence, kept.may_publish, kept.may_transfer) == ("letter 5", True, True)
    # The day that a contract was signed is not that of a consent.
    assert (kept.basis, kept.given_on, kept.keep_until) == (LegalBasis.CONSENT, None, None)


def test_the_list_of_those_without_a_basis_has_an_address() -> None:
    asked = addresses.asked(Kind.PERSON, {"upkeep": "no_basis"})
    assert asked.wanted.upkeep is Upkeep.NO_BASIS
    assert addresses.query(Kind.PERSON, asked) == "upkeep=no_basis"
