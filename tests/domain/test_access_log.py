"""Who saw the data of people, and who took it away, is on record; and so is all that is held."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from tests.world import EMC, MARAT, SCIENCE_WEEK, aigerim, boris, dana, saule
from tracker import clock
from tracker.domain import access_log, held, interactions, keeping, people, retention
from tracker.domain.access_log import AccessFilter
from tracker.domain.models import (
    DataBasisDraft,
    Deed,
    EventPerson,
    InteractionDraft,
    Kind,
    PersonalContactDraft,
    PersonDraft,
)
from tracker.domain.retention import Rule
from tracker.domain.saving import id_of
from tracker.errors import NotAllowed, NotFound

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def log(session: Session, **wanted: Any) -> list[tuple[str, str, int | None]]:
    found = access_log.search(session, AccessFilter(**wanted), by=saule).rows
    return [(row.who, row.deed, row.record_id) for row in found]


def test_a_page_that_is_opened_is_noted_once_an_hour_for_each_colleague(session: Session) -> None:
    for minutes, reader in ((0, boris), (59, boris), (59, aigerim), (60, boris)):
        with clock.at(NOW + timedelta(minutes=minutes)):
            access_log.opened(session, MARAT, by=reader)
    opened = [(boris.name, Deed.OPENED, MARAT)]
    assert log(session) == [*opened, (aigerim.name, Deed.OPENED, MARAT), *opened]


def test_a_list_that_is_taken_is_noted_with_what_it_held(session: Session) -> None:
    told: dict[str, Any] = {"form": "xlsx", "asked": "q=EMC", "held": 3}
    fields = ["field.person_name", "field.phone"]
    access_log.exported(session, Kind.PERSON, **told, fields=fields, by=dana)
    access_log.told(session, MARAT, form="docx", whole=True, by=dana)
    access_log.told(session, MARAT, form="vcf", whole=False, by=dana)
    card, whole, row = access_log.search(session, by=saule).rows
    assert (row.kind, row.form, row.asked, row.held) == (Kind.PERSON, "xlsx", "q=EMC", 3)
    assert row.fields == "field.person_name field.phone"
    assert (whole.deed, whole.title) == (Deed.TOLD, "Марат Әлиев")
    assert (card.deed, card.record_id) == (Deed.EXPORTED, MARAT)


def test_the_log_answers_who_saw_what_between_two_days(session: Session) -> None:
    other = id_of(people.create(session, PersonDraft(name="Somebody Else"), by=aigerim))
    for days, reader, number in ((0, boris, MARAT), (1, dana, other), (2, dana, MARAT)):
        with clock.at(NOW + timedelta(days=days)):
            access_log.opened(session, number, by=reader)
    access_log.told(session, other, form="json", whole=True, by=dana)
    tomorrow = TODAY + timedelta(days=1)
    first = (boris.name, Deed.OPENED, MARAT)
    second, third = (dana.name, Deed.OPENED, other), (dana.name, Deed.OPENED, MARAT)
    assert log(session, since=TODAY, until=TODAY) == [first]
    assert log(session, since=tomorrow, until=tomorrow) == [second]
    assert log(session, person_id=MARAT) == [third, first]
    assert log(session, account_id=boris.id) == [first]
    assert log(session, deed=Deed.TOLD) == [(dana.name, Deed.TOLD, other)]
    rows = list(access_log.all_rows(session, AccessFilter(person_id=MARAT), by=saule))
    assert [row.title for row in rows] == ["Марат Әлиев"] * 2


def test_what_is_older_than_the_rule_says_is_forgotten(session: Session) -> None:
    retention.set_rule(session, Rule(36, 1), by=saule)
    for days in (40, 20):
        with clock.at(clock.now() - timedelta(days=days)):
            access_log.opened(session, MARAT, by=boris)
    assert len(log(session)) == 2
    access_log.told(session, MARAT, form="vcf", whole=False, by=dana)
    assert len(log(session)) == 2


def test_only_administrators_read_the_log(session: Session) -> None:
    with pytest.raises(NotAllowed):
        access_log.search(session, by=dana)


def test_everything_that_is_held_about_somebody_is_told(session: Session) -> None:
    draft = PersonDraft(name="Марат Әлиев", phone="+7 701 555 44 33", notes="Likes tea")
    person = people.get(session, MARAT, by=boris)
    people.update(session, MARAT, draft, revision=person.revision, by=aigerim)
    home = PersonalContactDraft(personal_phone="+7 777 000 11 22")
    keeping.set_contact(session, MARAT, home, revision=0, by=aigerim)
    basis = DataBasisDraft(evidence="Letter 5")
    keeping.set_basis(session, MARAT, basis, revision=0, by=aigerim)
    for day in range(1, 3):
        met = InteractionDraft(happened_on=date(2024, 4, day), summary=f"Марат Әлиев, day {day}")
        interactions.log(session, met, partner_ids=[EMC], person_ids=[MARAT], by=aigerim)
    session.add(EventPerson(event_id=SCIENCE_WEEK, person_id=MARAT, partner_id=EMC))
    session.flush()
    access_log.opened(session, MARAT, by=boris)
    name, sections = held.about(session, MARAT, by=dana)
    told = {str(each.heading): [dict(row) for row in each.rows] for each in sections}
    assert name == "Марат Әлиев"
    (own,) = told["person"]
    assert (own["phone"], own["notes"]) == (draft.phone, "Likes tea")
    assert "search_key" not in own
    assert told["contacts"][0]["personal_phone"] == home.personal_phone
    assert told["basis"][0]["evidence"] == "Letter 5"
    assert told["positions"][0]["title"] == "Director"
    assert [row["summary"] for row in told["interactions"]] == [
        "Марат Әлиев, day 2",
        "Марат Әлиев, day 1",
    ]
    assert told["events"][0]["name"] == "Science Week"
    assert {row["table"] for row in told["texts"]} == {"interaction"}
    assert any(row["new"] == "Likes tea" for row in told["history"])
    assert told["seen"][0]["who"] == boris.name
    assert told["follow_ups"] == told["news"] == told["files"] == []


def test_a_long_history_is_told_to_its_end(session: Session) -> None:
    for count in range(60):
        person = people.get(session, MARAT, by=boris)
        draft = PersonDraft(name="Марат Әлиев", notes=f"No. {count}")
        people.update(session, MARAT, draft, revision=person.revision, by=aigerim)
    _, sections = held.about(session, MARAT, by=dana)
    told = next(each.rows for each in sections if each.heading == "history")
    assert {dict(row)["new"] for row in told} >= {f"No. {count}" for count in range(60)}


def test_papers_and_files_that_may_name_somebody_are_told_them(session: Session) -> None:
    met = InteractionDraft(happened_on=TODAY, summary="Talked")
    ours = id_of(interactions.log(session, met, partner_ids=[EMC], person_ids=[MARAT], by=aigerim))
    others = id_of(interactions.log(session, met, partner_ids=[EMC], by=aigerim))
    for number in (ours, others):
        access_log.took(session, Deed.FILE, Kind.INTERACTION, number, form="pdf", by=boris)
    for partner in (EMC, EMC + 1):
        access_log.took(session, Deed.BRIEF, Kind.PARTNER, partner, form="pdf", by=boris)
    access_log.took(session, Deed.REPORT, Kind.PARTNER, form="docx", asked="from=2026", by=dana)
    assert [deed for _, deed, _ in log(session)] == ["report", *["brief"] * 2, *["file"] * 2]
    assert access_log.search(session, by=saule).rows[2].title == "EMC"
    told = [(row.deed, row.record_id) for row in access_log.of_person(session, [MARAT])]
    assert told == [(Deed.BRIEF, EMC), (Deed.FILE, ours)]


def test_who_is_told_what_is_held_is_for_managers(session: Session) -> None:
    with pytest.raises(NotAllowed):
        held.about(session, MARAT, by=aigerim)
    with pytest.raises(NotFound):
        held.about(session, 99, by=dana)
