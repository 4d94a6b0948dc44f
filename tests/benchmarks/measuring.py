"""Asks the servers in turn, so that whatever disturbs the machine disturbs all of them alike."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from statistics import median
from typing import NamedTuple
from uuid import uuid4

from tests.benchmarks import inside, pages, saving, statements
from tests.benchmarks.crm import EMAIL, ME, Size
from tests.benchmarks.data import PASSWORD
from tests.benchmarks.pages import Opened, Rerun
from tests.benchmarks.servers import Servers
from tracker import db
from tracker.domain import follow_ups, lists
from tracker.ui import nav

TUNED = "empty page, tuned as ours"
PLAIN = "empty page, plain Streamlit"
EMPTY = "empty page of ours"
SAVING = "home form: save a meeting"
ASKING = "follow-up: ask what came of it"
DOMAIN = "domain: log a meeting"
INSIDE = "of it, inside the driver"
DRIVER = "driver: the same rows"


class Figure(NamedTuple):
    """What one thing cost: seconds in each round; bytes and statements where they were counted."""

    name: str
    seconds: list[float]
    bytes: int | None = None
    statements: int | None = None
    transactions: int | None = None

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def p95(self) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


class Address(NamedTuple):
    """A page of ours at an address."""

    name: str
    page: str | None  # None: home
    query: dict[str, str]


def addresses(size: Size, today: date) -> list[Address]:
    """The pages that are measured."""
    late = {"overdue": "true"}
    return [
        # A unit that is not there: the frame around every page, and one sentence.
        Address(EMPTY, nav.UNIT, {"id": "0"}),
        Address("home", None, {}),
        Address("partners", nav.PARTNERS, {}),
        Address(
            "partners, filtered and sorted",
            nav.PARTNERS,
            {"sector": "industry", "sort": "-last_contact"},
        ),
        Address("partners, searched", nav.PARTNERS, {"q": "восток"}),
        Address("partner, median", nav.PARTNER, {"id": str(size.median_partner)}),
        Address("partner, busiest", nav.PARTNER, {"id": "1"}),
        Address("follow-ups overdue", nav.FOLLOW_UPS, late),
        Address(
            "follow-ups overdue, 90 % depth",
            nav.FOLLOW_UPS,
            {**late, "page": str(_deep(today))},
        ),
        Address("interactions", nav.INTERACTIONS, {}),
        Address("interactions, searched in vain", nav.INTERACTIONS, {"q": "восток"}),
        Address("follow-ups, searched", nav.FOLLOW_UPS, {"q": "восток"}),
        Address("dashboard", nav.DASHBOARD, {}),
        Address(
            "dashboard, narrowed",
            nav.DASHBOARD,
            {"period": "academic_year", "sector": "industry", "tier": "key", "unit": "3"},
        ),
    ]


def _deep(today: date) -> int:
    """The page at nine tenths of the overdue follow-ups that the pager reaches."""
    wanted = follow_ups.FollowUpFilter(overdue=True)
    with db.reading() as session:
        total = follow_ups.search(session, wanted, by=saving.me()).total
    return max(1, total * 9 // 10 // lists.PAGE)


def of_pages(servers: Servers, cookie: str, wanted: list[Address], rounds: int) -> list[Figure]:
    """Reruns of the floors, of every page, of the form on the home page, and of a question."""
    with ExitStack() as stack:
        acts: dict[str, Callable[[], Rerun]] = {
            TUNED: stack.enter_context(Opened(servers.tuned)).rerun,
            PLAIN: stack.enter_context(Opened(servers.plain)).rerun,
        }
        for one in wanted:
            query = "&".join(f"{name}={value}" for name, value in one.query.items())
            page = nav.address(one.page) if one.page else ""
            opened = Opened(servers.ours, cookie=cookie, page=page, query=query)
            acts[one.name] = stack.enter_context(opened).rerun
        acts[SAVING] = Form(stack.enter_context(Opened(servers.ours, cookie=cookie))).save
        acts[ASKING] = Question(stack.enter_context(Opened(servers.ours, cookie=cookie))).ask
        found: dict[str, list[Rerun]] = {name: [] for name in acts}
        for number in range(-2, rounds):
            for name, act in acts.items():
                took = act()
                if number >= 0:  # the first rounds fill caches
                    found[name].append(took)
    asked = {one.name: statements.of_page(one.page, one.query, ME) for one in wanted}
    return [
        Figure(
            name,
            [each.seconds for each in took],
            took[-1].bytes,
            len(asked[name]) if name in asked else None,
            asked[name].transactions if name in asked else None,
        )
        for name, took in found.items()
    ]


class Form:
    """The quick log on the home page."""

    def __init__(self, page: Opened) -> None:
        self._page = page

    def save(self) -> Rerun:
        """Type, choose and save in one rerun of the fragment, and the home page after it."""
        page, before = self._page, saving.stored()
        page.rerun()
        partner = page.widget(".partners")
        took = page.rerun(
            {
                partner: [page.options[partner][-1]],
                page.widget(".summary"): f"{saving.SUMMARY} {uuid4().hex}",
                page.widget(".save"): True,
            },
            fragment=page.fragment,
        )
        if saving.stored() == before:
            raise pages.Failed("the form on the home page saved nothing")
        return took


class Question:
    """What a follow-up's page asks before it is done."""

    def __init__(self, page: Opened) -> None:
        self._page = page
        (self._number,) = saving.open_follow_ups(1)

    def ask(self) -> Rerun:
        """Open the question over the page."""
        page, button = self._page, f"follow_up.complete.{self._number}"
        page.go(nav.address(nav.FOLLOW_UP), f"id={self._number}")
        if not page.fragments[page.widget(button)]:
            raise pages.Failed("a question draws the whole page of a follow-up again")
        return page.press(button)


def of_saving(today: date, rounds: int) -> list[Figure]:
    """The domain's call, what of it is inside the driver, and the bare driver; in this process."""
    user = saving.me()
    found = Figure(DOMAIN, []), Figure(INSIDE, []), Figure(DRIVER, [])
    for number in range(-2, rounds):
        whole = saving.by_domain(user, today)
        with inside.driver() as database:
            saving.by_domain(user, today)
        took = whole, database.seconds, saving.by_driver(today)
        for figure, seconds in zip(found, took, strict=True):
            if number >= 0:
                figure.seconds.append(seconds)
    with statements.counted() as heard:
        saving.by_domain(user, today)
    counted = found[0]._replace(statements=len(heard), transactions=heard.transactions)
    return [counted, *found[1:]]


@contextmanager
def signed_in(servers: Servers) -> Iterator[str]:
    """The cookies of a signed-in colleague."""
    yield pages.signed_in(servers.ours, EMAIL.format(ME), PASSWORD)
