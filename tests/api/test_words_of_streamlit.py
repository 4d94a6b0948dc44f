"""Streamlit's words in our languages."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from streamlit.web.server.app_discovery import discover_asgi_app

from tests.api.conftest import PASSWORD, ROOT, Server
from tests.servers import chromium as browsers
from tests.world import boris
from tracker.api import words_of_streamlit as words
from tracker.i18n import LANGUAGES

HTML = {"accept": "text/html"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_page_is_ours(language: str) -> None:
    page = words.index(language).decode()
    assert f'<html lang="{language}">' in page
    assert "Streamlit</title>" not in page
    assert "_stcore/agent" not in page
    assert re.findall(r"<script(?![^>]*src=)", page) == []


def test_every_word_is_known_in_both_languages() -> None:
    kazakh, russian = words.dictionary("kk"), words.dictionary("ru")
    assert kazakh.keys() == russian.keys()
    assert words.dictionary("en") == {}
    for english, ours in [*kazakh.items(), *russian.items()]:
        assert ours.strip()
        assert ours.count("{n}") <= english.count("{n}")


def test_the_script_holds_its_words_as_data() -> None:
    code = words._script_of("kk").decode()
    about = code.split("\n")[0].removeprefix("const ABOUT = ").removesuffix(";")
    assert json.loads(about)["words"] == words.dictionary("kk")
    assert "<" not in about


def test_only_streamlits_own_page_is_replaced(server: Server) -> None:
    with server.signed_in(boris) as client:
        page = client.get("/", headers={**HTML, "accept-encoding": "gzip"})
        assert page.content == words.index("en")
        again = client.get("/", headers={**HTML, "if-none-match": page.headers.get("etag", "x")})
        assert again.content == words.index("en")
        assert client.head("/", headers=HTML).headers["content-length"] == str(len(page.content))
        assert client.get("/partners", headers=HTML).content == page.content


def test_a_changed_index_page_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_index", lambda: b"<html><title>Other</title></html>")
    words.index.cache_clear()
    with pytest.raises(ValueError, match="index page"):
        words.index("kk")
    words.index.cache_clear()


def test_the_server_is_found_by_streamlit_run() -> None:
    found = discover_asgi_app(ROOT / "app.py")
    assert (found.is_asgi_app, found.app_name) == (True, "app")


class TestInTheBrowser:
    """What a person sees."""

    def sign_in(self, page: Page, server: Server, language: str) -> None:
        page.goto(f"{server.url}/language/{language}?next=/sign-in")
        page.fill("#email", boris.email)
        page.fill("#password", PASSWORD)
        page.click("button")
        page.wait_for_selector("[data-testid=stText]")
        page.goto(f"{server.url}/language/{language}")
        page.wait_for_selector("[data-testid=stText]")

    @pytest.fixture
    def page(self, chromium: str) -> Iterator[Page]:  # noqa: ARG002
        with browsers.browser() as browser:
            yield browser.new_context(locale="en-US").new_page()

    @pytest.mark.parametrize(
        ("language", "locale", "month", "day", "number"),
        [
            ("kk", "kk-KZ", "2026 ж. 2 қараша", "дүйсенбі", "1 234 567,5"),
            ("ru", "ru-RU", "2 ноября 2026 г.", "понедельник", "1 234 567,5"),
            ("en", "en-GB", "2 November 2026", "Monday", "1,234,567.5"),
        ],
    )
    def test_dates_and_numbers_are_of_the_language(
        self,
        server: Server,
        page: Page,
        language: str,
        locale: str,
        month: str,
        day: str,
        number: str,
    ) -> None:
        faults: list[str] = []
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        self.sign_in(page, server, language)
        assert page.evaluate("[document.documentElement.lang, navigator.language]") == [
            language,
            locale,
        ]
        date = (
            "new Intl.DateTimeFormat(undefined, {timeZone: 'UTC', %s}).format(Date.UTC(2026,10,2))"
        )
        long = date % "year: 'numeric', month: 'long', day: 'numeric'"
        assert page.evaluate(long) == month
        assert page.evaluate(date % "weekday: 'long'") == day
        shown = page.evaluate("new Intl.NumberFormat().format(1234567.5)")
        assert shown.replace("\u00a0", " ").replace("\u202f", " ") == number
        assert faults == []

    def test_a_tab_leaves_for_the_sign_in_page_when_its_sign_in_ends(
        self, server: Server, page: Page
    ) -> None:
        self.sign_in(page, server, "en")
        other = page.context.new_page()
        other.goto(f"{server.url}/")
        other.wait_for_selector("[data-testid=stText]")
        page.evaluate("() => { fetch('/sign-out', {method: 'POST'}) }")
        for tab in (page, other):
            tab.wait_for_url("**/sign-in*", timeout=5000)
            assert tab.locator("[data-testid=stText]").count() == 0
