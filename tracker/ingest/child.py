"""The process that reads a stranger's table: given the bytes, it says rows as lines of JSON."""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from tracker import shielded


def main() -> None:
    """`child FORM SHEET`: one line for each note and row, the last says how it ended."""
    shielded.limit()
    from tracker.errors import Invalid  # after the limits, so that they hold for everything

    form, sheet = sys.argv[-2:]
    try:
        for said in _read(form, sys.stdin.buffer.read(), sheet):
            print(json.dumps(said, ensure_ascii=False, default=_coded))  # noqa: T201
        print(json.dumps("end"))  # noqa: T201
    except Invalid as refused:
        print(json.dumps({"code": refused.code, "values": refused.values}))  # noqa: T201


def _read(form: str, content: bytes, sheet: str) -> Iterator[Any]:
    if form == "xlsx":
        from tracker.ingest import workbooks

        return workbooks.rows(content, sheet)
    from tracker.ingest import cards, separated

    return separated.rows(content) if form == "csv" else cards.rows(content)


def _coded(value: Any) -> dict[str, str]:
    """What JSON has no word for. `guard` reads it back."""
    kinds = (("datetime", datetime), ("date", date), ("time", time))
    return next({name: value.isoformat()} for name, kind in kinds if isinstance(value, kind))
