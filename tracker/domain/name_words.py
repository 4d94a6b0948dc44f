"""The words that names are compared with: those of the program and the administrators' own.

They are the same in every process that shares the database: each looks every few seconds whether
a number has grown. Names are filed under keys made with them, so whoever makes keys asks `held`.
"""

from collections.abc import Iterable
from hashlib import blake2b
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple

from sqlalchemy import event, select, text
from sqlmodel import Session, col

from tracker.domain.models import NameTerm, NameTermDraft, NameWords
from tracker.names import analysis, keys
from tracker.names import lexicon as lexicons
from tracker.names.lexicon import Lexicon, Term

EVERY = 5.0  # seconds; another process's change is in effect here after so long, at the latest
_OWN = "own_"  # before the number of a row, in the ids of terms
_PATIENCE = "3s"  # how long a change waits for saves that are under way
_CHANGED, _HELD = "name_words", "name_words_held"


class Words(NamedTuple):
    """The words of one moment."""

    stamp: int
    lexicon: Lexicon
    version: str  # of the program's file and the own rows, as they were at this moment only


class _Known:
    words: Words | None = None
    looked_at = 0.0


_known = _Known()
_lock = Lock()


def now(session: Session) -> Lexicon:
    """The words to compare names with: looked up if the last look was a while ago."""
    if changed := session.info.get(_CHANGED):
        return _words(changed).lexicon
    with _lock:
        is_due = _known.words is None or monotonic() - _known.looked_at > EVERY
        if is_due:
            _known.looked_at = monotonic()
    if is_due:
        return look(session).lexicon
    return lexicons.default()


def look(session: Session) -> Words:
    """The words as the database has them, which this process compares with from now on."""
    return session.info.get(_CHANGED) or _looked(session, select(col(NameWords.stamp)))


def held(session: Session) -> Lexicon:
    """The words as they are, and will be until the transaction ends: to make keys with.

    Nobody can change them meanwhile. So all that was saved before a change is there to be filed
    anew after it, and all that is saved later has keys made with the new words.
    """
    if (known := session.info.get(_CHANGED) or session.info.get(_HELD)) is None:
        known = _looked(session, select(col(NameWords.stamp)).with_for_update(read=True))
        session.info[_HELD] = known
    return _words(known).lexicon


def change(session: Session) -> list[NameTerm]:
    """Begin a change: the rows as they are, which nobody else changes until it is committed.

    Raises DatabaseBusy when somebody's save takes too long to be waited for.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}'"))
    session.get_one(NameWords, 1, with_for_update=True, populate_existing=True)
    return rows(session)


def changed(session: Session) -> None:
    """End a change: after the commit it is in effect, here at once."""
    counted = session.get_one(NameWords, 1)
    counted.stamp += 1
    session.flush()
    session.info[_CHANGED] = _at(counted.stamp, rows(session))


def rows(session: Session) -> list[NameTerm]:
    """Every own row, the oldest first."""
    return list(session.scalars(select(NameTerm).order_by(col(NameTerm.id))))


def widened(found: Iterable[NameTermDraft]) -> Lexicon:
    """The program's words and those of these rows.

    A row with words of just one known term of its group says that term: a town's other name.
    """
    tables: dict[str, dict[str, Any]] = {}
    for place, row in enumerate(found):
        line = {field.removeprefix("words_"): getattr(row, field) or "" for field, _ in row.written}
        known = extended(row)
        line["is"] = known.id if known else ""
        tables.setdefault(str(row.group), {})[own_id(row, place)] = line
    return lexicons.widened(lexicons.shipped(), tables)


def extended(row: NameTermDraft) -> Term | None:
    """The term of the program that a row adds words to; None for a row of its own."""
    told = {term.means: term for _, word in row.written if (term := lexicons.shipped().known(word))}
    terms = [term for means, term in told.items() if len(means) == 1]
    if len(told) != 1 or not terms or terms[0].group.value != row.group.value:
        return None
    return lexicons.shipped().terms[terms[0].means[0]]


def own_id(row: NameTermDraft, place: int = 0) -> str:
    """The id of a row's term; one that is not saved yet has one of the moment."""
    return f"{_OWN}{getattr(row, 'id', None) or f'new_{place}'}"


def _words(known: Any) -> Words:
    found: Words = known
    return found


def _looked(session: Session, stamped: Any) -> Words:
    stamp = session.connection().execute(stamped).scalar() or 0
    with _lock:
        before = _known.words
    if before is not None and before.stamp == stamp:
        return before
    words = _at(stamp, rows(session))
    with _lock:
        if _known.words is before:
            _take(words)
    return words


def _take(words: Words) -> None:
    _compare_with(words.lexicon)
    _known.words = words


def _compare_with(lexicon: Lexicon) -> None:
    if lexicon is not lexicons.default():
        lexicons.use(lexicon)
        analysis.forget()
        keys.forget()


def _at(stamp: int, found: Iterable[NameTerm]) -> Words:
    version = blake2b(f"{stamp}\n{lexicons.source()}".encode(), digest_size=16).hexdigest()
    return Words(stamp, widened(found), version)


@event.listens_for(Session, "after_commit")
def _take_effect(session: Session) -> None:
    if (words := session.info.pop(_CHANGED, None)) is not None:
        with _lock:
            _take(words)


@event.listens_for(Session, "after_rollback")
def _let_go(session: Session) -> None:
    session.info.pop(_CHANGED, None)
