"""Who is meant by a name, however it is spelled."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from tests.world import EMC, MARAT, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker.domain import candidates, finding, partners, trash
from tracker.domain.models import Kind, Partner, PartnerDraft, Person

UNIVERSITY, CEMENT, SCHOOL, AKIMAT = "university", "cement", "school", "akimat"
BINS = "990340000123", "000240001441"


@pytest.fixture
def ids(session: Session) -> dict[str, int]:
    """A university, a plant, a school and an authority beside the world's two companies."""
    drafts = {
        UNIVERSITY: PartnerDraft(
            name_kk="Шығыс Қазақстан техникалық университеті",
            name_en="East Kazakhstan Technical University",
            city="Өскемен",
        ),
        CEMENT: PartnerDraft(name_ru="ТОО «Цементный завод Семей»"),
        SCHOOL: PartnerDraft(name_en="Secondary School No. 37", city="Семей"),
        AKIMAT: PartnerDraft(name_en="Akimat of Oskemen city"),
    }
    return {
        word: partners.create(session, draft, by=aigerim).id or 0 for word, draft in drafts.items()
    }


def found(session: Session, typed: str, kind: Kind = Kind.PARTNER, limit: int = 10) -> list[int]:
    return [each.record.id for each in finding.find(session, kind, typed, by=boris, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ШҚТУ", UNIVERSITY),
        ("вкту", UNIVERSITY),
        ("техуниверситет Усть-Каменогорск", UNIVERSITY),
        ("цемзавод семей", CEMENT),
        ("wtvtyn ctvtq", CEMENT),
        ("semey cement", CEMENT),
        ("школа 37", SCHOOL),
        ("irjkf 37", SCHOOL),
        ("wtvtyn b ctvtq", CEMENT),
        ("аким Усть-Каменогорска", AKIMAT),
        ("Өскемен әкімдігінен", AKIMAT),
    ],
)
def test_it_is_found_however_it_is_typed(
    session: Session, ids: dict[str, int], typed: str, meant: str
) -> None:
    assert found(session, typed)[0] == ids[meant]


@pytest.mark.parametrize(
    "typed", ["семей инж", "Semey Engineering", "«Семей инжиниринг» АҚ", "ctvtq"]
)
def test_the_same_partner_is_first_for_every_spelling(session: Session, typed: str) -> None:
    assert found(session, typed)[0] == SEMEY_ENGINEERING


@pytest.mark.parametrize("typed", ["", "   ", "«»", "zzzzzz", "💥", "' OR 1=1 --", "*", "\x00"])
def test_nothing_is_found_for_nonsense(session: Session, typed: str) -> None:
    assert found(session, typed) == []


@given(typed=st.text(max_size=60))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_has_an_answer(session: Session, typed: str) -> None:
    for each in finding.find(session, Kind.PARTNER, typed, by=boris):
        assert 0.0 < each.score <= 1.0


def test_the_best_come_first_and_no_more_than_asked(session: Session, ids: dict[str, int]) -> None:
    best = finding.find(session, Kind.PARTNER, "Oskemen", by=boris, limit=2)
    assert len(best) == 2
    assert best[0].score >= best[1].score


@pytest.mark.parametrize("typed", ["semey M", "семей ь", "ь"])
def test_a_letter_without_a_sound_names_nobody(session: Session, typed: str) -> None:
    assert found(session, typed) == ([SEMEY_ENGINEERING] if "M" in typed else [])


def test_a_renamed_partner_is_found_by_its_new_name_only(
    session: Session, ids: dict[str, int]
) -> None:
    cement = session.get_one(Partner, ids[CEMENT])
    draft = PartnerDraft(name_ru="ТОО «Спектромарт»")
    partners.update(session, ids[CEMENT], draft, revision=cement.revision, by=aigerim)
    assert found(session, "Spektromart")[0] == ids[CEMENT]
    assert ids[CEMENT] not in found(session, "цементный завод")


def test_what_is_in_the_trash_is_not_found_until_it_is_back(session: Session) -> None:
    trash.delete(session, Kind.PARTNER, EMC, revision=1, by=dana)
    assert EMC not in found(session, "EMC")
    trash.restore(session, Kind.PARTNER, EMC, by=dana)
    assert found(session, "EMC") == [EMC]


def test_people_units_and_events_are_found_too(session: Session) -> None:
    assert found(session, "Marat Aliev", Kind.PERSON) == [MARAT]
    assert found(session, "кафедра ветеринарии", Kind.UNIT) == [1]
    assert found(session, "ytltkz yferb", Kind.EVENT) == [1]


def test_a_business_number_decides(session: Session, ids: dict[str, int]) -> None:
    draft = PartnerDraft(name_en="Dala Agro", bin=BINS[0])
    dala = partners.create(session, draft, by=aigerim).id
    same = finding.likely_partners(session, ["Another Name"], by=boris, bin=BINS[0])
    assert [(each.id, each.certain) for each in same] == [(dala, True)]
    assert finding.likely_partners(session, ["Dala Agro"], by=boris, bin=BINS[1]) == []


def test_a_partner_written_in_another_language_is_certain(session: Session) -> None:
    (likely,) = finding.likely_partners(session, ["АО «Семей Инжиниринг»"], by=boris)
    assert (likely.id, likely.name, likely.certain) == (
        SEMEY_ENGINEERING,
        "Semey Engineering",
        True,
    )
    assert finding.likely_partners(session, ["", "Мұздатқыш"], by=boris) == []
    assert finding.likely_partners(session, [""], by=boris) == []
    assert finding.carrying(session, Kind.PARTNER, [""]) == []
    assert not finding.likely_partners(
        session, ["Semey Engineering"], by=boris, but_not=SEMEY_ENGINEERING
    )


def test_a_full_name_finds_the_acronym_it_is_recorded_by(session: Session) -> None:
    session.add(Partner(name_ru="СПбГУ"))
    session.flush()
    name = "Санкт-Петербургский государственный университет"
    (likely,) = finding.likely_partners(session, [name], by=boris)
    assert (likely.name, likely.same, likely.certain) == ("СПбГУ", True, False)


def test_a_namesake_is_certain_only_at_the_same_partner(session: Session) -> None:
    at_emc = finding.likely_people(session, "Marat Aliev", by=boris, partner_ids=[EMC])
    assert [(each.id, each.certain) for each in at_emc] == [(MARAT, True)]
    for where in ([], [SEMEY_ENGINEERING]):
        (elsewhere,) = finding.likely_people(session, "Марат Алиев", by=boris, partner_ids=where)
        assert not elsewhere.certain
    assert finding.likely_people(session, "Марат Алиев", by=boris, but_not=MARAT) == []


@pytest.mark.parametrize(
    ("typed", "is_same"),
    [("Әлиев Марат Бекұлы", True), ("М. Алиев", True), ("Марат Сейітов", False)],
)
def test_a_person_is_likely_by_all_of_the_name(session: Session, typed: str, is_same: bool) -> None:
    likely = finding.likely_people(session, typed, by=boris, partner_ids=[EMC])
    assert [each.same for each in likely] == [True] * is_same
    assert not any(each.certain for each in likely)


def test_a_word_that_every_name_has_still_finds_some(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "_COUNTED", 2)
    for number in range(5):
        session.add(Partner(name_ru=f"Школа № {number + 1}"))
    session.flush()
    assert len(found(session, "школа")) == 5
    assert found(session, "школа 3")[0] == found(session, "School No. 3")[0]


def test_a_person_with_several_names_is_found_by_each(session: Session) -> None:
    session.add(Person(name="Гүлнар Оспанова", other_names=["Gulnara Ospan"]))
    session.flush()
    assert len(found(session, "Gulnara Ospan", Kind.PERSON)) == 1
    assert len(found(session, "гульнар оспанова", Kind.PERSON)) == 1


def test_of_twins_neither_is_certain(session: Session) -> None:
    asked = "«Тұлпар» ЖШС"
    session.add(Partner(name_ru="ТОО «Тулпар»"))
    session.flush()
    assert [each.certain for each in finding.likely_partners(session, [asked], by=dana)] == [True]
    session.add(Partner(name_ru="АО «Тулпар»"))
    session.flush()
    likely = finding.likely_partners(session, [asked], by=dana)
    assert [(each.same, each.certain) for each in likely] == [(True, False)] * 2


def test_a_committee_stands_behind_the_ministry_that_was_asked_for(session: Session) -> None:
    committee = Partner(name_ru="Комитет науки Министерства науки и высшего образования РК")
    ministry = Partner(name_ru="Министерство науки и высшего образования Республики Казахстан")
    session.add_all([committee, ministry])
    session.flush()
    found = finding.find(session, Kind.PARTNER, "министерство науки", by=dana)
    assert [each.record for each in found] == [ministry, committee]
