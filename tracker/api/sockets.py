"""The open pages of this process: one websocket each, closed when their sign-in ends."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.concurrency import run_in_threadpool

from tracker import db
from tracker.access import User
from tracker.api import identity, measures
from tracker.domain import (
    account_links,
    known_browsers,
    rate_limits,
    sign_ins,
    tickets,
    undoing,
    unsent,
)
from tracker.domain.press import unfinished
from tracker.domain.second_factor import half
from tracker.errors import TrackerError

PER_ACCOUNT = 20
IN_ALL = 400

# Another server or the console may end a sign-in: it is noticed within this many seconds. One
# question by the primary keys of those who have a page open here; it takes less than a millisecond.
EVERY = 0.5
_PURGE_EVERY = 3600.0

_log = logging.getLogger("tracker")
_open: dict["Socket", None] = {}


class Socket:
    """One open page. `ended` is set when it has to close."""

    def __init__(self, user: User) -> None:
        self.account = user.id
        self.sign_in = user.sign_in
        self.ended = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def close(self) -> None:
        """May be called from any thread."""
        self._loop.call_soon_threadsafe(self.ended.set)


class Full(Exception):
    """This colleague, or everybody together, has too many pages open."""


@contextmanager
def opened(user: User) -> Iterator[Socket]:
    """Count a page while it is open. Raises Full."""
    own = sum(socket.account == user.id for socket in _open)
    if own >= PER_ACCOUNT or len(_open) >= IN_ALL:
        raise Full
    socket = Socket(user)
    _open[socket] = None
    try:
        yield socket
    finally:
        _open.pop(socket, None)


def count() -> int:
    return len(_open)


def close(ended: set[int]) -> None:
    """Close the pages of these sign-ins at once. May be called from any thread."""
    identity.forget(ended)
    for socket in list(_open):
        if socket.sign_in in ended:
            socket.close()


async def watch() -> None:
    """Until cancelled: close pages whose sign-in ended elsewhere, or lay idle for too long."""
    passed, is_told = _PURGE_EVERY, False
    while True:
        try:
            known = {socket.sign_in for socket in _open if socket.sign_in is not None}
            if known:
                close(known - await run_in_threadpool(_still_open, known))
            if passed >= _PURGE_EVERY:
                passed = 0.0
                await run_in_threadpool(_purge)
                measures.JOBS.add(job="purge")
            is_told = False
        except TrackerError as refused:
            if not is_told:
                _log.warning("sign-ins could not be checked: %s", refused)
            is_told = True
        await asyncio.sleep(EVERY)
        passed += EVERY


def _still_open(known: set[int]) -> set[int]:
    with db.reading() as session:
        return sign_ins.open_among(session, known)


def _purge() -> None:
    with db.transaction() as session:
        sign_ins.purge(session)
        rate_limits.purge(session)
        half.purge(session)
        account_links.purge(session)
        known_browsers.purge(session)
        tickets.purge(session)
        undoing.purge(session)
        unfinished.purge(session)
        unsent.purge(session)
