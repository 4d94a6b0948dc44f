"""Files of follow-ups: the summary behind the workbook, and what stands on paper for a meeting."""

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import Session

from tests.world import EMC, SEMEY_ENGINEERING, VETERINARY, aigerim, dana
from tracker import clock
from tracker.domain import drafts, follow_ups
from tracker.domain.addresses import LISTS, Asked
from tracker.domain.models import FollowUpDraft, FollowUpKind, Kind
from tracker.errors import TooManyLines
from tracker.export import lists, meetings, summaries, xlsx
from tracker.export.lists import Format
from tracker.export.sheets import Sheet, Summary
from tracker.i18n import LANGUAGES, catalogue, speaking

BASE = "https://tracker.uni.example/"
SUBJECT = "Әлеуетті «ұшқыр» ғалымдар"
QUOTE = "Бізге «ветеринария» курстары керек"


def usual(**wanted: Any) -> Asked:
    asked = LISTS[Kind.FOLLOW_UP].usual
    return asked._replace(wanted=asked.wanted._replace(**wanted))


EVERYTHING = usual(shown=follow_ups.Shown.ALL)


@pytest.fixture
def busy(session: Session) -> Session:
    """Айгерім: one three days late, one begun. Дана: one done, one without a day."""
    today = clock.today()

    def add(owner: int, days: int | None = None, **more: Any) -> int:
        typed = {"partner_id": EMC, "owner_id": owner, "kind": FollowUpKind.RETRAINING, **more}
        typed["due_on"] = None if days is None else today + timedelta(days=days)
        made = follow_ups.create(session, drafts.checked(FollowUpDraft, typed), by=dana)
        return made.id or 0

    add(
        aigerim.id,
        -3,
        subject=SUBJECT,
        quote=QUOTE,
        unit_id=VETERINARY,
        priority="high",
        partner_id=SEMEY_ENGINEERING,
    )
    begun = add(aigerim.id, 5, kind=FollowUpKind.OTHER, subject="=SUM(A1)")
    done = add(dana.id, -9, subject="Кеңес")
    add(dana.id)
    follow_ups.start(session, begun, revision=1, by=dana)
    follow_ups.complete(session, done, outcome="Болды", revision=1, by=dana)
    return session


def file(session: Session, form: Format, asked: Asked = EVERYTHING, language: str = "en") -> bytes:
    written = io.BytesIO()
    by = replace(dana, language=language)
    lists.write(session, written, Kind.FOLLOW_UP, asked, by=by, form=form, base=BASE)
    return written.getvalue()


def paper(session: Session, form: Format, asked: Asked = EVERYTHING, language: str = "en") -> str:
    """All that a document says, lines put together."""
    raw = file(session, form, asked, language)
    if form is Format.PDF:
        pages = (page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(raw))
        return " ".join(" ".join(pages).split())
    document = docx.Document(io.BytesIO(raw))
    said = [line.text for line in document.paragraphs]
    said += [cell.text for row in document.tables[0].rows for cell in row.cells]
    return " ".join(" ".join(said).split())


def test_the_summary_counts_by_owner_and_status_and_adds_up(busy: Session) -> None:
    book = openpyxl.load_workbook(io.BytesIO(file(busy, Format.XLSX)))
    assert book.sheetnames == ["Follow-ups", "By owner and status"]
    lines = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows(min_row=3)]
    assert lines == [
        ["Owner", "Open", "In progress", "Done", "All open", "Overdue", "Total"],
        [aigerim.name, 1, 1, 0, 2, 1, 2],
        [dana.name, 1, 0, 1, 1, 0, 2],
        ["Total", 2, 1, 1, 3, 1, 4],
    ]
    first = CalamineWorkbook.from_filelike(io.BytesIO(file(busy, Format.XLSX)))
    assert len(first.get_sheet_by_index(0).to_python()) == book.worksheets[0].max_row


def test_only_what_the_list_was_narrowed_to_is_counted(busy: Session) -> None:
    raw = file(busy, Format.XLSX, usual(owner_id=dana.id))
    page = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[1]
    assert [cell.value for cell in page[page.max_row]] == ["Total", 1, 1, 0, 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_has_a_chart_in_the_readers_words(busy: Session, language: str) -> None:
    page = openpyxl.load_workbook(
        io.BytesIO(file(busy, Format.XLSX, language=language))
    ).worksheets[1]
    (chart,) = page._charts
    title = catalogue()["export.summary"][language]
    assert chart.title.tx.rich.p[0].r[0].t == page["A1"].value == title
    assert (chart.barDir, chart.grouping) == ("bar", "stacked")
    shown = [series.tx.strRef.strCache.pt[0].v for series in chart.series]
    statuses = ("open", "in_progress", "done")
    assert shown == [catalogue()[f"follow_up_status.{each}"][language] for each in statuses]
    first = chart.series[0]
    assert [point.v for point in first.cat.strRef.strCache.pt] == [aigerim.name, dana.name]
    assert first.val.numRef.f == f"'{title}'!$B$4:$B$5"


def test_no_cell_of_the_summary_is_a_formula() -> None:
    hostile = Summary("=1+1", ["=2", "=3"], [("=4", [1])], ("=5", [1]), drawn=1)
    written = io.BytesIO()
    xlsx.write(Sheet("List", (), (), (), lambda: hostile), written)
    page = openpyxl.load_workbook(written).worksheets[1]
    cells = [cell for row in page.rows for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell.value for cell in cells] == ["=1+1", "=2", "=3", "=4", 1, "=5", 1]


def test_a_list_without_rows_has_a_summary_without_a_chart(session: Session) -> None:
    page = openpyxl.load_workbook(io.BytesIO(file(session, Format.XLSX))).worksheets[1]
    assert [cell.value for cell in page[page.max_row]] == ["Total", 0, 0, 0]
    assert page._charts == []


def test_a_chart_draws_only_as_many_owners_as_can_be_told_apart() -> None:
    lines = [(f"Owner {number}", [number]) for number in range(50)]
    written = io.BytesIO()
    crowd = Summary("By owner", ["Owner", "Open"], lines, ("Total", [1225]), drawn=1)
    xlsx.write(Sheet("List", (), (), (), lambda: crowd), written)
    (chart,) = openpyxl.load_workbook(written).worksheets[1]._charts
    assert chart.series[0].val.numRef.f == "'By owner'!$B$4:$B$23"


def test_rows_pass_the_counter_unchanged(busy: Session) -> None:
    rows = list(lists._ROWS[Kind.FOLLOW_UP](busy, EVERYTHING.wanted, by=dana))
    with speaking("en"):
        counter = summaries.ByOwner()
        assert list(counter.counted(iter(rows))) == rows
        assert counter.told().total == ("Total", [2, 1, 1, 3, 1, 4])


@pytest.mark.parametrize("form", [Format.PDF, Format.DOCX])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_says_all_that_a_meeting_needs(
    busy: Session, form: Format, language: str
) -> None:
    told = paper(busy, form, language=language)
    with speaking(language):
        said = catalogue()
    day = (clock.today() - timedelta(days=3)).strftime(
        "%d/%m/%Y" if language == "en" else "%d.%m.%Y"
    )
    for key in ("nav.follow_ups", "field.partner_id", "follow_up_status.open", "export.decision"):
        assert said[key][language] in told
    for text in (SUBJECT, aigerim.name, day, dana.name, "ветеринария", "=SUM(A1)"):
        assert text in told
    late = {"kk": "3 күн кешікті", "ru": "просрочено на 3 дня", "en": "3 days overdue"}
    assert late[language] in told
    university = {"kk": "Шәкәрім", "ru": "Шакарима", "en": "Shakarim"}
    assert university[language] in told


def test_a_document_says_what_the_list_was_narrowed_to_and_how_much_it_is(busy: Session) -> None:
    told = paper(busy, Format.PDF, usual(owner_id=aigerim.id))
    assert f"Owner: {aigerim.name}" in told
    assert "2 in all, 1 of them overdue" in told
    assert "Shown: Open" in told


def test_lines_are_numbered_in_the_order_of_the_list(busy: Session) -> None:
    raw = file(busy, Format.DOCX)
    lines = docx.Document(io.BytesIO(raw)).tables[0].rows
    assert [row.cells[0].text for row in lines] == ["No.", "1", "2", "3", "4"]
    assert lines[1].cells[1].text == "Retraining: Кеңес"
    assert lines[3].cells[1].text == "=SUM(A1)"
    assert (lines[4].cells[1].text, lines[4].cells[3].text) == ("Retraining", "–")
    late = [cell.text for cell in lines[2].cells]
    assert late[1] == f"Retraining: {SUBJECT}\n“Бізге „ветеринария“ курстары керек”"
    assert late[4:] == [
        f"{aigerim.name}\nDepartment of Veterinary",
        "Open\nHigh priority",
        "We owe",
        "",
    ]
    link = lines[1].cells[0].paragraphs[0].hyperlinks[0]
    assert link.address.startswith(f"{BASE}follow_up?id=")


@pytest.mark.parametrize("form", [Format.PDF, Format.DOCX])
def test_what_is_too_much_for_paper_is_refused(
    busy: Session, form: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meetings, "MOST", 3)
    assert paper(busy, form, usual())
    with pytest.raises(TooManyLines) as refused:
        file(busy, form)
    assert refused.value.values == {"most": 3}
