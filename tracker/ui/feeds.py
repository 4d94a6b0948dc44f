"""Lists of happenings and duties: timelines, promises, what changed, who took part."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from tracker.ui import nav

_ASSETS = Path(__file__).parent / "assets"
_CSS = (_ASSETS / "feed.css").read_text(encoding="utf-8")
_JS = "".join((_ASSETS / name).read_text(encoding="utf-8") for name in ("held.js", "feed.js"))


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


class Group(NamedTuple):
    """What stands above the next so many items: a word, and a number beside it."""

    word: str
    number: int
    size: int


def show(
    items: Sequence[Item], *, key: str, caption: str, groups: Sequence[Group] = ()
) -> Act | None:
    """Draw the items. A pressed title opens its record; a pressed action is returned once."""
    drawn = st.components.v2.component(
        "seriktes.feed", html="<div class='feed'></div>", css=_CSS, js=_JS
    )
    done = drawn(
        key=key,
        data={
            "caption": caption,
            "groups": [group._asdict() for group in groups],
            **_drawn(items),
        },
        on_open_change=_nothing,
        on_act_change=_nothing,
    )
    known = {(item.kind, item.id): item for item in items}
    if done.open:
        _open(done.open, known)
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


def _open(pressed: Mapping[str, object], known: Mapping[tuple[str, int], Item]) -> None:
    """What was pressed may stand in the list no more, where that was narrowed just before."""
    kind, number = pressed.get("kind"), pressed.get("id")
    if isinstance(kind, str) and kind in nav.PAGE_OF and isinstance(number, int):
        item = known.get((kind, number))
        nav.go(kind, number, item.at if item else "")


def _drawn(items: Sequence[Item]) -> dict[str, object]:
    """Only what is said of each; what can be done with many alike is said once."""
    ways: dict[_Ways, int] = {}
    lines = [_line(item, ways) for item in items]
    named = [
        {word: [{"name": name, "label": label} for name, label in pairs] for word, pairs in each}
        for each in (zip(("actions", "menu"), way, strict=True) for way in ways)
    ]
    return {"items": lines, "ways": named}


_Ways = tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]


def _line(item: Item, ways: dict[_Ways, int]) -> dict[str, object]:
    line = {name: value for name, value in zip(Item._fields, item, strict=True) if value}
    line["icon"] = item.icon or nav.ICON_OF.get(item.kind, "circle")
    line["id"], line["revision"] = item.id, item.revision
    if item.kind in nav.PAGE_OF:
        line["href"] = nav.href(item.kind, item.id, item.at)
    if item.actions or item.menu:
        for word in ("actions", "menu"):
            line.pop(word, None)
        line["way"] = ways.setdefault((tuple(item.actions), tuple(item.menu)), len(ways))
    return line


def _nothing() -> None:
    """Events are read after the component has run; the callback only makes them arrive."""
