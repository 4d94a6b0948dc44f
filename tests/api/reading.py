"""Reads all that the pages send, for what would do something where it stands."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from google.protobuf.message import Message  # type: ignore[import-untyped]
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from tests import marked
from tests.servers.websocket import Page
from tracker.ui import nav

# What Streamlit shows as it stands. All else that holds a text may be Markdown, also what a later
# version of it brings.
LITERAL = {
    "Text.body",
    "TextInput.default",
    "TextArea.default",
    "Selectbox.options",
    "MultiSelect.options",
    "TextInput.value",
    "PageInfo.query_string",
}
HTML = {"Html.body", "PlotlyChart.spec"}  # Plotly reads a few tags, too
LINKS = {"LinkButton.url", "PageLink.page", "DownloadButton.url"}
OWN = {"BidiComponent.json", "EChartsChart.spec"}  # drawn as text by our scripts, and on a canvas
RUNS = re.compile(r"\s*(javascript|data|vbscript):", re.IGNORECASE)
# Opens a dialog, and changes nothing by itself.
OPENS = re.compile(
    r"-(\w+\.(add|edit|delete|merge|change|amend|renew|let_lapse|write|participants\.add)"
    r"|follow_up\.(complete|postpone|hand_over|decline)\.1)$"
)
DELETE, CONFIRM = "-record.delete", "-record.delete.confirm"
MORE: tuple[tuple[str, dict[str, str | int]], ...] = (
    ("merge", {"kind": "partner", "id": 1, "with": 2}),
    ("merge", {"kind": "person", "id": 1, "with": 2}),
    ("partner", {"id": 2}),
    ("search", {"q": "tracker"}),
    ("partners", {"q": marked.MARK, "tag": marked.MARK}),
    ("follow_ups", {"view": "board", "tag": marked.MARK, "event": 1}),
    ("follow_ups", {"view": "calendar"}),
    ("network", {"view": "paths", "partner": 1}),
    ("network", {"view": "single"}),
    ("history", {"view": "trash"}),
    ("history", {"view": "undo"}),
)


def walk(page: Page) -> Iterator[tuple[str, list[ForwardMsg]]]:
    """All that an administrator sees: every page, the first record of every kind, and dialogs."""
    pressed: set[str] = set()
    paths = [entry.path for entry in nav._ENTRIES]
    first: dict[str, str | int] = {"id": 1}
    for word, address in (*((nav.address(path), first) for path in paths), *MORE):
        query = urlencode(address)
        shown = page.ask(page=word, query=query)
        yield f"{word}?{query}", shown
        for each in buttons(shown):
            key = OPENS.search(each)
            if key is not None and key.group() not in pressed:
                pressed.add(key.group())
                yield f"{word}{key.group()}", press(page, each, word, query)
    # What is said of a record that was just put away.
    query = urlencode({"id": 2})
    (delete,) = (each for each in buttons(page.ask(page="event", query=query)) if DELETE in each)
    (confirm,) = (each for each in buttons(press(page, delete, "event", query)) if CONFIRM in each)
    yield CONFIRM, press(page, confirm, "event", query)


def press(page: Page, button: str, word: str, query: str) -> list[ForwardMsg]:
    return page.ask(WidgetState(id=button, trigger_value=True), page=word, query=query)


def buttons(shown: list[ForwardMsg]) -> list[str]:
    elements = [each.delta.new_element for each in shown]
    return [each.button.id for each in elements if each.WhichOneof("type") == "button"]


def texts(message: Message) -> Iterator[tuple[str, str]]:
    """Every text inside of a message, with the name of what holds it."""
    for field, value in message.ListFields():
        name = f"{message.DESCRIPTOR.name}.{field.name}"
        for each in value if field.is_repeated else [value]:
            if isinstance(each, Message):
                yield from texts(each)
            elif isinstance(each, str):
                yield name, each


def addresses(value: Any) -> Iterator[str]:
    """Where something that is given to our own scripts leads to."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name in ("href", "url", "src") and isinstance(each, str):
                yield each
            yield from addresses(each)
    elif isinstance(value, list):
        for each in value:
            yield from addresses(each)


def wrong(name: str, text: str) -> bool:
    """Whether a text would do something where it stands."""
    if name in HTML:
        led = re.findall(r'(?:href|src)="([^"]*)"', text)
        return "<b>q" in text or any(RUNS.match(each) for each in led)
    if name in LINKS:
        return RUNS.match(text) is not None
    if name in OWN:
        return any(RUNS.match(each) for each in addresses(json.loads(text)))
    return name not in LITERAL and marked.ACTIVE.search(text) is not None
