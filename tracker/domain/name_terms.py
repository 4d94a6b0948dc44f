"""What an administrator can ask and do about own words of names; `name_words` puts them to use."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session

from tracker.access import Action, User, guarded
from tracker.domain import filing, name_words, saving
from tracker.domain.models import Kind, NameTerm, NameTermDraft
from tracker.domain.models.vocabulary import NameGroup
from tracker.errors import Invalid, NotFound, TooManyTerms
from tracker.names.lexicon import Lexicon, Term
from tracker.names.matching import same
from tracker.names.text import sort_key

MOST = 300


class TermRow(NamedTuple):
    """One line of the list."""

    id: int
    name: str
    group: NameGroup
    words: tuple[str, ...]  # a line for each language that has words
    adds_to: str | None  # the first words of the program's own row that it widens
    revision: int


@guarded(Action.MANAGE_WORDS)
def search(session: Session, *, by: User) -> list[TermRow]:
    """Every own row, by group and name."""
    found = [
        TermRow(
            saving.id_of(term),
            term.name,
            term.group,
            tuple(line for line in (term.words_kk, term.words_ru, term.words_en) if line),
            _called(widens) if (widens := name_words.extended(term)) else None,
            term.revision,
        )
        for term in name_words.rows(session)
    ]
    groups = list(NameGroup)
    return sorted(found, key=lambda row: (groups.index(row.group), sort_key(row.name)))


@guarded(Action.MANAGE_WORDS)
def get(session: Session, term_id: int, *, by: User) -> NameTerm:
    """Raises NotFound."""
    return _found(session, term_id)


@guarded(Action.MANAGE_WORDS)
def filed(session: Session, *, by: User) -> filing.Progress | None:
    """How far the names are filed with the words of today; None when all are."""
    return filing.progress(session)


@guarded(Action.MANAGE_WORDS)
def create(session: Session, draft: NameTermDraft, *, by: User, key: str | None = None) -> NameTerm:
    """Raises Invalid for a word that has a meaning, or an example that fails; TooManyTerms.

    The same `key` twice stores one row and returns it.
    """
    known = saving.claim(session, key, Kind.NAME_TERM, by=by)
    if known is not None:
        return _found(session, known)
    others = name_words.change(session)
    if len(others) >= MOST:
        raise TooManyTerms(most=MOST)
    _check(draft, others, others)
    term = NameTerm.model_validate(draft.model_dump())
    session.add(term)
    session.flush()
    name_words.changed(session)
    saving.settle(session, key, term.id)
    return term


@guarded(Action.MANAGE_WORDS)
def update(
    session: Session, term_id: int, draft: NameTermDraft, *, revision: int, by: User
) -> NameTerm:
    """Raises NotFound, Stale, and Invalid as `create` does."""
    before = name_words.change(session)
    term = _found(session, term_id)
    saving.expect(term, revision)
    _check(draft, [each for each in before if each.id != term_id], before)
    term.sqlmodel_update(draft.model_dump())
    session.flush()
    name_words.changed(session)
    return term


@guarded(Action.MANAGE_WORDS)
def delete(session: Session, term_id: int, *, revision: int, by: User) -> None:
    """Raises NotFound and Stale."""
    name_words.change(session)
    term = _found(session, term_id)
    saving.expect(term, revision)
    session.delete(term)
    session.flush()
    name_words.changed(session)


def _found(session: Session, term_id: int) -> NameTerm:
    term = session.get(NameTerm, term_id)
    if term is None:
        raise NotFound(f"NameTerm {term_id}")
    return term


def _check(draft: NameTermDraft, others: Sequence[NameTerm], before: Sequence[NameTerm]) -> None:
    """`others` are the rows that stay beside the draft, `before` all there were."""
    _refuse_known(draft, name_words.widened(others))
    wider = name_words.widened([*others, draft])
    if not same(draft.alike_a, draft.alike_b, wider):
        raise Invalid("alike_a", "alike_fails", a=draft.alike_a, b=draft.alike_b)
    if same(draft.other_a, draft.other_b, wider):
        raise Invalid("other_a", "other_fails", a=draft.other_a, b=draft.other_b)
    was = name_words.widened(before)
    for term in others:
        if _holds(term, was) and not _holds(term, wider):
            raise Invalid("alike_a", "spoils_example", name=term.name)


def _holds(term: NameTermDraft, lexicon: Lexicon) -> bool:
    alike = same(term.alike_a, term.alike_b, lexicon)
    return alike and not same(term.other_a, term.other_b, lexicon)


def _refuse_known(draft: NameTermDraft, lexicon: Lexicon) -> None:
    """A word means one thing. A row may repeat words of the one known term that it widens."""
    widens = name_words.extended(draft)
    means = {term.means if term else None for _, term in _known(draft, lexicon)}
    if widens and means - {None} == {(widens.id,)} and None in means:
        return
    for (field, word), term in _known(draft, lexicon):
        if term is not None:
            raise Invalid(field, "word_known", word=word.removeprefix("="), known=_called(term))


def _known(draft: NameTermDraft, lexicon: Lexicon) -> list[tuple[tuple[str, str], Term | None]]:
    return [((field, word), lexicon.known(word)) for field, word in draft.written]


def _called(term: Term) -> str:
    """The first words of a row, as a person knows it."""
    first = (words[0].removeprefix("=") for words in term.words.values() if words)
    return " · ".join(dict.fromkeys(first))
