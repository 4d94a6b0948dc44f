"""Word documents as PDF: what an office puts into a template shows, or at least never stops it."""

import io
from collections.abc import Callable
from typing import Any

import docx
import pypdfium2
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from PIL import Image

from tracker.export import word
from tracker.export.documents import printing
from tracker.export.documents.printing import Printed
from tracker.export.word import element

Change = Callable[[Any], object]


def printed(change: Change) -> Printed:
    document = docx.Document()
    change(document)
    file = io.BytesIO()
    document.save(file)
    return printing.write(file.getvalue())


def pages(of: Printed) -> list[str]:
    document = pypdfium2.PdfDocument(of.content)
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def text(change: Change) -> str:
    return " ".join(pages(printed(change)))


def bounds(of: Printed, said: str) -> tuple[float, float, float, float]:
    """Where a text stands on the first page: left, bottom, right, top."""
    page = pypdfium2.PdfDocument(of.content)[0].get_textpage()
    found = page.search(said).get_next()
    assert found is not None
    boxes = [page.get_charbox(found[0] + place) for place in range(found[1])]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def test_an_empty_document_is_a_page() -> None:
    assert pages(printed(lambda _document: None)) == [""]


def test_a_full_page_is_told_from_one_with_room() -> None:
    little = printed(lambda document: document.add_paragraph("x"))
    more = printed(lambda document: [document.add_paragraph("x") for _ in range(20)])
    many = printed(lambda document: [document.add_paragraph("x") for _ in range(200)])
    assert (little.pages, more.pages) == (1, 1)
    assert 0 < little.filled < more.filled < 1
    assert many.pages > 1


def test_size_and_side_are_those_of_the_document() -> None:
    def change(document: Any) -> None:
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = Mm(50)
        run = document.add_paragraph().add_run("Abc")
        run.font.size, run.font.bold = Pt(30), True
        run.font.color.rgb = RGBColor(200, 0, 0)

    made = printed(change)
    page = pypdfium2.PdfDocument(made.content)[0]
    assert [round(each) for each in page.get_size()] == [842, 595]
    left, bottom, _, top = bounds(made, "Abc")
    assert left == pytest.approx(50 * 72 / 25.4, abs=3)
    assert 20 < top - bottom < 32


def test_text_stands_at_the_side_that_was_chosen() -> None:
    def change(document: Any) -> None:
        sides = (WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT)
        for said, side in zip(("left", "middle", "right"), sides, strict=True):
            document.add_paragraph(said).alignment = side

    made = printed(change)
    lefts = [bounds(made, said)[0] for said in ("left", "middle", "right")]
    assert lefts == sorted(lefts)
    assert lefts[2] - lefts[0] > 200


def test_pages_are_counted_at_their_feet() -> None:
    def change(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "House"
        word.foot(document, "Foot\t", 150)
        document.add_paragraph("one").add_run().add_break(WD_BREAK.PAGE)
        document.add_paragraph("two")
        document.add_paragraph("three").paragraph_format.page_break_before = True

    found = pages(printed(change))
    assert [
        ("House" in page, page.endswith(f"Foot {n} / 3")) for n, page in enumerate(found, 1)
    ] == [(True, True)] * 3
    assert [name for name, page in zip(("one", "two", "three"), found, strict=True) if name in page]


def test_a_simple_field_counts_too_and_what_it_said_is_left_out() -> None:
    def change(document: Any) -> None:
        field = element("w:fldSimple", instr=" PAGE ")
        old = element("w:r")
        old.append(element("w:t"))
        old[0].text = "99"
        field.append(old)
        paragraph = document.add_paragraph("page ")
        paragraph._p.append(field)
        for kind in ("begin", "PAGE", "separate", "98", "end"):
            run = paragraph.add_run()
            if kind in ("begin", "separate", "end"):
                run._r.append(element("w:fldChar", fldCharType=kind))
            elif kind == "PAGE":
                run._r.append(element("w:instrText"))
                run._r[-1].text = kind
            else:
                run.text = kind

    assert text(change) == "page 11"


def test_what_stands_behind_a_tab_goes_to_its_stop() -> None:
    def change(document: Any) -> None:
        line = document.add_paragraph("left\tright")
        line.paragraph_format.tab_stops.add_tab_stop(Mm(150), WD_TAB_ALIGNMENT.RIGHT)
        document.add_paragraph("a\tb\tc")

    made = printed(change)
    assert bounds(made, "right")[0] - bounds(made, "left")[2] > 200
    assert bounds(made, "b")[0] - bounds(made, "a")[0] > 30


def test_lists_have_their_marks() -> None:
    def change(document: Any) -> None:
        for said in ("first", "second"):
            document.add_paragraph(said, style="List Number")
        document.add_paragraph("point", style="List Bullet")

    said = text(change)
    assert "1. first" in said
    assert "2. second" in said
    assert "• point" in said


def test_links_lead_where_they_may() -> None:
    def change(document: Any) -> None:
        for address in ("https://uni.example/x", "javascript:alert(1)"):
            paragraph = document.add_paragraph()
            word.lead(paragraph, word.say(paragraph, f"to {address[:5]}"), address)

    content = printed(change).content
    raw = pypdfium2.PdfDocument(content)
    assert "to https to javas" in " ".join(pages(printed(change)))
    assert raw is not None
    assert b"https://uni.example/x" in content
    assert b"javascript" not in content


def test_letters_may_be_struck_raised_large_or_hidden() -> None:
    def change(document: Any) -> None:
        paragraph = document.add_paragraph()
        for said, looks in (("struck", "strike"), ("under", "underline"), ("big", "all_caps")):
            setattr(paragraph.add_run(said + " ").font, looks, True)
        paragraph.add_run("x")
        paragraph.add_run("2").font.superscript = True
        paragraph.add_run("secret").font.hidden = True

    said = text(change)
    assert "struck under BIG x" in said
    assert "secret" not in said


def test_tables_keep_their_cells_and_heads() -> None:
    def change(document: Any) -> None:
        table = document.add_table(rows=60, cols=3, style="Table Grid")
        for cell in table.rows[0].cells:
            cell.text = "Head"
        table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
        table.cell(1, 0).merge(table.cell(1, 1)).text = "wide"
        table.cell(2, 0).merge(table.cell(3, 0)).text = "high"
        table.cell(2, 2).add_table(1, 1).cell(0, 0).text = "inner"
        for number in range(4, 60):
            table.cell(number, 2).text = f"line {number}"
        marks = table.cell(4, 0)._tc.get_or_add_tcPr()
        marks.append(element("w:shd", val="clear", fill="FDECEC"))
        marks.append(element("w:vAlign", val="center"))
        borders = element("w:tcBorders")
        borders.extend([element("w:top", val="nil"), element("w:start", val="single", sz="12")])
        marks.append(borders)

    found = pages(printed(change))
    assert len(found) > 1
    assert all(page.count("Head") == 3 for page in found)
    for said in ("wide", "high", "inner", "line 59"):
        assert said in " ".join(found)


def test_a_long_word_in_a_head_is_divided_between_syllables() -> None:
    def change(document: Any) -> None:
        table = document.add_table(2, 9)
        table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
        for row in table.rows:
            row.cells[0].text = "Қызметкерлердің <саны>"

    said = text(change)  # a reader marks a hyphen at the end of a line
    head, *below = said.split(">")
    assert head == "Қыз\x02мет\x02кер\x02лердің <са\x02ны"
    assert "\x02" not in "".join(below)


def test_a_title_stays_with_the_beginning_of_a_long_table() -> None:
    def change(document: Any, before: int) -> None:
        for _ in range(before):
            document.add_paragraph("x")
        document.add_paragraph("Title").paragraph_format.keep_with_next = True
        table = document.add_table(rows=80, cols=1)
        for number, row in enumerate(table.rows):
            row.cells[0].text = f"line {number}"

    assert "Title line 0 line 1 " in pages(printed(lambda document: change(document, 5)))[0]
    low = pages(printed(lambda document: change(document, 23)))
    assert sum("Title line 0 line 1" in page for page in low) == 1


def test_a_cell_higher_than_a_page_goes_on_there() -> None:
    def change(document: Any) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        for number in range(120):
            cell.add_paragraph(f"line {number}")

    said = text(change)
    assert "line 0 " in said
    assert said.endswith("line 119")


def test_pictures_are_drawn_and_those_that_cannot_be_are_left_out() -> None:
    def change(document: Any) -> None:
        file = io.BytesIO()
        Image.new("RGB", (40, 20), "red").save(file, "PNG")
        for width in (20, 900):
            document.add_picture(io.BytesIO(file.getvalue()), width=Mm(width))
        document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.add_picture(io.BytesIO(file.getvalue()))
        document.inline_shapes[2]._inline.graphic.graphicData.pic.blipFill.blip.embed = "rId99"
        document.add_paragraph("after")

    made = printed(change)
    page = pypdfium2.PdfDocument(made.content)[0]
    pictures = [each for each in page.get_objects() if each.type == 3]
    assert len(pictures) == 2
    assert all(each.get_bounds()[2] < page.get_width() for each in pictures)
    assert "after" in pages(made)[0]


def test_a_picture_higher_than_a_page_is_made_to_fit() -> None:
    def change(document: Any) -> None:
        file = io.BytesIO()
        Image.new("RGB", (10, 100), "red").save(file, "PNG")
        document.add_picture(io.BytesIO(file.getvalue()), width=Mm(100))

    assert printed(change).pages == 1


def test_what_is_wrapped_in_other_marks_is_read() -> None:
    def change(document: Any) -> None:
        inner = f"<w:sdt {nsdecls('w')}><w:sdtContent>%s</w:sdtContent></w:sdt>"
        block = parse_xml(inner % "<w:p><w:r><w:t>whole block</w:t></w:r></w:p>")
        document.element.body.insert(0, block)
        run = parse_xml(inner % "<w:r><w:t>some words</w:t></w:r>")
        paragraph = document.add_paragraph()
        paragraph._p.append(run)
        paragraph.add_run("co\u2011op").add_break()

    said = text(change)
    assert "whole block" in said
    assert "some words" in said


def test_nonsense_in_a_document_stops_nothing() -> None:
    def change(document: Any) -> None:
        styles = document.styles
        one, two = (styles.add_style(name, 1) for name in ("One", "Two"))
        one.base_style, two.base_style = two, one
        paragraph = document.add_paragraph("circle", style="One")
        about = paragraph._p.get_or_add_pPr()
        about.append(element("w:ind", left="much", hanging="x"))
        about.append(element("w:spacing", line="-x", lineRule="exact"))
        paragraph.runs[0]._r.get_or_add_rPr().append(element("w:color", val="auto"))
        table = document.add_table(1, 2)
        for column in table._tbl.iter(qn("w:gridCol")):
            del column.attrib[qn("w:w")]
        table.cell(0, 0).text = "cell"
        document.add_table(0, 1)

    said = text(change)
    assert "circle" in said
    assert "cell" in said


def test_room_and_exact_lines_are_kept() -> None:
    def change(document: Any) -> None:
        for number in range(3):
            line = document.add_paragraph(f"line{number}")
            line.paragraph_format.line_spacing = Pt(40)
            line.paragraph_format.left_indent = Mm(20)
            line.paragraph_format.space_after = Pt(0)

    made = printed(change)
    first, second = (bounds(made, f"line{number}") for number in (0, 1))
    assert first[1] - second[1] == pytest.approx(40, abs=1)
