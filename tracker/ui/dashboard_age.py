"""How old the figures are, where something has changed since; and the way to new ones."""

from datetime import date

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import reports
from tracker.domain.reports import Dashboard, Scope
from tracker.i18n import t
from tracker.i18n.formats import moment


def show(found: Dashboard, scope: Scope, user: User, today: date) -> None:
    """Nothing while the figures are exact."""
    if found.is_exact:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="age"):
        st.caption(t("dashboard.age", when=moment(found.at)))
        st.button(
            t("dashboard.renew"),
            key="renew",
            icon=":material/refresh:",
            on_click=_renew,
            args=(scope, user, today),
        )


def _renew(scope: Scope, user: User, today: date) -> None:
    with db.reading() as session:
        reports.dashboard(session, scope, by=user, today=today, anew=True)
