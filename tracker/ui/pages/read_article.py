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
    if draft.review is not None:
        with st.container(horizontal=True, width="content"):
            review_article.buttons()

if draft.review is None:
    take_article.show(user, draft)
else:
    review_article.show(user, draft)
