"""Briefs that people take away: who may, in which language, and what comes."""

import io
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import docx
import pypdfium2
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from tests.servers import worlds
from tests.world import EMC, MARAT, aigerim, boris, dana, nobody, saule
from tracker import clock, db
from tracker.access import User
from tracker.api.papers import routes
from tracker.domain import access_log, paper_templates, trash
from tracker.domain.models import Deed, Document, Kind, Language, Person
from tracker.errors import DatabaseFull
from tracker.export import documents

Browser = Callable[[User | None], TestClient]


@pytest.fixture
def browser(sqlite_database: str) -> Browser:
    """The routes, behind a gate that has let this colleague in."""
    worlds.furnish()
    with db.transaction() as session:
        session.get_one(Person, MARAT).phone = "+7 700 123 45 67"

    def of(user: User | None) -> TestClient:
        app = Starlette(routes=routes)

        async def gate(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("state", {})["user"] = user
            await app(scope, receive, send)

        return TestClient(gate, base_url="https://tracker.uni.example")

    return of


def text_of(answer: Any) -> str:
    """The text of a PDF."""
    pages = pypdfium2.PdfDocument(answer.content)
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pages)


def saved_as(answer: Any) -> str:
    return unquote(answer.headers["content-disposition"].partition("utf-8''")[2])


def test_whoever_reads_takes_a_brief_in_any_language(browser: Browser) -> None:
    titles = {"kk": "Сапар алдындағы анықтама", "ru": "Справка перед визитом", "en": "Brief"}
    for language, title in titles.items():
        answer = browser(boris).get(f"/download/brief/{EMC}.pdf?language={language}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        assert title in text_of(answer)
        assert saved_as(answer).endswith(f" – EMC {clock.today().isoformat()}.pdf")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_without_a_language_the_readers_own_is_spoken(browser: Browser) -> None:
    for asked in ("", "?language=de"):
        answer = browser(replace(boris, language="kk")).get(f"/download/brief/{EMC}.docx{asked}")
        said = docx.Document(io.BytesIO(answer.content)).paragraphs[0].text
        assert said == "Шәкәрім университеті\tСапар алдындағы анықтама"


def test_phones_are_for_those_who_work_with_the_partner(browser: Browser) -> None:
    address = f"/download/brief/{EMC}.pdf"
    assert "+7 700 123 45 67" in text_of(browser(aigerim).get(address))
    assert "700" not in text_of(browser(boris).get(address))


def test_a_brief_that_was_taken_is_written_down(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "tracker"):
        browser(boris).get(f"/download/brief/{EMC}.docx")
    assert f"account {boris.id} took the brief of partner {EMC} as docx" in caplog.text
    asked = "from=2024-01-01&to=2024-12-31"
    browser(dana).get(f"/download/report.docx?{asked}")
    with db.reading() as session:
        report, brief = access_log.search(session, by=saule).rows
    assert (brief.who, brief.deed, brief.record_id) == (boris.name, Deed.BRIEF, EMC)
    assert (report.who, report.deed, report.asked) == (dana.name, Deed.REPORT, asked)


def test_where_nothing_can_be_written_a_brief_still_comes(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise DatabaseFull("no space")

    monkeypatch.setattr(access_log, "took", full)
    assert browser(boris).get(f"/download/brief/{EMC}.docx").status_code == 200


def test_what_is_not_there_is_not_handed_out(browser: Browser) -> None:
    with db.transaction() as session:
        trash.delete(session, Kind.PARTNER, EMC, revision=1, by=dana)
    for address in (f"brief/{EMC}.pdf", "brief/99.pdf", f"brief/{2**40}.pdf", "brief/2.odt"):
        assert browser(boris).get(f"/download/{address}").status_code == 404
    assert browser(boris).get("/download/template/letter.docx").status_code == 404


def test_whoever_reads_takes_a_report_of_what_they_ask_for(browser: Browser) -> None:
    asked = "from=2024-01-01&to=2024-12-31&sector=industry&language=ru"
    answer = browser(boris).get(f"/download/report.pdf?{asked}")
    text = text_of(answer)
    assert "Отчёт о партнёрстве 01.01.2024 – 31.12.2024" in text
    assert "Сектор: Производство и бизнес" in text
    assert saved_as(answer) == "Отчёт о партнёрстве 2024-01-01 – 2024-12-31.pdf"
    word = docx.Document(io.BytesIO(browser(boris).get(f"/download/report.docx?{asked}").content))
    assert word.paragraphs[1].text == "Отчёт о партнёрстве"


def test_a_report_of_nonsense_is_refused(browser: Browser) -> None:
    for asked in ("", "?from=2024-01-01&to=2023-01-01", "?from=2024-01-01&to=x"):
        assert browser(boris).get(f"/download/report.pdf{asked}").status_code == 400
    dates = "from=2024-01-01&to=2024-12-31"
    assert browser(boris).get(f"/download/report.odt?{dates}").status_code == 404
    assert browser(None).get(f"/download/report.pdf?{dates}").status_code in (401, 403)


def test_who_is_not_signed_in_gets_nothing(browser: Browser) -> None:
    for user in (None, nobody):
        for address in (f"brief/{EMC}.pdf", "template/brief.docx"):
            assert browser(user).get(f"/download/{address}").status_code in (401, 403)


def test_the_offices_template_is_used_until_it_is_dropped(browser: Browser) -> None:
    address, language = f"/download/brief/{EMC}.docx", Language.EN
    usual = browser(boris).get("/download/template/brief.docx").content
    own = docx.Document(io.BytesIO(usual))
    own.paragraphs[0].insert_paragraph_before("For the rector: {{ partner.name }}")
    file = io.BytesIO()
    own.save(file)
    with db.transaction() as session:
        kept = file.getvalue()
        paper_templates.keep(session, Document.BRIEF, language, "own.docx", kept, by=dana)
    assert browser(boris).get("/download/template/brief.docx").content == kept
    made = docx.Document(io.BytesIO(browser(boris).get(address).content))
    assert made.paragraphs[0].text == "For the rector: EMC"
    assert "For the rector: EMC" in text_of(browser(boris).get(address.replace("docx", "pdf")))
    other = docx.Document(io.BytesIO(browser(boris).get(f"{address}?language=ru").content))
    assert "rector" not in other.paragraphs[0].text
    with db.transaction() as session:
        paper_templates.drop(session, Document.BRIEF, language, by=dana)
    assert browser(boris).get("/download/template/brief.docx").content == usual


def test_a_template_that_fits_no_more_is_left_aside(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    own = docx.Document()
    own.add_paragraph("{{ what_was_there_last_year }}")
    file = io.BytesIO()
    own.save(file)
    with db.transaction() as session:
        content = file.getvalue()
        paper_templates.keep(session, Document.BRIEF, Language.EN, "a.docx", content, by=dana)
    assert "Brief before a visit" in text_of(browser(boris).get(f"/download/brief/{EMC}.pdf"))
    assert "is left aside" in caplog.text
    assert not documents.fits(Document.BRIEF, content)
