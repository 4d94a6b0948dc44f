"""Parts of a pasted page: menus, the press office's line, the title, the story, other news.

Pages are pasted with everything around the story; only the story may speak of partners.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tracker.press import months
from tracker.press.found import Span

_FILE = Path(__file__).parent / "rules" / "parts.toml"
_LONG = 160  # letters from which a line is a paragraph
_TOP = 12  # lines among which the title and the byline stand
_EARLY = 4  # lines among which a date in front is that of the article
_LONGEST = 300  # letters of a byline
_TAG = 4  # words; a list of longer ones is a sentence
_YEAR = r"(?:19|20)\d\d"
_EDGES = " |·•/–—-:,.г"
_ENDS = re.compile(r"[.!?]\s|[.!?]$")
_YEAR_ENDS = re.compile(r"^\s*(?:г|ж)\.")
_APART = re.compile(r"\s*[/|>»›•·\t]\s*| {2,}|\s[-–—]\s")
_SEEN = r"(?:просмотр|комментари|views?\b|comments?\b|қаралым|(?:рет )?қаралды|көрілім|пікір)\w*"
_COUNTER = re.compile(rf"{_SEEN}\s?:?\s?\d{{1,9}}|\b\d{{1,9}}\s?{_SEEN}", re.IGNORECASE)
# Who wrote, or whose the picture is, in a line of its own.
_NAMED = re.compile(
    r"(?:пресс-?\s?служба|пресс-?\s?центр|press (?:service|office)|автор\w*\s?:|author\s?:"
    r"|(?:текст|text|фото\w*|photos?|сурет\w*|мәтін\w*|источник|дереккөз|source)\s?:"
    r"|баспасөз қызметі)|.{0,60}\bбаспасөз қызметі$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """`bylines` say who published and when; `story` runs from the title to the end."""

    title: Span
    story: tuple[Span, ...]
    bylines: tuple[Span, ...]
    tags: tuple[Span, ...]


def divide(text: str) -> Parts:
    lines = _without_tail(text, _lines(text))
    top, rest = lines[:_TOP], lines[_TOP:]
    lines = [line for line in top if not _is_menu(text, line)] + rest or lines
    bylines, tags = [], []
    for place, line in enumerate((*lines[:_TOP], *lines[_TOP:][-2:])):
        if is_byline(_words_of(text, line), is_early=place < _EARLY):
            bylines.append(line)
            tags += _tags_after_date(text, line)
    for line in lines:
        if named := _named_tags(text, line):
            bylines.append(line)
            tags += named
    apart = set(bylines)
    story = [line for line in lines if line not in apart]
    title = story[0] if story and _is_title(text, story) else Span(0, 0)
    for place, line in enumerate(story[:3]):
        if opening := _opening(text, line):
            bylines.append(opening)
            story[place] = Span(opening.end, line.end)
    return Parts(title, tuple(story), tuple(bylines), tuple(tags))


def _words_of(text: str, line: Span) -> str:
    return text[line.start : line.end]


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _date() -> re.Pattern[str]:
    month = months.any_form()
    return re.compile(
        rf"\d{{1,2}}\s+{month}\.?,?\s+{_YEAR}|{month}\.?\s+\d{{1,2}},?\s+{_YEAR}"
        rf"|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}"
        rf"|{_YEAR}-\d\d-\d\d|{_YEAR}\s+жыл(?:ғы|дың|ы)\s+\d{{1,2}}\s+{month}",
        re.IGNORECASE,
    )


def is_byline(line: str, *, is_early: bool = True) -> bool:
    """A line with little but a date, or with nothing but who wrote it. Further down a line that
    begins with a date may be of a programme."""
    if len(line) > _LONGEST:
        return False
    found = _date().search(line)
    if not found:
        return len(line.split()) <= 12 and bool(_NAMED.match(line)) and not _ENDS.search(line)
    before = line[: found.start()].casefold()
    if any(word in before for word in _words()["byline"]) and len(before.split()) <= 12:
        return True
    after = _COUNTER.sub(" ", _YEAR_ENDS.sub("", line[found.end() :]))
    if _ENDS.search(after.rstrip()):
        return False
    after = after.strip(_EDGES)
    is_apart = before.rstrip().endswith((",", "|", "/", "·"))
    before = _COUNTER.sub(" ", before).strip(_EDGES)
    issued = any(word in _words()["issuers"] for word in before.split()[:6])
    if is_early and issued and is_apart and not after and len(before.split()) <= 8:
        return True
    listed = any(mark in after for mark in ",/|#") and all(
        len(tag.split()) <= _TAG for tag in re.split("[,/|#]", after)
    )
    few = len(after.split()) <= (6 if is_early else 1)
    # Before the date a place or a name; more would be a title with a date in it.
    return len(before.split()) <= 2 and not _ENDS.search(before) and (few or listed)


_DATELINE = re.compile(r"\s*(?:г\.|года|ж\.)?\s*(?:[.:]\s|[–—/-]\s)\s*")
_NEW_SENTENCE = re.compile(r"\s*(?:г\.\s|\d\d:\d\d\s)?\s*(?=[^\W\d_a-zа-яәғқңөұүһі]|[«\"“])")


def _opening(text: str, line: Span) -> Span | None:
    """«Semey, 24 April 2023.» at the beginning of the first paragraph, or a byline that the
    paragraph was glued to."""
    found = _date().search(text, line.start, min(line.end, line.start + 120))
    if not found or line.end - found.end() < 40:
        return None
    before = text[line.start : found.start()].strip(" ,.:–—-")
    small, words = before.casefold(), len(before.split())
    if words <= 12 and any(word in small for word in _words()["byline"]):
        return Span(line.start, found.end())
    if not before and (new := _NEW_SENTENCE.match(text, found.end())):
        return Span(line.start, new.end())
    is_place = before and before[0].isupper() and before[-1].isalpha() and words <= 6
    after = _DATELINE.match(text, found.end())
    return Span(line.start, after.end()) if is_place and after else None


def _tags_after_date(text: str, line: Span) -> list[Span]:
    found = _date().search(text, line.start, line.end)
    if not found:
        return []
    skipped = re.compile(
        r"\s*(?:года|год|г\.|жыл\w*|ж\.)?[\s|·•/–—:,-]*(?:\d\d:\d\d)?[\s|·•,-]*"
    ).match(text, found.end(), line.end)
    return _listed(text, Span(skipped.end() if skipped else found.end(), line.end))


def _named_tags(text: str, line: Span) -> list[Span]:
    words = text[line.start : line.end]
    for name in _words()["tags"]:
        if words.casefold().startswith(f"{name}:"):
            return _listed(text, Span(line.start + len(name) + 1, line.end))
    if len(words) < _LONG and words.startswith("#"):
        return [
            Span(line.start + each.start(1), line.start + each.end(1))
            for each in re.finditer(r"#(\w+)", words)
        ]
    return []


def _listed(text: str, span: Span) -> list[Span]:
    found = []
    for each in re.finditer(r"[^,;|#/\n]+?(?=\s{3}|[,;|#/\n]|$)", _words_of(text, span)):
        tag = each[0].strip(" .·•")
        if any(letter.isalpha() for letter in tag) and len(tag) <= 60 and ":" not in tag:
            start = span.start + each.start() + each[0].index(tag)
            found.append(Span(start, start + len(tag)))
    return found[:12]


def _without_tail(text: str, lines: list[Span]) -> list[Span]:
    """Lists of other news begin with their heading, or are lines that end in a date."""
    for place, line in enumerate(lines):
        words = _words_of(text, line)
        if place and len(words) < 60 and _heading(words.split(":")[0]) in _words()["tail"]:
            return lines[:place]
    stop = len(lines)
    while stop > 1 and _is_listed_news(_words_of(text, lines[stop - 1])):
        stop -= 1
    return lines[:stop] if len(lines) - stop > 1 else lines


def _is_listed_news(line: str) -> bool:
    return len(line) < _LONG and "/" in line and _date().search(line) is not None


def _is_menu(text: str, line: Span) -> bool:
    """Entries side by side, most of them known or several short ones; a way through the site;
    how often it was looked at."""
    words = _words_of(text, line)
    if len(words) > _LONGEST or is_byline(words):
        return False
    pieces = [folded for each in _APART.split(words) if (folded := _heading(each))]
    known = sum(piece in _words()["menu"] for piece in pieces)
    short = all(len(piece.split()) <= 3 for piece in pieces)
    return (
        not pieces
        or known * 2 >= len(pieces)
        or (len(pieces) > 2 and short and known > 0)
        or (len(pieces) > 3 and short and not re.search(r"[.!?«»\"“”„]", words))
        or not _heading(_COUNTER.sub(" ", words))
    )


def _heading(line: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", line.casefold().replace("ё", "е")))


def _is_title(text: str, story: Sequence[Span]) -> bool:
    line = _words_of(text, story[0])
    if len(story) == 1 or len(line) > 250:
        return False
    return not re.search(r"[.…:;,]$", line) or len(line) < 80


def _lines(text: str) -> list[Span]:
    return [
        Span(found.start(), found.start() + len(found[0].rstrip()))
        for found in re.finditer(r"[^\s][^\n\r]*", text)
    ]
