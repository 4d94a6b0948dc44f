"""News items, and the records they mention."""

from datetime import date
from hashlib import blake2b
from typing import ClassVar

from pydantic import field_validator
from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field

from tracker.db import words
from tracker.domain.models.partners import web_address
from tracker.domain.models.records import LINE, NAME, NOTE, Draft, Link, Record
from tracker.domain.models.vocabulary import Language
from tracker.names.text import search_key, sort_key


class NewsItemDraft(Draft):
    """What a person types about an article."""

    paragraphs: ClassVar[frozenset[str]] = frozenset({"text"})

    title: str = Field(min_length=2, max_length=NAME)
    published_on: date = Field(index=True)
    source: str | None = Field(default=None, max_length=LINE)
    address: str | None = Field(default=None, max_length=2000)
    language: Language = Field(default=Language.RU, sa_type=words(Language))
    text: str | None = Field(default=None, max_length=200_000)
    # The first version of the story; None for that first version itself.
    original_id: int | None = Field(default=None, foreign_key="news_item.id", index=True)

    @field_validator("address", mode="before")
    @classmethod
    def _web_address(cls, typed: object) -> str | None:
        return web_address(typed)


class NewsItem(NewsItemDraft, Record, table=True):
    """An article about the university and its partners."""

    __tablename__ = "news_item"

    sort_key: str = Field(default="", index=True)
    text_key: str = Field(default="", max_length=40, index=True)
    first_key: str = Field(default="", max_length=40, index=True)  # of the text before corrections

    silent: ClassVar[frozenset[str]] = Record.silent | {"text_key", "first_key"}

    def refresh_keys(self) -> None:
        self.text_key = text_key(self.text)
        self.first_key = self.first_key or self.text_key
        self.sort_key = sort_key(self.title)
        self.search_key = search_key(self.title, self.source)


def text_key(text: str | None) -> str:
    """What two copies of one text share, however their lines are broken; nothing of an empty one.

    Migration 0008 has filled it in: one that makes another key has to do so again.
    """
    said = search_key(text)
    return blake2b(said.encode(), digest_size=20).hexdigest() if said else ""


class Mention(Link, table=True):
    """A news item speaks of one record, once. The span is the evidence in the text, where known.

    `more_spans` are the other places that speak of it. Spans count characters of the text, and move
    along when it is corrected; `quote` says what stood there when it was read.
    """

    __table_args__ = (
        CheckConstraint(
            " + ".join(
                f"(CASE WHEN {column} IS NULL THEN 0 ELSE 1 END)"
                for column in ("partner_id", "event_id", "person_id", "unit_id")
            )
            + " = 1",
            name="ck_mention_of_one_record",
        ),
    )
    belongs_to = ("news_item", "news_item_id")
    shows = ("mentions", "")
    # Where in the text it stands moves when that is corrected: no news of the mention.
    silent = Link.silent | {"span_start", "span_end", "more_spans"}

    id: int | None = Field(default=None, primary_key=True)
    news_item_id: int = Field(foreign_key="news_item.id", index=True, ondelete="CASCADE")
    partner_id: int | None = Field(
        default=None, foreign_key="partner.id", index=True, ondelete="CASCADE"
    )
    event_id: int | None = Field(
        default=None, foreign_key="event.id", index=True, ondelete="CASCADE"
    )
    person_id: int | None = Field(
        default=None, foreign_key="person.id", index=True, ondelete="CASCADE"
    )
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True, ondelete="CASCADE")
    span_start: int | None = None
    span_end: int | None = None
    quote: str | None = Field(default=None, max_length=NOTE)
    more_spans: list[list[int]] = Field(default_factory=list, sa_type=JSON)


class NewsTag(Link, table=True):
    __tablename__ = "news_tag"
    belongs_to = ("news_item", "news_item_id")
    shows = ("tags", "tag_id")

    news_item_id: int = Field(foreign_key="news_item.id", primary_key=True, ondelete="CASCADE")
    tag_id: int = Field(foreign_key="tag.id", primary_key=True, index=True, ondelete="CASCADE")
