"""`/metrics`: numbers for Prometheus, behind a token, and nothing of anybody."""

import re

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.servers import worlds
from tracker import clock, db
from tracker.api import measures, metrics, sockets
from tracker.api import server as parts
from tracker.settings import settings

TOKEN = "a-token-of-the-monitoring"
LINE = re.compile(
    r'(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+({([a-z]+="(?:[^"\\]|\\.)*",?)+})? [0-9.e+-]+|)'
)


@pytest.fixture
def client(sqlite_database: str, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    worlds.furnish()
    monkeypatch.setenv("TRACKER_METRICS_TOKEN", TOKEN)
    settings.cache_clear()
    return TestClient(Starlette(routes=metrics.routes))


def test_without_a_token_in_the_settings_there_is_nothing(sqlite_database: str) -> None:
    client = TestClient(Starlette(routes=metrics.routes))
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer x", TOKEN, "Basic " + TOKEN, "Bearer é"])
def test_whoever_does_not_name_the_token_gets_nothing(client: TestClient, given: str) -> None:
    answer = client.get("/metrics", headers={"authorization": given.encode()})
    assert (answer.status_code, answer.text) == (401, "Name the token.")


def test_the_numbers_are_as_prometheus_reads_them(client: TestClient) -> None:
    measures.REQUESTS.add(route='/a"b\\c\n', status="200")
    measures.RERUNS.observe(0.07, page="home")
    measures.RERUNS.observe(70, page="home")
    text = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).text
    assert [line for line in text.split("\n") if not LINE.fullmatch(line)] == []
    assert 'route="/a\\"b\\\\c\\n"' in text
    assert 'seriktes_rerun_seconds_bucket{page="home",le="0.05"} 0' in text
    assert 'seriktes_rerun_seconds_bucket{page="home",le="0.1"} 1' in text
    assert 'seriktes_rerun_seconds_bucket{page="home",le="+Inf"} 2' in text
    assert 'seriktes_rerun_seconds_count{page="home"} 2' in text
    for name, least in (
        ("seriktes_open_pages", sockets.count()),
        ("seriktes_database_up", 1),
        ("seriktes_mails_waiting", 0),
        ("seriktes_database_connections_used", 1),
        ("seriktes_database_connections_most", db.most_connections()),
        ("process_resident_memory_bytes", 10_000_000),
        ("process_open_fds", 3),
    ):
        found = re.search(rf"^{name} (\S+)$", text, re.MULTILINE)
        assert found, name
        assert float(found[1]) >= least or name == "seriktes_database_connections_used"


def test_a_database_that_is_away_is_a_number_too(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    settings.cache_clear()
    db.engine.cache_clear()
    assert "\nseriktes_database_up 0\n" in metrics.written()


def test_the_newest_backup_has_an_age(client: TestClient) -> None:
    assert "seriktes_backup_age_seconds" not in metrics.written()
    path = settings().sqlite_file
    assert path is not None
    (path.parent / "backups").mkdir()
    assert "seriktes_backup_age_seconds" not in metrics.written()
    (path.parent / "backups" / f"seriktes-{clock.now():%Y%m%dT%H%M%SZ}.zip").touch()
    assert "\nseriktes_backup_age_seconds " in metrics.written()


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/download/file/17", "/download/file/{number:int}"),
        ("/calendar/secretsecret.ics", "/calendar/{token}.ics"),
        ("/drafts/0123", "/drafts/{key}"),
        ("/partner", "other"),
        ("/x" * 50, "other"),
        ("/media/abc.csv", "/media"),
        ("/_stcore/upload_file/a/b", "/_stcore"),
        ("", "other"),
    ],
)
def test_a_request_is_counted_by_its_route_and_not_by_what_it_names(path: str, route: str) -> None:
    app = Starlette(routes=[each for each in parts.ROUTES if isinstance(each, Route)])
    scope = {"type": "http", "method": "GET", "path": path or "/", "headers": [], "app": app}
    assert metrics.route_of(scope) == route


def test_a_page_has_one_of_the_names_of_the_program() -> None:
    measures.page_is("f00d", "")
    measures.page_is("beef", "partner")
    assert measures.page_of("f00d", "whatever") == "home"
    assert measures.page_of("", "") == "home"
    assert measures.page_of("", "partner") == "partner"
    assert measures.page_of("made up", "also made up") == "other"
