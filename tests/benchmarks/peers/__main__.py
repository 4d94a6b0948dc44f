"""`python -m tests.benchmarks.peers --size M`: the same jobs here and in Django's admin, in turn.

Both have the same rows of SQLite, as durable, in one process each. Times are of the server with its
answer read, without a browser; "times" is how many times ours Django's is, by the clock and by the
processor, which others at work on the machine do not change.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

import httpx

from tests.benchmarks import measuring, pages, saving, servers
from tests.benchmarks.crm import EMAIL, ME, SIZES
from tests.benchmarks.data import PASSWORD, kept
from tests.benchmarks.pages import Failed, Opened, Rerun
from tests.benchmarks.peers import serving
from tests.benchmarks.peers.visiting import Visitor
from tests.servers import app
from tracker import clock, db
from tracker.domain import follow_ups
from tracker.settings import settings
from tracker.ui import nav

SAVED = "save a meeting"  # of ours the part that saves; its processor also draws the page after
_PAGE = 50
Pair = tuple[Callable[[], Rerun], Callable[[], Rerun]]
Clock = Callable[[], float]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.peers", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="S")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--keep", type=Path, help="a folder that keeps our database")
    parser.add_argument("--environment", type=Path, help="a folder for Django, kept")
    parser.add_argument(
        "--own-indices", action="store_true", help="Django with its own alone, and none of ours"
    )
    chosen = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="peers-")))
        file = kept(chosen.keep or folder, chosen.size)
        python = serving.environment((chosen.environment or folder / "django").absolute())
        desk = stack.enter_context(
            serving.running(python, file, folder, with_our_indices=not chosen.own_indices)
        )
        given = {"TRACKER_DATABASE_URL": settings().database_url, "TRACKER_LOG_LEVEL": "WARNING"}
        ours = stack.enter_context(app.running(given, folder / "ours.log"))
        print(
            f"| {chosen.size} | ours ms | Django ms | times | of processor | ours KB | Django KB |"
        )
        print("|---|--:|--:|--:|--:|--:|--:|")
        with _pairs(ours, desk.url, chosen.size) as pairs:
            clocks = lambda: servers.processor(ours), lambda: serving.processor(desk.process)
            for line in _measured(pairs, clocks, chosen.rounds):
                print(line, flush=True)
        print(
            f"\nAfter it all: ours {servers.memory(ours):.0f} MiB,"
            f" Django {serving.memory(desk.process):.0f} MiB."
        )


@contextmanager
def _pairs(ours: str, theirs: str, size: str) -> Iterator[dict[str, Pair]]:
    """Each job: ours, and theirs."""
    today, busy, median_one = clock.today(), 1, SIZES[size].median_partner
    deep = _deep()
    cookie = pages.signed_in(ours, EMAIL.format(ME), PASSWORD)
    with ExitStack() as stack:

        def opened(page: str, query: str) -> Callable[[], Rerun]:
            at = Opened(ours, cookie=cookie, page=nav.address(page), query=query)
            return stack.enter_context(at).rerun

        django = stack.enter_context(Visitor(theirs))
        form = measuring.Form(stack.enter_context(Opened(ours, cookie=cookie)))
        client = stack.enter_context(
            httpx.Client(base_url=ours, trust_env=False, timeout=300, headers={"Cookie": cookie})
        )

        def taken(ending: str) -> Callable[[], Rerun]:
            return lambda: _taken(client, f"/download/follow-ups.{ending}?overdue=true")

        yield {
            "overdue follow-ups": (
                opened(nav.FOLLOW_UPS, "overdue=true"),
                django.overdue(),
            ),
            "overdue, at 90 % depth": (
                opened(nav.FOLLOW_UPS, f"overdue=true&page={deep}"),
                django.overdue(deep),
            ),
            "partners, searched": (opened(nav.PARTNERS, "q=восток"), django.search("Восток")),
            "median partner": (
                opened(nav.PARTNER, f"id={median_one}"),
                django.partner(median_one),
            ),
            "busiest partner": (opened(nav.PARTNER, f"id={busy}"), django.partner(busy)),
            SAVED: (lambda: _part(form.save()), lambda: django.save(today)),
            "save a meeting, and the page after": (
                form.save,
                lambda: django.save_and_look(today),
            ),
            "all overdue as CSV": (taken("csv"), django.take("as_csv")),
            "all overdue as XLSX": (taken("xlsx"), django.take("export_admin_action")),
        }


def _deep() -> int:
    wanted = follow_ups.FollowUpFilter(overdue=True)
    with db.reading() as session:
        total = follow_ups.search(session, wanted, by=saving.me()).total
    return max(1, total * 9 // 10 // _PAGE)


def _taken(client: httpx.Client, address: str) -> Rerun:
    began = time.perf_counter()
    answer = client.get(address)
    took = time.perf_counter() - began
    if "attachment" not in answer.headers.get("content-disposition", ""):
        raise Failed(f"{address}: {answer.status_code}")
    return Rerun(took, len(answer.content))


def _part(whole: Rerun) -> Rerun:
    """The part of a page that saved, without the page after it."""
    if whole.part is None:
        raise Failed("the form did not save by itself")
    return whole._replace(seconds=whole.part)


def _measured(pairs: dict[str, Pair], clocks: tuple[Clock, Clock], rounds: int) -> Iterator[str]:
    for name, acts in pairs.items():
        found: tuple[list[Rerun], list[Rerun]] = ([], [])
        used = [0.0, 0.0]
        for number in range(-1, rounds):
            for at, act in enumerate(acts):
                before = clocks[at]()
                one = act()
                if number >= 0:  # the first round fills caches
                    found[at].append(one)
                    used[at] += clocks[at]() - before
        here, there = (median(each.seconds for each in took) * 1e3 for took in found)
        sizes = " | ".join(f"{took[-1].bytes / 1000:,.0f}" for took in found)
        work = "" if name == SAVED else f"{used[1] / max(used[0], 0.01):.1f}"
        yield f"| {name} | {here:.1f} | {there:.1f} | {there / here:.1f} | {work} | {sizes} |"


if __name__ == "__main__":
    main()
