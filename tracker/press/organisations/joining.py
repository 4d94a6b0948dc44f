"""Which mentions speak of one organisation, and what it is called best."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.names import acronyms as letters
from tracker.names import lexicon as lexicons
from tracker.names import matching
from tracker.names.analysis import Analysis, analyse, is_acronym
from tracker.names.folding import fold, loose, stems
from tracker.names.lexicon import Group
from tracker.press.organisations import sectors
from tracker.press.organisations.line import bare
from tracker.press.organisations.mention import Mention

_CONNECTS = frozenset({Group.LEGAL, Group.FORM})
_MOST_COMPARED = 12


@dataclass(slots=True)
class One:
    """One organisation and all its mentions, the first one first."""

    mentions: list[Mention] = field(default_factory=list)
    words: list[frozenset[str]] = field(default_factory=list)
    shorts: set[str] = field(default_factory=set)

    def cores(self) -> list[frozenset[str]]:
        """What it can be called for short: what stands in the quotes, what is left of the name
        without its legal form."""
        return self.words

    def best(self) -> Mention:
        """The fullest form, in the nominative if there is one."""
        return max(
            self.mentions,
            key=lambda each: (each.source not in ("list", "natasha"), not each.inflected, len(each.name)),
        )

    def sector(self) -> str:
        """The first that says more than nothing."""
        said = [sectors.of(each) for each in [self.best(), *self.mentions]]
        return next((sector for sector in said if sector != "other"), "other")


class Joined:
    """Organisations so far, found again by any word of their names."""

    def __init__(self) -> None:
        self.all: list[One] = []
        self._by_word: dict[str, list[One]] = defaultdict(list)
        self._by_short: dict[str, One] = {}

    def add(self, mention: Mention) -> One:
        words = own_words(mention)
        one = self._same(mention, words)
        if one is None:
            one = One()
            self.all.append(one)
        one.mentions.append(mention)
        for spelled in (words, _core_words(mention)):
            if spelled and spelled not in one.words:
                one.words.append(spelled)
                for key in _keys(spelled):
                    if one not in self._by_word[key]:
                        self._by_word[key].append(one)
        if mention.short:
            self._by_short[mention.short.casefold()] = one
            one.shorts.add(mention.short)
        return one

    def put(self, one: One, mention: Mention) -> None:
        """Say that this mention speaks of that organisation."""
        one.mentions.append(mention)

    def short_of(self, mention: Mention) -> One | None:
        """The organisation of which this is a short form: its own words, or its acronym."""
        short = _short(mention)
        if short is not None and (found := self._by_short.get(short.casefold())):
            return found
        words = own_words(mention)
        for one in self._near(words):
            if any(_agrees(words, core) for core in one.cores()):
                return one
        return self._spelled(short) if short else None

    def _same(self, mention: Mention, words: frozenset[str]) -> One | None:
        short = _short(mention)
        if short and (found := self._by_short.get(short.casefold())):
            return found
        near = self._near(words)
        for one in near:
            if any(_agrees(words, known) for known in one.words):
                return one
        if short:
            return self._spelled(short)
        name = mention.name
        for one in near:
            if matching.same(name, one.mentions[0].name):
                return one
        return None

    def _near(self, words: frozenset[str]) -> list[One]:
        counts: Counter[int] = Counter()
        at: dict[int, One] = {}
        for key in _keys(words):
            for one in self._by_word.get(key, ()):
                counts[id(one)] += 1
                at[id(one)] = one
        return [at[number] for number, _ in counts.most_common(_MOST_COMPARED)]

    def _spelled(self, short: str) -> One | None:
        """An acronym that the words of an organisation spell."""
        for one in self.all:
            if any(letters.stands_for(short, _taken(each)) for each in one.mentions[:2]):
                return one
        return None


def _taken(mention: Mention) -> Analysis:
    return analyse(mention.name)


def _short(mention: Mention) -> str | None:
    """The name, if it is one acronym."""
    line = mention.line
    inner = range(*mention.core) if mention.core else range(mention.first, mention.after)
    words = [place for place in inner if line.tokens[place].is_word]
    if len(words) != 1:
        return None
    text = bare(line.tokens[words[0]].text)
    return text if is_acronym(text) else None


def own_words(mention: Mention) -> frozenset[str]:
    """The words of a name as they are compared: folded, without legal forms."""
    taken = analyse(mention.name)
    legal = {
        word
        for term in taken.of(Group.LEGAL)
        for spelled in lexicons.default().terms[term].words.values()
        for each in spelled
        for word in fold(each).split()
    }
    return frozenset(word for word in fold(mention.name).split() if word not in legal)


def _core_words(mention: Mention) -> frozenset[str]:
    """The words in the quotes, if they are more than what names are made of."""
    if mention.core is None:
        return frozenset()
    line = mention.line
    places = [place for place in range(*mention.core) if line.tokens[place].is_word]
    if all(line.says_what(place) or line.groups(place) for place in places):
        return frozenset()
    return frozenset(fold(line.text(*mention.core)).split())


def _keys(words: Iterable[str]) -> set[str]:
    return {loose(word)[:4] for word in words if len(word) > 1}


def _agrees(a: frozenset[str], b: frozenset[str]) -> bool:
    """The same words but for their endings; or all of one name's own words in the other's."""
    if not a or not b:
        return False
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    found = sum(any(_alike(word, other) for other in large) for word in small)
    return found == len(small) == len(large)


def _alike(a: str, b: str) -> bool:
    if a == b:
        return True
    if min(len(a), len(b)) < 4 or a[:3] != b[:3]:
        return False
    return bool(set(stems(a)) & set(stems(b)))
