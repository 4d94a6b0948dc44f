"""The browser of the journeys: the Chromium of this machine, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

# Names a browser to use instead of the one on the path.
GIVEN = "TRACKER_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

# No sandbox: Chromium refuses to have one as root. The others keep it to the pages it is asked for.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoChromium(Exception):
    """There is no Chromium on this machine."""


def path() -> str:
    """The program file of Chromium."""
    given = os.environ.get(GIVEN, "")
    for name in (given,) if given else NAMES:
        if found := shutil.which(name):
            return found
    raise NoChromium(f"Install Chromium (Debian: chromium), or name its program in {GIVEN}")


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless browser, while the block lasts."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path(), args=list(ARGUMENTS))
        try:
            yield launched
        finally:
            launched.close()
