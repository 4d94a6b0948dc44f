"""Rows of partners: which record each means, and what it changes there."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import Session, col, select

from tests.domain.importing.rows import codes, counts, rows, store_all, take
from tests.world import EMC, SEMEY_ENGINEERING, aigerim, dana
from tracker import clock
from tracker.domain import drafts, history, importing, partners, tags, trash
from tracker.domain.exports import partners as exported
from tracker.domain.importing import Choices, work
from tracker.domain.models import (
    Doubt,
    Event,
    Fate,
    FollowUp,
    ImportMode,
    Interaction,
    Kind,
    Partner,
    PartnerDraft,
    PartnerTag,
    Person,
    Sector,
    Stage,
)
from tracker.names import folding
from tracker.settings import settings

BIN = "990340000123"
OTHER_BIN = "000140000121"


def partner(session: Session, number: int) -> Partner:
    return partners.get(session, number, by=dana)


def named(session: Session, name: str) -> Partner:
    found = partners.named(session, name, by=dana)
    assert found is not None
    return found


def add(session: Session, **typed: Any) -> int:
    made = partners.create(session, drafts.checked(PartnerDraft, typed), by=aigerim)
    assert made.id is not None
    return made.id


def test_new_partners_come_in_with_all_that_the_row_says(session: Session) -> None:
    said = {
        "name_kk": "Жаңа зауыт",
        "name": "Nova Works",
        "aliases": ["NW"],
        "bin": BIN,
        "sector": Sector.MUSEUM,
        "owner_id": "aigerim@uni.example",
        "parent_id": "emc",
        "tags": ["наука", "Наука", "steel"],
        "city": "Semey",
    }
    outcome = take(session, Kind.PARTNER, said)
    assert counts(outcome) == (1, 0, 0, 0)
    nova = named(session, "nova works")
    assert (nova.name_kk, nova.name_en, nova.aliases) == ("Жаңа зауыт", "Nova Works", ["NW"])
    assert (nova.bin, nova.sector, nova.city) == (BIN, Sector.MUSEUM, "Semey")
    assert (nova.owner_id, nova.parent_id, nova.created_by) == (aigerim.id, EMC, dana.id)
    assert tags.of(session, PartnerTag, nova.id or 0, by=dana) == ["steel", "наука"]


def test_many_rows_of_names_are_not_all_kept_taken_apart(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "_FORGETS", {False: 1, True: 1})
    outcome = take(session, Kind.PARTNER, {"name_ru": "Нова"}, {"name_ru": "Вега"})
    assert counts(outcome) == (2, 0, 0, 0)
    assert folding.fold.cache_info().currsize == 0


@pytest.mark.parametrize("kind", [Partner, Person, FollowUp, Interaction, Event])
def test_a_record_of_a_file_is_as_any_other(kind: Any) -> None:
    given = {"created_by": 3, "search_key": "x"}
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with clock.at(now):
        made, other = work._made(kind, given), kind(**given)
    assert made.model_dump() == other.model_dump()
    assert made.model_fields_set == other.model_fields_set
    assert made.created_at == now


def test_history_tells_who_brought_them(session: Session) -> None:
    take(session, Kind.PARTNER, {"name_en": "Nova"}, {"name_en": "EMC", "city": "Semey"})
    told = history.of(session, Kind.PARTNER, EMC, by=dana).rows[0]
    assert (told.who, told.field, told.new and told.new.text) == (dana.name, "city", "Semey")
    nova = named(session, "Nova").id or 0
    assert [row.field for row in history.of(session, Kind.PARTNER, nova, by=dana).rows] == [""]


def test_a_known_partner_is_found_by_bin_name_in_any_language_and_alias(session: Session) -> None:
    one = add(session, name_en="One", bin=BIN, aliases=["Первый"])
    outcome = take(
        session,
        Kind.PARTNER,
        {"bin": BIN, "city": "A"},
        {"name": "СЕМЕЙ  инжиниринг", "city": "B"},
    )
    assert counts(outcome) == (0, 2, 0, 0)
    assert partner(session, one).city == "A"
    assert partner(session, SEMEY_ENGINEERING).city == "B"
    assert counts(take(session, Kind.PARTNER, {"name": "первый", "city": "C"})) == (0, 1, 0, 0)
    assert partner(session, one).aliases == ["Первый"]


def test_what_a_row_does_not_say_stays(session: Session) -> None:
    before = partner(session, SEMEY_ENGINEERING).model_dump()
    outcome = take(session, Kind.PARTNER, {"name": "Semey Engineering", "stage": Stage.ACTIVE})
    assert counts(outcome) == (0, 0, 1, 0)
    assert partner(session, SEMEY_ENGINEERING).model_dump() == before


def test_a_name_without_a_language_goes_where_it_fits_and_never_over_another(
    session: Session,
) -> None:
    one = add(session, name_en="One", bin=BIN)
    for name in ("Бірінші ұйым", "Первая", "Un", "One"):
        take(session, Kind.PARTNER, {"bin": BIN, "name": name})
    found = partner(session, one)
    assert (found.name_kk, found.name_ru, found.name_en) == ("Бірінші ұйым", "Первая", "One")
    assert found.aliases == ["Un"]


def test_a_name_with_a_language_replaces_the_old_one(session: Session) -> None:
    one = add(session, name_en="One", bin=BIN)
    take(session, Kind.PARTNER, {"bin": BIN, "name_en": "First"})
    assert partner(session, one).name_en == "First"


def test_two_rows_may_not_speak_of_one_partner(session: Session) -> None:
    outcome = take(
        session,
        Kind.PARTNER,
        {"name_en": "EMC", "city": "A"},
        {"name_en": "emc", "city": "B"},
        {"name_en": "Nova"},
        {"name_ru": "nova"},
    )
    assert codes(outcome) == [(3, "row", "row_repeated"), (5, "row", "row_repeated")]
    assert counts(outcome) == (1, 1, 0, 2)


def test_a_name_or_bin_of_another_is_refused(session: Session) -> None:
    add(session, name_en="One", bin=BIN)
    outcome = take(
        session,
        Kind.PARTNER,
        {"bin": BIN, "name_ru": "EMC"},
        {"name_en": "Semey Engineering", "bin": "123"},
    )
    assert codes(outcome) == [(2, "name", "name_taken"), (3, "bin", "bin")]
    add(session, name_en="Two", bin=OTHER_BIN)
    found = trash_of(session, "Two")
    outcome = take(session, Kind.PARTNER, {"link": ("", found), "bin": OTHER_BIN, "name_en": "New"})
    assert counts(outcome) == (1, 0, 0, 0)


def trash_of(session: Session, name: str) -> int:
    found = named(session, name)
    number = found.id or 0
    trash.delete(session, Kind.PARTNER, number, revision=found.revision, by=dana)
    return number


def test_a_bin_of_another_is_refused(session: Session) -> None:
    add(session, name_en="One", bin=BIN)
    outcome = take(session, Kind.PARTNER, {"link": ("", EMC), "bin": BIN})
    assert codes(outcome) == [(2, "bin", "bin_taken")]


def test_a_row_without_a_name_makes_no_partner(session: Session) -> None:
    outcome = take(session, Kind.PARTNER, {"bin": BIN}, {"city": "Semey"})
    assert codes(outcome) == [(2, "name_kk", "name_missing"), (3, "name_kk", "name_missing")]


def test_everything_that_does_not_fit_is_told(session: Session) -> None:
    said = {"name_en": "Nova", "website": "javascript:x", "city": "x" * 501}
    assert codes(take(session, Kind.PARTNER, said)) == [
        (2, "city", "too_long"),
        (2, "website", "web_address"),
    ]


@pytest.mark.parametrize(
    ("mode", "expected"), [(ImportMode.CREATE, (1, 0, 1, 0)), (ImportMode.UPDATE, (0, 1, 1, 0))]
)
def test_only_new_ones_or_only_known_ones_may_be_taken(
    session: Session, mode: ImportMode, expected: tuple[int, ...]
) -> None:
    said = {"name_en": "EMC", "city": "Semey"}, {"name_en": "Nova"}
    assert counts(take(session, Kind.PARTNER, *said, mode=mode)) == expected


def test_a_colleague_who_is_not_there_is_refused(session: Session) -> None:
    outcome = take(session, Kind.PARTNER, {"name_en": "Nova", "owner_id": "Nobody"})
    assert codes(outcome) == [(2, "owner_id", "colleague_unknown")]
    by_name = {"name_en": "Nova", "owner_id": "айгерім сейітова"}
    assert counts(take(session, Kind.PARTNER, by_name)) == (1, 0, 0, 0)


def test_an_unknown_parent_is_refused_or_created(session: Session) -> None:
    said = {"name_en": "Nova", "parent_id": "Холдинг"}, {"name_en": "Vega", "parent_id": "холдинг"}
    outcome = take(session, Kind.PARTNER, *said)
    assert codes(outcome) == [(n, "parent_id", "partner_unknown") for n in (2, 3)]
    outcome = take(session, Kind.PARTNER, *said, creates_partners=True)
    assert (counts(outcome), outcome.partners) == ((2, 0, 0, 0), 1)
    holding = named(session, "Холдинг")
    assert named(session, "Vega").parent_id == named(session, "Nova").parent_id == holding.id


def test_a_file_of_ours_names_no_parent_that_is_in_the_trash(session: Session) -> None:
    session.get_one(Partner, SEMEY_ENGINEERING).parent_id = EMC
    trash.delete(session, Kind.PARTNER, EMC, revision=1, by=dana)
    (row,) = exported.all_rows(session, by=dana)
    said = {"name_en": row.name_en, "city": "Semey"} | (
        {"parent_id": row.parent} if row.parent else {}
    )
    outcome = take(session, Kind.PARTNER, said, creates_partners=True)
    assert (counts(outcome), outcome.partners) == ((0, 1, 0, 0), 0)
    assert partner(session, SEMEY_ENGINEERING).parent_id == EMC


def test_a_row_may_complete_the_partner_that_a_row_before_it_named(session: Session) -> None:
    said = {"name_en": "Nova", "parent_id": "Holding"}, {"name_en": "Holding", "city": "Semey"}
    outcome = take(session, Kind.PARTNER, *said, creates_partners=True)
    assert counts(outcome) == (1, 1, 0, 0)
    assert named(session, "Holding").city == "Semey"


def test_a_row_may_name_one_that_comes_before_it(session: Session) -> None:
    said = {"name_en": "Holding"}, {"name_en": "Nova", "parent_id": "EMC"}
    assert counts(take(session, Kind.PARTNER, *said)) == (2, 0, 0, 0)
    outcome = take(session, Kind.PARTNER, {"name_en": "EMC", "parent_id": "Nova"})
    assert codes(outcome) == [(2, "parent_id", "circle")]


def test_a_file_brings_a_holding_and_what_belongs_to_it_in_any_order(session: Session) -> None:
    said = (
        {"name_en": "Shop", "parent_id": "Works", "aliases": ["S"]},
        {"name_en": "Lost", "parent_id": "Nobody"},
        {"name_en": "Works", "parent_id": "Holding", "tags": ["x"]},
        {"name_en": "Holding", "city": "Semey"},
    )
    outcome = take(session, Kind.PARTNER, *said)
    assert (counts(outcome), outcome.partners) == ((3, 0, 0, 1), 0)
    assert codes(outcome) == [(3, "parent_id", "partner_unknown")]
    works = named(session, "Works")
    assert (named(session, "Shop").parent_id, works.parent_id) == (
        works.id,
        named(session, "Holding").id,
    )


def test_a_parent_of_the_same_file_may_come_many_rows_earlier(session: Session) -> None:
    many = [{"name_en": f"Nova {n}"} for n in range(510)]
    outcome = take(session, Kind.PARTNER, *many, {"name_en": "Vega", "parent_id": "Nova 3"})
    assert counts(outcome) == (511, 0, 0, 0)
    assert len(outcome.shown) == 100
    assert named(session, "Vega").parent_id == named(session, "Nova 3").id


def test_a_name_like_a_known_one_is_asked_about(session: Session) -> None:
    arizona = add(session, name_en="University of Arizona")
    said = {"name_ru": "Университет штата Аризона", "city": "Semey"}
    outcome = take(session, Kind.PARTNER, said)
    assert codes(outcome) == [(2, "name_ru", "name_doubtful")]
    (asked,) = outcome.questions
    assert (asked.row, asked.rows, asked.candidates[0][0]) == (2, 1, arizona)

    answers = {asked.key: str(arizona)}
    outcome = take(session, Kind.PARTNER, said, answers=answers, mode=ImportMode.UPDATE)
    assert counts(outcome) == (0, 1, 0, 0)
    assert partner(session, arizona).city == "Semey"


def test_a_question_may_be_answered_with_new_or_skip(session: Session) -> None:
    add(session, name_en="University of Arizona")
    said = {"name_ru": "Университет штата Аризона"}
    (asked,) = take(session, Kind.PARTNER, said).questions
    outcome = take(session, Kind.PARTNER, said, answers={asked.key: "skip"}, doubt=Doubt.NEW)
    assert codes(outcome) == [(2, "name_ru", "row_skipped")]
    outcome = take(session, Kind.PARTNER, said, answers={asked.key: str(EMC)})
    assert codes(outcome) == [(2, "name_ru", "name_doubtful")]
    assert counts(take(session, Kind.PARTNER, said, answers={asked.key: "new"})) == (1, 0, 0, 0)


def test_doubtful_names_may_all_be_new(session: Session) -> None:
    add(session, name_en="University of Arizona")
    said = {"name_ru": "Университет штата Аризона"}
    outcome = take(session, Kind.PARTNER, said, doubt=Doubt.NEW)
    assert (counts(outcome), len(outcome.questions)) == ((1, 0, 0, 0), 1)


def test_a_name_that_is_the_same_beyond_doubt_is_not_asked_about(session: Session) -> None:
    one = add(session, name_ru="Национальный ядерный центр", city="Курчатов")
    outcome = take(
        session,
        Kind.PARTNER,
        {"name": "РГП «Национальный ядерный центр»", "city": "Kurchatov"},
        {"name": "Национальный ядерный центр РГП", "city": "Semey"},
    )
    # The second is like it too, but is another row: two names, two partners.
    assert counts(outcome) == (1, 1, 0, 0)
    assert partner(session, one).city == "Kurchatov"


def test_the_address_of_a_record_says_which_is_meant(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = {"link": ("http://localhost:8501/", EMC), "name_en": "EMC Group"}
    assert counts(take(session, Kind.PARTNER, here)) == (0, 1, 0, 0)
    monkeypatch.setattr(
        settings(), "__dict__", {**settings().__dict__, "public_url": "https://a.kz"}
    )
    elsewhere = {"link": ("https://b.kz/", EMC), "name_en": "Nova"}
    gone = {"link": ("https://a.kz/", 404), "name_en": "Vega"}
    assert counts(take(session, Kind.PARTNER, elsewhere, gone)) == (2, 0, 0, 0)


def test_a_record_with_as_many_tags_as_fit_gets_no_more(session: Session) -> None:
    said = {"name_en": "EMC", "tags": [f"tag {n}" for n in range(40)]}
    take(session, Kind.PARTNER, said)
    assert len(tags.of(session, PartnerTag, EMC, by=dana)) == tags.MOST
    assert counts(take(session, Kind.PARTNER, {"name_en": "EMC", "tags": ["tag 1"]})) == (
        0,
        0,
        1,
        0,
    )


def test_rows_that_could_not_be_read_are_rejected(session: Session) -> None:
    broken = [importing.Problem(9, "sector", "unknown_word", {})]
    outcome = importing.check(session, Kind.PARTNER, [broken], Choices(), by=dana)
    assert (outcome.counts[Fate.REJECTED], codes(outcome)) == (1, [(9, "sector", "unknown_word")])


def test_a_check_stores_nothing(session: Session) -> None:
    said = rows(
        {"name_en": "Nova", "tags": ["x"], "parent_id": "Y"}, {"name_en": "EMC", "city": "A"}
    )
    importing.check(session, Kind.PARTNER, said, Choices(creates_partners=True), by=dana)
    assert not session.new
    assert not session.dirty
    assert len(session.scalars(select(col(Partner.id))).all()) == 2


def test_one_answer_settles_every_row_with_the_name(session: Session) -> None:
    add(session, name_en="University of Arizona")
    said = [{"name_en": f"Nova {n}", "parent_id": "Университет штата Аризона"} for n in range(3)]
    outcome = take(session, Kind.PARTNER, *said)
    assert [asked.rows for asked in outcome.questions] == [3]
    answers = {outcome.questions[0].key: "new"}
    outcome = take(session, Kind.PARTNER, *said, answers=answers, creates_partners=True)
    assert (counts(outcome), outcome.partners) == ((3, 0, 0, 0), 1)


def test_a_check_says_how_far_it_is(session: Session) -> None:
    told: list[int] = []
    many = rows(*({"name_en": f"Nova {n}"} for n in range(600)))
    choices = Choices(mode=ImportMode.UPDATE)
    importing.check(session, Kind.PARTNER, many, choices, by=dana, told=told.append)
    assert told == [500, 600]


def test_every_unknown_name_is_looked_up(session: Session) -> None:
    add(session, name_en="University of Arizona")
    said = [{"name_en": f"Nova {n}"} for n in range(1_200)]
    outcome = take(session, Kind.PARTNER, *said, {"name_ru": "Университет штата Аризона"})
    assert (counts(outcome), len(outcome.questions)) == ((1_200, 0, 0, 1), 1)


def test_a_row_says_by_what_it_is_the_known_partner(session: Session) -> None:
    add(session, name_en="Nova Works", bin="990340000123")
    add(session, name_ru="ТОО «Спектромарт»")
    outcome = take(
        session,
        Kind.PARTNER,
        {"name_en": "Vega", "bin": "990340000123"},
        {"name_kk": "«Спектромарт» ЖШС"},
        {"name_en": "EMC", "city": "Semey"},
    )
    told = [(each.by, each.known) for each in outcome.shown]
    assert told == [("bin", "Nova Works"), ("name", "ТОО «Спектромарт»"), ("", "")]


def test_a_candidate_that_went_to_the_trash_is_none(session: Session) -> None:
    add(session, name_en="University of Arizona")
    said = rows({"name_ru": "Университет штата Аризона"})
    likely: importing.Likely = {}
    importing.check(session, Kind.PARTNER, said, Choices(), likely, by=dana)
    trash_of(session, "University of Arizona")
    outcome = store_all(session, Kind.PARTNER, said, Choices(), likely)
    assert counts(outcome) == (1, 0, 0, 0)
