"""The page on which the participants of an event are worked through, and what the event led to."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, items, offers, press, rows, shown
from tests.world import (
    EMC,
    MARAT,
    SCIENCE_WEEK,
    SEMEY_ENGINEERING,
    aigerim,
    boris,
    dana,
)
from tracker import clock, db
from tracker.domain import after_event, events, follow_ups, partners, people, unsent
from tracker.domain.after_event import Guest, sheet
from tracker.domain.models import (
    Attendance,
    Event,
    EventDraft,
    FollowUpDraft,
    FollowUpKind,
    PartnerDraft,
    PersonDraft,
)
from tracker.ui import after_event as answers
from tracker.ui import nav

PAGE = {"id": str(SCIENCE_WEEK)}
_YIELD = '<ol class="seriktes-yield"'


@pytest.fixture
def expected(small_world: None) -> None:
    with db.transaction() as session:
        guests = [Guest(partner_id=EMC, person_id=MARAT), Guest(partner_id=SEMEY_ENGINEERING)]
        after_event.add(session, SCIENCE_WEEK, guests, by=aigerim)


def opened(open_app: OpenApp) -> AppTest:
    return open_app(aigerim, nav.AFTER_EVENT, **PAGE)


def drawn(at: AppTest) -> dict[str, Any]:
    (data,) = shown(at, "sheet")
    return data


def send(at: AppTest, *changed: dict[str, Any], when: int = 1) -> AppTest:
    """Press “Save all” after typing into rows: `changed` names the row and what was typed."""
    known = {row["id"]: row for row in drawn(at)["rows"]}
    sent = [{**known.get(row["id"], {}), **row} for row in changed]
    at.session_state[f"sheet.{SCIENCE_WEEK}"] = {"save": {"rows": sent, "at": when}}
    return at.run()


def stored(partner_id: int = EMC) -> after_event.SheetRow:
    with db.reading() as session:
        rows = after_event.of(session, SCIENCE_WEEK, by=boris).rows
    return next(row for row in rows if row.partner_id == partner_id)


def test_only_who_records_works_through_participants(open_app: OpenApp, expected: None) -> None:
    with pytest.raises(ValueError, match="after_event"):
        open_app(boris, nav.AFTER_EVENT, **PAGE)
    assert "Work through the participants" not in offers(open_app(boris, nav.EVENT, **PAGE))
    at = press(open_app(aigerim, nav.EVENT, **PAGE), "sheet.open")
    assert not at.exception
    assert at.title or drawn(at)


def test_a_row_says_who_they_are_now(open_app: OpenApp, expected: None) -> None:
    with db.transaction() as session:
        wish = {"kind": FollowUpKind.RETRAINING, "partner_id": EMC, "owner_id": dana.id}
        made = FollowUpDraft.model_validate({**wish, "event_id": SCIENCE_WEEK})
        follow_ups.create(session, made, by=dana)
    data = drawn(opened(open_app))
    first, second = data["rows"]
    assert (first["name"], first["people"]) == ("EMC", ["Марат Әлиев, Director"])
    assert first["now"] == "Industry · Identified · open follow-ups: 1"
    assert (first["kind"], first["owner_id"]) == ("Retraining", str(dana.id))
    assert second["now"] == "Industry · Active"
    assert data["options"]["owner_id"][0] == ["", f"{aigerim.name} (me)"]
    assert data["options"]["came"] == [["", "—"], ["came", "Came"], ["absent", "Did not come"]]


def test_what_was_typed_is_saved_in_one_go(open_app: OpenApp, expected: None) -> None:
    due = clock.today() + timedelta(days=3)
    at = send(
        opened(open_app),
        {"id": EMC, "outcome": "Wants interns", "next_step": "Send a list", "due_on": str(due)},
        {"id": SEMEY_ENGINEERING, "came": "absent"},
    )
    assert not at.exception
    assert at.toast[0].value == "2 rows saved; new meetings: 1; new follow-ups: 1"
    assert drawn(at)["said"] == {"at": 1, "saved": True}
    assert (stored().came, stored().due_on) == (Attendance.CAME, due)
    assert stored(SEMEY_ENGINEERING).came is Attendance.ABSENT
    # The same rows sent once more, because no answer came, are stored already.
    at = send(at, {"id": EMC, "outcome": "Wants interns"}, when=2)
    assert at.toast[0].value == "Everything is saved"


def typed_before(*rows: dict[str, Any], event_id: int = SCIENCE_WEEK) -> str:
    """What a sheet had the server keep while somebody typed, and never saved."""
    key = uuid4().hex
    text = json.dumps(
        [[row.pop("id"), {"name": "EMC", "mark": "1", "values": row}] for row in rows]
    )
    with db.transaction() as session:
        unsent.keep(session, key, f"sheet-{event_id}", {"rows": text}, by=aigerim)
    return key


def kept() -> list[str]:
    with db.reading() as session:
        return [each.key for each in unsent.begun(session, f"sheet-{SCIENCE_WEEK}", by=aigerim)]


def test_what_was_typed_and_not_saved_is_offered_taken_and_gone_once_saved(
    open_app: OpenApp, expected: None
) -> None:
    key = typed_before({"id": EMC, "outcome": "Wants interns", "next_step": "Call"})
    typed_before({"id": EMC, "outcome": "Of another event"}, event_id=SCIENCE_WEEK + 1)
    at = opened(open_app)
    assert "EMC: Wants interns – Call" in [each.value for each in at.text]
    assert drawn(at)["taken"] == []
    at = press(at, f"unsent.take.{key}")
    (row,) = drawn(at)["taken"]
    assert row[0] == EMC
    assert row[1]["values"]["outcome"] == "Wants interns"
    assert row[1]["values"]["due_on"] == ""
    assert kept() == [drawn(at)["opening"]]  # until it is saved
    at = send(at, {"id": EMC, "came": "absent", "outcome": "Wants interns"})
    assert kept() != []
    before = drawn(at)["opening"]
    at = send(at, {"id": EMC, "outcome": "Wants interns"}, when=2)
    assert drawn(at)["said"]["saved"]
    assert kept() == []
    assert drawn(at)["opening"] != before
    assert drawn(at)["taken"] == []


def test_two_that_are_taken_are_both_there(open_app: OpenApp, expected: None) -> None:
    keys = [
        typed_before({"id": number, "outcome": f"Of {number}"})
        for number in (EMC, SEMEY_ENGINEERING)
    ]
    at = opened(open_app)
    for key in reversed(keys):
        at = press(at, f"unsent.take.{key}")
    assert {row[0] for row in drawn(at)["taken"]} == {EMC, SEMEY_ENGINEERING}


def test_a_sheet_that_was_open_before_goes_on_under_its_own_key(
    open_app: OpenApp, expected: None
) -> None:
    key = typed_before({"id": EMC, "outcome": "Wants interns"})
    at = opened(open_app)
    for nonsense in ("x", 5, None, "F" * 32):
        at.session_state[f"sheet.{SCIENCE_WEEK}"] = {"opening": nonsense}
        at = at.run()
        assert drawn(at)["opening"] != nonsense
    at.session_state[f"sheet.{SCIENCE_WEEK}"] = {"opening": key}
    at = at.run()
    assert drawn(at)["opening"] == key
    assert not any("Wants interns" in each.value for each in at.text)
    send(at, {"id": EMC, "outcome": "Wants interns"})
    assert kept() == []


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "{}", "[1]", "[[1]]", "[[1, {}]]", "[" * 100_000),
        *('[["x", {"values": {}}]]', '[[1, {"values": 5}]]'),
        '[[1e999, {"name": "", "mark": "", "values": {}}]]',
    ],
)
def test_what_no_sheet_had_kept_is_passed_over(text: str) -> None:
    assert answers.kept({"rows": text}) == []


def test_a_row_without_words_is_told_by_its_name() -> None:
    text = json.dumps([[EMC, {"name": "EMC", "mark": "1", "values": {"came": "came"}}]])
    assert answers.kept_in_words({"rows": text}) == "EMC"


def test_a_refusal_is_told_at_its_row_and_nothing_is_stored(
    open_app: OpenApp, expected: None
) -> None:
    at = send(
        opened(open_app),
        {"id": EMC, "came": "absent", "outcome": "Wants interns"},
        {"id": SEMEY_ENGINEERING, "came": "came"},
    )
    said = drawn(at)["said"]
    assert said["refused"].startswith("Nothing is saved yet")
    assert list(said["problems"]) == [str(EMC)]
    assert said["problems"][str(EMC)]["fields"]["came"].startswith("Somebody spoke")
    assert stored(SEMEY_ENGINEERING).came is None


def test_who_changed_a_row_meanwhile_and_how_is_told(open_app: OpenApp, expected: None) -> None:
    at = opened(open_app)
    before = dict(next(row for row in drawn(at)["rows"] if row["id"] == EMC))
    due = clock.today() + timedelta(days=3)
    with db.transaction() as session:
        typed = after_event.Typed(
            EMC, before["mark"], {"outcome": "No interest", "next_step": "Wait", "due_on": due}
        )
        after_event.save(session, SCIENCE_WEEK, [typed], by=dana)
    at = send(at, {**before, "outcome": "Wants interns"})
    told = drawn(at)["said"]["problems"][str(EMC)]
    assert told["fields"]["row"] == f"{dana.name} has changed this row since you opened it."
    assert told["now"].startswith(f"It says now: Came · No interest · Wait · {dana.name}")
    assert told["theirs"]["mark"] == stored().mark
    assert stored().outcome == "No interest"


def test_a_row_with_nothing_in_it_now_says_so(open_app: OpenApp, expected: None) -> None:
    at = send(opened(open_app), {"id": EMC, "outcome": "Wants interns", "mark": "1:9||"})
    assert drawn(at)["said"]["problems"][str(EMC)]["now"] == "It says now: —"


def test_an_event_that_was_deleted_meanwhile_is_said(open_app: OpenApp, expected: None) -> None:
    at = opened(open_app)
    with db.transaction() as session:
        session.get_one(Event, SCIENCE_WEEK).deleted_at = clock.now()
    at = at.run()
    assert at.error[0].value.startswith("There is no such record")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"rows": "all"},
        {"rows": [1, {"id": "1"}, {"id": True}, {"mark": "x"}]},
    ],
)
def test_what_no_browser_of_ours_sends_is_passed_over(sent: dict[str, Any]) -> None:
    assert answers.typed(sent) == []


def test_only_the_fields_of_the_sheet_are_taken(open_app: OpenApp, expected: None) -> None:
    (row,) = answers.typed(
        {"rows": [{"id": EMC, "mark": 3, "name": "Evil", "partner_id": 2, "outcome": {"a": 1}}]}
    )
    assert set(row.values) == {"came", "outcome", "next_step", "owner_id", "due_on"}
    at = send(opened(open_app), {"id": EMC, "name": "Evil", "came": "came", "revision": 9})
    assert not at.exception
    assert (stored().partner, stored().came) == ("EMC", Attendance.CAME)
    at = send(at, {"id": 99, "came": "came", "mark": ""}, when=2)
    assert list(drawn(at)["said"]["problems"]) == ["99"]


def test_what_is_said_of_an_event_to_come(open_app: OpenApp) -> None:
    with db.transaction() as session:
        later = EventDraft(name_en="Forum", starts_on=clock.today() + timedelta(days=3))
        forum = events.create(session, later, by=aigerim).id or 0
    at = open_app(aigerim, nav.AFTER_EVENT, id=str(forum))
    assert any(text.value.startswith("Nobody is noted yet") for text in at.text)
    with db.transaction() as session:
        after_event.add(session, forum, [Guest(partner_id=EMC)], by=aigerim)
    at = at.run()
    assert any(caption.value.startswith("The event is still to come") for caption in at.caption)
    assert not drawn(at)["has_begun"]


def test_many_participants_are_on_several_pages(
    open_app: OpenApp, expected: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "ROWS", 1)
    at = open_app(aigerim, nav.AFTER_EVENT, **PAGE, page="2")
    assert [row["name"] for row in drawn(at)["rows"]] == ["Semey Engineering"]


# A list of names


def paste(at: AppTest, text: str) -> AppTest:
    at.text_area[0].input(text)
    return next(each for each in at.button if each.label == "Add the list").click().run()


def participants() -> list[tuple[str, tuple[str, ...]]]:
    with db.reading() as session:
        found = events.participants(session, SCIENCE_WEEK, by=boris)
    return [(row.name, row.people) for row in found]


def test_known_names_are_added_at_once_and_the_others_wait(open_app: OpenApp) -> None:
    at = paste(opened(open_app), "EMC – Марат Алиев\nСемей инжиниринг\nNova 3000\nБолат Ахметов")
    assert not at.exception
    assert at.toast[0].value == "3 participants added; to decide: 2"
    assert participants() == [("EMC", ("Марат Әлиев",)), ("Semey Engineering", ())]
    assert at.text_area[0].value == ""
    assert "**To decide: 2**" in [each.value for each in at.markdown]
    # The same list once more: nobody is there twice, and nothing waits twice.
    at = paste(at, "EMC\nNova 3000")
    assert at.toast[0].value == "They are noted already; to decide: 1"
    assert "**To decide: 2**" in [each.value for each in at.markdown]


def choice(at: AppTest, label: str) -> Any:
    return next(each for each in at.selectbox if each.label == label)


def test_a_new_partner_is_made_at_one_press(open_app: OpenApp) -> None:
    at = paste(opened(open_app), "Nova 3000")
    assert choice(at, "Nova 3000").options[0] == "New organisation: Nova 3000"
    choice(at, "“Nova 3000” is new. Which sector?").set_value("media")
    at = next(each for each in at.button if each.label == "Add").click().run()
    assert not at.exception
    assert participants() == [("Nova 3000", ())]
    with db.reading() as session:
        made = partners.named(session, "Nova 3000", by=boris)
    assert made
    assert made.sector == "media"
    assert not at.selectbox


def test_all_are_added_together_or_none(open_app: OpenApp) -> None:
    at = paste(opened(open_app), "Петров Иван – «Восток Строй»\nБолат Ахметов\nАсқар Төлеген – EMC")
    assert choice(at, "Петров Иван – «Восток Строй»").options[0].startswith("New person and new")
    assert choice(at, "Болат Ахметов").options[0] == "New person: Болат Ахметов"
    at = next(each for each in at.button if each.label == "Add all (3)").click().run()
    assert at.error[0].value == "Fill this in."
    assert participants() == []
    choice(at, "From which organisation?").set_value("EMC").run()
    at = next(each for each in at.button if each.label == "Add all (3)").click().run()
    assert not at.exception
    assert participants() == [
        ("EMC", ("Асқар Төлеген", "Болат Ахметов")),
        ("Восток Строй", ("Петров Иван",)),
    ]


def test_of_somebody_known_it_is_asked_where_they_came_from(open_app: OpenApp) -> None:
    with db.transaction() as session:
        people.create(session, PersonDraft(name="Ерлан Оспанов"), by=aigerim)
    at = paste(opened(open_app), "Ерлан Оспанов")
    assert choice(at, "Ерлан Оспанов").options[0] == "Ерлан Оспанов"
    choice(at, "From which organisation?").set_value("EMC").run()
    at = next(each for each in at.button if each.label == "Add").click().run()
    assert participants() == [("EMC", ("Ерлан Оспанов",))]


def test_one_of_several_is_chosen(open_app: OpenApp) -> None:
    with db.transaction() as session:
        partners.create(session, PartnerDraft(name_en="Twin"), by=aigerim)
        partners.create(session, PartnerDraft(name_en="Pair", aliases=["Twin"]), by=aigerim)
    at = paste(opened(open_app), "Twin")
    assert choice(at, "Twin").options[:2] == ["Twin", "Pair"]
    choice(at, "Twin").set_value(1).run()
    next(each for each in at.button if each.label == "Add").click().run()
    assert participants() == [("Pair", ())]


def test_a_line_can_be_left_out(open_app: OpenApp) -> None:
    at = paste(opened(open_app), "Nova 3000\nVega 2000")
    at = next(each for each in at.button if each.label == "Leave out").click().run()
    assert "**To decide: 1**" in [each.value for each in at.markdown]
    assert participants() == []


def test_a_list_of_nothing_says_so_and_one_too_long_stays(open_app: OpenApp) -> None:
    at = paste(opened(open_app), " \n-\n")
    assert at.warning[0].value.startswith("There are no names here")
    long = "\n".join(f"Name {number}" for number in range(201))
    at = paste(at, long)
    assert at.error[0].value.startswith("The list is too long: at most 200")
    assert at.text_area[0].value == long


def test_a_long_queue_is_decided_on_bit_by_bit(open_app: OpenApp) -> None:
    at = paste(opened(open_app), "\n".join(f"Vega {number}" for number in range(100, 122)))
    assert any(each.value == "More to come after these: 2." for each in at.caption)
    at = next(each for each in at.button if each.label == "Add all (20)").click().run()
    assert len(participants()) == 20
    assert "**To decide: 2**" in [each.value for each in at.markdown]


# What it led to


def test_every_number_leads_to_its_list(open_app: OpenApp, expected: None) -> None:
    send(opened(open_app), {"id": EMC, "outcome": "Wants interns", "next_step": "Send a list"})
    at = open_app(boris, nav.EVENT, **PAGE)
    (told,) = [each.proto.body for each in at.get("html") if _YIELD in each.proto.body]
    for link in (
        "partners?event=1",
        "partners?event=1&amp;came=came",
        "interactions?event=1",
        "follow_ups?event=1&amp;shown=all",
        "follow_ups?event=1&amp;shown=open",
    ):
        assert f'href="{link}"' in told
    for page, address, found in (
        (nav.PARTNERS, {"came": "came"}, ["EMC"]),
        (nav.PARTNERS, {}, ["EMC", "Semey Engineering"]),
        (nav.INTERACTIONS, {}, ["Science Week"]),
        (nav.AGREEMENTS, {}, []),
        (nav.FOLLOW_UPS, {"shown": "all"}, ["Send a list"]),
    ):
        at = open_app(boris, page, event=str(SCIENCE_WEEK), **address)
        assert [row["label"] for row in rows(at)] == found
        assert any(label.startswith("Event: Science Week") for label in offers(at))
    at = open_app(boris, nav.PARTNERS, event="99", came="came")
    assert "Event: 99" in offers(at)
    assert "Came?: Came" in offers(at)


def test_where_nobody_has_said_who_came_it_is_not_nobody(open_app: OpenApp, expected: None) -> None:
    at = open_app(boris, nav.EVENT, **PAGE)
    (told,) = [each.proto.body for each in at.get("html") if _YIELD in each.proto.body]
    assert "<span>–</span><small>Came</small>" in told
    send(opened(open_app), {"id": EMC, "came": "absent"})
    at = open_app(boris, nav.EVENT, **PAGE)
    (told,) = [each.proto.body for each in at.get("html") if _YIELD in each.proto.body]
    assert "<span>0</span><small>Came</small>" in told
    assert 'href="partners?event=1&amp;came=absent"' in told
    assert "did not come: 1" in told


def test_an_event_of_which_nothing_is_known_has_no_numbers(open_app: OpenApp) -> None:
    at = open_app(boris, nav.EVENT, **PAGE)
    assert not [each for each in at.get("html") if _YIELD in each.proto.body]


def test_the_list_of_participants_tells_who_came(open_app: OpenApp, expected: None) -> None:
    send(opened(open_app), {"id": EMC, "came": "absent"})
    line = next(
        item for item in items(open_app(boris, nav.EVENT, **PAGE)) if item["title"] == "EMC"
    )
    assert [badge["text"] for badge in line["badges"]] == ["Did not come"]
    assert line["meta"] == "Industry · Марат Әлиев"
