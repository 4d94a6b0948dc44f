"""Lists of happenings and duties: timelines, promises, what changed, who took part."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from tracker.ui import nav

_ASSETS = Path(__file__).parent / "assets"
_CSS = (_ASSETS / "feed.css").read_text(encoding="utf-8")
_JS = (_ASSETS / "feed.js").read_text(encoding="utf-8")


class Item(NamedTuple):
    """One line. Without a page of its kind the title is no link, unless to a `file` of ours.

    Actions are (name, label) pairs.
    """

    title: str
    id: int = 0
    kind: str = ""
    icon: str = ""  # of Material Symbols; the kind's own when empty
    badges: Sequence[dict[str, str]] = ()
    meta: str = ""
    text: str = ""
    passage: Sequence[Sequence[object]] = ()  # pieces of text, each with whether to mark it
    quote: str = ""
    when: str = ""
    is_late: bool = False
    actions: Sequence[tuple[str, str]] = ()
    menu: Sequence[tuple[str, str]] = ()  # actions behind one button, which the first pair names
    revision: int = 0
    file: str = ""  # address of a download
    is_inner: bool = False  # belongs to the line before it
    at: str = ""  # where in an article the link leads: `nav.place`


class Act(NamedTuple):
    """An action that was pressed, on which record at which revision."""

    action: str
    kind: str
    id: int
    revision: int


def show(items: Sequence[Item], *, key: str, caption: str) -> Act | None:
    """Draw the items. A pressed title opens its record; a pressed action is returned once."""
    drawn = st.components.v2.component(
        "seriktes.feed", html="<div class='feed'></div>", css=_CSS, js=_JS
    )
    done = drawn(
        key=key,
        data={"caption": caption, "items": [_drawn(item) for item in items]},
        on_open_change=_nothing,
        on_act_change=_nothing,
    )
    known = {(item.kind, item.id): item for item in items}
    if done.open and (done.open.get("kind"), done.open.get("id")) in known:
        chosen = known[done.open["kind"], done.open["id"]]
        nav.go(chosen.kind, chosen.id, chosen.at)
    if done.act:
        item = known.get((done.act.get("kind"), done.act.get("id")))
        if item is not None and done.act.get("action") in {
            name for name, _ in (*item.actions, *item.menu[1:])
        }:
            # As the reader saw it: by now the item may be drawn from a newer one.
            seen = done.act.get("revision")
            revision = seen if isinstance(seen, int) else item.revision
            return Act(done.act["action"], item.kind, item.id, revision)
    return None


def _drawn(item: Item) -> dict[str, object]:
    return {
        **item._asdict(),
        "badges": list(item.badges),
        "passage": list(item.passage),
        "actions": [{"name": name, "label": label} for name, label in item.actions],
        "menu": [{"name": name, "label": label} for name, label in item.menu],
        "icon": item.icon or nav.ICON_OF.get(item.kind, "circle"),
        "href": nav.href(item.kind, item.id, item.at) if item.kind in nav.PAGE_OF else None,
    }


def _nothing() -> None:
    """Events are read after the component has run; the callback only makes them arrive."""
