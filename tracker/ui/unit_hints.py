"""Which units can do what a partner needs, and why: on the follow-up's page, and in its form."""

from collections.abc import Sequence

import streamlit as st

from tracker import db
from tracker.access import Action, User, can
from tracker.domain import competences, follow_ups
from tracker.domain.competences import Fit, Match, Need
from tracker.domain.models import FollowUp, Kind
from tracker.i18n import t
from tracker.i18n.plain import plain
from tracker.ui import feeds, flash

_WORDS = 5  # that are shown as the reason
_TAKE = "take"


def show(user: User, follow_up: FollowUp, fits: Sequence[Fit]) -> None:
    """Beside a follow-up that no unit has yet; one press gives it to a unit."""
    if not fits:
        return
    st.header(t("competences.title"), help=t("competences.help"))
    offered = ((_TAKE, t("competences.take")),) if can(user, Action.EDIT) else ()
    items = [
        feeds.Item(
            fit.name,
            fit.unit_id,
            Kind.UNIT,
            meta=why(fit),
            actions=offered,
            revision=follow_up.revision,
        )
        for fit in fits
    ]
    act = feeds.show(items, key=f"follow_up.units.{follow_up.id}", caption=t("competences.title"))
    if act is None or follow_up.id is None:
        return
    with flash.refusals_ahead():
        with db.transaction() as session:
            follow_ups.give_to_unit(
                session, follow_up.id, unit_id=act.id, revision=act.revision, by=user
            )
        name = next(fit.name for fit in fits if fit.unit_id == act.id)
        flash.say(t("competences.taken", name=name))
    st.rerun()


def choose(need: Need, *, field: str, key: str, user: User) -> None:
    """In a form, below the field that chooses the unit: a press fills it in."""
    if not (need.subject or need.quote):
        return
    with db.reading() as session:
        fits = competences.fitting(session, need, by=user)
    if not fits:
        return
    st.caption(t("competences.title"), help=t("competences.help"))
    with st.container(horizontal=True):
        for fit in fits:
            st.button(
                plain(fit.name),
                key=f"{key}.unit.{fit.unit_id}",
                icon=":material/science:",
                help=plain(why(fit)),
                on_click=_fill,
                args=(field, fit.unit_id),
            )
    st.caption(plain(f"{fits[0].name}: {why(fits[0])}"))


def _fill(field: str, unit_id: int) -> None:
    st.session_state[field] = unit_id


def why(fit: Fit) -> str:
    """The words that need and unit share, as a reader sees it."""
    said = dict.fromkeys(_pair(match) for match in fit.matches)
    return t("competences.why", words=", ".join(list(said)[:_WORDS]))


def _pair(match: Match) -> str:
    asked, known = match.asked.casefold(), match.known.casefold()
    if not asked or asked == known:
        return known
    return t("competences.pair", asked=asked, known=known)
