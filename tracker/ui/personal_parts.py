"""What the law asks of whoever keeps a person's data, as parts of pages."""

import logging

import streamlit as st

from tracker import clock, db
from tracker.access import Action, User, can
from tracker.domain import access_log, retention
from tracker.domain.keeping import Kept
from tracker.errors import TrackerError
from tracker.i18n import t
from tracker.i18n.formats import day
from tracker.ui import facts, flash
from tracker.ui.acts import edit_basis

_log = logging.getLogger("tracker")
_OPENED = "person.opened"  # the page that was noted last, and the hour


def section(kept: Kept, *, may_edit: bool) -> None:
    """Why the data is kept, till when, and what is amiss."""
    if kept.person.erased_at is not None:
        return
    st.header(t("personal.section"))
    for each in kept.amiss:
        st.badge(t(f"upkeep.{each}"), color="orange", icon=":material/policy:")
    basis = kept.basis
    if basis is None:
        st.caption(t("personal.none_given"))
    until = day(kept.keep_until)
    if basis is None or basis.keep_until is None:
        until = t("personal.by_rule", day=until, n=kept.months)
    told: list[tuple[str, str | None]] = []
    if basis is not None:
        told = [
            (t("field.basis"), t(f"legal_basis.{basis.basis}")),
            (t("field.given_on"), day(basis.given_on) if basis.given_on else None),
            (t("field.evidence"), basis.evidence),
            (t("field.may_publish"), _yes(basis.may_publish)),
            (t("field.may_transfer"), _yes(basis.may_transfer)),
            (t("field.blocked_on"), day(basis.blocked_on) if basis.blocked_on else None),
            (t("field.withdrawn_on"), day(basis.withdrawn_on) if basis.withdrawn_on else None),
        ]
    facts.show([*told, (t("personal.kept_until"), until)])
    if may_edit:
        with st.container(horizontal=True):
            edit_basis.buttons(kept)


def note_opening(person_id: int, user: User) -> None:
    """Write down who looks, once an hour; a database that is busy keeps no page back."""
    this = f"{person_id}.{clock.now():%Y%m%d%H}"
    if st.session_state.get(_OPENED) == this:
        return
    try:
        with db.transaction() as session:
            access_log.opened(session, person_id, by=user)
        st.session_state[_OPENED] = this
    except TrackerError:
        _log.warning("account %s looked at person %s: could not be noted", user.id, person_id)


def warn(kept: Kept) -> None:
    """On top of the page of a former contact, and of who wants to be left alone."""
    if kept.blocked_on is not None:
        st.warning(
            t("personal.blocked", day=day(kept.blocked_on)), icon=":material/do_not_disturb_on:"
        )
    if kept.person.erased_at is not None:
        at = day(clock.local(kept.person.erased_at).date())
        st.info(t("personal.erased", day=at), icon=":material/person_off:")


def setting(user: User) -> None:
    """For how long data and the access log are kept; for administrators."""
    if not can(user, Action.MANAGE_ACCOUNTS):
        return
    with db.reading() as session:
        known = retention.rule(session, by=user)
    st.header(t("personal.setting"))
    st.caption(t("personal.setting_help"))
    wanted = retention.Rule(
        *(
            st.number_input(
                t(f"personal.{field}"),
                retention.LEAST,
                retention.MOST,
                months,
                key=f"personal.{field}.{months}",
            )
            for field, months in (
                ("keep_months", known.keep_months),
                ("log_months", known.log_months),
            )
        )
    )
    if wanted != known and st.button(t("form.save"), key="personal.save"):
        with flash.refusals(), db.transaction() as session:
            retention.set_rule(session, wanted, by=user)
        flash.say(t("personal.saved"))
        st.rerun()


def _yes(is_so: bool) -> str:
    return t("personal.yes" if is_so else "personal.no")
