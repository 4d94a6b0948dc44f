"""A paragraph of Word as text with marks for reportlab: its runs, links, fields and pictures."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import qn
from PIL import Image as Pixels
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Image

from tracker.export import lettering
from tracker.export.cells import fitting
from tracker.export.documents.looks import Letters, Styles
from tracker.export.hyphens import divided

_EMU = 12_700  # units of a picture's size in a point
_AROUND = {qn(f"w:{name}") for name in ("ins", "smartTag", "sdt", "sdtContent", "fldSimple")}


class Said(NamedTuple):
    """What a paragraph holds, in order: the pieces between its tabs, its pictures."""

    pieces: list[str]
    pictures: list[Image]
    ends_page: bool


class Counter:
    """What the fields PAGE and NUMPAGES say just now."""

    page, pages = 1, 1


def read(
    paragraph: Any, part: Any, styles: Styles, counter: Counter, *, within: float | None = None
) -> Said:
    """The paragraph's content; `part` holds its pictures and addresses. Words that are wider than
    `within` are divided between syllables."""
    reader = _Reader(paragraph, part, styles, counter, within)
    reader.walk(paragraph)
    return Said(reader.pieces, reader.pictures, reader.ends_page)


class _Reader:
    def __init__(
        self, paragraph: Any, part: Any, styles: Styles, counter: Counter, within: float | None
    ) -> None:
        self.paragraph, self.part, self.styles, self.counter = paragraph, part, styles, counter
        self.within = within
        self.pieces, self.pictures, self.ends_page = [""], list[Image](), False
        self.field = ""  # its order, while one is being read
        self.is_result = False

    def walk(self, parent: Any) -> None:
        for child in parent:
            if child.tag == qn("w:r"):
                self._run(child)
            elif child.tag == qn("w:hyperlink"):
                self._link(child)
            elif child.tag in _AROUND:
                order = (child.get(qn("w:instr")) or "").split()
                if order[:1] and self._counted(order[0]) is not None:
                    self.pieces[-1] += str(self._counted(order[0]))
                else:
                    self.walk(child)

    def _link(self, link: Any) -> None:
        address = self._address(link.get(qn("r:id")))
        before = len(self.pieces)
        kept, self.pieces[-1] = self.pieces[-1], ""
        self.walk(link)
        # One that goes on behind a tab is text: marks may not cross pieces.
        is_whole = address and self.pieces[-1] and len(self.pieces) == before
        linked = f"<a href={quoteattr(address)}>{self.pieces[-1]}</a>" if is_whole else ""
        self.pieces[before - 1] = kept + (linked or self.pieces[before - 1])

    def _address(self, number: str | None) -> str:
        known = self.part.rels.get(number) if number else None
        address = known.target_ref if known is not None and known.is_external else ""
        return address if address.startswith(("http://", "https://", "mailto:")) else ""

    def _run(self, run: Any) -> None:
        letters = self.styles.letters(self.paragraph, run)
        for child in run:
            name = child.tag.rpartition("}")[2]
            if name == "fldChar":
                self._turn(child.get(qn("w:fldCharType")), letters)
            elif name == "instrText":
                self.field += child.text or ""
            elif self._is_counted() or letters.is_hidden:
                continue  # what the field said when it was saved
            elif name == "t":
                self.pieces[-1] += marked(self._divided(child.text or "", letters), letters)
            elif name == "tab":
                self.pieces.append("")
            elif name in ("br", "cr"):
                self._break(child.get(qn("w:type")))
            elif name == "noBreakHyphen":
                self.pieces[-1] += "\u2011"
            elif name == "drawing":
                self.pictures.extend(self._drawn(child))

    def _divided(self, text: str, letters: Letters) -> str:
        within = self.within
        if within is None:
            return text

        def fits(word: str) -> bool:
            return float(stringWidth(word, _font(letters), letters.size)) <= within

        return re.sub(
            r"\S+", lambda word: word[0] if fits(word[0]) else divided(word[0], fits), text
        )

    def _break(self, kind: str | None) -> None:
        if kind == "page":
            self.ends_page = True
        else:
            self.pieces[-1] += "<br/>"

    def _turn(self, kind: str | None, letters: Letters) -> None:
        if kind == "begin":
            self.field = ""
        elif kind == "separate":
            self.is_result = True
        else:
            order = self.field.split()
            number = self._counted(order[0]) if order else None
            self.field, self.is_result = "", False
            if number is not None:
                self.pieces[-1] += marked(str(number), letters)

    def _is_counted(self) -> bool:
        order = self.field.split()
        return bool(order) and (not self.is_result or self._counted(order[0]) is not None)

    def _counted(self, order: str) -> int | None:
        return {"PAGE": self.counter.page, "NUMPAGES": self.counter.pages}.get(order.upper())

    def _drawn(self, drawing: Any) -> Iterator[Image]:
        for blip in drawing.iter(qn("a:blip")):
            held = self.part.related_parts.get(blip.get(qn("r:embed")))
            size = next(drawing.iter(qn("wp:extent")), None)
            if held is None or size is None or not _is_readable(held.blob):
                continue
            wide, high = (int(size.get(side)) / _EMU for side in ("cx", "cy"))
            yield Image(BytesIO(held.blob), wide, high)


def _font(letters: Letters) -> str:
    return lettering.BOLD if letters.is_bold else lettering.PLAIN


def _is_readable(content: bytes) -> bool:
    """Drawings of Windows and vector pictures are not."""
    try:
        with Pixels.open(BytesIO(content)) as picture:
            picture.verify()
    except Exception:  # whatever a broken picture makes of its reader
        return False
    return True


def marked(text: str, letters: Letters) -> str:
    """Text as text: whatever looks like a mark in it is not one."""
    shown = escape(fitting(text.upper() if letters.is_capital else text)).replace("\n", "<br/>")
    for is_on, mark in (
        (letters.is_underlined, "u"),
        (letters.is_struck, "strike"),
        (bool(letters.raised), letters.raised),
    ):
        shown = f"<{mark}>{shown}</{mark}>" if is_on else shown
    name = _font(letters)
    return f'<font name="{name}" size="{letters.size:g}" color="#{letters.colour}">{shown}</font>'
