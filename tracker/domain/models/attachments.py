"""Files kept with a record. Their bytes live in a table of their own, read only on download."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from tracker import clock
from tracker.db import Base
from tracker.domain.models.records import NAME, Link

# Where a file may hang; exactly one of these columns is set.
PLACES = (
    "partner_id",
    "event_id",
    "news_item_id",
    "interaction_id",
    "follow_up_id",
    "agreement_id",
)


class Attachment(Link, table=True):
    """A file: its name, kind and size. Taking it away is history of the record it hangs on."""

    __table_args__ = (
        CheckConstraint(
            " + ".join(f"(CASE WHEN {place} IS NULL THEN 0 ELSE 1 END)" for place in PLACES)
            + " = 1",
            name="ck_attachment_of_one_record",
        ),
    )
    belongs_to: ClassVar[tuple[str, str]] = ("", "")  # whichever of PLACES is set
    shows = ("files", "name")

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=NAME)
    media_type: str = Field(max_length=120)
    size: int
    sha256: str = Field(max_length=64)
    added_at: datetime = Field(default_factory=clock.now)
    added_by: int = Field(foreign_key="account.id", index=True)
    partner_id: int | None = Field(default=None, foreign_key="partner.id", index=True)
    event_id: int | None = Field(default=None, foreign_key="event.id", index=True)
    news_item_id: int | None = Field(default=None, foreign_key="news_item.id", index=True)
    interaction_id: int | None = Field(default=None, foreign_key="interaction.id", index=True)
    follow_up_id: int | None = Field(default=None, foreign_key="follow_up.id", index=True)
    agreement_id: int | None = Field(default=None, foreign_key="agreement.id", index=True)


class AttachmentContent(Base, table=True):
    """The bytes of an attachment."""

    __tablename__ = "attachment_content"

    attachment_id: int = Field(foreign_key="attachment.id", primary_key=True, ondelete="CASCADE")
    content: bytes
