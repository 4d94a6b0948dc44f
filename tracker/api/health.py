"""For monitors and `tracker check`: does it work, database included."""

import asyncio

from sqlalchemy import text
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tracker import db
from tracker.errors import TrackerError

_PATIENCE = 5.0  # seconds


async def healthz(_request: Request) -> Response:
    """200 while the database answers, else 503 with the reason in a word."""
    try:
        await asyncio.wait_for(run_in_threadpool(_ask), _PATIENCE)
    except TrackerError as refused:
        return _say(refused.code, 503)
    except TimeoutError:
        return _say("database_busy", 503)
    return _say("ok", 200)


routes = [Route("/healthz", healthz, methods=["GET"])]


def _ask() -> None:
    with db.reading() as session:
        # A table of ours, not a constant: a database without tables is not healthy.
        session.execute(text("SELECT id FROM account LIMIT 1"))


def _say(status: str, code: int) -> Response:
    return JSONResponse({"status": status}, code, headers={"cache-control": "no-store"})
