"""Reading an article with what the register knows, and what becomes of its parts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from tests.domain.press.articles import EVIDENCE, READING, TEXT, at, organisation
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
from tracker import clock, db
from tracker.domain import drafts, events, follow_ups, news, trash
from tracker.domain.models import (
    Agreement,
    AgreementKind,
    AgreementPartner,
    Event,
    EventDraft,
    EventKind,
    FollowUpDraft,
    FollowUpKind,
    Kind,
    NewsItemDraft,
    PressRejection,
    Sector,
    Wish,
)
from tracker.domain.press import happenings, proposals, reading
from tracker.domain.press.proposals import Proposal, Topic
from tracker.errors import Invalid, NotAllowed
from tracker.press import found as press
from tracker.press.found import Day, Match, Person, Request, Span

DAY = date(2024, 4, 8)


def proposed(session: Session, read: press.Reading = READING) -> dict[str, Proposal]:
    return {each.key: each for each in proposals.of(session, read, published=DAY, by=aigerim)}


def test_a_known_partner_is_recognised_in_an_article(session: Session) -> None:
    read = reading.read(session, TEXT, by=aigerim)
    names = {each.name: each.match for each in read.organisations}
    match = next(match for name, match in names.items() if "EMC" in name)
    assert match is not None
    assert match.id == EMC


def test_places_point_into_the_text_as_it_will_be_saved(session: Session) -> None:
    messy = "\u200b  " + TEXT.replace("\n", " \r\n\r\n\r\n ") + "\n\n"
    read = reading.read(session, messy, by=aigerim)
    assert read.text == read.text.strip()
    assert "\n\n\n" not in read.text
    for each in read.organisations:
        for start, end in each.spans:
            assert 0 <= start < end <= len(read.text)


@pytest.mark.parametrize(
    ("text", "code"), [("", "required"), (" \n\u200b", "required"), ("а" * 200_001, "too_long")]
)
def test_nothing_and_too_much_are_refused(session: Session, text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        reading.read(session, text, by=aigerim)
    assert (refused.value.field, refused.value.code) == ("text", code)


def test_who_may_only_read_records_gives_no_article(session: Session) -> None:
    with pytest.raises(NotAllowed):
        reading.read(session, TEXT, by=boris)


def test_what_was_rejected_twice_is_proposed_no_more(session: Session) -> None:
    before = {each.name for each in reading.read(session, TEXT, by=aigerim).organisations}
    kable = next(name for name in before if "Irtysh" in name)
    row = PressRejection(folded=kable.casefold(), written=kable, count=1)
    session.add(row)
    session.flush()
    assert kable in {each.name for each in reading.read(session, TEXT, by=aigerim).organisations}
    row.count = 2
    session.flush()
    after = {each.name for each in reading.read(session, TEXT, by=aigerim).organisations}
    assert kable not in after


def test_whom_the_register_knows_is_taken_for_the_known_one(session: Session) -> None:
    found = proposed(session)
    emc, kable = found["o1"], found["o2"]
    assert (emc.chosen, emc.accepted) == (EMC, True)
    assert (kable.chosen, kable.accepted, kable.values["sector"]) == (None, True, Sector.INDUSTRY)
    assert emc.quote == "EMC LLP and Irtysh Kabel LLP took part."


def test_the_host_and_groups_are_not_taken_unasked(session: Session) -> None:
    found = proposed(session)
    assert (found["o0"].is_host, found["o0"].accepted) == (True, False)
    assert found["o3"].accepted is False


def test_a_match_that_only_the_reader_made_is_offered_too(session: Session) -> None:
    other = organisation("Museums", match=Match(SEMEY_ENGINEERING, "Semey Engineering", 1.0, False))
    found = proposed(session, replace(READING, organisations=(other,)))["o0"]
    assert [choice.id for choice in found.choices] == [SEMEY_ENGINEERING]


def test_one_word_of_many_names_makes_nobody_likely(session: Session) -> None:
    towns = ("Semey Water Works LLP", "«Семей Водоканал» МКК", "Museum of Semey", "EMC LLP")
    read = reading.read(session, "\n".join(f"{name} took part." for name in towns), by=aigerim)
    found = [each for each in proposed(session, read).values() if each.topic is Topic.PARTNER]
    assert len(found) == len(towns)
    assert {choice.id for each in found for choice in each.choices} == {EMC}


def test_partners_are_asked_for_together(world: None) -> None:
    """However many an article names: each question is a round trip."""
    kable = READING.organisations[2]
    many = tuple(replace(kable, name=f"Nova{place} Vega{place * 7}") for place in range(40))
    asked: list[str] = []
    with db.reading() as session:
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        proposals.of(session, replace(READING, organisations=many), published=DAY, by=aigerim)
    assert len(asked) <= 24


def test_a_new_event_is_part_of_the_week_it_falls_into(session: Session) -> None:
    found = proposed(session)
    event = found["e0"]
    assert event.values["kind"] is EventKind.ROUND_TABLE
    assert (event.values["starts_on"], event.values["parent"]) == (DAY, SCIENCE_WEEK)
    assert found["o1"].values["event"] == "e0"


def test_an_event_without_a_day_happened_on_the_day_of_the_article(session: Session) -> None:
    week = replace(READING.events[0], name="Science Week", kind="what", date="2024-04")
    found = proposed(session, replace(READING, events=(READING.events[0], week)))
    assert found["e1"].values["starts_on"] == DAY
    assert (found["e1"].chosen, found["e1"].values["kind"]) == (SCIENCE_WEEK, EventKind.OTHER)
    # Of two that are certain nobody knows at which a partner was.
    assert (found["e0"].accepted, found["e1"].accepted) == (True, True)
    assert found["o1"].values["event"] is None


def test_only_the_first_new_event_is_taken_unasked(session: Session) -> None:
    other = replace(READING.events[0], name="A seminar of the day after")
    found = proposed(session, replace(READING, events=(READING.events[0], other)))
    assert (found["e0"].accepted, found["e1"].accepted) == (True, False)
    assert found["o1"].values["event"] == "e0"


@pytest.mark.parametrize(
    ("kinds", "read", "taken"),
    [
        (["round_table"], 1, 0),
        (["round_table", "forum"], 1, 0),
        (["forum"], 1, None),  # offered all the same
        (["round_table", "round_table"], 1, None),
        (["round_table"], 2, None),
    ],
)
def test_the_event_of_another_version_is_not_made_again(
    session: Session, kinds: list[str], read: int, taken: int | None
) -> None:
    there = [
        _round_table(session, f"Дөңгелек үстел {place}", DAY, kind)
        for place, kind in enumerate(kinds)
    ]
    other_day = _round_table(session, "Бұрынғы дөңгелек үстел", date(2024, 4, 7), "round_table")
    gone = _round_table(session, "Өшірілген", DAY, "round_table")
    typed = {"title": "Апталық", "published_on": DAY, "language": "kk"}
    item = news.create(
        session,
        drafts.checked(NewsItemDraft, typed),
        event_ids=[*there, other_day, gone],
        by=aigerim,
    )
    trash.delete(session, Kind.EVENT, gone, revision=1, by=dana)
    reading = replace(READING, events=READING.events * read)
    known = [item.id or 0]
    found = proposals.of(session, reading, published=DAY, versions=known, by=aigerim)
    first = next(each for each in found if each.topic is Topic.EVENT)
    assert [each.id for each in first.choices] == there
    assert first.chosen == (None if taken is None else there[taken])
    assert first.accepted


def test_a_version_changes_nothing_of_an_event_that_is_known_by_its_name(session: Session) -> None:
    other = _round_table(session, "Дөңгелек үстел", DAY, "other")
    typed = {"title": "Апталық", "published_on": DAY, "language": "kk"}
    draft = drafts.checked(NewsItemDraft, typed)
    item = news.create(session, draft, event_ids=[other], by=aigerim)
    week = replace(READING.events[0], name="Science Week", kind="other")
    read = replace(READING, events=(week,))
    found = proposals.of(session, read, published=DAY, versions=[item.id or 0], by=aigerim)
    assert [each.chosen for each in found if each.topic is Topic.EVENT] == [SCIENCE_WEEK]


def test_what_another_version_told_is_not_written_down_twice_unaware(session: Session) -> None:
    typed = {"title": "Апталық", "published_on": DAY, "language": "kk"}
    item = news.create(session, drafts.checked(NewsItemDraft, typed), by=aigerim).id or 0
    emc = organisation("EMC")
    emc = replace(emc, match=Match(EMC, "EMC", 1.0, certain=True))
    read = replace(
        READING,
        organisations=(emc,),
        requests=tuple(replace(each, partner=emc.name) for each in READING.requests),
        agreements=(press.Agreement("contract", (emc.name,), None, False, at("Museums")),),
    )

    def marked() -> set[str]:
        found = proposals.of(session, read, published=DAY, versions=[item], by=aigerim)
        return {each.topic.value for each in found if each.values.get("told")}

    assert marked() == set()
    typed = {"partner_id": EMC, "owner_id": aigerim.id, "kind": _kind(session, read)}
    wish = follow_ups.create(session, drafts.checked(FollowUpDraft, typed), by=aigerim)
    paper = Agreement(title="Paper", kind=AgreementKind.CONTRACT, news_item_id=item)
    session.add(paper)
    wish.news_item_id = item
    session.flush()
    session.add(AgreementPartner(agreement_id=paper.id or 0, partner_id=EMC))
    session.flush()
    assert marked() == {"request", "agreement"}
    wish.deleted_at = paper.deleted_at = clock.now()
    session.flush()
    assert marked() == set()


def _kind(session: Session, read: press.Reading) -> str:
    return str(proposed(session, read)["r0"].values["kind"])


def _round_table(session: Session, name: str, day: date, kind: str) -> int:
    typed = {"name_kk": name, "starts_on": day, "kind": kind}
    return events.create(session, drafts.checked(EventDraft, typed), by=aigerim).id or 0


def test_a_range_of_days_is_kept(session: Session) -> None:
    days = replace(READING.events[0], date="2024-05-14/2024-05-16")
    values = proposed(session, replace(READING, events=(days,)))["e0"].values
    assert (values["starts_on"], values["ends_on"]) == (date(2024, 5, 14), date(2024, 5, 16))
    nonsense = replace(READING.events[0], date="2024-99-99")
    values = proposed(session, replace(READING, events=(nonsense,)))["e0"].values
    assert (values["starts_on"], values["ends_on"]) == (DAY, None)


def test_a_person_belongs_to_the_partner_beside_the_name(session: Session) -> None:
    person = proposed(session)["p0"]
    assert (person.values["partner"], person.values["position"]) == ("o1", "Director")
    assert MARAT in {choice.id for choice in person.choices}
    assert person.accepted


def test_our_own_people_and_those_of_nobody_are_not_taken_unasked(session: Session) -> None:
    rector = Person("Darkhan Serik", "rector", "Shakarim University", at("Shakarim University"))
    alone = Person("Somebody Else", None, None, at("Museums"))
    found = proposed(session, replace(READING, people=(rector, alone)))
    assert (found["p0"].is_host, found["p0"].accepted) == (True, False)
    assert (found["p1"].values["partner"], found["p1"].accepted) == (None, False)


def test_a_request_opens_as_a_follow_up_that_is_nearly_ready(session: Session) -> None:
    values = proposed(session)["r0"].values
    assert (values["kind"], values["wish"]) == (FollowUpKind.RETRAINING, Wish.NEED)
    assert (values["direction"], values["partner"]) == ("we_owe", "o2")
    assert values["due_on"] == clock.today() + proposals.DUE
    assert values["unit"] == VETERINARY


@pytest.mark.parametrize(
    ("days", "due_on"),
    [
        (["{month}", "{ahead}", "{late}"], "ahead"),
        (["{before}/{ahead}"], "ahead"),
        (["{before}", "2024", "XXXX-04-08", "{years}"], None),
    ],
)
def test_a_request_is_due_on_the_next_day_that_its_sentence_names(
    session: Session, days: list[str], due_on: str | None
) -> None:
    today = clock.today()
    ahead, late = today + timedelta(days=40), today + timedelta(days=80)
    named = {"ahead": ahead, "late": late, "before": today, "month": f"{ahead:%Y-%m}"}
    named["years"] = today + timedelta(days=366)  # as of an agreement
    wish = READING.requests[0].span
    said = tuple(Day("", each.format(**named), wish) for each in days)
    elsewhere = Day("", str(today + timedelta(days=3)), Span(0, 1))
    read = replace(READING, days=(*said, elsewhere))
    expected = ahead if due_on else today + proposals.DUE
    assert proposed(session, read)["r0"].values["due_on"] == expected


@pytest.mark.parametrize(
    ("kind", "wish", "direction"),
    [
        ("internship", "agreed", "they_owe"),
        ("equipment", "agreed", "they_owe"),
        ("equipment", "need", "we_owe"),
        ("retraining", "agreed", "we_owe"),
        ("retraining", "offer", "they_owe"),
    ],
)
def test_who_owes_what_was_agreed_follows_from_what_it_is(
    session: Session, kind: str, wish: str, direction: str
) -> None:
    asked = replace(READING.requests[0], kind=kind, direction=wish)
    found = proposed(session, replace(READING, requests=(asked,)))
    assert found["r0"].values["direction"] == direction


def test_every_kind_of_request_has_its_kind_of_follow_up(session: Session) -> None:
    kinds = (
        *("joint_research", "retraining", "internship", "dual_education", "laboratory"),
        *("equipment", "scholarship", "curriculum", "recruitment", "expertise", "exhibition"),
        *("dual_diploma", "other"),
    )
    asked = tuple(Request(kind, "offer", EVIDENCE, at(EVIDENCE), None) for kind in kinds)
    found = proposed(session, replace(READING, requests=asked))
    taken = [found[f"r{place}"].values for place in range(len(kinds))]
    assert [each["kind"] for each in taken].count(FollowUpKind.OTHER) == 1
    assert {each["direction"] for each in taken} == {"they_owe"}


def test_an_agreement_names_its_parties_and_waits_to_be_confirmed(session: Session) -> None:
    agreement = proposed(session)["a0"]
    assert agreement.values["kind"] is AgreementKind.MEMORANDUM
    assert (agreement.values["partners"], agreement.accepted) == (["o1"], False)
    assert {each.topic for each in proposed(session).values()} == set(Topic)


def test_evidence_of_a_very_long_sentence_is_what_stands_near() -> None:
    text = "word " * 400 + "EMC " + "word " * 400
    evidence = proposals.Evidence(replace(READING, text=text))
    quote = evidence.around(Span(2000, 2003))
    assert "EMC" in quote
    assert len(quote) <= 500
    assert proposals.Evidence(replace(READING, text="")).around(Span(0, 0)) == ""


def test_an_event_of_another_year_is_likely_but_not_certain(session: Session) -> None:
    last = events.create(
        session,
        drafts.checked(EventDraft, {"name_en": "Science Week", "starts_on": date(2020, 4, 8)}),
        by=aigerim,
    )
    found = happenings.likely(session, "Science Week", DAY, by=boris)
    assert [(each.id, each.certain) for each in found] == [(SCIENCE_WEEK, True), (last.id, False)]
    week = session.get(Event, SCIENCE_WEEK)
    assert week is not None
    assert [each.id for each in happenings.larger(session, DAY, by=boris)] == [SCIENCE_WEEK]
    assert happenings.larger(session, date(2024, 4, 13), by=boris) == []
