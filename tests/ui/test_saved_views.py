"""Keeping a view of a list and finding it again: on its page and on the home page."""

import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, field, press, rows, save
from tests.world import aigerim, boris, dana
from tracker import db
from tracker.access import User
from tracker.domain import saved_views
from tracker.domain.addresses import LISTS, asked
from tracker.domain.models import Kind, SavedViewDraft
from tracker.i18n import speaking, t
from tracker.ui import nav


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def keep(by: User, name: str, *, shared: bool = False, **query: str) -> int:
    draft = SavedViewDraft(name=name, is_shared=shared)
    with db.transaction() as session:
        view = saved_views.save(session, Kind.PARTNER, draft, asked(Kind.PARTNER, query), by=by)
    return view.id or 0


def seen(by: User) -> dict[str, str]:
    with db.reading() as session:
        return {row.name: row.query for row in saved_views.search(session, by=by)}


def menu(at: AppTest) -> AppTest:
    """Open the menu, as pressing it does."""
    at.session_state["saved_views"] = True
    return at.run()


def links(at: AppTest) -> dict[str, str]:
    bodies = "".join(each.proto.body for each in at.get("html"))
    found = re.findall(r'<a href="([^"]*)" target="_self">([^<]*)</a>', bodies)
    return {name: address.replace("&amp;", "&") for address, name in found}


def offered(at: AppTest, ending: str) -> list[str]:
    return [str(each.key) for each in at.button if str(each.key).endswith(ending)]


def test_what_the_page_shows_is_kept_and_opens_again(open_app: OpenApp) -> None:
    at = menu(open_app(boris, nav.PARTNERS, stage="active", sort="-name"))
    at = press(at, "saved_view.save")
    at.text_input(key=field(at, ".name")).input("Active ones")
    at = save(at)
    assert at.toast[0].value == t("app.saved", name="Active ones")
    assert seen(boris) == {"Active ones": "stage=active&sort=-name"}
    address = links(menu(open_app(boris, nav.PARTNERS)))["Active ones"]
    assert address == "partners?stage=active&sort=-name"
    again = open_app(boris, nav.PARTNERS, stage="active", sort="-name")
    assert [row["label"] for row in rows(again)] == ["Semey Engineering"]


@pytest.mark.parametrize("kind", list(LISTS))
def test_every_list_offers_its_views(open_app: OpenApp, kind: Kind) -> None:
    at = menu(open_app(boris, nav.LIST_OF[kind]))
    assert not at.exception
    assert t("saved_views.none") in [each.value for each in at.caption]
    assert at.button(key="saved_view.save")


def test_a_viewer_is_not_offered_to_share(open_app: OpenApp) -> None:
    assert not press(menu(open_app(boris, nav.PARTNERS)), "saved_view.save").checkbox
    assert press(menu(open_app(aigerim, nav.PARTNERS)), "saved_view.save").checkbox


def test_what_is_shared_is_seen_by_all_and_changed_by_few(open_app: OpenApp) -> None:
    number = keep(aigerim, "Ours", shared=True, stage="active")
    keep(aigerim, "Mine", tier="key")
    for reader, changes in ((boris, 0), (dana, 1), (aigerim, 2)):
        at = menu(open_app(reader, nav.PARTNERS))
        assert "Ours" in links(at)
        assert ("Mine" in links(at)) == (reader is aigerim)
        edits = [each for each in at.button if str(each.key).startswith("saved_view.edit.")]
        assert len(edits) == changes
    at = press(at, f"saved_view.edit.{number}")
    at.text_input(key=field(at, ".name")).input("Everybody's")
    at.checkbox[0].uncheck()
    save(at)
    assert seen(aigerim) == {"Everybody's": "stage=active", "Mine": "tier=key"}
    assert seen(boris) == {}


def test_a_view_is_deleted(open_app: OpenApp) -> None:
    number = keep(boris, "Old", stage="active")
    at = press(menu(open_app(boris, nav.PARTNERS)), f"saved_view.edit.{number}")
    (delete,) = offered(at, ".delete")
    at = press(at, delete)
    assert at.toast[0].value == t("saved_views.deleted", name="Old")
    assert seen(boris) == {}


def test_the_same_name_is_asked_about_before_it_is_replaced(open_app: OpenApp) -> None:
    keep(boris, "Active ones", stage="active")
    at = press(menu(open_app(boris, nav.PARTNERS, tier="regular")), "saved_view.save")
    at.text_input(key=field(at, ".name")).input("active ones")
    at = save(at)
    assert seen(boris) == {"Active ones": "stage=active"}
    assert "active ones" in at.warning[0].value
    assert at.text_input(key=field(at, ".name")).value == "active ones"
    replace = next(each for each in at.button if each.label == t("saved_views.replace"))
    replace.click().run()
    assert seen(boris) == {"active ones": "tier=regular"}


def test_a_name_is_asked_for(open_app: OpenApp) -> None:
    at = save(press(menu(open_app(boris, nav.PARTNERS)), "saved_view.save"))
    assert at.error[0].value == t("error.required")
    assert seen(boris) == {}


def test_views_stand_on_the_home_page(open_app: OpenApp) -> None:
    keep(aigerim, "Ours", shared=True, stage="active")
    keep(boris, "<b>Mine</b>", tier="key")
    assert links(open_app(boris)) == {
        "Partners: &lt;b&gt;Mine&lt;/b&gt;": "partners?tier=key",
        "Partners: Ours": "partners?stage=active",
    }
    assert list(links(open_app(dana))) == ["Partners: Ours"]
