"""What `data/deploy` says of a server is true of this program.

Where systemd and nginx are there (`.ci/test` unpacks nginx into `.venv`, or `TRACKER_TEST_NGINX`
names its program), they read their files themselves, and requests go through nginx; everywhere else
the files are held against the program they speak of.
"""

import configparser
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from tests.servers.processes import free_port, stop
from tracker import cli
from tracker.api import health, limits
from tracker.errors import TrackerError
from tracker.settings import ROOT, Settings

HERE = ROOT / "data" / "deploy"
README = (HERE / "README.md").read_text(encoding="utf-8")
UNITS = sorted([*HERE.glob("*.service"), *HERE.glob("*.timer")])
NGINX = (
    os.environ.get("TRACKER_TEST_NGINX")
    or shutil.which("nginx")
    or shutil.which(ROOT / ".venv/nginx/usr/sbin/nginx")
)
PEM = ROOT / "tests" / "mail" / "localhost.pem"


def unit(name: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None, strict=False)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(HERE / name, encoding="utf-8")
    return read


def test_every_setting_that_is_named_is_one() -> None:
    known = {f"TRACKER_{name.upper()}" for name in Settings.model_fields}
    for path in HERE.iterdir():
        named = set(re.findall(r"TRACKER_[A-Z_]+", path.read_text(encoding="utf-8")))
        assert named <= known, path


def test_the_readme_names_what_healthz_says_and_every_file() -> None:
    own = {"stopping", "disk_low", "schema_old", "incomplete"}
    named = set(re.findall(r"`((?:database|schema|disk)_[a-z_]+|stopping|incomplete)`", README))
    assert named <= own | {kind.code for kind in TrackerError.__subclasses__()}
    assert {"database_read_only", "database_full", "schema_newer"} <= named
    source = Path(health.__file__).read_text(encoding="utf-8")
    assert all(f'"{word}"' in source for word in own)
    for path in HERE.iterdir():
        place = path.read_text(encoding="utf-8").splitlines()[0]
        assert path.suffix == ".md" or place.startswith("# /etc/"), path


def test_the_service_runs_the_command_that_there_is() -> None:
    service = unit("seriktes@.service")["Service"]
    program, command, *options = service["ExecStart"].split()
    assert program.endswith("/.venv/bin/tracker")
    commands = {each.name or each.callback.__name__ for each in cli.app.registered_commands}  # type: ignore[union-attr]
    assert command in commands
    assert options == ["--host", "127.0.0.1", "--port", "%i"]
    assert service["User"] == "seriktes"
    assert service["KillSignal"] == "SIGTERM"
    assert int(service["TimeoutStopSec"]) > 5 + 5  # uvicorn's patience, and that for saves
    assert service["StateDirectory"] == "seriktes"
    assert "/var/lib/seriktes/" in (HERE / "seriktes.env").read_text(encoding="utf-8")


def test_systemd_understands_its_files(tmp_path: Path) -> None:
    for path in UNITS:
        assert len(unit(path.name).sections()) >= 2, path
        text = path.read_text(encoding="utf-8").replace(
            "/opt/seriktes/.venv/bin/tracker", "/bin/sh"
        )
        (tmp_path / path.name.replace("@.", "@8501.")).write_text(text, encoding="utf-8")
    if program := shutil.which("systemd-analyze"):
        files = sorted(map(str, tmp_path.iterdir()))
        found = subprocess.run(
            [program, "verify", "--man=no", *files], capture_output=True, text=True, check=False
        )
        about = [line for line in found.stderr.splitlines() if "seriktes" in line]
        assert about == []


def test_the_proxy_is_set_up_for_what_the_server_needs() -> None:
    text = (HERE / "nginx.conf").read_text(encoding="utf-8")
    for needed in (
        "proxy_set_header Host $http_host;",
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header X-Forwarded-Proto $scheme;",
        "hash $seriktes_browser consistent;",
        "(?:__Host-)?seriktes=",
    ):
        assert needed in text, needed
    for secret in ("/calendar/", "/password/"):
        assert re.search(rf"location {secret} {{\s+access_log off;", text), secret
    assert "non_idempotent" not in text
    (size,) = re.findall(r"client_max_body_size (\d+)m;", text)
    assert int(size) * 1024 * 1024 >= limits._LARGEST_UPLOAD
    (line,) = re.findall(r"log_format seriktes (.*?);", text, re.DOTALL)
    assert not {"$request ", "$request_uri", "$args", "cookie", "referer"} & set(line.split())


@pytest.fixture
def proxied(tmp_path: Path) -> Iterator[tuple[str, list["_Upstream"], Path] | None]:
    """Two servers that tell what reached them, behind our proxy; None where there is no nginx."""
    if NGINX is None:
        yield None
        return
    with ExitStack() as stack:
        servers = [stack.enter_context(_upstream()) for _ in range(2)]
        secure, plain = free_port(), free_port()
        text = (HERE / "nginx.conf").read_text(encoding="utf-8")
        for found, ours in (
            ("server 127.0.0.1:8501 max_fails=1 fail_timeout=5s;", _lines(servers)),
            ("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl"),
            ("listen 80", f"listen 127.0.0.1:{plain}"),
            ("/etc/ssl/seriktes/fullchain.pem", str(PEM)),
            ("/etc/ssl/seriktes/privkey.pem", str(PEM)),
            ("/var/log/nginx/seriktes.log", str(tmp_path / "access.log")),
        ):
            assert found in text
            text = text.replace(found, ours)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = "".join(f"{each}_temp_path {tmp_path}/{each};" for each in kinds)
        (tmp_path / "nginx.conf").write_text(
            f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log;"
            f"events {{}} http {{ access_log off; {temporary}\n{text}\n}}",
            encoding="utf-8",
        )
        command = [NGINX, "-e", str(tmp_path / "error.log"), "-c", str(tmp_path / "nginx.conf")]
        tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert tested.returncode == 0, tested.stderr
        process = subprocess.Popen(command)
        stack.callback(stop, process, politely=signal.SIGTERM)
        yield f"https://127.0.0.1:{secure}", servers, tmp_path / "access.log"


def test_requests_go_through_nginx(
    proxied: tuple[str, list["_Upstream"], Path] | None,
) -> None:
    if proxied is None:
        return  # said above: there the files are only read
    url, servers, log = proxied
    transport = httpx.HTTPTransport(verify=False, retries=5)
    with httpx.Client(base_url=url, transport=transport, trust_env=False) as client:
        browsers = [f"other=1; __Host-seriktes={number:043d}" for number in range(40)]
        first = [client.get("/partner?q=secret", headers={"cookie": each}) for each in browsers]
        again = [client.get("/", headers={"cookie": each}) for each in browsers]
        assert [each.json()["port"] for each in first] == [each.json()["port"] for each in again]
        assert {each.json()["port"] for each in first} == {each.port for each in servers}
        asked = {"x-forwarded-for": "6.6.6.6", "upgrade": "websocket", "connection": "upgrade"}
        seen = client.get("/_stcore/stream", headers=asked).json()["headers"]
        assert seen["x-forwarded-for"] == "127.0.0.1"
        assert seen["x-forwarded-proto"] == "https"
        assert (seen["upgrade"], seen["connection"].lower()) == ("websocket", "upgrade")
        assert len(seen["x-request-id"]) == 32
        assert client.get("/metrics").status_code == 404
        assert client.get("/calendar/secret.ics").status_code == 200
        assert client.get("/password/secret").status_code == 200
        # One server dies: its people are served by the other.
        servers[0].close()
        gone = [client.get("/", headers={"cookie": each}).json()["port"] for each in browsers]
        assert set(gone) == {servers[1].port}
        # And the other: that is an error, and errors are told with the address.
        servers[1].close()
        for address in ("/partner", "/calendar/secret.ics", "/password/secret"):
            assert client.get(address).status_code == 502
    errors = log.with_name("error.log").read_text(encoding="utf-8")
    assert "/partner" in errors
    assert "secret" not in log.read_text(encoding="utf-8") + errors


class _Upstream:
    """A server that answers with its port and the headers that reached it."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Telling)
        self.port: int = self._server.server_port
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Telling(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        assert isinstance(self.server, ThreadingHTTPServer)
        port = self.server.server_port
        response = httpx.Response(200, json={"port": port, "headers": headers})
        self.send_response(200)
        self.send_header("Content-Length", str(len(response.content)))
        self.end_headers()
        self.wfile.write(response.content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def _upstream() -> Iterator[_Upstream]:
    server = _Upstream()
    try:
        yield server
    finally:
        server.close()


def _lines(servers: list[_Upstream]) -> str:
    return "".join(f"server 127.0.0.1:{each.port} max_fails=1 fail_timeout=5s;" for each in servers)
