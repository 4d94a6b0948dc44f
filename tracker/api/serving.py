"""The program that serves, and how it ends: what is under way comes to its end first."""

import signal
import sys
import threading
from contextlib import suppress
from types import FrameType
from typing import Any

import uvicorn

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


def run(app: str, **options: Any) -> None:
    """Serve until told to end. Exits with 1 where it cannot begin, as uvicorn does."""
    sys.path.insert(0, str(ROOT))  # where `app.py` is
    server = _Server(uvicorn.Config(app, **options))
    with suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        raise SystemExit(1)
