"""The day of publication and who wrote: in a line of their own, before the first sentence, behind
the title or at the end of the story."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tracker.press import months, rules, sentences
from tracker.press.found import Span

EARLY = 4  # lines among which a date is that of the article
LONG = 160  # letters from which a line is a paragraph
LONGEST = 300  # letters of a byline
_FILE = Path(__file__).parent / "rules" / "parts.toml"
_TAG = 4  # words; a list of longer ones is a sentence
_FEW = 6  # words behind the day
_YEAR = r"(?:19|20)\d\d"
_NTH = r"(?:(?:st|nd|rd|th)\b)"
_WEEKDAY = r"(?:\s*\(?\w+\)?,)?"
_EDGES = " |·•/–—-:,.г"
_BRACKETS = "()[]"
_MARKS = tuple(",.|/·–—-([")
_ENDS = re.compile(r"[.!?]\s|[.!?]$")
_YEAR_ENDS = re.compile(r"^\s*(?:[гж]\.|года?\b|жыл\w*)")
# Of a newspaper, and not of a school.
_ISSUE = re.compile(
    r"(?:^|газет\w*|журнал\w*|newspaper|magazine|[»”\"])\W{0,3}№\s?\d+(?:[-–/]\d+)?(?:\s?\(\d+\))?"
)
_SEEN = r"(?:просмотр|комментари|views?\b|comments?\b|қаралым|(?:рет )?қаралды|көрілім|пікір)\w*"
COUNTER = re.compile(rf"{_SEEN}\s?:?\s?\d{{1,9}}|\b\d{{1,9}}\s?{_SEEN}", re.IGNORECASE)
_OFFICE = (
    r"(?:press[- ](?:service|office)|пресс-?\s?(?:служб|центр)\w*"
    r"|баспасөз[- ](?:қызмет|орталығ)\w*)"
)
# Who wrote, or whose the picture is, in a line of its own.
_NAMED = re.compile(
    rf"(?:{_OFFICE}|автор\w*\s?:|author\s?:"
    r"|(?:текст|text|фото\w*|photos?|сурет\w*|мәтін\w*|источник|дереккөз|source)\s?:)"
    rf"|.{{0,60}}\b{_OFFICE}$",
    re.IGNORECASE,
)
_BY = re.compile(r"by\s|[\w.-]+\s[\w.-]+$", re.IGNORECASE)
_SIGNED = re.compile(
    rf"^(?:\S+\s+){{0,9}}(?:{_OFFICE}|подготовил[аи]?|подготовлен[ао]?|источник|автор"
    r"|опубликован[ао]?|prepared by|source|author|published|posted|дайындаған|дереккөз"
    r"|жариялан(?:ған|ды))(?:[\s,:]++\S++){0,5}$",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"\s*+(?:г\.|года|ж\.)?\s*+(?:[.:]\s|[–—/-]\s)\s*")
_NEW_SENTENCE = re.compile(
    r"\s*+(?:(?:г\.|года|ж\.|жыл\w*)?\s*+[.:–—-]\s|г\.\s|\d\d:\d\d\s)?\s*+"
    r"(?=[^\W\d_a-zа-яәғқңөұүһі]|[«\"“])"
)
_RANGE = re.compile(
    r"(?<!\d)(?:[12]?\d|3[01]|\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?)(?:\s+[^\W\d_]+)?(?:\s+(?:19|20)\d\d)?"
    r"\s*(?:[–—−-]|по|до|to|till|until)$"
)
_SHORT = re.compile(r"(?:\bч|\bмин|\b[ap]\.m|\bсағ)\.$", re.IGNORECASE)
_LABEL = re.compile(r"[\w ]{1,25}:")
# «… в пятницу, 20 сентября 2024 года» is when it happened.
_WHEN = re.compile(
    r"\b(?:понедельник|вторник|сред[уа]|четверг|пятниц[уа]|суббот[уа]|воскресенье|сегодня|вчера"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|бүгін|кеше|жұма\w*"
    r"|\w*сенбі\w*)\W*$|\b(?:приглаша|состоится|пройдет|откроется|invite|will be|шақыра|өтеді)",
    re.IGNORECASE,
)


@cache
def known_words() -> dict[str, Any]:
    """By which the parts of a page are known, in small letters."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def day() -> re.Pattern[str]:
    """A day with its year, in any form."""
    month = months.any_form()
    return re.compile(
        rf"\d{{1,2}}(?:{_NTH}|-|\s)\s*(?:of\s+)?{month}\.?,?{_WEEKDAY}\s+{_YEAR}"
        rf"|{month}\.?\s+\d{{1,2}}{_NTH}?,?\s+{_YEAR}"
        rf"|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}|\d\d-\d\d-{_YEAR}"
        rf"|(?<!\d)\d\d\.(?:0[1-9]|1[0-2])\.[12]\d(?![\d.])"
        rf"|{_YEAR}(?P<mark>[./-])\d\d(?P=mark)\d\d"
        rf"|{_YEAR}\s+(?:жыл\w*|ж\.|г\.|года?),?\s+\d{{1,2}}[\s-]{month}",
        re.IGNORECASE,
    )


def is_byline(line: str, *, is_early: bool = True) -> bool:
    """A line with little but a date, or with nothing but who wrote it. Further down a line that
    begins with a date may be of a programme."""
    if len(line) > LONGEST:
        return False
    found = day().search(line)
    if not found:
        return len(line.split()) <= 12 and bool(_NAMED.match(line)) and not _ENDS.search(line)
    before = line[: found.start()].casefold()
    after = COUNTER.sub(" ", _YEAR_ENDS.sub("", line[found.end() :]))
    few = len(before.split()) <= 2
    if _says_so(before) and len(after.split()) <= _FEW:
        return True
    if is_early and few and after.startswith((".", ",")) and _is_issuer(after, most=4):
        return True
    if after.strip(_EDGES) and _ENDS.search(after.rstrip()):
        is_apart = after.lstrip().startswith(_MARKS)
        return few and is_apart and bool(_SIGNED.search(after.strip(_EDGES)))
    after = after.strip(_EDGES)
    if is_early and not after and before.rstrip().endswith(_MARKS) and _is_who(before):
        return True
    # Before the date a place or a name; more would be a title with a date in it.
    before = COUNTER.sub(" ", before).strip(_EDGES)
    return len(before.split()) <= 2 and not _ENDS.search(before) and _is_little(after, is_early)


def _says_so(before: str) -> bool:
    """«Опубликовано …» at the beginning, or behind who wrote; not «контекст:» nor «the plant
    published»."""
    return len(before.split()) <= 12 and _published().match(before) is not None


@cache
def _published() -> re.Pattern[str]:
    words = "|".join(map(re.escape, known_words()["byline"]))
    return re.compile(rf"(?:.*[.,|/·]\s*|\W*)(?:{words})|.*\b{_OFFICE}\W*$")


def _is_little(after: str, is_early: bool) -> bool:
    """A few words, or tags."""
    listed = any(mark in after for mark in ",/|#") and all(
        len(tag.split()) <= _TAG for tag in re.split("[,/|#]", after)
    )
    return len(after.split()) <= (_FEW if is_early else 1) or listed


def _is_who(before: str) -> bool:
    """A university, a person or the number of a newspaper, before a comma and the date."""
    said = _ISSUE.sub(" ", COUNTER.sub(" ", before)).strip(_EDGES)
    is_person = _BY.match(said) is not None and len(said.split()) <= 4
    is_known = is_person or _ISSUE.search(before) is not None or _is_issuer(said)
    return is_known and len(said.split()) <= 8


def _is_issuer(said: str, *, most: int = 8) -> bool:
    few = said.casefold().strip(_EDGES).split()
    return len(few) <= most and any(word in known_words()["issuers"] for word in few[:6])


def opening(text: str, line: Span) -> Span | None:
    """«Semey, 24 April 2023.» at the beginning of the first paragraph, or a byline that the
    paragraph was glued to."""
    found = day().search(text, line.start, min(line.end, line.start + 120))
    if not found or line.end - found.end() < 40:
        return None
    before = text[line.start : found.start()].strip(" ,.:–—-")
    many = len(before.split())
    if _says_so(before.casefold()):
        return Span(line.start, found.end())
    if not before and (new := _NEW_SENTENCE.match(text, found.end())):
        return Span(line.start, new.end())
    is_place = before and before[0].isupper() and before[-1].isalpha() and many <= 6
    after = _DATELINE.match(text, found.end())
    return Span(line.start, after.end()) if is_place and after else None


def closing(text: str, story: Sequence[Span], place: int) -> Span | None:
    """«… – 24.04.2023» behind a title, or at the end of the story with who wrote it at most."""
    line = story[place]
    found = max(day().finditer(text, *line), key=re.Match.start, default=None)
    if not found or _YEAR_ENDS.sub("", text[found.end() : line.end]).strip(_EDGES + _BRACKETS):
        return None
    before = text[line.start : found.start()].rstrip()
    if _RANGE.search(before) or _SHORT.search(before):
        return None
    if place == len(story) - 1 > 0 and (last := _last_sentence(before)):
        signed = before[last:].strip(_EDGES + _BRACKETS)
        if not signed or (before.endswith(_MARKS) and _SIGNED.search(signed)):
            return Span(line.start + last, line.end)
    is_title = place < EARLY and len(before) < LONG and not _ENDS.search(before.rstrip(" .([–—-"))
    if is_title and before.endswith(_MARKS) and not _tells_when(before, place):
        return Span(line.start + len(before) - 1, line.end)
    return None


def _last_sentence(before: str) -> int:
    """Where it begins; «18.00 ч.» and "10 a.m." end none. 0 where it is too long for a byline."""
    near = max(0, len(before) - LONGEST)
    ends = (
        end
        for end in _ENDS.finditer(before, near)
        if not _SHORT.search(before, near, end.start() + 1)
    )
    return max((end.end() for end in ends), default=0)


def _tells_when(before: str, place: int) -> bool:
    """«День открытых дверей, 20 сентября 2024», «Место проведения: Семей, 20 сентября 2024»."""
    if _WHEN.search(before) or (place and _LABEL.match(before)):
        return True
    language = sentences.language(before)
    tokens = tuple(sentences.tokens(before, Span(0, len(before))))
    return next(iter(rules.table("events").find(language, tokens)), None) is not None
