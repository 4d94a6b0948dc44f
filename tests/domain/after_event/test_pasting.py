"""A pasted list of names: who is meant beyond doubt, who may be meant, and who is new."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, func, select

from tests.world import EMC, MARAT, SCIENCE_WEEK, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker.domain import after_event, encounters, events, partners, people, trash
from tracker.domain.after_event import Guest, Pasted, lines
from tracker.domain.models import (
    EventPerson,
    Kind,
    Participation,
    ParticipationRole,
    Partner,
    PartnerDraft,
    Person,
    PersonDraft,
    PositionDraft,
    Sector,
)
from tracker.errors import Invalid, NotFound, RowsRefused

KAZNU = "Казахский национальный университет имени аль-Фараби"


@pytest.fixture
def town(session: Session) -> Session:
    """A few more whom a list may name."""
    partners.create(session, PartnerDraft(name_ru=KAZNU), by=aigerim)
    for name, at in (("Айгүл Сәрсенова", SEMEY_ENGINEERING), ("Айгүл Сәрсенова", EMC)):
        post = PositionDraft(partner_id=at)
        people.create(session, PersonDraft(name=name), positions=[post], by=aigerim)
    # Two positions at one partner are one place of work.
    people.add_position(session, MARAT, PositionDraft(partner_id=EMC, title="Chairman"), by=aigerim)
    return session


def look(session: Session, text: str) -> list[Pasted]:
    return after_event.look(session, text, by=aigerim)


def one(session: Session, text: str) -> Pasted:
    (found,) = look(session, text)
    return found


def ids(guest: Guest | None) -> tuple[int | None, int | None]:
    assert guest
    return guest.partner_id, guest.person_id


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("EMC", (EMC, None)),
        ("1. emc", (EMC, None)),
        ("2) ТОО «Семей Инжиниринг»", (SEMEY_ENGINEERING, None)),
        ("• Semey Engineering, LLP", (SEMEY_ENGINEERING, None)),
        ("Марат Әлиев", (EMC, MARAT)),
        ("Marat Aliyev – EMC", (EMC, MARAT)),
        ("EMC LLP — Алиев Марат", (EMC, MARAT)),
        ("3\tМарат Алиев\tEMC\tDirector\t8 701 222 33 44\tm@emc.example", (EMC, MARAT)),
        ("Айгүл Сәрсенова, Семей инжиниринг", (SEMEY_ENGINEERING, 2)),
        ("Aigul Sarsenova; EMC", (EMC, 3)),
    ],
)
def test_a_known_name_in_any_script_and_order_is_beyond_doubt(
    town: Session, typed: str, meant: tuple[int | None, int | None]
) -> None:
    found = one(town, typed)
    assert found.sure
    assert found.sure.is_known
    assert ids(found.sure) == meant
    assert found.choices == ()


def test_of_several_who_may_be_meant_one_is_chosen(town: Session) -> None:
    found = one(town, "Айгүл Сәрсенова")
    assert found.sure is None
    assert [ids(each) for each in found.choices[:2]] == [(SEMEY_ENGINEERING, 2), (EMC, 3)]
    assert found.choices[2] == Guest(person="Айгүл Сәрсенова")
    assert found.choices[2].lacks_partner


def test_a_name_that_is_like_a_known_one_is_asked_about(town: Session) -> None:
    found = one(town, "КазНУ")
    assert found.sure is None
    assert (found.choices[0].partner, found.choices[0].is_known) == (KAZNU, True)
    assert found.choices[1] == Guest(partner="КазНУ")
    both = one(town, "Ахметов Бауыржан – КазНУ")
    assert [each.partner for each in both.choices] == [KAZNU, "КазНУ"]
    assert {each.person for each in both.choices} == {"Ахметов Бауыржан"}


def test_somebody_from_elsewhere_may_have_come_for_the_partner(town: Session) -> None:
    found = one(town, f"Марат Әлиев – {KAZNU}")
    assert found.sure is None
    assert found.choices[0].person_id == MARAT
    assert found.choices[0].partner == KAZNU
    assert found.choices[1] == Guest(KAZNU, found.choices[0].partner_id, "Марат Әлиев")


def test_a_known_person_with_an_unknown_organisation_is_asked_about(town: Session) -> None:
    found = one(town, "Марат Әлиев – ТОО «Восток Строй»")
    assert [ids(each) for each in found.choices] == [(EMC, MARAT), (None, None)]
    assert found.choices[1] == Guest(partner="ТОО «Восток Строй»", person="Марат Әлиев")


def test_a_known_person_without_a_place_of_work_waits_for_one(town: Session) -> None:
    people.create(town, PersonDraft(name="Ерлан Оспанов"), by=aigerim)
    found = one(town, "Ерлан Оспанов")
    assert (found.sure, found.choices[0].person_id) == (None, 4)
    assert found.choices[0].lacks_partner


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Петров Иван\tТОО «Восток Строй»", ("Петров Иван", "ТОО «Восток Строй»")),
        ("АО «Недра» - Сидорова А.П.", ("Сидорова А.П.", "АО «Недра»")),
        ("Петров И.С., директор, ОФ «Заря»", ("Петров И.С.", "ОФ «Заря»")),
        ("Ботагөз Ахметова", ("Ботагөз Ахметова", "")),
        ("Ромашка, ТОО", ("", "Ромашка, ТОО")),
        ("Кірпіш зауыты", ("", "Кірпіш зауыты")),
        ("Nova 3000", ("", "Nova 3000")),
    ],
)
def test_an_unknown_name_is_read_as_a_person_or_an_organisation(
    session: Session, typed: str, first: tuple[str, str]
) -> None:
    found = one(session, typed)
    assert found.sure is None
    assert (found.choices[0].person, found.choices[0].partner) == first
    assert not found.choices[0].is_known


def test_each_line_counts_once_and_empty_ones_not_at_all(session: Session) -> None:
    read = look(session, "EMC\n\n  \n-\n12. emc\nEMC \r\nNova")
    assert [each.typed for each in read] == ["EMC", "Nova"]
    assert look(session, "") == []


def test_a_list_that_is_too_long_is_refused(session: Session) -> None:
    with pytest.raises(Invalid) as no:
        look(session, "\n".join(f"Name {number}" for number in range(lines.MOST + 1)))
    assert (no.value.field, no.value.code) == ("names", "long_list")


def test_looking_stores_nothing(town: Session) -> None:
    look(town, "EMC\nNova\nМарат Әлиев – Nova")
    assert town.exec(select(func.count()).select_from(Participation)).one() == 0
    assert town.exec(select(func.count()).select_from(Partner)).one() == 3


# Making them participants


def add(session: Session, *guests: Guest, key: str | None = None) -> int:
    return after_event.add(session, SCIENCE_WEEK, guests, by=aigerim, key=key)


def test_who_is_there_already_is_not_there_twice(session: Session) -> None:
    events.add_participants(session, SCIENCE_WEEK, [EMC], ParticipationRole.SPEAKER, by=aigerim)
    assert add(session, Guest(partner_id=EMC), Guest(partner_id=EMC, person_id=MARAT)) == 1
    assert add(session, Guest(partner_id=EMC, person_id=MARAT)) == 0
    (there,) = events.participants(session, SCIENCE_WEEK, by=boris)
    assert (there.role, there.people) == (ParticipationRole.SPEAKER, ("Марат Әлиев",))


def test_a_new_partner_and_its_people_are_created_once(session: Session) -> None:
    new = "ТОО «Восток Строй»"
    guests = [
        Guest(partner=new, person="Петров Иван", sector=Sector.INDUSTRY),
        Guest(partner=new, person="Сидорова Анна"),
        Guest(partner="Восток Строй", person="петров иван"),
        Guest(partner_id=EMC, partner="EMC", person="Марат Әлиев"),
    ]
    # Two partners, and three people: Marat was known.
    assert add(session, *guests) == 5
    made = session.exec(select(Partner).where(Partner.id == 3)).one()
    assert (made.name_ru, made.legal_form, made.sector) == ("Восток Строй", "ТОО", "industry")
    (emc, other) = events.participants(session, SCIENCE_WEEK, by=boris)
    assert emc.people == ("Марат Әлиев",)
    assert other.people == ("Петров Иван", "Сидорова Анна")
    assert {each.title for each in people.positions(session, 2, by=boris)} == {""}


def test_the_same_press_twice_adds_once(session: Session) -> None:
    assert add(session, Guest(partner="Nova"), key="k") == 1
    assert add(session, Guest(partner="Nova 2"), key="k") == 0
    assert len(events.participants(session, SCIENCE_WEEK, by=boris)) == 1


def test_all_that_cannot_be_added_is_told_and_nothing_stored(session: Session) -> None:
    partner = session.get_one(Partner, SEMEY_ENGINEERING)
    trash.delete(session, Kind.PARTNER, SEMEY_ENGINEERING, revision=partner.revision, by=dana)
    with pytest.raises(RowsRefused) as no:
        add(
            session,
            Guest(partner_id=EMC),
            Guest(person="Somebody"),
            Guest(partner_id=SEMEY_ENGINEERING),
            Guest(partner="x" * 301),
            Guest(partner_id=EMC, person_id=99),
            Guest(partner_id=EMC, person="Y"),
        )
    assert {place: [each.code for each in some] for place, some in no.value.problems.items()} == {
        1: ["required"],
        2: ["not_found"],
        3: ["too_long"],
        4: ["not_found"],
        5: ["too_short"],
    }
    assert events.participants(session, SCIENCE_WEEK, by=boris) == []
    with pytest.raises(NotFound):
        after_event.add(session, 99, [], by=aigerim)


def test_a_name_that_two_partners_carry_is_taken_for_the_older(session: Session) -> None:
    session.add(Partner(name_en="Twin"))
    session.add(Partner(name_en="Other", aliases=["Twin"]))
    session.flush()
    assert one(session, "Twin").sure is None
    assert add(session, Guest(partner="Twin")) == 1
    assert events.participants(session, SCIENCE_WEEK, by=boris)[0].partner_id == 3


def test_somebody_who_is_deleted_is_not_named(session: Session) -> None:
    add(session, Guest(partner_id=EMC, person_id=MARAT))
    person = session.get_one(Person, MARAT)
    trash.delete(session, Kind.PERSON, MARAT, revision=person.revision, by=dana)
    assert events.participants(session, SCIENCE_WEEK, by=boris)[0].people == ()
    assert session.exec(select(EventPerson)).one().person_id == MARAT


_LINES = st.text(st.sampled_from('аәБEm. -–—,;|\t\n1)«»"\x00\u202e@'), max_size=40)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=_LINES | st.text(max_size=40))
def test_any_text_is_read_and_each_line_offers_somebody(session: Session, text: str) -> None:
    for line in look(session, text):
        assert (line.sure is None) == bool(line.choices)
        assert line.sure is None or line.sure.is_known
        assert all(each.partner or each.person for each in line.choices)


def test_people_who_came_are_met_at_their_events(session: Session) -> None:
    add(session, Guest(partner_id=EMC, person_id=MARAT))
    (occasion,) = encounters.events(session, MARAT, by=boris)
    assert (occasion.id, occasion.starts_on) == (SCIENCE_WEEK, date(2024, 4, 8))
