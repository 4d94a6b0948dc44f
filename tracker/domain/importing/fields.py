"""What a row of each kind may say, by the names that columns are mapped to."""

from datetime import date, time
from enum import StrEnum

from tracker.domain.models import (
    Direction,
    EventKind,
    FollowUpKind,
    FollowUpStatus,
    InteractionKind,
    Kind,
    ParticipationRole,
    Priority,
    Sector,
    Stage,
    Tier,
)


class Bin:
    """Twelve digits, of which a spreadsheet may have lost the zeros in front."""


class Link:
    """The address of a record's page, as our own exports have it in every row."""


# How the cells of a column are read.
Form = (
    type[str] | type[list[str]] | type[date] | type[time] | type[StrEnum] | type[Bin] | type[Link]
)

_NAMED: dict[str, Form] = {"name": str, "name_kk": str, "name_ru": str, "name_en": str}

FIELDS: dict[Kind, dict[str, Form]] = {
    Kind.PARTNER: {
        **_NAMED,
        "aliases": list,
        "bin": Bin,
        "legal_form": str,
        "sector": Sector,
        "stage": Stage,
        "tier": Tier,
        "city": str,
        "region": str,
        "website": str,
        "parent_id": str,
        "owner_id": str,
        "tags": list,
        "notes": str,
        "link": Link,
    },
    Kind.PERSON: {
        "name": str,
        "other_names": list,
        "partner_id": str,
        "positions_title": str,
        "positions_since": date,
        "positions_until": date,
        "email": str,
        "phone": str,
        "notes": str,
        "link": Link,
    },
    Kind.FOLLOW_UP: {
        "partner_id": str,
        "kind": FollowUpKind,
        "subject": str,
        "direction": Direction,
        "status": FollowUpStatus,
        "due_on": date,
        "closed_at": date,
        "owner_id": str,
        "unit_id": str,
        "priority": Priority,
        "event_id": str,
        "quote": str,
        "notes": str,
        "outcome": str,
        "tags": list,
        "link": Link,
    },
    Kind.INTERACTION: {
        "happened_on": date,
        "happened_at": time,
        "kind": InteractionKind,
        "partners": list,
        "people": list,
        "colleagues": list,
        "summary": str,
        "outcome": str,
        "place": str,
        "event_id": str,
        "unit_id": str,
        "link": Link,
    },
    Kind.EVENT: {
        **_NAMED,
        "kind": EventKind,
        "starts_on": date,
        "ends_on": date,
        "starts_at": time,
        "place": str,
        "parent_id": str,
        "participants": list,
        "role": ParticipationRole,
        "description": str,
        "tags": list,
        "link": Link,
    },
}
# What no row can be without; of several alternatives, one.
NEEDED: dict[Kind, tuple[tuple[str, ...], ...]] = {
    Kind.PARTNER: (("name", "name_kk", "name_ru", "name_en", "bin", "link"),),
    Kind.PERSON: (("name", "link", "email"),),
    Kind.FOLLOW_UP: (("partner_id", "link"),),
    Kind.INTERACTION: (("happened_on", "link"), ("summary", "link"), ("partners", "link")),
    Kind.EVENT: (("name", "name_kk", "name_ru", "name_en", "link"), ("starts_on", "link")),
}
KINDS = tuple(FIELDS)
