"""Engagement: what it is worked out by, and what came out, so that partners can be ranked."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from tracker.db import Base


class EngagementRule(Base, table=True):
    """The one row of it; where there is none, `tracker.domain.engagement.rules.USUAL` holds."""

    __tablename__ = "engagement_rule"

    id: int = Field(default=1, primary_key=True)
    numbers: dict[str, Any] = Field(sa_type=JSON)


class EngagementScore(Base, table=True):
    """How a partner stood on the day of the run. Not a reference: a merge must not carry it along.

    `score` is None where nothing is recorded, `before` (three months earlier) likewise.
    """

    __tablename__ = "engagement_score"

    partner_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    score: float | None = Field(default=None, index=True)
    before: float | None = None
    change: float | None = Field(default=None, index=True)
    kinds: int = 0  # of work, alive
    two_way: float | None = None


class EngagementRun(Base, table=True):
    """When the scores were worked out last: the one row of it."""

    __tablename__ = "engagement_run"

    id: int = Field(default=1, primary_key=True)
    day: date
    at: datetime
    seconds: float
    seen: int  # the latest change in the history by then
