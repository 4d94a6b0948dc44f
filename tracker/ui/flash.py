"""Messages: of a save that worked, of a rule that said no."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from tracker.domain.models import Draft
from tracker.errors import Invalid, Stale, TrackerError
from tracker.i18n import sentence, t
from tracker.i18n.plain import plain
from tracker.ui import conflicts

_log = logging.getLogger("tracker")

_KEY, _HINT, _REFUSED = "flash", "flash.hint", "flash.refused"


def say(message: str) -> None:
    """Show this after the rerun or change of page that follows a save."""
    st.session_state[_KEY] = message


def hint(message: str) -> None:
    """Show this beside what is said of the save: it went well, and something is worth a look."""
    st.session_state[_HINT] = message


def show() -> None:
    if message := st.session_state.get(_KEY):
        st.toast(plain(message), icon=":material/check_circle:")
    if message := st.session_state.get(_HINT):
        st.toast(plain(message), icon=":material/policy:", duration="long")
    if message := st.session_state.get(_REFUSED):
        st.toast(plain(message), icon=":material/error:", duration="long")


def forget() -> None:
    """The message was on screen to the end of a run; one that was cut short shows it once more."""
    for each in (_KEY, _HINT, _REFUSED):
        st.session_state.pop(each, None)


def note(refused: TrackerError, form: str = "") -> None:
    """For the log: which rule said no, and never what was typed."""
    field = refused.field if isinstance(refused, Invalid) else ""
    _log.info("refused: %s", " ".join(each for each in (form, field, refused.code) if each))


@contextmanager
def refusals(mine: Draft | None = None) -> Iterator[None]:
    """Show a refused rule as a sentence, and stop the block there; what was typed stays.

    With the draft that was to be saved, an edit that came too late shows both versions.
    """
    try:
        yield
    except Stale as late:
        if mine is None or not late.theirs:
            st.error(t("conflict.meanwhile"), icon=":material/sync_problem:")
            st.stop()
        st.error(t("error.stale"), icon=":material/sync_problem:")
        conflicts.show(mine, late.theirs)
        st.stop()
    except TrackerError as refused:
        note(refused)
        st.error(plain(sentence(refused)), icon=":material/error:")
        st.stop()


@contextmanager
def refusals_ahead() -> Iterator[None]:
    """The same where the page is drawn next, as after a callback: it is said on the whole page.

    Left to itself, a refusal in a callback takes the page away, and stands there alone.
    """
    try:
        yield
    except TrackerError as refused:
        note(refused)
        late = isinstance(refused, Stale)
        st.session_state[_REFUSED] = t("conflict.meanwhile") if late else sentence(refused)
