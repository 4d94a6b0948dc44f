"""What is wanted, offered or given: the kind of a wish."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.press import kazakh_verbs, people_words, rules
from tracker.press.clauses import Clause
from tracker.press.phrases import Found
from tracker.press.rules import Row
from tracker.press.sentences import Token
from tracker.press.spoken import ANAPHORA, Cue, Spoken

_PEOPLE = rules.words("people")

_BESIDE = rules.words("beside")

_NUMERALS = rules.words("numerals")

_INFINITIVE = re.compile("(?:[аяиеуоы]ть|[аяиеуоы]ться|йти|[сз]ти|чь)$")

_NO_INFINITIVE = re.compile("(?:[ао]сти|[ао]сть|помощь|речь|память|печать|сеть|пути)$")

_VERBAL_NOUN = ("уды", "уді", "уға", "уге", "уын", "уін")

_TRANSFER = {
    "en": ("transfer", "hand", "donat", "give", "gave", "lend"),
    "ru": ("переда", "отда", "подар", "безвозмезд", "пожертвова"),
    "kk": ("тапсыр", "сыйла", "беруді", "береді", "берді", "табыс"),
}

_LEARNED = ("university", "research_institute")

_GIFTS = ("equipment", "scholarship", "laboratory", "internship", "recruitment")


@dataclass(frozen=True, slots=True)
class Kind:
    means: str
    first: int
    after: int
    is_sure: bool = False


def chosen(spoken: Spoken, kinds: Sequence[Found[Row]], cue: Cue, scope: Clause) -> Kind | None:
    """The kind that is said most clearly; of equals what stands nearest to the word that asks."""
    last = spoken.language == "kk"
    clear = [each for each in kinds if each.rule.note != "weak"]
    if (at := _in_need_of_people(spoken, cue)) is not None:
        return Kind("recruitment", at, at + 1, is_sure=True)
    if _is_transfer(spoken, cue, scope):
        clear = [each for each in clear if not _is_destination(spoken, each)]
        if _is_given_away(spoken, cue, scope):
            clear = [each for each in clear if each.rule.means in _GIFTS[:2]]
    if "gift" in cue.notes:
        clear = [each for each in clear if each.rule.means in _GIFTS]
        clear = [each for each in clear if each.rule.means in _GIFTS[:2]] or clear
    if not clear and _is_given_away(spoken, cue, scope):
        return Kind("equipment", cue.first, cue.after)
    if clear:
        return best(clear, last=last)
    if cue.notes & {"will", "gift", "intends"}:
        research = [each for each in kinds if each.rule.means == "joint_research"]
        together = len({each.first for each in research}) > 1 and "gift" not in cue.notes
        return best(research, last=last) if together else None
    if cue.direction == "need" and (at := _somebody(spoken, cue, scope)) is not None:
        return Kind("recruitment", at, at + 1)
    weak = [each for each in kinds if each.rule.means != "recruitment"]
    if cue.otherwise:
        weak = [each for each in weak if each.after - each.first > 1]
    if "weak" in cue.notes:
        taken = (each for each in weak if each.rule.means == "internship")
        weak = [each for each in taken if each.after - each.first > 1]
    elif cue.direction == "need" and "asks" not in cue.notes:
        weak = [each for each in weak if each.rule.means != "other"]
    return best(weak, last=last) if weak else None


def _is_transfer(spoken: Spoken, cue: Cue, scope: Clause) -> bool:
    """Something is handed to a laboratory, which itself nobody wants."""
    verbs = _TRANSFER[spoken.language]
    first = min(scope.first, cue.first)
    return any(spoken.tokens[at].folded.startswith(verbs) for at in range(first, scope.after))


def _is_given_away(spoken: Spoken, cue: Cue, scope: Clause) -> bool:
    """Of a present that no row knows: to give the department an apparatus."""
    verbs = _PRESENTS[spoken.language]
    near = spoken.tokens[min(scope.first, cue.first) : scope.after]
    return any(token.folded.startswith(verbs) for token in near)


_PRESENTS = {
    "en": ("donat", "bequea"),
    "ru": ("подар", "пожертвова", "безвозмезд"),
    "kk": ("сыйла", "табыста", "тарту"),
}


def _in_need_of_people(spoken: Spoken, cue: Cue) -> int | None:
    """Short of fitters of machines: the people stand next to the words, the machines after."""
    if cue.direction != "need" or cue.notes - {"staff"}:
        return None
    if spoken.language == "kk":
        near = range(max(0, cue.first - 1), cue.first)
    else:
        near = range(cue.after, min(len(spoken.tokens), cue.after + 2))
    many = _PLURAL[spoken.language]
    for at in near:
        token = spoken.tokens[at]
        if spoken.owners[at] is not None or spoken.named[at] or _goes_on(spoken, at):
            continue
        if token.folded.endswith(many) and people_words.is_profession(spoken.language, token):
            return at
    return None


_PLURAL = {
    "en": ("ists", "ians", "eers", "ers", "ors"),
    "ru": ("ов", "ев", "ах", "ям", "ам", "ей", "ники", "исты"),
    "kk": ("лар", "лер", "ларға", "лерге", "тарға", "терге", "лары", "лері"),
}


def _is_destination(spoken: Spoken, kind: Found[Row]) -> bool:
    """To the new laboratory; зертханаға; лаборатории."""
    if kind.rule.means != "laboratory":
        return False
    last = spoken.tokens[kind.after - 1].folded
    if spoken.language == "en":
        before = spoken.tokens[max(0, kind.first - 4) : kind.first]
        return any(token.folded == "to" for token in before)
    return last.endswith(("ға", "ге", "на", "не", "ории", "ским", "ам", "классу", "центру"))


def best(kinds: Sequence[Found[Row]], *, last: bool) -> Kind:
    over = [each for each in kinds if each.rule.note == "over"] or kinds
    best = over[-1] if last else over[0]
    return Kind(best.rule.means, best.first, best.after)


def _somebody(spoken: Spoken, cue: Cue, scope: Clause) -> int | None:
    """Needed are people: so many of a profession, or specialists."""
    if spoken.language == "kk" or scope.after <= cue.after:
        near = range(max(scope.first, cue.first - 5), cue.first)
    else:
        near = range(max(scope.first, cue.first), min(scope.after, cue.after + 7))
    listed = {each.first for each in spoken.kinds if each.rule.means == "recruitment"}
    for at in near:
        token = spoken.tokens[at]
        is_name = spoken.owners[at] is not None or spoken.named[at] or not token.is_word
        if is_name or _goes_on(spoken, at):
            continue
        before_it = spoken.tokens[at - 1].folded if at else ""
        if before_it in _BESIDE:
            continue
        if token.folded in _PEOPLE or (
            at in listed and ("staff" in cue.notes or at - cue.after < 5)
        ):
            return at
        before = spoken.tokens[max(0, at - 3) : at]
        if (
            "staff" in cue.notes or any(_is_many(each) for each in before)
        ) and people_words.is_profession(spoken.language, token):
            return at
    return None


def is_infinitive(word: str) -> bool:
    return _INFINITIVE.search(word) is not None and not _NO_INFINITIVE.search(word)


def _is_many(token: Token) -> bool:
    return token.is_number or token.folded in _NUMERALS


def _goes_on(spoken: Spoken, at: int) -> bool:
    """Asked chemists to wishes.find out: it is not the chemists that are wanted."""
    following = spoken.tokens[at + 1].folded if at + 1 < len(spoken.tokens) else ""
    if spoken.language == "en":
        return following == "to"
    if spoken.language == "ru":
        return is_infinitive(following)
    return following.startswith(("ғалым", "маман")) and not following.endswith("а")


def is_passive(spoken: Spoken, cue: Cue) -> bool:
    """A spectrometer was handed over: the gift stands before the words."""
    if spoken.language == "en":
        return cue.first > 0 and spoken.tokens[cue.first - 1].folded in ("was", "were", "been")
    word = spoken.tokens[cue.first].folded
    return spoken.language == "ru" and word.endswith(("ан", "ана", "ано", "аны", "ен", "ены"))


def is_given(spoken: Spoken, cue: Cue) -> bool:
    """By a partner that stands before, and a thing: not by somebody in a by-phrase."""
    ahead = spoken.tokens[cue.after].folded if cue.after < len(spoken.tokens) else ""
    if is_passive(spoken, cue):
        return bool(spoken.actors)
    if ahead in ("by", "from", "through", "через", "от", "в"):
        return False
    return any(
        (owner is not None and not owner.is_host)
        or spoken.tokens[at].folded.startswith(ANAPHORA[spoken.language])
        for at, owner in enumerate(spoken.owners[: cue.first])
    )


def guessed(spoken: Spoken, cue: Cue, free: Clause) -> str:
    if cue.notes - {"asks"} or not spoken.is_acted:
        return ""
    tokens = spoken.tokens
    if spoken.language == "kk":
        is_act = cue.first > 0 and tokens[cue.first - 1].folded.endswith(_VERBAL_NOUN)
        is_act = is_act or kazakh_verbs.is_wish(tokens[cue.first].folded)
    elif spoken.language == "en":
        near = tokens[cue.after - 1 : cue.after + 5]
        is_act = any(token.folded in ("to", "that", "if", "whether") for token in near)
    else:
        near = tokens[cue.after : min(free.after, cue.after + 6)]
        is_act = any(is_infinitive(token.folded) for token in near)
    if not is_act:
        return ""
    if cue.direction == "need":
        return "expertise" if "asks" in cue.notes else "joint_research"
    learned = bool(spoken.actors) and spoken.actors[0].sector in _LEARNED
    return "joint_research" if learned else ""


def sought(spoken: Spoken, cue: Cue, free: Clause) -> str:
    """Needed is a thing that does something and is not there yet: research."""
    if cue.direction != "need" or cue.notes:
        return ""
    tokens = spoken.tokens
    if spoken.language == "kk":
        near = tokens[max(free.first, cue.first - 5) : max(free.first, cue.first - 1)]
        return "joint_research" if any(_DOES.search(token.folded) for token in near) else ""
    at = free.after if free.after < len(tokens) and tokens[free.after].text == "," else cue.after
    ahead = tokens[at : at + (3 if at == free.after else 9)]
    return "joint_research" if any(token.folded in _RELATIVE for token in ahead) else ""


_DOES = re.compile("(?<=..)(?:йтын|йтін|атын|етін)$")
_RELATIVE = rules.words("relative") - {"чтобы", "who", "whom"}
