"""How well articles are read, against labels: the definitions of every score.

    python -m tests.press FOLDER LABELS.jsonl [--errors] [--only en] [--published]

FOLDER holds `<id>.txt`; a line of LABELS is an object with `id`, `lang` and what the article says.
`--errors` lists every miss and every false card with the words around it; `--published` gives the
reader the labelled day, as a page's address would.

**Organisations.** A labelled `surface` is looked for in the text, longest first: each place is a
mention. A found span is right when it shares at least half of both with it, quotes trimmed, one
to one. Labels that are `optional`, `generic` or `doubtful`, those of role `employer` or
`host_unit`, and `anaphora` are neither required nor wrong. *Cards* are what the person sees: an
organisation counts once if any of its mentions is found, and a found organisation none of whose
spans is right or allowed is a false card. *Partners*: the host and those only `mentioned` are
neither required nor wrong.

**Days** by ISO, day-precise ones only (a range is one), once an article; of role `noise` (lists of
other news) neither required nor wrong. A label XXXX-04-08 takes any year; found, it claims none and
is not false. **Published**: of the articles that state it.
**People**: each labelled name once, found where it stands; *employer*: whose they are.
**Requests**: the kind is right and the quote covers half of the labelled evidence, one to one;
*strict*: half of both; *direction*: that is right as well; *asker*: whose it is, whatever its kind.
**Agreements**: whether the article tells of a new one; *parties*: of each new one, the host aside;
*recalled*: articles in which an old one did not become new. **Sector**: of the partners found.
**Event kind**: of the first one. **Exact**: spans lie in the text and hold the words claimed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.press.found import Organisation, Reading, Span

_QUOTES = " \n«»“”\"'„‟’‘()"
_DAY = re.compile(r"(?:\d{4}|XXXX)-\d\d-\d\d")
_FREE_ROLES = ("employer", "host_unit")
_OLD_SECTORS = {"research institute": "research_institute", "ngo/media": "ngo"}

Label = Mapping[str, Any]


@dataclass
class Tally:
    """Right, wrong and missed; or, where nothing can be false, right and wrong answers."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return _part(self.right, self.right + self.false)

    @property
    def recall(self) -> float:
        return _part(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        return _part(2 * self.right, 2 * self.right + self.false + self.missed)

    def add(self, other: "Tally") -> None:
        self.right += other.right
        self.false += other.false
        self.missed += other.missed


@dataclass
class Score:
    """Tallies by the name of the score, and what went wrong in words."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    errors: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        for name, tally in other.tallies.items():
            self.tallies[name].add(tally)
        self.errors += other.errors


# In this order in the table. An accuracy is shown as one figure, the others as P/R/F1.
ACCURACIES = (
    *("published", "employer", "asker", "parties", "recalled", "sector", "event kind"),
    *("language", "exact"),
)
SCORES = (
    *("mentions, all", "cards, all", "cards, partners", "days", "days, noise too", "published"),
    *("people", "employer", "requests", "requests, strict", "requests, direction", "asker"),
    *("agreements", "parties", "recalled", "sector", "event kind", "language", "exact"),
)


def score(reading: Reading, label: Label) -> Score:
    """One article. What leaves no trace in the labels is not judged."""
    judged = _Judged(reading, label)
    for judge in (
        *(judged.organisations, judged.days, judged.people, judged.requests),
        *(judged.askers, judged.agreements, judged.event, judged.exact),
    ):
        judge()
    judged.answer("language", reading.language, label["lang"])
    return judged.score


def table(by_language: Mapping[str, Score]) -> str:
    """Markdown: a row a score, a column a language."""
    names = list(by_language)
    lines = [f"| P/R/F1 | {' | '.join(names)} |", "|---|" + "---|" * len(names)]
    for name in SCORES:
        cells = (_cell(name, by_language[each].tallies[name]) for each in names)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def figure(name: str, tally: Tally) -> float:
    """One number a score: the part that is right, or F1."""
    return tally.precision if name in ACCURACIES else tally.f1


def _cell(name: str, tally: Tally) -> str:
    if name in ACCURACIES:
        total = tally.right + tally.false
        return f"{_two(tally.precision)} of {total}" if total else "–"
    figures = (tally.precision, tally.recall, tally.f1)
    return "/".join(map(_two, figures)) + f" of {tally.right + tally.missed}"


def _two(figure: float) -> str:
    return f"{figure:.2f}".removeprefix("0")


def _part(some: int, whole: int) -> float:
    return some / whole if whole else 1.0


class _Judged:
    """One article with its labels, while it is judged."""

    def __init__(self, reading: Reading, label: Label) -> None:
        self.score = Score()
        self._read, self._label, self._text = reading, label, reading.text
        self._canonical: dict[str, str] = {}  # the found name → the labelled organisation

    def answer(self, name: str, found: object, right: object) -> None:
        tally = self.score.tallies[name]
        if found == right:
            tally.right += 1
        else:
            tally.false += 1
            self._note(name, f"{found!r}, not {right!r}")

    def organisations(self) -> None:
        labels = [
            each | {"sector": _OLD_SECTORS.get(each["sector"], each["sector"])}
            for each in self._label["organisations"]
        ]
        places = _places(self._text, labels)
        found = [
            (each, _trimmed(self._text, span))
            for each in self._read.organisations
            for span in each.spans
        ]
        pairs = _paired([span for _, span in found], [span for span, _, _ in places])
        self._mentions(found, places, pairs)
        self._cards(labels, found, places, pairs)

    def _mentions(
        self, found: "list[_Found]", places: "list[_Place]", pairs: dict[int, int]
    ) -> None:
        tally = self.score.tallies["mentions, all"]
        for number in range(len(found)):
            at = pairs.get(number)
            tally.right += at is not None and not places[at][2]
            tally.false += at is None and not self._is_free(found[number][1], places)
        wanted = {at for at, place in enumerate(places) if not place[2]}
        tally.missed += len(wanted - set(pairs.values()))

    def _is_free(self, span: Span, places: "list[_Place]") -> bool:
        return any(_share(span, place) for place, _, free in places if free)

    def _cards(
        self,
        labels: list[Label],
        found: "list[_Found]",
        places: "list[_Place]",
        pairs: dict[int, int],
    ) -> None:
        cards: dict[int, set[int]] = defaultdict(set)  # found organisation → labels its spans mean
        for number, (each, span) in enumerate(found):
            at = pairs.get(number)
            for place, (where, meant, _) in enumerate(places):
                if place == at or _share(span, where):
                    cards[id(each)].add(meant)
        seen = {label for means in cards.values() for label in means}
        for number, label in enumerate(labels):
            if _is_free_label(label):
                continue
            names = (
                ["cards, all"]
                if _is_host(label) or label.get("role") == "mentioned"
                else ["cards, all", "cards, partners"]
            )
            for name in names:
                self.score.tallies[name].right += number in seen
                self.score.tallies[name].missed += number not in seen
            if number not in seen:
                self._note(
                    "miss",
                    f"{label['surface'][0]}  {self._around(_first(self._text, label['surface']))}",
                )
        for each in self._read.organisations:
            means = cards.get(id(each), set())
            for number in means:
                self._canonical.setdefault(each.name, labels[number]["canonical_en"])
            if not means:
                self.score.tallies["cards, all"].false += 1
                self.score.tallies["cards, partners"].false += not each.is_host
                self._note("false", f"{each.name} ({each.source}) {self._around(each.spans[0])}")
            self._sector(each, [labels[number] for number in means])

    def _sector(self, found: Organisation, labels: list[Label]) -> None:
        for label in labels[:1]:
            if not _is_host(label) and not _is_free_label(label):
                self.answer("sector", (found.name, found.sector), (found.name, label["sector"]))

    def days(self) -> None:
        labels = self._label["dates"]
        noise = {each["iso"] for each in labels if each.get("role") == "noise"}
        wanted = {each["iso"] for each in labels if _DAY.match(each["iso"])}
        found = {each.iso for each in self._read.days if _DAY.match(each.iso)}
        undated = {iso: re.sub(r"\d{4}(?=-)", "XXXX", iso) for iso in found}
        found = {undated[iso] if undated[iso] in wanted else iso for iso in found}
        found -= {iso for iso in found - wanted if iso.startswith("X")}
        self._tally("days, noise too", found, wanted, quietly=True)
        required = {each["iso"] for each in labels if each.get("role") != "noise"} & wanted
        self._tally("days", found - (noise - required), required)
        if any(each.get("role") == "published" for each in labels):
            self.answer("published", self._read.published, self._label["published"])

    def people(self) -> None:
        names = [each["name"] for each in self._label["people"]]
        whose = {
            each["name"]: each["organisation"]
            for each in self._label["people"]
            if "organisation" in each
        }
        tally, left = self.score.tallies["people"], list(names)
        for each in self._read.people:
            spans = {each.span, *each.spans}
            named = next(
                (
                    name
                    for name in left
                    if any(
                        _share(span, place) for place in _all(self._text, name) for span in spans
                    )
                ),
                None,
            )
            if named is not None:
                left.remove(named)
                tally.right += 1
                if named in whose:
                    self.answer("employer", self._labelled(each.organisation), whose[named])
            else:
                tally.false += 1
                self._note("person, false", f"{each.name} {self._around(each.span)}")
        tally.missed += len(left)
        for name in left:
            self._note("person, miss", f"{name} {self._around(_first(self._text, [name]))}")

    def _labelled(self, name: str | None) -> str | None:
        """As the labels call what the reader calls so."""
        return self._canonical.get(name, name) if name else None

    def askers(self) -> None:
        labels = [
            (each, _first(self._text, [each["text_evidence"]])) for each in self._label["requests"]
        ]
        for each in self._read.requests:
            fits = [label for label in labels if _covers(each.span, label[1], strict=False)]
            if fits:
                best = max(fits, key=lambda label: _shared(each.span, label[1]))
                labels.remove(best)
                if "partner" in best[0]:
                    self.answer("asker", self._labelled(each.partner), best[0]["partner"])

    def requests(self) -> None:
        labels = [
            (each, _first(self._text, [each["text_evidence"]])) for each in self._label["requests"]
        ]
        for name, strict, direction in (
            *(("requests", False, False), ("requests, strict", True, False)),
            ("requests, direction", False, True),
        ):
            tally, left = self.score.tallies[name], list(labels)
            for each in self._read.requests:
                fits = [
                    label
                    for label in left
                    if label[0]["kind"] == each.kind
                    and _covers(each.span, label[1], strict=strict)
                    and (
                        not direction or label[0].get("direction", each.direction) == each.direction
                    )
                ]
                if fits:
                    best = max(fits, key=lambda label: _shared(each.span, label[1]))
                    left.remove(best)
                    tally.right += not best[0].get("doubtful")
                else:
                    tally.false += 1
                    if name == "requests":
                        self._note(
                            "request, false", f"{each.kind} {each.direction}: {each.quote!r}"
                        )
            missed = [each for each, _ in left if not each.get("doubtful")]
            tally.missed += len(missed)
            if name == "requests":
                for label in missed:
                    self._note(
                        "request, miss",
                        f"{label['kind']} {label.get('direction')}: {label['text_evidence']!r}",
                    )

    def agreements(self) -> None:
        certain = [each for each in self._label["agreements"] if not each.get("doubtful")]
        new = [each for each in certain if not each.get("recalled")]
        found = [each for each in self._read.agreements if not each.recalled]
        if len(certain) == len(self._label["agreements"]) or new:
            self._tally("agreements", {"new"} if found else set(), {"new"} if new else set())
        if any(each.get("recalled") for each in certain) and not new:
            self.answer("recalled", [self._text[slice(*each.span)] for each in found], [])
        hosts = {each["canonical_en"] for each in self._label["organisations"] if _is_host(each)}
        for each in new if found else ():
            wanted = set(each["parties"]) - hosts
            told = [
                {self._canonical.get(party, party) for party in one.parties} - hosts
                for one in found
            ]
            best = max(told, key=lambda parties: len(parties & wanted) - len(parties - wanted))
            self.answer("parties", sorted(best), sorted(wanted))

    def event(self) -> None:
        if self._label["events"]:
            kind = self._read.events[0].kind if self._read.events else None
            self.answer("event kind", kind, self._label["events"][0]["kind"])

    def exact(self) -> None:
        read, text = self._read, self._text
        claims = [(each.span, each.text) for each in read.days]
        claims += [(each.span, each.quote) for each in read.requests]
        spans = [span for each in read.organisations for span in each.spans]
        for things in (read.events, read.people, read.agreements):
            spans += [each.span for each in things]
        for span, words in claims:
            self.answer("exact", text[span.start : span.end], words)
        for span in spans:
            self.answer("exact", 0 <= span.start < span.end <= len(text), True)

    def _tally(
        self, name: str, found: set[str], wanted: set[str], *, quietly: bool = False
    ) -> None:
        self.score.tallies[name].add(
            Tally(len(found & wanted), len(found - wanted), len(wanted - found))
        )
        if not quietly and found != wanted:
            self._note(name, f"missed {sorted(wanted - found)}, false {sorted(found - wanted)}")

    def _note(self, what: str, words: str) -> None:
        self.score.errors.append(f"{self._label['id']:8} {what}: {words}")

    def _around(self, span: Span) -> str:
        start, end = max(0, span.start - 40), span.end + 40
        before, words = self._text[start : span.start], self._text[span.start : span.end]
        words = f"{before}[{words}]{self._text[span.end : end]}"
        return "…" + " ".join(words.split()) + "…"


_Found = tuple[Organisation, Span]
_Place = tuple[Span, int, bool]  # where, which label, neither required nor wrong


def _is_host(label: Label) -> bool:
    return bool(label["is_host"])


def _is_free_label(label: Label) -> bool:
    free = label.get("optional") or label.get("generic") or label.get("doubtful")
    return bool(free) or label.get("role") in _FREE_ROLES


def _places(text: str, labels: Iterable[Label]) -> list[_Place]:
    """All mentions, longest surface first, so that a short name inside a long one is no other."""
    wanted = [
        (surface, number, _is_free_label(label) or surface in label.get("anaphora", ()))
        for number, label in enumerate(labels)
        for surface in (*label["surface"], *label.get("anaphora", ()))
    ]
    taken, found = bytearray(len(text)), []
    for surface, number, free in sorted(wanted, key=lambda each: -len(each[0])):
        for span in _all(text, surface):
            if not any(taken[span.start : span.end]):
                taken[span.start : span.end] = b"\1" * (span.end - span.start)
                found.append((_trimmed(text, span), number, free))
    return sorted(found)


def _all(text: str, words: str) -> Iterator[Span]:
    start = text.find(words)
    while words and start >= 0:
        yield Span(start, start + len(words))
        start = text.find(words, start + len(words))


def _first(text: str, surfaces: Iterable[str]) -> Span:
    return next((span for each in surfaces for span in _all(text, each)), Span(0, 0))


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in _QUOTES:
        start += 1
    while end > start and text[end - 1] in _QUOTES:
        end -= 1
    return Span(start, end)


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _share(one: Span, other: Span) -> bool:
    """At least half of both."""
    return 2 * _shared(one, other) >= max(one.end - one.start, other.end - other.start, 1)


def _covers(found: Span, wanted: Span, *, strict: bool) -> bool:
    if strict:
        return _share(found, wanted)
    return 2 * _shared(found, wanted) >= max(1, wanted.end - wanted.start)


def _paired(found: list[Span], wanted: list[Span]) -> dict[int, int]:
    """Which found span means which wanted one; the best overlaps first, each used once."""
    likely = [
        (_shared(one, other), number, at)
        for number, one in enumerate(found)
        for at, other in enumerate(wanted)
        if _share(one, other)
    ]
    pairs: dict[int, int] = {}
    for _, number, at in sorted(likely, key=lambda each: (-each[0], each[1], each[2])):
        if number not in pairs and at not in pairs.values():
            pairs[number] = at
    return pairs
