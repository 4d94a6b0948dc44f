"""The dates an article names: days and ranges first, then months and years alone.

A day without a year takes the year that lies best to the day of publication: what an article
announces comes after it, what it tells has been.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from tracker.press import months, tenses
from tracker.press.article import Article
from tracker.press.found import Day, Span
from tracker.press.known import Context

_N = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_D = rf"{_N}(?!%|[.:]\d|,\d{{3}})"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_BEFORE = r"(?<![\w№+])(?<![\w№][.,:/–—-])(?<!№ )"
_NTH = (
    r"(?:\s?(?:st|nd|rd|th)\b|[-–](?:го|е|ое|ым|ші|шы|інші|ншы|ыншы|с?[іы](?:нда|нде|нан|нен|на|не)?"
    r"|[ндт][ае]н|[дт][ае]|[ғгқк][ае])\b)?"
)
_TO = r"(?:\s*[–—−‒-]\s*|\s+(?:по|до|на|to|till|until|through)\s+(?:the\s+)?)"
_AND = r"(?:\s+(?:and|и|мен|пен|бен|және)\s+|\s*,\s*(?:and\s+|и\s+)?)"
_SINCE = r"(?<=[ндт][ае]н)\s+"
_QUOTED = rf"[«\"“]{_D}[»\"”]"
_DAYS = rf"{_D}{_NTH}(?:(?:{_TO}|{_AND}|{_SINCE}){_D}{_NTH}){{0,5}}"
_YEAR_WORD = r"(?:\s*(?:года|году|годом|год|гг?\b\.?|жыл[а-яәіңғүұқөһ]*|жж?\b\.?))"
_THEN_YEAR = rf"(?:,?\s+(?:of\s+)?(?P<year>{_YEAR}){_YEAR_WORD}?)?"
_YEAR_THEN = rf"(?:(?P<first>{_YEAR})\s*(?:жыл(?:ғы|дың|ы)?|ж\.)[,\s]+)?"
_JOINED = re.compile(r"\s*[–—−‒-]\s*|\s+(?:по|до|to|till|until|through|бастап)\s+(?:the\s+)?")
_BOTH = re.compile(r"\s+(?:and|и|мен|пен|бен|және)\s+")
_BETWEEN = re.compile(r"(?:between|между)\s+$", re.IGNORECASE)
_SPANNING = re.compile(r"\s+(?:аралығ|арасынд)", re.IGNORECASE)
_FROM_TILL = re.compile(r"[ндт][ае]н$"), re.compile(r"[ғгқк][ае]$")
# «жазғы маусымда» is a season, «үш қазан» are pots.
_OTHER_SENSE = re.compile(
    r"(?:[ғгқк][ыі]|оқу|\d|бір|екі|үш|төрт|бес|бірнеше|осы|әр|өткен|барлық|көп|спорт)\s+$"
)
_LEAP = 2000  # stands in for a year that nothing tells
_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|by|early|late|mid|last|next|this|from)[\s-]+$", re.IGNORECASE
)
# English months that are other words as well.
_DOUBTFUL = frozenset(["may", "march", "jun", "jan", "dec", "sep", "mar"])

_SAID = {
    years: (
        re.compile(rf"\b(?:{before})(?:\s+жыл\w*)?\s+$", re.IGNORECASE),
        re.compile(rf",?\s+(?:(?:{after})(?!\w))", re.IGNORECASE),
    )
    for years, before, after in (
        (0, "осы жыл\\w*|биыл\\w*", r"(?:текущего|этого|нынешнего) года|[тс]\.\s?г\.|this year"),
        (-1, "өткен жыл\\w*|былтыр\\w*", "(?:прошлого|минувшего) года|last year"),
        (1, "(?:келесі|келер) жыл\\w*", "(?:следующего|будущего) года|next year"),
    )
}
# The year in the name of what happens: «Expo – 2024», «Өнертапқыш-2024».
_IN_NAME = re.compile(
    rf"\w\s?[-–—]\s?(?P<hyphened>{_YEAR})(?=[»”\"]|\b)|(?P<quoted>{_YEAR})(?=[»”\"])"
)


@dataclass(frozen=True, slots=True)
class _Named:
    """A date as written; `year` is 0 where none is."""

    span: Span
    year: int
    month: int
    days: tuple[int, ...]  # none: the month alone; the first and the last of a range
    to: "tuple[int, int, int] | None" = None  # where a range ends in another month


def find(article: Article, context: Context) -> list[Day]:
    """All dates of the article, in the order of the text, those outside its body among them."""
    text = article.text
    taken = bytearray(len(text))
    named = _joined(text, list(_named(text, taken)))
    published = _published(article, named)
    base = context.published or _full(published) or _likely(article, named)
    usual = _year_in_name(text) if base is None else 0
    found = []
    for each in named:
        if iso := _iso(article, each, base, usual):
            is_published = each is published
            aside = not is_published and not article.body.holds(each.span)
            words = article.words(each.span)
            found.append(Day(words, iso, each.span, is_published=is_published, is_aside=aside))
    found += _years(text, taken)
    return sorted(found, key=lambda day: day.span)


def published(found: list[Day], context: Context) -> str | None:
    """The day of publication: as given, or as the article's own byline says."""
    if context.published:
        return context.published.isoformat()
    return next((day.iso for day in found if day.is_published), None)


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """The ways to write a day or a month, the most telling first."""
    month = months.any_form()
    flags = re.IGNORECASE
    return (
        re.compile(
            rf"{_BEFORE}(?P<numbers>{_N}){_TO}(?P<last>{_N})\.(?P<m>0[1-9]|1[0-2])\."
            rf"(?P<year>{_YEAR})"
        ),
        re.compile(
            r"(?<![\w№+])(?<!\w[.,:/])(?P<numbers>0?[1-9]|[12]\d|3[01])([./])"
            rf"(?P<m>0?[1-9]|1[0-2])\2(?P<year>{_YEAR}){_YEAR_WORD}?"
        ),
        re.compile(
            r"(?<![\w№+])(?<!\w[.,:/–—-])(?P<numbers>0[1-9]|[12]\d|3[01])\."
            r"(?P<m>0[1-9]|1[0-2])\.(?P<year>[1-3]\d)(?![\d.-])"
        ),
        re.compile(
            rf"(?<![\w№+])(?P<year>{_YEAR})([-./])(?P<m>0[1-9]|1[0-2])\2"
            r"(?P<numbers>0[1-9]|[12]\d|3[01])(?!\d)"
        ),
        re.compile(
            r"(?<![\w№+])(?<!\w[.,:/–—-])(?P<numbers>0[1-9]|[12]\d|3[01])\s?([-–—])\s?"
            rf"(?P<m>0[1-9]|1[0-2])\s?\2\s?(?P<year>{_YEAR})"
        ),
        re.compile(
            rf"(?<!\w){_YEAR_THEN}{_BEFORE}(?P<numbers>{_QUOTED}|{_DAYS})(?:\s+of)?[\s-]*"
            rf"(?P<month>{month})(?!\s+of\s+the)\.?{_THEN_YEAR}",
            flags,
        ),
        re.compile(
            rf"\b(?:(?P<month>{months.kazakh_genitive()})|(?P<named>{month})\s+айының)"
            rf"\s+(?P<numbers>{_DAYS})(?:(?<!\d)|(?=\s+(?:күн|аралығ))){_THEN_YEAR}",
            flags,
        ),
        re.compile(rf"\b(?P<month>{month})\.?\s+(?P<numbers>{_DAYS}){_THEN_YEAR}", flags),
        re.compile(rf"(?<!\w){_YEAR_THEN}(?P<month>{month})\.?(?:\s+айы\w*)?{_THEN_YEAR}", flags),
    )


@cache
def _alone() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{months.any_form()}\s+айы\w*|{months.alone()})")


def _named(text: str, taken: bytearray) -> Iterator[_Named]:
    found = []
    for form in _forms():
        for match in form.finditer(text):
            if not any(taken[match.start() : match.end()]) and (each := _read(text, match)):
                start, end = each[0].span.start, each[-1].span.end
                taken[start:end] = b"\1" * (end - start)
                found += each
    for match in _alone().finditer(text):
        if not any(taken[match.start() : match.end()]) and _is_month(text, match):
            taken[match.start() : match.end()] = b"\1" * len(match[0])
            found.append(_Named(Span(*match.span()), 0, months.number(match[0].split()[0]), ()))
    yield from sorted(found, key=lambda each: each.span)


def _read(text: str, match: re.Match[str]) -> list[_Named]:
    groups = match.groupdict()
    written = groups.get("year") or groups.get("first")
    year = int(written) if written else 0
    year += 2000 if 0 < year < 100 else 0
    name = groups.get("month") or groups.get("named") or ""
    month = months.number(name) if name else int(groups["m"])
    span = _trimmed(text, match)
    if not (numbers := groups.get("numbers")):
        return [_Named(span, year, month, ())] if year else []
    if not year and name in _DOUBTFUL:
        return []
    days = [int(number) for number in re.findall(r"\d+", numbers)]
    if groups.get("last"):
        days.append(int(groups["last"]))
    before = text[max(0, span.start - 10) : span.start]
    ranged = bool(groups.get("last") or _BETWEEN.search(before) or _SPANNING.match(text, span.end))
    return _one_or_several(span, year, month, days, numbers, match.start("numbers"), ranged)


def _one_or_several(
    span: Span, year: int, month: int, days: list[int], numbers: str, at: int, ranged: bool
) -> list[_Named]:
    """12–14 and «12, 13 и 14» are a range; «5 и 12» are two days."""
    if len(days) == 1:
        return [_Named(span, year, month, (days[0],))]
    follow = all(after == before + 1 for before, after in pairwise(days))
    if follow or (
        len(days) == 2 and days[0] < days[1] and (ranged or not re.search(_AND, numbers))
    ):
        return [_Named(span, year, month, (days[0], days[-1]))]
    places = [at + found.start() for found in re.finditer(r"\d+", numbers)]
    spans = [Span(place, place + len(str(day))) for place, day in zip(places, days, strict=True)]
    if at == span.start or spans[0].start >= span.start:
        spans[-1] = Span(spans[-1].start, max(span.end, spans[-1].end))
    return [_Named(each, year, month, (day,)) for each, day in zip(spans, days, strict=True)]


def _trimmed(text: str, match: re.Match[str]) -> Span:
    start, end = match.span()
    while text[end - 1] in " .\n\t" and not text[start:end].endswith(("г.", "ж.", "гг.")):
        end -= 1
    return Span(start, end)


def _is_month(text: str, match: re.Match[str]) -> bool:
    word, before = match[0], text[max(0, match.start() - 24) : match.start()]
    if word in ("May", "March"):
        return _BEFORE_MONTH.search(before) is not None
    if word in ("Марта", "Март", "Августа", "Август"):
        return False
    return _OTHER_SENSE.search(before) is None or not word.startswith(("маусым", "қазан"))


def _joined(text: str, named: list[_Named]) -> list[_Named]:
    """«30 апреля – 2 мая» is one range."""
    found: list[_Named] = []
    for each in named:
        if found and _are_range(text, found[-1], each):
            first = found.pop()
            year = first.year or each.year - (first.month > each.month > 0 and each.year > 0)
            to = each.year, each.month, each.days[-1]
            each = _Named(Span(first.span.start, each.span.end), year, first.month, first.days, to)
        found.append(each)
    return found


def _are_range(text: str, one: _Named, other: _Named) -> bool:
    if len(one.days) != 1 or len(other.days) != 1 or one.to or other.span.start - one.span.end > 10:
        return False
    between = text[one.span.end : other.span.start]
    if _JOINED.fullmatch(between):
        return True
    if _BOTH.fullmatch(between):
        before = text[max(0, one.span.start - 10) : one.span.start]
        spanning = _BETWEEN.search(before) or _SPANNING.match(text, other.span.end)
        return bool(spanning) or _follows(one, other)
    start, till = _FROM_TILL
    ends = text[one.span.start : one.span.end], text[other.span.start : other.span.end]
    return between == " " and bool(start.search(ends[0]) and till.search(ends[1]))


def _follows(one: _Named, other: _Named) -> bool:
    """«30 апреля и 1 мая» is a range as «12 и 13 мая» is."""
    over_new_year = other.month < one.month
    then = other.year or (one.year or _LEAP) + over_new_year
    first = _day(one.year or then - over_new_year, one.month, one.days[0])
    last = _day(then, other.month, other.days[0])
    return first is not None and last is not None and (last - first).days == 1


def _year_in_name(text: str) -> int:
    found = _IN_NAME.search(text)
    return int(found["hyphened"] or found["quoted"]) if found else 0


def _iso(article: Article, named: _Named, base: date | None, usual: int) -> str | None:
    year = named.year or (_year(article, named, base) if base else usual)
    if not named.days:
        return f"{_shown(year)}-{named.month:02}"
    first = _day(year or _LEAP, named.month, named.days[0])
    if named.to:
        last_year, month, day = named.to
        last = _day(last_year or (year or _LEAP) + (month < named.month), month, day)
    else:
        last = _day(year or _LEAP, named.month, named.days[-1])
    if not first or not last:
        return None
    ends = [first] if first >= last else [first, last]
    return "/".join(f"{_shown(year and day.year)}-{day:%m-%d}" for day in ends)


def _shown(year: int) -> str:
    """Unknown digits as ISO 8601-2 writes them."""
    return f"{year:04}" if year else "XXXX"


def _year(article: Article, named: _Named, base: date) -> int:
    """The year in which a day without one lies best to `base`."""
    if (years := _years_away(article.text, named.span)) is not None:
        return base.year + years
    ahead, behind = tenses.unlikely(article.text, named.span, article.language)

    def distance(year: int) -> float:
        day = _day(year, named.month, named.days[0] if named.days else 15)
        if day is None:
            return 10_000
        apart = (day - base).days
        return apart * ahead if apart > 0 else -apart * behind

    return min((base.year - 1, base.year, base.year + 1), key=distance)


def _years_away(text: str, span: Span) -> int | None:
    """«осы жылдың», «прошлого года», "next year": how far the year is from that of the article."""
    before, after = text[max(0, span.start - 24) : span.start], text[span.end : span.end + 24]
    for years, (said_before, said_after) in _SAID.items():
        if said_before.search(before) or said_after.match(after):
            return years
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_YEARS = re.compile(
    rf"(?<![\w№+.,-])(?P<from>{_YEAR})\s*[–—-]\s*(?P<to>{_YEAR}|\d\d(?!\d)){_YEAR_WORD}?"
    rf"|(?<![\w№+.,-])(?P<one>{_YEAR}){_YEAR_WORD}"
    rf"|\b(?:in|by|since|of|to|until) (?P<en>{_YEAR})(?![\w-])"
)


def _years(text: str, taken: bytearray) -> Iterator[Day]:
    for match in _YEARS.finditer(text):
        if any(taken[match.start() : match.end()]):
            continue
        first, last = match["from"], match["to"]
        if first:
            last = first[:2] + last if len(last) == 2 else last
            if int(first) >= int(last):
                continue
        start, end = _trimmed(text, match)
        span = Span(match.start("en") if match["en"] else start, end)
        iso = f"{first}/{last}" if first else match["one"] or match["en"]
        yield Day(text[span.start : span.end], iso, span)


def _full(named: _Named | None) -> date | None:
    return _day(named.year, named.month, named.days[0]) if named and named.days else None


def _likely(article: Article, named: list[_Named]) -> date | None:
    """A day near that of an article that does not tell its own: what it recalls lies before its
    last full day, and other news were published after it."""
    full = [(each.span, day) for each in named if each.year and (day := _full(each))]
    inside = [day for span, day in full if article.body.holds(span)]
    return max(inside) if inside else min((day for _, day in full), default=None)


def _published(article: Article, named: list[_Named]) -> _Named | None:
    """The full day in the byline, before or after the story."""
    for line in article.bylines:
        for each in named:
            if each.year and len(each.days) == 1 and not each.to and line.holds(each.span):
                return each
    return None
