"""The board by keyboard alone, by mouse and by thumb; and a calendar that anybody can read."""

from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator

from tests.journeys import colleagues
from tests.journeys.conftest import Serve
from tests.journeys.examining import Known, wrong_with
from tests.journeys.looking import expect
from tests.journeys.person import PHONE, WIDE, Person, seat
from tracker import clock, db
from tracker.access import Role, User
from tracker.domain import follow_ups, partners
from tracker.domain.models import FollowUpDraft, PartnerDraft

FIRST, SECOND, THIRD = "Жабдық тізімін жіберу", "Келісімнің жобасы", "Дәріс оқу"
# Where the focus is, looking into our own elements: which card, or what it is.
_FOCUS = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at?.dataset?.card) return at?.textContent ?? "";
  return at.closest(".card").querySelector(".head").textContent + " " + at.dataset.part;
}"""
_AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# The shortcut that Streamlit draws on the search button is too faint for axe.
_LOOKED_AT = {"include": ['[data-testid="stMain"]'], "exclude": [".st-key-search_open"]}


@pytest.fixture(scope="module")
def officers(database: str) -> dict[str, User]:
    """One for each way to move a card, each with three things to do."""
    hired = {
        mark: colleagues.hire(language, f".{mark}")[Role.LIAISON]
        for mark, language in (("keys", "kk"), ("mouse", "ru"), ("thumb", "en"))
    }
    with db.transaction() as session:
        plant = partners.create(session, PartnerDraft(name_kk="Ет комбинаты"), by=hired["keys"])
        for officer in hired.values():
            for days, subject in enumerate((FIRST, SECOND, THIRD)):
                draft = FollowUpDraft(
                    subject=subject,
                    partner_id=plant.id or 0,
                    owner_id=officer.id,
                    due_on=clock.today() + timedelta(days=days - 1),
                )
                follow_ups.create(session, draft, by=officer)
    return hired


@pytest.fixture(scope="module")
def url(officers: dict[str, User], serve: Serve) -> str:
    return serve()


def test_the_board_is_worked_by_keys_alone(
    browser: Browser, url: str, officers: dict[str, User]
) -> None:
    she = _at_the_board(browser, url, officers["keys"])
    assert _faults(she) == []
    assert wrong_with(she, Known()) == []
    _goes_to_the_first_card(she)
    _leads_a_card_to_another_lane(she)
    _leaves_a_card_where_it_was(she)
    _is_told_when_a_colleague_was_faster(she)
    _says_what_came_of_it(she)
    _chooses_from_the_menu(she)
    assert _faults(she) == []
    she.open("follow_ups?view=calendar", sees=SECOND)
    assert wrong_with(she, Known()) == []
    she.page.context.close()


def _goes_to_the_first_card(she: Person) -> None:
    for _ in range(60):
        she.page.keyboard.press("Tab")
        if _focus(she).endswith(" link"):
            break
    assert _focus(she) == f"{FIRST} link"
    _keys(she, "ArrowDown", "ArrowDown", "ArrowUp")
    assert _focus(she) == f"{SECOND} link"
    _keys(she, "Home")
    assert _focus(she) == f"{FIRST} link"


def _leads_a_card_to_another_lane(she: Person) -> None:
    _keys(she, "Space")
    opened, started = _lane(she, "open"), _lane(she, "in_progress")
    _hears(she, she.word("board.lifted", name=FIRST, lane=opened))
    _keys(she, "ArrowRight")
    _hears(she, she.word("board.over", lane=started))
    _keys(she, "ArrowLeft")
    _hears(she, she.word("board.back", lane=opened))
    _keys(she, "ArrowRight", "Enter")
    _hears(she, she.word("board.moved", name=FIRST, lane=started))
    expect(_cards(she, "in_progress")).to_have_text([FIRST])
    assert _focus(she) == f"{FIRST} link"


def _leaves_a_card_where_it_was(she: Person) -> None:
    _keys(she, "Space", "ArrowRight", "Escape")
    _hears(she, she.word("board.left", name=FIRST))
    expect(_cards(she, "in_progress")).to_have_text([FIRST])
    assert _focus(she) == f"{FIRST} link"


def _is_told_when_a_colleague_was_faster(she: Person) -> None:
    with db.transaction() as session:
        wanted = follow_ups.FollowUpFilter(text=FIRST, owner_id=she.user.id)
        (row,) = follow_ups.search(session, wanted, by=she.user).rows
        follow_ups.wait(session, row.id, revision=row.revision, by=she.user)
    _keys(she, "Space", "ArrowRight", "Enter")
    _hears(she, she.word("board.stale", name=FIRST))
    expect(_cards(she, "waiting")).to_have_text([FIRST])
    assert _focus(she) == f"{FIRST} link"


def _says_what_came_of_it(she: Person) -> None:
    """Put among what is done, it asks; and the focus comes back to the board."""
    _keys(she, "Space", "ArrowRight")
    _hears(she, she.word("board.over", lane=_lane(she, "done")))
    _keys(she, "Enter")
    expect(she.dialog).to_be_visible()
    she.settle()
    _keys(she, "Escape")
    expect(she.dialog).to_have_count(0)
    expect(_cards(she, "waiting")).to_have_text([FIRST])
    she.page.wait_for_function(f"() => ({_FOCUS})() === {f'{FIRST} link'!r}")
    _keys(she, "Space", "ArrowRight", "Enter")
    expect(she.dialog).to_be_visible()
    she.settle()
    field = she.field(she.word("follow_up.what_came_of_it"))
    _tab_to(she, field)
    she.page.keyboard.type("Жіберілді")
    _tab_to(she, she.dialog.get_by_role("button", name=she.word("follow_up.done"), exact=True))
    she.stand_still()
    _keys(she, "Enter")
    she.told(she.word("follow_up.completed", name=FIRST))
    expect(_cards(she, "waiting")).to_have_count(0)
    title = _lane(she, "waiting")
    she.page.wait_for_function(f"() => ({_FOCUS})().startsWith({title!r})")


def _chooses_from_the_menu(she: Person) -> None:
    she.stand_still()
    for _ in range(5):
        _keys(she, "Shift+Tab")
        if _focus(she) == f"{SECOND} move":
            break
    assert _focus(she) == f"{SECOND} move"
    _keys(she, "Enter", "ArrowDown")
    assert _focus(she) == _lane(she, "waiting")
    _keys(she, "Enter")
    _hears(she, she.word("board.moved", name=SECOND, lane=_lane(she, "waiting")))
    expect(_cards(she, "waiting")).to_have_text([SECOND])


def test_a_card_is_drawn_to_another_lane_and_taken_back(
    browser: Browser, url: str, officers: dict[str, User]
) -> None:
    he = _at_the_board(browser, url, officers["mouse"])
    he.stand_still()
    start = _card(he, FIRST).bounding_box()
    aim = he.main.locator('.lane[data-lane="waiting"]').bounding_box()
    assert start is not None
    assert aim is not None
    he.page.mouse.move(start["x"] + 20, start["y"] + 45)
    he.page.mouse.down()
    he.page.mouse.move(aim["x"] + 40, aim["y"] + 60, steps=8)
    expect(he.main.locator(".lane.aim")).to_have_attribute("data-lane", "waiting")
    he.page.mouse.up()
    _hears(he, he.word("board.moved", name=FIRST, lane=_lane(he, "waiting")))
    expect(_cards(he, "waiting")).to_have_text([FIRST])
    assert he.path == "follow_ups"  # the press that ends a drag opens nothing
    he.press(he.word("take_back.do"))
    he.told(he.word("follow_up.taken_back", name=FIRST))
    expect(_cards(he, "open")).to_have_count(3)
    he.page.context.close()


def test_on_a_phone_cards_are_moved_by_thumb_and_the_calendar_goes_day_by_day(
    browser: Browser, url: str, officers: dict[str, User]
) -> None:
    she = _at_the_board(browser, url, officers["thumb"], size=PHONE)
    she.stand_still()
    move = she.word("board.move")
    she.main.get_by_role("button", name=f"{move}: {THIRD}").click()
    she.page.get_by_role("menuitem", name=_lane(she, "in_progress")).click()
    expect(_cards(she, "in_progress")).to_have_text([THIRD])
    _draws_with_a_thumb(she)
    assert _faults(she) == []
    she.open(f"follow_ups?view=calendar&owner={she.user.id}", sees=SECOND)
    expect(she.main.locator(".day:visible")).to_have_count(_days_of_this_month(3))
    assert _faults(she) == []
    she.main.get_by_role("button", name=she.word("due_calendar.next_month")).click()
    she.page.wait_for_url("**day=*")
    she.main.get_by_role("button", name=she.word("due_calendar.today")).click()
    she.main.get_by_role("link", name=SECOND).click()
    she.page.wait_for_url("**/follow_up?id=*")
    she.page.context.close()


def _draws_with_a_thumb(she: Person) -> None:
    """By the handle, to the next lane, of which a strip can be seen."""
    she.stand_still()
    lane = she.main.locator('.lane[data-lane="open"]')
    lane.evaluate("(each) => each.scrollIntoView({ inline: 'start', block: 'start' })")
    she.page.wait_for_timeout(400)  # it comes to rest
    box = _card(she, FIRST).locator(".grip").bounding_box()
    aim = she.main.locator('.lane[data-lane="in_progress"]').bounding_box()
    assert box is not None
    assert aim is not None
    thumb = she.page.context.new_cdp_session(she.page)
    at = {"x": box["x"] + 10, "y": box["y"] + 10}
    to = {"x": aim["x"] + 8, "y": box["y"] + 20}
    for kind, points in (("Start", [at]), ("Move", [to]), ("Move", [to])):
        thumb.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
    expect(she.main.locator(".lane.aim")).to_have_attribute("data-lane", "in_progress")
    thumb.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    _hears(she, she.word("board.moved", name=FIRST, lane=_lane(she, "in_progress")))
    expect(_cards(she, "in_progress")).to_have_text([FIRST, THIRD])


def _days_of_this_month(count: int) -> int:
    """Of yesterday, today, tomorrow … those in this month."""
    days = [clock.today() + timedelta(days=place - 1) for place in range(count)]
    return sum(day.month == clock.today().month for day in days)


def _at_the_board(browser: Browser, url: str, user: User, size: tuple[int, int] = WIDE) -> Person:
    person = seat(browser, url, user, size=size)
    person.sign_in()
    person.open(f"follow_ups?view=board&owner={user.id}", sees=FIRST)
    return person


def _faults(person: Person) -> list[str]:
    """What axe finds in our part of the page."""
    person.stand_still()
    person.page.evaluate(_AXE)
    found: dict[str, Any] = person.page.evaluate("(where) => axe.run(where)", _LOOKED_AT)
    return [
        f"{each['id']}: {node['html']}" for each in found["violations"] for node in each["nodes"]
    ]


def _focus(person: Person) -> str:
    return str(person.page.evaluate(_FOCUS)).strip()


def _keys(person: Person, *keys: str) -> None:
    for key in keys:
        person.page.keyboard.press(key)


def _tab_to(person: Person, aim: Locator) -> None:
    for _ in range(12):
        if aim.evaluate("(each) => each === document.activeElement"):
            return
        _keys(person, "Tab")
    expect(aim).to_be_focused()


def _hears(person: Person, text: str) -> None:
    expect(person.main.locator(".board .said")).to_have_text(text)


def _lane(person: Person, status: str) -> str:
    return person.word(f"follow_up_status.{status}")


def _cards(person: Person, lane: str) -> Locator:
    """The titles in a lane."""
    return person.main.locator(f'.lane[data-lane="{lane}"] .card:not(.sent) .head a')


def _card(person: Person, subject: str) -> Locator:
    return person.main.locator(".card").filter(has_text=subject)
