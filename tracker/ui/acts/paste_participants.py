"""Adding participants from a list of names: known ones at once, the others one by one or together.

What is left to decide is kept in the session, until it is added or left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker import db
from tracker.access import User
from tracker.domain import after_event, partners
from tracker.domain.after_event import Guest, Pasted
from tracker.domain.models import Sector
from tracker.domain.press.naming import undressed
from tracker.errors import RowsRefused
from tracker.i18n import sentence, t
from tracker.i18n.plain import plain
from tracker.ui import flash, unsent
from tracker.ui.forms import pickers

_KEY = "paste"
_SHOWN = 20  # lines to decide at a time


@dataclass
class _Open:
    """A line that nobody has decided on. `key` names its fields, and makes it be added once."""

    key: str
    line: Pasted


@dataclass
class _Drawn:
    """A line on the screen: what is chosen of it, and where its refusal goes."""

    open: _Open
    guest: Guest
    place: DeltaGenerator


def show(user: User, event_id: int) -> None:
    """The field for the list, and below it what is left to decide."""
    waiting = _waiting(event_id)
    with st.expander(
        t("paste.title"), icon=":material/content_paste:", expanded=bool(waiting), key="paste"
    ):
        form = f"{_KEY}.{event_id}"
        key = f"{form}.{unsent.turn(form)}"
        unsent.offer(key)
        with st.form(key, border=False, enter_to_submit=False):
            text = st.text_area(
                t("paste.names"),
                key=f"{key}.names",
                height=140,
                max_chars=50_000,
                help=t("paste.help"),
                placeholder=t("paste.example"),
            )
            pressed = st.form_submit_button(t("paste.look"), type="primary")
        if pressed:
            _take(text or "", user, event_id)
        if waiting:
            _decide(waiting, user, event_id)


def _waiting(event_id: int) -> list[_Open]:
    lines: list[_Open] = st.session_state.setdefault(f"{_KEY}.waiting.{event_id}", [])
    return lines


def _take(text: str, user: User, event_id: int) -> None:
    """Add whom the list names beyond doubt; the others wait. The field is empty then."""
    form = f"{_KEY}.{event_id}"
    with flash.refusals(), unsent.saving(unsent.turn(form)) as session:
        read = after_event.look(session, text, by=user)
        sure = [line.sure for line in read if line.sure is not None]
        added = after_event.add(session, event_id, sure, by=user)
    left = [line for line in read if line.sure is None]
    if not read:
        st.warning(t("paste.nothing"), icon=":material/info:")
        return
    waiting = _waiting(event_id)
    known = {each.line.typed for each in waiting}
    waiting.extend(_Open(uuid4().hex, line) for line in left if line.typed not in known)
    unsent.turn_over(form)
    _say(added, there=not added and bool(sure), left=len(left))
    st.rerun()


def _decide(waiting: list[_Open], user: User, event_id: int) -> None:
    st.markdown(f"**{t('paste.to_decide', n=len(waiting))}**")
    drawn = [_line(each, waiting, user, event_id) for each in waiting[:_SHOWN]]
    if len(waiting) > _SHOWN:
        st.caption(t("paste.more", n=len(waiting) - _SHOWN))
    if len(drawn) > 1 and st.button(
        t("paste.add_all", n=len(drawn)), key=f"{_KEY}.all.{event_id}", icon=":material/group_add:"
    ):
        _add(drawn, waiting, user, event_id)


def _line(each: _Open, waiting: list[_Open], user: User, event_id: int) -> _Drawn:
    """One line: whom it may mean, what is missing to make it new, and the two ways to be rid of
    it."""
    with st.container(border=True, key=f"{_KEY}.line.{each.key}"):
        choices = each.line.choices
        left, right = st.columns(2)
        place = left.selectbox(
            plain(each.line.typed),
            range(len(choices)),
            format_func=lambda number: _called(choices[number]),
            key=f"{_KEY}.choice.{each.key}",
        )
        with right:
            guest = _completed(choices[place or 0], each.key, user)
        refused = st.empty()
        drawn = _Drawn(each, guest, refused)
        with st.container(horizontal=True):
            pressed = st.button(t("paste.add"), key=f"{_KEY}.add.{each.key}")
            st.button(
                t("paste.leave_out"),
                key=f"{_KEY}.leave.{each.key}",
                type="tertiary",
                on_click=waiting.remove,
                args=(each,),
            )
        if pressed:
            _add([drawn], waiting, user, event_id)
    return drawn


def _completed(guest: Guest, key: str, user: User) -> Guest:
    """Ask what a new partner or a new person needs beside the name."""
    if guest.lacks_partner:
        with db.reading() as session:
            known = partners.choices(session, by=user)
        picked = pickers.one(t("paste.where_from"), known, key=f"{_KEY}.at.{key}")
        if picked.ids:
            return guest._replace(partner=dict(known)[picked.ids[0]], partner_id=picked.ids[0])
        guest = guest._replace(partner=picked.names[0] if picked.names else "")
    if guest.partner and guest.partner_id is None:
        (new,) = pickers.new_partners([undressed(guest.partner).bare], key=f"{_KEY}.{key}")
        return guest._replace(sector=new.sector or Sector.OTHER)
    return guest


def _called(guest: Guest) -> str:
    name = " – ".join(part for part in (guest.person, guest.partner) if part)
    if guest.is_known:
        return name
    if guest.person and guest.partner_id is None and guest.partner:
        return t("paste.new_both", name=name)
    if guest.person and guest.person_id is None:
        return t("paste.new_person", name=name)
    return t("paste.new_partner", name=name) if guest.partner else name


def _add(drawn: Sequence[_Drawn], waiting: list[_Open], user: User, event_id: int) -> None:
    guests = [each.guest for each in drawn]
    key = drawn[0].open.key if len(drawn) == 1 else None
    with flash.refusals():
        try:
            with db.transaction() as session:
                added = after_event.add(session, event_id, guests, by=user, key=key)
        except RowsRefused as refused:
            for place, problems in refused.problems.items():
                drawn[place].place.error(plain(" ".join(map(sentence, problems))))
            raise
    for each in drawn:
        waiting.remove(each.open)
    _say(added, there=not added, left=0)
    st.rerun()


def _say(added: int, *, there: bool, left: int) -> None:
    parts = [t("event.participants_added", n=added)] if added else []
    parts += [t("paste.there_already")] if there else []
    parts += [t("paste.left", n=left)] if left else []
    flash.say("; ".join(parts))
