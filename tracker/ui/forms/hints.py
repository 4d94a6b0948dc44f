"""While a name is typed: who is there already that may be meant."""

from collections.abc import Sequence

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import finding
from tracker.domain.finding import Likely
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import feeds

_SHORTEST = 3  # letters of a name that is worth a look
_MOST = 3


def partners_like(names: Sequence[str], *, key: str, user: User) -> None:
    """Partners that may be the one whose names these are."""
    typed = [name for name in names if len(name.strip()) >= _SHORTEST]
    with db.reading() as session:
        found = finding.likely_partners(session, typed, by=user, limit=_MOST) if typed else []
    _show(Kind.PARTNER, found, key=key)


def people_like(name: str, *, key: str, user: User) -> None:
    """People who may be the one of this name."""
    if len(name.strip()) < _SHORTEST:
        return
    with db.reading() as session:
        found = finding.likely_people(session, name, by=user, limit=_MOST)
    _show(Kind.PERSON, found, key=key)


def _show(kind: Kind, found: Sequence[Likely], *, key: str) -> None:
    worth = [each for each in found if each.same or each.score >= finding.MAYBE]
    if not worth:
        return
    with st.container(border=True):
        st.caption(t("pick.already_there"))
        feeds.show(
            [feeds.Item(each.name, each.id, kind) for each in worth],
            key=f"{key}.like",
            caption=t("pick.already_there"),
        )
