"""The page of one follow-up: what it says, and the ways to move it on."""

from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, field, items, offers, press, save, send
from tests.ui.test_follow_ups import finish, promise
from tests.world import EMC, SCIENCE_WEEK, VETERINARY, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import follow_ups
from tracker.domain.follow_ups import steps
from tracker.domain.models import FollowUp, FollowUpKind, FollowUpStatus, Period
from tracker.ui import nav

QUOTE = "We need courses for veterinarians."
ABLE = "Which unit can do it"


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


def test_what_a_second_person_confirms_is_reported_confirmed_or_sent_back(
    open_app: OpenApp,
) -> None:
    with db.transaction() as session:
        follow_ups.ask_second(session, [FollowUpKind.RETRAINING], by=dana)
    number = promise("course")
    at = press(open_app(aigerim, nav.FOLLOW_UP, id=str(number)), f"follow_up.complete.{number}")
    assert any("second person" in each.value for each in at.caption)
    at.text_area(key=field(at, ".outcome")).input("14 people were trained")
    at = press(at, "follow_up.complete.save")
    assert "second person" in at.toast[0].value
    assert "Confirm" not in offers(at)
    assert "14 people were trained" in [each.value for each in at.text]
    at = press(open_app(dana, nav.FOLLOW_UP, id=str(number)), f"follow_up.send_back.{number}")
    at.text_area(key=field(at, ".outcome")).input("The list of names is missing")
    at = save(at)
    assert stored(number).status is FollowUpStatus.IN_PROGRESS
    assert "The list of names is missing" in [item["text"] for item in items(at)]
    mentions = [each for each in items(open_app(aigerim)) if each["icon"] == "alternate_email"]
    assert [each["text"] for each in mentions] == ["The list of names is missing"]


def test_those_who_steer_confirm_from_home(open_app: OpenApp) -> None:
    with db.transaction() as session:
        follow_ups.ask_second(session, [FollowUpKind.RETRAINING], by=dana)
    number = promise("course")
    finish(number)
    at = open_app(dana)
    assert "Waiting for you to confirm" in [each.value for each in at.header]
    assert "Waiting for you to confirm" not in [each.value for each in open_app(aigerim).header]
    at = press(open_app(dana, nav.FOLLOW_UP, id=str(number)), f"follow_up.confirm.{number}")
    assert stored(number).status is FollowUpStatus.DONE


def test_steps_are_written_down_and_ticked(open_app: OpenApp) -> None:
    number = promise("course")
    at = open_app(aigerim, nav.FOLLOW_UP, id=str(number))
    lines = next(each for each in at.text_area if f"steps.{number}" in str(each.key))
    lines.input("Ask *now*\nWrite")
    at = press(at, f"steps.{number}.save")
    boxes = [each for each in at.checkbox if str(each.key).startswith("step.")]
    assert [each.label for each in boxes] == [r"Ask \*now\*", "Write"]
    at = boxes[0].check().run()
    boxes = [each for each in at.checkbox if str(each.key).startswith("step.")]
    assert [each.value for each in boxes] == [True, False]
    at = press(at, str(boxes[1].key).replace("False", "remove"))
    assert "1 of 1" in [each.value for each in at.caption]
    viewer = open_app(boris, nav.FOLLOW_UP, id=str(number))
    assert [each.disabled for each in viewer.checkbox if "step." in str(each.key)] == [True]


def test_a_comment_calls_a_colleague_who_sees_it_on_home(open_app: OpenApp) -> None:
    number = promise("course")
    at = open_app(aigerim, nav.FOLLOW_UP, id=str(number))
    at.text_area(key=field(at, ".text")).input("@Дана, have a look")
    at = press(at, f"comment.{number}.say")
    assert "1 colleague" in at.toast[0].value
    (line,) = [each for each in items(at) if each["kind"] == "comment"]
    assert (line["text"], line["meta"]) == ("@Дана, have a look", f"to {dana.name}")
    assert at.text_area(key=field(at, ".text")).value == ""
    (mention,) = [each for each in items(open_app(dana)) if each["icon"] == "alternate_email"]
    assert mention["href"] == f"follow_up?id={number}"
    assert "Nobody has commented yet." in [
        each.value for each in open_app(boris, nav.FOLLOW_UP, id=str(promise("other"))).caption
    ]


def test_a_refused_comment_or_step_leaves_the_page_whole(open_app: OpenApp) -> None:
    number = promise("course")
    at = open_app(aigerim, nav.FOLLOW_UP, id=str(number))
    parts = [each.value for each in at.header]
    at = press(at, f"comment.{number}.say")
    assert at.error[0].value == "Fill this in."
    assert [each.value for each in at.header] == parts
    lines = next(each for each in at.text_area if f"steps.{number}" in str(each.key))
    lines.input("x" * 301)
    at = press(at, f"steps.{number}.save")
    assert "at most 300" in at.error[0].value
    assert [each.value for each in at.header] == parts


def test_a_step_that_a_colleague_has_removed_leaves_the_page_whole(open_app: OpenApp) -> None:
    number = promise("course")
    with db.transaction() as session:
        steps.add(session, number, ["Ask", "Write"], by=dana)
    at = open_app(aigerim, nav.FOLLOW_UP, id=str(number))
    parts = [each.value for each in at.header]
    with db.transaction() as session:
        first, second = steps.of(session, number, by=dana)
        steps.remove(session, first.id, by=dana)
    at = at.checkbox(key=f"step.{first.id}.False").check().run()
    assert not at.exception
    assert "no such record" in at.toast[0].value
    assert [each.value for each in at.header] == parts
    finish(number)
    at = at.checkbox(key=f"step.{second.id}.False").check().run()
    assert "closed" in at.toast[0].value
    assert not at.checkbox(key=f"step.{second.id}.False").value
    assert not at.run().toast


def test_how_often_it_comes_again_is_chosen_and_shown(open_app: OpenApp) -> None:
    number = promise("course", due_on=clock.today())
    at = press(open_app(aigerim, nav.FOLLOW_UP, id=str(number)), "follow_up.edit")
    repeats = next(each for each in at.selectbox if ".repeats." in str(each.key))
    at = repeats.select("quarterly").run()
    at = save(at)
    assert (stored(number).repeat_every, stored(number).rhythm) == (3, Period.MONTHS)
    assert "Every quarter" in str([each.value for each in at.markdown]) + str(
        [each.proto.body for each in at.get("html")]
    )


def test_why_it_was_postponed_stands_on_its_page(open_app: OpenApp) -> None:
    number = promise("course", due_on=clock.today())
    at = press(open_app(aigerim, nav.FOLLOW_UP, id=str(number)), f"follow_up.postpone.{number}")
    at.text_input(key=field(at, ".reason")).input("They wait for the budget")
    save(at)
    assert stored(number).postponed_because == "They wait for the budget"


def _able(at: AppTest) -> list[tuple[str, str]]:
    return [(each["title"], each["meta"]) for each in items(at) if each["kind"] == "unit"]


def test_without_a_unit_those_that_can_do_it_are_named_with_the_words_that_say_so(
    open_app: OpenApp,
) -> None:
    number = promise("ветеринарных врачей")
    at = open_app(boris, nav.FOLLOW_UP, id=str(number))
    assert _able(at) == [("Department of Veterinary", "In common: ветеринарных (veterinary)")]
    assert not any(item["actions"] for item in items(at))
    assert not _able(open_app(boris, nav.FOLLOW_UP, id=str(promise("", unit_id=VETERINARY))))
    assert not _able(open_app(boris, nav.FOLLOW_UP, id=str(promise("astronomy"))))


def test_one_press_gives_it_to_the_unit(open_app: OpenApp) -> None:
    number = promise("veterinary medicine")
    at = open_app(aigerim, nav.FOLLOW_UP, id=str(number))
    wanted = {"action": "take", "kind": "unit", "id": VETERINARY}
    at = send(at, "feed", "act", wanted, caption=ABLE)
    assert stored(number).unit_id == VETERINARY
    assert _able(at) == []


def test_a_unit_is_not_given_what_a_colleague_has_changed(open_app: OpenApp) -> None:
    number = promise("veterinary medicine")
    at = open_app(aigerim, nav.FOLLOW_UP, id=str(number))
    with db.transaction() as session:
        follow_ups.wait(session, number, revision=1, by=dana)
    wanted = {"action": "take", "kind": "unit", "id": VETERINARY, "revision": 1}
    at = send(at, "feed", "act", wanted, caption=ABLE)
    assert stored(number).unit_id is None
    assert "just changed" in at.toast[0].value
    assert _able(at)


def test_the_form_offers_the_units_that_can_do_what_is_typed(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.FOLLOW_UP, id=str(promise("lecture"))), "follow_up.edit")
    assert not [each for each in at.button if ".unit." in str(each.key)]
    at.text_input(key=field(at, ".subject")).input("ветеринарларды оқыту").run()
    (offer,) = [each for each in at.button if ".unit." in str(each.key)]
    assert (offer.label, offer.help) == (
        "Department of Veterinary",
        "In common: ветеринарларды (veterinary)",
    )
    at = save(offer.click().run())
    assert stored(1).unit_id == VETERINARY
