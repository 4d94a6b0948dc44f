"""What one sentence says of papers: which it speaks of, whether they were signed, how long ago.

A sentence may speak of a new paper and of an old one, of what was signed and of what is planned.
What belongs together stands in one clause: between two commas, dashes or colons.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from tracker.press import rules
from tracker.press.found import Day
from tracker.press.phrases import Found
from tracker.press.rules import Row
from tracker.press.sentences import Sentence, Token

KINDS = ("memorandum", "contract", "agreement")
_MARKS = frozenset(",;:–—()")
_SHORT = 5  # words of a clause that only says when
_RECENT = timedelta(days=14)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Between a paper and the year that it is of.
_OF_YEAR = frozenset({"от", "of", "from", "dating", "жылғы", "-"})
_RELATIVE = frozenset({"that", "which"})
_UNTIL = frozenset({"до", "по", "на", "until", "till", "to", "through", "for", "–", "-"})
_UNTIL_BEHIND = frozenset({"жылға", "жылдарға"})
_PLURAL = rules.words("several_papers")
_NUMERALS = rules.words("numerals")
_ONE = frozenset({"one", "один", "одного", "одну", "бір", "более", "менее"})
_OF_ONE = (
    "подписани",
    "заключени",
    "рамк",
    "услови",
    "текст",
    "проект",
    "церемони",
    "срок",
    "итог",
)


@dataclass(frozen=True, slots=True)
class Paper:
    kind: str  # or paper, it
    first: int
    after: int
    is_several: bool


class Told:
    """`rows` are those of the table that the sentence has, by where they begin; `published` is the
    day of the article, and `days` are those that the sentence names."""

    def __init__(
        self,
        sentence: Sentence,
        rows: Sequence[Found[Row]],
        days: Sequence[Day],
        published: str | None,
    ) -> None:
        self._tokens, self._rows = sentence.tokens, rows
        self._days, self._published = days, published
        marks = [at for at, token in enumerate(self._tokens) if token.text in _MARKS]
        self._clauses = [bisect_right(marks, at) for at in range(len(self._tokens))]
        self._sizes = Counter(self._clauses)
        self.acts = [each for each in self._of("signed", "renewed") if not self._is_void(each)]

    @property
    def is_planned(self) -> bool:
        return bool(self._of("planned"))

    def only_present(self, place: int) -> bool:
        """Who is named here looks on: nothing is signed in this clause."""
        return self._clauses[self._word(place)] in self._looking_on

    @cached_property
    def _looking_on(self) -> set[int]:
        return self._clauses_of("present") - self._clauses_of("signed", "renewed", *KINDS)

    @cached_property
    def papers(self) -> list[Paper]:
        """Those that are spoken of, without old ones that a new one is compared with."""
        every = [each for each in self._papers if not self._is_void(each)]
        left = [each for each in every if each.first not in self._aside]
        return left if any(each.kind != "it" for each in left) else every

    @cached_property
    def is_recalled(self) -> bool:
        """Said to be old, or of an earlier year than the article."""
        if self._is_recent:
            return False
        hidden = self._aside if self._has_new or self._is_renewed else frozenset[int]()
        means = ("recalled",) if hidden else ("recalled", "old")
        if any(
            each.first not in hidden and self._counts(each.first) and not self._tells_signing(each)
            for each in self._of(*means)
        ):
            return True
        years = [(at, token.text) for at, token in enumerate(self._tokens) if _is_year(token)]
        years += [(self._word(day.span.start), day.iso[:4]) for day in self._days]
        told = [
            year
            for at, year in years
            if at not in hidden and self._counts(at) and not self._is_term(at) and at > self._now
        ]
        return bool(self._published and told) and max(told) < (self._published or "")[:4]

    @cached_property
    def _now(self) -> int:
        """В 2021 году не сошлись, в этом подписали: where the sentence comes to the present."""
        last = max((each.first for each in self.acts), default=-1)
        return max((each.first for each in self._of("now") if each.first < last), default=-1)

    def _is_term(self, at: int) -> bool:
        """For or until this year, not in it."""
        before = self._tokens[at - 1].folded if at else ""
        after = self._tokens[at + 1].folded if at + 1 < len(self._tokens) else ""
        return before in _UNTIL or after in _UNTIL_BEHIND

    @property
    def year(self) -> str | None:
        return next((token.text for token in self._tokens if _is_year(token)), None)

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self._tokens]

    def _word(self, place: int) -> int:
        return max(0, bisect_right(self._starts, place) - 1)

    def _of(self, *means: str) -> list[Found[Row]]:
        return [each for each in self._rows if each.rule.means in means]

    def _clauses_of(self, *means: str) -> set[int]:
        return {self._clauses[each.first] for each in self._of(*means)}

    @cached_property
    def _papers(self) -> list[Paper]:
        found: list[Paper] = []
        for each in self._of(*KINDS, "paper", "it"):
            if not found or each.first >= found[-1].after:
                several = are_several(self._tokens, each.first)
                found.append(Paper(each.rule.means, each.first, each.after, several))
        return found

    @property
    def _has_new(self) -> bool:
        return any(each.first not in self._aside and each.kind != "it" for each in self._papers)

    @property
    def _is_renewed(self) -> bool:
        return any(each.rule.means == "renewed" for each in self.acts)

    @cached_property
    def _aside(self) -> frozenset[int]:
        """The words that speak of an old paper beside the new one: the contract of 2021."""
        acts = _words(self._of("signed", "renewed"))
        others = [each for each in self._of("old", "beside") if acts.isdisjoint(_range(each))]
        spoken = {
            at: _range(each) for each in self._papers if each.kind != "it" for at in _range(each)
        }
        spoken |= {at: _range(each) for each in others for at in _range(each)}
        hidden = _words(others)
        for year, token in enumerate(self._tokens):
            if _is_year(token) and token.text < (self._published or ""):
                for at in (self._next(year, -1), self._next(year, 1)):
                    hidden.update((year, *spoken[at]) if at in spoken else ())
        return frozenset(hidden)

    def _next(self, year: int, step: int) -> int:
        """The word that the year is of: договор 2021 года, a memorandum dating from 2021, the 2021
        contract, 2021 жылғы шарт; but not меморандумға 2021 жылы қол қойылған."""
        after = self._tokens[year + 1].folded if year + 1 < len(self._tokens) else ""
        if step < 0 and after.startswith("жыл"):
            return -1
        at = year + step
        while abs(at - year) < 3 and 0 <= at < len(self._tokens):
            if self._tokens[at].folded not in _OF_YEAR:
                break
            at += step
        return at

    @cached_property
    def _plans(self) -> tuple[set[int], dict[int, int]]:
        """What is only planned: these words, and what follows in their clause; where they say of
        nothing that it would be signed (a draft, at present no), all that is in the clause."""
        plans, since = self._of("planned"), dict[int, int]()
        acts = _words(self._of("signed", "renewed"))
        for each in plans:
            first = 0 if acts.isdisjoint(_range(each)) else each.first
            clause = self._clauses[each.first]
            since[clause] = min(first, since.get(clause, first))
        return _words(plans), since

    def _is_void(self, each: "Found[Row] | Paper") -> bool:
        words, since = self._plans
        clause = self._clauses[each.first]
        return not words.isdisjoint(_range(each)) or each.first >= since.get(clause, each.after)

    def _tells_signing(self, row: Found[Row]) -> bool:
        """Under an agreement signed on Friday; жұмада қол қойылған келісімге сәйкес."""
        then = self._tokens[row.after].folded if row.after < len(self._tokens) else ""
        goes_on = then in _RELATIVE or row.after in self._signed_from
        if goes_on and not self._spoken.isdisjoint(_range(row)):
            return True
        return not self._signed_before.isdisjoint(_range(row))

    @cached_property
    def _signed_from(self) -> set[int]:
        return {each.first for each in self.acts}

    @cached_property
    def _signed_before(self) -> set[int]:
        """The papers that the word before calls signed."""
        ends = {each.after for each in self.acts}
        return _words([each for each in self._papers if each.first in ends])

    @cached_property
    def _spoken(self) -> set[int]:
        return _words(self._papers)

    def _counts(self, at: int) -> bool:
        """What follows in a later clause is another matter, but for a short one: …, в 2021 году."""
        clause = self._clauses[at]
        return clause <= self._last or self._sizes[clause] <= _SHORT + 1

    @cached_property
    def _last(self) -> int:
        """The last clause in which something is signed."""
        signed = (self._clauses[each.after - 1] for each in self.acts)
        return max(signed, default=len(self._clauses))

    @property
    def _is_recent(self) -> bool:
        """Signed on a day shortly before the publication."""
        clauses = {self._clauses[each.first] for each in self.acts}
        return any(
            self._clauses[self._word(day.span.start)] in clauses
            and _is_shortly_before(day, self._published)
            for day in self._days
        )


def _range(each: "Found[Row] | Paper") -> range:
    return range(each.first, each.after)


def _words(rows: "Sequence[Found[Row] | Paper]") -> set[int]:
    return {at for each in rows for at in _range(each)}


def _is_shortly_before(day: Day, published: str | None) -> bool:
    if not (published and _DAY.fullmatch(published) and _DAY.fullmatch(day.iso[-10:])):
        return False
    passed = date.fromisoformat(published) - date.fromisoformat(day.iso[-10:])
    return timedelta() <= passed < _RECENT


def are_several(tokens: Sequence[Token], place: int) -> bool:
    """Соглашения may be one's genitive: подписание соглашения; четыре меморандума are several."""
    before = tokens[place - 1].folded if place else ""
    if before in _NUMERALS and before not in _ONE:
        return True
    word = tokens[place].folded
    near = [token.folded for token in tokens[max(0, place - 3) : place]]
    if word.endswith(("ия", "ора")) and any(each.startswith(_OF_ONE) for each in near):
        return False
    return word in _PLURAL


def _is_year(token: Token) -> bool:
    return token.is_number and len(token.text) == 4 and token.text[:2] in ("19", "20")
