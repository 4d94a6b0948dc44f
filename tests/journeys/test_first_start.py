"""The first minutes of an installation, with the code that the server printed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.colleagues import PASSWORD
from tests.journeys.looking import WITHIN, expect
from tests.journeys.person import Person, seat
from tests.servers import app
from tracker.access import Role, User

NAME, EMAIL = "Сәуле Қасымова", "saule@uni.example"


@pytest.fixture
def printed(tmp_path: Path) -> Path:
    """What the server says in its terminal."""
    return tmp_path / "terminal.log"


@pytest.fixture
def url(tmp_path: Path, printed: Path) -> Iterator[str]:
    """A server on a machine where nothing was there before: no database, no account."""
    with app.running({"TRACKER_DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}, printed) as url:
        yield url


@pytest.mark.parametrize(("language", "choice"), [("kk", "example"), ("ru", "empty"), ("en", "")])
def test_the_one_with_the_code_starts_and_works(
    browser: Browser, url: str, printed: Path, language: str, choice: str
) -> None:
    she = seat(browser, url, User(1, EMAIL, NAME, Role.ADMINISTRATOR, language))
    she.page.goto(f"{url}/partners?id=1")
    assert she.path == "set-up"
    assert she.page.locator("html").get_attribute("lang") == language

    _types(she, code="AAAA-BBBB-CCCC", password=PASSWORD)
    she.sees(she.word("error.wrong_setup_code"))
    _kept(she, code="AAAA-BBBB-CCCC")

    code = _code(printed)
    for weak, said in (
        ("12345", she.word("error.too_short", min_length=10)),
        ("password1234", she.word("error.password_common")),
        (EMAIL, she.word("error.password_personal")),
    ):
        _types(she, code=code, password=weak)
        she.sees(said)
        _kept(she, code=code)

    _types(she, code=code.lower(), password=PASSWORD)
    she.sees(she.word("set_up.welcome", name=NAME))
    if not choice:
        # Whoever only closes this page starts empty.
        she.page.goto(url)
    else:
        name = she.word(f"set_up.{choice}")
        she.page.get_by_role("button", name=name).click()
    she.settle()
    she.sees(she.word("home.hello", name="Сәуле"))
    _works(she, has_example=choice == "example")
    if choice == "empty":
        _invites(she, browser)


def _types(she: Person, *, code: str, password: str) -> None:
    typed = {"code": code, "name": NAME, "email": EMAIL, "password": password}
    for name, text in typed.items():
        she.page.locator(f'input[name="{name}"]').fill(text)
    she.page.get_by_role("button", name=she.word("set_up.button")).click()


def _kept(she: Person, *, code: str) -> None:
    """Nothing that was typed is lost, and a password never comes back."""
    for name, text in {"code": code, "name": NAME, "email": EMAIL, "password": ""}.items():
        field = she.page.locator(f'input[name="{name}"]')
        expect(field).to_have_value(text, timeout=WITHIN)


def _code(printed: Path) -> str:
    (code,) = set(re.findall(r"\b(?:[A-Z2-9]{4}-){2}[A-Z2-9]{4}\b", printed.read_text()))
    return str(code)


def _works(she: Person, *, has_example: bool) -> None:
    she.go("partners")
    if has_example:
        she.sees(she.word("list.total", n=41, total="41"))
        return
    she.sees(she.word("partners.none"))
    she.begin(she.word("partners.add"))
    own = f"{she.word('field.name')} · {she.word(f'language.{she.user.language}')}"
    she.fill(own, "EMC")
    she.save()
    she.saved(she.word("app.saved", name="EMC"))
    assert she.title == "EMC"
    # The door is closed behind the first.
    she.page.goto(f"{she.url}/set-up")
    she.settle()
    assert she.path != "set-up"


def _invites(she: Person, browser: Browser) -> None:
    """A colleague chooses a password by the link that is handed over, and comes in by it."""
    she.go("accounts")
    she.begin(she.word("accounts.add"))
    she.fill(she.word("field.account_name"), "Ерлан Досов")
    she.fill(she.word("field.email"), "erlan@uni.example")
    she.save()
    he = seat(browser, she.url, User(2, "erlan@uni.example", "Ерлан Досов", Role.VIEWER, "kk"))
    he.page.goto(she.dialog.locator("code").inner_text())
    he.page.locator('input[name="password"]').fill(PASSWORD)
    he.page.get_by_role("button", name=he.word("password_link.choose")).click()
    he.sees(he.word("password_link.chosen_title"))
    he.sign_in()
    he.sees(he.word("home.hello", name="Ерлан"))
