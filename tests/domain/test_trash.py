"""The trash: managers put records there and bring them back; nothing is lost on the way."""

import pytest
from sqlmodel import Session

from tests.world import EMC, MARAT, SCIENCE_WEEK, VETERINARY, aigerim, boris, dana
from tracker import db
from tracker.domain import drafts, events, news, partners, people, trash, units
from tracker.domain.models import (
    FollowUp,
    FollowUpKind,
    Kind,
    NewsItemDraft,
    Partner,
    PartnerDraft,
)
from tracker.domain.titles import Title
from tracker.errors import AddressTaken, BinTaken, Invalid, NameTaken, NotAllowed, NotFound, Stale

BIN = "990340000123"


def partner(session: Session, **typed: object) -> int:
    added = partners.create(session, drafts.checked(PartnerDraft, typed), by=aigerim)
    assert added.id is not None
    return added.id


def article(session: Session) -> int:
    typed = {"title": "A plant opens", "published_on": "2024-04-08", "address": "https://a.kz/1"}
    added = news.create(session, drafts.checked(NewsItemDraft, typed), by=aigerim)
    assert added.id is not None
    return added.id


def throw(session: Session, kind: Kind, record_id: int) -> None:
    trash.delete(session, kind, record_id, revision=1, by=dana)


def listed(session: Session, kind: Kind | None = None) -> list[tuple[Kind, int]]:
    return [(row.kind, row.id) for row in trash.search(session, by=dana, kind=kind).rows]


def test_a_deleted_partner_leaves_the_list_and_comes_back_whole(session: Session) -> None:
    throw(session, Kind.PARTNER, EMC)
    with pytest.raises(NotFound):
        partners.get(session, EMC, by=boris)
    trash.restore(session, Kind.PARTNER, EMC, by=dana)
    assert partners.get(session, EMC, by=boris).name("en") == "EMC"
    assert [each.name for each in partners.people(session, EMC, by=boris)] == ["Марат Әлиев"]


def test_only_a_manager_deletes_restores_and_sees_the_trash(session: Session) -> None:
    for user in (aigerim, boris):
        with pytest.raises(NotAllowed):
            trash.delete(session, Kind.PARTNER, EMC, revision=1, by=user)
        with pytest.raises(NotAllowed):
            trash.restore(session, Kind.PARTNER, EMC, by=user)
        with pytest.raises(NotAllowed):
            trash.search(session, by=user)


def test_an_account_is_switched_off_not_deleted(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        trash.delete(session, Kind.ACCOUNT, boris.id, revision=1, by=dana)
    assert refused.value.code == "account_not_deleted"


def test_a_record_that_somebody_just_edited_is_not_deleted(session: Session) -> None:
    with pytest.raises(Stale):
        trash.delete(session, Kind.PARTNER, EMC, revision=7, by=dana)


def test_what_does_not_exist_or_is_there_already_is_not_deleted(session: Session) -> None:
    throw(session, Kind.PARTNER, EMC)
    for number in (EMC, 404):
        with pytest.raises(NotFound):
            throw(session, Kind.PARTNER, number)


def test_what_is_not_in_the_trash_stays_as_it_is(session: Session) -> None:
    trash.restore(session, Kind.PARTNER, EMC, by=dana)
    assert partners.get(session, EMC, by=boris).revision == 1


def test_the_trash_says_what_by_whom_and_when_the_latest_first(world: None) -> None:
    for kind, number in ((Kind.PERSON, MARAT), (Kind.UNIT, VETERINARY), (Kind.PARTNER, EMC)):
        with db.transaction() as session:
            throw(session, kind, number)
    with db.reading() as session:
        rows = trash.search(session, by=dana).rows
    assert [(row.kind, row.title.text, row.who) for row in rows] == [
        (Kind.PARTNER, "EMC", dana.name),
        (Kind.UNIT, "Department of Veterinary", dana.name),
        (Kind.PERSON, "Марат Әлиев", dana.name),
    ]
    assert rows[0].when > rows[1].when


def test_the_trash_narrows_to_a_kind(session: Session) -> None:
    throw(session, Kind.PERSON, MARAT)
    throw(session, Kind.EVENT, SCIENCE_WEEK)
    assert listed(session, kind=Kind.PERSON) == [(Kind.PERSON, MARAT)]
    assert listed(session, kind=Kind.NEWS_ITEM) == []


def test_a_follow_up_in_the_trash_is_called_by_its_kind(session: Session) -> None:
    wish = FollowUp(kind=FollowUpKind.EQUIPMENT, partner_id=EMC, owner_id=aigerim.id)
    session.add(wish)
    session.flush()
    throw(session, Kind.FOLLOW_UP, wish.id or 0)
    row = trash.search(session, by=dana).rows[0]
    assert row.title == Title("", "follow_up_kind.equipment", True)


def test_a_partner_whose_name_was_taken_meanwhile_does_not_come_back(session: Session) -> None:
    throw(session, Kind.PARTNER, EMC)
    partner(session, name_ru="emc")
    with pytest.raises(NameTaken):
        trash.restore(session, Kind.PARTNER, EMC, by=dana)
    assert listed(session) == [(Kind.PARTNER, EMC)]


def test_a_partner_whose_bin_was_taken_meanwhile_does_not_come_back(session: Session) -> None:
    first = partner(session, name_en="First", bin=BIN)
    throw(session, Kind.PARTNER, first)
    partner(session, name_en="Second", bin=BIN)
    with pytest.raises(BinTaken):
        trash.restore(session, Kind.PARTNER, first, by=dana)


def test_news_recorded_again_meanwhile_does_not_come_back(session: Session) -> None:
    first = article(session)
    throw(session, Kind.NEWS_ITEM, first)
    trash.restore(session, Kind.NEWS_ITEM, first, by=dana)
    trash.delete(session, Kind.NEWS_ITEM, first, revision=3, by=dana)
    article(session)
    with pytest.raises(AddressTaken):
        trash.restore(session, Kind.NEWS_ITEM, first, by=dana)


def test_every_kind_of_record_goes_there_and_back(session: Session) -> None:
    for kind, number in (
        (Kind.PERSON, MARAT),
        (Kind.UNIT, VETERINARY),
        (Kind.EVENT, SCIENCE_WEEK),
    ):
        throw(session, kind, number)
        trash.restore(session, kind, number, by=dana)
    assert people.get(session, MARAT, by=boris).deleted_at is None
    assert units.get(session, VETERINARY, by=boris).deleted_by is None
    assert events.get(session, SCIENCE_WEEK, by=boris) is not None


def test_the_one_who_deleted_is_kept_with_the_record(session: Session) -> None:
    throw(session, Kind.PARTNER, EMC)
    gone = session.get(Partner, EMC)
    assert gone is not None
    assert gone.deleted_by == dana.id
