"""The parts of the page of duplicates: each pair, why it is suggested, and what to do with it."""

from collections.abc import Sequence
from enum import StrEnum

import streamlit as st

from tracker import db
from tracker.access import Action, User, can
from tracker.domain import duplicates, titles
from tracker.domain.duplicates import PairRow
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import feeds, flash, nav
from tracker.ui.acts import merge_records
from tracker.ui.tables import badge

_WHY = {
    "bin": "duplicates.why_bin",
    "words": "duplicates.why_words",
    "acronym": "duplicates.why_acronym",
    "meaning": "duplicates.why_meaning",
    "site": "duplicates.why_site",
    "city": "duplicates.why_city",
    "name": "duplicates.why_name",
    "email": "duplicates.why_email",
    "phone": "duplicates.why_phone",
    "partner": "duplicates.why_partner",
}


class View(StrEnum):
    PARTNERS = "partners"
    PEOPLE = "people"

    @property
    def kind(self) -> Kind:
        return Kind.PERSON if self is View.PEOPLE else Kind.PARTNER


def show(kind: Kind, rows: Sequence[PairRow], user: User) -> None:
    """The pairs, and what was pressed on one of them."""
    actions = [("first", t("duplicates.open_first")), ("second", t("duplicates.open_second"))]
    if can(user, Action.MERGE):
        actions = [("merge", t("duplicates.merge")), ("apart", t("duplicates.apart")), *actions]
    partners = _partners_in(rows, user)
    lines = [
        feeds.Item(
            t("duplicates.both", a=row.name_a, b=row.name_b),
            row.id,
            f"pair.{kind}",  # a pair has no page of its own
            icon="join",
            badges=(badge(t("duplicates.certain"), "amber"),) if row.certain else (),
            meta=" · ".join(_because(each, partners) for each in row.why),
            actions=actions,
        )
        for row in rows
    ]
    refused = st.container()
    done = feeds.show(lines, key=f"pairs.{kind}", caption=t("duplicates.title"))
    if done is not None:
        with refused:
            _do(done.action, kind, next(row for row in rows if row.id == done.id), user)


def _do(action: str, kind: Kind, row: PairRow, user: User) -> None:
    if action == "merge":
        merge_records.go(kind, row.a, row.b)
    if action in ("first", "second"):
        nav.go(kind, row.a if action == "first" else row.b)
    with flash.refusals(), db.transaction() as session:
        duplicates.set_apart(session, row.id, by=user)
    flash.say(t("duplicates.set_apart"))
    st.rerun()


def _because(why: list[str], partners: dict[str, str]) -> str:
    code, *words = why
    shown = [partners.get(word, word) for word in words] if code == "partner" else words
    return t(_WHY[code], words=", ".join(shown))


def _partners_in(rows: Sequence[PairRow], user: User) -> dict[str, str]:
    """The names of partners that pairs of people have in common."""
    ids = {
        int(word) for row in rows for code, *words in row.why if code == "partner" for word in words
    }
    with db.reading() as session:
        named = titles.titles(session, [(Kind.PARTNER, each) for each in ids], by=user)
    return {str(number): title.text for (_, number), title in named.items()}
