"""The brief as we ship it: one page before a visit, in the language that is spoken just now."""

from typing import Any

from docx.shared import Pt

from tracker.export.documents import shaping
from tracker.export.documents.shaping import INSIDE, PALE, each, grid, line, right, when
from tracker.i18n import t

_SIZE = 8.5
_HALF = INSIDE / 2
_FACTS = ("sector", "where", "tier", "stage", "owner")
_SHARES = (0.24, 0.22, 0.16, 0.17, 0.21)  # of the line


def make() -> bytes:
    """The template, as a Word document."""
    document = shaping.begin(size=_SIZE)
    right(line(document, ("{{ house }}", "Soft"), ("\t" + t("brief.title"), "Soft")))
    line(document, "{{ partner.name }}", style="Title")
    when(document, "partner.beside", ("{{ partner.beside }}", "Soft"))
    _facts(document)
    when(document, "partner.quiet", ("{{ partner.quiet }}", "Loud"))
    _between(document)
    _topics(document)
    _between(document)
    table = grid(document, (_HALF, _HALF), 4, lines=("insideH", "insideV"), inside=6)
    _promises(table.cell(0, 0), "ours", t("brief.ours"))
    _promises(table.cell(0, 1), "theirs", t("brief.theirs"))
    _people(table.cell(1, 0))
    _agreements(table.cell(1, 1))
    _contacts(table.cell(2, 0).merge(table.cell(2, 1)))
    _news(table.cell(3, 0).merge(table.cell(3, 1)))
    return shaping.content(document)


def _facts(document: Any) -> None:
    """What is asked, and below it in bold what is so."""
    names = ("field.sector", "field.city", "field.tier", "field.stage", "field.owner_id")
    table = grid(document, [INSIDE * share for share in _SHARES], 1, inside=0)
    for cell, name, fact in zip(table.rows[0].cells, names, _FACTS, strict=True):
        shaping.emptied(cell)
        line(cell, (t(name), "Soft"), (f"\n{{{{ partner.{fact} }}}}", "Bold"))


def _between(document: Any) -> None:
    """Word wants a paragraph between two tables."""
    gap = line(document)
    gap.paragraph_format.space_after = gap.paragraph_format.space_before = 0
    gap.paragraph_format.line_spacing = Pt(5)


def _topics(document: Any) -> None:
    box = shaping.emptied(grid(document, (INSIDE,), 1, fill=PALE, inside=8).cell(0, 0))
    line(box, t("brief.topics"), style="Heading 2")
    each(
        box,
        "topic",
        "topics",
        ("{{ loop.index }}. ", ("{{ topic.what }}", "Bold"), (" – {{ topic.why }}", "Soft")),
    )
    when(box, "not topics", (t("brief.no_topics"), "Soft"))


def _cell(cell: Any, title: str) -> Any:
    shaping.emptied(cell)
    line(cell, title, style="Heading 2")
    return cell


def _promises(cell: Any, many: str, title: str) -> None:
    _cell(cell, title)
    each(
        cell,
        "promise",
        many,
        (
            "{{ promise.what }} · ",
            ("{% if promise.is_late %}{{ promise.due }}{% endif %}", "Loud"),
            ("{% if not promise.is_late %}{{ promise.due }}{% endif %}", "Soft"),
            (" · {{ promise.who }}", "Soft"),
        ),
    )
    _end(cell, many, t("brief.nothing_open"))


def _contacts(cell: Any) -> None:
    _cell(cell, t("brief.contacts"))
    each(
        cell,
        "contact",
        "contacts",
        (
            ("{{ contact.day }}", "Bold"),
            (" · {{ contact.kind }} · {{ contact.who }} – ", "Soft"),
            "{{ contact.summary }}",
            ("{% if contact.outcome %} {{ contact.outcome }}{% endif %}", "Soft"),
        ),
    )
    _end(cell, "contacts", t("brief.no_contacts"))


def _people(cell: Any) -> None:
    _cell(cell, t("brief.people"))
    each(
        cell,
        "person",
        "people",
        (
            ("{{ person.name }}", "Bold"),
            "{% if person.title %}, {{ person.title }}{% endif %}",
            ("{% if person.reach %}\n{{ person.reach }}{% endif %}", "Soft"),
            ("{% if person.last_met %}{% if person.reach %} · {% else %}\n{% endif %}", "Soft"),
            ("{{ person.last_met }}{% endif %}", "Soft"),
        ),
    )
    _end(cell, "people", t("brief.nobody"))


def _agreements(cell: Any) -> None:
    _cell(cell, t("brief.agreements"))
    each(
        cell,
        "agreement",
        "agreements",
        (
            "{{ agreement.title }} · ",
            ("{% if agreement.is_ending %}{{ agreement.state }}{% endif %}", "Loud"),
            ("{% if not agreement.is_ending %}{{ agreement.state }}{% endif %}", "Soft"),
            ("{% if agreement.until %} · {{ agreement.until }}{% endif %}", "Soft"),
        ),
    )
    _end(cell, "agreements", t("brief.no_agreements"))


def _news(cell: Any) -> None:
    _cell(cell, t("brief.news"))
    each(
        cell,
        "story",
        "news",
        (
            "{{ story.title }}",
            (" · {{ story.day }}{% if story.source %}, {{ story.source }}{% endif %}", "Soft"),
        ),
    )
    _end(cell, "news", t("brief.no_news"))


def _end(cell: Any, many: str, nothing: str) -> None:
    when(cell, f"{many}_more", (f"{{{{ {many}_more }}}}", "Soft"))
    when(cell, f"not {many}", (nothing, "Soft"))
