"""Two people edited the same record: both versions, field by field, and what to do."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from tracker import db
from tracker.domain import history
from tracker.domain.models import RECORDS, Draft, Kind, Link
from tracker.domain.recording import as_text
from tracker.i18n import t
from tracker.ui import changes, dialogs, field_names
from tracker.ui.signin import current_user


def show(mine: Draft, theirs: Mapping[str, Any]) -> None:
    """The fields that differ, and a button that lets the next save go over the colleague's."""
    kind, link = _place_of(type(mine))
    typed = {field: as_text(value) for field, value in mine.model_dump().items()}
    fields = [
        field for field in typed if field in theirs and as_text(theirs[field]) != typed[field]
    ]
    prefix = f"{link}." if link else ""
    here = _read(kind, [(prefix + field, typed[field]) for field in fields])
    there = _read(kind, [(prefix + field, as_text(theirs[field])) for field in fields])
    for field, ours, colleagues in zip(fields, here, there, strict=True):
        with st.container(border=True):
            st.caption(field_names.label(field, link or str(kind or "")))
            left, right = st.columns(2)
            left.caption(t("conflict.yours"))
            left.text(ours)
            right.caption(t("conflict.theirs"))
            right.text(colleagues)
    st.button(
        t("conflict.keep_mine"),
        key="conflict.keep_mine",
        on_click=dialogs.revise,
        kwargs={"revision": theirs.get("revision"), "theirs": theirs, "is_mine_kept": True},
        help=t("conflict.keep_mine_help"),
    )
    st.button(t("conflict.take_theirs"), key="conflict.take_theirs", on_click=_give_way)


def _give_way() -> None:
    dialogs.close()
    st.rerun()  # the page: a press in a dialog draws only the dialog, which would stay


def remind() -> None:
    """After the choice of one's own version nothing is stored yet, and no message is left: say so.

    Not as a toast: drawn by a dialog alone, it would take the place of the page's style sheet.
    """
    if dialogs.is_mine_kept():
        st.info(t("conflict.now_save"), icon=":material/save:")


def _place_of(draft: type[Draft]) -> tuple[Kind | None, str]:
    """The kind of record that was edited; for a row of one, also what history calls such rows."""
    for kind, table in RECORDS.items():
        if issubclass(table, draft):
            return kind, ""
    for link in Link.__subclasses__():
        if issubclass(link, draft):
            return Kind(link.belongs_to[0]), link.shows[0]
    return None, ""


def _read(kind: Kind | None, found: list[tuple[str, str | None]]) -> list[str]:
    """Values as people read them: names instead of ids, words instead of codes."""
    if kind is None:
        return [value or "—" for _, value in found]
    with db.reading() as session:
        meant = history.meanings(session, kind, found, by=current_user())
    return [
        changes.value(field, title) or "—" for (field, _), title in zip(found, meant, strict=True)
    ]
