"""Calendars over HTTP: a program without a sign-in reads its owner's, and nobody else's."""

from datetime import date

import pytest

from tests.api.conftest import Server
from tests.world import EMC, SCIENCE_WEEK, aigerim, boris, dana
from tracker import db
from tracker.domain import calendars, drafts, follow_ups
from tracker.domain.models import FollowUpDraft


@pytest.fixture
def tokens(server: Server) -> dict[int, str]:
    """Calendars of two colleagues, one of whom has something to do."""
    typed = {
        "partner_id": EMC,
        "owner_id": aigerim.id,
        "subject": "Send the list",
        "due_on": date(2030, 1, 1),
    }
    with db.transaction() as session:
        follow_ups.create(session, drafts.checked(FollowUpDraft, typed), by=aigerim)
        return {user.id: calendars.renew(session, by=user) for user in (aigerim, dana)}


def test_a_program_reads_its_owner_s_calendar_without_signing_in(
    server: Server, tokens: dict[int, str]
) -> None:
    with server.client() as client:
        own, other = (client.get(f"/calendar/{tokens[user.id]}.ics") for user in (aigerim, dana))
        unknown = client.get(f"/calendar/{'x' * 43}.ics")
    assert own.status_code == other.status_code == 200
    assert own.headers["content-type"] == "text/calendar; charset=utf-8"
    assert own.headers["cache-control"] == "private, no-store"
    assert "Send the list" in own.text
    assert "Send the list" not in other.text
    assert (unknown.status_code, unknown.text) == (404, "No such calendar.")


def test_one_entry_is_for_colleagues_who_are_signed_in(server: Server) -> None:
    with server.client() as client:
        assert client.get(f"/download/event/{SCIENCE_WEEK}.ics").status_code == 401
    with server.signed_in(boris) as client:
        taken = client.get(f"/download/event/{SCIENCE_WEEK}.ics")
        absent = client.get("/download/follow-up/999.ics")
        unknown = client.get("/download/partner/1.ics")
    assert taken.text.startswith("BEGIN:VCALENDAR")
    assert absent.status_code == unknown.status_code == 404
