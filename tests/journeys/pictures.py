"""A picture of everything, to look at: `python -m tests.journeys.pictures FOLDER [kk dark 390 …]`.

Each page and dialog in an empty, a small and a full world, in each language, light and dark, wide
and on a phone, in full height: `partners-full-kk-dark-390.png`; and the pages that people print,
as paper. Words after the folder narrow it; all of it takes hours. Nothing is compared: a person
looks.
"""

import sys
from contextlib import closing
from itertools import product
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser
from playwright.sync_api import Error as Failed

from tests.journeys.everywhere import LIGHTS, SIZES, Place, Seat, seats
from tests.journeys.person import WIDE, Person
from tests.servers import chromium
from tracker.i18n import LANGUAGES

PRINTED = ("partner?id=2", "event?id=1", "follow_up?id=1", "agreement?id=1", "dashboard")
TALLEST = 6000  # pixels of a picture
_DRAWN = 700  # milliseconds: charts and fonts draw themselves once the script has run
_HEIGHT = """() => Math.max(document.body.scrollHeight,
  ...[...document.querySelectorAll('[data-testid=stMain]')].map((each) => each.scrollHeight))"""


def main(folder: Path, wanted: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    known = None
    with chromium.browser() as browser:
        for seat in seats(browser, wanted):
            if seat.person.url != known:
                known = seat.person.url
                _door(browser, known, folder)
            for place in seat.places():
                path = folder / f"{place.name.translate(_SAFE)}-{seat.look}.png"
                try:
                    _take(seat, place, path)
                    if seat.width == "1440" and place.address in PRINTED and not place.opens:
                        paper(seat.person, path.with_name(f"paper-{path.name}"))
                except (Failed, AssertionError) as failed:
                    print(f"{path.name}: {str(failed).splitlines()[0]}", flush=True)


_SAFE = {ord("."): "_", ord("/"): "_"}


def _take(seat: Seat, place: Place, path: Path) -> None:
    page, (width, height) = seat.person.page, SIZES[seat.width]
    page.set_viewport_size({"width": width, "height": height})
    seat.go_to(place)
    page.wait_for_timeout(_DRAWN)
    if not place.opens:  # a dialog is looked at as it fits its window
        tall = min(int(page.evaluate(_HEIGHT)) + 40, TALLEST)
        page.set_viewport_size({"width": width, "height": tall})
        page.wait_for_timeout(_DRAWN / 2)
    page.screenshot(path=path)


def paper(person: Person, path: Path) -> None:
    """The page as it comes out of a printer, its sheets one below the other."""
    person.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    printed = person.page.pdf(prefer_css_page_size=True, print_background=False)
    with closing(pypdfium2.PdfDocument(printed)) as document:
        sheets = [sheet.render(scale=1.3).to_pil() for sheet in document]
    whole = sheets[0].resize((sheets[0].width, sum(each.height + 6 for each in sheets)))
    whole.paste("gray", (0, 0, *whole.size))
    top = 0
    for each in sheets:
        whole.paste(each, (0, top))
        top += each.height + 6
    whole.save(path)


def _door(browser: Browser, url: str, folder: Path) -> None:
    for language, light, width in product(LANGUAGES, LIGHTS, SIZES):
        size = SIZES[width]
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=language,
            color_scheme="dark" if light == "dark" else "light",
        )
        page = context.new_page()
        page.goto(f"{url}/sign-in")
        page.screenshot(path=folder / f"sign_in-{language}-{light}-{width}.png", full_page=True)
        context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
