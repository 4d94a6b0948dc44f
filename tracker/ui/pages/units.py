"""Units: the university's own faculties, departments, laboratories and centres."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import units
from tracker.domain.addresses import Asked
from tracker.domain.models import Kind, UnitKind
from tracker.i18n import t
from tracker.ui import empty, filters, list_tools, tables
from tracker.ui.acts import add_unit
from tracker.ui.signin import current_user

user = current_user()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("nav.units"))
    with st.container(horizontal=True, width="content"):
        if can(user, Action.EDIT):
            add_unit.button()
        tools = list_tools.place()

with filters.bar():
    wanted = units.UnitFilter(
        text=filters.text(t("units.search")),
        kind=filters.word("kind", t("field.kind"), UnitKind),
    )
sort, descending = tables.chosen_order(units.Sort, units.Sort.NAME)

with db.reading() as session:
    page = units.search(
        session, wanted, by=user, sort=sort, descending=descending, page=tables.page_number()
    )

list_tools.show(tools, user, Kind.UNIT, Asked(wanted, sort, descending))

if not page.rows:
    empty.show(
        t("units.none") if wanted == units.UnitFilter() else t("list.nothing_fits"),
        icon="science",
    )
else:
    tables.show(
        page.rows,
        [
            tables.Column(t("field.name"), lambda row: row.name, "name"),
            tables.Column(
                t("field.kind"), lambda row: tables.badge(t(f"unit_kind.{row.kind}")), "kind"
            ),
            tables.Column(t("unit.part_of"), lambda row: row.parent, "parent"),
            tables.Column(t("field.head"), lambda row: row.head),
            tables.Column(
                t("partners.open"),
                lambda row: str(row.open_follow_ups or ""),
                "open_follow_ups",
                "number",
            ),
        ],
        key="units",
        kind=Kind.UNIT,
        caption=t("nav.units"),
        sort=sort,
        descending=descending,
    )
    tables.pager(page)

add_unit.dialog(user)
list_tools.dialog(user)
