"""Where a person turns up: the page of a person shows what happened with them, nothing else."""

from datetime import date

import pytest
from sqlmodel import Session

from tests.world import EMC, MARAT, SCIENCE_WEEK, aigerim, boris, dana
from tracker.domain import encounters, trash
from tracker.domain.models import (
    FollowUp,
    FollowUpKind,
    FollowUpStatus,
    Interaction,
    InteractionPartner,
    InteractionPerson,
    Kind,
    Mention,
    NewsItem,
    Person,
)

DAY = date(2024, 4, 8)


@pytest.fixture
def meeting(session: Session) -> int:
    """Marat was met at Science Week; two things followed, one is done; an article names him."""
    other = Person(name="Асель Нұрланова")
    session.add(other)
    session.flush()
    contact = Interaction(happened_on=DAY, summary="Talked about\nthe plant", event_id=SCIENCE_WEEK)
    contact.partners.append(InteractionPartner(partner_id=EMC))  # type: ignore[call-arg]
    contact.people.append(InteractionPerson(person_id=MARAT))  # type: ignore[call-arg]
    assert other.id is not None
    elsewhere = Interaction(happened_on=DAY, summary="Another talk")
    elsewhere.people.append(InteractionPerson(person_id=other.id))  # type: ignore[call-arg]
    session.add_all([contact, elsewhere])
    session.flush()
    for kind, status, due in (
        (FollowUpKind.EQUIPMENT, FollowUpStatus.DONE, date(2024, 4, 20)),
        (FollowUpKind.INTERNSHIP, FollowUpStatus.OPEN, None),
        (FollowUpKind.RETRAINING, FollowUpStatus.OPEN, date(2024, 5, 1)),
    ):
        wish = FollowUp(kind=kind, partner_id=EMC, owner_id=aigerim.id, status=status, due_on=due)
        wish.interaction_id = contact.id
        wish.closed_at = contact.created_at if status is FollowUpStatus.DONE else None
        session.add(wish)
    article = NewsItem(title="A plant opens", published_on=DAY)
    session.add(article)
    session.flush()
    assert article.id is not None
    session.add(Mention(news_item_id=article.id, person_id=MARAT))
    session.flush()
    assert contact.id is not None
    return contact.id


def test_the_contacts_of_a_person_are_listed(session: Session, meeting: int) -> None:
    listed = encounters.interactions(session, MARAT, by=boris)
    assert [(each.id, each.happened_on, each.summary) for each in listed] == [
        (meeting, DAY, "Talked about the plant")
    ]


def test_what_follows_from_a_contact_is_listed_open_and_dated_first(
    session: Session, meeting: int
) -> None:
    listed = encounters.follow_ups(session, MARAT, by=boris)
    assert [each.kind for each in listed] == [
        FollowUpKind.RETRAINING,
        FollowUpKind.INTERNSHIP,
        FollowUpKind.EQUIPMENT,
    ]


def test_the_event_where_a_person_was_met_is_listed(session: Session, meeting: int) -> None:
    assert [each.name for each in encounters.events(session, MARAT, by=boris)] == ["Science Week"]


def test_the_news_about_a_person_is_listed(session: Session, meeting: int) -> None:
    assert [each.title for each in encounters.news(session, MARAT, by=boris)] == ["A plant opens"]


def test_what_is_in_the_trash_is_not_listed(session: Session, meeting: int) -> None:
    trash.delete(session, Kind.INTERACTION, meeting, revision=1, by=dana)
    trash.delete(session, Kind.NEWS_ITEM, 1, revision=1, by=dana)
    for listed in (encounters.interactions, encounters.follow_ups, encounters.events):
        assert listed(session, MARAT, by=boris) == []
    assert encounters.news(session, MARAT, by=boris) == []
