"""A sentence as the search for wishes sees it: who asks, in which words, for what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.press import kazakh_verbs, rules
from tracker.press.found import Person
from tracker.press.places import Places
from tracker.press.sentences import Sentence, Token

ANAPHORA = {each: tuple(rules.words(f"anaphora_{each}")) for each in ("kk", "ru", "en")}


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that ask, offer or promise: tokens `first` up to but without `after`."""

    first: int
    after: int
    direction: str
    notes: frozenset[str]
    otherwise: str  # the kind, where none is said
    is_added: bool = False  # by an administrator


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
        self.every_stop = stops
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
            or self.tokens[0].text in "«“"
            or any(token.folded.startswith(ANAPHORA[self.language]) for token in self.tokens)
        )
        self.cues = list(self._cues())

    def _cues(self) -> Iterator[Cue]:
        """The words that ask, without those that are denied or stand in a title."""
        denied = [(each.first, each.after) for each in self.stops["denied"]]
        after = 0
        for cue in self._apart(sorted(self._every_cue(), key=lambda each: each.first)):
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

    def _apart(self, cues: Sequence[Cue]) -> list[Cue]:
        """Of cues that follow each other at once the governing one: ready to give."""
        kept: list[Cue] = []
        for cue in cues:
            before = kept[-1] if kept else None
            if before and before.first == cue.first:
                kept[-1] = max(before, cue, key=lambda each: (each.after, each.otherwise))
            elif before and "will" in before.notes and cue.first == before.after:
                kept[-1] = replace(cue, first=before.first)
            elif before and cue.first - before.after <= self._gap(before):
                if self.language == "kk" and cue.first >= before.after:
                    kept[-1] = cue
                elif cue.first < before.after or not cue.notes & {"staff"}:
                    continue
                else:
                    kept.append(cue)
            else:
                kept.append(cue)
        return kept

    def _gap(self, before: Cue) -> int:
        following = self.tokens[before.after].folded if before.after < len(self.tokens) else ""
        return 1 if following == "to" else 0

    def _every_cue(self) -> Iterator[Cue]:
        for each in rules.table("directions").find(self.language, self.tokens):
            notes = each.rule.note.split()
            if self.language == "kk" and kazakh_verbs.is_task(self.tokens, each.first):
                yield Cue(each.first, each.after, "need", frozenset({"asks"}), "expertise")
                continue
            kind = next((note[5:] for note in notes if note.startswith("kind=")), "")
            added = rules.is_added("directions", each.rule)
            yield Cue(each.first, each.after, each.rule.means, frozenset(notes), kind, added)
        if self.language == "kk":
            for at in range(len(self.tokens)):
                if mood := kazakh_verbs.mood(self.tokens, at):
                    direction, note, length = mood
                    yield Cue(at, at + length, direction, frozenset(note.split()), "")


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
