"""Handing over a colleague's work: whose, what there is, to whom. For managers."""

import streamlit as st

from tracker import db
from tracker.domain import accounts, handing_over
from tracker.i18n import t
from tracker.ui import empty, flash, help_parts
from tracker.ui.acts import hand_over, take_back
from tracker.ui.signin import current_user

user = current_user()

st.title(t("nav.hand_over"))
st.caption(t("hand_over.explained"))
help_parts.how("hand_over")

with flash.refusals(), db.reading() as session:
    owners = handing_over.owners(session, by=user)
    colleagues = accounts.colleagues(session, by=user)

hand_over.just_done()
leaver = hand_over.whose(owners)

if not owners:
    empty.show(t("hand_over.nobody"), icon="move_group")
elif leaver is not None:
    with flash.refusals(), db.reading() as session:
        standing = handing_over.standing(session, leaver.id, by=user)
        shares = handing_over.shares(session, leaver.id, by=user)
    hand_over.tiles(standing)
    hand_over.form(leaver, colleagues, shares, user)

take_back.dialog(user)
