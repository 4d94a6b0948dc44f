"""A colleague in front of a browser. Everything is found as a person finds it: by its words."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Download, Error, Locator, Page
from playwright.sync_api import TimeoutError as TooLate

from tests.journeys.colleagues import PASSWORD
from tests.journeys.looking import WITHIN, expect, patiently
from tracker.access import User
from tracker.i18n import speaking, t

SOON = 5_000.0  # milliseconds after which a person tries again
STILL = 200.0  # milliseconds without a run: longer than a field waits before it tells the server
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
_NEW = '[role="option"][data-key="__creatable__"]'
IDLE = "() => new Promise((done) => requestIdleCallback(done, { timeout: 1000 }))"
LOCALES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
WIDE, PHONE = (1440, 900), (390, 844)


class Person:
    """One colleague at a browser window of their own, with the words of their language."""

    def __init__(self, page: Page, url: str, user: User) -> None:
        self.page = page
        self.user = user
        self.url = url
        page.set_default_timeout(WITHIN)
        page.set_default_navigation_timeout(WITHIN)

    def word(self, key: str, **values: Any) -> str:
        """What the catalogue says in this person's language."""
        with speaking(self.user.language):
            return t(key, **values)

    # Going somewhere

    def sign_in(self, next: str = "/") -> None:
        """Through the door, and on to a page."""
        self.page.goto(f"{self.url}{next}")
        self.page.locator('input[name="email"]').fill(self.user.email)
        self.page.locator('input[name="password"]').fill(PASSWORD)
        self.page.locator('main form button:not([name="choice"])').click()
        self.settle()

    def open(self, address: str, sees: str = "") -> None:
        """Type an address; wait until the page stands still and shows these words."""
        self.page.goto(f"{self.url}/{address.lstrip('/')}")
        self.settle()
        if sees:
            self.sees(sees)

    def go(self, entry: str) -> None:
        """Choose a page in the list at the side, by its word in the catalogue."""
        name = title = self.word(f"nav.{entry}")
        if entry == "home":
            title = self.word("home.hello", name=self.user.name.split()[0])
        if self.is_on_phone:
            self.page.get_by_test_id("stExpandSidebarButton").click()
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
        expect(self.main.get_by_role("heading", level=1)).to_contain_text(title, timeout=WITHIN)
        self.settle()

    def settle(self) -> None:
        """Wait until the page's script has run. What changed has to be looked for by its words."""
        patiently(partial(self.page.locator(SETTLED).wait_for, state="attached"))

    def stand_still(self) -> None:
        """Wait until nothing runs, and nothing is just about to: a redrawn button loses a press.

        Counted in moments in which the browser had nothing to draw: on a busy machine it falls
        behind.
        """
        until, quiet = time.monotonic() + WITHIN / 1000, 0.0
        while quiet < STILL and time.monotonic() < until:
            if not self.page.locator(SETTLED).count():
                self.settle()
                quiet = 0.0
            self.page.wait_for_timeout(STILL / 4)
            with suppress(Error):  # it went to another page meanwhile
                self.page.evaluate(IDLE)
            quiet += STILL / 4

    @property
    def is_on_phone(self) -> bool:
        """There the list at the side waits behind a button, and leaves after each choice."""
        size = self.page.viewport_size
        return size is not None and size["width"] < 768

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path.strip("/")

    # Looking

    @property
    def main(self) -> Locator:
        return self.page.get_by_test_id("stMain")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def place(self) -> Locator:
        """Where the eyes are: the open dialog, else the page."""
        return self.dialog if self.dialog.count() else self.main

    def sees(self, text: str, *, within: float = WITHIN) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=within)

    def sees_not(self, text: str) -> None:
        expect(self.page.get_by_text(text)).to_have_count(0, timeout=WITHIN)

    def told(self, text: str) -> None:
        """A message in the corner says this."""
        expect(self.page.get_by_test_id("stToast").filter(has_text=text).first).to_be_visible(
            timeout=WITHIN
        )

    def height(self, text: str) -> float:
        """How far down the page these words stand first."""
        box = self.main.get_by_text(text).first.bounding_box()
        assert box is not None
        return box["y"]

    @property
    def title(self) -> str:
        return self.main.get_by_role("heading", level=1).inner_text().strip()

    # Filling in

    def field(self, label: str) -> Locator:
        return self.place.get_by_role("textbox", name=label, exact=True)

    def fill(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def pick(self, label: str, option: str) -> None:
        """Choose one of a list."""
        self._listed(label, option)
        expect(self._box(label)).to_have_value(option, timeout=WITHIN)
        self.settle()

    def pick_all(self, label: str, *options: str) -> None:
        """Choose several of a list."""
        for option in options:
            self._listed(label, option)
            self._chosen(label, option)

    def write_in(self, label: str, *names: str) -> None:
        """Name somebody or something that is not in the list."""
        for name in names:
            self._take(label, name, self.page.locator(_NEW))
            self._chosen(label, name)

    def write_and_leave(self, label: str, name: str) -> None:
        """The same, but the field is left without a look at what it offers."""
        self._box(label).fill(name)
        expect(self.page.locator(_NEW)).to_be_visible(timeout=WITHIN)
        self.main.locator("textarea").first.click()  # what is not the list has no role meanwhile
        self._chosen(label, name)

    def date(self, label: str, day: date) -> None:
        parts = self.place.get_by_role("group", name=label, exact=True).get_by_role("spinbutton")
        parts.first.click()
        self.page.keyboard.type(f"{day:%d%m%Y}")
        expect(parts.last).to_have_text(f"{day.year}", timeout=WITHIN)
        self.page.keyboard.press("Tab")
        # The open calendar may lie over what comes next: a tap beside it closes it.
        self.place.get_by_role("heading").first.click()

    def press(self, name: str) -> None:
        self.stand_still()
        self.place.get_by_role("button", name=name, exact=True).first.click()

    def begin(self, name: str) -> None:
        """Press what opens a dialog."""
        self.stand_still()
        self.main.get_by_role("button", name=name, exact=True).first.click()
        expect(self.dialog).to_be_visible(timeout=WITHIN)
        self.settle()

    def unfold(self, name: str) -> None:
        """Open a drawer of a form, if it is not open."""
        drawer = self.place.locator("details").filter(has=self.page.get_by_text(name, exact=True))
        if drawer.get_attribute("open") is None:
            drawer.locator("summary").click()

    def save(self) -> None:
        self.press(self.word("form.save"))

    def saved(self, said: str) -> None:
        """The dialog is gone, and a message says that it worked."""
        self.told(said)
        expect(self.dialog).to_have_count(0, timeout=WITHIN)
        self.settle()

    # Following

    def follow(self, title: str, *, to: str = "") -> None:
        """Press the link of a record; `to` is what its page is called, if not the same."""
        self.main.get_by_role("link", name=title, exact=True).first.click()
        expect(self.main.get_by_role("heading", level=1)).to_contain_text(
            to or title, timeout=WITHIN
        )
        self.settle()

    @contextmanager
    def downloading(self) -> Iterator["Taken"]:
        """Whatever is done inside the block brings a file."""
        taken = Taken()
        with self.page.expect_download(timeout=WITHIN) as coming:
            yield taken
        taken.file = coming.value

    def _box(self, label: str) -> Locator:
        return self.place.get_by_role("combobox", name=label, exact=True)

    def _listed(self, label: str, option: str) -> None:
        self._take(label, option, self.page.get_by_role("option", name=option, exact=True).first)

    def _take(self, label: str, typed: str, offered: Locator) -> None:
        """Type into a list and take what it offers. A redrawn page closes a list: then again."""
        for within in (SOON, SOON, WITHIN):
            self.settle()
            self._box(label).click()
            self._box(label).fill(typed)
            try:
                offered.click(timeout=within)
                break
            except TooLate:
                if within == WITHIN:
                    raise
        self.page.keyboard.press("Tab")

    def _chosen(self, label: str, name: str) -> None:
        """The name stands in the field of several."""
        field = self.place.get_by_test_id("stMultiSelect").filter(
            has=self.page.get_by_text(label, exact=True)
        )
        expect(field.get_by_role("button", name=re.compile(re.escape(name)))).to_be_visible(
            timeout=WITHIN
        )
        self.settle()


class Taken:
    """A file that came down; there after the block of `downloading`."""

    file: Download


def seat(
    browser: Browser,
    url: str,
    user: User,
    *,
    size: tuple[int, int] = WIDE,
    dark: bool = False,
) -> Person:
    """Put a colleague in front of a fresh browser. Nothing is signed in."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale=LOCALES[user.language],
        timezone_id="Asia/Almaty",
        color_scheme="dark" if dark else "light",
        accept_downloads=True,
    )
    return Person(context.new_page(), url, user)
