"""Calendars over HTTP: a program without a sign-in reads its owner's, and nobody else's."""

from datetime import date

import httpx
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
        "quote": "They asked twice",
        "due_on": date(2030, 1, 1),
    }
    with db.transaction() as session:
        follow_ups.create(session, drafts.checked(FollowUpDraft, typed), by=aigerim)
        return {
            user.id: calendars.renew(session, by=user, in_address=True) for user in (aigerim, dana)
        }


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
    assert "They asked twice" not in own.text  # an address is seen by more than its owner
    assert "Send the list" not in other.text
    assert (unknown.status_code, unknown.text) == (404, "No such calendar.")


def test_a_program_that_sends_name_and_password_needs_no_key_in_the_address(
    server: Server, tokens: dict[int, str]
) -> None:
    with db.transaction() as session:
        password = calendars.renew(session, by=aigerim)
    with server.client() as client:

        def read(*sent: str, **headers: str) -> httpx.Response:
            return client.get("/calendar/own.ics", auth=sent or None, headers=headers)  # type: ignore[arg-type]

        own = read(aigerim.email, password)
        assert own.status_code == 200
        assert own.headers["cache-control"] == "private, no-store"
        assert "Send the list" in own.text
        assert "They asked twice" in own.text
        refused = [
            read(),
            read(aigerim.email, tokens[dana.id]),
            read(dana.email, password),
            read("\0", password),
            read(authorization="Basic x"),
            read(authorization="Basic //8="),
            read(authorization=f"Bearer {password}"),
        ]
        assert {each.status_code for each in refused} == {401}
        assert {each.headers["www-authenticate"][:5] for each in refused} == {"Basic"}
        assert client.get(f"/calendar/{password}.ics").status_code == 404
    assert password not in server.log.read_text()


def test_one_entry_is_for_colleagues_who_are_signed_in(server: Server) -> None:
    with server.client() as client:
        assert client.get(f"/download/event/{SCIENCE_WEEK}.ics").status_code == 401
    with server.signed_in(boris) as client:
        taken = client.get(f"/download/event/{SCIENCE_WEEK}.ics")
        absent = client.get("/download/follow-up/999.ics")
        unknown = client.get("/download/partner/1.ics")
    assert taken.text.startswith("BEGIN:VCALENDAR")
    assert absent.status_code == unknown.status_code == 404
