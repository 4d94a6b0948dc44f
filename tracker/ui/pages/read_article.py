"""Reading an article: paste it, decide on what it proposes, save what was confirmed."""

import streamlit as st

from tracker.i18n import t
from tracker.ui import press_drafts
from tracker.ui.acts import review_article, take_article
from tracker.ui.signin import current_user

user = current_user()
draft = press_drafts.current()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("read_article.title"))
    acts = st.container(horizontal=True, width="content")

# The article takes the place of the form in the run that read it: another would cost a moment.
form = st.empty()
if draft.review is None:
    with form.container():
        take_article.show(user, draft)
if draft.review is not None:
    form.empty()
    with acts:
        review_article.buttons(user)
    review_article.show(user, draft)
