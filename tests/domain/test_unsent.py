"""What is typed and not saved yet is kept for the one who types it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session

from tests.world import aigerim, boris, dana
from tracker import clock, db
from tracker.domain import saving, unsent
from tracker.domain.models import Kind, UnsentText
from tracker.domain.press import unfinished
from tracker.domain.press.unfinished import Begun
from tracker.domain.unsent import FIELDS, KEPT, LONGEST, MOST, joined
from tracker.errors import NotAllowed, NotFound

PLACE = "partner-edit-1"


def new() -> str:
    return uuid4().hex


def texts(session: Session, place: str = PLACE) -> list[dict[str, str]]:
    return [each.texts for each in unsent.begun(session, place, by=aigerim)]


def grow_old(session: Session, key: str, by: timedelta) -> None:
    session.get_one(UnsentText, key, populate_existing=True).at = clock.now() - by
    session.flush()


def test_what_was_typed_is_offered_where_the_form_is_opened_again(session: Session) -> None:
    first, second = new(), new()
    assert unsent.keep(session, first, PLACE, {"notes": "We"}, by=aigerim)
    unsent.keep(session, first, PLACE, {"notes": "We met"}, by=aigerim)
    unsent.keep(session, first, PLACE, {"outcome": "A wish"}, by=aigerim)
    unsent.keep(session, second, PLACE, {"notes": "Later"}, by=aigerim)
    found = unsent.begun(session, PLACE, by=aigerim)
    assert [each.key for each in found] == [second, first]
    assert found[1].texts == {"notes": "We met", "outcome": "A wish"}
    assert [each.key for each in unsent.begun(session, PLACE, by=aigerim, but_not=second)] == [
        first
    ]
    assert texts(session, "partner-edit-2") == []


def test_it_is_nobody_elses(session: Session) -> None:
    key = new()
    unsent.keep(session, key, PLACE, {"notes": "Mine"}, by=aigerim)
    assert unsent.begun(session, PLACE, by=dana) == []
    with pytest.raises(NotFound):
        unsent.keep(session, key, PLACE, {"notes": "Yours"}, by=dana)
    unsent.drop(session, key, by=dana)
    unsent.go_on(session, key, new(), by=dana)
    assert texts(session) == [{"notes": "Mine"}]
    with pytest.raises(NotAllowed):
        unsent.keep(session, new(), PLACE, {"notes": "A viewer's"}, by=boris)


def test_a_saved_form_is_never_offered_again_whatever_comes_late(session: Session) -> None:
    kept, quick = new(), new()
    unsent.keep(session, kept, PLACE, {"notes": "Typed"}, by=aigerim)
    for key in (kept, quick):  # the second was saved before a word of it was kept
        assert not unsent.is_done(session, key, by=aigerim)
        unsent.drop(session, key, by=aigerim)
        session.expire_all()
        assert unsent.is_done(session, key, by=aigerim)
        assert not unsent.keep(session, key, PLACE, {"notes": "Typed"}, by=aigerim)
    assert texts(session) == []


def test_a_save_that_fails_keeps_what_was_typed(world: None) -> None:
    key = new()
    with db.transaction() as session:
        unsent.keep(session, key, PLACE, {"notes": "Typed"}, by=aigerim)
    with pytest.raises(NotFound), db.transaction() as session:
        unsent.drop(session, key, by=aigerim)
        raise NotFound("the record")
    with db.transaction() as session:
        assert texts(session) == [{"notes": "Typed"}]


def test_an_emptied_field_is_not_offered(session: Session) -> None:
    key = new()
    unsent.keep(session, key, PLACE, {"notes": "Typed"}, by=aigerim)
    unsent.keep(session, key, PLACE, {"notes": "  "}, by=aigerim)
    assert texts(session) == []


def test_going_on_hands_it_to_the_form_that_is_open_now(session: Session) -> None:
    old, now = new(), new()
    unsent.keep(session, old, PLACE, {"notes": "Typed"}, by=aigerim)
    unsent.keep(session, now, PLACE, {"outcome": "New"}, by=aigerim)
    unsent.go_on(session, old, now, by=aigerim)
    unsent.go_on(session, old, now, by=aigerim)
    (found,) = unsent.begun(session, PLACE, by=aigerim)
    assert (found.key, found.texts) == (now, {"outcome": "New", "notes": "Typed"})
    unsent.go_on(session, new(), now, by=aigerim)


@pytest.mark.parametrize(
    ("there", "begun", "both"),
    [
        ("", "Typed", "Typed"),
        (" \n", "Typed", "Typed"),
        ("We met", "We met in May", "We met in May"),
        ("We met in May", "We met", "We met in May"),
        ("A colleague's\n", "Mine", "A colleague's\n\nMine"),
    ],
)
def test_what_stands_in_the_field_is_not_overwritten(there: str, begun: str, both: str) -> None:
    assert joined(there, begun) == both


def test_a_person_keeps_only_so_much(session: Session) -> None:
    for number in range(MOST + 3):
        unsent.keep(session, new(), PLACE, {"notes": f"{number}"}, by=aigerim)
    assert len(texts(session)) == MOST
    assert texts(session)[0] == {"notes": f"{MOST + 2}"}
    many = {f"field_{number}": "x" * (LONGEST + 5) for number in range(FIELDS + 1)}
    unsent.keep(session, new(), "large", many, by=aigerim)
    (kept,) = texts(session, "large")
    assert len(kept) == FIELDS
    assert {len(text) for text in kept.values()} == {LONGEST}


def test_two_weeks_later_it_is_gone(session: Session) -> None:
    old, done, young = new(), new(), new()
    for key in (old, done, young):
        unsent.keep(session, key, PLACE, {"notes": key}, by=aigerim)
    unsent.drop(session, done, by=aigerim)
    grow_old(session, old, KEPT + timedelta(minutes=1))
    grow_old(session, done, timedelta(days=2))
    assert texts(session) == [{"notes": young}]
    unsent.purge(session)
    assert [session.get(UnsentText, key) is None for key in (old, done, young)] == [
        *(True, True),
        False,
    ]


def test_an_article_is_kept_while_it_is_pasted_and_not_after_it_was_read(session: Session) -> None:
    key, empty = new(), new()
    unfinished.jot(session, empty, " ", by=aigerim)
    unfinished.jot(session, key, "The univ", by=aigerim)
    unfinished.jot(session, key, "The university", by=aigerim)
    assert unfinished.get(session, key, by=aigerim).given == "The university"
    assert len(unfinished.mine(session, by=aigerim)) == 1
    unfinished.keep(session, key, Begun("Read", proposed={"text": "Read"}), by=aigerim)
    unfinished.jot(session, key, "Late", by=aigerim)
    assert unfinished.get(session, key, by=aigerim).given == "Read"
    unfinished.drop(session, key, by=aigerim)
    saving.claim(session, key, Kind.NEWS_ITEM, by=aigerim)
    unfinished.jot(session, key, "Late", by=aigerim)
    assert unfinished.mine(session, by=aigerim) == []
