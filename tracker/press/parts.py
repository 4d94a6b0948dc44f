"""The parts of a pasted page: menus, the press office's line, the title, the story, other news.

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
_YEAR = r"(?:19|20)\d\d"


@dataclass(frozen=True, slots=True)
class Parts:
    """`bylines` say who published and when; `story` runs from the title to the end."""

    title: Span
    story: tuple[Span, ...]
    bylines: tuple[Span, ...]
    tags: tuple[Span, ...]


def divide(text: str) -> Parts:
    lines = _lines(text)
    lines = _without_tail(text, lines)
    lines = _without_menu(text, lines)
    bylines = [
        line for line in (*lines[:_TOP], *lines[-2:]) if is_byline(text[line.start : line.end])
    ]
    tags = [tag for line in bylines for tag in _tags_after_date(text, line)]
    tags += [tag for line in lines if (named := _named_tags(text, line)) for tag in named]
    named = [line for line in lines if _named_tags(text, line)]
    story = [line for line in lines if line not in bylines and line not in named]
    title = story[0] if story and _is_title(text, story) else Span(0, 0)
    return Parts(title, tuple(story), tuple(dict.fromkeys(bylines)), tuple(tags))


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _date() -> re.Pattern[str]:
    month = months.any_form()
    return re.compile(
        rf"\d{{1,2}}\s+{month}\.?,?\s+{_YEAR}|{month}\.?\s+\d{{1,2}},?\s+{_YEAR}|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}"
        rf"|{_YEAR}-\d\d-\d\d|{_YEAR}\s+жыл(?:ғы|дың|ы)\s+\d{{1,2}}\s+{month}",
        re.IGNORECASE,
    )


def is_byline(line: str) -> bool:
    """A line with little but a date: who published, the date, a few tags."""
    if len(line) > 300 or not (found := _date().search(line)):
        return False
    rest = (line[: found.start()] + " " + line[found.end() :]).strip(" |·•/–—-:,.г")
    before = line[: found.start()].casefold()
    if any(word in before for word in _words()["byline"]):
        return True
    ends = re.search(r"[.!?]\s|[.!?]$", rest)
    words = len(rest.split())
    leads = found.start() < 3
    return not ends and (
        words <= 4 or (leads and (words <= 6 or ("," in rest and len(rest) < _LONG)))
    )


def _tags_after_date(text: str, line: Span) -> list[Span]:
    found = _date().search(text, line.start, line.end)
    if not found:
        return []
    start = found.end()
    skipped = re.compile(
        r"\s*(?:года|год|г\.|жыл\w*|ж\.)?[\s|·•/–—:,-]*(?:\d\d:\d\d)?[\s|·•,-]*"
    ).match(text, start, line.end)
    return _listed(text, Span(skipped.end() if skipped else start, line.end))


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
    for each in re.finditer(r"[^,;|#\n]+", text[span.start : span.end]):
        tag = each[0].strip(" .·•")
        if tag and any(letter.isalpha() for letter in tag) and len(tag) <= 60:
            start = span.start + each.start() + each[0].index(tag)
            found.append(Span(start, start + len(tag)))
    return found[:12]


def _without_tail(text: str, lines: list[Span]) -> list[Span]:
    """Lists of other news begin with their heading, or are lines that end in a date."""
    for place, line in enumerate(lines):
        if place and _heading(text[line.start : line.end]) in _words()["tail"]:
            return lines[:place]
    stop = len(lines)
    while stop > 1 and _is_listed_news(text[lines[stop - 1].start : lines[stop - 1].end]):
        stop -= 1
    return lines[:stop] if len(lines) - stop > 1 else lines


def _is_listed_news(line: str) -> bool:
    return len(line) < _LONG and "/" in line and _date().search(line) is not None


def _without_menu(text: str, lines: list[Span]) -> list[Span]:
    first = 0
    while first < min(len(lines), 40) and _is_menu(text[lines[first].start : lines[first].end]):
        first += 1
    return lines[first:] if first < len(lines) else lines


def _is_menu(line: str) -> bool:
    if is_byline(line):
        return False
    pieces = [
        _heading(piece) for piece in re.split(r"[/|>»›•·\t]| {3,}|\s[-–—]\s", line) if piece.strip()
    ]
    known = sum(piece in _words()["menu"] for piece in pieces)
    return bool(pieces) and known * 2 >= len(pieces)


def _heading(line: str) -> str:
    return " ".join(re.findall(r"\w+", line.casefold()))


def _is_title(text: str, story: Sequence[Span]) -> bool:
    line = text[story[0].start : story[0].end]
    if len(story) == 1 or len(line) > 250:
        return False
    return not re.search(r"[.…:;,]$", line) or len(line) < 80


def _lines(text: str) -> list[Span]:
    return [
        Span(found.start(), found.start() + len(found[0].rstrip()))
        for found in re.finditer(r"[^\s][^\n\r]*", text)
    ]
