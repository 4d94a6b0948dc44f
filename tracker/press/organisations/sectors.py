"""What an organisation is, by the words of its whole name."""

from collections.abc import Iterable

from tracker.names.analysis import analyse
from tracker.names.lexicon import Group
from tracker.press.organisations import table
from tracker.press.organisations.line import Line
from tracker.press.organisations.mention import Mention
from tracker.press.organisations.table import Row

TABLE = "organisation_sectors"
_KINDS = {
    "institute": frozenset({"institute"}),
    "academy": frozenset({"academy"}),
    "centre": frozenset({"centre", "hub"}),
}


def of(mention: Mention) -> str:
    """The head or the legal form says it, unless a stronger word of the name says otherwise."""
    found = set(_rows(mention.line, mention.first, mention.after))
    if not found:
        return mention.sector
    kinds = analyse(mention.name).of(Group.KIND)
    for row in (row for row in table.rows(TABLE) if row in found):
        fits = row.needs not in _KINDS or bool(_KINDS[row.needs] & kinds)
        if fits and mention.sector in row.over:
            return row.sector
    return mention.sector


def _rows(line: Line, first: int, after: int) -> Iterable[Row]:
    words = table.words(TABLE)
    for place in range(first, after):
        if not line.tokens[place].is_word:
            continue
        latin = line.tokens[place].text[0] < "\u0250"
        for language in ("en",) if latin else ("kk", "ru"):
            found = words.at(line.words, place, (language,))
            if found is not None and found.after <= after:
                yield found.row
