"""One question to everything: partners, people, units, events, news, contacts, duties, files.

Those that have names are found by `finding`, however they are spelled, best first; everything is
found by the words of its texts, the newest first.
"""

from collections.abc import Iterable, Mapping, Sequence
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
from tracker.names.text import clean_line

SHORTEST = 2  # letters of a question
EACH = 5  # results of a kind, unless more are asked for
_BEST_BY_WORDS = 0.3  # a text that has the words is no better than the worst name that fits
_LETTERS = 160  # of the passage that shows the words

Piece = tuple[str, bool]  # a piece of text, and whether it answers the question
_Called = Mapping[tuple[str, int], Title]


class Hit(NamedTuple):
    """A record that was found; of a file, the record that it hangs on."""

    kind: Kind
    id: int
    title: Title
    score: float  # 0 to 1
    passage: Sequence[Piece] = ()  # where a text has the words
    file: str = ""  # name of the file that was found


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
    typed = clean_line(typed)  # of what nobody sees, as in a word copied from a PDF
    if len(typed) < SHORTEST:
        return []
    wanted = list(kinds) or [*RECORDS, FILE]
    limit = each + 1
    named = [kind for kind in finding.NAMED_KINDS if kind in wanted]
    scores = finding.find_ids(session, named, typed, by=by, limit=limit)
    newest = _newest(session, wanted, typed, limit)
    found = {
        kind: _found(session, kind, scores.get(Kind(kind), {}), newest.get(kind, []))[:limit]
        for kind in wanted
        if kind != FILE
    }
    files = _files(session, newest.get(FILE, []))
    asked = [(kind, record.id) for kind, some in found.items() for record, _ in some]
    called = titles.look_up(session, [*asked, *map(_home, files)], language=by.language)
    hits = {kind: [_hit(kind, *one, typed, called) for one in some] for kind, some in found.items()}
    hits[FILE] = [_file_hit(file, called) for file in files if not called[_home(file)].trashed]
    groups = [Group(kind, some[:each], len(some) > each) for kind, some in hits.items() if some]
    return sorted(groups, key=lambda group: (-group.hits[0].score, wanted.index(group.kind)))


def _newest(session: Session, kinds: Sequence[str], typed: str, limit: int) -> dict[str, list[int]]:
    """By kind what has the words, as typed or else as another keyboard layout has them."""
    found: dict[str, list[int]] = {}
    for reading in passages.readings(typed):
        left = [kind for kind in kinds if kind not in found]
        found |= word_index.find(session, left, passages.asked(reading), limit=limit)
    return found


def _found(
    session: Session, kind: str, scores: Mapping[int, float], newest: Sequence[int]
) -> list[tuple[Any, float]]:
    """The records with likely names, then those that have the words; each with its score."""
    records = finding.alive(session, Kind(kind), list(dict.fromkeys([*scores, *newest])))
    found = [(record, scores[record.id]) for record in records if record.id in scores]
    more = (record for record in records if record.id not in scores)
    return found + [(each, _BEST_BY_WORDS - 0.001 * place) for place, each in enumerate(more)]


def _hit(kind: str, record: Any, score: float, typed: str, called: _Called) -> Hit:
    title = called[kind, record.id]
    passage = _passage(record, typed, title)
    return Hit(Kind(kind), record.id, title, score, passage)


def _files(session: Session, ids: Sequence[int]) -> list[Attachment]:
    """The newest first."""
    if not ids:
        return []
    query = select(Attachment).where(col(Attachment.id).in_(ids))
    return list(session.scalars(query.order_by(col(Attachment.id).desc())))


def _file_hit(file: Attachment, called: _Called) -> Hit:
    home = _home(file)
    return Hit(*home, called[home], _BEST_BY_WORDS, file=file.name)


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
