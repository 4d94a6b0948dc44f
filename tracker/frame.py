"""The frame around every page: who is signed in, which pages they may open, and the sidebar.

It stands outside `tracker/ui` because Streamlit takes a folder `pages` beside its script for an
older kind of application, and would run a page without this frame.
"""

import streamlit as st

from tracker.access import Action, can
from tracker.api import measures
from tracker.i18n import t
from tracker.ui import flash, nav, sidebar, signin, unsent
from tracker.ui.acts import log_meeting, search_everything

user = signin.arrive()
page = st.navigation(nav.pages(user), expanded=True)
measures.page_is(page._script_hash, page.url_path)
st.set_page_config(page_title=f"{page.title} · {t('app.name')}", layout="wide")
sidebar.show(user)
with st.container(horizontal=True, key="header"):
    if can(user, Action.EDIT):
        log_meeting.anywhere()
    search_everything.button()
flash.show()
unsent.arrive(page.url_path)
page.run()
search_everything.dialog(user)
log_meeting.dialog(user)
flash.forget()
