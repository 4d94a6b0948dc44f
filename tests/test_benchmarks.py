"""The benchmarks still run: all of them, at the smallest size, against a real server."""

from datetime import date
from pathlib import Path

import pytest

from tests.benchmarks import report
from tests.benchmarks.measuring import DOMAIN, EMPTY, PLAIN, SAVING, TUNED
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
        DOMAIN,
    } <= measured
