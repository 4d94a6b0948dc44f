"""Reads a file in a process of its own, which may die instead of the server."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from tempfile import TemporaryFile
from typing import IO, Any
from weakref import finalize

from tracker import shielded
from tracker.errors import Invalid
from tracker.ingest.shapes import MOST_ROWS, Cell, ImportNote, Said

LARGEST = 256 << 20  # of all that it says; a text that many cells share is said for each of them

_AT_ONCE = 1 << 16
_MOST_LINES = 4 * MOST_ROWS  # those that are empty do not count for a table
_READ: dict[str, Callable[[str], Cell]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
}


class Rows:
    """What the reader of this form says, note by note and row by row; one look at a time.

    It says all of it into a file first: so it need not wait for whoever takes the rows, which may
    last longer than a reader may, and nobody holds more than a row in memory. Whoever looks again
    is told the same, and the reader need not begin anew.

    Iterating raises Invalid at `file`: with the reader's reason, or because it died or took too
    long.
    """

    def __init__(self, content: bytes, form: str, sheet: str = "") -> None:
        # Let go of once it is told: a file need not be held as long as its rows are looked at.
        self._asked: tuple[bytes, str, str] | None = content, form, sheet
        self._said: IO[bytes] | None = None

    def __iter__(self) -> Iterator[Said | tuple[int, list[Cell]]]:
        if self._asked is not None:
            said = TemporaryFile()  # noqa: SIM115 - open as long as the rows may be asked for
            finalize(self, said.close)
            _listen(*self._asked, said)
            self._asked, self._said = None, said
        assert self._said is not None
        self._said.seek(0)
        yield from _told(self._said)


def _listen(content: bytes, form: str, sheet: str, said: IO[bytes]) -> None:
    with shielded.child("tracker.ingest.child", form, sheet, content=content) as output:
        left, lines = LARGEST, _MOST_LINES
        while lines > 0 and (some := output.read(_AT_ONCE)):
            left -= said.write(some)
            lines -= some.count(b"\n")
            if left < 0:
                raise Invalid("file", "file_unreadable")


def _told(lines: Iterable[bytes]) -> Iterator[Said | tuple[int, list[Cell]]]:
    for line in lines:
        match _JSON.decode(line.decode("utf-8", "surrogatepass")):
            case "end":
                return
            case {"code": str(code), "values": values}:
                raise Invalid("file", code, **values)
            case [str(note), dict(values)]:
                yield Said(ImportNote(note), values)
            case [number, cells]:
                yield number, cells
    raise Invalid("file", "file_unreadable")


def _decoded(value: dict[str, Any]) -> Any:
    if len(value) == 1 and (read := _READ.get(next(iter(value)))):
        return read(*value.values())
    return value


_JSON = json.JSONDecoder(object_hook=_decoded)  # one for all lines
