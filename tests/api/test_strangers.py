"""Whatever a stranger sends, in whatever disguise: no byte of ours comes back."""

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from unittest.mock import MagicMock

import pytest
from starlette.routing import Mount, Route
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

from tests.api import doors
from tests.api.conftest import Server
from tracker.api import gate, limits
from tracker.api import server as parts

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "X"]
# Names of the world behind the gate, and what would tell how the server is made.
OURS = re.compile(
    rb"EMC|Semey Engineering|uni\.example|Science Week|\xd0\x9c\xd0\xb0\xd1\x80\xd0\xb0\xd1\x82"
    rb'|Traceback|site-packages|sqlite|id="root"'
)
# What an address becomes on its way through servers that read it differently.
DISGUISES = (
    *("/{}", "/.{}", "/x/..{}", "/%2e%2e{}", "{}/", "{}//", "{}/.", "{};a=b", "{}%00", "{}%20"),
    *("{}.", "{}..;/", "{}?/sign-in", "{}%23/sign-in", "/sign-in/..{}", "/sign-in;{}", "\\{}"),
    *("/assets/..%2f..{}", "/healthz%2f..{}", "/%c0%ae%c0%ae{}", "/%ef%bc%8e{}"),
    *("http://127.0.0.1{}", "http://localhost@evil.example{}", "/language/kk/..{}", "/sign-in\t{}"),
    "/sign-in%0d%0aX: 1{}",
)
# What a proxy or a colleague's browser might say, and what servers have stumbled over.
CLAIMS = (
    *("X-Original-URL: /sign-in", "X-Rewrite-URL: /sign-in", "X-Forwarded-Prefix: /sign-in"),
    *("X-HTTP-Method-Override: GET", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-User: saule"),
    *("X-Forwarded-Host: localhost", "X-Tracker-Account: 4", "Remote-User: saule", "X: \xff"),
    *("Authorization: Basic c2F1bGU6eA==", "Forwarded: for=127.0.0.1;host=localhost"),
    *("Range: bytes=0-9", "Expect: x", "Host: evil.example", "Content-Length: -1", "no colon"),
    *("Transfer-Encoding: chunked", "Transfer-Encoding: x", "Content-Length: 5\r\n\r\nGET /"),
    "Transfer-Encoding: chunked\r\nContent-Length: 9\r\n\r\n0\r\n\r\nGET / HTTP/1.1",
    *("Cookie: seriktes=\x01", "Cookie: " + "a=b; " * 3000, " folded: x"),
    "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c",
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
)
ADDRESSES = ("/", "/download/partners.csv", "/partner?id=1", "/_stcore/upload_file/a/b")
NO = {400, 401, 403, 421}


def answer(url: str, sent: str) -> bytes:
    """What comes back to the very bytes of a request."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as wire:
        wire.sendall(sent.encode("latin-1"))
        heard = b""
        with suppress(ConnectionResetError):
            while piece := wire.recv(65536):
                heard += piece
    return heard


def request(server: Server, method: str, address: str, *claims: str) -> str:
    host = f"Host: {server.host}"
    first = (f"{method} {address} HTTP/1.1", host, "Connection: close", "X-Last: 1")
    return "\r\n".join([*first, *claims, "", ""])


def statuses(heard: bytes) -> set[int]:
    return {int(each) for each in re.findall(rb"HTTP/1\.1 (\d{3})", heard)}


def routes() -> list[str]:
    """Every address that Streamlit or we answer, filled in."""
    known = [*create_streamlit_routes(MagicMock()), *parts.ROUTES]
    paths = {each.path for each in known if isinstance(each, Route | Mount)}
    return sorted(re.sub(r"\{[^}]*\}", "1", path) or "/" for path in paths)


def test_no_route_answers_a_stranger_unless_it_is_open(server: Server) -> None:
    assert len(routes()) > 30
    for address in routes():
        for method in METHODS:
            heard = answer(server.url, request(server, method, address))
            is_open = gate._OPEN.fullmatch(f"{method} {address}")
            assert is_open or statuses(heard) == {401}, (method, address, heard)
            assert not OURS.search(heard)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_disguise_opens_anything(server: Server, address: str) -> None:
    sent = [request(server, "GET", each.format(address)) for each in DISGUISES]
    sent += [request(server, "GET", address, each) for each in CLAIMS]
    sent += [f"GET {address} HTTP/1.0\r\n\r\n", f"GET {address}\r\n\r\n"]
    for each in sent:
        heard = answer(server.url, each)
        assert statuses(heard) <= NO, (each, heard)
        assert not OURS.search(heard)


def test_a_stranger_is_refused_before_the_file_is_sent(server: Server) -> None:
    """Of forty who announce twenty megabytes each, not a byte is waited for."""
    sent = request(server, "PUT", ADDRESSES[-1], f"Content-Length: {20 * 2**20}")
    with ThreadPoolExecutor(40) as threads:
        heard = list(threads.map(lambda _: answer(server.url, sent), range(40)))
    assert all(statuses(each) == {401} for each in heard)


def test_a_form_of_very_many_parts_is_refused(server: Server) -> None:
    with server.client(origin=server.url) as stranger:
        many = stranger.post("/sign-in", data={f"f{n}": "x" for n in range(1000)})
        files = stranger.post("/sign-in", files=[("f", (f"{n}", b"x")) for n in range(1000)])
        assert {many.status_code, files.status_code} <= {400, 403}


def test_a_body_that_never_comes_is_not_waited_for(
    sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_WITHIN", 0.1)
    with doors.standing() as url:
        begun = f"Host: {url.removeprefix('http://')}\r\nContent-Length: 9\r\n"
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        heard = answer(url, f"POST /sign-in HTTP/1.1\r\n{begun}{kind}\r\ntoken")
    assert statuses(heard) == {408}
