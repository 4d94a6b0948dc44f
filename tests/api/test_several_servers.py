"""Two servers on one PostgreSQL database: what one of them knows is not lost with it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import sqlalchemy as sa
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.api.conftest import PASSWORD, _people_with_passwords, comes_true, cookie, sign_in
from tests.conftest import use_database
from tests.servers.processes import free_port, stop
from tests.servers.websocket import Page
from tests.world import aigerim, dana
from tracker import db
from tracker.domain import unsent
from tracker.settings import settings

ROOT = Path(__file__).parents[2]
METRICS = "a-token-of-the-monitoring"
TYPED = "They want a course for twenty welders"


@dataclass
class Node:
    """One of the servers."""

    url: str
    log: Path
    process: "subprocess.Popen[bytes]"

    def client(self, kept: str = "") -> httpx.Client:
        headers = {"origin": self.url, **({"cookie": kept} if kept else {})}
        return httpx.Client(base_url=self.url, headers=headers, trust_env=False, timeout=30)

    def is_well(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(self.log.read_text(encoding="utf-8"))
        try:
            return self.client().get("/healthz").is_success
        except httpx.TransportError:
            return False

    def lines(self) -> list[dict[str, object]]:
        text = self.log.read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


@pytest.fixture(scope="module")
def nodes(
    tmp_path_factory: pytest.TempPathFactory, postgresql_url: str
) -> Iterator[tuple[Node, Node]]:
    """Both start at once on a database that is empty: each wants to make the tables."""
    name, folder = f"nodes_{uuid4().hex[:8]}", tmp_path_factory.mktemp("nodes")
    server = sa.create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    address = sa.make_url(postgresql_url).set(database=name).render_as_string(False)
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        started = tuple(_start(stack, folder / f"{each}.log", address) for each in "ab")
        assert comes_true(lambda: all(each.is_well() for each in started), within=90)
        use_database(address, patch)
        _people_with_passwords()
        yield started[0], started[1]
        db.engine().dispose()
        db.engine.cache_clear()
        settings.cache_clear()
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


def _start(stack: ExitStack, log: Path, database: str) -> Node:
    port = free_port()
    given = {
        "TRACKER_DATABASE_URL": database,
        "TRACKER_METRICS_TOKEN": METRICS,
        "TRACKER_LOG_FORMAT": "json",
        "TRACKER_LOG_LEVEL": "DEBUG",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker.cli", "serve", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, **given},
        stdin=subprocess.DEVNULL,
        stdout=stack.enter_context(log.open("wb")),
        stderr=subprocess.STDOUT,
    )
    stack.callback(stop, process, politely=signal.SIGTERM)
    return Node(f"http://127.0.0.1:{port}", log, process)


def test_work_goes_on_from_one_server_to_the_other(nodes: tuple[Node, Node]) -> None:
    first, second = nodes
    with first.client() as client:
        assert sign_in(client, aigerim.email, PASSWORD).status_code == 303
        kept = cookie(client)
    # Signed in at the one, at work at the other; a page that comes back is drawn whole there.
    with Page(second.url, cookie=kept, session_id=str(uuid4())) as page:
        press = BackMsg()
        press.rerun_script.fragment_id = "of-a-page-that-the-first-server-drew"
        assert page.run(press) != []
    # What is typed at the one, which is killed, is offered at the other.
    sent = {"place": "home", "texts": {"summary": TYPED}}
    with first.client(kept) as client, Page(first.url, cookie=kept) as open_page:
        open_page.run()
        assert client.post(f"/drafts/{uuid4().hex}", json=sent).status_code == 204
        # Signed out at the other: the page at this one is closed, and a copy of its key is nothing.
        with first.client() as other:
            assert sign_in(other, dana.email, PASSWORD).status_code == 303
            with Page(first.url, cookie=cookie(other)) as ends:
                ends.run()
                assert second.client(cookie(other)).post("/sign-out").status_code == 303
                assert ends.closes_within(5)
            assert comes_true(lambda: other.get("/alive").status_code == 401)
        assert client.get("/alive").status_code == 204
        first.process.kill()
        first.process.wait()
    with Page(second.url, cookie=kept) as page:
        assert TYPED in page.run()


def test_each_says_how_it_is_and_nothing_of_anybody(nodes: tuple[Node, Node]) -> None:
    _, second = nodes
    marks = ("Құпия Есімұлы", "qupiya@uni.example", "77001234567", "n0tTheRealToken-6f3d9a1b7c2e4f")
    with second.client() as client:
        assert sign_in(client, marks[1], marks[3]).status_code != 303
        assert sign_in(client, aigerim.email, PASSWORD).status_code == 303
        asked = {"q": marks[0], "phone": marks[2], "token": marks[3]}
        assert client.get("/partners", params=asked).is_success
        client.get("/download/partners.csv", params=asked)
        client.get("/calendar/" + marks[3] + "x" * 13 + ".ics")
        client.get("/", headers={"host": marks[1]})
        client.post(f"/drafts/{uuid4().hex}", json={"place": "home", "texts": {"x": marks[0]}})
        with Page(second.url, cookie=cookie(client)) as page:
            message = BackMsg()
            message.rerun_script.query_string = f"q={marks[0]}&token={marks[3]}"
            message.rerun_script.page_name = "partners"
            page.run(message)
        told = client.get("/metrics", headers={"authorization": f"Bearer {METRICS}"}).text
    assert 'seriktes_rerun_seconds_count{page="partners"} 1' in told
    assert 'route="/drafts/{key}",status="204"' in told
    text = second.log.read_text(encoding="utf-8")
    written = [*marks, aigerim.email, aigerim.name, PASSWORD, TYPED, "q="]
    assert [mark for mark in written if mark in text + told] == []
    assert any(line["message"] for line in second.lines())


def test_told_to_end_a_server_ends_after_the_save_under_way(nodes: tuple[Node, Node]) -> None:
    _, second = nodes
    key = uuid4().hex
    with second.client() as client:
        assert sign_in(client, aigerim.email, PASSWORD).status_code == 303
        kept = cookie(client)
    # Somebody else holds the row, so the save has to wait; then the server is told to end.
    with db.transaction() as session:
        unsent.keep(session, key, "home", {"summary": "first"}, by=aigerim)
    with db.engine().begin() as holder:
        holder.exec_driver_sql(f"SELECT 1 FROM unsent_text WHERE key = '{key}' FOR UPDATE")
        saving = subprocess.Popen(
            [sys.executable, "-c", _SAVE, f"{second.url}/drafts/{key}", kept, second.url],
            stdout=subprocess.PIPE,
        )
        assert comes_true(lambda: _waits(key))
        second.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        assert second.process.poll() is None
    assert saving.communicate(timeout=20)[0].strip() == b"204"
    assert second.process.wait(timeout=20) in (0, -signal.SIGTERM)
    with db.reading() as session:
        found = {each.key: each.texts for each in unsent.begun(session, "home", by=aigerim)}
    assert found[key] == {"summary": "last"}


_SAVE = """
import sys, urllib.request
sent = b'{"place": "home", "texts": {"summary": "last"}}'
about = {"cookie": sys.argv[2], "origin": sys.argv[3]}
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
print(opener.open(urllib.request.Request(sys.argv[1], sent, about)).status)
"""


def _waits(key: str) -> bool:
    with db.reading() as session:
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        return bool(session.scalar(sa.text(waiting)))
