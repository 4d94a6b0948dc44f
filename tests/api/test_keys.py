"""The keys, pressed in a real browser on a page that has what Streamlit's pages have."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.looking import expect
from tests.servers import chromium as browsers
from tests.test_words import strings
from tracker.api import words_of_streamlit as words
from tracker.api.door import HERE
from tracker.i18n import catalogue

HOME = "https://tracker.example"
PAGE = f"""
<!doctype html><title>Seriktes</title>
<div data-testid="stApp" data-test-script-state="notRunning">
  <nav>
    <a data-testid="stSidebarNavLink" href="{HOME}/">Home</a>
    <a data-testid="stSidebarNavLink" href="{HOME}/partners">Partners</a>
    <a data-testid="stSidebarNavLink" href="{HOME}/follow_ups">Follow-ups</a>
  </nav>
  <main data-testid="stMain">
    <input id="line"><div id="prose" contenteditable></div>
    <div id="own" tabindex="0">a part with keys of its own</div>
    <div class="element st-key-interaction-add"><button>Log a meeting</button></div>
    <div class="st-key-home-abc-save"><button>Save</button></div>
  </main>
</div>
<script>
  window.pressed = [];
  document.addEventListener("click", (event) => {{
    const on = event.target.closest("a, main button");
    if (on) {{ event.preventDefault(); pressed.push(on.textContent); }}
  }});
  own.addEventListener("keydown", (event) => event.preventDefault());
</script>
"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with browsers.browser() as launched:
        yield launched


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    code = (HERE / "scripts" / "keys.js").read_text(encoding="utf-8")
    about = json.dumps({"keys": words._keys("en")})
    body = f"{PAGE}<script>const ABOUT = {about};\n{code}</script>"
    page.route("**/*", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(HOME)
    yield page
    context.close()


def pressed(page: Page) -> list[str]:
    found: list[str] = page.evaluate("pressed.splice(0)")
    return found


def press(page: Page, *keys: str) -> list[str]:
    for key in keys:
        page.keyboard.press(key)
    return pressed(page)


def press_in_russian(page: Page, *keys: tuple[str, str]) -> list[str]:
    """As a keyboard with a Russian layout tells it: another letter at the same place."""
    for key, code in keys:
        page.dispatch_event("body", "keydown", {"key": key, "code": code, "bubbles": True})
    return pressed(page)


def test_g_and_a_letter_go_to_a_page_in_any_layout(page: Page) -> None:
    assert press(page, "g", "p") == ["Partners"]
    assert press(page, "g", "f") == ["Follow-ups"]
    assert press_in_russian(page, ("п", "KeyG"), ("р", "KeyH")) == ["Home"]
    assert press(page, "g", "m") == ["Log a meeting"]
    assert press(page, "p") == []
    assert press(page, "g", "x", "p") == []


@pytest.mark.parametrize("field", ["#line", "#prose", "#own"])
def test_no_letter_is_taken_from_a_field_or_from_a_part_with_keys_of_its_own(
    page: Page, field: str
) -> None:
    page.locator(field).focus()
    assert press(page, "g", "p", "?") == []
    assert page.locator("dialog").count() == 0


def test_ctrl_s_saves_also_out_of_a_field(page: Page) -> None:
    page.locator("#line").fill("a meeting")
    page.keyboard.press("Control+s")
    page.wait_for_function("pressed.length")
    assert pressed(page) == ["Save"]
    page.dispatch_event(
        "body", "keydown", {"key": "ы", "code": "KeyS", "ctrlKey": True, "bubbles": True}
    )
    page.wait_for_function("pressed.length")
    assert pressed(page) == ["Save"]


def test_the_sheet_lists_the_keys_and_closes_by_escape(page: Page) -> None:
    page.locator("body").press("?")
    sheet = page.get_by_role("dialog", name=catalogue()["keys.title"]["en"])
    expect(sheet).to_be_visible()
    for word in ("partners", "meeting", "save", "review"):
        expect(sheet).to_contain_text(catalogue()[f"keys.{word}"]["en"])
    assert press(page, "g", "p") == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def test_letters_can_be_switched_off_and_on_again(page: Page) -> None:
    page.locator("body").press("?")
    page.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    assert press(page, "g", "p", "?") == []
    page.locator("#line").focus()
    page.keyboard.press("Control+s")
    page.wait_for_function("pressed.length")
    page.evaluate("localStorage.clear()")
    page.reload()
    assert press(page, "g", "p") == ["Partners"]


def test_the_script_asks_for_no_word_that_it_is_not_given() -> None:
    known = {key.removeprefix("keys.") for key in catalogue() if key.startswith("keys.")}
    assert set(words.KEYS) == known
    assert known <= strings(HERE / "words_of_streamlit.py")
