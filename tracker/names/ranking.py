"""How well a record's names answer what a person typed."""

import heapq
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from tracker.names import lexicon as lexicons
from tracker.names.acronyms import stands_for
from tracker.names.analysis import Analysis, Own, analyse, is_acronym
from tracker.names.lexicon import Group, Lexicon
from tracker.names.matching import compare
from tracker.names.sharing import likeness

_COMPARED = 12  # of the candidates, those that answer best are compared name with name
_LEAST = 0.3  # a worse fit is none
_WEIGHT = {Group.WEAK: 0.3, Group.FORM: 0.4, Group.LEVEL: 0.8, Group.LEGAL: 0.05}
_OWN = 2.5
_CONTRADICTED = 0.3  # how alike names are at most that contradict each other
_ANOTHER = 0.8
_DROPPED = 0.8  # of a kind that a company with a name of its own may leave out


class Candidate(NamedTuple):
    """A record that may be meant."""

    id: int
    names: tuple[str, ...]
    city: str = ""


def ranked(
    question: Analysis,
    candidates: Iterable[Candidate],
    limit: int,
    lexicon: Lexicon | None = None,
) -> list[tuple[int, float]]:
    """The ids that fit, best first, each with its score from 0 to 1."""
    known = lexicon or lexicons.default()
    answers = [(_answer(question, each, known), each) for each in candidates]
    likeliest = heapq.nlargest(max(limit, _COMPARED), answers, key=lambda each: each[0])
    found = [(each.id, _fit(question, each, answer, known)) for answer, each in likeliest]
    likely = [each for each in found if each[1] >= _LEAST]
    return heapq.nsmallest(limit, likely, key=lambda each: (-each[1], each[0]))


def _answer(question: Analysis, given: Candidate, lexicon: Lexicon) -> float:
    """How much of the question the names of a record answer together, 0 to 1."""
    covered: dict[str, float] = {}
    for name in given.names:
        for part, found in _covered(question, analyse(name, lexicon), lexicon):
            covered[part] = max(found, covered.get(part, 0.0))
    if given.city:
        for part, found in _covered(question, analyse(given.city, lexicon), lexicon):
            covered[part] = max(0.9 * found, covered.get(part, 0.0))
    weights = dict(_parts(question, lexicon))
    total = sum(weights.values()) or 1.0
    return sum(weights[part] * found for part, found in covered.items()) / total


def _fit(question: Analysis, given: Candidate, answer: float, lexicon: Lexicon) -> float:
    taken = [analyse(name, lexicon) for name in given.names]
    best = max((compare(question, each, lexicon).score for each in taken), default=0.0)
    if question.of(Group.KIND) and 0.0 < best <= _CONTRADICTED:
        answer *= _ANOTHER  # a committee of the ministry that was asked for has all the words
    return 0.62 * answer + 0.28 * best + 0.1 * _short(question, taken)


def _short(question: Analysis, taken: list[Analysis]) -> float:
    """Of two that fit, the one with less besides what was asked for."""
    length = len(question.letters) + len(question.acronyms) + len(question.numbers)
    least = min((len(each.letters) for each in taken), default=0)
    return 1.0 / (1.0 + max(0, least - length) * 0.25)


def _parts(question: Analysis, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    for group, ids in question.terms.items():
        for each in ids:
            dropped = question.own and each in lexicon.traits["business"]
            yield f"t:{each}", _DROPPED if dropped else _WEIGHT.get(group, 1.6)
    for own in (*question.own, *question.acronyms):
        yield f"w:{own.written}", _OWN
    for number in question.numbers:
        yield f"n:{number}", 2.0


def _covered(question: Analysis, name: Analysis, lexicon: Lexicon) -> Iterator[tuple[str, float]]:
    """Which parts of the question a name answers, and how well."""
    own_of_name = (*name.own, *name.acronyms)
    for group, ids in question.terms.items():
        there = name.of(group)
        for each in ids:
            spelled = question.spelled.get(each)
            if each in there:
                yield f"t:{each}", 1.0
            elif spelled:
                yield f"t:{each}", max((_near(spelled, own) for own in own_of_name), default=0.0)
    for number in question.numbers:
        yield f"n:{number}", 1.0 if number in name.numbers else 0.0
    words = (*own_of_name, *name.spelled.values())
    for own in (*question.own, *question.acronyms):
        found = max((_near(own, word) for word in words), default=0.0)
        if found < 0.9 and (2 <= len(own.folded) <= 7 or is_acronym(own.written)):
            stood = stands_for(own.written, name, lexicon, beside=_all_ids(question))
            found = max(found, stood.sure if stood else 0.0)
        yield f"w:{own.written}", found


@lru_cache(maxsize=100_000)
def _near(asked: Own, word: Own) -> float:
    """As two spellings, or the beginning of a word as far as it was typed."""
    whole = likeness(asked, word)
    begun = asked.stems[0] if asked.stems else ""
    if len(begun) >= 3 and any(stem.startswith(begun) for stem in word.stems[:1]):
        return max(whole, 0.9)
    return whole if whole >= 0.6 else 0.0


def _all_ids(analysis: Analysis) -> frozenset[str]:
    return frozenset(each for ids in analysis.terms.values() for each in ids)
