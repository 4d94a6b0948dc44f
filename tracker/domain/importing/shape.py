"""What every kind of row has to say for itself, so that `work` can take any of them."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, select, true
from sqlmodel import Session, col

from tracker.domain.importing.known import Known
from tracker.domain.importing.outcome import Row
from tracker.domain.models import Draft, Kind, Link, Record, Tag
from tracker.domain.numbers import Numbers
from tracker.domain.tags import LONGEST, MOST
from tracker.errors import Invalid
from tracker.names.text import clean_line, search_key
from tracker.settings import settings

_PARTNERS = ("partner_id", "parent_id", "partners", "participants")  # fields that name some

Refs = dict[str, Any]  # what a row points to, by field


class Shape(ABC):
    """How the rows of one kind find, make and change their records."""

    kind: ClassVar[Kind]
    record: ClassVar[type[Record]]
    draft: ClassVar[type[Draft]]
    tag_link: ClassVar[type[Link] | None] = None
    may_repeat = False  # whether several rows may speak of one record

    def __init__(self, known: Known) -> None:
        self.known = known
        self.taken = Numbers()  # record → the first row that spoke of it
        self._tagged: defaultdict[int, set[int]] = defaultdict(set)

    def read_ahead(self) -> None:
        """Read what is there before it is needed, and others have to wait for it."""
        self.known.read_ahead(people=self.kind in (Kind.PERSON, Kind.INTERACTION))

    def go_on(self, session: Session) -> None:
        """Go on in this transaction; what others have changed since the last one is read again."""
        if ids := self.known.go_on(session).get(self.kind):
            self.__dict__.pop("_alive", None)
            self.renew(ids)

    def renew(self, ids: set[int]) -> None:
        """Know these records as others have left them."""

    @abstractmethod
    def refer(self, row: Row) -> Refs:
        """What the row points to. Raises Invalid at the field that names nothing."""

    @abstractmethod
    def find(self, row: Row, refs: Refs) -> int | None:
        """The record that the row speaks of, or None for a new one. Raises Invalid."""

    @abstractmethod
    def typed(self, row: Row, refs: Refs, before: Any) -> dict[str, Any]:
        """The fields of the draft that the row gives."""

    @abstractmethod
    def find_again(self, row: Row, refs: Refs) -> int | None:
        """The same, once the rows before it are taken: to the letter only, as nothing is asked."""

    def partners_named(self, row: Row) -> Iterable[Sequence[str]]:
        """The names of each partner that the row may mean."""
        for field in _PARTNERS:
            value = row.values.get(field, ())
            yield from ((each,) for each in ([value] if isinstance(value, str) else value))

    def people_named(self, row: Row) -> Iterable[str]:
        """The names of people that the row may mean."""
        return ()

    def name(self, row: Row) -> str:
        """What the row speaks of, in its own words."""
        words = ("name", "name_kk", "name_ru", "name_en", "subject", "summary", "partner_id", "bin")
        return next((str(row.values[word])[:200] for word in words if word in row.values), "")

    def told_by(self, row: Row, record: Any) -> tuple[str, str]:
        """By which field a record was found that is called otherwise than the row, and its name."""
        return "", ""

    def join(self, record: Any, parts: list[tuple[str, str, Link]]) -> None:
        """Put links into the record that keeps them itself."""
        for field, _, link in parts:
            getattr(record, field).append(link)

    def beside(self, row: Row, before: Any) -> dict[str, Any]:
        """Columns that a person does not type and the row changes. Raises Invalid."""
        return {}

    def check(self, draft: Any, number: int | None) -> None:
        """Rules between records. Raises a refusal."""

    def learn(self, draft: Any, number: int, refs: Refs) -> None:
        """From now on other rows may mean this record."""

    def parts(self, row: Row, refs: Refs, before: Any) -> list[tuple[str, str, Link]]:
        """New links that are kept in the record itself: field, what history calls it, link."""
        return []

    def follow(self, record: Any, changed: dict[str, Any]) -> None:
        """See to what comes of a record that a row has changed, as its verbs do."""

    def load(self, session: Session, ids: Sequence[int]) -> None:
        """Look at what these records are linked to."""
        self._tagged.clear()
        if self.tag_link is not None and ids:
            column: Any = getattr(self.tag_link, self.tag_link.belongs_to[1])
            tag: Any = self.tag_link.tag_id  # type: ignore[attr-defined]
            for number, tag_id in session.execute(select(column, tag).where(column.in_(ids))):
                self._tagged[number].add(tag_id)

    def links(self, number: int, row: Row, refs: Refs) -> list[tuple[str, str, Link]]:
        """New links of a record: field, what history calls it, and the link itself."""
        return list(self._tags(number, row.values.get("tags", ())))

    def once(self, number: int, row: Row) -> int:
        """The record, which this row may speak of. Raises Invalid when another row did."""
        other = self.taken.setdefault(number, row.number)
        if other != row.number and not self.may_repeat:
            raise Invalid("row", "row_repeated", row=other)
        return number

    def linked(self, row: Row) -> int | None:
        """The record whose address stands in the row, if it is an address of this tracker."""
        number = self.addressed(row)
        return number if number and number in self._alive else None

    def addressed(self, row: Row) -> int:
        """The number in that address, whatever became of the record; 0 without one."""
        address, number = row.values.get("link", ("", 0))
        own = settings().public_url
        is_ours = not own or address.rstrip("/") == own.rstrip("/")
        return int(number) if is_ours else 0

    @cached_property
    def _alive(self) -> set[int]:
        query = select(col(self.record.id)).where(col(self.record.deleted_at).is_(None))
        return set(self.known.session.scalars(query))

    def _tags(self, number: int, names: Iterable[str]) -> Iterable[tuple[str, str, Link]]:
        if self.tag_link is None:
            return
        having = self._tagged[number]
        for name in list(names)[: max(0, MOST - len(having))]:
            tag_id = self._tag(clean_line(name)[:LONGEST])
            if tag_id not in having:
                having.add(tag_id)
                link = self.tag_link(**{self.tag_link.belongs_to[1]: number, "tag_id": tag_id})
                yield "tags", name, link

    def _tag(self, name: str) -> int:
        key = search_key(name)
        if key not in self.known.tags:
            tag = Tag(name=name, key=key)
            if self.known.writes:
                self.known.session.add(tag)
                self.known.session.flush()
            self.known.tags[key] = tag.id or -len(self.known.tags) - 1
        return self.known.tags[key]


class Nameless(Shape):
    """A kind of records without a name: they are known by what is said in them."""

    def read_ahead(self) -> None:
        super().read_ahead()
        _ = self._there

    def renew(self, ids: set[int]) -> None:
        gone = self.known.numbers_of(ids)
        kept = {key: number for key, number in self._there.items() if number not in gone}
        self._there = kept | self._read(col(self.record.id).in_(ids))

    @cached_property
    def _there(self) -> dict[Any, int]:
        return self._read(true())

    @abstractmethod
    def _read(self, wanted: ColumnElement[bool]) -> dict[Any, int]:
        """Those that are wanted and not in the trash, by what is said in them."""
