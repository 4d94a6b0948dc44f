"""What was typed into a form and never saved: offered where the form is opened again.

`tracker/api/scripts/unsent.js` sends what is typed, by the key of its field: the form and the
record it is about, the opening's own key, the field.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import streamlit as st
from sqlmodel import Session

from tracker import db
from tracker.access import Action, User, can
from tracker.domain import unsent
from tracker.domain.unsent import Begun
from tracker.errors import DatabaseGone, SaveUnconfirmed, SaveUnsure, TrackerError
from tracker.i18n import t
from tracker.i18n.formats import moment
from tracker.names.text import clean_line
from tracker.ui import dialogs, signin

Words = Callable[[Mapping[str, str]], str]

_KEY = "unsent"
_TURNS, _PAGE = "unsent.turns", "unsent.page"
_OPENING = re.compile(r"(.+)\.([0-9a-f]{32})")
_EXCERPT = 160  # letters
# Seconds: a standby takes over within a few.
_PATIENCE, _AGAIN = 8.0, 0.3


def arrive(page: str) -> None:
    """Say which page is drawn. Left, its fields are gone, so its forms are closed: whoever comes
    back opens them anew, and is offered what was begun. So is a dialog, which many leave by going
    back: it would open again over the next record."""
    here = page, st.query_params.get("id")
    if st.session_state.get(_PAGE) != here:
        st.session_state[_PAGE] = here
        st.session_state[_TURNS] = {}
        dialogs.close()


def turn(form: str) -> str:
    """The key of this opening of a form that stands on the page itself, until it is saved."""
    turns: dict[str, str] = st.session_state.setdefault(_TURNS, {})
    return turns.setdefault(form, uuid4().hex)


def go_on_as(form: str, key: str) -> None:
    """It was open before this session was: it keeps the key that it had."""
    st.session_state[_TURNS][form] = key


def turn_over(form: str) -> None:
    """It is saved: what is typed next is another opening, with empty fields."""
    st.session_state.get(_TURNS, {}).pop(form, None)


def _plainly(texts: Mapping[str, str]) -> str:
    return " ".join(texts.values())


def offer(key: str, place: Any = st, *, as_words: Words = _plainly) -> None:
    """Above the fields whose keys begin with this one: what of it was begun before, if anything.

    Asked once for each opening of the form. Taken, it joins what stands in the fields. `as_words`
    says what was kept, where that is more than its words.
    """
    if (opening := _OPENING.fullmatch(key)) is None:
        return
    known = st.session_state.setdefault(_KEY, {})
    form, number = re.sub(r"[^A-Za-z0-9_-]", "-", opening[1]), opening[2]
    if known.get(form, ("", []))[0] != number:
        known[form] = number, _begun(form, number)
    for begun in known[form][1][:1]:
        with place.container(border=True, key=f"{_KEY}.{begun.key}"):
            _ask(begun, key, form, as_words(begun.texts))


@contextmanager
def saving(key: str) -> Iterator[Session]:
    """The transaction that saves a form: with it, what was kept while it was typed is forgotten.

    Where the connection broke during the commit, or the standby did not confirm it, nobody can tell
    at once what became of it. So the database is asked, by the key, before the person is told.
    """
    user = signin.current_user()
    try:
        with db.transaction() as session:
            yield session
            unsent.drop(session, key, by=user)
    except (SaveUnsure, SaveUnconfirmed) as unknown:
        if not _is_saved(key, user):
            raise DatabaseGone from unknown  # sent again, the key sees to it that it is saved once


def _is_saved(key: str, user: User) -> bool:
    """What became of a commit, as soon as the database, or its standby, answers again.

    Raises SaveUnconfirmed where it is in the primary and in no standby, and nobody waits for one.
    """
    last = monotonic() + _PATIENCE
    while True:
        try:
            with db.confirmed() as session:
                return unsent.is_done(session, key, by=user)
        except DatabaseGone:
            if monotonic() > last:
                return False
            sleep(_AGAIN)


def _begun(form: str, number: str) -> list[Begun]:
    user = signin.current_user()
    if not can(user, Action.EDIT):
        return []
    try:
        with db.reading() as session:
            return unsent.begun(session, form, by=user, but_not=number)
    except TrackerError:
        return []  # the page itself says what is wrong with the database


def _ask(begun: Begun, key: str, form: str, words: str) -> None:
    text = clean_line(words)
    st.caption(t("unsent.begun", when=moment(begun.at)))
    st.text(text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rstrip()}…")
    with st.container(horizontal=True):
        st.button(
            t("unsent.take"),
            key=f"{_KEY}.take.{begun.key}",
            icon=":material/edit_note:",
            on_click=_take,
            args=(begun, key, form),
        )
        st.button(
            t("unsent.discard"),
            key=f"{_KEY}.discard.{begun.key}",
            type="tertiary",
            on_click=_discard,
            args=(begun, form),
        )


def _take(begun: Begun, key: str, form: str) -> None:
    with db.transaction() as session:
        unsent.go_on(session, begun.key, key.rpartition(".")[2], by=signin.current_user())
    for field, text in begun.texts.items():
        name = f"{key}.{field}"
        st.session_state[name] = unsent.joined(st.session_state.get(name) or "", text)
    _done(begun, form)


def _discard(begun: Begun, form: str) -> None:
    with db.transaction() as session:
        unsent.drop(session, begun.key, by=signin.current_user())
    _done(begun, form)


def _done(begun: Begun, form: str) -> None:
    number, rows = st.session_state[_KEY][form]
    st.session_state[_KEY][form] = number, [row for row in rows if row.key != begun.key]
