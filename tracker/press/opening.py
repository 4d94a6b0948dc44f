"""The process that opens a stranger's page or document: given its bytes, it prints its text.

`main` is run by `shielded.child`. Parsers of such files have been made to crash, to eat memory and
to run for minutes; here only this process suffers.
"""

import io
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from tracker import shielded
from tracker.errors import Invalid

_BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li"),
        *("main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
    ]
)
_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "head", "button", "select"))
_LEAST = 200  # letters below which what was taken for the article is doubted
_SCANNED = 20  # letters below which a document shows pictures of text


def main() -> None:
    """`opening KIND`: one line of JSON, the text with what is known of it or the refusal's code."""
    shielded.limit()
    open_it = {"html": _page, "docx": _document, "pdf": _portable}[sys.argv[-1]]
    try:
        said = {"title": "", "published": None, "tags": []} | open_it(sys.stdin.buffer.read())
    except Invalid as refused:
        said = {"code": refused.code}
    print(json.dumps(said, ensure_ascii=False))  # noqa: T201


def _page(content: bytes) -> dict[str, Any]:
    import htmldate
    import trafilatura
    from lxml import html
    from trafilatura.utils import load_html

    from tracker.press import parts

    tree = load_html(content)
    if tree is None:
        tree = html.fromstring(content) if content.strip() else None
    if tree is None:
        raise Invalid("file", "article_empty")
    everything = "\n".join(_lines(tree))
    day = htmldate.find_date(tree, original_date=True, extensive_search=False)
    known = parts.divide(everything)
    tags = [everything[start:end] for start, end in known.tags]
    found: Any = trafilatura.bare_extraction(content, with_metadata=True, include_comments=False)
    text = (found.text or "") if found else ""
    title = " ".join(((found.title or "") if found else "").split())
    if len(text) < min(_LEAST, len(everything) // 2):
        text = everything
    if title and title.casefold() not in text[: len(title) + 500].casefold():
        text = f"{title}\n\n{text}"
    bylines = "\n".join(everything[start:end] for start, end in known.bylines)
    if bylines and bylines not in text:
        text = _with_bylines(text, title, bylines)
    return {"text": text, "title": title, "published": _day(day), "tags": tags}


def _with_bylines(text: str, title: str, bylines: str) -> str:
    """The line of the press office back under the title: its date and tags are evidence."""
    first, _, rest = text.partition("\n")
    if title and first.casefold() == title.casefold():
        return f"{first}\n{bylines}\n{rest.lstrip()}"
    return f"{bylines}\n{text}"


def _lines(tree: Any) -> Iterator[str]:
    """The words of a page, a line for each block; walked without recursion."""
    line: list[str] = []
    for event, element in _walked(tree):
        if element.tag in _BLOCKS and line:
            if words := " ".join("".join(line).split()):
                yield words
            line = []
        said = element.text if event == "start" else element.tail
        if said:
            line.append(said)
    if words := " ".join("".join(line).split()):
        yield words


def _walked(tree: Any) -> Iterator[tuple[str, Any]]:
    stack = [("start", tree)]
    while stack:
        event, element = stack.pop()
        silent = not isinstance(element.tag, str) or element.tag in _SILENT
        if event == "end" or not silent:
            yield event, element
        if event == "start":
            stack.append(("end", element))
            if not silent:
                stack.extend(("start", each) for each in reversed(element))


def _document(content: bytes) -> dict[str, Any]:
    import docx

    try:
        document = docx.Document(io.BytesIO(content))
        text = "\n".join(_paragraphs(document.iter_inner_content()))
    except Exception:
        # The library has no error of its own: whatever a damaged file makes it raise.
        raise Invalid("file", "article_broken") from None
    if not text.strip():
        raise Invalid("file", "article_no_text")
    return {"text": text}  # the title among its properties is mostly that of an older document


def _paragraphs(blocks: Iterable[Any], depth: int = 0) -> Iterator[str]:
    for block in blocks:
        if hasattr(block, "rows"):
            for row in block.rows if depth < 3 else ():
                cells = dict.fromkeys(row.cells)  # one that spans columns is there several times
                yield " | ".join(
                    " ".join(_paragraphs(cell.iter_inner_content(), depth + 1)) for cell in cells
                )
        else:
            yield block.text


def _portable(content: bytes) -> dict[str, Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as failed:
        if "password" in str(failed).casefold():
            raise Invalid("file", "article_locked") from None
        raise Invalid("file", "article_broken") from None
    pages = [page.get_textpage().get_text_bounded() for page in document]
    text = _flowing("\n\n".join(pages).replace("\r\n", "\n"))
    if len(text.strip()) < _SCANNED:
        raise Invalid("file", "article_no_text")
    return {"text": text}


def _flowing(text: str) -> str:
    """Lines that a page broke joined again: a line that is nearly full and ends no sentence goes on
    in the next one. PDFium marks a word that was divided by U+FFFE."""
    lines = [
        line.rstrip() for line in text.replace("\ufffe\n", "").replace("\ufffe", "").split("\n")
    ]
    width = max((len(line) for line in lines), default=0)
    found: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line:
            found[-1] += " " + line.lstrip()
        else:
            found.append(line)
        goes_on = len(line) > 0.75 * width and not line.endswith((".", "!", "?", ":"))
        goes_on = goes_on or (len(line) > 0.9 * width and width > 40)
    return "\n".join(found)


def _day(found: str | None) -> str | None:
    try:
        return date.fromisoformat(found).isoformat() if found else None
    except ValueError:
        return None
