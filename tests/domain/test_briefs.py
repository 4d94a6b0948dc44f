"""Briefs: what they gather, for whom, and which topics they suggest and why."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from tests.world import (
    EMC,
    MARAT,
    SCIENCE_WEEK,
    SEMEY_ENGINEERING,
    VETERINARY,
    aigerim,
    boris,
    dana,
)
from tracker import clock
from tracker.access import Role
from tracker.domain import (
    agreements,
    briefs,
    drafts,
    erasing,
    events,
    follow_ups,
    interactions,
    news,
    partners,
    people,
    quiet,
    trash,
)
from tracker.domain.agreements import AgreementState
from tracker.domain.briefs.topics import Topic, TopicRule
from tracker.domain.models import (
    Account,
    AgreementDraft,
    Direction,
    Event,
    EventDraft,
    FollowUpDraft,
    FollowUpKind,
    FollowUpStatus,
    InteractionDraft,
    Kind,
    NewsItemDraft,
    ParticipationRole,
    Partner,
    PartnerDraft,
    Person,
    PersonDraft,
    PositionDraft,
    Stage,
    Tier,
    Unit,
)
from tracker.domain.quiet import Rule
from tracker.errors import NotFound

TODAY = clock.today()
THEY = Direction.THEY_OWE


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def owe(session: Session, due: int | None = None, **typed: Any) -> int:
    typed = {"partner_id": EMC, "owner_id": aigerim.id} | typed
    status = typed.pop("status", FollowUpStatus.OPEN)
    typed["due_on"] = None if due is None else days(due)
    draft = drafts.checked(FollowUpDraft, {"kind": FollowUpKind.EXPERTISE} | typed)
    made = follow_ups.create(session, draft, status=status, by=aigerim)
    assert made.id is not None
    return made.id


def meet(session: Session, number: int, *person_ids: int, **typed: Any) -> None:
    draft = drafts.checked(InteractionDraft, {"happened_on": days(number), "summary": "We met"})
    interactions.log(session, draft, partner_ids=[EMC], person_ids=person_ids, by=aigerim)


def sign(session: Session, title: str, until: int | None, signed: int = -500) -> None:
    typed = {"title": title, "signed_on": days(signed)}
    typed |= {"valid_until": days(until)} if until is not None else {}
    draft = drafts.checked(AgreementDraft, typed)
    agreements.create(session, draft, partner_ids=[EMC], by=aigerim)


def write(session: Session, number: int, title: str, **typed: Any) -> int:
    typed |= {"title": title, "published_on": days(number)}
    item = news.create(session, drafts.checked(NewsItemDraft, typed), partner_ids=[EMC], by=aigerim)
    assert item.id is not None
    return item.id


def gather(session: Session) -> int:
    """An event in three weeks."""
    draft = drafts.checked(EventDraft, {"name_en": "Fair", "starts_on": days(21)})
    event = events.create(session, draft, by=aigerim)
    assert event.id is not None
    return event.id


def topics(session: Session) -> list[Topic]:
    return list(briefs.of(session, EMC, by=boris).topics)


def test_it_says_who_they_are(session: Session) -> None:
    emc = session.get_one(Partner, EMC)
    emc.name_kk, emc.city, emc.tier, emc.parent_id = "ЕМС", "Семей", Tier.KEY, SEMEY_ENGINEERING
    emc.owner_id = aigerim.id
    session.flush()
    brief = briefs.of(session, EMC, by=boris)
    assert (brief.name, brief.other_names, brief.city) == ("EMC", ("ЕМС",), "Семей")
    assert (brief.tier, brief.stage) == (Tier.KEY, Stage.IDENTIFIED)
    assert (brief.owner, brief.parent) == (aigerim.name, "Semey Engineering")
    trash.delete(session, Kind.PARTNER, SEMEY_ENGINEERING, revision=1, by=dana)
    assert briefs.of(session, EMC, by=boris).parent is None


def test_a_partner_of_whom_nothing_is_known_has_a_brief(session: Session) -> None:
    brief = briefs.of(session, SEMEY_ENGINEERING, by=boris)
    assert (brief.people, brief.contacts, brief.ours, brief.theirs) == ([], [], [], [])
    assert (brief.agreements, brief.news, brief.contacts_total) == ([], [], 0)
    assert [topic.rule for topic in brief.topics] == [TopicRule.NO_AGREEMENT]


def test_a_partner_in_the_trash_has_none(session: Session) -> None:
    trash.delete(session, Kind.PARTNER, EMC, revision=1, by=dana)
    with pytest.raises(NotFound):
        briefs.of(session, EMC, by=boris)


def test_whom_we_met_last_comes_first_with_all_their_titles(session: Session) -> None:
    def add(name: str, **post: Any) -> int:
        held = [drafts.checked(PositionDraft, {"partner_id": EMC, **post})]
        draft = drafts.checked(PersonDraft, {"name": name})
        person = people.create(session, draft, positions=held, by=aigerim)
        assert person.id is not None
        return person.id

    anna = add("Анна Ким", title="Engineer")
    add("Гость")
    add("Бывший", title="Director", until=days(-1))
    more = drafts.checked(PositionDraft, {"partner_id": EMC, "title": "Chair"})
    people.add_position(session, anna, more, by=aigerim)
    meet(session, -3, anna)
    meet(session, -9, MARAT)
    found = briefs.of(session, EMC, by=boris).people
    assert [(each.name, each.titles, each.last_met) for each in found] == [
        ("Анна Ким", ("Engineer", "Chair"), days(-3)),
        ("Марат Әлиев", ("Director",), days(-9)),
        ("Гость", (), None),
    ]


def test_a_former_contact_without_a_name_is_nobody_to_meet(session: Session) -> None:
    meet(session, -9, MARAT)
    erasing.erase(session, MARAT, reason="Asked", revision=1, by=dana)
    assert briefs.of(session, EMC, by=boris).people == []


def test_how_to_reach_people_is_for_those_who_work_with_them(session: Session) -> None:
    marat = session.get_one(Person, MARAT)
    marat.phone, marat.email = "+7 700 000 00 00", "marat@emc.example"
    session.flush()
    (seen,) = briefs.of(session, EMC, by=aigerim).people
    assert seen.reach == "+7 700 000 00 00, marat@emc.example"
    assert briefs.of(session, EMC, by=boris).people[0].reach == ""


def test_a_role_withdrawn_meanwhile_reaches_nobody(session: Session) -> None:
    session.get_one(Person, MARAT).phone = "+7 700 000 00 00"
    session.get_one(Account, aigerim.id).role = Role.VIEWER
    session.flush()
    assert briefs.of(session, EMC, by=aigerim).people[0].reach == ""


def test_promises_stand_on_the_side_of_whoever_made_them(session: Session) -> None:
    ours, theirs = owe(session, 200), owe(session, 210, direction=THEY)
    owe(session, 220, partner_id=SEMEY_ENGINEERING)
    brief = briefs.of(session, EMC, by=boris)
    assert [row.id for row in brief.ours] == [ours]
    assert [row.id for row in brief.theirs] == [theirs]


def test_agreements_that_count_today_come_first(session: Session) -> None:
    sign(session, "Over", -30)
    sign(session, "Holds", 400)
    sign(session, "Ends", 30)
    brief = briefs.of(session, EMC, by=boris)
    assert [row.title for row in brief.agreements] == ["Ends", "Holds", "Over"]


def test_an_agreement_has_its_place_wherever_it_stands(session: Session) -> None:
    begins = {"valid_from": days(30), "valid_until": days(400)}
    for title, typed in (("Nothing known", {}), ("To come", begins)):
        draft = drafts.checked(AgreementDraft, {"title": title} | typed)
        agreements.create(session, draft, partner_ids=[EMC], by=aigerim)
    for title, until in (("Goes on", -10), ("Over", -30), ("Let go", 400), ("Holds", 400)):
        sign(session, title, until)
    sign(session, "Ends", 30)
    rows = {row.title: row.id for row in briefs.of(session, EMC, by=boris).agreements}
    agreements.let_lapse(
        session, rows["Let go"], on=days(400), reason="No use", revision=1, by=aigerim
    )
    later = drafts.checked(AgreementDraft, {"title": "Next", "signed_on": days(-9)})
    agreements.renew(session, rows["Goes on"], later, revision=1, by=aigerim)
    found = briefs.of(session, EMC, by=boris).agreements
    order = ["ending", "in_force", "lapsing", "upcoming", "undated", "ended", "renewed"]
    assert list(dict.fromkeys(row.state for row in found)) == order
    assert set(order) == set(AgreementState)


def test_a_story_in_several_languages_is_told_once(session: Session) -> None:
    first = write(session, -90, "Зауыт ашылды")
    write(session, -89, "Завод открыт", original_id=first)
    write(session, -80, "Another")
    told = briefs.of(session, EMC, by=boris).news
    assert [story.title for story in told] == ["Another", "Завод открыт"]


def test_all_contacts_are_counted(session: Session) -> None:
    for number in range(60):
        meet(session, -number)
    brief = briefs.of(session, EMC, by=boris)
    assert (len(brief.contacts), brief.contacts_total) == (50, 60)
    assert brief.contacts[0].happened_on == TODAY


def test_what_is_late_is_spoken_of_first_and_at_most_two_of_a_side(session: Session) -> None:
    for number in (-3, -2, -1):
        owe(session, number, subject=f"ours {-number}")
    owe(session, -1, subject="theirs", direction=THEY)
    owe(session, 5, subject="near")
    owe(session, 45, subject="far")
    late, near = TopicRule.WE_ARE_LATE, TopicRule.COMING
    kind = FollowUpKind.EXPERTISE
    assert topics(session)[:4] == [
        Topic(late, kind, "ours 3", days(-3)),
        Topic(late, kind, "ours 2", days(-2)),
        Topic(TopicRule.THEY_ARE_LATE, kind, "theirs", days(-1)),
        Topic(near, kind, "near", days(5)),
    ]


def test_what_is_only_proposed_waits_for_an_answer(session: Session) -> None:
    owe(session, 5, subject="a course", status=FollowUpStatus.PROPOSED)
    assert topics(session) == [
        Topic(TopicRule.PROPOSED, FollowUpKind.EXPERTISE, "a course"),
    ]


def test_an_agreement_that_ends_is_renewed(session: Session) -> None:
    sign(session, "Ends", 30)
    assert topics(session) == [Topic(TopicRule.ENDING, text="Ends", day=days(30))]


def test_the_last_agreement_that_ended_is_signed_again_within_a_year(session: Session) -> None:
    sign(session, "Long ago", -300)
    sign(session, "Lately", -30)
    assert topics(session) == [Topic(TopicRule.LAPSED, text="Lately", day=days(-30))]
    sign(session, "Holds", 400)
    assert topics(session) == []


def test_who_works_with_us_without_an_agreement_may_sign_one(session: Session) -> None:
    sign(session, "Forgotten", -400)
    assert topics(session) == []
    session.get_one(Partner, EMC).stage = Stage.AGREED
    session.flush()
    assert topics(session) == [Topic(TopicRule.NO_AGREEMENT)]


def test_what_they_need_meets_the_unit_whose_competences_fit(session: Session) -> None:
    session.get_one(Unit, VETERINARY).competences_en = "Diagnosis of animal diseases"
    session.flush()
    owe(session, None, subject="diagnosis of sheep")
    owe(session, None, subject="theatre")
    owe(session, None, subject="diagnosis", unit_id=VETERINARY)
    (need,) = [each for each in topics(session) if each.rule is TopicRule.NEED]
    assert (need.text, need.unit) == ("diagnosis of sheep", "Department of Veterinary")


def test_who_is_quiet_is_spoken_to_again(session: Session) -> None:
    quiet.set_rule(session, Rule(dict.fromkeys(Tier, 10), ()), by=dana)
    emc = session.get_one(Partner, EMC)
    emc.created_at, emc.stage = clock.now() - timedelta(days=50), Stage.IN_CONTACT
    session.flush()
    brief = briefs.of(session, EMC, by=boris)
    assert brief.quiet is not None
    assert brief.topics == [Topic(TopicRule.QUIET, quiet=brief.quiet)]


def test_to_a_part_of_an_event_in_the_trash_one_is_invited_by_itself(session: Session) -> None:
    event = session.get_one(Event, gather(session))
    event.parent_id = SCIENCE_WEEK
    session.flush()
    assert topics(session) == []
    session.get_one(Event, SCIENCE_WEEK).deleted_at = clock.now()
    assert topics(session) == [Topic(TopicRule.INVITATION, text="Fair", day=days(21))]


def test_the_next_event_is_where_they_are_expected_or_could_be(session: Session) -> None:
    event = gather(session)
    assert topics(session) == [Topic(TopicRule.INVITATION, text="Fair", day=days(21))]
    events.add_participants(session, event, [EMC], ParticipationRole.GUEST, by=aigerim)
    assert topics(session) == [Topic(TopicRule.EXPECTED, text="Fair", day=days(21))]


def test_what_two_others_of_the_sector_do_is_proposed_to_the_third(session: Session) -> None:
    def with_new(name: str) -> int:
        draft = drafts.checked(PartnerDraft, {"name_en": name})
        made = partners.create(session, draft, by=aigerim)
        assert made.id is not None
        return made.id

    lecture = FollowUpKind.GUEST_LECTURE
    owe(session, 200, kind=lecture, partner_id=SEMEY_ENGINEERING)
    owe(session, 200, kind=lecture, partner_id=SEMEY_ENGINEERING)
    assert topics(session) == []
    owe(session, 200, kind=lecture, partner_id=with_new("Nova"))
    assert topics(session) == [Topic(TopicRule.PEERS, lecture, peers=2)]
    declined = owe(session, 200, kind=lecture)
    follow_ups.decline(session, declined, reason="Not now", revision=1, by=aigerim)
    assert topics(session) == []


def test_fresh_news_are_something_to_ask_about(session: Session) -> None:
    write(session, -70, "Old")
    assert topics(session) == []
    write(session, -7, "New")
    write(session, -9, "Newer than old")
    assert topics(session) == [Topic(TopicRule.NEWS, text="New", day=days(-7))]
