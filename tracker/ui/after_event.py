"""The sheet of an event's participants: what the browser draws, and what it sends, as the domain
takes it. What comes from a browser may be anything: only the fields of the sheet are taken."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from tracker.access import User
from tracker.domain.after_event import Sheet, SheetRow, Typed
from tracker.domain.models import Attendance, FollowUpKind, Kind, ParticipationRole
from tracker.errors import Invalid, RowsRefused, RowStale
from tracker.i18n import sentence, t, word
from tracker.i18n.formats import day
from tracker.ui import nav

_ASSETS = Path(__file__).parent / "assets"
_CSS, _JS = ((_ASSETS / f"sheet.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
_FIELDS = ("came", "outcome", "next_step", "owner_id", "due_on")
_MOST = 2_000  # rows that one save may bring
_OPENING = re.compile(r"[0-9a-f]{32}")


def draw(data: dict[str, Any], *, key: str) -> tuple[dict[str, Any] | None, str | None]:
    """Draw the sheet; what it asks to be saved, if it does: `rows`, and `at` by which it knows the
    answer; and the key of its opening, where it was open before this session was."""
    drawn = st.components.v2.component(
        "seriktes.sheet", html="<div class='sheet'></div>", css=_CSS, js=_JS
    )
    done = drawn(key=key, data=data, on_save_change=_nothing, on_opening_change=_nothing)
    is_known = isinstance(done.opening, str) and _OPENING.fullmatch(done.opening)
    return done.save if isinstance(done.save, dict) else None, done.opening if is_known else None


def kept(texts: Mapping[str, str]) -> list[tuple[int, dict[str, Any]]]:
    """What the sheet had the server keep: the rows as typed, each by its partner."""
    return list(_kept(texts.get("rows", "")))


def _kept(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for part in text.split("\n\n"):  # of two that were taken one after the other
        try:
            rows = json.loads(part or "[]")
            for number, row in rows:
                values = {each: str(row["values"].get(each) or "") for each in _FIELDS}
                yield (
                    int(number),
                    {
                        "name": str(row["name"]),
                        "mark": str(row["mark"]),
                        "values": values,
                    },
                )
        except (
            ArithmeticError,
            AttributeError,
            LookupError,
            RecursionError,
            TypeError,
            ValueError,
        ):
            continue  # no sheet of ours sent it


def kept_in_words(texts: Mapping[str, str]) -> str:
    """The same for whoever is asked whether to go on with it."""
    said = ((row["name"], row["values"]) for _, row in kept(texts))
    lines = (
        (name, " – ".join(filter(None, (values["outcome"], values["next_step"]))))
        for name, values in said
    )
    return "; ".join(f"{name}: {words}" if words else name for name, words in lines)


def shown(sheet: Sheet, colleagues: Sequence[tuple[int, str]], user: User) -> dict[str, Any]:
    """What the browser needs to draw it."""
    owners = [("", t("sheet.me", name=user.name))]
    owners += [(str(number), name) for number, name in colleagues]
    return {
        "has_begun": sheet.has_begun,
        "rows": [_row(row) for row in sheet.rows],
        "options": {
            "came": [("", "—"), *((each.value, word(each)) for each in Attendance)],
            "owner_id": owners,
        },
        "words": {
            "caption": t("sheet.title"),
            "participant": t("sheet.participant"),
            **{field: t(f"field.{field}") for field in _FIELDS},
            "all_came": t("sheet.all_came"),
            "save": t("sheet.save"),
            "changed": t("sheet.changed", n="{n}"),
            "place": t("sheet.place", n="{n}", total="{total}"),
            "back": t("sheet.back"),
            "on": t("sheet.on"),
            "keep_mine": t("conflict.keep_mine"),
            "take_theirs": t("conflict.take_theirs"),
        },
    }


def typed(sent: Mapping[str, Any]) -> list[Typed]:
    """The rows that a browser sends."""
    rows = sent.get("rows")
    found = []
    for row in rows[:_MOST] if isinstance(rows, list) else []:
        if isinstance(row, dict) and type(row.get("id")) is int:
            values = {field: row.get(field) for field in _FIELDS}
            values["owner_id"] = values["owner_id"] or None
            values["due_on"] = values["due_on"] or None
            found.append(Typed(row["id"], str(row.get("mark"))[:500], values))
    return found


def problems(refused: RowsRefused, colleagues: Mapping[int, str]) -> dict[str, Any]:
    """What is wrong with which row at which field, in the reader's words."""
    return {str(number): _told(some, colleagues) for number, some in refused.problems.items()}


def _told(some: Sequence[Invalid], colleagues: Mapping[int, str]) -> dict[str, Any]:
    told: dict[str, Any] = {"fields": {each.field: sentence(each) for each in some}}
    stale = next((each for each in some if isinstance(each, RowStale)), None)
    if stale is not None:
        told["theirs"] = _row(stale.theirs)
        told["now"] = t("sheet.now", values=_said(stale.theirs, colleagues) or "—")
    return told


def _said(row: SheetRow, colleagues: Mapping[int, str]) -> str:
    """A row in words: what somebody else made of it."""
    parts = [word(row.came) if row.came else "", row.outcome, row.next_step]
    parts += [colleagues.get(row.owner_id or 0, ""), day(row.due_on) if row.due_on else ""]
    return " · ".join(part for part in parts if part)


def _row(row: SheetRow) -> dict[str, Any]:
    usual = ParticipationRole.PARTICIPANT
    roles = (t(f"participation_role.{role}") for role in row.roles if role is not usual)
    now = [t(f"sector.{row.sector}"), t(f"stage.{row.stage}")]
    if row.open_follow_ups:
        now.append(t("sheet.open_follow_ups", n=row.open_follow_ups))
    named = row.kind if row.kind is not FollowUpKind.OTHER else None
    return {
        "id": row.partner_id,
        "name": row.partner,
        "href": nav.href(Kind.PARTNER, row.partner_id),
        "people": [", ".join(filter(None, (each.name, each.title))) for each in row.people],
        "now": " · ".join([*roles, *now]),
        "came": row.came or "",
        "outcome": row.outcome,
        "next_step": row.next_step,
        "kind": word(named) if named else "",
        "owner_id": str(row.owner_id or ""),
        "due_on": row.due_on.isoformat() if row.due_on else "",
        "closed": t("sheet.closed", name=row.closed) if row.closed else "",
        "mark": row.mark,
    }


def _nothing() -> None:
    """Events are read after the component has run; the callback only makes them arrive."""
