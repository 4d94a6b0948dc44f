"""One partner's page, driven as a person drives it."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, items, shown
from tests.ui.test_follow_ups import promise
from tests.world import EMC, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker import db
from tracker.domain import drafts, partners
from tracker.domain.models import PartnerDraft
from tracker.i18n import speaking, t
from tracker.ui import nav, partner_parts


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def opened_for_editing(open_app: OpenApp) -> tuple[AppTest, str]:
    at = open_app(aigerim, nav.PARTNER, id=str(EMC))
    at.button("partner.edit").click().run()
    return at, next(str(each.key) for each in at.text_input if str(each.key).endswith(".name_en"))


def save(at: AppTest) -> AppTest:
    label = t("form.save")
    return next(each for each in at.button if each.label == label).click().run()


def test_the_page_names_people_and_facts(open_app: OpenApp) -> None:
    at = open_app(boris, nav.PARTNER, id=str(EMC))
    assert not at.exception
    assert "Марат Әлиев" in [item["title"] for item in items(at)]
    assert any(t("sector.industry") in each.proto.body for each in at.get("html"))


@pytest.mark.parametrize("before", ["2024-04-08.3.99999999999999999999", "9999-12-31.99.-1", "x"])
def test_nonsense_in_the_address_is_the_top_of_the_timeline(open_app: OpenApp, before: str) -> None:
    assert not open_app(boris, nav.PARTNER, id=str(EMC), before=before).exception


def test_an_edit_is_shown_at_once_and_said_once(open_app: OpenApp) -> None:
    at, key = opened_for_editing(open_app)
    at.text_input(key).set_value("EMC One")
    save(at)
    assert any("EMC One" in each.proto.body for each in at.get("html"))
    assert at.toast[0].value == t("app.saved", name="EMC One")
    assert not at.run().toast


def test_of_two_editors_the_later_sees_both_versions_and_decides(open_app: OpenApp) -> None:
    at, key = opened_for_editing(open_app)
    theirs = drafts.checked(PartnerDraft, {"name_en": "Theirs"})
    with db.transaction() as session:
        partners.update(session, EMC, theirs, revision=1, by=dana)
    at.text_input(key).set_value("Mine")
    save(at)
    assert at.error[0].value == t("error.stale")
    assert at.text_input(key).value == "Mine"
    assert {"Mine", "Theirs"} <= {each.value for each in at.text}
    at.button("conflict.keep_mine").click().run()
    assert [each.value for each in at.info] == [t("conflict.now_save")]
    save(at)
    with db.reading() as session:
        assert partners.get(session, EMC, by=dana).name_en == "Mine"


def test_the_later_of_two_editors_may_give_way(open_app: OpenApp) -> None:
    at, key = opened_for_editing(open_app)
    theirs = drafts.checked(PartnerDraft, {"name_en": "Theirs"})
    with db.transaction() as session:
        partners.update(session, EMC, theirs, revision=1, by=dana)
    at.text_input(key).set_value("Mine")
    save(at)
    at.button("conflict.take_theirs").click().run()
    assert any("Theirs" in each.proto.body for each in at.get("html"))
    assert not [each for each in at.text_input if each.key == key]


def test_a_dialog_that_was_left_by_going_back_does_not_open_over_the_next_record(
    open_app: OpenApp,
) -> None:
    at, _ = opened_for_editing(open_app)
    at = at.switch_page(nav.PARTNERS).run()
    at.query_params["id"] = str(SEMEY_ENGINEERING)
    at = at.switch_page(nav.PARTNER).run()
    assert not [each for each in at.text_input if str(each.key).startswith("partner.edit.")]


def test_markup_in_a_name_stays_text(open_app: OpenApp) -> None:
    at, key = opened_for_editing(open_app)
    at.text_input(key).set_value("<script>alert(1)</script>")
    save(at)
    bodies = " ".join(each.proto.body for each in at.get("html"))
    assert "&lt;script&gt;" in bodies
    assert "<script>" not in bodies


def test_a_viewer_is_offered_nothing_to_change(open_app: OpenApp) -> None:
    at = open_app(boris, nav.PARTNER, id=str(SEMEY_ENGINEERING))
    assert not {"partner.edit", "interaction.add"} & {str(each.key) for each in at.button}


@pytest.mark.parametrize("address", ["99", "0", "-1", "two", "", "9" * 40, "१"])
def test_an_address_without_a_partner_says_so(open_app: OpenApp, address: str) -> None:
    at = open_app(boris, nav.PARTNER, id=address)
    assert at.error[0].value == t("error.not_found")


def test_of_very_many_open_follow_ups_the_first_are_here_and_a_link_leads_to_all(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        promise(f"course {number}", days=number)
    ways = {each.proto.label for each in open_app(boris, nav.PARTNER, id=str(EMC)).get("page_link")}
    assert t("partner.all_promises") not in ways
    monkeypatch.setattr(partner_parts, "MOST_PROMISES", 2)
    at = open_app(boris, nav.PARTNER, id=str(EMC))
    (open_with_it,) = (
        each for each in shown(at, "feed") if each["caption"] == t("partner.promises")
    )
    assert [item["title"] for item in open_with_it["items"]] == [
        "Retraining: course 0",
        "Retraining: course 1",
    ]
    links = {each.proto.label: each.proto.query_string for each in at.get("page_link")}
    assert links[t("partner.all_promises")] == f"partner={EMC}"
