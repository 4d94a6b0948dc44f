"""The program that serves, and how it ends: what is under way comes to its end first."""

import signal
import sys
import threading
from contextlib import suppress
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

from tracker.api import health
from tracker.settings import ROOT, settings


class _Server(uvicorn.Server):
    """Told to end, it says so on `/healthz` for a while, so that a proxy sends nobody any more."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        pause = settings().drain_seconds
        if not pause or sig != signal.SIGTERM or self.should_exit:
            super().handle_exit(sig, frame)
            return
        health.stop()
        end = threading.Timer(pause, super().handle_exit, (sig, frame))
        end.daemon = True
        end.start()


class _Line(WebSocketsSansIOProtocol):
    """What a page and the server say to each other: packed, each message by itself.

    Between two messages nothing is kept of how they are packed: an open page costs 45 KiB less, for
    a seventh more that is sent.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.conn.available_extensions = [
            ServerPerMessageDeflateFactory(
                server_no_context_takeover=True,
                client_no_context_takeover=True,
                server_max_window_bits=12,
                client_max_window_bits=12,
                compress_settings={"memLevel": 5},
            )
        ]


def run(app: str, **options: Any) -> None:
    """Serve until told to end. Exits with 1 where it cannot begin, as uvicorn does."""
    sys.path.insert(0, str(ROOT))  # where `app.py` is
    server = _Server(uvicorn.Config(app, ws=_Line, **options))
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        raise SystemExit(1)
