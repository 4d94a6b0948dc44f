"""Where an article says that somebody wants, offers or promises something: the words that say so,
what is wanted, and the part of the clause that is the evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.press import clauses, kazakh_verbs, people_words, rules
from tracker.press.clauses import Clause
from tracker.press.found import Organisation, Person
from tracker.press.phrases import Found
from tracker.press.places import Places
from tracker.press.rules import Row
from tracker.press.sentences import Sentence, Token

_LONG = 16  # tokens of evidence
_CONJUNCTIONS = rules.words("conjunctions")
_SUBJECTS = {language: rules.words(f"subjects_{language}") for language in ("kk", "ru", "en")}
_ANAPHORA = {each: tuple(rules.words(f"anaphora_{each}")) for each in ("kk", "ru", "en")}
_PEOPLE = rules.words("people")
_NUMERALS = rules.words("numerals")
_INFINITIVE = ("ть", "ти", "чь", "ться", "тись")
_VERBAL_NOUN = ("уды", "уді", "уға", "уге", "уын", "уін")
_SHORT = 34  # letters of evidence that are told more of by a relative clause
_RELATIVE = rules.words("relative")
_LEARNED = ("university", "research_institute")
_GIFTS = ("equipment", "scholarship", "laboratory")


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that ask, offer or promise: tokens `first` up to but without `after`."""

    first: int
    after: int
    direction: str
    notes: frozenset[str]
    otherwise: str  # the kind, where none is said


@dataclass(frozen=True, slots=True)
class Wish:
    kind: str
    direction: str
    first: int
    after: int
    cue: Cue


class Spoken:
    """A sentence as the search for wishes sees it."""

    def __init__(self, sentence: Sentence, places: Places, names: Sequence[Person]) -> None:
        self.language, self.tokens = sentence.language, sentence.tokens
        self.kinds = [
            each
            for each in rules.table("kinds").find(self.language, self.tokens)
            if places.at(self.tokens[each.first].start) is None
        ]
        stops = rules.table("no_requests").find(self.language, self.tokens)
        self.stops = {
            means: [each for each in stops if each.rule.means == means]
            for means in ("recalled", "existing", "denied")
        }
        self.owners = [places.at(token.start) for token in self.tokens]
        self.named = [
            any(span.start <= token.start < span.end for name in names for span in name.spans)
            for token in self.tokens
        ]
        self.titles = _titles(self.tokens)
        self.actors = [each for each in self.owners if each is not None and not each.is_host]
        self.is_acted = (
            bool(self.actors)
            or any(name.organisation for name in names)
            or any(token.folded.startswith(_ANAPHORA[self.language]) for token in self.tokens)
        )
        self.cues = list(self._cues())

    def _cues(self) -> Iterator[Cue]:
        """The words that ask, without those that are denied or stand in a title."""
        denied = [(each.first, each.after) for each in self.stops["denied"]]
        after = 0
        for cue in sorted(self._every_cue(), key=lambda each: (each.first, -each.after)):
            if cue.first < after or self.titles[cue.first] or self.owners[cue.first]:
                continue
            if any(first <= cue.first < stop for first, stop in denied):
                continue
            if self.language == "kk" and kazakh_verbs.is_duty(self.tokens, cue.first):
                continue
            if cue.notes & {"will", "gift", "weak"} and not self.is_acted:
                continue
            after = cue.after
            yield cue

    def _every_cue(self) -> Iterator[Cue]:
        for each in rules.table("directions").find(self.language, self.tokens):
            notes = each.rule.note.split()
            kind = next((note[5:] for note in notes if note.startswith("kind=")), "")
            yield Cue(each.first, each.after, each.rule.means, frozenset(notes), kind)
        if self.language == "kk":
            for at in range(len(self.tokens)):
                if mood := kazakh_verbs.mood(self.tokens, at):
                    direction, note, length = mood
                    yield Cue(at, at + length, direction, frozenset(note.split()), "")


def find(sentence: Sentence, places: Places, names: Sequence[Person]) -> list[Wish]:
    spoken = Spoken(sentence, places, names)
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
            if existing and cue.direction == "agreed":
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
    if "gift" in cue.notes and _is_passive(spoken, cue):
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
        kind = _chosen(spoken, inside, cue, scope)
        if kind is None:
            continue
        first, after = _bounds(spoken, scope, kind)
        if after > first:
            yield Wish(kind.means, cue.direction, first, after, cue)
            return


def _scopes(spoken: Spoken, cue: Cue, free: Clause) -> list[Clause]:
    if spoken.language == "kk":
        first = _start(spoken, max(free.first, cue.first - _LONG), cue.first)
        back = Clause(first, cue.after)
        return [back, Clause(cue.first, free.after)]
    start = _after_addressee(spoken, cue, free.after)
    back = Clause(_start(spoken, max(free.first, cue.first - _LONG), cue.first), cue.after)
    ahead = Clause(start, free.after)
    return [ahead, back]


def _continued(spoken: Spoken, cue: Cue, clause: Clause, following: Clause) -> Iterator[Wish]:
    """A request: what is asked follows after a colon or a dash."""
    if spoken.tokens[clause.after].text not in ":–—" or "gift" in cue.notes or "will" in cue.notes:
        return
    if any(following.first <= each.first < following.after for each in spoken.cues):
        return
    inside = [each for each in spoken.kinds if following.first <= each.first < following.after]
    kind = _chosen(spoken, inside, replace(cue, notes=frozenset({"asks"})), following)
    if kind is not None:
        first, after = _bounds(spoken, following, kind)
        yield Wish(kind.means, cue.direction, first, after, cue)


def _listed(spoken: Spoken, cue: Cue, scope: Clause, kinds: Sequence[Found[Row]]) -> Iterator[Wish]:
    """Areas of cooperation, one after the other: a wish for each that is clear."""
    tokens = spoken.tokens
    first = cue.after if spoken.language != "kk" and cue.after < scope.after else scope.first
    cuts = [first]
    for at in range(first, scope.after):
        if tokens[at].text == "," or tokens[at].folded in _CONJUNCTIONS:
            cuts.append(at + 1)
    for start, stop in zip(cuts, [*cuts[1:], scope.after], strict=True):
        clear = [each for each in kinds if start <= each.first < stop and each.rule.note != "weak"]
        if clear and not all(spoken.owners[start:stop]):
            low, high = _trimmed(tokens, start, stop)
            if high - low >= 2:
                kind = _best(clear, last=spoken.language == "kk")
                yield Wish(kind.means, cue.direction, low, high, cue)


@dataclass(frozen=True, slots=True)
class _Kind:
    means: str
    first: int
    after: int


def _chosen(spoken: Spoken, kinds: Sequence[Found[Row]], cue: Cue, scope: Clause) -> _Kind | None:
    """The kind that is said most clearly; of equals what stands nearest to the word that asks."""
    last = spoken.language == "kk"
    clear = [each for each in kinds if each.rule.note != "weak"]
    if "gift" in cue.notes:
        clear = [each for each in clear if each.rule.means in _GIFTS]
        clear = [each for each in clear if each.rule.means != "laboratory"] or clear
    if clear:
        return _best(clear, last=last)
    if cue.notes & {"will", "gift"}:
        return None
    if cue.direction == "need" and (at := _somebody(spoken, cue, scope)) is not None:
        return _Kind("recruitment", at, at + 1)
    weak = [each for each in kinds if each.rule.means != "recruitment"]
    if "weak" in cue.notes:
        weak = [each for each in weak if each.rule.means == "internship"]
    return _best(weak, last=last) if weak else None


def _best(kinds: Sequence[Found[Row]], *, last: bool) -> _Kind:
    over = [each for each in kinds if each.rule.note == "over"] or kinds
    best = over[-1] if last else over[0]
    return _Kind(best.rule.means, best.first, best.after)


def _somebody(spoken: Spoken, cue: Cue, scope: Clause) -> int | None:
    """Needed are people: so many of a profession, or specialists."""
    if spoken.language == "kk":
        near = range(max(scope.first, cue.first - 5), cue.first)
    else:
        near = range(max(scope.first, cue.first), min(scope.after, cue.after + 7))
    listed = {each.first for each in spoken.kinds if each.rule.means == "recruitment"}
    for at in near:
        token = spoken.tokens[at]
        is_name = spoken.owners[at] is not None or spoken.named[at] or not token.is_word
        if is_name or _goes_on(spoken, at):
            continue
        if at in listed or token.folded in _PEOPLE:
            return at
        counted = any(_is_many(each) for each in spoken.tokens[max(0, at - 3) : at])
        if counted and people_words.is_profession(spoken.language, token):
            return at
    return None


def _is_many(token: Token) -> bool:
    return token.is_number or token.folded in _NUMERALS


def _goes_on(spoken: Spoken, at: int) -> bool:
    """Asked chemists to find out: it is not the chemists that are wanted."""
    following = spoken.tokens[at + 1].folded if at + 1 < len(spoken.tokens) else ""
    if spoken.language == "en":
        return following == "to"
    if spoken.language == "ru":
        return following.endswith(_INFINITIVE)
    return following.startswith(("ғалым", "маман")) and not following.endswith("а")


def _is_passive(spoken: Spoken, cue: Cue) -> bool:
    """A spectrometer was handed over: the gift stands before the words."""
    if spoken.language == "en":
        return cue.first > 0 and spoken.tokens[cue.first - 1].folded in ("was", "were", "been")
    word = spoken.tokens[cue.first].folded
    return spoken.language == "ru" and word.endswith(("ан", "ана", "ано", "аны", "ен", "ены"))


def _elliptic(spoken: Spoken, before: Clause, clause: Clause) -> Wish | None:
    """One asks to open courses, another – to find the reason."""
    earlier = [each for each in spoken.cues if each.after <= before.first + 6]
    first = spoken.tokens[clause.first].folded
    verb = first.endswith(_INFINITIVE) if spoken.language == "ru" else first == "to"
    near = spoken.owners[max(before.first, before.after - 2) : before.after]
    if not earlier or not verb or not any(near):
        return None
    inside = [each for each in spoken.kinds if clause.first <= each.first < clause.after]
    cue = Cue(clause.first, clause.first + 1, earlier[-1].direction, frozenset(), "")
    kind = _chosen(spoken, inside, cue, clause)
    low, high = _trimmed(spoken.tokens, *clause)
    return Wish(kind.means if kind else "expertise", cue.direction, low, high, cue)


def _unnamed(spoken: Spoken, cue: Cue, free: Clause) -> Wish | None:
    """Nothing says which kind: a gift is equipment, and who asks for help wants expertise."""
    kind = cue.otherwise or _guessed(spoken, cue, free)
    if not kind:
        return None
    scope = _scopes(spoken, cue, free)[0]
    first, after = _trimmed(spoken.tokens, *scope)
    if after - first < 3:
        return None
    if spoken.language != "kk":
        after = _end(spoken.tokens, first, min(cue.after + 3, after), after)
    return Wish(kind, cue.direction, first, after, cue)


def _guessed(spoken: Spoken, cue: Cue, free: Clause) -> str:
    if cue.notes - {"asks"} or not spoken.is_acted:
        return ""
    tokens = spoken.tokens
    if spoken.language == "kk":
        is_act = cue.first > 0 and tokens[cue.first - 1].folded.endswith(_VERBAL_NOUN)
    elif spoken.language == "en":
        is_act = any(token.folded == "to" for token in tokens[cue.after - 1 : cue.after + 5])
    else:
        near = tokens[cue.after : min(free.after, cue.after + 6)]
        is_act = any(token.folded.endswith(_INFINITIVE) for token in near)
    if not is_act:
        return ""
    if cue.direction == "need":
        return "expertise"
    learned = bool(spoken.actors) and spoken.actors[0].sector in _LEARNED
    return "joint_research" if learned else "other"


def _bounds(spoken: Spoken, scope: Clause, kind: _Kind) -> tuple[int, int]:
    tokens = spoken.tokens
    first, after = scope
    if spoken.language != "kk":
        after = _end(tokens, first, kind.after, after)
        after = _with_relative(tokens, first, after)
    elif kind.after - first > _LONG:
        first = kind.after - _LONG
    return _trimmed(tokens, first, after)


def _end(tokens: Sequence[Token], first: int, seen: int, after: int) -> int:
    """Before the comma after what is wanted, where much more follows than has been said."""
    for at in range(seen, after):
        if tokens[at].text == ",":
            said = tokens[at].start - tokens[first].start
            if tokens[after - 1].end - tokens[first].start > 1.8 * said:
                return at
    return min(after, max(first + _LONG, seen))


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


def _trimmed(tokens: Sequence[Token], first: int, after: int) -> tuple[int, int]:
    while after > first and not _is_content(tokens[after - 1]):
        after -= 1
    while first < after and not _is_content(tokens[first]):
        first += 1
    return first, after


def _is_content(token: Token) -> bool:
    return (token.is_word or token.is_number or token.text in "«»“”") and (
        token.folded not in _CONJUNCTIONS
    )


def _after_addressee(spoken: Spoken, cue: Cue, after: int) -> int:
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


def _start(spoken: Spoken, first: int, cue: int) -> int:
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


def _titles(tokens: Sequence[Token]) -> list[bool]:
    """Which words stand inside a title in quotes, and so say nothing."""
    inside = [False] * len(tokens)
    opened: int | None = None
    for at, token in enumerate(tokens):
        if token.text in "«“" or (token.text == '"' and opened is None):
            opened = at
        elif token.text in '»”"' and opened is not None:
            if not _is_speech(tokens, opened, at):
                inside[opened : at + 1] = [True] * (at + 1 - opened)
            opened = None
    return inside


def _is_speech(tokens: Sequence[Token], opened: int, closed: int) -> bool:
    if closed - opened > 16 or tokens[closed - 1].text in ",.!…":
        return True
    following = tokens[closed + 1].text if closed + 1 < len(tokens) else "."
    following_folded = tokens[closed + 1].folded if closed + 1 < len(tokens) else ""
    return closed - opened > 4 and (
        following in ",–—" or following_folded in ("деді", "дейді", "деп", "said")
    )
