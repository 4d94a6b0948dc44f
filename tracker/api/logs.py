"""The log: who asked, by number, what happened and where it broke; nothing of the people in it.

A line names a request and an account by their numbers. What an exception says of itself is left
out, because it may quote what somebody typed: its kind and the lines of the program stay. Addresses
of mail, telephone numbers, keys and what follows the `?` of an address are masked wherever they
come from. A line is a line: what would begin another is written out.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import NamedTuple
from uuid import uuid4

import streamlit.logger

from tracker.api import measures
from tracker.errors import TrackerError
from tracker.settings import LogFormat, settings


class Request(NamedTuple):
    """What a line is about."""

    id: str = ""
    account: int | None = None


_NOBODY = Request()
about: ContextVar[Request] = ContextVar("about", default=_NOBODY)
# Who is at work where no request is: in the thread of a page's script.
_at_work: list[Callable[[], int | None]] = []

_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_MASKED = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "…@…"),
    (re.compile(r"\?[^\s\"']*=[^\s\"']*"), "?…"),
    (re.compile(r"(?<![\w.:-])\+?\d(?:[\s()-]{0,2}\d){9,14}(?![\w.:-])"), "☎"),
    (re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{40,}"), "…"),
)
# They tell of every look at the tables, and of every set of connections.
_CHATTY = ("alembic", "sqlalchemy", "tracker.db._Pool")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def request_id(given: str) -> str:
    """The number that the proxy gave a request, if it is one; else a new one."""
    return given if _GIVEN.fullmatch(given) else uuid4().hex[:16]


def provide(who: Callable[[], int | None]) -> None:
    """Tell how a page's script knows whose it is."""
    _at_work[:] = [who]


def set_up() -> None:
    """Send everything in this process that speaks through one place, as the settings say."""
    handler = logging.StreamHandler(sys.stderr)
    kinds = {LogFormat.JSON: AsJson, LogFormat.TEXT: AsText}
    handler.setFormatter(kinds[settings().log_format]())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings().log_level)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    # What breaks in a page is written by `faults`, with its number.
    logging.getLogger("streamlit.error_util").addFilter(_is_not_noted_twice)
    for name in list(logging.root.manager.loggerDict):
        _through_ours(logging.getLogger(name))
    # Streamlit gives each of its loggers a handler of its own, also those to come.
    streamlit.logger.setup_formatter = _through_ours
    for logger in streamlit.logger._loggers.values():
        _through_ours(logger)


class AsText(logging.Formatter):
    """A line for people to read; the program's lines of a fault below it."""

    def format(self, record: logging.LogRecord) -> str:
        request, where = _about(), _where(record)
        named = f" [{request.id or '-'} account={request.account or '-'}]"
        head = f"{_moment(record)} {record.levelname} {record.name}{named}: {said(record)}"
        return "\n".join([head, *(f"    {each}" for each in where)])


class AsJson(logging.Formatter):
    """A JSON object a line, for programs to read."""

    def format(self, record: logging.LogRecord) -> str:
        request = _about()
        values = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": said(record),
            "request": request.id or None,
            "account": request.account,
            "where": _where(record) or None,
        }
        kept = {name: value for name, value in values.items() if value is not None}
        return json.dumps(kept, ensure_ascii=False)


def said(record: logging.LogRecord) -> str:
    """The message in one line, masked."""
    if record.levelno >= logging.ERROR:
        measures.FAULTS.add(logger=record.name.partition(".")[0])
    text = kind_of(record.msg) if isinstance(record.msg, BaseException) else str(record.msg)
    with suppress(TypeError, ValueError):
        text = text % _args(record) if record.args else text
    for pattern, mask in _MASKED:
        text = pattern.sub(mask, text)
    return _CONTROL.sub(lambda found: repr(found[0])[1:-1], text)


def kind_of(fault: BaseException) -> str:
    """An exception by its kind; the database's also by its number, the system's by its sentence."""
    if isinstance(fault, OSError) and type(fault).__module__ == "builtins" and fault.strerror:
        return f"{type(fault).__name__} {fault.errno} {fault.strerror}"
    code = fault.code if isinstance(fault, TrackerError) else None
    code = code or getattr(getattr(fault, "orig", None), "sqlstate", None)
    return f"{type(fault).__name__} {code}" if code else type(fault).__name__


def _args(record: logging.LogRecord) -> object:
    if not isinstance(record.args, tuple):
        return record.args
    return tuple(kind_of(each) if isinstance(each, BaseException) else each for each in record.args)


def _where(record: logging.LogRecord) -> list[str]:
    """The lines of the program that a fault went through, and its kind; its cause comes first."""
    if not record.exc_info or not isinstance(record.exc_info, tuple) or not record.exc_info[1]:
        return []
    if record.levelno < logging.ERROR and record.name.startswith("streamlit."):
        return []  # Streamlit went on; most often a page said what makes no sense
    _, fault, trace = record.exc_info
    assert fault is not None
    earlier = fault.__cause__ or fault.__context__
    lines = [*_frames(earlier.__traceback__), kind_of(earlier)] if earlier else []
    return [*lines, *_frames(trace), kind_of(fault)]


def _frames(trace: TracebackType | None) -> list[str]:
    return [f"{each.filename}:{each.lineno} {each.name}" for each in traceback.extract_tb(trace)]


def _about() -> Request:
    known = about.get()
    if known.account is None and _at_work:
        return known._replace(account=_at_work[0]())
    return known


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _is_not_noted_twice(record: logging.LogRecord) -> bool:
    return record.msg != "Uncaught app execution"


def _through_ours(logger: logging.Logger) -> None:
    logger.handlers[:] = []
    logger.propagate = True
