"""Erasing what is held about a person, or all but that there was a contact. It cannot be undone.

Whoever is erased is cleaned out of every table, also of history, journals, mails and drafts, by
`cleaning`; what is left is a proof without a name. On SQLite the file still holds the old bytes
until `tracker.wiping` has written it anew.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import lists, merged, saving
from tracker.domain.erasing import cleaning, finding
from tracker.domain.erasing.finding import Trace
from tracker.domain.models import (
    Account,
    Erasure,
    EventPerson,
    Interaction,
    InteractionPerson,
    Kind,
    Person,
    Position,
)
from tracker.domain.models.records import LINE
from tracker.errors import Invalid
from tracker.names.blotting import Traces, texts
from tracker.names.text import clean_line, search_key

MOST = 60  # excerpts that a preview shows
AROUND = 60  # letters on each side of a name


class Passage(NamedTuple):
    """A text that names the person: on which kind of row, and the words around."""

    table: str
    kind: str  # of the record that it is, or belongs to; empty where it belongs to none
    record_id: int
    words: str


class Preview(NamedTuple):
    """What erasing would change."""

    rows: dict[str, int]  # that name the person, by table
    passages: list[Passage]
    files: list[tuple[int, str]]  # that name the person, to be taken away or left
    namesakes: list[tuple[int, str]]  # of whom the texts may speak, too


class ErasureRow(NamedTuple):
    """One line of the proofs."""

    id: int
    person_id: int
    whole: bool
    who: str
    at: datetime
    reason: str
    places: int


@guarded(Action.ERASE)
def preview(
    session: Session,
    person_id: int,
    *,
    by: User,
    spellings: Sequence[str] = (),
    most: int = MOST,
) -> Preview:
    """What erasing would change; `spellings` are further ones of the name. Raises NotFound."""
    saving.found(session, Person, person_id, trashed=True)
    ids = merged.ids_of(session, Kind.PERSON, person_id)
    wanted = finding.of_people(session, ids, _cleaned(spellings))
    traces = list(finding.found(session, wanted, ids)) if wanted else []
    passages = [each for trace in traces for each in _passages(trace, wanted)]
    files = finding.files(session, wanted, _places(session, ids)) if wanted else []
    return Preview(
        dict(Counter(trace.table for trace in traces)),
        passages[:most],
        [(file.id or 0, file.name) for file in files],
        _namesakes(session, ids),
    )


@guarded(Action.ERASE)
def erase(
    session: Session,
    person_id: int,
    *,
    reason: str,
    revision: int,
    by: User,
    whole: bool = False,
    in_texts: bool = True,
    spellings: Sequence[str] = (),
    file_ids: Sequence[int] = (),
) -> Erasure:
    """Erase a person, also one in the trash, with all that was merged into them. For good.

    Unless `whole`, a nameless former contact is left at meetings and events. `in_texts`: their name
    is made unreadable in the notes, articles, mails and drafts of others. The files are taken away.
    Returns the proof of the person, beside those of whom was merged into them.

    Raises NotFound, Stale, and Invalid at `reason`.
    """
    person = saving.found(session, Person, person_id, trashed=True)
    saving.expect(person, revision)
    why = clean_line(reason)
    if not why:
        raise Invalid("reason", "required")
    ids = merged.ids_of(session, Kind.PERSON, person_id)
    wanted = finding.of_people(session, ids, _cleaned(spellings))
    places = cleaning.ways_back(session, ids, wanted)
    if wanted is not None and file_ids:
        theirs = {file.id for file in finding.files(session, wanted, _places(session, ids))}
        places += cleaning.attachments(session, [each for each in file_ids if each in theirs])
    if wanted is not None and in_texts:
        places += cleaning.texts(session, wanted, finding.found(session, wanted, ids))
    places += cleaning.people(session, ids, whole=whole)
    said = (wanted.blotted(why) if wanted else why)[:LINE]
    # One for each of their numbers: an old list or backup knows them by any.
    proofs = [
        Erasure(
            person_id=number,
            whole=whole,
            account_id=by.id,
            reason=said,
            places=places if number == person_id else 0,
        )
        for number in ids
    ]
    session.add_all(proofs)
    session.flush()
    return proofs[0]


@guarded(Action.ERASE)
def proofs(session: Session, *, by: User, page: int = 1) -> lists.Page[ErasureRow]:
    """Who was erased, by number, when, by whom and why; the latest first."""
    columns = (col(Erasure.id), col(Erasure.person_id), col(Erasure.whole), col(Account.name))
    query = (
        select(*columns)
        .add_columns(col(Erasure.at), col(Erasure.reason), col(Erasure.places))
        .join(Account, col(Account.id) == col(Erasure.account_id))
        .order_by(col(Erasure.id).desc())
    )
    return lists.paged(session, query, ErasureRow, page=page)


def left_in_files(session: Session) -> int:
    """How many were erased since the database's own files were last written anew."""
    query = select(func.count()).where(col(Erasure.rewritten_at).is_(None))
    return session.scalar(query) or 0


def rewritten(session: Session) -> None:
    """The database's own files hold nothing any more of those who were erased so far."""
    for proof in session.scalars(select(Erasure).where(col(Erasure.rewritten_at).is_(None))):
        proof.rewritten_at = clock.now()
    session.flush()


def _passages(trace: Trace, wanted: Traces | None) -> Iterator[Passage]:
    kind, number = _owner(trace)
    for value in trace.held.values():
        for text in texts(value):
            if wanted is not None and (found := wanted.pattern.search(text)) is not None:
                yield Passage(trace.table, kind, number, _around(text, *found.span()))
                break


def _around(text: str, start: int, end: int) -> str:
    """The words around a place, whole ones; an ellipsis where there are more."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = f"… {before.partition(' ')[2]}"
    if len(text) > end + AROUND:
        after = f"{after.rpartition(' ')[0]} …"
    return " ".join(f"{before}{text[start:end]}{after}".split())


def _owner(trace: Trace) -> tuple[str, int]:
    if trace.table in list(Kind) and isinstance(trace.key[0], int):
        return trace.table, trace.key[0]
    if trace.row.get("record_id") and trace.row.get("kind") in list(Kind):
        return str(trace.row["kind"]), trace.row["record_id"]
    for name, number in trace.row.items():
        kind = name.removesuffix("_id")
        if number is not None and kind in list(Kind) and kind != Kind.ACCOUNT:
            return kind, number
    return "", 0


def _places(session: Session, ids: Sequence[int]) -> list[tuple[str, int]]:
    """The records whose files may well name them."""
    met = select(col(InteractionPerson.interaction_id)).where(
        col(InteractionPerson.person_id).in_(ids)
    )
    known: dict[str, object] = {
        "interaction": select(col(Interaction.id)).where(col(Interaction.id).in_(met)),
        "event": select(col(EventPerson.event_id)).where(col(EventPerson.person_id).in_(ids)),
        "partner": select(col(Position.partner_id)).where(col(Position.person_id).in_(ids)),
    }
    return [
        (kind, number)
        for kind, query in known.items()
        for number in session.scalars(query)  # type: ignore[call-overload]
    ]


def _namesakes(session: Session, ids: Sequence[int]) -> list[tuple[int, str]]:
    keys = select(col(Person.sort_key)).where(col(Person.id).in_(ids))
    query = select(col(Person.id), col(Person.name)).where(
        col(Person.sort_key).in_(keys),
        col(Person.id).not_in(ids),
        col(Person.erased_at).is_(None),
    )
    return [(number, name) for number, name in session.execute(query)]


def _cleaned(spellings: Sequence[str]) -> list[str]:
    return [line for each in spellings if search_key(line := clean_line(each))]
