"""The life of a follow-up: which verb leads where, a second person, what comes again."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import Session, select

from tests.domain.test_follow_ups import TODAY, TOMORROW, add
from tests.world import EMC, SCIENCE_WEEK, VETERINARY, aigerim, boris, dana, saule
from tracker import clock, db
from tracker.access import User
from tracker.domain import after_event, follow_ups, tags, trash, undoing
from tracker.domain.after_event import Guest, Typed
from tracker.domain.follow_ups import (
    FollowUpFilter,
    NextStep,
    Shown,
    comments,
    repeating,
    steps,
)
from tracker.domain.models import (
    Account,
    FollowUp,
    FollowUpDraft,
    FollowUpKind,
    FollowUpStatus,
    FollowUpTag,
    Kind,
    Period,
    Promise,
    UndertakingKind,
)
from tracker.errors import (
    Closed,
    Invalid,
    NeedsAnother,
    NotAllowed,
    NothingToTakeBack,
    NotToConfirm,
    ToConfirm,
    TrackerError,
)

OPEN, STARTED, WAITING = FollowUpStatus.OPEN, FollowUpStatus.IN_PROGRESS, FollowUpStatus.WAITING
PROPOSED, TO_CONFIRM = FollowUpStatus.PROPOSED, FollowUpStatus.TO_CONFIRM
DONE, DECLINED = FollowUpStatus.DONE, FollowUpStatus.DECLINED

# The diagram, spelled out once more: from where each verb leads where; elsewhere it is refused.
UNDER_WAY = (PROPOSED, OPEN, STARTED, WAITING)
DIAGRAM: dict[str, dict[FollowUpStatus, FollowUpStatus]] = {
    "accept": dict.fromkeys(UNDER_WAY, OPEN),
    "start": dict.fromkeys(UNDER_WAY, STARTED),
    "wait": dict.fromkeys(UNDER_WAY, WAITING),
    "complete": dict.fromkeys(UNDER_WAY, DONE),
    "report": dict.fromkeys(UNDER_WAY, TO_CONFIRM),
    "confirm": {TO_CONFIRM: DONE},
    "send_back": {TO_CONFIRM: STARTED},
    "decline": dict.fromkeys((*UNDER_WAY, TO_CONFIRM), DECLINED),
    "reopen": {DONE: OPEN, DECLINED: OPEN, **{each: each for each in (*UNDER_WAY, TO_CONFIRM)}},
    "postpone": {each: each for each in (*UNDER_WAY, TO_CONFIRM)},
    "hand_over": {each: each for each in (*UNDER_WAY, TO_CONFIRM)},
}
KIND, SECOND = FollowUpKind.OTHER, FollowUpKind.RETRAINING


def complete(session: Session, number: int, revision: int, by: User) -> FollowUp:
    return follow_ups.complete(session, number, outcome="x", revision=revision, by=by)


Verb = Callable[[Session, int, int, User], Any]
VERBS: dict[str, Verb] = {
    "accept": lambda s, n, r, u: follow_ups.accept(s, n, revision=r, by=u),
    "start": lambda s, n, r, u: follow_ups.start(s, n, revision=r, by=u),
    "wait": lambda s, n, r, u: follow_ups.wait(s, n, revision=r, by=u),
    "complete": complete,
    "report": complete,
    "confirm": lambda s, n, r, u: follow_ups.confirm(s, n, revision=r, by=u),
    "send_back": lambda s, n, r, u: follow_ups.send_back(s, n, reason="x", revision=r, by=u),
    "decline": lambda s, n, r, u: follow_ups.decline(s, n, reason="x", revision=r, by=u),
    "reopen": lambda s, n, r, u: follow_ups.reopen(s, n, revision=r, by=u),
    "postpone": lambda s, n, r, u: follow_ups.postpone(
        s, n, due_on=TOMORROW, reason="busy", revision=r, by=u
    ),
    "hand_over": lambda s, n, r, u: follow_ups.hand_over(s, n, owner_id=saule.id, revision=r, by=u),
}


class Life(RuleBasedStateMachine):
    """Any verb, at any time, by either of two colleagues; the diagram says what must come of it."""

    session: Session

    @initialize(proposed=st.booleans(), second=st.booleans(), repeats=st.booleans())
    def begin(self, proposed: bool, second: bool, repeats: bool) -> None:
        rhythm = {"repeat_every": 1, "rhythm": Period.MONTHS} if repeats else {}
        typed = {"kind": SECOND if second else KIND, "due_on": TODAY, **rhythm}
        self.one = add(self.session, **typed)
        self.status = PROPOSED if proposed else OPEN
        self.one.status = self.status
        self.reporter: int | None = None
        self.is_reopened = False
        self.second = second
        self.session.flush()

    @rule(verb=st.sampled_from(sorted(DIAGRAM)), by=st.sampled_from([aigerim, dana]))
    def do(self, verb: str, by: User) -> None:
        if verb == ("complete" if self.second else "report"):
            return
        allowed = DIAGRAM[verb].get(self.status)
        if verb == "confirm" and by.id == self.reporter:
            allowed = None
        revision = self.one.revision
        if allowed is None:
            with pytest.raises(TrackerError):
                VERBS[verb](self.session, self.one.id or 0, revision, by)
            assert self.one.revision == revision
            return
        VERBS[verb](self.session, self.one.id or 0, revision, by)
        if verb == "reopen":
            self.is_reopened |= self.status.is_closed
        elif verb not in ("postpone", "hand_over"):
            self.is_reopened = False
        self.status = allowed
        if verb == "report":
            self.reporter = by.id
        elif not self.status.has_outcome:
            self.reporter = None

    @invariant()
    def is_whole(self) -> None:
        if not hasattr(self, "one"):
            return
        self.session.refresh(self.one)
        assert self.one.status is self.status
        assert (self.one.closed_at is not None) == self.status.is_closed
        assert (self.one.outcome is not None) == self.status.has_outcome
        if not self.status.has_outcome and not self.is_reopened:
            assert (self.one.reported_by, self.one.confirmed_by) == (None, None)
        following = select(FollowUp).where(FollowUp.after_id == self.one.id)
        assert len(self.session.exec(following).all()) <= 1


def test_no_sequence_of_verbs_leaves_the_diagram(session: Session) -> None:
    follow_ups.ask_second(session, [SECOND], by=dana)

    class Here(Life):
        pass

    Here.session = session
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=25,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_manager_says_which_kinds_a_second_person_confirms(session: Session) -> None:
    with pytest.raises(NotAllowed):
        follow_ups.ask_second(session, [SECOND], by=aigerim)
    follow_ups.ask_second(session, [SECOND, FollowUpKind.AGREEMENT], by=dana)
    follow_ups.ask_second(session, [SECOND], by=dana)
    assert follow_ups.confirmed_kinds(session, by=boris) == {SECOND}


def reported(session: Session, **typed: object) -> FollowUp:
    follow_ups.ask_second(session, [SECOND], by=dana)
    made = add(session, kind=SECOND, **typed)
    return follow_ups.complete(session, made.id or 0, outcome="Held", revision=1, by=aigerim)


def test_whoever_reports_it_done_does_not_confirm_it(session: Session) -> None:
    one = reported(session)
    assert (one.status, one.outcome, one.closed_at) == (TO_CONFIRM, "Held", None)
    with pytest.raises(NeedsAnother):
        follow_ups.confirm(session, one.id or 0, revision=2, by=aigerim)
    with pytest.raises(ToConfirm):
        follow_ups.start(session, one.id or 0, revision=2, by=dana)
    assert follow_ups.to_confirm(session, by=aigerim) == []
    assert [row.id for row in follow_ups.to_confirm(session, by=dana)] == [one.id]
    done = follow_ups.confirm(session, one.id or 0, revision=2, by=dana)
    assert (done.status, done.outcome, done.confirmed_by) == (DONE, "Held", dana.id)
    with pytest.raises(Closed):
        follow_ups.confirm(session, one.id or 0, revision=3, by=dana)


def test_only_what_is_reported_can_be_confirmed(session: Session) -> None:
    with pytest.raises(NotToConfirm):
        follow_ups.confirm(session, add(session).id or 0, revision=1, by=dana)


def test_what_is_sent_back_is_in_progress_and_its_reporter_is_told_why(session: Session) -> None:
    one = reported(session, owner_id=saule.id)
    back = follow_ups.send_back(
        session, one.id or 0, reason="The list is missing", revision=2, by=dana
    )
    assert (back.status, back.outcome, back.reported_by) == (STARTED, None, None)
    (told,) = comments.mentioning(session, since=one.created_at, by=aigerim)
    assert (told.text, told.who) == ("The list is missing", dana.name)


def test_what_waits_for_confirmation_is_nobody_s_day(session: Session) -> None:
    one = reported(session, due_on=TODAY)
    mine = follow_ups.mine(session, by=aigerim, today=TODAY)
    assert [row.id for row in mine.to_confirm] == [one.id]
    assert follow_ups.pressing(session, by=aigerim, today=TODAY) == (0, 0)


def test_a_report_can_be_taken_back_and_a_confirmation_too(session: Session) -> None:
    one = reported(session)
    follow_ups.confirm(session, one.id or 0, revision=2, by=dana)
    back = follow_ups.take_back(session, one.id or 0, revision=3, by=dana)
    assert (back.status, back.outcome, back.reported_by) == (TO_CONFIRM, "Held", aigerim.id)
    assert back.confirmed_by is None


def test_what_was_reopened_by_mistake_is_done_when_and_by_whom_it_was(session: Session) -> None:
    in_march = datetime(2026, 3, 10, 9, tzinfo=UTC)
    with clock.at(in_march):
        one = reported(session, due_on=in_march.date())
        number = one.id or 0
        follow_ups.confirm(session, number, revision=2, by=dana)
    with clock.at(in_march + timedelta(days=90)):
        follow_ups.reopen(session, number, revision=3, by=aigerim)
        back = follow_ups.take_back(session, number, revision=4, by=aigerim)
    session.refresh(back)
    assert (back.status, back.closed_at) == (DONE, in_march)
    assert (back.reported_by, back.confirmed_by) == (aigerim.id, dana.id)
    kept = FollowUpFilter(shown=Shown.CLOSED, promise=Promise.KEPT)
    assert [row.id for row in follow_ups.search(session, kept, by=boris).rows] == [number]


def test_who_had_said_so_is_forgotten_by_the_step_after_a_reopening(session: Session) -> None:
    one = reported(session)
    number = one.id or 0
    follow_ups.confirm(session, number, revision=2, by=dana)
    follow_ups.reopen(session, number, revision=3, by=dana)
    one = follow_ups.decline(session, number, reason="No money", revision=4, by=dana)
    assert (one.reported_by, one.confirmed_by) == (None, None)


def test_taking_back_is_not_taken_back(session: Session) -> None:
    number = reported(session).id or 0
    follow_ups.take_back(session, number, revision=2, by=aigerim)
    with pytest.raises(NothingToTakeBack):
        follow_ups.take_back(session, number, revision=3, by=aigerim)
    again = add(session, due_on=TODAY, **MONTHLY).id or 0
    complete(session, again, 1, aigerim)
    follow_ups.take_back(session, again, revision=2, by=aigerim)
    with pytest.raises(NothingToTakeBack):
        follow_ups.take_back(session, again, revision=3, by=aigerim)
    assert (follow_ups.get(session, again, by=boris).status) is OPEN


def test_a_report_is_not_put_back_without_its_reporter(session: Session) -> None:
    follow_ups.ask_second(session, [SECOND], by=dana)
    number = add(session, kind=SECOND).id or 0
    with undoing.recorded(session, UndertakingKind.BULK, "", by=dana) as work:
        complete(session, number, 1, dana)
    undoing.undo(session, work.id or 0, by=dana)
    revision = follow_ups.get(session, number, by=dana).revision
    with pytest.raises(NothingToTakeBack):
        follow_ups.take_back(session, number, revision=revision, by=dana)


def test_a_reason_stands_with_the_new_day_until_the_next_one(session: Session) -> None:
    number = add(session, due_on=TODAY).id or 0
    one = follow_ups.postpone(
        session, number, due_on=TOMORROW, reason=" no\nbudget ", revision=1, by=aigerim
    )
    assert (one.due_on, one.postponed_because) == (TOMORROW, "no budget")
    back = follow_ups.take_back(session, number, revision=2, by=aigerim)
    assert (back.due_on, back.postponed_because) == (TODAY, None)
    with pytest.raises(Invalid):
        follow_ups.postpone(
            session, number, due_on=TOMORROW, reason="x" * 501, revision=3, by=aigerim
        )


@pytest.mark.parametrize("act", ["postpone_many", "update", "sheet"])
def test_a_reason_does_not_stand_with_a_day_that_came_otherwise(session: Session, act: str) -> None:
    number = add(session, due_on=TODAY, event_id=SCIENCE_WEEK).id or 0
    one = follow_ups.postpone(
        session, number, due_on=TOMORROW, reason="no budget", revision=1, by=aigerim
    )
    follow_ups.update(session, number, as_typed(one, notes="x"), revision=2, by=aigerim)
    assert one.postponed_because == "no budget"
    later = TODAY + timedelta(30)
    if act == "postpone_many":
        follow_ups.postpone_many(session, [number], due_on=later, by=dana)
    elif act == "update":
        follow_ups.update(session, number, as_typed(one, due_on=later), revision=3, by=dana)
    else:
        after_event.add(session, SCIENCE_WEEK, [Guest(partner_id=EMC)], by=dana)
        (row,) = after_event.of(session, SCIENCE_WEEK, by=dana).rows
        said = {"next_step": row.next_step, "due_on": later}
        after_event.save(session, SCIENCE_WEEK, [Typed(EMC, row.mark, said)], by=dana)
    assert one.due_on == later
    assert one.postponed_because is None


@pytest.mark.parametrize(
    ("kind", "origin"),
    [
        (Kind.UNIT, {"unit_id": VETERINARY}),
        (Kind.EVENT, {"event_id": SCIENCE_WEEK}),
        (Kind.PARTNER, {"partner_id": EMC}),
    ],
)
def test_a_next_step_follows_though_what_it_points_at_is_in_the_trash(
    session: Session, kind: Kind, origin: dict[str, int]
) -> None:
    one = add(session, **origin)
    (number,) = origin.values()
    trash.delete(session, kind, number, revision=1, by=dana)
    then = NextStep("More")
    follow_ups.complete(session, one.id or 0, outcome="Signed", revision=1, by=aigerim, then=then)
    (row,) = follow_ups.search(session, by=boris).rows
    following = follow_ups.get(session, row.id, by=boris)
    assert (following.after_id, following.subject) == (one.id, "More")
    assert {name: getattr(following, name) for name in origin} == origin


def test_a_next_step_is_not_given_to_somebody_who_left(session: Session) -> None:
    one = add(session, owner_id=saule.id)
    session.get_one(Account, saule.id).active = False
    then = NextStep("More", owner_id=saule.id)
    with pytest.raises(Invalid, match="account_inactive"):
        follow_ups.complete(session, one.id or 0, outcome="x", revision=1, by=dana, then=then)


# What comes again.

MONTHLY: dict[str, object] = {"repeat_every": 1, "rhythm": Period.MONTHS}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"repeat_every": 1}, "rhythm"),
        ({"rhythm": Period.WEEKS}, "repeat_every"),
        ({"repeat_until": TODAY}, "repeat_every"),
        (MONTHLY, "due_on"),
        ({**MONTHLY, "due_on": TOMORROW, "repeat_until": TODAY}, "repeat_until"),
    ],
)
def test_half_a_repetition_is_refused(
    session: Session, typed: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add(session, **typed)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("first", "every", "rhythm", "after", "following"),
    [
        (date(2026, 1, 31), 1, Period.MONTHS, date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 1, 31), 1, Period.MONTHS, date(2026, 2, 28), date(2026, 3, 31)),
        (date(2028, 1, 30), 1, Period.MONTHS, date(2028, 1, 30), date(2028, 2, 29)),
        (date(2026, 11, 30), 3, Period.MONTHS, date(2026, 12, 1), date(2027, 2, 28)),
        (date(2024, 2, 29), 12, Period.MONTHS, date(2024, 2, 29), date(2025, 2, 28)),
        (date(2024, 2, 29), 12, Period.MONTHS, date(2027, 12, 31), date(2028, 2, 29)),
        (date(2024, 2, 26), 1, Period.WEEKS, date(2024, 2, 29), date(2024, 3, 4)),
        (date(2026, 1, 5), 2, Period.WEEKS, date(2026, 1, 12), date(2026, 1, 19)),
        (date(9999, 12, 31), 1, Period.WEEKS, date(9999, 12, 31), None),
    ],
)
def test_the_next_day_is_counted_from_the_first(
    first: date, every: int, rhythm: Period, after: date, following: date | None
) -> None:
    assert repeating.next_day(first, every, rhythm, after=after) == following


@given(
    first=st.dates(date(2000, 1, 1), date(2060, 12, 31)),
    every=st.integers(1, 60),
    rhythm=st.sampled_from(Period),
    late=st.integers(0, 2000),
)
def test_the_next_day_is_later_and_on_the_same_day_of_week_or_month(
    first: date, every: int, rhythm: Period, late: int
) -> None:
    after = first + timedelta(days=late)
    following = repeating.next_day(first, every, rhythm, after=after)
    assert following is not None
    assert following > after
    if rhythm is Period.WEEKS:
        assert (following - first).days % (7 * every) == 0
        assert (following - after).days <= 7 * every
    else:
        months = (following.year - first.year) * 12 + following.month - first.month
        assert months % every == 0
        is_last = (following + timedelta(days=1)).month != following.month
        assert following.day == first.day or (is_last and following.day < first.day)


def test_what_repeats_comes_again_with_its_steps_and_tags(session: Session) -> None:
    one = add(session, due_on=TODAY, **MONTHLY, notes="by letter")
    number = one.id or 0
    tags.put(session, FollowUpTag, one, ["report"])
    steps.add(session, number, ["Ask", "Write"], by=aigerim)
    follow_ups.postpone(session, number, due_on=TODAY + timedelta(days=3), revision=2, by=aigerim)
    follow_ups.complete(session, number, outcome="Sent", revision=3, by=aigerim)
    (row,) = follow_ups.search(session, by=boris).rows
    following = follow_ups.get(session, row.id, by=boris)
    expected = repeating.next_day(TODAY, 1, Period.MONTHS, after=TODAY + timedelta(days=3))
    assert following.due_on == expected
    assert (following.after_id, following.repeats_from, following.notes) == (
        number,
        TODAY,
        "by letter",
    )
    assert tags.of(session, FollowUpTag, row.id, by=boris) == ["report"]
    assert [step[1:] for step in steps.of(session, row.id, by=boris)] == [
        ("Ask", False),
        ("Write", False),
    ]
    before, after = follow_ups.before_and_after(session, following, by=boris)
    assert ([each.id for each in before], after) == ([number], [])
    done = follow_ups.get(session, number, by=boris)
    assert [each.id for each in follow_ups.before_and_after(session, done, by=boris)[1]] == [row.id]


def test_what_was_missed_is_not_made_up_for(session: Session) -> None:
    long_ago = TODAY - timedelta(days=30)
    one = add(session, due_on=long_ago, repeat_every=1, rhythm=Period.WEEKS)
    follow_ups.complete(session, one.id or 0, outcome="Sent", revision=1, by=aigerim)
    (row,) = follow_ups.search(session, by=boris).rows
    assert row.due_on is not None
    assert timedelta(0) < row.due_on - TODAY <= timedelta(days=7)


def test_a_repetition_ends_on_its_last_day(session: Session) -> None:
    until = TODAY + timedelta(days=6)
    one = add(session, due_on=TODAY, repeat_every=1, rhythm=Period.WEEKS, repeat_until=until)
    follow_ups.complete(session, one.id or 0, outcome="Sent", revision=1, by=aigerim)
    assert follow_ups.search(session, by=boris).total == 0


def test_closed_again_it_does_not_come_twice_and_taken_back_not_at_all(session: Session) -> None:
    number = add(session, due_on=TODAY, **MONTHLY).id or 0
    complete(session, number, 1, aigerim)
    follow_ups.reopen(session, number, revision=2, by=aigerim)
    complete(session, number, 3, aigerim)
    assert follow_ups.search(session, by=boris).total == 1
    follow_ups.take_back(session, number, revision=4, by=aigerim)
    assert follow_ups.search(session, by=boris).total == 2  # the second did not come of that step
    other = add(session, due_on=TODAY, **MONTHLY).id or 0
    complete(session, other, 1, aigerim)
    follow_ups.take_back(session, other, revision=2, by=aigerim)
    assert follow_ups.search(session, by=boris).total == 3


def test_what_followed_stays_once_somebody_has_worked_on_it(session: Session) -> None:
    number = add(session, due_on=TODAY, **MONTHLY).id or 0
    complete(session, number, 1, aigerim)
    (row,) = follow_ups.search(session, by=boris).rows
    follow_ups.start(session, row.id, revision=1, by=dana)
    follow_ups.take_back(session, number, revision=2, by=aigerim)
    assert follow_ups.search(session, by=boris).total == 2


def test_the_next_one_is_not_left_to_somebody_who_left(session: Session) -> None:
    number = add(session, due_on=TODAY, owner_id=saule.id, **MONTHLY).id or 0
    session.get_one(Account, saule.id).active = False
    complete(session, number, 1, dana)
    (row,) = follow_ups.search(session, by=boris).rows
    assert row.owner_id == dana.id


def test_another_day_in_an_edit_begins_the_repetition_anew(session: Session) -> None:
    one = add(session, due_on=TODAY, **MONTHLY)
    assert one.repeats_from == TODAY
    typed = as_typed(one, due_on=TOMORROW)
    edited = follow_ups.update(session, one.id or 0, typed, revision=1, by=aigerim)
    assert edited.repeats_from == TOMORROW
    typed = as_typed(edited, repeat_every=None, rhythm=None)
    edited = follow_ups.update(session, one.id or 0, typed, revision=2, by=aigerim)
    assert edited.repeats_from is None


def test_a_day_that_is_taken_back_takes_the_repetition_along(session: Session) -> None:
    first = date(TODAY.year + 1, 3, 31)
    one = add(session, due_on=first, **MONTHLY)
    number = one.id or 0
    typed = as_typed(one, due_on=first + timedelta(14))
    follow_ups.update(session, number, typed, revision=1, by=aigerim)
    back = follow_ups.take_back(session, number, revision=2, by=aigerim)
    assert (back.due_on, back.repeats_from) == (first, first)
    follow_ups.postpone(session, number, due_on=first + timedelta(5), revision=3, by=aigerim)
    follow_ups.postpone(session, number, due_on=first, revision=4, by=aigerim)
    back = follow_ups.take_back(session, number, revision=5, by=aigerim)
    assert (back.due_on, back.repeats_from) == (first + timedelta(5), first)


def as_typed(one: FollowUp, **other: object) -> FollowUpDraft:
    kept = one.model_dump(include=set(FollowUpDraft.model_fields))
    return FollowUpDraft.model_validate({**kept, **other})


# Steps.


def test_steps_are_written_down_ticked_and_removed(session: Session) -> None:
    number = add(session).id or 0
    assert steps.add(session, number, [" Ask ", "", "Write"], by=aigerim) == 2
    ask, write = steps.of(session, number, by=boris)
    steps.tick(session, ask.id, is_done=True, by=dana)
    steps.tick(session, ask.id, is_done=True, by=aigerim)
    assert [row.is_done for row in steps.of(session, number, by=boris)] == [True, False]
    steps.tick(session, ask.id, is_done=False, by=dana)
    steps.remove(session, write.id, by=dana)
    assert steps.of(session, number, by=boris) == [(ask.id, "Ask", False)]
    with pytest.raises(TrackerError):
        steps.remove(session, write.id, by=dana)


def test_steps_that_are_sent_again_are_there_once(session: Session) -> None:
    number = add(session).id or 0
    key = "a" * 32
    for _ in range(2):
        assert steps.add(session, number, ["Ask", "Write"], by=aigerim, key=key) == 2
    assert [row.name for row in steps.of(session, number, by=boris)] == ["Ask", "Write"]
    complete(session, number, 1, aigerim)
    assert steps.add(session, number, ["Ask", "Write"], by=aigerim, key=key) == 2


def test_a_list_of_steps_has_an_end(session: Session) -> None:
    number = add(session).id or 0
    with pytest.raises(Invalid):
        steps.add(session, number, ["x" * 301], by=aigerim)
    steps.add(session, number, ["x"] * 50, by=aigerim)
    with pytest.raises(Invalid) as refused:
        steps.add(session, number, ["y"], by=aigerim)
    assert refused.value.code == "too_many"


def test_what_is_closed_keeps_its_steps(session: Session) -> None:
    number = add(session).id or 0
    steps.add(session, number, ["Ask"], by=aigerim)
    (step,) = steps.of(session, number, by=boris)
    complete(session, number, 1, aigerim)
    for change in (
        lambda: steps.add(session, number, ["Write"], by=aigerim),
        lambda: steps.tick(session, step.id, is_done=True, by=aigerim),
        lambda: steps.remove(session, step.id, by=aigerim),
    ):
        with pytest.raises(Closed):
            change()


# Comments.


def names_called(session: Session, text: str, *, by: User = dana) -> list[str]:
    number = add(session).id or 0
    comments.say(session, number, text, by=by)
    (row,) = comments.of(session, number, by=boris)
    return list(row.called)


@pytest.mark.parametrize(
    "text",
    [
        "@Айгерім, send the programme",
        "ask @Aigerim please",
        "(@айгерім)",
        "@Айгерім Сейітова, send it",
        "@Сейітова",
        "@aigerim sends it",
    ],
)
def test_a_colleague_is_called_by_name_in_either_script(session: Session, text: str) -> None:
    assert names_called(session, text) == [aigerim.name]


@pytest.mark.parametrize("text", ["info@aigerim.example", "at Айгерім", "@ x", "@@"])
def test_what_is_no_call_is_just_text(session: Session, text: str) -> None:
    assert names_called(session, text) == []


def test_a_name_that_nobody_has_is_said_before_it_is_lost(session: Session) -> None:
    for text in ("@nobody here", "@Айгерім and @Айгерімм"):
        with pytest.raises(Invalid) as refused:
            names_called(session, text)
        assert refused.value.code == "mention_unknown"


def test_several_are_called_and_one_does_not_call_oneself(session: Session) -> None:
    assert names_called(session, "@Дана @Борис @Айгерім") == [aigerim.name, boris.name]


def test_of_two_namesakes_the_whole_name_is_asked_for(session: Session) -> None:
    session.add(Account(name="Айгерім Омарова", email="o@uni.example", role=dana.role))
    session.flush()
    with pytest.raises(Invalid) as refused:
        names_called(session, "@Айгерім")
    assert refused.value.code == "mention_ambiguous"
    assert names_called(session, "@Айгерім Омарова, please") == ["Айгерім Омарова"]


def test_a_comment_sent_twice_is_said_once(world: None) -> None:
    with db.transaction() as session:
        number = add(session).id or 0
    for told in (1, 0):
        with db.transaction() as session:
            said = comments.say(session, number, "hi", called=[aigerim.id], by=dana, key="k")
            assert said == told
    with db.reading() as session:
        (row,) = comments.of(session, number, by=boris)
    assert (row.text, row.who, row.called) == ("hi", dana.name, (aigerim.name,))


def test_a_comment_says_something_and_has_an_end(session: Session) -> None:
    number = add(session).id or 0
    for text, code in ((" \n ", "required"), ("x" * 20_001, "too_long")):
        with pytest.raises(Invalid) as refused:
            comments.say(session, number, text, by=dana)
        assert refused.value.code == code
    with pytest.raises(Invalid):
        comments.say(session, number, "hi", called=[404], by=dana)


def test_only_one_s_own_words_can_be_taken_away(session: Session) -> None:
    number = add(session).id or 0
    comments.say(session, number, "hi", by=dana)
    (row,) = comments.of(session, number, by=boris)
    with pytest.raises(NotAllowed):
        comments.remove(session, row.id, by=saule)
    comments.remove(session, row.id, by=dana)
    assert comments.of(session, number, by=boris) == []
    with pytest.raises(TrackerError):
        comments.remove(session, row.id, by=dana)


def test_who_is_mentioned_sees_it_until_it_is_old_or_the_work_is_gone(session: Session) -> None:
    one = add(session)
    comments.say(session, one.id or 0, "@Айгерім look", by=dana)
    (row,) = comments.mentioning(session, since=one.created_at, by=aigerim)
    assert (row.follow_up_id, row.who, row.text) == (one.id, dana.name, "@Айгерім look")
    assert comments.mentioning(session, since=one.created_at, by=dana) == []
    later = one.created_at + timedelta(days=1)
    assert comments.mentioning(session, since=later, by=aigerim) == []
    one.deleted_at = one.created_at
    session.flush()
    assert comments.mentioning(session, since=one.created_at, by=aigerim) == []
