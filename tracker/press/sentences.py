"""Sentences, their language and their words."""

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.press.found import Span

KAZAKH_ONLY = frozenset("әғқңөұүһі")
_TOKEN = re.compile(r"\b[кКшШ]/[хХқҚ]\b|[^\W\d_]+(?:[-’'ʼ][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]|_")
_LATIN, _CYRILLIC = re.compile("[a-z]+"), re.compile("[\u0400-\u052f]+")
_PARAGRAPH = re.compile(r"\n+")
_END = re.compile(r"[.!?…]+[»”\")]*(?=\s+[«“\"(–—-]?\s?[^\W_a-zа-яәғқңөұүһі])")
# Initials of two letters, as names are written in Latin letters; Дж. in Cyrillic ones.
_LONG_INITIALS = frozenset(
    ("Kh", "Sh", "Zh", "Ch", "Yu", "Ya", "Ye", "Yo", "Ts", "Gh", "Дж", "Th", "Sch", "Shch")
)
_BEGIN_SENTENCES = frozenset(
    ("the", "a", "an", "in", "at", "on", "it", "he", "she", "they", "we", "this", "after", "for")
)
# After these a full stop does not end the sentence.
_SHORTENED = frozenset(
    [
        *("г", "гг", "ж", "жж", "т", "б", "д", "п", "пр", "ул", "к", "с", "им", "ат"),
        *(
            "проф",
            "акад",
            "доц",
            "dr",
            "prof",
            "mr",
            "mrs",
            "ms",
            "st",
            "no",
            "inc",
            "ltd",
            "co",
            "обл",
        ),
        *("р", "тыс", "млн", "млрд", "руб", "тг", "тел", "см", "стр", "рис", "м", "и", "қ", "көш"),
    ]
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word (hyphens and apostrophes inside), a number or one mark."""

    text: str
    start: int
    end: int
    folded: str  # small letters, ё as е

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_acronym(self) -> bool:
        """Two capitals or more, and nothing else but a hyphenated ending: ҚазҰУ is none."""
        stem = self.text.split("-")[0]
        return len(stem) > 1 and stem.isalpha() and stem.isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    span: Span
    language: str  # kk, ru or en
    tokens: tuple[Token, ...]
    paragraph: int


def split(text: str, within: Span, *, usually: str, paragraph: int = 0) -> list[Sentence]:
    """The sentences of a part of the text; `usually` is the language of those that show none.

    `paragraph` is the number of the first paragraph in it.
    """
    found = []
    for number, lines in enumerate(_paragraphs(text, within), paragraph):
        for span in _sentences(text, lines):
            words = tuple(tokens(text, span))
            if words:
                spoken = language(text[span.start : span.end], usually)
                found.append(Sentence(span, spoken, words, number))
    return found


def tokens(text: str, span: Span) -> list[Token]:
    return [
        Token(found[0], found.start(), found.end(), _small(found[0]))
        for found in _TOKEN.finditer(text, span.start, span.end)
    ]


def language(text: str, usually: str = "ru") -> str:
    """By its letters: Latin is English here, and Kazakh has letters that Russian lacks."""
    small = text.casefold()
    latin = sum(map(len, _LATIN.findall(small)))
    cyrillic = sum(map(len, _CYRILLIC.findall(small)))
    if latin == cyrillic == 0:
        return usually
    if latin > cyrillic:
        return "en"
    kazakh = sum(letter in KAZAKH_ONLY for letter in unnamed(text))
    if usually == "kk" and cyrillic < 400:
        # A Kazakh sentence may lack those letters; a Russian one hardly lacks its small words.
        return "ru" if not kazakh and _RUSSIAN_WORD.search(small) else "kk"
    if kazakh * 40 >= cyrillic and kazakh > 1:
        return "kk"
    return "ru"


_RUSSIAN_WORD = re.compile(
    r"\b(?:в|на|и|с|по|для|из|от|что|к|о|не|за|у|его|их|также|года|во|со|об)\b"
)
_NAMED = re.compile(r"[«“\"][^»”\"]{0,80}[»”\"]|\b[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w-]*")


def unnamed(text: str) -> str:
    """The text without its names, which keep their letters in any language."""
    rest = _NAMED.sub(" ", text)
    return rest if any(letter.isalpha() for letter in rest) else text.casefold()


# Letters that Kazakh and Russian lack, and small words without which nobody writes English.
_FOREIGN_LETTERS = re.compile("[їєґўђћљњџѓќçğışãõåæøłßñ\u0590-\u08ff\u0900-\u1fff\u3040-\ud7ff]")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|a|for|with|at|on|by|was|is)\b")
_ENGLISH_TOO = re.compile(  # no words of the others, as "in" and "was" are
    r"\b(?:the|of|and|to|for|with|at|by|is|are|were|has|have|had|from|its?|this|that|their|our|we)\b"
)
_FOREIGN = re.compile(
    r"\b(?:d(?:er|ie|as|en|em|es|u|el|e|i)|und|e(?:in|ine|inen|iner|t|l)|im|mit|von|zu[mr]?|für|auf"
    r"|wurde|hat|nicht|l[aeo]s?|les|aux?|une?|est|dans|pour|avec|par|sur|una|con|per|il|gli|y"
    r"|ve|va|bir|ile|için|bilan|uchun|w|się|jest)\b"
)
_MOST_KAZAKH = frozenset("қғ")
_SOME = 200  # letters; a Kazakh text as long has one of these
_A_FEW = 8  # words of which one at least would be a small English one


def is_foreign(text: str) -> bool:
    """Whether a text is in none of the three languages. Of a short one that is told by the small
    words of others; where it has none at all, nobody can tell that it is English."""
    small = text.casefold()
    letters = sum(map(str.isalpha, small))
    if len(_FOREIGN_LETTERS.findall(small)) * 50 > letters > 0:
        return True
    # Kyrgyz, Tatar, Mongolian, Ukrainian have some of the letters of Kazakh.
    if letters > _SOME and not _MOST_KAZAKH & set(small) and language(text) == "kk":
        return True
    latin = sum(map(len, _LATIN.findall(small)))
    words = len(small.split())
    if letters > 150:
        return latin * 2 > letters and len(_ENGLISH.findall(small)) * 12 < words
    if latin * 2 <= letters:
        return False
    if words >= _A_FEW and not (_ENGLISH.search(small) or _ENGLISH_TOO.search(small)):
        return True
    return len(_FOREIGN.findall(small)) > len(_ENGLISH_TOO.findall(small))


@lru_cache(maxsize=20_000)
def _small(word: str) -> str:
    return word.casefold().replace("ё", "е")


def _paragraphs(text: str, within: Span) -> list[Span]:
    found, start = [], within.start
    for gap in _PARAGRAPH.finditer(text, within.start, within.end):
        found.append(Span(start, gap.start()))
        start = gap.end()
    found.append(Span(start, within.end))
    return [span for span in found if text[span.start : span.end].strip()]


def _sentences(text: str, paragraph: Span) -> list[Span]:
    found, start = [], paragraph.start
    for end in _END.finditer(text, paragraph.start, paragraph.end):
        if end[0][0] == "." and _is_shortened(text, paragraph.start, end.start()):
            continue
        found.append(Span(start, end.end()))
        start = end.end()
    found.append(Span(start, paragraph.end))
    return [_trimmed(text, span) for span in found if text[span.start : span.end].strip()]


def _is_shortened(text: str, first: int, stop: int) -> bool:
    start = stop
    while start > first and text[start - 1].isalnum() and stop - start < 8:
        start -= 1
    word = text[start:stop]
    if word in _LONG_INITIALS:
        return text[start - 1 : start] == "." or _is_name(text, stop + 1)
    return (len(word) == 1 and word.isupper()) or word.casefold() in _SHORTENED


def _is_name(text: str, start: int) -> bool:
    """Kh. Surname, or another initial; «… Tsoi Yu. The meeting» goes on with a common word."""
    rest = text[start : start + 40].lstrip()
    found = _TOKEN.match(rest)
    return found is not None and _small(found[0]) not in _BEGIN_SENTENCES


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
