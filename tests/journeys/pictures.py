"""A picture of every page to look at: `python -m tests.journeys.pictures FOLDER [LANGUAGE…]`.

Each page of the example world in each language, light and dark, wide and on a phone, in full
height; named `partners-kk-dark-390.png`. Nothing is compared: a person looks.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser
from playwright.sync_api import TimeoutError as TooLate

from tests.journeys import colleagues
from tests.journeys.person import PHONE, WIDE, Person, seat
from tests.servers import app, chromium
from tracker import db, example, migrating
from tracker.access import Role, User
from tracker.i18n import LANGUAGES

PAGES = (
    "",
    "partners",
    "partner?id=2",
    "people",
    "person?id=1",
    "events",
    "event?id=1",
    "event?id=2",
    "news",
    "news_item?id=1",
    "interactions",
    "interaction?id=1",
    "follow_ups",
    "follow_up?id=1",
    "agreements",
    "agreement?id=1",
    "units",
    "unit?id=1",
    "dashboard",
    "map",
    "engagement",
    "engagement_of?id=2",
    "network",
    "evidence",
    "evidence_pack?id=1",
    "reports",
    "accounts",
    "name_terms",
    "read_article",
    "press_rules",
    "history",
    "settings",
    "help",
    "help?topic=server",
)
TALLEST = 6000  # pixels of a picture
_HEIGHT = """() => Math.max(document.body.scrollHeight,
  ...[...document.querySelectorAll('[data-testid=stMain]')].map((each) => each.scrollHeight))"""


def main(folder: Path, languages: list[str]) -> None:
    """Serve the example world from a folder of its own and take all pictures of it."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place:
        os.environ["TRACKER_DATABASE_URL"] = f"sqlite:///{place}/pictures.db"
        migrating.migrate()
        people = {language: colleagues.hire(language, f".{language}") for language in languages}
        with db.transaction() as session:
            example.load(session, by=people[languages[0]][Role.ADMINISTRATOR])
        environment = {"TRACKER_DATABASE_URL": os.environ["TRACKER_DATABASE_URL"]}
        with app.running(environment, Path(place) / "log") as url, chromium.browser() as browser:
            _door(browser, url, folder, languages)
            for language in languages:
                for person, look in _seats(browser, url, language, people[language]):
                    _walk(person, folder, look)
                    person.page.context.close()


def _seats(
    browser: Browser, url: str, language: str, people: dict[Role, User]
) -> Iterator[tuple[Person, str]]:
    for dark in (False, True):
        for size in (WIDE, PHONE):
            person = seat(browser, url, people[Role.ADMINISTRATOR], size=size, dark=dark)
            person.sign_in()
            yield person, f"{language}-{'dark' if dark else 'light'}-{size[0]}"


def _walk(person: Person, folder: Path, look: str) -> None:
    for address in PAGES:
        person.page.set_viewport_size({"width": int(look.rpartition("-")[2]), "height": WIDE[1]})
        person.open(address)
        _take(person, folder / f"{address.split('?')[0] or 'home'}-{look}.png")


def _take(person: Person, path: Path) -> None:
    try:
        person.main.get_by_role("heading", level=1).first.wait_for(timeout=5000)
    except TooLate:
        print(f"{path.name}: no heading")
    # Charts and fonts draw themselves once the script has run; nothing says when.
    person.page.wait_for_timeout(900)
    width = (person.page.viewport_size or {"width": WIDE[0]})["width"]
    height = min(int(person.page.evaluate(_HEIGHT)) + 40, TALLEST)
    person.page.set_viewport_size({"width": width, "height": height})
    person.page.wait_for_timeout(300)
    person.page.screenshot(path=path)


def _door(browser: Browser, url: str, folder: Path, languages: list[str]) -> None:
    for language in languages:
        for dark in (False, True):
            for size in (WIDE, PHONE):
                context = browser.new_context(
                    viewport={"width": size[0], "height": size[1]},
                    locale=language,
                    color_scheme="dark" if dark else "light",
                )
                page = context.new_page()
                page.goto(f"{url}/sign-in")
                look = f"{language}-{'dark' if dark else 'light'}-{size[0]}"
                page.screenshot(path=folder / f"sign_in-{look}.png", full_page=True)
                context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or list(LANGUAGES))
