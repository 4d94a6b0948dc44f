"""The parts of a person's page: positions, contact details, where we met."""

from collections.abc import Sequence

import streamlit as st

from tracker.domain.encounters import Contact, Occasion, Story, Wish
from tracker.domain.excerpts import excerpt
from tracker.domain.models import Kind, Person, PersonalContact
from tracker.domain.people import PositionRow
from tracker.i18n import t
from tracker.i18n.formats import day
from tracker.ui import facts, feeds, labels
from tracker.ui.acts import edit_position
from tracker.ui.tables import badge


def now(rows: Sequence[PositionRow]) -> str:
    """What somebody is at present, in a line."""
    present = (row for row in rows if row.is_current)
    return "; ".join(", ".join(filter(None, (row.title, row.partner))) for row in present)


def contacts(person: Person, home: PersonalContact | None) -> None:
    """`home` is how they are reached there, for who may know."""
    st.header(t("person.contacts"))
    phone, email = (home.personal_phone, home.personal_email) if home else (None, None)
    if not (person.email or person.phone or phone or email):
        st.caption(t("person.no_contacts"))
    facts.show(
        [
            (t("field.phone"), f"tel:{person.phone}" if person.phone else None),
            (t("field.email"), f"mailto:{person.email}" if person.email else None),
            (t("field.personal_phone"), f"tel:{phone}" if phone else None),
            (t("field.personal_email"), f"mailto:{email}" if email else None),
            (t("field.other_names"), ", ".join(person.other_names)),
            (t("field.notes"), person.notes),
        ]
    )


def positions(rows: Sequence[PositionRow], person_id: int, *, may_edit: bool) -> None:
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.header(t("person.positions"))
        if may_edit:
            edit_position.button(person_id)
    if not rows:
        st.caption(t("person.no_positions"))
        return
    # A partner may stand here twice, and an action must say which of the two it is about.
    for row in rows:
        item = feeds.Item(
            row.partner,
            row.partner_id,
            Kind.PARTNER,
            badges=() if row.is_current else (badge(t("person.former")),),
            meta=" · ".join(part for part in (row.title, _period(row)) if part),
            actions=(("edit", t("form.edit")),) if may_edit else (),
        )
        if feeds.show([item], key=f"position.{row.id}", caption=t("person.positions")):
            edit_position.open(row)


def _period(row: PositionRow) -> str:
    if row.since and row.until:
        return f"{day(row.since)} – {day(row.until)}"
    if row.since:
        return t("person.since", since=day(row.since))
    return t("person.until", until=day(row.until)) if row.until else ""


def interactions(rows: Sequence[Contact]) -> None:
    st.header(t("person.interactions"))
    if not rows:
        st.caption(t("person.no_interactions"))
        return
    lines = [
        feeds.Item(
            row.summary,
            row.id,
            Kind.INTERACTION,
            badges=(badge(t(f"interaction_kind.{row.kind}")),),
            when=day(row.happened_on),
        )
        for row in rows
    ]
    feeds.show(lines, key="person.interactions", caption=t("person.interactions"))


def follow_ups(rows: Sequence[Wish]) -> None:
    if not rows:
        return
    st.header(t("person.follow_ups"))
    lines = []
    for row in rows:
        when, is_late = labels.due(row.due_on, is_closed=row.status.is_closed)
        lines.append(
            feeds.Item(
                labels.follow_up(row.kind, row.subject),
                row.id,
                Kind.FOLLOW_UP,
                badges=(labels.status(row.status),),
                when=when,
                is_late=is_late,
            )
        )
    feeds.show(lines, key="person.follow_ups", caption=t("person.follow_ups"))


def events(rows: Sequence[Occasion]) -> None:
    if rows:
        st.header(t("person.events"))
        lines = [feeds.Item(row.name, row.id, Kind.EVENT, when=day(row.starts_on)) for row in rows]
        feeds.show(lines, key="person.events", caption=t("person.events"))


def news(rows: Sequence[Story], person_id: int) -> None:
    if rows:
        st.header(t("person.news"))
        lines = [
            feeds.Item(
                row.title,
                row.id,
                Kind.NEWS_ITEM,
                quote=excerpt(row.quote),
                when=day(row.published_on),
                at=f"{Kind.PERSON}.{person_id}" if row.quote else "",
            )
            for row in rows
        ]
        feeds.show(lines, key="person.news", caption=t("person.news"))
