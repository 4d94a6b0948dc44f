"""Working through follow-ups, line by line: done or later, at a press that can be taken back.

A page that lists follow-ups with `show` draws `dialog` at its end.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

import streamlit as st

from tracker import clock, db
from tracker.access import Action, User, can
from tracker.domain import follow_ups
from tracker.domain.follow_ups import FollowUpRow
from tracker.domain.models import FollowUp, FollowUpKind
from tracker.i18n import t
from tracker.i18n.formats import day
from tracker.ui import feeds, flash, follow_up_items, labels, sidebar, way_back
from tracker.ui.acts import complete_follow_up, move_follow_up

_LAST = "work_through"  # the last step, as long as it can be taken back from where it was made
_DONE, _LATER, _ANOTHER_DAY = "done", "later", "another_day"
_DAYS: dict[str, Callable[[date], date]] = {
    "tomorrow": lambda today: today + timedelta(days=1),
    "next_week": lambda today: today + timedelta(days=7 - today.weekday()),
}


def show(
    rows: Sequence[FollowUpRow],
    user: User,
    *,
    key: str,
    caption: str,
    names_partner: bool = True,
    names_owner: bool = True,
    articles: Mapping[int, str] = MappingProxyType({}),
    groups: Sequence[feeds.Group] = (),
) -> None:
    """Lines of follow-ups, for those who may edit with what can be done, and do what is pressed."""
    may_edit = can(user, Action.EDIT)
    lines = follow_up_items.items(
        rows,
        actions=[(_DONE, t("follow_up.done"))] if may_edit else [],
        menu=_later() if may_edit else [],
        names_partner=names_partner,
        names_owner=names_owner,
        articles=articles,
    )
    act = feeds.show(lines, key=key, caption=caption, groups=groups)
    if act is not None:
        _take(act, user, _place(key))


def last_step(user: User, key: str) -> None:
    """What was done last in the lists whose keys begin so, with the way back."""
    last = st.session_state.get(_LAST)
    if last is None or last["place"] != _place(key):
        return
    number, revision = last["id"], last["revision"]
    way_back.show(
        last["said"],
        place="last_step",
        button=f"{_LAST}.{number}.{revision}",
        undo=_take_back,
        args=(number, revision, user),
    )


def dialog(user: User) -> None:
    complete_follow_up.dialog(user)
    move_follow_up.dialog(user)


def _later() -> list[tuple[str, str]]:
    return [(word, t(f"follow_up.{word}")) for word in (_LATER, *_DAYS, _ANOTHER_DAY)]


def _take(act: feeds.Act, user: User, place: str) -> None:
    """A plain task is done at once; a promise asks what came of it."""
    with flash.refusals_ahead():
        if _asks(act, user):
            return
        _do(act, user, place)
    st.rerun()


def _asks(act: feeds.Act, user: User) -> bool:
    with db.reading() as session:
        kind = follow_ups.get(session, act.id, by=user).kind
    if act.action == _ANOTHER_DAY:
        move_follow_up.open("postpone", act.id, act.revision)
    elif act.action == _DONE and kind is not FollowUpKind.OTHER:
        complete_follow_up.open(act.id, act.revision)
    else:
        return False
    return True


def _do(act: feeds.Act, user: User, place: str) -> None:
    with db.transaction() as session:
        if act.action == _DONE:
            said = t("follow_up.done")
            moved = follow_ups.complete(
                session, act.id, outcome=said, revision=act.revision, by=user
            )
        else:
            due_on = _DAYS[act.action](clock.today())
            said = t("follow_up.postponed", day=day(due_on))
            moved = follow_ups.postpone(
                session, act.id, due_on=due_on, revision=act.revision, by=user
            )
    _remember(moved, said, place)


def remember(moved: FollowUp, said: str, key: str) -> None:
    """A step that was made elsewhere on the page of these lists; `last_step` takes it back."""
    _remember(moved, said, _place(key))


def _remember(moved: FollowUp, said: str, place: str) -> None:
    sidebar.recount()
    st.session_state[_LAST] = {
        "id": moved.id,
        "revision": moved.revision,
        "said": f"{labels.follow_up(moved.kind, moved.subject)} – {said}",
        "place": place,
    }


def _place(key: str) -> str:
    """The lists of one page and record: what was done there is not taken back elsewhere."""
    return f"{key.split('.')[0]}.{st.query_params.get('id', '')}"


def _take_back(follow_up_id: int, revision: int, user: User) -> None:
    st.session_state.pop(_LAST, None)
    with flash.refusals_ahead():
        with db.transaction() as session:
            back = follow_ups.take_back(session, follow_up_id, revision=revision, by=user)
        flash.say(t("follow_up.taken_back", name=labels.follow_up(back.kind, back.subject)))
    sidebar.recount()
