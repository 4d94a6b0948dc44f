"""A table as a Word document, to be written into at a meeting: A4 across, header on every page."""

from typing import IO, Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from tracker import clock
from tracker.export import papers, word
from tracker.export.cells import fitting
from tracker.export.paper_forms import DOCX
from tracker.export.papers import Paper, Told, shares

MEDIA_TYPE = DOCX

_WIDTH, _HEIGHT = 297.0, 210.0
_INSIDE = _WIDTH - 2 * papers.MARGIN
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


def write(paper: Paper, file: IO[bytes]) -> None:
    """Write the whole document, which is held in memory."""
    document = docx.Document()
    _prepare(document, paper)
    word.say(document.add_paragraph(), paper.house, colour=papers.SOFT)
    title = document.add_heading("", level=1)
    word.apart(title, before=0, after=4)
    word.say(title, paper.title, size=papers.TITLE, is_bold=True)
    notes = document.add_paragraph()
    word.apart(notes, before=0, after=8)
    word.say(notes, papers.narrowed(paper), colour=papers.SOFT)
    _table(document, paper)
    if paper.signs:
        end = document.add_paragraph()
        word.apart(end, before=28, after=0)
        word.say(end, "\t".join(f"{who}  ____________________________" for who in paper.signs))
        end.paragraph_format.tab_stops.add_tab_stop(Mm(_INSIDE / 2))
    document.save(file)


def _prepare(document: Document, paper: Paper) -> None:
    """The page, the font and the language of everything, and who made it."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_WIDTH), Mm(_HEIGHT)
    section.left_margin = section.right_margin = Mm(papers.MARGIN)
    section.top_margin = section.bottom_margin = Mm(papers.MARGIN)
    section.footer_distance = Mm(papers.MARGIN / 2)
    word.set_font(document, ("Normal", "Heading 1"))
    document.styles["Normal"].font.size = Pt(papers.TEXT)
    word.apart(document.styles["Normal"], before=0, after=0)
    word.set_language(document)
    about = document.core_properties
    about.title, about.author = fitting(paper.title)[:255], fitting(paper.author)[:255]
    about.subject, about.comments = fitting(papers.narrowed(paper))[:255], ""
    about.created = clock.now()
    word.foot(document, f"{paper.title}\t", _INSIDE)


def _table(document: Document, paper: Paper) -> None:
    widths = [Mm(share) for share in shares(paper.columns, _INSIDE)]
    table = document.add_table(rows=len(paper.lines) + 1, cols=len(widths))
    table.autofit = False
    borders = word.element("w:tblBorders")
    for side in _BORDERS:
        borders.append(word.element(f"w:{side}", val="single", sz="4", color=papers.LINE))
    room = word.element("w:tblCellMar")
    for side, points in (("top", 2), ("left", 4), ("bottom", 2), ("right", 4)):
        room.append(word.element(f"w:{side}", w=str(points * 20), type="dxa"))
    table._tbl.tblPr.extend([borders, room])
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    head = [Told(column.title) for column in paper.columns]
    for row, line in zip(table.rows, [head, *paper.lines], strict=True):
        is_head = line is head
        marks = row._tr.get_or_add_trPr()
        marks.append(word.element("w:cantSplit"))
        if is_head:
            marks.append(word.element("w:tblHeader"))
        for cell, told, width in zip(row.cells, line, widths, strict=True):
            cell.width = width
            colour = papers.HEAD if is_head else papers.TINT if told.is_loud else ""
            if colour:
                cell._tc.get_or_add_tcPr().append(word.element("w:shd", val="clear", fill=colour))
            _fill(cell, told, is_head=is_head)


def _fill(cell: Any, told: Told, *, is_head: bool) -> None:
    first = cell.paragraphs[0]
    ink = papers.LOUD if told.is_loud else papers.INK
    run = word.say(first, told.text, colour=ink, is_bold=is_head or told.is_loud)
    if told.address:
        word.lead(first, run, told.address)
    if told.below:
        colour = ink if told.is_loud else papers.SOFT
        word.say(cell.add_paragraph(), told.below, size=papers.SMALL, colour=colour)
