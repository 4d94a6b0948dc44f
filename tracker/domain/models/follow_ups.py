"""Follow-ups: what has to happen next, owed by us or by them."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index, TextClause, text
from sqlmodel import Field

from tracker import clock
from tracker.db import Base, words
from tracker.domain.models.records import LINE, NAME, NOTE, Draft, Link, Record
from tracker.domain.models.vocabulary import (
    Direction,
    FollowUpKind,
    FollowUpStatus,
    Period,
    Priority,
    Wish,
)
from tracker.names.text import search_key

MOST_APART = 60  # weeks or months between two of a repetition

_STILL_OPEN = text("closed_at IS NULL AND deleted_at IS NULL")
_TO_CONFIRM = text("status = 'to_confirm' AND deleted_at IS NULL")
_CLOSED = text("closed_at IS NOT NULL AND deleted_at IS NULL")


def _of(part: TextClause, name: str, *columns: str) -> Index:
    """An index of one part of the follow-ups; whoever asks must name the part in the same words."""
    return Index(f"ix_follow_up_{name}", *columns, sqlite_where=part, postgresql_where=part)


class FollowUpDraft(Draft):
    """What a person types about a follow-up.

    `subject` says in a few words what exactly ("veterinary medicine"); the kind says the rest.
    At most one origin: the interaction, event or news item it came from, with the words. It may
    come again every so many weeks or months, to the last day that is not after `repeat_until`;
    and it may be what was promised in an agreement with the partner.
    """

    paragraphs: ClassVar[frozenset[str]] = frozenset({"quote", "notes"})

    kind: FollowUpKind = Field(default=FollowUpKind.OTHER, sa_type=words(FollowUpKind))
    subject: str | None = Field(default=None, max_length=NAME)
    direction: Direction = Field(default=Direction.WE_OWE, sa_type=words(Direction))
    priority: Priority = Field(default=Priority.NORMAL, sa_type=words(Priority))
    partner_id: int = Field(foreign_key="partner.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    owner_id: int = Field(foreign_key="account.id")
    due_on: date | None = None
    interaction_id: int | None = Field(default=None, foreign_key="interaction.id", index=True)
    event_id: int | None = Field(default=None, foreign_key="event.id", index=True)
    news_item_id: int | None = Field(default=None, foreign_key="news_item.id", index=True)
    promise_id: int | None = Field(default=None, foreign_key="agreement_promise.id", index=True)
    quote: str | None = Field(default=None, max_length=NOTE)
    notes: str | None = Field(default=None, max_length=NOTE)
    repeat_every: int | None = Field(default=None, ge=1, le=MOST_APART)
    rhythm: Period | None = Field(default=None, sa_type=words(Period))
    repeat_until: date | None = None


class FollowUp(FollowUpDraft, Record, table=True):
    """A wish, offer or promise, from expressed interest to outcome.

    `closed_at` is set exactly while the status is done or declined; the indexes of open work and
    every count of it use that, so that no value has to be bound. `after_id` is the one that it
    followed from; `repeats_from` the first day of a repetition, which postponing leaves alone.
    `reported_by` and `confirmed_by` count while there is an outcome: reopening leaves them.
    """

    silent = Record.silent | {"after_id", "reported_by", "confirmed_by"}

    __tablename__ = "follow_up"
    __table_args__ = (
        _of(_STILL_OPEN, "due", "due_on", "id"),
        _of(_STILL_OPEN, "owner_due", "owner_id", "due_on", "id"),
        _of(_STILL_OPEN, "unit_open", "unit_id"),
        _of(_STILL_OPEN, "partner_open", "partner_id"),
        _of(_CLOSED, "closed_due", "due_on", "id"),
        _of(_CLOSED, "closed_at", "closed_at", "due_on", "status", "created_at"),
        # Of every row; not of those alive alone, which would lead SQLite away from the above.
        Index("ix_follow_up_all_due", "due_on", "id", "deleted_at"),
        Index("ix_follow_up_status", "status", "due_on", "id", "deleted_at"),
        # What is counted by the day of recording, whole.
        Index(
            "ix_follow_up_recorded",
            *("created_at", "kind", "status", "unit_id", "partner_id", "deleted_at"),
        ),
        Index("ix_follow_up_partner_due", "partner_id", "due_on"),
        Index("ix_follow_up_partner_closed", "partner_id", "status", "closed_at"),
        Index("ix_follow_up_owner", "owner_id"),
        _of(_TO_CONFIRM, "to_confirm", "due_on", "id"),
    )

    status: FollowUpStatus = Field(default=FollowUpStatus.OPEN, sa_type=words(FollowUpStatus))
    outcome: str | None = Field(default=None, max_length=NOTE)
    wish: Wish | None = Field(default=None, sa_type=words(Wish))  # where an article said so
    closed_at: datetime | None = None
    postponed_because: str | None = Field(default=None, max_length=LINE)
    reported_by: int | None = Field(default=None, foreign_key="account.id")
    confirmed_by: int | None = Field(default=None, foreign_key="account.id")
    after_id: int | None = Field(default=None, foreign_key="follow_up.id", index=True)
    repeats_from: date | None = None

    def refresh_keys(self) -> None:
        self.search_key = search_key(self.subject, self.quote, self.outcome)[:NOTE]


class FollowUpTag(Link, table=True):
    __tablename__ = "follow_up_tag"
    belongs_to = ("follow_up", "follow_up_id")
    shows = ("tags", "tag_id")

    follow_up_id: int = Field(foreign_key="follow_up.id", primary_key=True, ondelete="CASCADE")
    tag_id: int = Field(foreign_key="tag.id", primary_key=True, index=True, ondelete="CASCADE")


class FollowUpStep(Link, table=True):
    """One line of the list of what has to be done for it; ticking it is no history."""

    __tablename__ = "follow_up_step"
    belongs_to = ("follow_up", "follow_up_id")
    shows = ("steps", "name")
    silent = Link.silent | {"done_at", "done_by"}

    id: int | None = Field(default=None, primary_key=True)
    follow_up_id: int = Field(foreign_key="follow_up.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=NAME)
    done_at: datetime | None = None
    done_by: int | None = Field(default=None, foreign_key="account.id")


class Comment(Link, table=True):
    """What a colleague says about it, to those who work on it. Never changed, at most removed."""

    __table_args__ = (Index("ix_comment_follow_up", "follow_up_id", "id"),)
    belongs_to = ("follow_up", "follow_up_id")
    shows = ("comments", "text")

    id: int | None = Field(default=None, primary_key=True)
    follow_up_id: int = Field(foreign_key="follow_up.id", ondelete="CASCADE")
    text: str = Field(max_length=NOTE)
    said_at: datetime = Field(default_factory=clock.now)
    said_by: int = Field(foreign_key="account.id", index=True)


class CommentMention(Base, table=True):
    """A colleague whom a comment calls by name."""

    __tablename__ = "comment_mention"

    comment_id: int = Field(foreign_key="comment.id", primary_key=True, ondelete="CASCADE")
    account_id: int = Field(foreign_key="account.id", primary_key=True, index=True)


class ConfirmedKind(Base, table=True):
    """A kind of follow-up that a second person confirms before it is done."""

    __tablename__ = "confirmed_kind"

    kind: FollowUpKind = Field(primary_key=True, sa_type=words(FollowUpKind))
