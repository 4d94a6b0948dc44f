"""The page that reads an article: given, decided on, saved; and its evidence seen later."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from tests.domain.press.articles import READING, TEXT, everywhere
from tests.screens import OpenApp, items, offers, press, save, shown
from tests.world import EMC, MARAT, SCIENCE_WEEK, aigerim, boris, dana, saule
from tracker import clock, db
from tracker.access import User
from tracker.domain import days, drafts, events, news, partners, trash
from tracker.domain.drafts import InvalidDraft
from tracker.domain.models import (
    Agreement,
    EventDraft,
    FollowUp,
    Kind,
    NewsItem,
    NewsItemDraft,
    Partner,
    PartnerDraft,
    PressRejection,
    PressRule,
    PressRuleKind,
)
from tracker.domain.press import rejections, rules, unfinished
from tracker.domain.press.decided import Decided
from tracker.errors import CardRefused, Invalid
from tracker.i18n import speaking
from tracker.press.found import PressNote, Reading
from tracker.ui import nav, press_rule_parts, review_answers, review_cards
from tracker.ui.press_drafts import PressDraft

DAY = date(2024, 4, 8)
# What TEXT tells, in another language.
KAZAKH = (
    "Ғылым апталығы ашылды\n"
    "08.04.2024 күні Шәкәрім университетінде «Ет пен сүт» дөңгелек үстелі өтті. "
    "Оған EMC ЖШС және Irtysh Kabel ЖШС қатысты. EMC ЖШС атынан директор Марат Алиев келді."
)
ADDRESS = "https://uni.example/news/2024/04/08/week"


def begun(reading: Reading = READING) -> dict[str, Any]:
    with speaking("en"), db.reading() as session:
        begun = review_cards.begin(session, reading, aigerim, address=ADDRESS, published=None)
        data = review_cards.shown(session, begun, aigerim)
    return dict(json.loads(json.dumps(data)))


def read(open_app: OpenApp, draft: PressDraft) -> AppTest:
    """The page on which an article was read already."""
    at = open_app(aigerim)
    at.session_state["press_draft"] = draft
    return at.switch_page(nav.READ_ARTICLE).run()


def sent(start: dict[str, Any], **decisions: str) -> dict[str, Any]:
    """What the browser sends after these decisions, by the keys of the cards."""
    state = deepcopy(start)
    for card in state["cards"]:
        card["decision"] = decisions.get(card["key"], card["decision"])
    return state


def act(at: AppTest, item: dict[str, Any], action: str) -> AppTest:
    """Press a small button of a line."""
    done = {"action": action, "kind": item["kind"], "id": item["id"]}
    at.session_state["read_article.unfinished"] = {"act": done}
    return at.run()


def decided(state: object, start: dict[str, Any]) -> Decided:
    return review_answers.decided(state, text=TEXT, found=start["cards"], user=aigerim)


def saved(at: AppTest, key: str, state: dict[str, Any], when: int = 1) -> AppTest:
    """Press the component's button."""
    at.session_state[f"review.{key}"] = {"save": {"decided": state, "at": when}}
    return at.run()


def count(kind: type[Any]) -> int:
    with db.reading() as session:
        return len(session.exec(select(kind)).all())


def test_only_who_records_has_the_page(open_app: OpenApp) -> None:
    with pytest.raises(ValueError, match="read_article"):
        open_app(boris, nav.READ_ARTICLE)
    assert "Read an article" in offers(open_app(aigerim, nav.NEWS))
    assert "Read an article" in offers(open_app(dana))


def test_a_pasted_article_is_read(open_app: OpenApp) -> None:
    at = open_app(aigerim, nav.READ_ARTICLE)
    at.text_area[0].input(TEXT)
    at.text_input[0].input(ADDRESS)
    at = press(at, "read_article.read")
    assert not at.exception
    data = shown(at, "review")[0]
    assert data["text"] == TEXT
    assert data["start"]["fields"]["published_on"] == "2024-04-08"
    assert data["start"]["fields"]["address"] == ADDRESS
    assert count(NewsItem) == 0
    assert "EMC LLP" in {card["values"].get("name") for card in data["start"]["cards"]}


def test_an_article_of_any_year_can_be_given_its_day(open_app: OpenApp) -> None:
    at = open_app(aigerim, nav.READ_ARTICLE)
    at = at.date_input[0].set_value(date(2009, 5, 14)).run()
    assert (at.date_input[0].min, at.date_input[0].value) == (days.FIRST, date(2009, 5, 14))


@pytest.mark.parametrize("given", ["", "   ", "12 34", "б" * 250_000])
def test_what_cannot_be_read_is_refused_and_kept(open_app: OpenApp, given: str) -> None:
    at = open_app(aigerim, nav.READ_ARTICLE)
    at.text_area[0].input(given)
    at = press(at, "read_article.read")
    assert not at.exception
    assert at.error
    assert at.text_area[0].value == given


def test_a_file_is_read_and_a_broken_one_is_refused(open_app: OpenApp) -> None:
    at = open_app(aigerim, nav.READ_ARTICLE)
    at.file_uploader[0].upload("photo.txt", b"\x00\x01\x02" * 400, "text/plain")
    at = press(at.run(), "read_article.read")
    assert at.error
    other = open_app(aigerim, nav.READ_ARTICLE)
    other.file_uploader[0].upload("news.txt", TEXT.encode(), "text/plain")
    other = press(other.run(), "read_article.read")
    assert shown(other, "review")[0]["text"] == TEXT


def test_an_article_begun_is_there_after_a_look_elsewhere(open_app: OpenApp) -> None:
    start = begun()
    state = sent(start["start"], o2="no")
    at = read(open_app, PressDraft(review=start, decided=state))
    at = at.switch_page(nav.NEWS).run().switch_page(nav.READ_ARTICLE).run()
    kept = shown(at, "review")[0]["kept"]
    assert [card["decision"] for card in kept["cards"] if card["key"] == "o2"] == ["no"]


def test_one_may_go_back_to_the_text_or_begin_another(open_app: OpenApp) -> None:
    draft = PressDraft(given=TEXT, address=ADDRESS, review=begun())
    at = press(read(open_app, draft), "read_article.back")
    assert at.text_area[0].value == TEXT
    at = press(read(open_app, PressDraft(given=TEXT, review=begun())), "read_article.start_over")
    assert at.text_area[0].value == ""


def test_who_corrects_the_text_finds_what_was_decided_before(open_app: OpenApp) -> None:
    start = begun()
    decided = sent(start["start"], o2="no")
    at = read(open_app, PressDraft("k", "row", TEXT, review=start, decided=decided))
    at = press(at, "read_article.back")
    assert at.text_area[0].value == TEXT
    assert [item["title"] for item in items(at)] == ["Science Week opens"]
    at = act(at, items(at)[0], "go_on")
    kept = shown(at, "review")[0]["kept"]
    assert {card["key"]: card["decision"] for card in kept["cards"]}["o2"] == "no"


def unfinished_of(user: User) -> list[unfinished.UnfinishedRow]:
    with db.reading() as session:
        return unfinished.mine(session, by=user)


def test_what_was_decided_is_there_after_the_page_was_loaded_anew(open_app: OpenApp) -> None:
    start = begun()
    at = read(open_app, PressDraft("k", "row", given=TEXT, address=ADDRESS, review=start))
    at.session_state["review.k"] = {"decided": sent(start["start"], o2="no")}
    at.run()
    assert [(row.title, row.is_read) for row in unfinished_of(aigerim)] == [
        ("Science Week opens", True)
    ]
    at = open_app(aigerim, nav.READ_ARTICLE)
    (offered,) = items(at)
    assert offered["title"] == "Science Week opens"
    at = act(at, offered, "go_on")
    data = shown(at, "review")[0]
    assert data["text"] == TEXT
    assert {card["key"]: card["decision"] for card in data["kept"]["cards"]}["o2"] == "no"
    assert data["start"] == start["start"]
    # Saved, it is unfinished no more.
    key = at.session_state["press_draft"].key
    at = saved(at, key, sent(start["start"], o2="no"))
    assert (count(NewsItem), unfinished_of(aigerim)) == (1, [])


def test_a_text_that_was_not_read_yet_is_kept_too(open_app: OpenApp) -> None:
    at = open_app(aigerim, nav.READ_ARTICLE)
    at.text_area[0].input(f"{TEXT} More.").run()
    at = open_app(aigerim, nav.READ_ARTICLE)
    at = act(at, items(at)[0], "go_on")
    assert at.text_area[0].value == f"{TEXT} More."
    at.text_area[0].input(TEXT).run()
    assert len(unfinished_of(aigerim)) == 1


def test_what_is_not_wanted_is_kept_no_longer(open_app: OpenApp) -> None:
    at = read(open_app, PressDraft("k", "row", given=TEXT, review=begun()))
    assert len(unfinished_of(aigerim)) == 1
    press(at, "read_article.back")
    assert [row.is_read for row in unfinished_of(aigerim)] == [False]
    at = read(open_app, PressDraft("l", "row", given=TEXT, review=begun()))
    press(at, "read_article.start_over")
    assert unfinished_of(aigerim) == []
    # What was decided on is only laid aside.
    start = begun()
    at = read(open_app, PressDraft("m", "row", TEXT, review=start, decided=start["start"]))
    at = press(at, "read_article.start_over")
    assert at.text_area[0].value == ""
    assert [item["title"] for item in items(at)] == ["Science Week opens"]
    at = act(at, items(at)[0], "drop")
    open_app(aigerim, nav.READ_ARTICLE).text_area[0].input(TEXT).run()
    at = open_app(aigerim, nav.READ_ARTICLE)
    at = act(at, items(at)[0], "drop")
    assert (items(at), unfinished_of(aigerim)) == ([], [])


def test_what_another_version_kept_in_another_form_is_read_again(open_app: OpenApp) -> None:
    earlier = unfinished.Begun(TEXT, "Week", proposed={"text": TEXT}, decided={"cards": []})
    with db.transaction() as session:
        unfinished.keep(session, "k", earlier, by=aigerim)
    at = open_app(aigerim, nav.READ_ARTICLE)
    at = act(at, items(at)[0], "go_on")
    assert at.text_area[0].value == TEXT
    at = press(at, "read_article.read")
    assert shown(at, "review")[0]["kept"] is None


def test_one_that_was_finished_elsewhere_meanwhile_is_offered_no_more(open_app: OpenApp) -> None:
    open_app(aigerim, nav.READ_ARTICLE).text_area[0].input(TEXT).run()
    at = open_app(aigerim, nav.READ_ARTICLE)
    offered = items(at)[0]
    with db.transaction() as session:
        unfinished.drop(session, unfinished.mine(session, by=aigerim)[0].key, by=aigerim)
    at = act(at, offered, "go_on")
    assert not at.exception
    assert items(at) == []


def test_of_a_text_and_a_file_one_has_to_be_chosen(open_app: OpenApp) -> None:
    at = open_app(aigerim, nav.READ_ARTICLE)
    at.text_area[0].input(f"{TEXT} Pasted.")
    at.file_uploader[0].upload("news.txt", f"{TEXT} Filed.".encode(), "text/plain")
    at = press(at.run(), "read_article.read")
    assert "Both a text and a file" in at.error[0].value
    assert at.radio[0].options == ["Text of the article", "news.txt"]
    at = press(at.radio[0].set_value(False).run(), "read_article.read")
    assert shown(at, "review")[0]["text"] == f"{TEXT} Pasted."


def test_what_was_confirmed_is_saved_and_the_article_opens(open_app: OpenApp) -> None:
    start = begun()
    state = sent(start["start"], r0="yes", a0="yes", o3="no")
    at = saved(read(open_app, PressDraft("k", review=start)), "k", state)
    assert not at.exception
    assert count(NewsItem) == 1
    assert (count(FollowUp), count(Agreement), count(PressRejection)) == (1, 1, 1)
    page = open_app(boris, nav.NEWS_ITEM, id="1")
    marks = shown(page, "evidence")[0]["marks"]
    assert {mark["topic"] for mark in marks} == {
        *("partner", "event", "person", "request", "agreement")
    }
    spans = {(mark["start"], mark["end"]) for mark in marks if mark["label"] == "EMC"}
    assert spans == {tuple(span) for span in everywhere("EMC LLP")}
    assert any(item["kind"] == "follow_up" for item in items(page))


def test_a_refused_save_says_which_card_and_keeps_everything(open_app: OpenApp) -> None:
    start = begun()
    state = sent(start["start"], r0="yes", o2="no")
    at = saved(read(open_app, PressDraft("k", review=start)), "k", state)
    assert not at.exception
    data = shown(at, "review")[0]
    assert data["refused"]["card"] == "r0"
    assert "confirm" in data["refused"]["text"]
    assert data["kept"] == state
    assert count(NewsItem) == 0
    state["fields"]["title"] = ""
    at = saved(at, "k", state, 2)
    data = shown(at, "review")[0]
    assert (data["refused"]["card"], data["refused"]["at"]) == ("", 2)
    assert "Headline" in data["refused"]["text"] or "Title" in data["refused"]["text"]


def test_a_record_that_was_deleted_meanwhile_is_told_at_its_card(open_app: OpenApp) -> None:
    start = begun()
    with db.transaction() as session:
        emc = session.get_one(Partner, EMC)
        trash.delete(session, Kind.PARTNER, EMC, revision=emc.revision, by=dana)
    at = saved(read(open_app, PressDraft("k", review=start)), "k", sent(start["start"]))
    refused = shown(at, "review")[0]["refused"]
    assert refused["card"] == "o1"
    assert "Choose another" in refused["text"]


def test_a_group_is_offered_the_known_one_of_its_name(small_world: None) -> None:
    with db.transaction() as session:
        typed = {"name_en": "Museums of the region"}
        partners.create(session, drafts.checked(PartnerDraft, typed), by=aigerim)
    group = replace(READING.organisations[3], name="museums of the region")
    card = begun(replace(READING, organisations=(group,)))["start"]["cards"][0]
    assert [each["name"] for each in card["choices"]] == ["Museums of the region"]
    assert (card["chosen"], card["decision"]) == (None, "open")


def test_another_version_brings_its_event(small_world: None) -> None:
    with db.transaction() as session:
        typed = {"name_kk": "Ет пен сүт", "starts_on": DAY, "kind": "round_table"}
        event = events.create(session, drafts.checked(EventDraft, typed), by=aigerim)
        told = {"title": "Апталық", "text": KAZAKH, "published_on": DAY, "language": "kk"}
        draft = drafts.checked(NewsItemDraft, told)
        news.create(session, draft, event_ids=[event.id or 0], by=aigerim)
        known = event.id
    card = next(each for each in begun()["start"]["cards"] if each["topic"] == "event")
    assert (card["chosen"], card["decision"]) == (known, "yes")


def test_a_day_that_the_article_does_not_tell_is_said_to_be_todays(small_world: None) -> None:
    assert begun()["start"]["is_undated"] is False
    start = begun(replace(READING, published="2024-04"))["start"]
    assert start["is_undated"] is True
    assert start["fields"]["published_on"] == clock.today().isoformat()


def test_an_agreement_of_no_known_kind_has_a_name(small_world: None) -> None:
    reading = replace(READING, agreements=(replace(READING.agreements[0], kind="other"),))
    card = begun(reading)["start"]["cards"][-1]
    assert card["values"]["title"] == "Agreement: EMC LLP"


def test_a_name_begins_as_that_of_a_record(small_world: None) -> None:
    named = [replace(READING.organisations[2], name=each) for each in ("city schools", "eGov")]
    cards = begun(replace(READING, organisations=tuple(named)))["start"]["cards"]
    names = {card["key"]: card["values"].get("name") for card in cards}
    assert names["e0"] == "Round table «Meat and milk»"
    assert (names["o0"], names["o1"]) == ("City schools", "eGov")


@pytest.mark.parametrize(
    ("topic", "text", "matches", "found"),
    [
        ("partner", "semey engin", False, "Semey Engineering"),
        ("partner", "Semey Engineering JSC", True, "Semey Engineering"),
        ("event", "science week", False, "Science Week"),
        ("person", "Әлиев", False, "Марат Әлиев"),
    ],
)
def test_another_record_is_found_by_its_name(
    open_app: OpenApp, topic: str, text: str, matches: bool, found: str
) -> None:
    at = read(open_app, PressDraft("k", review=begun()))
    asked = {"card": "o1", "topic": topic, "text": text, "matches": matches, "at": 5}
    at.session_state["review.k"] = {"ask": asked}
    data = shown(at.run(), "review")[0]
    answer = data["matches" if matches else "answers"]
    assert (answer["card"], answer["options"][0]["name"]) == ("o1", found)


def test_a_nonsense_question_is_not_answered(open_app: OpenApp) -> None:
    at = read(open_app, PressDraft("k", review=begun()))
    at.session_state["review.k"] = {"ask": {"topic": "account", "text": "x", "at": 1}}
    data = shown(at.run(), "review")[0]
    assert "answers" not in data


# What the browser sends is not believed.


@pytest.mark.parametrize(
    "state",
    [None, [], {}, {"fields": {}, "cards": [{"key": 1}]}, {"fields": {}, "cards": "x"}],
)
def test_what_is_no_decision_is_refused(small_world: None, state: object) -> None:
    with pytest.raises(Invalid):
        decided(state, begun()["start"])


def test_strange_values_become_harmless_ones(small_world: None) -> None:
    start = begun()["start"]
    state = sent(start, r0="yes", a0="yes")
    for card in state["cards"]:
        card["spans"] = [*card["spans"], [-4, 3], [5, 5], [1, 10**9]]
        card["values"] |= {"sector": "x", "kind": 7, "wish": None, "owner": "9", "partners": "o1"}
    found = decided(state, start)
    assert all(
        0 <= start < end <= len(TEXT)
        for card in found.partners
        for start, end in card.evidence.spans
    )
    assert {card.sector for card in found.partners} == {"other"}
    assert (found.requests[0].kind, found.requests[0].owner_id) == ("other", aigerim.id)
    assert found.agreements[0].partners == ()


def test_a_day_that_is_none_and_an_article_without_a_title_are_refused(small_world: None) -> None:
    start = begun()["start"]
    state = sent(start)
    state["cards"][4]["values"]["starts_on"] = "8 April"
    with pytest.raises(CardRefused) as refused:
        decided(state, start)
    assert (refused.value.card, refused.value.refusal.code) == ("e0", "not_a_day")
    state["cards"][4]["values"]["starts_on"] = "9999-12-31"
    with pytest.raises(CardRefused) as refused:
        decided(state, start)
    assert (refused.value.card, refused.value.refusal.code) == ("e0", "day_far")
    state = sent(start)
    state["fields"] |= {"title": "", "published_on": ""}
    with pytest.raises(InvalidDraft):
        decided(state, start)


def test_a_rejected_partner_is_nobodys_employer_and_no_party(small_world: None) -> None:
    start = begun()["start"]
    assert decided(sent(start, a0="yes"), start).people[0].partner == "o1"
    found = decided(sent(start, o1="no", a0="yes"), start)
    assert found.people[0].partner is None
    assert found.agreements[0].partners == ()


def test_our_own_university_is_no_partner_of_what_is_confirmed(small_world: None) -> None:
    ours = "Shakarim University"
    reading = replace(
        READING,
        people=(replace(READING.people[0], organisation=ours),),
        requests=(replace(READING.requests[0], partner=ours),),
        agreements=(replace(READING.agreements[0], parties=(ours, "EMC LLP")),),
    )
    cards = {card["key"]: card["values"] for card in begun(reading)["start"]["cards"]}
    assert cards["p0"]["partner"] is cards["r0"]["partner"] is None
    assert cards["a0"]["partners"] == ["o1"]
    assert ours not in cards["a0"]["title"]


def test_an_event_that_no_word_tells_of_waits_to_be_confirmed(small_world: None) -> None:
    reading = replace(READING, events=(replace(READING.events[0], kind="other"),))
    cards = begun(reading)["start"]["cards"]
    assert [card["decision"] for card in cards if card["topic"] == "event"] == ["open"]
    # Once it is, the partners took part in it.
    assert {card["values"]["event"] for card in cards if card["topic"] == "partner"} == {"e0"}


def test_an_event_of_one_word_waits_to_be_called_something(small_world: None) -> None:
    start = begun(replace(READING, events=(replace(READING.events[0], name="seminar"),)))["start"]
    assert [each["decision"] for each in start["cards"] if each["key"] == "e0"] == ["open"]


def test_nothing_of_another_language_is_taken_unasked(small_world: None) -> None:
    cards = begun(replace(READING, notes=(PressNote.OTHER_LANGUAGE,)))["start"]["cards"]
    assert {card["decision"] for card in cards} == {"open"}


def test_only_what_was_proposed_counts_as_rejected(small_world: None) -> None:
    start = begun()["start"]
    state = sent(start, o0="no", o3="no", r0="no", a0="no")
    state["cards"].append({**state["cards"][3], "key": "n1"})
    assert set(decided(state, start).rejected) == {"Museums", READING.requests[0].quote}


def test_the_words_of_the_page_are_the_readers_own(small_world: None) -> None:
    words = begun()["words"]
    assert words["topics"]["partner"] == "Partners"
    assert words["counts"]["partner"] == {"one": "{n} partner", "other": "{n} partners"}


# Where the evidence is seen later.


def test_partners_events_and_people_show_where_they_are_mentioned(open_app: OpenApp) -> None:
    start = begun()
    state = sent(start["start"], r0="yes")
    for card in state["cards"]:
        if card["key"] == "e0":
            card["chosen"] = SCIENCE_WEEK
        if card["key"] == "p0":
            card["chosen"] = MARAT
    saved(read(open_app, PressDraft("k", review=start)), "k", state)
    for page, number, at in (
        (nav.PARTNER, EMC, f"partner.{EMC}"),
        (nav.EVENT, SCIENCE_WEEK, f"event.{SCIENCE_WEEK}"),
        (nav.PERSON, MARAT, f"person.{MARAT}"),
    ):
        screen = open_app(boris, page, id=str(number))
        line = next(item for item in items(screen) if item["kind"] == "news_item")
        assert line["href"] == f"news_item?id=1&at={at}"
        assert line["quote"]
    event = items(open_app(boris, nav.EVENT, id=str(SCIENCE_WEEK)))
    (wish,) = [each for each in event if each["kind"] == "follow_up"]
    assert wish["meta"].endswith("from the article “Science Week opens”")
    seen = shown(open_app(boris, nav.NEWS_ITEM, id="1", at=f"partner.{EMC}"), "evidence")[0]
    assert seen["at"] == f"partner.{EMC}"


def test_where_the_places_are_lost_the_quote_is_marked(open_app: OpenApp) -> None:
    start = begun()
    saved(read(open_app, PressDraft("k", review=start)), "k", sent(start["start"]))
    quote = "EMC LLP and Irtysh Kabel LLP took part."
    with db.transaction() as session:
        session.get_one(NewsItem, 1).text = f"Long ago.\n{quote}"
    marks = shown(open_app(boris, nav.NEWS_ITEM, id="1"), "evidence")[0]["marks"]
    places = {(mark["label"], mark["start"], mark["end"]) for mark in marks}
    assert ("EMC", 10, 10 + len(quote)) in places


def test_evidence_that_the_text_no_longer_holds_is_not_marked(open_app: OpenApp) -> None:
    start = begun()
    saved(read(open_app, PressDraft("k", review=start)), "k", sent(start["start"]))
    with db.transaction() as session:
        item = session.get_one(NewsItem, 1)
        item.text = "Short."
    assert shown(open_app(boris, nav.NEWS_ITEM, id="1"), "evidence")[0]["marks"] == []


# What an administrator sees of it.


def test_an_administrator_adds_changes_and_removes_a_rule(open_app: OpenApp) -> None:
    at = press(open_app(saule, nav.PRESS_RULES), "press_rule.add")
    typed = {"pattern": "zymurgy course*", "example_yes": "zymurgy courses", "example_no": "milk"}
    for name, text in typed.items():
        next(each for each in at.text_input if str(each.key).endswith(f".{name}")).input(text)
    language = next(each for each in at.selectbox if str(each.key).endswith(".language"))
    language.select("en")
    at = save(at)
    assert not at.exception
    assert [item["title"] for item in items(at)] == ["zymurgy course*"]
    assert count(PressRule) == 1


def test_a_rule_that_finds_nothing_is_refused_at_its_place(open_app: OpenApp) -> None:
    at = press(open_app(saule, nav.PRESS_RULES), "press_rule.add")
    for name, text in {"pattern": "zymurgy", "example_yes": "milk", "example_no": "tea"}.items():
        next(each for each in at.text_input if str(each.key).endswith(f".{name}")).input(text)
    at = save(at)
    assert "finds nothing" in at.error[0].value
    assert count(PressRule) == 0


def test_what_is_proposed_no_more_is_listed(open_app: OpenApp) -> None:
    with db.transaction() as session:
        for user in (aigerim, dana):
            rejections.learn(session, rejected=["Abay's words"], confirmed=[], by=user)
    at = open_app(saule, nav.PRESS_RULES)
    line = items(at)[0]
    assert (line["title"], line["badges"][0]["text"]) == ("Abay's words", "rejected 2 times")
    with pytest.raises(ValueError, match="press_rules"):
        open_app(dana, nav.PRESS_RULES)


def test_what_makes_reading_doubtful_is_said_above_the_article(open_app: OpenApp) -> None:
    at = open_app(aigerim, nav.READ_ARTICLE)
    at.text_area[0].input("Rain fell over the steppe. Nobody was there to see it, and it went on.")
    at = press(at, "read_article.read")
    assert "No partner organisations" in at.warning[0].value
    assert shown(at, "review")[0]["start"]["fields"]["title"]


def test_an_article_that_is_here_already_is_told_before_anything_is_decided(
    open_app: OpenApp,
) -> None:
    start = begun()
    saved(read(open_app, PressDraft("k", review=start)), "k", sent(start["start"]))
    at = read(open_app, PressDraft("l", review=begun()))
    assert "already here" in at.warning[0].value
    assert not press(at, "read_article.stored").exception


@pytest.mark.parametrize("kind", list(PressRuleKind))
def test_what_a_rule_can_mean_is_said_in_words(kind: PressRuleKind) -> None:
    with speaking("kk"):
        said = {word: press_rule_parts.meaning(kind, word) for word in rules.meanings(kind)}
    assert said
    assert [word for word, words in said.items() if word == words] == []
