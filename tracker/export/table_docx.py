"""A table as a Word document, to be written into at a meeting: A4 across, header on every page."""

from typing import IO, Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from tracker import clock
from tracker.export import papers
from tracker.export.cells import fitting
from tracker.export.papers import Paper, Told, shares
from tracker.i18n.formats import locale

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_FONT = "Calibri"  # comes with Word; other programs have one as wide for it
_WIDTH, _HEIGHT = 297.0, 210.0
_INSIDE = _WIDTH - 2 * papers.MARGIN
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


def write(paper: Paper, file: IO[bytes]) -> None:
    """Write the whole document, which is held in memory."""
    document = docx.Document()
    _prepare(document, paper)
    _say(document.add_paragraph(), paper.house, colour=papers.SOFT)
    title = document.add_heading("", level=1)
    _apart(title, before=0, after=4)
    _say(title, paper.title, size=papers.TITLE, is_bold=True)
    notes = document.add_paragraph()
    _apart(notes, before=0, after=8)
    _say(notes, papers.narrowed(paper), colour=papers.SOFT)
    _table(document, paper)
    if paper.signs:
        end = document.add_paragraph()
        _apart(end, before=28, after=0)
        _say(end, "\t".join(f"{who}  ____________________________" for who in paper.signs))
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
    for name in ("Normal", "Heading 1"):
        style = document.styles[name]
        style.font.name = _FONT
        fonts = style.element.rPr.rFonts
        for attribute in [each for each in fonts.attrib if each.endswith("Theme")]:
            del fonts.attrib[attribute]  # a theme's font would go before ours
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), _FONT)
    document.styles["Normal"].font.size = Pt(papers.TEXT)
    _apart(document.styles["Normal"], before=0, after=0)
    tag = locale().replace("_", "-")
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), tag)
    about = document.core_properties
    about.title, about.author = fitting(paper.title)[:255], fitting(paper.author)[:255]
    about.subject, about.comments = fitting(papers.narrowed(paper))[:255], ""
    about.created, about.language = clock.now(), tag
    foot = section.footer.paragraphs[0]
    foot.style = document.styles["Normal"]  # the one for feet has stops of its own
    _foot(foot, paper.title)


def _foot(line: Paragraph, title: str) -> None:
    """The title, and "2 / 7", which the program that opens it counts."""
    line.paragraph_format.tab_stops.add_tab_stop(Mm(_INSIDE), WD_TAB_ALIGNMENT.RIGHT)
    _say(line, f"{title}\t", size=papers.SMALL, colour=papers.SOFT)
    _count(line, "PAGE")
    _say(line, " / ", size=papers.SMALL, colour=papers.SOFT)
    _count(line, "NUMPAGES")


def _count(line: Paragraph, what: str) -> None:
    for kind in ("begin", "end"):
        run = _say(line, "", size=papers.SMALL, colour=papers.SOFT)
        run._r.append(_element("w:fldChar", fldCharType=kind))
        if kind == "begin":
            order = _element("w:instrText")
            order.text = what
            _say(line, "")._r.append(order)


def _table(document: Document, paper: Paper) -> None:
    widths = [Mm(share) for share in shares(paper.columns, _INSIDE)]
    table = document.add_table(rows=len(paper.lines) + 1, cols=len(widths))
    table.autofit = False
    borders = _element("w:tblBorders")
    for side in _BORDERS:
        borders.append(_element(f"w:{side}", val="single", sz="4", color=papers.LINE))
    room = _element("w:tblCellMar")
    for side, points in (("top", 2), ("left", 4), ("bottom", 2), ("right", 4)):
        room.append(_element(f"w:{side}", w=str(points * 20), type="dxa"))
    table._tbl.tblPr.extend([borders, room])
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    head = [Told(column.title) for column in paper.columns]
    for row, line in zip(table.rows, [head, *paper.lines], strict=True):
        is_head = line is head
        marks = row._tr.get_or_add_trPr()
        marks.append(_element("w:cantSplit"))
        if is_head:
            marks.append(_element("w:tblHeader"))
        for cell, told, width in zip(row.cells, line, widths, strict=True):
            cell.width = width
            colour = papers.HEAD if is_head else papers.TINT if told.is_loud else ""
            if colour:
                cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", fill=colour))
            _fill(cell, told, is_head=is_head)


def _fill(cell: Any, told: Told, *, is_head: bool) -> None:
    first = cell.paragraphs[0]
    ink = papers.LOUD if told.is_loud else papers.INK
    run = _say(first, told.text, colour=ink, is_bold=is_head or told.is_loud)
    if told.address:
        _lead(first, run, told.address)
    if told.below:
        colour = ink if told.is_loud else papers.SOFT
        _say(cell.add_paragraph(), told.below, size=papers.SMALL, colour=colour)


def _say(
    line: Paragraph,
    text: str,
    *,
    size: float = papers.TEXT,
    colour: str = papers.INK,
    is_bold: bool = False,
) -> Run:
    run = line.add_run(fitting(text))
    run.font.size, run.font.color.rgb = Pt(size), RGBColor.from_string(colour)
    run.bold = is_bold or None
    return run


def _lead(line: Paragraph, run: Run, address: str) -> None:
    """Make what was said a link."""
    number = line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), number)
    line._p.append(link)
    link.append(run._r)


def _apart(of: Any, *, before: float, after: float) -> None:
    of.paragraph_format.space_before, of.paragraph_format.space_after = Pt(before), Pt(after)


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    return made
