"""The name of an organisation as an article dresses it, and without: quotes and legal form."""

from typing import NamedTuple

from tracker.names import lexicon as lexicons
from tracker.names.lexicon import Group
from tracker.names.text import clean_line

_QUOTES = {"«": "»", "“": "”", "„": "“", '"': '"'}
_LONGEST = 60  # letters of a legal form


class Name(NamedTuple):
    bare: str
    legal_form: str | None = None


def undressed(written: str) -> Name:
    """ТОО «Иртыш Кабель» is Иртыш Кабель, a ТОО. A name of nothing else stays as it is."""
    words = clean_line(written).split()
    form = None
    if len(words) > 1 and _is_form(words[0]):
        form, words = words[0], words[1:]
    elif len(words) > 1 and _is_form(words[-1]):
        form, words = words[-1].strip(".,"), words[:-1]
    bare = " ".join(words).strip(" ,")
    inside = bare[1:-1]
    if len(bare) > 2 and _QUOTES.get(bare[0]) == bare[-1] and not set(inside) & set('«»“”„"'):
        bare = inside.strip()
    return Name(bare or clean_line(written), form[:_LONGEST] if form else None)


def _is_form(word: str) -> bool:
    term = lexicons.default().known(word.strip(".,"))
    return term is not None and term.group is Group.LEGAL
