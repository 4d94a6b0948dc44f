"""The figures of the dashboard and of reports: one function each, its docstring the definition.

Nothing in the trash is counted anywhere. `scope` says what a figure is about.
"""

from tracker.domain.reports.figures import (
    MonthCount,
    SectorCount,
    StatusCount,
    Tiles,
    follow_ups_by_status,
    interactions_by_month,
    overdue_by_owner,
    partners_by_sector_and_stage,
    tiles,
)
from tracker.domain.reports.scope import Scope

__all__ = [
    "MonthCount",
    "Scope",
    "SectorCount",
    "StatusCount",
    "Tiles",
    "follow_ups_by_status",
    "interactions_by_month",
    "overdue_by_owner",
    "partners_by_sector_and_stage",
    "tiles",
]
