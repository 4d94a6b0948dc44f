"""Old garbage is collected, and memory given back to the system, while nobody waits.

A full collection looks at everything that is alive and stops all pages meanwhile: for a quarter of
a second at a million interactions, and every other second while names are filed anew. Young
garbage, which is nearly all of it, goes on to be collected at once.
"""

import asyncio
import ctypes
import gc
from collections.abc import Callable
from time import monotonic

from tracker.api import measures

EVERY = 5.0  # seconds between two looks
# Collections of the middle generation since the last full one; by itself it would come after 10.
WORTH = 40  # so many are worth a full one in a quiet moment
AT_LAST = 300  # after so many it comes at once: two million objects, if all of them were garbage
PATIENCE = 600.0  # seconds without a quiet moment, after which it comes all the same

_ARENAS = -8  # M_ARENA_MAX of glibc's malloc.h


def one_heap() -> bool:
    """Let all threads take memory from one heap; False where the system's library has no such say.

    Each run of a page has a thread of its own, and glibc gives up to eight of them a processor
    heaps of their own, which all keep what one of them once needed. They hardly ever ask at the
    same moment: Python runs one at a time.
    """
    mallopt = _of_the_system("mallopt")
    return bool(mallopt and mallopt(_ARENAS, 1))


def give_back() -> bool:
    """Free memory between what is in use goes back to the system; by itself only the end of the
    heap would. False where the system's library has no such say."""
    trim = _of_the_system("malloc_trim")
    if trim is not None:
        trim(0)
    return trim is not None


def _of_the_system(call: str) -> Callable[..., int] | None:
    """A call of the C library; None where it has no such one."""
    try:
        found: Callable[..., int] = getattr(ctypes.CDLL(None), call)
    except (AttributeError, OSError, TypeError):
        return None
    return found


def seldom() -> None:
    """Leave full collections to `watch`, but for a process that never gets to it."""
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, AT_LAST)


async def watch() -> None:
    """Until cancelled: a pause, then a look whether it is time."""
    seen, collected, was_quiet = -1, monotonic(), False
    while True:
        await asyncio.sleep(EVERY)
        reruns = measures.RERUNS.total()
        is_quiet, seen = reruns == seen, reruns
        is_garbage = is_due(gc.get_count()[2], is_quiet=is_quiet, waited=monotonic() - collected)
        if is_garbage:
            gc.collect()
            collected = monotonic()
        if is_quiet and (is_garbage or not was_quiet):
            await asyncio.to_thread(give_back)
        was_quiet = is_quiet


def is_due(number: int, *, is_quiet: bool, waited: float) -> bool:
    """`is_quiet`: nobody pressed anything since the last look; `waited`: since the last time."""
    return number >= WORTH and (is_quiet or waited >= PATIENCE)
