"""What was worked out of records, kept in memory until something that it goes by is changed.

Every save writes history. Whoever asks for something kept reads first what the history has gained,
and notes which kinds of records it speaks of, and which partners: so a save about one partner costs
the others nothing. A person's erasure is not told of there; after one nothing is kept any more.

Only for reading: what a transaction has written itself may never come to be.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache
from itertools import takewhile
from threading import Lock
from typing import Any, NamedTuple, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Select, bindparam, func, select, true
from sqlmodel import Session, col

from tracker.domain.history_values import split, target
from tracker.domain.models import (
    AgreementPartner,
    Change,
    Erasure,
    FollowUp,
    InteractionPartner,
    Kind,
    Mention,
    Participation,
)

T = TypeVar("T")

MOST = 2_000  # kept at once
ASKED = 200  # partners that are worked out again by themselves
FOLLOWED = 1_000  # lines of history at once; after more, such as an import, nothing is kept

# Whose record it is: the column with its number, and that with the partner's.
_PARTNERS: dict[Kind, tuple[Any, Any]] = {
    Kind.INTERACTION: (InteractionPartner.interaction_id, InteractionPartner.partner_id),
    Kind.EVENT: (Participation.event_id, Participation.partner_id),
    Kind.NEWS_ITEM: (Mention.news_item_id, Mention.partner_id),
    Kind.FOLLOW_UP: (FollowUp.id, FollowUp.partner_id),
    Kind.AGREEMENT: (AgreementPartner.agreement_id, AgreementPartner.partner_id),
}


_lock = Lock()


class Mark(NamedTuple):
    """How far the history had gone: its newest line, and the newest proof of an erasure."""

    change: int
    erasure: int


class _Line(NamedTuple):
    id: int
    kind: Kind
    record_id: int
    field: str
    old: str | None
    new: str | None


class _Memory:
    """What is kept of one database, each with the newest line of the history when it was read; and
    what the history has told since."""

    def __init__(self) -> None:
        self.values: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
        self.seen: Mark | None = None  # as far as the history has been followed
        self.kinds: dict[Kind, int] = {}  # the newest line that speaks of the kind
        self.partners: OrderedDict[int, int] = OrderedDict()  # as well; the newest at the end

    def note(self, mark: Mark, lines: Iterable[_Line], partners: Mapping[int, int]) -> None:
        for line in lines:
            self.kinds[line.kind] = max(line.id, self.kinds.get(line.kind, 0))
        for partner, line_id in sorted(partners.items(), key=lambda each: each[1]):
            self.partners[partner] = max(line_id, self.partners.get(partner, 0))
            self.partners.move_to_end(partner)
        self.seen = max(mark, self.seen or mark)

    def since(self, line_id: int) -> list[int]:
        """The partners that later lines speak of."""
        with _lock:
            newest_first = reversed(self.partners.items())
            return [each for each, last in takewhile(lambda pair: pair[1] > line_id, newest_first)]


# By the engine's pool: a database that is opened anew remembers nothing of another.
_memories: WeakKeyDictionary[Any, _Memory] = WeakKeyDictionary()


def newest(session: Session) -> Mark | None:
    """Where the history stands; None while that says too little.

    PostgreSQL numbers lines before they are committed: while another transaction writes, a line
    older than the newest may still come. Who only reads asks once.
    """
    if not _is_reading(session):
        return _newest(session)
    if "newest" not in session.info:
        session.info["newest"] = _newest(session)
    known: Mark | None = session.info["newest"]
    return known


def _newest(session: Session) -> Mark | None:
    change, erasure, is_settled = session.execute(_asked(session.get_bind().dialect.name)).one()
    return Mark(change, erasure) if is_settled else None


@cache
def _asked(dialect: str) -> "Select[Any]":
    """Spelled once: nearly every page asks."""
    settled: Any = true()
    if dialect == "postgresql":
        now = func.pg_current_snapshot()
        settled = func.pg_snapshot_xmin(now) == func.pg_snapshot_xmax(now)
    newest = (func.coalesce(func.max(col(each.id)), 0) for each in (Change, Erasure))
    return select(*(select(each).scalar_subquery() for each in newest), settled)


def of_partner(session: Session, partner_id: int, key: Hashable, make: Callable[[], T]) -> T:
    """What `make` works out of the records of a partner, by the key.

    Of their numbers, days and words: names of other records may have been changed since.
    """

    def mended(memory: _Memory, read: int, value: T) -> T:
        return value if memory.partners.get(partner_id, 0) <= read else make()

    return _kept(session, key, make, mended)


def of_kinds(session: Session, kinds: Iterable[Kind], key: Hashable, make: Callable[[], T]) -> T:
    """What `make` works out of all records of these kinds, by the key."""

    def mended(memory: _Memory, read: int, value: T) -> T:
        return value if all(memory.kinds.get(each, 0) <= read for each in kinds) else make()

    return _kept(session, key, make, mended)


def of_each(
    session: Session,
    key: Hashable,
    make: Callable[[], T],
    anew: Callable[[T, list[int]], T],
) -> T:
    """What `make` works out of partners' records, of each partner for itself, by the key. `anew`
    gives the same with those partners worked out again that have been changed since."""

    def mended(memory: _Memory, read: int, value: T) -> T:
        changed = memory.since(read)
        if not changed:
            return value
        return anew(value, changed) if len(changed) <= ASKED else make()

    return _kept(session, key, make, mended)


def _kept(
    session: Session,
    key: Hashable,
    make: Callable[[], T],
    mended: Callable[[_Memory, int, T], T],
) -> T:
    """`mended` turns a value that was read at a line of the history into one that is true."""
    known = _followed(session)
    if known is None:
        return make()
    memory, mark = known
    read, value = memory.values.get(key, (-1, None))
    is_noted = memory.seen is not None and memory.seen >= mark
    value = mended(memory, read, cast(T, value)) if read >= 0 and is_noted else make()
    with _lock:
        memory.values[key] = mark.change, value
        memory.values.move_to_end(key)
        while len(memory.values) > MOST:
            memory.values.popitem(last=False)
    return value


def _followed(session: Session) -> tuple[_Memory, Mark] | None:
    """What is remembered, and where this transaction sees the history, all of it noted; None where
    nothing may be kept."""
    if "followed" not in session.info:
        session.info["followed"] = _follow(session) if _is_reading(session) else None
    known: tuple[_Memory, Mark] | None = session.info["followed"]
    return known


def _is_reading(session: Session) -> bool:
    return bool(session.get_bind().get_execution_options().get("reading", False))


def _follow(session: Session) -> tuple[_Memory, Mark] | None:
    mark = newest(session)
    if mark is None:
        return None
    pool = session.get_bind().pool  # type: ignore[union-attr]
    with _lock:
        memory = _memories.setdefault(pool, _Memory())
        seen = memory.seen
    # Of a history that has become shorter, as by a way back to a backup, nothing is known.
    is_new = seen is None or mark.erasure != seen.erasure or mark.change < seen.change
    lines = [] if seen is None or is_new else _lines(session, seen.change, mark.change)
    if is_new or len(lines) > FOLLOWED:
        # Whoever still works with the old one keeps nothing for those after.
        is_new, memory, lines = True, _Memory(), []
    partners = _partners(session, lines)
    with _lock:
        if is_new:
            _memories[pool] = memory
        memory.note(mark, lines, partners)
    return memory, mark


def _lines(session: Session, seen: int, last: int) -> list[_Line]:
    if seen == last:
        return []
    found = session.execute(_between(), {"seen": seen, "last": last})
    return [_Line(*row) for row in found]


@cache
def _between() -> "Select[Any]":
    columns = [col(getattr(Change, name)) for name in _Line._fields]
    query = select(*columns).where(
        col(Change.id) > bindparam("seen"), col(Change.id) <= bindparam("last")
    )
    return query.order_by(col(Change.id)).limit(FOLLOWED + 1)


def _partners(session: Session, lines: Sequence[_Line]) -> dict[int, int]:
    """The partners that these lines speak of, each with the newest of its lines."""
    newest = {(line.kind, line.record_id): line.id for line in lines}
    found: dict[int, int] = defaultdict(int)
    for line in lines:
        word, link = split(line.field)
        # One that a record had before stands in its line alone.
        aims = [
            target(line.kind, word.partition(".")[0], each) for each in (line.old, line.new, link)
        ]
        for kind, number in (aim for aim in aims if aim is not None):
            if kind == Kind.PARTNER:
                found[number] = line.id
        if line.kind is Kind.PARTNER:
            found[line.record_id] = line.id
    ids: dict[Kind, list[int]] = defaultdict(list)
    for kind, number in newest:
        if kind in _PARTNERS:
            ids[kind].append(number)
    for kind, numbers in ids.items():
        for number, theirs in session.execute(_whose(kind), {"ids": numbers}):
            found[theirs] = max(found[theirs], newest[kind, number])
    return dict(found)


@cache
def _whose(kind: Kind) -> "Select[Any]":
    record, partner = (col(each) for each in _PARTNERS[kind])
    theirs = record.in_(bindparam("ids", expanding=True))
    return select(record, partner).where(theirs, partner.is_not(None))
