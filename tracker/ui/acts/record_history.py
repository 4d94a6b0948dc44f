"""The history of one record, folded away: who changed what, and when."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import history
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import changes, feeds


def show(user: User, kind: Kind, record_id: int) -> None:
    """An expander that asks the database only once it is opened."""
    name = f"history.{kind}.{record_id}"
    box = st.expander(t("history.title"), icon=":material/history:", key=name, on_change="rerun")
    if not box.open:
        return
    with box:
        asked = st.session_state.get(f"{name}.page") or 1
        with db.reading() as session:
            page = history.of(session, kind, record_id, by=user, page=asked)
        lines = changes.items(page.rows, names_record=False)
        feeds.show(lines, key=f"{name}.lines", caption=t("history.title"))
        if page.pages > 1:
            st.pagination(page.pages, key=f"{name}.page")
