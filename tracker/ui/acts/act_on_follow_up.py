"""What can be done with a follow-up, at the head of its page: every button, and what it asks.

Pressed, a button opens its question without the rest of the page being drawn again.
"""

import streamlit as st

from tracker.access import User
from tracker.domain.models import FollowUp, Kind
from tracker.ui.acts import complete_follow_up, delete_record, edit_follow_up, move_follow_up


@st.fragment
def show(user: User, follow_up: FollowUp, own_tags: list[str], title: str) -> None:
    if move_follow_up.is_asked_for():
        st.rerun()  # what is done without a question, the page does first of all
    with st.container(horizontal=True):
        if not follow_up.status.has_outcome:
            complete_follow_up.button(follow_up)
        move_follow_up.buttons(follow_up, user)
        if not follow_up.status.is_closed:
            edit_follow_up.button(follow_up)
        delete_record.button(user, Kind.FOLLOW_UP, follow_up.id or 0, follow_up.revision, title)
    complete_follow_up.dialog(user)
    move_follow_up.dialog(user)
    edit_follow_up.dialog(user, follow_up, own_tags)
    delete_record.dialog(user)
