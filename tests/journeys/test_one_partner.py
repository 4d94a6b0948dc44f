"""One organisation, one record: merged and taken back; then a spreadsheet comes in and goes."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import colleagues
from tests.journeys.conftest import Serve
from tests.journeys.looking import WITHIN, expect
from tests.journeys.person import Person, seat
from tracker import db
from tracker.access import Role, User
from tracker.domain import partners
from tracker.domain.models import PartnerDraft

OURS = PartnerDraft(name_kk="Семей инжиниринг", name_en="Semey Engineering", city="Семей")
TWICE = PartnerDraft(name_ru="АО «Семей Инжиниринг»", website="semey.example")
FILE = "Атауы;Саласы;Қаласы\nҚалба кен байыту фабрикасы;Өндіріс және бизнес;Өскемен\n;;Семей\n"
MINE = "Қалба кен байыту фабрикасы"


@pytest.fixture(scope="module")
def manager(database: str, serve: Serve, browser: Browser) -> Person:
    """A manager who reads Kazakh, before two partners that are one."""
    hired: dict[Role, User] = colleagues.hire("kk")
    with db.transaction() as session:
        for draft in (OURS, TWICE):
            partners.create(session, draft, by=hired[Role.LIAISON])
    she = seat(browser, serve(), hired[Role.MANAGER])
    she.sign_in()
    return she


def test_two_clicks_merge_what_is_one_and_one_takes_it_back(manager: Person) -> None:
    she = manager
    she.go("partners")
    she.main.get_by_role("link", name=she.word("nav.duplicates")).click()
    she.sees(she.word("duplicates.never"))
    she.press(she.word("duplicates.find"))
    # The search is a process of its own; the page looks at it every few seconds.
    merge = she.main.get_by_role("button", name=she.word("duplicates.merge")).first
    expect(merge).to_be_visible(timeout=3 * WITHIN)
    merge.click()
    she.sees(she.word("merge.title_partner"))
    she.press(she.word("merge.do"))
    she.page.wait_for_url("**/partner?id=*", timeout=WITHIN)
    stayed = int(she.page.url.rpartition("=")[2])
    went = 3 - stayed  # the two have the ids 1 and 2
    she.sees(she.word("take_back.do"))

    she.open(f"partner?id={went}", sees=she.word("merge.led_here"))
    assert she.page.url.endswith(f"partner?id={stayed}")
    she.go("partners")
    she.sees(she.word("list.total", n=1, total="1"))

    she.open(f"partner?id={stayed}")
    she.begin(she.word("take_back.do"))
    she.press(she.word("take_back.do"))
    she.told(she.word("take_back.done", title="").strip())
    she.go("partners")
    she.sees(she.word("list.total", n=2, total="2"))
    for name in (OURS.names[0], TWICE.names[0]):
        she.sees(name)


def test_a_spreadsheet_comes_in_and_goes_again(manager: Person, tmp_path: Path) -> None:
    she = manager
    (tmp_path / "ескі.csv").write_text(FILE, encoding="utf-16")
    she.go("imports")
    she.main.locator('input[type="file"]').set_input_files(tmp_path / "ескі.csv")
    she.page.wait_for_url("**/import?id=*", timeout=WITHIN)
    she.sees(she.word("import.columns"))
    she.press(she.word("import.check"))
    run = she.main.get_by_role("button", name=she.word("import.run", n=1), exact=True)
    expect(run).to_be_visible(timeout=3 * WITHIN)
    she.sees(she.word("error.name_missing"))
    run.click()
    expect(she.main.get_by_text(she.word("import.done"))).to_be_visible(timeout=3 * WITHIN)
    with she.downloading() as rejected:
        she.main.get_by_role("link", name=she.word("import.rejected_file")).click()
    assert rejected.file.suggested_filename.endswith(".csv")

    job = she.page.url.rpartition("/")[2]
    she.go("partners")
    she.sees(MINE)
    she.open(job, sees=she.word("import.done"))
    she.begin(she.word("import.take_back"))
    she.press(she.word("import.take_back"))
    she.told(she.word("import.taken_back"))
    she.go("partners")
    she.sees_not(MINE)
