"""One question to everything: partners, people, units, events, news, contacts, duties, files.

Those that have names are found by `finding`, however they are spelled, best first; everything is
found by the words of its texts, the newest first.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import finding, indexing, titles, word_index
from tracker.domain.models import RECORDS, Attachment, Kind
from tracker.domain.models.attachments import PLACES
from tracker.domain.titles import Title
from tracker.domain.word_index import FILE
from tracker.names import passages

SHORTEST = 2  # letters of a question
EACH = 5  # results of a kind, unless more are asked for
_BEST_BY_WORDS = 0.3  # a text that has the words is no better than the worst name that fits
_LETTERS = 160  # of the passage that shows the words

Piece = tuple[str, bool]  # a piece of text, and whether it answers the question


class Hit(NamedTuple):
    """A record that was found; of a file, the record that it hangs on."""

    kind: Kind
    id: int
    title: Title
    score: float  # 0 to 1
    passage: Sequence[Piece] = ()  # where a text has the words
    file: str = ""  # name of the file that was found
    record: Any = None


class Group(NamedTuple):
    """What was found of one kind, or among files; `more` when there is more than is shown."""

    kind: str
    hits: list[Hit]
    more: bool


@guarded(Action.READ)
def search(
    session: Session, typed: str, *, by: User, kinds: Iterable[str] = (), each: int = EACH
) -> list[Group]:
    """What fits, by kind; the kind with the best hit first. Nothing for less than two letters."""
    if len(typed.strip()) < SHORTEST:
        return []
    wanted = list(kinds) or [*RECORDS, FILE]
    newest = _newest(session, wanted, typed, each + 1)
    groups = [
        _group(session, kind, typed, newest.get(kind, []), by=by, each=each) for kind in wanted
    ]
    found = [group for group in groups if group.hits]
    return sorted(found, key=lambda group: (-group.hits[0].score, wanted.index(group.kind)))


def _newest(session: Session, kinds: Sequence[str], typed: str, limit: int) -> dict[str, list[int]]:
    """By kind what has the words, as typed or else as another keyboard layout has them."""
    found: dict[str, list[int]] = {}
    for reading in passages.readings(typed):
        left = [kind for kind in kinds if kind not in found]
        found |= word_index.find(session, left, passages.asked(reading), limit=limit)
    return found


def _group(
    session: Session, kind: str, typed: str, newest: Sequence[int], *, by: User, each: int
) -> Group:
    if kind == FILE:
        hits = _files(session, newest, by=by)
    else:
        hits = _records(session, Kind(kind), typed, newest, by=by, limit=each + 1)
    return Group(kind, hits[:each], len(hits) > each)


def _records(
    session: Session, kind: Kind, typed: str, newest: Sequence[int], *, by: User, limit: int
) -> list[Hit]:
    found: dict[int, tuple[Any, float]] = {}
    if kind in finding.NAMED_KINDS:
        for likely in finding.find(session, kind, typed, by=by, limit=limit):
            found[likely.record.id] = (likely.record, likely.score)
    missing = [number for number in newest if number not in found]
    for place, record in enumerate(_alive(session, kind, missing)):
        found[record.id] = (record, _BEST_BY_WORDS - 0.001 * place)
    shown = list(found.items())[:limit]
    named = titles.look_up(session, [(kind, number) for number, _ in shown], language=by.language)
    return [
        Hit(
            *(kind, number, named[kind, number], score),
            _passage(record, typed, named[kind, number]),
            record=record,
        )
        for number, (record, score) in shown
    ]


def _alive(session: Session, kind: Kind, ids: Sequence[int]) -> list[Any]:
    """The records that are not in the trash, in this order."""
    if not ids:
        return []
    table: Any = RECORDS[kind]
    query = select(table).where(table.id.in_(ids), table.deleted_at.is_(None))
    found = {record.id: record for record in session.scalars(query)}
    return [found[number] for number in ids if number in found]


def _files(session: Session, ids: Sequence[int], *, by: User) -> list[Hit]:
    if not ids:
        return []
    files = list(session.scalars(select(Attachment).where(col(Attachment.id).in_(ids))))
    homes = {each.id: _home(each) for each in files}
    named = titles.look_up(session, homes.values(), language=by.language)
    return [
        Hit(*homes[each.id], named[homes[each.id]], _BEST_BY_WORDS, file=each.name, record=each)
        for each in sorted(files, key=lambda each: -(each.id or 0))
        if not named[homes[each.id]].trashed
    ]


def _home(file: Attachment) -> tuple[Kind, int]:
    column = next(place for place in PLACES if getattr(file, place) is not None)
    return Kind(column.removesuffix("_id")), getattr(file, column)


def _passage(record: Any, typed: str, title: Title) -> list[Piece]:
    """The words around the first that answers, in the text that has the most of them.

    Nothing where that is the record's name, which is on show anyway.
    """
    best: list[Piece] = []
    for text in indexing.texts(record):
        pieces = passages.marked(text, typed)
        if sum(is_hit for _, is_hit in pieces) > sum(is_hit for _, is_hit in best):
            best = pieces
    is_name = title.word is None and "".join(text for text, _ in best) == title.text
    return [] if is_name else passages.around(best, _LETTERS)
