"""The servers that other tests rely on are there, and are what they say."""

import os
from importlib.metadata import requires
from pathlib import Path

import pytest
import sqlalchemy
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.servers import chromium as browsers

PINS = Path(__file__).parents[1] / "requirements.txt"


def test_postgresql_knows_the_letters_of_kazakh(postgresql_url: str) -> None:
    server = sqlalchemy.create_engine(postgresql_url)
    with server.connect() as connection:
        assert connection.scalar(sqlalchemy.text("SELECT lower('ШӘКӘРІМ')")) == "шәкәрім"
        assert connection.scalar(sqlalchemy.text("SHOW server_encoding")) == "UTF8"
    server.dispose()


def test_postgresql_can_compare_words_by_their_letters(postgresql_url: str) -> None:
    server = sqlalchemy.create_engine(postgresql_url)
    with server.connect() as connection:
        connection.execute(sqlalchemy.text("CREATE EXTENSION pg_trgm"))
        alike = connection.scalar(sqlalchemy.text("SELECT similarity('Семей', 'Семеи')"))
        connection.rollback()
    server.dispose()
    assert alike == pytest.approx(0.5)


def test_the_browser_is_a_program(chromium: str) -> None:
    assert os.access(chromium, os.X_OK)


def test_the_browser_shows_a_page(chromium: str) -> None:
    with browsers.browser() as browser:
        page = browser.new_page()
        page.set_content("<h1>Серіктес</h1>")
        assert page.inner_text("h1") == "Серіктес"


def test_every_dependency_is_pinned_to_a_version_that_it_allows() -> None:
    lines = [line for line in PINS.read_text().splitlines() if line and line[0] != "#"]
    pins = {canonicalize_name(name): pin for name, _, pin in (p.partition("==") for p in lines)}
    wanted = [Requirement(line) for line in requires("seriktes") or ()]
    assert wanted
    for one in wanted:
        assert one.specifier.contains(pins[canonicalize_name(one.name)]), one
