"""For monitors, proxies and `tracker check`: can people work here just now?"""

import asyncio
import shutil
import time

from sqlalchemy import text
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tracker import db, migrating
from tracker.domain import heartbeat
from tracker.errors import DatabaseBusy, TrackerError
from tracker.settings import settings

ROOM = 50 * 1024 * 1024  # bytes of disk without which the next saves may fail
_PATIENCE = 5.0  # seconds
# Anybody may ask, and asking writes: what was found holds for a moment.
_HOLDS = 1.0

_found: tuple[float, str] = (0.0, "")
_is_stopping = False
_is_whole = True


def lack() -> None:
    """From now on this server says that a part of it could not be loaded."""
    global _is_whole
    _is_whole = False


def stop() -> None:
    """From now on this server asks for no more work: it is about to end."""
    global _is_stopping
    _is_stopping = True


async def healthz(_request: Request) -> Response:
    """200 while people can read and save here, else 503 with the reason in a word."""
    global _found
    if _is_stopping:
        return _say("stopping", 503)
    until, word = _found
    if time.monotonic() > until:
        try:
            word = await asyncio.wait_for(run_in_threadpool(_ask), _PATIENCE)
        except TimeoutError:
            word = DatabaseBusy.code
        _found = time.monotonic() + _HOLDS, word
    return _say(word, 200 if word == "ok" else 503)


routes = [Route("/healthz", healthz, methods=["GET"])]


def _ask() -> str:
    try:
        with db.reading() as session:
            # A table of ours, not a constant: a database without tables is not healthy.
            session.execute(text("SELECT id FROM account LIMIT 1"))
            if not migrating.is_current(session.connection()):
                return "schema_old"
    except TrackerError as refused:
        return refused.code
    if not _is_whole:
        return "incomplete"
    path = settings().sqlite_file
    if path is not None and shutil.disk_usage(path.parent).free < ROOM:
        return "disk_low"
    try:
        with db.transaction() as session:
            heartbeat.beat(session)
    except DatabaseBusy:
        return "ok"  # somebody else is writing: a large import may take seconds
    except TrackerError as refused:
        return refused.code
    return "ok"


def _say(status: str, code: int) -> Response:
    return JSONResponse({"status": status}, code, headers={"cache-control": "no-store"})
