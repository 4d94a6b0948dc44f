"""What an event led to, and that every number is the length of the list behind it."""

from datetime import date

import pytest
from sqlmodel import Session

from tests.world import EMC, SCIENCE_WEEK, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker.domain import (
    after_event,
    agreements,
    events,
    follow_ups,
    interactions,
    news,
    partners,
    programme,
    timeline,
    trash,
)
from tracker.domain.after_event import Guest, Typed, Yield
from tracker.domain.models import (
    AgreementDraft,
    Attendance,
    Event,
    EventDraft,
    FollowUpDraft,
    FollowUpStatus,
    InteractionDraft,
    Kind,
    NewsItemDraft,
)

DAY = date(2024, 4, 9)


@pytest.fixture
def meetup(session: Session) -> int:
    """A meetup within a day of the Science Week."""
    above = SCIENCE_WEEK
    for name in ("Day two", "Meetup"):
        typed = EventDraft(name_en=name, starts_on=DAY, parent_id=above)
        above = events.create(session, typed, by=aigerim).id or 0
    return above


def work(session: Session, event_id: int, partner_id: int, **values: object) -> None:
    after_event.add(session, event_id, [Guest(partner_id=partner_id)], by=aigerim)
    rows = after_event.of(session, event_id, by=aigerim).rows
    (mark,) = [each.mark for each in rows if each.partner_id == partner_id]
    after_event.save(session, event_id, [Typed(partner_id, mark, values)], by=aigerim)


def test_an_event_without_anything_led_to_nothing(session: Session) -> None:
    assert after_event.yield_of(session, SCIENCE_WEEK, by=boris) == (0,) * len(Yield._fields)


def test_an_umbrella_counts_what_its_parts_led_to(session: Session, meetup: int) -> None:
    work(session, meetup, EMC, outcome="Wants interns", next_step="Send a list")
    work(session, meetup, SEMEY_ENGINEERING, came="absent", next_step="Invite again")
    work(session, SCIENCE_WEEK, EMC, came="came")
    agreements.create(
        session,
        AgreementDraft(title="Memorandum", event_id=meetup),
        partner_ids=[EMC],
        by=aigerim,
    )
    assert after_event.yield_of(session, SCIENCE_WEEK, by=boris) == Yield(
        participants=2, came=1, absent=1, meetings=1, follow_ups=2, done=0, open=2, agreements=1
    )
    assert after_event.yield_of(session, meetup, by=boris)[:4] == (2, 1, 1, 1)


def test_every_number_is_the_length_of_its_list(session: Session, meetup: int) -> None:
    work(session, meetup, EMC, outcome="Wants interns", next_step="Send a list")
    work(session, SCIENCE_WEEK, SEMEY_ENGINEERING, came="absent", next_step="Invite again")
    both = InteractionDraft(happened_on=DAY, summary="All of us", event_id=SCIENCE_WEEK)
    met = interactions.log(session, both, partner_ids=[EMC, SEMEY_ENGINEERING], by=dana)
    article = news.create(
        session,
        NewsItemDraft(title="The week", text="EMC", published_on=DAY),
        event_ids=[meetup],
        by=dana,
    )
    for origin in ({"interaction_id": met.id}, {"news_item_id": article.id}, {"event_id": meetup}):
        wish = {"partner_id": EMC, "owner_id": dana.id, **origin}
        made = follow_ups.create(session, FollowUpDraft.model_validate(wish), by=dana)
    follow_ups.complete(session, made.id or 0, outcome="ok", revision=made.revision, by=dana)
    for event_id in (SCIENCE_WEEK, meetup):
        led_to = after_event.yield_of(session, event_id, by=boris)
        partner = partners.PartnerFilter(event_id=event_id)
        came = partner._replace(came=Attendance.CAME)
        absent = partner._replace(came=Attendance.ABSENT)
        step = follow_ups.FollowUpFilter(event_id=event_id)
        done = step._replace(status=FollowUpStatus.DONE)
        assert led_to == (
            partners.search(session, partner, by=boris).total,
            partners.search(session, came, by=boris).total,
            partners.search(session, absent, by=boris).total,
            interactions.search(
                session, interactions.InteractionFilter(event_id=event_id), by=boris
            ).total,
            follow_ups.search(session, step._replace(shown=follow_ups.Shown.ALL), by=boris).total,
            follow_ups.search(session, done, by=boris).total,
            follow_ups.search(session, step, by=boris).total,
            agreements.search(
                session, agreements.AgreementFilter(event_id=event_id), by=boris
            ).total,
        )
        assert led_to.follow_ups == len(follow_ups.of_event(session, event_id, by=boris))
    assert after_event.yield_of(session, SCIENCE_WEEK, by=boris) == (2, 1, 1, 2, 5, 1, 4, 0)
    assert after_event.yield_of(session, meetup, by=boris) == (1, 1, 0, 1, 3, 1, 2, 0)


def test_what_is_in_the_trash_is_not_counted(session: Session, meetup: int) -> None:
    work(session, meetup, EMC, outcome="Wants interns", next_step="Send a list")
    met = interactions.search(session, by=boris).rows[0].id
    trash.delete(session, Kind.INTERACTION, met, revision=1, by=dana)
    assert after_event.yield_of(session, SCIENCE_WEEK, by=boris) == (1, 1, 0, 0, 0, 0, 0, 0)
    event = session.get_one(Event, meetup)
    trash.delete(session, Kind.EVENT, meetup, revision=event.revision, by=dana)
    assert after_event.yield_of(session, SCIENCE_WEEK, by=boris)[:3] == (0, 0, 0)


def test_a_circle_of_events_ends(session: Session, meetup: int) -> None:
    session.get_one(Event, SCIENCE_WEEK).parent_id = meetup
    session.flush()
    assert len(session.scalars(programme.ids(meetup)).all()) == 3


def test_the_list_of_events_counts_what_was_agreed_in_meetings(
    session: Session, meetup: int
) -> None:
    work(session, meetup, EMC, outcome="Wants interns", next_step="Send a list")
    work(session, meetup, SEMEY_ENGINEERING, next_step="Invite again")
    (row,) = events.search(session, events.EventFilter(text="meetup"), by=boris).rows
    assert row.follow_ups == 2


def test_who_did_not_come_took_no_part(session: Session) -> None:
    work(session, SCIENCE_WEEK, EMC, came="absent")
    (told,) = timeline.of_partner(session, EMC, by=boris).rows
    assert (told.words, told.text) == ("timeline.absence", "Science Week")
    work(session, SCIENCE_WEEK, EMC, came="came")
    (told,) = timeline.of_partner(session, EMC, by=boris).rows
    assert told.words == "timeline.participation"


def test_partners_who_came_anywhere_are_found(session: Session) -> None:
    work(session, SCIENCE_WEEK, EMC, came="came")
    work(session, SCIENCE_WEEK, SEMEY_ENGINEERING, came="absent")
    came = partners.PartnerFilter(came=Attendance.CAME)
    assert [row.id for row in partners.search(session, came, by=boris).rows] == [EMC]
