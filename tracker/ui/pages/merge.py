"""Two records that are one, side by side: what is kept, and what follows. For managers."""

import streamlit as st

from tracker import db
from tracker.domain import merging
from tracker.i18n import t
from tracker.ui import flash, merge_parts, nav
from tracker.ui.signin import current_user

user = current_user()
kind, survivor_id, absorbed_id = merge_parts.asked()

st.page_link(nav.LIST_OF[kind], label=t("merge.back"), icon=":material/arrow_back:")
st.title(t(f"merge.title_{kind}"))

with flash.refusals(), db.reading() as session:
    both = merging.compare(session, kind, survivor_id, absorbed_id, by=user)
values = merge_parts.read(kind, both.fields, user)

merge_parts.side_by_side(both, values, user)
merge_parts.swap(kind, survivor_id, absorbed_id)
theirs = merge_parts.choices(both, values, kind)
merge_parts.follows(both.moves)
merge_parts.finish(kind, both, theirs, user)
