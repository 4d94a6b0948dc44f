"""All that is held about one person, as a document for them and as JSON for other programs."""

import json as encoder
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from enum import StrEnum
from io import BytesIO
from typing import Any

import docx
from docx.shared import Mm, Pt

from tracker import clock
from tracker.access import User
from tracker.domain.held import About, Row, Section
from tracker.export import papers, word
from tracker.export.cells import fitting
from tracker.export.paper_forms import DOCX
from tracker.i18n import formats, knows, t
from tracker.i18n import word as word_of
from tracker.settings import settings

MEDIA_TYPES = {"docx": DOCX, "json": "application/json"}

# What a reader cannot make anything of.
_LEFT_OUT = {"id", "partner_id", "person_id", "record_id", "merged_into_id", "table", "fields"}
_NAMED = {
    About.PERSON,
    About.CONTACTS,
    About.BASIS,
}  # sections whose values need their field's name


def json(name: str, sections: Iterable[Section]) -> bytes:
    """Stable keys, codes instead of words in any language."""
    told: dict[str, Any] = {
        "name": name,
        "made_at": clock.now(),
        **{str(each.heading): [dict(row) for row in each.rows] for each in sections},
    }
    return encoder.dumps(told, ensure_ascii=False, indent=1, default=_plain).encode()


def document(name: str, sections: Iterable[Section], *, by: User) -> bytes:
    """In the language that is spoken now."""
    made = docx.Document()
    word.set_font(made, ("Normal", "Heading 1", "Heading 2"))
    made.styles["Normal"].font.size = Pt(papers.TEXT)
    word.set_language(made)
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    title = t("held.title", name=name)
    made.core_properties.title = fitting(title)[:255]
    made.core_properties.author = fitting(by.name)[:255]
    word.say(made.add_paragraph(), settings().university(by.language), colour=papers.SOFT)
    word.say(made.add_heading("", level=1), title, size=papers.TITLE, is_bold=True)
    when = f"{t('export.made')}: {formats.moment(clock.now())}, {by.name}"
    word.say(made.add_paragraph(), when, colour=papers.SOFT)
    word.say(made.add_paragraph(), t("held.explained"))
    for heading, rows in sections:
        word.say(made.add_heading("", level=2), t(f"held.{heading}"), is_bold=True)
        if not rows:
            word.say(made.add_paragraph(), t("held.nothing"), colour=papers.SOFT)
        for row in rows:
            for line in _lines(heading, row):
                word.say(made.add_paragraph(), fitting(line))
    word.foot(made, f"{title}\t", 170)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def _lines(heading: About, row: Row) -> Iterator[str]:
    told = [(name, said) for name, value in row if name not in _LEFT_OUT and (said := _said(value))]
    if heading in _NAMED:
        yield from (f"{_called(name)}: {said}" for name, said in told)
    else:
        yield " · ".join(_called(said) if name == "field" else said for name, said in told)


def _called(field: str) -> str:
    key = f"field.{field.replace('.', '_')}"
    return t(key) if knows(key) else field


def _said(value: Any) -> str:
    if value is None or value is True or value is False:
        return t("personal.yes") if value else ""
    if isinstance(value, StrEnum):
        return word_of(value)
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _plain(value: date | time) -> str:
    return value.isoformat()
