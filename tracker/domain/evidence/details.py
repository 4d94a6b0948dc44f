"""What is told of a record in a pack, and what an accreditor would miss of it.

Only what the list of its kind shows, too: nobody's private notes. Names are kept in all languages,
words as the words of their vocabularies, so that a frozen pack can be read in any language.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlmodel import Session, SQLModel, col

from tracker import clock
from tracker.domain.evidence.indicators import Scope, in_force
from tracker.domain.models import (
    Agreement,
    AgreementPartner,
    Attachment,
    Attendance,
    Event,
    FollowUp,
    FollowUpStatus,
    Interaction,
    InteractionPartner,
    Kind,
    Language,
    Named,
    Participation,
    Partner,
    Unit,
)
from tracker.domain.models.vocabulary import Gap, Indicator

Names = dict[str, str]  # by language


class Was(NamedTuple):
    """A record in a few words. Days are written 2024-04-08; a status is `<vocabulary>.<word>`."""

    title: Names
    word: str | None = None  # before the title, of the catalogue
    number: str | None = None
    since: str | None = None
    until: str | None = None
    partners: Sequence[Names] = ()
    unit: Names | None = None
    status: str | None = None
    outcome: str | None = None
    place: str | None = None


class FileRef(NamedTuple):
    """A file as it was: its checksum says which bytes."""

    name: str
    size: int
    sha256: str


class Item(NamedTuple):
    """A record that shows an indicator."""

    indicator: Indicator
    kind: Kind
    record_id: int
    revision: int
    was: Was
    gaps: tuple[Gap, ...]
    files: tuple[FileRef, ...]


class _Told(NamedTuple):
    record: Any
    was: Was
    gaps: list[Gap]


def of(
    session: Session, indicator: Indicator, kind: Kind, ids: "Select[Any]", scope: Scope
) -> list[Item]:
    """Everything about these records, by day and number."""
    files = _files(session, kind, ids)
    told = sorted(
        _TELLERS[kind](session, ids, scope),
        key=lambda each: (each.was.since or "", each.record.id),
    )
    return [
        Item(
            indicator,
            kind,
            each.record.id,
            each.record.revision,
            each.was,
            tuple(each.gaps + _unshown(kind, files[each.record.id])),
            tuple(files[each.record.id]),
        )
        for each in told
    ]


def _agreements(session: Session, ids: "Select[Any]", _: Scope) -> Iterator[_Told]:
    units = _units(session)
    link = col(AgreementPartner.agreement_id)
    partners = _partners(session, AgreementPartner, link, ids)
    for agreement in _all(session, Agreement, ids):
        was = Was(
            title=_same(agreement.title),
            word=f"agreement_kind.{agreement.kind}",
            number=agreement.number,
            since=_day(agreement.valid_from or agreement.signed_on),
            until=_day(agreement.valid_until),
            partners=partners[agreement.id],
            unit=units.get(agreement.unit_id),
        )
        yield _Told(agreement, was, [] if was.since else [Gap.NO_DATE])


def _follow_ups(session: Session, ids: "Select[Any]", _: Scope) -> Iterator[_Told]:
    units = _units(session)
    partner = select(FollowUp, Partner).join(Partner, col(Partner.id) == col(FollowUp.partner_id))
    for follow_up, with_whom in session.execute(partner.where(col(FollowUp.id).in_(ids))):
        closed = follow_up.closed_at
        was = Was(
            title=_same(follow_up.subject or ""),
            word=f"follow_up_kind.{follow_up.kind}",
            since=_day(clock.local(closed).date() if closed else follow_up.due_on),
            partners=[named(with_whom)],
            unit=units.get(follow_up.unit_id),
            status=f"follow_up_status.{follow_up.status}",
            outcome=follow_up.outcome,
        )
        is_done = follow_up.status is FollowUpStatus.DONE
        gaps = [] if is_done else [Gap.UNFINISHED]
        yield _Told(
            follow_up, was, gaps + ([Gap.NO_OUTCOME] if is_done and not was.outcome else [])
        )


def _events(session: Session, ids: "Select[Any]", _: Scope) -> Iterator[_Told]:
    there = col(Participation.came).is_distinct_from(Attendance.ABSENT)
    partners = _partners(session, Participation, col(Participation.event_id), ids, there)
    outcomes: defaultdict[int, list[str]] = defaultdict(list)
    said: set[int] = set()
    taken = (
        select(Participation)
        .where(col(Participation.event_id).in_(ids))
        .order_by(col(Participation.id))
    )
    for part in session.scalars(taken):
        outcomes[part.event_id] += [part.outcome] if part.outcome else []
        said |= {part.event_id} if part.came else set()
    met = select(col(Interaction.event_id), col(Interaction.outcome)).where(
        col(Interaction.event_id).in_(ids), col(Interaction.deleted_at).is_(None)
    )
    for event_id, outcome in session.execute(met.order_by(col(Interaction.id))):
        outcomes[event_id] += [outcome] if outcome else []
    for event in _all(session, Event, ids):
        was = Was(
            title=named(event),
            word=f"event_kind.{event.kind}",
            since=_day(event.starts_on),
            until=_day(event.ends_on),
            partners=partners[event.id],
            outcome="\n".join(dict.fromkeys(outcomes[event.id])) or None,
            place=event.place,
        )
        gaps = [] if was.outcome else [Gap.NO_OUTCOME]
        yield _Told(event, was, gaps + ([] if event.id in said else [Gap.NOT_SAID_WHO_CAME]))


def _partners_abroad(session: Session, ids: "Select[Any]", scope: Scope) -> Iterator[_Told]:
    agreed = (
        select(col(AgreementPartner.partner_id))
        .join(Agreement, col(Agreement.id) == col(AgreementPartner.agreement_id))
        .where(*in_force(scope))
    )
    met = (
        select(col(InteractionPartner.partner_id))
        .join(Interaction, col(Interaction.id) == col(InteractionPartner.interaction_id))
        .where(
            col(Interaction.deleted_at).is_(None),
            col(Interaction.happened_on).between(scope.since, scope.until),
        )
    )
    has_agreement, has_contact = set(session.scalars(agreed)), set(session.scalars(met))
    for partner in _all(session, Partner, ids):
        was = Was(
            title=named(partner),
            word=f"sector.{partner.sector}",
            status=f"stage.{partner.stage}",
            place=", ".join(part for part in (partner.city, partner.region) if part) or None,
        )
        gaps = [] if partner.id in has_agreement else [Gap.NO_AGREEMENT]
        yield _Told(partner, was, gaps + ([] if partner.id in has_contact else [Gap.NO_CONTACT]))


_TELLERS: dict[Kind, Callable[[Session, "Select[Any]", Scope], Iterable[_Told]]] = {
    Kind.AGREEMENT: _agreements,
    Kind.FOLLOW_UP: _follow_ups,
    Kind.EVENT: _events,
    Kind.PARTNER: _partners_abroad,
}


def _unshown(kind: Kind, files: list[FileRef]) -> list[Gap]:
    """A partner is shown by its agreements; everything else by a file of its own."""
    return [] if files or kind is Kind.PARTNER else [Gap.NO_FILE]


def _files(session: Session, kind: Kind, ids: "Select[Any]") -> defaultdict[int, list[FileRef]]:
    found: defaultdict[int, list[FileRef]] = defaultdict(list)
    place = col(getattr(Attachment, f"{kind}_id"))
    for file in session.scalars(
        select(Attachment).where(place.in_(ids)).order_by(col(Attachment.id))
    ):
        found[getattr(file, f"{kind}_id")].append(FileRef(file.name, file.size, file.sha256))
    return found


def _all(session: Session, kind: type[SQLModel], ids: "Select[Any]") -> Iterable[Any]:
    number: Any = getattr(kind, "id")  # noqa: B009 – mypy knows no id of any table
    return session.scalars(select(kind).where(number.in_(ids)))


def _partners(
    session: Session, link: Any, holder: Any, ids: "Select[Any]", *narrowed: Any
) -> defaultdict[int, list[Names]]:
    """Who is linked to each record, in the order of the Kazakh alphabet, each once."""
    found: defaultdict[int, dict[int, Names]] = defaultdict(dict)
    query = (
        select(holder, Partner)
        .join(Partner, col(Partner.id) == col(link.partner_id))
        .where(holder.in_(ids), col(Partner.deleted_at).is_(None), *narrowed)
        .order_by(col(Partner.sort_kk), col(Partner.id))
    )
    for number, partner in session.execute(query):
        found[number][partner.id] = named(partner)
    return defaultdict(list, {number: list(each.values()) for number, each in found.items()})


def _units(session: Session) -> dict[int | None, Names]:
    return {unit.id: named(unit) for unit in session.scalars(select(Unit))}


def named(of: Named) -> Names:
    return {str(language): of.name(language) for language in Language}


def _same(text: str) -> Names:
    return {str(language): text for language in Language}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
