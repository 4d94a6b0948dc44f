"""A leaving colleague's work goes to others in one step, and comes back in one."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from tests.world import EMC, SEMEY_ENGINEERING, VETERINARY, aigerim, boris, dana, saule
from tracker import clock
from tracker.domain import (
    accounts,
    agreements,
    drafts,
    follow_ups,
    handing_over,
    history,
    reminders,
    saved_views,
    undoing,
)
from tracker.domain.addresses import Asked
from tracker.domain.handing_over import Share, Standing
from tracker.domain.models import (
    Account,
    AgreementDraft,
    FollowUp,
    FollowUpDraft,
    Kind,
    Partner,
    SavedView,
    SavedViewDraft,
    UndertakingKind,
    UnfinishedArticle,
    Unit,
)
from tracker.domain.partners import PartnerFilter, Sort
from tracker.domain.press import unfinished
from tracker.domain.press.unfinished import Begun
from tracker.domain.reminders import Heading, Look
from tracker.errors import Invalid, NotAllowed, NotFound, SignedOut

ALL = Standing(partners=1, follow_ups=2, units=1, views=1, articles=1, agreements=1)


def add(session: Session, subject: str, **typed: object) -> int:
    standing = {"partner_id": EMC, "owner_id": aigerim.id, "subject": subject}
    draft = drafts.checked(FollowUpDraft, {**standing, **typed})
    return follow_ups.create(session, draft, by=aigerim).id or 0


def view(session: Session, name: str, by: object = aigerim, shared: bool = True) -> None:
    asked = Asked(PartnerFilter(text="x"), Sort.NAME, False)
    draft = SavedViewDraft(name=name, is_shared=shared)
    saved_views.save(session, Kind.PARTNER, draft, asked, by=by)  # type: ignore[arg-type]


@pytest.fixture
def busy(session: Session) -> Session:
    """Aigerim has one of everything, beside what is closed or her own business."""
    add(session, "a", unit_id=VETERINARY)
    add(session, "b", partner_id=SEMEY_ENGINEERING)
    done = add(session, "done")
    follow_ups.complete(session, done, outcome="Signed", revision=1, by=aigerim)
    session.get_one(Unit, VETERINARY).head_id = aigerim.id
    draft = AgreementDraft(title="Memorandum")
    agreements.create(session, draft, partner_ids=[SEMEY_ENGINEERING], by=aigerim)
    view(session, "Ours")
    view(session, "Private", shared=False)
    unfinished.keep(session, "k", Begun("An article"), by=aigerim)
    return session


def owners(session: Session) -> dict[str, list[object]]:
    session.expire_all()
    return {
        "partners": [each.owner_id for each in session.exec(select(Partner).order_by("id"))],
        "follow_ups": [each.owner_id for each in session.exec(select(FollowUp).order_by("id"))],
        "units": [each.head_id for each in session.exec(select(Unit).order_by("id"))],
        "views": [
            (each.name, each.key, each.account_id)
            for each in session.exec(select(SavedView).order_by("id"))
        ],
        "articles": [each.account_id for each in session.exec(select(UnfinishedArticle))],
    }


def test_what_would_move_is_counted_first(busy: Session) -> None:
    assert handing_over.standing(busy, aigerim.id, by=dana) == ALL
    assert handing_over.standing(busy, boris.id, by=dana) == Standing(0, 0, 0, 0, 0)
    assert handing_over.owners(busy, by=dana) == [(aigerim.id, aigerim.name, True)]
    with pytest.raises(NotFound):
        handing_over.standing(busy, 99, by=dana)


def test_everything_that_waits_for_somebody_moves_and_comes_back(busy: Session) -> None:
    before = owners(busy)
    work, moved = handing_over.hand_over(busy, aigerim.id, to=dana.id, by=dana)
    assert moved == ALL._replace(agreements=0)
    after = owners(busy)
    assert after["partners"] == [None, dana.id]
    # What is done stays with whoever did it.
    assert after["follow_ups"] == [dana.id, dana.id, aigerim.id]
    assert (after["units"], after["articles"]) == ([dana.id], [dana.id])
    assert after["views"] == [("Ours", "ours", dana.id), ("Private", "private", aigerim.id)]
    assert handing_over.owners(busy, by=dana) == [(dana.id, dana.name, True)]
    (row,) = undoing.recent(busy, by=dana).rows
    assert (row.kind, row.title) == (
        UndertakingKind.HAND_OVER,
        f"{aigerim.name} → {dana.name}",
    )
    told = history.of(busy, Kind.PARTNER, SEMEY_ENGINEERING, by=boris).rows[0]
    assert (told.field, told.who) == ("owner_id", dana.name)
    assert told.new is not None
    assert told.new.text == dana.name
    undoing.undo(busy, work.id or 0, by=dana)
    assert owners(busy) == before


def test_some_partners_and_units_may_go_to_somebody_else(busy: Session) -> None:
    add(busy, "c", partner_id=SEMEY_ENGINEERING, unit_id=VETERINARY)
    partners, units = handing_over.shares(busy, aigerim.id, by=dana)
    assert [number for number, _ in partners] == [EMC, SEMEY_ENGINEERING]
    assert [number for number, _ in units] == [VETERINARY]
    shares = [Share(saule.id, (SEMEY_ENGINEERING,)), Share(boris.id, (), (VETERINARY,))]
    work, _ = handing_over.hand_over(busy, aigerim.id, to=dana.id, elsewhere=shares, by=dana)
    after = owners(busy)
    assert after["partners"] == [None, saule.id]
    # The partner says more than the unit.
    assert after["follow_ups"] == [boris.id, saule.id, aigerim.id, saule.id]
    assert after["units"] == [boris.id]
    assert after["views"][0] == ("Ours", "ours", dana.id)
    names = ", ".join(each.name for each in (dana, saule, boris))
    assert work.title == f"{aigerim.name} → {names}"


def test_views_of_one_name_are_told_apart(busy: Session) -> None:
    view(busy, "OURS", by=dana)
    view(busy, f"Ours · {aigerim.name}", by=dana)
    handing_over.hand_over(busy, aigerim.id, to=dana.id, by=dana)
    names = [each[0] for each in owners(busy)["views"] if each[2] == dana.id]  # type: ignore[index]
    assert sorted(names) == ["OURS", f"Ours · {aigerim.name}", f"Ours · {aigerim.name} 2"]


def test_the_account_is_closed_in_the_same_step_and_stays_so(busy: Session) -> None:
    work, _ = handing_over.hand_over(busy, aigerim.id, to=dana.id, close=True, by=saule)
    assert not accounts.get(busy, aigerim.id, by=saule).active
    undoing.undo(busy, work.id or 0, by=saule)
    assert owners(busy)["partners"] == [None, aigerim.id]
    assert not busy.get_one(Account, aigerim.id).active
    # Of somebody whose account was closed before, the work is still there to hand over.
    assert handing_over.owners(busy, by=dana) == [(aigerim.id, aigerim.name, False)]
    handing_over.hand_over(busy, aigerim.id, to=dana.id, close=True, by=saule)
    assert handing_over.owners(busy, by=dana) == [(dana.id, dana.name, True)]


def test_only_who_manages_accounts_closes_one(busy: Session) -> None:
    before = owners(busy)
    with pytest.raises(NotAllowed):
        handing_over.hand_over(busy, aigerim.id, to=dana.id, close=True, by=dana)
    assert owners(busy) == before


@pytest.mark.parametrize(("to", "code"), [(99, "account_inactive"), (1, "same_colleague")])
def test_a_successor_has_to_be_somebody_else_who_works_here(
    busy: Session, to: int, code: str
) -> None:
    before = owners(busy)
    with pytest.raises(Invalid) as refused:
        handing_over.hand_over(busy, aigerim.id, to=to, by=dana)
    assert (refused.value.field, refused.value.code) == ("to", code)
    assert owners(busy) == before
    with pytest.raises(NotFound):
        handing_over.hand_over(busy, 99, to=dana.id, by=dana)


def test_whoever_may_not_give_work_to_others_may_not_this(busy: Session) -> None:
    for reader in (aigerim, boris):
        with pytest.raises(NotAllowed):
            handing_over.hand_over(busy, aigerim.id, to=boris.id, by=reader)


def test_the_successor_is_told_once_of_partners_and_follow_ups(busy: Session) -> None:
    handing_over.hand_over(busy, aigerim.id, to=dana.id, by=saule)
    now = clock.now() + timedelta(hours=1)
    sections = dict(reminders.gather(busy, Look(now), by=dana))
    assert [(row.name, row.who) for row in sections[Heading.GIVEN]] == [
        ("Semey Engineering", saule.name)
    ]
    assert len(sections[Heading.ASSIGNED]) == 2
    later = Look(now + timedelta(days=1), told_at=now)
    assert Heading.GIVEN not in dict(reminders.gather(busy, later, by=dana))
    # Of what one took oneself one need not be told.
    handing_over.hand_over(busy, dana.id, to=saule.id, by=saule)
    assert Heading.GIVEN not in dict(reminders.gather(busy, Look(now), by=saule))


def test_a_closed_account_gets_in_nowhere(busy: Session) -> None:
    handing_over.hand_over(busy, aigerim.id, to=dana.id, close=True, by=saule)
    busy.info.clear()
    with pytest.raises(SignedOut):
        unfinished.mine(busy, by=aigerim)
