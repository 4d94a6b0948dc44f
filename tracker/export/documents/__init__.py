"""Documents for reading, not for data: the brief before a visit, the report on partnership.

A document is made in three steps, each in a file of its own: what is known becomes fields
(`briefs`), fields and a template become Word (`filling`), Word becomes PDF (`printing`). So what
the office changes in a template shows in both.
"""

import logging
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from tracker import clock
from tracker.access import User
from tracker.domain.annual import Report
from tracker.domain.briefs import Brief
from tracker.domain.models import Document
from tracker.errors import Invalid
from tracker.export.documents import (
    brief_template,
    briefs,
    checking,
    filling,
    printing,
    report_template,
    reports,
    samples,
)
from tracker.export.paper_forms import File, PaperForm
from tracker.i18n import current, speaking, word

_log = logging.getLogger("tracker")
_FULL = 0.98  # of a page: other programs break lines a little differently


def of_brief(brief: Brief, own: bytes | None, form: PaperForm, *, by: User) -> File:
    """The brief on one page: with as much of everything as finds room there.

    `own` is the office's template; one that does not fit any more is left aside, and said in the
    log. A template that is longer than a page by itself is filled as far as it goes.
    """
    made = _made(Document.BRIEF, own, lambda template: _on_a_page(template, brief, by))
    content = made[0] if form is PaperForm.DOCX else made[1].content
    name = f"{word(Document.BRIEF)} – {brief.name[:80]} {clock.today().isoformat()}.{form}"
    return File(name, form.media_type, content)


def of_report(report: Report, own: bytes | None, form: PaperForm, *, by: User, base: str) -> File:
    """The report, however many pages it has; `base` is the address of the tracker."""
    told = reports.fields(report, by=by, base=base)

    def make(template: bytes) -> bytes:
        content = filling.fill(template, told, author=by.name)
        return content if form is PaperForm.DOCX else printing.write(content).content

    content = _made(Document.REPORT, own, make)
    days = f"{report.scope.first.isoformat()} – {report.scope.last.isoformat()}"
    return File(f"{word(Document.REPORT)} {days}.{form}", form.media_type, content)


def usual(document: Document) -> bytes:
    """The template that comes with the program, in the language that is spoken."""
    return _usual(document, current())


def check(document: Document, content: bytes) -> None:
    """Raises Invalid at `file` for a template that can't take the place of ours."""
    checking.check(content, _sample(document))


def fits(document: Document, content: bytes) -> bool:
    """Whether a template that was taken in once is still one for this program."""
    return _fits(document, current(), content)


@lru_cache(maxsize=12)
def _fits(document: Document, language: str, content: bytes) -> bool:
    try:
        with speaking(language):
            check(document, content)
    except Invalid as refused:
        _log.warning("the own template of %s in %s is left aside: %s", document, language, refused)
        return False
    return True


T = TypeVar("T")


def _made(document: Document, own: bytes | None, make: Callable[[bytes], T]) -> T:
    """By the office's template, or by ours where that does not fit, or fails on these records."""
    if own is not None and fits(document, own):
        try:
            return make(own)
        except Exception:  # of three libraries; whoever waits for the document is not to blame
            _log.exception("the own template of %s in %s failed", document, current())
    return make(usual(document))


@lru_cache(maxsize=12)
def _usual(document: Document, language: str) -> bytes:
    with speaking(language):
        makers = {Document.BRIEF: brief_template.make, Document.REPORT: report_template.make}
        return makers[document]()


def _sample(document: Document) -> dict[str, Any]:
    if document is Document.BRIEF:
        return briefs.fields(samples.brief(), briefs.ROOMS[0], by=samples.USER)
    return reports.fields(samples.report(), by=samples.USER, base="https://tracker.example")


def _filled(
    template: bytes, brief: Brief, room: briefs.Room, by: User
) -> tuple[bytes, printing.Printed]:
    content = filling.fill(template, briefs.fields(brief, room, by=by), author=by.name)
    return content, printing.write(content)


def _on_a_page(template: bytes, brief: Brief, by: User) -> tuple[bytes, printing.Printed]:
    made = _filled(template, brief, briefs.ROOMS[0], by)
    return made if _is_one_page(made[1]) else _fitted(template, brief, by)


def _fitted(template: bytes, brief: Brief, by: User) -> tuple[bytes, printing.Printed]:
    """The most that finds room on a page; halving what is left to try, as each try takes time."""
    least, most = 1, len(briefs.ROOMS) - 1
    made = None
    while least < most:
        middle = (least + most) // 2
        tried = _filled(template, brief, briefs.ROOMS[middle], by)
        if _is_one_page(tried[1]):
            most, made = middle, tried
        else:
            least = middle + 1
    return made or _filled(template, brief, briefs.ROOMS[most], by)


def _is_one_page(printed: printing.Printed) -> bool:
    return printed.pages == 1 and printed.filled <= _FULL
