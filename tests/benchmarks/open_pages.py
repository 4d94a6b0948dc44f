"""`python -m tests.benchmarks.open_pages`: what one more open page costs a server.

People sign in and leave their page open: on Home, or where a walk through five pages ends. After
each lot of them nobody is at work for a while, and the server's memory is noted. Beside ours, an
empty page by `streamlit run`.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks import pages, servers
from tests.benchmarks.crm import EMAIL, SIZES
from tests.benchmarks.data import PASSWORD, kept
from tests.benchmarks.pages import Opened
from tests.servers import app
from tracker.settings import settings
from tracker.ui import nav

_FIRST = 40  # pages that fill what a server keeps for everybody
_WALK = (
    (nav.PARTNERS, ""),
    (nav.PARTNER, "id=2"),
    (nav.FOLLOW_UPS, "overdue=true"),
    (nav.DASHBOARD, ""),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.open_pages")
    parser.add_argument("--size", choices=SIZES, default="S")
    parser.add_argument("--pages", type=int, default=75, help="that are opened at a time")
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="open-pages-")))
        os.environ["TRACKER_LOG_LEVEL"] = "WARNING"
        kept(folder, chosen.size)
        given = {"TRACKER_DATABASE_URL": settings().database_url}
        ours = stack.enter_context(app.running(given, folder / "ours.log"))
        plain = stack.enter_context(servers.streamlit_run("page.py", folder, folder / "plain.log"))
        people = SIZES[chosen.size].colleagues
        cookies = [pages.signed_in(ours, EMAIL.format(1 + n), PASSWORD) for n in range(people)]

        def home(number: int) -> Opened:
            page = Opened(ours, cookie=cookies[number % people])
            page.rerun()
            return page

        def walked(number: int) -> Opened:
            page = home(number)
            for name, query in _WALK:
                page.go(nav.address(name), query)
            return page

        def empty(_: int) -> Opened:
            page = Opened(plain)
            page.rerun()
            return page

        print("| | pages | MiB | KiB each |")
        print("|---|--:|--:|--:|")
        for what, url, act in (
            ("Home", ours, home),
            ("after five pages", ours, walked),
            ("an empty page, plain Streamlit", plain, empty),
        ):
            with ExitStack() as left_open:
                for line in _opened(left_open, what, url, act, chosen.pages):
                    print(line, flush=True)


def _opened(
    left_open: ExitStack, what: str, url: str, act: Callable[[int], Opened], many: int
) -> list[str]:
    lines, before = [], 0.0
    for opened, more in ((_FIRST, _FIRST), (_FIRST + many, many), (_FIRST + 2 * many, many)):
        for number in range(more):
            left_open.enter_context(act(number))
        time.sleep(servers.QUIET)
        held = servers.memory(url)
        each = f"{(held - before) * 1024 / more:.0f}" if before else ""
        lines.append(f"| {what} | {opened} | {held:.1f} | {each} |")
        before = held
    return lines


if __name__ == "__main__":
    main()
