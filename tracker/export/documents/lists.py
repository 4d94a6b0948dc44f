"""The marks of lists in a Word document: bullets, and numbers that count."""

from collections import Counter
from typing import Any, NamedTuple

from docx.oxml.ns import qn

from tracker.export.documents.looks import Styles, points, value

_INDENT = 18.0  # points, where a list says nothing of it


class Item(NamedTuple):
    """What stands before the text, and where, in points."""

    mark: str
    left: float
    hanging: float


class Lists:
    def __init__(self, document: Any, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[str, dict[int, Any]] = {}
        self._counts: Counter[tuple[str, int]] = Counter()
        if any(each.reltype.endswith("/numbering") for each in document.part.rels.values()):
            self._read(document.part.numbering_part.element)

    def item(self, paragraph: Any) -> Item | None:
        """The mark of a paragraph that is in a list; its number goes up by one each time."""
        about = self._styles.numbered(paragraph)
        number, depth = value(about, "w:numId"), int(points(value(about, "w:ilvl"), 1) or 0)
        level = self._levels.get(number or "", {}).get(depth)
        if number is None or level is None:
            return None
        self._counts[number, depth] += 1
        for deeper in self._levels[number]:
            if deeper > depth:
                self._counts[number, deeper] = 0
        indent = level.find(qn("w:pPr"))
        left = points(value(indent, "w:ind", "w:left")) or _INDENT * (depth + 1)
        hanging = points(value(indent, "w:ind", "w:hanging")) or _INDENT
        return Item(self._mark(number, level), left, hanging)

    def _mark(self, number: str, level: Any) -> str:
        if value(level, "w:numFmt") in ("bullet", None):
            return "•"
        mark = value(level, "w:lvlText") or "%1."
        for depth in self._levels[number]:
            mark = mark.replace(f"%{depth + 1}", str(max(1, self._counts[number, depth])))
        return mark

    def _read(self, numbering: Any) -> None:
        abstract = {
            each.get(qn("w:abstractNumId")): {
                int(level.get(qn("w:ilvl"))): level for level in each.iterfind(qn("w:lvl"))
            }
            for each in numbering.iterfind(qn("w:abstractNum"))
        }
        for each in numbering.iterfind(qn("w:num")):
            name = value(each, "w:abstractNumId")
            self._levels[each.get(qn("w:numId"))] = abstract.get(name, {})
