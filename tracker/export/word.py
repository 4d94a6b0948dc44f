"""What every Word document of ours is made of: its font, its language, its feet, what it says."""

from collections.abc import Iterable
from typing import Any

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from tracker.export import papers
from tracker.export.cells import fitting
from tracker.i18n.formats import locale

FONT = "Calibri"  # comes with Word; other programs have one as wide for it


def set_font(document: Document, styles: Iterable[str]) -> None:
    for name in styles:
        style = document.styles[name]
        style.font.name = FONT
        fonts = style.element.rPr.rFonts
        for attribute in [each for each in fonts.attrib if each.endswith("Theme")]:
            del fonts.attrib[attribute]  # a theme's font would go before ours
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)


def set_language(document: Document) -> None:
    """The reader's, by which the program checks the spelling."""
    tag = locale().replace("_", "-")
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), tag)
    document.core_properties.language = tag


def foot(document: Document, text: str, width: float) -> None:
    """At the foot of each page the text, and "2 / 7", which the program that opens it counts."""
    line = document.sections[0].footer.paragraphs[0]
    line.style = document.styles["Normal"]  # the one for feet has stops of its own
    line.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
    say(line, text, size=papers.SMALL, colour=papers.SOFT)
    count(line, "PAGE")
    say(line, " / ", size=papers.SMALL, colour=papers.SOFT)
    count(line, "NUMPAGES")


def count(line: Paragraph, what: str) -> None:
    for kind in ("begin", "end"):
        run = say(line, "", size=papers.SMALL, colour=papers.SOFT)
        run._r.append(element("w:fldChar", fldCharType=kind))
        if kind == "begin":
            order = element("w:instrText")
            order.text = what
            say(line, "")._r.append(order)


def say(
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


def lead(line: Paragraph, run: Run, address: str) -> None:
    """Make what was said a link."""
    number = line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), number)
    line._p.append(link)
    link.append(run._r)


def apart(of: Any, *, before: float, after: float) -> None:
    of.paragraph_format.space_before, of.paragraph_format.space_after = Pt(before), Pt(after)


def element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    return made
