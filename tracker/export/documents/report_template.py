"""The report as we ship it: a frame in words, figures, charts, tables, evidence."""

from collections.abc import Sequence
from typing import Any

from tracker.domain.models import Stage
from tracker.domain.reports import led_to
from tracker.export import papers
from tracker.export.documents import shaping
from tracker.export.documents.shaping import INSIDE, PALE, each, grid, line, right, when
from tracker.export.word import element
from tracker.i18n import t, word

_SIZE = 9.5
_LINES = ("top", "bottom", "insideH")

Column = tuple[str, str, float]  # its head, what stands in it, its share of the line


def make() -> bytes:
    """The template, as a Word document."""
    document = shaping.begin(size=_SIZE)
    right(line(document, ("{{ house }}", "Soft"), ("\t{{ made }}", "Soft")))
    line(document, t("report.title"), style="Title")
    line(document, ("{{ period }}", "Bold"))
    line(document, t("report.frame", what="{{ period }}"))
    when(document, "narrowed", (t("report.narrowed", what="{{ narrowed }}"), "Soft"))
    box = shaping.emptied(grid(document, (INSIDE,), 1, fill=PALE, inside=8).cell(0, 0))
    line(box, t("report.summary"), style="Heading 2")
    each(box, "sentence", "sentences", ("{{ sentence.text }}",))
    line(document, t("report.figures"), style="Heading 1")
    _table(document, "figure", "figures", _figures())
    line(document, (t("report.figures_note", what="{{ compared }}"), "Soft"))
    line(document, t("report.charts"), style="Heading 1")
    line(document, "{%p for chart in charts %}")
    line(document, "{{ chart.title }}", style="Heading 2").paragraph_format.keep_with_next = True
    note = line(document, ("{{ chart.meaning }}", "Soft"))
    note.paragraph_format.keep_with_next = True
    line(document, "{{ chart.picture }}")
    line(document, "{%p endfor %}")
    _tables(document)
    _evidence(document)
    return shaping.content(document)


def _figures() -> list[Column]:
    return [
        (t("report.figure"), "{{ figure.name }}", 0.52),
        (t("report.value"), "{{ figure.value }}", 0.16),
        (t("report.was"), "{{ figure.was }}", 0.16),
        (t("report.change"), "{{ figure.change }}", 0.16),
    ]


def _tables(document: Any) -> None:
    line(document, t("report.tables"), style="Heading 1")
    stages = [(word(stage), f"{{{{ sector.{stage} }}}}", 0.11) for stage in Stage]
    _titled(
        document,
        t("dashboard.by_sector"),
        "sector",
        "sectors",
        [
            (t("field.sector"), "{{ sector.sector }}", 0.26),
            (t("dashboard.all"), "{{ sector.all }}", 0.08),
            *stages,
        ],
    )
    outcomes = [
        (t("dashboard.outcome_done"), "{{ kind.done }}", 0.15),
        (t("dashboard.outcome_open"), "{{ kind.open }}", 0.15),
        (t("dashboard.outcome_declined"), "{{ kind.declined }}", 0.15),
    ]
    _titled(
        document,
        t("dashboard.by_kind"),
        "kind",
        "kinds",
        [
            (t("field.kind"), "{{ kind.kind }}", 0.42),
            (t("dashboard.all"), "{{ kind.all }}", 0.13),
            *outcomes,
        ],
    )
    _titled(
        document,
        t("dashboard.by_unit"),
        "unit",
        "units",
        [
            (t("field.unit_id"), "{{ unit.unit }}", 0.42),
            (t("dashboard.all"), "{{ unit.all }}", 0.1),
            (t("report.works_with"), "{{ unit.sectors }}", 0.48),
        ],
    )
    numbers = [
        (t(f"dashboard.yield_{name}"), f"{{{{ event.{name} }}}}", 0.13) for name in led_to.SHOWN
    ]
    _titled(
        document,
        t("dashboard.led_to"),
        "event",
        "events",
        [(t("nav.event"), "{{ event.event }}", 0.22), *numbers],
    )


def _evidence(document: Any) -> None:
    line(document, t("report.evidence"), style="Heading 1")
    line(document, (t("report.evidence_note"), "Soft"))
    number = ("№", "{{ row.number }}", 0.07)
    day = (t("field.happened_on"), "{{ row.day }}", 0.12)
    kind = (t("field.kind"), "{{ row.kind }}", 0.15)
    partners = (t("nav.partners"), "{{ row.partners }}", 0.24)
    what = (t("report.what"), "{{ row.text }}", 0.28)
    came = (t("field.outcome"), "{{ row.outcome }}", 0.29)
    _records(
        document,
        "signed",
        [
            *(number, day, kind),
            (t("field.title"), "{{ row.text }}", 0.36),
            (t("nav.partners"), "{{ row.partners }}", 0.3),
        ],
    )
    _records(document, "done", [number, day, what, partners, came])
    _records(
        document,
        "met",
        [number, day, kind, partners, (t("report.what"), "{{ row.text }}", 0.42)],
    )
    _records(
        document,
        "new",
        [
            *(number, day),
            (t("field.name"), "{{ row.text }}", 0.41),
            (t("field.sector"), "{{ row.kind }}", 0.2),
            (t("field.city"), "{{ row.outcome }}", 0.2),
        ],
    )


def _records(document: Any, many: str, columns: Sequence[Column]) -> None:
    title = t(f"report.{many}")
    _titled(document, f"{title}: {{{{ {many}_total }}}}", "row", many, columns)
    when(document, f"{many}_more", (f"{{{{ {many}_more }}}} · ", "Soft"), f"{{{{ {many}_list }}}}")


def _titled(document: Any, title: str, name: str, many: str, columns: Sequence[Column]) -> None:
    """A table with its title, or that there is nothing."""
    line(document, title, style="Heading 2").paragraph_format.keep_with_next = True
    line(document, f"{{%p if {many} %}}")
    _table(document, name, many, columns)
    line(document, "{%p endif %}")
    when(document, f"not {many}", (t("report.none"), "Soft"))


def _table(document: Any, name: str, many: str, columns: Sequence[Column]) -> None:
    """A line for each of a list; the head comes again on every page."""
    widths = [INSIDE * share / sum(each for *_, each in columns) for *_, share in columns]
    table = grid(document, widths, 4, lines=_LINES, inside=4)
    for cell, (head, _, _) in zip(table.rows[0].cells, columns, strict=True):
        _fill(cell, head, "Table head")
        cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", fill=papers.HEAD))
    table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
    table.rows[1].cells[0].paragraphs[0].add_run(f"{{%tr for {name} in {many} %}}")
    table.rows[2]._tr.get_or_add_trPr().append(element("w:cantSplit"))
    for cell, (_, said, _) in zip(table.rows[2].cells, columns, strict=True):
        _fill(cell, said, "Table")
    table.rows[3].cells[0].paragraphs[0].add_run("{%tr endfor %}")
    gap = line(document)
    gap.paragraph_format.space_after = gap.paragraph_format.space_before = 0


def _fill(cell: Any, said: str, style: str) -> None:
    line(shaping.emptied(cell), said, style=style)
