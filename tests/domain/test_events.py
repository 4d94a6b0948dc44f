"""Events: what they are part of, who takes part, and how they are found."""

from datetime import date

import pytest
from sqlmodel import Session, col, select

from tests.world import EMC, SCIENCE_WEEK, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import drafts, events, follow_ups, trash
from tracker.domain.exports import events as exported
from tracker.domain.models import (
    Change,
    Event,
    EventDraft,
    EventKind,
    FollowUpDraft,
    Kind,
    ParticipationDraft,
    ParticipationRole,
    Partner,
)
from tracker.errors import Invalid, NotFound, Stale


def draft(**typed: object) -> EventDraft:
    return drafts.checked(EventDraft, {"starts_on": date(2024, 4, 9), **typed})


def found(session: Session, text: str = "", **narrowed: object) -> list[str]:
    wanted = events.EventFilter(text=text, **narrowed)  # type: ignore[arg-type]
    return [row.name for row in events.search(session, wanted, by=boris).rows]


@pytest.fixture
def meetup(session: Session) -> int:
    typed = draft(name_en="Regional meetup", parent_id=SCIENCE_WEEK, place="Semey")
    event = events.create(session, typed, by=aigerim, tag_names=["Наука"])
    assert event.id
    return event.id


def test_a_line_tells_the_umbrella_the_partners_and_the_follow_ups(
    session: Session, meetup: int
) -> None:
    for role in (ParticipationRole.SPEAKER, ParticipationRole.EXHIBITOR):
        events.add_participants(session, meetup, [EMC], role, by=aigerim)
    wish = FollowUpDraft(partner_id=EMC, owner_id=aigerim.id, event_id=meetup)
    follow_ups.create(session, wish, by=aigerim)
    row = events.search(session, events.EventFilter(text="semey"), by=boris).rows[0]
    assert (row.parent, row.participants, row.follow_ups) == ("Science Week", 1, 1)


def test_a_line_neither_counts_nor_names_what_is_in_the_trash(
    session: Session, meetup: int
) -> None:
    both = [EMC, SEMEY_ENGINEERING]
    events.add_participants(session, meetup, both, ParticipationRole.GUEST, by=aigerim)
    trash.delete(session, Kind.PARTNER, EMC, revision=1, by=dana)
    trash.delete(session, Kind.EVENT, SCIENCE_WEEK, revision=1, by=dana)
    (row,) = events.search(session, by=boris).rows
    assert row.participants == len(events.participants(session, meetup, by=boris)) == 1
    assert row.parent is None
    (written,) = exported.all_rows(session, by=dana)
    assert (written.parent, written.partners) == (None, ("Semey Engineering",))


def test_the_latest_event_comes_first_unless_asked_otherwise(session: Session, meetup: int) -> None:
    assert found(session) == ["Regional meetup", "Science Week"]
    old_first = events.search(session, by=boris, oldest_first=True)
    assert [row.id for row in old_first.rows] == [SCIENCE_WEEK, meetup]


def test_an_event_is_found_by_word_kind_umbrella_and_tag(session: Session, meetup: int) -> None:
    assert found(session, "НЕДЕЛЯ") == ["Science Week"]
    assert found(session, kind=EventKind.UMBRELLA) == ["Science Week"]
    assert found(session, parent_id=SCIENCE_WEEK) == ["Regional meetup"]
    assert found(session, tag="наука") == ["Regional meetup"]


def test_a_period_shows_every_event_that_touches_it(session: Session, meetup: int) -> None:
    assert found(session, since=date(2024, 4, 12)) == ["Science Week"]
    assert found(session, until=date(2024, 4, 8)) == ["Science Week"]
    assert found(session, since=date(2024, 4, 13)) == []


def test_the_parts_of_an_event_are_listed_by_day(session: Session, meetup: int) -> None:
    expo = draft(name_en="Expo", parent_id=SCIENCE_WEEK, starts_on=date(2024, 4, 8))
    events.create(session, expo, by=aigerim)
    parts = events.children(session, SCIENCE_WEEK, by=boris)
    assert [row.name for row in parts] == ["Expo", "Regional meetup"]


def test_events_to_pick_from_narrow_as_one_types(session: Session, meetup: int) -> None:
    assert events.choices(session, by=boris, text="meet") == [(meetup, "Regional meetup")]


def test_the_same_event_sent_twice_is_stored_once(world: None) -> None:
    for _ in range(2):
        with db.transaction() as session:
            events.create(session, draft(name_en="Expo"), by=aigerim, key="k")
    with db.reading() as session:
        assert found(session, "expo") == ["Expo"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"name_en": ""}, "name_kk"), ({"name_en": "Expo", "ends_on": date(2024, 4, 8)}, "ends_on")],
)
def test_an_event_needs_a_name_and_does_not_end_before_it_begins(
    typed: dict[str, object], field: str
) -> None:
    with pytest.raises(drafts.InvalidDraft) as refused:
        draft(**typed)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_an_event_is_not_part_of_its_own_part(session: Session, meetup: int) -> None:
    circle = draft(name_en="Science Week", parent_id=meetup)
    with pytest.raises(Invalid) as refused:
        events.update(session, SCIENCE_WEEK, circle, revision=1, by=aigerim)
    assert (refused.value.field, refused.value.code) == ("parent_id", "circle")


def test_an_event_cannot_be_part_of_one_that_is_not_there(session: Session) -> None:
    with pytest.raises(Invalid):
        events.create(session, draft(name_en="Expo", parent_id=404), by=aigerim)


def test_the_second_of_two_editors_of_an_event_is_refused(session: Session, meetup: int) -> None:
    seen = events.get(session, meetup, by=aigerim).revision
    typed = draft(name_en="Meetup", parent_id=SCIENCE_WEEK)
    events.update(session, meetup, typed, revision=seen, by=aigerim, tag_names=["Expo"])
    assert found(session, tag="Expo") == ["Meetup"]
    with pytest.raises(Stale):
        events.update(session, meetup, typed, revision=seen, by=dana)


def test_an_event_can_leave_its_umbrella(session: Session, meetup: int) -> None:
    seen = events.get(session, meetup, by=aigerim).revision
    events.update(session, meetup, draft(name_en="Meetup"), revision=seen, by=aigerim)
    assert events.children(session, SCIENCE_WEEK, by=boris) == []


def test_adding_the_same_participants_again_changes_nothing(session: Session, meetup: int) -> None:
    both, role = [EMC, SEMEY_ENGINEERING, EMC], ParticipationRole.PARTICIPANT
    assert events.add_participants(session, meetup, both, role, by=aigerim) == 2
    assert events.add_participants(session, meetup, both, role, by=dana) == 0
    rows = events.participants(session, meetup, by=boris)
    assert [row.name for row in rows] == ["EMC", "Semey Engineering"]


def test_organisers_are_listed_before_guests(session: Session, meetup: int) -> None:
    events.add_participants(session, meetup, [EMC], ParticipationRole.GUEST, by=aigerim)
    last = [SEMEY_ENGINEERING]
    events.add_participants(session, meetup, last, ParticipationRole.ORGANISER, by=aigerim)
    rows = events.participants(session, meetup, by=boris)
    assert [row.partner_id for row in rows] == [SEMEY_ENGINEERING, EMC]


def test_an_unknown_partner_cannot_take_part(session: Session, meetup: int) -> None:
    with pytest.raises(Invalid) as refused:
        events.add_participants(session, meetup, [404], ParticipationRole.GUEST, by=aigerim)
    assert refused.value.field == "partner_ids"


def test_nobody_takes_part_in_an_event_in_the_trash(session: Session, meetup: int) -> None:
    events.get(session, meetup, by=aigerim).deleted_at = clock.now()
    with pytest.raises(NotFound):
        events.add_participants(session, meetup, [EMC], ParticipationRole.GUEST, by=aigerim)


def test_what_came_of_taking_part_is_noted_once_by_two_editors(
    session: Session, meetup: int
) -> None:
    events.add_participants(session, meetup, [EMC], ParticipationRole.GUEST, by=aigerim)
    row = events.participants(session, meetup, by=aigerim)[0]
    typed = ParticipationDraft(
        partner_id=EMC, role=ParticipationRole.SPEAKER, outcome="Offered an internship"
    )
    events.set_participation(session, row.id, typed, revision=row.revision, by=aigerim)
    after = events.participants(session, meetup, by=aigerim)[0]
    assert (after.role, after.outcome) == (ParticipationRole.SPEAKER, "Offered an internship")
    with pytest.raises(Stale):
        events.set_participation(session, row.id, typed, revision=row.revision, by=dana)


def test_a_partner_has_a_role_at_an_event_only_once(session: Session, meetup: int) -> None:
    for role in (ParticipationRole.GUEST, ParticipationRole.SPEAKER):
        events.add_participants(session, meetup, [EMC], role, by=aigerim)
    speaker, guest = events.participants(session, meetup, by=aigerim)
    typed = ParticipationDraft(partner_id=EMC, role=speaker.role)
    with pytest.raises(Invalid) as refused:
        events.set_participation(session, guest.id, typed, revision=guest.revision, by=aigerim)
    assert refused.value.code == "already_there"


def test_a_participant_taken_away_stays_in_the_history(session: Session, meetup: int) -> None:
    events.add_participants(session, meetup, [EMC], ParticipationRole.GUEST, by=aigerim)
    row = events.participants(session, meetup, by=aigerim)[0]
    events.remove_participant(session, row.id, revision=row.revision, by=aigerim)
    assert events.participants(session, meetup, by=aigerim) == []
    gone = select(Change).where(
        Change.kind == Kind.EVENT, Change.field == "participants", col(Change.new).is_(None)
    )
    assert [change.old for change in session.exec(gone)] == [str(EMC)]
    with pytest.raises(NotFound):
        events.remove_participant(session, row.id, revision=row.revision, by=aigerim)


def test_what_a_colleague_noted_meanwhile_does_not_go_unseen(session: Session, meetup: int) -> None:
    events.add_participants(session, meetup, [EMC], ParticipationRole.GUEST, by=aigerim)
    row = events.participants(session, meetup, by=aigerim)[0]
    noted = ParticipationDraft(partner_id=EMC, role=row.role, outcome="They offer a laboratory")
    events.set_participation(session, row.id, noted, revision=row.revision, by=dana)
    with pytest.raises(Stale) as late:
        events.remove_participant(session, row.id, revision=row.revision, by=aigerim)
    assert late.value.theirs["outcome"] == "They offer a laboratory"
    assert len(events.participants(session, meetup, by=aigerim)) == 1


def test_a_partner_in_the_trash_is_not_shown_as_a_participant(
    session: Session, meetup: int
) -> None:
    events.add_participants(session, meetup, [EMC], ParticipationRole.GUEST, by=aigerim)
    session.get_one(Partner, EMC).deleted_at = clock.now()
    assert events.participants(session, meetup, by=aigerim) == []


def test_an_event_in_the_trash_is_not_found(session: Session, meetup: int) -> None:
    session.get_one(Event, meetup).deleted_at = clock.now()
    assert found(session) == ["Science Week"]
    with pytest.raises(NotFound):
        events.get(session, meetup, by=boris)
