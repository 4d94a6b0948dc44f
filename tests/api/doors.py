"""The door in this process: the server's routes behind its gate, without Streamlit."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from threading import Thread

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from tests.servers.processes import free_port
from tracker.api import server
from tracker.api.gate import Gate


@contextmanager
def standing() -> Iterator[str]:
    """The address of the door, while the block lasts; it reads the settings of this process."""
    app = Starlette(
        routes=server.ROUTES,
        middleware=[Middleware(Gate)],
        exception_handlers=server.EXCEPTION_HANDLERS,
    )
    port = free_port()
    config = uvicorn.Config(app, port=port, lifespan="off", log_level="critical", ws="none")
    running = uvicorn.Server(config)
    thread = Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        running.should_exit = True
        thread.join()


def browser(**headers: str) -> httpx.Client:
    """A fresh browser, which goes where it is sent only when it is told to."""
    # Without TLS there is nothing to verify, and certificates take long to read.
    told = {"accept": "text/html", **headers}
    return httpx.Client(headers=told, trust_env=False, timeout=30, verify=False)


def said(page: httpx.Response) -> str:
    """The error on a page before the door."""
    found = re.search(r'role="alert">([^<]*)<', page.text)
    return unescape(found.group(1)) if found else ""
