"""Accounts: who may sign in, and as what. For administrators."""

import streamlit as st

from tracker import db
from tracker.domain import accounts, backup_runs
from tracker.domain.reminders import outbox
from tracker.i18n import t
from tracker.ui import account_parts, backup_parts, empty, feeds, filters, flash, tables
from tracker.ui.acts import add_account, edit_account, hand_over, mail_troubles, show_link
from tracker.ui.signin import current_user

user = current_user()

with st.container(horizontal=True, horizontal_alignment="distribute"):
    st.title(t("nav.accounts"))
    add_account.button()

with filters.bar():
    text = filters.text(t("accounts.search"))

with flash.refusals(), db.reading() as session:
    page = accounts.search(session, text, by=user, page=tables.page_number())
    troubles = outbox.troubles(session, by=user)
    backup_trouble = backup_runs.trouble(session, by=user)

backup_parts.warn(backup_trouble)

if not page.rows:
    empty.show(t("list.nothing_fits"), icon="manage_accounts")
else:
    lines = account_parts.accounts(page.rows, user)
    done = feeds.show(lines, key="accounts", caption=t("nav.accounts"))
    tables.pager(page)
    if done is not None and done.action == account_parts.HAND_OVER:
        hand_over.go(done.id)
    elif done is not None:
        edit_account.open(done.action, done.id, user)

mail_troubles.show(troubles, user)

add_account.dialog(user)
edit_account.dialog(user)
show_link.dialog()
