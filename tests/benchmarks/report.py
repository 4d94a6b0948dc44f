"""How long pages take on a database of some size, and how many times a floor that is.

Only ratios inside one table mean something: the machine is never the same twice.
"""

import time
from datetime import date
from pathlib import Path

from sqlalchemy import inspect

from tests.benchmarks import measuring, servers
from tests.benchmarks.crm import SIZES
from tests.benchmarks.data import fill
from tests.benchmarks.measuring import Figure
from tracker import db
from tracker.settings import settings


def run(url: str, size: str, folder: Path, *, today: date, rounds: int) -> str:
    """One table. Fills the database first when it is empty."""
    settings.cache_clear()
    db.engine.cache_clear()
    lines = [f"## {size} on {url.split(':')[0].split('+')[0]}", ""]
    try:
        if not inspect(db.engine()).has_table("interaction"):
            began = time.perf_counter()
            fill(url, size, today=today)
            lines += [f"Filled in {time.perf_counter() - began:.0f} s.", ""]
        wanted = measuring.addresses(SIZES[size], today)
        with servers.running(url, folder) as running, measuring.signed_in(running) as cookie:
            figures = measuring.of_pages(running, cookie, wanted, rounds)
            lines += _table(figures)
            lines += ["", f"Server after it all: {_memory(running.ours)}.", ""]
        lines += _compared(measuring.of_saving(today, rounds))
    finally:
        db.engine().dispose()
        db.engine.cache_clear()
        settings.cache_clear()
    return "\n".join([*lines, ""])


def _table(figures: list[Figure]) -> list[str]:
    named = {figure.name: figure for figure in figures}
    floors = [named[name].median for name in (measuring.TUNED, measuring.PLAIN, measuring.EMPTY)]
    lines = [
        "| | p50 ms | p95 ms | x tuned | x plain | x ours | KB | statements | transactions |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for figure in figures:
        lines.append(
            f"| {figure.name} | {figure.median * 1e3:.1f} | {figure.p95 * 1e3:.1f}"
            + "".join(f" | {figure.median / floor:.2f}" for floor in floors)
            + f" | {(figure.bytes or 0) / 1000:.1f} | {_counted(figure.statements)}"
            f" | {_counted(figure.transactions)} |"
        )
    return lines


def _compared(figures: list[Figure]) -> list[str]:
    floor = figures[-1].median
    lines = ["| | p50 ms | p95 ms | x driver | statements |", "|---|--:|--:|--:|--:|"]
    for figure in figures:
        lines.append(
            f"| {figure.name} | {figure.median * 1e3:.2f} | {figure.p95 * 1e3:.2f}"
            f" | {figure.median / floor:.2f} | {_counted(figure.statements)} |"
        )
    return lines


def _counted(number: int | None) -> str:
    return "" if number is None else str(number)


def _memory(url: str) -> str:
    at_once = servers.memory(url)
    time.sleep(servers.QUIET)
    quiet = servers.memory(url)
    return f"{at_once:.0f} MiB, and {quiet:.0f} when nobody had been at work for a while"
