"""Writing down what was promised in an agreement: lines pasted or typed, or one in full."""

import streamlit as st

from tracker.access import User
from tracker.domain.agreements import pasting, promises
from tracker.domain.models import Agreement, AgreementPromiseDraft
from tracker.domain.models.records import NOTE
from tracker.i18n import t
from tracker.ui import dialogs, feeds, flash, help_parts, labels, unsent
from tracker.ui.forms import promise as promise_form

_NAME = "promises.write"
_ONE = "promises.add"


def buttons(*, is_primary: bool) -> None:
    st.button(
        t("promise.write"),
        key=_NAME,
        type="primary" if is_primary else "secondary",
        icon=":material/playlist_add:",
        on_click=dialogs.open,
        args=(_NAME,),
    )
    st.button(
        t("promise.add"),
        key=_ONE,
        type="tertiary",
        icon=":material/add:",
        on_click=dialogs.open,
        args=(_ONE,),
    )


def dialog(user: User, agreement: Agreement, *, is_first: bool) -> None:
    """`is_first`: nothing is written down row by row yet, so begin with the paragraph."""
    number = agreement.id or 0
    if (about := dialogs.opened(_NAME)) is not None:
        _write(user, number, about["key"], (agreement.promised or "") if is_first else "")
    if (about := dialogs.opened(_ONE)) is not None:
        _add(user, number, about["key"])


def _write(user: User, number: int, key: str, start: str) -> None:
    @st.dialog(t("promise.write"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        st.caption(t("promise.write_help"))
        help_parts.how("agreements")
        unsent.offer(f"{_NAME}.{number}.{key}")
        typed = st.text_area(
            t("promise.lines"),
            start,
            key=f"{_NAME}.{number}.{key}.lines",
            max_chars=NOTE,
            height=160,
        )
        found = pasting.read(typed)
        if found:
            st.caption(t("promise.read_as", n=len(found)))
            feeds.show(
                [_read(each) for each in found], key=f"{_NAME}.found", caption=t("promise.lines")
            )
        if st.button(
            t("promise.save", n=len(found)),
            key=f"{_NAME}.save",
            type="primary",
            icon=":material/check:",
            disabled=not found,
        ):
            _save(user, number, found, key)

    draw()


def _add(user: User, number: int, key: str) -> None:
    @st.dialog(t("promise.add"), width="medium", on_dismiss=dialogs.close)
    def draw() -> None:
        draft = promise_form.show(f"{_ONE}.{key}")
        if draft is not None:
            _save(user, number, [draft], key)

    draw()


def _save(user: User, number: int, found: list[AgreementPromiseDraft], key: str) -> None:
    with flash.refusals(), unsent.saving(key) as session:
        promises.add(session, number, found, by=user, key=key)
    dialogs.close()
    flash.say(t("promise.saved", n=len(found)))
    st.rerun()


def _read(draft: AgreementPromiseDraft) -> feeds.Item:
    return feeds.Item(draft.subject, icon="handshake", meta=labels.promised(draft))
