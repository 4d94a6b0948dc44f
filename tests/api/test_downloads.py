"""Files that people take away: what comes, for whom, and how a browser must treat it."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from tests.servers import worlds
from tests.world import EMC, MARAT, aigerim, boris, dana, nobody, saule
from tracker import clock, db
from tracker.access import User
from tracker.api.downloads import routes
from tracker.domain import access_log, attachments, drafts, follow_ups, importing, taken_lists
from tracker.domain.access_log import AccessRow
from tracker.domain.evidence import packs
from tracker.domain.models import (
    Deed,
    EvidencePackDraft,
    FollowUpDraft,
    FollowUpKind,
    ImportState,
    Kind,
)
from tracker.export import evidence, lists, meetings
from tracker.i18n import catalogue
from tracker.ingest import running
from tracker.settings import settings

Browser = Callable[[User | None], TestClient]


@pytest.fixture
def browser(sqlite_database: str) -> Browser:
    """The routes, behind a gate that has let this colleague in."""
    worlds.furnish()

    def of(user: User | None) -> TestClient:
        app = Starlette(routes=routes)

        async def gate(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("state", {})["user"] = user
            await app(scope, receive, send)

        return TestClient(gate, base_url="https://tracker.uni.example")

    return of


def noted() -> list[AccessRow]:
    with db.reading() as session:
        return access_log.search(session, by=saule).rows


def late() -> int:
    typed = {
        "kind": FollowUpKind.RETRAINING,
        "partner_id": EMC,
        "owner_id": aigerim.id,
        "due_on": clock.today() - timedelta(days=3),
    }
    with db.transaction() as session:
        made = follow_ups.create(session, drafts.checked(FollowUpDraft, typed), by=aigerim)
    assert made.id is not None
    return made.id


def attached(name: str, content: bytes) -> int:
    with db.transaction() as session:
        kept = attachments.add(session, Kind.PARTNER, EMC, name=name, content=content, by=aigerim)
    assert kept.id is not None
    return kept.id


def saved_as(response: Any) -> str:
    return unquote(
        response.headers["content-disposition"].removeprefix("attachment; filename*=utf-8''")
    )


def test_a_manager_takes_the_list_as_a_workbook(browser: Browser) -> None:
    number = late()
    answer = browser(replace(dana, language="kk")).get("/download/follow-ups.xlsx?overdue=true")
    assert answer.status_code == 200
    assert saved_as(answer) == f"Тапсырмалар {clock.today().isoformat()}.xlsx"
    page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert page is not None
    last = page[page.max_row]
    assert (last[0].value, last[2].value) == (number, "3 күн кешікті")
    assert last[-1].hyperlink.target == f"https://tracker.uni.example/follow_up?id={number}"


def test_the_public_address_stands_in_the_links(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = late()
    monkeypatch.setenv("TRACKER_PUBLIC_URL", "https://partners.uni.kz")
    settings.cache_clear()
    text = browser(dana).get("/download/follow-ups.csv").text
    assert f"https://partners.uni.kz/follow_up?id={number}" in text


def test_every_list_can_be_taken_and_by_a_manager_only(browser: Browser) -> None:
    for name, kind in lists.NAMES.items():
        for form in lists.formats_of(kind):
            answer = browser(dana).get(f"/download/{name}.{form}")
            assert (answer.status_code, answer.headers["content-type"]) == (200, form.media_type)
            for reader in (aigerim, boris):
                assert browser(reader).get(f"/download/{name}.{form}").status_code == 403


def test_what_a_manager_took_is_remembered_and_what_was_refused_is_not(browser: Browser) -> None:
    browser(dana).get("/download/follow-ups.docx?overdue=true&sort=owner")
    browser(aigerim).get("/download/partners.csv")
    browser(dana).get("/download/accounts.csv")
    with db.reading() as session:
        taken = taken_lists.last(session, by=dana)
        assert taken_lists.last(session, by=aigerim) is None
    assert taken is not None
    assert lists.address(taken.kind, lists.Format(taken.form), taken.asked) == (
        "/download/follow-ups.docx?overdue=true&sort=owner"
    )


def test_a_database_that_takes_nothing_in_still_hands_out(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = settings().database_url.replace("sqlite:///", "sqlite:///file:")
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"{url}?mode=ro&uri=true")
    settings.cache_clear()
    db.engine.cache_clear()
    assert browser(dana).get("/download/follow-ups.csv").status_code == 200


def test_a_list_too_long_for_paper_says_what_to_do(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meetings, "MOST", 1)
    late()
    assert browser(dana).get("/download/follow-ups.pdf").status_code == 200
    late()
    answer = browser(replace(dana, language="ru")).get("/download/follow-ups.pdf")
    assert answer.status_code == 413
    assert answer.text == catalogue()["error.too_many_lines"]["ru"].format(most=1)


def test_a_person_goes_into_an_address_book(browser: Browser) -> None:
    answer = browser(dana).get(f"/download/person/{MARAT}.vcf")
    assert answer.headers["content-type"] == "text/vcard; charset=utf-8"
    assert saved_as(answer) == "Марат Әлиев.vcf"
    assert "ORG:EMC\r\nTITLE:Director\r\n" in answer.text
    assert f"UID:https://tracker.uni.example/person?id={MARAT}" in answer.text


def test_a_file_comes_back_as_it_was_kept(browser: Browser) -> None:
    content = "Меморандум\n".encode() * 9
    number = attached("Меморандум; «EMC».txt", content)
    answer = browser(boris).get(f"/download/file/{number}")
    assert answer.content == content
    assert saved_as(answer) == "Меморандум; «EMC».txt"
    (row,) = noted()
    assert (row.who, row.deed, row.form) == (boris.name, Deed.FILE, "txt")
    assert (row.record_id, row.asked) == (EMC, "Меморандум; «EMC».txt")


@pytest.mark.parametrize("path", ["/download/follow-ups.csv", "/download/file/1"])
def test_a_browser_saves_files_and_keeps_no_copy(browser: Browser, path: str) -> None:
    attached("note.txt", b"note")
    headers = browser(dana).get(path).headers
    assert headers["content-disposition"].startswith("attachment; ")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "sandbox"
    assert "no-store" in headers["cache-control"]


@pytest.mark.parametrize(
    ("user", "path", "status", "error"),
    [
        (None, "/download/follow-ups.csv", 401, "signed_out"),
        (nobody, "/download/follow-ups.csv", 401, "signed_out"),
        (nobody, "/download/file/1", 401, "signed_out"),
        (boris, "/download/follow-ups.csv", 403, "not_allowed"),
        (aigerim, "/download/follow-ups.xlsx", 403, "not_allowed"),
        (aigerim, "/download/follow-ups.pdf", 403, "not_allowed"),
        (boris, "/download/person/1.vcf", 403, "not_allowed"),
        (aigerim, "/download/people.vcf", 403, "not_allowed"),
        (dana, "/download/person/404.vcf", 404, "not_found"),
        (dana, "/download/person/99999999999999999999.vcf", 404, "not_found"),
        (dana, "/download/partners.pdf", 404, "not_found"),
        (dana, "/download/units.vcf", 404, "not_found"),
        (dana, "/download/accounts.csv", 404, "not_found"),
        (dana, "/download/file/404", 404, "not_found"),
        (dana, "/download/evidence/404.zip", 404, "not_found"),
        (dana, "/download/evidence/1.pdf", 404, "not_found"),
        (dana, "/download/evidence/99999999999999999999.zip", 404, "not_found"),
        (aigerim, "/download/evidence/1.xlsx", 403, "not_allowed"),
        (boris, "/download/evidence/1.zip", 403, "not_allowed"),
        (None, "/download/evidence/1.zip", 401, "signed_out"),
        (dana, "/download/file/99999999999999999999", 404, "not_found"),
        (dana, "/download/follow-ups.csv?status=lost", 400, "bad_address"),
    ],
)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_refusal_is_a_sentence_in_the_persons_language(
    browser: Browser, user: User | None, path: str, status: int, error: str, language: str
) -> None:
    asking = replace(user, language=language) if user else None
    answer = browser(asking).get(path)
    assert answer.status_code == status
    assert answer.text == catalogue()[f"error.{error}"][language if user else "kk"]
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_database_that_is_gone_is_said_so(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:9/none")
    settings.cache_clear()
    db.engine.cache_clear()
    answer = browser(dana).get("/download/follow-ups.csv")
    assert (answer.status_code, answer.text) == (503, catalogue()["error.database_gone"]["en"])


def test_a_frozen_pack_is_taken_by_managers(browser: Browser) -> None:
    chosen = {"name": "IAAR: 2024", "since": "2024-01-01", "until": clock.today()}
    late()
    with db.transaction() as session:
        draft = drafts.checked(EvidencePackDraft, {**chosen, "indicators": ["retraining"]})
        number = packs.create(session, draft, by=aigerim).id or 0
    assert browser(dana).get(f"/download/evidence/{number}.xlsx").status_code == 404
    with db.transaction() as session:
        packs.freeze(session, number, revision=1, by=dana)
    for form, media_type in evidence.MEDIA_TYPES.items():
        answer = browser(dana).get(f"/download/evidence/{number}.{form}")
        assert saved_as(answer) == f"IAAR_ 2024.{form}"
        assert answer.headers["content-type"] == media_type
        assert answer.content == browser(dana).get(f"/download/evidence/{number}.{form}").content
    assert {(row.deed, row.asked) for row in noted()} == {(Deed.PACK, "IAAR: 2024")}
    book = openpyxl.load_workbook(
        io.BytesIO(browser(dana).get("/download/evidence/1.xlsx").content)
    )
    assert book.sheetnames == ["Summary", "1 Retraining courses", "Gaps", "Files"]
    assert [cell.value for cell in book["Gaps"][4]] == [
        "Retraining courses",
        "Retraining",
        "not finished, no file",
    ]


def test_rejected_rows_of_an_import_go_to_managers(browser: Browser) -> None:
    read = running.given(Kind.PARTNER, "old.csv", b"Name;Sector\nNova;nonsense\n")
    with db.transaction() as session:
        number = importing.keep(session, Kind.PARTNER, read, by=dana).id or 0
        importing.begin(session, number, ImportState.CHECKING, by=dana)
    running.work(number, by=dana)
    address = f"/download/import/{number}/rejected"
    got = browser(dana).get(address)
    assert got.content.startswith(b"\xef\xbb\xbf")
    assert "nonsense" in got.text
    assert unquote(got.headers["content-disposition"]).endswith("Rejected rows – old.csv")
    assert browser(aigerim).get(address).status_code == 403
    assert browser(None).get(address).status_code == 401
    for missing in (404, 2**40):
        assert browser(dana).get(f"/download/import/{missing}/rejected").status_code == 404
