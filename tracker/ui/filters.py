"""The filters above a list. Each lives in the address, so that a view can be mailed."""

import html
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import days, titles
from tracker.domain.models import Kind
from tracker.i18n import current, formats, labels, section_of, t
from tracker.i18n.plain import plain
from tracker.names import regions
from tracker.ui.forms.fields import DATES, unambiguous
from tracker.ui.tables import first_page

E = TypeVar("E", bound=StrEnum)


# In the address, but narrowing nothing: how the list looks, which stays when the filters go.
_LOOK = ("view", "span", "day", "steps")
_NO_FILTERS = {"sort", "page", *_LOOK}


@contextmanager
def bar() -> Iterator[None]:
    """The row in which the filters stand, and the way back to the whole list.

    That way is a link and a full page load: a widget that is emptied behind the browser's back
    would go on showing what it showed.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        yield
    if set(st.query_params) - _NO_FILTERS:
        kept = {name: st.query_params[name] for name in _LOOK if name in st.query_params}
        link = html.escape(t("list.clear_filters"))
        href = html.escape(f"?{urlencode(kept)}")
        st.html(f'<a class="seriktes-clear" href="{href}" target="_self">{link}</a>')


def text(label: str) -> str:
    """What to search for (`?q=`)."""
    typed = st.text_input(
        label,
        key="q",
        type="search",
        bind="query-params",
        max_chars=200,
        placeholder=t("list.search"),
        on_change=first_page,
        width=240,
        live=True,
    )
    return typed or ""


def word(name: str, label: str, kind: type[E], help: str | None = None) -> E | None:
    """One word of a closed vocabulary (`?stage=active`), or any."""
    words = {str(each): t(f"{section_of(kind)}.{each}") for each in kind}
    chosen = _one_of(name, label, words, help)
    return kind(chosen) if chosen else None


def record(name: str, label: str, choices: Sequence[tuple[int, str]]) -> int | None:
    """One record (`?owner=3`), or any."""
    labels = unambiguous(choices)
    chosen = _one_of(name, label, {str(number): shown for number, shown in labels.items()})
    return int(chosen) if chosen else None


def _one_of(name: str, label: str, labels: dict[str, str], help: str | None = None) -> str | None:
    # Bound by hand: Streamlit's own binding would put the translated label into the address.
    asked = st.query_params.get(name)
    values = list(labels)
    return st.selectbox(
        label,
        values,
        index=values.index(asked) if asked in labels else None,
        format_func=lambda value: labels.get(value, value),
        key=name,
        placeholder=t("list.any"),
        on_change=_keep,
        args=(name,),
        width=166,
        help=help,
    )


def _keep(name: str) -> None:
    keep(name, st.session_state[name])


def keep(name: str, value: object) -> None:
    """Put what was chosen into the address, in a callback; None takes it out."""
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(value)
    first_page()


def day(name: str, label: str) -> date | None:
    """A day (`?from=2026-01-31`), or any."""
    chosen = st.date_input(
        label,
        None,
        key=name,
        bind="query-params",
        format=DATES[current()],
        min_value=days.FIRST,
        max_value=days.LAST,
        on_change=first_page,
        width=150,
    )
    return chosen if isinstance(chosen, date) else None


def flag(name: str, label: str) -> bool:
    """Yes or not asked (`?overdue=true`)."""
    return st.toggle(label, key=name, bind="query-params", on_change=first_page)


def kept_tag() -> str | None:
    """The tag that only a link sets (`?tag=…`): shown, with a way to drop it."""
    tag = st.query_params.get("tag", "")[:200]
    if tag:
        drop("tag", t("field.tags"), tag)
    return tag or None


def kept_event(user: User) -> int | None:
    """The event that only a link sets (`?event=5`): shown by its name, with a way to drop it."""
    return kept_record("event", t("field.event_id"), Kind.EVENT, user)


def kept_record(name: str, label: str, kind: Kind, user: User) -> int | None:
    """A record that only a link sets: shown by its name, with a way to drop it."""
    number = asked_number(name)
    if number is None:
        return None
    with db.reading() as session:
        named = titles.titles(session, [(kind, number)], by=user)
    shown = next((title.text for title in named.values()), str(number))
    drop(name, label, shown)
    return number


def kept_day(name: str, label: str) -> date | None:
    """A day that only a link sets: shown, with a way to drop it."""
    chosen = asked_day(name)
    if chosen is not None:
        drop(name, label, formats.day(chosen))
    return chosen


def kept_town() -> str | None:
    """The settlement that only a link sets (`?town=semey`): by its name, with a way to drop it."""
    town = st.query_params.get("town", "")[: regions.LONGEST_TOWN]
    if town:
        drop("town", t("field.city"), labels.town(town))
    return town or None


def kept_word(name: str, label: str, kind: type[E]) -> E | None:
    """A word of a vocabulary that only a link sets: shown, with a way to drop it."""
    chosen = asked_word(name, kind)
    if chosen is not None:
        drop(name, label, t(f"{section_of(kind)}.{chosen}"))
    return chosen


def one_word(name: str, label: str, kind: type[E], usual: E) -> None:
    """One word of a closed vocabulary where "any" makes no sense. Read it with `asked_word`."""
    values = list(kind)
    st.selectbox(
        label,
        values,
        index=values.index(asked_word(name, kind) or usual),
        format_func=lambda value: t(f"{section_of(kind)}.{value}"),
        key=name,
        on_change=_keep,
        args=(name,),
        width=190,
    )


def segments(name: str, label: str, kind: type[E], usual: E) -> E:
    """One of a few views of a page (`?view=trash`), side by side."""
    chosen = st.segmented_control(
        label,
        list(kind),
        default=asked_word(name, kind) or usual,
        format_func=lambda value: t(f"{section_of(kind)}.{value}"),
        key=name,
        required=True,
        on_change=_keep,
        args=(name,),
        label_visibility="collapsed",
    )
    return kind(chosen) if chosen else usual


def several(name: str, label: str, labels: dict[str, str]) -> list[str]:
    """Some of a few words (`?show=unit.event`); all of them where none is named."""
    asked = [word for word in st.query_params.get(name, "").split(".") if word in labels]
    st.pills(
        label,
        list(labels),
        selection_mode="multi",
        default=asked or list(labels),
        format_func=lambda word: labels[word],
        key=name,
        on_change=_keep_several,
        args=(name, len(labels)),
        label_visibility="collapsed",
    )
    return asked or list(labels)


def _keep_several(name: str, all_of_them: int) -> None:
    chosen = st.session_state[name]
    if len(chosen) in (0, all_of_them):
        st.query_params.pop(name, None)
        st.session_state.pop(name, None)
    else:
        st.query_params[name] = ".".join(chosen)
    first_page()


def own_day(name: str, label: str, asked: date | None) -> None:
    """A day that is kept in the address by hand, for a filter that is not always drawn."""
    st.date_input(
        label,
        asked,
        key=name,
        format=DATES[current()],
        min_value=days.FIRST,
        max_value=days.LAST,
        on_change=_keep,
        args=(name,),
        width=150,
    )


def asked_word(name: str, kind: type[E]) -> E | None:
    """The word that the address asks for; None for nonsense."""
    asked = st.query_params.get(name)
    return kind(asked) if asked in list(kind) else None


def asked_number(name: str) -> int | None:
    """The record that the address asks for; None for nonsense."""
    asked = st.query_params.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None


def asked_day(name: str) -> date | None:
    """The day that the address asks for; None for nonsense."""
    try:
        return days.addressed(st.query_params.get(name, ""))
    except ValueError:
        return None


def drop(name: str, label: str, value: str) -> None:
    """A filter that narrows the list unseen: what it says, and a way to drop it."""
    st.button(
        f"{label}: {plain(value[:60])}",
        key=f"drop.{name}",
        icon=":material/close:",
        on_click=choose,
        args=(name, None),
        help=t("list.drop_filter"),
    )


def choose(name: str, value: str | None) -> None:
    """Set a filter from outside its field, in a callback."""
    st.session_state[name] = value
    _keep(name)
