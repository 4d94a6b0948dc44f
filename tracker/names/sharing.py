"""What two names share: acronyms, own words in any spelling, terms."""

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from tracker.names.acronyms import alike, stands_for
from tracker.names.analysis import Analysis, Own
from tracker.names.folding import loose
from tracker.names.lexicon import Group, Lexicon

_similar = Levenshtein.normalized_similarity

OWN = 3.0  # what an own word that agrees is worth
GROWN = 7  # letters of a word that may be two
JOINED = 0.88  # words written together are at least so alike
_ALIKE = 0.76  # own words at least so alike are one word spelled in two ways
LAST = 0.66  # the last ones may be less alike, where all others agree
SPELLED = 0.82  # so alike are an own word and what the lexicon knows in one spelling only
_GUESSED = 0.96  # how sure words are the same that are spelled nearly the same
_ROUNDING = 1e-9
_TOGETHER = 0.9  # how sure an acronym is at least, beside an own word that agrees
_BESIDE = 0.78  # and at most, beside one that does not


def likeness(a: Own, b: Own, least: float = 0.0) -> float:
    """How alike two own words are, 0 to 1, over scripts, endings and spellings.

    Who does nothing with less than `least` says so: then less may come out as nothing, sooner.
    """
    if a.twin == b.twin or a.stems[0] == b.stems[0]:
        return 1.0
    if a.means and b.means:
        if a.means == b.means:
            return 1.0
        # What was taken for a part may be an ending: КазМунайГазом.
        return 0.98 if not {*a.stems}.isdisjoint(b.stems) else 0.4
    best = 0.0
    floor = 2.0 * least / _GUESSED - _ROUNDING  # of what both comparisons say together
    others = [*zip(b.stems, b.skeletons, strict=False)]
    for one, bone in zip(a.stems, a.skeletons, strict=False):
        for other, other_bone in others:
            if one == other:
                best = max(best, 0.98)
            elif len(one) > 2 and len(other) > 2:
                bare = _similar(bone, other_bone)
                if bare + 1.0 >= floor:
                    exact = _similar(one, other)
                    best = max(best, _GUESSED * (0.5 * exact + 0.5 * bare))
    return best


def together(a: Sequence[Own], b: Sequence[Own]) -> float:
    """How alike words are where one side writes together what the other writes apart."""
    one, other = ("".join(word.stems[0] for word in words) for words in (a, b))
    return _similar(one, other) if min(len(one), len(other)) >= 5 else 0.0


class Shared:
    """Two names and what they share. Everything here is symmetric in the two."""

    def __init__(self, a: Analysis, b: Analysis, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.a, self.b = a, b
        self.terms = (_ids(a), _ids(b))
        self.own = ([*a.own], [*b.own])
        self.by_acronym = False
        self.sure = 1.0  # how sure it is that the acronyms stand for what they were taken for
        self.matched = 0.0
        self.weakest = 1.0
        self.identified = False  # an own word, a place or a foreign country agrees
        self.named = False  # an own word agrees
        self.agreed = 0  # how many own words agree
        self.shared_acronyms = False
        self._shortened: set[int] = set()  # the sides that are written as an acronym
        self._from_letters: list[Own] = []  # own words of a full name that an acronym has too
        self._acronyms()
        self._technology()
        self._own_words()
        self._spelled()
        self._last_pair()
        self._grown_together()
        self._written_together()
        if self.by_acronym and self.agreed > len(self._from_letters):
            self.sure = max(self.sure, _TOGETHER)  # КРУ имени Байтурсынова: both say so
        elif any(self.own[side] for side in self._shortened):
            self.sure = min(self.sure, _BESIDE)

    def of(self, group: Group) -> tuple[set[str], set[str]]:
        a, b = self.terms
        return a.get(group, set()), b.get(group, set())

    def _acronyms(self) -> None:
        left = self._spelled_alike([*self.a.acronyms], [*self.b.acronyms])
        for side, other in ((0, 1), (1, 0)):
            mine, full = (self.a, self.b)[side], (self.a, self.b)[other]
            for acronym in left[side]:
                stood = None
                kinds = self.of(Group.KIND)
                another = bool(kinds[0] and kinds[1] and not kinds[0] & kinds[1])
                if kinds[side] and stands_for(acronym.written, mine, self.lexicon):
                    continue  # its own name stands beside it
                if not another and not self._among(acronym, self.own[other]):
                    beside = frozenset(each for ids in self.terms[side].values() for each in ids)
                    stood = stands_for(acronym.written, full, self.lexicon, beside=beside)
                if stood is None:
                    self.own[side].append(acronym)
                    continue
                self.by_acronym = self.identified = True
                self._shortened.add(side)
                self.sure = min(self.sure, stood.sure)
                for letter in stood.letters:
                    if letter.term:
                        group = self.lexicon.group(letter.term)
                        self.terms[side].setdefault(group, set()).add(letter.term)
                    elif letter.own and letter.own not in self.own[side]:
                        self.own[side].append(letter.own)
                        self._from_letters.append(letter.own)

    def _technology(self) -> None:
        """A University of Technology is a технический or политехнический one at home."""
        weak, fields = self.of(Group.WEAK), self.of(Group.FIELD)
        for mine, theirs, said in ((*fields, weak[0]), (*fields[::-1], weak[1])):
            if "of_technology" not in said or "technology" in theirs:
                continue
            for at_home in sorted(theirs & {"polytechnic", "technical"})[:1]:
                mine.symmetric_difference_update({"technology", at_home})
                self.weakest = _ALIKE

    def _spelled_alike(self, a: list[Own], b: list[Own]) -> tuple[list[Own], list[Own]]:
        """Match acronyms with acronyms; what is left of each side."""
        for one in [*a]:
            for other in [*b]:
                plain = likeness(one, other, 0.9) >= 0.9
                if plain or alike(one.written, other.written, self.lexicon):
                    self.by_acronym = self.by_acronym or not plain
                    self.matched += OWN * (1.0 if plain else 0.6)
                    self.identified = self.named = True
                    self.shared_acronyms = True
                    a.remove(one)
                    b.remove(other)
                    break
        return a, b

    def _among(self, acronym: Own, words: list[Own]) -> bool:
        return any(likeness(acronym, word, 0.9) > 0.9 for word in words)

    def _own_words(self) -> None:
        a, b = self.own
        pairs = [(likeness(x, y, _ALIKE), i, j) for i, x in enumerate(a) for j, y in enumerate(b)]
        taken: tuple[set[int], set[int]] = (set(), set())
        for alike_by, i, j in sorted(pairs, key=lambda each: (-each[0], sorted(each[1:]))):
            if alike_by < _needed(a[i], b[j]):
                continue
            if i in taken[0] or j in taken[1]:
                continue
            taken[0].add(i)
            taken[1].add(j)
            self._agree(alike_by)
        self.own = (
            [x for i, x in enumerate(a) if i not in taken[0]],
            [y for j, y in enumerate(b) if j not in taken[1]],
        )

    def _last_pair(self) -> None:
        """Where all other own words agree, the last one may differ more: Самұрық and Самрук."""
        fields = self.of(Group.FIELD)
        if not self.named and not (fields[0] and fields[0] == fields[1]):
            return
        if len(self.own[0]) == len(self.own[1]) == 1:
            (one,), (other,) = self.own
            alike_by = likeness(one, other, LAST)
            if alike_by >= LAST and min(len(one.folded), len(other.folded)) >= 6:
                self._agree(alike_by)
                self.own = ([], [])

    def _agree(self, alike_by: float) -> None:
        self.matched += OWN * alike_by
        self.weakest = min(self.weakest, alike_by)
        self.identified = self.named = True
        self.agreed += 1

    def _grown_together(self) -> None:
        """Гидро Гео Сервис and Гидрогеосервис."""
        a, b = self.own
        if not a or not b or len(a) + len(b) < 3:
            return
        alike_by = together(a, b)
        if alike_by >= JOINED:
            self._agree(alike_by)
            self.own = ([], [])

    def _written_together(self) -> None:
        """SemeyEngineering and Semey Engineering, of which the lexicon knows the words apart."""
        for one, analysis in ((1, self.a), (0, self.b)):
            if len(self.own[one]) != 1 or len(self.own[one][0].folded) < GROWN:
                continue
            known = {each for ids in self.terms[one].values() for each in ids}
            apart = {each.term for each in analysis.letters if each.term} - known
            parts = [
                analysis.spelled.get(each.term, each.own) if each.term else each.own
                for each in analysis.letters
                if each.term in apart or each.own in self.own[1 - one]
            ]
            written = list(dict.fromkeys(part for part in parts if part))
            if len(written) < 2 or not apart:
                continue
            folded = "".join(part.folded for part in written).replace(" ", "")
            joined = {loose(folded), loose("".join(part.stems[-1] for part in written))}
            word = self.own[one][0].stems[0]
            alike_by = max(_similar(word, each) for each in joined)
            if alike_by >= JOINED:
                self._agree(alike_by)
                self.own = ([], [])
                for term in apart & analysis.spelled.keys():
                    self.terms[one].setdefault(self.lexicon.group(term), set()).add(term)

    def _spelled(self) -> None:
        """What the lexicon knows in one spelling only: «Каскад-Ет» and Kaskad-Et."""
        for other, analysis in ((1, self.a), (0, self.b)):
            for term, known in sorted(analysis.spelled.items()):
                group = self.lexicon.group(term)
                if term in self.of(group)[other]:
                    continue
                near = [
                    word for word in self.own[other] if likeness(word, known, SPELLED) >= SPELLED
                ]
                if near:
                    self.own[other].remove(near[0])
                    self.terms[other].setdefault(group, set()).add(term)


def _ids(analysis: Analysis) -> dict[Group, set[str]]:
    return {group: set(ids) for group, ids in analysis.terms.items()}


def _needed(a: Own, b: Own) -> float:
    shortest = min(len(a.stems[0]), len(b.stems[0]))
    if shortest == 4 and set(a.skeletons) & set(b.skeletons):
        return _ALIKE
    return 0.9 if shortest <= 4 else _ALIKE
