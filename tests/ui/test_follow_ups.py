"""The list of follow-ups: what it shows to whom, and what a manager does with several."""

from datetime import timedelta
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, field, press, rows, save, shown
from tests.world import EMC, SCIENCE_WEEK, SEMEY_ENGINEERING, VETERINARY, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import drafts, follow_ups
from tracker.domain.models import FollowUpDraft, FollowUpKind, FollowUpStatus
from tracker.ui import nav


def promise(subject: str, *, days: int | None = 7, **typed: Any) -> int:
    """A follow-up of Aigerim's with EMC unless said otherwise; its id."""
    usual = {"partner_id": EMC, "owner_id": aigerim.id, "kind": FollowUpKind.RETRAINING}
    due = {"due_on": clock.today() + timedelta(days=days)} if days is not None else {}
    draft = drafts.checked(FollowUpDraft, {**usual, **due, "subject": subject, **typed})
    with db.transaction() as session:
        return follow_ups.create(session, draft, by=aigerim).id or 0


def finish(number: int) -> None:
    with db.transaction() as session:
        follow_ups.complete(session, number, outcome="Held", revision=1, by=aigerim)


def labels(at: AppTest) -> list[str]:
    return [row["label"] for row in rows(at)]


def owners(at: AppTest) -> list[tuple[str, int, int]]:
    tallies = shown(at, "tally")
    lines = tallies[0]["lines"] if tallies else []
    return [(line["name"], line["all"], line["late"]) for line in lines]


def test_the_list_opens_with_open_ones_the_most_urgent_first(open_app: OpenApp) -> None:
    promise("course")
    promise("vaccines", days=-3)
    finish(promise("lecture"))
    at = open_app(boris, nav.FOLLOW_UPS)
    assert labels(at) == ["Retraining: vaccines", "Retraining: course"]
    assert rows(at)[0]["cells"]["2"]["tone"] == "red"


def test_an_address_narrows_the_list(open_app: OpenApp) -> None:
    promise("course", unit_id=VETERINARY, event_id=SCIENCE_WEEK)
    promise("lines", partner_id=SEMEY_ENGINEERING, owner_id=dana.id, days=-1)
    finish(promise("lecture"))

    def found(**address: str) -> list[str]:
        return labels(open_app(boris, nav.FOLLOW_UPS, **address))

    assert found(owner=str(dana.id)) == ["Retraining: lines"]
    assert found(overdue="true") == ["Retraining: lines"]
    assert found(partner=str(EMC)) == ["Retraining: course"]
    assert found(unit=str(VETERINARY)) == ["Retraining: course"]
    assert found(event=str(SCIENCE_WEEK)) == ["Retraining: course"]
    assert found(shown="closed") == ["Retraining: lecture"]
    assert found(status="done") == ["Retraining: lecture"]
    assert found(q="lines") == ["Retraining: lines"]
    assert found(to=clock.today().isoformat()) == ["Retraining: lines"]
    assert found(**{"from": clock.today().isoformat()}) == ["Retraining: course"]
    assert found(kind="equipment") == []


def test_nonsense_in_the_address_narrows_nothing(open_app: OpenApp) -> None:
    promise("course")
    at = open_app(
        boris, nav.FOLLOW_UPS, owner="x", status="?", shown="!", to="never", unit="9" * 30
    )
    assert labels(at) == ["Retraining: course"]
    assert not at.exception


def test_a_folded_filter_is_named_and_can_be_dropped(open_app: OpenApp) -> None:
    promise("course", unit_id=VETERINARY)
    promise("lines")
    at = open_app(boris, nav.FOLLOW_UPS, unit=str(VETERINARY))
    assert at.button(key="drop.unit").label == "Unit: Department of Veterinary"
    assert len(labels(press(at, "drop.unit"))) == 2


def test_owners_stand_above_with_what_is_open_and_late(open_app: OpenApp) -> None:
    promise("course")
    promise("vaccines", days=-3)
    promise("lines", owner_id=dana.id)
    at = open_app(boris, nav.FOLLOW_UPS)
    assert set(owners(at)) == {(aigerim.name, 2, 1), (dana.name, 1, 0)}


def test_a_chosen_owner_does_not_hide_the_others_counts(open_app: OpenApp) -> None:
    promise("course")
    promise("lines", owner_id=dana.id)
    at = open_app(boris, nav.FOLLOW_UPS, owner=str(dana.id))
    assert len(owners(at)) == 2
    assert shown(at, "tally")[0]["chosen"] == dana.id


def test_a_viewer_cannot_add_pick_or_export(open_app: OpenApp) -> None:
    promise("course")
    at = open_app(boris, nav.FOLLOW_UPS)
    assert shown(at, "table")[0]["pick_label"] is None
    assert not at.get("link_button")
    assert not [each for each in at.button if "add" in str(each.key)]


def test_a_liaison_officer_adds_but_does_not_export(open_app: OpenApp) -> None:
    promise("course")
    at = open_app(aigerim, nav.FOLLOW_UPS)
    assert at.button(key="follow_up.add")
    assert not at.get("link_button")


def test_a_manager_takes_the_list_away_as_it_is_filtered(open_app: OpenApp) -> None:
    promise("course", days=-1)
    at = open_app(dana, nav.FOLLOW_UPS, overdue="true", owner=str(aigerim.id), sort="-owner")
    addresses = [each.proto.url for each in at.get("link_button")]
    assert [address.split("?")[0] for address in addresses] == [
        "/download/follow-ups.xlsx",
        "/download/follow-ups.pdf",
        "/download/follow-ups.docx",
        "/download/follow-ups.csv",
    ]
    assert all(
        part in addresses[0] for part in ("overdue=true", f"owner={aigerim.id}", "sort=-owner")
    )


def test_the_way_to_add_the_first_one_is_said(open_app: OpenApp) -> None:
    at = open_app(aigerim, nav.FOLLOW_UPS)
    assert "Add follow-up" in at.text[0].value


def test_two_things_typed_make_a_follow_up(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.FOLLOW_UPS), "follow_up.add")
    at.selectbox(key=field(at, ".partner")).select("EMC")
    at.text_input(key=field(at, ".subject")).input("veterinary medicine")
    at = save(at)
    assert labels(at) == ["veterinary medicine"]
    (row,) = rows(at)
    assert row["cells"]["5"] == aigerim.name


def test_a_follow_up_without_a_partner_is_refused_at_the_field(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.FOLLOW_UPS), "follow_up.add")
    at.text_input(key=field(at, ".subject")).input("veterinary medicine")
    at = save(at)
    assert at.error[0].value == "Choose at least one partner."
    assert at.text_input(key=field(at, ".subject")).value == "veterinary medicine"


def test_what_is_only_proposed_waits_to_be_accepted(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.FOLLOW_UPS), "follow_up.add")
    at.selectbox(key=field(at, ".partner")).select("EMC")
    next(each for each in at.checkbox if str(each.key).endswith(".proposed")).check()
    save(at)
    with db.reading() as session:
        (row,) = follow_ups.search(session, by=boris).rows
    assert row.status is FollowUpStatus.PROPOSED
