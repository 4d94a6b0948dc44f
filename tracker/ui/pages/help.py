"""Help: a guide for each kind of reader, or the one section that a link led to."""

import streamlit as st

from tracker.i18n import t
from tracker.ui import help_parts, tour
from tracker.ui.signin import current_user

user = current_user()
guide, section = help_parts.asked(user)

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("nav.help"))
    tour.again(user)
help_parts.choose(user, guide)

with st.container(width=800, key="guide"):
    if section is None:
        st.caption(t("help.about"))
        help_parts.whole(guide)
    else:
        help_parts.one(section)
        help_parts.to_whole(guide)
