"""Which words are the evidence of a wish: from the verb or the thing to where that ends."""

from collections.abc import Sequence

from tracker.press import kazakh_verbs, rules, wanted
from tracker.press.clauses import Clause
from tracker.press.found import Organisation
from tracker.press.sentences import Token
from tracker.press.spoken import Cue, Spoken

LONG = 16  # tokens of evidence

CONJUNCTIONS = rules.words("conjunctions")

_SUBJECTS = {language: rules.words(f"subjects_{language}") for language in ("kk", "ru", "en")}

_SHORT = 34  # letters of evidence that are told more of by a relative clause

_RELATIVE = rules.words("relative")


def bounds(spoken: Spoken, scope: Clause, kind: wanted.Kind) -> tuple[int, int]:
    tokens = spoken.tokens
    first, after = scope
    if spoken.language != "kk":
        after = end_of(tokens, first, kind.after, after)
        after = _with_relative(tokens, first, after)
    elif kind.after - first > LONG:
        first = kind.after - LONG
    first, after = trimmed(tokens, first, after)
    return first, without_partner(spoken, max(first + 4, kind.after), after)


def without_partner(spoken: Spoken, least: int, after: int) -> int:
    """Who it is done with is told beside: to open a branch | at the tannery."""
    stop = after
    while stop > least and (
        spoken.owners[stop - 1] is not None or not spoken.tokens[stop - 1].is_word
    ):
        stop -= 1
    if stop == after or spoken.owners[after - 1] is None:
        return after
    small = (
        "by",
        "of",
        "at",
        "with",
        "for",
        "from",
        "by",
        "на",
        "с",
        "со",
        "в",
        "для",
        "у",
        "из",
        "the",
    )
    while stop > least and spoken.tokens[stop - 1].folded in small:
        stop -= 1
    return stop


def end_of(tokens: Sequence[Token], first: int, seen: int, after: int) -> int:
    """Before the comma after what is wanted, where much more follows than has been said."""
    for at in range(seen, after):
        if tokens[at].text == ",":
            said = tokens[at].start - tokens[first].start
            if tokens[after - 1].end - tokens[first].start > 1.8 * said:
                return at
    return min(after, max(first + LONG, seen))


def _with_relative(tokens: Sequence[Token], first: int, after: int) -> int:
    """People | who are not afraid of boats: what is short is told more of."""
    short = tokens[after - 1].end - tokens[first].start < _SHORT
    if not short or after + 1 >= len(tokens) or tokens[after].text != ",":
        return after
    if tokens[after + 1].folded not in _RELATIVE:
        return after
    stop = after + 1
    while stop < len(tokens) and stop - after < 10 and tokens[stop].text not in ",.;:–—!»”":
        stop += 1
    return stop


def trimmed(tokens: Sequence[Token], first: int, after: int) -> tuple[int, int]:
    while after > first and not _is_content(tokens[after - 1]):
        after -= 1
    while first < after and not _is_content(tokens[first]):
        first += 1
    return first, after


def _is_content(token: Token) -> bool:
    return (token.is_word or token.is_number or token.text in "«»“”") and (
        token.folded not in CONJUNCTIONS
    )


def after_addressee(spoken: Spoken, cue: Cue, after: int) -> int:
    """Asked the university | to organise courses."""
    if "asks" not in cue.notes:
        return cue.first
    tokens = spoken.tokens
    if spoken.language == "en":
        for at in range(cue.after, min(after, cue.after + 8)):
            if tokens[at].folded == "to":
                return at
        return cue.first
    return cue.after if after - cue.after > 2 else cue.first


def start_of(spoken: Spoken, first: int, cue: int) -> int:
    """Where the words about the wanted thing begin: after who wants it."""
    start = first
    subjects = _SUBJECTS[spoken.language]
    for at in range(first, cue - 1):
        token, owner = spoken.tokens[at], spoken.owners[at]
        if (
            spoken.named[at]
            or _is_actor(spoken, at, owner)
            or (first < at < cue - 2 and token.text == "," and _is_after_converb(spoken, at))
        ):
            start = at + 1
    while start < cue - 1 and (
        spoken.owners[start] is not None
        or not (spoken.tokens[start].is_word or spoken.tokens[start].is_number)
        or spoken.tokens[start].folded in subjects
    ):
        start += 1
    return start


def _is_after_converb(spoken: Spoken, at: int) -> bool:
    return spoken.language == "kk" and kazakh_verbs.is_converb(spoken.tokens[at - 1].folded)


def _is_actor(spoken: Spoken, at: int, owner: Organisation | None) -> bool:
    """An organisation that stands as the subject, not one that something is of."""
    if owner is None or owner.is_host:
        return False
    return spoken.language != "kk" or not spoken.tokens[at].folded.endswith(_OBLIQUE)


_OBLIQUE = ("мен", "бен", "пен", "нан", "нен", "дан", "ден", "тан", "тен", "ға", "ге", "қа", "ке")
