"""What reading articles learns: what nobody wants proposed, and the administrators' own rules. And
articles that somebody is in the middle of."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Text
from sqlmodel import Field

from tracker import clock
from tracker.db import Base, Revised, words
from tracker.domain.models.records import LINE, NAME, Draft
from tracker.domain.models.vocabulary import Language, PressRuleKind

_JSON: Any = JSON(none_as_null=True)


class PressRejection(Base, table=True):
    """A string that people rejected when it was proposed; after a second time it no more is."""

    __tablename__ = "press_rejection"

    folded: str = Field(primary_key=True, max_length=LINE)
    written: str = Field(default="", max_length=LINE)
    count: int = 0
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)  # the last
    at: datetime = Field(default_factory=clock.now)


class PressRuleDraft(Draft):
    """What an administrator types: words, what they stand for, and two sentences that prove it."""

    kind: PressRuleKind = Field(default=PressRuleKind.KINDS, sa_type=words(PressRuleKind))
    language: Language = Field(default=Language.KK, sa_type=words(Language))
    pattern: str = Field(min_length=3, max_length=NAME)
    meaning: str = Field(min_length=1, max_length=60)
    example_yes: str = Field(min_length=1, max_length=LINE)
    example_no: str = Field(min_length=1, max_length=LINE)


class PressRule(PressRuleDraft, Revised, table=True):
    """One row. It has a history, and no trash: it can be typed again."""

    __tablename__ = "press_rule"

    id: int | None = Field(default=None, primary_key=True)
    created_at: datetime = Field(default_factory=clock.now)

    silent: ClassVar[frozenset[str]] = frozenset({"id", "revision", "created_at"})


class UnfinishedArticle(Base, table=True):
    """An article that somebody gave to be read, and neither saved nor dropped. Only theirs.

    `proposed` is what the page began with, once it was read; `decided` what its reader made of it.
    """

    __tablename__ = "unfinished_article"

    key: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    title: str = Field(default="", max_length=NAME)
    given: str = Field(default="", sa_type=Text)
    address: str = Field(default="", max_length=2000)
    published: date | None = None
    proposed: dict[str, Any] | None = Field(default=None, sa_type=_JSON)
    decided: dict[str, Any] | None = Field(default=None, sa_type=_JSON)
    at: datetime = Field(default_factory=clock.now, index=True)
