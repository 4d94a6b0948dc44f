"""Agreements: which are in force, and which end soon."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import agreements, units
from tracker.domain.addresses import Asked
from tracker.domain.models import AgreementKind, Kind, Sector, Tier
from tracker.i18n import t
from tracker.i18n.formats import day
from tracker.names.regions import Region
from tracker.ui import agreement_parts, empty, filters, labels, list_tools, tables
from tracker.ui.acts import add_agreement
from tracker.ui.signin import current_user

user = current_user()

with db.reading() as session:
    our_units = units.choices(session, by=user)

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("nav.agreements"))
    with st.container(horizontal=True, width="content"):
        if can(user, Action.EDIT):
            add_agreement.button()
        tools = list_tools.place()

with filters.bar():
    wanted = agreements.AgreementFilter(
        text=filters.text(t("agreements.search")),
        state=filters.word("state", t("agreements.state"), agreements.AgreementState),
        ending=filters.word("ending", t("agreements.ending"), agreements.Within),
        verdict=filters.word(
            "verdict",
            t("agreements.verdict"),
            agreements.Verdict,
            help=agreement_parts.verdicts_explained(),
        ),
        kind=filters.word("kind", t("field.kind"), AgreementKind),
        unit_id=filters.record("unit", t("field.unit_id"), our_units),
        event_id=filters.kept_event(user),
        sector=filters.kept_word("sector", t("field.sector"), Sector),
        tier=filters.kept_word("tier", t("field.tier"), Tier),
        region=filters.kept_word("region", t("field.region"), Region),
    )
sort, descending = tables.chosen_order(agreements.Sort, agreements.Sort.SIGNED_ON, descending=True)

with db.reading() as session:
    page = agreements.search(
        session, wanted, by=user, sort=sort, descending=descending, page=tables.page_number()
    )

list_tools.show(tools, user, Kind.AGREEMENT, Asked(wanted, sort, descending))

if not page.rows:
    is_all = wanted == agreements.AgreementFilter()
    empty.show(t("agreements.none") if is_all else t("list.nothing_fits"), icon="contract")
else:
    tables.show(
        page.rows,
        [
            tables.Column(t("field.title"), lambda row: row.title, "title"),
            tables.Column(
                t("agreements.state"),
                lambda row: labels.agreement(row.state, row.days_left, row.renewal),
            ),
            tables.Column(t("agreements.verdict"), lambda row: labels.verdict(row.verdict)),
            tables.Column(t("field.kind"), lambda row: t(f"agreement_kind.{row.kind}"), "kind"),
            tables.Column(
                t("field.signed_on"),
                lambda row: day(row.signed_on) if row.signed_on else None,
                "signed_on",
                "date",
            ),
            tables.Column(
                t("field.valid_until"),
                lambda row: day(row.valid_until) if row.valid_until else None,
                "valid_until",
                "date",
            ),
        ],
        key="agreements",
        kind=Kind.AGREEMENT,
        caption=t("nav.agreements"),
        sort=sort,
        descending=descending,
        note=lambda row: ", ".join(row.partners),
    )
    tables.pager(page)

add_agreement.dialog(user)
list_tools.dialog(user)
