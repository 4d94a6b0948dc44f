"""Beginning a merge from a record's page; and from the page of a merged record to where it went."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from tracker import db
from tracker.access import Action, User, can
from tracker.domain import choosing_people, merged, partners
from tracker.domain.models import Kind
from tracker.errors import NotFound
from tracker.i18n import t
from tracker.ui import dialogs, flash, nav
from tracker.ui.forms.fields import unambiguous

_NAME = "record.merge"


def button(user: User, kind: Kind, record_id: int) -> None:
    """The button, for those who may."""
    if can(user, Action.MERGE):
        st.button(
            t("merge.begin"),
            key=_NAME,
            type="tertiary",
            icon=":material/merge:",
            on_click=dialogs.open,
            args=(_NAME,),
            kwargs={"kind": str(kind), "id": record_id},
        )


def dialog(user: User) -> None:
    if (about := dialogs.opened(_NAME)) is None:
        return
    kind, number = Kind(about["kind"]), about["id"]

    @st.dialog(t(f"merge.begin_{kind}"), on_dismiss=dialogs.close)
    def draw() -> None:
        # Live: told only when it is left, it would replace the list by the very tap that opens it.
        typed = st.text_input(
            t("merge.search"), key=f"{_NAME}.q.{number}", max_chars=200, live=True
        )
        with db.reading() as session:
            asked = partners.choices if kind is Kind.PARTNER else choosing_people.choices
            found = asked(session, by=user, text=typed or "", limit=50)
        labels = unambiguous([each for each in found if each[0] != number])
        other = st.selectbox(
            t("merge.other"),
            list(labels),
            index=None,
            format_func=lambda each: labels[each],
            key=f"{_NAME}.other.{number}",
            placeholder=t("form.choose"),
        )
        go_on = st.button(
            t("merge.compare"), key=f"{_NAME}.go", type="primary", disabled=other is None
        )
        if go_on and other is not None:
            dialogs.close()
            go(kind, number, other)

    draw()


def go(kind: Kind, survivor_id: int, absorbed_id: int) -> None:
    """Leave for the two side by side. Does not return."""
    about = {"kind": str(kind), "id": str(survivor_id), "with": str(absorbed_id)}
    st.switch_page(nav.MERGE, query_params=about)


@contextmanager
def ahead(user: User, kind: Kind, record_id: int) -> Iterator[None]:
    """Read the record in this block; one that is not there any more may have moved."""
    try:
        yield
    except NotFound:
        with db.reading() as session:
            survivor = merged.survivor_of(session, kind, record_id, by=user)
        if survivor is None:
            raise
        flash.say(t("merge.led_here"))
        nav.go(kind, survivor)
