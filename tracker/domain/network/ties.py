"""Ties between partners, units, people and events, added up by one query over all that ties them.

A tie is how often two were together, and when last: in contacts, at an event, by what was promised
or signed, by a position. Only what has taken place counts, and nothing from the trash: neither the
record that ties nor the two that it ties. Merged records are in the trash.
"""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Date, Select, case, func, literal, select, type_coerce, union_all
from sqlmodel import Session

from tracker.domain.models import Kind
from tracker.domain.network.nodes import NetworkThrough as Through
from tracker.domain.network.nodes import Node, Tie, Wanted
from tracker.domain.network.sources import Source, Window, sources


def strongest(
    session: Session, wanted: Wanted, *, most: int, looking: Window
) -> tuple[list[Tie], int]:
    """The strongest of all ties, of what the window shows, and how many there are."""
    parts = [
        _columns(each, [] if each.recent is None else [each.recent])
        for each in _shown(session, wanted, looking)
    ]
    return _found(session, parts, most)


def touching(
    session: Session,
    wanted: Wanted,
    nodes: Collection[Node],
    *,
    most: int,
    without: Node | None = None,
    looking: Window = Window(),
) -> tuple[list[Tie], int]:
    """The strongest ties that lead from these nodes to others; none to `without`."""
    parts = [
        part
        for each in _shown(session, wanted, looking)
        for part in _leading_away(each, nodes, without)
    ]
    return _found(session, parts, most)


def within(session: Session, wanted: Wanted, nodes: Collection[Node], *, most: int) -> list[Tie]:
    """The strongest ties between these nodes."""
    parts = [
        _columns(each, [each.one_id.in_(ones), each.other_id.in_(others)])
        for each in _shown(session, wanted, Window())
        if (ones := _ids(nodes, each.one)) and (others := _ids(nodes, each.other))
    ]
    return _found(session, parts, most)[0]


def _shown(session: Session, wanted: Wanted, looking: Window) -> Iterator[Source]:
    for source in sources(session, wanted, looking):
        if {source.one, source.other} <= wanted.kinds:
            yield source


def _leading_away(
    source: Source, nodes: Collection[Node], without: Node | None
) -> Iterator["Select[Any]"]:
    """From either end of a source, for a tie may be walked both ways."""
    ends = (source.one, source.one_id), (source.other, source.other_id)
    for (here, here_id), (there, there_id) in (ends, ends[::-1]):
        if not (known := _ids(nodes, here)):
            continue
        known_there = _ids([*nodes, *([without] if without else [])], there)
        conditions = [here_id.in_(known), *([there_id.not_in(known_there)] if known_there else [])]
        # A unit may have met thousands; of a partner or person all is looked at.
        if here is Kind.UNIT and source.recent is not None:
            conditions.append(source.recent)
        yield _columns(source, conditions)


def _columns(source: Source, conditions: list[Any]) -> "Select[Any]":
    return (
        source.query.where(*conditions)
        .add_columns(
            literal(str(source.one)).label("one_kind"),
            source.one_id.label("one_id"),
            literal(str(source.other)).label("other_kind"),
            source.other_id.label("other_id"),
            literal(str(source.through)).label("through"),
            source.number.label("number"),
            type_coerce(func.max(source.day), Date).label("last"),
        )
        .group_by(source.one_id, source.other_id)
    )


def _found(session: Session, parts: list["Select[Any]"], most: int) -> tuple[list[Tie], int]:
    if not parts:
        return [], 0
    every = union_all(*parts).subquery()
    pair = every.c.one_kind, every.c.one_id, every.c.other_kind, every.c.other_id
    number, last = func.sum(every.c.number), type_coerce(func.max(every.c.last), Date)
    counts = [
        func.sum(case((every.c.through == str(through), every.c.number), else_=0))
        for through in Through
    ]
    query = (
        select(*pair, number, last, func.count().over(), *counts)
        .group_by(*pair)
        .order_by(number.desc(), last.desc().nulls_last(), *pair)
        .limit(most)
    )
    rows = session.execute(query).all()
    return [_tie(*row) for row in rows], rows[0][6] if rows else 0


def _tie(
    one: str, one_id: int, other: str, other_id: int, number: int, last: Any, _: int, *counts: int
) -> Tie:
    through = {each: int(count) for each, count in zip(Through, counts, strict=True) if count}
    return Tie(Node(Kind(one), one_id), Node(Kind(other), other_id), int(number), last, through)


def _ids(nodes: Collection[Node], kind: Kind) -> list[int]:
    return sorted(node.id for node in nodes if node.kind is kind)
