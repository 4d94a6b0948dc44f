"""What every record shares: a checked draft, a revision, a trash, and keys for finding it."""

from datetime import datetime
from typing import Any, ClassVar

from pydantic import model_validator
from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Field, col

from tracker import clock
from tracker.db import Base, Revised
from tracker.names import text

# Parts are loaded together with their whole, so a record is complete after its session ends.
# There are no other relationships: everything else is asked for by a query.
WHOLE = {"lazy": "selectin"}

NAME = 300  # letters in a name or title
LINE = 500  # in an address, a place, a position
NOTE = 20_000  # in a summary or note

_FALLBACK = {"kk": ("kk", "ru", "en"), "ru": ("ru", "kk", "en"), "en": ("en", "ru", "kk")}


class Draft(Base):
    """What a person types. Checked and cleaned here, because tables are not.

    Text is cleaned before any other check; fields named in `paragraphs` keep their lines. An
    empty optional text becomes None.
    """

    paragraphs: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, typed: Any) -> Any:
        # A record given instead of what was typed was cleaned when it was made.
        if not isinstance(typed, dict):
            return typed
        return {field: cls._cleaned(field, value) for field, value in typed.items()}

    @classmethod
    def _cleaned(cls, field: str, value: Any) -> Any:
        if isinstance(value, list):
            cleaned = [cls._cleaned(field, each) for each in value]
            return list(dict.fromkeys(each for each in cleaned if each not in ("", None)))
        if type(value) is not str:
            return value
        tidy = text.clean_text(value) if field in cls.paragraphs else text.clean_line(value)
        known = cls.model_fields.get(field)
        if not tidy and known is not None and known.default is None:
            return None
        return tidy


class Link(Base):
    """A row that joins two records; its coming and going is history of `belongs_to`'s record."""

    belongs_to: ClassVar[tuple[str, str]]  # kind of the record, and the column that holds its id
    shows: ClassVar[tuple[str, str]]  # the word in history, and the column with the other's id
    silent: ClassVar[frozenset[str]] = frozenset({"id", "revision"})  # columns without history


class Record(Revised):
    """A record with a page of its own: it keeps a history and goes to the trash, not away."""

    id: int | None = Field(default=None, primary_key=True)
    created_at: datetime = Field(default_factory=clock.now)
    created_by: int | None = Field(default=None, foreign_key="account.id", index=True)
    updated_at: datetime = Field(default_factory=clock.now)
    deleted_at: datetime | None = None  # indexed where it is set: see `models/__init__.py`
    deleted_by: int | None = Field(default=None, foreign_key="account.id", index=True)
    search_key: str = ""

    # Columns that are consequences of others, or secrets: no history of their own.
    silent: ClassVar[frozenset[str]] = frozenset(
        {"id", "revision", "created_at", "created_by", "updated_at", "search_key", "sort_key"}
        | {"sort_kk", "sort_ru", "sort_en", "deleted_by"}
    )

    def refresh_keys(self) -> None:
        """Recompute what searching and sorting compare. Called before every write."""
        raise NotImplementedError


class Named(Base):
    """A thing with a name in up to three languages, at least one of them given."""

    name_kk: str | None = Field(default=None, max_length=NAME)
    name_ru: str | None = Field(default=None, max_length=NAME)
    name_en: str | None = Field(default=None, max_length=NAME)

    def name(self, language: str) -> str:
        """The name in a language, or in the nearest language that has one."""
        names = (getattr(self, f"name_{code}") for code in _FALLBACK[language])
        return next((name for name in names if name), "")

    @property
    def names(self) -> list[str]:
        return [name for name in (self.name_kk, self.name_ru, self.name_en) if name]


class SortedNames(Base):
    """The sort keys of a Named table, one a language, so that lists sort in SQL."""

    sort_kk: str = Field(default="", index=True)
    sort_ru: str = Field(default="", index=True)
    sort_en: str = Field(default="", index=True)

    def sort_names(self, named: Named) -> None:
        for language in _FALLBACK:
            setattr(self, f"sort_{language}", text.sort_key(named.name(language)))


def is_above(parent: Any, kind: Any) -> ColumnElement[bool]:
    """The condition that a record, by an alias of its kind, is the larger one of which another of
    the kind is a part; none in the trash is."""
    return and_(col(parent.id) == col(kind.parent_id), col(parent.deleted_at).is_(None))


def name_in(kind: type[Named], language: str) -> ColumnElement[str]:
    """The SQL expression for `Named.name`."""
    columns = [col(getattr(kind, f"name_{code}")) for code in _FALLBACK[language]]
    return func.coalesce(*columns, "")
