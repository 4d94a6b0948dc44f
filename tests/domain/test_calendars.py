"""Calendars: whose they are, what stands in them, and that an address can be taken back."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from tests.world import EMC, SCIENCE_WEEK, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import calendars, drafts, events, follow_ups
from tracker.domain.calendars.feeds import UNUSED
from tracker.domain.models import Account, CalendarFeed, EventDraft, FollowUpDraft
from tracker.errors import NotAllowed, NotFound
from tracker.settings import settings

TODAY = date(2024, 4, 10)


def add(session: Session, subject: str, due_on: date | None, owner: int = aigerim.id) -> int:
    typed = {"partner_id": EMC, "owner_id": owner, "subject": subject, "due_on": due_on}
    return follow_ups.create(session, drafts.checked(FollowUpDraft, typed), by=aigerim).id or 0


def test_only_one_s_own_open_work_with_a_day_is_due(session: Session) -> None:
    add(session, "later", date(2030, 1, 2))
    add(session, "sooner", date(2030, 1, 1))
    add(session, "some day", None)
    add(session, "dana's", date(2030, 1, 1), dana.id)
    done = add(session, "done", date(2030, 1, 1))
    follow_ups.complete(session, done, outcome="Signed", revision=1, by=aigerim)
    assert [each.subject for each in calendars.due(session, by=aigerim)] == ["sooner", "later"]


def test_events_of_half_a_year_ago_are_gone_but_one_that_lasts_is_there(session: Session) -> None:
    for name, starts, ends in (
        ("long ago", TODAY - timedelta(days=181), None),
        ("lasting", TODAY - timedelta(days=200), TODAY - timedelta(days=180)),
        ("to come", TODAY + timedelta(days=900), None),
    ):
        typed = {"name_en": name, "starts_on": starts, "ends_on": ends}
        events.create(session, drafts.checked(EventDraft, typed), by=aigerim)
    names = [each.name for each in calendars.happening(session, by=boris, today=TODAY)]
    assert "long ago" not in names
    assert [name for name in names if name in ("lasting", "to come")] == ["to come", "lasting"]


def test_one_entry_can_be_taken_along_if_it_has_a_day(session: Session) -> None:
    number = add(session, "sooner", date(2030, 1, 1))
    assert calendars.follow_up(session, number, by=boris).subject == "sooner"
    with pytest.raises(NotFound):
        calendars.follow_up(session, add(session, "some day", None), by=boris)
    assert calendars.event(session, SCIENCE_WEEK, by=boris).id == SCIENCE_WEEK
    with pytest.raises(NotFound):
        calendars.event(session, 999, by=boris)


def test_a_new_address_ends_the_one_before(session: Session) -> None:
    assert calendars.feed(session, by=boris) is None
    first = calendars.renew(session, by=boris, in_address=True)
    second = calendars.renew(session, by=boris, in_address=True)
    assert calendars.owner(session, first) is None
    found = calendars.owner(session, second)
    assert found is not None
    assert (found.id, found.role, found.language) == (boris.id, boris.role, boris.language)
    assert second not in str(session.get(CalendarFeed, boris.id))
    calendars.switch_off(session, by=boris)
    calendars.switch_off(session, by=boris)
    assert calendars.owner(session, second) is None


def test_a_password_is_for_its_owner_s_name_and_for_no_address(session: Session) -> None:
    password = calendars.renew(session, by=boris)
    found = calendars.with_password(session, f" {boris.email.upper()} ", password)
    assert found is not None
    assert found.id == boris.id
    assert calendars.owner(session, password) is None
    assert calendars.with_password(session, dana.email, password) is None
    assert calendars.with_password(session, boris.email, "") is None
    address = calendars.renew(session, by=boris, in_address=True)
    assert calendars.with_password(session, boris.email, password) is None
    assert calendars.with_password(session, boris.email, address) is None
    assert calendars.owner(session, address) is not None


def test_an_administrator_rules_out_keys_in_addresses(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = calendars.renew(session, by=boris, in_address=True)
    password = calendars.renew(session, by=dana)
    monkeypatch.setenv("TRACKER_CALENDAR_ADDRESSES", "off")
    settings.cache_clear()
    try:
        assert calendars.owner(session, address) is None
        assert calendars.feed(session, by=boris) is None
        assert calendars.with_password(session, dana.email, password) is not None
        with pytest.raises(NotAllowed):
            calendars.renew(session, by=boris, in_address=True)
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert calendars.owner(session, address) is not None


def test_a_key_that_nobody_uses_for_half_a_year_ends(session: Session) -> None:
    address = calendars.renew(session, by=boris, in_address=True)
    kept = session.get_one(CalendarFeed, boris.id)
    kept.created_at = clock.now() - UNUSED - timedelta(days=1)
    kept.read_at = clock.now() - UNUSED + timedelta(days=1)
    assert calendars.owner(session, address) is not None
    assert kept.read_at is not None
    kept.read_at = None
    session.flush()
    assert calendars.owner(session, address) is None
    assert calendars.feed(session, by=boris) is None


def test_whose_account_is_closed_has_no_calendar(session: Session) -> None:
    token = calendars.renew(session, by=boris, in_address=True)
    session.get_one(Account, boris.id).active = False
    session.flush()
    assert calendars.owner(session, token) is None


def test_a_reading_is_noted_once_an_hour(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    with db.transaction() as session:
        token = calendars.renew(session, by=boris, in_address=True)
    for minutes, noted in ((0, 0), (59, 0), (61, 61)):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: now + timedelta(minutes=minutes))
        with db.transaction() as session:
            calendars.owner(session, token)
            feed = calendars.feed(session, by=boris)
        assert feed is not None
        assert feed.read_at == now + timedelta(minutes=noted)
