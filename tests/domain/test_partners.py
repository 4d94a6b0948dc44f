"""Partners: what the rules allow, and what they refuse."""

from itertools import pairwise

import pytest
from sqlmodel import Session

from tests.world import EMC, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker import db
from tracker.domain import drafts, partners
from tracker.domain.models import Partner, PartnerDraft, Stage, Tier
from tracker.errors import BinTaken, Invalid, NameTaken, NotAllowed, NotFound, Stale
from tracker.names.regions import Region


def draft(**typed: object) -> PartnerDraft:
    return drafts.checked(PartnerDraft, typed)


def found(session: Session, text: str = "", **narrowed: object) -> list[str]:
    wanted = partners.PartnerFilter(text=text, **narrowed)  # type: ignore[arg-type]
    return [row.name for row in partners.search(session, wanted, by=boris).rows]


def test_search_ignores_case_in_cyrillic(session: Session) -> None:
    assert found(session, "СЕМЕЙ инж") == ["Semey Engineering"]


@pytest.mark.parametrize("typed", ["ctvtq", "Semei Enginering", "«Семей инжиниринг» АҚ"])
def test_the_partner_that_is_meant_comes_first_in_the_list(session: Session, typed: str) -> None:
    session.add(Partner(name_en="A school", city="Семей"))
    session.flush()
    assert found(session, typed)[0] == "Semey Engineering"


def test_search_takes_a_percent_sign_literally(session: Session) -> None:
    assert found(session, "%") == []


def test_search_narrows_by_stage_and_owner(session: Session) -> None:
    assert found(session, stage=Stage.ACTIVE) == ["Semey Engineering"]
    assert found(session, owner_id=aigerim.id) == ["Semey Engineering"]
    assert found(session, owner_id=dana.id) == []


def test_a_region_and_a_settlement_narrow_however_they_were_typed(session: Session) -> None:
    typed = {"A": ("обл. Абай", "г.Семей"), "B": (None, "Semipalatinsk"), "C": ("ВКО", None)}
    for name, (region, city) in typed.items():
        partners.create(session, draft(name_en=name, region=region, city=city), by=aigerim)
    assert found(session, region=Region.ABAI) == ["A", "B"]
    assert found(session, region=Region.ABAI, town="semey") == ["A", "B"]
    assert found(session, region=Region.ABAI, town="ayagoz") == []
    assert found(session, region=Region.UNKNOWN) == ["EMC", "Semey Engineering"]
    moved = partners.named(session, "C", by=aigerim)
    assert moved and moved.id
    changed = draft(name_en="C", region="Абай облысы")
    partners.update(session, moved.id, changed, revision=moved.revision, by=aigerim)
    assert found(session, region=Region.ABAI) == ["A", "B", "C"]
    assert found(session, region=Region.EAST_KAZAKHSTAN) == []


def test_a_tag_narrows_whatever_its_case(session: Session) -> None:
    added = partners.create(session, draft(name_en="Nova"), by=aigerim, tag_names=["Наука"])
    assert found(session, tag="НАУКА") == [added.name("en")]


def test_a_name_is_taken_in_any_language_and_case(session: Session) -> None:
    with pytest.raises(NameTaken):
        partners.create(session, draft(name_kk="semey  ENGINEERING"), by=aigerim)


def test_a_partner_needs_a_name_in_some_language() -> None:
    with pytest.raises(drafts.InvalidDraft) as refused:
        draft(name_kk=" \u200b ", name_en="")
    assert [(each.field, each.code) for each in refused.value.problems] == [
        ("name_kk", "name_missing")
    ]


def test_a_bin_belongs_to_one_partner(session: Session) -> None:
    partners.create(session, draft(name_en="One", bin="990340000123"), by=aigerim)
    with pytest.raises(BinTaken):
        partners.create(session, draft(name_en="Two", bin="9903 4000 0123"), by=aigerim)


def test_a_bin_has_a_check_digit() -> None:
    with pytest.raises(drafts.InvalidDraft):
        draft(name_en="One", bin="123456789012")


def test_the_same_save_twice_is_stored_once(world: None) -> None:
    for _ in range(2):
        with db.transaction() as session:
            partners.create(session, draft(name_en="Nova"), by=aigerim, key="k")
    with db.reading() as session:
        assert found(session, "nova") == ["Nova"]


def test_the_second_of_two_editors_is_told_what_the_first_wrote(session: Session) -> None:
    seen = partners.get(session, EMC, by=aigerim).revision
    partners.update(session, EMC, draft(name_en="EMC One"), revision=seen, by=aigerim)
    with pytest.raises(Stale) as late:
        partners.update(session, EMC, draft(name_en="EMC Two"), revision=seen, by=dana)
    assert late.value.theirs["name_en"] == "EMC One"


def test_a_partner_is_not_its_own_parent(session: Session) -> None:
    child = draft(name_en="EMC", parent_id=SEMEY_ENGINEERING)
    partners.update(session, EMC, child, revision=1, by=aigerim)
    circle = draft(name_en="Semey Engineering", parent_id=EMC)
    with pytest.raises(Invalid):
        partners.update(session, SEMEY_ENGINEERING, circle, revision=1, by=aigerim)


def test_a_viewer_cannot_add_a_partner(session: Session) -> None:
    with pytest.raises(NotAllowed):
        partners.create(session, draft(name_en="Nova"), by=boris)


def test_an_unknown_partner_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        partners.get(session, 404, by=boris)


def test_people_at_a_partner_are_listed_with_their_position(session: Session) -> None:
    assert [(p.name, p.title) for p in partners.people(session, EMC, by=boris)] == [
        ("Марат Әлиев", "Director")
    ]


def test_a_partner_is_found_by_its_exact_name_only(session: Session) -> None:
    assert partners.named(session, "semey engineering", by=boris) is not None
    assert partners.named(session, "semey", by=boris) is None


def test_the_partners_touched_last_are_offered_first(session: Session) -> None:
    partners.update(session, EMC, draft(name_en="EMC", city="Semey"), revision=1, by=aigerim)
    assert partners.choices(session, by=boris)[0] == (EMC, "EMC")
    assert partners.choices(session, by=boris, text="инж") == [
        (SEMEY_ENGINEERING, "Semey Engineering")
    ]


def test_a_name_inside_a_longer_one_is_not_taken(session: Session) -> None:
    added = partners.create(session, draft(name_en="Semey"), by=aigerim)
    assert added.name("ru") == "Semey"


def test_a_long_line_of_parents_is_no_circle(session: Session) -> None:
    child = draft(name_en="EMC", parent_id=SEMEY_ENGINEERING)
    assert partners.update(session, EMC, child, revision=1, by=aigerim).parent_id == 2


def test_a_line_of_parents_without_an_end_is_a_circle(session: Session) -> None:
    line = [Partner(name_en=f"Holding {number}") for number in range(51)]
    session.add_all(line)
    session.flush()
    for child, parent in pairwise(line):
        child.parent_id = parent.id
    session.flush()
    with pytest.raises(Invalid):
        partners.update(
            session, EMC, draft(name_en="EMC", parent_id=line[0].id), revision=1, by=aigerim
        )


@pytest.mark.parametrize("sort", list(partners.Sort))
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_shows_every_partner_once(
    session: Session, sort: partners.Sort, descending: bool
) -> None:
    for number in range(60):
        session.add(Partner(name_en=f"Nova {number:02d}", tier=list(Tier)[number % 3]))
    session.flush()
    pages = [
        partners.search(session, by=boris, sort=sort, descending=descending, page=page).rows
        for page in (1, 2)
    ]
    names = [row.name for page in pages for row in page]
    assert (len(names), len(set(names))) == (62, 62)
    if sort is partners.Sort.NAME:
        assert names == sorted(names, reverse=descending)
    if sort is partners.Sort.STAGE:
        assert names.index("Semey Engineering") == (61 if descending else 0)
