"""The blocks of a Word document, one below the other, as reportlab stacks them."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from docx.oxml.ns import qn
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Paragraph, Spacer, Table

from tracker.export import lettering
from tracker.export.documents import print_text
from tracker.export.documents.lists import Lists
from tracker.export.documents.looks import Letters, Setting, Styles, colour, points, value
from tracker.export.documents.print_text import Said

_ALIGN: dict[str, Any] = {
    "left": TA_LEFT,
    "center": TA_CENTER,
    "right": TA_RIGHT,
    "justify": TA_JUSTIFY,
}
_SIDE: dict[str, Any] = {"center": "CENTER", "right": "RIGHT"}  # of a picture
_LEADING = 1.36  # of a line, in sizes of its letters: what Noto Sans asks for
_BEGINNING = 110.0  # points of a table with its titles that are not torn apart
_TALLEST = 600.0  # points
_TAB = 36.0  # points between the stops that a document has by itself
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_ALIASES = {"left": "start", "right": "end"}
_EIGHTH = 8  # of a point, in which lines are measured

Line = tuple[float, str]  # its width in points, its colour


class Walk:
    """Goes through one document."""

    def __init__(self, document: Any, styles: Styles) -> None:
        self._document, self._styles = document, styles
        self._counter = print_text.Counter()
        self._lists = Lists(document, styles)
        self._is_head = False  # what is read now stands on top of every page of a table
        self.tallest = _TALLEST  # that a picture may be, in points

    def count(self, page: int, pages: int) -> None:
        """From now on this is what the fields say."""
        self._counter.page, self._counter.pages = page, pages

    def flow(self, parent: Any, width: float, part: Any = None) -> list[Flowable]:
        """Everything below an element, in so much room."""
        return _kept(list(self._blocks(parent, width, part or self._document.part)))

    def _blocks(self, parent: Any, width: float, part: Any) -> Iterator[Flowable]:
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child, width, part)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child, width, part)
            elif child.tag in (qn("w:sdt"), qn("w:sdtContent")):
                yield from self._blocks(child, width, part)

    def _paragraph(self, paragraph: Any, width: float, part: Any) -> Iterator[Flowable]:
        setting, letters = self._styles.setting(paragraph), self._styles.letters(paragraph)
        within = width if self._is_head else None
        said = print_text.read(paragraph, part, self._styles, self._counter, within=within)
        if setting.breaks_page:
            yield PageBreak()
        for picture in said.pictures:
            fits = min(1.0, width / picture.drawWidth, self.tallest / picture.drawHeight)
            picture.drawWidth, picture.drawHeight = (
                picture.drawWidth * fits,
                picture.drawHeight * fits,
            )
            picture.hAlign = _SIDE.get(setting.align, "LEFT")
            yield picture
        if any(said.pieces):
            yield from self._text(paragraph, said, setting, letters, width)
        elif not said.pictures and not said.ends_page:
            yield Spacer(0, _high(setting, letters) + setting.before + setting.after)
        if said.ends_page:
            yield PageBreak()

    def _text(
        self, paragraph: Any, said: Said, setting: Setting, letters: Letters, width: float
    ) -> Iterator[Flowable]:
        if len(said.pieces) > 1:
            yield _tabbed(said, setting, letters, width)
            return
        item = self._lists.item(paragraph)
        style = _style(setting, letters)
        if item is None:
            yield Paragraph(said.pieces[0], style)
            return
        if not setting.left:
            style.leftIndent, style.firstLineIndent = item.left, 0
        style.bulletIndent = max(0.0, style.leftIndent - item.hanging)
        style.bulletFontName, style.bulletFontSize = lettering.PLAIN, letters.size
        style.firstLineIndent = 0
        yield Paragraph(said.pieces[0], style, bulletText=item.mark)

    def _table(self, table: Any, width: float, part: Any) -> Iterator[Flowable]:
        widths = _widths(table, width)
        rows = table.findall(qn("w:tr"))
        if not rows or not widths:
            return
        about = table.find(qn("w:tblPr"))
        levels = [style.find(qn("w:tblPr")) for style in self._styles.of_table(table)]
        room = _room([*levels, about])
        lines = _lines([*levels, about], "w:tblBorders")
        cells: list[list[Any]] = [[""] * len(widths) for _ in rows]
        looks: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
        merged: dict[int, int] = {}  # the row in which each merged column begins
        has_merged = False
        heads = _heads(rows)
        for down, row in enumerate(rows):
            across = 0
            self._is_head = down < heads
            for cell in row.iter(qn("w:tc")):
                if cell.getparent() is not row or across >= len(widths):
                    continue
                own = cell.find(qn("w:tcPr"))
                span = max(1, int(points(value(own, "w:gridSpan"), 1) or 1))
                last = min(across + span, len(widths)) - 1
                inside = {**room, **_margins(own, "w:tcMar")}
                wide = sum(widths[across : last + 1]) - inside["left"] - inside["right"]
                merge = None if own is None else own.find(qn("w:vMerge"))
                is_continued = merge is not None and merge.get(qn("w:val")) != "restart"
                top = merged.get(across, down) if is_continued else down
                if is_continued:
                    has_merged = True
                else:
                    merged[across] = down
                    cells[down][across] = self._held(cell, max(wide, 1.0), part)
                if last > across or top < down:
                    looks.append(("SPAN", (across, top), (last, down)))
                at = (across, down), (last, down)
                looks += [
                    (f"{side.upper()}PADDING", *at, points_) for side, points_ in inside.items()
                ]
                looks += _drawn(lines, _lines([own], "w:tcBorders"), at, len(rows), len(widths))
                fill = colour(value(own, "w:shd", "w:fill"))
                if fill:
                    looks.append(("BACKGROUND", *at, lettering.colour(fill)))
                middle = {"center": "MIDDLE", "bottom": "BOTTOM"}.get(value(own, "w:vAlign") or "")
                if middle:
                    looks.append(("VALIGN", *at, middle))
                across = last + 1
        yield Table(
            cells,
            colWidths=widths,
            style=looks,
            repeatRows=heads,
            splitInRow=0 if has_merged else 1,
            hAlign="CENTER" if value(about, "w:jc") == "center" else "LEFT",
        )

    def _held(self, cell: Any, width: float, part: Any) -> list[Flowable]:
        """What is in a cell. The library leaves out the room before the first and Word does not."""
        held = self.flow(cell, width, part)
        before = held[0].getSpaceBefore() if held else 0
        return [Spacer(0, before), *held] if before else held


def _kept(flow: list[Flowable]) -> list[Flowable]:
    """A title stays with the beginning of its table. The library would keep it with all of the
    table, and leave half a page empty for that."""
    kept: list[Flowable] = []
    for place, each in enumerate(flow):
        if isinstance(each, Paragraph) and each.style.keepWithNext:
            end = next((n for n in range(place, len(flow)) if not _keeps(flow[n])), place)
            if isinstance(flow[end], Table):
                each.style.keepWithNext = 0
                kept.append(CondPageBreak(_BEGINNING))
        kept.append(each)
    return kept


def _keeps(each: Flowable) -> bool:
    return isinstance(each, Paragraph) and bool(each.style.keepWithNext)


def _high(setting: Setting, letters: Letters) -> float:
    return setting.exactly or letters.size * _LEADING * setting.spacing


def _style(setting: Setting, letters: Letters) -> ParagraphStyle:
    return ParagraphStyle(
        "",
        fontName=lettering.PLAIN,
        fontSize=letters.size,
        leading=_high(setting, letters),
        spaceBefore=setting.before,
        spaceAfter=setting.after,
        leftIndent=setting.left,
        rightIndent=setting.right,
        firstLineIndent=setting.first,
        alignment=_ALIGN[setting.align],
        keepWithNext=int(setting.keeps_next),
        backColor=lettering.colour(setting.fill) if setting.fill else None,
        autoLeading="off" if setting.exactly else "max",
    )


def _tabbed(said: Said, setting: Setting, letters: Letters, width: float) -> Table:
    """Pieces that stand at stops: what is right of the last stop stands at the right edge."""
    pieces, stops = said.pieces, setting.tabs
    style = _style(setting._replace(before=0, after=0, left=0, right=0, first=0), letters)
    ends = style.clone("", alignment=TA_RIGHT)
    cells = [Paragraph(piece or " ", style) for piece in pieces]
    if stops and stops[-1][1] in ("right", "end"):
        cells[-1] = Paragraph(pieces[-1] or " ", ends)
        plain = "".join(cells[-1].getPlainText())
        last = min(width / 2, stringWidth(plain, lettering.BOLD, letters.size) * 1.1 + 4)
        rest = (width - last) / (len(pieces) - 1)
        widths = [*([rest] * (len(pieces) - 1)), last]
    else:
        places = [place for place, _ in stops if place < width]
        places += [(place + 1) * _TAB * 2 for place in range(len(places), len(pieces) - 1)]
        starts = [0.0, *sorted(places)[: len(pieces) - 1], width]
        widths = [max(1.0, end - start) for start, end in pairwise(starts)]
    sides = ("LEFT", "RIGHT", "TOP", "BOTTOM")
    looks = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in sides]
    table = Table([cells], colWidths=widths, style=[*looks, ("VALIGN", (0, 0), (-1, -1), "TOP")])
    table.spaceBefore, table.spaceAfter = setting.before, setting.after
    return table


def _widths(table: Any, width: float) -> list[float]:
    grid = [
        points(each.get(qn("w:w")))
        for each in table.iterfind(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
    ]
    if not all(grid):
        return [width / len(grid)] * len(grid) if grid else []
    whole = sum(each for each in grid if each)
    scale = min(1.0, width / whole)
    return [each * scale for each in grid if each]


def _heads(rows: list[Any]) -> int:
    """How many rows stand on top of every page."""
    heads = 0
    for row in rows:
        about = row.find(qn("w:trPr"))
        if about is None or about.find(qn("w:tblHeader")) is None:
            break
        heads += 1
    return heads if heads < len(rows) else 0


def _room(levels: list[Any]) -> dict[str, float]:
    """How far the text stands from the sides of its cell."""
    room = {"top": 0.0, "left": 5.4, "bottom": 0.0, "right": 5.4}
    for about in levels:
        room |= _margins(about, "w:tblCellMar")
    return room


def _margins(about: Any, tag: str) -> dict[str, float]:
    held = None if about is None else about.find(qn(tag))
    if held is None:
        return {}
    found = {}
    for side in ("top", "left", "bottom", "right"):
        wide = value(held, f"w:{side}", "w:w") or value(held, f"w:{_ALIASES.get(side)}", "w:w")
        if wide is not None and (distance := points(wide)) is not None:
            found[side] = distance
    return found


def _lines(levels: list[Any], tag: str) -> dict[str, Line | None]:
    """The line on each side; None where it is said that there is none."""
    lines: dict[str, Line | None] = {}
    for about in levels:
        held = None if about is None else about.find(qn(tag))
        if held is None:
            continue
        for side in _SIDES:
            line = held.find(qn(f"w:{side}"))
            if line is None and side in _ALIASES:
                line = held.find(qn(f"w:{_ALIASES[side]}"))
            if line is None:
                continue
            wide = points(line.get(qn("w:sz")), _EIGHTH) or 0.5
            is_none = line.get(qn("w:val")) in ("nil", "none")
            lines[side] = None if is_none else (wide, colour(line.get(qn("w:color"))) or "000000")
    return lines


def _drawn(
    table: dict[str, Line | None],
    own: dict[str, Line | None],
    at: tuple[tuple[int, int], tuple[int, int]],
    rows: int,
    columns: int,
) -> Iterator[tuple[Any, ...]]:
    """The lines around one cell, its own before those of the table."""
    (left, down), (right, _) = at
    usual = {
        "top": table.get("top" if down == 0 else "insideH"),
        "bottom": table.get("bottom" if down == rows - 1 else "insideH"),
        "left": table.get("left" if left == 0 else "insideV"),
        "right": table.get("right" if right == columns - 1 else "insideV"),
    }
    orders = {"top": "LINEABOVE", "bottom": "LINEBELOW", "left": "LINEBEFORE", "right": "LINEAFTER"}
    for side, line in (usual | {side: own[side] for side in usual.keys() & own.keys()}).items():
        if line is not None:
            yield (orders[side], *at, line[0], lettering.colour(line[1]))
