"""When a partner counts as quiet: how long each tier may be left alone, and the holidays."""

from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from tracker.db import Base


class QuietRule(Base, table=True):
    """The one row of it; where there is none, what `tracker.domain.quiet` begins with holds."""

    __tablename__ = "quiet_rule"

    id: int = Field(default=1, primary_key=True)
    days: dict[str, int] = Field(sa_type=JSON)  # by tier
    pauses: list[Any] = Field(sa_type=JSON)  # first and last day, each as month and day
