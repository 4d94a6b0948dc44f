"""Follow-ups: from a wish to its outcome, and who may do what with them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from tests.world import EMC, SCIENCE_WEEK, VETERINARY, aigerim, boris, dana, saule
from tracker import clock, db
from tracker.domain import drafts, follow_ups
from tracker.domain.exports import follow_ups as exported
from tracker.domain.models import (
    Account,
    Change,
    FollowUp,
    FollowUpDraft,
    FollowUpKind,
    FollowUpStatus,
    Kind,
    Partner,
)
from tracker.errors import (
    Closed,
    Invalid,
    NotAllowed,
    NotFound,
    NothingToTakeBack,
    Stale,
)

TODAY = clock.today()


def draft(**typed: object) -> FollowUpDraft:
    standing = {"partner_id": EMC, "owner_id": aigerim.id, "subject": "Veterinary medicine"}
    return drafts.checked(FollowUpDraft, {**standing, **typed})


def add(session: Session, **typed: object) -> FollowUp:
    return follow_ups.create(session, draft(**typed), by=aigerim)


def done(session: Session, **typed: object) -> FollowUp:
    made = add(session, **typed)
    return follow_ups.complete(session, made.id or 0, outcome="Signed", revision=1, by=aigerim)


def test_a_wish_can_wait_as_proposed_until_somebody_accepts_it(session: Session) -> None:
    wish = follow_ups.create(session, draft(), by=aigerim, status=FollowUpStatus.PROPOSED)
    assert wish.id
    accepted = follow_ups.accept(session, wish.id, revision=1, by=dana)
    assert accepted.status == FollowUpStatus.OPEN


def test_a_follow_up_does_not_begin_as_done(session: Session) -> None:
    with pytest.raises(Invalid):
        follow_ups.create(session, draft(), by=aigerim, status=FollowUpStatus.DONE)


def test_a_follow_up_has_one_origin(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        add(session, event_id=SCIENCE_WEEK, news_item_id=1)
    assert (refused.value.field, refused.value.code) == ("news_item_id", "one_origin")


@pytest.mark.parametrize("field", ["partner_id", "unit_id", "event_id", "owner_id"])
def test_a_follow_up_points_only_at_what_is_there(session: Session, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        add(session, **{field: 404})
    assert refused.value.field == field


def test_the_same_follow_up_sent_twice_is_stored_once(world: None) -> None:
    for _ in range(2):
        with db.transaction() as session:
            follow_ups.create(session, draft(), by=aigerim, key="k")
    with db.reading() as session:
        assert follow_ups.search(session, by=boris).total == 1


def test_completing_needs_an_outcome_and_declining_a_reason(session: Session) -> None:
    number = add(session).id or 0
    with pytest.raises(Invalid) as refused:
        follow_ups.complete(session, number, outcome=" \u200b", revision=1, by=aigerim)
    assert (refused.value.field, refused.value.code) == ("outcome", "required")
    with pytest.raises(Invalid) as refused:
        follow_ups.decline(session, number, reason="", revision=1, by=aigerim)
    assert (refused.value.field, refused.value.code) == ("reason", "required")


def test_what_is_done_may_lead_on_with_the_same_partner_unit_and_words(session: Session) -> None:
    first = add(session, unit_id=VETERINARY, event_id=SCIENCE_WEEK, quote="they want courses")
    then = follow_ups.NextStep("Send the programme", TODAY, kind=FollowUpKind.RETRAINING)
    follow_ups.complete(session, first.id or 0, outcome="Agreed", revision=1, by=dana, then=then)
    (row,) = follow_ups.search(session, by=dana).rows
    following = follow_ups.get(session, row.id, by=dana)
    assert (following.subject, following.due_on, following.kind) == (
        "Send the programme",
        TODAY,
        FollowUpKind.RETRAINING,
    )
    for field in ("partner_id", "unit_id", "owner_id", "direction", "event_id", "quote"):
        assert getattr(following, field) == getattr(first, field)


def test_an_outcome_has_an_end(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        follow_ups.complete(session, 1, outcome="x" * 20_001, revision=1, by=aigerim)
    assert refused.value.code == "too_long"


def test_a_completed_one_keeps_its_outcome_and_the_moment(session: Session) -> None:
    finished = done(session)
    assert finished.outcome == "Signed"
    assert finished.closed_at is not None


def test_a_reopened_one_is_open_again_and_history_knows_the_outcome(session: Session) -> None:
    finished = done(session)
    again = follow_ups.reopen(session, finished.id or 0, revision=2, by=dana)
    assert (again.status, again.closed_at, again.outcome) == (FollowUpStatus.OPEN, None, None)
    changes = select(Change.old).where(Change.kind == Kind.FOLLOW_UP, Change.field == "outcome")
    assert "Signed" in session.exec(changes).all()


def test_reopening_an_open_one_changes_nothing(session: Session) -> None:
    number = add(session).id or 0
    follow_ups.start(session, number, revision=1, by=aigerim)
    same = follow_ups.reopen(session, number, revision=2, by=aigerim)
    assert (same.status, same.revision) == (FollowUpStatus.IN_PROGRESS, 2)


Verb = Callable[[Session, int, int], Any]
TOMORROW = clock.today() + timedelta(days=1)
VERBS: dict[str, Verb] = {
    "accept": lambda s, n, r: follow_ups.accept(s, n, revision=r, by=aigerim),
    "start": lambda s, n, r: follow_ups.start(s, n, revision=r, by=aigerim),
    "wait": lambda s, n, r: follow_ups.wait(s, n, revision=r, by=aigerim),
    "complete": lambda s, n, r: follow_ups.complete(s, n, outcome="x", revision=r, by=aigerim),
    "decline": lambda s, n, r: follow_ups.decline(s, n, reason="x", revision=r, by=aigerim),
    "reopen": lambda s, n, r: follow_ups.reopen(s, n, revision=r, by=aigerim),
    "postpone": lambda s, n, r: follow_ups.postpone(s, n, due_on=TOMORROW, revision=r, by=aigerim),
    "hand over": lambda s, n, r: follow_ups.hand_over(
        s, n, owner_id=dana.id, revision=r, by=aigerim
    ),
    "update": lambda s, n, r: follow_ups.update(s, n, draft(), revision=r, by=aigerim),
}


@pytest.mark.parametrize("verb", sorted(VERBS.keys() - {"reopen"}))
def test_a_closed_one_can_only_be_reopened(session: Session, verb: str) -> None:
    finished = done(session)
    with pytest.raises(Closed):
        VERBS[verb](session, finished.id or 0, 2)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_no_verb_works_on_an_older_version(session: Session, verb: str) -> None:
    number = add(session).id or 0
    follow_ups.wait(session, number, revision=1, by=dana)
    with pytest.raises(Stale):
        VERBS[verb](session, number, 1)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.sampled_from(sorted(VERBS)), max_size=8), proposed=st.booleans())
def test_no_sequence_of_verbs_leaves_the_moment_of_closing_wrong(
    session: Session, steps: list[str], proposed: bool
) -> None:
    status = FollowUpStatus.PROPOSED if proposed else FollowUpStatus.OPEN
    follow_up = follow_ups.create(session, draft(), by=aigerim, status=status)
    for step in steps:
        was_closed = follow_up.closed_at is not None
        try:
            VERBS[step](session, follow_up.id or 0, follow_up.revision)
        except Closed:
            assert was_closed
            assert step != "reopen"
        session.refresh(follow_up)
        assert (follow_up.closed_at is not None) == follow_up.status.is_closed
        assert (follow_up.outcome is not None) == follow_up.status.is_closed


def test_a_follow_up_is_not_postponed_into_the_past(session: Session) -> None:
    number, yesterday = add(session).id or 0, clock.today() - timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        follow_ups.postpone(session, number, due_on=yesterday, revision=1, by=aigerim)
    assert refused.value.code == "in_past"
    with pytest.raises(Invalid):
        follow_ups.postpone_many(session, [number], due_on=yesterday, by=dana)


def test_work_is_not_given_to_somebody_who_left(session: Session) -> None:
    session.get_one(Account, saule.id).active = False
    number = add(session).id or 0
    with pytest.raises(Invalid) as refused:
        follow_ups.hand_over(session, number, owner_id=saule.id, revision=1, by=aigerim)
    assert refused.value.code == "account_inactive"


def test_an_edit_may_leave_it_with_somebody_who_left(session: Session) -> None:
    number = add(session, owner_id=saule.id).id or 0
    session.get_one(Account, saule.id).active = False
    typed = draft(owner_id=saule.id, subject="Sheep", unit_id=VETERINARY)
    saved = follow_ups.update(session, number, typed, revision=1, by=dana, tag_names=["Ауыл"])
    assert saved.subject == "Sheep"
    tagged = follow_ups.FollowUpFilter(tag="ауыл")
    assert [row.unit for row in follow_ups.search(session, tagged, by=boris).rows] == [
        "Department of Veterinary"
    ]


def test_one_s_own_last_step_can_be_taken_back(session: Session) -> None:
    tomorrow = TODAY + timedelta(days=1)
    made = add(session, due_on=TODAY)
    number = made.id or 0
    follow_ups.wait(session, number, revision=1, by=aigerim)
    follow_ups.complete(session, number, outcome="Signed", revision=2, by=aigerim)
    back = follow_ups.take_back(session, number, revision=3, by=aigerim)
    assert (back.status, back.outcome, back.closed_at) == (FollowUpStatus.WAITING, None, None)
    follow_ups.postpone(session, number, due_on=tomorrow, revision=4, by=aigerim)
    assert follow_ups.take_back(session, number, revision=5, by=aigerim).due_on == TODAY
    follow_ups.hand_over(session, number, owner_id=dana.id, revision=6, by=aigerim)
    back = follow_ups.take_back(session, number, revision=7, by=aigerim)
    assert (back.owner_id, back.status) == (aigerim.id, FollowUpStatus.WAITING)
    with pytest.raises(NothingToTakeBack):  # taking back is no step
        follow_ups.take_back(session, number, revision=8, by=aigerim)


def test_a_reopened_one_is_closed_again_with_its_outcome(session: Session) -> None:
    was = done(session)
    number, then = was.id or 0, was.closed_at
    follow_ups.reopen(session, number, revision=2, by=dana)
    back = follow_ups.take_back(session, number, revision=3, by=dana)
    assert (back.status, back.outcome) == (FollowUpStatus.DONE, "Signed")
    assert (back.closed_at, back.reported_by) == (then, aigerim.id)


def test_a_colleague_s_step_or_an_edit_is_not_taken_back(session: Session) -> None:
    number = add(session).id or 0
    with pytest.raises(NothingToTakeBack):  # it has only come to be
        follow_ups.take_back(session, number, revision=1, by=aigerim)
    follow_ups.start(session, number, revision=1, by=dana)
    with pytest.raises(NothingToTakeBack):
        follow_ups.take_back(session, number, revision=2, by=aigerim)
    follow_ups.update(session, number, draft(subject="Courses"), revision=2, by=aigerim)
    with pytest.raises(NothingToTakeBack):
        follow_ups.take_back(session, number, revision=3, by=aigerim)
    with pytest.raises(Stale):
        follow_ups.take_back(session, number, revision=2, by=aigerim)
    with pytest.raises(NotAllowed):
        follow_ups.take_back(session, number, revision=3, by=boris)


def test_a_manager_gives_several_to_a_colleague_but_not_the_closed_ones(session: Session) -> None:
    ids = [add(session).id or 0, add(session, owner_id=dana.id).id or 0, done(session).id or 0]
    assert follow_ups.reassign(session, ids, owner_id=dana.id, by=dana) == 1
    owners = [follow_ups.get(session, number, by=boris).owner_id for number in ids]
    assert owners == [dana.id, dana.id, aigerim.id]


def test_a_manager_postpones_several_but_not_the_closed_ones(session: Session) -> None:
    ids = [add(session).id or 0, add(session, due_on=TOMORROW).id or 0, done(session).id or 0]
    assert follow_ups.postpone_many(session, ids, due_on=TOMORROW, by=dana) == 1
    assert follow_ups.get(session, ids[2], by=boris).due_on is None


def test_only_a_manager_changes_many_at_once_or_exports(session: Session) -> None:
    number = add(session).id or 0
    with pytest.raises(NotAllowed):
        follow_ups.reassign(session, [number], owner_id=dana.id, by=aigerim)
    with pytest.raises(NotAllowed):
        follow_ups.postpone_many(session, [number], due_on=TOMORROW, by=aigerim)
    with pytest.raises(NotAllowed):
        exported.all_rows(session, by=aigerim)


def test_a_viewer_cannot_complete_a_follow_up(session: Session) -> None:
    with pytest.raises(NotAllowed):
        follow_ups.complete(session, 1, outcome="x", revision=1, by=boris)


def test_an_unknown_follow_up_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        follow_ups.get(session, 404, by=boris)


def test_a_new_follow_up_cannot_be_with_a_partner_in_the_trash(session: Session) -> None:
    session.get_one(Partner, EMC).deleted_at = clock.now()
    with pytest.raises(Invalid):
        add(session, due_on=date(2030, 1, 1))


def test_a_follow_up_is_given_to_a_unit_and_history_tells_it(session: Session) -> None:
    number = add(session).id or 0
    given = follow_ups.give_to_unit(session, number, unit_id=VETERINARY, revision=1, by=aigerim)
    assert (given.unit_id, given.revision) == (VETERINARY, 2)
    told = select(Change.new).where(Change.field == "unit_id", Change.record_id == number)
    assert session.exec(told).all() == [str(VETERINARY)]
    with pytest.raises(Stale):
        follow_ups.give_to_unit(session, number, unit_id=VETERINARY, revision=1, by=aigerim)
    with pytest.raises(Invalid):
        follow_ups.give_to_unit(session, number, unit_id=404, revision=2, by=aigerim)
