"""Digests: what they hold, exactly; who is due one, and when."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from sqlmodel import Session, select

from tests.world import EMC, SEMEY_ENGINEERING, VETERINARY, aigerim, boris, dana, saule
from tracker import clock, db
from tracker.access import User
from tracker.domain import (
    agreements,
    drafts,
    follow_ups,
    partners,
    quiet,
    reminders,
    units,
)
from tracker.domain.follow_ups import comments
from tracker.domain.models import (
    Account,
    Agreement,
    AgreementDraft,
    DigestChoice,
    DigestChoiceDraft,
    FollowUp,
    FollowUpDraft,
    FollowUpKind,
    OutgoingMail,
    Partner,
    PartnerDraft,
    Renewal,
    Rhythm,
    Stage,
    Tier,
    Unit,
    UnitDraft,
)
from tracker.domain.reminders import Heading, Look, outbox
from tracker.domain.reminders.look import SETTLED
from tracker.domain.reminders.outbox import Letter
from tracker.domain.reminders.units import escalated
from tracker.domain.saving import id_of
from tracker.errors import Invalid, NotFound

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)  # a Wednesday morning in Almaty
TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)
LATER = NOW + timedelta(hours=1)


def draft(**typed: object) -> FollowUpDraft:
    standing = {"partner_id": EMC, "owner_id": aigerim.id, "subject": "Veterinary"}
    return drafts.checked(FollowUpDraft, {**standing, **typed})


def add(session: Session, days: int | None = None, by: User = aigerim, **typed: object) -> int:
    """A follow-up that is due in so many days, made at NOW."""
    due_on = None if days is None else TODAY + days * DAY
    with clock.at(NOW):
        made = follow_ups.create(session, draft(due_on=due_on, **typed), by=by)
    return id_of(made)


def sign(session: Session, days: int, at: datetime = NOW, **typed: object) -> int:
    """An agreement that ends in so many days."""
    standing = {"title": "Memorandum", "valid_until": TODAY + days * DAY, **typed}
    partner = standing.pop("partner", SEMEY_ENGINEERING)
    with clock.at(at):
        made = agreements.create(
            session,
            drafts.checked(AgreementDraft, standing),
            partner_ids=[partner],  # type: ignore[list-item]
            by=aigerim,
        )
    return id_of(made)


def held(session: Session, user: User, look: Look | None = None) -> dict[Heading, list[int]]:
    """The ids under each heading of the digest an hour after NOW."""
    found = reminders.gather(session, look or Look(LATER), by=user)
    return {
        section.heading: [getattr(row, "row", row).id for row in section.rows] for section in found
    }


def head_is(session: Session, user: User | None, unit_id: int = VETERINARY) -> None:
    session.get_one(Unit, unit_id).head_id = user.id if user else None
    session.flush()


def test_one_s_own_open_work_stands_under_what_it_needs(session: Session) -> None:
    late, today, soon = add(session, -1), add(session, 0), add(session, 3)
    add(session, 4)
    add(session)
    add(session, -1, owner_id=dana.id)
    done = add(session, -1)
    follow_ups.complete(session, done, outcome="Signed", revision=1, by=aigerim)
    gone = add(session, -1)
    session.get_one(FollowUp, gone).deleted_at = NOW
    assert held(session, aigerim) == {Heading.OVERDUE: [late], Heading.SOON: [today, soon]}


def test_whoever_reads_weekly_sees_the_whole_week_ahead(session: Session) -> None:
    add(session, 8)
    week = add(session, 7)
    assert held(session, aigerim) == {}
    assert held(session, aigerim, Look(LATER, Rhythm.WEEKLY)) == {Heading.SOON: [week]}


def test_what_somebody_else_gave_one_is_new_once(session: Session) -> None:
    given, handed = add(session, 30, by=dana), add(session, 30, owner_id=dana.id)
    add(session, 30)  # one's own
    with clock.at(NOW):
        follow_ups.hand_over(session, handed, owner_id=aigerim.id, revision=1, by=dana)
    assert held(session, aigerim) == {Heading.ASSIGNED: [given, handed]}
    (section,) = reminders.gather(session, Look(LATER), by=aigerim)
    assert [each.who for each in section.rows] == [dana.name, dana.name]
    assert held(session, aigerim, Look(LATER + DAY, told_at=LATER)) == {}


def test_a_partner_that_a_colleague_recorded_as_one_s_own_is_new_once(session: Session) -> None:
    with clock.at(NOW):
        for name, by in (("Theirs", dana), ("One's own", aigerim)):
            typed = drafts.checked(PartnerDraft, {"name_en": name, "owner_id": aigerim.id})
            partners.create(session, typed, by=by)
    (section,) = reminders.gather(session, Look(LATER), by=aigerim)
    assert section.heading is Heading.GIVEN
    assert [(each.name, each.who) for each in section.rows] == [("Theirs", dana.name)]
    assert held(session, aigerim, Look(LATER + DAY, told_at=LATER)) == {}


def test_what_one_gave_away_oneself_and_took_back_is_no_news(session: Session) -> None:
    number = add(session, 30, by=dana)
    with clock.at(NOW):
        follow_ups.hand_over(session, number, owner_id=dana.id, revision=1, by=aigerim)
        follow_ups.hand_over(session, number, owner_id=aigerim.id, revision=2, by=aigerim)
    assert held(session, aigerim) == {}


def test_a_follow_up_that_is_new_and_late_stands_once(session: Session) -> None:
    number = add(session, -1, by=dana)
    assert held(session, aigerim) == {Heading.ASSIGNED: [number]}


def test_what_was_written_a_moment_ago_is_left_to_the_next_digest(session: Session) -> None:
    """Its transaction might not have ended yet: the next one sees it, and no news is lost."""
    number = add(session, 30, by=dana)
    look = Look(NOW + SETTLED - timedelta(seconds=1))
    assert held(session, aigerim, look) == {}
    after = Look(LATER, told_at=look.now)
    assert held(session, aigerim, after) == {Heading.ASSIGNED: [number]}


def test_long_late_work_of_a_unit_goes_to_its_head(session: Session) -> None:
    head_is(session, boris)
    late = add(session, -15, unit_id=VETERINARY)
    add(session, -14, unit_id=VETERINARY)
    add(session, -15)  # of no unit
    own = add(session, -15, unit_id=VETERINARY, owner_id=boris.id)
    assert held(session, boris) == {Heading.ASSIGNED: [own], Heading.ESCALATED: [late]}
    assert [each.row.id for each in escalated(session, Look(LATER), by=boris)] == [late]
    assert Heading.ESCALATED not in held(session, saule)


def test_long_late_work_that_nobody_answers_for_goes_to_every_manager(session: Session) -> None:
    of_none, of_headless = add(session, -15), add(session, -15, unit_id=VETERINARY)
    add(session, -14, owner_id=boris.id)
    own = add(session, -15, owner_id=dana.id, by=dana)
    late = [of_none, of_headless]
    assert held(session, dana) == {Heading.OVERDUE: [own], Heading.ESCALATED: late}
    assert held(session, aigerim) == {Heading.OVERDUE: late}
    assert all(Heading.ESCALATED not in held(session, reader) for reader in (boris, saule))
    head_is(session, boris)
    assert held(session, dana)[Heading.ESCALATED] == [of_none]
    assert held(session, boris)[Heading.ESCALATED] == [of_headless]


def test_a_unit_without_a_head_answers_to_the_unit_above(session: Session) -> None:
    above = units.create(session, drafts.checked(UnitDraft, {"name_en": "Faculty"}), by=aigerim)
    session.get_one(Unit, VETERINARY).parent_id = id_of(above)
    head_is(session, boris, id_of(above))
    late = add(session, -15, unit_id=VETERINARY)
    assert held(session, boris) == {Heading.ESCALATED: [late]}
    head_is(session, dana)
    assert held(session, boris) == {}
    session.get_one(Account, dana.id).active = False
    session.flush()
    assert held(session, boris) == {Heading.ESCALATED: [late]}


def test_units_that_are_parts_of_one_another_answer_to_nobody(session: Session) -> None:
    """No form allows it, but two at the same moment may; then nothing may hang."""
    session.get_one(Unit, VETERINARY).parent_id = VETERINARY
    session.flush()
    add(session, -15, unit_id=VETERINARY)
    assert held(session, boris) == {}


def test_a_head_is_somebody_who_may_sign_in(session: Session) -> None:
    typed = {"name_en": "Faculty", "head_id": boris.id}
    unit = units.create(session, drafts.checked(UnitDraft, typed), by=aigerim)
    assert unit.head_id == boris.id
    session.get_one(Account, boris.id).active = False
    session.flush()
    with pytest.raises(Invalid) as refused:
        units.create(session, drafts.checked(UnitDraft, typed), by=aigerim)
    assert refused.value.field == "head_id"
    # What was there before may stay; somebody else must be there.
    renamed = drafts.checked(UnitDraft, typed | {"name_en": "Renamed"})
    units.update(session, id_of(unit), renamed, revision=1, by=aigerim)
    with pytest.raises(Invalid):
        gone = drafts.checked(UnitDraft, typed | {"head_id": 404})
        units.update(session, id_of(unit), gone, revision=2, by=aigerim)


def test_an_agreement_is_told_half_a_year_a_quarter_and_a_month_before_its_end(
    session: Session,
) -> None:
    number = sign(session, 200)
    told = [
        left
        for left in (199, 181, 180, 179, 91, 90, 89, 31, 30, 29, 0, -1)
        for now in [LATER + (200 - left) * DAY]
        if held(session, aigerim, Look(now, told_at=now - DAY))
    ]
    assert told == [180, 90, 30]
    weekly = Look(LATER + 25 * DAY, Rhythm.WEEKLY, LATER + 18 * DAY)
    assert held(session, aigerim, weekly) == {Heading.ENDING: [number]}


def test_of_one_that_is_let_go_or_renewed_nobody_is_told(session: Session) -> None:
    gone, old = sign(session, 30), sign(session, 30)
    assert held(session, aigerim) == {Heading.ENDING: [gone, old]}
    agreements.let_lapse(session, gone, on=TODAY, reason="Closed", revision=1, by=aigerim)
    later = drafts.checked(AgreementDraft, {"title": "New", "valid_until": TODAY + 900 * DAY})
    agreements.renew(session, old, later, revision=1, by=aigerim)
    assert held(session, aigerim) == {}


def test_one_that_is_recorded_late_is_told_all_the_same(session: Session) -> None:
    number = sign(session, 100)
    look = Look(LATER, told_at=NOW - DAY)
    assert held(session, aigerim, look) == {Heading.ENDING: [number]}
    assert held(session, aigerim, Look(LATER + DAY, told_at=LATER)) == {}
    agreement = session.get_one(Agreement, number)
    with clock.at(LATER):
        agreement.valid_until = TODAY + 50 * DAY
        session.flush()
    assert held(session, aigerim, Look(LATER + DAY, told_at=LATER)) == {Heading.ENDING: [number]}


def test_at_first_all_that_end_within_half_a_year_are_told(session: Session) -> None:
    near = [sign(session, days) for days in (0, 100, 180)]
    sign(session, 181)
    sign(session, -1)
    assert held(session, aigerim) == {Heading.ENDING: near}
    (section,) = reminders.gather(session, Look(LATER), by=aigerim)
    first = section.rows[0]
    assert (first.partners, first.renewal) == (("Semey Engineering",), Renewal.NONE)


def test_an_end_concerns_the_owner_of_the_partner_and_the_head_of_the_unit(
    session: Session,
) -> None:
    head_is(session, boris)
    number = sign(session, 30, unit_id=VETERINARY)
    told = [user for user in (aigerim, boris, dana, saule) if held(session, user)]
    assert told == [aigerim, boris]
    head_is(session, None)
    session.get_one(Account, aigerim.id).active = False
    session.flush()
    assert held(session, dana) == {Heading.ENDING: [number]}
    assert held(session, boris) == {}


def test_an_end_that_is_nobody_s_concerns_every_manager(session: Session) -> None:
    number = sign(session, 30, partner=EMC)
    assert held(session, dana) == {Heading.ENDING: [number]}
    assert held(session, aigerim) == {}


# ------------------------------------------------------------------ exactly what is defined

people = st.sampled_from([aigerim, dana, boris])
follow_up = st.fixed_dictionaries(
    {
        "days": st.one_of(st.none(), st.integers(-20, 10)),
        "owner": people,
        "by": st.sampled_from([aigerim, dana]),
        "made": st.integers(0, 40),  # days before today
        "handed": st.one_of(st.none(), st.tuples(st.integers(0, 40), people)),
        "unit": st.sampled_from([None, 1, 2]),
        "fate": st.sampled_from(["open", "open", "open", "waiting", "done", "deleted"]),
    }
)
agreement = st.fixed_dictionaries(
    {
        "days": st.integers(-5, 190),
        "partner": st.sampled_from([EMC, SEMEY_ENGINEERING]),
        "unit": st.sampled_from([None, 1, 2]),
        "made": st.integers(0, 200),
        "deleted": st.booleans(),
    }
)


def write(session: Session, works: list[dict[str, Any]], papers: list[dict[str, Any]]) -> None:
    for work in works:
        with clock.at(NOW - work["made"] * DAY):
            typed = draft(
                due_on=None if work["days"] is None else TODAY + work["days"] * DAY,
                owner_id=work["owner"].id,
                unit_id=work["unit"],
            )
            made = follow_ups.create(session, typed, by=work["by"])
        work["id"], work["giver"], work["given"] = id_of(made), work["by"], work["made"]
        if work["handed"] and work["handed"][0] <= work["made"] and work["handed"][1] != work["by"]:
            work["given"], giver = work["handed"]
            with clock.at(NOW - work["given"] * DAY):
                giver = giver if giver is not boris else dana
                to = aigerim if made.owner_id != aigerim.id else dana
                follow_ups.hand_over(
                    session, id_of(made), owner_id=to.id, revision=made.revision, by=giver
                )
            work["giver"], work["owner"] = giver, to
        if work["fate"] == "waiting":
            follow_ups.wait(session, id_of(made), revision=made.revision, by=dana)
        if work["fate"] == "done":
            follow_ups.complete(
                session, id_of(made), outcome="Yes", revision=made.revision, by=dana
            )
        if work["fate"] == "deleted":
            made.deleted_at = NOW
    for paper in papers:
        made_at = NOW - paper["made"] * DAY
        unit, partner = paper["unit"], paper["partner"]
        paper["id"] = sign(session, paper["days"], made_at, unit_id=unit, partner=partner)
        if paper["deleted"]:
            session.get_one(Agreement, paper["id"]).deleted_at = NOW
    session.flush()


def expected(
    works: list[dict[str, Any]], papers: list[dict[str, Any]], reader: User, look: Look
) -> dict[Heading, set[int]]:
    """The definition, said once more, of the world in which Dana, a manager, heads unit 1 and so
    unit 2, and Semey Engineering is Aigerim's."""
    alive = [work for work in works if work["fate"] in ("open", "waiting")]
    mine = [work for work in alive if work["owner"].id == reader.id]
    since = (look.told_at or look.now - 7 * DAY) - SETTLED

    def is_news(days_ago: int) -> bool:
        return since < NOW - days_ago * DAY <= look.now - SETTLED

    new = {work["id"] for work in mine if work["giver"].id != reader.id and is_news(work["given"])}
    ahead = 7 if look.rhythm is Rhythm.WEEKLY else 3
    dated = [work for work in mine if work["days"] is not None]
    late = {work["id"] for work in dated if work["days"] < 0} - new
    soon = {work["id"] for work in dated if 0 <= work["days"] <= ahead} - new
    up = {
        work["id"]
        for work in alive
        if reader is dana and work["owner"].id != dana.id
        if work["days"] is not None and -work["days"] > 14
    }
    told = look.told_at and (TODAY - clock.local(look.told_at).date()).days
    ending = {
        paper["id"]
        for paper in papers
        if not paper["deleted"] and 0 <= paper["days"] <= 180
        if told is None
        or is_news(paper["made"])
        or any(paper["days"] <= notice < paper["days"] + told for notice in (180, 90, 30))
        if (reader is aigerim and paper["partner"] == SEMEY_ENGINEERING)
        or (reader is dana and (paper["unit"] or paper["partner"] == EMC))
    }
    found = {Heading.ASSIGNED: new, Heading.OVERDUE: late, Heading.SOON: soon}
    found |= {Heading.ENDING: ending, Heading.ESCALATED: up}
    return {heading: ids for heading, ids in found.items() if ids}


@trying(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    works=st.lists(follow_up, max_size=8),
    papers=st.lists(agreement, max_size=5),
    told=st.one_of(st.none(), st.integers(1, 40)),
    rhythm=st.sampled_from([Rhythm.DAILY, Rhythm.WEEKLY]),
)
def test_a_digest_holds_exactly_what_its_definition_says(
    world: None,
    works: list[dict[str, Any]],
    papers: list[dict[str, Any]],
    told: int | None,
    rhythm: Rhythm,
) -> None:
    look = Look(LATER, rhythm, LATER - told * DAY if told else None)
    with db.transaction() as session:
        head_is(session, dana)
        session.add(Unit(id=2, name_en="Laboratory", parent_id=VETERINARY))
        session.flush()
        write(session, works, papers)
        for reader in (aigerim, dana, boris):
            found = held(session, reader, look)
            assert all(len(ids) == len(set(ids)) for ids in found.values())
            assert {heading: set(ids) for heading, ids in found.items()} == expected(
                works, papers, reader, look
            )
        session.rollback()


def rows_of(session: Session, user: User, heading: Heading, look: Look) -> list[Any]:
    with clock.at(look.now):
        found = reminders.gather(session, look, by=user)
    return [row for section in found if section.heading is heading for row in section.rows]


def test_comments_that_call_one_are_told_once(session: Session) -> None:
    number = add(session, owner_id=dana.id)
    with clock.at(NOW):
        comments.say(session, number, "@Айгерім look", by=dana)
    (told,) = rows_of(session, aigerim, Heading.MENTIONED, Look(LATER))
    assert (told.follow_up_id, told.who) == (number, dana.name)
    assert rows_of(session, dana, Heading.MENTIONED, Look(LATER)) == []
    assert rows_of(session, aigerim, Heading.MENTIONED, Look(LATER, told_at=LATER)) == []
    assert rows_of(session, aigerim, Heading.MENTIONED, Look(NOW)) == []  # not settled yet


def test_of_many_comments_that_call_one_none_is_left_out(session: Session) -> None:
    number = add(session, owner_id=dana.id)
    for said in range(25):
        with clock.at(NOW):
            comments.say(session, number, f"@Айгерім {said}", by=dana)
    told = rows_of(session, aigerim, Heading.MENTIONED, Look(LATER))
    assert [row.text for row in told] == [f"@Айгерім {said}" for said in reversed(range(25))]
    assert len(comments.mentioning(session, since=NOW, by=aigerim)) == 20


def test_who_steers_is_told_what_waits_for_a_second_person(session: Session) -> None:
    follow_ups.ask_second(session, [FollowUpKind.AGREEMENT], by=dana)
    number = add(session, kind=FollowUpKind.AGREEMENT)
    follow_ups.complete(session, number, outcome="Signed", revision=1, by=aigerim)
    (told,) = rows_of(session, dana, Heading.TO_CONFIRM, Look(LATER))
    assert told.id == number
    assert rows_of(session, boris, Heading.TO_CONFIRM, Look(LATER)) == []
    assert rows_of(session, aigerim, Heading.TO_CONFIRM, Look(LATER)) == []


def test_a_partner_gone_quiet_is_told_on_the_day_it_goes_quiet(session: Session) -> None:
    usual = quiet.USUAL._replace(pauses=())
    quiet.set_rule(session, usual, by=dana)
    partner = session.get_one(Partner, EMC)
    partner.stage, partner.owner_id, partner.tier = Stage.ACTIVE, aigerim.id, Tier.STRATEGIC
    partner.created_at = NOW - 61 * DAY
    session.flush()

    def told(look: Look) -> list[int]:
        return [row.id for row in rows_of(session, aigerim, Heading.QUIET, look)]

    assert told(Look(LATER - DAY)) == []
    assert told(Look(LATER)) == [EMC]
    assert told(Look(LATER, told_at=LATER - DAY)) == [EMC]
    assert told(Look(LATER + DAY, told_at=LATER)) == []
    assert told(Look(LATER + 5 * DAY, told_at=LATER - 3 * DAY)) == [EMC]
    assert told(Look(LATER + DAY)) == [EMC]


# ------------------------------------------------------------------ who is due one, and when


def due(session: Session, now: datetime) -> list[str]:
    return [each.user.email for each in reminders.due(session, now)]


def look_at(session: Session, user: User, now: datetime, *, told: bool = True) -> bool:
    (seen,) = [each for each in reminders.due(session, now) if each.user.id == user.id]
    return reminders.looked(session, seen, now=now, told=told)


def choose(session: Session, user: User, **typed: object) -> None:
    reminders.choose(session, drafts.checked(DigestChoiceDraft, typed), by=user)


def test_everybody_who_may_sign_in_is_due_one_on_each_working_day(session: Session) -> None:
    session.get_one(Account, boris.id).active = False
    session.flush()
    saturday = NOW + 3 * DAY
    assert due(session, NOW) == [aigerim.email, dana.email, saule.email]
    assert due(session, saturday) == due(session, saturday + DAY) == []
    for told in (True, False):
        assert look_at(session, dana if told else saule, NOW, told=told)
    assert due(session, NOW) == [aigerim.email]
    assert len(due(session, NOW + DAY)) == 3


def test_a_day_begins_at_the_university_s_midnight(session: Session) -> None:
    look_at(session, dana, NOW)
    assert dana.email not in due(session, datetime(2026, 11, 25, 18, 59, tzinfo=UTC))
    assert dana.email in due(session, datetime(2026, 11, 25, 19, 0, tzinfo=UTC))


def test_a_weekly_digest_is_due_from_monday_on(session: Session) -> None:
    choose(session, dana, rhythm="weekly")
    assert dana.email in due(session, NOW)
    look_at(session, dana, NOW)
    monday = NOW + 5 * DAY
    assert [dana.email in due(session, NOW + days * DAY) for days in range(6)] == [False] * 5 + [
        True
    ]
    assert dana.email in due(session, monday + DAY)  # if nobody could on Monday


def test_whoever_wants_none_is_never_due_one(session: Session) -> None:
    assert reminders.choice(session, by=dana).rhythm is Rhythm.DAILY
    choose(session, dana, rhythm="off")
    assert reminders.choice(session, by=dana).rhythm == Rhythm.OFF
    assert dana.email not in due(session, NOW)


def test_an_address_of_one_s_own_is_a_mail_address(session: Session) -> None:
    choose(session, dana, mail_to=" home@kz.example ")
    assert reminders.choice(session, by=dana).mail_to == "home@kz.example"
    choose(session, dana, mail_to="")
    assert reminders.choice(session, by=dana).mail_to is None
    with pytest.raises(drafts.InvalidDraft):
        choose(session, dana, mail_to="home@kz.example, all@uni.example")


def test_of_two_who_look_at_once_one_writes(session: Session) -> None:
    first, second = (reminders.due(session, NOW)[0] for _ in range(2))
    assert reminders.looked(session, first, now=NOW, told=True)
    assert not reminders.looked(session, second, now=NOW, told=True)
    kept = session.get_one(DigestChoice, first.user.id)
    assert (kept.looked_at, kept.told_at) == (NOW, NOW)


def test_a_choice_made_in_between_counts(session: Session) -> None:
    seen = reminders.due(session, NOW)[1]
    choose(session, dana, rhythm="off")
    assert not reminders.looked(session, seen, now=NOW, told=True)


def post(
    session: Session,
    user: User,
    told_before: datetime | None = None,
    *,
    key: str = "digest",
    at: datetime | None = None,
    address: str | None = None,
) -> None:
    """A digest, or what is about the account itself, under another key."""
    letter = Letter("Subject", "Text", "<p>Text</p>")
    outbox.put(
        session,
        letter,
        key=f"{key}/{user.id}",
        account_id=user.id,
        message_id="<1@uni.example>",
        told_before=told_before,
        at=at,
        direct=not key.startswith("digest"),
        address=address,
    )


def test_while_a_mail_waits_there_is_no_other(session: Session) -> None:
    post(session, dana)
    assert dana.email not in due(session, NOW)
    claimed = outbox.claim(session)
    assert claimed
    outbox.sent(session, claimed)
    assert dana.email in due(session, NOW)


def test_what_is_about_the_account_itself_neither_goes_with_reminders_nor_holds_them_up(
    session: Session,
) -> None:
    post(session, dana, key="moved", address="old@uni.example")
    post(session, dana, key="password")
    assert dana.email in due(session, NOW)
    post(session, dana)
    choose(session, dana, rhythm="off")
    waiting = session.exec(select(OutgoingMail.key).order_by(OutgoingMail.key)).all()
    assert waiting == [f"moved/{dana.id}", f"password/{dana.id}"]


def test_what_a_given_up_mail_told_is_news_again(session: Session) -> None:
    look_at(session, dana, NOW)
    look_at(session, dana, NOW + DAY)
    post(session, dana, told_before=NOW)
    post(session, boris)
    for _ in range(2):
        claimed = outbox.claim(session)
        assert claimed
        assert outbox.failed(session, claimed, "550 No", for_good=True)
    kept = session.get_one(DigestChoice, dana.id)
    assert (kept.looked_at, kept.told_at) == (NOW + DAY, NOW)


def end(session: Session, *, is_sent: bool) -> int:
    """What becomes of the mail that is to be sent next; its number."""
    claimed = outbox.claim(session)
    assert claimed
    if is_sent:
        outbox.sent(session, claimed)
    else:
        assert outbox.failed(session, claimed, "550 No", for_good=True)
    return claimed.id


def test_what_was_given_up_is_not_tried_again_for_whoever_wants_none_now(session: Session) -> None:
    post(session, dana)
    number = end(session, is_sent=False)
    choose(session, dana, rhythm="off")
    with pytest.raises(NotFound):
        outbox.try_again(session, number, by=saule)
    assert outbox.queue(session).given_up == 0


def told_at(session: Session) -> datetime | None:
    return session.get_one(DigestChoice, dana.id).told_at


def test_what_is_tried_again_is_told_once_unless_it_is_given_up_again(session: Session) -> None:
    look_at(session, dana, NOW)
    post(session, dana, at=NOW)
    number = end(session, is_sent=False)
    assert told_at(session) is None
    for is_sent, told in ((False, None), (True, NOW)):
        outbox.try_again(session, number, by=saule)
        assert told_at(session) == NOW
        end(session, is_sent=is_sent)
        assert told_at(session) == told


def test_what_a_later_digest_has_told_meanwhile_stays_told(session: Session) -> None:
    look_at(session, dana, NOW)
    post(session, dana, at=NOW)
    number = end(session, is_sent=False)
    look_at(session, dana, NOW + DAY)
    post(session, dana, key="digest of the next day", at=NOW + DAY)
    end(session, is_sent=True)
    outbox.try_again(session, number, by=saule)
    end(session, is_sent=False)
    assert told_at(session) == NOW + DAY


def test_what_is_about_the_account_itself_is_no_news(session: Session) -> None:
    look_at(session, dana, NOW)
    post(session, dana, key="password", at=NOW + DAY)
    number = end(session, is_sent=False)
    outbox.try_again(session, number, by=saule)
    assert told_at(session) == NOW


def test_mails_are_forgotten_a_month_after_their_end(session: Session) -> None:
    post(session, dana)
    post(session, boris)
    claimed = outbox.claim(session)
    assert claimed
    outbox.sent(session, claimed)
    for days, left in ((29, 2), (31, 1)):
        with clock.at(clock.now() + days * DAY):
            outbox.purge(session)
        assert len(session.exec(select(OutgoingMail)).all()) == left


def test_what_is_gone_can_neither_be_sent_nor_tried_again(session: Session) -> None:
    post(session, dana)
    claimed = outbox.claim(session)
    assert claimed
    choose(session, dana, rhythm="off")
    outbox.sent(session, claimed)
    outbox.release(session, claimed)
    assert not outbox.failed(session, claimed, "550 No", for_good=True)
    with pytest.raises(NotFound):
        outbox.try_again(session, claimed.id, by=saule)
    assert not outbox.anything(session)


def test_the_same_mail_is_there_once(session: Session) -> None:
    post(session, dana)
    with pytest.raises(Exception, match=r"(?i)unique"):
        post(session, dana)
    session.rollback()
