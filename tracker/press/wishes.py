"""Where an article says that somebody wants, offers or promises something: the words that say so,
what is wanted, and the part of the clause that is the evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.press import clauses, evidence, kazakh_verbs, wanted
from tracker.press.clauses import Clause
from tracker.press.phrases import Found
from tracker.press.rules import Row
from tracker.press.sentences import Sentence
from tracker.press.spoken import Cue, Spoken

_THAT = frozenset(("чтобы", "если", "if", "that", "whether", "можно", "нельзя", "но", "but"))

_WILL = ("will", "shall", "would", "будет", "будут")


@dataclass(frozen=True, slots=True)
class Wish:
    kind: str
    direction: str
    first: int
    after: int
    cue: Cue
    is_sure: bool = False  # the build of the sentence tells the kind, not single words


def find(sentence: Sentence, spoken: Spoken) -> list[Wish]:
    if spoken.stops["recalled"] or not spoken.cues:
        return []
    return list(_wishes(spoken, clauses.split(sentence)))


def _wishes(spoken: Spoken, cut: Sequence[Clause]) -> Iterator[Wish]:
    for place, clause in enumerate(cut):
        existing = any(
            clause.first <= each.first < clause.after for each in spoken.stops["existing"]
        )
        mine = [each for each in spoken.cues if clause.first <= each.first < clause.after]
        if not mine and place and (wish := _elliptic(spoken, cut[place - 1], clause)):
            yield wish
        for number, cue in enumerate(mine):
            is_future = spoken.tokens[cue.first].folded in _WILL
            if existing and cue.direction == "agreed" and not is_future:
                continue
            before = mine[number - 1].after if number else clause.first
            is_last = number + 1 == len(mine)
            after = clause.after if is_last else mine[number + 1].first
            free = Clause(before, after)
            found = list(_around(spoken, cue, free))
            if not found and is_last and place + 1 < len(cut):
                found = list(_continued(spoken, cue, clause, cut[place + 1]))
            if not found and (fallback := _unnamed(spoken, cue, free)):
                found = [fallback]
            yield from found


def _around(spoken: Spoken, cue: Cue, free: Clause) -> Iterator[Wish]:
    """What is wanted stands after the words in Russian and English, before them in Kazakh, and
    may stand on the other side."""
    scopes = _scopes(spoken, cue, free)
    if "gift" in cue.notes and wanted.is_passive(spoken, cue):
        scopes = [Clause(scopes[-1].first, free.after)]
    for scope in scopes:
        inside = [
            each
            for each in spoken.kinds
            if scope.first <= each.first < scope.after or cue.first <= each.first < cue.after
        ]
        if "list" in cue.notes:
            wishes = list(_listed(spoken, cue, scope, inside))
            if wishes:
                yield from wishes
                return
            continue
        kind = wanted.chosen(spoken, inside, cue, scope)
        if kind is None:
            continue
        first, after = evidence.bounds(spoken, scope, kind)
        if after > first:
            yield Wish(kind.means, cue.direction, first, after, cue, kind.is_sure)
            return


def _scopes(spoken: Spoken, cue: Cue, free: Clause) -> list[Clause]:
    """Where to look for the thing, the likeliest first."""
    first = evidence.start_of(spoken, max(free.first, cue.first - evidence.LONG), cue.first)
    if spoken.language == "kk":
        return [Clause(first, cue.after), Clause(cue.first, free.after)]
    if "will" in cue.notes:
        commas = (at for at in range(first, cue.first) if spoken.tokens[at].text == ",")
        first = max(commas, default=first)
    start = evidence.after_addressee(spoken, cue, free.after)
    whole = [Clause(cue.first, free.after)] if start > cue.first else []
    return [Clause(start, free.after), *whole, Clause(first, cue.after)]


def _continued(spoken: Spoken, cue: Cue, clause: Clause, following: Clause) -> Iterator[Wish]:
    """A request: what is asked follows after a colon or a dash."""
    joint = spoken.tokens[clause.after].text
    opens = spoken.tokens[following.first].folded in _THAT
    if not (joint in ":–—" or (joint == "," and opens)) or cue.notes & {"gift", "will"}:
        return
    if any(following.first <= each.first < following.after for each in spoken.cues):
        return
    inside = [each for each in spoken.kinds if following.first <= each.first < following.after]
    kind = wanted.chosen(spoken, inside, replace(cue, notes=frozenset({"asks"})), following)
    if kind is not None:
        first, after = evidence.bounds(spoken, following, kind)
        if joint == ",":
            first = cue.first
        yield Wish(kind.means, cue.direction, first, after, cue)


def _listed(spoken: Spoken, cue: Cue, scope: Clause, kinds: Sequence[Found[Row]]) -> Iterator[Wish]:
    """Areas of cooperation, one after the other: a wish for each that is clear."""
    tokens = spoken.tokens
    first = cue.after if spoken.language != "kk" and cue.after < scope.after else scope.first
    cuts = [first]
    for at in range(first, scope.after):
        if tokens[at].text == "," or tokens[at].folded in evidence.CONJUNCTIONS:
            cuts.append(at + 1)
    for start, stop in zip(cuts, [*cuts[1:], scope.after], strict=True):
        clear = [each for each in kinds if start <= each.first < stop and each.rule.note != "weak"]
        if clear and not all(spoken.owners[start:stop]):
            low, high = evidence.trimmed(tokens, start, stop)
            if high - low >= 2:
                kind = wanted.best(clear, last=spoken.language == "kk")
                yield Wish(kind.means, cue.direction, low, high, cue)


def _elliptic(spoken: Spoken, before: Clause, clause: Clause) -> Wish | None:
    """One asks to open courses, another – to find the reason."""
    earlier = [each for each in spoken.cues if each.after <= before.first + 6]
    first = spoken.tokens[clause.first].folded
    verb = wanted.is_infinitive(first) if spoken.language == "ru" else first == "to"
    near = spoken.owners[max(before.first, before.after - 2) : before.after]
    if not earlier or not verb or not any(near):
        return None
    inside = [each for each in spoken.kinds if clause.first <= each.first < clause.after]
    cue = Cue(clause.first, clause.first + 1, earlier[-1].direction, frozenset(), "")
    kind = wanted.chosen(spoken, inside, cue, clause)
    low, high = evidence.trimmed(spoken.tokens, *clause)
    return Wish(kind.means if kind else "expertise", cue.direction, low, high, cue, is_sure=True)


def _unnamed(spoken: Spoken, cue: Cue, free: Clause) -> Wish | None:
    """Nothing says which kind: a gift is equipment, and who asks for help wants expertise."""
    sought = wanted.sought(spoken, cue, free)
    kind = cue.otherwise or wanted.guessed(spoken, cue, free) or sought
    if not kind:
        return None
    scopes = _scopes(spoken, cue, free)
    passive = "gift" in cue.notes and wanted.is_passive(spoken, cue)
    scope = Clause(scopes[-1].first, free.after) if passive else scopes[0]
    first, after = evidence.trimmed(spoken.tokens, *scope)
    words = [at for at in range(first, after) if spoken.owners[at] is None]
    if len(words) < (2 if cue.direction == "need" else 3) or not spoken.is_acted:
        return None
    if "gift" in cue.notes and not wanted.is_given(spoken, cue):
        return None
    if spoken.language != "kk":
        after = evidence.end_of(spoken.tokens, first, min(cue.after + 3, after), after)
        after = evidence.with_relative(spoken.tokens, first, after)
        after = evidence.without_partner(spoken, first + 4, after)
    is_task = kazakh_verbs.is_task(spoken.tokens, cue.first)
    return Wish(kind, cue.direction, first, after, cue, is_sure=is_task or kind == sought)
