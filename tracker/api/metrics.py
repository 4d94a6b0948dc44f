"""`/metrics`: how this process is, for Prometheus. Closed without `TRACKER_METRICS_TOKEN`."""

import os
import resource
import secrets
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match, Route

from tracker import clock, db
from tracker.api import measures, sockets
from tracker.api.measures import gauge, heading, line
from tracker.backups import keeping
from tracker.domain.reminders import outbox
from tracker.errors import TrackerError
from tracker.settings import settings

_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_started = time.time()


async def metrics(request: Request) -> Response:
    """The numbers, to whoever names the token as a bearer's."""
    token = settings().metrics_token.get_secret_value()
    if not token:
        return PlainTextResponse("Not here.", 404)
    given = request.headers.get("authorization", "")
    if not secrets.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return PlainTextResponse("Name the token.", 401, headers={"www-authenticate": "Bearer"})
    text = await run_in_threadpool(written)
    return PlainTextResponse(text, media_type=_TYPE, headers={"cache-control": "no-store"})


routes = [Route("/metrics", metrics, methods=["GET"])]


def written() -> str:
    counted = (measures.REQUESTS, measures.RERUNS, measures.FAULTS, measures.JOBS)
    parts = chain(*(each.lines() for each in counted), _process(), _pool(), _database(), _backup())
    return "\n".join(parts) + "\n"


def route_of(scope: Any) -> str:
    """The template of the address, as `/download/file/{number:int}`: never what stands in it."""
    for route in scope["app"].routes if "app" in scope else ():
        if isinstance(route, Route) and route.matches(scope)[0] is not Match.NONE:
            return route.path
    first = scope["path"].split("/")[1]
    return f"/{first}" if first in ("assets", "media", "static", "_stcore") else "other"


def _process() -> Iterator[str]:
    pages = "seriktes_open_pages"
    yield from gauge(pages, "Open pages: one websocket each.", sockets.count())
    yield from gauge("process_start_time_seconds", "When this process began.", _started)
    used = resource.getrusage(resource.RUSAGE_SELF)
    yield from heading("process_cpu_seconds_total", "Processor time.", "counter")
    yield line("process_cpu_seconds_total", used.ru_utime + used.ru_stime)
    held = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    yield from gauge("process_resident_memory_bytes", "Memory.", held)
    yield from gauge("process_open_fds", "Open files.", len(os.listdir("/proc/self/fd")))


def _pool() -> Iterator[str]:
    pool: Any = db.engine().pool
    yield from gauge(
        "seriktes_database_connections", "Connections made.", pool.checkedin() + pool.checkedout()
    )
    yield from gauge("seriktes_database_connections_used", "Those at work.", pool.checkedout())
    yield from gauge(
        "seriktes_database_connections_most", "How many may be.", db.most_connections()
    )
    waited = "seriktes_database_wait_seconds_total"
    yield from heading(waited, "Waited for a connection, making new ones included.", "counter")
    yield line(waited, db.waited())


def _database() -> Iterator[str]:
    """What waits in the database, for all servers together; nothing while it does not answer."""
    try:
        with db.reading() as session:
            queue = outbox.queue(session)
    except TrackerError:
        yield from gauge("seriktes_database_up", "Whether the database answers.", 0)
        return
    yield from gauge("seriktes_database_up", "Whether the database answers.", 1)
    yield from gauge("seriktes_mails_waiting", "Mails that wait.", queue.waiting)
    yield from gauge("seriktes_mails_given_up", "Mails given up, of 30 days.", queue.given_up)
    if queue.since is not None:
        age = (clock.now() - queue.since).total_seconds()
        yield from gauge("seriktes_mail_oldest_seconds", "Age of the mail that waits longest.", age)


def _backup() -> Iterator[str]:
    """The newest backup where this installation keeps them."""
    folder = keeping.usual_folder()
    if folder is not None and (kept := keeping.found(folder)):
        age = (clock.now() - kept[-1].made_at).total_seconds()
        yield from gauge("seriktes_backup_age_seconds", "Age of the newest backup.", age)
