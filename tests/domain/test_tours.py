"""The tour: once an account, and again for whoever asks."""

from sqlmodel import Session, col, select

from tests.world import aigerim, dana
from tracker.domain import tours
from tracker.domain.models import Account, Change


def test_a_new_colleague_is_shown_around_until_they_have_seen_it(session: Session) -> None:
    tours.begin(session, by=aigerim)
    assert tours.is_wanted(session, by=aigerim)
    tours.end(session, by=aigerim)
    assert not tours.is_wanted(session, by=aigerim)


def test_a_tour_is_a_matter_of_one_account(session: Session) -> None:
    tours.begin(session, by=aigerim)
    tours.begin(session, by=dana)
    tours.end(session, by=dana)
    assert tours.is_wanted(session, by=aigerim)


def test_a_tour_is_no_edit_of_the_account(session: Session) -> None:
    before = session.get_one(Account, aigerim.id).revision
    tours.begin(session, by=aigerim)
    tours.end(session, by=aigerim)
    session.expire_all()
    assert session.get_one(Account, aigerim.id).revision == before
    told = select(Change).where(col(Change.account_id) == aigerim.id)
    assert session.scalars(told).all() == []
