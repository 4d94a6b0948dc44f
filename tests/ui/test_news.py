"""The screens of the news: an article, what it mentions, and its versions."""

from datetime import date
from typing import Any

from tests.screens import OpenApp, field, items, offers, press, rows, save, shown
from tests.world import EMC, MARAT, SCIENCE_WEEK, VETERINARY, aigerim, boris
from tracker import db
from tracker.domain import drafts, news, partners
from tracker.domain.models import NewsItemDraft
from tracker.ui import nav


def add(title: str = "Science Week opens", **more: Any) -> int:
    links = {name: more.pop(name) for name in list(more) if name.endswith(("_ids", "_names"))}
    typed = {"title": title, "published_on": date(2024, 4, 8), "language": "en", **more}
    with db.transaction() as session:
        item = news.create(session, drafts.checked(NewsItemDraft, typed), by=aigerim, **links)
    assert item.id
    return item.id


def test_the_list_is_narrowed_by_the_address(open_app: OpenApp) -> None:
    add("Көрме", language="kk")
    add("Exhibition", tag_names=["science"])
    assert [row["label"] for row in rows(open_app(boris, nav.NEWS))] == ["Exhibition", "Көрме"]
    in_kazakh = open_app(boris, nav.NEWS, **{"in": "kk"})
    assert [row["label"] for row in rows(in_kazakh)] == ["Көрме"]
    tagged = open_app(boris, nav.NEWS, tag="Science")
    assert [row["label"] for row in rows(tagged)] == ["Exhibition"]


def test_a_page_shows_the_text_and_everything_it_mentions(open_app: OpenApp) -> None:
    number = add(
        text="First paragraph.\n\nSecond <b>paragraph</b>.",
        address="https://example.org/1",
        partner_ids=[EMC],
        event_ids=[SCIENCE_WEEK],
        person_ids=[MARAT],
        unit_ids=[VETERINARY],
    )
    add("Ғылым апталығы ашылды", language="kk", original_id=number)
    at = open_app(boris, nav.NEWS_ITEM, id=str(number))
    assert not at.exception
    assert [item["href"] for item in items(at)] == [
        f"partner?id={EMC}",
        f"event?id={SCIENCE_WEEK}",
        f"person?id={MARAT}",
        f"unit?id={VETERINARY}",
        f"news_item?id={number + 1}",
    ]
    assert shown(at, "evidence")[0]["text"].endswith("Second <b>paragraph</b>.")


def test_a_viewer_is_offered_no_act_on_a_news_item(open_app: OpenApp) -> None:
    at = open_app(boris, nav.NEWS_ITEM, id=str(add()))
    assert at.header
    assert offers(at) == []


def test_an_unknown_news_item_is_a_sentence_not_a_fault(open_app: OpenApp) -> None:
    at = open_app(boris, nav.NEWS_ITEM, id="999")
    assert not at.exception
    assert "no such record" in at.error[0].value


def test_an_article_is_typed_and_linked_in_one_dialog_with_a_new_partner(
    open_app: OpenApp,
) -> None:
    at = press(open_app(aigerim, nav.NEWS), "news_item.add")
    at.text_input(key=field(at, ".title")).set_value("The week opens")
    at.multiselect(key=field(at, ".partners")).set_value(["EMC", "Spektromart"]).run()
    at.multiselect(key=field(at, ".events")).set_value(["Science Week"])
    at.multiselect(key=field(at, ".tags")).set_value(["science"])
    at = save(at)
    assert not at.exception
    with db.reading() as session:
        (row,) = news.search(session, news.NewsFilter(tag="science"), by=boris).rows
        mentioned = [each.title for each in news.mentions(session, row.id, by=boris)]
        assert partners.named(session, "Spektromart", by=boris)
    assert mentioned == ["EMC", "Spektromart", "Science Week"]


def test_editing_keeps_what_was_mentioned(open_app: OpenApp) -> None:
    number = add(partner_ids=[EMC], person_ids=[MARAT], unit_ids=[VETERINARY])
    at = press(open_app(aigerim, nav.NEWS_ITEM, id=str(number)), "news_item.edit")
    at.text_input(key=field(at, ".title")).set_value("Another headline")
    at = save(at)
    assert not at.exception
    with db.reading() as session:
        assert news.get(session, number, by=boris).title == "Another headline"
        assert len(news.mentions(session, number, by=boris)) == 3


def test_an_address_that_is_there_already_is_refused_and_nothing_typed_is_lost(
    open_app: OpenApp,
) -> None:
    add(address="https://example.org/1")
    at = press(open_app(aigerim, nav.NEWS), "news_item.add")
    at.text_input(key=field(at, ".title")).set_value("Again")
    at.text_input(key=field(at, ".address")).set_value("example.org/1")
    at = save(at)
    assert "already here: “Science Week opens”" in at.error[0].value
    assert at.text_input(key=field(at, ".title")).value == "Again"
