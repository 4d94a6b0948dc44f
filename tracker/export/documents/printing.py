"""A Word document as PDF: the very paragraphs, tables and pictures, in our font.

What an office suite would do and this does not: text that flows around pictures, footnotes,
columns, text boxes. A template that needs them is taken as Word.
"""

from io import BytesIO
from typing import Any, NamedTuple

import docx
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Spacer

from tracker.export import lettering
from tracker.export.cells import fitting
from tracker.export.documents.looks import Styles
from tracker.export.documents.print_tables import Walk

_EMU = 12_700  # of Word's units in a point
_MOST_OF_PAGE = 0.9  # that a picture may take


class Printed(NamedTuple):
    """`filled` says how much of the last page is used, from 0 to 1."""

    content: bytes
    pages: int
    filled: float


class _Page(NamedTuple):
    """The measures of a page, in points."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    head: float  # from the edge of the paper
    foot: float


_USUAL = _Page(595.3, 841.9, 57, 57, 57, 57, 35, 35)  # A4, where a document does not say


def write(content: bytes) -> Printed:
    """Raises what reportlab raises for what finds no room on any page."""
    lettering.register()
    document = docx.Document(BytesIO(content))
    page = _page(document.sections[-1])
    walk = Walk(document, Styles(document))
    width = page.width - page.left - page.right
    head, foot = _edges(walk, document.sections[0], width)
    page = page._replace(
        top=max(page.top, page.head + _high(head, width) if head else 0),
        bottom=max(page.bottom, page.foot + _high(foot, width) if foot else 0),
    )
    file = BytesIO()
    about = document.core_properties
    pdf = _Pdf(
        file,
        pagesize=(page.width, page.height),
        title=fitting(about.title or ""),
        author=fitting(about.author or ""),
        subject=fitting(about.subject or ""),
        creator="Seriktes",
        lang=about.language or None,
        initialFontName=lettering.PLAIN,
        invariant=1,  # the same bytes for the same document
    )
    high = page.height - page.top - page.bottom
    walk.tallest = min(walk.tallest, high * _MOST_OF_PAGE)
    frame = Frame(page.left, page.bottom, width, high, 0, 0, 0, 0)
    pdf.addPageTemplates(PageTemplate(frames=[frame]))
    body = walk.flow(document.element.body, width) or [Spacer(0, 1)]
    canvas = _numbered(page, walk, document.sections[0])
    pdf.build(body, canvasmaker=canvas)
    return Printed(file.getvalue(), pdf.page, 1 - (pdf.lowest - page.bottom) / high)


class _Pdf(BaseDocTemplate):
    """Remembers how far down the last page goes."""

    lowest = 0.0

    def afterFlowable(self, _flowable: Flowable) -> None:  # noqa: N802 - the library's name
        if self.frame is not None:  # what turns to the next page leaves none
            self.lowest = getattr(self.frame, "_y")  # noqa: B009 - its types do not know it


def _page(section: Any) -> _Page:
    asked = (
        *(section.page_width, section.page_height, section.left_margin, section.right_margin),
        *(section.top_margin, section.bottom_margin),
        *(section.header_distance, section.footer_distance),
    )
    return _Page(
        *(_USUAL[place] if each is None else each / _EMU for place, each in enumerate(asked))
    )


def _edges(walk: Walk, section: Any, width: float) -> tuple[list[Flowable], list[Flowable]]:
    """What stands at the head and at the foot of each page."""
    return (
        walk.flow(section.header._element, width, section.header.part),
        walk.flow(section.footer._element, width, section.footer.part),
    )


def _high(flow: list[Flowable], width: float) -> float:
    return sum(each.wrap(width, 10_000)[1] + each.getSpaceAfter() for each in flow)


def _numbered(page: _Page, walk: Walk, section: Any) -> type[Canvas]:
    """A canvas that draws the heads and feet of the pages once it knows how many there are."""

    class Numbered(lettering.Counted):
        def complete(self, number: int, total: int) -> None:
            walk.count(number, total)
            width = page.width - page.left - page.right
            head, foot = _edges(walk, section, width)
            self._draw(head, page.height - page.head, width)
            self._draw(foot, page.foot + _high(foot, width), width)

        def _draw(self, flow: list[Flowable], top: float, width: float) -> None:
            for each in flow:
                _, high = each.wrapOn(self, width, page.height)
                top -= high
                each.drawOn(self, page.left, top)
                top -= each.getSpaceAfter()

    return Numbered
