"""The article that somebody is reading just now: in the session, and in the database.

So whatever was typed and decided is there after a refused save, a rerun, a look elsewhere – and
after the page was loaded anew, or the sign-in ended.
"""

import logging
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

import streamlit as st
from sqlmodel import Session

from tracker import db
from tracker.access import User
from tracker.domain.press import unfinished
from tracker.domain.press.unfinished import Begun, UnfinishedRow
from tracker.errors import NotFound, TrackerError
from tracker.ui import review_cards

_KEY = "press_draft"
_log = logging.getLogger("tracker")


@dataclass
class PressDraft:
    """One article on its way. `key` names what the page shows of it; `row` what is kept of it,
    and makes its save happen once."""

    key: str = field(default_factory=lambda: uuid4().hex)
    row: str = field(default_factory=lambda: uuid4().hex)
    given: str = ""  # as it was pasted
    address: str = ""
    published: date | None = None
    review: dict[str, Any] | None = None  # what the page begins with, once it was read
    decided: dict[str, Any] | None = None  # what the reader made of it
    said: dict[str, Any] = field(default_factory=dict)  # answers to the page's last question
    heard: Any = None  # when the page last asked or saved: what was answered is not again
    refusals: int = 0  # of saves, so that the page knows a new one
    kept: Begun | None = None  # as the database has it


def current() -> PressDraft:
    """The article on its way; an empty one to begin with."""
    draft: PressDraft = st.session_state.setdefault(_KEY, PressDraft())
    return draft


def keep(user: User, draft: PressDraft) -> None:
    """Write down how far it has come, where that is more than before."""
    begun = _begun(draft)
    if begun == draft.kept or not (begun.given.strip() or draft.kept):
        return
    try:
        with db.transaction() as session:
            unfinished.keep(session, draft.row, begun, by=user)
    except TrackerError as refused:
        # Nobody asked for it, and the session has it: the next change is another chance.
        _log.warning("an unfinished article was not kept: %s", refused)
    else:
        draft.kept = begun


def others(user: User) -> list[UnfinishedRow]:
    """What one has begun and not finished, but for the one on its way."""
    with db.reading() as session:
        rows = unfinished.mine(session, by=user)
    return [row for row in rows if row.key != current().row]


def resume(user: User, key: str) -> None:
    """Go on with one of them. One that was finished elsewhere meanwhile is gone."""
    try:
        with db.reading() as session:
            begun = unfinished.get(session, key, by=user)
            review = _shown(session, begun.proposed, user)
    except NotFound:
        return
    st.session_state[_KEY] = PressDraft(
        row=key,
        given=begun.given,
        address=begun.address,
        published=begun.published,
        review=review,
        decided=begun.decided if review else None,
        kept=begun,
    )


def forget(user: User, key: str) -> None:
    """Drop one of them."""
    with db.transaction() as session:
        unfinished.drop(session, key, by=user)


def lay_aside(user: User) -> None:
    """Begin with an empty one. What was decided on the one on its way is kept among the others."""
    if current().decided is None:
        forget(user, current().row)
    close()


def close() -> None:
    """Begin with an empty one."""
    st.session_state.pop(_KEY, None)


def back() -> None:
    """Return to the text, to correct it and read it again. That begins with nothing decided: what
    was decided on stays among the others."""
    draft = current()
    again = PressDraft(given=draft.given, address=draft.address, published=draft.published)
    if draft.decided is None:
        again.row, again.kept = draft.row, draft.kept
    st.session_state[_KEY] = again


def _shown(session: Session, proposed: dict[str, Any] | None, user: User) -> dict[str, Any] | None:
    """What the page begins with; nothing where another version of the program kept it in another
    form: then the text is there to be read again."""
    try:
        return review_cards.shown(session, proposed, user) if proposed else None
    except (KeyError, TypeError, ValueError):
        return None


def _begun(draft: PressDraft) -> Begun:
    review = draft.review or {}
    proposed = {name: review[name] for name in ("text", "notes", "start")} if review else None
    title = ((draft.decided or review.get("start") or {}).get("fields") or {}).get("title") or ""
    return Begun(
        draft.given[: unfinished.LONGEST],
        str(title),
        draft.address,
        draft.published,
        proposed,
        draft.decided,
    )
