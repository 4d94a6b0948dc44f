"""The same follow-ups as a list, a board and a calendar, and what can be done on the board."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, field, items, press, rows, save, send, shown
from tests.ui.test_follow_ups import finish, promise
from tests.world import SCIENCE_WEEK, SEMEY_ENGINEERING, aigerim, boris, dana, saule
from tracker import clock, db
from tracker.access import Role
from tracker.domain import drafts, follow_ups, saved_views, tags
from tracker.domain.addresses import LISTS
from tracker.domain.follow_ups import Layout, Look, Span
from tracker.domain.models import (
    Account,
    FollowUp,
    FollowUpDraft,
    FollowUpKind,
    FollowUpStatus,
    FollowUpTag,
    Kind,
    SavedViewDraft,
)
from tracker.ui import nav

TODAY = clock.today()


def board(at: AppTest) -> dict[str, Any]:
    (drawn,) = shown(at, "board")
    return drawn


def lanes(at: AppTest) -> dict[str, list[str] | None]:
    """The titles in each lane; None where a card can only be put."""
    return {
        lane["id"]: None if lane["is_folded"] else [card["title"] for card in lane["cards"]]
        for lane in board(at)["lanes"]
    }


def calendar(at: AppTest) -> dict[str, Any]:
    (drawn,) = shown(at, "calendar")
    return drawn


def on(at: AppTest, day: date) -> dict[str, Any]:
    found: dict[str, Any] = next(
        each for each in calendar(at)["days"] if each["date"] == day.isoformat()
    )
    return found


def status(number: int) -> tuple[FollowUpStatus, int]:
    with db.reading() as session:
        found = session.get_one(FollowUp, number)
        return found.status, found.revision


def address(at: AppTest, name: str) -> str:
    """What stands in the address; AppTest has a list or a text, whoever set it."""
    found = at.query_params.get(name, "")
    return found if isinstance(found, str) else found[0]


def take_back(at: AppTest) -> AppTest:
    return press(at, next(str(each.key) for each in at.button if each.label == "Take back"))


def move(at: AppTest, number: int, to: str, revision: int = 1) -> AppTest:
    """What the browser sends when a card was put into a lane."""
    return send(at, "board", "move", {"id": number, "to": to, "revision": revision})


def test_a_link_shows_the_same_ones_in_another_look(open_app: OpenApp) -> None:
    promise("course")
    promise("lines", partner_id=SEMEY_ENGINEERING, days=-1)
    address = {"partner": str(SEMEY_ENGINEERING)}
    assert [row["label"] for row in rows(open_app(boris, nav.FOLLOW_UPS, **address))] == [
        "Retraining: lines"
    ]
    assert lanes(open_app(boris, nav.FOLLOW_UPS, view="board", **address)) == {
        **{"open": ["Retraining: lines"], "in_progress": [], "waiting": []},
    }
    at = open_app(boris, nav.FOLLOW_UPS, view="calendar", **address)
    assert [item["title"] for day in calendar(at)["days"] for item in day["items"]] == [
        "Retraining: lines"
    ]


def test_the_look_is_switched_above_the_filters(open_app: OpenApp) -> None:
    promise("course")
    at = open_app(boris, nav.FOLLOW_UPS)
    (switch,) = at.segmented_control
    assert switch.value is Layout.LIST
    at = switch.set_value(Layout.BOARD).run()
    assert not at.exception
    assert lanes(at)["open"] == ["Retraining: course"]
    assert address(at, "view") == "board"


def test_nonsense_in_the_address_shows_the_list(open_app: OpenApp) -> None:
    promise("course")
    assert rows(open_app(boris, nav.FOLLOW_UPS, view="globe", span="year", day="9999-12-31"))


def test_a_card_says_what_with_whom_whose_and_how_late(open_app: OpenApp) -> None:
    promise("vaccines", days=-3, priority="high")
    ((card,),) = [
        lane["cards"]
        for lane in board(open_app(aigerim, nav.FOLLOW_UPS, view="board"))["lanes"]
        if lane["cards"]
    ]
    assert (card["title"], card["partner"], card["owner"]) == (
        "Retraining: vaccines",
        "EMC",
        aigerim.name,
    )
    assert card["is_late"]
    assert "3 days overdue" in card["due"]
    assert [badge["text"] for badge in card["badges"]] == ["We owe", "High priority"]


def test_only_the_moves_of_diagram_and_role_are_offered(open_app: OpenApp) -> None:
    promise("course")
    at = open_app(aigerim, nav.FOLLOW_UPS, view="board")
    (card,) = next(lane["cards"] for lane in board(at)["lanes"] if lane["id"] == "open")
    assert card["moves"] == ["in_progress", "waiting", "done", "declined"]
    assert (lanes(at)["done"], lanes(at)["declined"]) == (None, None)
    at = open_app(boris, nav.FOLLOW_UPS, view="board")
    (card,) = next(lane["cards"] for lane in board(at)["lanes"] if lane["id"] == "open")
    assert card["moves"] == []
    assert "done" not in lanes(at)


def test_a_full_lane_leads_to_the_list(open_app: OpenApp) -> None:
    for number in range(22):
        promise(f"{number}")
    at = open_app(boris, nav.FOLLOW_UPS, view="board", overdue="false", owner=str(aigerim.id))
    lane = next(lane for lane in board(at)["lanes"] if lane["id"] == "open")
    assert (len(lane["cards"]), lane["total"], lane["more"]) == (20, "22", "2 more in the list")
    assert lane["more_href"] == f"follow_ups?owner={aigerim.id}&status=open"


def test_a_board_without_anything_says_so(open_app: OpenApp) -> None:
    at = open_app(boris, nav.FOLLOW_UPS, view="board", kind="equipment")
    assert "Nothing fits" in at.text[0].value
    assert lanes(at) == {"open": [], "in_progress": [], "waiting": []}


@pytest.mark.parametrize(
    ("before", "to", "after"),
    [
        ("proposed", "open", FollowUpStatus.OPEN),
        ("open", "in_progress", FollowUpStatus.IN_PROGRESS),
        ("open", "waiting", FollowUpStatus.WAITING),
        ("done", "open", FollowUpStatus.OPEN),
    ],
)
def test_a_card_is_moved_at_once_and_taken_back(
    open_app: OpenApp, before: str, to: str, after: FollowUpStatus
) -> None:
    number = promise("course")
    if before == "done":
        finish(number)
    if before == "proposed":
        with db.transaction() as session:
            draft = drafts.checked(FollowUpDraft, {"partner_id": 1, "owner_id": 1})
            proposed = FollowUpStatus.PROPOSED
            number = follow_ups.create(session, draft, by=aigerim, status=proposed).id or 0
    at = open_app(aigerim, nav.FOLLOW_UPS, view="board", shown="all")
    at = move(at, number, to, status(number)[1])
    assert not at.exception
    assert status(number)[0] is after
    said = board(at)["said"]
    assert f"is now in {to.replace('_', ' ').capitalize().split()[0]}" in said["text"]
    assert not said["is_refused"]
    at = take_back(at)
    assert status(number)[0] == before


def test_what_a_colleague_has_changed_since_is_not_taken_back_and_the_page_says_so(
    open_app: OpenApp,
) -> None:
    number = promise("course")
    at = move(open_app(aigerim, nav.FOLLOW_UPS, view="board"), number, "in_progress")
    with db.transaction() as session:
        follow_ups.wait(session, number, revision=2, by=dana)
    at = take_back(at)
    assert not at.exception
    assert "just changed" in at.toast[0].value
    assert lanes(at)["waiting"] == ["Retraining: course"]


def test_a_move_that_asks_opens_its_question_and_is_made_when_it_is_answered(
    open_app: OpenApp,
) -> None:
    done, declined = promise("course"), promise("lines")
    at = move(open_app(aigerim, nav.FOLLOW_UPS, view="board"), done, "done")
    assert board(at)["asking"] == done
    assert status(done)[0] is FollowUpStatus.OPEN
    at.text_area(key=field(at, ".outcome")).input("Held")
    at = press(at, "follow_up.complete.save")
    assert status(done)[0] is FollowUpStatus.DONE
    assert board(at)["asking"] is None
    at = move(at, declined, "declined")
    at.text_area(key=field(at, ".outcome")).input("No money")
    at = save(at)
    assert status(declined)[0] is FollowUpStatus.DECLINED
    assert lanes(at)["open"] == []


def test_a_second_person_confirms_on_the_board_or_sends_back(open_app: OpenApp) -> None:
    right, half = promise("course"), promise("lines")
    with db.transaction() as session:
        follow_ups.ask_second(session, [FollowUpKind.RETRAINING], by=dana)
        for number in (right, half):
            follow_ups.complete(session, number, outcome="Held", revision=1, by=aigerim)
    refused = move(open_app(aigerim, nav.FOLLOW_UPS, view="board"), right, "done", 2)
    assert board(refused)["said"]["is_refused"]
    at = move(open_app(dana, nav.FOLLOW_UPS, view="board"), right, "done", 2)
    assert status(right)[0] is FollowUpStatus.DONE
    at = move(at, half, "in_progress", 2)
    at.text_area(key=field(at, ".outcome")).input("Half of it")
    at = save(at)
    assert status(half)[0] is FollowUpStatus.IN_PROGRESS


def test_a_move_that_comes_too_late_leaves_the_card_and_says_why(open_app: OpenApp) -> None:
    number = promise("course")
    at = open_app(aigerim, nav.FOLLOW_UPS, view="board")
    with db.transaction() as session:
        follow_ups.wait(session, number, revision=1, by=dana)
    at = move(at, number, "in_progress")
    assert lanes(at)["waiting"] == ["Retraining: course"]
    assert board(at)["said"]["is_refused"]
    assert "a colleague has just changed it" in board(at)["said"]["text"]


def test_a_rule_that_refuses_a_move_is_said(open_app: OpenApp) -> None:
    number = promise("course")
    at = open_app(aigerim, nav.FOLLOW_UPS, view="board")
    with db.transaction() as session:
        session.get_one(Account, aigerim.id).role = Role.VIEWER
    at = move(at, number, "waiting")
    assert status(number)[0] is FollowUpStatus.OPEN
    assert board(at)["said"]["is_refused"]


def test_whatever_else_a_browser_sends_moves_nothing(open_app: OpenApp) -> None:
    number = promise("course")
    at = open_app(aigerim, nav.FOLLOW_UPS, view="board")
    nonsense: list[Any] = [None, 7, {}, {"id": 1}, {"id": 99, "to": "waiting", "revision": 1}]
    nonsense += [{"id": 1, "to": to, "revision": 1} for to in ("open", "proposed", "nowhere")]
    for asked in nonsense:
        at = send(at, "board", "move", asked)
        assert not at.exception
    assert status(number) == (FollowUpStatus.OPEN, 1)
    # It stands where it was, and says so.
    assert board(at)["said"]["is_refused"]


def test_a_pressed_card_opens_its_page(open_app: OpenApp) -> None:
    number = promise("course")
    at = send(open_app(boris, nav.FOLLOW_UPS, view="board"), "board", "open", number)
    assert address(at, "id") == str(number)


def test_a_month_holds_whole_weeks_from_monday_with_what_is_due_and_happens(
    open_app: OpenApp,
) -> None:
    number = promise("course")
    with db.transaction() as session:
        session.get_one(FollowUp, number).due_on = date(2024, 4, 10)
    at = open_app(boris, nav.FOLLOW_UPS, view="calendar", day="2024-04-01")
    drawn = calendar(at)
    assert drawn["title"] == "April 2024"
    assert drawn["weekdays"][0] == "Mon"
    days = [each["date"] for each in drawn["days"]]
    assert (days[0], days[-1], len(days)) == ("2024-04-01", "2024-05-05", 35)
    tenth = on(at, date(2024, 4, 10))
    assert tenth["label"] == "Wednesday, 10 April"
    assert [(each["title"], each["tone"], each["note"]) for each in tenth["items"]] == [
        ("Science Week", "event", "Umbrella event"),
        ("Retraining: course", "late", "Overdue"),
    ]
    assert on(at, date(2024, 5, 1))["is_outside"]
    # The week of events is told on each of its days, and on no other.
    told = [day["number"] for day in drawn["days"] if day["items"]]
    assert told == [8, 9, 10, 11, 12]


def test_a_full_day_shows_some_and_leads_to_the_rest(open_app: OpenApp) -> None:
    for number in range(10):
        promise(f"{number}", days=0)
    at = open_app(boris, nav.FOLLOW_UPS, view="calendar")
    today = on(at, TODAY)
    assert today["is_today"]
    assert [item["is_beyond"] for item in today["items"]] == [False] * 4 + [True] * 4
    assert today["more"] == {"wide": "6 more", "narrow": "2 more"}
    assert today["more_href"] == f"follow_ups?from={TODAY}&to={TODAY}"


def test_a_calendar_is_leafed_through_in_the_address(open_app: OpenApp) -> None:
    at = open_app(boris, nav.FOLLOW_UPS, view="calendar", day="2024-01-31")

    def leaf(way: str) -> tuple[str, str]:
        drawn = calendar(send(at, "calendar", "go", way))
        return drawn["title"].replace("\u2009", " "), address(at, "day")

    assert leaf("next") == ("February 2024", "2024-02-01")
    assert leaf("previous") == ("January 2024", "2024-01-01")
    assert leaf("previous") == ("December 2023", "2023-12-01")
    assert leaf("week") == ("27 Nov – 3 Dec 2023", "2023-12-01")
    assert leaf("next") == ("4–10 Dec 2023", "2023-12-04")
    assert leaf("previous") == ("27 Nov – 3 Dec 2023", "2023-11-27")
    assert leaf("nonsense")[1] == "2023-11-27"
    assert calendar(at)["nothing"] == ("Nothing is due in this week, and no event takes place.")
    assert leaf("today")[1] == ""
    assert any(day["is_today"] for day in calendar(at)["days"])


def test_a_pressed_item_opens_its_page(open_app: OpenApp) -> None:
    at = open_app(boris, nav.FOLLOW_UPS, view="calendar", day="2024-04-01")
    at = send(at, "calendar", "open", {"kind": "event", "id": SCIENCE_WEEK})
    assert address(at, "id") == str(SCIENCE_WEEK)


def test_colours_of_the_calendar_say_how_it_stands(open_app: OpenApp) -> None:
    waits, over = promise("waits", days=0), promise("done", days=0)
    with db.transaction() as session:
        follow_ups.wait(session, waits, revision=1, by=aigerim)
    finish(over)
    at = open_app(boris, nav.FOLLOW_UPS, view="calendar", shown="all")
    assert {item["title"]: (item["tone"], item["note"]) for item in on(at, TODAY)["items"]} == {
        "Retraining: waits": ("waiting", "Waiting for partner"),
        "Retraining: done": ("done", "Done"),
    }


def test_a_kept_view_opens_in_the_look_and_month_that_it_was_kept_in(open_app: OpenApp) -> None:
    asked = LISTS[Kind.FOLLOW_UP].usual._replace(
        look=Look(Layout.CALENDAR, Span.WEEK, date(2024, 4, 8))
    )
    with db.transaction() as session:
        draft = drafts.checked(SavedViewDraft, {"name": "The week", "is_shared": True})
        saved_views.save(session, Kind.FOLLOW_UP, draft, asked, by=aigerim)
        (row,) = saved_views.search(session, by=boris)
    assert row.query == "view=calendar&span=week&day=2024-04-08"
    at = open_app(boris, nav.FOLLOW_UPS, **dict(parse_qsl(row.query)))
    assert calendar(at)["title"].replace("\u2009", " ") == "8–14 Apr 2024"


def test_all_filters_go_and_the_look_stays(open_app: OpenApp) -> None:
    at = open_app(boris, nav.FOLLOW_UPS, view="board", overdue="true")
    clear = next(each.proto.body for each in at.get("html") if "seriktes-clear" in each.proto.body)
    assert 'href="?view=board"' in clear


def test_the_look_of_another_page_is_not_taken_along(open_app: OpenApp) -> None:
    promise("course")
    at = open_app(dana, nav.HISTORY, view="trash")
    at = at.switch_page(nav.FOLLOW_UPS).run()
    assert not at.exception
    assert rows(at) or lanes(at)


# What managers do with many, from the list


def picked(at: AppTest, act: str, ids: list[int]) -> AppTest:
    """Open the dialog of an act as its button does for the picked ones."""
    at.session_state["dialog"] = (f"follow_ups.{act}", {"key": "k", "ids": ids})
    return at.run()


def owners_of(ids: list[int]) -> list[int]:
    with db.reading() as session:
        return [session.get_one(FollowUp, number).owner_id for number in ids]


def test_an_act_on_many_is_taken_back_at_one_press(open_app: OpenApp) -> None:
    ids = [promise("course"), promise("lines")]
    at = picked(open_app(dana, nav.FOLLOW_UPS), "reassign", ids)
    at.selectbox(key=field(at, ".owner_id")).select(dana.id)
    at = save(at)
    assert owners_of(ids) == [dana.id, dana.id]
    at = take_back(at)
    assert owners_of(ids) == [aigerim.id, aigerim.id]
    assert not [each for each in at.button if each.label == "Take back"]
    assert not at.warning


def test_an_act_on_many_that_somebody_took_back_already_leaves_the_list_on_show(
    open_app: OpenApp,
) -> None:
    at = picked(open_app(dana, nav.FOLLOW_UPS), "reassign", [promise("course")])
    at.selectbox(key=field(at, ".owner_id")).select(dana.id)
    at = save(at)
    with db.transaction() as session:
        follow_ups.take_back_many(session, 1, by=saule)
    at = take_back(at)
    assert not at.exception
    assert saule.name in at.toast[0].value
    assert [row["label"] for row in rows(at)] == ["Retraining: course"]


def test_an_act_on_many_stands_among_what_can_be_taken_back_later(open_app: OpenApp) -> None:
    at = picked(open_app(dana, nav.FOLLOW_UPS), "reassign", [promise("course")])
    at.selectbox(key=field(at, ".owner_id")).select(dana.id)
    save(at)
    (work,) = items(open_app(dana, nav.HISTORY, view="work"))
    assert work["title"] == f"1 follow-up handed over to {dana.name}"
    assert work["meta"].startswith("Bulk change")
    assert [action["label"] for action in work["actions"]] == ["Take back"]


def test_tags_are_put_on_many_and_taken_back_whatever_else_changed_since(
    open_app: OpenApp,
) -> None:
    ids = [promise("course"), promise("lines")]
    at = picked(open_app(dana, nav.FOLLOW_UPS), "tag", ids)
    at = save(at)
    assert at.error[0].value == "Fill this in."
    at.multiselect(key=field(at, ".tags")).set_value(["Grant"])
    at = save(at)
    with db.transaction() as session:
        assert tags.of(session, FollowUpTag, ids[0], by=boris) == ["Grant"]
        follow_ups.start(session, ids[1], revision=2, by=aigerim)
    at = take_back(at)
    assert not at.warning
    with db.reading() as session:
        assert [tags.of(session, FollowUpTag, number, by=boris) for number in ids] == [[], []]
    assert status(ids[1])[0] is FollowUpStatus.IN_PROGRESS


def test_many_get_another_day_and_what_changed_since_is_named_when_it_is_taken_back(
    open_app: OpenApp,
) -> None:
    ids = [promise("course"), promise("lines")]
    at = picked(open_app(dana, nav.FOLLOW_UPS), "postpone", ids)
    at.date_input(key=field(at, ".due_on")).set_value(TODAY + timedelta(days=30))
    at = save(at)
    assert at.toast[0].value.startswith("2 follow-ups are now due")
    with db.transaction() as session:
        follow_ups.start(session, ids[1], revision=2, by=aigerim)
    at = take_back(at)
    assert "1 follow-up since" in at.warning[0].value
    assert [item["title"] for item in items(at)] == ["Retraining: lines"]
    with db.reading() as session:
        due = [session.get_one(FollowUp, number).due_on for number in ids]
    assert due == [TODAY + timedelta(days=7), TODAY + timedelta(days=30)]
    at = press(at, "bulk.seen")
    assert not at.warning
