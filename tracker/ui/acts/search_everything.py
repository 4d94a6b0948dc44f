"""Searching everything, from every page: a button in the header, and the keys Ctrl+K."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import search
from tracker.i18n import t
from tracker.ui import dialogs, flash, nav, search_parts

_NAME = "search"


def button() -> None:
    st.button(
        t("search.open"),
        key="search_open",
        icon=":material/search:",
        shortcut="Ctrl+K",
        on_click=dialogs.open,
        args=(_NAME,),
    )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("search.title"), width="large", on_dismiss=dialogs.close)
    def draw() -> None:
        typed = search_parts.field(f"{_NAME}.{about['key']}")
        with flash.refusals(), db.reading() as session:
            groups = search.search(session, typed, by=user)
        search_parts.results(groups, typed, key=_NAME)
        if groups and st.button(
            t("search.all"), key=f"{_NAME}.all", on_click=search_parts.ask, args=(typed,)
        ):
            dialogs.close()
            st.switch_page(nav.SEARCH, query_params={search_parts.ADDRESS: typed})

    draw()
