"""Rows of people: who is meant, and the position that each row adds."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.domain.importing.rows import codes, counts, take
from tests.world import EMC, MARAT, SEMEY_ENGINEERING, aigerim, dana
from tracker.domain import choosing_people, erasing, merging, people
from tracker.domain.models import Kind, Person, PersonDraft, Position, PositionDraft


def positions(session: Session, number: int) -> list[tuple[int, str]]:
    return [(row.partner_id, row.title) for row in people.positions(session, number, by=dana)]


def named(session: Session, name: str) -> int:
    found = choosing_people.named(session, name, by=dana)
    assert found is not None
    return found.id or 0


def person(session: Session, number: int) -> Person:
    return people.get(session, number, by=dana)


def add(session: Session, name: str, partner_id: int | None = None, **typed: Any) -> int:
    held = [PositionDraft(partner_id=partner_id)] if partner_id else []
    draft = PersonDraft(name=name, **typed)
    return people.create(session, draft, by=aigerim, positions=held).id or 0


def test_somebody_new_comes_in_with_a_position(session: Session) -> None:
    said = {
        "name": "Асель Нурланова",
        "partner_id": "semey engineering",
        "positions_title": "Engineer",
        "positions_since": date(2020, 1, 1),
        "email": "a@se.kz",
        "phone": "+7 701 111 22 33",
        "other_names": ["Assel Nurlanova"],
    }
    assert counts(take(session, Kind.PERSON, said, {"name": "Ещё Кто-то"})) == (2, 0, 0, 0)
    number = named(session, "Асель Нурланова")
    assert positions(session, number) == [(SEMEY_ENGINEERING, "Engineer")]
    assert person(session, number).other_names == ["Assel Nurlanova"]
    assert counts(take(session, Kind.PERSON, said)) == (0, 0, 1, 0)


def test_somebody_known_at_the_partner_is_completed(session: Session) -> None:
    said = {"name": "марат  әлиев", "partner_id": "EMC", "phone": "87011112233", "notes": "x"}
    assert counts(take(session, Kind.PERSON, said)) == (0, 1, 0, 0)
    marat = person(session, MARAT)
    assert (marat.name, marat.phone, marat.notes) == ("Марат Әлиев", "87011112233", "x")
    assert positions(session, MARAT) == [(EMC, "Director")]


def test_another_title_is_another_position_and_an_empty_one_is_filled(session: Session) -> None:
    take(
        session,
        Kind.PERSON,
        {"name": "Марат Әлиев", "partner_id": "EMC", "positions_title": "Adviser"},
    )
    assert sorted(positions(session, MARAT)) == [(EMC, "Adviser"), (EMC, "Director")]
    somebody = add(session, "Сара Ким", EMC)
    said = {"name": "Сара Ким", "partner_id": "EMC", "positions_title": "Lawyer"}
    outcome = take(session, Kind.PERSON, said)
    assert positions(session, somebody) == [(EMC, "Lawyer")]
    assert outcome.shown[0].fields == [("positions_title", None, "Lawyer")]


def test_several_rows_may_speak_of_one_person(session: Session) -> None:
    same = {"name": "Ержан Ли", "phone": "+7 701 111 22 33"}
    outcome = take(
        session,
        Kind.PERSON,
        {**same, "partner_id": "EMC"},
        {**same, "phone": "8 (701) 111-22-33", "partner_id": "Semey Engineering"},
        {"name": "Ержан Ли", "partner_id": "EMC", "email": "e@emc.kz"},
    )
    assert counts(outcome) == (1, 2, 0, 0)
    number = named(session, "Ержан Ли")
    assert sorted(positions(session, number)) == [(EMC, ""), (SEMEY_ENGINEERING, "")]
    assert person(session, number).email == "e@emc.kz"


def test_a_namesake_at_another_partner_is_asked_about(session: Session) -> None:
    said = {"name": "Марат Әлиев", "partner_id": "Semey Engineering"}
    outcome = take(session, Kind.PERSON, said)
    assert codes(outcome) == [(2, "name", "name_doubtful")]
    key = outcome.questions[0].key
    assert counts(take(session, Kind.PERSON, said, answers={key: str(MARAT)})) == (0, 1, 0, 0)
    assert sorted(positions(session, MARAT)) == [(EMC, "Director"), (SEMEY_ENGINEERING, "")]


def test_a_name_like_that_of_somebody_there_is_asked_about(session: Session) -> None:
    said = {"name": "Әлиев Марат Бекұлы", "partner_id": "EMC"}
    outcome = take(session, Kind.PERSON, said)
    assert codes(outcome) == [(2, "name", "name_doubtful")]
    key = outcome.questions[0].key
    take(session, Kind.PERSON, said, answers={key: str(MARAT)})
    assert person(session, MARAT).other_names == ["Әлиев Марат Бекұлы"]
    take(session, Kind.PERSON, {"name": "Марат Әлиев", "partner_id": "EMC", "notes": "kept"})
    assert person(session, MARAT).other_names == ["Әлиев Марат Бекұлы"]


def test_a_mail_address_tells_namesakes_apart(session: Session) -> None:
    first = add(session, "Сара Ким", EMC, email="S@emc.kz")
    add(session, "Сара Ким", EMC)
    take(session, Kind.PERSON, {"name": "Сара Ким", "email": "s@emc.kz", "notes": "x"})
    assert person(session, first).notes == "x"
    outcome = take(session, Kind.PERSON, {"name": "Сара Ким", "notes": "y"})
    assert codes(outcome) == [(2, "name", "name_doubtful")]


def test_somebody_without_a_partner_gets_one(session: Session) -> None:
    somebody = add(session, "Сара Ким")
    take(session, Kind.PERSON, {"name": "Сара Ким", "partner_id": "EMC"})
    assert positions(session, somebody) == [(EMC, "")]


def test_who_came_back_after_they_had_left_holds_a_second_position(session: Session) -> None:
    somebody = add(session, "Сара Ким")
    first = {"positions_since": date(2018, 1, 1), "positions_until": date(2020, 1, 1)}
    told = {"name": "Сара Ким", "partner_id": "EMC", "positions_title": "Lawyer"}
    take(session, Kind.PERSON, told | first)
    take(session, Kind.PERSON, told | {"positions_since": date(2023, 1, 1)})
    held = session.exec(select(Position).where(Position.person_id == somebody)).all()
    assert [(each.since, each.until) for each in held] == [
        (date(2018, 1, 1), date(2020, 1, 1)),
        (date(2023, 1, 1), None),
    ]


def test_the_address_of_a_person_needs_no_name(session: Session) -> None:
    assert counts(take(session, Kind.PERSON, {"link": ("", MARAT), "notes": "x"})) == (0, 1, 0, 0)
    outcome = take(session, Kind.PERSON, {"email": "x@y.kz"})
    assert codes(outcome) == [(2, "name", "required")]


@pytest.mark.parametrize("whole", [False, True])
def test_an_old_list_brings_nobody_back_who_was_erased(session: Session, whole: bool) -> None:
    gone = add(session, "Сара Ким", EMC, email="s@emc.kz")
    erasing.erase(session, gone, reason="asked", revision=1, whole=whole, by=dana)
    line = {"link": ("", gone), "name": "Сара Ким", "email": "s@emc.kz", "partner_id": "EMC"}
    outcome = take(session, Kind.PERSON, line, {**line, "positions_title": "Lawyer"})
    assert codes(outcome) == [(2, "link", "row_erased"), (3, "link", "row_erased")]
    assert choosing_people.named(session, "Сара Ким", by=dana) is None
    assert positions(session, gone) == ([] if whole else [(EMC, "")])


def test_nor_by_the_address_of_a_record_that_was_merged_into_them(session: Session) -> None:
    gone, twin = add(session, "Сара Ким"), add(session, "Ким Сара", EMC)
    merging.merge(session, Kind.PERSON, gone, twin, revisions=(1, 1), by=dana)
    revision = person(session, gone).revision
    erasing.erase(session, gone, reason="asked", revision=revision, whole=True, by=dana)
    line = {"link": ("", twin), "name": "Ким Сара", "partner_id": "EMC"}
    assert codes(take(session, Kind.PERSON, line)) == [(2, "link", "row_erased")]


def test_a_row_gives_a_former_contact_no_name_again(session: Session) -> None:
    gone = add(session, "Сара Ким", EMC)
    erasing.erase(session, gone, reason="asked", revision=1, by=dana)
    former = person(session, gone).name
    outcome = take(
        session, Kind.PERSON, {"name": former, "partner_id": "EMC", "phone": "87011112233"}
    )
    assert codes(outcome) == [(2, "name", "row_erased")]
    assert person(session, gone).phone is None


def test_a_position_needs_a_partner_and_its_days_in_order(session: Session) -> None:
    outcome = take(
        session,
        Kind.PERSON,
        {"name": "Сара Ким", "positions_title": "Lawyer"},
        {
            "name": "Сара Ли",
            "partner_id": "EMC",
            "positions_since": date(2024, 1, 2),
            "positions_until": date(2024, 1, 1),
        },
        {"name": "Сара Цой", "partner_id": "Nova"},
    )
    assert codes(outcome) == [
        (2, "partner_id", "required"),
        (3, "until", "dates_reversed"),
        (4, "partner_id", "partner_unknown"),
    ]


def test_partners_that_people_name_are_created_once(session: Session) -> None:
    said = [{"name": f"Адам {n} Ким", "partner_id": "Жаңа ұйым"} for n in range(3)]
    outcome = take(session, Kind.PERSON, *said, creates_partners=True)
    assert (counts(outcome), outcome.partners) == ((3, 0, 0, 0), 1)


def test_a_check_of_somebody_who_comes_twice_says_that_the_second_row_adds(
    session: Session,
) -> None:
    many = [{"name": f"Адам {n} Ким", "partner_id": "EMC"} for n in range(500)]
    again = {"name": "Адам 3 Ким", "partner_id": "EMC", "notes": "x"}
    assert counts(take(session, Kind.PERSON, *many, again)) == (500, 1, 0, 0)
