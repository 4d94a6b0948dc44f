"""What is asked of an import, and what becomes of its rows."""

from collections.abc import Callable
from typing import Any, NamedTuple

from tracker.domain.models.imports import Doubt, Fate, ImportMode


class Row(NamedTuple):
    """A row of the file: its number there, and what it says by our fields. Nothing is empty."""

    number: int
    values: dict[str, Any]


class Problem(NamedTuple):
    """Why a row was not taken: the field, and the code and values of the sentence."""

    number: int
    field: str
    code: str
    values: dict[str, Any]


class Question(NamedTuple):
    """A name that is like a known one. Answered by an id, or by a word of Doubt."""

    key: str
    typed: str
    candidates: list[tuple[int, str]]
    row: int  # the first that asks
    rows: int


class Change(NamedTuple):
    """What becomes, or became, of a row: fields from what to what, as history would keep them.

    A record that is called otherwise than the row says is named in `known`; `by` is the field that
    told it: its name, which is like the row's, or the BIN.
    """

    number: int
    name: str
    fate: Fate
    record_id: int
    fields: list[tuple[str, str | None, str | None]]
    by: str = ""
    known: str = ""


class Choices(NamedTuple):
    """What the person chose. `answers` holds an id or a word of Doubt for the key of a question."""

    mode: ImportMode = ImportMode.BOTH
    creates_partners: bool = False
    doubt: Doubt = Doubt.SKIP
    answers: dict[str, str] = {}  # noqa: RUF012 - never changed


class Outcome(NamedTuple):
    """The rows counted by what became of them, and what has to be said of some."""

    counts: dict[Fate, int]
    problems: list[Problem]
    questions: list[Question]
    shown: list[Change]
    partners: int  # that were named by a row, were unknown, and are created beside


Told = Callable[[int], None]
