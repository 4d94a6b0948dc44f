"""Working through the participants of an event: what is typed in the sheet is saved in one go."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import accounts
from tracker.domain import after_event as domain
from tracker.domain.models import Kind
from tracker.errors import RowsRefused, TrackerError
from tracker.i18n import sentence, t
from tracker.ui import after_event, empty, flash, nav, sidebar, tables, unsent
from tracker.ui.forms import pickers

_KEY = "sheet"


@dataclass
class _Heard:
    """The last save of a sheet that was answered, and the answer."""

    at: Any = None
    said: dict[str, Any] = field(default_factory=dict)


def button(event_id: int) -> None:
    """The way there, from the event's page."""
    if st.button(t("sheet.title"), key="sheet.open", icon=":material/fact_check:"):
        nav.go("after_event", event_id)


@st.fragment
def show(user: User, event_id: int) -> None:
    """The sheet, drawn and saved without the page around it."""
    heard: _Heard = st.session_state.setdefault(f"{_KEY}.heard", _Heard())
    with flash.refusals(), db.reading() as session:
        sheet = domain.of(session, event_id, by=user, page=tables.page_number())
        colleagues = pickers.keeping(
            session,
            accounts.colleagues(session, by=user),
            Kind.ACCOUNT,
            [row.owner_id for row in sheet.rows],
            user=user,
        )
    if not sheet.rows:
        empty.show(t("sheet.none"), icon="groups")
        return
    if not sheet.has_begun:
        st.caption(t("sheet.to_come"))
    form = f"{_KEY}.{event_id}"
    turn = unsent.turn(form)
    unsent.offer(f"{form}.{turn}", as_words=after_event.kept_in_words)
    data = after_event.shown(sheet, colleagues, user)
    data |= {"place": f"{_KEY}-{event_id}", "opening": turn, "said": heard.said}
    data["taken"] = after_event.kept({"rows": st.session_state.get(f"{form}.{turn}.rows", "")})
    sent, opening = after_event.draw(data, key=form)
    if sheet.pages > 1:
        st.pagination(sheet.pages, key="page", bind="query-params")
    if opening is not None and opening != turn:
        unsent.go_on_as(form, opening)
        st.rerun()
    if sent is None or sent.get("at") == heard.at:
        return
    heard.at = sent.get("at")
    said = _save(sent, user, event_id, turn, dict(colleagues))
    heard.said = {"at": heard.at, **said}
    if said.get("saved"):
        unsent.turn_over(form)
    st.rerun()


def _save(
    sent: dict[str, Any], user: User, event_id: int, turn: str, colleagues: dict[int, str]
) -> dict[str, Any]:
    """Store what was sent; what to answer."""
    rows = after_event.typed(sent)
    # A row carries the revisions it was read at, so the same rows are the same save: one that is
    # sent again because no answer came is stored once.
    key = uuid5(NAMESPACE_OID, json.dumps([user.id, event_id, rows], default=str)).hex
    try:
        with unsent.saving(turn) as session:
            saved = domain.save(session, event_id, rows, by=user, key=key)
    except RowsRefused as refused:
        return {
            "problems": after_event.problems(refused, colleagues),
            "refused": sentence(refused),
        }
    except TrackerError as refused:
        return {"refused": sentence(refused)}
    sidebar.recount()
    made = (("sheet.saved_meetings", saved.meetings), ("sheet.saved_steps", saved.follow_ups))
    parts = [t("sheet.saved", n=saved.rows)] if saved.rows else [t("sheet.saved_all")]
    parts += [t(word, n=number) for word, number in made if number]
    flash.say("; ".join(parts))
    return {"saved": True}
