"""The administrators' screen of words in names."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, field, items, press, save
from tests.world import dana, saule
from tracker import db
from tracker.domain import drafts, name_terms
from tracker.domain.models import NameTerm, NameTermDraft
from tracker.names.matching import same
from tracker.ui import nav

TYPED = {
    "words_kk": "омарта",
    "words_ru": "пасек",
    "words_en": "apiar",
    "alike_a": "Омарта «Арман»",
    "alike_b": "Arman Apiary",
    "other_a": "Пасека «Арман»",
    "other_b": "Школа «Арман»",
}


def stored() -> list[NameTerm]:
    with db.reading() as session:
        return [
            name_terms.get(session, row.id, by=saule)
            for row in name_terms.search(session, by=saule)
        ]


@pytest.fixture
def row(small_world: None) -> NameTerm:
    with db.transaction() as session:
        return name_terms.create(session, drafts.checked(NameTermDraft, TYPED), by=saule)


def asked(at: AppTest, act: str, term: NameTerm) -> AppTest:
    """The screen after a line's action was pressed, which only a browser can press."""
    about: dict[str, Any] = {"key": "k", "row": term, "revision": term.revision}
    at.session_state["dialog"] = (f"name_term.{act}", about)
    return at.run()


def typed(at: AppTest, **more: str) -> AppTest:
    for name, value in {**TYPED, **more}.items():
        at.text_input(key=field(at, f".{name}")).input(value)
    return at


def test_only_an_administrator_has_the_page(open_app: OpenApp) -> None:
    with pytest.raises(ValueError, match="name_terms"):
        open_app(dana, nav.NAME_TERMS)


def test_words_are_added_and_in_effect(open_app: OpenApp) -> None:
    at = press(open_app(saule, nav.NAME_TERMS), "name_term.add")
    at = save(typed(at))
    assert not at.exception
    assert not at.error
    (line,) = items(at)
    assert line["title"] == "омарта · пасек · apiar"
    assert [action["name"] for action in line["actions"]] == ["edit", "delete"]
    assert same("Пасеки «Дархан»", "Darkhan Apiaries")


def test_what_a_group_does_is_said_when_it_is_chosen(open_app: OpenApp) -> None:
    at = press(open_app(saule, nav.NAME_TERMS), "name_term.add")
    at = at.selectbox(key=field(at, ".group")).select("place").run()
    assert any("former name" in each.value for each in at.caption)


def test_a_known_word_and_a_failing_example_are_refused_and_what_was_typed_stays(
    open_app: OpenApp,
) -> None:
    at = press(open_app(saule, nav.NAME_TERMS), "name_term.add")
    at = save(typed(at, words_kk="мектеп", words_ru="больница"))
    assert "мектеп" in at.error[0].value
    assert at.text_input(key=field(at, ".words_ru")).value == "больница"
    at = save(typed(at, other_b="Arman Apiaries"))
    assert "Arman Apiaries" in at.error[0].value
    assert stored() == []


def test_what_does_not_fit_is_said_at_its_field(open_app: OpenApp) -> None:
    at = press(open_app(saule, nav.NAME_TERMS), "name_term.add")
    at = save(typed(at, words_ru="те"))
    assert "three letters" in at.error[0].value


def test_a_row_is_changed_unless_a_colleague_was_faster(open_app: OpenApp, row: NameTerm) -> None:
    at = asked(open_app(saule, nav.NAME_TERMS), "edit", row)
    at.text_input(key=field(at, ".words_ru")).input("пасек, пчельник")
    at = save(at)
    assert stored()[0].words_ru == "пасек, пчельник"
    late = asked(open_app(saule, nav.NAME_TERMS), "edit", row)
    late.text_input(key=field(late, ".words_ru")).input("пчельников")
    late = save(late)
    assert "пчельник" in " ".join(each.value for each in late.text)
    assert stored()[0].words_ru == "пасек, пчельник"


def test_a_row_is_removed_after_asking(open_app: OpenApp, row: NameTerm) -> None:
    at = asked(open_app(saule, nav.NAME_TERMS), "delete", row)
    assert any("records themselves" in each.value for each in at.caption)
    at = press(at, "name_term.delete.confirm")
    assert items(at) == []
    assert stored() == []


def test_how_far_the_names_are_filed_is_said(open_app: OpenApp, row: NameTerm) -> None:
    assert "0 of 5" in open_app(saule, nav.NAME_TERMS).info[0].value
