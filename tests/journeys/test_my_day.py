"""Whoever comes in the morning works through what is due: done, later, and back again."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator

from tests.journeys import colleagues
from tests.journeys.conftest import Serve
from tests.journeys.looking import expect
from tests.journeys.person import PHONE, WIDE, Person, seat
from tracker import clock, db
from tracker.access import Role, User
from tracker.domain import follow_ups, partners
from tracker.domain.models import FollowUpDraft, FollowUpKind, PartnerDraft
from tracker.i18n import LANGUAGES

TASK, PROMISE = "Жабдық тізімін жіберу", "Ветеринария"


@pytest.fixture(scope="module")
def due(database: str) -> dict[str, User]:
    """For each language somebody who should have done one thing yesterday, and another today."""
    officers = {
        language: colleagues.hire(language, f".{language}")[Role.LIAISON] for language in LANGUAGES
    }
    with db.transaction() as session:
        by = officers["kk"]
        plant = partners.create(session, PartnerDraft(name_kk="Ет комбинаты"), by=by)
        for officer in officers.values():
            for days, kind, subject in (
                (-1, FollowUpKind.OTHER, TASK),
                (0, FollowUpKind.RETRAINING, PROMISE),
            ):
                draft = FollowUpDraft(
                    kind=kind,
                    subject=subject,
                    partner_id=plant.id or 0,
                    owner_id=officer.id,
                    due_on=clock.today() + timedelta(days=days),
                )
                follow_ups.create(session, draft, by=officer)
    return officers


@pytest.fixture(scope="module")
def url(due: dict[str, User], serve: Serve) -> str:
    return serve()


@pytest.mark.parametrize(
    ("language", "size"), [("kk", PHONE), ("ru", WIDE), ("en", WIDE)], ids=LANGUAGES
)
def test_a_day_is_worked_through_by_a_press_or_two_for_each(
    browser: Browser, url: str, due: dict[str, User], language: str, size: tuple[int, int]
) -> None:
    she = seat(browser, url, due[language], size=size)
    she.sign_in()
    _takes_a_press_back(she)
    _postpones_by_two_presses(she)
    _works_by_letters(she)
    _says_what_came_of_a_promise(she)
    she.page.context.close()


def _takes_a_press_back(she: Person) -> None:
    she.sees(she.word("home.pressing", n=2))
    _press(she, "follow_up.done", TASK)
    expect(_line(she, TASK)).to_have_count(0)
    she.sees(she.word("home.pressing", n=1))
    she.press(she.word("take_back.do"))
    she.told(she.word("follow_up.taken_back", name=TASK))
    expect(_line(she, TASK)).to_have_count(1)


def _postpones_by_two_presses(she: Person) -> None:
    """By mouse or thumb; and once by keys alone."""
    _press(she, "follow_up.later", TASK)
    she.page.get_by_role("menuitem", name=she.word("follow_up.tomorrow")).click()
    she.sees(she.word("home.pressing", n=1))
    button = _button(she, "follow_up.later", TASK)
    she.stand_still()
    button.focus()
    she.page.keyboard.press("Enter")
    she.page.keyboard.press("ArrowDown")
    expect(she.page.get_by_role("menuitem", name=she.word("follow_up.next_week"))).to_be_focused()
    she.page.keyboard.press("Escape")
    expect(button).to_be_focused()


def _works_by_letters(she: Person) -> None:
    """Arrows, D and L; the focus stays where the work is."""
    _line(she, PROMISE).get_by_role("link").focus()
    she.page.keyboard.press("ArrowDown")
    she.page.keyboard.press("ArrowUp")
    expect(_line(she, PROMISE).get_by_role("link")).to_be_focused()
    she.page.keyboard.press("l")
    expect(she.page.get_by_role("menuitem", name=she.word("follow_up.tomorrow"))).to_be_focused()
    she.page.keyboard.press("Escape")
    _line(she, TASK).get_by_role("link").focus()
    she.page.keyboard.press("d")
    expect(_line(she, TASK)).to_have_count(0)
    she.press(she.word("take_back.do"))
    expect(_line(she, TASK)).to_have_count(1)


def _says_what_came_of_a_promise(she: Person) -> None:
    _press(she, "follow_up.done", PROMISE)
    expect(she.dialog).to_be_visible()
    she.fill(she.word("follow_up.what_came_of_it"), "Шарт жасалды")
    she.press(she.word("follow_up.done"))
    expect(she.dialog).to_have_count(0)
    expect(_line(she, PROMISE)).to_have_count(0)
    expect(she.page.get_by_text(she.word("home.pressing", n=1))).to_have_count(0)


def _line(she: Person, subject: str) -> Locator:
    return she.main.get_by_role("listitem").filter(has_text=subject)


def _button(she: Person, word: str, subject: str) -> Locator:
    return _line(she, subject).get_by_role("button").filter(has_text=she.word(word))


def _press(she: Person, word: str, subject: str) -> None:
    she.stand_still()
    _button(she, word, subject).click()
