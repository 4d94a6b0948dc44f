"""A running server, and colleagues at its door."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests import marked
from tests.conftest import use_database
from tests.servers.processes import free_port, stop
from tests.world import COLLEAGUES, build
from tracker import db
from tracker.access import User
from tracker.api import identity, sockets
from tracker.api import server as server_parts
from tracker.domain import passwords, sign_ins
from tracker.domain.models import Account
from tracker.settings import settings

ROOT = Path(__file__).parents[2]
PASSWORD = "қарлығаш пен бүркіт"

BrowserAt = Callable[..., httpx.Client]


@dataclass
class Server:
    """A server with its database, and what it printed."""

    url: str
    log: Path

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")

    def client(self, **headers: str) -> httpx.Client:
        """A browser of nobody's, as yet."""
        return httpx.Client(base_url=self.url, headers=headers, trust_env=False, timeout=30)

    @contextmanager
    def signed_in(self, user: User) -> Iterator[httpx.Client]:
        """A browser in which this colleague has just signed in."""
        with self.client() as client:
            assert sign_in(client, user.email, PASSWORD).status_code == 303
            yield client


def form(client: httpx.Client, path: str) -> dict[str, str]:
    """The hidden token of a form, as a person's browser sends it back."""
    page = client.get(path, headers={"accept": "text/html"}).text
    return {"token": page.split('name="token" value="')[1].split('"')[0]}


def sign_in(client: httpx.Client, email: str, password: str, **more: str) -> httpx.Response:
    typed = {**form(client, "/sign-in"), "email": email, "password": password, **more}
    return client.post("/sign-in", data=typed)


def cookie(client: httpx.Client) -> str:
    """What a websocket sends along."""
    return "; ".join(f"{each.name}={each.value}" for each in client.cookies.jar)


@contextmanager
def serving(
    folder: Path, database: str, app: str = "tests.api.probe:app", **environment: str
) -> Iterator[Server]:
    """The probe, or the application, under the program that serves, in a process of its own."""
    port, log = free_port(), folder / "server.log"
    command = [sys.executable, "-m", "uvicorn", app, "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--no-access-log"],
            cwd=ROOT,
            env={**os.environ, "TRACKER_DATABASE_URL": database, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}", log)
    try:
        _wait(server, process)
        yield server
    finally:
        stop(process, politely=signal.SIGTERM)


def _wait(server: Server, process: "subprocess.Popen[bytes]") -> None:
    last = time.monotonic() + 60
    with server.client() as client:
        while process.poll() is None and time.monotonic() < last:
            try:
                if client.get("/healthz").is_success:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
    raise RuntimeError(server.log.read_text(errors="replace"))


@pytest.fixture(scope="module")
def shared() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, shared: pytest.MonkeyPatch
) -> Iterator[Server]:
    """A server with the world of `tests.world`; everybody has the same password."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "test.db").write_bytes(sqlite_template.read_bytes())
    database = f"sqlite:///{folder / 'test.db'}"
    use_database(database, shared)
    _people_with_passwords()
    with serving(folder, database) as running:
        yield running
    db.engine().dispose()
    db.engine.cache_clear()


@pytest.fixture(scope="module")
def application(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[tuple[Server, Engine]]:
    """The whole application on the world of `tests.marked`, and a look into its database."""
    folder = tmp_path_factory.mktemp("application")
    (folder / "test.db").write_bytes(sqlite_template.read_bytes())
    database = f"sqlite:///{folder / 'test.db'}"
    with pytest.MonkeyPatch.context() as patch:
        use_database(database, patch)
        marked.build()
        with db.transaction() as session:
            for user in COLLEAGUES:
                session.get_one(Account, user.id).password_hash = _hashed()
        db.engine().dispose()
    db.engine.cache_clear()
    settings.cache_clear()
    engine = db.build_engine(database)
    with serving(folder, database, app="app:app") as running:
        yield running, engine
    engine.dispose()


@cache
def _hashed() -> passwords.Hashed:
    return passwords.chosen(PASSWORD)


def _people_with_passwords() -> None:
    build()
    with db.transaction() as session:
        for user in COLLEAGUES:
            session.get_one(Account, user.id).password_hash = _hashed()


@pytest.fixture(autouse=True)
def no_attempts(request: pytest.FixtureRequest) -> None:
    """Every test has all its tries before it."""
    if "server" in request.fixturenames:
        request.getfixturevalue("server")
        with db.transaction() as session:
            session.connection().exec_driver_sql("DELETE FROM attempt")


@pytest.fixture
def browser(small_world: None, monkeypatch: pytest.MonkeyPatch) -> BrowserAt:
    """Opens a browser of nobody's at the house itself, in this process: routes and gate as served.

    Everybody has the same password.
    """
    with db.transaction() as session:
        for account in session.exec(select(Account)):
            account.password_hash = _hashed()
    monkeypatch.setattr(sign_ins, "on_end", [sockets.close])
    identity._kept.clear()
    identity._touched.clear()
    app = Starlette(
        routes=server_parts.ROUTES,
        middleware=server_parts.MIDDLEWARE,
        exception_handlers=server_parts.EXCEPTION_HANDLERS,
    )

    def opened(place: str = "192.0.2.7", **headers: str) -> httpx.Client:
        client: httpx.Client = TestClient(
            app,
            "http://localhost",
            headers={"accept": "text/html", "accept-language": "en", **headers},
            client=(place, 1),
            follow_redirects=False,
        )
        return client

    return opened


def comes_true(condition: Callable[[], bool], within: float = 5.0) -> bool:
    """Whether something happens in this many seconds."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.1)
    return False
