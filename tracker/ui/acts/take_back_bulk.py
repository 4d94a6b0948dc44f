"""Taking back what was just done with several follow-ups, at one press where it was done."""

from collections.abc import Callable

import streamlit as st

from tracker import db
from tracker.access import User
from tracker.domain import follow_ups, titles, undoing
from tracker.domain.models import Kind, UndertakingKind
from tracker.i18n import t
from tracker.ui import feeds, flash, labels, sidebar, way_back

_LAST = "bulk"  # the last act on many, as long as it can be taken back from here
_KEPT = "bulk.kept"  # the follow-ups that stayed as they are when it was taken back
_SHOWN = 20


def recorded(user: User, act: Callable[..., int], says: Callable[[int], str]) -> str:
    """Do it as one piece of work that can be taken back; what was done, in words."""
    with db.transaction() as session:
        with undoing.recorded(session, UndertakingKind.BULK, "", by=user) as work:
            changed = act(session)
            said = work.title = says(changed)
        number = work.id
    st.session_state[_LAST] = {"id": number, "said": said} if changed else None
    st.session_state.pop(_KEPT, None)
    return said


def show(user: User) -> None:
    """What was done last with several, and the way back; after that, what it had to leave."""
    if (last := st.session_state.get(_LAST)) is not None:
        number, said = last["id"], last["said"]
        way_back.show(
            said,
            place="bulk",
            button=f"{_LAST}.{number}",
            undo=_take_back,
            args=(number, said, user),
        )
    if kept := st.session_state.get(_KEPT):
        _name(kept, user)


def _take_back(number: int, said: str, user: User) -> None:
    st.session_state.pop(_LAST, None)
    with flash.refusals_ahead():
        with db.transaction() as session:
            st.session_state[_KEPT] = follow_ups.take_back_many(session, number, by=user)
        flash.say(t("take_back.done", title=said))
    sidebar.recount()


def _name(kept: list[int], user: User) -> None:
    """Those that a colleague changed since, each a link."""
    with st.container(border=True, key="bulk_kept"):
        st.warning(t("take_back.kept", n=len(kept)), icon=":material/sync_problem:")
        with db.reading() as session:
            wanted = [(Kind.FOLLOW_UP, number) for number in kept[:_SHOWN]]
            named = titles.titles(session, wanted, by=user)
        lines = [
            feeds.Item(labels.title(title), number, "" if title.trashed else kind)
            for (kind, number), title in named.items()
        ]
        feeds.show(lines, key=_KEPT, caption=t("take_back.title"))
        st.button(t("take_back.seen"), key="bulk.seen", on_click=_forget)


def _forget() -> None:
    st.session_state.pop(_KEPT, None)
