"""The columns of each list in a file for people.

A column is called as its field is on the screen, so that an import knows it again.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from tracker import clock
from tracker.domain.exports.agreements import AgreementExport
from tracker.domain.exports.follow_ups import FollowUpExport
from tracker.domain.exports.people import PersonExport
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.i18n.labels import promise


class Field(NamedTuple):
    """A column: its word in the catalogue, its width in letters, and what it shows of a row.

    `shows` is an attribute of the row, or a function of it; of one that is `made`, a function that
    gives such a function for one file.
    """

    word: str
    width: int
    shows: str | Callable[..., Any]
    made: bool = False

    @property
    def shown(self) -> Callable[[Any], Any]:
        """What it shows of a row, for one file."""
        if isinstance(self.shows, str):
            return attrgetter(self.shows)
        return self.shows() if self.made else self.shows


def _late() -> Callable[[FollowUpExport], str | None]:
    today = clock.today()

    @cache
    def said(due_on: date) -> str:
        return t("export.late", n=(today - due_on).days)

    def late(row: FollowUpExport) -> str | None:
        return said(row.due_on) if row.is_overdue and row.due_on is not None else None

    return late


def _all_positions(row: PersonExport) -> tuple[str, ...]:
    return tuple(", ".join(filter(None, (post.title, post.partner))) for post in row.posts)


def _promises(row: AgreementExport) -> tuple[str, ...]:
    return tuple(
        f"{t(f'promised_by.{each.promised_by}')}: {promise(each)}"
        f" ({t(f'promise_state.{each.state}')})"
        for each in row.promises
    )


def _event(row: FollowUpExport) -> str | None:
    return row.origin if row.origin_kind == Kind.EVENT else None


_NUMBER = Field("export.number", 8, "id")
_NAMES = tuple(Field(f"field.name_{code}", 36, f"name_{code}") for code in ("kk", "ru", "en"))
_TAGS = Field("field.tags", 24, "tags")
_RECORDED = Field("export.recorded", 12, "created_at")

COLUMNS: dict[Kind, tuple[Field, ...]] = {
    Kind.PARTNER: (
        _NUMBER,
        *_NAMES,
        Field("field.aliases", 30, "aliases"),
        Field("field.legal_form", 14, "legal_form"),
        Field("field.bin", 14, "bin"),
        Field("field.sector", 20, "sector"),
        Field("field.tier", 14, "tier"),
        Field("field.stage", 16, "stage"),
        Field("field.city", 18, "city"),
        Field("field.region", 18, "region"),
        Field("field.website", 28, "website"),
        Field("field.parent_id", 30, "parent"),
        Field("field.owner_id", 26, "owner"),
        _TAGS,
        Field("field.notes", 36, "notes"),
        Field("partners.open", 10, "open_follow_ups"),
        Field("partners.last_contact", 12, "last_contact"),
        Field("nav.engagement", 12, "engagement"),
        Field("engagement.change", 12, "engagement_change"),
        Field("engagement.kinds_alive", 12, "engagement_kinds"),
        Field("engagement.two_way", 12, "engagement_two_way"),
        _RECORDED,
    ),
    Kind.PERSON: (
        _NUMBER,
        Field("field.person_name", 30, "name"),
        Field("field.other_names", 30, "other_names"),
        Field("field.partner_id", 36, lambda row: row.post and row.post.partner),
        Field("field.positions_title", 30, lambda row: row.post and (row.post.title or None)),
        Field("field.positions_since", 12, lambda row: row.post and row.post.since),
        Field("export.all_positions", 44, _all_positions),
        Field("field.phone", 20, "phone"),
        Field("field.email", 28, "email"),
        Field("field.notes", 36, "notes"),
        Field("partners.last_contact", 12, "last_contact"),
        _RECORDED,
    ),
    Kind.EVENT: (
        _NUMBER,
        *_NAMES,
        Field("field.kind", 18, "kind"),
        Field("field.starts_on", 12, "starts_on"),
        Field("field.ends_on", 12, "ends_on"),
        Field("field.starts_at", 10, "starts_at"),
        Field("field.place", 26, "place"),
        Field("field.event_parent_id", 30, "parent"),
        Field("field.participants", 40, "partners"),
        Field("field.event_came", 40, "came"),
        Field("field.event_absent", 40, "absent"),
        Field("field.event_people", 40, "people"),
        _TAGS,
        Field("field.description", 44, "description"),
        _RECORDED,
    ),
    Kind.NEWS_ITEM: (
        _NUMBER,
        Field("field.news_item_title", 44, "title"),
        Field("field.published_on", 12, "published_on"),
        Field("field.language", 12, "language"),
        Field("field.source", 24, "source"),
        Field("field.address", 36, "address"),
        Field("field.mentions", 40, "mentions"),
        _TAGS,
        Field("field.original_id", 36, "original"),
        Field("field.text", 60, "text"),
        _RECORDED,
    ),
    Kind.INTERACTION: (
        _NUMBER,
        Field("field.happened_on", 12, "happened_on"),
        Field("field.happened_at", 10, "happened_at"),
        Field("field.kind", 14, "kind"),
        Field("field.partners", 36, "partners"),
        Field("field.people", 30, "people"),
        Field("field.colleagues", 30, "colleagues"),
        Field("field.summary", 60, "summary"),
        Field("field.outcome", 36, "outcome"),
        Field("field.interaction_place", 24, "place"),
        Field("field.event_id", 30, "event"),
        Field("field.unit_id", 30, "unit"),
        Field("interactions.by", 26, "recorded_by"),
        _RECORDED,
    ),
    Kind.FOLLOW_UP: (
        _NUMBER,
        Field("field.due_on", 12, "due_on"),
        Field("export.overdue", 24, _late, made=True),
        Field("field.status", 16, "status"),
        Field("field.kind", 24, "kind"),
        Field("field.subject", 36, "subject"),
        Field("field.direction", 14, "direction"),
        Field("field.partner_id", 36, "partner"),
        Field("field.unit_id", 30, "unit"),
        Field("field.owner_id", 26, "owner"),
        Field("field.priority", 12, "priority"),
        Field("field.quote", 44, "quote"),
        Field("field.wish", 16, "wish"),
        Field("export.origin", 36, "origin"),
        Field("field.event_id", 36, _event),
        _TAGS,
        Field("field.notes", 36, "notes"),
        Field("field.outcome", 36, "outcome"),
        _RECORDED,
        Field("field.closed_at", 12, "closed_at"),
    ),
    Kind.AGREEMENT: (
        _NUMBER,
        Field("field.title", 44, "title"),
        Field("field.kind", 16, "kind"),
        Field("field.number", 14, "number"),
        Field("agreements.state", 16, "state"),
        Field("agreements.verdict", 16, "verdict"),
        Field("field.partners", 40, "partners"),
        Field("field.signed_on", 12, "signed_on"),
        Field("field.valid_from", 12, "valid_from"),
        Field("field.valid_until", 12, "valid_until"),
        Field("field.renewal", 18, "renewal"),
        Field("field.unit_id", 30, "unit"),
        Field("field.event_id", 30, "event"),
        Field("field.promised", 44, "promised"),
        Field("field.promises", 60, _promises),
        Field("field.lapses_on", 12, "lapses_on"),
        Field("field.lapse_reason", 30, "lapse_reason"),
        _RECORDED,
    ),
    Kind.UNIT: (
        _NUMBER,
        *_NAMES,
        Field("field.kind", 16, "kind"),
        Field("field.unit_parent_id", 36, "parent"),
        Field("field.head", 28, "head"),
        *(
            Field(f"field.competences_{code}", 44, f"competences_{code}")
            for code in ("kk", "ru", "en")
        ),
        _RECORDED,
    ),
}
