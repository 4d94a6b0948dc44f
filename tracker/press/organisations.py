"""The organisations an article names: a crude stand-in, of names with a legal form."""

import re

from tracker.press.article import Article
from tracker.press.found import Organisation, Span
from tracker.press.known import Context

_NAME = re.compile(
    r"(?:(?:ТОО|АО|ЖШС|АҚ) «[^»\n]{2,80}»|«[^»\n]{2,80}» (?:ЖШС|АҚ)"
    r"|(?:[A-Z][\w-]+ ){1,3}(?:LLP|JSC)\b)"
)


def find(article: Article, context: Context) -> list[Organisation]:
    names: dict[str, list[Span]] = {}
    for found in _NAME.finditer(article.text):
        names.setdefault(found[0], []).append(Span(found.start(), found.end()))
    known = context.known.called(list(names)) if context.known else {}
    return [
        Organisation(
            name, tuple(spans), "industry", False, 0.9, "legal_form", match=known.get(name)
        )
        for name, spans in names.items()
    ]
