"""Asking who is meant by many names at once finds whom asking one by one finds."""

import csv
from pathlib import Path

from sqlmodel import Session

from tests.world import dana
from tracker.domain import finding, finding_many
from tracker.domain.models import Partner, Person

_PAIRS = Path(__file__).parents[1] / "names" / "pairs.csv"


def test_partners_are_found_as_one_by_one(session: Session) -> None:
    with _PAIRS.open(encoding="utf-8") as file:
        pairs = [(line["a"], line["b"]) for line in csv.DictReader(file)]
    session.add_all(Partner(name_ru=name) for name in dict.fromkeys(b for _, b in pairs))
    session.flush()
    names = list(dict.fromkeys(a for a, _ in pairs))
    found = finding_many.likely_partners(session, {name: [name] for name in names}, by=dana)
    expected = {}
    for name in names:
        likely = finding.likely_partners(session, [name], by=dana)
        if worth := [each for each in likely if each.score >= finding.MAYBE]:
            expected[name] = worth[0]
    assert len(expected) > 100
    same = sum(expected[name] in found.get(name, ()) for name in expected)
    assert same >= 0.97 * len(expected)
    assert all(each.score >= finding.MAYBE for some in found.values() for each in some)


def test_every_name_of_a_question_counts_and_the_trash_does_not(session: Session) -> None:
    arizona = Partner(name_en="University of Arizona", aliases=["UA"])
    gone = Partner(name_en="Arizona University", deleted_at=arizona.created_at)
    session.add_all([arizona, gone])
    session.flush()
    asked = {"a": ["Nova", "Университет штата Аризона"], "b": ["Vega"], "c": ["№ 7 Nova school"]}
    found = finding_many.likely_partners(session, asked, by=dana)
    assert {key: [each.id for each in some] for key, some in found.items()} == {"a": [arizona.id]}
    assert finding_many.likely_partners(session, {}, by=dana) == {}


def test_people_of_the_same_first_name_are_not_asked_about(session: Session) -> None:
    there = Person(name="Айгүл Төлегенова", sort_key="")
    session.add(there)
    session.flush()
    asked = ["Айгуль Тулегенова", "Айгүл Сәрсенбаева"]
    found = finding_many.likely_people(session, asked, by=dana)
    assert {name: [each.id for each in some] for name, some in found.items()} == {
        "Айгуль Тулегенова": [there.id]
    }


def test_a_word_that_very_many_names_have_leads_to_nobody(session: Session) -> None:
    session.add_all(Partner(name_ru=f"Школа {n}") for n in range(80))
    session.flush()
    found = finding_many.likely_partners(session, {"a": ["Школа-лицей Нова 900"]}, by=dana)
    assert found == {}


def test_people_are_found_by_their_names_in_any_order(session: Session) -> None:
    session.add(somebody := Person(name="Сара Ким", other_names=["Sara Kim"]))
    session.flush()
    found = finding_many.likely_people(session, ["Ким Сара", "Болат Сейітов"], by=dana)
    assert {name: [each.id for each in some] for name, some in found.items()} == {
        "Ким Сара": [somebody.id]
    }
