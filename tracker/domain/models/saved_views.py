"""Saved views: the filters and the order of a list, under a name."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from tracker import clock
from tracker.db import Revised, words
from tracker.domain.models.records import LINE, Draft
from tracker.domain.models.vocabulary import Kind


class SavedViewDraft(Draft):
    """What a person types about a view."""

    name: str = Field(min_length=1, max_length=60)
    is_shared: bool = False  # everybody sees it


class SavedView(SavedViewDraft, Revised, table=True):
    """A view of one list. `key` is the name as it is compared: one view of a name each."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "kind", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    kind: Kind = Field(sa_type=words(Kind))
    key: str = Field(max_length=LINE)
    query: str = Field(default="", max_length=4000)  # as `addresses.tidy` spells it
    is_shared: bool = Field(default=False, index=True)
    created_at: datetime = Field(default_factory=clock.now)
