"""The figures of the dashboard and of reports: one function each, its docstring the definition.

Each takes a `Scope`, and adds up in the database. Nothing in the trash is counted anywhere. A
number is a `Count`: it knows the list of which it is the length. Those at a glance are defined at
`Tiles`.
"""

from tracker.domain.reports.counts import Count
from tracker.domain.reports.kept import Dashboard, dashboard
from tracker.domain.reports.led_to import EventYield, event_yields
from tracker.domain.reports.over_time import Bar, Grain, grain, interactions_over_time
from tracker.domain.reports.scope import ReportPeriod, Scope, days_of
from tracker.domain.reports.standing import (
    PIPELINE,
    SectorCount,
    StageCount,
    partners_by_sector_and_stage,
    pipeline,
)
from tracker.domain.reports.tiles import Tiles
from tracker.domain.reports.work import (
    KindCount,
    OwnerCount,
    UnitCount,
    follow_ups_by_kind_and_outcome,
    follow_ups_by_unit_and_sector,
    overdue_by_owner,
)

__all__ = [
    "PIPELINE",
    "Bar",
    "Count",
    "Dashboard",
    "EventYield",
    "Grain",
    "KindCount",
    "OwnerCount",
    "ReportPeriod",
    "Scope",
    "SectorCount",
    "StageCount",
    "Tiles",
    "UnitCount",
    "dashboard",
    "days_of",
    "event_yields",
    "follow_ups_by_kind_and_outcome",
    "follow_ups_by_unit_and_sector",
    "grain",
    "interactions_over_time",
    "overdue_by_owner",
    "partners_by_sector_and_stage",
    "pipeline",
]
