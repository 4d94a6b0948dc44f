"""Every list page hands out the file of exactly what it shows, to those who may."""

import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, rows
from tests.world import EMC, MARAT, SCIENCE_WEEK, VETERINARY, aigerim, boris, dana, saule
from tracker import clock, db
from tracker.access import Role
from tracker.domain import (
    addresses,
    agreements,
    drafts,
    follow_ups,
    interactions,
    news,
    taken_lists,
)
from tracker.domain.addresses import LISTS
from tracker.domain.models import (
    Account,
    AgreementDraft,
    FollowUpDraft,
    InteractionDraft,
    Kind,
    NewsItemDraft,
)
from tracker.domain.taken_lists import Taken
from tracker.export import lists
from tracker.i18n import t
from tracker.ui import nav


@pytest.fixture(autouse=True)
def busy(small_world: None) -> None:
    """Two records more of the kinds of which there is none, of which most filters fit one."""
    today = clock.today()
    with db.transaction() as session:
        for number in range(2):
            day = today - timedelta(days=number)
            article = {"title": f"Story {number}", "published_on": day, "language": "kk"}
            draft = drafts.checked(NewsItemDraft, article)
            news.create(session, draft, by=aigerim, tag_names=[f"tag{number}"])
            talk = {"summary": f"Talk {number}", "happened_on": day}
            interactions.log(
                session, drafts.checked(InteractionDraft, talk), partner_ids=[number + 1], by=dana
            )
            signed = {"title": f"Paper {number}", "signed_on": day, "unit_id": number or None}
            agreements.create(
                session, drafts.checked(AgreementDraft, signed), partner_ids=[EMC], by=aigerim
            )
            wish: dict[str, Any] = {"partner_id": EMC, "owner_id": dana.id, "subject": f"W{number}"}
            wish |= {"unit_id": VETERINARY, "event_id": SCIENCE_WEEK} if number else {}
            follow_ups.create(
                session,
                drafts.checked(FollowUpDraft, {**wish, "due_on": day}),
                by=aigerim,
                tag_names=[f"tag{number}"],
            )


def links(at: AppTest) -> list[str]:
    return [each.proto.url for each in at.get("link_button")]


def in_the_file(at: AppTest, kind: Kind) -> list[int]:
    """The ids that the file would hold to which the page's own button leads."""
    asked = addresses.asked(kind, dict(parse_qsl(urlsplit(links(at)[0]).query)))
    written = io.BytesIO()
    with db.reading() as session:
        lists.write(session, written, kind, asked, by=dana, form=lists.Format.JSON, base="")
    return [row["id"] for row in json.loads(written.getvalue())]


def on_the_page(at: AppTest) -> list[int]:
    return [int(row["href"].partition("id=")[2]) for row in rows(at)]


VALUES = {
    "q": "talk",
    "sector": "industry",
    "stage": "active",
    "tier": "regular",
    "owner": str(aigerim.id),
    "tag": "tag1",
    "partner": str(EMC),
    "since": clock.today().isoformat(),
    "until": (clock.today() - timedelta(days=1)).isoformat(),
    "from": clock.today().isoformat(),
    "to": (clock.today() - timedelta(days=1)).isoformat(),
    "in": "kk",
    "colleague": str(dana.id),
    "shown": "all",
    "status": "open",
    "overdue": "true",
    "quiet": "true",
    "engagement": "unknown",
    "upkeep": "withdrawn",
    "region": "KZ-10",
    "town": "semey",
    "standing": "month",
    "promise": "kept",
    "ending": "90",
    "verdict": "unknown",
    **dict.fromkeys(("recorded_from", "closed_from"), clock.today().isoformat()),
    **dict.fromkeys(("recorded_to", "closed_to"), (clock.today() - timedelta(days=1)).isoformat()),
    "unit": str(VETERINARY),
    "event": str(SCIENCE_WEEK),
    "came": "came",
    "direction": "we_owe",
    "state": "in_force",
}
KINDS = {Kind.EVENT: "umbrella", Kind.INTERACTION: "call", Kind.FOLLOW_UP: "other"}
KINDS |= {Kind.AGREEMENT: "contract", Kind.UNIT: "department"}


@pytest.mark.parametrize("kind", list(LISTS))
def test_the_file_holds_what_the_page_shows(open_app: OpenApp, kind: Kind) -> None:
    at = open_app(dana, nav.LIST_OF[kind])
    everything = on_the_page(at)
    assert everything == in_the_file(at, kind) != []
    orders = [f"-{sort}" for sort in type(LISTS[kind].usual.sort)]
    views = [{key: VALUES.get(key) or KINDS[kind]} for key in LISTS[kind].keys]
    narrowing = 0
    for view in [*views, *({"sort": order} for order in orders)]:
        at = open_app(dana, nav.LIST_OF[kind], **view)
        shown = on_the_page(at)
        assert shown == in_the_file(at, kind), view
        narrowing += shown != everything
        # A filter that the address asks for is a filter of the file, too.
        if "sort" not in view and view != {"shown": "open"}:
            assert dict(parse_qsl(urlsplit(links(at)[0]).query)) == view
    assert narrowing > 0


def test_only_those_who_may_are_offered_a_file(open_app: OpenApp) -> None:
    for kind in LISTS:
        offered = len(lists.formats_of(kind)) - 1  # JSON is for programs
        assert len(links(open_app(dana, nav.LIST_OF[kind]))) == offered
        assert links(open_app(aigerim, nav.LIST_OF[kind])) == []
    assert links(open_app(boris, nav.PARTNERS)) == []


def test_a_person_can_be_taken_as_a_card(open_app: OpenApp) -> None:
    address, *held = links(open_app(dana, nav.PERSON, id=str(MARAT)))
    assert address == f"/download/person/{MARAT}.vcf"
    assert held == [f"/download/person/{MARAT}/held.{form}" for form in ("docx", "json")]
    assert links(open_app(aigerim, nav.PERSON, id=str(MARAT))) == []


def test_home_offers_the_last_list_once_more(open_app: OpenApp) -> None:
    assert links(open_app(dana)) == []
    asked = addresses.asked(Kind.FOLLOW_UP, {"overdue": "true", "unit": str(VETERINARY)})
    with db.transaction() as session:
        taken_lists.note(session, Taken(Kind.FOLLOW_UP, asked, "xlsx"), by=dana)
    at = open_app(dana)
    assert links(at) == [f"/download/follow-ups.xlsx?overdue=true&unit={VETERINARY}"]
    (button,) = at.get("link_button")
    assert button.proto.label == t(
        "export.again", what="Follow-ups: Overdue, Department of Veterinary", form="XLSX"
    )
    assert links(open_app(saule)) == []


def test_a_role_that_takes_lists_no_more_is_not_offered_one(open_app: OpenApp) -> None:
    with db.transaction() as session:
        taken_lists.note(session, Taken(Kind.UNIT, LISTS[Kind.UNIT].usual, "csv"), by=dana)
    (button,) = open_app(dana).get("link_button")
    assert button.proto.label == t("export.again", what="Units", form="CSV")
    with db.transaction() as session:
        session.get_one(Account, dana.id).role = Role.LIAISON
    assert links(open_app(replace(dana, role=Role.LIAISON))) == []


def test_a_kind_of_file_that_there_is_no_more_is_not_offered(open_app: OpenApp) -> None:
    with db.transaction() as session:
        taken_lists.note(session, Taken(Kind.UNIT, LISTS[Kind.UNIT].usual, "ods"), by=dana)
    assert links(open_app(dana)) == []
