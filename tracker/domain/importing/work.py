"""Takes rows in batches: finds what each speaks of, checks it, and stores it or only tells.

A check and an import are the same work, but a check writes nothing. So what a check foretells is
what the import does, unless somebody changed something in between.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.orm.attributes import manager_of_class
from sqlmodel import Session, col

from tracker.domain import drafts, foreseen, journal, name_words
from tracker.domain.batches import batched
from tracker.domain.importing import helping, making
from tracker.domain.importing.helping import Answer
from tracker.domain.importing.making import Made
from tracker.domain.importing.outcome import Change, Outcome, Problem, Row, Told
from tracker.domain.importing.shape import Refs, Shape
from tracker.domain.models import Fate, ImportMode, Kind, Link, Record
from tracker.domain.recording import as_text
from tracker.errors import BinTaken, Closed, Invalid, NameTaken, TrackerError
from tracker.names import memory
from tracker.names.lexicon import Lexicon

R = TypeVar("R", bound=Record)
Batch = list[Row | list[Problem]]

BATCH = 500
# Batches of which the names are kept taken apart: a check compares them with the same known ones
# again and again, whoever stores them files each once.
_FORGETS = {False: 3, True: 2}
SHOWN = 100  # rows of each fate that a preview shows

# Where a refusal that names no field can be mended.
_PLACES: dict[type[TrackerError], str] = {BinTaken: "bin", NameTaken: "name", Closed: "status"}

# What a row names that others beside it may bring.
_TO_COME = {("parent_id", "partner_unknown"), ("parent_id", "event_unknown")}


class _Found(NamedTuple):
    """A row, what it points to, and the record that it speaks of."""

    row: Row
    refs: Refs
    number: int | None


class Turn(NamedTuple):
    """Rows to be taken at once, and what was worked out of them before."""

    batch: Batch
    answer: Answer | None  # whom they may mean
    made: dict[int, Made]  # by their numbers


class Work:
    """One import under way, or its check."""

    def __init__(self, shape: Shape) -> None:
        self._shape, self._known = shape, shape.known
        self._turns = 0
        self._lexicon: Lexicon | None = None  # the words of names when this began
        self._counts: Counter[Fate] = Counter()
        self._problems: list[Problem] = []
        self._shown: list[Change] = []
        self._made: dict[int, Made] = {}  # of the rows of this batch, by their numbers

    def take(self, rows: Iterable[Row | list[Problem]], told: Told) -> Outcome:
        """Every row, `told` how many were taken so far."""
        with closing(self.ahead(rows)) as turns:
            for turn in turns:
                self._take(turn)
                told(self.taken)
        return self.outcome()

    @property
    def taken(self) -> int:
        """How many rows were taken so far."""
        return sum(self._counts.values())

    def read_ahead(self) -> None:
        """Read what is known before others have to wait for it."""
        self.rest()
        self._shape.read_ahead()
        self._lexicon = name_words.look(self._known.session).lexicon

    def go_on(self, session: Session, turn: Turn) -> None:
        """Take one turn in this transaction, which is another than that of the one before."""
        self._shape.go_on(session)
        self._take(turn)

    def rest(self) -> None:
        """The transaction ends: what others change from here on is seen by `go_on`."""
        self._known.rest()

    def outcome(self) -> Outcome:
        counts = {fate: self._counts[fate] for fate in Fate}
        problems = sorted(self._problems, key=lambda each: each.number)
        questions = list(self._known.questions.values())
        return Outcome(counts, problems, questions, self._shown, self._known.created_partners)

    def ahead(self, rows: Iterable[Row | list[Problem]]) -> Generator[Turn, None, None]:
        """The rows in batches, with what was worked out of each before its turn."""
        batches = batched(rows, BATCH)
        session, by = self._known.session, self._known.by
        if not self._known.writes:
            answers = helping.in_turn(
                session,
                batches,
                lambda batch: self._known.unknown(self._partners_named(batch)),
                self._known.look_up,
                by=by,
            )
            with closing(answers):
                yield from (Turn(batch, answer, {}) for batch, answer in answers)
        elif self._shape.kind is Kind.PARTNER:
            told = helping.made_in_turn(session, batches, making.asked, making.read, by=by)
            with closing(told) as turns:
                for batch, by_helper in turns:
                    made = self._make(batch) if by_helper is None else by_helper
                    self._foresee(session, made.values())
                    yield Turn(batch, None, made)
        else:
            yield from (Turn(batch, None, {}) for batch in batches)

    def _make(self, batch: Batch) -> dict[int, Made]:
        """What storing takes of the rows that will be new, as far as that is known by now."""
        if self._known.choices.mode is ImportMode.UPDATE:
            return {}
        told = (row for row in batch if isinstance(row, Row))
        new = [row for row in told if self._shape.find_again(row, {}) is None]
        found = zip(new, making.made(row.values for row in new), strict=True)
        return {row.number: made for row, made in found if made is not None}

    def _foresee(self, session: Session, made: Iterable[Made]) -> None:
        """Take names apart that will be filed: that is most of storing them."""
        shelf = foreseen.lent(session)
        if shelf is not None and self._lexicon is not None:
            names = (name for each in made for name in making.names(each))
            shelf.foresee_others(Kind.PARTNER, names, self._lexicon)

    def _partners_named(self, batch: Batch) -> Iterator[Sequence[str]]:
        told = (row for row in batch if isinstance(row, Row))
        return (names for row in told for names in self._shape.partners_named(row))

    def _take(self, turn: Turn) -> None:
        batch, ahead, self._made = turn
        told = (row for row in batch if isinstance(row, Row))
        persons = (name for row in told for name in self._shape.people_named(row))
        self._known.look(self._partners_named(batch), persons, ahead)
        left = batch
        while left:
            found, left = self._find_each(left)
            self._store(found)
        if self._known.writes:
            journal.write_down(self._known.session)
        # What is stored need not be kept: the next rows speak of other records.
        for thing in list(self._known.session):
            # A record takes its parts with it.
            if isinstance(thing, Record | Link) and thing in self._known.session:
                self._known.session.expunge(thing)
        self._turns += 1
        if self._turns % _FORGETS[self._known.writes] == 0:
            memory.forget()

    def _find_each(self, batch: Batch) -> tuple[list[_Found], Batch]:
        """The rows with what they speak of; and those that name a parent that others of these may
        bring, whichever comes first in the file."""
        found: list[_Found] = []
        waiting: list[tuple[Row, Invalid]] = []
        for row in batch:
            if isinstance(row, list):
                self._problems += row
                self._counts[Fate.REJECTED] += 1
                continue
            try:
                refs = self._shape.refer(row)
                found.append(_Found(row, refs, self._shape.find(row, refs)))
            except TrackerError as refused:
                if isinstance(refused, Invalid) and (refused.field, refused.code) in _TO_COME:
                    waiting.append((row, refused))
                else:
                    self._reject(row, refused)
        if found:
            return found, [row for row, _ in waiting]
        for row, unknown in waiting:
            self._reject(row, unknown)
        return [], []

    def _store(self, found: list[_Found]) -> None:
        self._known.settle()
        records = self._records([each.number for each in found])
        self._shape.load(self._known.session, list(records))
        created: list[_Found] = []
        for each in found:
            self._save(each, records, created)
        self._known.settle()
        for each in created:
            self._link(self._known.real(each.number or 0), each)
        self._known.settle()

    def _records(self, numbers: Iterable[int | None]) -> dict[int, Record]:
        ids = {self._known.real(number) for number in numbers if number is not None}
        there = [number for number in ids if number > 0]
        if not there:
            return {}
        table: Any = self._shape.record
        query = select(table).where(col(table.id).in_(there))
        return {record.id: record for record in self._known.session.scalars(query)}

    def _save(self, each: _Found, records: dict[int, Record], created: list[_Found]) -> None:
        row, refs, number = each
        try:
            # A row of the same batch may have brought the record that this one speaks of.
            if number is None:
                number = self._shape.find_again(row, refs)
            if number is None:
                self._create(each, created)
            else:
                self._update(each, number, records)
        except TrackerError as refused:
            self._reject(row, refused)

    def _create(self, each: _Found, created: list[_Found]) -> None:
        row, refs, _ = each
        if self._known.choices.mode is ImportMode.UPDATE:
            self._note(row, Fate.LEFT, 0, ())
            return
        made = self._made.get(row.number)
        if made is None:
            draft = drafts.checked(self._shape.draft, self._shape.typed(row, refs, None))
        else:
            ids = {field: self._known.real(number) for field, number in refs.items()}
            draft = self._shape.draft.model_construct(**made.values | ids)
        beside = self._shape.beside(row, None)
        self._shape.check(draft, None)
        parts = self._shape.parts(row, refs, None)
        values = {**draft.model_dump(), **beside, **(made.keys if made else {})}
        record = _made(self._shape.record, values) if self._known.writes else None
        if record is not None:
            self._shape.join(record, parts)
            if made is not None:
                foreseen.fill(record, made.words)
        number = self._known.brought(record, has_parts=bool(parts))
        self._shape.once(number, row)
        self._shape.learn(draft, number, refs)
        created.append(_Found(row, refs, number))
        self._note(row, Fate.CREATED, number, ())

    def _update(self, each: _Found, number: int, records: dict[int, Record]) -> None:
        row, refs, _ = each
        if number < 0:
            self._shape.once(number, row)
        if number > 0 and self._known.choices.mode is ImportMode.CREATE:
            self._note(row, Fate.LEFT, number, ())
            return
        number = self._known.real(number)
        before = records.get(number)
        if before is None and number > 0:
            before = self._known.session.get(self._shape.record, number)
        if before is None:
            # A check stores nothing: of a record that comes with the file there is no more to say.
            self._note(row, Fate.UPDATED, 0, ())
            return
        known = before.model_dump(include=set(self._shape.draft.model_fields))
        draft = drafts.checked(self._shape.draft, {**known, **self._shape.typed(row, refs, before)})
        wanted = {**draft.model_dump(), **self._shape.beside(row, before)}
        changed = {name: value for name, value in wanted.items() if getattr(before, name) != value}
        if changed:
            self._shape.check(draft, number)
        parts = self._shape.parts(row, refs, before)
        by = self._shape.told_by(row, before)
        shown = [name for name in changed if name not in before.silent]
        told = [(name, as_text(getattr(before, name)), as_text(changed[name])) for name in shown]
        told += [(field, None, text) for field, text, _ in parts]
        if self._known.writes:
            for name, value in changed.items():
                setattr(before, name, value)
            self._shape.join(before, parts)
        if changed:
            self._shape.learn(draft, number, refs)
        told += self._link(number, each)
        if changed and self._known.writes:
            self._shape.follow(before, changed)
        self._note(row, Fate.UPDATED if told else Fate.LEFT, number, told, *by)

    def _link(self, number: int, each: _Found) -> list[tuple[str, str | None, str | None]]:
        added = self._shape.links(number, each.row, each.refs)
        if self._known.writes:
            for _, _, link in added:
                # Which tags a record has no other row changes; of other links one may say more.
                if isinstance(link, self._shape.tag_link or ()):
                    self._known.linked(link)
                else:
                    self._known.session.add(link)
        return [(field, None, text) for field, text, _ in added]

    def _note(
        self,
        row: Row,
        fate: Fate,
        number: int,
        told: Sequence[tuple[str, str | None, str | None]],
        by: str = "",
        known: str = "",
    ) -> None:
        self._counts[fate] += 1
        if self._counts[fate] <= SHOWN:
            name = self._shape.name(row)
            change = Change(row.number, name, fate, max(number, 0), list(told), by, known)
            self._shown.append(change)

    def _reject(self, row: Row, refused: TrackerError) -> None:
        self._counts[Fate.REJECTED] += 1
        faults = refused.problems if isinstance(refused, drafts.InvalidDraft) else [refused]
        for fault in faults:
            field = fault.field if isinstance(fault, Invalid) else _PLACES[type(fault)]
            self._problems.append(Problem(row.number, field, fault.code, fault.values))


def _made(kind: type[R], values: Mapping[str, Any]) -> R:
    """`kind(**values)`, of which a file makes thousands: nobody listens to a record that is new."""
    record: R = manager_of_class(kind).new_instance()
    fixed, made = _defaults(kind)
    record.__dict__.update({**fixed, **{name: make() for name, make in made.items()}, **values})
    record.__pydantic_fields_set__.update(values)
    return record


@cache
def _defaults(kind: type[Record]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """What fields are that nobody gives, and those of them that are made for each record."""
    fields = {name: each for name, each in kind.model_fields.items() if not each.is_required()}
    made: dict[str, Any] = {n: each.default_factory for n, each in fields.items()}
    made = {name: make for name, make in made.items() if make is not None}
    return {n: each.default for n, each in fields.items() if n not in made}, made
