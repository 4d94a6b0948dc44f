"""Finding records that may be one: what is suggested, why, and what never is."""

import csv
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from sqlmodel import Session, select

from tests.world import EMC, MARAT, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import duplicates, likeness, merging, rescanning, scanning
from tracker.domain.likeness import Human, Organisation
from tracker.domain.models import DuplicateScan, Kind, Partner, Person, Position, SuggestedPair
from tracker.errors import NotAllowed, NotFound, ScanUnderWay
from tracker.names.blocking import RARE, Blocks

NAMES = Path(__file__).parent.parent / "names"
BIN, OTHER_BIN = "990340000123", "060340007690"


def search(*, everything: bool = False) -> int:
    with db.transaction() as session:
        number = duplicates.begin(session, by=dana)
    return scanning.scan(number, everything=everything)


def found(kind: Kind = Kind.PARTNER) -> list[tuple[int, int]]:
    with db.reading() as session:
        return [(row.a, row.b) for row in duplicates.pairs(session, kind, by=aigerim).rows]


def found_all() -> list[tuple[int, int]]:
    with db.reading() as session:
        return [(pair.a, pair.b) for pair in session.exec(select(SuggestedPair))]


def put(*things: Partner | Person | Position) -> None:
    with db.transaction() as session:
        for thing in things:
            session.add(thing)
            session.flush()


def organisation(number: int, *names: str, **more: object) -> Organisation:
    return Organisation(number, names, **more)  # type: ignore[arg-type]


# What two partners say of each other


def test_the_bin_decides_where_both_have_one() -> None:
    one = organisation(1, "EMC", bin=BIN)
    same = likeness.of_partners(one, organisation(2, "Nova", bin=BIN))
    assert same == (1.0, True, [["bin", BIN]])
    assert likeness.of_partners(one, organisation(2, "EMC", bin=OTHER_BIN)) is None
    assert likeness.of_partners(one, organisation(2, "EMC")) is not None


def test_the_words_that_agree_are_named() -> None:
    alike = likeness.of_partners(
        organisation(1, "ТОО «Спектромарт»", city="Семей"),
        organisation(2, "Spektromart LLP", city="г. Семей"),
    )
    assert alike is not None
    assert alike.certain
    assert alike.why == [["words", "Спектромарт"], ["city", "Семей"]]


def test_an_acronym_and_a_meaning_are_named_as_such() -> None:
    full = organisation(1, "Шығыс Қазақстан техникалық университеті")
    acronym = likeness.of_partners(full, organisation(2, "ШҚТУ"))
    assert acronym is not None
    assert (acronym.why, acronym.certain) == ([["acronym"]], False)
    one, other = "Городская поликлиника № 4", "№4 қалалық емхана"
    meaning = likeness.of_partners(organisation(1, one), organisation(2, other))
    assert meaning is not None
    assert meaning.why == [["meaning"]]


def test_the_same_name_in_another_city_is_another() -> None:
    school = organisation(1, "Школа «Дала»", city="Семей")
    assert likeness.of_partners(school, organisation(2, "Школа «Дала»", city="Семей")) is not None
    elsewhere = likeness.of_partners(school, organisation(2, "Школа «Дала»", city="Алматы"))
    assert elsewhere is None or not elsewhere.certain


def test_one_site_brings_two_names_nearer() -> None:
    address = likeness.site("https://www.emc.kz/about")
    assert address == "emc.kz"
    one, other = organisation(1, "ТОО EMC", site=address), organisation(2, "ЕМС", site=address)
    alike = likeness.of_partners(one, other)
    assert alike is not None
    assert ["site", "emc.kz"] in alike.why
    assert [likeness.site(each) for each in (None, "https://instagram.com/emc")] == ["", ""]


def test_a_parent_and_its_part_are_two() -> None:
    part = organisation(2, "EMC", parent_id=1)
    assert likeness.of_partners(organisation(1, "EMC"), part) is None
    assert likeness.of_partners(part, organisation(1, "EMC")) is None


def test_partners_without_a_name_are_not_compared() -> None:
    assert likeness.of_partners(organisation(1), organisation(2, "EMC")) is None


# What two people say of each other


def human(number: int, name: str, **more: object) -> Human:
    return Human(number, (name,), **more)  # type: ignore[arg-type]


def test_a_name_alone_makes_nobody_the_same() -> None:
    assert likeness.of_people(human(1, "Ахметов Асқар"), human(2, "Ахметов Асқар")) is None


def test_a_name_and_a_partner_a_mail_or_a_number_do() -> None:
    at = frozenset({7})
    one = human(1, "Ахметов А.Б.", partner_ids=at)
    alike = likeness.of_people(one, human(2, "Ахметов Асқар Болатұлы", partner_ids=at))
    assert alike is not None
    assert not alike.certain
    assert alike.why == [["name", "Ахметов А.Б.", "Ахметов Асқар Болатұлы"], ["partner", "7"]]
    number = likeness.phone("8 (722) 252-11-11")
    assert number == likeness.phone("+7 722 2521111")
    sure = likeness.of_people(
        human(1, "Ахметов Асқар", email="a@emc.kz", phone=number),
        human(2, "Akhmetov Askar", email="a@emc.kz", phone=number),
    )
    assert sure is not None
    assert sure[:2] == (1.0, True)
    assert [each[0] for each in sure.why] == ["name", "email", "phone"]


def test_one_mail_address_of_two_names_is_worth_a_look_one_number_is_not() -> None:
    one, other = (
        human(1, "Ахметов Асқар", email="a@emc.kz"),
        human(2, "A. Office", email="a@emc.kz"),
    )
    alike = likeness.of_people(one, other)
    assert alike is not None
    assert (alike.certain, alike.why) == (False, [["email", "a@emc.kz"]])
    number = "7222521111"
    one, other = human(1, "Ахметов Асқар", phone=number), human(2, "Ким Анна", phone=number)
    assert likeness.of_people(one, other) is None
    assert likeness.phone("11-11") == ""


# The search


def test_pairs_are_found_the_likeliest_first_and_named(world: None) -> None:
    put(Partner(name_ru="ТОО «ЕМС»", aliases=["E.M.C."]), Partner(name_ru="Семей инженеринг"))
    told: list[tuple[int, int]] = []
    with db.transaction() as session:
        number = duplicates.begin(session, by=dana)
    assert scanning.scan(number, progress=lambda *each: told.append(each)) == 2
    assert set(found()) == {(EMC, 3), (SEMEY_ENGINEERING, 4)}
    assert told[-1][0] == told[-1][1] > 0
    with db.reading() as session:
        rows = duplicates.pairs(session, Kind.PARTNER, by=aigerim).rows
        state = duplicates.state(session, by=aigerim)
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    assert ("EMC", "ТОО «ЕМС»") in [(row.name_a, row.name_b) for row in rows]
    assert state is not None
    assert (state.is_running, state.failed, state.found) == (False, False, 2)
    assert state.done == state.total


def test_people_at_one_partner_are_found(world: None) -> None:
    put(Person(name="Әлиев М."), Position(person_id=2, partner_id=EMC), Person(name="Әлиев М."))
    search()
    assert found(Kind.PERSON) == [(MARAT, 2)]
    with db.reading() as session:
        (row,) = duplicates.pairs(session, Kind.PERSON, by=aigerim).rows
    assert row.why == [["name", "Марат Әлиев", "Әлиев М."], ["partner", str(EMC)]]


def test_who_was_erased_is_nobody_to_compare(world: None) -> None:
    put(Person(name="Әлиев М."), Position(person_id=2, partner_id=EMC))
    search()
    with db.transaction() as session:
        session.get_one(Person, 2).erased_at = clock.now()
    assert found(Kind.PERSON) == []  # though it was found before
    search()
    assert found_all() == []


def test_people_with_one_number_are_found_wherever_they_work(world: None) -> None:
    with db.transaction() as session:
        session.get_one(Person, MARAT).phone = "8 (722) 252-11-11"
    put(Person(name="Әлиев М.", phone="+7 722 252 11 11"))
    search()
    assert found(Kind.PERSON) == [(MARAT, 2)]


def test_an_address_of_a_whole_office_finds_nobody(world: None) -> None:
    put(*(Person(name=f"Person {letter}", email="Info@emc.kz") for letter in "абвг"))
    search()
    assert found(Kind.PERSON) == []


def test_what_was_called_different_is_never_suggested_again(world: None) -> None:
    put(Partner(name_ru="ТОО «ЕМС»"))
    search()
    with db.transaction() as session:
        (row,) = duplicates.pairs(session, Kind.PARTNER, by=dana).rows
        duplicates.set_apart(session, row.id, by=dana)
    for everything in (False, True):
        with db.transaction() as session:
            session.get_one(Partner, EMC).legal_form = f"АО {everything}"
        assert search(everything=everything) == 0
        assert found() == []


def test_after_the_first_search_only_what_changed_is_compared(world: None) -> None:
    put(Partner(name_ru="ТОО «ЕМС»"))
    search()
    with db.transaction() as session:
        session.get_one(Partner, SEMEY_ENGINEERING).name_en = "E M C"
    search()
    with db.reading() as session:
        runs = session.exec(select(DuplicateScan)).all()
    assert runs[1].total > 0
    search()
    assert (EMC, 3) in found()


class Filed(Blocks):
    """Notes whose names were taken apart."""

    ids: ClassVar[list[int]] = []

    def put(self, number: int, names: Iterable[str], *more: str) -> None:
        self.ids.append(number)
        super().put(number, names, *more)


def test_after_few_changes_no_other_name_is_taken_apart(
    world: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(*(Partner(name_ru=f"ТОО «Спектр {number}»") for number in range(3, 6)))
    put(Partner(name_ru="ТОО «Нова»", bin=BIN, website="https://nova.example"))
    search()
    monkeypatch.setattr(scanning, "Blocks", Filed)
    Filed.ids.clear()
    put(Partner(name_ru="Иртыш", website="https://nova.example/kk"), Partner(name_ru="ЕМС"))
    assert search() == 1
    assert found() == [(EMC, 8)]
    with db.transaction() as session:
        session.get_one(Partner, 8).website = "https://emc.example"
    search()
    assert found() == [(EMC, 8)]
    assert Filed.ids == []
    monkeypatch.setattr(rescanning, "FEW", 0)
    with db.transaction() as session:
        session.get_one(Partner, 8).city = "Семей"
    search()
    assert found() == [(EMC, 8)]
    assert Filed.ids == [*range(1, 9)]


def test_a_site_that_very_many_share_brings_nobody_after_a_change(world: None) -> None:
    site = "https://register.example"
    put(*(Partner(name_ru=f"ТОО «Спектр {number}»", website=site) for number in range(RARE)))
    search()
    before = found_all()
    put(Partner(name_ru="Иртыш", website=site))
    search()
    assert found_all() == before


def test_a_search_after_changes_finds_what_a_whole_one_finds(world: None) -> None:
    with (NAMES / "pairs.csv").open(encoding="utf-8") as opened:
        pairs = list(csv.DictReader(opened))
    put(*(Partner(name_ru=row["a"]) for row in pairs))
    search()
    put(*(Partner(name_ru=row["b"]) for row in pairs))
    search()
    after_changes = set(found_all())
    search(everything=True)
    whole = set(found_all())
    assert len(whole) > 80
    # Of acronyms the index brings the likeliest only; it also brings some that share nothing rare.
    assert len(whole - after_changes) <= len(whole) * 0.05


def test_people_are_found_after_a_change_as_in_a_whole_search(world: None) -> None:
    put(Person(name="Әлиев М.", email="m@emc.example"), Person(name="Ким А.", phone="87222521111"))
    put(Person(name="Сейітов А."), Position(person_id=4, partner_id=SEMEY_ENGINEERING))
    put(Person(name="Бекова Г.", email="bekova@other.example"))
    search()
    assert found(Kind.PERSON) == []
    with db.transaction() as session:
        session.get_one(Person, MARAT).email = "M@emc.example"
    put(Person(name="Ким Анна", phone="+7 722 252 11 11"))
    put(Person(name="Сейітов Асқар"), Position(person_id=7, partner_id=SEMEY_ENGINEERING))
    search()
    assert set(found(Kind.PERSON)) == {(MARAT, 2), (3, 6), (4, 7)}


def test_a_pair_that_is_alike_no_more_is_forgotten(world: None) -> None:
    put(Partner(name_ru="ТОО «ЕМС»"))
    search()
    with db.transaction() as session:
        session.get_one(Partner, 3).name_ru = "Нова"
    search()
    assert found() == []
    with db.reading() as session:
        assert session.exec(select(SuggestedPair)).all() == []


def test_a_merged_pair_is_gone_and_comes_back_with_the_record(world: None) -> None:
    put(Partner(name_ru="ТОО «ЕМС»"))
    search()
    with db.transaction() as session:
        merging.merge(session, Kind.PARTNER, EMC, 3, revisions=(1, 1), by=dana)
    assert found() == []


def test_one_search_at_a_time(session: Session) -> None:
    assert duplicates.state(session, by=aigerim) is None
    duplicates.begin(session, by=dana)
    with pytest.raises(ScanUnderWay):
        duplicates.begin(session, by=dana)
    state = duplicates.state(session, by=aigerim)
    assert state is not None
    assert state.is_running
    with clock.at(clock.now() + duplicates.ALIVE + timedelta(minutes=1)):
        died = duplicates.state(session, by=aigerim)
        assert died is not None
        assert (died.is_running, died.failed) == (False, True)
        assert duplicates.begin(session, by=dana) == 2


def test_a_search_that_fails_says_so(world: None) -> None:
    with db.transaction() as session:
        number = duplicates.begin(session, by=dana)

    def fail(_done: int, _total: int) -> None:
        raise RuntimeError

    put(Partner(name_ru="ТОО «ЕМС»"))
    with pytest.raises(RuntimeError):
        scanning.scan(number, progress=fail)
    with db.reading() as session:
        state = duplicates.state(session, by=aigerim)
    assert state is not None
    assert (state.is_running, state.failed) == (False, True)


def test_liaison_looks_and_managers_decide(session: Session) -> None:
    with pytest.raises(NotAllowed):
        duplicates.begin(session, by=aigerim)
    with pytest.raises(NotAllowed):
        duplicates.set_apart(session, 1, by=aigerim)
    with pytest.raises(NotAllowed):
        duplicates.pairs(session, Kind.PARTNER, by=boris)
    with pytest.raises(NotFound):
        duplicates.set_apart(session, 404, by=dana)
