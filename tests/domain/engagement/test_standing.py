"""Where partners stand: kept with its age, renewed when it is due, and listed; and the rule."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.domain.engagement.records import Happened, ago, put, summed, work_out
from tests.world import EMC, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker import clock
from tracker.domain import engagement, follow_ups, merging, partners, ranking, trash
from tracker.domain.engagement import USUAL, Course, standing, sums
from tracker.domain.models import (
    Direction,
    EngagementScore,
    FollowUp,
    FollowUpKind,
    FollowUpStatus,
    Interaction,
    InteractionKind,
    Kind,
    Partner,
    Proof,
    Trend,
    Unit,
    Work,
)
from tracker.domain.partners import PartnerFilter, Sort
from tracker.errors import Invalid, NotAllowed

TODAY = clock.today()
SHIFT = (TODAY - ago(0)).days  # stories count their days from another one


def met(partner: int, days: int, kind: InteractionKind = InteractionKind.VISIT) -> Happened:
    return Happened("interaction", partner, kind, days - SHIFT)


def promised(partner: int, days: int, **more: Any) -> Happened:
    story = Happened("follow_up", partner, FollowUpKind.JOINT_RESEARCH, days - SHIFT)
    return story._replace(closed=days - SHIFT)._replace(**more)


def course(session: Session, partner: int = EMC) -> Course:
    return engagement.course(session, partner, by=boris, today=TODAY)


def total(session: Session, partner: int = EMC) -> float:
    score = course(session, partner).score
    assert score is not None
    return score.total


def listed(session: Session, trend: Trend, *, sort: Sort = Sort.ENGAGEMENT) -> list[int]:
    wanted = PartnerFilter(engagement=trend)
    rows = ranking.search(session, wanted, by=boris, sort=sort).rows
    return [row.id for row in rows]


def test_before_the_first_time_nobody_is_ranked(session: Session) -> None:
    assert standing.is_due(session)
    assert engagement.last_run(session, by=boris) is None
    assert listed(session, Trend.KNOWN) == []
    assert listed(session, Trend.UNKNOWN) == [EMC, SEMEY_ENGINEERING]


def test_the_ranking_says_what_the_partner_s_page_says(session: Session) -> None:
    put(session, [met(EMC, 10), met(EMC, 200), promised(EMC, 30), met(SEMEY_ENGINEERING, 5)])
    work_out(session)
    assert listed(session, Trend.KNOWN) == [EMC, SEMEY_ENGINEERING]
    (row, other) = partners.search(session, by=boris, sort=Sort.ENGAGEMENT, descending=True).rows
    now = course(session)
    assert now.score is not None
    assert now.change is not None
    assert (row.score, row.change) == (round(now.score.total, 1), round(now.change, 1))
    assert (row.kinds, row.two_way) == (2, 0)
    assert (other.change, other.two_way) == (None, None)
    assert course(session, SEMEY_ENGINEERING).change is None
    assert listed(session, Trend.RISING, sort=Sort.CHANGE) == [EMC, SEMEY_ENGINEERING]
    assert listed(session, Trend.UNKNOWN) == []


def test_partners_are_worked_out_some_at_a_time(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(session, [met(EMC, 10), promised(EMC, 30), met(SEMEY_ENGINEERING, 5)])
    days = TODAY, TODAY - standing.QUARTER
    at_once = summed(session, days, USUAL)
    monkeypatch.setattr(sums, "_AT_ONCE", 1)
    assert len(list(sums.parts(session))) > 1
    assert summed(session, days, USUAL) == at_once
    assert sorted(at_once) == sorted([EMC, SEMEY_ENGINEERING])


def test_a_run_that_broke_off_says_nothing_and_is_due_again(session: Session) -> None:
    put(session, [met(EMC, 10)])
    run, (part,) = standing.begun(session), sums.parts(session)
    standing.keep(session, part, standing.worked_out(session, run, part))
    assert standing.is_due(session)
    assert engagement.last_run(session, by=boris) is None
    standing.end(session, run, 0.0)
    assert not standing.is_due(session)
    assert engagement.last_run(session, by=boris) == run.at


def test_a_rule_that_is_changed_meanwhile_is_not_forgotten(session: Session) -> None:
    put(session, [met(EMC, 10)])
    run = standing.begun(session)
    engagement.set_rule(session, USUAL._replace(half=USUAL.half * 2), by=dana)
    standing.end(session, run, 0.0)
    assert standing.is_due(session)
    work_out(session)
    assert not standing.is_due(session)


def test_one_that_was_left_alone_falls(session: Session) -> None:
    put(session, [met(EMC, 95 + n) for n in range(9)] + [promised(EMC, 95)])
    work_out(session)
    assert listed(session, Trend.FALLING, sort=Sort.CHANGE) == [EMC]
    assert listed(session, Trend.RISING) == []


def test_it_is_worked_out_anew_each_day_and_after_changes_but_not_all_the_time(
    session: Session,
) -> None:
    work_out(session)
    assert not standing.is_due(session)
    put(session, [met(EMC, 1)])
    assert standing.is_due(session)
    work_out(session, seconds=30.0)
    put(session, [met(EMC, 2)])
    assert not standing.is_due(session)
    with _in(minutes=11):
        assert standing.is_due(session)
    work_out(session)
    with _in(minutes=31):
        assert standing.is_due(session)
    with _in(minutes=60 * 24):
        assert standing.is_due(session)


@contextmanager
def _in(*, minutes: int) -> Iterator[None]:
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        yield


def test_only_what_differs_is_written_and_what_is_gone_goes(session: Session) -> None:
    put(session, [met(EMC, 10), met(SEMEY_ENGINEERING, 10)])
    work_out(session)
    for record in session.exec(select(Interaction)).all():
        if record.partners[0].partner_id == EMC:
            record.deleted_at = clock.now()
    put(session, [met(SEMEY_ENGINEERING, 3)])
    work_out(session)
    kept = session.exec(select(EngagementScore)).all()
    assert [each.partner_id for each in kept] == [SEMEY_ENGINEERING]
    assert listed(session, Trend.UNKNOWN) == [EMC]


def test_what_goes_to_the_trash_counts_no_more_until_it_comes_back(session: Session) -> None:
    put(session, [met(EMC, 10)])
    before = total(session)
    (record,) = session.exec(select(Interaction)).all()
    number, revision = record.id or 0, record.revision
    trash.delete(session, Kind.INTERACTION, number, revision=revision, by=dana)
    assert course(session).score is None
    assert [each.total for each in course(session).points] == [None] * 25
    trash.restore(session, Kind.INTERACTION, number, by=dana)
    assert total(session) == before
    emc = session.get_one(Partner, EMC)
    work_out(session)
    trash.delete(session, Kind.PARTNER, EMC, revision=emc.revision, by=dana)
    assert listed(session, Trend.KNOWN) == []


def test_two_that_are_one_have_what_both_had(session: Session) -> None:
    put(session, [met(EMC, 10), promised(SEMEY_ENGINEERING, 20)])
    alone = total(session)
    one, other = (session.get_one(Partner, each) for each in (EMC, SEMEY_ENGINEERING))
    revisions = one.revision, other.revision
    work_out(session)
    merging.merge(session, Kind.PARTNER, EMC, SEMEY_ENGINEERING, revisions=revisions, by=dana)
    assert total(session) > alone
    score = course(session).score
    assert score is not None
    assert set(score.parts) == {Work.VISITS, Work.RESEARCH}
    work_out(session)
    assert listed(session, Trend.KNOWN) == [EMC]


def test_a_promise_counts_from_when_it_was_taken_up_and_more_when_it_is_kept(
    session: Session,
) -> None:
    put(session, [promised(EMC, 300, status=FollowUpStatus.OPEN)])
    assert course(session).score is None
    (record,) = session.exec(select(FollowUp)).all()
    with _in(minutes=-60 * 24 * 100):
        follow_ups.start(session, record.id or 0, revision=record.revision, by=aigerim)
    begun = course(session)
    assert begun.score is not None
    assert begun.score.two_way.share is None
    part = begun.score.parts[Work.RESEARCH]
    (reason,) = engagement.reasons(session, EMC, begun, by=boris)
    assert (reason.day, part.amount) == (TODAY - timedelta(days=100), 0.5)
    follow_ups.complete(
        session, record.id or 0, outcome="Done", revision=record.revision, by=aigerim
    )
    kept = course(session)
    assert kept.score is not None
    assert kept.score.total > begun.score.total
    assert kept.score.two_way.share == 0
    # What was done today changes no month before it.
    assert kept.points[:-1] == begun.points[:-1]
    assert kept.before == begun.before
    assert any(each.total for each in kept.points[:-1])
    (reason,) = engagement.reasons(session, EMC, kept, by=boris)
    assert (reason.proof, reason.side) == (Proof.KEPT, Direction.WE_OWE)
    assert reason.points == pytest.approx(kept.score.total)


def test_what_was_declined_or_never_begun_brings_nothing(session: Session) -> None:
    for status in (FollowUpStatus.PROPOSED, FollowUpStatus.OPEN, FollowUpStatus.DECLINED):
        put(session, [promised(EMC, 20, status=status)])
    assert course(session).score is None
    assert engagement.reasons(session, EMC, course(session), by=boris) == []


def test_the_months_are_their_last_days_and_today(session: Session) -> None:
    put(session, [met(EMC, 70)])
    points = course(session).points
    assert len(points) == 25
    assert points[-1].day == TODAY
    assert all((each.day + timedelta(days=1)).day == 1 for each in points[:-1])
    known = [each.day for each in points if each.total is not None]
    assert known == [each.day for each in points if each.day >= TODAY - timedelta(days=70)]


def test_the_list_finds_those_with_whom_a_unit_works(session: Session) -> None:
    unit = session.exec(select(Unit)).one().id
    put(session, [met(EMC, 3), promised(SEMEY_ENGINEERING, 3, status=FollowUpStatus.OPEN)])
    wanted = PartnerFilter(unit_id=unit)
    assert partners.search(session, wanted, by=boris).rows == []
    session.exec(select(Interaction)).one().unit_id = unit
    session.flush()
    assert [row.id for row in partners.search(session, wanted, by=boris).rows] == [EMC]
    session.exec(select(FollowUp)).one().unit_id = unit
    session.flush()
    assert len(partners.search(session, wanted, by=boris).rows) == 2


NOTHING = USUAL._replace(shares=dict.fromkeys(Work, 0))


REFUSED = [
    (NOTHING, "shares"),
    (USUAL._replace(shares={**USUAL.shares, Work.EVENTS: 101}), "shares"),
    (USUAL._replace(half_lives={**USUAL.half_lives, Work.EVENTS: 29}), "half_lives"),
    (USUAL._replace(weights={**USUAL.weights, Proof.TALK: float("nan")}), "weights"),
    (USUAL._replace(weights={**USUAL.weights, Proof.TALK: -0.1}), "weights"),
    (USUAL._replace(half=0.0), "half"),
    (USUAL._replace(half=float("nan")), "half"),
    (USUAL._replace(least=1.01), "least"),
]


def test_a_rule_that_makes_no_sense_is_refused(session: Session) -> None:
    for wanted, field in REFUSED:
        with pytest.raises(Invalid) as refused:
            engagement.set_rule(session, wanted, by=dana)
        assert refused.value.field == field


def test_who_steers_sets_the_rule_and_all_is_worked_out_anew(session: Session) -> None:
    assert engagement.rule(session, by=boris) == USUAL
    engagement.set_rule(session, USUAL, by=dana)  # before anything was worked out
    put(session, [met(EMC, 0)])
    before = total(session)
    only_visits = NOTHING._replace(shares={**NOTHING.shares, Work.VISITS: 3})
    with pytest.raises(NotAllowed):
        engagement.set_rule(session, only_visits, by=aigerim)
    work_out(session)
    engagement.set_rule(session, only_visits, by=dana)
    assert standing.is_due(session)
    work_out(session)
    assert total(session) == pytest.approx(10 * before)
    (row,) = [each for each in partners.search(session, by=boris).rows if each.id == EMC]
    assert row.score == round(10 * before, 1)
    engagement.set_rule(session, USUAL, by=dana)
    assert engagement.rule(session, by=boris) == USUAL
    assert total(session) == pytest.approx(before)
