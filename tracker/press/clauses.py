"""A sentence cut into clauses, as far as commas and small words show them."""

from collections.abc import Sequence
from typing import NamedTuple

from tracker.press import rules
from tracker.press.sentences import Sentence, Token

_CUTS = frozenset([";", ":", "–", "—", "(", ")"])
_STARTERS = {language: rules.words(f"clause_{language}") for language in ("kk", "ru", "en")}


class Clause(NamedTuple):
    """Tokens `first` up to but without `after`."""

    first: int
    after: int


def split(sentence: Sentence) -> list[Clause]:
    tokens = sentence.tokens
    found, first = [], 0
    for at in range(1, len(tokens)):
        if at > first and _is_cut(sentence.language, tokens, at):
            found.append(Clause(first, at))
            first = at + 1
    found.append(Clause(first, len(tokens)))
    return [clause for clause in found if clause.after > clause.first]


def _is_cut(language: str, tokens: Sequence[Token], at: int) -> bool:
    text = tokens[at].text
    if text == ",":
        return at + 1 < len(tokens) and tokens[at + 1].folded in _STARTERS[language]
    if text in "–—" and at + 1 < len(tokens):
        # 2025–2027, and a bare dash between words
        return not (tokens[at - 1].is_number and tokens[at + 1].is_number)
    return text in _CUTS
