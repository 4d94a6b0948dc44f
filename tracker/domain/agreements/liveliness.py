"""Alive or on paper: what was promised in an agreement, against what has happened since.

One promise is fulfilled by follow-ups of the parties of its agreement: those that a colleague has
linked to it, and those of its kind that are linked to no promise. Of the kind "other", only those
that are linked. One that is done counts from the day on which the agreement was signed (or, not
known, begins) to its last day; what is promised every year has to be done within the last 365
days, or any time where the agreement is over. One in progress, waiting for the partner or for a
second person counts as under way while the agreement is not over. What is only open or proposed
is an intention, and counts for nothing.
"""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlmodel import col

from tracker import clock
from tracker.domain.agreements.states import is_over, last_day
from tracker.domain.days import local_day
from tracker.domain.models import (
    Agreement,
    AgreementPartner,
    AgreementPromise,
    FollowUp,
    FollowUpKind,
    FollowUpStatus,
)

EARLY = timedelta(days=180)  # after signing, in which nobody is blamed
A_YEAR = timedelta(days=365)
_MISSING = 1000  # more than the promises that an agreement may hold
UNDER_WAY = (FollowUpStatus.IN_PROGRESS, FollowUpStatus.WAITING, FollowUpStatus.TO_CONFIRM)


class PromiseState(StrEnum):
    """What came of one promise.

    - Kept: something that fulfils it was done in its time.
    - Under way: nothing was done yet, but something is being worked on.
    - Not due: neither, and the day until which it was promised is still to come.
    - Nothing: neither, and it should be.
    """

    KEPT = "kept"
    UNDER_WAY = "under_way"
    NOT_DUE = "not_due"
    NOTHING = "nothing"


class Verdict(StrEnum):
    """Whether an agreement lives.

    - Alive: every promise is kept, under way or not yet due, and at least one is kept or under way.
    - Partly: some promises are kept or under way, of others nothing is seen.
    - On paper: nothing is seen of any promise.
    - Early: it would be partly or on paper, but was signed less than 180 days ago; or nothing is
      seen yet, and nothing is due.
    - Unknown: no promise is written down, or no day from which to count.
    """

    ALIVE = "alive"
    PARTLY = "partly"
    ON_PAPER = "on_paper"
    EARLY = "early"
    UNKNOWN = "unknown"


def verdict() -> ColumnElement[str]:
    """The column that says whether an agreement lives, for a query of agreements."""
    return _verdict_on(clock.today())


@lru_cache(maxsize=2)
def _verdict_on(today: date) -> ColumnElement[str]:
    """Spelled once a day: it is long."""
    seen = _fulfilled(or_(is_done(), is_under_way()))
    # One number for both counts: a database would look behind every promise once for each.
    weight = case((seen, 1), (_is_ahead(), 0), else_=_MISSING)
    promised = (
        select(func.count().label("number"), func.coalesce(func.sum(weight), 0).label("total"))
        .where(col(AgreementPromise.agreement_id) == col(Agreement.id))
        .correlate(Agreement)
        .subquery()
    )
    number, total = promised.c.number, promised.c.total
    some_seen, some_missing = total % _MISSING > 0, total >= _MISSING
    is_young = counts_from() > today - EARLY
    judged = case(
        (or_(number == 0, counts_from().is_(None)), Verdict.UNKNOWN.value),
        (and_(some_seen, ~some_missing), Verdict.ALIVE.value),
        (or_(is_young, ~some_missing), Verdict.EARLY.value),
        (some_seen, Verdict.PARTLY.value),
        else_=Verdict.ON_PAPER.value,
    )
    return select(judged).select_from(promised).correlate(Agreement).scalar_subquery()


def promise_state() -> ColumnElement[str]:
    """The column that says what came of a promise, for a query of promises and agreements."""
    return case(
        (_fulfilled(is_done()), PromiseState.KEPT.value),
        (_fulfilled(is_under_way()), PromiseState.UNDER_WAY.value),
        (_is_ahead(), PromiseState.NOT_DUE.value),
        else_=PromiseState.NOTHING.value,
    )


def fulfils() -> ColumnElement[bool]:
    """Whether a follow-up of a party is about a promise."""
    same_kind = and_(
        col(FollowUp.promise_id).is_(None),
        col(FollowUp.kind) == col(AgreementPromise.kind),
        col(FollowUp.kind) != FollowUpKind.OTHER,
    )
    return and_(
        col(FollowUp.deleted_at).is_(None),
        or_(col(FollowUp.promise_id) == col(AgreementPromise.id), same_kind),
    )


def is_done() -> ColumnElement[bool]:
    """Whether a follow-up was done in the time of the agreement, and often enough."""
    day = local_day(col(FollowUp.closed_at))
    lately = or_(
        ~col(AgreementPromise.every_year), is_over(), day >= clock.today() - A_YEAR
    )  # fmt: skip
    return and_(
        col(FollowUp.status) == FollowUpStatus.DONE,
        day.between(counts_from(), last_day()),
        lately,
    )


def is_under_way() -> ColumnElement[bool]:
    return and_(col(FollowUp.status).in_(UNDER_WAY), ~is_over())


def counts_from() -> ColumnElement[Any]:
    """The day since which what happens counts: when it was signed, or else begins."""
    return func.coalesce(col(Agreement.signed_on), col(Agreement.valid_from))


def _fulfilled(how: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            col(AgreementPartner.agreement_id) == col(AgreementPromise.agreement_id),
            col(FollowUp.partner_id) == col(AgreementPartner.partner_id),
            fulfils(),
            how,
        )
        .correlate(AgreementPromise, Agreement)
    )


def _is_ahead() -> ColumnElement[bool]:
    return col(AgreementPromise.promised_until) >= clock.today()
