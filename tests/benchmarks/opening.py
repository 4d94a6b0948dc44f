"""`python -m tests.benchmarks.opening`: how long a person waits before there is anything to see.

From the start of the server to its first page, read over the websocket; and from an address typed
to a page that stands still, in a browser that never saw it before. Beside ours, in turn, runs a
page with a title and nothing else, by `streamlit run` as it comes. With `--environment FOLDER`
also from the press on a page's number to the next fifty overdue follow-ups, here and in Django's
admin.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from tests.benchmarks import pages, servers
from tests.benchmarks.crm import EMAIL, ME, SIZES
from tests.benchmarks.data import PASSWORD, kept
from tests.benchmarks.pages import Failed, Opened
from tests.benchmarks.peers import serving
from tests.servers import app, chromium
from tests.servers.processes import free_port, stop
from tracker.ui import nav

_BARE = Path(__file__).parent / "floor/bare.py"
_PLAIN = (
    *("streamlit", "run", str(_BARE), "--server.port", "{port}", "--server.headless", "true"),
    *("--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false"),
)
_OURS = ("tracker.cli", "serve", "--port", "{port}")
_STANDS = '[data-testid="stApp"][data-test-script-state="notRunning"] h1'
_ROWS = '[data-testid="stMain"] tbody tr'
_WITHIN = 60.0

Act = Callable[[], float]  # does it once, and says how many seconds that took


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.opening", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="S")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="a folder that keeps our database")
    parser.add_argument("--environment", type=Path, help="a folder for Django, kept")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="opening-")))
        os.environ["TRACKER_LOG_LEVEL"] = "WARNING"
        file = kept(chosen.keep or folder, chosen.size)
        print("| | ours ms | beside it ms | times |")
        print("|---|--:|--:|--:|")
        ours = stack.enter_context(app.running({}, folder / "ours.log"))
        cookie = pages.signed_in(ours, EMAIL.format(ME), PASSWORD)
        started = _started(_OURS, folder, cookie), _started(_PLAIN, folder, "")
        print(_line("start to first page", started, chosen.rounds), flush=True)
        browser = stack.enter_context(chromium.browser())
        plain = stack.enter_context(_served(_PLAIN, folder))
        opened = _opened(browser, ours, cookie), _opened(browser, plain, "")
        print(_line("first open in a browser", opened, chosen.rounds), flush=True)
        if chosen.environment is not None:
            python = serving.environment(chosen.environment.absolute())
            desk = stack.enter_context(serving.running(python, file, folder))
            turned = (
                stack.enter_context(_ours_turned(browser, ours, cookie)),
                stack.enter_context(_django_turned(browser, desk.url)),
            )
            print(_line("next page of a list, painted", turned, chosen.rounds * 3), flush=True)


def _line(name: str, acts: Sequence[Act], rounds: int) -> str:
    taken = [[act() for act in acts] for _ in range(rounds + 1)][1:]  # the first fills caches
    ours, beside = (median(each) * 1e3 for each in zip(*taken, strict=True))
    return f"| {name} | {ours:,.0f} | {beside:,.0f} | {ours / beside:.2f} |"


def _started(command: Sequence[str], folder: Path, cookie: str) -> Act:
    """From the start of the process to the end of the first run of its first page."""

    def act() -> float:
        port = free_port()
        began = time.perf_counter()
        process = _begun(command, port, folder)
        try:
            while time.perf_counter() - began < _WITHIN:
                try:
                    with Opened(f"http://127.0.0.1:{port}", cookie=cookie) as page:
                        page.rerun()
                    return time.perf_counter() - began
                except OSError:
                    time.sleep(0.02)
            raise app.NotStarted(" ".join(command))
        finally:
            stop(process, politely=signal.SIGTERM)

    return act


def _begun(command: Sequence[str], port: int, folder: Path) -> "subprocess.Popen[bytes]":
    is_ours = command is _OURS
    return subprocess.Popen(
        [sys.executable, "-m", *(part.format(port=port) for part in command)],
        cwd=app.ROOT if is_ours else folder,  # a folder without our settings
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def _served(command: Sequence[str], folder: Path) -> Iterator[str]:
    whole, log = [sys.executable, "-m", *command], folder / "plain.log"
    with servers.served(whole, folder, log, os.environ, "/_stcore/health") as (url, _):
        yield url


def _opened(browser: Browser, url: str, cookie: str) -> Act:
    """From the address to a page that stands still, with nothing kept from before."""

    def act() -> float:
        with _window(browser, url, cookie) as page:
            began = time.perf_counter()
            page.goto(url, wait_until="commit")
            page.locator(_STANDS).first.wait_for()
            return time.perf_counter() - began

    return act


@contextmanager
def _window(browser: Browser, url: str, cookie: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        told = (each.partition("=") for each in cookie.split("; ") if each)
        context.add_cookies([{"name": name, "value": it, "url": url} for name, _, it in told])
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def _ours_turned(browser: Browser, url: str, cookie: str) -> Iterator[Act]:
    with _window(browser, url, cookie) as page:
        page.goto(f"{url}/{nav.address(nav.FOLLOW_UPS)}?overdue=true")
        numbers = page.get_by_test_id("stPaginationPage")
        yield lambda: _turned(page, _ROWS, numbers.first.click)


@contextmanager
def _django_turned(browser: Browser, url: str) -> Iterator[Act]:
    with _window(browser, url, "") as page:
        page.goto(f"{url}/admin/login/?next=/admin/desk/followup/?overdue=yes")
        page.fill("#id_username", serving.NAME)
        page.fill("#id_password", serving.PASSWORD)
        page.press("#id_password", "Enter")
        numbers = page.locator(".paginator a, .pagination a")
        yield lambda: _turned(page, "#result_list tbody tr", numbers.first.click)


def _turned(page: Page, rows: str, press: Callable[[], None]) -> float:
    """From the press until the first row is another one."""
    row = page.locator(rows).first
    before = row.inner_text()
    began = time.perf_counter()
    press()
    while row.inner_text() == before:
        if time.perf_counter() - began > _WITHIN:
            raise Failed(f"{page.url}: the page was not turned")
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
