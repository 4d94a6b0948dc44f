"""What an open page costs between two messages."""

import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

from websockets.sync.client import connect

from tests.servers.processes import free_port, stop
from tracker.settings import ROOT

_SERVE = "from tracker.api import serving; serving.run({!r}, port={}, lifespan='off')"


async def echo(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
) -> None:
    """Accepts every page, and says what it hears."""
    assert scope["type"] == "websocket"
    await receive()
    await send({"type": "websocket.accept"})
    while (heard := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": heard["text"]})


def test_nothing_is_kept_of_how_messages_are_packed() -> None:
    port = free_port()
    command = [sys.executable, "-c", _SERVE.format(f"{__name__}:echo", port)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        with _connected(port) as page:
            assert page.response is not None
            agreed = page.response.headers["Sec-WebSocket-Extensions"]
            assert "server_no_context_takeover" in agreed
            assert "client_no_context_takeover" in agreed
            for said in ("серіктес " * 1000, "серіктес", "серіктес " * 1000):
                page.send(said)
                assert page.recv() == said
    finally:
        stop(process, politely=signal.SIGTERM)


def _connected(port: int) -> Any:
    last = time.monotonic() + 60
    while True:
        try:
            return connect(f"ws://127.0.0.1:{port}", proxy=None)
        except ConnectionRefusedError:
            assert time.monotonic() < last
            time.sleep(0.1)
