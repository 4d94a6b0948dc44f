"""Taking a report away: over the period and what narrows it, in whichever language."""

import streamlit as st

from tracker.access import User
from tracker.domain.models import Language
from tracker.domain.reports import Scope
from tracker.domain.reports.addressed import query
from tracker.i18n import OWN_NAMES
from tracker.ui.acts import take_brief


def files(user: User, scope: Scope) -> None:
    """A line for each language; the reader's own comes first."""
    with st.container(border=True, key="take_report"):
        for language in sorted(Language, key=lambda each: each != user.language):
            address = f"/download/report.%s?{query(scope)}&language={language}"
            take_brief.files(OWN_NAMES[language], address)
