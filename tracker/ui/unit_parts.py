"""The parts of a unit's page: what it can offer, the units within it, its open work."""

from collections.abc import Mapping, Sequence

import streamlit as st

from tracker.access import User
from tracker.domain.agreements import AgreementRow
from tracker.domain.follow_ups import FollowUpRow
from tracker.domain.models import Kind, Unit
from tracker.domain.titles import Title
from tracker.domain.units import UnitRow
from tracker.i18n import LANGUAGES, current, t
from tracker.i18n.formats import day
from tracker.ui import facts, feeds, labels, prose
from tracker.ui.acts import add_unit, work_through
from tracker.ui.tables import badge


def competences(unit: Unit) -> None:
    """What it can offer, in the reader's language first and in each that it is written in."""
    st.header(t("unit.competences"))
    order = sorted(LANGUAGES, key=lambda code: code != current())
    texts = {code: getattr(unit, f"competences_{code}") for code in order}
    written = {code: text for code, text in texts.items() if text}
    if not written:
        st.caption(t("unit.no_competences"))
    elif len(written) == 1:
        prose.show(*written.values())
    else:
        for tab, text in zip(
            st.tabs([t(f"language.{code}") for code in written]), written.values(), strict=True
        ):
            with tab:
                prose.show(text)


def head(unit: Unit, titles: Mapping[tuple[Kind, int], Title]) -> None:
    """Who heads it; the account is named where the name in words is not the same."""
    account = titles.get((Kind.ACCOUNT, unit.head_id or 0))
    reminded = account.text if account and account.text != unit.head else None
    facts.show([(t("field.head"), unit.head), (t("field.head_id"), reminded)])


def part_of(unit: Unit, titles: Mapping[tuple[Kind, int], Title]) -> None:
    """The unit that this one belongs to."""
    number = unit.parent_id or 0
    parent = titles.get((Kind.UNIT, number))
    if parent is not None and not parent.trashed:
        line = feeds.Item(parent.text, number, Kind.UNIT, meta=t("unit.part_of"))
        feeds.show([line], key="part_of", caption=t("unit.part_of"))


def follow_ups(rows: Sequence[FollowUpRow], user: User) -> None:
    st.header(t("partners.open"))
    work_through.last_step(user, "unit.follow_ups")
    if not rows:
        st.caption(t("unit.no_follow_ups"))
        return
    work_through.show(rows, user, key="unit.follow_ups", caption=t("partners.open"))


def parts(rows: Sequence[UnitRow], unit: Unit, *, may_edit: bool) -> None:
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.header(t("unit.parts"))
        if may_edit:
            add_unit.button(unit)
    if not rows:
        st.caption(t("unit.no_parts"))
        return
    lines = [
        feeds.Item(
            row.name,
            row.id,
            Kind.UNIT,
            badges=(badge(t(f"unit_kind.{row.kind}")),),
            meta=row.head or "",
        )
        for row in rows
    ]
    feeds.show(lines, key="unit.parts", caption=t("unit.parts"))


def agreements(rows: Sequence[AgreementRow]) -> None:
    st.header(t("nav.agreements"))
    if not rows:
        st.caption(t("unit.no_agreements"))
        return
    lines = [
        feeds.Item(
            row.title,
            row.id,
            Kind.AGREEMENT,
            badges=labels.agreement(row.state, row.days_left, row.renewal),
            meta=" · ".join(row.partners),
            when=day(row.valid_until) if row.valid_until else "",
        )
        for row in rows
    ]
    feeds.show(lines, key="unit.agreements", caption=t("nav.agreements"))
