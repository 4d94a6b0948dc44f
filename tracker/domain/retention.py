"""How long the data of people is kept, and what makes somebody stand out: part of lists and pages.

Nothing is erased because a day has come. Whoever is past theirs is named to those who may decide.
"""

from calendar import monthrange
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain.days import start_of
from tracker.domain.models import (
    DataBasis,
    Interaction,
    InteractionPerson,
    Person,
    PersonalRule,
    Upkeep,
)
from tracker.errors import Invalid, PersonBlocked

LEAST, MOST = 1, 600  # months


class Rule(NamedTuple):
    """Months for which data is kept after the last contact, and for which the access log is."""

    keep_months: int = 36
    log_months: int = 36


USUAL = Rule()


@guarded(Action.READ)
def rule(session: Session, *, by: User) -> Rule:
    """What was set, or what is usual."""
    return held(session)


@guarded(Action.MANAGE_ACCOUNTS)
def set_rule(session: Session, wanted: Rule, *, by: User) -> None:
    """Raises Invalid at the field for what is no number of months."""
    for field, months in wanted._asdict().items():
        if not LEAST <= months <= MOST:
            raise Invalid(field, "months", least=LEAST, most=MOST)
    kept = session.get(PersonalRule, 1) or PersonalRule(keep_months=0, log_months=0)
    kept.keep_months, kept.log_months = wanted
    session.add(kept)
    session.flush()


def held(session: Session) -> Rule:
    kept = session.get(PersonalRule, 1)
    return USUAL if kept is None else Rule(kept.keep_months, kept.log_months)


def amiss(upkeep: Upkeep, cutoff: date) -> ColumnElement[bool]:
    """The condition that something is amiss with a person. `cutoff`: contacts before it are old."""
    theirs = _theirs()
    if upkeep is Upkeep.NO_BASIS:
        fits: ColumnElement[bool] = ~theirs.exists()
    elif upkeep is Upkeep.WITHDRAWN:
        fits = theirs.where(col(DataBasis.withdrawn_on).is_not(None)).exists()
    elif upkeep is Upkeep.BLOCKED:
        fits = is_blocked()
    else:
        until = col(DataBasis.keep_until)
        spoken = (
            select(col(Interaction.id))
            .join(InteractionPerson, col(InteractionPerson.interaction_id) == col(Interaction.id))
            .where(
                col(InteractionPerson.person_id) == col(Person.id),
                col(Interaction.deleted_at).is_(None),
            )
            .correlate(Person)
        )
        lately = spoken.where(col(Interaction.happened_on) >= cutoff).exists()
        # Who was written down lately may be known from long ago.
        began = or_(col(Person.created_at) < start_of(cutoff), spoken.exists())
        is_old = and_(began, ~lately)
        fits = or_(
            theirs.where(until < clock.today()).exists(),
            and_(~theirs.where(until.is_not(None)).exists(), is_old),
        )
    return and_(fits, col(Person.erased_at).is_(None))


def is_blocked() -> ColumnElement[bool]:
    """The condition that a person asked to be left alone."""
    return _theirs().where(col(DataBasis.blocked_on).is_not(None)).exists()


def expect_willing(session: Session, person_id: int) -> None:
    """Raises PersonBlocked."""
    if session.scalar(select(col(Person.id)).where(col(Person.id) == person_id, is_blocked())):
        raise PersonBlocked(f"Person {person_id}")


def _theirs() -> "Select[Any]":
    theirs = select(col(DataBasis.person_id)).where(col(DataBasis.person_id) == col(Person.id))
    return theirs.correlate(Person)


def moved(day: date, months: int) -> date:
    """The same day so many months later, or earlier, or the last of a month that has none."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def cutoff(known: Rule) -> date:
    """Contacts before this day are older than data is kept."""
    return moved(clock.today(), -known.keep_months)
