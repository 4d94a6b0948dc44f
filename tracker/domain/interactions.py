"""What can be asked and done about interactions: dated contacts of many with many."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    Select,
    String,
    Subquery,
    and_,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import (
    follow_ups,
    letters,
    linking,
    lists,
    narrowing,
    programme,
    saving,
    storing,
    word_index,
)
from tracker.domain.excerpts import READ, excerpt
from tracker.domain.models import (
    Account,
    Interaction,
    InteractionColleague,
    InteractionDraft,
    InteractionKind,
    InteractionPartner,
    InteractionPerson,
    Kind,
    Link,
    Partner,
    Person,
    Sector,
    Tier,
)
from tracker.domain.models.records import name_in
from tracker.errors import Invalid
from tracker.names import passages
from tracker.names.regions import Region
from tracker.names.text import clean_line

# A day ahead of today may be a slip of the clock; later ones are plans, not contacts.
_AHEAD = timedelta(days=1)


class InteractionRow(NamedTuple):
    """One line of the list of interactions."""

    id: int
    happened_on: date
    kind: InteractionKind
    summary: str  # its beginning
    outcome: str  # its beginning
    partners: tuple[str, ...]
    people: tuple[str, ...]
    colleagues: tuple[str, ...]
    by: str | None  # who wrote it down


class InteractionFilter(NamedTuple):
    """What narrows the list; every field is optional. An event stands for its programme, too."""

    text: str = ""
    kind: InteractionKind | None = None
    partner_id: int | None = None
    person_id: int | None = None
    colleague_id: int | None = None
    event_id: int | None = None
    since: date | None = None
    until: date | None = None
    sector: Sector | None = None
    tier: Tier | None = None
    region: Region | None = None
    unit_id: int | None = None
    having: Any = None  # those that have the words of the text in any script; see `meant`
    narrowed: bool = False  # to those that have the letters of the text; likewise


class InteractionDetail(NamedTuple):
    """An interaction with the ids and names of everybody in it."""

    interaction: Interaction
    partners: list[tuple[int, str]]
    people: list[tuple[int, str]]
    colleagues: list[tuple[int, str]]
    by: str | None


@guarded(Action.READ)
def search(
    session: Session,
    wanted: InteractionFilter = InteractionFilter(),
    *,
    by: User,
    oldest_first: bool = False,
    page: int = 1,
) -> lists.Page[InteractionRow]:
    """One page of the interactions that fit, the latest first."""
    wanted = meant(session, wanted, by=by)
    query = (
        select(
            col(Interaction.id),
            col(Interaction.happened_on),
            col(Interaction.kind),
            func.substr(col(Interaction.summary), 1, READ).label("summary"),
            func.substr(func.coalesce(col(Interaction.outcome), ""), 1, READ).label("outcome"),
            col(Account.name).label("author"),
        )
        .outerjoin(Account, col(Account.id) == col(Interaction.created_by))
        .where(col(Interaction.deleted_at).is_(None), *_conditions(wanted))
        .order_by(*_order(oldest_first))
    )
    found = lists.paged(session, query, _Line, page=page)
    names = _names(session, [line.id for line in found.rows], by.language)
    rows = [_row(line, names) for line in found.rows]
    return lists.Page(rows, found.total, found.number)


@guarded(Action.READ)
def meant(session: Session, wanted: InteractionFilter, *, by: User) -> InteractionFilter:
    """The filter with what has the words of its text in another script, case or form."""
    text, key = clean_line(wanted.text), col(Interaction.search_key)
    asked = (passages.asked(reading) for reading in passages.readings(text))
    having = word_index.having(session, Kind.INTERACTION, asked)
    are_few = letters.are_few(session, key, lists.words(text))
    return wanted._replace(having=having, narrowed=are_few)


def fitting(wanted: InteractionFilter, oldest_first: bool) -> "Select[Any]":
    """The ids of the interactions that fit, in order: what a list shows and a file of it holds."""
    alive = col(Interaction.deleted_at).is_(None)
    ids = select(col(Interaction.id)).where(alive, *_conditions(wanted))
    return ids.order_by(*_order(oldest_first))


@guarded(Action.READ)
def get(session: Session, interaction_id: int, *, by: User) -> InteractionDetail:
    """Raises NotFound, also for an interaction in the trash."""
    interaction = saving.found(session, Interaction, interaction_id)
    names = _names(session, [interaction_id], by.language)
    partners, people, colleagues = (
        names[interaction_id, who] for who in ("partner", "person", "colleague")
    )
    author = session.scalar(
        select(col(Account.name)).where(col(Account.id) == interaction.created_by)
    )
    return InteractionDetail(interaction, partners, people, colleagues, author)


@guarded(Action.EDIT)
def log(
    session: Session,
    draft: InteractionDraft,
    *,
    partner_ids: Sequence[int],
    person_ids: Sequence[int] = (),
    colleague_ids: Sequence[int] = (),
    next_step: follow_ups.NextStep | None = None,
    by: User,
    key: str | None = None,
) -> Interaction:
    """Write down a contact, and what follows from it, in one entry.

    The person who writes counts as the colleague when none is named. The next step becomes a
    follow-up with the first partner. The same `key` twice stores one interaction and returns it.
    Raises Invalid, and InvalidDraft for a next step that does not fit.
    """
    known = saving.claim(session, key, Kind.INTERACTION, by=by)
    if known is not None:
        return saving.found(session, Interaction, known)
    refuse_future(draft.happened_on)
    linking.check(session, draft)
    interaction = Interaction.model_validate(draft.model_dump())
    _link(session, interaction, partner_ids, person_ids, colleague_ids or [by.id])
    storing.store_whole(session, interaction)
    if next_step is not None:
        follow_ups.from_interaction(
            session, next_step, saving.id_of(interaction), partner_ids[0], by=by
        )
    saving.settle(session, key, interaction.id)
    return interaction


@guarded(Action.EDIT)
def update(
    session: Session,
    interaction_id: int,
    draft: InteractionDraft,
    *,
    partner_ids: Sequence[int],
    person_ids: Sequence[int],
    colleague_ids: Sequence[int],
    revision: int,
    by: User,
) -> Interaction:
    """Save the fields and make these its partners, people and colleagues. Raises Stale, Invalid."""
    interaction = saving.found(session, Interaction, interaction_id)
    saving.expect(interaction, revision)
    if draft.happened_on != interaction.happened_on:
        refuse_future(draft.happened_on)
    linking.check(session, draft, before=interaction)
    interaction.sqlmodel_update(draft.model_dump())
    _link(session, interaction, partner_ids, person_ids, colleague_ids)
    session.flush()
    return interaction


class _Line(NamedTuple):
    id: int
    happened_on: date
    kind: InteractionKind
    summary: str
    outcome: str
    author: str | None


_Names = dict[tuple[int, str], list[tuple[int, str]]]


def _row(line: _Line, names: _Names) -> InteractionRow:
    partners, people, colleagues = (
        tuple(name for _, name in names[line.id, who]) for who in ("partner", "person", "colleague")
    )
    said = excerpt(line.summary), excerpt(line.outcome)
    return InteractionRow(
        line.id, line.happened_on, line.kind, *said, partners, people, colleagues, line.author
    )


def _names(session: Session, ids: Sequence[int], language: str) -> _Names:
    """Everybody in these interactions, by interaction and what they are, in one query."""
    by_sort_key = getattr(Partner, f"sort_{language}")
    sources: list[tuple[str, type[Link], str, Any, Any]] = [
        ("partner", InteractionPartner, "partner_id", name_in(Partner, language), by_sort_key),
        ("person", InteractionPerson, "person_id", col(Person.name), col(Person.sort_key)),
        ("colleague", InteractionColleague, "account_id", col(Account.name), col(Account.sort_key)),
    ]
    tables: dict[str, Any] = {"partner": Partner, "person": Person, "colleague": Account}
    parts = []
    for who, link, column, name, sort_key in sources:
        other = col(getattr(link, column))
        holder = col(getattr(link, "interaction_id"))  # noqa: B009 - unknown to the base class
        parts.append(
            select(
                holder.label("holder"),
                literal_column(f"'{who}'", String).label("who"),
                other.label("other"),
                name.label("name"),
                col(sort_key).label("sort_key"),
            )
            .join(tables[who], tables[who].id == other)
            .where(holder.in_(ids))
        )
    together: Subquery = union_all(*parts).subquery()
    columns = together.c
    query = select(columns.holder, columns.who, columns.other, columns.name)
    names: _Names = defaultdict(list)
    ordered = query.order_by(columns.sort_key, columns.other)
    for holder, who, number, name in session.execute(ordered):
        names[holder, who].append((number, name))
    return names


def _conditions(wanted: InteractionFilter) -> list[Any]:
    key = col(Interaction.search_key)
    conditions: list[Any] = lists.matching(key, wanted.text, narrowed=wanted.narrowed)
    if wanted.having is not None:
        conditions = [or_(and_(*conditions), col(Interaction.id).in_(wanted.having))]
    if wanted.kind is not None:
        conditions.append(col(Interaction.kind) == wanted.kind)
    if wanted.event_id is not None:
        conditions.append(col(Interaction.event_id).in_(programme.ids(wanted.event_id)))
    if wanted.since is not None:
        conditions.append(col(Interaction.happened_on) >= wanted.since)
    if wanted.until is not None:
        conditions.append(col(Interaction.happened_on) <= wanted.until)
    if wanted.unit_id is not None:
        conditions.append(col(Interaction.unit_id) == wanted.unit_id)
    conditions += narrowing.Whose(wanted.sector, wanted.tier, wanted.region).of_records(
        Interaction.id,
        InteractionPartner.interaction_id,
        InteractionPartner.partner_id,
        few=wanted.event_id is not None,
    )
    links = (
        (
            col(InteractionPartner.interaction_id),
            col(InteractionPartner.partner_id),
            wanted.partner_id,
        ),
        (col(InteractionPerson.interaction_id), col(InteractionPerson.person_id), wanted.person_id),
        (
            col(InteractionColleague.interaction_id),
            col(InteractionColleague.account_id),
            wanted.colleague_id,
        ),
    )
    for interaction_id, other, number in links:
        if number is not None:
            holders = select(interaction_id).where(col(other) == number)
            conditions.append(col(Interaction.id).in_(holders))
    return conditions


def _order(oldest_first: bool) -> list[Any]:
    columns = [col(Interaction.happened_on), col(Interaction.id)]
    return [column.asc() if oldest_first else column.desc() for column in columns]


def refuse_future(happened_on: date) -> None:
    """Raises Invalid for a day that is still to come."""
    if happened_on > clock.today() + _AHEAD:
        raise Invalid("happened_on", "in_future")


def _link(
    session: Session,
    interaction: Interaction,
    partner_ids: Sequence[int],
    person_ids: Sequence[int],
    colleague_ids: Sequence[int],
) -> None:
    """Make exactly these take part. Who already did may have left since."""
    if not partner_ids:
        raise Invalid("partner_ids", "required")
    if not colleague_ids:
        raise Invalid("colleague_ids", "required")
    partners = {link.partner_id for link in interaction.partners}
    people = {link.person_id for link in interaction.people}
    colleagues = {link.account_id for link in interaction.colleagues}
    linking.records(session, Partner, _but_not(partner_ids, partners), "partner_ids")
    linking.records(session, Person, _but_not(person_ids, people), "person_ids")
    linking.colleagues(session, _but_not(colleague_ids, colleagues), "colleague_ids")
    _replace(session, interaction, "partners", InteractionPartner, "partner_id", partner_ids)
    _replace(session, interaction, "people", InteractionPerson, "person_id", person_ids)
    _replace(session, interaction, "colleagues", InteractionColleague, "account_id", colleague_ids)


def _but_not(ids: Iterable[int], known: set[int]) -> list[int]:
    return [number for number in ids if number not in known]


def _replace(
    session: Session,
    interaction: Interaction,
    whole: str,
    link: type[Link],
    column: str,
    ids: Sequence[int],
) -> None:
    parts = getattr(interaction, whole)
    present = {getattr(part, column): part for part in parts}
    for number in present.keys() - set(ids):
        # Deleted by name: history does not see what merely falls out of the list.
        session.delete(present[number])
        parts.remove(present[number])
    for number in dict.fromkeys(_but_not(ids, set(present))):
        parts.append(link(**{column: number}))
