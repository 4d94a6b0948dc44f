"""What the templates that we ship are built with: paragraphs, boxes and grids in styles by name.

A template is built, not stored: its words are those of the catalogue. Whoever edits one in Word
finds the styles Title, Heading 1, Heading 2, Normal, Soft and Loud, and changes them there.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from tracker.export import papers, word
from tracker.export.word import element

WIDTH, HEIGHT = 210.0, 297.0  # A4, millimetres
MARGIN = 16.0
INSIDE = WIDTH - 2 * MARGIN
ACCENT, PALE = "0A6476", "EDF4F5"  # of the screens

_TITLES = (  # name, size, colour, points before and after
    ("Title", 20.0, papers.INK, 0, 2),
    ("Heading 1", 13.0, ACCENT, 12, 4),
    ("Heading 2", 9.5, ACCENT, 4, 2),
)
_FOOT = "{{ house }} · {{ made }} · {{ author }}\t"
_SMALL = (("Table", 8.5, False), ("Table head", 7.5, True))  # what stands in tables of figures


def begin(*, size: float) -> Document:
    """An empty page with all styles. `size` is that of its text, in points."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin = Mm(12), Mm(14)
    section.header_distance = section.footer_distance = Mm(7)
    styles = document.styles
    word.set_font(document, ("Normal", *(name for name, *_ in _TITLES)))
    styles["Normal"].font.size = Pt(size)
    styles["Normal"].font.color.rgb = RGBColor.from_string(papers.INK)
    word.apart(styles["Normal"], before=0, after=2)
    for name, points, colour, before, after in _TITLES:
        style = styles[name]
        style.font.size, style.font.bold = Pt(points), True
        style.font.color.rgb = RGBColor.from_string(colour)
        word.apart(style, before=before, after=after)
        style.paragraph_format.keep_with_next = name == "Heading 1"  # never across a grid
        for border in style.element.pPr.findall(element("w:pBdr").tag):
            style.element.pPr.remove(border)
        for spaced in style.element.rPr.findall(element("w:spacing").tag):
            style.element.rPr.remove(spaced)
    for name, points, is_bold in _SMALL:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size, style.font.bold = Pt(points), is_bold or None
        word.apart(style, before=0, after=0)
    for name, colour, is_bold in (("Soft", papers.SOFT, False), ("Loud", papers.LOUD, True)):
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb = RGBColor.from_string(colour)
        style.font.bold = is_bold or None
    word.set_language(document)
    word.foot(document, _FOOT, INSIDE)
    document.core_properties.comments = ""
    return document


def content(document: Document) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def line(place: Any, *said: str | tuple[str, str], style: str | None = None) -> Paragraph:
    """A paragraph of texts, each plain or with the style of its letters: `("due", "Soft")`;
    "Bold" is no style and yet may be asked for."""
    paragraph: Paragraph = place.add_paragraph(style=style)
    for text, look in ((each, "") if isinstance(each, str) else each for each in said):
        run = paragraph.add_run(text, style=look if look in ("Soft", "Loud") else None)
        run.bold = True if look == "Bold" else None
    return paragraph


def right(paragraph: Paragraph) -> Paragraph:
    """What stands behind a tab in it goes to the right edge."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(INSIDE), WD_TAB_ALIGNMENT.RIGHT)
    return paragraph


def each(place: Any, name: str, many: str, *parts: Sequence[str | tuple[str, str]]) -> None:
    """The paragraphs `parts`, once for each of a list: `for name in many`."""
    line(place, f"{{%p for {name} in {many} %}}")
    for part in parts:
        line(place, *part)
    line(place, "{%p endfor %}")


def when(place: Any, condition: str, *said: str | tuple[str, str]) -> None:
    """A paragraph that is there only where the condition holds."""
    line(place, f"{{%p if {condition} %}}")
    line(place, *said)
    line(place, "{%p endif %}")


def grid(
    place: Any,
    widths: Sequence[float],
    rows: int,
    *,
    fill: str = "",
    lines: Iterable[str] = (),
    inside: float = 4,
) -> Any:
    """A table of so many rows; `lines` says on which sides it has some, `inside` the points from
    a side to the text."""
    table = place.add_table(rows, len(widths))
    table.autofit = False
    borders = element("w:tblBorders")
    for side in lines:
        borders.append(element(f"w:{side}", val="single", sz="4", color=papers.LINE))
    room = element("w:tblCellMar")
    for side, points in (("top", 2), ("left", inside), ("bottom", 2), ("right", inside)):
        room.append(element(f"w:{side}", w=str(round(points * 20)), type="dxa"))
    # So far in, for Word lets the text of a cell, not its side, stand at the margin.
    start = element("w:tblInd", w=str(round(inside * 20)), type="dxa")
    table._tbl.tblPr.extend([start, borders, room])
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
            if fill:
                cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", fill=fill))
    return table


def emptied(cell: Any) -> Any:
    """A cell without the paragraph that every new one has: others must follow."""
    cell._tc.remove(cell.paragraphs[0]._p)
    return cell
