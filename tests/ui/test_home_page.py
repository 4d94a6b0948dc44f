"""The home page: logging a meeting, one's own duties, colleagues' changes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, items, press, send
from tests.world import EMC, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import accounts, drafts, follow_ups, interactions, partners
from tracker.domain.models import FollowUp, FollowUpDraft, FollowUpStatus, PartnerDraft
from tracker.i18n import speaking, t
from tracker.ui import nav


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def ending(at: AppTest, suffix: str) -> str:
    """The key of the widget of the open form that ends like this."""
    every = [*at.multiselect, *at.text_area, *at.text_input, *at.button, *at.selectbox]
    return next(str(each.key) for each in every if str(each.key).endswith(suffix))


def test_a_meeting_with_somebody_new_and_a_next_step_is_logged_in_one_go(
    open_app: OpenApp,
) -> None:
    at = open_app(aigerim)
    at.multiselect(ending(at, ".partners")).set_value(["EMC", "Жаңа ферма"]).run()
    at.text_area(ending(at, ".summary")).set_value("Talked about courses").run()
    at.text_input(ending(at, ".step")).set_value("Send the programme").run()
    at.button(ending(at, ".save")).click().run()
    assert at.toast[0].value == t("interaction.logged_with_step")
    assert at.text_area(ending(at, ".summary")).value == ""
    with db.reading() as session:
        (row,) = interactions.search(session, by=boris).rows
        (step,) = follow_ups.search(session, by=boris).rows
    assert (row.partners, row.summary) == (("EMC", "Жаңа ферма"), "Talked about courses")
    assert (step.subject, step.owner_id) == ("Send the programme", aigerim.id)


def test_a_meeting_is_one_press_away_on_every_page_for_those_who_write(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.NEWS), "log_anywhere")
    at.multiselect(ending(at, ".partners")).set_value(["EMC"]).run()
    at.text_area(ending(at, ".summary")).set_value("Talked about courses").run()
    at.button(ending(at, ".save")).click().run()
    assert at.toast[0].value == t("interaction.logged")
    assert "log_anywhere" not in {button.key for button in open_app(boris, nav.NEWS).button}


def test_a_meeting_without_a_partner_says_so_and_keeps_the_words(open_app: OpenApp) -> None:
    at = open_app(aigerim)
    at.text_area(ending(at, ".summary")).set_value("Talked about courses").run()
    at.button(ending(at, ".save")).click().run()
    assert at.error[0].value == t("error.no_partner")
    assert at.text_area(ending(at, ".summary")).value == "Talked about courses"


def test_a_typed_name_that_a_partner_has_is_that_partner(open_app: OpenApp) -> None:
    at = open_app(aigerim)
    at.multiselect(ending(at, ".partners")).set_value(["семей  ИНЖИНИРИНГ"]).run()
    at.text_area(ending(at, ".summary")).set_value("Talked").run()
    at.button(ending(at, ".save")).click().run()
    with db.reading() as session:
        (row,) = interactions.search(session, by=boris).rows
        assert partners.search(session, by=boris).total == 2
    assert row.partners == ("Semey Engineering",)


def test_what_is_overdue_stands_on_top(open_app: OpenApp) -> None:
    today = clock.today()
    with db.transaction() as session:
        for subject, days in (("later", 30), ("late", -3), ("now", 0)):
            typed = {
                "subject": subject,
                "partner_id": EMC,
                "owner_id": aigerim.id,
                "due_on": today + timedelta(days=days),
            }
            follow_ups.create(session, drafts.checked(FollowUpDraft, typed), by=aigerim)
    at = open_app(aigerim)
    assert [item["title"] for item in items(at)] == ["late", "now", "later"]
    assert [item["is_late"] for item in items(at)] == [True, False, False]


def test_what_a_colleague_did_since_the_last_visit_is_shown(open_app: OpenApp) -> None:
    with clock.at(clock.now() - timedelta(days=2)), db.transaction() as session:
        accounts.visit(session, by=aigerim)
    with db.transaction() as session:
        partners.create(session, drafts.checked(PartnerDraft, {"name_en": "Nova"}), by=dana)
    assert "Nova" in [item["title"] for item in items(open_app(aigerim))]


def test_a_viewer_is_shown_the_way_to_the_dashboard_and_no_form(open_app: OpenApp) -> None:
    at = open_app(boris, nav.HOME)
    assert not at.exception
    assert not at.text_area


def test_a_partner_in_another_spelling_is_taken_for_the_one_that_is_meant(
    open_app: OpenApp,
) -> None:
    at = open_app(aigerim)
    at.multiselect(ending(at, ".partners")).set_value(["АО «Семей Инжиниринг»"]).run()
    assert t("pick.taken_as", name="АО «Семей Инжиниринг»", known="Semey Engineering") in [
        each.value for each in at.caption
    ]
    assert not [each for each in at.selectbox if ".sector." in str(each.key)]


def test_where_somebody_may_be_meant_the_person_is_asked(open_app: OpenApp) -> None:
    at = open_app(aigerim)
    at.multiselect(ending(at, ".partners")).set_value(["Semey Engineering Almaty"]).run()
    asked = next(each for each in at.selectbox if ".which." in str(each.key))
    assert asked.options == ["Semey Engineering", t("pick.somebody_new")]
    assert not [each for each in at.selectbox if ".sector." in str(each.key)]
    asked.set_value(0).run()
    assert [each for each in at.selectbox if ".sector." in str(each.key)]


def test_of_much_that_waits_to_be_confirmed_the_beginning_stands_here(open_app: OpenApp) -> None:
    def way(at: AppTest) -> list[str]:
        return [each.proto.label for each in at.get("page_link")]

    with db.transaction() as session:
        session.add_all(
            FollowUp(
                partner_id=EMC,
                owner_id=aigerim.id,
                subject=f"Call {n}",
                status=FollowUpStatus.TO_CONFIRM,
                reported_by=aigerim.id,
            )
            for n in range(16)
        )
    at = open_app(dana)
    assert len([item for item in items(at) if item["title"].startswith("Call")]) == 15
    assert t("home.all_to_confirm") in way(at)


def test_what_a_colleague_has_changed_is_not_done_from_home_and_the_page_stays_whole(
    open_app: OpenApp,
) -> None:
    draft = drafts.checked(FollowUpDraft, {"partner_id": EMC, "owner_id": aigerim.id})
    with db.transaction() as session:
        number = follow_ups.create(session, draft, by=aigerim).id or 0
    at = open_app(aigerim)
    parts = [each.value for each in at.header]
    with db.transaction() as session:
        follow_ups.wait(session, number, revision=1, by=dana)
    pressed = {"action": "done", "kind": "follow_up", "id": number, "revision": 1}
    at = send(at, "feed", "act", pressed, caption=t("home.mine"))
    assert "just changed" in at.toast[0].value
    assert [each.value for each in at.header] == parts
