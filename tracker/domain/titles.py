"""What any record is called, for lists that name records of several kinds."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Select,
    String,
    bindparam,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy import cast as as_type
from sqlmodel import Session, SQLModel, col

from tracker.access import Action, User, guarded
from tracker.domain.excerpts import READ, excerpt
from tracker.domain.models import (
    RECORDS,
    Account,
    Agreement,
    AgreementPromise,
    FollowUp,
    Interaction,
    Kind,
    Named,
    NameTerm,
    NewsItem,
    Person,
    PressRule,
    Tag,
)
from tracker.domain.models.records import name_in
from tracker.names.lexicon import LANGUAGES

LETTERS = 80  # of an interaction's summary
TAG, PROMISE = "tag", "promise"  # no kinds of records, but named in history all the same


class Title(NamedTuple):
    """What a record is called: `word`, a key of the catalogue, where there is one, then `text`.

    A follow-up on veterinary medicine is ("veterinary medicine", "follow_up_kind.retraining").
    """

    text: str
    word: str | None = None
    trashed: bool = False
    gone: bool = False  # for good: only history still names it


@guarded(Action.READ)
def titles(
    session: Session, wanted: Iterable[tuple[Kind, int]], *, by: User
) -> dict[tuple[Kind, int], Title]:
    """Titles in the reader's language, also of records in the trash; unknown ids are left out.

    One query, whatever the number of kinds.
    """
    found = look_up(session, wanted, language=by.language)
    return {(Kind(kind), number): title for (kind, number), title in found.items()}


def look_up(
    session: Session, wanted: Iterable[tuple[str, int]], *, language: str
) -> dict[tuple[str, int], Title]:
    """The same for domain verbs, which have checked who asks; of tags and promises, too."""
    ids: dict[str, set[int]] = {}
    for kind, number in wanted:
        ids.setdefault(str(kind), set()).add(number)
    if not ids:
        return {}
    found = session.execute(
        _named(tuple(sorted(ids)), language), {kind: list(mine) for kind, mine in ids.items()}
    )
    return {
        (kind, number): made(text, word, trashed) for kind, number, text, word, trashed in found
    }


@lru_cache(maxsize=200)
def _named(kinds: tuple[str, ...], language: str) -> "CompoundSelect[Any]":
    """Spelled once for each choice of kinds, whose ids are parameters of their names."""
    named = ((kind, rows(kind, language)) for kind in kinds)
    return union_all(
        *(
            query.where(query.selected_columns["id"].in_(bindparam(kind, expanding=True)))
            for kind, query in named
        )
    )


@cache
def rows(kind: str, language: str) -> "Select[Any]":
    """A query for all there are of a kind: kind, id, text, word and whether it is in the trash."""
    if kind == TAG:
        return _columns(kind, Tag, col(Tag.name))
    if kind == PROMISE:
        return _columns(kind, AgreementPromise, col(AgreementPromise.subject))
    if kind == Kind.ACCOUNT:
        return _columns(kind, Account, col(Account.name))
    if kind == Kind.NAME_TERM:
        return _columns(kind, NameTerm, _words_in(language))
    if kind == Kind.PRESS_RULE:
        return _columns(kind, PressRule, col(PressRule.pattern))
    record: Any = RECORDS[Kind(kind)]
    if issubclass(record, Named):
        text: Any = name_in(record, language)
    else:
        text = _TEXTS[record]
    word = None
    if record in (FollowUp, Interaction):
        word = literal(f"{kind}_kind.").concat(type_coerce(record.kind, String))
    return _columns(kind, record, text, word, col(record.deleted_at).is_not(None))


def made(text: str | None, word: str | None, trashed: bool) -> Title:
    """A title from the columns of `rows`."""
    short = excerpt(text, LETTERS) if word else text or ""
    return Title(short, word, bool(trashed))


def _words_in(language: str) -> Any:
    """The words of a row in the reader's language, or else in another."""
    codes = (language, *(code for code in LANGUAGES if code != language))
    return func.coalesce(*(col(getattr(NameTerm, f"words_{code}")) for code in codes), "")


_TEXTS: dict[type[SQLModel], Any] = {
    Person: col(Person.name),
    NewsItem: col(NewsItem.title),
    Agreement: col(Agreement.title),
    FollowUp: col(FollowUp.subject),
    Interaction: func.substr(col(Interaction.summary), 1, READ),
}


def _columns(
    kind: str, table: Any, text: Any, word: Any = None, trashed: Any = None
) -> "Select[Any]":
    return select(
        literal(str(kind)).label("kind"),
        col(table.id).label("id"),
        text.label("text"),
        as_type(null() if word is None else word, String).label("word"),
        (literal(False) if trashed is None else trashed).label("trashed"),
    )
