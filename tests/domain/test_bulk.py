"""What managers do with many follow-ups at once, and how it is taken back at one press."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session

from tests.world import EMC, aigerim, boris, dana
from tracker import clock
from tracker.domain import drafts, follow_ups, tags, trash, undoing
from tracker.domain.models import (
    FollowUp,
    FollowUpDraft,
    FollowUpTag,
    Kind,
    UndertakingKind,
)
from tracker.errors import Invalid, NotAllowed, TakenBack

TODAY = clock.today()
TOMORROW = TODAY + timedelta(days=1)


def add(session: Session, subject: str, **typed: object) -> int:
    standing = {"partner_id": EMC, "owner_id": aigerim.id, "subject": subject, "due_on": TODAY}
    draft = drafts.checked(FollowUpDraft, {**standing, **typed})
    return follow_ups.create(session, draft, by=aigerim).id or 0


def bulk(session: Session, act: Callable[[], int]) -> int:
    """Do it as one piece of work; its number."""
    with undoing.recorded(session, UndertakingKind.BULK, "", by=dana) as work:
        act()
    return work.id or 0


def tags_of(session: Session, number: int) -> list[str]:
    return tags.of(session, FollowUpTag, number, by=boris)


def revised(session: Session, number: int) -> int:
    return session.get_one(FollowUp, number).revision


def test_tags_come_beside_those_that_are_there(session: Session) -> None:
    tagged, bare, closed = (add(session, each) for each in "abc")
    tags.put(session, FollowUpTag, session.get_one(FollowUp, tagged), ["Grant"])
    follow_ups.complete(session, closed, outcome="Signed", revision=1, by=aigerim)
    many = [tagged, bare, closed]
    names = [" Ауыл ", "", "grant", "ауыл"]
    assert follow_ups.tag_many(session, many, names=names, by=dana) == 2
    assert [tags_of(session, each) for each in many] == [["Grant", "Ауыл"], ["Grant", "Ауыл"], []]
    # Nothing is left to put.
    before = revised(session, tagged)
    assert follow_ups.tag_many(session, many, names=["GRANT"], by=dana) == 0
    assert revised(session, tagged) == before


def test_a_tag_has_to_be_named_by_a_manager(session: Session) -> None:
    number = add(session, "a")
    with pytest.raises(Invalid) as refused:
        follow_ups.tag_many(session, [number], names=["  ", ""], by=dana)
    assert (refused.value.field, refused.value.code) == ("tags", "required")
    with pytest.raises(NotAllowed):
        follow_ups.tag_many(session, [number], names=["Grant"], by=aigerim)


def test_a_full_one_gets_no_more_tags(session: Session) -> None:
    full, room = add(session, "full"), add(session, "room")
    many = [f"tag {number:02}" for number in range(tags.MOST)]
    tags.put(session, FollowUpTag, session.get_one(FollowUp, full), many)
    tags.put(session, FollowUpTag, session.get_one(FollowUp, room), many[1:])
    assert follow_ups.tag_many(session, [full, room], names=["x", "y"], by=dana) == 1
    assert len(tags_of(session, full)) == len(tags_of(session, room)) == tags.MOST


def test_each_act_on_many_is_taken_back_whole(session: Session) -> None:
    ids = [add(session, "a"), add(session, "b", due_on=TOMORROW), add(session, "c", owner_id=2)]
    tags.put(session, FollowUpTag, session.get_one(FollowUp, ids[0]), ["Grant"])
    acts: list[Callable[[], int]] = [
        lambda: follow_ups.reassign(session, ids, owner_id=dana.id, by=dana),
        lambda: follow_ups.postpone_many(session, ids, due_on=TODAY + timedelta(9), by=dana),
        lambda: follow_ups.tag_many(session, ids, names=["Grant", "Ауыл"], by=dana),
    ]

    def now() -> list[object]:
        session.expire_all()
        found = [session.get_one(FollowUp, number) for number in ids]
        return [(each.owner_id, each.due_on, tags_of(session, each.id or 0)) for each in found]

    before = now()
    for act in acts:
        number = bulk(session, act)
        assert now() != before
        assert follow_ups.take_back_many(session, number, by=dana) == []
        assert now() == before
        with pytest.raises(TakenBack):
            follow_ups.take_back_many(session, number, by=dana)


def test_what_somebody_changed_since_stays_and_is_named(session: Session) -> None:
    mine, theirs, gone = (add(session, each) for each in "abc")
    ids = [mine, theirs, gone]
    number = bulk(session, lambda: follow_ups.reassign(session, ids, owner_id=dana.id, by=dana))
    follow_ups.start(session, theirs, revision=revised(session, theirs), by=aigerim)
    trash.delete(session, Kind.FOLLOW_UP, gone, revision=revised(session, gone), by=dana)
    assert sorted(follow_ups.take_back_many(session, number, by=dana)) == [theirs, gone]
    owners = [session.get_one(FollowUp, each).owner_id for each in ids]
    assert owners == [aigerim.id, dana.id, dana.id]


def test_a_tag_that_others_took_up_stays_with_them(session: Session) -> None:
    one, other = add(session, "a"), add(session, "b")
    number = bulk(session, lambda: follow_ups.tag_many(session, [one], names=["New"], by=dana))
    tags.put(session, FollowUpTag, session.get_one(FollowUp, other), ["new"])
    assert follow_ups.take_back_many(session, number, by=dana) == []
    assert (tags_of(session, one), tags_of(session, other)) == ([], ["New"])


def test_only_who_may_take_back_whole_work_may_this(session: Session) -> None:
    number = bulk(session, lambda: follow_ups.tag_many(session, [1], names=["New"], by=dana))
    with pytest.raises(NotAllowed):
        follow_ups.take_back_many(session, number, by=aigerim)
