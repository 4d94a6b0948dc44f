"""Files about one person, and the access log: who gets them, what they hold, what is noted."""

import io
import json

import docx
import openpyxl
import pytest
from starlette.testclient import TestClient

from tests.api.test_downloads import Browser, browser
from tests.world import MARAT, aigerim, dana, saule
from tracker import db
from tracker.api import downloads, personal
from tracker.domain import access_log
from tracker.domain.access_log import AccessRow
from tracker.domain.models import Deed

__all__ = ["browser"]
HELD = f"/download/person/{MARAT}/held"


@pytest.fixture(autouse=True)
def routes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the server has them: those of one person before those of lists."""
    monkeypatch.setattr("tests.api.test_downloads.routes", [*personal.routes, *downloads.routes])


def noted() -> list[AccessRow]:
    with db.reading() as session:
        return access_log.search(session, by=saule).rows


def text_of(content: bytes) -> str:
    return "\n".join(each.text for each in docx.Document(io.BytesIO(content)).paragraphs)


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "Who looked"), ("ru", "Кто смотрел данные"), ("kk", "Деректерін кім көрді")],
)
def test_what_is_held_comes_as_a_document_in_the_language_that_is_asked_for(
    browser: Browser, language: str, heading: str
) -> None:
    answer = browser(dana).get(f"{HELD}.docx?language={language}")
    assert answer.status_code == 200
    told = text_of(answer.content)
    assert "Марат Әлиев" in told
    assert "Director" in told
    assert heading in told
    (row,) = noted()
    assert (row.who, row.deed, row.form, row.record_id) == (dana.name, Deed.TOLD, "docx", MARAT)


def test_what_is_held_comes_as_json(browser: Browser) -> None:
    answer = browser(dana).get(f"{HELD}.json")
    told = json.loads(answer.content)
    assert told["person"][0]["name"] == "Марат Әлиев"
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("address", [f"{HELD}.docx", "/download/access.xlsx"])
def test_whoever_may_not_gets_nothing(browser: Browser, address: str) -> None:
    answer = browser(aigerim).get(address)
    assert answer.status_code == 403
    assert "Марат" not in answer.text
    assert noted() == []


@pytest.mark.parametrize("address", [f"{HELD}.exe", "/download/person/99/held.json"])
def test_what_is_not_there_is_not_found(browser: Browser, address: str) -> None:
    assert browser(dana).get(address).status_code == 404


def test_every_list_and_card_is_noted_with_its_filters_rows_and_fields(browser: Browser) -> None:
    client: TestClient = browser(dana)
    client.get("/download/people.xlsx?q=Марат")
    client.get(f"/download/person/{MARAT}.vcf")
    client.get("/download/partners.json")
    partners, card, people = noted()
    assert (people.form, people.held) == ("xlsx", 1)
    assert people.asked.startswith("q=")
    assert "field.phone" in people.fields
    assert "personal" not in people.fields
    assert (card.form, card.record_id) == ("vcf", MARAT)
    assert (partners.kind, partners.held, partners.fields) == ("partner", 2, "")


def test_the_log_is_taken_away_as_a_workbook(browser: Browser) -> None:
    browser(dana).get("/download/people.csv")
    browser(dana).get(f"{HELD}.json")
    asked = "?deed=told&from=2020-01-01&to=nonsense"
    answer = browser(saule).get(f"/download/access.xlsx{asked}")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "Марат Әлиев" in cells
    assert "took all that is held" in cells
    assert "csv" not in cells
    far = f"?from=0001-01-01&to=9999-12-31&person={'9' * 30}&colleague=0"
    assert browser(saule).get(f"/download/access.xlsx{far}").status_code == 200
    whole = browser(saule).get("/download/access.xlsx?language=ru").content
    sheet = openpyxl.load_workbook(io.BytesIO(whole)).active
    assert sheet is not None
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "Люди" in cells
