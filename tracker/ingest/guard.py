"""Reads a file in a process of its own, which may die instead of the server."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

from tracker import shielded
from tracker.errors import Invalid
from tracker.ingest.shapes import Cell, ImportNote, Said

_READ: dict[str, Callable[[str], Cell]] = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
}


def rows(content: bytes, form: str, sheet: str = "") -> Iterator[Said | tuple[int, list[Cell]]]:
    """What the reader of this form says, note by note and row by row.

    Raises Invalid at `file`: with the reader's reason, or because it died or took too long.
    """
    with shielded.child("tracker.ingest.child", form, sheet, content=content) as said:
        yield from _said(said)


def _said(lines: Any) -> Iterator[Said | tuple[int, list[Cell]]]:
    for line in lines:
        match json.loads(line, object_hook=_decoded):
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
