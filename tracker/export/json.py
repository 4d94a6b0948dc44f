"""JSON for other programs: stable keys, codes instead of words in any language."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any

MEDIA_TYPE = "application/json"


def lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The file in pieces: an array with one object a row. Dates as 2024-04-08."""
    before = "[\n"
    for row in rows:
        told = json.dumps(dict(row), ensure_ascii=False, default=_plain)
        yield (before + told).encode("utf-8", errors="replace")
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _plain(value: date | time) -> str:
    return value.isoformat()
