"""Renewing an agreement: another one goes on where it ends, with what is promised again."""

from collections.abc import Sequence

import streamlit as st

from tracker.access import User
from tracker.domain import agreements
from tracker.domain.agreements.promises import PromiseRow
from tracker.domain.models import Agreement, AgreementDraft, Kind, Renewal
from tracker.i18n import t
from tracker.ui import dialogs, flash, nav, unsent
from tracker.ui.forms.fields import Fields

_NAME = "agreement.renew"


def button(agreement: Agreement, *, is_primary: bool) -> None:
    st.button(
        t("agreement.renew"),
        key=_NAME,
        type="primary" if is_primary else "secondary",
        icon=":material/autorenew:",
        on_click=dialogs.open,
        args=(_NAME,),
        kwargs={"revision": agreement.revision},
    )


def dialog(user: User, agreement: Agreement, promised: Sequence[PromiseRow]) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("agreement.renew"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        st.caption(t("agreement.renew_help"))
        key = f"{_NAME}.{agreement.id}.{about['key']}"
        carried = _carried(key, promised)
        if (draft := _form(key, agreement)) is None:
            return
        revision = (dialogs.opened(_NAME) or about)["revision"]
        with flash.refusals(), dialogs.pressed_again(), unsent.saving(about["key"]) as session:
            new = agreements.renew(
                session,
                agreement.id or 0,
                draft,
                carried=carried,
                revision=revision,
                by=user,
                key=about["key"],
            )
        dialogs.close()
        flash.say(t("agreement.renewed", name=new.title))
        nav.go(Kind.AGREEMENT, new.id or 0)

    draw()


def _carried(key: str, promised: Sequence[PromiseRow]) -> list[int]:
    if not promised:
        return []
    names = {row.id: row.subject for row in promised}
    chosen: list[int] = st.multiselect(
        t("agreement.carried"),
        list(names),
        default=list(names),
        format_func=lambda number: names[number],
        key=f"{key}.carried",
        placeholder=t("form.choose"),
        select_all=False,
    )
    return chosen


def _form(key: str, before: Agreement) -> AgreementDraft | None:
    start, until = agreements.next_period(before)
    days = {"valid_from": start, "valid_until": until, "signed_on": None, "number": None}
    fields = Fields(key, AgreementDraft.model_validate(before).model_copy(update=days))
    fields.line("title", t("agreement.title"))
    left, right = st.columns(2)
    with left:
        fields.line("number", t("field.number"), most=100)
        fields.day("valid_from", t("field.valid_from"))
    with right:
        fields.day("signed_on", t("field.signed_on"), help=t("agreement.signed_later"))
        fields.day("valid_until", t("field.valid_until"))
    fields.word("renewal", t("field.renewal"), Renewal)
    fields.paragraph("promised", t("field.promised"), height=80)
    if not st.button(t("agreement.renew"), key=f"{key}.save", type="primary"):
        return None
    fields.typed["kind"] = before.kind
    return fields.checked(AgreementDraft, unit_id=before.unit_id)
