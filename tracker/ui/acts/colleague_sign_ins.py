"""Where a colleague is signed in, and ending that: for administrators."""

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import accounts
from tracker.domain.models import Account
from tracker.i18n import t
from tracker.ui import account_parts, dialogs, flash, proof


def draw(account: Account, user: User, *, key: str) -> None:
    """The inside of the dialog."""
    assert account.id is not None
    st.text(f"{account.name} · {account.email}")
    with flash.refusals(), db.reading() as session:
        rows = accounts.sign_ins_of(session, account.id, by=user)
    if not rows:
        st.caption(t("accounts.signed_in_nowhere"))
        return
    for row in rows:
        st.text(f"{account_parts.browser(row)} · {account_parts.since(row)}")
    prove = proof.ask(f"account.{key}", user, back="/accounts")
    if not st.button(t("accounts.sign_out"), key="account.sign_ins.save", type="primary"):
        return
    with flash.refusals():
        prove()
    with flash.refusals(), db.transaction() as session:
        accounts.sign_out_everywhere(session, account.id, by=user)
    dialogs.close()
    flash.say(t("accounts.signed_out", name=account.name))
    st.rerun()
