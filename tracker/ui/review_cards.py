"""What the page of an article begins with: proposals as cards, and every word that they need."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from tracker import clock
from tracker.access import User
from tracker.domain import accounts, units
from tracker.domain.models import (
    AgreementKind,
    Direction,
    EventKind,
    FollowUpKind,
    Language,
    ParticipationRole,
    Sector,
    Wish,
)
from tracker.domain.models.records import NAME
from tracker.domain.press import proposals
from tracker.domain.press.proposals import LIKELY, SURE, Proposal, Topic
from tracker.i18n import current, said, t, word
from tracker.i18n.formats import day
from tracker.press.found import Reading

if TYPE_CHECKING:
    from tracker.domain.press.stories import Version

MANY = {
    Topic.PARTNER: "read_article.partners",
    Topic.EVENT: "read_article.events",
    Topic.PERSON: "read_article.people",
    Topic.REQUEST: "read_article.requests",
    Topic.AGREEMENT: "read_article.agreements",
}
_CHOOSES = (Topic.PARTNER, Topic.EVENT, Topic.PERSON)
_QUOTE = 2000  # letters that a reader may choose as a quote


def begin(
    session: Session, reading: Reading, user: User, *, address: str, published: date | None
) -> dict[str, Any]:
    """What the page begins with, as it can be kept: nothing of it is in the reader's language."""
    told = published or proposals.whole_day(reading.published or "")
    on = told or clock.today()
    from tracker.domain.press import stories  # here, as the reader in `take_article`

    versions = stories.likely(session, reading.text, on, by=user)
    found = proposals.of(
        session, reading, published=on, versions=[each.id for each in versions], by=user
    )
    names = {each.key: each.name for each in found}
    return {
        "text": reading.text,
        "notes": list(reading.notes),
        "start": {
            "is_undated": told is None,
            "fields": {
                "title": reading.title[:300],
                "published_on": on.isoformat(),
                "language": reading.language,
                "source": "",
                "address": address,
                "tags": ", ".join(reading.tags),
                "original_id": None,
            },
            "cards": [_card(each, names, user) for each in found],
        },
    }


def shown(session: Session, begun: dict[str, Any], user: User) -> dict[str, Any]:
    """Everything that the page shows of it, as it goes to the browser: the same with its words,
    and with what the register says of the article today."""
    text, fields = begun["text"], begun["start"]["fields"]
    on = date.fromisoformat(fields["published_on"])
    from tracker.domain.press import stories  # here, as the reader in `take_article`

    versions = stories.likely(session, text, on, by=user)
    return {
        **begun,
        "language": current(),
        "stored": stories.stored(session, text, fields["address"].strip(), by=user),
        "blank": {topic.value: _blank(topic, user, on) for topic in Topic},
        "versions": [{"id": each.id, "text": _version(each)} for each in versions],
        "options": {
            **{section: _words(kind) for section, kind in _VOCABULARIES.items()},
            "unit": [list(each) for each in units.choices(session, by=user)],
            "owner": [list(each) for each in accounts.colleagues(session, by=user)],
        },
        "longest": {"name": NAME, "quote": _QUOTE},
        "words": _said(),
    }


_VOCABULARIES: dict[str, type[StrEnum]] = {
    "language": Language,
    "sector": Sector,
    "role": ParticipationRole,
    "event_kind": EventKind,
    "follow_up_kind": FollowUpKind,
    "wish": Wish,
    "direction": Direction,
    "agreement_kind": AgreementKind,
}


def _card(found: Proposal, names: dict[str, str], user: User) -> dict[str, Any]:
    values = {name: _plain(value) for name, value in found.values.items()}
    if found.topic is Topic.AGREEMENT:
        parties = ", ".join(names[key] for key in found.values["partners"])
        kind = found.values["kind"]
        kind = t("read_article.agreement") if kind is AgreementKind.OTHER else word(kind)
        values["title"] = f"{kind}: {parties}" if parties else kind
    elif found.topic is Topic.REQUEST:
        values["owner"] = user.id
    elif found.topic is Topic.PARTNER:
        values["role"] = ParticipationRole.PARTICIPANT.value
    return {
        "key": found.key,
        "topic": found.topic.value,
        "decision": "yes" if found.accepted else "open",
        "is_host": found.is_host,
        "confidence": _confidence(found.confidence),
        "choices": [each._asdict() for each in found.choices],
        "chosen": found.chosen,
        "wants_choice": found.topic in _CHOOSES,
        "spans": [list(span) for span in found.spans],
        "quote": found.quote,
        "values": values,
    }


def _blank(topic: Topic, user: User, on: date) -> dict[str, Any]:
    """A card that a reader adds by selecting words."""
    values: dict[Topic, dict[str, Any]] = {
        Topic.PARTNER: {"name": "", "sector": Sector.OTHER, "event": None, "role": "participant"},
        Topic.EVENT: {
            **{"name": "", "kind": EventKind.MEETUP, "starts_on": on, "ends_on": None},
            **{"place": "", "parent": None, "parents": []},
        },
        Topic.PERSON: {"name": "", "position": "", "partner": None},
        Topic.REQUEST: {
            **{"kind": FollowUpKind.OTHER, "wish": Wish.NEED, "direction": Direction.WE_OWE},
            **{"partner": None, "subject": "", "unit": None, "owner": user.id},
            "due_on": clock.today() + proposals.DUE,
        },
        Topic.AGREEMENT: {
            **{"title": word(AgreementKind.MEMORANDUM), "kind": AgreementKind.MEMORANDUM},
            **{"partners": [], "signed_on": None},
        },
    }
    return {
        "topic": topic.value,
        "decision": "yes",
        "is_host": False,
        "confidence": "by_hand",
        "choices": [],
        "chosen": None,
        "wants_choice": topic in _CHOOSES,
        "values": {name: _plain(value) for name, value in values[topic].items()},
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _confidence(value: float) -> str:
    return "sure" if value >= SURE else "likely" if value >= LIKELY else "perhaps"


def _words(kind: Iterable[StrEnum]) -> list[list[str]]:
    return [[each.value, word(each)] for each in kind]


def _version(found: "Version") -> str:
    language = t(f"language.{found.language}")
    return t(
        "read_article.version", title=found.title, language=language, day=day(found.published_on)
    )


def _said() -> dict[str, Any]:
    return {
        **{name: t(f"read_article.{name}") for name in _PLAIN},
        # Filled in by the page, which knows the values.
        "correct": said("read_article.correct")[current()],
        "due": said("read_article.due")[current()],
        "title": t("field.news_item_title"),
        "day": t("read_article.day"),
        "topics": {topic.value: t(key) for topic, key in MANY.items()},
        "topic": {topic.value: t(f"read_article.{topic}") for topic in Topic},
        "new": {topic.value: t(f"read_article.new_{topic}") for topic in _CHOOSES},
        "confidence": {
            name: t(f"read_article.{name}") for name in ("sure", "likely", "perhaps", "by_hand")
        },
        "decisions": {name: t(f"read_article.{name}") for name in ("yes", "no", "open")},
        "counts": {name: said(f"read_article.count_{name}")[current()] for name in _COUNTED},
        "keys": [[key, t(f"read_article.key_{name}")] for key, name in _KEYS],
        "fields": {name: t(key) for name, key in _FIELDS.items()},
    }


_PLAIN = (
    *("article", "proposals", "add", "select_help", "selected", "nothing", "show_host", "host"),
    *("confirm", "reject", "edit", "which", "other", "search", "not_found", "is_new"),
    *("recalled", "told", "needs_partner", "parties", "save", "only_article", "undated"),
)
_COUNTED = ("partner", "new", "event", "person", "request", "agreement", "open")
_KEYS: Sequence[tuple[str, str]] = (
    *(("↑ ↓", "move"), ("Y", "yes"), ("N", "no"), ("E", "edit")),
    ("Ctrl+Enter", "save"),
)
_FIELDS = {
    "published_on": "field.published_on",
    "language": "field.language",
    "source": "field.source",
    "address": "field.address",
    "tags": "read_article.tags_help",
    "name": "field.name",
    "person_name": "field.person_name",
    "sector": "field.sector",
    "event": "read_article.took_part",
    "role": "field.role",
    "kind": "field.kind",
    "starts_on": "field.starts_on",
    "ends_on": "field.ends_on",
    "place": "field.place",
    "parent": "field.event_parent_id",
    "position": "field.positions",
    "partner": "field.partner_id",
    "wish": "read_article.wish",
    "direction": "field.direction",
    "subject": "field.subject",
    "unit": "field.unit_id",
    "owner": "field.owner_id",
    "due_on": "field.due_on",
    "title": "field.title",
    "signed_on": "field.signed_on",
}
