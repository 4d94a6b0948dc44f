"""Opening the application's screens in a test, as somebody, at some address."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest

from tests.servers import worlds
from tracker.access import User
from tracker.i18n import speaking

FRAME = Path(__file__).parents[1] / "tracker" / "frame.py"

# As of a line of a feed without these.
_SAYS_NOTHING: dict[str, Any] = {
    **dict.fromkeys(("meta", "text", "quote", "when", "file", "at", "kind"), ""),
    **{name: [] for name in ("badges", "passage", "actions", "menu")},
    **{"is_late": False, "is_inner": False, "href": None},
}
_HEADER = {"search_open", "log_anywhere"}

OpenApp = Callable[..., AppTest]


@pytest.fixture
def small_world(sqlite_database: str) -> None:
    """The world of `tests.world` on SQLite only."""
    worlds.furnish()


@pytest.fixture(scope="session")
def installed_components() -> Iterator[None]:
    """AppTest asks for each app anew what is installed: every package's description is read.

    That takes longer than the screen. A server asks once, when it starts; so does a run of tests.
    """
    with pytest.MonkeyPatch.context() as patch:
        asked = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", asked)
        yield


@pytest.fixture
def open_app(small_world: None, installed_components: None) -> Iterator[OpenApp]:
    """Open the application as a user, on a page (`nav.PARTNERS`), with an address (`id="1"`)."""

    def open_as(user: User, page: str | None = None, /, **address: str) -> AppTest:
        at = AppTest.from_file(FRAME, default_timeout=60)
        at.user = {"account": str(user.id), "sign_in": ""}
        at.query_params.update(address)
        at.run()
        return at.switch_page(page).run() if page else at

    # Before each run AppTest itself spells the chosen option, outside of any page.
    with speaking("en"):
        yield open_as


def shown(at: AppTest, component: str) -> list[dict[str, Any]]:
    """What each of our own elements of a kind was given to draw: "table" or "feed"."""
    elements = at.get("bidi_component")
    return [
        _whole(json.loads(element.proto.json))
        for element in elements
        if element.proto.component_name.endswith(f"seriktes.{component}")
    ]


def rows(at: AppTest) -> list[dict[str, Any]]:
    """The rows of the first table on the screen: `label`, `href`, `cells`, `note`."""
    tables = shown(at, "table")
    return [
        {
            "note": None,
            **row,
            "href": f"{tables[0]['href']}{row['id']}",
            "label": str(row["cells"][0]),
            "cells": {str(place): cell for place, cell in enumerate(row["cells"])},
        }
        for row in (tables[0]["rows"] if tables else [])
    ]


def items(at: AppTest) -> list[dict[str, Any]]:
    """The items of all feeds on the screen, in order."""
    return [item for feed in shown(at, "feed") for item in feed["items"]]


def _whole(drawn: dict[str, Any]) -> dict[str, Any]:
    """A feed with everything that can be said of its items, as the browser reads it."""
    for item in drawn.get("items", []) if "ways" in drawn else []:
        way = drawn["ways"][item.pop("way")] if "way" in item else {}
        item |= {**_SAYS_NOTHING, **way, **item}
    return drawn


def offers(at: AppTest) -> list[str]:
    """The labels of the page's buttons, without those that are on every page."""
    return [button.label for button in at.button if button.key not in _HEADER]


def press(at: AppTest, key: str) -> AppTest:
    """Press the button with this key."""
    return at.button(key=key).click().run()


def save(at: AppTest) -> AppTest:
    """Press the button that saves the form on the screen."""
    return next(each for each in at.button if each.label == "Save").click().run()


def field(at: AppTest, ending: str) -> str:
    """The whole key of the one field whose key ends so: keys of a dialog begin with its own."""
    fields = [*at.text_input, *at.text_area, *at.selectbox, *at.multiselect, *at.date_input]
    (found,) = [str(each.key) for each in fields if str(each.key).endswith(ending)]
    return found


def send(
    at: AppTest, component: str, event: str, value: object, *, caption: str | None = None
) -> AppTest:
    """What the browser sends of the first element of ours of a kind: a press, a moved card.

    With `caption` of the one that is called so.
    """
    element = next(
        each.proto
        for each in at.get("bidi_component")
        if each.proto.component_name.endswith(f"seriktes.{component}")
        and caption in (None, json.loads(each.proto.json).get("caption"))
    )
    states = at._tree.get_widget_states()
    sent = states.widgets.add()
    sent.id = _make_trigger_id(element.id, "events")
    sent.json_trigger_value = json.dumps([{"event": event, "value": value}])
    return at._run(states)
