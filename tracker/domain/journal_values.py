"""Values of columns as the journal writes them down in JSON, and back."""

from base64 import b64decode, b64encode
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Date, DateTime, LargeBinary, Time
from sqlalchemy import Enum as Words


def plain(value: object) -> str:
    """What JSON has no word for."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    raise TypeError(f"{type(value).__name__} cannot be kept in the journal")


def typed(kind: Any, value: Any) -> Any:
    """A value as its column has it."""
    kind = getattr(kind, "impl_instance", kind)
    if value is None:
        return None
    if isinstance(kind, Words) and kind.enum_class:
        return kind.enum_class(value)
    if isinstance(kind, LargeBinary):
        return b64decode(value)
    for column, read_text in (
        (DateTime, datetime.fromisoformat),
        (Date, date.fromisoformat),
        (Time, time.fromisoformat),
    ):
        if isinstance(kind, column):
            return read_text(value)
    return value
