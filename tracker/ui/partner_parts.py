"""The parts of a partner's page: its facts, its people, its agreements, its timeline."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from sqlmodel import Session

from tracker.access import User
from tracker.domain import partners, timeline, titles
from tracker.domain.addresses import number_of
from tracker.domain.agreements import AgreementRow, Verdict
from tracker.domain.follow_ups import FollowUpRow
from tracker.domain.models import Kind, Partner
from tracker.i18n import t
from tracker.i18n.formats import day
from tracker.ui import feeds, heading, labels, nav
from tracker.ui.acts import work_through
from tracker.ui.tables import badge

MOST_PROMISES = 30  # drawn on the page; the list of follow-ups has all of them


def head(partner: Partner, name: str, *, mark: dict[str, str] | None, about: Sequence[str]) -> None:
    """Its name, where it stands, its other names, and what one should know at once."""
    others = (each for each in (*partner.names, *about) if each not in (name, ""))
    heading.show(
        name,
        badges=[labels.stage(partner.stage), labels.tier(partner.tier), mark],
        caption=" · ".join(others),
        back=(nav.PARTNERS, t("nav.partners")),
    )


def known_facts(
    session: Session, partner: Partner, tags: Sequence[str], user: User
) -> list[tuple[str, str | None]]:
    """What the form asks, as a reader wants to see it."""
    wanted = [
        (kind, number)
        for kind, number in ((Kind.ACCOUNT, partner.owner_id), (Kind.PARTNER, partner.parent_id))
        if number is not None
    ]
    named = titles.titles(session, wanted, by=user)
    owner = named.get((Kind.ACCOUNT, partner.owner_id or 0))
    parent = named.get((Kind.PARTNER, partner.parent_id or 0))
    return [
        (t("field.sector"), t(f"sector.{partner.sector}")),
        (t("field.owner_id"), owner.text if owner else None),
        (t("field.city"), partner.city),
        (t("field.region"), partner.region),
        (t("field.legal_form"), partner.legal_form),
        (t("field.bin"), partner.bin),
        (t("field.website"), partner.website),
        (t("field.parent_id"), parent.text if parent else None),
        (t("field.aliases"), ", ".join(partner.aliases)),
        (t("field.tags"), ", ".join(tags)),
        (t("field.notes"), partner.notes),
    ]


def promises(rows: Sequence[FollowUpRow], partner_id: int, user: User) -> None:
    """What is open with it, the most urgent first, and the way to the rest where there is more."""
    if not rows:
        st.caption(t("partner.no_promises"))
        return
    work_through.show(
        rows[:MOST_PROMISES],
        user,
        key="promises",
        caption=t("partner.promises"),
        names_partner=False,
    )
    if len(rows) > MOST_PROMISES:
        st.page_link(
            nav.FOLLOW_UPS,
            label=t("partner.all_promises"),
            icon=":material/arrow_forward:",
            query_params={"partner": str(partner_id)},
        )


def people(rows: Sequence[partners.PersonAt]) -> None:
    if not rows:
        st.caption(t("partner.no_people"))
        return
    items = [
        feeds.Item(
            person.name,
            person.id,
            Kind.PERSON,
            badges=() if person.is_current else (badge(t("partner.former")),),
            meta=" · ".join(part for part in (person.title, person.phone, person.email) if part),
        )
        for person in rows
    ]
    feeds.show(items, key="partner.people", caption=t("partner.people"))


def agreements(rows: Sequence[AgreementRow]) -> None:
    if not rows:
        return
    st.header(t("partner.agreements"))
    items = [
        feeds.Item(
            row.title,
            row.id,
            Kind.AGREEMENT,
            badges=(
                *labels.agreement(row.state, row.days_left, row.renewal),
                *([labels.verdict(row.verdict)] if row.verdict is not Verdict.UNKNOWN else ()),
            ),
            meta=t(f"agreement_kind.{row.kind}"),
            when=day(row.valid_until) if row.valid_until else "",
        )
        for row in rows
    ]
    feeds.show(items, key="partner.agreements", caption=t("partner.agreements"))


def earlier_than() -> timeline.Cursor | None:
    """Where this page of the timeline begins (`?before=2024-04-08.3.17`); None at the top."""
    text = st.query_params.get("before", "")
    try:
        on, branch, key = text.rsplit(".", 2)
        return timeline.Cursor(date.fromisoformat(on), int(branch), number_of(key))
    except ValueError:
        return None


def story(partner_id: int, page: timeline.Timeline) -> None:
    if not page.rows:
        st.caption(t("partner.no_timeline"))
    feeds.show(
        [_happening(row, partner_id) for row in page.rows],
        key="timeline",
        caption=t("partner.timeline"),
    )
    if page.before is not None:
        cursor = ".".join(str(part) for part in page.before)
        st.button(
            t("partner.older"),
            icon=":material/history:",
            on_click=st.query_params.update,
            args=({"id": str(partner_id), "before": cursor},),
        )


def _happening(row: timeline.TimelineRow, partner_id: int) -> feeds.Item:
    about = t(row.about) if row.about else t(row.words)
    is_quoted = row.words == "timeline.follow_up_made" or row.about == timeline.QUOTED
    return feeds.Item(
        title=row.text or about,
        id=row.id,
        kind=row.kind,
        meta=" · ".join(dict.fromkeys([t(row.words), about])) if row.text else t(row.words),
        text="" if is_quoted else row.detail,
        quote=row.detail if is_quoted else "",
        when=day(row.on),
        at=f"{Kind.PARTNER}.{partner_id}" if row.about == timeline.QUOTED else "",
    )
