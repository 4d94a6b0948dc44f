"""What every journey needs: a browser, and an application of its own on a fresh database."""

import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.conftest import use_database
from tests.servers import app
from tests.servers import chromium as browsers
from tracker import db
from tracker.settings import settings

# The address of a server on the database that the settings name; more settings by name. The port is
# named where it has to be that of one that is gone.
Serve = Callable[..., str]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for a file: its end also ends the event loop that drives it."""
    with browsers.browser() as launched:
        yield launched


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[str]:
    """An empty SQLite database for a whole file of journeys."""
    path = tmp_path_factory.mktemp("journey") / "journey.db"
    path.write_bytes(sqlite_template.read_bytes())
    url = f"sqlite:///{path}"
    with pytest.MonkeyPatch.context() as patch:
        use_database(url, patch)
        yield url
        db.engine().dispose()
    db.engine.cache_clear()
    settings.cache_clear()


@pytest.fixture(scope="module")
def serve(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start the application once everything that it should find is in the database."""
    folder = tmp_path_factory.mktemp("log")
    with ExitStack() as stack:

        def start(port: int = 0, **environment: str) -> str:
            log = folder / "server.log"
            given = {"TRACKER_DATABASE_URL": database, **environment}
            return stack.enter_context(app.running(given, log, port))

        yield start


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What every open window showed when a journey failed."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("browser")
    if report.when == "call" and report.failed and browser is not None:
        folder = Path(tempfile.mkdtemp(prefix="journey-"))
        pages = [page for context in browser.contexts for page in context.pages]
        for number, page in enumerate(pages):
            page.screenshot(path=folder / f"{number}.png")
        report.sections.append(("Pictures", str(folder)))
    return report
