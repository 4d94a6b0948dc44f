"""Rows of follow-ups, interactions and events."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.domain.importing.rows import codes, counts, take
from tests.world import EMC, MARAT, SCIENCE_WEEK, SEMEY_ENGINEERING, VETERINARY, aigerim, dana
from tracker import clock
from tracker.domain import events, follow_ups, interactions, people, tags
from tracker.domain.models import (
    Event,
    EventKind,
    FollowUp,
    FollowUpDraft,
    FollowUpKind,
    FollowUpStatus,
    FollowUpTag,
    Interaction,
    InteractionDraft,
    InteractionKind,
    Kind,
    ParticipationRole,
    Period,
    PersonDraft,
)
from tracker.errors import NeedsAnother

APRIL = date(2024, 4, 8)


def follow_up(session: Session, number: int = 1) -> FollowUp:
    return follow_ups.get(session, number, by=dana)


def open_one(session: Session, **more: Any) -> FollowUp:
    draft = FollowUpDraft(partner_id=EMC, owner_id=aigerim.id, subject="Steel", **more)
    return follow_ups.create(session, draft, by=aigerim)


# Follow-ups


def test_a_follow_up_comes_in_with_all_that_it_names(session: Session) -> None:
    said = {
        "partner_id": "EMC",
        "subject": "Steel",
        "kind": FollowUpKind.RETRAINING,
        "due_on": APRIL,
        "owner_id": "aigerim@uni.example",
        "unit_id": "department of veterinary",
        "event_id": "неделя науки",
        "tags": ["steel"],
    }
    assert counts(take(session, Kind.FOLLOW_UP, said)) == (1, 0, 0, 0)
    found = follow_up(session)
    assert (found.partner_id, found.unit_id, found.event_id) == (EMC, VETERINARY, SCIENCE_WEEK)
    assert (found.owner_id, found.status, found.closed_at) == (aigerim.id, "open", None)
    assert counts(take(session, Kind.FOLLOW_UP, said)) == (0, 0, 1, 0)


def test_without_an_owner_it_is_whoever_imports(session: Session) -> None:
    take(session, Kind.FOLLOW_UP, {"partner_id": "EMC", "status": FollowUpStatus.WAITING})
    assert (follow_up(session).owner_id, follow_up(session).status) == (dana.id, "waiting")


def test_what_was_done_long_ago_comes_in_closed(session: Session) -> None:
    said = {"partner_id": "EMC", "status": FollowUpStatus.DONE, "outcome": "Trained"}
    outcome = take(
        session,
        Kind.FOLLOW_UP,
        {**said, "closed_at": APRIL},
        {**said, "subject": "Other"},
        {**said, "subject": "Later", "closed_at": clock.today() + timedelta(days=9)},
    )
    assert counts(outcome) == (3, 0, 0, 0)
    first = follow_up(session)
    assert first.outcome == "Trained"
    assert first.closed_at is not None
    assert clock.local(first.closed_at).date() == APRIL
    later = follow_up(session, 3).closed_at
    assert later is not None
    assert later <= clock.now()


def test_what_cannot_be_is_refused(session: Session) -> None:
    outcome = take(
        session,
        Kind.FOLLOW_UP,
        {"subject": "x"},
        {"partner_id": "EMC", "status": FollowUpStatus.DECLINED},
        {"partner_id": "EMC", "outcome": "x"},
        {"partner_id": "EMC", "unit_id": "x"},
        {"partner_id": "EMC", "event_id": "x"},
        {"partner_id": "EMC", "subject": "Same"},
        {"partner_id": "EMC", "subject": "same"},
    )
    assert codes(outcome) == [
        (2, "partner_id", "required"),
        (3, "outcome", "required"),
        (4, "outcome", "outcome_open"),
        (5, "unit_id", "unit_unknown"),
        (6, "event_id", "event_unknown"),
        (8, "row", "row_repeated"),
    ]


def test_a_follow_up_is_closed_by_its_row_and_stays_closed(session: Session) -> None:
    number = open_one(session).id
    done = {"link": ("", number), "status": FollowUpStatus.DONE, "outcome": "Trained"}
    assert counts(take(session, Kind.FOLLOW_UP, done)) == (0, 1, 0, 0)
    assert follow_up(session).closed_at is not None
    assert counts(take(session, Kind.FOLLOW_UP, done)) == (0, 0, 1, 0)
    for change in ({"subject": "Other"}, {"status": FollowUpStatus.OPEN}, {"outcome": "Other"}):
        outcome = take(session, Kind.FOLLOW_UP, {"link": ("", number), **change})
        assert codes(outcome) == [(2, "status", "closed")]


def test_what_a_row_closes_is_reported_to_the_second_person(session: Session) -> None:
    follow_ups.ask_second(session, [FollowUpKind.INTERNSHIP], by=dana)
    number = open_one(session, kind=FollowUpKind.INTERNSHIP).id
    done = {"link": ("", number), "status": FollowUpStatus.DONE, "outcome": "They came"}
    outcome = take(session, Kind.FOLLOW_UP, done)
    assert [field for field, *_ in outcome.shown[0].fields] == ["status", "outcome"]
    found = follow_up(session)
    assert (found.status, found.outcome, found.closed_at) == ("to_confirm", "They came", None)
    assert (found.reported_by, found.confirmed_by) == (dana.id, None)
    with pytest.raises(NeedsAnother):
        follow_ups.confirm(session, number or 0, revision=found.revision, by=dana)
    assert counts(take(session, Kind.FOLLOW_UP, done)) == (0, 0, 1, 0)


def test_a_row_confirms_nothing_and_may_send_back(session: Session) -> None:
    follow_ups.ask_second(session, [FollowUpKind.INTERNSHIP], by=dana)
    number = open_one(session, kind=FollowUpKind.INTERNSHIP).id or 0
    follow_ups.complete(session, number, outcome="Came", revision=1, by=aigerim)
    done = {"link": ("", number), "status": FollowUpStatus.DONE, "outcome": "All came"}
    assert counts(take(session, Kind.FOLLOW_UP, done)) == (0, 1, 0, 0)
    found = follow_up(session)
    assert (found.status, found.outcome) == ("to_confirm", "All came")
    assert found.reported_by == aigerim.id
    back = {"link": ("", number), "status": FollowUpStatus.IN_PROGRESS}
    take(session, Kind.FOLLOW_UP, back)
    assert (follow_up(session).status, follow_up(session).reported_by) == ("in_progress", None)


def test_who_closed_it_is_told_where_nobody_else_has_to_look(session: Session) -> None:
    number = open_one(session).id
    done = {"link": ("", number), "status": FollowUpStatus.DONE, "outcome": "Trained"}
    take(session, Kind.FOLLOW_UP, done)
    assert (follow_up(session).status, follow_up(session).reported_by) == ("done", dana.id)


def test_of_what_comes_in_closed_only_today_s_is_a_report(session: Session) -> None:
    follow_ups.ask_second(session, [FollowUpKind.INTERNSHIP], by=dana)
    said = {"partner_id": "EMC", "kind": FollowUpKind.INTERNSHIP, "outcome": "They came"}
    done = {**said, "status": FollowUpStatus.DONE}
    take(
        session,
        Kind.FOLLOW_UP,
        {**done, "closed_at": APRIL},
        {**done, "subject": "Today", "closed_at": clock.today()},
        {**done, "subject": "No day"},
        {**done, "subject": "Other", "kind": FollowUpKind.OTHER},
        {**said, "subject": "Reported", "status": FollowUpStatus.TO_CONFIRM},
    )
    found = [follow_up(session, number) for number in range(1, 6)]
    assert [(each.status, each.reported_by) for each in found] == [
        ("done", None),
        ("to_confirm", dana.id),
        ("to_confirm", dana.id),
        ("done", None),
        ("to_confirm", dana.id),
    ]
    outcome = take(
        session,
        Kind.FOLLOW_UP,
        {"partner_id": "EMC", "subject": "x", "status": FollowUpStatus.TO_CONFIRM},
    )
    assert codes(outcome) == [(2, "outcome", "required")]


def test_what_repeats_comes_again_when_a_row_closes_it(session: Session) -> None:
    monthly: dict[str, Any] = {"due_on": clock.today(), "repeat_every": 1, "rhythm": Period.MONTHS}
    done, declined = (open_one(session, **monthly).id or 0 for _ in range(2))
    ended = {"outcome": "Called", "tags": ["calls"]}
    take(
        session,
        Kind.FOLLOW_UP,
        {"link": ("", done), "status": FollowUpStatus.DONE, **ended},
        {"link": ("", declined), "status": FollowUpStatus.DECLINED, **ended},
    )
    (row,) = follow_ups.search(session, by=dana).rows
    following = follow_up(session, row.id)
    assert (following.after_id, following.repeats_from) == (done, clock.today())
    assert tags.of(session, FollowUpTag, row.id, by=dana) == ["calls"]


def test_a_status_may_change_alone(session: Session) -> None:
    number = open_one(session).id
    said = {"link": ("", number), "status": FollowUpStatus.IN_PROGRESS, "notes": "x"}
    assert counts(take(session, Kind.FOLLOW_UP, said)) == (0, 1, 0, 0)
    assert (follow_up(session).status, follow_up(session).notes) == ("in_progress", "x")


def test_the_origin_that_it_has_stays(session: Session) -> None:
    met = InteractionDraft(happened_on=APRIL, summary="Met")
    origin = interactions.log(session, met, partner_ids=[EMC], by=aigerim)
    number = open_one(session, interaction_id=origin.id).id
    said = {"link": ("", number), "event_id": "Science Week"}
    assert counts(take(session, Kind.FOLLOW_UP, said)) == (0, 0, 1, 0)


# Interactions


def interaction(session: Session, number: int = 1) -> interactions.InteractionDetail:
    return interactions.get(session, number, by=dana)


def test_an_interaction_comes_in_with_everybody_in_it(session: Session) -> None:
    said = {
        "happened_on": APRIL,
        "happened_at": time(10, 30),
        "kind": InteractionKind.CALL,
        "summary": "Spoke of steel",
        "partners": ["EMC", "semey engineering"],
        "people": ["Марат Әлиев"],
        "colleagues": ["Aigerim@uni.example"],
        "unit_id": "Ветеринария кафедрасы",
        "event_id": "Science Week",
    }
    assert counts(take(session, Kind.INTERACTION, said)) == (1, 0, 0, 0)
    found = interaction(session)
    assert [number for number, _ in found.partners] == [EMC, SEMEY_ENGINEERING]
    assert [number for number, _ in found.people] == [MARAT]
    assert [number for number, _ in found.colleagues] == [aigerim.id]
    assert (found.interaction.unit_id, found.interaction.event_id) == (VETERINARY, SCIENCE_WEEK)
    assert counts(take(session, Kind.INTERACTION, said)) == (0, 0, 1, 0)


def test_a_row_adds_whom_the_record_lacks(session: Session) -> None:
    said = {"happened_on": APRIL, "summary": "Met", "partners": ["EMC"]}
    take(session, Kind.INTERACTION, said)
    assert [number for number, _ in interaction(session).colleagues] == [dana.id]
    more = {**said, "partners": ["Semey Engineering"], "outcome": "Good"}
    assert counts(take(session, Kind.INTERACTION, more)) == (0, 1, 0, 0)
    assert len(interaction(session).partners) == 2
    assert interaction(session).interaction.outcome == "Good"


def test_an_interaction_that_cannot_be_is_refused(session: Session) -> None:
    said = {"happened_on": APRIL, "summary": "Met", "partners": ["EMC"]}
    outcome = take(
        session,
        Kind.INTERACTION,
        {**said, "happened_on": clock.today() + timedelta(days=9)},
        {"happened_on": APRIL, "summary": "Nobody"},
        {**said, "people": ["Кто То"]},
        said,
        said,
        {"partners": ["EMC"], "summary": "When"},
    )
    assert codes(outcome) == [
        (2, "happened_on", "in_future"),
        (3, "partners", "required"),
        (4, "people", "person_unknown"),
        (6, "row", "row_repeated"),
        (7, "happened_on", "required"),
    ]


def test_of_two_namesakes_the_one_at_the_partner_took_part(session: Session) -> None:
    people.create(session, PersonDraft(name="Марат Әлиев"), by=aigerim)
    said = {"happened_on": APRIL, "summary": "Met", "partners": ["EMC"], "people": ["Марат Әлиев"]}
    take(session, Kind.INTERACTION, said)
    assert [number for number, _ in interaction(session).people] == [MARAT]


def test_a_person_written_otherwise_is_asked_about(session: Session) -> None:
    said = {
        "happened_on": APRIL,
        "summary": "Met",
        "partners": ["EMC"],
        "people": ["Әлиев Марат Б."],
    }
    outcome = take(session, Kind.INTERACTION, said)
    assert codes(outcome) == [(2, "people", "name_doubtful")]
    answers = {outcome.questions[0].key: str(MARAT)}
    assert counts(take(session, Kind.INTERACTION, said, answers=answers)) == (1, 0, 0, 0)


def test_an_interaction_of_the_trash_is_not_meant(session: Session) -> None:
    said = {"happened_on": APRIL, "summary": "Met", "partners": ["EMC"], "link": ("", 1)}
    take(session, Kind.INTERACTION, said)
    found = session.get(Interaction, 1)
    assert found is not None
    found.deleted_at = clock.now()
    assert counts(take(session, Kind.INTERACTION, said)) == (1, 0, 0, 0)


def test_people_need_no_partner_to_be_known(session: Session) -> None:
    people.create(session, PersonDraft(name="Марат Әлиев"), by=aigerim)
    said = {"happened_on": APRIL, "summary": "Met", "people": ["Марат Әлиев"], "link": ("", 9)}
    assert codes(take(session, Kind.INTERACTION, said)) == [(2, "people", "name_doubtful")]


# Events


def event(session: Session, name: str) -> Event:
    found = next(row for row in events.search(session, by=dana).rows if row.name == name)
    return events.get(session, found.id, by=dana)


def test_an_event_comes_in_with_those_who_took_part(session: Session) -> None:
    said = {
        "name": "Кездесу",
        "kind": EventKind.MEETUP,
        "starts_on": APRIL,
        "parent_id": "science week",
        "participants": ["EMC", "Semey Engineering"],
        "tags": ["steel"],
    }
    assert counts(take(session, Kind.EVENT, said)) == (1, 0, 0, 0)
    found = event(session, "Кездесу")
    assert (found.name_ru, found.parent_id) == ("Кездесу", SCIENCE_WEEK)
    assert len(events.participants(session, found.id or 0, by=dana)) == 2
    assert counts(take(session, Kind.EVENT, said)) == (0, 0, 1, 0)
    speaks = {**said, "role": ParticipationRole.SPEAKER, "participants": ["EMC"]}
    assert counts(take(session, Kind.EVENT, speaks)) == (0, 1, 0, 0)
    assert len(events.participants(session, found.id or 0, by=dana)) == 3


def test_an_event_of_another_year_is_another_event(session: Session) -> None:
    next_year = {"name_en": "Science Week", "starts_on": date(2025, 4, 7)}
    known = {"name": "Science Week", "place": "Semey"}
    assert counts(take(session, Kind.EVENT, known, next_year)) == (1, 1, 0, 0)
    assert events.get(session, SCIENCE_WEEK, by=dana).place == "Semey"
    assert codes(take(session, Kind.EVENT, known)) == [(2, "starts_on", "required")]
    assert codes(take(session, Kind.EVENT, next_year, next_year)) == [(3, "row", "row_repeated")]


def test_a_file_brings_a_forum_and_its_parts(session: Session) -> None:
    said = {"name": "Panel", "starts_on": APRIL, "parent_id": "Forum", "participants": ["EMC"]}
    assert counts(take(session, Kind.EVENT, said, {"name": "Forum", "starts_on": APRIL})) == (
        *(2, 0, 0, 0),
    )
    panel, forum = (
        session.exec(select(Event).where(Event.name_en == name)).one()
        for name in ("Panel", "Forum")
    )
    assert panel.parent_id == forum.id


def test_an_event_is_no_part_of_itself(session: Session) -> None:
    take(session, Kind.EVENT, {"name": "Day", "starts_on": APRIL, "parent_id": "Science Week"})
    circle = {"link": ("", SCIENCE_WEEK), "parent_id": "Day"}
    assert codes(take(session, Kind.EVENT, circle)) == [(2, "parent_id", "circle")]


def test_an_event_may_be_part_of_one_in_the_same_file(session: Session) -> None:
    said = {"name": "Fair", "starts_on": APRIL}, {"name": "Day", "starts_on": APRIL}
    assert counts(take(session, Kind.EVENT, *said)) == (2, 0, 0, 0)
    assert counts(take(session, Kind.EVENT, {**said[1], "parent_id": "Fair"})) == (0, 1, 0, 0)


def test_a_name_in_the_language_that_an_event_has_changes_nothing(session: Session) -> None:
    known = {"link": ("", SCIENCE_WEEK), "name": "Week of Science"}
    assert counts(take(session, Kind.EVENT, known)) == (0, 0, 1, 0)
