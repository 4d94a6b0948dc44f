"""Writing down an amendment of an agreement, and taking one back."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tracker import clock, db
from tracker.access import Action, User, can
from tracker.domain import agreements, attachments
from tracker.domain.agreements import AmendmentRow, NewFile
from tracker.domain.models import Agreement, AgreementAmendmentDraft
from tracker.i18n import t
from tracker.i18n.formats import day
from tracker.ui import dialogs, feeds, flash, unsent, uploads
from tracker.ui.forms.fields import Fields

_NAME = "agreement.amend"
_BACK = "amendment.take_back"
_AMENDMENT = "agreement_amendment"  # no kind of record: it has no page of its own


def button(agreement: Agreement) -> None:
    st.button(
        t("agreement.amend"),
        key=_NAME,
        icon=":material/edit_document:",
        on_click=dialogs.open,
        args=(_NAME,),
        kwargs={"revision": agreement.revision},
    )


def story(user: User, agreement: Agreement, rows: Sequence[AmendmentRow]) -> None:
    """The amendments of an agreement, the latest first."""
    if not rows:
        return
    st.header(t("agreement.amendments"))
    may_edit = can(user, Action.EDIT)
    items = [item for row in rows for item in _items(row, may_edit=may_edit)]
    act = feeds.show(items, key="agreement.amendments", caption=t("agreement.amendments"))
    if act is not None:
        dialogs.open(_BACK, id=act.id, revision=agreement.revision)


def dialog(user: User, agreement: Agreement) -> None:
    if (about := dialogs.opened(_NAME)) is not None:
        _amend(user, agreement, about, about["key"])
    if (about := dialogs.opened(_BACK)) is not None:
        _take_back(user, about["id"], about["revision"])


def _amend(user: User, agreement: Agreement, about: dict[str, Any], key: str) -> None:
    @st.dialog(t("agreement.amend"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        st.caption(t("agreement.amend_help"))
        fields = Fields(f"{_NAME}.{agreement.id}.{key}")
        fields.paragraph("changed", t("field.changed"), height=100)
        left, right = st.columns(2)
        with left:
            fields.day("agreed_on", t("field.agreed_on"), default=clock.today())
        with right:
            fields.day(
                "new_valid_until", t("field.new_valid_until"), help=t("agreement.only_if_moved")
            )
        given = st.file_uploader(
            t("agreement.amendment_file"),
            key=f"{_NAME}.{key}.file",
            max_upload_size=attachments.MEGABYTES,
            help=t("files.limits", limit=attachments.MEGABYTES),
        )
        if not st.button(t("form.save"), key=f"{_NAME}.save", type="primary"):
            return
        if (draft := fields.checked(AgreementAmendmentDraft)) is None:
            return
        with flash.refusals():
            kept = uploads.content(given) if given else b""
        file = NewFile(given.name, kept, given.file_id) if given else None
        revision = (dialogs.opened(_NAME) or about)["revision"]
        with flash.refusals(), dialogs.pressed_again(), unsent.saving(key) as session:
            agreements.amend(
                session,
                agreement.id or 0,
                draft,
                file=file,
                revision=revision,
                by=user,
                key=key,
            )
        _done(t("agreement.amended"))

    draw()


def _take_back(user: User, number: int, revision: int) -> None:
    @st.dialog(t("agreement.take_amendment_back"), on_dismiss=dialogs.close)
    def draw() -> None:
        st.caption(t("agreement.take_amendment_back_help"))
        if not st.button(t("agreement.take_amendment_back"), key=f"{_BACK}.do", type="primary"):
            return
        with flash.refusals(), db.transaction() as session:
            agreements.take_amendment_back(session, number, revision=revision, by=user)
        _done(t("agreement.amendment_taken_back"))

    draw()


def _items(row: AmendmentRow, *, may_edit: bool) -> list[feeds.Item]:
    moved = ""
    if row.new_valid_until:
        before = day(row.valid_until_before) if row.valid_until_before else t("agreement.no_end")
        moved = t("agreement.moved", before=before, after=day(row.new_valid_until))
    item = feeds.Item(
        row.changed,
        row.id,
        _AMENDMENT,
        icon="edit_document",
        meta=" · ".join(each for each in (moved, row.who) if each),
        when=day(row.agreed_on),
        actions=((_BACK, t("agreement.take_back")),) if may_edit else (),
    )
    if row.file is None:
        return [item]
    file = f"/download/file/{row.file_id}"
    return [item, feeds.Item(row.file, icon="attach_file", file=file, is_inner=True)]


def _done(message: str) -> None:
    dialogs.close()
    flash.say(message)
    st.rerun()
