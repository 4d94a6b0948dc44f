"""What somebody should know before they visit a partner, gathered from everything recorded.

Everything is here whole; what of it finds room on a page is decided where the page is made. Notes
stay where they are: they were written for those who work with the partner, not for a table between
the two sides.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded, require
from tracker.domain import agreements, follow_ups, interactions, partners, quiet, retention, titles
from tracker.domain.agreements import AgreementRow, AgreementState
from tracker.domain.briefs import topics
from tracker.domain.briefs.topics import Topic
from tracker.domain.excerpts import excerpt
from tracker.domain.follow_ups import FollowUpRow
from tracker.domain.interactions import InteractionRow
from tracker.domain.models import (
    Direction,
    Interaction,
    InteractionPerson,
    Kind,
    Mention,
    NewsItem,
    Partner,
    Person,
    Position,
    Sector,
    Stage,
    Tier,
)
from tracker.domain.quiet import Quiet
from tracker.errors import NotAllowed

_MOST = 200  # of anything


class Met(NamedTuple):
    """Somebody who is at the partner now. How to reach them is for those who work with them."""

    id: int
    name: str
    titles: tuple[str, ...]
    last_met: date | None
    reach: str


class Story(NamedTuple):
    """News that speak of the partner, each story once."""

    id: int
    title: str
    published_on: date
    source: str | None
    quote: str


class Brief(NamedTuple):
    """`contacts_total` counts more than are here; of everything else all is here, up to 200."""

    id: int
    name: str
    other_names: tuple[str, ...]
    sector: Sector
    tier: Tier
    stage: Stage
    city: str | None
    region: str | None
    website: str | None
    parent: str | None
    owner: str | None
    quiet: Quiet | None
    people: Sequence[Met]
    contacts: Sequence[InteractionRow]
    contacts_total: int
    ours: Sequence[FollowUpRow]  # what we owe them, the most urgent first
    theirs: Sequence[FollowUpRow]
    agreements: Sequence[AgreementRow]  # those that count today first
    news: Sequence[Story]
    topics: Sequence[Topic]


@guarded(Action.READ)
def of(session: Session, partner_id: int, *, by: User) -> Brief:
    """Raises NotFound, also for a partner in the trash."""
    partner = partners.get(session, partner_id, by=by)
    tier = {partner_id: partner.tier}
    silence = quiet.why(session, tier, by=by).get(partner_id)
    open_now = follow_ups.promises(session, partner_id, by=by)
    signed = _agreements(session, partner_id, by)
    met = interactions.search(session, interactions.InteractionFilter(partner_id=partner_id), by=by)
    told = _news(session, partner_id)
    named = titles.titles(session, _named(partner), by=by)
    owner = named.get((Kind.ACCOUNT, partner.owner_id or 0))
    parent = named.get((Kind.PARTNER, partner.parent_id or 0))
    name = partner.name(by.language)
    known = topics.Known(partner, silence, open_now, signed, told[:1])
    return Brief(
        id=partner_id,
        name=name,
        other_names=tuple(each for each in partner.names if each != name),
        sector=partner.sector,
        tier=partner.tier,
        stage=partner.stage,
        city=partner.city,
        region=partner.region,
        website=partner.website,
        parent=parent.text if parent and not parent.trashed else None,
        owner=owner.text if owner else None,
        quiet=silence,
        people=_people(session, partner_id, by),
        contacts=met.rows,
        contacts_total=met.total,
        ours=[row for row in open_now if row.direction is Direction.WE_OWE],
        theirs=[row for row in open_now if row.direction is Direction.THEY_OWE],
        agreements=signed,
        news=told,
        topics=topics.suggested(session, known, by=by),
    )


def _named(partner: Partner) -> list[tuple[Kind, int]]:
    asked = ((Kind.ACCOUNT, partner.owner_id), (Kind.PARTNER, partner.parent_id))
    return [(kind, number) for kind, number in asked if number is not None]


def _people(session: Session, partner_id: int, by: User) -> list[Met]:
    """Who is there now; whom we met last comes first."""
    last = (
        select(func.max(Interaction.happened_on))
        .join(InteractionPerson, col(InteractionPerson.interaction_id) == col(Interaction.id))
        .where(
            col(InteractionPerson.person_id) == col(Person.id),
            col(Interaction.deleted_at).is_(None),
        )
        .correlate(Person)
        .scalar_subquery()
        .label("last_met")
    )
    columns = (Person.id, Person.name, Position.title, Person.phone, Person.email)
    query = (
        select(*(col(column) for column in columns), last)
        .join(Position, col(Position.person_id) == col(Person.id))
        .where(
            col(Position.partner_id) == partner_id,
            col(Person.deleted_at).is_(None),
            col(Person.erased_at).is_(None),
            ~retention.is_blocked(),
            or_(col(Position.until).is_(None), col(Position.until) >= clock.today()),
        )
        .order_by(last.desc().nulls_last(), col(Person.sort_key), col(Position.id))
        .limit(_MOST)
    )
    people: dict[int, Met] = {}
    works_with_them = _may_edit(session, by)
    for number, name, title, phone, email, day in session.execute(query):
        reach = ", ".join(filter(None, (phone, email))) if works_with_them else ""
        before = people.get(number, Met(number, name, (), day, reach))
        people[number] = before._replace(titles=before.titles + ((title,) if title else ()))
    return list(people.values())


def _may_edit(session: Session, by: User) -> bool:
    """By the role as it is now, not as the page was drawn for."""
    try:
        require(session, by, Action.EDIT)
    except NotAllowed:
        return False
    return True


_COUNTS = (
    AgreementState.ENDING,
    AgreementState.IN_FORCE,
    AgreementState.LAPSING,
    AgreementState.UPCOMING,
    AgreementState.UNDATED,
)
_ORDER = (*_COUNTS, *(state for state in AgreementState if state not in _COUNTS))


def _agreements(session: Session, partner_id: int, by: User) -> list[AgreementRow]:
    wanted = agreements.AgreementFilter(partner_id=partner_id)
    found = agreements.search(session, wanted, by=by).rows
    return sorted(found, key=lambda row: _ORDER.index(row.state))


def _news(session: Session, partner_id: int) -> list[Story]:
    """The latest first. Versions of one story in several languages are told once."""
    query = (
        select(
            func.coalesce(col(NewsItem.original_id), col(NewsItem.id)),
            col(NewsItem.id),
            col(NewsItem.title),
            col(NewsItem.published_on),
            col(NewsItem.source),
            col(Mention.quote),
        )
        .join(Mention, col(Mention.news_item_id) == col(NewsItem.id))
        .where(col(Mention.partner_id) == partner_id, col(NewsItem.deleted_at).is_(None))
        .order_by(col(NewsItem.published_on).desc(), col(NewsItem.id))
        .limit(_MOST)
    )
    stories: dict[int, Story] = {}
    for story, number, title, day, source, quote in session.execute(query):
        stories.setdefault(story, Story(number, title, day, source, excerpt(quote)))
    return list(stories.values())
