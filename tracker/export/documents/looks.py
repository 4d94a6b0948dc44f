"""How a paragraph or a run of a Word document looks, once its styles have been asked.

Word keeps a look in four places, each going before the last: the defaults of the document, the
style of the paragraph with those it is based on, the style of the letters, and the text itself.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from docx.oxml.ns import qn

_HALF = 2  # sizes are kept in half points
_TWIPS = 20  # and lengths in twentieths of a point
_OFF = ("0", "false", "none", "off")


class Letters(NamedTuple):
    """Of a run; sizes in points, colours as six digits."""

    size: float = 10.0
    is_bold: bool = False
    colour: str = "000000"
    is_underlined: bool = False
    is_struck: bool = False
    is_capital: bool = False
    raised: str = ""  # "super", "sub"
    is_hidden: bool = False


class Setting(NamedTuple):
    """Of a paragraph; lengths in points."""

    before: float = 0.0
    after: float = 0.0
    spacing: float = 1.0  # of lines
    exactly: float = 0.0  # from line to line; 0: as the letters need
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0  # of the first line, beside `left`
    align: str = "left"
    keeps_next: bool = False
    breaks_page: bool = False
    fill: str = ""
    tabs: tuple[tuple[float, str], ...] = ()


class Styles:
    """The styles of one document."""

    def __init__(self, document: Any) -> None:
        root = document.styles.element
        self._by_id = {style.get(qn("w:styleId")): style for style in root.iter(qn("w:style"))}
        self._normal = next(
            (
                name
                for name, style in self._by_id.items()
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) == "1"
            ),
            None,
        )
        self._run = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        self._paragraph = root.find(f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}")

    def setting(self, paragraph: Any) -> Setting:
        own = paragraph.find(qn("w:pPr"))
        found = _set(Setting(), self._paragraph)
        for style in self._chain(_named(own, "w:pStyle") or self._normal):
            found = _set(found, style.find(qn("w:pPr")))
        return _set(found, own)

    def letters(self, paragraph: Any, run: Any = None) -> Letters:
        """Of a run; without one those that the paragraph has by itself."""
        about = paragraph.find(qn("w:pPr"))
        found = _lettered(Letters(), self._run)
        for style in self._chain(_named(about, "w:pStyle") or self._normal):
            found = _lettered(found, style.find(qn("w:rPr")))
        if run is None:
            return found
        own = run.find(qn("w:rPr"))
        for style in self._chain(_named(own, "w:rStyle")):
            found = _lettered(found, style.find(qn("w:rPr")))
        return _lettered(found, own)

    def of_table(self, table: Any) -> list[Any]:
        """What its styles say of a table, the nearest last."""
        return list(self._chain(_named(table.find(qn("w:tblPr")), "w:tblStyle")))

    def numbered(self, paragraph: Any) -> Any:
        """The number of a list that the paragraph belongs to, by itself or by its style."""
        own = paragraph.find(qn("w:pPr"))
        styles = [style.find(qn("w:pPr")) for style in self._chain(_named(own, "w:pStyle"))]
        places = (
            place.find(qn("w:numPr")) for place in (own, *reversed(styles)) if place is not None
        )
        return next((number for number in places if number is not None), None)

    def _chain(self, name: str | None) -> Iterator[Any]:
        """A style behind those that it is based on, of which there may be no circle."""
        found: list[Any] = []
        while name in self._by_id and self._by_id[name] not in found:
            found.append(self._by_id[name])
            name = _named(found[-1], "w:basedOn")
        yield from reversed(found)


def _named(element: Any, tag: str) -> str | None:
    return value(element, tag)


def value(element: Any, tag: str, attribute: str = "w:val") -> str | None:
    """What a child of an element says."""
    child = None if element is None else element.find(qn(tag))
    found: str | None = None if child is None else child.get(qn(attribute))
    return found


def points(text: str | None, unit: float = _TWIPS) -> float | None:
    """A length in points; None for what is none."""
    try:
        return float(text) / unit if text is not None else None
    except ValueError:
        return None


def colour(text: str | None) -> str:
    """Six digits, or nothing for what is no colour of its own."""
    digits = text or ""
    return digits if len(digits) == 6 and all(c in "0123456789abcdefABCDEF" for c in digits) else ""


def _is_on(element: Any, tag: str, before: bool) -> bool:
    child = element.find(qn(tag))
    return before if child is None else child.get(qn("w:val")) not in _OFF


def _lettered(before: Letters, element: Any) -> Letters:
    if element is None:
        return before
    size = points(value(element, "w:sz"), _HALF)
    return Letters(
        min(max(size, 1.0), 200.0) if size else before.size,
        _is_on(element, "w:b", before.is_bold),
        colour(value(element, "w:color")) or before.colour,
        _is_on(element, "w:u", before.is_underlined),
        _is_on(element, "w:strike", before.is_struck),
        _is_on(element, "w:caps", before.is_capital),
        {"superscript": "super", "subscript": "sub"}.get(value(element, "w:vertAlign") or "", "")
        or before.raised,
        _is_on(element, "w:vanish", before.is_hidden),
    )


_ALIGN = {"center": "center", "right": "right", "end": "right", "both": "justify"}
_ALIGN |= {"left": "left", "start": "left", "distribute": "justify"}


def _set(before: Setting, element: Any) -> Setting:
    if element is None:
        return before
    lines, rule = value(element, "w:spacing", "w:line"), value(element, "w:spacing", "w:lineRule")
    high = points(lines)
    is_times = rule in (None, "auto")
    hanging = points(value(element, "w:ind", "w:hanging"))
    first = points(value(element, "w:ind", "w:firstLine"))
    told: dict[str, Any] = {
        "before": points(value(element, "w:spacing", "w:before")),
        "after": points(value(element, "w:spacing", "w:after")),
        "spacing": high / 12 if high and is_times else None,
        "exactly": high if high and rule == "exact" else None,
        "left": points(value(element, "w:ind", "w:left") or value(element, "w:ind", "w:start")),
        "right": points(value(element, "w:ind", "w:right") or value(element, "w:ind", "w:end")),
        "first": -hanging if hanging else first,
        "align": _ALIGN.get(value(element, "w:jc") or ""),
        "fill": colour(value(element, "w:shd", "w:fill")) or None,
        "tabs": _tabs(element) or None,
    }
    return before._replace(
        keeps_next=_is_on(element, "w:keepNext", before.keeps_next),
        breaks_page=_is_on(element, "w:pageBreakBefore", before.breaks_page),
        **{name: each for name, each in told.items() if each is not None},
    )


def _tabs(element: Any) -> tuple[tuple[float, str], ...]:
    stops = element.iterfind(f"{qn('w:tabs')}/{qn('w:tab')}")
    found = ((points(stop.get(qn("w:pos"))), stop.get(qn("w:val")) or "left") for stop in stops)
    return tuple(sorted((place, kind) for place, kind in found if place is not None))
