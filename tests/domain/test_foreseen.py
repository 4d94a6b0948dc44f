"""What a look-up of names made is what they are filed under later, and nothing else."""

from sqlmodel import Session, text

from tests.world import dana
from tracker.domain import finding_many, foreseen, indexing, name_words
from tracker.domain.foreseen import Shelf
from tracker.domain.models import Kind, Partner
from tracker.names.lexicon import Lexicon

_NAMES = ["ТОО «Семей Мотор»", "Қазақ агротехникалық университеті", "№ 7 орта мектебі", "ЕМС"]


def test_names_that_were_looked_up_are_filed_as_any_others(session: Session) -> None:
    shelf = Shelf()
    shelf.lend(session)
    session.add(Partner(name_ru="Кто-то"))
    session.flush()
    finding_many.likely_partners(session, {name: [name] for name in _NAMES[:3]}, by=dana)
    there = Partner(name_ru=_NAMES[0], name_kk=_NAMES[1], aliases=_NAMES[2:], city="Өскемен")
    session.add(there)
    session.flush()
    filed = session.connection().execute(
        text("SELECT key FROM name_key WHERE record_id = :id"), {"id": there.id}
    )
    expected = indexing.keys_of([there], name_words.held(session))
    assert set(filed.scalars()) >= {number for number, _ in expected}
    assert len(expected) == len(set(expected)) > 40


def test_a_shelf_says_what_would_be_made_anew(session: Session) -> None:
    words = name_words.now(session)
    shelf = Shelf()
    shelf.foresee(Kind.PARTNER, _NAMES[:2], words)
    shelf.foresee(Kind.PARTNER, _NAMES[2:3], words)
    for kind in (Kind.PARTNER, Kind.PERSON):
        for name in _NAMES:
            made = foreseen.filed_under(kind, name, words)
            assert set(shelf.numbers(kind, name, words)) == made


def test_with_other_words_all_is_made_anew(session: Session) -> None:
    words, none = name_words.now(session), Lexicon({}, (), {}, {})
    shelf = Shelf()
    for lexicon in (words, none):
        shelf.foresee(Kind.PARTNER, _NAMES[:1], lexicon)
        for name in _NAMES[:2]:
            for other in (words, none):
                made = foreseen.filed_under(Kind.PARTNER, name, other)
                assert set(shelf.numbers(Kind.PARTNER, name, other)) == made
    assert foreseen.filed_under(Kind.PARTNER, _NAMES[1], words) != foreseen.filed_under(
        Kind.PARTNER, _NAMES[1], none
    )
