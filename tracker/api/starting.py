"""What happens when the server starts and stops: tables, the set-up code, memory, the watcher."""

import asyncio
import gc
import importlib
import logging
import pkgutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import streamlit.elements
from starlette.concurrency import run_in_threadpool
from streamlit import config

from tracker import db, migrating
from tracker.api import (
    backing_up,
    engaging,
    gone_fields,
    health,
    importing,
    logs,
    name_filing,
    plain_data,
    reminding,
    sockets,
    tidying,
)
from tracker.domain import set_up, sign_ins
from tracker.errors import AlreadySetUp
from tracker.i18n import LANGUAGES, speaking, t
from tracker.settings import settings

# What the first page would otherwise wait for.
_HEAVY = ("babel.dates", "babel.numbers")
# What other pages would: all that they are drawn with, and the reader of articles.
_SCREENS, _READER = "tracker.ui", "tracker.press.reading"

_ARTICLE = (
    "Университетте «Ертіс» ЖШС-мен меморандумға қол қойылды. Директор Марат Әлиев келді.\n"
    "В университете подписан меморандум с ТОО «Иртыш», оно готово принять студентов.\n"
    "The university signed a memorandum with Irtysh LLP, which needs retraining courses."
)

_FIRST = 1.0  # seconds in which the first page is drawn, before work that nobody waits for
_COMING_IN = 5.0  # seconds in which the pages open at a restart come back
_ANEW = 5.0  # seconds after which a watch that fell begins anew
_LAST_SAVES = 5.0  # seconds that saves which are under way have to end

_log = logging.getLogger("tracker")

# Where people reach this server, when the command that started it knows.
shown_at = ""


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Around the life of one server process."""
    logs.set_up()
    await run_in_threadpool(migrating.migrate)
    await run_in_threadpool(_preload)
    await run_in_threadpool(_show_setup_code)
    sign_ins.on_end.append(sockets.close)
    watchers = (
        asyncio.create_task(_read_ahead(), name="read-ahead"),
        asyncio.create_task(_always(sockets.watch), name="watch-sign-ins"),
        asyncio.create_task(_later(name_filing.watch), name="file-names"),
        asyncio.create_task(_later(engaging.watch), name="engagement"),
        asyncio.create_task(_later(reminding.watch), name="remind"),
        asyncio.create_task(_later(backing_up.watch), name="back-up"),
        asyncio.create_task(_later(importing.watch), name="imports"),
        asyncio.create_task(tidying.watch(), name="tidy"),
    )
    try:
        yield
    finally:
        for watcher in watchers:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher
        sign_ins.on_end.remove(sockets.close)
        if not await run_in_threadpool(db.settled, _LAST_SAVES):
            _log.warning("the server ends in the middle of a save")
        db.engine().dispose()


def _show_setup_code() -> None:
    """In the terminal, where only the one who installs can read it. Nowhere in the log."""
    with db.transaction() as session:
        if sign_ins.somebody(session):
            return
        try:
            code = set_up.setup_code(session)
        except AlreadySetUp:
            return
    lines = [f"  {_address()}/set-up", f"  {code}"]
    for language in reversed(LANGUAGES):
        with speaking(language):
            lines.insert(0, f"  {t('set_up.terminal')}")
    print("", *lines, "", sep="\n", file=sys.stderr, flush=True)  # noqa: T201


def _address() -> str:
    if settings().public_url:
        return settings().public_url.rstrip("/")
    return shown_at or f"http://localhost:{config.get_option('server.port')}"


def _preload() -> None:
    """Import what pages need, then take all of it out of the garbage collector's sight.

    With the collection after each run switched off as well, a rerun costs a tenth of the time.
    """
    plain_data.believe()
    gone_fields.forget()
    for name in _HEAVY:
        importlib.import_module(name)
    for module in pkgutil.iter_modules(streamlit.elements.__path__, "streamlit.elements."):
        importlib.import_module(module.name)
    gc.freeze()
    tidying.seldom()
    gc.enable()


async def _later(watch: Callable[[], Awaitable[None]]) -> None:
    await asyncio.sleep(_FIRST)
    await _always(watch)


async def _always(watch: Callable[[], Awaitable[None]]) -> None:
    """A fault of ours, or of the database's file, ends no watch: nobody would notice until sign-ins
    that ended elsewhere stay open, or there is no backup."""
    while True:
        try:
            await watch()
        except Exception:
            _log.exception("%s fell, and begins anew", watch.__module__)
            await asyncio.sleep(_ANEW)
        else:
            return


async def _read_ahead() -> None:
    """What no first page needs is loaded when people have come in.

    It stays among what is looked through for garbage, and so does what these people leave behind.
    """
    await asyncio.sleep(_COMING_IN)
    await run_in_threadpool(load_the_rest)


def load_the_rest() -> None:
    """The parts of all screens, and the tables of what articles say, by reading one.

    The server goes on without what is broken: pages that need it fail, and `/healthz` tells.
    """
    try:
        for name in _parts(_SCREENS):
            importlib.import_module(name)
        importlib.import_module(_READER).read(_ARTICLE)
    except Exception:
        _log.exception("a part of the program cannot be loaded")
        health.lack()


def _parts(package: str) -> Iterator[str]:
    """The modules of a package, but for its pages: those are scripts, which run when imported."""
    inside = importlib.import_module(package).__path__
    for module in pkgutil.iter_modules(inside, f"{package}."):
        if module.name == f"{_SCREENS}.pages":
            continue
        yield module.name
        if module.ispkg:
            yield from _parts(module.name)
