"""A page asks the database a few questions, however much there is to show.

Each is a round trip to a PostgreSQL server, and costs half a millisecond or more.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.benchmarks import data, statements
from tests.benchmarks.crm import ME
from tests.conftest import use_database
from tracker import db
from tracker.settings import settings
from tracker.ui import nav


@pytest.fixture(scope="module")
def small_university(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Three hundred partners with everything that a busy university has about them."""
    file = tmp_path_factory.mktemp("round_trips") / "small.db"
    with pytest.MonkeyPatch.context() as patch:
        use_database(f"sqlite:///{file}", patch)
        data.fill(f"sqlite:///{file}", "XS", today=date.today())
        yield file
        db.engine().dispose()
    settings.cache_clear()
    db.engine.cache_clear()


@pytest.mark.parametrize(
    ("page", "address", "most"),
    [
        (None, {}, 16),
        (nav.PARTNERS, {}, 6),
        (nav.PARTNERS, {"sector": "industry", "sort": "-last_contact"}, 5),
        (nav.PARTNER, {"id": "1"}, 20),
        (nav.PEOPLE, {}, 7),
        (nav.PERSON, {"id": "1"}, 9),
        (nav.EVENTS, {}, 4),
        (nav.EVENT, {"id": "1"}, 15),
        (nav.AFTER_EVENT, {"id": "1"}, 12),
        (nav.NEWS, {}, 4),
        (nav.NEWS_ITEM, {"id": "1"}, 10),
        (nav.INTERACTIONS, {}, 8),
        (nav.INTERACTION, {"id": "2"}, 12),
        (nav.FOLLOW_UPS, {}, 6),
        (nav.FOLLOW_UPS, {"overdue": "true"}, 6),
        (nav.FOLLOW_UP, {"id": "10"}, 11),
        (nav.FOLLOW_UPS, {"view": "board"}, 6),
        (nav.FOLLOW_UPS, {"view": "calendar"}, 6),
        (nav.AGREEMENTS, {}, 7),
        (nav.AGREEMENT, {"id": "1"}, 12),
        (nav.UNITS, {}, 3),
        (nav.UNIT, {"id": "1"}, 7),
        (nav.DASHBOARD, {}, 7),
        (nav.ENGAGEMENT, {}, 9),
        (nav.ENGAGEMENT_OF, {"id": "1"}, 8),
        (nav.MAP, {}, 3),
        (nav.NETWORK, {}, 8),
        (nav.NETWORK, {"partner": "1", "steps": "two"}, 10),
        (nav.NETWORK, {"view": "paths", "partner": "1"}, 9),
        (nav.NETWORK, {"view": "single"}, 3),
        (nav.EVIDENCE, {}, 3),
        (nav.REPORTS, {}, 4),
        (nav.HISTORY, {}, 7),
        (nav.SETTINGS, {}, 9),
    ],
)
def test_a_page_asks_no_more_than_it_used_to(
    small_university: Path, page: str | None, address: dict[str, str], most: int
) -> None:
    asked = statements.of_page(page, address, ME)
    assert len(asked) <= most, "\n".join(asked)


@pytest.mark.parametrize(("page", "rare"), [(nav.PARTNERS, "299"), (nav.PEOPLE, "person299")])
def test_fifty_rows_cost_no_more_questions_than_one(
    small_university: Path, page: str, rare: str
) -> None:
    all_of_them = statements.of_page(page, {}, ME)
    one = statements.of_page(page, {"q": rare}, ME)
    # One more than the rows is counting them, where there are too many for a page.
    assert len(all_of_them) <= len(one) + 1
