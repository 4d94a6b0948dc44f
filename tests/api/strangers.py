"""What a stranger may send, byte by byte, and what must not come back."""

import re
import socket
from contextlib import suppress
from unittest.mock import MagicMock

from starlette.routing import Mount, Route
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

from tests.api.conftest import Server
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
