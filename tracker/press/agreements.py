"""The papers an article says were signed, and those it only remembers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.press import papers, rules
from tracker.press.article import Article
from tracker.press.found import Agreement, Day, Organisation, Span
from tracker.press.papers import KINDS, Paper, Told
from tracker.press.parties import Parties
from tracker.press.phrases import Found
from tracker.press.places import Places
from tracker.press.rules import Row
from tracker.press.sentences import Sentence

_NEAR = 50  # papers that a new one is compared with
_LAST = rules.words("last_year")
# What comes behind these is told of another.
_CONTRAST = re.compile(
    r",\s+(?:а|но|однако|зато|while|but|whereas|ал|бірақ|теперь|now|енді|and with)\s|;\s"
    r"|(?<=с[ае]),\s",
    re.IGNORECASE,
)


def find(
    article: Article, days: Sequence[Day], organisations: Sequence[Organisation]
) -> list[Agreement]:
    reader = _Reader(article, days, organisations)
    found: list[Agreement] = []
    for number, sentence in enumerate(article.sentences):
        if sentence.span == article.title or not article.body.holds(sentence.span):
            continue
        for each in reader.read(sentence, number):
            if not any(_same(each, other) for other in found[-_NEAR:]):
                found.append(each)
    return found


def _same(one: Agreement, other: Agreement) -> bool:
    """Spoken of again: the same kind with the same parties, or one that names none."""
    if one.recalled != other.recalled:
        return False
    few, many = sorted((set(one.parties), set(other.parties)), key=len)
    return few <= many and (one.kind == other.kind or few == many)


class _Reader:
    """Goes through the sentences, and remembers the paper that was spoken of last."""

    def __init__(
        self, article: Article, days: Sequence[Day], organisations: Sequence[Organisation]
    ) -> None:
        self._article, self._days = article, days
        self._places = Places(article, organisations)
        self._parties = Parties(article, self._places)
        self._published = next((day.iso for day in days if day.is_published), None)
        self._latest: Paper | None = None
        self._since = 9  # sentences since that paper
        self._are_several = False  # several papers were signed, which the article goes through

    def read(self, sentence: Sentence, number: int) -> list[Agreement]:
        self._since += 1
        found: list[Agreement] = []
        is_signed = False
        for part in self._parts(sentence):
            told = Told(part, self._rows(part), self._inside(part), self._published)
            found.extend(self._read(part, number, told, goes_on=is_signed))
            is_signed = bool(told.acts)
        return found

    def _parts(self, sentence: Sentence) -> list[Sentence]:
        """A sentence that turns from one paper to another is two."""
        turn = _CONTRAST.search(self._article.text, *sentence.span)
        if turn is None:
            return [sentence]
        parts = [
            replace(
                sentence,
                span=span,
                tokens=tuple(
                    each for each in sentence.tokens if span.start <= each.start < span.end
                ),
            )
            for span in (
                Span(sentence.span.start, turn.start()),
                Span(turn.start() + 1, sentence.span.end),
            )
        ]
        speaking = all(any(each.rule.means in KINDS for each in self._rows(part)) for part in parts)
        return parts if speaking else [sentence]

    def _rows(self, sentence: Sentence) -> list[Found[Row]]:
        rows = rules.table("agreements").find(sentence.language, sentence.tokens)
        places = sentence.tokens
        return _outside_signing(
            [each for each in rows if self._places.at(places[each.first].start) is None]
        )

    def _read(self, part: Sentence, number: int, told: Told, *, goes_on: bool) -> list[Agreement]:
        """`goes_on`: what was signed is said before: …, а с ТОО «Тау» – договор."""
        spoken = self._spoken(told, number)
        if not spoken:
            return []
        recalled = told.is_recalled
        signed = bool(told.acts) or (recalled and self._has_year(part, told))
        goes_on = (goes_on and not told.is_planned) or self._are_several
        listed = goes_on and not recalled and bool(self._parties.within(part.span, told))
        if not signed and not listed:
            return []
        if told.acts and not recalled:
            tokens = part.tokens
            self._are_several |= any(
                papers.are_several(tokens, place) for place in range(len(tokens))
            )
        found: list[Agreement] = []
        for paper, stretch in self._stretches(part, spoken, told):
            found.extend(self._agreements(part, number, paper, stretch, told))
        return found

    def _spoken(self, told: Told, number: int) -> list[Paper]:
        """The papers of the sentence, or the one before that it speaks of again."""
        named = [each for each in told.papers if each.kind in KINDS]
        if named:
            self._latest, self._since = named[-1], 0
            return named
        if not told.acts:
            return []
        for each in told.papers:
            if self._latest and self._since < (4 if each.kind == "paper" else 2):
                return [replace(each, kind=self._latest.kind, is_several=self._latest.is_several)]
            if each.kind == "paper":
                return [replace(each, kind=self._kind_after(number))]
        return []

    def _kind_after(self, number: int) -> str:
        """К вечеру подписали один документ. …: what the next sentences call it."""
        for sentence in self._article.sentences[number + 1 : number + 3]:
            for each in self._rows(sentence):
                if each.rule.means in KINDS:
                    return each.rule.means
        return "agreement"

    def _stretches(
        self, sentence: Sentence, spoken: Sequence[Paper], told: Told
    ) -> list[tuple[Paper, Span]]:
        """The part of the sentence that speaks of each paper; alike ones are one."""
        kinds = [
            paper for at, paper in enumerate(spoken) if at == 0 or paper.kind != spoken[at - 1].kind
        ]
        starts = [sentence.span.start, *(sentence.tokens[each.first].start for each in kinds[1:])]
        ends = [*starts[1:], self._end(sentence, spoken[-1])]
        parts = [Span(*pair) for pair in zip(starts, ends, strict=True)]
        if len(kinds) > 1 and not all(self._parties.within(part, told) for part in parts):
            return [(kinds[0], Span(sentence.span.start, ends[-1]))]
        return list(zip(kinds, parts, strict=True))

    def _end(self, sentence: Sentence, paper: Paper) -> int:
        """Where the sentence turns to somebody else: …, а ТОО «Штиль» пока думает."""
        start = sentence.tokens[paper.after - 1].end
        turn = _CONTRAST.search(self._article.text, start, sentence.span.end)
        return turn.start() if turn else sentence.span.end

    def _agreements(
        self, sentence: Sentence, number: int, paper: Paper, stretch: Span, told: Told
    ) -> Iterator[Agreement]:
        partners = self._parties.of(sentence, number, stretch, told, several=paper.is_several)
        if not partners and not told.acts:
            return
        host = [self._places.host.name] if self._places.host else []
        date = self._date(sentence, told)
        span, recalled = self._evidence(sentence, stretch), told.is_recalled
        if paper.is_several and len(partners) > 1:
            for partner in partners:
                yield Agreement(paper.kind, (*host, partner), date, recalled, span)
        else:
            yield Agreement(paper.kind, (*host, *partners), date, recalled, span)

    def _evidence(self, sentence: Sentence, stretch: Span) -> Span:
        inside = [each for each in sentence.tokens if stretch.start <= each.start < stretch.end]
        return Span(inside[0].start, inside[-1].end) if inside else sentence.span

    def _has_year(self, sentence: Sentence, told: Told) -> bool:
        return told.year is not None or bool(self._inside(sentence))

    def _inside(self, sentence: Sentence) -> list[Day]:
        return [day for day in self._days if sentence.span.holds(day.span)]

    def _date(self, sentence: Sentence, told: Told) -> str | None:
        recalled = told.is_recalled
        for day in self._inside(sentence):
            if recalled or not self._published or self._is_possible(day):
                return day.iso.split("/")[0] if recalled else day.iso.split("/")[-1]
        if recalled:
            return told.year or self._a_year_before(sentence)
        return self._of_the_story()

    def _is_possible(self, day: Day) -> bool:
        """Of this year and not to come: until 1 March the mill delivers what it has agreed to."""
        published = self._published or ""
        return day.iso[:4] >= published[:4] and day.iso[-10:] <= published[: len(day.iso[-10:])]

    def _of_the_story(self) -> str | None:
        """The last day of what the beginning tells of, else that of publication."""
        for day in self._days:
            past = not self._published or day.iso[:10] <= self._published
            if not day.is_published and len(day.iso) >= 10 and past:
                return day.iso.split("/")[-1]
        return self._published

    def _a_year_before(self, sentence: Sentence) -> str | None:
        words = {token.folded for token in sentence.tokens}
        if self._published is None or not words & _LAST:
            return None
        return str(int(self._published[:4]) - 1)


def _outside_signing(rows: Sequence[Found[Row]]) -> list[Found[Row]]:
    """«Put their signatures under» is no «under the agreement»."""
    signing = [each for each in rows if each.rule.means == "signed"]
    return [
        each
        for each in rows
        if each.rule.means != "recalled"
        or not any(other.first < each.first < other.after for other in signing)
    ]
