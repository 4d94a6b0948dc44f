"""The list that a colleague took away last."""

from datetime import datetime

from sqlmodel import Field

from tracker import clock
from tracker.db import Base, words
from tracker.domain.models.vocabulary import Kind


class TakenList(Base, table=True):
    """One a colleague. `form` is the ending of the file; which there are is not known here."""

    __tablename__ = "taken_list"

    account_id: int = Field(foreign_key="account.id", primary_key=True, ondelete="CASCADE")
    kind: Kind = Field(sa_type=words(Kind))
    query: str = Field(max_length=4000)  # as `addresses.query` spells it
    form: str = Field(max_length=8)
    taken_at: datetime = Field(default_factory=clock.now)
