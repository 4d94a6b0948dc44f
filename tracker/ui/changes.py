"""What changed on records, in the reader's words: one line of a feed for each save."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from tracker.domain.history import ChangeRow
from tracker.domain.titles import Title
from tracker.i18n import t
from tracker.i18n.formats import day, hour, moment
from tracker.ui import field_names, labels, nav
from tracker.ui.feeds import Item

_LINKS = frozenset(
    {"tags", "partners", "people", "colleagues", "participants", "positions", "mentions", "files"}
)
# Fields that say something of the whole record: the word when they are set, and when not.
_EVENTS = {
    "": ("history.created", "history.created"),
    "deleted_at": ("history.trashed", "history.restored"),
    "second_factor": ("history.second_factor_on", "history.second_factor_off"),
    "taken_back": ("history.step_taken_back", "history.step_taken_back"),
    "active": ("history.switched_on", "history.switched_off"),
}
_DAYS = frozenset({"since", "until", "valid_from", "valid_until"})


def items(rows: Sequence[ChangeRow], *, names_record: bool) -> list[Item]:
    """One line a save: who and when, and below it everything that changed."""
    return [_item(list(group), names_record) for _, group in groupby(rows, key=_save)]


def _save(row: ChangeRow) -> tuple[object, ...]:
    # A save may write in several steps, a few milliseconds apart.
    return row.kind, row.record_id, row.who, row.at.replace(microsecond=0)


def _item(rows: list[ChangeRow], names_record: bool) -> Item:
    first = rows[0]
    who = first.who or t("history.system")
    # The latest comes first; within one save the steps read in the order they were made.
    about = "\n".join(dict.fromkeys(sentence(row) for row in reversed(rows)))
    if not names_record:
        return Item(who, icon="edit_note", text=about, when=moment(first.at))
    is_there = not (first.title.trashed or first.title.gone)
    return Item(
        labels.title(first.title) or t(f"kind.{first.kind}"),
        first.record_id if is_there else 0,
        first.kind if is_there else "",
        icon=nav.ICON_OF.get(first.kind, "manage_accounts"),
        meta=" · ".join((t(f"kind.{first.kind}"), who)),
        text=about,
        when=moment(first.at),
    )


def sentence(row: ChangeRow) -> str:
    """One change: "Stage: In contact → Active", "Partners: added EMC"."""
    if not row.field and row.old is not None:
        return t("history.gone")
    if row.field in _EVENTS:
        set_, unset = _EVENTS[row.field]
        is_set = row.new is not None and row.new.text != "False"
        return t(set_ if is_set else unset)
    old, new = (value(row.field, each) for each in (row.old, row.new))
    if row.field in _LINKS:
        change = t("history.added", value=new) if new else t("history.removed", value=old)
    elif old and new:
        change = t("history.replaced", old=old, new=new)
    else:
        change = new or t("history.emptied", old=old)
    return t("history.of_field", field=_field(row), change=change)


def _field(row: ChangeRow) -> str:
    link, _, column = row.field.rpartition(".")
    if not link:
        return field_names.label(column, str(row.kind))
    named = labels.title(row.link) if row.link else ""
    return t("history.at_link", field=field_names.label(column, link), link=named)


def value(field: str, stored: Title | None) -> str:
    """A value for reading; days and instants are stored as ISO text."""
    if stored is None:
        return ""
    column = field.rpartition(".")[2]
    if column.endswith("_on") or column in _DAYS:
        return _as(date.fromisoformat, day, stored.text)
    if column == "closed_at":
        return _as(datetime.fromisoformat, moment, stored.text)
    if column.endswith("_at"):
        return _as(time.fromisoformat, hour, stored.text)
    return labels.title(stored)


def _as(read: Callable[[str], Any], write: Callable[[Any], str], text: str) -> str:
    try:
        return write(read(text))
    except ValueError:
        return text
