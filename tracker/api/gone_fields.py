"""A session forgets the fields that its page no longer shows.

Streamlit keeps what it knows of each field that a session ever had, its choices too, until the page
is closed: whoever leaves one open would cost 3 MiB with every hundred pages that they look at.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import SessionState

LATELY = 100  # fields that are gone and still known: a press may be under way as the page changes

_Tidy = Callable[[SessionState, frozenset[str]], None]


def forget() -> None:
    """From now on, in all sessions of this process."""
    sessions: Any = SessionState
    if not hasattr(sessions._remove_stale_widgets, "__wrapped__"):
        sessions._remove_stale_widgets = _with(sessions._remove_stale_widgets)


def _with(tidy: _Tidy) -> _Tidy:
    @wraps(tidy)
    def tidied(state: SessionState, shown: frozenset[str]) -> None:
        tidy(state, shown)
        about = get_script_run_ctx()
        # Of a part that was drawn alone nothing follows for what stands around it.
        if about is not None and not about.fragment_ids_this_run:
            _forget(state, shown)

    return tidied


def _forget(state: SessionState, shown: frozenset[str]) -> None:
    known, names = state._new_widget_state.widget_metadata, state._key_id_mapper
    for each in shown:  # the longest unseen stand first
        if each in known:
            known[each] = known.pop(each)
    for each in list(known)[: max(0, len(known) - len(shown) - LATELY)]:
        del known[each]
    for each in [each for each in names.id_key_mapping if each not in known]:
        name = names.id_key_mapping.pop(each)
        if names.get_id_from_key(name) == each:
            del names._key_id_mapping[name]
