"""Address cards (vCard 3 and 4, and 2.1 as old phones write it): each card is a row."""

import quopri
import re
from collections import defaultdict
from collections.abc import Iterator

from tracker.encodings import decode
from tracker.errors import Invalid
from tracker.ingest.shapes import LONGEST_CELL, Cell, Said

# The columns, which `headers` knows by these names.
COLUMNS = ("FN", "NICKNAME", "ORG", "TITLE", "EMAIL", "TEL", "NOTE")
_LINE = re.compile(r"(?:[\w-]+\.)?([\w-]+)((?:;(?:\"[^\"]*\"|[^\":;])*)*):(.*)", re.DOTALL)
_CHARSET = re.compile(r"CHARSET=\"?([\w.:-]+)")


def rows(content: bytes) -> Iterator[Said | tuple[int, list[Cell]]]:
    """A row of titles, then a row for each card. Raises Invalid at `file` when there is none."""
    text, _ = decode(content)
    cards = re.findall(r"BEGIN:VCARD\r?\n(.*?)\nEND:VCARD", text, re.DOTALL | re.IGNORECASE)
    if not cards:
        raise Invalid("file", "not_cards")
    titles: list[Cell] = [*COLUMNS]
    yield 1, titles
    for number, card in enumerate(cards, start=2):
        said = _said(card)
        if "FN" not in said and "N" in said:
            said["FN"] = [_name(said["N"][0])]
        if "ORG" in said:
            # The organisation, then its parts: the partner is the first.
            said["ORG"] = [_parts(said["ORG"][0])[0]]
        yield number, [_cell(name, said[name]) if name in said else None for name in COLUMNS]


def _said(card: str) -> dict[str, list[str]]:
    """Everything a card says, by the name of the property."""
    lines = re.sub(r"=\r?\n", "", card) if "QUOTED-PRINTABLE" in card.upper() else card
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in re.sub(r"\r?\n[ \t]", "", lines).splitlines():
        if (read := _LINE.fullmatch(line)) is None:
            continue
        name, options, value = read[1].upper(), read[2].upper(), read[3]
        if "QUOTED-PRINTABLE" in options:
            value = _letters(quopri.decodestring(value.encode()), options)
        if value.strip():
            found[name].append(value)
    return found


def _letters(said: bytes, options: str) -> str:
    """What was written by bytes, in the alphabet that the property names; most name UTF-8."""
    named = _CHARSET.search(options)
    try:
        return said.decode(named[1] if named else "utf-8", errors="replace")
    except (LookupError, ValueError):  # there is none of that name
        return said.decode("utf-8", errors="replace")


def _cell(name: str, values: list[str]) -> Cell:
    if name in ("TEL", "EMAIL"):
        plain = [re.sub(r"^(?:tel|mailto):", "", each, flags=re.IGNORECASE) for each in values]
        # A person has one address here; several numbers stand side by side.
        return plain[0] if name == "EMAIL" else ", ".join(plain)[:60]
    return _unescaped(values[0])[:LONGEST_CELL]


def _name(structured: str) -> str:
    """Family, given and other names, in the order in which they are written here."""
    return " ".join(part for part in _parts(structured)[:3] if part)


def _parts(value: str) -> list[str]:
    return [_unescaped(part).strip() for part in re.split(r"(?<!\\);", value)]


def _unescaped(value: str) -> str:
    return re.sub(r"\\([nN,;\\])", lambda m: "\n" if m[1] in "nN" else m[1], value)
