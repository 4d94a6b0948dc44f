"""Packs of evidence: made, looked at while gaps are filled, and frozen for good."""

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded, require
from tracker.domain import linking, saving
from tracker.domain.batches import batched
from tracker.domain.evidence import details
from tracker.domain.evidence.details import FileRef, Item, Was
from tracker.domain.evidence.indicators import DEFINED, Scope
from tracker.domain.models import (
    Account,
    Attachment,
    AttachmentContent,
    Change,
    EvidenceItem,
    EvidencePack,
    EvidencePackDraft,
    Kind,
    Language,
    Unit,
)
from tracker.domain.models.vocabulary import Gap, Indicator
from tracker.errors import NotFound, PackEmpty, PackFrozen


class PackRow(NamedTuple):
    """One line of the list of packs. What is in a pack that is not frozen is not counted."""

    pack: EvidencePack
    made_by: str
    items: int


class Look(NamedTuple):
    """What a pack holds: as it was frozen, or as it would be now.

    `missing` are the checksums of files that were erased since.
    """

    pack: EvidencePack
    made_by: str
    frozen_by: str | None
    unit: details.Names | None
    items: list[Item]
    missing: frozenset[str] = frozenset()

    def of(self, indicator: Indicator) -> list[Item]:
        return [item for item in self.items if item.indicator is indicator]

    @property
    def indicators(self) -> list[Indicator]:
        return [Indicator(each) for each in self.pack.indicators]


@guarded(Action.READ)
def search(session: Session, *, by: User) -> list[PackRow]:
    """Every pack, the latest first."""
    items = (
        select(func.count())
        .where(col(EvidenceItem.pack_id) == col(EvidencePack.id))
        .correlate(EvidencePack)
        .scalar_subquery()
    )
    query = (
        select(EvidencePack, col(Account.name), items)
        .join(Account, col(Account.id) == col(EvidencePack.made_by))
        .order_by(col(EvidencePack.id).desc())
    )
    return [PackRow(*row) for row in session.execute(query)]


@guarded(Action.READ)
def get(session: Session, pack_id: int, *, by: User) -> EvidencePack:
    """Raises NotFound."""
    return _found(session, pack_id)


@guarded(Action.EDIT)
def create(
    session: Session, draft: EvidencePackDraft, *, by: User, key: str | None = None
) -> EvidencePack:
    """The same `key` twice stores one pack and returns it. Raises Invalid for an unknown unit."""
    same = select(EvidencePack).where(col(EvidencePack.key) == key) if key else None
    known = session.scalar(same) if same is not None else None
    if known is not None:
        return known
    _check(session, draft)
    pack = EvidencePack(**draft.model_dump(), made_by=by.id, key=key)
    session.add(pack)
    session.flush()
    return pack


@guarded(Action.EDIT)
def update(
    session: Session, pack_id: int, draft: EvidencePackDraft, *, revision: int, by: User
) -> EvidencePack:
    """Raises NotFound, Stale, PackFrozen."""
    pack = _open(session, pack_id, revision)
    _check(session, draft)
    pack.sqlmodel_update(draft.model_dump())
    session.flush()
    return pack


@guarded(Action.EDIT)
def delete(session: Session, pack_id: int, *, revision: int, by: User) -> None:
    """For good. A frozen one by those only who may delete records. Raises NotFound, Stale."""
    pack = _found(session, pack_id)
    if pack.frozen_at is not None:
        require(session, by, Action.DELETE)
    saving.expect(pack, revision)
    for item in session.scalars(_items(pack_id)):
        session.delete(item)
    session.flush()
    session.delete(pack)
    session.flush()


@guarded(Action.READ)
def look(session: Session, pack_id: int, *, by: User) -> Look:
    """Raises NotFound."""
    pack = _found(session, pack_id)
    names = dict(_names(session, pack))
    items = _found_now(session, pack) if pack.frozen_at is None else _frozen(session, pack_id)
    return Look(
        pack,
        names.get(pack.made_by, ""),
        _frozen_by(session, pack, names) if pack.frozen_by else None,
        _unit(session, pack),
        items,
        _missing(session, items) if pack.frozen_at else frozenset(),
    )


@guarded(Action.EXPORT)
def freeze(session: Session, pack_id: int, *, revision: int, by: User) -> EvidencePack:
    """Keep what is found now, for good. Raises NotFound, Stale, PackFrozen, PackEmpty."""
    pack = _open(session, pack_id, revision)
    items = _found_now(session, pack)
    if not items:
        raise PackEmpty(f"pack {pack_id}")
    session.add_all(_row(pack_id, place, item) for place, item in enumerate(items))
    pack.frozen_by, pack.frozen_at = by.id, clock.now()
    pack.fingerprint = fingerprint(pack, items)
    session.flush()
    return pack


@guarded(Action.EXPORT)
def taken(session: Session, pack_id: int, *, by: User) -> Look:
    """What a frozen pack holds, to be taken away. Raises NotFound, also for one not frozen."""
    found = look(session, pack_id, by=by)
    if found.pack.frozen_at is None:
        raise NotFound(f"pack {pack_id} is not frozen")
    return found


@guarded(Action.EXPORT)
def content(session: Session, file: FileRef, *, by: User) -> bytes | None:
    """The bytes that were frozen, wherever they hang by now; None once they were erased."""
    query = (
        select(col(AttachmentContent.content))
        .join(Attachment, col(Attachment.id) == col(AttachmentContent.attachment_id))
        .where(col(Attachment.sha256) == file.sha256, col(Attachment.size) == file.size)
        .order_by(col(Attachment.id))
        .limit(1)
    )
    return session.scalar(query)


def fingerprint(pack: EvidencePack, items: Sequence[Item]) -> str:
    """A checksum of all that is frozen: whoever has two files can tell whether they are of one."""
    head = [pack.name, str(pack.since), str(pack.until), [str(each) for each in pack.indicators]]
    told = [[*_row(0, place, item).model_dump().values()] for place, item in enumerate(items)]
    text = json.dumps([head, told], ensure_ascii=False, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()


def _found_now(session: Session, pack: EvidencePack) -> list[Item]:
    scope = Scope(pack.since, pack.until, pack.unit_id)
    return [
        item
        for indicator in map(Indicator, pack.indicators)
        for item in details.of(
            session, indicator, DEFINED[indicator].kind, DEFINED[indicator].ids(scope), scope
        )
    ]


def _frozen(session: Session, pack_id: int) -> list[Item]:
    return [
        Item(
            row.indicator,
            row.kind,
            row.record_id,
            row.record_revision,
            Was(**row.was),
            tuple(Gap(gap) for gap in row.gaps),
            tuple(FileRef(**file) for file in row.files),
        )
        for row in session.scalars(_items(pack_id))
    ]


def _row(pack_id: int, place: int, item: Item) -> EvidenceItem:
    return EvidenceItem(
        pack_id=pack_id,
        place=place,
        indicator=item.indicator,
        kind=item.kind,
        record_id=item.record_id,
        record_revision=item.revision,
        was=item.was._asdict(),
        gaps=[str(gap) for gap in item.gaps],
        files=[file._asdict() for file in item.files],
    )


def _missing(session: Session, items: Sequence[Item]) -> frozenset[str]:
    wanted = {file.sha256 for item in items for file in item.files}
    there: set[str] = set()
    for some in batched(sorted(wanted), 500):
        part = col(Attachment.sha256).in_(some)
        there |= set(session.scalars(select(col(Attachment.sha256)).where(part)))
    return frozenset(wanted - there)


def _items(pack_id: int) -> Any:
    query = select(EvidenceItem).where(col(EvidenceItem.pack_id) == pack_id)
    return query.order_by(col(EvidenceItem.place))


def _names(session: Session, pack: EvidencePack) -> list[tuple[int, str]]:
    ids = [number for number in (pack.made_by, pack.frozen_by) if number]
    query = select(col(Account.id), col(Account.name)).where(col(Account.id).in_(ids))
    return [(number, name) for number, name in session.execute(query)]


def _frozen_by(session: Session, pack: EvidencePack, names: dict[int, str]) -> str | None:
    now = {"name": names.get(pack.frozen_by or 0)}
    return (now | _before(session, pack, Kind.ACCOUNT, pack.frozen_by, now))["name"]


def _unit(session: Session, pack: EvidencePack) -> details.Names | None:
    unit = session.get(Unit, pack.unit_id) if pack.unit_id else None
    if unit is None:
        return None
    now = {f"name_{language}": getattr(unit, f"name_{language}") for language in Language}
    return details.named(Unit(**now | _before(session, pack, Kind.UNIT, unit.id, now)))


def _before(
    session: Session, pack: EvidencePack, kind: Kind, number: int | None, fields: Iterable[str]
) -> dict[str, str | None]:
    """What the history says that was changed since a pack was frozen: as it was then."""
    if pack.frozen_at is None:
        return {}
    query = select(col(Change.field), col(Change.old)).where(
        col(Change.kind) == kind,
        col(Change.record_id) == number,
        col(Change.field).in_(list(fields)),
        col(Change.at) > pack.frozen_at,
    )
    # The first change since comes last, and stays.
    rows = session.execute(query.order_by(col(Change.id).desc()))
    return {field: old for field, old in rows}  # noqa: C416 - rows are no pairs to mypy


def _open(session: Session, pack_id: int, revision: int) -> EvidencePack:
    pack = _found(session, pack_id)
    if pack.frozen_at is not None:
        raise PackFrozen(f"pack {pack_id}")
    saving.expect(pack, revision)
    return pack


def _found(session: Session, pack_id: int) -> EvidencePack:
    pack = session.get(EvidencePack, pack_id)
    if pack is None:
        raise NotFound(f"EvidencePack {pack_id}")
    return pack


def _check(session: Session, draft: EvidencePackDraft) -> None:
    if draft.unit_id is not None:
        linking.records(session, Unit, [draft.unit_id], "unit_id")
