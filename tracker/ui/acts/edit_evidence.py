"""Making, changing, freezing and removing packs of evidence."""

import streamlit as st

from tracker import db
from tracker.access import Action, User, can
from tracker.domain.evidence import packs
from tracker.domain.models import EvidencePack
from tracker.i18n import t
from tracker.ui import dialogs, flash
from tracker.ui.acts.edit_own_rows import EDIT, OwnRows, Words
from tracker.ui.forms import evidence_pack as form

ROWS = OwnRows(
    "evidence",
    packs,
    form.show,
    called=lambda pack: str(pack.name),
    words=lambda: Words(
        t("evidence.add"),
        t("evidence.edit"),
        t("evidence.delete"),
        t("evidence.delete_explained"),
    ),
    deleted=lambda name: t("evidence.deleted", name=name),
)
_NAME = "evidence.freeze"


def buttons(user: User, pack: EvidencePack) -> None:
    """What may be done with a pack: before it is frozen, and after."""
    if pack.frozen_at is not None:
        _downloads(user, pack)
        return
    if can(user, Action.EDIT) and st.button(
        t("form.edit"), key="evidence.change", icon=":material/edit:"
    ):
        ROWS.open(EDIT, pack.id or 0, user)
    if can(user, Action.EXPORT):
        st.button(
            t("evidence.freeze"),
            key=_NAME,
            type="primary",
            icon=":material/lock:",
            on_click=dialogs.open,
            args=(_NAME,),
            kwargs={"id": pack.id, "revision": pack.revision},
        )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return

    @st.dialog(t("evidence.freeze_title"), on_dismiss=dialogs.close)
    def draw() -> None:
        st.text(t("evidence.freeze_explained"))
        if not st.button(t("evidence.freeze"), key=f"{_NAME}.confirm", type="primary"):
            return
        with flash.refusals(), db.transaction() as session:
            packs.freeze(session, about["id"], revision=about["revision"], by=user)
        dialogs.close()
        flash.say(t("evidence.frozen_now"))
        st.rerun()

    draw()


def _downloads(user: User, pack: EvidencePack) -> None:
    if not can(user, Action.EXPORT):
        return
    for ending, icon in (("xlsx", "table"), ("zip", "folder_zip")):
        st.link_button(
            t(f"evidence.as_{ending}"),
            f"/download/evidence/{pack.id}.{ending}",
            icon=f":material/{icon}:",
        )
