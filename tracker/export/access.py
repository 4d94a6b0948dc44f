"""The access log as a workbook: for the notice of a breach, and whoever asks who looked."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from io import BytesIO
from typing import Any

from tracker import clock
from tracker.access import User
from tracker.domain import days
from tracker.domain.access_log import AccessFilter, AccessRow
from tracker.domain.addresses import LISTS, number_of
from tracker.domain.models import Deed, Kind
from tracker.export import xlsx
from tracker.export.sheets import Column, Link, Row, Sheet, link_to
from tracker.i18n import formats, t, word

_WIDTHS = {"at": 18, "who": 28, "deed": 26, "what": 34, "rows": 8, "form": 8, "asked": 40}
_PAPERS = {Deed.REPORT: "nav.reports", Deed.PACK: "nav.evidence"}
_WIDTHS |= {"fields": 50}


def wanted(parameters: Mapping[str, str]) -> AccessFilter:
    """The filter that an address asks for; nonsense narrows nothing away."""
    found: dict[str, Any] = {}
    for key, field, read in (
        ("person", "person_id", number_of),
        ("colleague", "account_id", number_of),
        ("deed", "deed", Deed),
        ("from", "since", days.addressed),
        ("to", "until", days.addressed),
    ):
        if text := parameters.get(key):
            with suppress(ValueError):
                found[field] = read(text)
    return AccessFilter(**found)


def workbook(rows: Iterable[AccessRow], asked: AccessFilter, *, by: User, base: str) -> bytes:
    """The whole log as far as it fits."""
    told = [
        (t(f"list.{name}"), formats.day(day))
        for name, day in (("since", asked.since), ("until", asked.until))
        if day
    ]
    told.append((t("export.made"), f"{formats.moment(clock.now())}, {by.name}"))
    columns = [Column(name, t(f"access.{name}"), width) for name, width in _WIDTHS.items()]
    columns.append(Column("link", t("export.link"), 44))
    file = BytesIO()
    lines = (Row(_cells(row, base)) for row in rows)
    xlsx.write(Sheet(t("nav.access"), told, columns, lines), file)
    return file.getvalue()


def what(row: AccessRow) -> str:
    """Whose data it was: a record by its name, a list, or a paper."""
    if row.deed in _PAPERS:
        return t(_PAPERS[row.deed])
    if row.record_id is None:
        return t(f"nav.{LISTS[Kind(row.kind)].word}")
    return row.title or f"#{row.record_id}"


def _cells(row: AccessRow, base: str) -> list[Any]:
    link: Link | None = None
    if row.record_id is not None:
        link = link_to(base, Kind(row.kind), row.record_id)
    fields = ", ".join(t(each) for each in row.fields.split())
    when = f"{clock.local(row.at):%Y-%m-%d %H:%M}"
    return [when, row.who, word(row.deed), what(row), row.held, row.form, row.asked, fields, link]
