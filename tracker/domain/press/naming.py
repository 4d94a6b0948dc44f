"""The name of an organisation as an article dresses it, and without: quotes and legal form."""

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from tracker.names import lexicon as lexicons
from tracker.names.lexicon import Group
from tracker.names.text import clean_line

_QUOTES = {"«": "»", "“": "”", "„": "“", '"': '"'}
_IN_FULL = ["на", "праве", "хозяйственного", "ведения"]
_QUOTED = {*_QUOTES, *_QUOTES.values()}
_SHORT = 4  # letters of a form that may be a word as well
_LONGEST = 60  # letters of a legal form


class Name(NamedTuple):
    bare: str
    legal_form: str | None = None


def undressed(written: str) -> Name:
    """ТОО «Иртыш Кабель» is Иртыш Кабель, a ТОО. A name of nothing else stays as it is."""
    words = clean_line(written).split()
    form = None
    first, last = _before(words), _after(words)
    if 0 < first < len(words):
        form, words = " ".join(words[:first]), words[first:]
    elif 0 < last < len(words):
        form, words = " ".join(words[-last:]).strip(".,"), words[:-last]
    bare = " ".join(words).strip(" ,")
    inside = bare[1:-1]
    if len(bare) > 2 and _QUOTES.get(bare[0]) == bare[-1] and not set(inside) & set('«»“”„"'):
        bare = inside.strip()
    return Name(bare or clean_line(written), form[:_LONGEST] if form else None)


def _before(words: Sequence[str]) -> int:
    """How many words in front are the legal form: ТОО, ГКП на ПХВ."""
    if not words or not _is_form(words[0], beside="".join(words[1:2])):
        return 0
    if len(words) > 2 and words[1].casefold() == "на" and _is_form(words[2]):
        return 3
    said = [word.casefold() for word in words[1:5]]
    return 5 if said == _IN_FULL else 1


def _after(words: Sequence[str]) -> int:
    """How many at the end are: ЖШС, ШЖҚ МКК."""
    backwards = pairwise([*reversed(words[-3:]), ""])
    return sum(1 for _ in takewhile(lambda pair: _is_form(*pair), list(backwards)[:2]))


def _is_form(word: str, beside: str = "") -> bool:
    """Ақ Бидай is no АҚ: a short form is in capitals, unless quotes beside it hold the name."""
    bare = word.strip(".,")
    term = lexicons.default().known(bare)
    if term is None or term.group is not Group.LEGAL or _QUOTED & set(word):
        return False
    is_plain = len(bare) > _SHORT or bare.isascii() or bare.isupper()
    return is_plain or bool(_QUOTED & {beside[:1], beside[-1:]})
