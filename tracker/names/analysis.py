"""What a name says: the kind of organisation, where, about what, and its own words."""

import re
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from tracker.names import lexicon as lexicons
from tracker.names.folding import (
    fold,
    loose,
    one_script,
    plain,
    raw_words,
    skeleton,
    stems,
    twin,
)
from tracker.names.lexicon import LANGUAGES, Group, Lexicon, Term
from tracker.names.text import KAZAKH_ONLY

_NUMBER = re.compile("([0-9]{1,6})(?:ші|шы|нші|ншы|й|я|го|ая|ый|th|st|nd|rd)?")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_NUMERO = frozenset({"no", "n", "нөмірлі", "нөмір", "номер"})
_LITTLE_WORDS = """
    of the and in at for to on by a an with und de des der für von al el ibn
    и в во на при с со по для о об из им имени у к от аль эль ибн
    мен және үшін бойынша атындағы атында жанындағы бар әл
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
_MIXED = re.compile("[a-zа-яәіңғүұқөһ][A-ZА-ЯӘІҢҒҮҰҚӨҺ]")
_INITIALS = re.compile(r"(?<!\w)((?:[^\W\d_]{1,2}\.\s*){1,3})(?=[^\W\d_])(?![^\W\d_]{1,2}\.)")
_TRAILING_INITIALS = re.compile(r"(?<=\w)\s+((?:[^\W\d_]{1,2}\.\s*){1,3})(?!\w)")
_STATES = re.compile(r"\bU\.\s?S\.(?:\s?A\.)?")  # no initials
# ҚазҰУ-дың, «Дала» ЖШС-мен, ҚазҰУда: what an acronym is inflected by.
_CASE = re.compile(
    '(?:(?<=[A-ZА-ЯӘІҢҒҮҰҚӨҺ»"0-9])[-‐‑–]|(?<=[А-ЯӘІҢҒҮҰҚӨҺ]{2}))'
    "(?:[ыі]?(?:н[ыі]ң|д[ыі]ң|т[ыі]ң|нда(?:ғы)?|нде(?:гі)?|дағы|дегі|тағы|тегі|нан|нен|дан|ден|тан"
    "|тен|да|де|та|те|ға|ге|қа|ке|на|не|[мбп]ен|н[ыі]|д[ыі]|т[ыі])|сы|сі|ы|і)(?!\\w)"
)
_UNSPELLED = frozenset({Group.LEGAL, Group.WEAK, Group.LEVEL})
_SILENT = frozenset(
    {"named", "regional_affiliation", "of_technology"}
)  # they give no letter to an acronym
_AUXILIARY = frozenset({"ету", "беру"})  # nor do these: of қамтамасыз ету it is the қ
_LONG = 9  # letters of a word that may be two, one of them a kind
_SHORT_WORDS = frozenset({"им", "г", "қ", "р", "обл", "no", "st", "co"})


class Own(NamedTuple):
    """A word of the name's own: not in the lexicon, or a town of it."""

    folded: str
    stems: tuple[str, ...]
    skeletons: tuple[str, ...]
    twin: str
    written: str
    common: bool = False  # written small: a word that the lexicon lacks, not a name
    means: tuple[str, ...] = ()  # what a grown-together word is made of: Казцинк, Қазмырыш


class Letter(NamedTuple):
    """What one term or word of the name may give to an acronym: its spellings by language."""

    spellings: dict[str, tuple[str, ...]]
    term: str | None
    own: Own | None


class Analysis(NamedTuple):
    """A name taken apart."""

    terms: dict[Group, frozenset[str]]
    own: tuple[Own, ...]
    spelled: dict[str, Own]  # how the terms were written, by id
    acronyms: tuple[Own, ...]
    numbers: frozenset[str]
    initials: tuple[str, ...]
    letters: tuple[Letter, ...]
    language: str

    def of(self, group: Group) -> frozenset[str]:
        """The ids of one group that the name contains."""
        return self.terms.get(group, frozenset())


def analyse(text: str, lexicon: Lexicon | None = None) -> Analysis:
    """Take a name apart. Cached for the words in use."""
    in_use = lexicons.default()
    if lexicon is None or lexicon is in_use:
        return _cached(text, in_use)
    return _analyse(text, lexicon)


def forget() -> None:
    """Let go of what was taken apart with words that are in use no more.

    It would never be taken for anything else: all that is kept is kept for one lexicon.
    """
    _cached.cache_clear()
    own_word.cache_clear()
    frame.cache_clear()
    lexicons.forget()
    _letter.cache_clear()
    _split.cache_clear()


@lru_cache(maxsize=20_000)
def _cached(text: str, lexicon: Lexicon) -> Analysis:
    return _analyse(text, lexicon)


class Frame(NamedTuple):
    """What a name says beside the words that can only be its own."""

    own: tuple[Own | None, ...]  # its own words in their order; None where such a word stands
    spelled: tuple[Own, ...]
    has_terms: bool  # of which an acronym may be made


@lru_cache(maxsize=20_000)
def own_word(raw: str, lexicon: Lexicon) -> Own | None:
    """A plain word as the name's own, if it can be nothing else wherever it stands."""
    word = _word(raw)
    if word is None or word.number or word.is_acronym or _CASE.search(raw):
        return None
    if word.folded in _LITTLE | _NUMERO or lexicon.may_say(word.folded):
        return None
    return None if _split(word.folded, lexicon) else _named(word.written, ())[0]


@lru_cache(maxsize=20_000)
def frame(raws: tuple[str | None, ...], lexicon: Lexicon) -> Frame | None:
    """What stands around such words (None) in a plain name; or None where that is not sure.

    Many names are the same but for their own words, which are part of no term.
    """
    own: list[Own | None] = []
    built = _Builder()
    for is_own, some in groupby(raws, key=lambda raw: raw is None):
        if is_own:
            own += [None for _ in some]
            continue
        raw_run = [raw for raw in some if raw is not None]
        words = [word for raw in raw_run if (word := _word(raw)) is not None]
        folded = [word.folded for word in words]
        if any(map(_CASE.search, raw_run)) or not _NUMERO.isdisjoint(folded):
            return None
        place, before = 0, len(built.own)
        while place < len(folded):
            place += _take(built, words, folded, place, lexicon, shouted=False)
        own += built.own[before:]
    if built.acronyms or None not in own:
        return None
    has_terms = any(letter.term for letter in built.letters)
    return Frame(tuple(own), tuple(built.spelled.values()), has_terms)


class _Builder:
    def __init__(self) -> None:
        self.terms: dict[Group, set[str]] = {}
        self.own: list[Own] = []
        self.spelled: dict[str, Own] = {}
        self.acronyms: list[Own] = []
        self.numbers: set[str] = set()
        self.letters: list[Letter] = []


def _analyse(text: str, lexicon: Lexicon) -> Analysis:
    text = text[:400]
    if "U." in text:
        text = _STATES.sub("USA", text)
    bare, initials = _without_initials(_CASE.sub("", text))
    words = [word for raw in raw_words(bare) if (word := _word(raw)) is not None]
    folded = [word.folded for word in words]
    capitals = all(word.is_capital for word in words)
    shouted = capitals and any(len(word.written) > 6 for word in words)
    built = _Builder()
    place = 0
    while place < len(folded):
        place += _take(built, words, folded, place, lexicon, shouted)
    if not (built.own or built.acronyms or _says_something(built)):
        built.own = [_own(word) for word in folded]
    return Analysis(
        {group: frozenset(ids) for group, ids in built.terms.items()},
        tuple(dict.fromkeys(built.own)) if len(built.own) > 1 else tuple(built.own),
        built.spelled,
        tuple(dict.fromkeys(built.acronyms)),
        frozenset(built.numbers),
        initials,
        tuple(built.letters[:24]),
        _language(words),
    )


class _Word(NamedTuple):
    """What a word says wherever it stands: most names are made of words of other names."""

    written: str
    folded: str
    number: str | None
    is_brand: bool  # written together, as KazTransOil
    is_acronym: bool
    is_capital: bool
    cyrillic: int  # letters
    is_kazakh: bool


@lru_cache(maxsize=20_000)
def _word(raw: str) -> _Word | None:
    written = one_script(raw)
    small = fold(written)
    if not small:
        return None
    folded = plain(small)
    number = _NUMBER.fullmatch(folded)
    is_short = is_acronym(written)
    return _Word(
        written,
        folded,
        (number[1].lstrip("0") or "0") if number else None,
        bool(_MIXED.search(written)) and not is_short,
        is_short,
        written.isupper() or written.isdigit(),
        len(_CYRILLIC.findall(folded)),
        not KAZAKH_ONLY.isdisjoint(folded),
    )


def _language(words: list[_Word]) -> str:
    """By letters only: a Kazakh name without a Kazakh letter counts as Russian."""
    if sum(word.cyrillic for word in words) * 2 < sum(len(word.folded) for word in words):
        return "en"
    return "kk" if any(word.is_kazakh for word in words) else "ru"


def _says_something(built: _Builder) -> bool:
    return bool(built.numbers) or any(group is not Group.LEGAL for group in built.terms)


def _take(
    built: _Builder,
    words: list[_Word],
    folded: list[str],
    place: int,
    lexicon: Lexicon,
    shouted: bool,
) -> int:
    """Read the word at this place into the analysis; return how many words were read."""
    taken = words[place]
    word = taken.folded
    if taken.number:
        built.numbers.add(taken.number)
        return 1
    found = None if taken.is_brand else lexicon.at(folded, place)
    if found:
        for term in _grown(word, found, lexicon) or (found[0].id,):
            _add_term(built, lexicon, term, folded[place : place + found[1]])
        return found[1]
    if word in _LITTLE or (word in _NUMERO and place + 1 < len(folded)):
        return 1
    if not shouted and taken.is_acronym:
        built.acronyms.append(_own(taken.written))
        return 1
    pieces = _split(word, lexicon)
    if pieces and pieces[0] != "kazakhstan" and lexicon.group(pieces[-1]) is not Group.FORM:
        for piece in pieces:
            _add_term(built, lexicon, piece, [word])
        return 1
    own, letters = _named(taken.written, pieces)
    built.own.append(own)
    built.letters += letters
    return 1


def _grown(word: str, found: tuple[Term, int], lexicon: Lexicon) -> tuple[str, ...]:
    """Стройколледж is no form of строй: what a long word of a field is made of, if it is a kind."""
    if found[1] > 1 or len(word) < _LONG or found[0].group is not Group.FIELD:
        return ()
    pieces = _split(word, lexicon)
    return pieces if pieces and lexicon.group(pieces[-1]) is Group.KIND else ()


@lru_cache(maxsize=20_000)
def _split(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    return lexicon.split(word)


def _add_term(built: _Builder, lexicon: Lexicon, term_id: str, words: list[str]) -> None:
    for meant in lexicon.terms[term_id].means:
        term = lexicon.terms[meant]
        built.terms.setdefault(term.group, set()).add(meant)
        if term.group not in _UNSPELLED:
            built.spelled.setdefault(meant, _own(" ".join(words)))
        if term.group is not Group.LEGAL and meant not in _SILENT:
            built.letters.append(_letter(lexicon, meant))


@lru_cache(maxsize=5_000)
def _letter(lexicon: Lexicon, term_id: str) -> Letter:
    return Letter(_spellings(lexicon, term_id), term_id, None)


def _spellings(lexicon: Lexicon, term_id: str) -> dict[str, tuple[str, ...]]:
    term = lexicon.terms[term_id]
    # A plant is a завод or a комбинат; words of a field are rather other forms of one.
    several = term.group is Group.KIND
    return {
        language: tuple(
            " ".join(part for part in plain(fold(word)).split() if part not in _AUXILIARY)
            for number, word in enumerate(term.words[language])
            if number == 0 or several or " " in word
        )
        for language in LANGUAGES
    }


def _spelled(word: str) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(LANGUAGES, (word,))


@lru_cache(maxsize=20_000)
def _named(written: str, pieces: tuple[str, ...]) -> tuple[Own, tuple[Letter, ...]]:
    own = _own(written, pieces)
    parts = [written]
    if _MIXED.search(written):
        parts = _MIXED.sub(lambda m: f"{m[0][0]} {m[0][1]}", written).split()
    return own, tuple([Letter(_spelled(fold(part)), None, own) for part in parts if fold(part)])


@lru_cache(maxsize=200_000)
def _own(written: str, means: tuple[str, ...] = ()) -> Own:
    folded = fold(written)
    keys = stems(folded.replace(" ", "")) or (folded,)  # a letter without a sound has no stem
    bones = tuple(skeleton(key) for key in keys)
    return Own(folded, keys, bones, twin(written), written, written.islower(), means)


def is_acronym(written: str) -> bool:
    """Whether a word is written as acronyms are: ШҚТУ, КазНУ."""
    if not 2 <= len(written) <= 9 or written[1:].islower() or not written.isalpha():
        return False
    capitals = sum(map(str.isupper, written))
    return (
        capitals >= 2
        and capitals * 2 >= len(written) - 1
        and not re.search("[^\\W\\d_A-ZА-ЯӘІҢҒҮҰҚӨҺ]{4,}", written)
    )


def _without_initials(text: str) -> tuple[str, tuple[str, ...]]:
    """The name without К.И. and the like, and their letters."""
    if "." not in text:
        return text, ()
    found: list[str] = []

    def drop(match: "re.Match[str]") -> str:
        kept = []
        pieces = [each for each in match[1].split(".") if each.strip()]
        for each in pieces:
            letters = fold(each)
            is_initial = len(pieces) > 1 and len(letters) == 1 and each.strip().isupper()
            if letters in _SHORT_WORDS and not is_initial:
                kept.append(each)
            elif letters:
                found.append(loose(letters)[:1])
        return f" {' '.join(kept)} "

    bare = _TRAILING_INITIALS.sub(drop, _INITIALS.sub(drop, text))
    return bare, tuple(found)
