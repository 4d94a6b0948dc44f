"""A server that shows our pages does without pandas and Arrow."""

import pytest
from streamlit import dataframe_util
from streamlit.components.v2.bidi_component import serialization

from tests.screens import OpenApp
from tests.world import boris
from tracker.api import plain_data
from tracker.ui import nav


@pytest.mark.parametrize("page", [nav.PARTNERS, nav.DASHBOARD])
def test_nobody_looks_for_tables_in_what_an_element_is_given(
    open_app: OpenApp, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []
    real = dataframe_util.determine_data_format

    def look(value: object) -> dataframe_util.DataFormat:
        looked.append(value)
        return real(value)

    monkeypatch.setattr(dataframe_util, "determine_data_format", look)
    monkeypatch.setattr(serialization, "is_dataframe_like", dataframe_util.is_dataframe_like)
    plain_data.believe()
    app = open_app(boris, page)
    assert not app.exception
    assert app.get("bidi_component")
    assert not looked
