"""Titles: every record has one, in the reader's language, wherever it is named."""

from datetime import date

import pytest
from sqlalchemy import event
from sqlmodel import Session

from tests.world import EMC, MARAT, SCIENCE_WEEK, VETERINARY, aigerim, boris, dana, nobody
from tracker.access import User
from tracker.domain import trash
from tracker.domain.models import (
    Agreement,
    AgreementPromise,
    FollowUp,
    FollowUpKind,
    Interaction,
    InteractionKind,
    Kind,
    NewsItem,
    Record,
)
from tracker.domain.titles import PROMISE, Title, look_up, titles
from tracker.errors import NotAllowed

DAY = date(2024, 4, 8)
kazakh_reader = User(boris.id, boris.email, boris.name, boris.role, "kk")


def title(session: Session, record: Record, kind: Kind) -> Title:
    session.add(record)
    session.flush()
    assert record.id is not None
    return titles(session, [(kind, record.id)], by=boris)[kind, record.id]


def test_named_records_have_their_name_in_the_readers_language(session: Session) -> None:
    wanted = [(Kind.PARTNER, EMC), (Kind.UNIT, VETERINARY), (Kind.EVENT, SCIENCE_WEEK)]
    assert titles(session, wanted, by=kazakh_reader) == {
        (Kind.PARTNER, EMC): Title("EMC"),
        (Kind.UNIT, VETERINARY): Title("Ветеринария кафедрасы"),
        (Kind.EVENT, SCIENCE_WEEK): Title("Ғылым апталығы"),
    }


def test_people_colleagues_news_and_agreements_have_their_own(session: Session) -> None:
    wanted = [(Kind.PERSON, MARAT), (Kind.ACCOUNT, dana.id)]
    found = titles(session, wanted, by=boris)
    assert [found[each].text for each in wanted] == ["Марат Әлиев", dana.name]
    article = NewsItem(title="A plant opens", published_on=DAY)
    assert title(session, article, Kind.NEWS_ITEM) == Title("A plant opens")
    assert title(session, Agreement(title="On research"), Kind.AGREEMENT) == Title("On research")


def test_a_promise_is_called_by_what_it_says(session: Session) -> None:
    agreement = Agreement(title="On practice")
    session.add(agreement)
    session.flush()
    promise = AgreementPromise(agreement_id=agreement.id or 0, subject="ten places")
    session.add(promise)
    session.flush()
    known = (PROMISE, promise.id or 0)
    assert look_up(session, [known], language="en") == {known: Title("ten places")}


def test_a_follow_up_is_called_by_its_kind_and_subject(session: Session) -> None:
    wish = FollowUp(kind=FollowUpKind.RETRAINING, partner_id=EMC, owner_id=aigerim.id)
    word = "follow_up_kind.retraining"
    assert title(session, wish, Kind.FOLLOW_UP) == Title("", word)
    wish.subject = "veterinary medicine"
    assert title(session, wish, Kind.FOLLOW_UP) == Title("veterinary medicine", word)


def test_an_interaction_is_called_by_the_beginning_of_its_summary(session: Session) -> None:
    contact = Interaction(happened_on=DAY, kind=InteractionKind.CALL, summary="One\ntwo " * 40)
    found = title(session, contact, Kind.INTERACTION)
    assert found.word == "interaction_kind.call"
    assert found.text.startswith("One two One two")
    assert found.text.endswith("…")
    assert len(found.text) <= 81


def test_a_record_in_the_trash_is_named_and_marked(session: Session) -> None:
    trash.delete(session, Kind.PARTNER, EMC, revision=1, by=dana)
    assert titles(session, [(Kind.PARTNER, EMC)], by=boris) == {
        (Kind.PARTNER, EMC): Title("EMC", None, True)
    }


def test_unknown_records_are_left_out(session: Session) -> None:
    assert titles(session, [(Kind.PARTNER, 404)], by=boris) == {}
    assert titles(session, [], by=boris) == {}


def test_titles_of_many_kinds_take_one_query(session: Session) -> None:
    said: list[str] = []
    titles(session, [], by=boris)  # the role is asked for once
    event.listen(session.connection(), "before_cursor_execute", lambda *call: said.append(call[2]))
    titles(session, [(kind, 1) for kind in Kind], by=boris)
    assert len(said) == 1


def test_nobody_reads_titles_who_is_not_signed_in(session: Session) -> None:
    with pytest.raises(NotAllowed):
        titles(session, [(Kind.PARTNER, EMC)], by=nobody)
