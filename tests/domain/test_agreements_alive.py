"""Alive or on paper: what was promised in an agreement, and the follow-ups that say so."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from tests.world import EMC, SCIENCE_WEEK, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import (
    agreements,
    drafts,
    events,
    follow_ups,
    interactions,
    merging,
    partners,
    trash,
)
from tracker.domain.agreements import AgreementFilter, PromiseState, Verdict, promises
from tracker.domain.agreements.promises import PromiseRow
from tracker.domain.models import (
    AgreementDraft,
    AgreementPromiseDraft,
    Attendance,
    Change,
    FollowUp,
    FollowUpDraft,
    FollowUpKind,
    FollowUpStatus,
    InteractionDraft,
    Kind,
    ParticipationDraft,
    ParticipationRole,
    PartnerDraft,
    Period,
    Renewal,
)
from tracker.errors import Invalid, NotAllowed, NotFound, Stale

INTERNSHIP, EQUIPMENT = FollowUpKind.INTERNSHIP, FollowUpKind.EQUIPMENT


def days(number: int) -> date:
    return clock.today() + timedelta(days=number)


def sign(session: Session, **typed: Any) -> int:
    ids = typed.pop("partner_ids", [EMC])
    given = {"title": "Memo", "signed_on": days(-400), **typed}
    draft = drafts.checked(AgreementDraft, given)
    return agreements.create(session, draft, partner_ids=ids, by=aigerim).id or 0


def promise(session: Session, number: int, kind: FollowUpKind = INTERNSHIP, **typed: Any) -> int:
    draft = drafts.checked(AgreementPromiseDraft, {"subject": "Places", "kind": kind, **typed})
    promises.add(session, number, [draft], by=aigerim)
    return rows(session, number)[-1].id


def rows(session: Session, number: int) -> list[PromiseRow]:
    return promises.of(session, number, by=boris)


def states(session: Session, number: int) -> list[PromiseState]:
    return [row.state for row in rows(session, number)]


def verdict(session: Session, number: int) -> Verdict:
    """As the page says it, and the list, and its filter."""
    judged = agreements.standing(session, agreements.get(session, number, by=boris), by=boris)
    listed = {row.id: row.verdict for row in agreements.search(session, by=boris).rows}
    assert listed[number] is judged.verdict
    for each in Verdict:
        found = agreements.search(session, AgreementFilter(verdict=each), by=boris).rows
        assert (number in {row.id for row in found}) == (each is judged.verdict)
    return judged.verdict


def follow_up(session: Session, kind: FollowUpKind = INTERNSHIP, **typed: Any) -> FollowUp:
    given = {"kind": kind, "partner_id": EMC, "owner_id": aigerim.id, **typed}
    return follow_ups.create(session, drafts.checked(FollowUpDraft, given), by=aigerim)


def done(session: Session, ago: int = 1, **typed: Any) -> FollowUp:
    made = follow_up(session, **typed)
    with clock.at(clock.now() - timedelta(days=ago)):
        return follow_ups.complete(
            session, made.id or 0, outcome="Done", revision=made.revision, by=aigerim
        )


def started(session: Session, **typed: Any) -> FollowUp:
    made = follow_up(session, **typed)
    return follow_ups.start(session, made.id or 0, revision=made.revision, by=aigerim)


def test_without_promises_or_a_day_nothing_is_known(session: Session) -> None:
    assert verdict(session, sign(session)) is Verdict.UNKNOWN
    undated = sign(session, signed_on=None)
    promise(session, undated)
    done(session)
    assert verdict(session, undated) is Verdict.UNKNOWN


def test_what_is_done_keeps_a_promise_and_what_is_worked_on_is_under_way(session: Session) -> None:
    number = sign(session)
    promise(session, number)
    promise(session, number, EQUIPMENT)
    assert verdict(session, number) is Verdict.ON_PAPER
    started(session)
    assert states(session, number) == [PromiseState.UNDER_WAY, PromiseState.NOTHING]
    assert verdict(session, number) is Verdict.PARTLY
    done(session)
    assert states(session, number) == [PromiseState.KEPT, PromiseState.NOTHING]
    started(session, kind=EQUIPMENT)
    assert verdict(session, number) is Verdict.ALIVE


def test_an_intention_keeps_no_promise_and_a_refusal_is_no_evidence(session: Session) -> None:
    number = sign(session)
    promise(session, number)
    follow_up(session)
    refused = follow_up(session)
    follow_ups.decline(session, refused.id or 0, reason="No", revision=refused.revision, by=aigerim)
    (row,) = rows(session, number)
    assert row.state is PromiseState.NOTHING
    assert [(each.status, each.counts) for each in row.evidence] == [(FollowUpStatus.OPEN, False)]


def test_only_parties_only_their_kind_and_never_the_kind_other_keep_a_promise(
    session: Session,
) -> None:
    number = sign(session)
    promise(session, number)
    promise(session, number, FollowUpKind.OTHER)
    done(session, partner_id=SEMEY_ENGINEERING)
    done(session, kind=EQUIPMENT)
    done(session, kind=FollowUpKind.OTHER)
    assert states(session, number) == [PromiseState.NOTHING, PromiseState.NOTHING]
    assert not any(row.evidence for row in rows(session, number))


def test_a_link_by_hand_decides_which_promise_is_kept(session: Session) -> None:
    number = sign(session)
    promise(session, number)
    other = promise(session, number, FollowUpKind.OTHER)
    done(session, promise_id=other)
    assert states(session, number) == [PromiseState.NOTHING, PromiseState.KEPT]
    (evidence,) = rows(session, number)[1].evidence
    assert evidence.is_linked
    assert evidence.counts
    assert evidence.partner == "EMC"


def test_what_was_done_before_the_signing_or_after_the_end_does_not_count(
    session: Session,
) -> None:
    number = sign(session, signed_on=days(-300), valid_until=days(-100))
    promise(session, number)
    done(session, ago=301)
    done(session, ago=99)
    started(session)
    assert states(session, number) == [PromiseState.NOTHING]
    assert [each.counts for each in rows(session, number)[0].evidence] == [False] * 3
    done(session, ago=100)
    assert states(session, number) == [PromiseState.KEPT]
    assert verdict(session, number) is Verdict.ALIVE


def test_one_that_renews_itself_goes_on_after_its_last_day(session: Session) -> None:
    number = sign(session, valid_until=days(-100), renewal=Renewal.AUTOMATIC)
    promise(session, number)
    done(session)
    assert verdict(session, number) is Verdict.ALIVE


def test_after_the_day_of_a_lapse_nothing_counts(session: Session) -> None:
    number = sign(session)
    promise(session, number)
    agreements.let_lapse(session, number, on=days(-10), reason="Closed", revision=1, by=aigerim)
    done(session, ago=9)
    assert verdict(session, number) is Verdict.ON_PAPER
    done(session, ago=10)
    assert verdict(session, number) is Verdict.ALIVE


def test_what_is_promised_every_year_is_done_every_year(session: Session) -> None:
    number = sign(session)
    promise(session, number, every_year=True)
    done(session, ago=366)
    assert verdict(session, number) is Verdict.ON_PAPER
    done(session, ago=365)
    assert verdict(session, number) is Verdict.ALIVE


def test_of_one_that_is_over_any_year_counts(session: Session) -> None:
    number = sign(session, signed_on=days(-900), valid_until=days(-30))
    promise(session, number, every_year=True)
    done(session, ago=800)
    assert verdict(session, number) is Verdict.ALIVE


@pytest.mark.parametrize(
    ("signed", "expected"), [(-179, Verdict.EARLY), (-180, Verdict.ON_PAPER), (5, Verdict.EARLY)]
)
def test_nobody_is_blamed_in_the_first_half_year(
    session: Session, signed: int, expected: Verdict
) -> None:
    number = sign(session, signed_on=days(signed))
    promise(session, number)
    assert verdict(session, number) is expected


def test_a_young_agreement_where_all_is_on_its_way_is_alive(session: Session) -> None:
    number = sign(session, signed_on=days(-10))
    promise(session, number)
    promise(session, number, EQUIPMENT)
    started(session)
    assert verdict(session, number) is Verdict.EARLY
    started(session, kind=EQUIPMENT)
    assert verdict(session, number) is Verdict.ALIVE


def test_what_is_not_due_yet_is_not_held_against_anybody(session: Session) -> None:
    number = sign(session)
    promise(session, number, promised_until=days(0))
    assert states(session, number) == [PromiseState.NOT_DUE]
    assert verdict(session, number) is Verdict.EARLY
    promise(session, number, EQUIPMENT)
    assert verdict(session, number) is Verdict.ON_PAPER
    done(session, kind=EQUIPMENT)
    assert verdict(session, number) is Verdict.ALIVE
    promise(session, number, FollowUpKind.EXPERTISE, promised_until=days(-1))
    assert verdict(session, number) is Verdict.PARTLY


def test_a_follow_up_in_the_trash_is_no_evidence(session: Session) -> None:
    number = sign(session)
    promise(session, number)
    kept = done(session)
    trash.delete(session, Kind.FOLLOW_UP, kept.id or 0, revision=kept.revision, by=dana)
    assert verdict(session, number) is Verdict.ON_PAPER
    trash.restore(session, Kind.FOLLOW_UP, kept.id or 0, by=dana)
    assert verdict(session, number) is Verdict.ALIVE


def test_a_follow_up_fulfils_only_what_its_partner_has_a_part_in(session: Session) -> None:
    theirs = promise(session, sign(session, partner_ids=[SEMEY_ENGINEERING]))
    mine = promise(session, sign(session))
    with pytest.raises(Invalid) as refused:
        follow_up(session, promise_id=theirs)
    assert (refused.value.field, refused.value.code) == ("promise_id", "not_promised")
    made = follow_up(session, promise_id=mine)
    draft = FollowUpDraft.model_validate(made).model_copy(update={"promise_id": theirs})
    with pytest.raises(Invalid):
        follow_ups.update(session, made.id or 0, draft, revision=made.revision, by=aigerim)


def test_a_follow_up_of_a_trashed_agreement_is_still_edited(session: Session) -> None:
    number = sign(session)
    made = follow_up(session, promise_id=promise(session, number))
    assert promises.told(session, made.promise_id or 0, by=boris) == (number, "Memo", "Places")
    trash.delete(session, Kind.AGREEMENT, number, revision=1, by=dana)
    draft = FollowUpDraft.model_validate(made).model_copy(update={"subject": "Two places"})
    follow_ups.update(session, made.id or 0, draft, revision=made.revision, by=aigerim)
    assert promises.told(session, made.promise_id or 0, by=boris) is None
    with pytest.raises(NotFound):
        promises.update(
            session, made.promise_id or 0, AgreementPromiseDraft(subject="No"), revision=1,
            by=aigerim,
        )  # fmt: skip


def test_what_may_be_fulfilled_are_the_promises_to_that_partner(session: Session) -> None:
    old = promise(session, sign(session, title="Old", signed_on=days(-900)))
    both = promise(session, sign(session, partner_ids=[EMC, SEMEY_ENGINEERING]))
    assert promises.open_to(session, EMC, by=boris) == [
        (both, "Memo", "Places"),
        (old, "Old", "Places"),
    ]
    assert [each[0] for each in promises.open_to(session, SEMEY_ENGINEERING, by=boris)] == [both]
    kept = promises.open_to(session, SEMEY_ENGINEERING, but=old, by=boris)
    assert [each[0] for each in kept] == [both, old]


def test_the_next_of_a_repetition_fulfils_the_same(session: Session) -> None:
    mine = promise(session, sign(session))
    again = {"repeat_every": 12, "rhythm": Period.MONTHS, "due_on": days(0)}
    done(session, ago=0, promise_id=mine, **again)
    found = session.scalars(select(FollowUp.promise_id).order_by(col(FollowUp.id)))
    assert list(found) == [mine, mine]


def test_merged_partners_bring_what_was_promised_and_done_together(session: Session) -> None:
    twin = partners.create(
        session, drafts.checked(PartnerDraft, {"name_en": "EMC 2", "sector": "industry"}), by=dana
    )
    number = sign(session, partner_ids=[twin.id])
    promise(session, number)
    done(session)
    assert verdict(session, number) is Verdict.ON_PAPER
    merging.merge(session, Kind.PARTNER, EMC, twin.id or 0, revisions=(1, twin.revision), by=dana)
    assert verdict(session, number) is Verdict.ALIVE


def test_a_promise_is_corrected_and_its_second_editor_is_told(session: Session) -> None:
    number = sign(session)
    mine = promise(session, number, amount=10, measure="places")
    draft = AgreementPromiseDraft(subject="Twelve places", kind=INTERNSHIP, amount=12)
    promises.update(session, mine, draft, revision=1, by=aigerim)
    assert [(row.subject, row.amount) for row in rows(session, number)] == [("Twelve places", 12)]
    for late in (promises.update, promises.remove):
        more = {"draft": draft} if late is promises.update else {}
        with pytest.raises(Stale):
            late(session, mine, **more, revision=1, by=dana)
    with pytest.raises(NotFound):
        promises.remove(session, 404, revision=1, by=aigerim)


def test_a_promise_taken_off_the_list_leaves_what_was_done(session: Session) -> None:
    number = sign(session)
    mine = promise(session, number)
    made = done(session, promise_id=mine)
    promises.remove(session, mine, revision=1, by=aigerim)
    assert rows(session, number) == []
    assert follow_ups.get(session, made.id or 0, by=boris).promise_id is None


def test_what_was_promised_and_corrected_is_history(world: None) -> None:
    with db.transaction() as session:
        number = sign(session)
        mine = promise(session, number)
    with db.transaction() as session:
        promises.update(
            session, mine, AgreementPromiseDraft(subject="Places", amount=3), revision=1, by=dana
        )
    with db.reading() as session:
        told = session.exec(
            select(Change.field, Change.new)
            .where(Change.kind == Kind.AGREEMENT, col(Change.field).startswith("promises"))
            .order_by(col(Change.id))
        ).all()
    assert told[0] == ("promises", "Places")
    assert ("promises.Places.amount", "3") in told


def test_promises_saved_twice_are_stored_once_and_not_without_end(world: None) -> None:
    draft = AgreementPromiseDraft(subject="Places")
    with db.transaction() as session:
        number = sign(session)
    for _ in range(2):
        with db.transaction() as session:
            assert promises.add(session, number, [draft, draft], by=aigerim, key="k") == 2
    with db.transaction() as session:
        assert len(rows(session, number)) == 2
        with pytest.raises(Invalid) as refused:
            promises.add(session, number, [draft] * 49, by=aigerim)
        assert refused.value.code == "too_many"


def test_a_viewer_promises_nothing(session: Session) -> None:
    with pytest.raises(NotAllowed):
        promises.add(session, sign(session), [], by=boris)


@pytest.mark.parametrize("amount", [0, -1, 1_000_001])
def test_nobody_promises_nothing_or_a_million(amount: int) -> None:
    with pytest.raises(drafts.InvalidDraft):
        drafts.checked(AgreementPromiseDraft, {"subject": "Places", "amount": amount})


def test_what_happened_with_the_parties_since_is_counted(session: Session) -> None:
    number = sign(session, signed_on=days(-20), partner_ids=[EMC, SEMEY_ENGINEERING])
    for ago in (21, 20, 3):
        draft = InteractionDraft(happened_on=days(-ago), summary="Talk")
        interactions.log(session, draft, partner_ids=[EMC, SEMEY_ENGINEERING], by=aigerim)
    guest = ParticipationRole.GUEST
    events.add_participants(session, SCIENCE_WEEK, [EMC], role=guest, by=aigerim)
    signed = agreements.get(session, number, by=boris)
    found = agreements.activity(session, signed, by=boris)
    assert found == (2, days(-3), 0, None)
    old = agreements.get(session, sign(session, signed_on=date(2024, 4, 8)), by=boris)
    assert agreements.activity(session, old, by=boris) == (3, days(-3), 1, date(2024, 4, 8))
    (there,) = events.participants(session, SCIENCE_WEEK, by=boris)
    absent = ParticipationDraft(partner_id=EMC, came=Attendance.ABSENT)
    events.set_participation(session, there.id, absent, revision=there.revision, by=aigerim)
    assert agreements.activity(session, old, by=boris).events == 0
    over = agreements.get(session, sign(session, valid_until=days(-21)), by=boris)
    assert agreements.activity(session, over, by=boris) == (1, days(-21), 0, None)
    over.renewal = Renewal.AUTOMATIC
    assert agreements.activity(session, over, by=boris).contacts == 3
    undated = agreements.get(session, sign(session, signed_on=None), by=boris)
    assert agreements.activity(session, undated, by=boris) == (0, None, 0, None)
