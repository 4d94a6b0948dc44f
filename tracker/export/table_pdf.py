"""A table as PDF: A4 across, the header on every page, text that can be selected and searched."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import IO, Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    KeepTogether,
    LongTable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from tracker.domain.batches import batched
from tracker.export import lettering, papers
from tracker.export.cells import fitting
from tracker.export.hyphens import divided
from tracker.export.paper_forms import PDF
from tracker.export.papers import Paper, Told, shares
from tracker.i18n import current

MEDIA_TYPE = PDF

_WIDTH, _HEIGHT = landscape(A4)
_MARGIN = papers.MARGIN * mm
_PADDING = 6  # points, which the library leaves inside of the margins
_INSIDE = 4  # points, which a cell leaves at each side
_HIGHEST = 20  # lines of text in a cell: half a page, as the letters may be wider than is thought
_LETTERS = 1.5  # in a square of the font's size
_NUMBER = 8.0  # size of what stands at the foot of a page


def write(paper: Paper, file: IO[bytes]) -> None:
    """Write the whole document, which is held in memory."""
    lettering.register()
    document = SimpleDocTemplate(
        file,
        pagesize=(_WIDTH, _HEIGHT),
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN + 4 * mm,
        title=fitting(paper.title),
        author=fitting(paper.author),
        subject=fitting(papers.narrowed(paper)),
        creator="Seriktes",
        lang=current(),
        initialFontName=lettering.PLAIN,
    )
    parts = [*_top(paper), _table(paper), *_end(paper)]
    document.build(parts, canvasmaker=_numbered(paper))


_SIGNING = [("FONTNAME", (0, 0), (-1, -1), lettering.PLAIN), ("LEFTPADDING", (0, 0), (-1, -1), 0)]


def _style(size: float, colour: str = papers.INK, *, is_bold: bool = False) -> ParagraphStyle:
    return ParagraphStyle(
        "",
        fontName=lettering.BOLD if is_bold else lettering.PLAIN,
        fontSize=size,
        leading=size * 1.3,
        textColor=lettering.colour(colour),
    )


_HOUSE = _style(papers.TEXT, papers.SOFT)
_TITLE = _style(papers.TITLE, is_bold=True)
_NOTE = _style(papers.TEXT, papers.SOFT)
_HEAD = _style(papers.TEXT, is_bold=True)
_TEXT = _style(papers.TEXT)
_LOUD = _style(papers.TEXT, papers.LOUD, is_bold=True)
_SMALL = _style(papers.SMALL, papers.SOFT)
_SMALL_LOUD = _style(papers.SMALL, papers.LOUD)


def _said(text: str, style: ParagraphStyle, address: str = "") -> Paragraph:
    """Text as text: the library would take what looks like a tag for one, pictures included."""
    shown = escape(fitting(text)).replace("\n", "<br/>")
    link = f'<a href="{escape(address, {chr(34): "&quot;"})}">{shown}</a>' if address else shown
    return Paragraph(link, style)


def _top(paper: Paper) -> list[Flowable]:
    return [
        _said(paper.house, _HOUSE),
        _said(paper.title, _TITLE),
        Spacer(0, 1.5 * mm),
        _said(papers.narrowed(paper), _NOTE),
        Spacer(0, 4 * mm),
    ]


def _table(paper: Paper) -> Table:
    widths = shares(paper.columns, _WIDTH - 2 * (_MARGIN + _PADDING))
    lines = [part for line in paper.lines for part in _fitting(line, widths)]
    head = [
        _heading(column.title, width) for column, width in zip(paper.columns, widths, strict=True)
    ]
    return LongTable(
        [head, *([_cell(told) for told in line] for line in lines)],
        colWidths=widths,
        repeatRows=1,
        style=_looks(lines),
    )


def _heading(title: str, width: float) -> Paragraph:
    """The library would break a long word anywhere."""

    def fits(text: str) -> bool:
        return float(stringWidth(text, lettering.BOLD, papers.TEXT)) <= width - 2 * _INSIDE

    words = (word if fits(word) else divided(word, fits) for word in title.split())
    return _said(" ".join(words), _HEAD)


def _fitting(line: Sequence[Told], widths: Sequence[float]) -> Iterator[Sequence[Told]]:
    """The line; or several, where it might be higher than a page: that is refused by the library,
    or torn apart badly."""
    cells = [_goes_on(told, width) for told, width in zip(line, widths, strict=True)]
    yield from zip_longest(*cells, fillvalue=Told(""))


def _goes_on(told: Told, width: float) -> list[Told]:
    text, below = (_broken(each, width) for each in (told.text, told.below))
    if len(text) + len(below) <= _HIGHEST:
        return [told]
    return [
        *(told._replace(text="\n".join(part), below="") for part in batched(text, _HIGHEST)),
        *(told._replace(text="", below="\n".join(part)) for part in batched(below, _HIGHEST)),
    ]


def _broken(text: str, width: float) -> list[str]:
    """About how it will be broken into lines."""
    letters = max(1, int(width / papers.TEXT * _LETTERS))
    lines = (wrap(line, letters, drop_whitespace=False) or [""] for line in text.split("\n"))
    return [part for line in lines for part in line] if text else []


def _cell(told: Told) -> list[Flowable]:
    said = [_said(told.text, _LOUD if told.is_loud else _TEXT, told.address)]
    if told.below:
        said.append(_said(told.below, _SMALL_LOUD if told.is_loud else _SMALL))
    return list(said)


def _looks(lines: Sequence[Sequence[Told]]) -> list[tuple[Any, ...]]:
    loud = [
        (place, height)
        for height, line in enumerate(lines, start=1)
        for place, told in enumerate(line)
        if told.is_loud
    ]
    return [
        ("FONTNAME", (0, 0), (-1, -1), lettering.PLAIN),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, 0), lettering.colour(papers.HEAD)),
        ("GRID", (0, 0), (-1, -1), 0.5, lettering.colour(papers.LINE)),
        ("LEFTPADDING", (0, 0), (-1, -1), _INSIDE),
        ("RIGHTPADDING", (0, 0), (-1, -1), _INSIDE),
        *(("BACKGROUND", at, at, lettering.colour(papers.TINT)) for at in loud),
    ]


def _end(paper: Paper) -> list[Flowable]:
    if not paper.signs:
        return []
    places = [_said(f"{who}  ____________________________", _TEXT) for who in paper.signs]
    return [KeepTogether([Spacer(0, 10 * mm), Table([places], style=_SIGNING)])]


def _numbered(paper: Paper) -> type[Canvas]:
    """A canvas that writes the title and "2 / 7" at the foot of each page once all are there."""

    class Numbered(lettering.Counted):
        def complete(self, number: int, total: int) -> None:
            self.setFont(lettering.PLAIN, _NUMBER)
            self.setFillColor(lettering.colour(papers.SOFT))
            self.drawString(_MARGIN + _PADDING, _MARGIN - 2 * mm, fitting(paper.title))
            right = f"{number} / {total}"
            self.drawRightString(_WIDTH - _MARGIN - _PADDING, _MARGIN - 2 * mm, right)

    return Numbered
