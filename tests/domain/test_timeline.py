"""The timeline of a partner: everything that happened, the newest first, nothing twice."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from tests.world import EMC, SCIENCE_WEEK, SEMEY_ENGINEERING, aigerim, boris
from tracker import clock, db
from tracker.domain import drafts, events, follow_ups, interactions, news, timeline
from tracker.domain.models import (
    RECORDS,
    Agreement,
    AgreementPartner,
    FollowUp,
    FollowUpDraft,
    InteractionDraft,
    Kind,
    NewsItemDraft,
    ParticipationRole,
)


def met(session: Session, day: date, summary: str = "Talked", partner: int = EMC) -> None:
    typed = InteractionDraft(happened_on=day, summary=summary, outcome="Agreed to go on")
    interactions.log(session, typed, partner_ids=[partner], by=aigerim)


def wished(session: Session, subject: str) -> FollowUp:
    typed = {"partner_id": EMC, "owner_id": aigerim.id, "subject": subject, "kind": "retraining"}
    return follow_ups.create(session, drafts.checked(FollowUpDraft, typed), by=aigerim)


def at_noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


@pytest.fixture
def history(session: Session) -> None:
    """One of everything with EMC, on days of its own."""
    agreement = Agreement(title="Memorandum", number="7", signed_on=date(2024, 4, 1))
    agreement.partners.append(
        AgreementPartner.model_validate({"agreement_id": 0, "partner_id": EMC})
    )
    unsigned = Agreement(title="Being drafted")
    unsigned.partners.append(
        AgreementPartner.model_validate({"agreement_id": 0, "partner_id": EMC})
    )
    session.add_all([agreement, unsigned])
    article = NewsItemDraft(title="EMC at the fair", published_on=date(2024, 4, 2), source="Dala")
    news.create(session, article, partner_ids=[EMC], by=aigerim)
    met(session, date(2024, 4, 3))
    kept, refused = wished(session, "Sheep"), wished(session, "Goats")
    follow_ups.complete(session, kept.id or 0, outcome="Course held", revision=1, by=aigerim)
    follow_ups.decline(session, refused.id or 0, reason="No money", revision=1, by=aigerim)
    kept.created_at, kept.closed_at = at_noon(2024, 4, 4), at_noon(2024, 4, 5)
    refused.created_at, refused.closed_at = at_noon(2024, 4, 6), at_noon(2024, 4, 7)
    events.add_participants(session, SCIENCE_WEEK, [EMC], ParticipationRole.SPEAKER, by=aigerim)
    met(session, date(2024, 4, 9), "With others", SEMEY_ENGINEERING)
    session.flush()


@pytest.mark.usefixtures("history")
def test_everything_that_happened_with_a_partner_meets_here(session: Session) -> None:
    rows = timeline.of_partner(session, EMC, by=boris).rows
    assert [(row.on.day, row.words, row.about, row.text, row.detail) for row in rows] == [
        (8, "timeline.participation", "participation_role.speaker", "Science Week", ""),
        (7, "timeline.follow_up_declined", "follow_up_kind.retraining", "Goats", "No money"),
        (6, "timeline.follow_up_made", "follow_up_kind.retraining", "Goats", ""),
        (5, "timeline.follow_up_done", "follow_up_kind.retraining", "Sheep", "Course held"),
        (4, "timeline.follow_up_made", "follow_up_kind.retraining", "Sheep", ""),
        (3, "timeline.interaction", "interaction_kind.meeting", "Talked", "Agreed to go on"),
        (2, "timeline.mention", None, "EMC at the fair", "Dala"),
        (1, "timeline.agreement_signed", "agreement_kind.memorandum", "Memorandum", "7"),
    ]
    assert (rows[0].kind, rows[0].id) == (Kind.EVENT, SCIENCE_WEEK)


@pytest.mark.usefixtures("history")
def test_every_page_goes_on_where_the_last_one_ended(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        met(session, date(2024, 4, 8), "Same day as the event")
    events.add_participants(session, SCIENCE_WEEK, [EMC], ParticipationRole.GUEST, by=aigerim)
    whole = timeline.of_partner(session, EMC, by=boris)
    assert whole.before is None
    monkeypatch.setattr(timeline, "PAGE", 1)
    seen: list[timeline.TimelineRow] = []
    before = None
    while True:
        page = timeline.of_partner(session, EMC, by=boris, before=before)
        seen += page.rows
        before = page.before
        if before is None:
            break
    assert seen == whole.rows
    assert len(seen) == 11


def test_a_partner_without_a_past_has_an_empty_timeline(session: Session) -> None:
    assert timeline.of_partner(session, EMC, by=boris) == timeline.Timeline([], None)


def test_a_follow_up_closed_late_in_the_evening_utc_belongs_to_the_next_day_here(
    session: Session,
) -> None:
    wished(session, "Sheep").created_at = datetime(2024, 4, 8, 20, 30, tzinfo=UTC)
    session.flush()
    assert timeline.of_partner(session, EMC, by=boris).rows[0].on == date(2024, 4, 9)


@pytest.mark.usefixtures("history")
def test_what_is_in_the_trash_did_not_happen(session: Session) -> None:
    for kind in RECORDS.values():
        for record in session.scalars(select(kind)):
            record.deleted_at = clock.now()
    session.flush()
    assert timeline.of_partner(session, EMC, by=boris).rows == []


def test_a_page_of_the_timeline_is_two_queries(session: Session) -> None:
    met(session, date(2024, 4, 3))
    asked: list[str] = []
    engine = db.engine()

    def note(*call: object) -> None:
        asked.append(str(call[2]))

    event.listen(engine, "before_cursor_execute", note)
    timeline.of_partner(session, EMC, by=aigerim)
    event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == 2
