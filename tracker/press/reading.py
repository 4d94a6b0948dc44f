"""Reading an article: a crude stand-in that finds quoted names with a legal form, and dates."""

import re
from datetime import date

from tracker.press.article import prepare
from tracker.press.found import Day, Organisation, Reading, Span
from tracker.press.known import Context

_NAME = re.compile(
    r"(?:(?:ТОО|АО|ЖШС|АҚ) «[^»\n]{2,80}»|«[^»\n]{2,80}» (?:ЖШС|АҚ)"
    r"|(?:[A-Z][\w-]+ ){1,3}(?:LLP|JSC)\b)"
)
_DAY = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")


def read(given: str, context: Context = Context()) -> Reading:
    """Everything found in the text, with spans in it."""
    article = prepare(given)
    names: dict[str, list[Span]] = {}
    for found in _NAME.finditer(given):
        names.setdefault(found[0], []).append(Span(found.start(), found.end()))
    known = context.known.called(list(names)) if context.known else {}
    return Reading(
        given,
        article.language,
        article.words(article.title),
        None,
        organisations=tuple(
            Organisation(
                name, tuple(spans), "industry", False, 0.9, "legal_form", match=known.get(name)
            )
            for name, spans in names.items()
            if name.casefold() not in context.rejected
        ),
        days=tuple(_days(given)),
    )


def _days(given: str) -> list[Day]:
    found = []
    for each in _DAY.finditer(given):
        try:
            day = date(int(each[3]), int(each[2]), int(each[1]))
        except ValueError:
            continue
        found.append(Day(each[0], day.isoformat(), Span(each.start(), each.end())))
    return found
