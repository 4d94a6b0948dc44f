"""Changing a colleague's account: role and language, password, sign-ins, off and on, untying."""

from typing import Any

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import account_links, accounts, passwords
from tracker.domain.models import Account
from tracker.domain.second_factor import keeping
from tracker.i18n import t
from tracker.mail import moved
from tracker.ui import dialogs, flash, proof
from tracker.ui.acts import colleague_sign_ins, show_link
from tracker.ui.forms import account as account_form

EDIT, RESET, SWITCH, UNTIE = "edit", "reset", "switch", "untie"
SIGN_INS, FACTOR = "sign_ins", "factor"
_NAME = "account"


def open(act: str, account_id: int, user: User) -> None:
    """Open the dialog for one of the acts, about the account as it is now."""
    with flash.refusals(), db.reading() as session:
        account = accounts.get(session, account_id, by=user)
    dialogs.open(
        f"{_NAME}.{act}",
        id=account_id,
        revision=account.revision,
    )


def dialog(user: User) -> None:
    for act, (title, draw) in _DIALOGS.items():
        if (about := dialogs.opened(f"{_NAME}.{act}")) is not None:
            with flash.refusals(), db.reading() as session:
                account = accounts.get(session, about["id"], by=user)
            _draw(t(title), draw, about, account, user)


def _draw(title: str, draw: Any, about: dict[str, Any], account: Account, user: User) -> None:
    @st.dialog(title, width="medium", on_dismiss=dialogs.close)
    def drawn() -> None:
        draw(about, account, user)

    drawn()


def _edit(about: dict[str, Any], account: Account, user: User) -> None:
    typed = account_form.show(f"{_NAME}.edit.{account.id}.{about['key']}", user, account)
    if typed is None:
        return
    draft, _, prove = typed
    with flash.refusals():
        prove()
    revision = (dialogs.opened(f"{_NAME}.edit") or about)["revision"]
    with flash.refusals(mine=draft), db.transaction() as session:
        accounts.update(session, about["id"], draft, revision=revision, by=user)
    if draft.email != account.email:
        moved.send_soon()
    _done(t("app.saved", name=draft.name))


def _reset(about: dict[str, Any], account: Account, user: User) -> None:
    st.text(f"{account.name} · {account.email}")
    given = account_form.new_password(f"{_NAME}.reset.{account.id}.{about['key']}")
    st.caption(t("accounts.reset_explained"))
    prove = _asked(about, user)
    if not st.button(t("accounts.reset"), key=f"{_NAME}.reset.save", type="primary"):
        return
    with flash.refusals():
        prove()
    if not given:
        with flash.refusals(), db.transaction() as session:
            link = account_links.make(session, about["id"], by=user)
            show_link.put(session, link)
        show_link.hand_over(link)
    with flash.refusals():
        hashed = passwords.chosen(given, account.name, account.email)
        with db.transaction() as session:
            accounts.reset_password(session, about["id"], hashed, by=user)
    _done(t("accounts.was_reset", name=account.name))


def _sign_ins(about: dict[str, Any], account: Account, user: User) -> None:
    colleague_sign_ins.draw(account, user, key=about["key"])


def _factor(about: dict[str, Any], account: Account, user: User) -> None:
    st.text(f"{account.name} · {account.email}")
    st.caption(t("second_factor.reset_explained"))
    prove = _asked(about, user)
    if not st.button(t("second_factor.reset"), key=f"{_NAME}.factor.save", type="primary"):
        return
    with flash.refusals():
        prove()
    with flash.refusals(), db.transaction() as session:
        keeping.reset(session, about["id"], by=user)
    _done(t("second_factor.was_reset", name=account.name))


def _switch(about: dict[str, Any], account: Account, user: User) -> None:
    st.text(f"{account.name} · {account.email}")
    word = "switch_off" if account.active else "switch_on"
    st.caption(t(f"accounts.{word}_explained"))
    prove = _asked(about, user)
    if not st.button(t(f"accounts.{word}"), key=f"{_NAME}.switch.save", type="primary"):
        return
    verb = accounts.deactivate if account.active else accounts.reactivate
    with flash.refusals():
        prove()
    with flash.refusals(), db.transaction() as session:
        verb(session, about["id"], revision=about["revision"], by=user)
    _done(t(f"accounts.{word}_done", name=account.name))


def _untie(about: dict[str, Any], account: Account, user: User) -> None:
    st.text(f"{account.name} · {account.email}")
    st.caption(t("accounts.untie_explained"))
    prove = _asked(about, user)
    if not st.button(t("accounts.untie"), key=f"{_NAME}.untie.save", type="primary"):
        return
    with flash.refusals():
        prove()
    with flash.refusals(), db.transaction() as session:
        accounts.untie(session, about["id"], by=user)
    _done(t("accounts.untied", name=account.name))


_DIALOGS = {
    EDIT: ("accounts.edit", _edit),
    RESET: ("accounts.reset", _reset),
    SIGN_INS: ("accounts.sign_ins", _sign_ins),
    FACTOR: ("second_factor.reset", _factor),
    SWITCH: ("accounts.switch", _switch),
    UNTIE: ("accounts.untie", _untie),
}


def _asked(about: dict[str, Any], user: User) -> proof.Prove:
    return proof.ask(f"{_NAME}.{about['key']}", user, back="/accounts")


def _done(message: str) -> None:
    dialogs.close()
    flash.say(message)
    st.rerun()
