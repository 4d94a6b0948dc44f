"""News items: one address once, versions of one story, and what they mention."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

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
from tracker.domain import drafts, erasing, news
from tracker.domain.models import Kind, Language, Mention, NewsItem, NewsItemDraft
from tracker.errors import AddressTaken, Invalid, Stale


def draft(**typed: object) -> NewsItemDraft:
    standing = {"title": "Science Week opens", "published_on": date(2024, 4, 8), "language": "en"}
    return drafts.checked(NewsItemDraft, {**standing, **typed})


def add(session: Session, **typed: object) -> int:
    item = news.create(session, draft(**typed), by=aigerim)
    assert item.id
    return item.id


def save(session: Session, number: int, **links: list[int]) -> NewsItem:
    item = news.get(session, number, by=aigerim)
    everything: dict[str, Any] = {
        "partner_ids": [],
        "event_ids": [],
        "person_ids": [],
        "unit_ids": [],
    } | links
    typed = drafts.checked(NewsItemDraft, item.model_dump(include={*NewsItemDraft.model_fields}))
    return news.update(session, number, typed, revision=item.revision, by=aigerim, **everything)


def found(session: Session, text: str = "", **narrowed: object) -> list[int]:
    wanted = news.NewsFilter(text=text, **narrowed)  # type: ignore[arg-type]
    return [row.id for row in news.search(session, wanted, by=boris).rows]


def test_an_article_and_all_its_links_are_one_save(session: Session) -> None:
    item = news.create(
        session,
        draft(),
        by=aigerim,
        tag_names=["Наука"],
        partner_ids=[SEMEY_ENGINEERING, EMC, EMC],
        event_ids=[SCIENCE_WEEK],
        person_ids=[MARAT],
        unit_ids=[VETERINARY],
    )
    assert item.id
    assert [(row.kind, row.title) for row in news.mentions(session, item.id, by=boris)] == [
        (Kind.PARTNER, "Semey Engineering"),
        (Kind.PARTNER, "EMC"),
        (Kind.EVENT, "Science Week"),
        (Kind.PERSON, "Марат Әлиев"),
        (Kind.UNIT, "Department of Veterinary"),
    ]
    assert news.search(session, by=boris).rows[0].mentions == 5
    assert found(session, tag="НАУКА") == [item.id]


def test_the_same_article_sent_twice_is_stored_once(world: None) -> None:
    for _ in range(2):
        with db.transaction() as session:
            news.create(session, draft(address="example.org/1"), by=aigerim, key="k")
    with db.reading() as session:
        assert len(found(session)) == 1


@pytest.mark.parametrize(
    "again",
    ["https://example.org/news/1", "http://www.example.org/news/1/", "HTTPS://example.org/news/1"],
)
def test_an_address_is_recorded_once_however_it_is_written(session: Session, again: str) -> None:
    first = add(session, title="The first", address="example.org/news/1")
    with pytest.raises(AddressTaken) as refused:
        add(session, title="The second", address=again)
    assert refused.value.values == {"title": "The first", "id": first}


def test_an_item_may_keep_its_own_address(session: Session) -> None:
    number = add(session, address="example.org/1")
    assert save(session, number).address == "https://example.org/1"


def test_an_address_is_free_again_once_its_item_is_in_the_trash(session: Session) -> None:
    first = add(session, address="example.org/1")
    session.get_one(NewsItem, first).deleted_at = clock.now()
    add(session, address="example.org/1")


def test_news_are_found_by_word_language_day_and_partner(session: Session) -> None:
    older = add(session, title="Көрме", language="kk", published_on=date(2024, 4, 1))
    newer = news.create(session, draft(), by=aigerim, partner_ids=[EMC]).id
    assert found(session) == [newer, older]
    assert found(session, "КӨРМЕ") == [older]
    assert found(session, language=Language.KK) == [older]
    assert found(session, since=date(2024, 4, 2)) == [newer]
    assert found(session, until=date(2024, 4, 2)) == [older]
    assert found(session, partner_id=EMC) == [newer]
    oldest = news.search(session, by=boris, oldest_first=True)
    assert [row.id for row in oldest.rows] == [older, newer]
    assert news.choices(session, by=boris, text="көр") == [(older, "Көрме")]


def test_the_news_about_an_event_are_those_that_mention_it(session: Session) -> None:
    about = news.create(session, draft(), by=aigerim, event_ids=[SCIENCE_WEEK]).id
    add(session, title="Something else")
    assert found(session, event_id=SCIENCE_WEEK) == [about]


def test_versions_of_a_story_know_each_other(session: Session) -> None:
    ru = add(session, title="По-русски", language="ru")
    kk = add(session, title="Қазақша", language="kk", original_id=ru)
    en = add(session, title="In English", original_id=kk)
    assert [row.id for row in news.versions(session, kk, by=boris)] == [ru, en]
    assert [row.id for row in news.versions(session, en, by=boris)] == [ru, kk]


def test_a_first_version_that_joins_a_story_takes_its_versions_along(session: Session) -> None:
    first, root = add(session, title="First"), add(session, title="Root")
    version = add(session, title="Version", original_id=root)
    item = news.get(session, root, by=aigerim)
    news.update(
        session, root, draft(title="Root", original_id=first), revision=item.revision, by=aigerim,
        partner_ids=[], event_ids=[], person_ids=[], unit_ids=[],
    )  # fmt: skip
    assert [row.id for row in news.versions(session, first, by=boris)] == [root, version]


def test_a_version_can_leave_its_story(session: Session) -> None:
    root = add(session, title="Root")
    version = add(session, title="Version", original_id=root)
    item = news.get(session, version, by=aigerim)
    news.update(
        session, version, draft(title="Alone"), revision=item.revision, by=aigerim,
        partner_ids=[], event_ids=[], person_ids=[], unit_ids=[], tag_names=["x"],
    )  # fmt: skip
    assert news.versions(session, root, by=boris) == []
    assert found(session, tag="x") == [version]


def test_an_item_is_not_a_version_of_itself(session: Session) -> None:
    root = add(session)
    version = add(session, title="Version", original_id=root)
    item = news.get(session, root, by=aigerim)
    with pytest.raises(Invalid) as refused:
        news.update(
            session, root, draft(original_id=version), revision=item.revision, by=aigerim,
            partner_ids=[], event_ids=[], person_ids=[], unit_ids=[],
        )  # fmt: skip
    assert (refused.value.field, refused.value.code) == ("original_id", "circle")


def test_an_article_cannot_mention_what_is_not_there(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        news.create(session, draft(), by=aigerim, unit_ids=[404])
    assert refused.value.field == "unit_ids"


def test_an_article_names_nobody_again_who_was_erased(session: Session) -> None:
    erasing.erase(session, MARAT, reason="Asked", revision=1, by=dana)
    with pytest.raises(Invalid) as refused:
        news.create(session, draft(), by=aigerim, person_ids=[MARAT])
    assert (refused.value.field, refused.value.code) == ("person_ids", "not_found")


def test_a_mention_that_stays_keeps_its_quote(session: Session) -> None:
    number = news.create(session, draft(), by=aigerim, partner_ids=[EMC, SEMEY_ENGINEERING]).id
    assert number
    known = session.exec(select(Mention).where(Mention.partner_id == EMC)).one()
    known.quote, known.span_start, known.span_end = "EMC took part", 10, 23
    session.flush()
    save(session, number, partner_ids=[EMC], unit_ids=[VETERINARY])
    rows = news.mentions(session, number, by=boris)
    assert [(row.kind, row.quote) for row in rows] == [
        (Kind.PARTNER, "EMC took part"),
        (Kind.UNIT, None),
    ]


def test_a_changed_mention_makes_an_older_form_stale(session: Session) -> None:
    number = add(session)
    seen = news.get(session, number, by=aigerim).revision
    save(session, number, partner_ids=[EMC])
    with pytest.raises(Stale):
        news.update(
            session, number, draft(), revision=seen, by=dana,
            partner_ids=[], event_ids=[], person_ids=[], unit_ids=[],
        )  # fmt: skip
