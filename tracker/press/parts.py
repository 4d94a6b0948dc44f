"""Parts of a pasted page: menus, the press office's line, the title, the story, other news.

Pages are pasted with everything around the story; only the story may speak of partners.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.press import bylines
from tracker.press.bylines import EARLY, LONG
from tracker.press.found import Span

_TOP = 12  # lines among which the title and the byline stand
_APART = re.compile(r"\s*[/|>»›•·\t]\s*| {2,}|\s[-–—]\s")


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
    said, tags = [], []
    for place, line in enumerate((*lines[:_TOP], *lines[_TOP:][-2:])):
        if bylines.is_byline(_words_of(text, line), is_early=place < EARLY):
            said.append(line)
            tags += _tags_after_date(text, line)
    for line in lines:
        if named := _named_tags(text, line):
            said.append(line)
            tags += named
    story = [line for line in lines if line not in set(said)]
    is_titled = bool(story) and _is_title(text, story)
    said += _within(text, story, said)
    title = story[0] if is_titled else Span(0, 0)
    return Parts(title, tuple(story), tuple(said), tuple(tags))


def _within(text: str, story: list[Span], said: Sequence[Span]) -> list[Span]:
    """What of the lines of the story is a byline; taken from them. The end of a line only where
    nothing else has `said` the day."""
    found = []
    for place, line in enumerate(story[:3]):
        if opening := bylines.opening(text, line):
            found.append(opening)
            story[place] = Span(opening.end, line.end)
    if not any(bylines.day().search(text, *line) for line in (*said, *found)):
        for place in sorted({*range(len(story))[:EARLY], *range(len(story))[-1:]}):
            if closing := bylines.closing(text, story, place):
                story[place] = Span(story[place].start, closing.start)
                return [*found, closing]
    return found


def _words_of(text: str, line: Span) -> str:
    return text[line.start : line.end]


def _tags_after_date(text: str, line: Span) -> list[Span]:
    found = bylines.day().search(text, line.start, line.end)
    if not found:
        return []
    skipped = re.compile(
        r"\s*(?:года|год|г\.|жыл\w*|ж\.)?[\s|·•/–—:,-]*(?:\d\d:\d\d)?[\s|·•,-]*"
    ).match(text, found.end(), line.end)
    return _listed(text, Span(skipped.end() if skipped else found.end(), line.end))


def _named_tags(text: str, line: Span) -> list[Span]:
    words = text[line.start : line.end]
    for name in bylines.known_words()["tags"]:
        if words.casefold().startswith(f"{name}:"):
            return _listed(text, Span(line.start + len(name) + 1, line.end))
    if len(words) < LONG and words.startswith("#"):
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
        if (
            place
            and len(words) < 60
            and _heading(words.split(":")[0]) in bylines.known_words()["tail"]
        ):
            return lines[:place]
    stop = len(lines)
    while stop > 1 and _is_listed_news(_words_of(text, lines[stop - 1])):
        stop -= 1
    return lines[:stop] if len(lines) - stop > 1 else lines


def _is_listed_news(line: str) -> bool:
    return len(line) < LONG and "/" in line and bylines.day().search(line) is not None


def _is_menu(text: str, line: Span) -> bool:
    """Entries side by side, most of them known or several short ones; a way through the site;
    how often it was looked at."""
    words = _words_of(text, line)
    if len(words) > bylines.LONGEST or bylines.is_byline(words):
        return False
    pieces = [folded for each in _APART.split(words) if (folded := _heading(each))]
    known = sum(piece in bylines.known_words()["menu"] for piece in pieces)
    short = all(len(piece.split()) <= 3 for piece in pieces)
    return (
        not pieces
        or known * 2 >= len(pieces)
        or (len(pieces) > 2 and short and known > 0)
        or (len(pieces) > 3 and short and not re.search(r"[.!?«»\"“”„]", words))
        or not _heading(bylines.COUNTER.sub(" ", words))
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
