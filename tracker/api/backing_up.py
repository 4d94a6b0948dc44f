"""While the server runs, a backup is made every night, where a folder for them was set.

Of several servers one does it.
"""

import asyncio
import logging
from pathlib import Path

from starlette.concurrency import run_in_threadpool

from tracker import clock
from tracker.backups import keeping
from tracker.errors import TrackerError
from tracker.settings import settings

EVERY = 60.0  # seconds between two looks

_log = logging.getLogger("tracker")


async def watch() -> None:
    """Until cancelled: a look, then a pause."""
    while settings().backup_folder and settings().backup_by_server:
        await run_in_threadpool(step)
        await asyncio.sleep(EVERY)


def step() -> None:
    """Make today's backup, if its hour has come and nobody has made it. Never raises."""
    if clock.local(clock.now()).hour < settings().backup_at:
        return
    try:
        if made := keeping.nightly(Path(settings().backup_folder), settings().backup_keep):
            _log.info("backup made: %s", made)
    except TrackerError as refused:
        _log.error("no backup was made: %s %s", refused.code, refused.values)
    except Exception:
        _log.exception("no backup was made")
