"""A provider that says whatever a test wants it to: forged, late, or nothing at all.

It is a real HTTP server on loopback, so that what is tested is what would be believed. What a
real provider says is tested with `university`.
"""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey
from joserfc.jws import JWSRegistry

CLIENT, SECRET = "seriktes", "a secret of more than thirty letters"
_SIGNING = JWSRegistry(algorithms=["RS256"], strict_check_header=False)


@cache
def key(name: str = "first", copy: int = 0) -> RSAKey:
    """A key by its name, which several may share; without a name it says none."""
    return RSAKey.generate_key(2048, {"kid": name} if name else {}, auto_kid=False)


class Crooked:
    """What it will say; a test changes it at will."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.begin()

    def begin(self) -> None:
        """Be honest again, and know Boris."""
        url = self.url
        self.description: dict[str, Any] = {
            "issuer": url,
            "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token",
            "jwks_uri": f"{url}/keys",
            "userinfo_endpoint": f"{url}/me",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }
        self.signs_with = key()
        self.shows: list[dict[str, Any]] = [key().as_dict(private=False)]
        self.secret = b""  # of a signature that anybody can make
        self.header: dict[str, Any] = {"alg": "RS256"}
        now = int(time.time())
        self.claims: dict[str, Any] = {
            "iss": url,
            "aud": CLIENT,
            "sub": "boris",
            "iat": now,
            "exp": now + 300,
            "email": "boris@uni.example",
            "email_verified": True,
            "name": "Борис Ким",
            "groups": [],
        }
        self.info: dict[str, Any] = {"sub": "boris"}
        self.says: dict[str, tuple[int, bytes]] = {}  # instead of an answer, by path
        self.waits: dict[str, float] = {}  # seconds, by path
        self.asked: list[str] = []  # paths
        self.told = b""  # what was posted last

    @property
    def settings(self) -> dict[str, str]:
        return {
            "TRACKER_OIDC_ISSUER": self.url,
            "TRACKER_OIDC_CLIENT_ID": CLIENT,
            "TRACKER_OIDC_CLIENT_SECRET": SECRET,
        }

    def token(self, **changed: Any) -> str:
        """A signed token; a claim that is changed to None is left out."""
        claims = {name: value for name, value in {**self.claims, **changed}.items() if value}
        named = {"kid": self.signs_with.kid} if self.signs_with.kid else {}
        header = {**named, **self.header}
        if header["alg"] == "RS256":
            return jwt.encode(header, claims, self.signs_with, registry=_SIGNING)
        signed = ".".join(_written(json.dumps(part).encode()) for part in (header, claims))
        made = hmac.digest(self.secret, signed.encode(), "sha256") if self.secret else b""
        return f"{signed}.{_written(made)}"

    def answer(self, path: str) -> tuple[int, bytes]:
        self.asked.append(path)
        time.sleep(self.waits.get(path, 0))
        if path in self.says:
            return self.says[path]
        answers: dict[str, Any] = {
            "/.well-known/openid-configuration": lambda: self.description,
            "/keys": lambda: {"keys": self.shows},
            "/token": lambda: {
                "access_token": "of no use",
                "token_type": "Bearer",
                "id_token": self.token(),
            },
            "/me": lambda: self.info,
        }
        return 200, json.dumps(answers[path]()).encode()


@contextmanager
def running() -> Iterator[Crooked]:
    """The provider, while the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("content-length", 0))
            if length:
                crooked.told = self.rfile.read(length)
            status, body = crooked.answer(self.path)
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    crooked = Crooked(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield crooked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _written(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()
