"""Mails that were refused: to whom, why, and sending them again. For administrators."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain.models import MailState
from tracker.domain.reminders.outbox import Trouble, try_again
from tracker.i18n import t
from tracker.i18n.formats import moment
from tracker.ui import feeds, flash
from tracker.ui.tables import badge


def show(troubles: list[Trouble], user: User) -> None:
    """Nothing where there is no trouble."""
    if not troubles:
        return
    st.header(t("reminders.troubles"))
    lines = [_line(each) for each in troubles]
    done = feeds.show(lines, key="mail_troubles", caption=t("reminders.troubles"))
    if done is not None:
        with flash.refusals(), db.transaction() as session:
            try_again(session, done.id, by=user)
        flash.say(t("reminders.will_try"))
        st.rerun()


def _line(trouble: Trouble) -> feeds.Item:
    is_over = trouble.state is MailState.GIVEN_UP
    state = badge(t("reminders.given_up"), "red") if is_over else badge(t("reminders.later"))
    return feeds.Item(
        f"{trouble.name} · {trouble.address}",
        trouble.id,
        "mail",
        icon="mail",
        badges=(state,),
        meta=trouble.refusal,
        when=moment(trouble.at),
        actions=(("again", t("reminders.try_again")),),
    )
