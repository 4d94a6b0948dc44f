"""The words for what a person is: where they stand, how far they reach, their basic form."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.press import rules
from tracker.press.article import Article
from tracker.press.places import Places
from tracker.press.sentences import Sentence, Token

_NO_ADJECTIVES = rules.words("before_position")
_KAZAKH_MODIFIERS = rules.words("kazakh_modifiers")
_NO_KAZAKH = rules.words("no_position_kk") | rules.words("subjects_kk")
_MOST = 3  # words before the head
_RUSSIAN_ADJECTIVE = (
    *("ый", "ий", "ой", "ая", "яя", "ого", "его", "ому", "ему", "ым", "им", "ую"),
    *("заместитель", "заместителя"),
)
_LIKE_ADJECTIVES = ("лық", "лік", "дық", "дік", "тық", "тік")
_CASED = re.compile(
    "(?:[дт][ыі]|[ғг][ае]н|[дт][ае]н?|[мбп]ен|[ыі]п|[ғг][ае]|[қк][ае]|нан|нен|с[ае]|ад[ыі]|ед[ыі])$"
)
_POSSESSIVE = re.compile("(?<=[^аәеиоөуұүыіэюяшс])[ыі]$|(?<=ш[ыі])с[ыі]$|(?<=[ое]р)[ыі]$")


@dataclass(frozen=True, slots=True)
class Position:
    """Tokens: where it begins, its head, what comes after."""

    first: int
    head: int
    after: int
    means: str


def find(sentence: Sentence, places: Places) -> list[Position]:
    found: list[Position] = []
    for each in rules.table("positions").find(sentence.language, sentence.tokens):
        if found and each.first < found[-1].after:
            continue
        first = each.first
        if each.rule.means != "title":
            first = _beginning(sentence, each.first, places)
        found.append(Position(first, each.first, each.after, each.rule.means))
    return found


def text(
    article: Article, sentence: Sentence, position: Position, stop: int, places: Places
) -> str:
    """The position in its basic form, as far as `stop`: ректора is ректор."""
    tokens = sentence.tokens
    after = position.after
    if sentence.language != "kk":
        while after < stop and after - position.after < 7 and _goes_on(sentence, after, places):
            after += 1
        while after > position.after and tokens[after - 1].folded in _NO_ADJECTIVES:
            after -= 1
    first, last = tokens[position.first], tokens[after - 1]
    head = article.text[tokens[position.head].start : tokens[position.after - 1].end]
    before = article.text[first.start : tokens[position.head].start]
    behind = article.text[tokens[position.after - 1].end : last.end]
    if sentence.language == "ru":
        before, head = " ".join(map(_basic, before.split(" "))), _nominative(head)
    elif sentence.language == "kk" and " " not in head and not _is_somebodys(sentence, position):
        head = _POSSESSIVE.sub("", head)
    said = " ".join(f"{before}{head}{behind}".split())
    return said[:1].lower() + said[1:] if position.first == 0 and not first.is_acronym else said


def _beginning(sentence: Sentence, head: int, places: Places) -> int:
    """With what stands before the head: chief, technical, first deputy; бөлім басшысы."""
    first = head
    while first > 0 and head - first < _MOST:
        token = sentence.tokens[first - 1]
        if not token.is_word or token.folded in _NO_ADJECTIVES or places.at(token.start):
            break
        if token.is_acronym and not (sentence.language == "en" and len(token.text) < 4):
            break
        if not token.is_acronym and token.is_capital and first > 1:
            break
        if not _belongs(sentence, token, first - 1, head):
            break
        first -= 1
    return first


def _belongs(sentence: Sentence, token: Token, at: int, head: int) -> bool:
    if sentence.language == "ru":
        return token.folded.endswith(_RUSSIAN_ADJECTIVE)
    if sentence.language == "en":
        is_said = bool(rules.table("speech").at("en", sentence.tokens, at))
        return not is_said and not (at == 0 and token.is_capital and head - at > 2)
    word = token.folded
    if word in _KAZAKH_MODIFIERS or word.endswith(_LIKE_ADJECTIVES) or word == "жөніндегі":
        return True
    owned = sentence.tokens[head].folded.endswith(("ы", "і"))
    genitive = word.endswith(("ның", "нің", "дың", "дің", "тың", "тің"))
    plain = not _CASED.search(word) and word not in _NO_KAZAKH
    return owned and (genitive or plain)


def _goes_on(sentence: Sentence, at: int, places: Places) -> bool:
    token = sentence.tokens[at]
    if not token.is_word or places.at(token.start) or token.is_capital:
        return False
    return not rules.table("speech").at(sentence.language, sentence.tokens, at)


def _is_somebodys(sentence: Sentence, position: Position) -> bool:
    """Бөлім басшысы keeps its ending, директоры after a name does not."""
    words: Sequence[Token] = sentence.tokens[position.first : position.head]
    return any(
        word.folded not in _KAZAKH_MODIFIERS and not word.folded.endswith(_LIKE_ADJECTIVES)
        for word in words
    )


_ENDINGS = (
    (re.compile("(?<=[оеа]р)(?:а|у|ом|е)$|(?<=[нс]т)(?:а|у|ом|е)$|(?<=стр)(?:а|у|ом|е)$"), ""),
    (re.compile("(?<=ник)(?:а|у|ом|е)$|(?<=лог)(?:а|у|ом|е)$|(?<=ким)(?:а|у|ом|е)$"), ""),
    (re.compile("(?<=(?:кан|ром|тан|вед|нер))(?:а|у|ом|е)$"), ""),
    (re.compile("(?<=тел)(?:я|ю|ем|е)$"), "ь"),
    (re.compile("^глав(?:ы|е|ой|у)$"), "глава"),
    (re.compile("(?<=[щ])(?:его|ему|им|ем)$"), "ий"),
    (re.compile("(?<=[щ])(?:ей|ую)$"), "ая"),
    (re.compile("(?<=[^гкхжшщч])(?:ого|ому|ым)$"), "ый"),
    (re.compile("(?<=[гкхжшщч])(?:ого|его|ому|ему|им)$"), "ий"),
)


def _nominative(head: str) -> str:
    words = head.split(" ")
    return " ".join([_basic(words[0]), *words[1:]])


def _basic(word: str) -> str:
    for ending, instead in _ENDINGS:
        if ending.search(word):
            return ending.sub(instead, word)
    return word
