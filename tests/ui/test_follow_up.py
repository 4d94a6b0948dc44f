"""The page of one follow-up: what it says, and the ways to move it on."""

from tests.screens import OpenApp, field, items, press, save
from tests.ui.test_follow_ups import finish, promise
from tests.world import EMC, SCIENCE_WEEK, aigerim, boris, dana
from tracker import db
from tracker.domain import follow_ups
from tracker.domain.models import FollowUp, FollowUpStatus
from tracker.ui import nav

QUOTE = "We need courses for veterinarians."


def stored(number: int) -> FollowUp:
    with db.reading() as session:
        return follow_ups.get(session, number, by=boris)


def test_it_says_with_whom_and_where_it_came_from(open_app: OpenApp) -> None:
    number = promise("course", event_id=SCIENCE_WEEK, quote=QUOTE)
    partner, origin = items(open_app(boris, nav.FOLLOW_UP, id=str(number)))[:2]
    assert (partner["title"], partner["href"]) == ("EMC", f"partner?id={EMC}")
    assert (origin["title"], origin["quote"]) == ("Science Week", QUOTE)


def test_words_without_an_origin_are_shown_too(open_app: OpenApp) -> None:
    number = promise("course", quote=QUOTE)
    _, origin = items(open_app(boris, nav.FOLLOW_UP, id=str(number)))[:2]
    assert origin["quote"] == QUOTE


def test_a_viewer_sees_no_verbs(open_app: OpenApp) -> None:
    at = open_app(boris, nav.FOLLOW_UP, id=str(promise("course")))
    assert not [each for each in at.button if str(each.key).startswith("follow_up.")]


def test_an_unknown_address_says_so(open_app: OpenApp) -> None:
    at = open_app(boris, nav.FOLLOW_UP, id="999")
    assert "no such record" in at.error[0].value


def test_work_is_started_with_one_press(open_app: OpenApp) -> None:
    number = promise("course")
    at = press(open_app(aigerim, nav.FOLLOW_UP, id=str(number)), f"follow_up.start.{number}")
    assert stored(number).status is FollowUpStatus.IN_PROGRESS
    assert not [each for each in at.button if each.key == f"follow_up.start.{number}"]


def test_a_press_on_what_a_colleague_has_changed_does_nothing_and_says_so(
    open_app: OpenApp,
) -> None:
    number = promise("course")
    at = open_app(aigerim, nav.FOLLOW_UP, id=str(number))
    with db.transaction() as session:
        follow_ups.wait(session, number, revision=1, by=dana)
    at = press(at, f"follow_up.start.{number}")
    assert "just changed" in at.warning[0].value
    assert stored(number).status is FollowUpStatus.WAITING


def test_it_is_done_only_with_its_outcome(open_app: OpenApp) -> None:
    number = promise("course")
    at = press(open_app(dana, nav.FOLLOW_UP, id=str(number)), f"follow_up.complete.{number}")
    at = press(at, "follow_up.complete.save")
    assert at.error[0].value == "Fill this in."
    at.text_area(key=field(at, ".outcome")).input("14 people were trained")
    at = press(at, "follow_up.complete.save")
    assert stored(number).status is FollowUpStatus.DONE
    assert "14 people were trained" in [each.value for each in at.text]


def test_it_is_done_and_the_next_step_is_recorded_with_it(open_app: OpenApp) -> None:
    number = promise("course")
    at = press(open_app(dana, nav.FOLLOW_UP, id=str(number)), f"follow_up.complete.{number}")
    at.text_area(key=field(at, ".outcome")).input("14 people were trained")
    at.text_input(key=field(at, ".step")).input("Send the certificates")
    at = press(at, "follow_up.complete.save")
    assert "next step is recorded" in at.toast[0].value
    with db.reading() as session:
        (row,) = follow_ups.search(session, by=boris).rows
    assert (row.subject, row.partner_id) == ("Send the certificates", EMC)


def test_an_outcome_typed_too_late_is_kept_and_can_still_be_saved(open_app: OpenApp) -> None:
    number = promise("course")
    at = press(open_app(dana, nav.FOLLOW_UP, id=str(number)), f"follow_up.complete.{number}")
    with db.transaction() as session:
        follow_ups.start(session, number, revision=1, by=aigerim)
    at.text_area(key=field(at, ".outcome")).input("Held")
    at = press(at, "follow_up.complete.save")
    assert at.text_area(key=field(at, ".outcome")).value == "Held"
    at = press(press(at, "conflict.keep_mine"), "follow_up.complete.save")
    assert stored(number).outcome == "Held"


def test_it_is_declined_with_the_reason(open_app: OpenApp) -> None:
    number = promise("course")
    at = press(open_app(aigerim, nav.FOLLOW_UP, id=str(number)), f"follow_up.decline.{number}")
    at.text_area(key=field(at, ".outcome")).input("No money this year")
    save(at)
    assert stored(number).status is FollowUpStatus.DECLINED
    assert stored(number).outcome == "No money this year"


def test_it_is_handed_over_to_a_colleague(open_app: OpenApp) -> None:
    number = promise("course")
    at = press(open_app(aigerim, nav.FOLLOW_UP, id=str(number)), f"follow_up.hand_over.{number}")
    at.selectbox(key=field(at, ".owner_id")).select(dana.id)
    save(at)
    assert stored(number).owner_id == dana.id


def test_it_is_not_postponed_into_the_past(open_app: OpenApp) -> None:
    number = promise("course", days=-5)
    at = press(open_app(aigerim, nav.FOLLOW_UP, id=str(number)), f"follow_up.postpone.{number}")
    at = save(at)
    assert "This day is over" in at.error[0].value


def test_a_closed_one_can_only_be_reopened(open_app: OpenApp) -> None:
    number = promise("course")
    finish(number)
    at = open_app(aigerim, nav.FOLLOW_UP, id=str(number))
    keys = {str(each.key) for each in at.button if str(each.key).startswith("follow_up.")}
    assert keys == {f"follow_up.reopen.{number}"}
    press(at, f"follow_up.reopen.{number}")
    assert stored(number).status is FollowUpStatus.OPEN


def test_what_was_written_is_corrected_in_the_same_form(open_app: OpenApp) -> None:
    number = promise("course", event_id=SCIENCE_WEEK)
    at = press(open_app(aigerim, nav.FOLLOW_UP, id=str(number)), "follow_up.edit")
    at.text_input(key=field(at, ".subject")).input("veterinary course")
    save(at)
    assert stored(number).subject == "veterinary course"
    assert stored(number).event_id == SCIENCE_WEEK
