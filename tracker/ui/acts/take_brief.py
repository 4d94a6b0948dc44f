"""Taking the brief of a partner away before a visit: in whichever language, as PDF or Word."""

import streamlit as st

from tracker.access import User
from tracker.domain.models import Language
from tracker.export.paper_forms import PaperForm
from tracker.i18n import OWN_NAMES, t, word

_ICONS = {PaperForm.PDF: "picture_as_pdf", PaperForm.DOCX: "description"}


def button(user: User, partner_id: int) -> None:
    """The button. The reader's own language comes first."""
    with st.popover(t("brief.button"), icon=":material/assignment_ind:"):
        st.caption(t("brief.help"))
        for language in sorted(Language, key=lambda each: each != user.language):
            address = f"/download/brief/{partner_id}.%s?language={language}"
            files(OWN_NAMES[language], address)


def files(title: str, address: str) -> None:
    """A line with a button for each kind of file; `%s` in the address is its ending."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(title, width=90)
        for form, icon in _ICONS.items():
            label = word(form)
            st.link_button(label, address % form, icon=f":material/{icon}:")
