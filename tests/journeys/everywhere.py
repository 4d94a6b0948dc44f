"""Everywhere one can be: each page and dialog, in three worlds. For the long looks at all of it.

`python -m tests.journeys.pictures` takes pictures, `python -m tests.journeys.barriers` asks axe.
"""

import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import Browser

from tests.benchmarks import data
from tests.journeys import colleagues
from tests.journeys.person import PHONE, WIDE, Person, seat
from tests.servers import app
from tracker import clock, db, example, filing, migrating
from tracker.access import Action, Role, User, can
from tracker.domain import importing
from tracker.domain.models import FollowUp, Kind
from tracker.i18n import LANGUAGES
from tracker.ingest import running
from tracker.settings import settings

# Nothing written yet; Science Week and two years around it; a thousand partners of ten years.
WORLDS = ("empty", "example", "full")
LIGHTS, SIZES = ("light", "dark"), {"1440": WIDE, "390": PHONE}


class Place(NamedTuple):
    """A page, by its address, or a dialog: the word on the button that opens it."""

    address: str
    action: Action = Action.READ
    opens: str = ""
    worlds: Sequence[str] = WORLDS

    @property
    def name(self) -> str:
        """As part of a file's name: "partner-2", "follow_ups-view-board"."""
        page = self.address.replace("?id=", "-").translate(str.maketrans("?=&", "---"))
        return "+".join(part for part in (page or "home", self.opens) if part)


_SOME = ("example", "full")
_LISTS = (
    *("", "partners", "people", "events", "news", "interactions", "follow_ups"),
    *("follow_ups?view=board", "follow_ups?view=calendar", "agreements", "units"),
    *("dashboard", "map", "engagement", "network", "evidence", "reports", "search?text=семей"),
    *("help", "help?topic=server"),
)
_RECORDS = (
    *("partner?id=2", "person?id=1", "event?id=1", "event?id=2", "news_item?id=1"),
    *("interaction?id=1", "follow_up?id=1", "agreement?id=1", "unit?id=1", "engagement_of?id=2"),
)
_KEPT = {
    "read_article": Action.EDIT,
    "duplicates": Action.EDIT,
    "hand_over": Action.ASSIGN,
    "imports": Action.IMPORT,
    "accounts": Action.MANAGE_ACCOUNTS,
    "access": Action.MANAGE_ACCOUNTS,
    "name_terms": Action.MANAGE_WORDS,
    "press_rules": Action.MANAGE_WORDS,
    "history": Action.SEE_HISTORY,
    "settings": Action.SETTLE_OWN,
}
_DIALOGS = {
    "partners": "partners.add",
    "people": "people.add",
    "events": "events.add",
    "follow_ups": "follow_up.add",
    "agreements": "agreements.add",
    "partner?id=2": "interaction.log",
    "event?id=1": "form.edit",
    "follow_up?id=1": "follow_up.complete",
    "person?id=1": "trash.delete",
}
PLACES = (
    *(Place(address) for address in _LISTS),
    *(Place(address, worlds=_SOME) for address in _RECORDS),
    *(Place(address, action) for address, action in _KEPT.items()),
    Place("after_event?id=1", Action.EDIT, worlds=_SOME),
    Place("evidence_pack?id=1", worlds=("example",)),
    Place("import?id=1", Action.IMPORT, worlds=("example",)),
    Place("merge?kind=partner&id=2&with=3", Action.MERGE, worlds=("example",)),
    *(Place(address, Action.EDIT, word, _SOME) for address, word in _DIALOGS.items()),
)


class Seat(NamedTuple):
    """Somebody in front of a browser of their own, in one of the worlds."""

    person: Person
    world: str
    light: str
    width: str

    @property
    def look(self) -> str:
        return f"{self.world}-{self.person.user.language}-{self.light}-{self.width}"

    def places(self) -> Iterator[Place]:
        for place in PLACES:
            if self.world in place.worlds and can(self.person.user, place.action):
                yield place

    def go_to(self, place: Place) -> None:
        self.person.open(place.address)
        self.person.main.get_by_role("heading", level=1).first.wait_for()
        if place.opens:
            self.person.begin(self.person.word(place.opens))
        self.person.stand_still()


def seats(
    browser: Browser, wanted: Sequence[str], roles: Sequence[Role] = (Role.ADMINISTRATOR,)
) -> Iterator[Seat]:
    """Everybody who looks, one after the other. `wanted` narrows: "kk", "dark", "390", "full"."""
    worlds, languages = _chosen(WORLDS, wanted), _chosen(LANGUAGES, wanted)
    lights, widths = _chosen(LIGHTS, wanted), _chosen(list(SIZES), wanted)
    for world in worlds:
        with _served(world) as (url, people):
            for language, role, light, width in product(languages, roles, lights, widths):
                user = people[language][role]
                person = seat(browser, url, user, size=SIZES[width], dark=light == "dark")
                person.sign_in()
                yield Seat(person, world, light, width)
                person.page.context.close()


def _chosen(all_of_them: Sequence[str], wanted: Sequence[str]) -> list[str]:
    return [each for each in all_of_them if each in wanted] or list(all_of_them)


@contextmanager
def _served(world: str) -> Iterator[tuple[str, Mapping[str, Mapping[Role, User]]]]:
    with TemporaryDirectory() as place:
        url = f"sqlite:///{place}/world.db"
        os.environ["TRACKER_DATABASE_URL"] = url
        settings.cache_clear()
        db.engine.cache_clear()
        if world == "full":
            data.fill(url, "S", today=clock.today())
            deque(filing.everything(), maxlen=0)
        else:
            migrating.migrate()
        people = {language: colleagues.hire(language, f".{language}") for language in LANGUAGES}
        if world == "example":
            _load_example(people["kk"][Role.ADMINISTRATOR])
        if world == "full":
            _give_work(people)
        with app.running({"TRACKER_DATABASE_URL": url}, Path(place) / "log") as address:
            yield address, people
        db.engine().dispose()


def _load_example(by: User) -> None:
    read = running.given(Kind.PARTNER, "partners.csv", "Name;City\nНова;Семей\n".encode())
    with db.transaction() as session:
        example.load(session, by=by)
        importing.keep(session, Kind.PARTNER, read, by=by)


def _give_work(people: Mapping[str, Mapping[Role, User]]) -> None:
    """Those who look take over what the generated colleagues have to do."""
    takers = [user.id for by_role in people.values() for user in by_role.values()]
    with db.transaction() as session:
        connection = session.connection()
        owned = f"UPDATE {FollowUp.__tablename__} SET owner_id = ? WHERE id % ? = ?"
        for place, taker in enumerate(takers):
            connection.exec_driver_sql(owned, (taker, len(takers), place))
