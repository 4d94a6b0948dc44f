"""Whether two names mean one organisation.

Words that names share are weighed by what they say: an own word (Шәкәрім, Spektromart) much, the
kind and the field some, "state" and "national" little. What contradicts – another kind, number,
level, direction, country – caps the score, however much else agrees.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tracker.names import lexicon as lexicons
from tracker.names.analysis import Analysis, analyse
from tracker.names.lexicon import Group, Lexicon
from tracker.names.sharing import OWN, Shared

SAME = 0.62  # from here two names mean one organisation
CERTAIN = 0.9
_TIE = 0.02  # less than lies between two caps

_WEIGHT = {
    Group.KIND: 1.5,
    Group.UNIT: 2.0,
    Group.FIELD: 1.6,
    Group.DIRECTION: 1.5,
    Group.COUNTRY: 1.0,
    Group.LEVEL: 0.5,
    Group.WEAK: 0.2,
    Group.FORM: 0.3,
    Group.PLACE: 2.0,
    Group.LEGAL: 0.0,
}
_OURS = "kazakhstan"
# Groups whose words, two together, may name an organisation.
_TELLING = (Group.KIND, Group.UNIT, Group.FIELD, Group.DIRECTION, Group.COUNTRY, Group.PLACE)
_TECHNICAL = frozenset({"polytechnic", "technical", "technology"})  # a university may be any
_COMPANIES = frozenset({"company_legal", "state_legal"})


class Verdict(NamedTuple):
    """How alike two names are, from 0 to 1; `certain` may be acted on without asking."""

    score: float
    same: bool
    certain: bool


NOTHING = Verdict(0.0, False, False)


def score(a: str, b: str) -> float:
    """How likely two names mean one organisation, 0 to 1."""
    return verdict(a, b).score


def same(a: str, b: str, lexicon: Lexicon | None = None) -> bool:
    """Whether two names mean one organisation."""
    return verdict(a, b, lexicon).same


def certain(a: str, b: str) -> bool:
    """Whether they do beyond doubt."""
    return verdict(a, b).certain


def verdict(a: str, b: str, lexicon: Lexicon | None = None) -> Verdict:
    """Compare two names."""
    words = lexicon or lexicons.default()
    found = compare(analyse(a, words), analyse(b, words), words)
    return Verdict(1.0, True, found.certain) if a == b and found.same else found


def compare(
    a: Analysis, b: Analysis, lexicon: Lexicon | None = None, *, least: float = 0.0
) -> Verdict:
    """Compare two names that were taken apart before. What scores below `least` is not weighed."""
    words = lexicon or lexicons.default()
    comparison = _Comparison(a, b, words)
    limit = comparison.enough()
    for cap in comparison.caps():
        if cap < least:
            return NOTHING
        limit = min(limit, cap)
    found = _below(limit, comparison.score())
    return Verdict(round(found, 4), found >= SAME, found >= CERTAIN and comparison.is_plain())


def _below(cap: float, found: float) -> float:
    """Of two that the same speaks against, the one that shares more stands first."""
    lower = cap - _TIE
    if found <= lower:
        return found
    capped = lower + _TIE * (found - lower) / (1.0 - lower)
    return min(found, max(SAME, capped)) if cap >= SAME else capped


class _Comparison(Shared):
    """Weighs what two names share against what speaks against them."""

    def score(self) -> float:
        """How much of what both say is said by both, whatever else speaks against it."""
        matched, against = self.matched, 0.0
        lenient = 0.25 if self.named else 0.45
        for group, weight in _WEIGHT.items():
            a, b = self.of(group)
            if group is Group.LEVEL and (not a or not b):
                continue
            matched += weight * len(a & b)
            against += weight * len(a ^ b) * (lenient if not (a - b and b - a) else 0.7)
        own_a, own_b = (len(words) for words in self.own)
        if self.by_acronym and not (own_a and own_b):
            lenient *= 0.5  # ШҚТУ leaves out whom the university is named after
        both = own_a and own_b
        if both and self._may_be_translated():
            own_a = own_b = 0
        against += OWN * (own_a + own_b) * (0.7 if both else lenient * 0.7)
        return matched / (matched + against) if matched else 0.0

    def caps(self) -> Iterator[float]:
        """What the score cannot pass, what contradicts most often first."""
        yield self._own_left()
        yield self._kinds()
        yield self._fields()
        yield self._registered()
        yield self._where()
        yield self._brands()
        yield self._numbers()
        yield self._units()
        yield self.sure

    def _numbers(self) -> float:
        a, b = self.a.numbers, self.b.numbers
        return 1.0 if a == b else 0.3 if a and b else 0.58

    def _kinds(self) -> float:
        a, b = self.of(Group.KIND)
        if a == b:
            return 1.0
        if not a or not b:
            return self._one_kind(a | b, self.terms[0] if b else self.terms[1])
        one, other = self._lowest(a), self._lowest(b)
        if one == other:
            return 1.0
        # A лицей № 7 may be the школа-лицей № 7; no more than that can be said.
        akin = one <= other or other <= one or any(one | other <= some for some in self._akin())
        return 0.58 if akin else 0.3

    def _akin(self) -> Iterator[frozenset[str]]:
        return (ids for name, ids in self.lexicon.traits.items() if name.startswith("akin"))

    def _one_kind(self, kinds: set[str], lacking: dict[Group, set[str]]) -> float:
        """One name leaves out what it is, as a company may and an authority does not."""
        if kinds <= self.lexicon.traits["business"]:
            return 1.0 if self.named else 0.66 if self.identified else 0.5
        levels = self.of(Group.LEVEL)
        if lacking.get(Group.LEGAL) or kinds & self.lexicon.traits["everywhere"]:
            return 0.45
        return 0.7 if self.named and bool(levels[0]) == bool(levels[1]) else 0.5

    def _brands(self) -> float:
        """Without a kind each word of a brand counts: Air Astana is not Air Kazakhstan."""
        kinds = self.of(Group.KIND)
        shared = kinds[0] & kinds[1]
        if shared and self.named:
            return 1.0
        left = [len(own) for own in self.own]
        for group in (Group.FIELD, Group.DIRECTION, Group.COUNTRY, Group.PLACE):
            a, b = self.of(group)
            left[0] += len(a - b)
            left[1] += len(b - a)
        if left[0] and left[1]:
            return 0.5
        is_part = not shared and self.shared_acronyms and kinds[0] != kinds[1] and any(left)
        return 0.5 if is_part else 1.0

    def _lowest(self, kinds: set[str]) -> frozenset[str]:
        height = self.lexicon.above
        least = min(height.get(kind, 0) for kind in kinds)
        return frozenset(kind for kind in kinds if height.get(kind, 0) == least)

    def _units(self) -> float:
        a, b = self.of(Group.UNIT)
        if a == b:
            return 1.0
        kinds = self.of(Group.KIND)
        shared = len(kinds[0] & kinds[1]) + self.shared_acronyms
        if (a ^ b) != {"branch"}:
            return 0.45
        # A branch that is an institute of its own may be named with and without the word.
        if shared >= 2:
            return 1.0
        left = self.own[1 if a else 0], self.own[0 if a else 1]
        # A plant of a company may be named without the company.
        places, fields = self.of(Group.PLACE), self.of(Group.FIELD)
        told = self.named or bool(places[0] & places[1] or fields[0] & fields[1])
        return 0.58 if shared and told and left[1] and not left[0] else 0.45

    def _where(self) -> float:
        cap = 1.0
        if self._national_and_local():
            return 0.4
        for group in (Group.DIRECTION, Group.LEVEL):
            a, b = self.of(group)
            if a and b and not (a & b):
                return 0.3
            if group is Group.DIRECTION and a != b and not self.named:
                cap = 0.5
        a, b = (side - {_OURS} for side in self.of(Group.COUNTRY))
        if a != b:
            full = self.of(Group.COUNTRY)
            if (a - b and b - a) or (full[0] and full[1] and not full[0] & full[1]):
                return 0.3
            kinds = self.of(Group.KIND)
            if not (self.named and kinds[0] & kinds[1]):
                cap = min(cap, 0.55)
        return min(cap, self._towns(bool(a & b)))

    def _national_and_local(self) -> bool:
        weak, levels = self.of(Group.WEAK), self.of(Group.LEVEL)
        whole = [bool({"national", "republic"} & each) for each in weak]
        return (whole[0] and not whole[1] and bool(levels[1] - levels[0])) or (
            whole[1] and not whole[0] and bool(levels[0] - levels[1])
        )

    def _towns(self, same_country: bool) -> float:
        a, b = self.of(Group.PLACE)
        if a == b:
            return 1.0
        if a and b and not a & b:
            return 0.4
        if self.named or same_country or a & b:
            return 1.0
        kinds = self.of(Group.KIND)
        fields = self.of(Group.FIELD)
        if (kinds[0] | kinds[1]) & self.lexicon.traits["everywhere"] or not fields[0] & fields[1]:
            return 0.58
        return 1.0

    def _fields(self) -> float:
        a, b = self.of(Group.FIELD)
        if a == b:
            return 1.0
        kinds = self.of(Group.KIND)
        explained = self.named and bool(kinds[0] & kinds[1]) and self._after_a_person()
        if (kinds[0] > kinds[1] and a > b) or (kinds[0] < kinds[1] and a < b):
            return 1.0 if kinds[0] & kinds[1] else 0.55  # one name adds what it is a part of
        if a - b and b - a:
            return 0.58 if explained and (a & b or a ^ b <= _TECHNICAL) else 0.4
        return 1.0 if explained else 0.55

    def _after_a_person(self) -> bool:
        """The shared own word is somebody's name, not a town's: then it says enough."""
        if self.a.initials or self.b.initials or self.agreed > 1:
            return True
        places = self.of(Group.PLACE)
        directions = self.of(Group.DIRECTION)
        more = places[0] ^ places[1] or directions[0] ^ directions[1]
        return bool(more) or any("named" in each for each in self.of(Group.WEAK))

    def _own_left(self) -> float:
        a, b = self.own
        kinds = self.of(Group.KIND)
        places = self.of(Group.PLACE)
        if a and b and self._may_be_translated():
            return 0.68
        if a and b:
            return (
                0.75 if self.agreed > 1 and len(a) == len(b) == 1 and kinds[0] & kinds[1] else 0.45
            )
        if not a and not b:
            return 1.0
        theirs = places[1] - places[0] if a else places[0] - places[1]
        if theirs and (not self.named or self.weakest < 0.85):
            return 0.5
        agreed = (
            self.identified
            or bool(places[0] & places[1])
            or self.a.numbers == self.b.numbers != frozenset()
        )
        fields = self.of(Group.FIELD)
        agreed = agreed or len(fields[0] & fields[1]) > 1
        if not agreed:
            return 0.5
        return 1.0 if kinds[0] & kinds[1] else 0.58

    def _may_be_translated(self) -> bool:
        """What is left are words the lexicon lacks, in two languages, and the rest agrees."""
        fields, kinds, places = self.of(Group.FIELD), self.of(Group.KIND), self.of(Group.PLACE)
        own = [
            word
            for side, analysis in zip(self.own, (self.a, self.b), strict=True)
            for word in side
            if analysis.language != "en"
        ]
        return (
            self.a.language != self.b.language
            and abs(len(self.own[0]) - len(self.own[1])) < 2
            and all(word.common for word in own)
            and bool(own and fields[0])
            and fields[0] == fields[1]
            and kinds[0] == kinds[1]
            and not (places[0] and places[1] and places[0] != places[1])
        )

    def _registered(self) -> float:
        a, b = self.of(Group.LEGAL)
        if "person_legal" in a & b and self.a.initials and self.b.initials:
            return 1.0 if self.a.initials[0] == self.b.initials[0] else 0.3
        if not a or not b or a & b or (a <= _COMPANIES and b <= _COMPANIES):
            return 1.0
        return 0.5

    def enough(self) -> float:
        """What they share names somebody: "Department" and "школа" are nobody's names."""
        countries = self.of(Group.COUNTRY)
        ours = _OURS in countries[0] & countries[1]
        if self.named or self.by_acronym or self._telling() + ours > 1:
            return 1.0
        legal, kinds, units = map(self.of, (Group.LEGAL, Group.KIND, Group.UNIT))
        # «Мотор» ЖШС may be called Мотор; a school is not called School.
        is_brand = (legal[0] or legal[1]) and not (kinds[0] or units[0] or kinds[1] or units[1])
        return 1.0 if self._telling() and is_brand else 0.5

    def _telling(self) -> int:
        """How many shared words say which organisation is meant, each a little."""
        shared = {each for group in _TELLING for each in self.of(group)[0] & self.of(group)[1]}
        return len(shared - {_OURS}) + len(self.a.numbers & self.b.numbers)

    def _is_one_of_many(self) -> bool:
        """A department of education, but of which town?"""
        weak = self.of(Group.WEAK)
        one = {"national", "republic"} & weak[0] & weak[1]
        if self.named or self.shared_acronyms or one or self._telling() > 2:
            return False
        kinds = self.of(Group.KIND)[0] & self.of(Group.KIND)[1]
        traits = self.lexicon.traits
        fields = self.of(Group.FIELD)[0] & self.of(Group.FIELD)[1]
        return self._telling() < 2 or bool(
            fields and kinds and kinds <= traits["everywhere"] | traits["many"]
        )

    def is_plain(self) -> bool:
        """Nothing was guessed: the same kind, field and place, own words spelled nearly alike."""
        groups = (Group.KIND, Group.UNIT, Group.FIELD, Group.DIRECTION, Group.PLACE)
        return (
            not self.by_acronym
            and not self._is_one_of_many()
            and self.weakest >= 0.85
            and not self.own[0]
            and not self.own[1]
            and all(len(set(map(frozenset, self.of(group)))) == 1 for group in groups)
        )
