"""Documents for a meeting: opened with readers that are not our writers, in three languages."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from typing import Any

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from docx.table import Table
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.export import table_docx, table_pdf
from tracker.export.cells import fitting
from tracker.export.papers import Paper, Told
from tracker.export.sheets import Column
from tracker.i18n import LANGUAGES, speaking

KAZAKH = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі"
ADDRESS = "https://tracker.uni.example/follow_up?id=7"
COLUMNS = (Column("what", "Тапсырма", 40), Column("due", "Мерзімі", 20))
HOSTILE = (
    '<img src="http://evil.example/x.png"/>',
    "<b>bold</b> & <br/>",
    '<a href="http://evil.example">x</a>',
    "{\\field HYPERLINK}",
    "&lt;para&gt;",
)


def paper(*lines: tuple[Told, Told], title: str = "Тапсырмалар", signs: Any = ()) -> Paper:
    notes = (("Жауапты", "Айгерім"), ("Күйі", "Ашық"))
    return Paper("Шәкәрім университеті", title, notes, COLUMNS, lines, "Дана Ахметова", signs)


def one(text: str, below: str = "") -> Paper:
    return paper((Told(text, below), Told("08.04.2024")))


def pdf(given: Paper, language: str = "kk") -> pypdfium2.PdfDocument:
    file = io.BytesIO()
    with speaking(language):
        table_pdf.write(given, file)
    return pypdfium2.PdfDocument(file.getvalue())


def word(given: Paper, language: str = "kk") -> Any:
    file = io.BytesIO()
    with speaking(language):
        table_docx.write(given, file)
    return docx.Document(file)


def read(document: pypdfium2.PdfDocument) -> list[str]:
    """The text of each page, with what was broken into lines put together."""
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_kazakh_letters_are_read_back_from_pdf(language: str) -> None:
    document = pdf(one(KAZAKH, f"«{KAZAKH} №₸–…»"), language)
    (page,) = read(document)
    assert f"{KAZAKH} «{KAZAKH} №₸–…»" in page
    assert "Жауапты: Айгерім · Күйі: Ашық" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_says_what_it_is_by_whom_and_in_which_language(language: str) -> None:
    file = io.BytesIO()
    with speaking(language):
        table_pdf.write(one("EMC"), file)
    about = pypdfium2.PdfDocument(file.getvalue()).get_metadata_dict()
    assert (about["Title"], about["Author"]) == ("Тапсырмалар", "Дана Ахметова")
    assert f"/Lang ({language})".encode() in file.getvalue()
    written = word(one("EMC"), language)
    about = written.core_properties
    assert (about.title, about.author) == ("Тапсырмалар", "Дана Ахметова")
    tags = {each.get(qn("w:val")) for each in written.styles.element.iter(qn("w:lang"))}
    assert {tag.partition("-")[0] for tag in tags} == {language}


def test_every_font_of_a_pdf_comes_along() -> None:
    file = io.BytesIO()
    table_pdf.write(one(KAZAKH), file)
    assert file.getvalue().count(b"/FontFile2") >= 2
    assert b"/Helvetica" not in file.getvalue()


def test_both_are_a4_across() -> None:
    width, height = pdf(one("EMC"))[0].get_size()
    assert (round(width), round(height)) == (842, 595)
    section = word(one("EMC")).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)


def test_every_page_has_the_header_and_its_number() -> None:
    lines = [(Told(f"Task {number}"), Told("08.04.2024")) for number in range(120)]
    pages = read(pdf(paper(*lines)))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert "Тапсырма Мерзімі" in page
        assert f"{number} / {len(pages)}" in page
    told = " ".join(pages)
    assert all(f"Task {number} " in told for number in range(120))
    table = word(paper(*lines)).tables[0]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    assert cells(table)[120] == ["Task 119", "08.04.2024"]


def test_a_head_too_long_for_its_column_is_divided_between_syllables() -> None:
    columns = (Column("what", "Тапсырма", 90), Column("who", "Жауапты қызметкерлердің", 6))
    (page,) = pdf(paper()._replace(columns=columns))
    said = page.get_textpage().get_text_bounded()  # which marks a hyphen at the end of a line
    assert "Жауап\x02ты\r\nқызмет\x02керлер\x02дің" in said


def test_word_counts_the_pages_itself() -> None:
    foot = word(one("EMC")).sections[0].footer.paragraphs[0]._p
    assert [each.text for each in foot.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    kinds = [each.get(qn("w:fldCharType")) for each in foot.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "end"] * 2


def test_what_is_loud_is_coloured_in_both() -> None:
    given = paper((Told("EMC"), Told("08.04.2024", "3 күн кешікті", is_loud=True)))
    row = word(given).tables[0].rows[1]
    assert row.cells[1].text == "08.04.2024\n3 күн кешікті"
    for line in row.cells[1].paragraphs:
        assert str(line.runs[0].font.color.rgb) == "9F1D1D"
    assert row.cells[1]._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) == "FDECEC"
    assert row.cells[0]._tc.tcPr.find(qn("w:shd")) is None
    image = pdf(given)[0].render(scale=1).to_pil().convert("RGB")
    colours = {colour for _, colour in image.getcolors(maxcolors=1_000_000)}
    assert {(0xFD, 0xEC, 0xEC), (0xEE, 0xF2, 0xF7)} <= colours


def test_a_number_leads_to_its_record() -> None:
    given = paper((Told("1", address=ADDRESS), Told("")))
    file = io.BytesIO()
    table_pdf.write(given, file)
    assert f"/URI ({ADDRESS})".encode() in file.getvalue()
    document = word(given)
    (link,) = document.tables[0].rows[1].cells[0].paragraphs[0].hyperlinks
    assert (link.text, link.address) == ("1", ADDRESS)


def test_there_is_a_place_to_sign_where_one_is_wanted() -> None:
    given = paper((Told("EMC"), Told("")), signs=["Төраға", "Хатшы"])
    assert "Төраға ____" in read(pdf(given))[-1]
    assert "Төраға" in word(given).paragraphs[-1].text
    assert "Төраға" not in read(pdf(one("EMC")))[-1]


def test_a_table_without_lines_is_a_document_too() -> None:
    assert "Тапсырма Мерзімі" in read(pdf(paper()))[0]
    assert cells(word(paper()).tables[0]) == [["Тапсырма", "Мерзімі"]]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_was_typed_is_text_and_nothing_else(typed: str) -> None:
    file = io.BytesIO()
    table_pdf.write(one(typed, typed), file)
    assert b"/URI" not in file.getvalue()
    assert b"/Subtype /Image" not in file.getvalue()
    (page,) = read(pypdfium2.PdfDocument(file.getvalue()))
    assert page.count(typed) == 2
    document = word(one(typed, typed))
    assert cells(document.tables[0])[1][0] == f"{typed}\n{typed}"
    assert not list(document.element.iter(qn("w:hyperlink")))


def test_no_line_is_torn_by_the_end_of_a_page() -> None:
    below = "Тамақ өнімдерінің технологиясы кафедрасы"
    lines = [(Told(f"Task {number}", below), Told("08.04.2024")) for number in range(60)]
    for page in read(pdf(paper(*lines))):
        assert page.count("Тапсырма Мерзімі") == 1
        assert page.count("Task ") == page.count(below)


@pytest.mark.parametrize(
    "typed",
    ["ө" * 30_000, "Щ" * 9_000, "\n" * 300 + "ө", "сөз " * 8_000, "a\x00b\ud800c", "北京大学 🎓"],
)
def test_whatever_was_typed_there_is_a_document(typed: str) -> None:
    told = "".join(read(pdf(one(typed))))
    assert told.count("ө") >= typed.count("ө")
    assert cells(word(one(typed)).tables[0])[1][0] == fitting(typed)
    assert told.count("08.04.2024") == 1


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_any_text_can_be_written(names: list[str]) -> None:
    given = paper(*((Told(name, name), Told(name)) for name in names), title=names[0])
    assert len(pdf(given)) >= 1
    assert len(word(given).tables[0].rows) == len(names) + 1


def test_columns_share_the_line() -> None:
    table = word(one("EMC")).tables[0]
    first, second = (cell.width for cell in table.rows[1].cells)
    assert first == pytest.approx(2 * second, rel=0.01)
    assert all(row.cells[0].width == first for row in table.rows)


def test_pages_are_made_in_order() -> None:
    days = [date(2024, 4, day).isoformat() for day in range(1, 29)]
    told = " ".join(read(pdf(paper(*((Told(day), Told("")) for day in days)))))
    assert all(told.index(one) < told.index(next) for one, next in pairwise(days))


def test_several_people_take_documents_at_once() -> None:
    """The fonts are one for the process; what each document uses of them is its own."""
    texts = [f"{letter * 8} {number}" for number, letter in enumerate("ӘҒҚҢӨҰҮҺІЯЖЩ")]
    with ThreadPoolExecutor(max_workers=6) as people:
        documents = list(people.map(lambda text: pdf(paper(*[(Told(text), Told(""))] * 40)), texts))
    for text, document in zip(texts, documents, strict=True):
        assert " ".join(read(document)).count(text) == 40
