"""The search for duplicates through all partners and all people, in a process of its own.

It reads in small pieces and keeps no transaction open while it compares, so nobody waits for it.
How far it is, and that it is still alive, stands in the database. After the first run only records
changed since are compared, and where they are few only with those that share something with them.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import select, tuple_
from sqlmodel import Session, col

from tracker import clock, db
from tracker.domain import likeness, name_words, rescanning
from tracker.domain.batches import batched
from tracker.domain.likeness import Human, Likeness, Organisation
from tracker.domain.models import DuplicateScan, Kind, Partner, Person, Position, SuggestedPair
from tracker.names.blocking import Blocks

AT_ONCE = 5_000  # records read, pairs compared between two words about progress
MOST = 3  # people who share an address or a number and may still be one

_log = logging.getLogger("tracker")
T = TypeVar("T", Organisation, Human)
Progress = Callable[[int, int], None]


class _Found(NamedTuple):
    kind: Kind
    a: int
    b: int
    alike: Likeness


def scan(scan_id: int, *, everything: bool = False, progress: Progress | None = None) -> int:
    """Search on behalf of a run that `duplicates.begin` noted; returns how many pairs are new."""
    try:
        return _Run(scan_id, progress).all(everything)
    except BaseException:
        with db.transaction() as session:
            run = session.get_one(DuplicateScan, scan_id)
            run.failed, run.finished_at = True, clock.now()
        raise


class _Run:
    """One search under way."""

    def __init__(self, scan_id: int, progress: Progress | None) -> None:
        self._id, self._tell = scan_id, progress
        self._new = self._done = self._total = 0

    def all(self, everything: bool) -> int:
        with db.reading() as session:
            name_words.look(session)  # from here on names are compared with today's words
        since = None if everything else _last(self._id)
        if (fresh := _changed(Partner, since)) != set():
            partners, pairs = _partners(fresh)
            self._compare(Kind.PARTNER, partners, pairs, fresh, likeness.of_partners)
        if (fresh := _changed(Person, since)) != set():
            humans = {each.id: each for each in _humans()}
            pairs = _human_pairs(humans, fresh)
            self._compare(Kind.PERSON, humans, pairs, fresh, likeness.of_people)
        with db.transaction() as session:
            run = session.get_one(DuplicateScan, self._id)
            run.done, run.total = self._done, self._total
            run.found, run.finished_at = self._new, clock.now()
        return self._new

    def _compare(
        self,
        kind: Kind,
        known: dict[int, T],
        pairs: set[tuple[int, int]],
        fresh: set[int] | None,
        alike: Callable[[T, T], Likeness | None],
    ) -> None:
        """Compare pairs and store those that are likely one; forget those that no longer are."""
        wanted = sorted(
            pair for pair in pairs if fresh is None or pair[0] in fresh or pair[1] in fresh
        )
        self._total += len(wanted)
        likely: set[tuple[int, int]] = set()
        for some in batched(wanted, AT_ONCE):
            found = [
                _Found(kind, a, b, judged)
                for a, b in some
                if (judged := alike(known[a], known[b])) is not None
            ]
            self._done += len(some)
            likely.update((each.a, each.b) for each in found)
            self._store(found)
        _forget(kind, fresh, likely)

    def _store(self, found: Sequence[_Found]) -> None:
        with db.transaction() as session:
            for some in batched(found, 500):
                self._new += _store(session, some)
            run = session.get_one(DuplicateScan, self._id)
            run.done, run.total, run.seen_at = self._done, self._total, clock.now()
            run.found = self._new
        if self._tell is not None:
            self._tell(self._done, self._total)


def _store(session: Session, found: Sequence[_Found]) -> int:
    keys = [(each.kind, each.a, each.b) for each in found]
    table = col(SuggestedPair.kind), col(SuggestedPair.a), col(SuggestedPair.b)
    there = session.scalars(select(SuggestedPair).where(tuple_(*table).in_(keys)))
    known = {(pair.kind, pair.a, pair.b): pair for pair in there}
    for kind, a, b, alike in found:
        pair = known.get((kind, a, b)) or SuggestedPair(kind=kind, a=a, b=b, score=0, certain=False)
        pair.score, pair.certain, pair.why = alike
        session.add(pair)
    return len(found) - len(known)


def _forget(kind: Kind, fresh: set[int] | None, likely: set[tuple[int, int]]) -> None:
    """Suggest no longer what was compared anew and is not alike any more.

    What somebody called different stays, so that it is remembered.
    """
    with db.transaction() as session:
        query = select(SuggestedPair).where(
            col(SuggestedPair.kind) == kind, col(SuggestedPair.dismissed_at).is_(None)
        )
        for pair in session.scalars(query):
            compared = fresh is None or pair.a in fresh or pair.b in fresh
            if compared and (pair.a, pair.b) not in likely:
                session.delete(pair)


def _last(scan_id: int) -> datetime | None:
    """When the last search that came to its end began."""
    query = (
        select(col(DuplicateScan.started_at))
        .where(
            col(DuplicateScan.id) < scan_id,
            col(DuplicateScan.finished_at).is_not(None),
            col(DuplicateScan.failed).is_(False),
        )
        .order_by(col(DuplicateScan.id).desc())
        .limit(1)
    )
    with db.reading() as session:
        return session.scalar(query)


def _changed(table: Any, since: datetime | None) -> set[int] | None:
    """The records changed since; None for all of them."""
    if since is None:
        return None
    with db.reading() as session:
        return set(session.scalars(select(table.id).where(table.updated_at >= since)))


def _organisations(only: Collection[int] | None = None) -> Iterator[Organisation]:
    columns = (Partner.name_kk, Partner.name_ru, Partner.name_en, Partner.aliases)
    more = (Partner.bin, Partner.city, Partner.website, Partner.parent_id)
    for number, *row in _read(Partner, *columns, *more, only=only):
        *names, aliases, digits, city, website, parent_id = row
        called = tuple(dict.fromkeys(name for name in (*names, *aliases) if name))
        yield Organisation(number, called, digits, city, likeness.site(website), parent_id)


def _humans() -> Iterator[Human]:
    at: dict[int, set[int]] = defaultdict(set)
    with db.reading() as session:
        for person_id, partner_id in session.execute(
            select(col(Position.person_id), col(Position.partner_id))
        ):
            at[person_id].add(partner_id)
    columns = (Person.name, Person.other_names, Person.email, Person.phone, Person.erased_at)
    for number, name, others, email, phone, erased_at in _read(Person, *columns):
        if erased_at is not None:
            continue  # they are all called the same, and are nobody any more
        mail = email.casefold() if email else None
        there = frozenset(at.get(number, ()))
        yield Human(number, (name, *others), mail, likeness.phone(phone), there)


def _read(table: Any, *columns: Any, only: Collection[int] | None = None) -> Iterator[Any]:
    """Everybody who is not in the trash, a piece at a time, each in a transaction of its own."""
    alive = select(table.id, *columns).where(table.deleted_at.is_(None)).order_by(table.id)
    if only is not None:
        for some in batched(sorted(only), AT_ONCE):
            with db.reading() as session:
                rows = session.execute(alive.where(table.id.in_(some))).all()
            yield from rows
        return
    last = 0
    while True:
        with db.reading() as session:
            rows = session.execute(alive.where(table.id > last).limit(AT_ONCE)).all()
        if not rows:
            return
        yield from rows
        last = rows[-1][0]


def _partners(
    fresh: Collection[int] | None,
) -> tuple[dict[int, Organisation], set[tuple[int, int]]]:
    """Whom to compare, and which pairs of them."""
    if fresh is None or len(fresh) > rescanning.FEW:
        partners = {each.id: each for each in _organisations()}
        return partners, _partner_pairs(partners.values())
    met = rescanning.partner_pairs(list(_organisations(fresh)))
    partners = {each.id: each for each in _organisations({n for pair in met for n in pair})}
    return partners, {pair for pair in met if partners.keys() >= {*pair}}


def _partner_pairs(partners: Collection[Organisation]) -> set[tuple[int, int]]:
    blocks = Blocks()
    for each in partners:
        blocks.expect(each.names)
    for each in partners:
        more = (key for key in (each.bin, each.site) if key)
        blocks.put(each.id, each.names, *more)
    return blocks.pairs()


def _human_pairs(
    humans: Mapping[int, Human], fresh: Collection[int] | None
) -> set[tuple[int, int]]:
    few = fresh is not None and len(fresh) <= rescanning.FEW
    filed: dict[str, list[int]] = defaultdict(list)
    for each in rescanning.people_around(humans, fresh or ()) if few else humans.values():
        for key in set(likeness.humans_keys(each)):
            filed[key].append(each.id)
    return {
        pair
        for key, numbers in filed.items()
        if key.startswith("n:") or len(numbers) <= MOST
        for pair in combinations(sorted(numbers), 2)
    }
