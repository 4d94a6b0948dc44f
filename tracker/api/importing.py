"""While the server runs, what an import has stored whose process was killed is taken back."""

import asyncio
import logging

from starlette.concurrency import run_in_threadpool

from tracker.api import measures
from tracker.errors import TrackerError
from tracker.ingest import running

EVERY = 60.0  # seconds between two looks

_log = logging.getLogger("tracker")


async def watch() -> None:
    """Until cancelled: a look, then a pause."""
    while True:
        try:
            await run_in_threadpool(running.tidy)
            measures.JOBS.add(job="imports")
        except TrackerError as refused:
            _log.warning("nobody could look for imports that broke off: %s", refused)
        await asyncio.sleep(EVERY)
