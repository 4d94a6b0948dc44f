"""How often one's own digest comes by mail, and where to."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import reminders
from tracker.domain.models import DigestChoiceDraft, Rhythm
from tracker.i18n import t
from tracker.mail import smtp
from tracker.ui import flash
from tracker.ui.forms.fields import Fields

_KEY = "reminders"


def show(user: User, chosen: DigestChoiceDraft) -> None:
    """The choice, to be changed."""
    st.caption(t("reminders.explained"))
    if not smtp.is_set_up():
        st.info(t("reminders.not_set_up"), icon=":material/info:")
    with st.form(_KEY, enter_to_submit=False):
        fields = Fields(_KEY, chosen)
        left, right = st.columns(2)
        with left:
            fields.word("rhythm", t("field.rhythm"), Rhythm)
        with right:
            fields.line(
                "mail_to", t("field.mail_to"), most=254, keyboard="email", placeholder=user.email
            )
        if st.form_submit_button(t("reminders.save")) and (
            draft := fields.checked(DigestChoiceDraft)
        ):
            _save(draft, user)


def _save(draft: DigestChoiceDraft, user: User) -> None:
    with flash.refusals(), db.transaction() as session:
        reminders.choose(session, draft, by=user)
    flash.say(t("reminders.saved"))
    st.rerun()
