"""The sheet of an event: what a row shows, what a save stores, and what it refuses."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, func, select

from tests.world import (
    EMC,
    MARAT,
    SCIENCE_WEEK,
    SEMEY_ENGINEERING,
    aigerim,
    boris,
    dana,
    saule,
)
from tracker import clock, db
from tracker.domain import (
    accounts,
    after_event,
    erasing,
    events,
    follow_ups,
    history,
    interactions,
    merging,
    trash,
    undoing,
)
from tracker.domain.after_event import Guest, SheetRow, Typed, sheet
from tracker.domain.exports import events as exported
from tracker.domain.models import (
    Attendance,
    EventDraft,
    EventPerson,
    FollowUp,
    FollowUpDraft,
    FollowUpKind,
    Interaction,
    InteractionDraft,
    InteractionPerson,
    Kind,
    Participation,
    ParticipationDraft,
    ParticipationRole,
    Partner,
    Stage,
)
from tracker.domain.titles import Title
from tracker.errors import Invalid, NotFound, RowsRefused, RowStale

SOON = clock.today() + timedelta(days=7)


@pytest.fixture
def there(session: Session) -> Session:
    """Both partners are expected at the Science Week, and Marat of EMC."""
    guests = [Guest(partner_id=EMC, person_id=MARAT), Guest(partner_id=SEMEY_ENGINEERING)]
    after_event.add(session, SCIENCE_WEEK, guests, by=aigerim)
    return session


def row(session: Session, partner_id: int = EMC, event_id: int = SCIENCE_WEEK) -> SheetRow:
    rows = after_event.of(session, event_id, by=aigerim).rows
    return next(each for each in rows if each.partner_id == partner_id)


def typed(before: SheetRow, **changed: object) -> Typed:
    """A row as its form sends it: all fields, some of them changed."""
    fields = ("came", "outcome", "next_step", "owner_id", "due_on")
    values = {field: getattr(before, field) for field in fields}
    return Typed(before.partner_id, before.mark, {**values, **changed})


def save(session: Session, partner_id: int = EMC, **changed: object) -> after_event.Saved:
    return after_event.save(
        session, SCIENCE_WEEK, [typed(row(session, partner_id), **changed)], by=aigerim
    )


def refused(session: Session, *rows: Typed, event_id: int = SCIENCE_WEEK) -> dict[int, Any]:
    """The fields and codes of what is wrong with each row."""
    with pytest.raises(RowsRefused) as no:
        after_event.save(session, event_id, rows, by=aigerim)
    assert str(no.value)
    return {
        number: [(each.field, each.code) for each in some]
        for number, some in no.value.problems.items()
    }


def count(session: Session, kind: type[Any]) -> int:
    return session.exec(select(func.count()).select_from(kind)).one()


# What a row shows


def test_a_row_is_a_partner_with_its_people_and_all_of_its_roles(there: Session) -> None:
    events.add_participants(there, SCIENCE_WEEK, [EMC], ParticipationRole.SPEAKER, by=aigerim)
    first, second = after_event.of(there, SCIENCE_WEEK, by=boris).rows
    assert (first.partner, second.partner) == ("EMC", "Semey Engineering")
    assert first.roles == (ParticipationRole.PARTICIPANT, ParticipationRole.SPEAKER)
    assert first.people == ((MARAT, "Марат Әлиев", "Director"),)
    assert (second.stage, second.people) == (Stage.ACTIVE, ())
    assert (first.came, first.outcome, first.next_step, first.owner_id) == (None, "", "", None)


def test_the_rows_are_read_by_pages(there: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "ROWS", 1)
    pages = [after_event.of(there, SCIENCE_WEEK, by=boris, page=page) for page in (0, 1, 2, 9)]
    assert [page.rows[0].partner for page in pages] == [
        *("EMC", "EMC"),
        *("Semey Engineering", "Semey Engineering"),
    ]
    assert {(page.total, page.pages) for page in pages} == {(2, 2)}


def test_an_event_nobody_comes_to_has_an_empty_sheet(session: Session) -> None:
    empty = after_event.of(session, SCIENCE_WEEK, by=boris)
    assert (empty.rows, empty.total, empty.pages, empty.has_begun) == ([], 0, 1, True)
    with pytest.raises(NotFound):
        after_event.of(session, 99, by=boris)


def test_a_partner_in_the_trash_has_no_row(there: Session) -> None:
    partner = there.get_one(Partner, EMC)
    trash.delete(there, Kind.PARTNER, EMC, revision=partner.revision, by=dana)
    assert [each.partner_id for each in after_event.of(there, SCIENCE_WEEK, by=boris).rows] == [
        SEMEY_ENGINEERING
    ]


def test_what_was_noted_elsewhere_stands_in_the_row(there: Session) -> None:
    day = date(2024, 4, 8)
    draft = InteractionDraft(
        happened_on=day, summary="At the stand", outcome="Wants interns", event_id=SCIENCE_WEEK
    )
    interactions.log(there, draft, partner_ids=[EMC], by=dana)
    together = InteractionDraft(happened_on=day, summary="All of us", event_id=SCIENCE_WEEK)
    interactions.log(there, together, partner_ids=[EMC, SEMEY_ENGINEERING], by=dana)
    for subject, kind in ((None, FollowUpKind.RETRAINING), ("Old", FollowUpKind.OTHER)):
        wish = {"subject": subject, "kind": kind, "partner_id": EMC, "owner_id": dana.id}
        made = follow_ups.create(
            there, FollowUpDraft.model_validate({**wish, "event_id": SCIENCE_WEEK}), by=dana
        )
    follow_ups.complete(there, made.id or 0, outcome="ok", revision=made.revision, by=dana)
    now = row(there)
    assert (now.outcome, now.next_step, now.kind) == ("Wants interns", "", FollowUpKind.RETRAINING)
    assert (now.owner_id, now.closed, now.open_follow_ups) == (dana.id, "Old", 1)
    assert save(there, due_on=SOON.isoformat()).rows == 1
    assert (row(there).due_on, row(there).next_step) == (SOON, "")


# What a save stores


def test_one_save_stores_who_came_what_was_said_and_what_is_next(there: Session) -> None:
    rows = [
        typed(
            row(there), outcome="Wants  interns\n\nin May", next_step=" Send  a list ", due_on=SOON
        ),
        typed(row(there, SEMEY_ENGINEERING), came="absent"),
    ]
    saved = after_event.save(there, SCIENCE_WEEK, rows, by=aigerim)
    assert saved == (2, 1, 1)
    (met,) = there.exec(select(Interaction)).all()
    assert (met.kind, met.happened_on, met.event_id) == ("meeting", date(2024, 4, 8), SCIENCE_WEEK)
    assert (met.summary, met.outcome) == ("Science Week", "Wants  interns\n\nin May")
    assert [each.partner_id for each in met.partners] == [EMC]
    assert [each.person_id for each in met.people] == [MARAT]
    assert [each.account_id for each in met.colleagues] == [aigerim.id]
    (step,) = there.exec(select(FollowUp)).all()
    assert (step.subject, step.due_on, step.owner_id) == ("Send a list", SOON, aigerim.id)
    assert (step.interaction_id, step.event_id, step.partner_id) == (met.id, None, EMC)
    now = row(there)
    # Who was spoken with has come.
    assert (now.came, row(there, SEMEY_ENGINEERING).came) == (Attendance.CAME, Attendance.ABSENT)
    assert (now.outcome, now.next_step, now.owner_id) == (met.outcome, "Send a list", aigerim.id)


def test_a_step_without_a_meeting_comes_from_the_event(there: Session) -> None:
    assert save(there, next_step="Write to them", owner_id=str(dana.id)) == (1, 0, 1)
    (step,) = there.exec(select(FollowUp)).all()
    assert (step.event_id, step.interaction_id, step.owner_id) == (SCIENCE_WEEK, None, dana.id)
    assert row(there).came is None


def test_a_row_that_was_saved_is_corrected_and_nothing_is_there_twice(there: Session) -> None:
    save(there, outcome="Wants interns", next_step="Send a list")
    assert save(there, outcome="Wants two interns", owner_id=dana.id, due_on=SOON) == (1, 0, 0)
    assert save(there, came="") == (0, 0, 0)  # spoken with, so they came
    now = row(there)
    assert (now.outcome, now.next_step) == ("Wants two interns", "Send a list")
    assert (now.owner_id, now.due_on) == (dana.id, SOON)
    assert save(there, due_on=None) == (1, 0, 0)
    assert row(there).due_on is None
    assert (count(there, Interaction), count(there, FollowUp)) == (1, 1)


def test_a_later_step_joins_the_meeting_that_is_there(there: Session) -> None:
    save(there, outcome="Wants interns")
    assert save(there, next_step="Send a list") == (1, 0, 1)
    (step,) = there.exec(select(FollowUp)).all()
    assert step.interaction_id == there.exec(select(Interaction.id)).one()


def test_after_a_step_is_done_the_next_can_be_written(there: Session) -> None:
    save(there, next_step="Send a list")
    (step,) = there.exec(select(FollowUp)).all()
    follow_ups.complete(there, step.id or 0, outcome="Sent", revision=step.revision, by=dana)
    assert (row(there).next_step, row(there).closed) == ("", "Send a list")
    assert save(there, next_step="Call them") == (1, 0, 1)


def test_who_came_in_one_role_came(there: Session) -> None:
    events.add_participants(there, SCIENCE_WEEK, [EMC], ParticipationRole.SPEAKER, by=aigerim)
    (_, speaks) = there.exec(select(Participation).where(Participation.partner_id == EMC)).all()
    speaks.came = Attendance.ABSENT
    there.flush()
    assert row(there).came is Attendance.ABSENT
    save(there, came="came")
    assert {each.came for each in events.participants(there, SCIENCE_WEEK, by=boris)} == {
        Attendance.CAME,
        None,
    }
    save(there, came="")
    assert row(there).came is None


def test_the_same_key_twice_stores_once(there: Session) -> None:
    rows = [typed(row(there), outcome="Wants interns")]
    first = after_event.save(there, SCIENCE_WEEK, rows, by=aigerim, key="k")
    again = after_event.save(there, SCIENCE_WEEK, rows, by=aigerim, key="k")
    assert (first, again) == ((1, 1, 0), (0, 0, 0))
    assert count(there, Interaction) == 1


def test_what_is_stored_already_is_left_alone_even_from_an_old_page(there: Session) -> None:
    old = row(there)
    save(there, came="came")
    mark = row(there).mark
    assert after_event.save(there, SCIENCE_WEEK, [typed(old, came="came")], by=dana) == (0, 0, 0)
    assert row(there).mark == mark


def test_an_event_with_a_name_of_one_letter_can_be_met_at(there: Session) -> None:
    one = events.create(there, EventDraft(name_en="X", starts_on=date(2024, 4, 8)), by=aigerim)
    after_event.add(there, one.id or 0, [Guest(partner_id=EMC)], by=aigerim)
    rows = [typed(row(there, EMC, one.id or 0), outcome="Hello")]
    assert after_event.save(there, one.id or 0, rows, by=aigerim).meetings == 1
    assert there.exec(select(Interaction.summary)).one() == "«X»"


# What it refuses


def test_every_problem_of_every_row_is_told_and_nothing_is_stored(there: Session) -> None:
    yesterday = clock.today() - timedelta(days=1)
    bad = typed(row(there), owner_id=99, due_on=yesterday, came="absent", outcome="Hello")
    good = typed(row(there, SEMEY_ENGINEERING), came="came")
    assert refused(there, bad, good) == {
        EMC: [
            ("came", "absent_but_met"),
            ("next_step", "step_missing"),
            ("owner_id", "account_inactive"),
            ("due_on", "in_past"),
        ]
    }
    assert row(there, SEMEY_ENGINEERING).came is None
    assert count(there, Interaction) == 0


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("came", "perhaps", "invalid"),
        ("outcome", "x" * 20_001, "too_long"),
        ("next_step", "x" * 301, "too_long"),
        ("owner_id", "me", "invalid"),
        ("due_on", "2026-02-30", "invalid"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(
    there: Session, field: str, value: str, code: str
) -> None:
    assert refused(there, typed(row(there), **{field: value})) == {EMC: [(field, code)]}


def test_what_was_stored_is_not_erased_by_an_empty_cell(there: Session) -> None:
    save(there, outcome="Wants interns", next_step="Send a list")
    assert refused(there, typed(row(there), outcome=" ", next_step="")) == {
        EMC: [("outcome", "outcome_stays"), ("next_step", "next_step_stays")]
    }
    assert refused(there, typed(row(there), came="absent")) == {EMC: [("came", "absent_but_met")]}


def test_before_an_event_only_steps_are_noted(there: Session) -> None:
    later = EventDraft(name_en="Forum", starts_on=clock.today() + timedelta(days=3))
    forum = events.create(there, later, by=aigerim).id or 0
    after_event.add(there, forum, [Guest(partner_id=EMC)], by=aigerim)
    assert not after_event.of(there, forum, by=boris).has_begun
    now = row(there, EMC, forum)
    assert refused(there, typed(now, outcome="Hello"), event_id=forum) == {
        EMC: [("came", "event_to_come"), ("outcome", "event_to_come")]
    }
    invited = after_event.save(there, forum, [typed(now, next_step="Invite")], by=aigerim)
    assert invited.follow_ups == 1


def test_whoever_is_not_among_the_participants_has_no_row_to_save(session: Session) -> None:
    assert refused(session, Typed(EMC, "", {"came": "came"})) == {EMC: [("row", "no_participant")]}


def test_an_owner_who_left_may_stay_where_they_are(there: Session) -> None:
    save(there, next_step="Send a list", owner_id=dana.id)
    account = accounts.get(there, dana.id, by=saule)
    accounts.deactivate(there, dana.id, revision=account.revision, by=saule)
    assert save(there, next_step="Send a longer list") == (1, 0, 0)


# Two people at once


def they(session: Session, **changed: object) -> None:
    after_event.save(session, SCIENCE_WEEK, [typed(row(session), **changed)], by=dana)


def take_off(session: Session) -> None:
    (part,) = session.exec(select(Participation).where(Participation.partner_id == EMC)).all()
    draft = ParticipationDraft(partner_id=EMC, outcome="Came late", role=part.role)
    events.set_participation(session, part.id or 0, draft, revision=part.revision, by=dana)


def add_role(session: Session) -> None:
    events.add_participants(session, SCIENCE_WEEK, [EMC], ParticipationRole.GUEST, by=dana)


def close(session: Session) -> None:
    (step,) = session.exec(select(FollowUp)).all()
    follow_ups.decline(session, step.id or 0, reason="No", revision=step.revision, by=dana)


def correct(session: Session) -> None:
    they(session, outcome="Wants nobody")


@pytest.mark.parametrize("meanwhile", [take_off, add_role, close, correct])
def test_a_row_that_somebody_changed_meanwhile_is_told_by_name(
    there: Session, meanwhile: Callable[[Session], None]
) -> None:
    save(there, outcome="Wants interns", next_step="Send a list")
    mine = typed(row(there), outcome="Wants three interns")
    other = typed(row(there, SEMEY_ENGINEERING), came="came")
    meanwhile(there)
    there.expire_all()
    before = row(there)
    with pytest.raises(RowsRefused) as no:
        after_event.save(there, SCIENCE_WEEK, [mine, other], by=aigerim)
    (stale,) = no.value.problems[EMC]
    assert isinstance(stale, RowStale)
    assert (stale.field, stale.code, stale.values["who"]) == ("row", "row_stale", dana.name)
    assert stale.theirs == before == row(there)
    assert row(there, SEMEY_ENGINEERING).came is None
    # Whoever has seen it may save over it.
    again = mine._replace(mark=stale.theirs.mark)
    values = {**again.values, "next_step": stale.theirs.next_step}
    values["owner_id"] = stale.theirs.owner_id
    after_event.save(there, SCIENCE_WEEK, [again._replace(values=values)], by=aigerim)
    assert row(there).outcome == "Wants three interns"


def test_a_mark_that_nobody_gave_is_stale(there: Session) -> None:
    for mark in ("", "x|1:1|" + "9" * 40 + ":1", "1:1|2:1|3:1|4"):
        with pytest.raises(RowsRefused) as no:
            rows = [typed(row(there), came="came")._replace(mark=mark)]
            after_event.save(there, SCIENCE_WEEK, rows, by=aigerim)
        assert no.value.problems[EMC][0].code == "row_stale"


def test_of_two_who_save_the_same_row_one_is_told(world: None) -> None:
    with db.transaction() as session:
        after_event.add(session, SCIENCE_WEEK, [Guest(partner_id=EMC)], by=aigerim)
    with db.reading() as session:
        read = row(session)
    with db.transaction() as session:
        after_event.save(session, SCIENCE_WEEK, [typed(read, outcome="One")], by=aigerim)
    with pytest.raises(RowsRefused) as no, db.transaction() as session:
        after_event.save(session, SCIENCE_WEEK, [typed(read, outcome="Two")], by=dana)
    assert no.value.problems[EMC][0].values["who"] == aigerim.name
    with db.reading() as session:
        assert row(session).outcome == "One"


# What else touches a participation


def merge(session: Session, survivor: int, absorbed: int) -> None:
    one, other = (session.get_one(Partner, each).revision for each in (survivor, absorbed))
    merging.merge(session, Kind.PARTNER, survivor, absorbed, revisions=(one, other), by=dana)


@pytest.mark.parametrize("survives", [True, False])
def test_one_of_two_names_that_came_is_a_partner_that_came(there: Session, survives: bool) -> None:
    save(there, EMC, came="absent")
    save(there, SEMEY_ENGINEERING, outcome="Wants interns")
    pair = (EMC, SEMEY_ENGINEERING) if survives else (SEMEY_ENGINEERING, EMC)
    merge(there, *pair)
    (now,) = after_event.of(there, SCIENCE_WEEK, by=boris).rows
    assert (now.partner_id, now.came) == (pair[0], Attendance.CAME)
    assert now.outcome == "Wants interns"


def test_who_is_absent_under_one_name_and_unknown_under_the_other_is_absent(there: Session) -> None:
    save(there, EMC, came="absent")
    merge(there, SEMEY_ENGINEERING, EMC)
    assert row(there, SEMEY_ENGINEERING).came is Attendance.ABSENT


def test_people_come_along_with_a_merge_and_back(there: Session) -> None:
    save(there, EMC, came="came")
    merge(there, SEMEY_ENGINEERING, EMC)
    assert [each.id for each in row(there, SEMEY_ENGINEERING).people] == [MARAT]
    (work,) = undoing.recent(there, by=dana).rows
    undoing.undo(there, work.id, by=dana)
    assert [each.id for each in row(there, EMC).people] == [MARAT]
    assert (row(there, EMC).came, row(there, SEMEY_ENGINEERING).came) == (Attendance.CAME, None)
    assert row(there, SEMEY_ENGINEERING).people == ()


def test_with_the_last_role_the_people_go(there: Session) -> None:
    add_role(there)
    mine = [
        (each.id, each.revision)
        for each in events.participants(there, SCIENCE_WEEK, by=boris)
        if each.partner_id == EMC
    ]
    for left, (number, revision) in zip((1, 0), mine, strict=True):
        events.remove_participant(there, number, revision=revision, by=aigerim)
        assert count(there, EventPerson) == left


def test_of_who_was_erased_since_no_meeting_is_written_down(there: Session) -> None:
    erasing.erase(there, MARAT, reason="Asked", revision=1, by=dana)
    there.expire_all()
    assert row(there).people == ()
    save(there, EMC, outcome="They offer a laboratory")
    assert count(there, InteractionPerson) == 0
    # Of the event stays that somebody was expected.
    assert count(there, EventPerson) == 1


def test_a_preview_of_a_merge_counts_those_who_come_along(there: Session) -> None:
    compared = merging.compare(there, Kind.PARTNER, SEMEY_ENGINEERING, EMC, by=dana)
    assert compared.moves["merge_moves.guests"] == 1


def test_history_tells_in_words_who_came(there: Session) -> None:
    save(there, came="came")
    rows = history.of(there, Kind.EVENT, SCIENCE_WEEK, by=boris).rows
    (told,) = [each for each in rows if each.field == "participants.came"]
    assert (told.link, told.new) == (Title("EMC"), Title("", "attendance.came"))
    assert Title("Марат Әлиев") in [each.new for each in rows if each.field == "people"]


def test_a_file_of_events_tells_who_came(there: Session) -> None:
    add_role(there)
    (*_, speaks) = there.exec(select(Participation).where(Participation.partner_id == EMC)).all()
    speaks.came = Attendance.ABSENT
    save(there, SEMEY_ENGINEERING, came="absent")
    (week,) = exported.all_rows(there, by=dana)
    assert (week.came, week.absent) == ((), ("EMC", "Semey Engineering"))
    save(there, came="came")
    speaks.came = Attendance.ABSENT
    there.flush()
    (week,) = exported.all_rows(there, by=dana)
    # Who came in one role came.
    assert (week.came, week.absent) == (("EMC",), ("Semey Engineering",))
    assert (week.partners, week.people) == (("EMC", "Semey Engineering"), ("Марат Әлиев",))


# Whatever is typed


_TEXT = st.text(max_size=8) | st.sampled_from(["", " ", "ә", "=1", "\x00", "<b>"])
_ANY = st.none() | _TEXT | st.integers(-2, 2**40) | st.lists(st.integers(), max_size=2)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from([EMC, SEMEY_ENGINEERING, 99]),
            st.fixed_dictionaries(
                {
                    "came": st.sampled_from(["came", "absent", "", None]) | _ANY,
                    "outcome": _ANY,
                    "next_step": _ANY,
                    "owner_id": st.sampled_from([None, "", 1, "2"]) | _ANY,
                    "due_on": st.sampled_from([None, "", SOON.isoformat()]) | _ANY,
                    "more": _ANY,
                }
            ),
        ),
        max_size=4,
    )
)
def test_nothing_typed_breaks_a_save_or_stores_half_of_it(
    there: Session, rows: list[tuple[int, dict[str, Any]]]
) -> None:
    marks = {one.partner_id: one.mark for one in after_event.of(there, SCIENCE_WEEK, by=boris).rows}
    sent = [Typed(number, marks.get(number, ""), values) for number, values in rows]
    step = there.begin_nested()
    try:
        saved = after_event.save(there, SCIENCE_WEEK, sent, by=aigerim)
    except RowsRefused as no:
        saved = after_event.Saved()
        wrong = [one for some in no.problems.values() for one in some]
        if not wrong or not all(isinstance(one, Invalid) for one in wrong):
            raise
    stored = count(there, Interaction), count(there, FollowUp)
    step.rollback()
    there.expire_all()
    assert stored == (saved.meetings, saved.follow_ups)
