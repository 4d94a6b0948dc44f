"""What an event is called: the words around the one that says its kind, or the story's title."""

import re
from collections.abc import Sequence

from tracker.press import rules
from tracker.press.sentences import Sentence, Token

_OPENS, _CLOSES = '«“"„', '»”"'
_HELD = {each: rules.words(f"held_{each}") for each in ("kk", "ru", "en")}
_TITLED = rules.words("event_titles_kk")
_BEFORE = rules.words("before_position")
_LONGEST = 12  # words of a name
_NEAR = 4  # words between the kind and the title in quotes
_ATTRIBUTES = 3
_JOINS = {
    "en": frozenset({"of", "on", "for", "with", "between", "about"}),
    "ru": frozenset({"по", "о", "об", "для", "с", "со", "между"}),
}
_ENDS = {
    "en": rules.words("event_ends_en"),
    "ru": rules.words("event_ends_ru"),
}
# Verbs say that it took place, and not how it is called.
_VERBS = {
    "en": re.compile(".{2,}ed|came|to|visits"),
    "ru": re.compile(
        ".{2,}(?:[аеиыя]л[аои]?|л[аои]?с[ья]|[аеё]н[аоы]?|ется|[юу]тся)|прош[её]л|прошл[аои]"
    ),
    "kk": re.compile(".{2,}(?:ды|ді|ты|ті|ып|іп|ған|ген|қан|кен|ады|еді|йды|йді|мақ|мек)"),
}
_NOUNS_RU = ("отдел", "филиал", "материал", "журнал", "канал", "портал", "потенциал", "концертзал")
_ENGLISH = re.compile(".*(?:al|ic|ed|ing|an|ern|ary)|open|job|spring|science|digital|round|career")
_RUSSIAN = ("ый", "ий", "ой", "ая", "ое", "ые", "ие", "ого", "ом", "ей", "ую", "ых")
# Cases in which a Kazakh word tells when, where and from whom.
_KAZAKH_AWAY = re.compile(
    ".{3,}(?:да|де|та|те|дан|ден|тан|тен|нан|нен|ны|ні|ды|ді|ты|ті|ға|ге|қа|ке|ып|іп|на|не)"
)
_KAZAKH_CASE = re.compile(
    ".{3,}(?:да|де|дан|ден|тан|тен|нан|нен|ны|ні|ға|ге|қа|ке|на|не|мен|пен|бен)"
)
# Signs of an event that do not call it: guests, a ribbon.
_SIGNS = ("guest", "ribbon", "гост", "лент", "қонақ", "меймандар", "лента", "қатыс")
_BARE = ("delegation", "делегаци", "делегация")


def around(sentence: Sentence, first: int, after: int, *, quoted: bool = True) -> tuple[int, int]:
    """The tokens of the name around the kind: what goes before it, and its title in quotes."""
    start = _start(sentence, first)
    if quoted:
        titled = _titled(sentence, after, start)
        if titled is not None:
            return titled
    return start, after if sentence.language == "kk" else _stop(sentence, after)


def noun(sentence: Sentence, first: int, after: int) -> int:
    """Подписали | меморандум о …: the name begins behind the verb."""
    language, tokens = sentence.language, sentence.tokens
    if language == "kk" or after - first < 2 or not _is_verb(language, tokens[first].folded):
        return first
    return first if _is_verb(language, tokens[after - 1].folded) else after - 1


def _titled(sentence: Sentence, after: int, start: int) -> tuple[int, int] | None:
    tokens = sentence.tokens
    if sentence.language == "kk":
        at = start - 1
        if at >= 0 and tokens[at].folded in _TITLED:
            at -= 1
        if at < 0 or tokens[at].text not in _CLOSES:
            return None
        opened = _opening(tokens, at)
        return (opened, after) if opened is not None and _is_title(tokens, opened) else None
    stop = after
    while stop < len(tokens) and stop - after < _NEAR and tokens[stop].text not in _OPENS:
        if not tokens[stop].is_word:
            return None
        stop += 1
    if stop >= len(tokens) or tokens[stop].text not in _OPENS or stop - after >= _NEAR:
        return None
    closed = _closing(tokens, stop)
    return (start, closed + 1) if closed is not None and _is_title(tokens, stop) else None


def _is_title(tokens: Sequence[Token], opened: int) -> bool:
    """«состаривает» is a word that somebody uses otherwise than usual."""
    inside = tokens[opened + 1]
    return not inside.is_word or inside.is_capital


def _start(sentence: Sentence, first: int) -> int:
    start = first
    while start > 0 and first - start < _ATTRIBUTES and _is_attribute(sentence, start - 1):
        start -= 1
    return start


def _is_attribute(sentence: Sentence, at: int) -> bool:
    token, word = sentence.tokens[at], sentence.tokens[at].folded
    if not token.is_word or word in _BEFORE or word in _HELD[sentence.language]:
        return False
    if sentence.language == "ru":
        return word.endswith(_RUSSIAN) and not word.endswith(("ром", "лем"))
    if sentence.language == "kk":
        return not _KAZAKH_AWAY.fullmatch(word) and not _VERBS["kk"].fullmatch(word)
    return bool(_ENGLISH.fullmatch(word)) or (token.is_capital and at > 0)


def _stop(sentence: Sentence, after: int) -> int:
    """Opening | of the laboratory of leather; семинар | по диагностике изоляции."""
    tokens, language = sentence.tokens, sentence.language
    joins, ends = _JOINS[language], _ENDS[language]
    stop = after
    if language == "en" and (stop >= len(tokens) or tokens[stop].folded not in joins):
        return after
    while stop < len(tokens) and stop - after < _LONGEST:
        token, word = tokens[stop], tokens[stop].folded
        if token.text == "." and _is_initial(tokens, stop):
            stop += 1
            continue
        if not token.is_word or word in ends or word in _HELD[language]:
            break
        if language == "ru" and word not in joins and not token.is_capital and _is_verb("ru", word):
            break
        stop += 1
    else:
        stop = after if stop < len(tokens) else stop  # a name is not so long
    while stop > after and tokens[stop - 1].folded in joins | {
        "in",
        "and",
        "и",
        "the",
        "a",
        "or",
        "или",
    }:
        stop -= 1
    return stop


def _is_initial(tokens: Sequence[Token], dot: int) -> bool:
    """встреча ректора Г. Мутанова"""
    return len(tokens[dot - 1].text) == 1 and dot + 1 < len(tokens) and tokens[dot + 1].is_capital


def _is_verb(language: str, word: str) -> bool:
    return bool(_VERBS[language].fullmatch(word)) and not word.startswith(_NOUNS_RU)


def is_poor(
    sentence: Sentence, kind: tuple[int, int], name: tuple[int, int], *, is_named: bool
) -> bool:
    """A verb, a guest or one word tell nobody later what took place."""
    if is_named:
        return False
    tokens, language = sentence.tokens, sentence.language
    said = [token.folded for token in tokens[slice(*kind)]]
    last = said[-1] if language == "kk" else said[0]
    if _is_verb(language, last) or any(word.startswith(_SIGNS) for word in said):
        return True
    if language == "kk" and _KAZAKH_CASE.fullmatch(last):
        return True
    words = sum(token.is_word for token in tokens[slice(*name)])
    return words < 2 or (words < 3 and last.startswith(_BARE))


def _opening(tokens: Sequence[Token], closed: int) -> int | None:
    near = range(closed - 1, max(-1, closed - 30), -1)
    return next((at for at in near if tokens[at].text in _OPENS), None)


def _closing(tokens: Sequence[Token], opened: int) -> int | None:
    near = range(opened + 1, min(len(tokens), opened + 30))
    return next((at for at in near if tokens[at].text in _CLOSES), None)
