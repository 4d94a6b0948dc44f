"""A session forgets the fields that its page no longer shows.

Streamlit keeps what it knows of each field that a session ever had, its choices too, until the page
is closed: whoever leaves one open would cost 3 MiB with every hundred pages that they look at.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.common import WidgetMetadata

LATELY = 100  # fields that are gone and still known: a press may be under way as the page changes

_Tidy = Callable[[SessionState, frozenset[str]], None]
_Note = Callable[[SessionState, WidgetMetadata[Any]], None]


def forget() -> None:
    """From now on, in all sessions of this process."""
    sessions: Any = SessionState
    if not hasattr(sessions._remove_stale_widgets, "__wrapped__"):
        sessions._remove_stale_widgets = _with(sessions._remove_stale_widgets)
        sessions._set_widget_metadata = _newest(sessions._set_widget_metadata)


def _newest(note: _Note) -> _Note:
    @wraps(note)
    def noted(state: SessionState, about: WidgetMetadata[Any]) -> None:
        # What was drawn last stands at the end. A component has a second entry, of what is pressed
        # in it, that nobody counts as shown.
        state._new_widget_state.widget_metadata.pop(about.id, None)
        note(state, about)

    return noted


def _with(tidy: _Tidy) -> _Tidy:
    @wraps(tidy)
    def tidied(state: SessionState, shown: frozenset[str]) -> None:
        tidy(state, shown)
        about = get_script_run_ctx()
        # Of a part that was drawn alone nothing follows for what stands around it.
        if about is not None and not about.fragment_ids_this_run:
            _forget(state, 2 * len(shown) + LATELY)

    return tidied


def _forget(state: SessionState, most: int) -> None:
    known, names = state._new_widget_state.widget_metadata, state._key_id_mapper
    for each in list(known)[: max(0, len(known) - most)]:
        del known[each]
    # The name of a filter stays: by it Streamlit lets go of what was chosen where it is not drawn.
    kept = known.keys() | state._query_param_bound_widget_ids
    for each in names.id_key_mapping.keys() - kept:
        name = names.id_key_mapping.pop(each)
        if names.get_id_from_key(name) == each:
            del names._key_id_mapping[name]
