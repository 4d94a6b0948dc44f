"""Who looked at the data of people, who took it away, and what was erased. For administrators."""

import streamlit as st

from tracker import db
from tracker.domain import access_log, accounts, erasing
from tracker.domain.models import Deed, Kind
from tracker.i18n import t
from tracker.ui import access_parts, empty, feeds, filters, flash, tables
from tracker.ui.access_parts import Record
from tracker.ui.signin import current_user

user = current_user()

st.title(t("nav.access"))
st.caption(t("access.explained"))
view = filters.segments("view", t("nav.access"), Record, Record.LOG)

if view is Record.ERASURES:
    with flash.refusals(), db.reading() as session:
        proofs = erasing.proofs(session, by=user, page=tables.page_number())
    access_parts.erasures(proofs.rows)
    tables.pager(proofs)
    st.stop()

with db.reading() as session:
    colleagues = accounts.colleagues(session, by=user)
with filters.bar():
    wanted = access_log.AccessFilter(
        account_id=filters.record("colleague", t("access.who"), colleagues),
        deed=filters.word("deed", t("access.deed"), Deed),
        since=filters.day("from", t("list.since")),
        until=filters.day("to", t("list.until")),
        person_id=filters.kept_record("person", t("nav.person"), Kind.PERSON, user),
    )

with flash.refusals(), db.reading() as session:
    page = access_log.search(session, wanted, by=user, page=tables.page_number())

access_parts.take(wanted)
if not page.rows:
    empty.show(t("access.none"), icon="policy")
else:
    feeds.show(access_parts.lines(page.rows), key="access", caption=t("nav.access"))
    tables.pager(page)
