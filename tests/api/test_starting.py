"""What a server loads before its first page, and what after it."""

import ast
import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.api import health, sockets, starting
from tracker.settings import ROOT

# Each takes as long as a page, or more memory than all that it would be needed for.
LATER = {
    *("alembic", "cryptography", "docx", "icalendar", "numpy", "pandas", "plotly", "psycopg"),
    *("reportlab", "tracker.domain.press.stories", "tracker.export.documents"),
    *("tracker.press.reading",),
}
FIRST = (ROOT / "tracker/frame.py", ROOT / "tracker/ui/pages/home.py")


def imported_by(script: Path) -> Iterator[str]:
    """What a script loads that can only run where somebody opens a page."""
    for each in ast.parse(script.read_text(encoding="utf-8")).body:
        if isinstance(each, ast.Import | ast.ImportFrom):
            yield ast.unparse(each)


@pytest.fixture
def whole() -> Iterator[None]:
    yield
    health._found, health._is_whole = (0.0, ""), True


def said() -> bytes:
    health._found = (0.0, "")
    answer = asyncio.run(health.healthz(None))  # type: ignore[arg-type]
    return bytes(answer.body)


def test_the_first_page_waits_for_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    program = [
        "import sys",
        "from tracker import cli",
        "from tracker.api import haste",
        "haste.load_streamlit()",
        "import app",
        *(line for script in FIRST for line in imported_by(script)),
        f"print(*sorted({LATER!r} & sys.modules.keys()))",
    ]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(program)],
        cwd=ROOT,
        env={"TRACKER_DATABASE_URL": f"sqlite:///{tmp_path / 'none.db'}", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []


def test_the_rest_is_loaded_while_people_come_in(world: None, whole: None) -> None:
    starting.load_the_rest()
    assert said() == b'{"status":"ok"}'
    assert {"tracker.ui.figures", "tracker.press.reading"} <= sys.modules.keys()
    assert not any(name.startswith("tracker.ui.pages.") for name in sys.modules)


def test_a_part_that_cannot_be_loaded_is_told(
    world: None, whole: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(starting, "_READER", "tracker.press.is_not_there")
    starting.load_the_rest()
    assert said() == b'{"status":"incomplete"}'
    assert "tracker.press.is_not_there" in caplog.text


def test_sign_ins_are_watched_on_after_a_fault_of_ours(
    world: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(starting, "_ANEW", 0.01)
    looks: list[str] = []

    def purge() -> None:
        looks.append("")
        if len(looks) == 1:
            raise ZeroDivisionError

    monkeypatch.setattr(sockets, "_purge", purge)

    async def server() -> None:
        watcher = asyncio.create_task(starting._always(sockets.watch))
        for _ in range(400):
            if len(looks) > 1:
                break
            await asyncio.sleep(0.05)
        watcher.cancel()

    asyncio.run(server())
    assert len(looks) == 2
    assert caplog.text.count("tracker.api.sockets fell, and begins anew") == 1


def test_a_watch_that_is_not_wanted_ends() -> None:
    async def watch() -> None:
        return

    asyncio.run(starting._always(watch))
