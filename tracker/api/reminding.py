"""While the server runs, colleagues are reminded by mail: the same that `tracker remind` does.

Every server of an installation may do so: each digest is written and sent once.
"""

import asyncio
import logging

from starlette.concurrency import run_in_threadpool

from tracker.api import measures
from tracker.errors import TrackerError

EVERY = 60.0  # seconds between two steps
LONGEST = 1800.0  # while the mail server refuses, the pauses grow up to this

_log = logging.getLogger("tracker")


async def watch() -> None:
    """Until cancelled: a step, then a pause."""
    pause = EVERY
    while True:
        pause = EVERY if await run_in_threadpool(_step) else min(2 * pause, LONGEST)
        await asyncio.sleep(pause)


def _step() -> bool:
    """Whether it went well. Whatever went wrong, tomorrow's digests shall not fall to it."""
    from tracker.mail import reminding  # here: no page needs it, and the first is waited for

    try:
        reminding.step()
        measures.JOBS.add(job="reminders")
    except TrackerError as refused:
        _log.warning("nobody could be reminded: %s %s", refused.code, refused.values)
        return False
    except Exception:
        _log.exception("nobody could be reminded")
        return False
    return True
