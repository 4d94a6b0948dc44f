"""Where somebody is named: every text of every table, whatever was added to the program since."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from sqlalchemy import JSON, Enum, String, Table, and_, cast, func, or_, select
from sqlmodel import Session, col

from tracker.db import Base
from tracker.domain.models import (
    Attachment,
    AttachmentContent,
    Kind,
    Mention,
    NewsItem,
    Person,
    PersonalContact,
)
from tracker.domain.models.attachments import PLACES
from tracker.names.blotting import Traces, traces

# Of colleagues, not of the people at partners; and what nobody reads.
_NEVER = {
    *("account", "account_link", "half_sign_in", "identity", "known_browser", "recovery_code"),
    *("second_factor", "secret", "sign_in", "ticket"),
}
# What is nothing but an answer to "what is this one called", of others of the same name.
_NAMES = {("person", "name"), ("person", "other_names"), ("unit", "head")}
# What is worked out from others, and so is made again.
_MADE = {"search_key", "sort_key", "sort_kk", "sort_ru", "sort_en"}
_LARGEST = 40 * 1024 * 1024  # bytes of one part of a file that are looked through


class Trace(NamedTuple):
    """A row that names somebody: its table, primary key, and the columns with what they hold."""

    table: str
    key: tuple[Any, ...]
    held: dict[str, Any]
    row: dict[str, Any]  # what it hangs on: the columns that point to others


def of_people(session: Session, ids: Sequence[int], spellings: Sequence[str]) -> Traces | None:
    """What gives these away: their names and numbers, as articles spell them, and what is added."""
    names, exact = list[str](), list[str]()
    columns: list[Any] = [Person.name, Person.other_names, Person.email, Person.phone]
    for name, others, *numbers in session.execute(select(*columns).where(col(Person.id).in_(ids))):
        names += [name, *others]
        exact += [number for number in numbers if number]
    home = (col(PersonalContact.personal_phone), col(PersonalContact.personal_email))
    for row in session.execute(select(*home).where(col(PersonalContact.person_id).in_(ids))):
        exact += [number for number in row if number]
    return traces([*names, *_in_articles(session, ids)], exact, spellings)


def found(session: Session, wanted: Traces, ids: Sequence[int]) -> Iterator[Trace]:
    """Every row of every table with a trace, but for the rows of these people themselves."""
    for table in Base.metadata.sorted_tables:
        if table.name not in _NEVER:
            yield from _in_table(session, table, wanted, ids)


def files(session: Session, wanted: Traces, places: Iterable[tuple[str, int]]) -> list[Attachment]:
    """Files with a trace in their name, or inside where they hang on one of these records."""
    named = col(Attachment.name).regexp_match(wanted.rough)
    hit = [
        file
        for file in session.scalars(select(Attachment).where(named))
        if wanted.stand_in(file.name)
    ]
    there = set(places)
    on = or_(
        *(
            col(getattr(Attachment, place)).in_(
                [number for kind, number in there if f"{kind}_id" == place]
            )
            for place in PLACES
        )
    )
    query = select(Attachment, col(AttachmentContent.content)).join(
        AttachmentContent, col(AttachmentContent.attachment_id) == col(Attachment.id)
    )
    for file, content in session.execute(query.where(on)):
        if file not in hit and stand_in_bytes(content, wanted):
            hit.append(file)
    return sorted(hit, key=lambda file: file.id or 0)


def stand_in_bytes(content: bytes, wanted: Traces) -> bool:
    """Whether a file names somebody: a text, or a workbook or document, which are archives."""
    return any(
        wanted.pattern.search(text) is not None
        for part in _parts(content)
        for encoding in ("utf-8", "utf-16", "cp1251")
        for text in _readings(unescape(part.decode(encoding, "ignore")))
    )


def _readings(text: str) -> set[str]:
    """As it stands there, and with the line breaks that address cards and JSON escape."""
    return {text, text.replace(r"\n", "\n").replace(r"\N", "\n")}


def _parts(content: bytes) -> Iterator[bytes]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            for member in archive.infolist():
                with archive.open(member) as part:
                    yield part.read(_LARGEST)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error):
        yield content[:_LARGEST]


def _in_table(
    session: Session, table: Table, wanted: Traces, ids: Sequence[int]
) -> Iterator[Trace]:
    texts = [
        column
        for column in table.columns
        if _is_text(column)
        and column.name not in _MADE
        and (table.name, column.name) not in _NAMES
        and not column.primary_key
    ]
    if not texts:
        return
    fits = or_(*(cast(column, String).regexp_match(wanted.rough) for column in texts))
    links = [each for each in table.columns if each.foreign_keys or each.name == "record_id"]
    links += [each for each in table.columns if each.name in ("kind", "table_name")]
    query = select(*{c.name: c for c in (*table.primary_key, *texts, *links)}.values()).where(fits)
    if (theirs := _theirs(table, ids)) is not None:
        query = query.where(~theirs)
    # All at once: whoever asks may change what is still to be read.
    for row in session.connection().execute(query).all():
        values = dict(row._mapping)
        held = {
            column.name: values[column.name]
            for column in texts
            if wanted.blotted_json(values[column.name]) != values[column.name]
        }
        if held:
            key = tuple(values[column.name] for column in table.primary_key)
            yield Trace(table.name, key, held, {each.name: values[each.name] for each in links})


def _theirs(table: Table, ids: Sequence[int]) -> Any:
    """The condition that a row is one of these people's own; None where there are none."""
    if table.name == "person":
        return table.c.id.in_(ids)
    if table.name == "change":
        return and_(table.c.kind == Kind.PERSON, table.c.record_id.in_(ids))
    if "person_id" in table.columns:
        return func.coalesce(table.c.person_id, 0).in_(ids)
    return None


def _is_text(column: Any) -> bool:
    kind = getattr(column.type, "impl_instance", column.type)
    return isinstance(kind, String | JSON) and not isinstance(kind, Enum)


def _in_articles(session: Session, ids: Sequence[int]) -> list[str]:
    """How articles that speak of them spell their names."""
    query = (
        select(col(NewsItem.text), col(Mention.span_start), col(Mention.span_end))
        .join(Mention, col(Mention.news_item_id) == col(NewsItem.id))
        .where(col(Mention.person_id).in_(ids), col(Mention.span_start).is_not(None))
    )
    spelled = ((text or "")[start:end] for text, start, end in session.execute(query))
    # What is longer is a sentence in which the name stands, and no spelling of it.
    return [words for words in spelled if 1 < len(words.split()) <= 4 and "\n" not in words]
