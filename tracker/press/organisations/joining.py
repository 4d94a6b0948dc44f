"""Which mentions speak of one organisation, and what it is called best."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from tracker.names import acronyms as letters
from tracker.names import lexicon as lexicons
from tracker.names import matching
from tracker.names.analysis import analyse, is_acronym
from tracker.names.folding import fold, loose, stems
from tracker.names.lexicon import Group, Lexicon
from tracker.press.organisations import sectors
from tracker.press.organisations.line import bare
from tracker.press.organisations.mention import Mention

_MOST_COMPARED = 12
_MOST_SPELLED = 25  # organisations of an article that an acronym is tried on
_ENDINGS = frozenset({"а", "у", "ом", "е", "ы", "ой", "и", "ю", "я", "ем"})
_LIMITED = frozenset({"лтд", "ltd"})
# The rest of the name once it is left out after whom the organisation is named.
_NAMED_AFTER = re.compile(
    r"\b(?:имени|им\.|named after)\b.*$|^.*\bатындағы\b", re.IGNORECASE | re.DOTALL
)


# Whose it is, behind its name: научный центр МСХ.
_OF_MINISTRY = re.compile(r"(?<=[a-zа-я])\s[А-Я]{2,6}(?:\s(?:РК|РФ))?$")


@dataclass(slots=True)
class One:
    """One organisation and all its mentions, the first one first."""

    mentions: list[Mention] = field(default_factory=list)
    words: list[frozenset[str]] = field(default_factory=list)
    shorts: set[str] = field(default_factory=set)
    acronym: str | None = None  # while it is known by nothing else

    def best(self) -> Mention:
        """The fullest form, in the nominative if there is one."""
        return max(
            self.mentions,
            key=lambda each: (
                each.source != "list",
                _short(each) is None,
                not each.inflected,
                len(each.name),
            ),
        )

    def name(self) -> str:
        """The best form; without its case, if the text has it in a case only."""
        best = self.best()
        return best.nominative or best.name

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
        self._of: dict[int, One] = {}  # by mention

    def add(self, mention: Mention) -> One:
        words = own_words(mention)
        one = self._of.get(id(mention.alias_of)) or self._same(mention, words)
        if one is None and mention.short:  # it was known by its acronym, and is explained now
            one = next((each for each in self.all if each.acronym == mention.short), None)
        if one is None:
            one = One(acronym=_short(mention))
            self.all.append(one)
        elif _short(mention) is None:
            one.acronym = None
        one.mentions.append(mention)
        self._of[id(mention)] = one
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

    def whole_of(self, one: One) -> One | None:
        """The organisation that this one is said to be a part of."""
        whole = next((each.part_of for each in one.mentions if each.part_of), None)
        found = self._of.get(id(whole)) if whole else None
        return found if found is not one else None

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
            if any(_agrees(words, known) for known in one.words) or _is_quoted_alike(mention, one):
                return one
        return self._spelled(short) if short else None

    def _same(self, mention: Mention, words: frozenset[str]) -> One | None:
        short = _short(mention)
        if short and (found := self._by_short.get(short.casefold())):
            return found
        core = _core_words(mention)
        near = self._near(words | core)
        for one in near:
            if any(_agrees(words, known) for known in one.words):
                return one
            if core and _may_be_same(mention, one) and any(_agrees(core, k) for k in one.words):
                return one
            if _is_general(mention) and any(_lies_in(words, known) for known in one.words):
                return one
            if _shortens(mention, one, words):
                return one
        if short:
            return self._spelled(short)
        for one in self.all[:_MOST_SPELLED]:
            if one.acronym and spells(one.acronym, mention.name):
                return one
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
        for one in self.all[:_MOST_SPELLED]:
            if any(spells(short, each.name) for each in one.mentions[:2]):
                return one
        return None

    def may_be_named(self, word: str) -> bool:
        """Whether a name that begins with this word can be the name of any: a quick look."""
        return loose(word)[:4] in self._by_word or is_acronym(word)


@lru_cache(maxsize=4_000)
def spells(short: str, name: str) -> bool:
    """Whether the acronym is made of the name: ТГТУ of «… университет имени Ислама Каримова»."""
    bare_name = _NAMED_AFTER.sub(" ", _OF_MINISTRY.sub("", name))
    if any(letters.stands_for(short, analyse(each)) for each in (bare_name, name)):
        return True
    first = "".join(word[0] for word in fold(bare_name).split() if len(word) > 2)
    return len(short) > 2 and fold(short) == first


def _short(mention: Mention) -> str | None:
    """The name, if it is one acronym."""
    line = mention.line
    inner = range(*mention.core) if mention.core else range(mention.first, mention.after)
    words = [
        place
        for place in inner
        if line.tokens[place].is_word and line.word(place) not in ("рк", "қр", "rk")
    ]
    if len(words) != 1:
        return None
    text = bare(line.tokens[words[0]].text)
    return text if is_acronym(text) else None


def own_words(mention: Mention) -> frozenset[str]:
    """The words of a name as they are compared: folded, without legal forms."""
    return _without_forms(mention.name)


def _without_forms(name: str) -> frozenset[str]:
    return frozenset(fold(name).split()) - _legal_words(lexicons.default())


@lru_cache(maxsize=4)
def _legal_words(lexicon: Lexicon) -> frozenset[str]:
    written = (
        each.lstrip("=")
        for term in lexicon.terms.values()
        if term.group is Group.LEGAL
        for spelled in term.words.values()
        for each in spelled
    )
    return _LIMITED.union(*(fold(each).split() for each in written))


def _is_quoted_alike(mention: Mention, one: One) -> bool:
    """«Семей 24» is nobody by its words, but the channel «Семей 24» was named before."""
    quoted = {fold(each.line.text(*each.core)) for each in one.mentions if each.core}
    return mention.core is not None and fold(mention.line.text(*mention.core)) in quoted


def _may_be_same(mention: Mention, one: One) -> bool:
    """«Абай» museum is not «Абай» LLP."""
    known = {sectors.of(each) for each in one.mentions}
    return mention.source == "list" or sectors.of(mention) in known


def _is_general(mention: Mention) -> bool:
    """Regional Museum, Институт экологии: nothing of its own, so it can only mean the one that
    was named in full."""
    line = mention.line
    return (
        mention.source == "head"
        and mention.core is None
        and all(
            not line.tokens[place].is_word
            or (line.groups(place) and not line.is_where(place))
            or len(line.word(place)) < 4
            for place in range(mention.first, mention.after)
        )
    )


def _shortens(mention: Mention, one: One, words: frozenset[str]) -> bool:
    """Белорусский аграрный университет is the Белорусский государственный аграрный технический."""
    if mention.source != "head" or mention.core is not None or mention.is_group:
        return False
    if one.mentions[0].source != "head" or sectors.of(one.mentions[0]) != sectors.of(mention):
        return False
    return any(
        min(len(words), len(known)) > 2 and (_lies_in(words, known) or _lies_in(known, words))
        for known in one.words
    )


def _lies_in(small: frozenset[str], large: frozenset[str]) -> bool:
    return len(small) > 1 and all(any(_alike(word, other) for other in large) for word in small)


def _core_words(mention: Mention) -> frozenset[str]:
    """The words in the quotes, if they are more than what names are made of."""
    if mention.core is None:
        return frozenset()
    line = mention.line
    places = [place for place in range(*mention.core) if line.tokens[place].is_word]
    if all(line.says_what(place) or line.groups(place) for place in places):
        return frozenset()
    return _without_forms(line.text(*mention.core))


def _keys(words: Iterable[str]) -> set[str]:
    return {loose(word)[:4] for word in words}


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
        short, long = sorted((a, b), key=len)
        return len(short) == 3 and long.startswith(short) and long[3:] in _ENDINGS  # Куб, Кубом
    return bool(set(stems(a)) & set(stems(b)))
