"""While the server runs, names are filed anew when the words change that they are compared with.

Also once after the start of a program that comes with other words, and from where it was when the
server stopped in the middle.
"""

import asyncio
import logging

from starlette.concurrency import run_in_threadpool

from tracker import filing
from tracker.api import measures
from tracker.errors import TrackerError

# How soon a change is seen, and how long others may write between two steps.
EVERY, BETWEEN = 3.0, 0.2

_log = logging.getLogger("tracker")


async def watch() -> None:
    """Until cancelled: file what is left to file, then look again every few seconds."""
    while True:
        is_busy = False
        try:
            is_busy = await run_in_threadpool(filing.step)
            measures.JOBS.add(job="names")
        except TrackerError as refused:
            _log.warning("names could not be filed: %s", refused)
        await asyncio.sleep(BETWEEN if is_busy else EVERY)
