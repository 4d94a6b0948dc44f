"""The network: who is tied to whom, who of us can open a door, and what hangs on one person."""

import streamlit as st

from tracker import db
from tracker.i18n import t
from tracker.ui import flash, network_parts
from tracker.ui.signin import current_user

user = current_user()
st.title(t("nav.network"))

with flash.refusals(), db.reading() as session:
    asked = network_parts.asked(user, session)
    found = network_parts.read(session, asked, user)

network_parts.show(found, asked)
