"""One question to everything that is recorded."""

from datetime import date

import pytest
from sqlmodel import Session, select

from tests.world import EMC, SCIENCE_WEEK, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker.domain import attachments, indexing, search, trash, word_index
from tracker.domain.models import (
    Agreement,
    FollowUp,
    Interaction,
    Kind,
    NameKey,
    NewsItem,
    Partner,
)
from tracker.domain.search import Hit

TALK = "Обсудили переподготовку ветеринарных врачей и лабораторию мяса"


@pytest.fixture
def busy(session: Session) -> Session:
    """Something of every kind, about meat and veterinary medicine."""
    session.add(Interaction(happened_on=date(2024, 4, 9), summary=TALK))
    session.add(NewsItem(title="Ғылым апталығы ашылды", published_on=date(2024, 4, 8), text=TALK))
    session.add(Agreement(title="Меморандум о переподготовке"))
    session.add(FollowUp(partner_id=EMC, owner_id=aigerim.id, subject="кітапханаға кітап беру"))
    session.flush()
    return session


def hits(session: Session, typed: str, **narrowed: object) -> dict[str, list[Hit]]:
    groups = search.search(session, typed, by=boris, **narrowed)  # type: ignore[arg-type]
    return {group.kind: group.hits for group in groups}


def marked(hit: Hit) -> list[str]:
    return [text for text, is_hit in hit.passage if is_hit]


@pytest.mark.parametrize(
    "typed",
    [
        *("переподготовка ветеринар", "переподготовкой", "perepodgotovk", "gthtgjlujnjdrf"),
        *("пере\u00adподго\u200bтовка", "perepod\u00adgotovk"),
    ],
)
def test_a_word_in_a_note_is_found_in_any_form_and_script(busy: Session, typed: str) -> None:
    found = hits(busy, typed)
    assert {Kind.INTERACTION, Kind.NEWS_ITEM} <= set(found)
    assert "переподготовку" in marked(found[Kind.INTERACTION][0])


def test_a_kazakh_word_is_found_by_its_root(busy: Session) -> None:
    assert [hit.id for hit in hits(busy, "кітабы")[Kind.FOLLOW_UP]] == [1]
    assert [hit.id for hit in hits(busy, "апталықтың")[Kind.EVENT]] == [SCIENCE_WEEK]


def test_every_word_has_to_be_there(busy: Session) -> None:
    assert Kind.INTERACTION not in hits(busy, "переподготовка космонавтов")


def test_the_kind_that_fits_best_comes_first(busy: Session) -> None:
    groups = search.search(busy, "Semey Engineering", by=boris)
    assert (groups[0].kind, groups[0].hits[0].id) == (Kind.PARTNER, SEMEY_ENGINEERING)
    assert groups[0].hits[0].title.text == "Semey Engineering"


def test_less_than_two_letters_ask_for_nothing(busy: Session) -> None:
    assert search.search(busy, "э", by=boris) == []
    assert search.search(busy, "  ", by=boris) == []


def test_the_newest_come_first_and_more_is_said(session: Session) -> None:
    for day in range(1, 5):
        session.add(Interaction(happened_on=date(2024, 5, day), summary="Келіссөз туралы"))
    session.flush()
    (group,) = search.search(session, "келіссөз", by=boris, each=3)
    assert [hit.id for hit in group.hits] == [4, 3, 2]
    assert group.more
    (all_of_them,) = search.search(session, "келіссөз", by=boris, each=4)
    assert not all_of_them.more


@pytest.mark.parametrize("typed", ["келіссөз туралы", "келіс тур", "келіссөз сирек"])
def test_a_word_that_many_have_finds_the_newest_too(session: Session, typed: str) -> None:
    rare = Interaction(happened_on=date(2024, 5, 1), summary="Келіссөз туралы сирек")
    session.add(rare)
    for day in range(1, 15):
        session.add(Interaction(happened_on=date(2024, 5, day), summary="Келіссөз туралы"))
    session.flush()
    session.connection().exec_driver_sql("ANALYZE")  # counts which words many have
    (group,) = search.search(session, typed, by=boris, each=3, kinds=[Kind.INTERACTION])
    every = [hit.id for hit in group.hits]
    assert every == ([rare.id] if "сирек" in typed else [15, 14, 13])
    (all_of_them,) = search.search(session, typed, by=boris, each=20, kinds=[Kind.INTERACTION])
    assert len(all_of_them.hits) == (1 if "сирек" in typed else 15)


def test_a_changed_text_is_found_by_its_new_words_only(busy: Session) -> None:
    talk = busy.exec(select(Interaction)).one()
    talk.summary = "Говорили о музее"
    busy.flush()
    assert Kind.INTERACTION in hits(busy, "музее")
    assert Kind.INTERACTION not in hits(busy, "переподготовка")


def test_what_is_in_the_trash_is_not_found(busy: Session) -> None:
    talk = busy.exec(select(Interaction)).one()
    trash.delete(busy, Kind.INTERACTION, talk.id or 0, revision=talk.revision, by=dana)
    assert Kind.INTERACTION not in hits(busy, "переподготовка")
    trash.restore(busy, Kind.INTERACTION, talk.id or 0, by=dana)
    assert Kind.INTERACTION in hits(busy, "переподготовка")


def test_a_file_is_found_by_its_name_and_leads_to_its_record(busy: Session) -> None:
    added = attachments.add(
        busy, Kind.PARTNER, EMC, name="Прайс-лист 2024.csv", content=b"a;b\n1;2\n", by=aigerim
    )
    (hit,) = hits(busy, "прайс")[word_index.FILE]
    assert (hit.file, hit.kind, hit.id) == ("Прайс-лист 2024.csv", Kind.PARTNER, EMC)
    attachments.remove(busy, added.id or 0, by=aigerim)
    assert word_index.FILE not in hits(busy, "прайс")


def test_files_of_a_record_in_the_trash_are_not_found(busy: Session) -> None:
    attachments.add(busy, Kind.PARTNER, EMC, name="Прайс.csv", content=b"a;b\n1;2\n", by=aigerim)
    trash.delete(busy, Kind.PARTNER, EMC, revision=1, by=dana)
    assert word_index.FILE not in hits(busy, "прайс")


def test_a_title_is_not_shown_twice(busy: Session) -> None:
    (hit,) = hits(busy, "меморандум")[Kind.AGREEMENT]
    assert (hit.title.text, hit.passage) == ("Меморандум о переподготовке", [])


def test_only_the_kinds_that_are_asked_for(busy: Session) -> None:
    assert set(hits(busy, "переподготовка", kinds=[Kind.NEWS_ITEM])) == {Kind.NEWS_ITEM}


@pytest.mark.parametrize(
    "typed", ['"', "a* OR b", "NEAR(", "'':*", "( | &", "日本語", "\U0001f600😀"]
)
def test_signs_of_a_query_language_are_only_text(busy: Session, typed: str) -> None:
    assert hits(busy, typed) == {}


def test_everything_can_be_filed_anew(busy: Session) -> None:
    busy.add(Partner(name_en="Third"))
    busy.flush()
    for key in busy.exec(select(NameKey)).all():
        busy.delete(key)
    busy.flush()
    word_index.drop(busy, [(Kind.INTERACTION, 1)])
    assert not hits(busy, "переподготовка", kinds=[Kind.INTERACTION])
    *_, done = indexing.file_everything(busy)
    assert done >= 8
    assert hits(busy, "переподготовка", kinds=[Kind.INTERACTION])
    assert hits(busy, "семей инж")[Kind.PARTNER][0].id == SEMEY_ENGINEERING
