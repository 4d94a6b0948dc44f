"""From what the page of an article sends to what may be saved. Nothing it sends is believed."""

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from tracker.access import User
from tracker.domain import days, drafts
from tracker.domain.models import (
    AgreementKind,
    Direction,
    EventKind,
    FollowUpKind,
    NewsItemDraft,
    ParticipationRole,
    Sector,
    Wish,
)
from tracker.domain.models.records import NOTE
from tracker.domain.news import Evidence
from tracker.domain.press.decided import (
    AgreementDecided,
    Decided,
    EventDecided,
    PartnerDecided,
    PersonDecided,
    RequestDecided,
)
from tracker.domain.press.proposals import Topic
from tracker.errors import CardRefused, Invalid

E = TypeVar("E", bound=StrEnum)

_MOST = 500  # cards, or places of one


class _Card(BaseModel):
    """One card as the page sends it."""

    key: str = Field(max_length=40)
    topic: Topic
    decision: Literal["yes", "no", "open"]
    is_host: bool = False
    chosen: int | None = None
    spans: list[tuple[int, int]] = Field(default=[], max_length=_MOST)
    quote: str = Field(default="", max_length=NOTE)
    values: dict[str, Any] = {}

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> int | None:
        value = self.values.get(name)
        return value if isinstance(value, int) else None

    def key_of(self, name: str) -> str | None:
        return self.text(name) or None

    def word(self, name: str, kind: type[E], otherwise: E) -> E:
        said = self.text(name)
        return kind(said) if said in set(kind) else otherwise

    def day(self, name: str) -> date | None:
        """Raises CardRefused: what a browser cannot write as a date was no date."""
        try:
            return _day(name, self.values.get(name))
        except Invalid as refused:
            raise CardRefused(self.key, refused) from refused


class _State(BaseModel):
    fields: dict[str, Any]
    cards: list[_Card] = Field(max_length=_MOST)


def decided(sent: object, *, text: str, found: Iterable[dict[str, Any]], user: User) -> Decided:
    """What is to be saved; `found` are the cards as the page began with them.

    Raises InvalidDraft and Invalid for the fields of the article, CardRefused for a card.
    """
    try:
        state = _State.model_validate(sent)
    except ValidationError:
        raise Invalid("text") from None
    confirmed = [card for card in state.cards if card.decision == "yes"]
    fields = state.fields
    news = drafts.checked(
        NewsItemDraft,
        {
            **{name: fields.get(name) for name in ("title", "source", "address", "language")},
            "published_on": _day("published_on", fields.get("published_on")),
            "original_id": fields.get("original_id"),
            "text": text,
        },
    )
    of = {topic: [card for card in confirmed if card.topic is topic] for topic in Topic}
    within = len(text)
    held = {card.key for card in of[Topic.EVENT]}
    met = {card.key for card in of[Topic.PARTNER]}
    return Decided(
        news,
        tuple(str(fields.get("tags") or "").split(",")),
        tuple(_partner(card, within, held) for card in of[Topic.PARTNER]),
        tuple(_event(card, within) for card in of[Topic.EVENT]),
        tuple(_person(card, within, met) for card in of[Topic.PERSON]),
        tuple(_request(card, within, user) for card in of[Topic.REQUEST]),
        tuple(_agreement(card, within, met) for card in of[Topic.AGREEMENT]),
        tuple(_rejected(state.cards, found)),
    )


def _partner(card: _Card, within: int, held: Collection[str]) -> PartnerDecided:
    """Where it took part is kept when that event is confirmed as well."""
    event = card.key_of("event")
    return PartnerDecided(
        card.key,
        card.text("name"),
        _evidence(card, within),
        card.chosen,
        card.word("sector", Sector, Sector.OTHER),
        event if event in held else None,
        card.word("role", ParticipationRole, ParticipationRole.PARTICIPANT),
    )


def _event(card: _Card, within: int) -> EventDecided:
    return EventDecided(
        card.key,
        card.text("name"),
        _evidence(card, within),
        card.chosen,
        card.word("kind", EventKind, EventKind.OTHER),
        card.day("starts_on"),
        card.day("ends_on"),
        card.text("place"),
        card.number("parent"),
    )


def _person(card: _Card, within: int, met: Collection[str]) -> PersonDecided:
    """Somebody of a partner that was rejected is somebody without one."""
    partner = card.key_of("partner")
    return PersonDecided(
        card.key,
        card.text("name"),
        _evidence(card, within),
        card.chosen,
        card.text("position"),
        partner if partner in met else None,
    )


def _request(card: _Card, within: int, user: User) -> RequestDecided:
    return RequestDecided(
        card.key,
        card.key_of("partner"),
        _evidence(card, within),
        card.number("owner") or user.id,
        card.word("kind", FollowUpKind, FollowUpKind.OTHER),
        card.word("wish", Wish, Wish.NEED),
        card.word("direction", Direction, Direction.WE_OWE),
        card.text("subject"),
        card.number("unit"),
        card.day("due_on"),
    )


def _agreement(card: _Card, within: int, met: Collection[str]) -> AgreementDecided:
    parties = card.values.get("partners")
    return AgreementDecided(
        card.key,
        card.text("title"),
        tuple(each for each in parties if isinstance(each, str) and each in met)
        if isinstance(parties, list)
        else (),
        _evidence(card, within),
        card.word("kind", AgreementKind, AgreementKind.OTHER),
        card.day("signed_on"),
    )


def _evidence(card: _Card, within: int) -> Evidence:
    spans = [(start, end) for start, end in card.spans if 0 <= start < end <= within]
    return Evidence(tuple(spans), card.quote)


def _rejected(cards: Iterable[_Card], found: Iterable[dict[str, Any]]) -> Iterable[str]:
    """The words that were proposed and not wanted, as the article has them."""
    proposed = {card["key"]: card for card in found}
    for card in cards:
        was = proposed.get(card.key) if card.decision == "no" else None
        if was is not None and not card.is_host and card.topic is not Topic.AGREEMENT:
            yield was["values"].get("name") or was["quote"]


def _day(field: str, value: object) -> date | None:
    if not value:
        return None
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        raise Invalid(field, "not_a_day", typed=str(value)) from None
    return days.meant(field, day)
