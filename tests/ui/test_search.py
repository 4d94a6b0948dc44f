"""Searching everything, from any page."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, items, press
from tests.world import SEMEY_ENGINEERING, aigerim, boris
from tracker import db
from tracker.domain import attachments
from tracker.domain.models import Kind
from tracker.i18n import speaking, t
from tracker.ui import nav


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def ask(at: AppTest, typed: str) -> AppTest:
    key = next(str(each.key) for each in at.text_input if str(each.key).startswith("search."))
    return at.text_input(key=key).set_value(typed).run()


@pytest.mark.parametrize("page", [None, nav.PARTNERS, nav.SETTINGS])
@pytest.mark.parametrize("typed", ["семей инж", "ctvtq"])
def test_any_page_finds_a_partner_however_it_is_spelled(
    open_app: OpenApp, page: str | None, typed: str
) -> None:
    at = ask(press(open_app(boris, page), "search_open"), typed)
    found = [item for item in items(at) if item["kind"] == Kind.PARTNER]
    assert found[0]["id"] == SEMEY_ENGINEERING
    assert any(is_hit for _, is_hit in found[0]["passage"])


def test_the_search_says_why_there_is_nothing(open_app: OpenApp) -> None:
    at = press(open_app(boris), "search_open")
    assert t("search.shorter") in [each.value for each in at.caption]
    at = ask(at, "қарлығаш")
    assert t("search.nothing", typed="қарлығаш") in [each.value for each in at.text]


@pytest.mark.parametrize("page", [None, nav.PARTNERS, nav.SEARCH])
def test_all_results_have_an_address(open_app: OpenApp, page: str | None) -> None:
    at = ask(press(open_app(boris, page), "search_open"), "Science")
    at = press(at, "search.all")
    assert at.title[0].value == t("search.title")
    assert at.query_params["text"] == "Science"
    assert items(at)[0]["title"] == "Science Week"


def test_a_mailed_question_is_answered(open_app: OpenApp) -> None:
    at = open_app(boris, nav.SEARCH, text="Marat Aliev")
    assert [item["title"] for item in items(at)] == ["Марат Әлиев"]


def test_a_file_leads_to_its_record(open_app: OpenApp) -> None:
    with db.transaction() as session:
        attachments.add(
            session,
            *(Kind.PARTNER, SEMEY_ENGINEERING),
            name="Прайс.csv",
            content=b"a;b\n1;2\n",
            by=aigerim,
        )
    (item,) = items(open_app(boris, nav.SEARCH, text="прайс"))
    assert (item["title"], item["meta"]) == ("Прайс.csv", "Semey Engineering")
    assert item["href"] == f"partner?id={SEMEY_ENGINEERING}"
