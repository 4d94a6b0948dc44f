"""The board and the calendar: what stands in which lane and on which day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.dialects import sqlite
from sqlmodel import Session

from tests.world import EMC, SCIENCE_WEEK, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker import clock, db
from tracker.access import User
from tracker.domain import drafts, events, follow_ups, trash
from tracker.domain.calendars import spans
from tracker.domain.follow_ups import MOVES, FollowUpFilter, Shown, boards
from tracker.domain.models import (
    Event,
    EventDraft,
    FollowUp,
    FollowUpDraft,
    FollowUpKind,
    FollowUpStatus,
    Kind,
    ParticipationRole,
    Priority,
)

TODAY = clock.today()
PROPOSED, OPEN, IN_PROGRESS, WAITING, TO_CONFIRM, DONE, DECLINED = FollowUpStatus
APRIL = date(2024, 4, 1), date(2024, 4, 30)


def add(session: Session, subject: str, status: FollowUpStatus = OPEN, **typed: Any) -> int:
    begins = status if status is PROPOSED else OPEN
    standing = {"partner_id": EMC, "owner_id": aigerim.id, "subject": subject}
    draft = drafts.checked(FollowUpDraft, {**standing, **typed})
    number = follow_ups.create(session, draft, by=aigerim, status=begins).id or 0
    if status is not begins:
        VERBS[status](session, number)
    return number


Verb = Callable[[Session, int], Any]


def _revision(session: Session, number: int) -> int:
    return session.get_one(FollowUp, number).revision


def _verb(act: Callable[..., Any], by: User = aigerim, **said: str) -> Verb:
    return lambda session, number: act(
        session, number, revision=_revision(session, number), by=by, **said
    )


def _report(session: Session, number: int) -> Any:
    """Done, but of a kind that a second person looks at."""
    follow_ups.ask_second(session, [FollowUpKind.OTHER], by=dana)
    said = _verb(follow_ups.complete, outcome="Signed")(session, number)
    follow_ups.ask_second(session, [], by=dana)
    return said


# How a status is reached.
VERBS: dict[FollowUpStatus, Verb] = {
    OPEN: _verb(follow_ups.accept),
    IN_PROGRESS: _verb(follow_ups.start),
    WAITING: _verb(follow_ups.wait),
    TO_CONFIRM: _report,
    DONE: _verb(follow_ups.complete, outcome="Signed"),
    DECLINED: _verb(follow_ups.decline, reason="No money"),
}
# … and from where others lead there.
_CONFIRMING: dict[FollowUpStatus, Verb] = {
    DONE: _verb(follow_ups.confirm, by=dana),
    IN_PROGRESS: _verb(follow_ups.send_back, by=dana, reason="Half of it"),
}


def lanes(session: Session, **narrowed: Any) -> dict[FollowUpStatus, list[str | None]]:
    found = follow_ups.board(session, FollowUpFilter(**narrowed), by=boris)
    assert all(lane.total >= len(lane.rows) for lane in found)
    return {lane.status: [row.subject for row in lane.rows] for lane in found}


def test_each_stands_in_the_lane_of_its_status(session: Session) -> None:
    for status in FollowUpStatus:
        add(session, str(status), status)
    of_open = (PROPOSED, OPEN, IN_PROGRESS, WAITING, TO_CONFIRM)
    assert lanes(session) == {status: [str(status)] for status in of_open}
    assert lanes(session, shown=Shown.CLOSED) == {DONE: ["done"], DECLINED: ["declined"]}
    assert lanes(session, shown=Shown.ALL) == {each: [str(each)] for each in FollowUpStatus}
    assert lanes(session, status=DONE) == {DONE: ["done"]}


def test_a_board_without_cards_still_has_its_lanes(session: Session) -> None:
    """But for those into which none can be put: what is proposed, or to be confirmed."""
    assert lanes(session) == {OPEN: [], IN_PROGRESS: [], WAITING: []}
    assert lanes(session, status=PROPOSED) == {}


def test_a_lane_begins_with_what_is_most_urgent_and_a_closed_one_with_the_latest(
    session: Session,
) -> None:
    for subject, days in (("later", 9), ("late", -3), ("now", 0)):
        add(session, subject, due_on=TODAY + timedelta(days=days))
    add(session, "some day")
    now = clock.now()
    for subject, hours in (("first", 5), ("last", 1)):
        with clock.at(now - timedelta(hours=hours)):
            add(session, subject, DONE)
    found = lanes(session, shown=Shown.ALL)
    assert found[OPEN] == ["late", "now", "later", "some day"]
    assert found[DONE] == ["last", "first"]


def test_a_lane_shows_some_and_counts_all(session: Session) -> None:
    for number in range(boards.MOST + 3):
        add(session, f"{number:02}", due_on=TODAY + timedelta(days=number))
    trash.delete(session, Kind.FOLLOW_UP, add(session, "gone"), revision=1, by=dana)
    (lane,) = (each for each in follow_ups.board(session, by=boris) if each.rows)
    assert (len(lane.rows), lane.total) == (boards.MOST, boards.MOST + 3)
    assert lane.rows[0].subject == "00"


def test_the_board_shows_the_filtered_ones(session: Session) -> None:
    add(session, "a", owner_id=dana.id)
    add(session, "b", WAITING, partner_id=SEMEY_ENGINEERING)
    assert lanes(session, owner_id=dana.id)[OPEN] == ["a"]
    assert lanes(session, text="semey")[WAITING] == ["b"]
    assert lanes(session, overdue=True) == lanes(session, text="nowhere")


@pytest.mark.parametrize("status", list(FollowUpStatus))
def test_every_move_that_the_diagram_names_is_one_that_a_verb_makes(
    session: Session, status: FollowUpStatus
) -> None:
    assert status not in MOVES[status]
    for aim in MOVES[status]:
        number = add(session, "a", status)
        verb = _verb(follow_ups.reopen) if status.is_closed else VERBS[aim]
        if status is TO_CONFIRM:
            verb = _CONFIRMING[aim]
        assert verb(session, number).status is aim


@pytest.mark.parametrize(
    ("status", "index"),
    [(OPEN, "COVERING INDEX ix_follow_up_status"), (DONE, "INDEX ix_follow_up_closed_at")],
)
def test_a_lane_is_read_from_its_index(
    request: pytest.FixtureRequest, status: FollowUpStatus, index: str
) -> None:
    request.getfixturevalue("sqlite_database")
    query = boards._first(FollowUpFilter(shown=Shown.ALL), status, "en")
    sql = str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    with db.reading() as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")
        assert index in " ".join(str(step[3]) for step in plan)


def due(session: Session, first: date, last: date, most: int = 3, **narrowed: Any) -> Any:
    wanted = FollowUpFilter(**narrowed)
    found = spans.due_by_day(session, wanted, first, last, by=boris, most=most)
    return {
        day.day: ([row.subject for row in each.rows], each.total) for day, each in found.items()
    }


def test_a_day_shows_some_of_what_is_due_and_counts_all(session: Session) -> None:
    on_eighth: dict[str, Any] = {"due_on": date(2024, 4, 8)}
    add(session, "low", priority=Priority.LOW, **on_eighth)
    add(session, "done", DONE, priority=Priority.HIGH, **on_eighth)
    add(session, "normal", **on_eighth)
    add(session, "high", priority=Priority.HIGH, **on_eighth)
    add(session, "end", due_on=date(2024, 4, 30))
    add(session, "may", due_on=date(2024, 5, 1))
    add(session, "some day")
    gone = add(session, "gone", **on_eighth)
    trash.delete(session, Kind.FOLLOW_UP, gone, revision=1, by=dana)
    assert due(session, *APRIL) == {8: (["high", "normal", "low"], 3), 30: (["end"], 1)}
    assert due(session, *APRIL, shown=Shown.ALL)[8] == (["high", "normal", "low"], 4)
    assert due(session, *APRIL, most=9, shown=Shown.ALL)[8][0][-1] == "done"
    assert due(session, *APRIL, due_from=date(2024, 4, 9)) == {30: (["end"], 1)}
    assert due(session, *APRIL, owner_id=dana.id) == {}


def happening(session: Session, first: date, last: date, **narrowed: Any) -> list[str]:
    wanted = FollowUpFilter(**narrowed)
    found = spans.happening_between(session, wanted, first, last, by=boris)
    return [event.name for event in found]


def test_a_calendar_holds_the_events_that_touch_its_days(session: Session) -> None:
    day = date(2024, 4, 30)
    fair = EventDraft(name_en="Fair", starts_on=day, parent_id=SCIENCE_WEEK)
    fair_id = events.create(session, fair, by=aigerim, tag_names=["Open"]).id or 0
    assert happening(session, *APRIL) == ["Science Week", "Fair"]
    # From the 8th to the 12th: begun before, and not over yet.
    assert happening(session, date(2024, 4, 10), date(2024, 4, 11)) == ["Science Week"]
    assert happening(session, date(2024, 4, 13), date(2024, 4, 29)) == []
    assert happening(session, day, day) == ["Fair"]
    trash.delete(session, Kind.EVENT, fair_id, revision=_event(session, fair_id), by=dana)
    assert happening(session, *APRIL) == ["Science Week"]


def _event(session: Session, number: int) -> int:
    return session.get_one(Event, number).revision


def test_of_a_filter_that_counts_which_an_event_can_fit(session: Session) -> None:
    fair = EventDraft(name_en="Fair", starts_on=APRIL[0], parent_id=SCIENCE_WEEK)
    fair_id = events.create(session, fair, by=aigerim, tag_names=["Open"]).id or 0
    both = ["Fair", "Science Week"]
    events.add_participants(session, fair_id, [EMC], ParticipationRole.GUEST, by=aigerim)
    assert happening(session, *APRIL, owner_id=dana.id, overdue=True) == both
    assert happening(session, *APRIL, text="science") == ["Science Week"]
    assert happening(session, *APRIL, event_id=SCIENCE_WEEK) == both
    assert happening(session, *APRIL, event_id=fair_id) == ["Fair"]
    stand = EventDraft(name_en="Stand", starts_on=APRIL[0], parent_id=fair_id)
    events.create(session, stand, by=aigerim)
    assert happening(session, *APRIL, event_id=SCIENCE_WEEK) == ["Fair", "Stand", "Science Week"]
    assert happening(session, *APRIL, partner_id=EMC) == ["Fair"]
    assert happening(session, *APRIL, tag="OPEN") == ["Fair"]
    assert happening(session, *APRIL, tag="none") == []
