"""Events, who took part in them and what was said there, as lines of a feed."""

from collections.abc import Sequence

from tracker.domain.events import EventRow, ParticipantRow
from tracker.domain.interactions import InteractionRow
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.i18n.formats import day, period
from tracker.ui import labels
from tracker.ui.feeds import Item
from tracker.ui.tables import badge

EDIT = "edit"  # the action that leads to `acts.edit_participation`


def events(rows: Sequence[EventRow]) -> list[Item]:
    return [
        Item(
            row.name,
            row.id,
            Kind.EVENT,
            badges=(labels.event_kind(row.kind),),
            meta=row.place or "",
            when=period(row.starts_on, row.ends_on),
        )
        for row in rows
    ]


def participants(rows: Sequence[ParticipantRow], *, with_actions: bool) -> list[Item]:
    return [
        Item(
            row.name,
            row.partner_id,
            Kind.PARTNER,
            badges=(labels.attendance(row.came),) if row.came else (),
            meta=" · ".join([t(f"sector.{row.sector}"), *row.people]),
            text=row.outcome or "",
            actions=((EDIT, t("form.edit")),) if with_actions else (),
            revision=row.revision,
        )
        for row in rows
    ]


def interactions(rows: Sequence[InteractionRow]) -> list[Item]:
    return [
        Item(
            row.summary,
            row.id,
            Kind.INTERACTION,
            badges=(badge(t(f"interaction_kind.{row.kind}")),),
            text=row.outcome,
            meta=" · ".join([*row.partners, *row.people, *row.colleagues]),
            when=day(row.happened_on),
        )
        for row in rows
    ]
