"""What a value in the history means: a word of a vocabulary, another record, or just a text."""

import re
from enum import Enum

from sqlalchemy import Enum as Words
from sqlalchemy import inspect
from sqlmodel import SQLModel

from tracker.domain.models import RECORDS, Account, Kind, Link, NameTerm, PressRule
from tracker.domain.titles import PROMISE, TAG, Title

Target = tuple[str, int]

SHOWN = 500  # letters of an old or new text

# Columns and link words whose values are ids → the kind that the id is of.
_POINTS_TO = {
    **{f"{kind}_id": str(kind) for kind in RECORDS},
    "owner_id": str(Kind.ACCOUNT),
    "head_id": str(Kind.ACCOUNT),
    "original_id": str(Kind.NEWS_ITEM),
    "renewed_as_id": str(Kind.AGREEMENT),
    "promise_id": PROMISE,
    "partners": str(Kind.PARTNER),
    "participants": str(Kind.PARTNER),
    "positions": str(Kind.PARTNER),
    "people": str(Kind.PERSON),
    "colleagues": str(Kind.ACCOUNT),
    "tags": TAG,
}


def split(field: str) -> tuple[str, str | None]:
    """A field as it is named on screen, and what a changed link points to.

    "positions.5.title" is ("positions.title", "5"); "stage" is ("stage", None).
    """
    word, *rest = field.split(".")
    return (f"{word}.{rest[-1]}", rest[0]) if rest else (word, None)


def target(kind: Kind, field: str, value: str | None) -> Target | None:
    """The kind and id of the record that a value points to; None when it is none."""
    points_to, number = _POINTS_TO.get(field), value or ""
    if field in ("parent_id", "merged_into_id"):
        points_to = str(kind)
    elif field == "mentions":
        points_to, _, number = number.partition(":")
    return (points_to, int(number)) if points_to and number.isdecimal() else None


def meant(kind: Kind, field: str, value: str | None, names: dict[Target, Title]) -> Title | None:
    """A value of a field as `split` names it, for reading; a long text cut; None stays None."""
    if value is None:
        return None
    column = field.rpartition(".")[2]
    aim = target(kind, column, value)
    if aim in names:
        return names[aim]
    if section := _VOCABULARIES.get((str(kind), field)):
        return Title("", f"{section}.{value}")
    return Title(value if len(value) <= SHOWN else value[:SHOWN] + "…")


def _vocabularies() -> dict[tuple[str, str], str]:
    """Kind and field → the section of the catalogue that has the words of its values."""
    tables: dict[tuple[str, str], type[SQLModel]] = {
        **{(str(kind), ""): record for kind, record in RECORDS.items()},
        (str(Kind.ACCOUNT), ""): Account,
        (str(Kind.NAME_TERM), ""): NameTerm,
        (str(Kind.PRESS_RULE), ""): PressRule,
        **{(link.belongs_to[0], f"{link.shows[0]}."): link for link in Link.__subclasses__()},
    }
    return {
        (kind, f"{prefix}{column.key}"): _section(column.type.enum_class)
        for (kind, prefix), table in tables.items()
        for column in inspect(table).columns
        if isinstance(column.type, Words) and column.type.enum_class
    }


def _section(vocabulary: type[Enum]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", vocabulary.__name__).lower()


_VOCABULARIES = {**_vocabularies(), (str(Kind.PERSON), "data_basis"): "legal_basis"}
