"""The administrators' own words of names: what is accepted, when it is in effect, what is filed."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert, update
from sqlmodel import Session, select

from tests.servers import worlds
from tests.world import aigerim, build, dana, saule
from tracker import clock, db, filing
from tracker.domain import drafts, finding, history, name_terms, name_words, partners
from tracker.domain import filing as filings
from tracker.domain.models import (
    Change,
    Kind,
    NameFiling,
    NameTerm,
    NameTermDraft,
    NameWords,
    PartnerDraft,
)
from tracker.domain.models.vocabulary import NameGroup
from tracker.domain.titles import Title
from tracker.errors import DatabaseBusy, Invalid, NotFound, Stale, TooManyTerms
from tracker.names import lexicon as lexicons
from tracker.names.folding import fold
from tracker.names.lexicon import Group
from tracker.names.matching import same, verdict

APIARY: dict[str, Any] = {
    "group": NameGroup.KIND,
    "words_kk": "омарта",
    "words_ru": "пасек",
    "words_en": "apiar",
    "alike_a": "Омарта «Арман»",
    "alike_b": "Arman Apiary",
    "other_a": "Пасека «Арман»",
    "other_b": "Школа «Арман»",
}
TOWN = {
    **APIARY,
    "group": NameGroup.PLACE,
    "words_kk": "Қарабастау",
    "words_ru": "=Первомайка",
    "words_en": "",
    "alike_a": "Школа №5 Қарабастау",
    "alike_b": "Школа №5 Первомайка",
    "other_a": "Школа №5 Первомайка",
    "other_b": "Школа №5 Павлодар",
}
PAIR = "Пасеки «Дархан»", "Darkhan Apiaries"


def draft(typed: dict[str, Any] = APIARY, **more: Any) -> NameTermDraft:
    return drafts.checked(NameTermDraft, {**typed, **more})


def add(typed: dict[str, Any] = APIARY, **more: Any) -> int:
    """A row that is committed, and so in effect."""
    with db.transaction() as session:
        return name_terms.create(session, draft(typed, **more), by=saule).id or 0


def add_elsewhere() -> None:
    """The same by another process, of which this one hears nothing."""
    with db.transaction() as session:
        row = {**draft().model_dump(), "revision": 1, "created_at": clock.now()}
        session.connection().execute(insert(NameTerm).values(row))
        session.connection().execute(update(NameWords).values(stamp=NameWords.stamp + 1))


def refused(session: Session, typed: dict[str, Any], **more: Any) -> Invalid:
    with pytest.raises(Invalid) as said:
        name_terms.create(session, draft(typed, **more), by=saule)
    return said.value


def faults(**more: Any) -> set[tuple[str, str]]:
    with pytest.raises(drafts.InvalidDraft) as said:
        draft(**more)
    return {(each.field, each.code) for each in said.value.problems}


def test_own_groups_are_those_of_the_program_but_for_words_that_say_several_things() -> None:
    assert set(map(str, NameGroup)) == set(map(str, Group)) - {"several"}


def test_own_words_are_in_effect_as_soon_as_they_are_saved(world: None) -> None:
    assert not same(*PAIR)
    add()
    assert same(*PAIR)


def test_what_is_rolled_back_was_never_in_effect(world: None) -> None:
    with pytest.raises(ZeroDivisionError), db.transaction() as session:
        name_terms.create(session, draft(), by=saule)
        assert same(*PAIR, name_words.now(session))
        assert name_words.held(session) is name_words.look(session).lexicon
        raise ZeroDivisionError
    with db.reading() as session:
        assert not same(*PAIR, name_words.look(session).lexicon)
    assert not same(*PAIR)


def test_a_word_is_changed_and_taken_out_again(world: None) -> None:
    number = add()
    with db.transaction() as session:
        changed = draft(words_ru="пасек, пчельник")
        name_terms.update(session, number, changed, revision=1, by=saule)
    assert same("Пчельник «Дархан»", "Darkhan Apiary")
    with db.transaction() as session:
        name_terms.delete(session, number, revision=2, by=saule)
    assert not same(*PAIR)


def test_another_process_sees_the_change_when_it_looks_again(
    world: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.reading() as session:
        assert not same(*PAIR, name_words.now(session))
    add_elsewhere()
    assert not same(*PAIR)
    monkeypatch.setattr(name_words, "EVERY", -1.0)  # as if the seconds had passed
    with db.reading() as session:
        assert same(*PAIR, name_words.now(session))
    assert same(*PAIR)


def test_a_look_that_a_change_overtook_is_not_kept(world: None) -> None:
    with db.reading() as session:
        name_words.look(session)
    add_elsewhere()

    def overtake(*about: Any) -> None:
        if "FROM name_term" in about[2]:
            worlds.forget_words()

    with db.reading() as session:
        event.listen(session.get_bind(), "before_cursor_execute", overtake)
        assert same(*PAIR, name_words.look(session).lexicon)
    assert not same(*PAIR)


def test_between_two_looks_nothing_is_asked(world: None) -> None:
    with db.reading() as session:
        name_words.now(session)
        bind = session.get_bind()
        asked: list[str] = []
        event.listen(bind, "before_cursor_execute", lambda *about: asked.append(about[2]))
        name_words.now(session)
    assert not [statement for statement in asked if "name_words" in statement]


def test_a_town_is_found_by_its_former_name(world: None) -> None:
    add(TOWN)
    assert same("Музей Қарабастау", "Музей Первомайка")


def test_a_known_town_gets_another_name(world: None) -> None:
    add(
        TOWN,
        words_kk="Семей",
        words_ru="Алашкала",
        alike_a="Школа №5 Алашкала",
        alike_b="Semey School No. 5",
    )
    assert same("Алашкала университеті", "Semey University")
    with db.reading() as session:
        (row,) = name_terms.search(session, by=saule)
    assert row.adds_to == "семей · semey"


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"group": NameGroup.FIELD, "words_ru": "школа"}, "школа"),
        ({"group": NameGroup.FIELD, "words_ru": "=школ"}, "школ"),
        ({"group": NameGroup.FIELD, "words_en": "School"}, "School"),
        ({"group": NameGroup.PLACE, "words_ru": "Алашкала, больница"}, "больница"),
        ({"words_kk": "омарта, мектебі", "words_ru": "больница"}, "мектебі"),
    ],
)
def test_a_word_that_means_something_already_is_named(
    session: Session, more: dict[str, Any], word: str
) -> None:
    told = refused(session, APIARY, **more)
    assert (told.code, told.values["word"]) == ("word_known", word)
    assert told.values["known"]


def test_a_row_of_known_words_only_adds_nothing(session: Session) -> None:
    assert refused(session, APIARY, words_kk="", words_ru="школ", words_en="school")


def test_a_word_of_another_own_row_is_known_too(session: Session) -> None:
    name_terms.create(session, draft(), by=saule)
    told = refused(session, APIARY, words_kk="гүлхана", words_en="hothous")
    assert told.values == {"word": "пасек", "known": "омарта · пасек · apiar"}


def test_a_whole_word_may_be_taken_out_of_a_stem_that_it_begins_with_by_chance(
    session: Session,
) -> None:
    field = {**APIARY, "group": NameGroup.FIELD}
    assert refused(session, field, words_ru="газетк, пасек").values["word"] == "газетк"
    assert name_terms.create(session, draft(field, words_ru="=газетк, пасек"), by=saule).id


def test_an_example_that_fails_is_named(session: Session) -> None:
    told = refused(session, APIARY, alike_b="Arman Bakery")
    assert (told.code, told.values["b"]) == ("alike_fails", "Arman Bakery")
    told = refused(session, APIARY, other_b="Arman Apiaries")
    assert (told.code, told.values["b"]) == ("other_fails", "Arman Apiaries")


def test_a_row_may_not_spoil_anothers_example(session: Session) -> None:
    name_terms.create(session, draft(other_b="Оранжерея «Арман»"), by=saule)
    told = refused(
        session,
        APIARY,
        group=NameGroup.WEAK,
        words_kk="гүлхана",
        words_ru="оранжере",
        words_en="",
        alike_a="Гүлхана «Арман» музейі",
        alike_b="Музей «Арман»",
        other_b="Школа «Дархан»",
    )
    assert (told.code, told.values["name"]) == ("spoils_example", "омарта · пасек · apiar")


def test_an_example_that_a_new_program_broke_stops_nobody(session: Session) -> None:
    term = name_terms.create(session, draft(), by=saule)
    term.alike_b = "Школа №1"
    session.flush()
    name_words.changed(session)
    assert name_terms.create(session, draft(TOWN), by=saule).id


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"words_kk": "", "words_en": ""}, ("words_kk", "words_missing")),
        ({"words_ru": "", "words_en": "омарта"}, ("words_kk", "words_missing")),
        ({"words_ru": "пасек, «»"}, ("words_ru", "word_empty")),
        ({"words_ru": "пасек, 7"}, ("words_ru", "word_empty")),
        ({"words_ru": "те"}, ("words_ru", "word_short")),
        ({"words_ru": "=т"}, ("words_ru", "word_short")),
        ({"words_ru": "один два три четыре пять"}, ("words_ru", "phrase_long")),
        ({"words_ru": "х" * 501}, ("words_ru", "too_long")),
        ({"alike_a": " "}, ("alike_a", "required")),
        ({"other_b": "ПАСЕКА  «Арман»"}, ("alike_a", "example_same")),
    ],
)
def test_what_does_not_fit_is_said_at_its_place(
    more: dict[str, Any], fault: tuple[str, str]
) -> None:
    words = {"words_kk": "омарта", "words_ru": "", "words_en": "apiar", **more}
    assert faults(**words) == {fault}


def test_an_edit_that_began_before_anothers_is_refused(session: Session) -> None:
    number = name_terms.create(session, draft(), by=saule).id or 0
    name_terms.update(session, number, draft(words_ru="пасек, пчельник"), revision=1, by=saule)
    with pytest.raises(Stale):
        name_terms.update(session, number, draft(), revision=1, by=saule)
    with pytest.raises(Stale):
        name_terms.delete(session, number, revision=1, by=saule)
    with pytest.raises(NotFound):
        name_terms.get(session, 404, by=saule)


def test_a_change_waits_for_saves_under_way_but_not_for_long(
    postgresql_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a name saved at that moment would have keys that nobody makes anew."""
    build()
    monkeypatch.setattr(name_words, "_PATIENCE", "50ms")
    with db.transaction() as session:
        partners.create(session, PartnerDraft(name_ru="Пасека"), by=aigerim)
        with pytest.raises(DatabaseBusy):
            add()
    assert add()


def test_a_save_sent_twice_is_one_row(session: Session) -> None:
    first = name_terms.create(session, draft(), by=saule, key="k")
    assert name_terms.create(session, draft(), by=saule, key="k").id == first.id


def test_there_is_an_end_to_how_many_rows_there_are(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(name_terms, "MOST", 1)
    name_terms.create(session, draft(), by=saule)
    with pytest.raises(TooManyTerms):
        name_terms.create(session, draft(TOWN), by=saule)


def test_history_tells_who_changed_the_words(session: Session) -> None:
    number = name_terms.create(session, draft(), by=saule).id or 0
    name_terms.update(session, number, draft(words_ru="пасек, пчельник"), revision=1, by=saule)
    rows = history.of(session, Kind.NAME_TERM, number, by=saule).rows
    assert [(row.field, row.new) for row in rows] == [
        ("words_ru", Title("пасек, пчельник")),
        ("", None),
    ]
    assert rows[0].title == Title("apiar")
    name_terms.delete(session, number, revision=2, by=saule)
    gone = history.everything(session, by=dana).rows[0]
    assert (gone.title.text, gone.title.gone) == ("омарта · пасек · apiar", True)
    told = session.exec(select(Change).where(Change.kind == Kind.NAME_TERM)).all()
    assert {change.account_id for change in told} == {saule.id}


# What is filed.


def planted(name: str) -> int:
    with db.transaction() as session:
        return partners.create(session, PartnerDraft(name_ru=name), by=aigerim).id or 0


def found(typed: str) -> list[int]:
    with db.reading() as session:
        return [each.record.id for each in finding.find(session, Kind.PARTNER, typed, by=saule)]


def file_all() -> int:
    steps = 0
    while filing.step():
        steps += 1
    return steps


def progress() -> filings.Progress | None:
    with db.reading() as session:
        return name_terms.filed(session, by=saule)


def test_names_from_before_are_found_by_the_new_words_once_they_are_filed(world: None) -> None:
    file_all()
    number = planted("Пасека")
    assert found("омарта") == []
    add()
    assert progress() is not None
    file_all()
    assert found("омарта") == found("apiary") == [number]
    assert progress() is None
    assert not filing.step()


def test_names_saved_after_the_change_are_filed_with_it_by_every_process(world: None) -> None:
    with db.reading() as session:
        name_words.now(session)  # this process has just looked, and will not look again soon
    add_elsewhere()
    number = planted("Пасека")
    assert found("омарта") == [number]


def test_filing_goes_on_where_it_was_stopped(world: None) -> None:
    file_all()
    add()
    assert filing.step()
    with db.reading() as session:
        before = session.get_one(NameFiling, 1)
    assert (before.kind, before.done) == (Kind.PARTNER, 2)
    worlds.forget_words()  # the server was stopped and started
    assert progress() == filings.Progress(2, 5)
    assert file_all() == 4  # people, units, events, and the word that this was all


def test_of_two_servers_with_the_same_step_one_writes_it(world: None) -> None:
    with db.reading() as session:
        batch = filings.prepared(session)
    assert batch is not None
    for _ in range(2):
        with db.transaction() as session:
            filings.put(session, batch)
    with db.reading() as session:
        assert session.get_one(NameFiling, 1).done == batch.size


def test_a_change_in_the_middle_begins_from_the_start(world: None) -> None:
    with db.reading() as session:
        stale = filings.prepared(session)
    assert stale is not None
    add()
    with db.transaction() as session:
        filings.put(session, stale)
    assert progress() == filings.Progress(0, 5)
    filing.step()
    add(TOWN)
    assert progress() == filings.Progress(0, 5)
    assert file_all() == 5


def test_everything_can_be_filed_anew_by_hand(world: None) -> None:
    add()
    assert list(filing.everything())[-1] == filings.Progress(5, 5)
    assert progress() is None


# Whatever is added.

WORDS = st.text("абвгдеёжзиклмноөпрстуүыіяabcdefgh=, -№7", min_size=0, max_size=25)
LINES = st.fixed_dictionaries({f"words_{language}": WORDS for language in lexicons.LANGUAGES})


@given(LINES, st.sampled_from(NameGroup), st.data())
@settings(max_examples=60, deadline=None)
def test_with_any_row_the_order_of_two_names_does_not_matter(
    lines: dict[str, str], group: NameGroup, data: st.DataObject
) -> None:
    try:
        row = draft({**APIARY, **lines, "group": group})
    except drafts.InvalidDraft:
        return
    wider = name_words.widened([NameTerm(**row.model_dump(), id=1)])
    own = [word.removeprefix("=") for _, word in row.written]
    names = st.lists(st.sampled_from([*own, "№7", "Семей", "школа", "LLP", "Абая"]), max_size=5)
    a, b = (" ".join(data.draw(names)) for _ in range(2))
    assert verdict(a, b, wider) == verdict(b, a, wider)
    assert verdict(f"{a} Спектромарт", f"{a} Спектромарт", wider).certain
    for word in own:
        assert fold(fold(word)) == fold(word)
        assert wider.known(word) is not None
