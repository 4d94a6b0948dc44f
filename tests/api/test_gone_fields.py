"""A session forgets the fields that its page no longer shows, and only those."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state import SessionState, session_state
from streamlit.testing.v1 import AppTest

from tracker.api import gone_fields


@pytest.fixture
def forgetting(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a server; afterwards other tests have Streamlit as it comes."""
    for name in ("_remove_stale_widgets", "_set_widget_metadata"):
        monkeypatch.setattr(SessionState, name, getattr(SessionState, name))
    gone_fields.forget()


def session(app: AppTest) -> Any:
    state: Any = app.session_state
    while not isinstance(state, SessionState):
        state = state._state
    return state


def known(app: AppTest) -> tuple[int, int]:
    """How many fields the session knows, and how many names of them."""
    state = session(app)
    return len(state._new_widget_state.widget_metadata), len(state._key_id_mapper.id_key_mapping)


def always_others() -> None:
    """Ten fields by other names each time, and one that stays."""
    import streamlit as st

    run = st.session_state["run"] = st.session_state.get("run", 0) + 1
    for number in range(10):
        st.text_input("One of many", key=f"{run}.{number}")
    st.text_input("Always there", key="stays")


def walked(page: Callable[[], None], runs: int) -> AppTest:
    app = AppTest.from_function(page).run()
    app.text_input(key="stays").set_value("typed")
    for _ in range(runs):
        app.run()
    return app


def test_a_page_that_is_open_all_day_holds_no_more_than_one_opened_now(forgetting: None) -> None:
    app = walked(always_others, 60)
    assert known(app) == (gone_fields.LATELY + 2 * 11,) * 2
    assert app.text_input(key="stays").value == "typed"


def two_pages() -> None:
    """Two fields and a press on one page; a field on the other, where the press arrives late."""
    import streamlit as st

    first = st.checkbox("The first page", value=True, key="first")
    if first:
        st.text_input("Something", key="something", bind="query-params")
        st.button("Press", key="press", on_click=st.session_state.update, kwargs={"pressed": True})
    else:
        st.text_input("Other", key="other")


def test_what_went_lately_is_known_still_and_an_address_keeps_its_choice(forgetting: None) -> None:
    app = AppTest.from_function(two_pages).run()
    app.text_input(key="something").set_value("chosen").run()
    late = app.button(key="press")
    app.checkbox(key="first").set_value(False).run()
    late.click().run()
    assert app.session_state["pressed"]
    app.checkbox(key="first").set_value(True).run()
    assert app.text_input(key="something").value == "chosen"


def many() -> None:
    """More fields than are known when they are gone."""
    import streamlit as st

    for number in range(150):
        st.text_input("One of many", key=f"field.{number}")


def test_a_part_that_is_drawn_alone_forgets_nothing_around_it(
    forgetting: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = AppTest.from_function(many).run()
    state = session(app)
    about = SimpleNamespace(fragment_ids_this_run=["a part"], page_script_hash="")
    monkeypatch.setattr(session_state, "get_script_run_ctx", lambda: about)
    monkeypatch.setattr(gone_fields, "get_script_run_ctx", lambda: about)
    state._remove_stale_widgets(frozenset())
    assert known(app) == (150, 150)
    about.fragment_ids_this_run = None
    state._remove_stale_widgets(frozenset())
    assert known(app) == (gone_fields.LATELY,) * 2


def a_board() -> None:
    """A component in which cards are moved, or many presses of another page."""
    import streamlit as st

    moved = st.session_state.setdefault("moved", [])
    page = st.session_state.get("page", "board")
    if page != "board":
        for number in range(60):
            st.button("One of many", key=f"{page}.{number}")
        return
    drawn = st.components.v2.component("a.board", html="<p></p>", js="export default () => {}")
    drawn(
        key="board",
        data={},
        on_move_change=lambda: moved.append(st.session_state["board"].move),
    )
    st.text_input("Narrow", key="narrow")


def test_what_is_pressed_in_a_component_arrives_after_many_other_pages(forgetting: None) -> None:
    app = AppTest.from_function(a_board).run()
    [events] = (each for each in session(app)._new_widget_state.widget_metadata if "events" in each)
    for trip in range(1, 5):
        for page in (f"first {trip}", f"second {trip}", "board"):
            app.session_state["page"] = page
            app.run()
        moved(app, events, trip)
    assert app.session_state["moved"] == [1, 2, 3, 4]


def moved(app: AppTest, events: str, value: int) -> None:
    """As the browser tells it."""
    tree: Any = app._tree
    states = tree.get_widget_states()
    pressed = WidgetState(id=events, json_trigger_value=f'[{{"event":"move","value":{value}}}]')
    states.widgets.append(pressed)
    tree.get_widget_states = lambda: states
    app.run()


def test_streamlit_itself_would_keep_them_all() -> None:
    """When this fails, it has learned to forget, and `gone_fields` can go."""
    assert known(walked(always_others, 60))[0] == 61 * 10 + 1
