"""Every screen of the example world, in every language, for every role."""

from contextlib import closing, suppress
from itertools import product
from zlib import crc32

import pypdfium2
import pytest
from playwright.sync_api import Browser, TimeoutError

from tests.journeys import barriers, colleagues
from tests.journeys.conftest import Serve
from tests.journeys.examining import Known, Watch, wrong_with
from tests.journeys.looking import WITHIN, expect
from tests.journeys.person import Person, seat
from tracker import db, example
from tracker.access import ALLOWED, Action, Role, User, can
from tracker.i18n import LANGUAGES
from tracker.settings import settings

# Pages in the list at the side, and what the first link on each of them leads to.
LISTS = {
    "partners": "partner",
    "people": "person",
    "events": "event",
    "news": "news_item",
    "interactions": "interaction",
    "follow_ups": "follow_up",
    "agreements": "agreement",
    "units": "unit",
}
OTHERS = {
    "dashboard": Action.READ,
    "engagement": Action.READ,
    "map": Action.READ,
    "network": Action.READ,
    "evidence": Action.READ,
    "reports": Action.READ,
    "settings": Action.SETTLE_OWN,
    "help": Action.READ,
    "history": Action.SEE_HISTORY,
    "hand_over": Action.ASSIGN,
    "access": Action.MANAGE_ACCOUNTS,
    "accounts": Action.MANAGE_ACCOUNTS,
    "name_terms": Action.MANAGE_WORDS,
    "read_article": Action.EDIT,
    "press_rules": Action.MANAGE_WORDS,
}
CHARTS = 7  # of the dashboard, each with its table
Everybody = dict[tuple[str, Role], User]
# An administrator sees every screen, and a colleague has the dark ones: both in every language. The
# other two see fewer of the same: one language each will do here, and `barriers` leaves nobody out.
WALKS = [
    *product(LANGUAGES, (Role.ADMINISTRATOR, Role.LIAISON)),
    ("kk", Role.VIEWER),
    ("ru", Role.MANAGER),
]


@pytest.fixture(scope="module")
def everybody(database: str) -> Everybody:
    """A colleague of each role for each language, in the example world."""
    hired = {
        (language, role): user
        for language in LANGUAGES
        for role, user in colleagues.hire(language, f".{language}").items()
    }
    with db.transaction() as session:
        example.load(session, by=hired["kk", Role.ADMINISTRATOR])
    return hired


@pytest.fixture(scope="module")
def url(everybody: Everybody, serve: Serve) -> str:
    return serve()


@pytest.fixture(scope="module")
def known(everybody: Everybody) -> Known:
    return Known()


@pytest.mark.parametrize(("language", "role"), WALKS)
def test_every_screen_is_whole(
    browser: Browser, url: str, everybody: Everybody, known: Known, language: str, role: Role
) -> None:
    person = seat(browser, url, everybody[language, role], dark=role is Role.LIAISON)
    watch = Watch(person.page.context, url)
    person.sign_in()
    _is_drawn(person, "home")
    wrong = {"home": _look_over(person, known, "home")}
    for entry, record in LISTS.items():
        person.go(entry)
        expect(person.main.get_by_role("table").first).to_be_visible(timeout=WITHIN)
        wrong[entry] = _look_over(person, known, entry)
        _opens_the_first(person, record)
        wrong[record] = _look_over(person, known, record)
        if record == "event" and can(person.user, Action.EDIT):
            person.press(person.word("sheet.title"))
            title = person.main.get_by_role("heading", level=1)
            expect(title).to_contain_text(person.word("sheet.title"), timeout=WITHIN)
            person.settle()
            wrong["after_event"] = _look_over(person, known, "after_event")
        if record in ("partner", "agreement") and role is Role.LIAISON:
            _is_clean_on_paper(person)
    for entry, action in OTHERS.items():
        if can(person.user, action):
            person.go(entry)
            _is_drawn(person, entry)
            wrong[entry] = _look_over(person, known, entry)
        else:
            assert not _is_listed(person, entry)
    person.page.context.close()
    said = [f"{page}: {each}" for page, found in wrong.items() for each in found]
    assert not said + watch.heard, "\n".join(said + watch.heard)


def _look_over(person: Person, known: Known, page: str) -> list[str]:
    """Everything that is wrong. What axe says takes long: of each page it is asked in one walk."""
    wrong = wrong_with(person, known)
    action = OTHERS.get(page, Action.EDIT)
    walks = [walk for walk in WALKS if action in ALLOWED[walk[1]]]
    if (person.user.language, person.user.role) == walks[crc32(page.encode()) % len(walks)]:
        wrong += barriers.met(person, "serious", "critical")
    return wrong


def _is_clean_on_paper(person: Person) -> None:
    """From a dark screen; with the university on top, and nothing that can only be pressed."""
    with closing(pypdfium2.PdfDocument(person.page.pdf(prefer_css_page_size=True))) as sheets:
        text = sheets[0].get_textpage().get_text_range()
        sheet = sheets[0].render().to_pil().convert("L")
    assert person.title in " ".join(text.split())
    assert getattr(settings(), f"university_{person.user.language}") in text
    for word in ("interaction.log", "form.edit", "nav.dashboard", "search.open"):
        assert person.word(word) not in text
    assert sheet.getpixel((2, 2)) == 255
    dark, width = sheet.point(lambda much: much < 90).tobytes(), sheet.width
    rows = [dark[start : start + width] for start in range(0, len(dark), width)]
    assert not any(b"\1" * (width // 4) in row for row in rows)  # a surface as dark as the screen


def _opens_the_first(person: Person, record: str) -> None:
    # The table may draw itself anew under a press, which is lost then: a person presses again.
    for _ in range(3):
        if person.path == record:
            break
        person.main.get_by_role("table").first.get_by_role("link").first.click()
        with suppress(TimeoutError):
            person.page.wait_for_url(f"**/{record}?id=*", timeout=WITHIN / 4)
            break
    person.page.wait_for_url(f"**/{record}?id=*", timeout=WITHIN)
    back = person.main.locator(".seriktes-heading h1")
    expect(back).to_be_visible(timeout=WITHIN)
    person.settle()


def _is_drawn(person: Person, entry: str) -> None:
    if entry == "home":
        person.sees(person.word("home.hello", name=person.user.name.split()[0]))
        person.sees(person.word("home.changes"))
        if can(person.user, Action.EDIT):
            expect(person.main.get_by_role("button", name=person.word("form.save"))).to_be_visible()
    if entry == "dashboard":
        expect(person.main.get_by_test_id("stPlotlyChart")).to_have_count(CHARTS, timeout=WITHIN)


def _is_listed(person: Person, entry: str) -> bool:
    links = person.page.get_by_test_id("stSidebarNav").get_by_role("link")
    return person.word(f"nav.{entry}") in links.all_inner_texts()


def test_every_number_of_the_dashboard_opens_the_list_it_counts(
    browser: Browser, url: str, everybody: Everybody
) -> None:
    he = seat(browser, url, everybody["ru", Role.VIEWER])
    he.sign_in()
    he.go("dashboard")
    _is_drawn(he, "dashboard")
    drawers = he.main.locator("summary").filter(has_text=he.word("dashboard.in_numbers"))
    for drawer in drawers.all():
        drawer.click()
    tables = he.main.locator(".seriktes-numbers table")
    expect(tables).to_have_count(CHARTS, timeout=WITHIN)
    counted = {}
    for table in tables.all():
        links = table.get_by_role("link")
        # The first and the last of each table; each is made by the same few lines.
        for link in (links.first, links.last):
            counted[link.get_attribute("href") or ""] = int(link.inner_text())
    assert len(counted) > CHARTS
    for address, number in counted.items():
        he.open(address, sees=he.word("list.total", n=number, total=str(number)))
    he.page.context.close()
