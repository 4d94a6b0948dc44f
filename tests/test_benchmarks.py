"""The benchmarks still run: all of them, at the smallest size, against a real server."""

from datetime import date
from pathlib import Path

import pytest

from tests.benchmarks import closed_loop, report
from tests.benchmarks.measuring import ASKING, DOMAIN, EMPTY, PLAIN, SAVING, TUNED
from tests.conftest import use_database


def test_a_run_measures_floors_pages_and_saving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'benchmark.db'}"
    use_database(url, monkeypatch)
    table = report.run(url, "XS", tmp_path, today=date.today(), rounds=2)
    measured = {line.split("|")[1].strip() for line in table.splitlines() if "|" in line}
    assert {
        TUNED,
        PLAIN,
        EMPTY,
        "home",
        "partner, busiest",
        "dashboard",
        SAVING,
        ASKING,
        DOMAIN,
    } <= measured


@pytest.mark.parametrize(
    ("ours", "met"), [([0.1] * 99 + [0.25], 3), ([0.1] * 99 + [0.5], 2), ([0.9] * 10, 1)]
)
def test_a_closed_loop_says_what_is_missed(ours: list[float], met: int) -> None:
    said = closed_loop.said({"ours": ours, "plain": [2.0] * 10}, 10)
    assert (said.count(": met."), said.count(": missed.")) == (met, 3 - met)
