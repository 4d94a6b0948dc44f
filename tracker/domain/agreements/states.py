"""Where an agreement stands: it follows from its days, its renewal, and the choice to let it go.

Columns for queries of agreements; whoever asks them has asked who may.
"""

from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker import clock
from tracker.domain.models import Agreement, Renewal

NOTICE = timedelta(days=90)


class AgreementState(StrEnum):
    """Where an agreement stands today; is never typed.

    - Ending: its last day is within 90 days. One that renews itself automatically does not end,
      but its renewal is announced in the same way.
    - In force: signed, or begun, and neither ended nor ending. Without a last day it stays so.
    - Upcoming: it begins on a later day.
    - Ended: its last day is over, and it does not renew itself.
    - Renewed: another agreement goes on where this one ends.
    - Lapsing: somebody decided that it is not continued, whether its last day is over or to come.
    - Undated: no day at all is known of it.
    """

    IN_FORCE = "in_force"
    ENDING = "ending"
    UPCOMING = "upcoming"
    ENDED = "ended"
    RENEWED = "renewed"
    LAPSING = "lapsing"
    UNDATED = "undated"


class Within(StrEnum):
    """How near the end of an agreement is: these are the days on which reminders tell of it."""

    MONTH = "30"
    QUARTER = "90"
    HALF_YEAR = "180"

    @property
    def days(self) -> timedelta:
        return timedelta(days=int(self))


def state_today() -> ColumnElement[str]:
    """The column that says where an agreement stands."""
    return _state_on(clock.today())


@lru_cache(maxsize=2)
def _state_on(today: date) -> ColumnElement[str]:
    until = col(Agreement.valid_until)
    days = (until, col(Agreement.signed_on), col(Agreement.valid_from))
    return case(
        (col(Agreement.lapses_on).is_not(None), AgreementState.LAPSING.value),
        (_is_renewed(), AgreementState.RENEWED.value),
        (and_(*(day.is_(None) for day in days)), AgreementState.UNDATED.value),
        (and_(until < today, ~_renews_itself()), AgreementState.ENDED.value),
        (until.between(today, today + NOTICE), AgreementState.ENDING.value),
        (begins() > today, AgreementState.UPCOMING.value),
        else_=AgreementState.IN_FORCE.value,
    )


def ends_within(days: timedelta, today: date | None = None) -> ColumnElement[bool]:
    """Whether its last day is today or one of so many after it, and nobody has settled what then:
    neither is it renewed, nor is it let go."""
    first = today or clock.today()
    near = col(Agreement.valid_until).between(first, first + days)
    return and_(near, is_unsettled())


def is_unsettled() -> ColumnElement[bool]:
    return and_(col(Agreement.lapses_on).is_(None), ~_is_renewed())


def begins() -> ColumnElement[Any]:
    """The day from which it counts."""
    return func.coalesce(col(Agreement.valid_from), col(Agreement.signed_on))


def is_over() -> ColumnElement[bool]:
    today = clock.today()
    ended = and_(col(Agreement.valid_until) < today, ~_renews_itself())
    return func.coalesce(or_(col(Agreement.lapses_on) < today, ended), False)


def last_day() -> ColumnElement[Any]:
    """The last day on which what happened counts: today, or the last of one that is over."""
    ended = and_(col(Agreement.valid_until) < clock.today(), ~_renews_itself())
    return case(
        (col(Agreement.lapses_on) < clock.today(), col(Agreement.lapses_on)),
        (ended, col(Agreement.valid_until)),
        else_=clock.today(),
    )


def _renews_itself() -> ColumnElement[bool]:
    return col(Agreement.renewal) == Renewal.AUTOMATIC


def _is_renewed() -> ColumnElement[bool]:
    """Whether the agreement that goes on is there; one in the trash renews nothing."""
    next_one = aliased(Agreement)
    return (
        exists()
        .where(
            next_one.id == col(Agreement.renewed_as_id),  # type: ignore[arg-type]
            next_one.deleted_at.is_(None),  # type: ignore[union-attr]
        )
        .correlate(Agreement)
    )
