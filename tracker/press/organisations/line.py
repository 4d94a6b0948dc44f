"""A sentence as the rules for organisations look at it: its words, quotes and small signs."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from tracker.names import lexicon as lexicons
from tracker.names.folding import fold, plain
from tracker.names.lexicon import Group, Lexicon
from tracker.press.found import Span
from tracker.press.person_names import is_given
from tracker.press.sentences import KAZAKH_ONLY, Sentence, Token

LONGEST_QUOTE = 28  # tokens; a longer quotation is speech, not a name
_OPENING, _CLOSING = frozenset("«“„‹‘"), frozenset("»”›")
_STRAIGHT = frozenset("\"'")
# An ending hung on a foreign word or an acronym: University-де, ҚазҰУ-дың.
_HUNG = re.compile("[-’'][\u0430-\u045f\u0493\u049b\u04a3\u04af\u04b1\u04d9\u04e9\u04bb]{1,6}$")
_POSSESSIVE = re.compile("['’]s$")
_SMALL_BRAND = re.compile("[a-z]{1,3}[A-Z][a-z]{2,}")  # inDrive, eBay
_SAYS_WHAT = frozenset(
    {Group.FIELD, Group.WEAK, Group.COUNTRY, Group.PLACE, Group.DIRECTION, Group.LEVEL}
)


class Case(Enum):
    """An article whose letters are all large or all small says nothing by them."""

    SHOUTS = "shouts"
    WHISPERS = "whispers"


@dataclass(frozen=True)
class Setting:
    """What the whole article says about each of its sentences. `small`: its words that are written
    small somewhere, sorted."""

    language: str = ""
    case: Case | None = None
    small: tuple[str, ...] = ()
    surnames: frozenset[str] = frozenset()

    def is_surname(self, word: str) -> bool:
        """Whether it stands beside a given name somewhere, perhaps without its ending there."""
        return word in self.surnames or word[:-1] in self.surnames

    def is_common(self, word: str) -> bool:
        """Whether the article writes this word small elsewhere, perhaps with an ending."""
        place = bisect_left(self.small, word)
        return place < len(self.small) and self.small[place].startswith(word)


def setting_of(language: str, text: str, sentences: Iterable[Sentence]) -> Setting:
    small = {
        token.folded
        for sentence in sentences
        for token in sentence.tokens
        if token.is_word and not token.is_capital
    }
    return Setting(language, _case(text), tuple(sorted(small)), _surnames(sentences))


def _surnames(sentences: Iterable[Sentence]) -> frozenset[str]:
    """Capital words beside given names."""
    found: set[str] = set()
    for sentence in sentences:
        for one, next in pairwise(sentence.tokens):
            alike = (one.text[0] < "\u0250") == (next.text[0] < "\u0250")
            if alike and one.is_capital and next.is_capital:
                if is_given(one.text):
                    found.add(next.folded)
                elif is_given(next.text):
                    found.add(one.folded)
    return frozenset(found)


def _case(text: str) -> Case | None:
    large = sum(letter.isupper() for letter in text)
    small = sum(letter.islower() for letter in text)
    if large > 3 * small:
        return Case.SHOUTS
    return Case.WHISPERS if large * 400 < small else None


class Line:
    """`quotes` and `openings` lead from a quote to its partner, by number of token."""

    def __init__(
        self, sentence: Sentence, setting: "Setting | None" = None, lexicon: Lexicon | None = None
    ) -> None:
        setting = setting or Setting()
        self.tokens: Sequence[Token] = sentence.tokens
        self.language = _spoken(sentence, setting.language)
        self.setting = setting
        self.paragraph = sentence.paragraph
        self.lexicon = lexicon or lexicons.default()
        self.words = [stem(token) for token in self.tokens]
        self.quotes = _quotes(self.tokens)
        self.openings = {close: opens for opens, close in self.quotes.items()}
        self.shouts = setting.case is Case.SHOUTS or _is_shouted(self.tokens)
        self.whispers = setting.case is Case.WHISPERS
        self._phrases: dict[int, frozenset[Group]] | None = None

    def __len__(self) -> int:
        return len(self.tokens)

    def span(self, first: int, after: int) -> Span:
        last = self.tokens[after - 1]
        return Span(self.tokens[first].start, last.end - len(last.text) + len(bare(last.text)))

    def word(self, place: int) -> str:
        """The folded word there, nothing outside of the sentence."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def is_capital(self, place: int) -> bool:
        if not 0 <= place < len(self) or self.shouts:
            return False
        token = self.tokens[place]
        if token.is_capital or (self.whispers and self.is_where(place)):
            return True
        return "a" <= token.text[0] <= "z" and bool(_SMALL_BRAND.fullmatch(token.text))

    def is_lower(self, place: int) -> bool:
        if not 0 <= place < len(self) or not self.tokens[place].is_word:
            return False
        return self.shouts or not self.is_capital(place)

    def is_first(self, place: int) -> bool:
        """Whether a capital there says nothing, since every sentence begins with one."""
        before = place - 1
        while before >= 0 and not self.tokens[before].is_word:
            if self.tokens[before].text in ".!?:•–—-" or self.tokens[before].text in _OPENING:
                return True
            if self.tokens[before].is_number:
                return self.tokens[before].start == self.tokens[0].start
            before -= 1
            if before >= 0 and self.tokens[before].is_word:
                return False
        return before < 0

    def may_be_quoted(self, opens: int) -> bool:
        """Whether what stands in these quotes begins as a name does."""
        inside = opens + 1
        even = self.shouts or self.whispers
        return even or self.is_capital(inside) or self.tokens[inside].is_number

    def groups(self, place: int) -> frozenset[Group]:
        """What the words of names say this word is about, alone or with its neighbours."""
        if not 0 <= place < len(self):
            return frozenset()
        if self._phrases is None:
            self._phrases = _phrases(self.words, self.lexicon)
        return self._phrases.get(place) or meaning(self.word(place), self.lexicon)

    def says_what(self, place: int) -> bool:
        """A word that names are made of: medical, national, of agriculture, Kazakh, Semey."""
        return len(self.word(place)) > 1 and bool(self.groups(place) & _SAYS_WHAT)

    def is_field(self, place: int) -> bool:
        return len(self.word(place)) > 2 and Group.FIELD in self.groups(place)

    def is_where(self, place: int) -> bool:
        return bool(self.groups(place) & {Group.PLACE, Group.COUNTRY, Group.DIRECTION})

    def text(self, first: int, after: int) -> str:
        """The words there, with single spaces where there were any."""
        parts: list[str] = []
        for place in range(first, after):
            token = self.tokens[place]
            gap = place > first and token.start > self.tokens[place - 1].end
            parts.append(f" {token.text}" if gap else token.text)
        return "".join(parts)


@lru_cache(maxsize=20_000)
def bare(text: str) -> str:
    """A word without an ending that was hung on it."""
    if "-" not in text and "’" not in text and "'" not in text:
        return text
    if _is_latin(text) and text[:1].isalpha():
        return _POSSESSIVE.sub("", _HUNG.sub("", text))
    stem = _HUNG.sub("", text)
    return stem if sum(letter.isupper() for letter in stem) > 1 and "-" not in stem else text


def _phrases(words: Sequence[str], lexicon: Lexicon) -> dict[int, frozenset[Group]]:
    """Terms of several words: денсаулық сақтау, сельского хозяйства."""
    found: dict[int, frozenset[Group]] = {}
    for place, word in enumerate(words):
        if len(word) < 3 or place in found or not may_begin_phrase(word, lexicon):
            continue
        term = lexicon.at(words, place)
        if term is not None and term[1] > 1:
            groups = frozenset(lexicon.group(meant) for meant in term[0].means)
            found.update(dict.fromkeys(range(place, place + term[1]), groups))
    return found


@lru_cache(maxsize=20_000)
def may_begin_phrase(word: str, lexicon: Lexicon) -> bool:
    """Whether a term of several words begins so; most words begin none."""
    return any(
        len(pattern.words) > 1
        for size in range(2, len(word) + 1)
        for pattern in lexicon.written.get(word[:size], ())
    )


@lru_cache(maxsize=20_000)
def meaning(word: str, lexicon: Lexicon) -> frozenset[Group]:
    folded = [plain(part) for part in fold(word).split()]
    found: set[Group] = set()
    for part in folded:
        term = lexicon.at([part], 0)
        if term is not None:
            found.update(lexicon.group(meant) for meant in term[0].means)
        elif len(part) > 6 and (pieces := lexicon.split(part)) and pieces[0] != "kazakhstan":
            found.update(lexicon.group(piece) for piece in pieces)
        elif part == folded[-1]:
            return frozenset()
    return frozenset(found)


def stem(token: Token) -> str:
    return token.folded if bare(token.text) == token.text else bare(token.text).casefold()


def _is_latin(text: str) -> bool:
    return text[0] < "\u0250"


def _is_shouted(tokens: Sequence[Token]) -> bool:
    words = [token.text for token in tokens if token.is_word and len(token.text) > 3]
    return len(words) > 3 and sum(word.isupper() for word in words) * 10 > len(words) * 9


def _quotes(tokens: Sequence[Token]) -> dict[int, int]:
    found: dict[int, int] = {}
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.text in _OPENING:
            opened.append(place)
        elif token.text in _CLOSING:
            if opened:
                found[opened.pop()] = place
            else:
                _widen(found, place)
        elif token.text in _STRAIGHT or token.text == "’":
            _straight(tokens, place, opened, found)
    for outer in reversed(opened):  # ТОО «НПП «Антиген» closes both with one
        inner = min((opens for opens in found if outer < opens <= outer + 4), default=None)
        if inner is not None:
            found[outer] = found[inner]
    return {opens: close for opens, close in found.items() if 1 < close - opens < LONGEST_QUOTE}


def _spoken(sentence: Sentence, usually: str) -> str:
    """By what stands outside of quotes: a foreign name in them is no sentence in its language. One
    Kazakh letter is enough in a Kazakh article."""
    around: list[str] = []
    small: list[str] = []  # a name in another script has capitals
    depth = 0
    for token in sentence.tokens:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth <= 0 and token.is_word:
            around.append(token.folded)
            if not token.is_capital:
                small.append(token.folded)
    text = "".join(around)
    cyrillic, said = _cyrillic(text), "".join(small) or text
    if 2 * _cyrillic(said) < len(said) or not text:
        return sentence.language
    own = sum(letter in KAZAKH_ONLY for letter in text)
    if sentence.language == "kk":
        return "ru" if cyrillic > 30 and own * 60 < cyrillic else "kk"
    return "kk" if own and (usually == "kk" or own * 40 >= cyrillic) else "ru"


def _cyrillic(text: str) -> int:
    return sum("\u0400" <= letter <= "\u052f" for letter in text)


def _straight(
    tokens: Sequence[Token], place: int, opened: list[int], found: dict[int, int]
) -> None:
    """A straight quote opens before a word and closes behind one."""
    token = tokens[place]
    after_gap = place == 0 or tokens[place - 1].end < token.start or tokens[place - 1].text == "("
    before_word = place + 1 < len(tokens) and tokens[place + 1].start == token.end
    alike = [at for at in opened if tokens[at].text == token.text or token.text == "’"]
    if token.text != "’" and before_word and (after_gap or not alike):
        opened.append(place)
    elif alike:
        while opened and opened[-1] != alike[-1]:
            opened.pop()
        found[opened.pop()] = place


def _widen(found: dict[int, int], place: int) -> None:
    """«Qazaq Invest» ҰК» closes what was closed before."""
    near = [opens for opens, close in found.items() if place - 4 <= close < place]
    if near:
        found[max(near)] = place
