"""What to speak of at a visit. Each topic comes from one rule below, and says why it is there.

The rules stand in the order in which their topics are worth the time of the two at the table: what
was promised and is late, the paper that ends, what could be answered, and then new ideas.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import competences, programme
from tracker.domain.agreements import AgreementRow, AgreementState
from tracker.domain.follow_ups import FollowUpRow
from tracker.domain.models import (
    Direction,
    Event,
    FollowUp,
    FollowUpKind,
    FollowUpStatus,
    Participation,
    Partner,
    Stage,
    Unit,
)
from tracker.domain.models.records import name_in
from tracker.domain.quiet import Quiet

SOON = timedelta(days=60)  # until an event worth an invitation
LATELY = timedelta(days=365)  # since an agreement ended that could be signed again
AHEAD = timedelta(days=30)  # until what is owed is spoken of
FRESH = timedelta(days=60)  # news that people still speak of
PEERS = 2  # partners of a sector that do something before it is proposed to a third
_AT_MOST = 2  # topics of one rule


class TopicRule(StrEnum):
    """Why something is a topic."""

    WE_ARE_LATE = "we_are_late"  # we owe it, and its day is over
    THEY_ARE_LATE = "they_are_late"  # they owe it, and its day is over
    ENDING = "ending"  # an agreement ends within 90 days
    LAPSED = "lapsed"  # the last agreement ended within a year, and none followed
    NO_AGREEMENT = "no_agreement"  # the work goes on, and no agreement is known
    NEED = "need"  # they ask for something, nobody has it yet, and one unit fits best
    COMING = "coming"  # either side owes it in the next 30 days
    QUIET = "quiet"  # nobody has touched them for too long
    PROPOSED = "proposed"  # it was proposed, and nobody has said yes or no
    EXPECTED = "expected"  # they are expected at an event in the next 60 days
    INVITATION = "invitation"  # the next event of the university, where nobody expects them yet
    PEERS = "peers"  # at least two of their sector do it with us, they never did
    NEWS = "news"  # an article of the last 60 days speaks of them


class Topic(NamedTuple):
    """A rule with what it speaks of; which of the fields are set depends on the rule."""

    rule: TopicRule
    kind: FollowUpKind | None = None
    text: str = ""  # what exactly; the title of an agreement, an event, an article
    day: date | None = None
    unit: str = ""
    peers: int = 0  # who do it
    quiet: Quiet | None = None


class Known(NamedTuple):
    """What has been found out about the partner already."""

    partner: Partner
    quiet: Quiet | None
    open: Sequence[FollowUpRow]  # the most urgent first
    agreements: Sequence[AgreementRow]
    news: Sequence[Any]  # the latest first


@guarded(Action.READ)
def suggested(session: Session, known: Known, *, by: User) -> list[Topic]:
    """All of them, the most important first, at most two of a rule."""
    return [
        *_late(known.open, TopicRule.WE_ARE_LATE, Direction.WE_OWE),
        *_late(known.open, TopicRule.THEY_ARE_LATE, Direction.THEY_OWE),
        *_papers(known),
        *_needs(session, known.open, by),
        *_coming(known.open),
        *([Topic(TopicRule.QUIET, quiet=known.quiet)] if known.quiet else []),
        *_proposed(known.open),
        *_events(session, known.partner, by),
        *_peers(session, known.partner),
        *_fresh(known.news),
    ]


def _late(open_now: Sequence[FollowUpRow], rule: TopicRule, who: Direction) -> list[Topic]:
    late = [row for row in open_now if row.is_overdue and row.direction is who]
    return [Topic(rule, row.kind, row.subject or "", row.due_on) for row in late[:_AT_MOST]]


def _papers(known: Known) -> Iterator[Topic]:
    ending = [row for row in known.agreements if row.state is AgreementState.ENDING]
    for row in ending[:_AT_MOST]:
        yield Topic(TopicRule.ENDING, text=row.title, day=row.valid_until)
    ended = [row for row in known.agreements if row.state is AgreementState.ENDED]
    if len(ended) < len(known.agreements):
        return
    last = max(ended, key=lambda row: row.valid_until or date.min, default=None)
    if last and last.valid_until and last.valid_until >= clock.today() - LATELY:
        yield Topic(TopicRule.LAPSED, text=last.title, day=last.valid_until)
    elif known.partner.stage in (Stage.AGREED, Stage.ACTIVE):
        yield Topic(TopicRule.NO_AGREEMENT)


def _needs(session: Session, open_now: Sequence[FollowUpRow], by: User) -> Iterator[Topic]:
    homeless = [row for row in open_now if not row.unit and row.direction is Direction.WE_OWE]
    wishes = [f"{row.subject or ''}\n{row.quote}" for row in homeless]
    found = competences.suggested(session, wishes, by=by) if wishes else []
    fitting = [(row, unit) for row, unit in zip(homeless, found, strict=True) if unit][:_AT_MOST]
    query = select(col(Unit.id), name_in(Unit, by.language))
    names = dict(session.execute(query.where(col(Unit.id).in_(u for _, u in fitting))).all())
    for row, unit in fitting:
        yield Topic(TopicRule.NEED, row.kind, row.subject or row.quote, unit=names[unit])


def _coming(open_now: Sequence[FollowUpRow]) -> list[Topic]:
    ahead = clock.today() + AHEAD
    near = [
        row
        for row in open_now
        if row.due_on and not row.is_overdue and row.due_on <= ahead and not _is_proposed(row)
    ]
    return [
        Topic(TopicRule.COMING, row.kind, row.subject or "", row.due_on) for row in near[:_AT_MOST]
    ]


def _is_proposed(row: FollowUpRow) -> bool:
    return row.status is FollowUpStatus.PROPOSED


def _proposed(open_now: Sequence[FollowUpRow]) -> list[Topic]:
    waiting = [row for row in open_now if _is_proposed(row) and not row.is_overdue]
    return [Topic(TopicRule.PROPOSED, row.kind, row.subject or "") for row in waiting[:_AT_MOST]]


def _events(session: Session, partner: Partner, by: User) -> Iterator[Topic]:
    """The next event where they are expected; else the next one that is no part of another."""
    today = clock.today()
    there = select(col(Participation.event_id)).where(col(Participation.partner_id) == partner.id)
    columns: list[Any] = [name_in(Event, by.language), Event.starts_on]
    coming = (
        select(*columns)
        .where(col(Event.deleted_at).is_(None), col(Event.starts_on).between(today, today + SOON))
        .order_by(col(Event.starts_on), col(Event.id))
        .limit(1)
    )
    expected = session.execute(coming.where(col(Event.id).in_(there))).first()
    if expected:
        yield Topic(TopicRule.EXPECTED, text=expected[0], day=expected[1])
        return
    for name, day in session.execute(programme.on_their_own(coming)):
        yield Topic(TopicRule.INVITATION, text=name, day=day)


def _peers(session: Session, partner: Partner) -> list[Topic]:
    theirs = select(col(FollowUp.kind)).where(
        col(FollowUp.partner_id) == partner.id, col(FollowUp.deleted_at).is_(None)
    )
    peers = func.count(col(FollowUp.partner_id).distinct())
    query = (
        select(col(FollowUp.kind), peers)
        .join(Partner, col(Partner.id) == col(FollowUp.partner_id))
        .where(
            col(Partner.sector) == partner.sector,
            col(Partner.deleted_at).is_(None),
            col(FollowUp.deleted_at).is_(None),
            col(FollowUp.status).not_in((FollowUpStatus.PROPOSED, FollowUpStatus.DECLINED)),
            col(FollowUp.kind).not_in((FollowUpKind.OTHER, FollowUpKind.AGREEMENT)),
            col(FollowUp.kind).not_in(theirs),
        )
        .group_by(col(FollowUp.kind))
        .having(peers >= PEERS)
        .order_by(peers.desc(), col(FollowUp.kind))
        .limit(_AT_MOST)
    )
    return [Topic(TopicRule.PEERS, kind, peers=n) for kind, n in session.execute(query)]


def _fresh(news: Sequence[Any]) -> list[Topic]:
    latest = [story for story in news if story.published_on >= clock.today() - FRESH]
    return [Topic(TopicRule.NEWS, text=row.title, day=row.published_on) for row in latest[:1]]
