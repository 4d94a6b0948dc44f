"""A pytest plugin: one PostgreSQL server for a whole run, a browser, and no silent skips in CI."""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack

import pytest

from tests.servers import chromium as browsers
from tests.servers import postgresql
from tests.servers import university as universities

StartUniversity = Callable[[str], universities.University]

# Tests of what knows nothing of the domain: measured, they take three times as long, for nothing.
UNMEASURED = ("tests/names/", "tests/press/")

IN_CI = bool(os.environ.get("CI"))


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The address of a real PostgreSQL server's maintenance database."""
    with postgresql.running() as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program file of Chromium; a test that asks for it is a journey."""
    try:
        return browsers.path()
    except browsers.NoChromium as missing:
        if IN_CI:
            raise
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def start_university(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartUniversity]:
    """Start a real OpenID Connect provider for a tracker at this address."""
    with ExitStack() as stack:

        def start(ours: str) -> universities.University:
            folder = tmp_path_factory.mktemp("university")
            try:
                return stack.enter_context(universities.running(folder, ours))
            except universities.NoProvider as missing:
                if IN_CI:
                    raise
                pytest.skip(str(missing))

        yield start


def pytest_configure(config: pytest.Config) -> None:
    # A run in several processes shares one server: it is started here, before they are.
    controls = bool(getattr(config.option, "numprocesses", None))
    if controls and not config.option.collectonly:
        stack = ExitStack()
        config.add_cleanup(stack.close)
        handed_over = pytest.MonkeyPatch()
        stack.callback(handed_over.undo)
        handed_over.setenv(postgresql.GIVEN, stack.enter_context(postgresql.running()))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("journey")
        if item.nodeid.startswith(UNMEASURED):
            item.add_marker("no_cover")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped in CI: {report.longrepr}"
    return report
