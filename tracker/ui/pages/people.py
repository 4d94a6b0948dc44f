"""People at partners: find somebody, or write down somebody new."""

import streamlit as st

from tracker import db
from tracker.access import Action, can
from tracker.domain import partners, people
from tracker.domain.addresses import Asked
from tracker.domain.models import Kind, Upkeep
from tracker.i18n import t
from tracker.i18n.formats import day
from tracker.ui import empty, filters, list_tools, tables
from tracker.ui.acts import add_person, find_duplicates
from tracker.ui.forms import pickers
from tracker.ui.signin import current_user

user = current_user()

with db.reading() as session:
    organisations = pickers.keeping(
        session,
        partners.choices(session, by=user),
        Kind.PARTNER,
        [filters.asked_number("partner")],
        user=user,
    )

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("nav.people"))
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        if can(user, Action.EDIT):
            find_duplicates.link("people")
            add_person.button()
        tools = list_tools.place()

with filters.bar():
    wanted = people.PersonFilter(
        text=filters.text(t("people.search")),
        partner_id=filters.record("partner", t("field.partner_id"), organisations),
        upkeep=filters.word("upkeep", t("personal.section"), Upkeep),
    )
sort, descending = tables.chosen_order(people.Sort, people.Sort.NAME)

with db.reading() as session:
    page = people.search(
        session, wanted, by=user, sort=sort, descending=descending, page=tables.page_number()
    )

list_tools.show(tools, user, Kind.PERSON, Asked(wanted, sort, descending))

if not page.rows:
    empty.show(
        t("people.none") if wanted == people.PersonFilter() else t("list.nothing_fits"),
        icon="groups",
    )
else:
    tables.show(
        page.rows,
        [
            tables.Column(t("field.person_name"), lambda row: row.name, "name"),
            tables.Column(t("people.positions"), lambda row: row.positions),
            tables.Column(t("field.phone"), lambda row: row.phone, kind="phone"),
            tables.Column(t("field.email"), lambda row: row.email),
            tables.Column(
                t("partners.last_contact"),
                lambda row: day(row.last_contact) if row.last_contact else None,
                "last_contact",
                "date",
            ),
        ],
        key="people",
        kind=Kind.PERSON,
        caption=t("nav.people"),
        sort=sort,
        descending=descending,
    )
    tables.pager(page)

add_person.dialog(user)
list_tools.dialog(user)
