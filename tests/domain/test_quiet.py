"""Quiet partners: when one counts as quiet, why, and whose they are."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from tests.world import EMC, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import agreements, drafts, events, interactions, news, partners, quiet
from tracker.domain.models import (
    AgreementDraft,
    Attendance,
    EventDraft,
    Interaction,
    InteractionDraft,
    Kind,
    NewsItemDraft,
    Participation,
    ParticipationRole,
    Partner,
    Stage,
    Tier,
)
from tracker.domain.quiet import Rule
from tracker.errors import Invalid, NotAllowed

TODAY = clock.today()
SIMPLE = Rule({Tier.STRATEGIC: 10, Tier.KEY: 20, Tier.REGULAR: 30}, ())
DAYS = st.dates(date(2028, 1, 1), date(2028, 12, 31)).map(lambda day: (day.month, day.day))


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def old(session: Session) -> Session:
    """Both partners were written down long ago, active and never touched."""
    quiet.set_rule(session, SIMPLE, by=dana)
    for number in (EMC, SEMEY_ENGINEERING):
        partner = session.get_one(Partner, number)
        partner.created_at = clock.now() - timedelta(days=100)
        partner.stage, partner.owner_id = Stage.ACTIVE, aigerim.id
    session.flush()
    return session


def quiet_ones(session: Session) -> list[int]:
    wanted = partners.PartnerFilter(quiet=True)
    return [row.id for row in partners.search(session, wanted, by=boris).rows]


def meet(session: Session, day: date) -> None:
    typed = {"happened_on": day, "summary": "We met"}
    draft = drafts.checked(InteractionDraft, typed)
    interactions.log(session, draft, partner_ids=[EMC], by=aigerim)


def take_part(session: Session, day: date) -> None:
    event = events.create(
        session, drafts.checked(EventDraft, {"name_en": "Fair", "starts_on": day}), by=aigerim
    )
    events.add_participants(
        session, event.id or 0, [EMC], ParticipationRole.PARTICIPANT, by=aigerim
    )


def write(session: Session, day: date) -> None:
    draft = drafts.checked(NewsItemDraft, {"title": "Together", "published_on": day})
    news.create(session, draft, partner_ids=[EMC], by=aigerim)


def sign(session: Session, day: date) -> None:
    draft = drafts.checked(AgreementDraft, {"title": "Memorandum", "signed_on": day})
    agreements.create(session, draft, partner_ids=[EMC], by=aigerim)


TOUCHES = {
    Kind.INTERACTION: meet,
    Kind.EVENT: take_part,
    Kind.NEWS_ITEM: write,
    Kind.AGREEMENT: sign,
}


@pytest.mark.parametrize("how", sorted(TOUCHES))
def test_any_touch_ends_the_silence_for_as_long_as_the_tier_allows(old: Session, how: Kind) -> None:
    assert quiet_ones(old) == [EMC, SEMEY_ENGINEERING]
    TOUCHES[how](old, ago(31))
    assert quiet_ones(old) == [EMC, SEMEY_ENGINEERING]
    (reason,) = quiet.why(old, {EMC: Tier.REGULAR}, by=boris).values()
    assert reason == (ago(31), how, 31, 30)
    TOUCHES[how](old, ago(30))
    assert quiet_ones(old) == [SEMEY_ENGINEERING]
    assert quiet.why(old, {EMC: Tier.REGULAR}, by=boris) == {}


@pytest.mark.parametrize("how", sorted(TOUCHES))
def test_what_is_still_to_come_is_no_touch(old: Session, how: Kind) -> None:
    if how is not Kind.INTERACTION:
        TOUCHES[how](old, TODAY + timedelta(days=5))
    assert quiet_ones(old) == [EMC, SEMEY_ENGINEERING]


def test_who_did_not_come_was_not_there(old: Session) -> None:
    take_part(old, ago(3))
    (there,) = old.exec(select(Participation)).all()
    there.came = Attendance.ABSENT
    old.flush()
    assert quiet_ones(old) == [EMC, SEMEY_ENGINEERING]


def test_what_is_in_the_trash_is_no_touch(old: Session) -> None:
    meet(old, TODAY)
    (row,) = interactions.search(old, by=boris).rows
    old.get_one(Interaction, row.id).deleted_at = clock.now()
    old.flush()
    assert quiet_ones(old) == [EMC, SEMEY_ENGINEERING]
    (reason,) = quiet.why(old, {EMC: Tier.REGULAR}, by=boris).values()
    assert reason == (None, None, 100, 30)


def test_the_more_important_the_sooner(old: Session) -> None:
    meet(old, ago(15))
    assert quiet_ones(old) == [SEMEY_ENGINEERING]
    old.get_one(Partner, EMC).tier = Tier.STRATEGIC
    old.flush()
    assert quiet_ones(old) == [EMC, SEMEY_ENGINEERING]
    assert [(row.id, row.why.allowed) for row in quiet.mine(old, by=aigerim)] == [
        (EMC, 10),
        (SEMEY_ENGINEERING, 30),
    ]
    assert quiet.mine(old, by=dana) == []


@pytest.mark.parametrize("stage", [Stage.IDENTIFIED, Stage.DORMANT])
def test_some_are_expected_to_be_silent(old: Session, stage: Stage) -> None:
    old.get_one(Partner, EMC).stage = stage
    old.flush()
    assert quiet_ones(old) == [SEMEY_ENGINEERING]


def test_one_that_was_written_down_lately_is_given_time(old: Session) -> None:
    old.get_one(Partner, EMC).created_at = clock.now() - timedelta(days=29)
    old.flush()
    assert quiet_ones(old) == [SEMEY_ENGINEERING]


def test_days_of_the_holidays_do_not_count(old: Session) -> None:
    meet(old, ago(31))
    first, last = ago(20), ago(11)
    pause = ((first.month, first.day), (last.month, last.day))
    quiet.set_rule(old, SIMPLE._replace(pauses=(pause,)), by=dana)
    assert quiet_ones(old) == [SEMEY_ENGINEERING]
    assert quiet.counted(ago(31), (pause,)) == 21


@settings(max_examples=150, deadline=None)
@given(
    allowed=st.integers(7, 400),
    pauses=st.lists(st.tuples(DAYS, DAYS), max_size=2).filter(
        lambda pauses: (
            sum(first > last for first, last in pauses) == 0
            and sum((last[0] - first[0]) * 31 + 31 for first, last in pauses) < 250
        )
    ),
    back=st.integers(0, 900),
)
def test_both_ways_to_count_agree(
    allowed: int, pauses: list[tuple[quiet.Day, quiet.Day]], back: int
) -> None:
    touch = ago(back)
    assert (touch < quiet.cutoff(allowed, pauses)) == (quiet.counted(touch, pauses) > allowed)


def test_a_holiday_may_go_over_new_year() -> None:
    with clock.at(clock.now().replace(year=2027, month=1, day=20, hour=12)):
        winter = (((12, 31), (1, 8)),)
        assert quiet.counted(date(2026, 12, 30), winter) == 12
        assert quiet.cutoff(12, winter) == date(2026, 12, 30)


def test_only_who_steers_says_how_long_and_only_what_makes_sense(session: Session) -> None:
    assert quiet.rule(session, by=boris) == quiet.USUAL
    with pytest.raises(NotAllowed):
        quiet.set_rule(session, SIMPLE, by=aigerim)
    whole_year = (((1, 1), (12, 31)),)
    for wanted, field in (
        (SIMPLE._replace(days={**SIMPLE.days, Tier.KEY: 3}), "days"),
        (SIMPLE._replace(pauses=(((2, 30), (3, 1)),)), "pauses"),
        (SIMPLE._replace(pauses=whole_year), "pauses"),
        (SIMPLE._replace(pauses=(((1, 1), (1, 2)),) * 6), "pauses"),
    ):
        with pytest.raises(Invalid) as refused:
            quiet.set_rule(session, wanted, by=dana)
        assert refused.value.field == field
    quiet.set_rule(session, quiet.USUAL, by=dana)
    quiet.set_rule(session, SIMPLE._replace(pauses=(((12, 31), (1, 8)),)), by=dana)
    assert quiet.rule(session, by=boris).pauses == (((12, 31), (1, 8)),)


@pytest.mark.usefixtures("world")
def test_ones_own_quiet_partners_are_kept_until_one_of_them_is_met() -> None:
    def mine() -> list[int]:
        with db.reading() as session:
            return [row.id for row in quiet.mine(session, by=aigerim)]

    with db.transaction() as session:
        quiet.set_rule(session, SIMPLE, by=dana)
        partner = session.get_one(Partner, EMC)
        partner.created_at = clock.now() - timedelta(days=100)
        partner.stage, partner.owner_id = Stage.ACTIVE, aigerim.id
        session.get_one(Partner, SEMEY_ENGINEERING).owner_id = dana.id
    assert mine() == [EMC]
    with db.transaction() as session:  # somebody else's
        session.get_one(Partner, SEMEY_ENGINEERING).city = "Semey"
    assert mine() == mine() == [EMC]
    with db.transaction() as session:
        other = session.get_one(Partner, SEMEY_ENGINEERING)
        other.created_at, other.owner_id = clock.now() - timedelta(days=100), aigerim.id
    assert mine() == [EMC, SEMEY_ENGINEERING]
    with db.transaction() as session:
        meet(session, TODAY)
    assert mine() == [SEMEY_ENGINEERING]
    with db.transaction() as session:
        session.get_one(Partner, SEMEY_ENGINEERING).owner_id = dana.id
    assert mine() == []
