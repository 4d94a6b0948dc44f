"""Needs of partners and the units that can do them, across three languages and their endings."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.world import VETERINARY, aigerim, boris, build
from tracker import db
from tracker.domain import competences, drafts, units
from tracker.domain.competences import Fit, Match, Need, words
from tracker.domain.models import FollowUpKind, UnitDraft
from tracker.domain.saving import id_of
from tracker.example import content

NEEDS = tomllib.loads((Path(__file__).parent / "needs.toml").read_text(encoding="utf-8"))["rows"]
TOP_1, TOP_3 = 0.85, 0.9  # what must not be lost again; when written .93 and .95


def unit(session: Session, **typed: str) -> int:
    return id_of(units.create(session, drafts.checked(UnitDraft, typed), by=aigerim))


def fits(session: Session, subject: str, quote: str = "", kind: str | None = None) -> list[Fit]:
    need = Need(subject, quote, FollowUpKind(kind) if kind else None)
    return competences.fitting(session, need, by=boris)


@pytest.fixture
def university(sqlite_database: str) -> Iterator[tuple[Session, dict[int, str]]]:
    """The units of the example world, by id."""
    build()
    with db.transaction() as session:
        slugs = {}
        for slug, entry in content.read()["units"].items():
            typed = {key: text for key, text in entry.items() if key not in ("parent", "head")}
            slugs[unit(session, **typed)] = slug
        yield session, slugs


def test_needs_find_their_units(university: tuple[Session, dict[int, str]]) -> None:
    session, slugs = university
    first, among, missed = 0, 0, []
    for row in NEEDS:
        found = [slugs.get(fit.unit_id, "") for fit in fits(session, row["need"])]
        first += bool(found) and found[0] in row["units"]
        among += bool(set(found) & set(row["units"]))
        missed += [(row["need"], found)] if found[:1] != row["units"][:1] else []
    assert first >= TOP_1 * len(NEEDS), missed
    assert among >= TOP_3 * len(NEEDS), missed


def test_a_need_in_kazakh_finds_competences_typed_in_russian(session: Session) -> None:
    lab = unit(session, name_ru="Лаборатория", competences_ru="Анализ мяса и молока")
    (found,) = fits(session, "етті талдау")
    assert found.unit_id == lab
    assert set(found.matches) == {Match("етті", "мяса"), Match("талдау", "Анализ")}


@pytest.mark.parametrize("need", ["ветеринарными", "ветеринарлық", "veterinarians", "ветеренарный"])
def test_endings_scripts_and_a_typing_error_part_nothing(session: Session, need: str) -> None:
    assert [fit.unit_id for fit in fits(session, need)] == [VETERINARY]


def test_a_typing_error_in_a_word_of_no_topic_parts_nothing(session: Session) -> None:
    lab = unit(session, name_en="Lab", competences_en="Spectroscopy of minerals")
    assert [fit.unit_id for fit in fits(session, "spectrascopy")] == [lab]


def test_short_roots_are_not_found_in_other_words() -> None:
    keys = {word.key for word in words.of("етжақын водитель балабақша сутегі балкон медаль")}
    assert not keys & {words.topic(name) for name in ("meat", "water", "honey")}


def test_the_words_of_the_quote_and_the_kind_count_too(session: Session) -> None:
    centre = unit(session, name_en="Centre", competences_en="Retraining, short courses")
    lab = unit(session, name_en="Lab", competences_en="Milk")
    assert [each.unit_id for each in fits(session, "help", "our milk goes sour")] == [lab]
    found = fits(session, "help", kind="retraining")
    assert [each.unit_id for each in found] == [centre]
    assert found[0].matches[0].asked == ""


def test_a_word_that_few_units_have_tells_more(session: Session) -> None:
    for name in ("One", "Two", "Three"):
        unit(session, name_en=name, competences_en="Analysis")
    soil = unit(session, name_en="Four", competences_en="Analysis of soil")
    assert fits(session, "analysis of soil")[0].unit_id == soil


def test_what_says_nothing_finds_nobody(session: Session) -> None:
    assert fits(session, "") == []
    assert fits(session, "астрономия") == []


def test_a_unit_in_the_trash_is_not_suggested(session: Session) -> None:
    lab = units.get(session, unit(session, name_en="Lab", competences_en="Milk"), by=boris)
    lab.deleted_at = lab.created_at
    session.flush()
    assert fits(session, "milk") == []


def test_at_most_three_are_suggested(session: Session) -> None:
    for place in range(5):
        unit(session, name_en=f"Laboratory {place}", competences_en="Milk, cheese, kefir, koumiss")
    assert len(fits(session, "milk and cheese, kefir, koumiss", "dairy")) == 3


def test_of_an_article_the_one_unit_is_suggested_whose_words_fit_best(session: Session) -> None:
    typed = "анализ мяса и молока, пищевая безопасность\nтехнологии переработки"
    food = unit(session, name_ru="Лаборатория пищевых технологий", competences_ru=typed)
    wishes = ["нужен анализ мясной продукции и переработка", "astronomy", "ветеринарной медицины"]
    assert competences.suggested(session, wishes, by=boris) == [food, None, VETERINARY]


def test_two_units_alike_are_not_chosen_between(session: Session) -> None:
    for _ in range(2):
        unit(session, name_en="Robotics")
    assert competences.suggested(session, ["robotics"], by=boris) == [None]
