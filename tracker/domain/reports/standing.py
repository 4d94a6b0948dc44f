"""Where partners stand today: by sector and stage, and how long they have stood there."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import stages
from tracker.domain.counting import fitting
from tracker.domain.models import Kind, Partner, Sector, Stage, Standing
from tracker.domain.reports.counts import Count, narrowed
from tracker.domain.reports.scope import Scope

PIPELINE = (Stage.IDENTIFIED, Stage.IN_CONTACT, Stage.IN_DIALOGUE, Stage.AGREED, Stage.ACTIVE)


class SectorCount(NamedTuple):
    sector: Sector
    stage: Stage
    partners: Count


class StageCount(NamedTuple):
    stage: Stage
    standing: Standing
    partners: Count


@guarded(Action.READ)
def partners_by_sector_and_stage(session: Session, scope: Scope, *, by: User) -> list[SectorCount]:
    """How many partners there are today in each sector at each stage; only pairs that occur."""
    wanted = narrowed(Kind.PARTNER, scope)
    pair = col(Partner.sector), col(Partner.stage)
    query = fitting(Kind.PARTNER, wanted).with_only_columns(*pair, func.count()).group_by(*pair)
    counts = [
        SectorCount(
            sector, stage, Count(number, Kind.PARTNER, wanted._replace(sector=sector, stage=stage))
        )
        for sector, stage, number in session.execute(query)
    ]
    sectors, order = list(Sector), list(Stage)
    return sorted(counts, key=lambda row: (sectors.index(row.sector), order.index(row.stage)))


@guarded(Action.READ)
def pipeline(session: Session, scope: Scope, *, by: User, today: date) -> list[StageCount]:
    """How many partners stand today at each stage from identified to active, by how long.

    Every stage and age is there. A partner has stood at its stage since the history last shows it
    changed, or since it was recorded: where it stood before that, nobody wrote down.
    """
    wanted = narrowed(Kind.PARTNER, scope)
    pair = col(Partner.stage), stages.standing(today).label("age")
    rows = fitting(Kind.PARTNER, wanted).with_only_columns(*pair).subquery()
    query = select(*rows.c, func.count()).group_by(*rows.c)
    found = {(stage, Standing(age)): number for stage, age, number in session.execute(query)}
    return [
        StageCount(
            stage,
            age,
            Count(
                found.get((stage, age), 0),
                Kind.PARTNER,
                wanted._replace(stage=stage, standing=age),
            ),
        )
        for stage in PIPELINE
        for age in Standing
    ]
