"""The board of follow-ups: a lane for each status, with what can be moved from it, by any hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from tracker.access import Action, User, can
from tracker.domain import addresses
from tracker.domain.addresses import Asked
from tracker.domain.follow_ups import MOVES, FollowUpRow, Lane, Look
from tracker.domain.models import FollowUpStatus, Kind
from tracker.i18n import t
from tracker.i18n.formats import number
from tracker.ui import labels, nav
from tracker.ui.acts import move_card, work_through

_ASSETS = Path(__file__).parent / "assets"
_CSS = (_ASSETS / "board.css").read_text(encoding="utf-8")
_JS = (_ASSETS / "board.js").read_text(encoding="utf-8")
_HTML = "<div class='board'><p class='hint'></p><div class='lanes' role='group'></div>"
_HTML += "<p class='said' role='status'></p></div>"


def show(lanes: Sequence[Lane], asked: Asked, user: User) -> None:
    """Draw the lanes of what is asked for; others only as places where a card may be put."""
    may_move = can(user, Action.EDIT)
    work_through.last_step(user, move_card.KEY)
    rows = {row.id: row for lane in lanes for row in lane.rows}

    def move() -> None:
        said = st.session_state.get(move_card.KEY) or {}
        move_card.take(said.get("move"), rows, user)

    drawn = st.components.v2.component("seriktes.board", html=_HTML, css=_CSS, js=_JS)
    done = drawn(
        key=move_card.KEY,
        data={
            "caption": t("layout.board"),
            "lanes": _lanes(lanes, asked, may_move),
            "asking": move_card.asked_about(),
            "said": move_card.last_said(),
            "words": _words(may_move),
        },
        on_move_change=move,
        on_open_change=_nothing,
    )
    if done.open in rows:
        nav.go(Kind.FOLLOW_UP, done.open)


def _lanes(lanes: Sequence[Lane], asked: Asked, may_move: bool) -> list[dict[str, Any]]:
    """In the order of the diagram; where nothing can be moved, only those that hold something."""
    known = {lane.status: lane for lane in lanes}
    aims = {aim for lane in lanes for row in lane.rows for aim in MOVES[row.status]}
    return [
        _lane(known[status], asked, may_move) if status in known else _folded(status)
        for status in FollowUpStatus
        if status in known or (may_move and status in aims)
    ]


def _lane(lane: Lane, asked: Asked, may_move: bool) -> dict[str, Any]:
    rest = lane.total - len(lane.rows)
    narrowed = asked._replace(wanted=asked.wanted._replace(status=lane.status), look=Look())
    return {
        "id": str(lane.status),
        "title": t(f"follow_up_status.{lane.status}"),
        "total": number(lane.total),
        "is_folded": False,
        "note": "",
        "cards": [_card(row, may_move) for row in lane.rows],
        "more": t("board.more", n=rest, count=number(rest)) if rest else "",
        "more_href": f"{nav.address(nav.FOLLOW_UPS)}?{addresses.query(Kind.FOLLOW_UP, narrowed)}",
    }


def _folded(status: FollowUpStatus) -> dict[str, Any]:
    """A lane whose cards the filter hides, but into which one can be put."""
    return {
        "id": str(status),
        "title": t(f"follow_up_status.{status}"),
        "total": "",
        "is_folded": True,
        "note": t("board.hidden"),
        "cards": [],
        "more": "",
        "more_href": "",
    }


def _card(row: FollowUpRow, may_move: bool) -> dict[str, Any]:
    due, is_late = labels.due(row.due_on, is_closed=row.status.is_closed)
    badges = (labels.direction(row.direction), labels.high(row.priority))
    return {
        "id": row.id,
        "revision": row.revision,
        "title": labels.follow_up(row.kind, row.subject),
        "href": nav.href(Kind.FOLLOW_UP, row.id),
        "partner": row.partner,
        "owner": row.owner,
        "due": due,
        "is_late": is_late,
        "badges": [badge for badge in badges if badge],
        "asks": [str(aim) for aim in move_card.asks(row)],
        "moves": [str(aim) for aim in MOVES[row.status]] if may_move else [],
    }


def _words(may_move: bool) -> dict[str, str]:
    """What the board says by itself; what stands in braces it fills in."""
    return {
        "hint": t("board.hint") if may_move else t("board.hint_reading"),
        "move": t("board.move"),
        "lifted": t("board.lifted", name="{name}", lane="{lane}"),
        "over": t("board.over", lane="{lane}"),
        "back": t("board.back", lane="{lane}"),
        "left": t("board.left", name="{name}"),
    }


def _nothing() -> None:
    """Events are read after the component has run; the callback only makes them arrive."""
