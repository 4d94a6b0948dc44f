"""When the server collects what nobody needs any more."""

import asyncio
import gc
import platform
import subprocess
import sys
import weakref

import pytest

from tracker.api import measures, tidying


class Thing:
    """Something that points to itself."""

    def __init__(self) -> None:
        self.itself = self


def is_gone_within(seconds: float, *, pressing: bool) -> bool:
    """Whether old garbage is collected while the server watches, and people press, or do not."""

    async def watch() -> bool:
        thing = Thing()
        gone = weakref.ref(thing)
        gc.collect()  # now it is of the oldest
        del thing
        watcher = asyncio.create_task(tidying.watch())
        for _ in range(round(seconds / 0.01)):
            if pressing:
                measures.RERUNS.observe(0.01, page="home")
            await asyncio.sleep(0.01)
            if gone() is None:
                break
        watcher.cancel()
        return gone() is None

    return asyncio.run(watch())


def test_old_garbage_is_collected_in_a_quiet_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "RERUNS", measures.Histogram("reruns", "Of this test."))
    monkeypatch.setattr(tidying, "EVERY", 0.05)
    monkeypatch.setattr(tidying, "WORTH", 0)
    assert not is_gone_within(0.3, pressing=True)
    assert is_gone_within(10, pressing=False)
    # Where there is never such a moment it does not wait for ever.
    monkeypatch.setattr(tidying, "PATIENCE", 0.1)
    assert is_gone_within(10, pressing=True)


def test_little_garbage_stops_nobody() -> None:
    assert not tidying.is_due(tidying.WORTH - 1, is_quiet=True, waited=tidying.PATIENCE)
    assert tidying.is_due(tidying.WORTH, is_quiet=True, waited=0)
    assert not tidying.is_due(tidying.WORTH, is_quiet=False, waited=0)


HEAPS = """
import ctypes, os, threading
from tracker.api import tidying

shared = tidying.one_heap() if SHARED else None
library = ctypes.CDLL(None)
library.fdopen.restype = ctypes.c_void_p
stay = threading.Barrier(8)
threads = [threading.Thread(target=stay.wait) for _ in range(8)]
for each in threads: each.start()
for each in threads: each.join()
out, told = os.pipe()
stream = ctypes.c_void_p(library.fdopen(told, b"w"))
library.malloc_info(0, stream)
library.fclose(stream)
print(shared, os.read(out, 65536).count(b"<heap nr="))
"""


def heaps(*, shared: bool) -> str:
    code = f"SHARED = {shared}\n{HEAPS}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another malloc has other heaps")
def test_threads_take_memory_from_one_heap() -> None:
    assert heaps(shared=True) == "True 1"
    assert heaps(shared=False) != "None 1"


FREED = """
import asyncio, os
from tracker.api import tidying
tidying.EVERY = 0.05


def held():
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


async def freed():
    # Large pieces with small ones that stay between them: the end of the heap is never free.
    pieces = [bytes(2_000 if each % 2 else 60_000) for each in range(4_000)]
    before = held()
    pieces[::2] = [None] * 2_000
    kept, watcher = held(), asyncio.create_task(tidying.watch())
    for _ in range(200):
        await asyncio.sleep(0.05)
        if held() < before - 60:
            break
    watcher.cancel()
    print(before - kept, before - held())


asyncio.run(freed())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another malloc gives back otherwise")
def test_free_memory_goes_back_to_the_system_in_a_quiet_moment() -> None:
    done = subprocess.run([sys.executable, "-c", FREED], capture_output=True, text=True, check=True)
    by_itself, quiet = map(int, done.stdout.split())
    assert by_itself < 20
    assert quiet > 60


def test_young_garbage_is_collected_as_ever() -> None:
    before = gc.get_threshold()
    try:
        tidying.seldom()
        assert gc.get_threshold() == (*before[:2], tidying.AT_LAST)
    finally:
        gc.set_threshold(*before)
