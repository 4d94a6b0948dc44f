"""The partners page, driven as a person drives it."""

from collections.abc import Iterator

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, field, items, press, rows, save, send
from tests.world import EMC, aigerim, boris, dana
from tracker import db
from tracker.domain.models import Partner
from tracker.i18n import speaking, t
from tracker.ui import nav


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def names(at: AppTest) -> list[str]:
    return [row["label"] for row in rows(at)]


def test_everybody_sees_the_partners_in_alphabetical_order(open_app: OpenApp) -> None:
    assert names(open_app(boris, nav.PARTNERS)) == ["EMC", "Semey Engineering"]


def test_a_shared_link_opens_the_same_view(open_app: OpenApp) -> None:
    at = open_app(boris, nav.PARTNERS, stage="active", owner=str(aigerim.id), sort="-name")
    assert names(at) == ["Semey Engineering"]
    assert at.selectbox("stage").value == "active"


@pytest.mark.parametrize(
    "address",
    [
        {"stage": "nonsense"},
        {"sort": "'; drop"},
        {"page": "999"},
        {"page": "-1"},
        {"page": "9" * 5_000},
        {"owner": "x"},
    ],
)
def test_nonsense_in_the_address_is_ignored(open_app: OpenApp, address: dict[str, str]) -> None:
    at = open_app(boris, nav.PARTNERS, **address)
    assert not at.exception
    assert names(at) == ["EMC", "Semey Engineering"]


def test_search_narrows_and_says_when_nothing_fits(open_app: OpenApp) -> None:
    at = open_app(boris, nav.PARTNERS)
    at.text_input("q").set_value("СЕМЕЙ").run()
    assert names(at) == ["Semey Engineering"]
    at.text_input("q").set_value("Se\u00admey\x00").run()  # as a document spells it
    assert names(at) == ["Semey Engineering"]
    at.text_input("q").set_value("zzz").run()
    assert names(at) == []
    assert at.text[0].value == t("list.nothing_fits")


def test_a_filter_starts_again_at_the_first_page(open_app: OpenApp) -> None:
    at = open_app(boris, nav.PARTNERS, page="7")
    at.selectbox("stage").set_value("active").run()
    assert at.session_state["page"] == 1
    assert at.query_params["stage"] == "active"


def test_adding_a_partner_opens_its_page(open_app: OpenApp) -> None:
    at = open_app(aigerim, nav.PARTNERS)
    at.button("partner.add").click().run()
    box = next(each for each in at.text_input if str(each.key).endswith(".name_en"))
    box.set_value("Nova Labs")
    at.button[-1].click().run()
    assert at.toast[0].value == t("app.saved", name="Nova Labs")
    assert any("Nova Labs" in each.proto.body for each in at.get("html"))


@pytest.mark.parametrize(
    ("typed", "code"), [("", "name_missing"), ("semey engineering", "name_taken")]
)
def test_a_refused_partner_keeps_what_was_typed(open_app: OpenApp, typed: str, code: str) -> None:
    at = open_app(aigerim, nav.PARTNERS)
    at.button("partner.add").click().run()
    key = next(str(each.key) for each in at.text_input if str(each.key).endswith(".name_en"))
    at.text_input(key).set_value(typed)
    at.button[-1].click().run()
    assert at.error[0].value == t(f"error.{code}", name="semey engineering")
    assert at.text_input(key).value == typed


def test_a_viewer_is_not_offered_to_add(open_app: OpenApp) -> None:
    assert not [each for each in open_app(boris, nav.PARTNERS).button if each.key == "partner.add"]
    assert [each for each in open_app(dana, nav.PARTNERS).button if each.key == "partner.add"]


def test_a_new_partner_that_is_there_already_is_noticed_while_typing(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.PARTNERS), "partner.add")
    at.text_input(key=field(at, ".name_ru")).set_value("АО Семей Инжиниринг").run()
    assert [item["title"] for item in items(at)] == ["Semey Engineering"]
    at.text_input(key=field(at, ".name_ru")).set_value("Мұздатқыш").run()
    assert items(at) == []


def test_a_partner_that_is_probably_there_is_saved_only_when_asked_twice(
    open_app: OpenApp,
) -> None:
    at = press(open_app(aigerim, nav.PARTNERS), "partner.add")
    at.text_input(key=field(at, ".name_ru")).set_value("АО Семей Инжиниринг").run()
    save(at)
    question = t("pick.save_again", name="Semey Engineering")
    assert question in [each.value for each in at.warning]
    assert question in [each.value for each in at.run().warning]
    assert partner_count() == 2
    save(at)
    assert partner_count() == 3


def partner_count() -> int:
    with db.reading() as session:
        return len(session.exec(select(Partner)).all())


def opened(at: AppTest) -> list[str]:
    """The record whose page is open."""
    return list(at.query_params.get("id", []))


def test_a_row_that_was_tapped_opens_though_the_list_was_narrowed_just_before(
    open_app: OpenApp,
) -> None:
    at = open_app(boris, nav.PARTNERS, q="Semey")
    assert names(at) == ["Semey Engineering"]
    assert opened(send(at, "table", "open", EMC)) == [str(EMC)]
    assert opened(send(open_app(boris, nav.PARTNERS), "table", "open", "1")) == []


def test_so_does_a_line_of_a_feed(open_app: OpenApp) -> None:
    at = open_app(boris, nav.SEARCH, text="Semey Engineering")
    assert opened(send(at, "feed", "open", {"kind": "partner", "id": EMC})) == [str(EMC)]
    for nonsense in ({}, {"kind": "door", "id": 1}, {"kind": "partner", "id": "1"}):
        at = open_app(boris, nav.SEARCH, text="Semey Engineering")
        assert opened(send(at, "feed", "open", nonsense)) == []
