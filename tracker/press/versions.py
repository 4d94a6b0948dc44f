"""Whether two articles tell one story in two languages, so that it is not counted twice.

Translations share what needs no translating: names, days and numbers.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from tracker.names import lexicon as lexicons
from tracker.names import matching, people
from tracker.names.folding import fold, skeleton, stems
from tracker.names.lexicon import Group
from tracker.press import days
from tracker.press.article import prepare
from tracker.press.found import Day, Reading
from tracker.press.known import Context

SAME = 0.4  # from here two articles are offered to be joined

_APART = timedelta(days=10)  # a translation follows within days
_NAME = re.compile(r"(?<![.!?…:\n«\"“–—-] )(?<![\n«\"“„(])\b([^\W\d_a-zа-яәғқңөұүһі][^\W\d_]{3,})")
_QUOTED = re.compile(r"[«“„\"]([^»”\"\n]{4,80})[»”\"]")
_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"(?<![\d.,])\d{2,7}(?![\d.,]\d|\d)")
_MOST = 200  # names of one article that are compared
_COMMON = frozenset(Group) - {Group.WEAK}
# What evidence weighs, where both articles have some.
_NAMES, _ORGANISATIONS, _PEOPLE, _DAYS, _NUMBERS = 3.0, 1.0, 2.0, 1.5, 1.0


@dataclass(frozen=True, slots=True)
class Story:
    """What of an article is the same in every language. Small enough to keep for every article."""

    language: str
    published: str | None
    names: frozenset[str]  # words of names, in the few letters in which their spellings meet
    partners: tuple[str, ...]
    known: frozenset[int]
    people: tuple[str, ...]
    days: frozenset[str]
    numbers: frozenset[str]


def story(reading: Reading) -> Story:
    partners = [each for each in reading.organisations if not each.is_host and not each.is_group]
    hosts = " ".join(each.name for each in reading.organisations if each.is_host)
    bare = _story(reading.text, reading.language, reading.published, reading.days)
    return replace(
        bare,
        names=bare.names - _bones(hosts),
        partners=tuple(each.name for each in partners),
        known=frozenset(each.match.id for each in partners if each.match and each.match.certain),
        people=tuple(each.name for each in reading.people),
    )


@lru_cache(maxsize=200)
def sketch(text: str) -> Story:
    """The same of a text that nobody has read, in a fraction of the time: its capitals, days and
    numbers."""
    article, context = prepare(text), Context()
    found = days.find(article, context)
    return _story(article.text, article.language, days.published(found, context), found)


def _story(text: str, language: str, published: str | None, found: Sequence[Day]) -> Story:
    told = frozenset(day.iso for day in found if len(day.iso) > 9 and not _is_outside(day))
    numbers = frozenset(_NUMBER.findall(_without_days(text, found)))
    return Story(language, published, _names(text), (), frozenset(), (), told, numbers)


def score(one: Story | str, other: Story | str) -> float:
    """How likely the two are one story, 0 to 1; never in one language, nor weeks apart."""
    one = sketch(one) if isinstance(one, str) else one
    other = sketch(other) if isinstance(other, str) else other
    if one.language == other.language or _are_apart(one.published, other.published):
        return 0.0
    # Nearly everything that the shorter one names must be in the longer one.
    evidence = [
        (_NAMES, _shared(one.names, other.names)),
        (_ORGANISATIONS, _partners(one, other)),
        (_PEOPLE, _alike(one.people, other.people, lambda a, b: people.score(a, b) >= people.SAME)),
        (_DAYS, _shared(one.days, other.days)),
        (_NUMBERS, _shared(one.numbers, other.numbers)),
    ]
    told = [(weight, share) for weight, share in evidence if share is not None]
    whole = sum(weight for weight, _ in told)
    # One kind of evidence alone may be chance.
    if sum(share > 0 for _, share in told) < 2:
        return 0.0
    return sum(weight * share for weight, share in told) / whole


def _names(text: str) -> frozenset[str]:
    found = [match[1] for match in _NAME.finditer(text)]
    found += [word for match in _QUOTED.finditer(text) for word in _WORD.findall(match[1])]
    return frozenset(list(_bones(" ".join(dict.fromkeys(found))))[:_MOST])


def _bones(words: str) -> frozenset[str]:
    """The words as far as any script and ending goes; kinds, places and fields are no names."""
    lexicon, found = lexicons.default(), set()
    for word in fold(words).split() if len(words) <= 400 else _pieces(words):
        term = lexicon.at([word], 0)
        if term is None or term[0].group not in _COMMON:
            found.add(skeleton(stems(word)[-1])[:5])
    return frozenset(found)


def _pieces(words: str) -> list[str]:
    """`fold` looks at a few hundred letters."""
    return [folded for word in words.split() if (folded := fold(word))]


def _is_outside(day: Day) -> bool:
    return day.is_published or day.is_aside


def _without_days(text: str, found: Sequence[Day]) -> str:
    pieces, before = [], 0
    for day in sorted(found, key=lambda day: day.span):
        if day.span.start >= before:
            pieces.append(text[before : day.span.start])
            before = day.span.end
    return " ".join([*pieces, text[before:]])


def _are_apart(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return False
    return abs(date.fromisoformat(one) - date.fromisoformat(other)) > _APART


def _shared(one: Collection[str], other: Collection[str]) -> float | None:
    if not one or not other:
        return None
    return len(set(one) & set(other)) / min(len(one), len(other))


def _partners(one: Story, other: Story) -> float | None:
    if one.known and other.known:
        return len(one.known & other.known) / min(len(one.known), len(other.known))
    return _alike(one.partners, other.partners, matching.same)


def _alike(
    one: tuple[str, ...], other: tuple[str, ...], same: Callable[[str, str], bool]
) -> float | None:
    if not one or not other:
        return None
    fewer, more = sorted((one[:20], other[:20]), key=len)
    return sum(any(same(name, each) for each in more) for name in fewer) / len(fewer)
