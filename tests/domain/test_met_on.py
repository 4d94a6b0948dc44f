"""The day of a contact stands beside each of its partners, whatever becomes of the contact."""

from datetime import date, timedelta

from sqlalchemy import text
from sqlmodel import Session, col, select

from tests.world import EMC, SEMEY_ENGINEERING, aigerim, dana
from tracker import clock
from tracker.domain import drafts, interactions, merging, met_on, trash
from tracker.domain.models import Interaction, InteractionDraft, InteractionPartner, Kind, Partner

TODAY = clock.today()
EARLIER = TODAY - timedelta(days=9)


def log(session: Session, *partners: int, on: date = TODAY) -> Interaction:
    draft = drafts.checked(InteractionDraft, {"happened_on": on, "summary": "Talked"})
    return interactions.log(session, draft, partner_ids=list(partners), by=aigerim)


def days(session: Session, partner_id: int) -> list[date | None]:
    met = col(InteractionPartner.met_on)
    query = select(met).where(col(InteractionPartner.partner_id) == partner_id)
    return list(session.exec(query.order_by(col(InteractionPartner.interaction_id))))


def test_every_partner_of_a_contact_has_its_day(session: Session) -> None:
    log(session, EMC, SEMEY_ENGINEERING)
    log(session, EMC, on=EARLIER)
    assert days(session, EMC) == [TODAY, EARLIER]
    assert days(session, SEMEY_ENGINEERING) == [TODAY]


def test_it_follows_a_contact_that_is_dated_anew_with_other_partners(session: Session) -> None:
    entry = log(session, EMC)
    assert entry.id
    draft = drafts.checked(InteractionDraft, {"happened_on": EARLIER, "summary": "Talked"})
    both = [EMC, SEMEY_ENGINEERING]
    interactions.update(
        session,
        entry.id,
        draft,
        partner_ids=both,
        person_ids=[],
        colleague_ids=[aigerim.id],
        revision=1,
        by=aigerim,
    )
    assert days(session, EMC) == days(session, SEMEY_ENGINEERING) == [EARLIER]


def test_a_contact_in_the_trash_has_none_until_it_is_back(session: Session) -> None:
    entry = log(session, EMC)
    assert entry.id
    trash.delete(session, Kind.INTERACTION, entry.id, revision=entry.revision, by=dana)
    session.flush()
    assert days(session, EMC) == [None]
    trash.restore(session, Kind.INTERACTION, entry.id, by=dana)
    session.flush()
    assert days(session, EMC) == [TODAY]


def test_it_goes_along_when_partners_are_made_one(session: Session) -> None:
    log(session, SEMEY_ENGINEERING, on=EARLIER)
    one, other = (session.get_one(Partner, number).revision for number in (EMC, SEMEY_ENGINEERING))
    merging.merge(session, Kind.PARTNER, EMC, SEMEY_ENGINEERING, revisions=(one, other), by=dana)
    session.flush()
    assert days(session, EMC) == [EARLIER]


def test_rows_that_came_past_the_triggers_are_worked_out(session: Session) -> None:
    log(session, EMC)
    session.execute(text("UPDATE interaction_partner SET met_on = NULL"))
    met_on.work_out(session.connection())
    assert days(session, EMC) == [TODAY]
