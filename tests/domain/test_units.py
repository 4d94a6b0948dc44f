"""Units: the university's own parts, one inside the other."""

import pytest
from sqlmodel import Session

from tests.world import EMC, VETERINARY, aigerim, boris, dana
from tracker import db
from tracker.access import User
from tracker.domain import drafts, trash, units
from tracker.domain.exports import units as exported
from tracker.domain.models import FollowUp, FollowUpStatus, Kind, Unit, UnitDraft, UnitKind
from tracker.errors import Invalid, NotAllowed, NotFound, Stale


def draft(name: str = "Faculty of Agriculture", **typed: object) -> UnitDraft:
    return drafts.checked(UnitDraft, {"name_en": name, **typed})


def faculty(session: Session) -> int:
    added = units.create(session, draft(kind=UnitKind.FACULTY), by=aigerim)
    assert added.id is not None
    return added.id


def veterinary_in(parent_id: int | None) -> UnitDraft:
    return draft("Department of Veterinary", parent_id=parent_id)


def names(
    session: Session, sort: units.Sort = units.Sort.NAME, descending: bool = False, **wanted: object
) -> list[str]:
    narrowed = units.UnitFilter(**wanted)  # type: ignore[arg-type]
    found = units.search(session, narrowed, by=boris, sort=sort, descending=descending)
    return [row.name for row in found.rows]


def owe(session: Session, *, closed: bool = False) -> None:
    wish = FollowUp(partner_id=EMC, owner_id=aigerim.id, unit_id=VETERINARY)
    session.add(wish)
    session.flush()
    if closed:
        wish.status, wish.closed_at = FollowUpStatus.DONE, wish.created_at
        session.flush()


def test_a_line_names_the_parent_and_counts_what_is_open(session: Session) -> None:
    units.update(session, VETERINARY, veterinary_in(faculty(session)), revision=1, by=aigerim)
    owe(session)
    owe(session, closed=True)
    rows = {row.name: row for row in units.search(session, by=boris).rows}
    assert rows["Department of Veterinary"].parent == "Faculty of Agriculture"
    assert rows["Department of Veterinary"].open_follow_ups == 1
    assert rows["Faculty of Agriculture"].parent is None


def test_units_are_named_in_the_readers_language(session: Session) -> None:
    reader = User(boris.id, boris.email, boris.name, boris.role, "kk")
    assert units.choices(session, by=reader) == [(VETERINARY, "Ветеринария кафедрасы")]


def test_search_narrows_by_words_kind_and_parent(session: Session) -> None:
    parent = faculty(session)
    units.update(session, VETERINARY, veterinary_in(parent), revision=1, by=aigerim)
    assert names(session, text="ВЕТЕРИНАРИЯ") == []  # the Kazakh name was taken away just now
    assert names(session, text="veterinary") == ["Department of Veterinary"]
    assert names(session, kind=UnitKind.FACULTY) == ["Faculty of Agriculture"]
    assert names(session, parent_id=parent) == ["Department of Veterinary"]


def test_a_unit_is_found_by_its_competences(session: Session) -> None:
    units.create(session, draft(competences_ru="Экспертиза мяса"), by=aigerim)
    assert names(session, text="экспертиза") == ["Faculty of Agriculture"]


@pytest.mark.parametrize("sort", list(units.Sort))
def test_units_are_sorted_by_each_column(session: Session, sort: units.Sort) -> None:
    units.update(session, VETERINARY, veterinary_in(faculty(session)), revision=1, by=aigerim)
    owe(session)
    both = ["Department of Veterinary", "Faculty of Agriculture"]
    down = list(reversed(both)) if sort in (units.Sort.NAME, units.Sort.KIND) else both
    up = both if sort is not units.Sort.OPEN else list(reversed(both))
    assert names(session, sort) == up
    assert names(session, sort, descending=True) == down


def test_the_same_unit_saved_twice_is_stored_once(world: None) -> None:
    for _ in range(2):
        with db.transaction() as session:
            units.create(session, draft(), by=aigerim, key="k")
    with db.reading() as session:
        assert names(session, text="agriculture") == ["Faculty of Agriculture"]


def test_a_unit_is_not_part_of_itself(session: Session) -> None:
    parent = faculty(session)
    units.update(session, VETERINARY, veterinary_in(parent), revision=1, by=aigerim)
    with pytest.raises(Invalid) as refused:
        units.update(session, parent, draft(parent_id=VETERINARY), revision=1, by=aigerim)
    assert (refused.value.field, refused.value.code) == ("parent_id", "circle")


def test_a_unit_is_part_of_one_that_exists(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        units.create(session, draft(parent_id=404), by=aigerim)
    assert refused.value.code == "not_found"


def test_a_file_names_no_parent_that_is_in_the_trash(session: Session) -> None:
    parent = faculty(session)
    units.update(session, VETERINARY, veterinary_in(parent), revision=1, by=aigerim)
    trash.delete(session, Kind.UNIT, parent, revision=1, by=dana)
    (row,) = units.search(session, by=boris).rows
    (written,) = exported.all_rows(session, by=dana)
    assert (written.id, written.parent) == (row.id, row.parent) == (VETERINARY, None)


def test_a_unit_whose_parent_is_in_the_trash_is_still_edited(session: Session) -> None:
    parent = faculty(session)
    units.update(session, VETERINARY, veterinary_in(parent), revision=1, by=aigerim)
    trash.delete(session, Kind.UNIT, parent, revision=1, by=dana)
    assert [row.parent for row in units.search(session, by=boris).rows] == [None]
    units.update(session, VETERINARY, veterinary_in(parent), revision=2, by=aigerim)
    units.update(session, VETERINARY, veterinary_in(None), revision=2, by=aigerim)


def test_the_second_of_two_editors_of_a_unit_is_told(session: Session) -> None:
    units.update(session, VETERINARY, draft(), revision=1, by=aigerim)
    with pytest.raises(Stale):
        units.update(session, VETERINARY, draft(), revision=1, by=dana)


def test_a_viewer_cannot_record_or_change_units(session: Session) -> None:
    with pytest.raises(NotAllowed):
        units.create(session, draft(), by=boris)
    with pytest.raises(NotAllowed):
        units.update(session, VETERINARY, draft(), revision=1, by=boris)


def test_a_trashed_unit_is_neither_listed_nor_found(session: Session) -> None:
    assert isinstance(units.get(session, VETERINARY, by=boris), Unit)
    trash.delete(session, Kind.UNIT, VETERINARY, revision=1, by=dana)
    assert units.choices(session, by=boris) == []
    assert names(session) == []
    with pytest.raises(NotFound):
        units.get(session, VETERINARY, by=boris)


def test_a_unit_needs_a_name_in_some_language() -> None:
    with pytest.raises(drafts.InvalidDraft) as refused:
        draft("")
    assert refused.value.problems[0].code == "name_missing"
