"""Text that a spreadsheet must take as text, whatever it begins with.

Somebody who opens our file trusts it, so nothing a person typed may run there: `=HYPERLINK(…)` in
a name would send the list to a stranger. Every phone number begins with a plus, too.
"""

import re
from collections.abc import Iterable

LONGEST = 32_767  # letters in a cell of a workbook

# What the programs take for the beginning of a formula or command, also after spaces.
_STARTS = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@|%＝＋－＠])")
# What the XML of a workbook cannot hold, and half characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

# One of several texts in a cell: in quotes, up to the next semicolon, or as it stands.
_PART = re.compile(r'\s*(?:"((?:[^"]|"")*)"\s*(?=[;\n]|$)|([^;\n]+))')


def inert(text: str) -> str:
    """For CSV: the text, behind one apostrophe more if it might run. `restored` takes it off."""
    if text[:1].isalnum():  # as most begin, and nothing that runs
        return text
    return f"'{text}" if _STARTS.match(text) else text


def restored(cell: str) -> str:
    """What `inert` was given."""
    return cell[1:] if cell.startswith("'") and _STARTS.match(cell) else cell


def listed(texts: Iterable[str]) -> str:
    """Several texts in one cell, with semicolons between; one that has some itself is quoted."""
    return "; ".join(_quoted(each) for each in texts)


def parted(cell: str) -> list[str]:
    """What `listed` was given; lines count as well, as people write them."""
    parts = _PART.finditer(cell)
    return [each[2] if each[1] is None else each[1].replace('""', '"') for each in parts]


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"' if ";" in text or text.startswith('"') else text


def fitting(text: str) -> str:
    """For a workbook: without the characters it cannot hold, cut to what a cell takes."""
    return _FORBIDDEN.sub("", text)[:LONGEST]
