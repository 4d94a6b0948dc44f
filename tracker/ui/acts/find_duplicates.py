"""Starting the search for duplicates, and how far it is. It runs in a process of its own."""

import subprocess
import sys
import threading

import streamlit as st

from tracker import db
from tracker.access import Action, User, can
from tracker.domain import duplicates
from tracker.domain.duplicates import ScanState
from tracker.i18n import t
from tracker.i18n.formats import moment, number
from tracker.settings import ROOT
from tracker.ui import flash, nav

_EVERY = 3  # seconds between two looks at how far it is


def link(view: str) -> None:
    """The way to the page of duplicates, from a list of what may be there twice."""
    st.page_link(
        nav.DUPLICATES,
        label=t("nav.duplicates"),
        icon=":material/join:",
        query_params={"view": view},
    )


def show(user: User) -> None:
    """The button, or how far the search is; the page may be left meanwhile."""
    with db.reading() as session:
        state = duplicates.state(session, by=user)
    if state is not None and state.is_running:
        _watch(user)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if can(user, Action.MERGE) and st.button(
            t("duplicates.find"), key="duplicates.find", icon=":material/search:"
        ):
            _start(user)
        if state is not None:
            when = t("duplicates.last", when=moment(state.started_at))
            st.caption(t("duplicates.failed") if state.failed else when)


def _start(user: User) -> None:
    with flash.refusals(), db.transaction() as session:
        scan_id = duplicates.begin(session, by=user)
    command = [sys.executable, "-m", "tracker.cli", "duplicates", "--scan", str(scan_id)]
    started = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    # Whoever starts a process has to hear of its end, or it stays in the list of processes.
    threading.Thread(target=started.wait, daemon=True, name="duplicates").start()
    flash.say(t("duplicates.started"))
    st.rerun()


def _watch(user: User) -> None:
    @st.fragment(run_every=_EVERY)
    def draw() -> None:
        with db.reading() as session:
            state = duplicates.state(session, by=user)
        if state is None or not state.is_running:
            st.rerun()
        _bar(state)

    draw()


def _bar(state: ScanState) -> None:
    if not state.total:
        st.progress(0.0, t("duplicates.preparing"))
        return
    said = t("duplicates.progress", done=number(state.done), total=number(state.total))
    st.progress(min(1.0, state.done / state.total), said)
