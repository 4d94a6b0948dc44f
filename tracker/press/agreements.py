"""The papers an article says were signed, and those it only remembers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.press import rules
from tracker.press.article import Article
from tracker.press.found import Agreement, Day, Organisation, Span
from tracker.press.phrases import Found
from tracker.press.places import Places
from tracker.press.rules import Row
from tracker.press.sentences import Sentence, Token

_NEAR = 50  # papers that a new one is compared with
_PAPERS = ("memorandum", "contract", "agreement")
_MEMBER = rules.words("member")
_LAST = rules.words("last_year")
_PLURAL = rules.words("several_papers")
# Who was present or tells of it, before its name and behind it.
_ASIDE = re.compile(
    r"\b(?:присутстви|участи|словам|отметил|сообщил|рассказал|подчеркнул|пояснил|данным"
    r"|presence|participation|according|noted|said|told|reported)"
)
_ASIDE_BEHIND = re.compile(
    r"\W*(?:\w+\W+){0,2}(?:қатысуымен|айтуынша|мәліметінше|дерегінше)|\W*(?:said|noted|reported)\b"
)
_SIGNING = re.compile(
    r"подпис|заключ|договор|меморандум|соглашени|signed|memorandum|contract|agreement"
)
_AT = re.compile(r"(?:^|\W)(?:at|in|at the|in the|в|во|на) $")
# What comes behind these is told of another.
_CONTRAST = re.compile(r",\s+(?:а|но|однако|while|but|whereas|ал|бірақ)\s", re.IGNORECASE)
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
class _Paper:
    kind: str
    first: int
    after: int
    is_several: bool


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
        self._groups = {each.name for each in organisations if each.is_group}
        self._published = next((day.iso for day in days if day.is_published), None)
        self._latest: _Paper | None = None
        self._since = 9  # sentences since that paper
        self._number = 0
        self._are_several = False  # several papers were signed, which the article goes through

    def read(self, sentence: Sentence, number: int) -> list[Agreement]:
        self._number = number
        tokens = sentence.tokens
        rows = [
            each
            for each in rules.table("agreements").find(sentence.language, tokens)
            if self._places.at(tokens[each.first].start) is None
        ]
        rows = _outside_signing(rows)
        papers = list(self._papers(sentence, rows))
        signed = [each for each in rows if each.rule.means == "signed"]
        remembered, self._since = self._latest, self._since + 1
        if papers:
            self._latest, self._since = papers[-1], 0
        elif signed and remembered and self._since < 3:
            refers = next((each for each in rows if each.rule.means == "paper"), None)
            if refers is not None:
                several = remembered.is_several
                papers = [_Paper(remembered.kind, refers.first, refers.after, several)]
        if not papers or any(each.rule.means == "planned" for each in rows):
            return []
        recalled = self._is_recalled(sentence, rows)
        told = bool(signed) or (recalled and self._has_year(sentence))
        listed = self._are_several and not recalled and bool(self._partners(sentence.span))
        if not told and not listed:
            return []
        if signed and not recalled:
            self._are_several |= any(_are_several(tokens, place) for place in range(len(tokens)))
        found: list[Agreement] = []
        for paper, stretch in self._stretches(sentence, papers):
            found.extend(self._agreements(sentence, paper, stretch, recalled=recalled))
        return found

    def _papers(self, sentence: Sentence, rows: Sequence[Found[Row]]) -> Iterator[_Paper]:
        after = 0
        for each in rows:
            if each.rule.means in _PAPERS and each.first >= after:
                after = each.after
                several = _are_several(sentence.tokens, each.first)
                yield _Paper(each.rule.means, each.first, each.after, several)

    def _stretches(self, sentence: Sentence, papers: Sequence[_Paper]) -> list[tuple[_Paper, Span]]:
        """The part of the sentence that speaks of each paper; alike ones are one."""
        kinds = [
            paper for at, paper in enumerate(papers) if at == 0 or paper.kind != papers[at - 1].kind
        ]
        starts = [sentence.span.start, *(sentence.tokens[each.first].start for each in kinds[1:])]
        ends = [*starts[1:], self._end(sentence, papers[-1])]
        parts = [Span(*pair) for pair in zip(starts, ends, strict=True)]
        if len(kinds) > 1 and not all(self._partners(part) for part in parts):
            return [(kinds[0], Span(sentence.span.start, ends[-1]))]
        return list(zip(kinds, parts, strict=True))

    def _end(self, sentence: Sentence, paper: _Paper) -> int:
        """Where the sentence turns to somebody else: …, а ТОО «Штиль» пока думает."""
        start = sentence.tokens[paper.after - 1].end
        turn = _CONTRAST.search(self._article.text, start, sentence.span.end)
        return turn.start() if turn else sentence.span.end

    def _agreements(
        self, sentence: Sentence, paper: _Paper, stretch: Span, *, recalled: bool
    ) -> Iterator[Agreement]:
        partners = self._partners(stretch) or self._partners(sentence.span)
        if not partners and paper.is_several:
            partners = self._partners_after()
        if not partners:
            meant = self._places.meant(sentence.language, sentence.tokens)
            meant = meant or self._places.main
            partners = [meant.name] if meant else []
        host = [self._places.host.name] if self._places.host else []
        date = self._date(sentence, recalled=recalled)
        span = self._evidence(sentence, stretch)
        if paper.is_several and len(partners) > 1:
            for partner in partners:
                yield Agreement(paper.kind, (*host, partner), date, recalled, span)
        else:
            yield Agreement(paper.kind, (*host, *partners), date, recalled, span)

    def _partners(self, span: Span) -> list[str]:
        named = [
            owner
            for place, owner in self._places.mentions(span.start, span.end)
            if not owner.is_host and not owner.is_group and not self._is_told_of(place)
        ]
        inside = [each for each in named if id(each) not in self._where(span)]
        named = inside or named
        wholes = {owner.parent for owner in named}  # the ministry of the centre that signed
        return list(dict.fromkeys(each.name for each in named if each.name not in wholes))

    def _is_told_of(self, place: Span) -> bool:
        """A resident of the hub, филиал завода: told of the party, no party itself; neither is who
        was present, or who tells of it."""
        text = self._article.text
        before = text[max(0, place.start - 70) : place.start].casefold()
        if _MEMBER & set(before.split()[-3:]):
            return True
        clause = re.split("[,;:.!?–—]", before)[-1]
        behind = text[place.end : place.end + 45].casefold()
        aside = _ASIDE.search(clause)
        if aside is not None and not _SIGNING.search(clause, aside.end()):
            return True
        return _ASIDE_BEHIND.match(behind) is not None

    def _where(self, span: Span) -> set[int]:
        """Those in whose house it was signed."""
        text = self._article.text
        return {
            id(owner)
            for place, owner in self._places.mentions(span.start, span.end)
            if _AT.search(text[max(0, place.start - 10) : place.start].casefold())
        }

    def _partners_after(self) -> list[str]:
        """Who signed is listed in one of the next sentences."""
        following = self._article.sentences[self._number + 1 : self._number + 4]
        listed = (self._partners(each.span) for each in following)
        return next((partners for partners in listed if len(partners) > 1), [])

    def _evidence(self, sentence: Sentence, stretch: Span) -> Span:
        inside = [each for each in sentence.tokens if stretch.start <= each.start < stretch.end]
        return Span(inside[0].start, inside[-1].end) if inside else sentence.span

    def _is_recalled(self, sentence: Sentence, rows: Sequence[Found[Row]]) -> bool:
        """Said to be old, or of an earlier year than the article."""
        signed = {each.first for each in rows if each.rule.means == "signed"}
        if any(each.rule.means == "recalled" and each.after not in signed for each in rows):
            return True
        years = [day.iso[:4] for day in self._inside(sentence)]
        years += [token.text for token in sentence.tokens if _is_year(token)]
        return bool(self._published and years) and max(years) < (self._published or "")[:4]

    def _has_year(self, sentence: Sentence) -> bool:
        return any(_is_year(token) for token in sentence.tokens) or bool(self._inside(sentence))

    def _inside(self, sentence: Sentence) -> list[Day]:
        return [day for day in self._days if sentence.span.holds(day.span)]

    def _date(self, sentence: Sentence, *, recalled: bool) -> str | None:
        for day in self._inside(sentence):
            if recalled or not self._published or day.iso[:4] >= self._published[:4]:
                return day.iso.split("/")[0] if recalled else day.iso.split("/")[-1]
        if recalled:
            year = next((token.text for token in sentence.tokens if _is_year(token)), None)
            return year or self._a_year_before(sentence)
        return self._of_the_story()

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


def _are_several(tokens: Sequence[Token], place: int) -> bool:
    """Соглашения may be one's genitive: подписание соглашения; четыре меморандума are several."""
    before = tokens[place - 1].folded if place else ""
    if before in _NUMERALS and before not in _ONE:
        return True
    word = tokens[place].folded
    near = [token.folded for token in tokens[max(0, place - 3) : place]]
    if word.endswith(("ия", "ора")) and any(each.startswith(_OF_ONE) for each in near):
        return False
    return word in _PLURAL


def _outside_signing(rows: Sequence[Found[Row]]) -> list[Found[Row]]:
    """«Put their signatures under» is no «under the agreement»."""
    signing = [each for each in rows if each.rule.means == "signed"]
    return [
        each
        for each in rows
        if each.rule.means != "recalled"
        or not any(other.first < each.first < other.after for other in signing)
    ]


def _is_year(token: Token) -> bool:
    return token.is_number and len(token.text) == 4 and token.text[:2] in ("19", "20")
