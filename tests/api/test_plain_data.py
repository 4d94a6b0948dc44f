"""A server that shows our pages does without pandas and Arrow, and writes what it sends once."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import orjson
import pytest
from streamlit import dataframe_util
from streamlit.components.v2.bidi_component import main, serialization

from tests.screens import OpenApp
from tests.world import EMC, boris
from tracker import db
from tracker.api import plain_data
from tracker.domain.models import Partner
from tracker.ui import nav


class Named(NamedTuple):
    number: int


@pytest.fixture(autouse=True)
def _as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "json", json)
    monkeypatch.setattr(main, "serialize_mixed_data", serialization.serialize_mixed_data)


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


def test_what_an_element_is_given_is_written_once_with_its_letters_as_they_are(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain_data.believe()
    with db.transaction() as session:
        session.get_one(Partner, EMC).name_en = "Ертіс"
    written: list[object] = []

    def noted(real: Callable[..., Any]) -> Callable[..., Any]:
        def write(value: object, *how: Any, **more: Any) -> Any:
            written.append(value)
            return real(value, *how, **more)

        return write

    for module in (json, orjson):
        monkeypatch.setattr(module, "dumps", noted(module.dumps))
    (table,) = open_app(boris, nav.PARTNERS).get("bidi_component")
    assert "Ертіс" in table.proto.json
    assert len([each for each in written if isinstance(each, dict) and "rows" in each]) == 1


def test_an_element_is_given_nothing_that_a_page_cannot_read() -> None:
    with pytest.raises(TypeError):
        plain_data._as_list({1})
    assert plain_data._as_list(Named(1)) == [1]
