"""The numbers that engagement is worked out by, for those who steer."""

from collections.abc import Iterator

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker import db
from tracker.access import Action, User, can
from tracker.domain import engagement
from tracker.domain.batches import batched
from tracker.domain.engagement import USUAL, Rule, rules
from tracker.domain.models import Proof, Work
from tracker.i18n import t
from tracker.ui import flash


def show(user: User, known: Rule) -> None:
    if not can(user, Action.ASSIGN):
        return
    st.header(t("engagement.setting"))
    st.caption(t("engagement.setting_help"))
    with st.expander(t("engagement.setting_open"), icon=":material/tune:"):
        wanted = _asked(known)
        with st.container(horizontal=True):
            if wanted != known and st.button(t("form.save"), key="engagement.save"):
                _save(wanted, user)
            if known != USUAL and st.button(t("engagement.usual"), key="engagement.usual"):
                _save(USUAL, user)


def _asked(known: Rule) -> Rule:
    # Its name changes with the rule, or a field would go on showing what it showed.
    key = f"engagement.{hash(str(known))}"
    shares, half_lives, weights = {}, {}, {}
    for work in Work:
        st.markdown(f"**{t(f'work.{work}')}**")
        share, half_life = st.columns(2)
        shares[work] = share.number_input(
            t("engagement.share"),
            0,
            rules.MOST_SHARE,
            known.shares[work],
            key=f"{key}.share.{work}",
        )
        half_lives[work] = half_life.number_input(
            t("engagement.half_life"),
            rules.SHORTEST,
            rules.LONGEST,
            known.half_lives[work],
            key=f"{key}.half_life.{work}",
        )
    st.markdown(f"**{t('engagement.weight')}**")
    for place, column in _in_pairs(list(Proof)):
        weights[place] = column.number_input(
            t(f"proof.{place}"),
            0.0,
            rules.HEAVIEST,
            known.weights[place],
            0.1,
            key=f"{key}.{place}",
        )
    half = st.number_input(
        t("engagement.half"), rules.LEAST_HALF, rules.MOST_HALF, known.half, 0.1, key=f"{key}.half"
    )
    least = st.number_input(
        t("engagement.least"), 0, 100, round(100 * known.least), key=f"{key}.least"
    )
    return Rule(shares, half_lives, weights, half, least / 100)


def _in_pairs(proofs: list[Proof]) -> Iterator[tuple[Proof, DeltaGenerator]]:
    """Two in a row, each row of its own: labels may take more than one line."""
    for pair in batched(proofs, 2):
        yield from zip(pair, st.columns(2, vertical_alignment="bottom"), strict=False)


def _save(wanted: Rule, user: User) -> None:
    with flash.refusals(), db.transaction() as session:
        engagement.set_rule(session, wanted, by=user)
    flash.say(t("engagement.saved"))
    st.rerun()
