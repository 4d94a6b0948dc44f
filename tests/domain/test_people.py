"""People at partners: found, recorded, and moving from one position to the next."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from tests.world import EMC, MARAT, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker import clock, db
from tracker.access import User
from tracker.domain import (
    choosing_people,
    drafts,
    erasing,
    interactions,
    partners,
    people,
    trash,
)
from tracker.domain.models import InteractionDraft, Kind, Person, PersonDraft, PositionDraft
from tracker.errors import Invalid, NotAllowed, NotFound, Stale

YESTERDAY = clock.today() - timedelta(days=1)
TOMORROW = clock.today() + timedelta(days=1)
DIRECTOR = PositionDraft(partner_id=EMC, title="Director")  # what Marat is in the world


def draft(name: str = "Асель Нұрланова", **typed: Any) -> PersonDraft:
    return drafts.checked(PersonDraft, {"name": name, **typed})


def position(partner_id: int = SEMEY_ENGINEERING, **typed: Any) -> PositionDraft:
    return drafts.checked(PositionDraft, {"partner_id": partner_id, **typed})


def names(session: Session, **wanted: object) -> list[str]:
    narrowed = people.PersonFilter(**wanted)  # type: ignore[arg-type]
    return [row.name for row in people.search(session, narrowed, by=boris).rows]


def asel(session: Session, **typed: Any) -> int:
    """A second person, at Semey Engineering."""
    added = people.create(session, draft(), positions=[position(**typed)], by=aigerim)
    assert added.id is not None
    return added.id


def met(session: Session, person_id: int, day: date) -> None:
    contact = InteractionDraft(happened_on=day, summary="Met")
    interactions.log(session, contact, partner_ids=[EMC], person_ids=[person_id], by=aigerim)


def test_a_line_of_the_list_says_where_somebody_is_now(session: Session) -> None:
    people.add_position(session, MARAT, position(title=""), by=aigerim)
    people.add_position(session, MARAT, position(title="Guard", until=YESTERDAY), by=aigerim)
    row = people.search(session, by=boris).rows[0]
    assert row.positions == "Director, EMC; Semey Engineering"
    assert row.partner_ids == (EMC, SEMEY_ENGINEERING)


def test_who_was_erased_is_at_no_partner_now(session: Session) -> None:
    (held,) = people.positions(session, MARAT, by=boris)
    people.end_position(session, held.id, until=YESTERDAY, by=aigerim)
    number = asel(session)
    for each in (MARAT, number):
        revision = people.get(session, each, by=boris).revision
        erasing.erase(session, each, reason="Asked", revision=revision, by=dana)
    assert names(session, partner_id=EMC) == names(session, partner_id=SEMEY_ENGINEERING) == []
    # That there was somebody stays to be seen.
    assert [each.is_current for each in partners.people(session, EMC, by=boris)] == [False]


def test_a_position_that_ends_later_is_still_held(session: Session) -> None:
    number = asel(session, until=TOMORROW)
    assert [each.is_current for each in people.positions(session, number, by=boris)] == [True]
    assert names(session, partner_id=SEMEY_ENGINEERING) == ["Асель Нұрланова"]


def test_search_finds_by_name_mail_and_phone(session: Session) -> None:
    typed: dict[str, Any] = {
        "email": "asel@emc.example",
        "phone": "+7 701 000 00 00",
        "other_names": ["Assel N."],
    }
    people.create(session, draft(**typed), by=aigerim)
    for text in ("АСЕЛЬ", "asel@emc", "+7 701", "assel n."):
        assert names(session, text=text) == ["Асель Нұрланова"]


def test_people_are_found_at_the_partner_where_they_are_now(session: Session) -> None:
    asel(session, until=YESTERDAY)
    assert names(session, partner_id=EMC) == ["Марат Әлиев"]
    assert names(session, partner_id=SEMEY_ENGINEERING) == []


def test_people_are_listed_in_the_order_of_the_kazakh_alphabet(session: Session) -> None:
    people.create(session, draft("Әсия Омарова"), by=aigerim)
    people.create(session, draft("Болат Ахметов"), by=aigerim)
    assert names(session) == ["Әсия Омарова", "Болат Ахметов", "Марат Әлиев"]


def test_people_are_sorted_by_their_last_contact_the_unmet_last(session: Session) -> None:
    first, second = asel(session), MARAT
    people.create(session, draft("Болат Ахметов"), by=aigerim)
    met(session, first, date(2024, 4, 8))
    met(session, second, date(2024, 4, 9))

    def listed(descending: bool) -> list[tuple[str, date | None]]:
        found = people.search(
            session, by=boris, sort=people.Sort.LAST_CONTACT, descending=descending
        )
        return [(row.name, row.last_contact) for row in found.rows]

    contacts = [("Асель Нұрланова", date(2024, 4, 8)), ("Марат Әлиев", date(2024, 4, 9))]
    assert listed(descending=False) == [*contacts, ("Болат Ахметов", None)]
    assert listed(descending=True) == [*reversed(contacts), ("Болат Ахметов", None)]


def test_the_same_person_saved_twice_is_stored_once(world: None) -> None:
    for _ in range(2):
        with db.transaction() as session:
            people.create(session, draft(), positions=[position()], by=aigerim, key="k")
    with db.reading() as session:
        assert names(session, text="асель") == ["Асель Нұрланова"]


def test_nobody_is_recorded_at_a_partner_that_does_not_exist(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        people.create(session, draft(), positions=[position(404)], by=aigerim)
    assert (refused.value.field, refused.value.code) == ("partner_id", "not_found")
    with pytest.raises(Invalid):
        people.add_position(session, MARAT, position(404), by=aigerim)


def test_the_second_of_two_editors_of_a_person_is_told(session: Session) -> None:
    seen = people.get(session, MARAT, by=aigerim).revision
    people.update(session, MARAT, draft("Марат Ә."), revision=seen, by=aigerim)
    with pytest.raises(Stale) as late:
        people.update(session, MARAT, draft("М. Әлиев"), revision=seen, by=dana)
    assert late.value.theirs["name"] == "Марат Ә."


def test_a_viewer_cannot_record_or_change_people(session: Session) -> None:
    with pytest.raises(NotAllowed):
        people.create(session, draft(), by=boris)
    with pytest.raises(NotAllowed):
        people.update(session, MARAT, draft(), revision=1, by=boris)
    with pytest.raises(NotAllowed):
        people.add_position(session, MARAT, position(), by=boris)
    with pytest.raises(NotAllowed):
        people.remove_position(session, 1, by=boris)


def test_positions_are_listed_the_present_and_latest_first(session: Session) -> None:
    days = {"Engineer": (date(2015, 1, 1), date(2018, 1, 1)), "Adviser": (date(2020, 1, 1), None)}
    for title, (since, until) in days.items():
        people.add_position(
            session, MARAT, position(EMC, title=title, since=since, until=until), by=aigerim
        )
    listed = people.positions(session, MARAT, by=boris)
    assert [(each.title, each.partner, each.is_current) for each in listed] == [
        ("Adviser", "EMC", True),
        ("Director", "EMC", True),
        ("Engineer", "EMC", False),
    ]


def test_the_same_position_twice_is_stored_once(session: Session) -> None:
    added = [
        people.add_position(session, MARAT, position(title="Adviser"), by=aigerim).id
        for _ in range(2)
    ]
    assert added[0] == added[1]


def correct(session: Session, opened: PositionDraft, wanted: PositionDraft, by: User) -> None:
    people.update_position(session, 1, wanted, opened=opened, by=by)


def test_a_position_is_corrected(session: Session) -> None:
    correct(session, DIRECTOR, position(SEMEY_ENGINEERING, title="Head"), aigerim)
    held = people.positions(session, MARAT, by=boris)
    assert [(each.partner, each.title) for each in held] == [("Semey Engineering", "Head")]


def test_the_second_of_two_editors_of_a_position_is_told(session: Session) -> None:
    ended = position(EMC, title="Director", until=YESTERDAY)
    for _ in range(2):  # a save sent twice is no other's
        correct(session, DIRECTOR, ended, aigerim)
    wanted = position(EMC, title="General director")
    with pytest.raises(Stale) as late:
        correct(session, DIRECTOR, wanted, dana)
    assert late.value.theirs == ended.model_dump()
    correct(session, ended, wanted, dana)
    (held,) = people.positions(session, MARAT, by=boris)
    assert (held.title, held.until) == ("General director", None)


def test_who_leaves_a_position_keeps_it_as_a_former_one(session: Session) -> None:
    people.end_position(session, 1, until=YESTERDAY, by=aigerim)
    assert [each.is_current for each in people.positions(session, MARAT, by=boris)] == [False]


def test_nobody_leaves_a_position_before_it_began(session: Session) -> None:
    correct(session, DIRECTOR, position(EMC, since=YESTERDAY), aigerim)
    with pytest.raises(drafts.InvalidDraft) as refused:
        people.end_position(session, 1, until=YESTERDAY - timedelta(days=1), by=aigerim)
    assert refused.value.problems[0].field == "until"


def test_a_position_recorded_by_mistake_is_removed(session: Session) -> None:
    people.remove_position(session, 1, by=aigerim)
    assert people.positions(session, MARAT, by=boris) == []


def test_an_unknown_position_and_one_of_a_trashed_person_are_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        people.remove_position(session, 404, by=aigerim)
    trash.delete(session, Kind.PERSON, MARAT, revision=1, by=dana)
    with pytest.raises(NotFound):
        people.end_position(session, 1, until=YESTERDAY, by=aigerim)


def test_a_position_at_a_trashed_partner_is_not_shown(session: Session) -> None:
    trash.delete(session, Kind.PARTNER, EMC, revision=1, by=dana)
    assert people.positions(session, MARAT, by=boris) == []
    assert choosing_people.choices(session, by=boris) == [(MARAT, "Марат Әлиев")]


def test_choices_name_the_partner_and_begin_with_those_meant(session: Session) -> None:
    other = asel(session)
    people.create(session, draft("Болат Ахметов"), by=aigerim)
    assert choosing_people.choices(session, by=boris, partner_ids=[EMC])[0] == (
        MARAT,
        "Марат Әлиев — EMC",
    )
    assert choosing_people.choices(session, by=boris, partner_ids=[SEMEY_ENGINEERING])[0] == (
        other,
        "Асель Нұрланова — Semey Engineering",
    )
    assert [label for _, label in choosing_people.choices(session, by=boris, text="болат")] == [
        "Болат Ахметов"
    ]


def test_of_two_employers_a_choice_names_the_one_meant(session: Session) -> None:
    people.add_position(session, MARAT, position(), by=aigerim)
    assert choosing_people.choices(session, by=boris, partner_ids=[EMC]) == [
        (MARAT, "Марат Әлиев — EMC")
    ]


def test_a_person_is_found_by_an_exact_name_only(session: Session) -> None:
    found = choosing_people.named(session, "марат ӘЛИЕВ", by=boris)
    assert found is not None
    assert found.id == MARAT
    assert choosing_people.named(session, "марат", by=boris) is None


def test_a_namesake_elsewhere_is_somebody_else(session: Session) -> None:
    assert choosing_people.named(session, "Марат Әлиев", partner_id=EMC, by=boris) is not None
    assert (
        choosing_people.named(session, "Марат Әлиев", partner_id=SEMEY_ENGINEERING, by=boris)
        is None
    )


def test_a_trashed_person_is_neither_listed_nor_found(session: Session) -> None:
    trash.delete(session, Kind.PERSON, MARAT, revision=1, by=dana)
    assert names(session) == []
    assert choosing_people.choices(session, by=boris) == []
    assert choosing_people.named(session, "Марат Әлиев", by=boris) is None
    with pytest.raises(NotFound):
        people.get(session, MARAT, by=boris)
    assert session.get(Person, MARAT) is not None


@pytest.mark.parametrize(
    ("typed", "code"), [({"email": "asel at home"}, "email"), ({"phone": "call me"}, "phone")]
)
def test_a_mail_address_and_a_phone_number_can_be_used(typed: dict[str, Any], code: str) -> None:
    with pytest.raises(drafts.InvalidDraft) as refused:
        draft(**typed)
    assert [(each.field, each.code) for each in refused.value.problems] == [(code, code)]


def test_a_person_is_found_in_another_script(session: Session) -> None:
    found = people.search(session, people.PersonFilter(text="Marat Aliev"), by=boris)
    assert [row.name for row in found.rows] == ["Марат Әлиев"]
