"""What can be done with an agreement: the step that comes next stands first and in colour."""

from collections.abc import Sequence

import streamlit as st

from tracker.access import User
from tracker.domain.agreements import AgreementState, Standing, Verdict
from tracker.domain.agreements.promises import PromiseRow
from tracker.domain.models import Agreement, Kind
from tracker.i18n import t
from tracker.ui import promise_items
from tracker.ui.acts import (
    add_follow_up,
    amend_agreement,
    delete_record,
    edit_agreement,
    edit_promise,
    let_agreement_lapse,
    renew_agreement,
    write_promises,
)

_Parties = Sequence[tuple[int, str]]


def buttons(user: User, agreement: Agreement, where: Standing, parties: _Parties) -> None:
    is_ending = where.state in (AgreementState.ENDING, AgreementState.ENDED)
    with st.container(horizontal=True):
        add_follow_up.button(
            partner_id=_first(parties),
            event_id=agreement.event_id,
            label=t("agreement.add_follow_up"),
            is_primary=not is_ending and where.verdict is not Verdict.UNKNOWN,
        )
        if where.state not in (AgreementState.RENEWED, AgreementState.LAPSING):
            renew_agreement.button(agreement, is_primary=is_ending)
        amend_agreement.button(agreement)
        if where.state is not AgreementState.RENEWED:
            let_agreement_lapse.button(agreement)
        edit_agreement.button(agreement)
        delete_record.button(
            user, Kind.AGREEMENT, agreement.id or 0, agreement.revision, agreement.title
        )


def promises(rows: Sequence[PromiseRow], parties: _Parties, *, may_edit: bool) -> None:
    """What was promised, and how to write more of it down."""
    st.header(t("agreement.promised"))
    match promise_items.show(rows, may_edit=may_edit):
        case promise_items.EDIT, row:
            edit_promise.open(row)
        case promise_items.PLAN, row:
            add_follow_up.open(row, partner_id=_first(parties))
    if may_edit:
        with st.container(horizontal=True):
            write_promises.buttons(is_primary=not rows)


def dialogs(
    user: User, agreement: Agreement, rows: Sequence[PromiseRow], parties: _Parties
) -> None:
    add_follow_up.dialog(user)
    write_promises.dialog(user, agreement, is_first=not rows)
    edit_promise.dialog(user)
    renew_agreement.dialog(user, agreement, rows)
    amend_agreement.dialog(user, agreement)
    let_agreement_lapse.dialog(user, agreement)
    edit_agreement.dialog(user, agreement, parties)
    delete_record.dialog(user)


def _first(parties: _Parties) -> int | None:
    return parties[0][0] if parties else None
