"""Articles that somebody is in the middle of."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from tests.world import aigerim, boris, dana
from tracker import clock
from tracker.domain.models import UnfinishedArticle
from tracker.domain.press import unfinished
from tracker.domain.press.unfinished import Begun
from tracker.errors import NotAllowed, NotFound

READ = Begun(
    "Given", "Headline", "https://uni.example", None, {"text": "Given"}, {"cards": [{"key": "o1"}]}
)


def grow_old(session: Session, key: str, days: int) -> None:
    session.get_one(UnfinishedArticle, key).at = clock.now() - timedelta(days=days)
    session.flush()


def keys(session: Session) -> list[str]:
    return [row.key for row in unfinished.mine(session, by=aigerim)]


def test_what_was_begun_is_there_as_far_as_it_came(session: Session) -> None:
    unfinished.keep(session, "k", Begun("\n The first line \nmore"), by=aigerim)
    (row,) = unfinished.mine(session, by=aigerim)
    assert (row.key, row.title, row.is_read) == ("k", "The first line", False)
    unfinished.keep(session, "k", READ, by=aigerim)
    session.expire_all()
    assert unfinished.get(session, "k", by=aigerim) == READ
    (row,) = unfinished.mine(session, by=aigerim)
    assert (row.title, row.is_read) == ("Headline", True)


def test_it_is_nobody_elses(session: Session) -> None:
    unfinished.keep(session, "k", READ, by=aigerim)
    assert unfinished.mine(session, by=dana) == []
    with pytest.raises(NotFound):
        unfinished.get(session, "k", by=dana)
    with pytest.raises(NotFound):
        unfinished.keep(session, "k", Begun("Mine"), by=dana)
    unfinished.drop(session, "k", by=dana)
    assert keys(session) == ["k"]
    with pytest.raises(NotAllowed):
        unfinished.mine(session, by=boris)


def test_what_is_dropped_is_gone(session: Session) -> None:
    unfinished.keep(session, "k", READ, by=aigerim)
    unfinished.drop(session, "k", by=aigerim)
    unfinished.drop(session, "k", by=aigerim)
    assert keys(session) == []


def test_after_a_month_it_is_forgotten(session: Session) -> None:
    for key, days in (("old", 31), ("new", 29)):
        unfinished.keep(session, key, READ, by=aigerim)
        grow_old(session, key, days)
    assert keys(session) == ["new"]
    with pytest.raises(NotFound):
        unfinished.get(session, "old", by=aigerim)
    unfinished.purge(session)
    assert session.get(UnfinishedArticle, "old") is None
    assert session.get(UnfinishedArticle, "new") is not None


def test_the_oldest_makes_room(session: Session) -> None:
    for number in range(unfinished.MOST + 1):
        unfinished.keep(session, f"k{number}", READ, by=aigerim)
        grow_old(session, f"k{number}", 20 - number)
    assert len(keys(session)) == unfinished.MOST
    assert "k0" not in keys(session)
