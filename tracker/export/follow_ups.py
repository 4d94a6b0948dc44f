"""The list of follow-ups as a file: for a colleague in their language, for a program in codes."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import IO
from urllib.parse import urlencode

from pydantic import TypeAdapter
from sqlmodel import Session, SQLModel

from tracker import clock
from tracker.access import User
from tracker.domain import follow_ups
from tracker.domain.follow_ups import FollowUpExport, FollowUpFilter, Sort
from tracker.domain.models import Account, Event, FollowUpKind, Kind, Named, Partner, Unit
from tracker.errors import Invalid
from tracker.export import csv, json, xlsx
from tracker.export.sheets import Column, Link, Row, Sheet
from tracker.i18n import formats, speaking, t

_WIDTHS = {
    "number": 8,
    "due": 12,
    "overdue": 24,
    "status": 16,
    "kind": 24,
    "subject": 36,
    "direction": 14,
    "partner": 36,
    "unit": 30,
    "owner": 26,
    "priority": 12,
    "quote": 44,
    "origin": 36,
    "notes": 36,
    "outcome": 36,
    "recorded": 12,
    "closed": 12,
    "link": 44,
}

_FILTER = TypeAdapter(FollowUpFilter)
_LARGEST = 2**31 - 1  # id that the database takes


class Format(StrEnum):
    """What a file of a list may be; also its ending."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"

    @property
    def media_type(self) -> str:
        return {"csv": csv.MEDIA_TYPE, "xlsx": xlsx.MEDIA_TYPE, "json": json.MEDIA_TYPE}[self]


def write(
    session: Session,
    file: IO[bytes],
    wanted: FollowUpFilter,
    *,
    by: User,
    form: Format,
    base: str,
    sort: Sort = Sort.DUE,
    descending: bool = False,
) -> None:
    """Write every follow-up that fits; `base` is the address of the tracker, for the links.

    Raises NotAllowed, and TooManyRows for a workbook of more than a million.
    """
    found = follow_ups.all_rows(session, wanted, by=by, sort=sort, descending=descending)
    with speaking(by.language):
        if form is Format.JSON:
            file.writelines(json.lines(_for_programs(found, base)))
            return
        notes = [] if form is Format.CSV else list(_notes(session, wanted, by))
        sheet = _for_people(found, base, notes)
        if form is Format.CSV:
            file.writelines(csv.lines(sheet))
        else:
            xlsx.write(sheet, file)


def address(
    form: Format, wanted: FollowUpFilter, sort: Sort = Sort.DUE, *, descending: bool = False
) -> str:
    """Where the tracker hands out this list as a file: what `asked` reads."""
    told = {**wanted._asdict(), "sort": sort, "descending": descending}
    usual = {**FollowUpFilter()._asdict(), "sort": Sort.DUE, "descending": False}
    unusual = {field: str(value) for field, value in told.items() if value != usual[field]}
    query = f"?{urlencode(unusual)}" if unusual else ""
    return f"/download/follow-ups.{form}{query}"


def asked(parameters: Mapping[str, str]) -> tuple[FollowUpFilter, Sort, bool]:
    """What an address asks for, and in which order: filter, sort, whether descending.

    Raises Invalid on nonsense: passing over it would hand out more than was asked for.
    """
    told = dict(parameters)
    try:
        sort = Sort(told.pop("sort", Sort.DUE))
        descending = told.pop("descending", "") == "True"
        wanted = _FILTER.validate_python(told)
    except ValueError:
        raise Invalid("filter", "bad_address") from None
    if any(isinstance(value, int) and value > _LARGEST for value in wanted):
        raise Invalid("filter", "bad_address")
    return wanted, sort, descending


def name(form: Format) -> str:
    """The file's name in the present language: `Follow-ups 2024-04-08.xlsx`."""
    return f"{t('export.follow_ups')} {clock.today().isoformat()}.{form}"


def _for_people(found: Iterable[FollowUpExport], base: str, notes: list[tuple[str, str]]) -> Sheet:
    columns = [Column(key, t(f"export.{key}"), width) for key, width in _WIDTHS.items()]
    return Sheet(t("export.follow_ups"), notes, columns, (_row(each, base) for each in found))


def _row(each: FollowUpExport, base: str) -> Row:
    days = (clock.today() - each.due_on).days if each.due_on and each.is_overdue else 0
    return Row(
        (
            each.id,
            each.due_on,
            t("export.late", n=days) if days else None,
            t(f"follow_up_status.{each.status}"),
            t(f"follow_up_kind.{each.kind}"),
            each.subject,
            t(f"direction.{each.direction}"),
            each.partner,
            each.unit,
            each.owner,
            t(f"priority.{each.priority}"),
            each.quote,
            each.origin,
            each.notes,
            each.outcome,
            clock.local(each.created_at).date(),
            clock.local(each.closed_at).date() if each.closed_at else None,
            _link(base, each.id),
        ),
        is_late=days > 0,
    )


def _for_programs(found: Iterable[FollowUpExport], base: str) -> Sheet:
    columns = [Column(field, field, 0) for field in (*FollowUpExport._fields, "link")]
    rows = (Row((*each, _link(base, each.id))) for each in found)
    return Sheet("", (), columns, rows)


def _link(base: str, number: int) -> Link:
    return Link(f"{base.rstrip('/')}/{Kind.FOLLOW_UP}?id={number}")


def _notes(session: Session, wanted: FollowUpFilter, by: User) -> Iterator[tuple[str, str]]:
    """What the list was narrowed to; who made the file, and when."""
    status = (
        f"follow_up_status.{wanted.status}" if wanted.status else f"export.shown_{wanted.shown}"
    )
    yield t("export.shown"), t("export.shown_overdue") if wanted.overdue else t(status)
    for word, said in (
        ("search", wanted.text),
        ("owner", _named(session, Account, wanted.owner_id, by)),
        ("partner", _named(session, Partner, wanted.partner_id, by)),
        ("unit", _named(session, Unit, wanted.unit_id, by)),
        ("event", _named(session, Event, wanted.event_id, by)),
        ("kind", _word(wanted.kind)),
        ("direction", t(f"direction.{wanted.direction}") if wanted.direction else ""),
        ("due_from", _day(wanted.due_from)),
        ("due_to", _day(wanted.due_to)),
        ("tag", wanted.tag),
    ):
        if said:
            yield t(f"export.{word}"), said
    yield t("export.made"), f"{formats.moment(clock.now())}, {by.name}"


def _word(kind: FollowUpKind | None) -> str:
    return t(f"follow_up_kind.{kind}") if kind else ""


def _day(value: date | None) -> str:
    return formats.day(value) if value else ""


def _named(session: Session, kind: type[SQLModel], number: int | None, by: User) -> str:
    found = session.get(kind, number) if number else None
    if isinstance(found, Named):
        return found.name(by.language)
    return found.name if isinstance(found, Account) else str(number or "")
