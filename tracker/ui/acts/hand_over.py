"""Handing over a colleague's work: whose it is, how much, to whom, and the way back."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from tracker import db
from tracker.access import Action, User, can
from tracker.domain import handing_over
from tracker.domain.handing_over import Share, Standing
from tracker.i18n import t
from tracker.i18n.formats import number
from tracker.ui import dialogs, flash, nav, sidebar, way_back
from tracker.ui.acts import take_back
from tracker.ui.forms.fields import unambiguous

_DONE = "hand_over.done"  # the last one, as long as it can be taken back from here
_WHO = "colleague"

Choices = Sequence[tuple[int, str]]


class Leaver(NamedTuple):
    """Whose work is handed over."""

    id: int
    name: str
    active: bool


def go(account_id: int) -> None:
    """Leave for the page, with a colleague chosen. Does not return."""
    dialogs.close()
    st.switch_page(nav.HAND_OVER, query_params={_WHO: str(account_id)})


def whose(owners: Sequence[tuple[int, str, bool]]) -> Leaver | None:
    """Pick one of those who have something to hand over (`?colleague=3`)."""
    known = {number: Leaver(number, name, active) for number, name, active in owners}
    labels = {
        each.id: each.name if each.active else t("hand_over.closed", name=each.name)
        for each in known.values()
    }
    asked = nav.record_id(_WHO)
    ids = list(known)
    if not ids:
        return None
    if asked and asked not in known:
        st.info(t("hand_over.nothing"), icon=":material/info:")
    chosen = st.selectbox(
        t("hand_over.who"),
        ids,
        index=ids.index(asked) if asked in known else None,
        format_func=unambiguous(list(labels.items())).__getitem__,
        key=f"hand_over.who.{asked}.{hash(tuple(ids))}",
        placeholder=t("form.choose"),
    )
    return known[chosen] if chosen else None


def tiles(standing: Standing) -> None:
    """How much of each there is."""
    grid = st.grid(3, min_column_width=150, border=True, key="hand_over.tiles")
    for word in ("partners", "agreements", "follow_ups", "units", "views", "articles"):
        with grid.cell():
            st.metric(t(f"hand_over.{word}"), number(getattr(standing, word)))


def form(leaver: Leaver, colleagues: Choices, shares: tuple[Choices, Choices], user: User) -> None:
    """To whom, and what goes to somebody else."""
    key = f"hand_over.{leaver.id}"
    others = [each for each in colleagues if each[0] != leaver.id]
    to = _one(t("hand_over.to"), others, f"{key}.to")
    with st.expander(t("hand_over.some"), icon=":material/call_split:"):
        st.caption(t("hand_over.some_explained"))
        partners = _several(t("hand_over.partners"), shares[0], f"{key}.partners")
        units = _several(t("nav.units"), shares[1], f"{key}.units")
        other = _one(t("hand_over.to"), others, f"{key}.other")
    close = False
    if leaver.active and leaver.id != user.id and can(user, Action.MANAGE_ACCOUNTS):
        close = st.checkbox(
            t("hand_over.close"), key=f"{key}.close", help=t("hand_over.close_help")
        )
    st.caption(t("hand_over.told"))
    is_half = bool(partners or units) != (other is not None)
    if not st.button(
        t("hand_over.do"),
        key=f"{key}.do",
        type="primary",
        icon=":material/move_group:",
        disabled=to is None or is_half,
    ):
        return
    elsewhere = [Share(other, tuple(partners), tuple(units))] if other else []
    with flash.refusals(), db.transaction() as session:
        work, moved = handing_over.hand_over(
            session, leaver.id, to=to or 0, elsewhere=elsewhere, close=close, by=user
        )
    said = t(
        "hand_over.done", name=leaver.name, partners=moved.partners, follow_ups=moved.follow_ups
    )
    st.session_state[_DONE] = {"id": work.id, "title": work.title, "said": said}
    sidebar.recount()
    flash.say(said)
    st.rerun()


def just_done() -> None:
    """What was handed over last, and the way back."""
    if (last := st.session_state.get(_DONE)) is not None:
        way_back.show(
            last["said"],
            place="hand_over_done",
            button=f"{_DONE}.{last['id']}",
            undo=_take_back,
            args=(last["id"], last["title"]),
        )


def _take_back(undertaking_id: int, title: str) -> None:
    st.session_state.pop(_DONE, None)
    take_back.open(undertaking_id, title)


def _one(label: str, choices: Choices, key: str) -> int | None:
    labels = unambiguous(choices)
    chosen: int | None = st.selectbox(
        label,
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=key,
        placeholder=t("form.choose"),
    )
    return chosen


def _several(label: str, choices: Choices, key: str) -> list[int]:
    labels = unambiguous(choices)
    return st.multiselect(
        label,
        list(labels),
        format_func=labels.__getitem__,
        key=key,
        placeholder=t("form.choose"),
        select_all=False,
    )
