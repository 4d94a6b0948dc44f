"""What was worked out of records, kept in memory until something that it goes by is changed.

Every save writes history. Whoever asks for something kept reads first what the history has gained,
and notes which kinds of records it speaks of, and which partners: so a save about one partner costs
the others nothing. A person's erasure is not told of there; after one nothing is kept any more.

Only for reading: what a transaction has written itself may never come to be.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from threading import Lock
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import func, select, true
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
FOLLOWED = 1_000  # lines of history at once; after more, such as an import, nothing is kept

# Whose record it is: the column with its number, and that with the partner's.
_PARTNERS: dict[Kind, tuple[Any, Any]] = {
    Kind.INTERACTION: (InteractionPartner.interaction_id, InteractionPartner.partner_id),
    Kind.EVENT: (Participation.event_id, Participation.partner_id),
    Kind.NEWS_ITEM: (Mention.news_item_id, Mention.partner_id),
    Kind.FOLLOW_UP: (FollowUp.id, FollowUp.partner_id),
    Kind.AGREEMENT: (AgreementPartner.agreement_id, AgreementPartner.partner_id),
}


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
    """What is kept of one database, each with the mark when it was read; and until when what of it
    has been followed."""

    def __init__(self) -> None:
        self.values: OrderedDict[Hashable, tuple[Mark, Any]] = OrderedDict()
        self.seen: Mark | None = None
        self.kinds: dict[Kind, int] = {}  # the newest line that speaks of the kind
        self.partners: dict[int, int] = {}

    def forget(self, mark: Mark) -> None:
        self.values.clear()
        self.kinds.clear()
        self.partners.clear()
        self.seen = mark


# By the engine's pool: a database that is opened anew remembers nothing of another.
_memories: WeakKeyDictionary[Any, _Memory] = WeakKeyDictionary()
_lock = Lock()


def newest(session: Session) -> Mark | None:
    """Where the history stands; None while that says too little.

    PostgreSQL numbers lines before they are committed: while another transaction writes, a line
    older than the newest may still come.
    """
    settled: Any = true()
    if session.get_bind().dialect.name == "postgresql":
        now = func.pg_current_snapshot()
        settled = func.pg_snapshot_xmin(now) == func.pg_snapshot_xmax(now)
    newest = (func.coalesce(func.max(col(each.id)), 0) for each in (Change, Erasure))
    columns = (select(each).scalar_subquery() for each in newest)
    change, erasure, is_settled = session.execute(select(*columns, settled)).one()
    return Mark(change, erasure) if is_settled else None


def of_partner(session: Session, partner_id: int, key: Hashable, make: Callable[[], T]) -> T:
    """What `make` works out of the records of a partner, by the key.

    Of their numbers, days and words: names of other records may have been changed since.
    """
    return _kept(session, key, make, lambda memory: memory.partners.get(partner_id, 0))


def of_kinds(session: Session, kinds: Iterable[Kind], key: Hashable, make: Callable[[], T]) -> T:
    """What `make` works out of all records of these kinds, by the key."""
    return _kept(
        session, key, make, lambda memory: max(memory.kinds.get(kind, 0) for kind in kinds)
    )


def _kept(
    session: Session, key: Hashable, make: Callable[[], T], changed: Callable[[_Memory], int]
) -> T:
    mark = _followed(session)
    if mark is None:
        return make()
    memory = _memory(session)
    with _lock:
        known = memory.values.get(key)
        is_noted = memory.seen is not None and memory.seen >= mark
        if known is not None and is_noted and changed(memory) <= known[0].change:
            memory.values.move_to_end(key)
            value: T = known[1]
            return value
    made = make()
    with _lock:
        memory.values[key] = mark, made
        while len(memory.values) > MOST:
            memory.values.popitem(last=False)
    return made


def _memory(session: Session) -> _Memory:
    pool = session.get_bind().pool  # type: ignore[union-attr]
    with _lock:
        return _memories.setdefault(pool, _Memory())


def _followed(session: Session) -> Mark | None:
    """Where this transaction sees the history, all of it noted; None where nothing may be kept."""
    if "followed" not in session.info:
        is_reading = session.get_bind().get_execution_options().get("reading", False)
        session.info["followed"] = _follow(session) if is_reading else None
    mark: Mark | None = session.info["followed"]
    return mark


def _follow(session: Session) -> Mark | None:
    mark = newest(session)
    if mark is None:
        return None
    memory = _memory(session)
    seen = memory.seen
    if seen is None or mark.erasure != seen.erasure or mark.change < seen.change:
        # Of a history that has become shorter, as by a way back to a backup, nothing is known.
        with _lock:
            memory.forget(mark)
        return mark
    if mark.change == seen.change:
        return mark
    lines = _lines(session, seen.change, mark.change)
    partners = _partners(session, lines) if len(lines) <= FOLLOWED else None
    with _lock:
        if partners is None:
            memory.forget(mark)
            return mark
        for line in lines:
            memory.kinds[line.kind] = max(line.id, memory.kinds.get(line.kind, 0))
        for partner, line_id in partners.items():
            memory.partners[partner] = max(line_id, memory.partners.get(partner, 0))
        memory.seen = max(mark, memory.seen or mark)
    return mark


def _lines(session: Session, seen: int, last: int) -> list[_Line]:
    columns = [col(getattr(Change, name)) for name in _Line._fields]
    query = select(*columns).where(col(Change.id) > seen, col(Change.id) <= last)
    found = session.execute(query.order_by(col(Change.id)).limit(FOLLOWED + 1))
    return [_Line(*row) for row in found]


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
        record, partner = (col(each) for each in _PARTNERS[kind])
        query = select(record, partner).where(record.in_(numbers), partner.is_not(None))
        for number, theirs in session.execute(query):
            found[theirs] = max(found[theirs], newest[kind, number])
    return dict(found)
