"""The screens of events: finding one, its page, and noting who took part."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, field, items, offers, press, rows, save
from tests.world import EMC, SCIENCE_WEEK, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker import db
from tracker.domain import drafts, events, follow_ups, interactions, news
from tracker.domain.models import (
    Attendance,
    Event,
    EventDraft,
    FollowUpDraft,
    InteractionDraft,
    NewsItemDraft,
    ParticipationDraft,
    ParticipationRole,
)
from tracker.ui import nav


def add_meetup() -> int:
    with db.transaction() as session:
        typed = {"name_en": "Regional meetup", "starts_on": date(2024, 4, 8)}
        draft = drafts.checked(EventDraft, {**typed, "parent_id": SCIENCE_WEEK})
        meetup = events.create(session, draft, by=aigerim)
    assert meetup.id
    return meetup.id


def add_participant(event_id: int, partner_id: int, **typed: object) -> None:
    with db.transaction() as session:
        role = ParticipationRole.EXHIBITOR
        events.add_participants(session, event_id, [partner_id], role, by=aigerim)
        row = events.participants(session, event_id, by=aigerim)[0]
        draft = drafts.checked(
            ParticipationDraft, {"partner_id": partner_id, "role": role, **typed}
        )
        events.set_participation(session, row.id, draft, revision=row.revision, by=aigerim)


def test_the_list_shows_events_with_the_one_they_are_part_of(open_app: OpenApp) -> None:
    add_meetup()
    shown = rows(open_app(boris, nav.EVENTS))
    assert {(row["label"], row["note"]) for row in shown} == {
        ("Science Week", None),
        ("Regional meetup", "Science Week"),
    }


def test_filters_and_order_come_from_the_address(open_app: OpenApp) -> None:
    add_meetup()
    at = open_app(boris, nav.EVENTS, kind="umbrella")
    assert [row["label"] for row in rows(at)] == ["Science Week"]
    at = open_app(boris, nav.EVENTS, sort="day")
    assert [row["label"] for row in rows(at)] == ["Science Week", "Regional meetup"]


def test_a_viewer_reads_an_event_and_is_offered_no_act(open_app: OpenApp) -> None:
    at = open_app(boris, nav.EVENT, id=str(SCIENCE_WEEK))
    assert not at.exception
    assert at.header
    assert offers(at) == []


def test_an_unknown_event_is_a_sentence_not_a_fault(open_app: OpenApp) -> None:
    for number in ("999", "nonsense", "-1"):
        at = open_app(boris, nav.EVENT, id=number)
        assert not at.exception
        assert "no such record" in at.error[0].value


def test_everything_about_an_event_meets_on_its_page(open_app: OpenApp) -> None:
    add_meetup()
    add_participant(SCIENCE_WEEK, EMC, outcome="Wants interns")
    with db.transaction() as session:
        follow_ups.create(
            session,
            drafts.checked(
                FollowUpDraft,
                {
                    "subject": "Retraining vets",
                    "partner_id": EMC,
                    "owner_id": aigerim.id,
                    "event_id": SCIENCE_WEEK,
                },
            ),
            by=aigerim,
        )
        met = {"happened_on": date(2024, 4, 8), "summary": "At the stand", "event_id": SCIENCE_WEEK}
        interactions.log(
            session, drafts.checked(InteractionDraft, met), partner_ids=[EMC], by=aigerim
        )
        written = {"title": "The week opens", "published_on": date(2024, 4, 8)}
        news.create(
            session,
            drafts.checked(NewsItemDraft, written),
            event_ids=[SCIENCE_WEEK],
            by=aigerim,
        )
        elsewhere = {"subject": "Elsewhere", "partner_id": EMC, "owner_id": aigerim.id}
        follow_ups.create(session, drafts.checked(FollowUpDraft, elsewhere), by=aigerim)
        news.create(
            session,
            drafts.checked(NewsItemDraft, {**written, "title": "Elsewhere"}),
            by=aigerim,
        )
    at = open_app(boris, nav.EVENT, id=str(SCIENCE_WEEK))
    shown = items(at)
    assert {item["title"] for item in shown} == {
        "Regional meetup",
        "EMC",
        "Retraining vets",
        "At the stand",
        "The week opens",
    }
    assert next(item for item in shown if item["title"] == "EMC")["text"] == "Wants interns"


def test_an_event_names_the_one_it_is_part_of(open_app: OpenApp) -> None:
    at = open_app(boris, nav.EVENT, id=str(add_meetup()))
    assert items(at)[0]["href"] == f"event?id={SCIENCE_WEEK}"


def test_a_title_and_a_day_are_enough_for_a_new_event(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.EVENTS), "event.add")
    at.text_input(key=field(at, ".name_en")).set_value("SHAKARIM EXPO – 2024")
    at = save(at)
    assert not at.exception
    with db.reading() as session:
        assert "SHAKARIM EXPO – 2024" in [row.name for row in events.search(session, by=boris).rows]


def test_an_event_added_from_a_larger_one_is_part_of_it_and_begins_with_it(
    open_app: OpenApp,
) -> None:
    at = press(open_app(aigerim, nav.EVENT, id=str(SCIENCE_WEEK)), "event.add")
    at.text_input(key=field(at, ".name_en")).set_value("Expo")
    save(at)
    with db.reading() as session:
        (child,) = events.children(session, SCIENCE_WEEK, by=boris)
    assert (child.name, child.starts_on) == ("Expo", date(2024, 4, 8))


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_that_an_import_brought_from_far_off_can_be_mended(
    open_app: OpenApp, day: date
) -> None:
    with db.transaction() as session:
        week = session.get_one(Event, SCIENCE_WEEK)
        week.starts_on, week.ends_on = min(day, week.starts_on), day
    at = press(open_app(aigerim, nav.EVENT, id=str(SCIENCE_WEEK)), "event.edit")
    assert not at.exception
    for name in (".starts_on", ".ends_on"):
        at.date_input(key=field(at, name)).set_value(date(2024, 4, 12))
    assert not save(at).exception
    with db.reading() as session:
        assert events.get(session, SCIENCE_WEEK, by=boris).ends_on == date(2024, 4, 12)


def test_an_event_without_a_title_says_so_at_the_readers_own_language(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.EVENTS), "event.add")
    at = save(at)
    assert at.error[0].value == "Give the name in at least one language."
    assert not at.expander[0].error
    with db.reading() as session:
        assert events.search(session, by=boris).total == 1


def test_several_partners_are_added_in_one_role_and_a_new_one_on_the_spot(
    open_app: OpenApp,
) -> None:
    at = open_app(aigerim, nav.EVENT, id=str(SCIENCE_WEEK))
    at = press(at, "event.participants.add")
    key = field(at, ".partners")
    at.multiselect(key=key).set_value(["EMC", "semey engineering", "Spektromart"]).run()
    assert at.selectbox[0].label == "“Spektromart” is new. Which sector?"
    at.selectbox(key=field(at, ".sector.Spektromart")).set_value("industry")
    at.selectbox(key=field(at, ".role")).set_value(ParticipationRole.EXHIBITOR)
    at = save(at)
    assert not at.exception
    with db.reading() as session:
        there = events.participants(session, SCIENCE_WEEK, by=boris)
    assert [row.name for row in there] == ["EMC", "Semey Engineering", "Spektromart"]
    assert {row.role for row in there} == {ParticipationRole.EXHIBITOR}
    assert SEMEY_ENGINEERING in [row.partner_id for row in there]


def test_adding_nobody_is_asked_about(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.EVENT, id=str(SCIENCE_WEEK)), "event.participants.add")
    at = save(at)
    assert at.error[0].value == "Choose at least one partner."


def opened_at_emc(open_app: OpenApp) -> AppTest:
    """The page of an event with the dialog about EMC's part in it, as its button opens it."""
    add_participant(SCIENCE_WEEK, EMC)
    with db.reading() as session:
        (row,) = events.participants(session, SCIENCE_WEEK, by=boris)
    at = open_app(aigerim, nav.EVENT, id=str(SCIENCE_WEEK))
    about = {"participation_id": row.id, "partner_id": EMC, "partner": row.name}
    typed = {"role": row.role, "outcome": row.outcome, "revision": row.revision}
    typed["came"] = row.came
    at.session_state["dialog"] = ("event.participation.edit", {"key": "k", **about, **typed})
    return at.run()


def test_what_came_of_a_partners_part_is_noted(open_app: OpenApp) -> None:
    at = opened_at_emc(open_app)
    at.selectbox(key=field(at, ".role")).set_value(ParticipationRole.SPEAKER)
    at.text_area(key=field(at, ".outcome")).set_value("Wants interns")
    (came,) = [each for each in at.selectbox if str(each.label) == "Came?"]
    came.set_value("came")
    at = save(at)
    assert not at.exception
    with db.reading() as session:
        (row,) = events.participants(session, SCIENCE_WEEK, by=boris)
    assert (row.role, row.outcome) == (ParticipationRole.SPEAKER, "Wants interns")
    assert row.came is Attendance.CAME


def test_a_partner_can_be_taken_off_the_participants(open_app: OpenApp) -> None:
    at = press(opened_at_emc(open_app), "event.participation.edit.remove")
    assert not at.exception
    with db.reading() as session:
        assert events.participants(session, SCIENCE_WEEK, by=boris) == []


def test_what_a_colleague_noted_of_a_part_is_shown_before_it_is_taken_off(
    open_app: OpenApp,
) -> None:
    at = opened_at_emc(open_app)
    with db.transaction() as session:
        (row,) = events.participants(session, SCIENCE_WEEK, by=boris)
        noted = ParticipationDraft(partner_id=EMC, role=row.role, outcome="Wants interns")
        events.set_participation(session, row.id, noted, revision=row.revision, by=dana)
    at = press(at, "event.participation.edit.remove")
    assert "Wants interns" in [each.value for each in at.text]
    with db.reading() as session:
        assert len(events.participants(session, SCIENCE_WEEK, by=boris)) == 1
    at = press(press(at, "conflict.keep_mine"), "event.participation.edit.remove")
    assert not at.exception
    with db.reading() as session:
        assert events.participants(session, SCIENCE_WEEK, by=boris) == []


def test_a_request_recorded_at_an_event_comes_from_it(open_app: OpenApp) -> None:
    add_participant(SCIENCE_WEEK, EMC)
    at = press(open_app(aigerim, nav.EVENT, id=str(SCIENCE_WEEK)), "follow_up.add")
    at.selectbox(key=field(at, ".partner")).set_value("EMC").run()
    at.text_input(key=field(at, ".subject")).set_value("Retraining vets")
    at.text_area(key=field(at, ".quote")).set_value("courses in veterinary medicine")
    at = save(at)
    assert not at.exception
    with db.reading() as session:
        wanted = follow_ups.FollowUpFilter(event_id=SCIENCE_WEEK)
        (row,) = follow_ups.search(session, wanted, by=boris).rows
    assert (row.partner, row.subject) == ("EMC", "Retraining vets")


def test_a_meeting_logged_at_an_event_is_with_its_participants(open_app: OpenApp) -> None:
    add_participant(SCIENCE_WEEK, EMC)
    at = press(open_app(aigerim, nav.EVENT, id=str(SCIENCE_WEEK)), "interaction.add")
    at.text_area(key=field(at, ".summary")).set_value("Talked at the stand")
    at = save(at)
    assert not at.exception
    with db.reading() as session:
        wanted = interactions.InteractionFilter(event_id=SCIENCE_WEEK)
        (row,) = interactions.search(session, wanted, by=boris).rows
    assert row.partners == ("EMC",)
