"""Follow-ups on paper for a meeting: what, with whom, until when, by whom – and room for what is
decided."""

from collections.abc import Iterable, Sequence
from itertools import islice

from tracker import clock
from tracker.access import User
from tracker.domain.excerpts import excerpt
from tracker.domain.exports.follow_ups import FollowUpExport
from tracker.domain.models import FollowUpKind, Kind, Priority
from tracker.errors import TooManyLines
from tracker.export.papers import Paper, Told
from tracker.export.sheets import Column, link_to
from tracker.i18n import current, formats, t, word
from tracker.settings import settings

MOST = 300  # lines; who has more to speak of does not do so from paper

_QUOTED = 160  # letters of a quote
_COLUMNS = (
    ("export.number", 7),
    ("follow_ups.what", 42),
    ("field.partner_id", 30),
    ("field.due_on", 19),
    ("field.owner_id", 25),
    ("field.status", 19),
    ("field.direction", 16),
    ("export.decision", 30),
)


def of_follow_ups(
    found: Iterable[FollowUpExport], said: Sequence[tuple[str, str]], *, by: User, base: str
) -> Paper:
    """`said` is what the list was narrowed to. Raises TooManyLines."""
    rows = list(islice(found, MOST + 1))
    if len(rows) > MOST:
        raise TooManyLines(f"more than {MOST} lines", most=MOST)
    overdue = sum(row.is_overdue for row in rows)
    counts = t("export.in_all_counts", total=len(rows), overdue=overdue)
    return Paper(
        settings().university(current()),
        t("nav.follow_ups"),
        [(t("export.in_all"), counts), *said],
        [Column(name, t(name), width) for name, width in _COLUMNS],
        [_line(number, row, base) for number, row in enumerate(rows, start=1)],
        author=by.name,
        signs=[t("export.chair"), t("export.minutes")],
    )


def _line(number: int, row: FollowUpExport, base: str) -> list[Told]:
    quote = excerpt(row.quote, _QUOTED).replace("«", "„").replace("»", "“")
    high = t("follow_up.high") if row.priority == Priority.HIGH else ""
    return [
        Told(str(number), address=link_to(base, Kind.FOLLOW_UP, row.id).address),
        Told(_what(row), t("export.quoted", text=quote) if quote else ""),
        Told(row.partner),
        _due(row),
        Told(row.owner, row.unit or ""),
        Told(word(row.status), high),
        Told(word(row.direction)),
        Told(""),
    ]


def _what(row: FollowUpExport) -> str:
    if row.subject and row.kind == FollowUpKind.OTHER:
        return row.subject
    return ": ".join(part for part in (word(row.kind), row.subject) if part)


def _due(row: FollowUpExport) -> Told:
    if row.due_on is None:
        return Told("–")
    late = t("export.late", n=(clock.today() - row.due_on).days) if row.is_overdue else ""
    return Told(formats.day(row.due_on), late, is_loud=row.is_overdue)
