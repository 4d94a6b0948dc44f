"""While the server runs, the engagement of all partners is worked out anew when it is due.

`tracker.domain.engagement.standing` says when that is, and sees to it that it takes little.
"""

import asyncio
import logging

from starlette.concurrency import run_in_threadpool

from tracker import engaging
from tracker.api import measures
from tracker.errors import TrackerError

EVERY = 10.0  # seconds

_log = logging.getLogger("tracker")


async def watch() -> None:
    """Until cancelled: look whether it is due every few seconds."""
    while True:
        try:
            await run_in_threadpool(engaging.step)
            measures.JOBS.add(job="engagement")
        except TrackerError as refused:
            _log.warning("engagement could not be worked out: %s", refused)
        await asyncio.sleep(EVERY)
