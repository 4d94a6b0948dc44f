"""What a person brings – pasted words, a page, a document – becomes the text of an article.

Pages and documents are opened in a process of their own (`opening`), plain text is taken as it is.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from tracker import archives, shielded
from tracker.encodings import decode, has_lost_letters
from tracker.errors import Invalid

MEGABYTES = 5
LONGEST = 100_000  # letters of an article; a long one has twenty thousand

KINDS = {".txt": "txt", ".html": "html", ".htm": "html", ".docx": "docx", ".pdf": "pdf"}
_BEGINNINGS = {b"%PDF-": "pdf", b"PK\x03\x04": "docx"}
_MARKUP = re.compile(
    r"<(?:!doctype html|/?(?:html|body|div|p|article|section|span|h[1-6]|br|table|ul|a)\b[^<>]*)>",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[/._-](\d{1,2})[/._-](\d{1,2})(?!\d)")
_TURNED = re.compile(r"(?<!\d)(\d{1,2})[._-](\d{1,2})[._-]((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Given:
    """`is_as_given`: the text is what was brought, letter by letter, and was not opened first."""

    text: str
    title: str = ""
    published: date | None = None
    tags: tuple[str, ...] = ()
    is_as_given: bool = True


def pasted(text: str) -> Given:
    """Words from the clipboard, or the source of a page. Raises Invalid at `text`."""
    try:
        if len(_MARKUP.findall(text[:50_000])) > 1:
            return _opened("html", text.encode("utf-8", "surrogatepass"))
        return _checked(Given(text))
    except Invalid as refused:
        raise Invalid("text", refused.code, **refused.values) from None


def file(name: str, content: bytes) -> Given:
    """A file by its name and its first bytes. Raises Invalid at `file`, saying what to do."""
    if len(content) > MEGABYTES << 20:
        raise Invalid("file", "article_large", megabytes=MEGABYTES)
    if not content.strip():
        raise Invalid("file", "article_empty")
    kind = KINDS.get(PurePath(name).suffix.casefold())
    if content.startswith(archives.OLD):
        if archives.has_password(content):
            raise Invalid("file", "article_locked")
        raise Invalid("file", "article_old_document")
    begins = next((kind for mark, kind in _BEGINNINGS.items() if content.startswith(mark)), None)
    kind = begins or kind
    if kind is None:
        raise Invalid("file", "article_kind", name=PurePath(name).name)
    if kind in ("docx", "pdf") and not begins:
        raise Invalid("file", "article_broken")
    if kind == "docx":
        _check_document(name, content)
    return _opened(kind, content) if kind != "txt" else _plain(content)


def published_in(address: str) -> date | None:
    """The day that is part of the address of a page: /2024/04/08/, /news/2024-04-08-title."""
    for pattern, order in ((_IN_ADDRESS, (0, 1, 2)), (_TURNED, (2, 1, 0))):
        for found in pattern.finditer(address):
            year, month, day = (int(found.groups()[place]) for place in order)
            try:
                return date(year, month, day)
            except ValueError:
                continue
    return None


def _plain(content: bytes) -> Given:
    text, encoding = decode(content)
    if _is_nonsense(text):
        raise Invalid("file", "article_binary")
    if has_lost_letters(text, encoding):
        raise Invalid("file", "article_lost_letters")
    if len(_MARKUP.findall(text[:50_000])) > 3:
        return _opened("html", text.encode("utf-8", "surrogatepass"))
    return _checked(Given(text))


def _is_nonsense(text: str) -> bool:
    """Bytes that are no letters: more than a few control characters or unreadable ones."""
    start = text[:20_000]
    strange = sum(
        letter == "\ufffd" or (letter < " " and letter not in "\n\r\t\f") for letter in start
    )
    return strange * 50 > len(start)


def _check_document(name: str, content: bytes) -> None:
    try:
        parts = archives.parts(content)
    except archives.Broken:
        raise Invalid("file", "article_broken") from None
    if "word/document.xml" not in {part.filename for part in parts}:
        raise Invalid("file", "article_kind", name=PurePath(name).name)
    if any(part.flag_bits & 1 for part in parts):
        raise Invalid("file", "article_locked")
    if not archives.is_modest(parts):
        raise Invalid("file", "article_bomb")


def _opened(kind: str, content: bytes) -> Given:
    with shielded.child("tracker.press.opening", kind, content=content) as said:
        answer = said.read()
    match json.loads(answer) if answer.endswith(b"}\n") else None:
        case {"code": str(code)}:
            raise Invalid("file", code)
        case {"text": str(text), "title": str(title), "published": day, "tags": list(tags)}:
            published = date.fromisoformat(day) if day else None
            return _checked(Given(text, title, published, tuple(tags), is_as_given=False))
    raise Invalid("file", "article_broken")


def _checked(given: Given) -> Given:
    if not any(letter.isalpha() for letter in given.text):
        raise Invalid("file", "article_empty")
    if len(given.text) > LONGEST:
        raise Invalid("file", "article_long", most=LONGEST)
    return given
