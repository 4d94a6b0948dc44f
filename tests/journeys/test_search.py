"""Whoever looks for a partner presses two keys and types, in whatever language and layout."""

from contextlib import suppress

import pytest
from playwright.sync_api import Browser, TimeoutError

from tests.journeys import colleagues
from tests.journeys.conftest import Serve
from tests.journeys.looking import WITHIN, expect
from tests.journeys.person import PHONE, WIDE, Person, seat
from tracker import db
from tracker.access import Role, User
from tracker.domain import partners
from tracker.domain.models import PartnerDraft
from tracker.i18n import LANGUAGES

PRESSES = 4
SEMEY = PartnerDraft(
    name_kk="Семей инжиниринг", name_ru="Семей инжиниринг", name_en="Semey Engineering"
)


@pytest.fixture(scope="module")
def searching(database: str) -> dict[str, User]:
    """A viewer for each language, and a partner to be found among others."""
    viewers = {
        language: colleagues.hire(language, f".{language}")[Role.VIEWER] for language in LANGUAGES
    }
    liaison = colleagues.hire("kk", ".liaison")[Role.LIAISON]
    with db.transaction() as session:
        for draft in (SEMEY, PartnerDraft(name_ru="Школа", city="Семей")):
            partners.create(session, draft, by=liaison)
    return viewers


@pytest.fixture(scope="module")
def url(searching: dict[str, User], serve: Serve) -> str:
    return serve()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_partner_is_two_keys_and_a_few_letters_away(
    browser: Browser, url: str, searching: dict[str, User], language: str, size: tuple[int, int]
) -> None:
    he = seat(browser, url, searching[language], size=size)
    he.sign_in()
    he.sees(he.word("home.changes"))
    _opens(he)
    # On the wrong keyboard layout: «семей ин».
    he.page.keyboard.type("ctvtq by;", delay=30)
    first = he.dialog.get_by_role("link").first
    expect(first).to_have_text(SEMEY.name(language), timeout=WITHIN)
    if he.is_on_phone:
        first.click()
    else:
        he.page.keyboard.press("Enter")
    he.page.wait_for_url("**/partner?id=*", timeout=WITHIN)
    expect(he.dialog).to_have_count(0, timeout=WITHIN)
    assert he.title == SEMEY.name(language)
    he.page.context.close()


def test_a_row_opens_though_the_tap_comes_right_after_typing(
    browser: Browser, url: str, searching: dict[str, User]
) -> None:
    """The tap itself tells the server what was typed, and that narrows the list under it."""
    he = seat(browser, url, searching["ru"], size=PHONE)
    he.sign_in("/partners")
    he.sees("Школа")
    he.main.get_by_role("searchbox", name=he.word("partners.search")).fill("инж")
    he.main.get_by_role("link", name="Школа", exact=True).click()
    he.page.wait_for_url("**/partner?id=*", timeout=WITHIN)
    he.settle()
    assert he.title == "Школа"
    he.page.context.close()


def _opens(he: Person) -> None:
    """By the keys; a phone has none."""
    field = he.dialog.get_by_role("searchbox", name=he.word("search.question"))
    if he.is_on_phone:
        he.page.get_by_role("button", name=he.word("search.open")).click()
    else:
        # The browser listens for the keys a moment after the page is there to be seen.
        for _ in range(PRESSES):
            he.page.keyboard.press("Control+k")
            with suppress(TimeoutError):
                field.wait_for(timeout=WITHIN / PRESSES)
                break
    expect(field).to_be_focused(timeout=WITHIN)
