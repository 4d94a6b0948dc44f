"""How long a long run takes: it says now and then how far it is, and ends when its time is over."""

import time
from collections.abc import Iterator

_SPEAKS = 30.0  # seconds between two lines

_last: float | None = None  # the moment after which nothing more is begun; None in a test


def give(minutes: float) -> None:
    """So long the next run may take."""
    global _last
    _last = time.monotonic() + minutes * 60


def paced(steps: range) -> Iterator[int]:
    """As many of the steps as there is time for; at least one."""
    began = spoke = time.monotonic()
    for done, step in enumerate(steps):
        now = time.monotonic()
        if _last is not None and done:
            if now > _last:
                print(f"  out of time after {done} of {len(steps)}", flush=True)
                return
            if now - spoke > _SPEAKS:
                spoke, left = now, (now - began) / done * (len(steps) - done)
                print(
                    f"  {done} of {len(steps)}, {now - began:.0f} s, {left:.0f} s to go", flush=True
                )
        yield step
