"""Many people who rerun the dashboard again and again: ours, and a plain one, in turn.

`streamlit run` serves the plain one (`floor/dashboard.py`), as it comes: nothing tuned. Both
servers are up all the time, and only one of them is asked at a time.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from threading import Thread
from time import monotonic

from tests.benchmarks import data, pages, reruns, servers
from tests.benchmarks.crm import EMAIL
from tests.benchmarks.pages import Opened
from tests.benchmarks.reruns import Reruns, Timed
from tracker.ui import nav

TURNS = 3
# What is wanted: so many times the reruns a second, such a part of the time, and nobody starves.
_MORE, _PART, _UNEVEN = 8, 0.2, 3


def run(ours: str, folder: Path, *, sessions: int, colleagues: int, seconds: float) -> str:
    """A table, and whether it is as is wanted."""
    with plain(folder) as beside, ExitStack() as stack:
        told = {"ours": Reruns(), "plain": Reruns()}
        opened: dict[str, list[Timed]] = {name: [] for name in told}
        for number in range(sessions):
            email = EMAIL.format(1 + number % colleagues)
            cookie = pages.signed_in(ours, email, data.PASSWORD)
            page = nav.address(nav.DASHBOARD)
            for name, one in (
                ("ours", Timed(ours, told["ours"], cookie=cookie, page=page)),
                ("plain", Timed(beside, told["plain"])),
            ):
                opened[name].append(stack.enter_context(one))
                one.rerun()
                one.kind = name
        for _ in range(TURNS):
            for some in opened.values():
                _turn(some, seconds / TURNS / len(opened))
    return said({name: each.all for name, each in told.items()}, seconds / len(told))


@contextmanager
def plain(folder: Path) -> Iterator[str]:
    """A server of the plain dashboard."""
    with servers.streamlit_run("dashboard.py", folder, folder / "dashboard.log") as url:
        yield url


def _turn(opened: list[Timed], seconds: float) -> None:
    end = monotonic() + seconds
    threads = [Thread(target=_again, args=(each, end)) for each in opened]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _again(page: Opened, end: float) -> None:
    while monotonic() < end:
        page.rerun()


def said(took: dict[str, list[float]], seconds: float) -> str:
    lines = [
        "## In a closed loop on the dashboard",
        "",
        *reruns.table("reruns", took, together=False),
    ]
    ours, plain = took["ours"], took["plain"]
    more = len(ours) / max(1, len(plain))
    part = reruns.at(ours, 0.95) / (reruns.at(plain, 0.95) or 1)
    uneven = max(ours) / median(ours)
    lines += [
        f"{len(ours) / seconds:.1f} reruns a second, plain {len(plain) / seconds:.1f}:"
        f" {more:.1f} times, wanted ≥ {_MORE}: {_word(more >= _MORE)}.",
        f"p95 {part:.2f} of the plain one's, wanted ≤ {_PART}: {_word(part <= _PART)}.",
        f"The slowest took {uneven:.1f} medians, wanted ≤ {_UNEVEN}: {_word(uneven <= _UNEVEN)}.",
    ]
    return "\n".join([*lines, ""])


def _word(met: bool) -> str:
    return "met" if met else "missed"
