"""Templates that people bring: what is taken, what is refused, and that nothing runs meanwhile."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tracker import archives
from tracker.domain.models import Document
from tracker.errors import Invalid
from tracker.export import documents
from tracker.export.documents import checking
from tracker.export.word import element
from tracker.i18n import LANGUAGES, speaking

Change = Callable[[Any], object]


def template(change: Change) -> bytes:
    """A document of somebody's own."""
    document = docx.Document()
    change(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def saying(*texts: str) -> bytes:
    return template(lambda document: [document.add_paragraph(text) for text in texts])


def refused(content: bytes) -> Invalid:
    with speaking("en"), pytest.raises(Invalid) as found:
        documents.check(Document.BRIEF, content)
    assert found.value.field == "file"
    return found.value


def with_part(name: str, content: bytes, given: bytes) -> bytes:
    file = io.BytesIO(given)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("document", list(Document))
def test_our_own_templates_pass(document: Document, language: str) -> None:
    with speaking(language):
        documents.check(document, documents.usual(document))


def test_fields_conditions_and_loops_are_what_a_template_may_say() -> None:
    with speaking("en"):
        documents.check(
            Document.BRIEF,
            saying(
                "{{ partner.name|upper }} {{ 'x' if partner.quiet else 'y' }}",
                "{%p for row in ours %}",
                "{{ loop.index }} {{ row.what }}{% if row.is_late and not loop.last %}!{% endif %}",
                "{%p else %}",
                "{{ made }}",
                "{%p endfor %}",
                "{# said to nobody #}",
            ),
        )


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("{{ partner.nam }}", "partner.nam"),
        ("{{ nobody }}", "nobody"),
        ("{{ partner }}", "partner"),
        ("{{ ours }}", "ours"),
        ("{{ row.what }}", "row"),
        ("{% for row in partner %}{% endfor %}", "partner"),
        ("{% for row in ours %}{{ row.secret }}{% endfor %}", "row.secret"),
        ("{% if nothing %}{% endif %}", "nothing"),
        ("{{ partner.name.__class__ }}", "partner.name.__class__"),
    ],
)
def test_a_field_that_there_is_not_is_named(said: str, named: str) -> None:
    found = refused(saying(said))
    assert (found.code, found.values["what"]) == ("template_field", named)


@pytest.mark.parametrize(
    "said",
    [
        "{{ 9 * 9 }}",
        "{{ 'a' ~ made }}",
        "{{ made[0] }}",
        "{{ made.upper() }}",
        "{{ range(9) }}",
        "{{ made|safe }}",
        "{{ made|replace('a', 'b') }}",
        "{% set x = 1 %}",
        "{% for x in range(100000) %}{% endfor %}",
        "{% for x in 'abc' %}{% endfor %}",
        "{% for a in ours %}{% for b in theirs %}{% endfor %}{% endfor %}",
        "{% for a, b in ours %}{% endfor %}",
        "{% for a in ours if a.is_late %}{% endfor %}",
        "{% for a in ours recursive %}{% endfor %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% macro x() %}{% endmacro %}",
        "{% block x %}{% endblock %}",
        "{% filter upper %}{% endfilter %}",
        "{% if made is defined %}{% endif %}",
        "{{ [made] }}",
    ],
)
def test_nothing_else_may_be_said(said: str) -> None:
    assert refused(saying(said)).code in ("template_order", "template_field")


@pytest.mark.parametrize(
    "said", ["{% for row in ours %}", "{{ made", "{{ }}", "{% endif %}", "{% x %}"]
)
def test_brackets_that_do_not_fit_are_said(said: str) -> None:
    if said == "{{ made":
        said += " {{ house }}"
    assert refused(saying(said)).code == "template_syntax"


def test_heads_feet_and_the_title_are_looked_at_too() -> None:
    def head(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ secret }}"

    def foot(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = "{{ secret }}"

    def title(document: Any) -> None:
        document.core_properties.title = "{{ secret }}"

    for change in (head, foot, title):
        assert refused(template(change)).code == "template_field"


def test_what_word_would_run_or_fetch_by_itself_is_refused() -> None:
    def linked(document: Any) -> None:
        part = document.part
        part.relate_to("https://evil.example/x.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)

    def ordered(document: Any) -> None:
        run = document.add_paragraph().add_run()
        for kind, text in (("begin", ""), ("", "DDE"), ("", "AUTO c:\\x"), ("end", "")):
            run._r.append(
                element("w:fldChar", fldCharType=kind) if kind else element("w:instrText")
            )
            if text:
                run._r[-1].text = text

    def simply_ordered(document: Any) -> None:
        field = element("w:fldSimple", instr="INCLUDEPICTURE http://evil.example/x.png")
        document.add_paragraph()._p.append(field)

    for change in (linked, ordered, simply_ordered):
        assert refused(template(change)).code == "template_runs"
    for name in ("word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/activeX/a.xml"):
        assert refused(with_part(name, b"x", saying("x"))).code == "template_runs"


def test_a_link_in_the_text_may_stay() -> None:
    def change(document: Any) -> None:
        number = document.part.relate_to(
            "https://uni.example", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        link = element("w:hyperlink")
        link.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", number)
        document.add_paragraph()._p.append(link)

    with speaking("en"):
        documents.check(Document.BRIEF, template(change))


def test_bombs_are_not_unpacked() -> None:
    assert refused(with_part("word/x.xml", b"0" * (60 << 20), saying("x"))).code == "template_large"
    assert refused(with_part("word/x.xml", bytes(3 << 20), saying("x"))).code == "template_large"
    many = saying("x")
    file = io.BytesIO(many)
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(archives.MOST_PARTS + 1):
            archive.writestr(f"word/{number}.bin", b"")
    assert refused(file.getvalue()).code == "template_large"


def test_a_picture_of_too_many_dots_is_refused() -> None:
    def change(document: Any) -> None:
        file = io.BytesIO()
        Image.new("1", (9_000, 9_000)).save(file, "PNG")
        document.add_picture(io.BytesIO(file.getvalue()), width=Mm(20))

    assert refused(template(change)).code == "template_large"


def test_what_does_not_open_is_refused() -> None:
    cut = saying("x")[:-200]
    for content in (b"", b"PK\x03\x04", cut, with_part("x", b"", b"")):
        assert refused(content).code == "template_broken"


def test_what_cannot_be_printed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def wide(document: Any) -> None:
        section = document.sections[0]
        section.left_margin = section.right_margin = Mm(200)
        document.add_paragraph("{{ partner.name }}")

    assert refused(template(wide)).code == "template_fails"


@settings(max_examples=8, deadline=None)
@given(st.text("{}%# abcdefmnorstw.|'()[]\n", max_size=40))
def test_whatever_is_said_is_taken_or_refused(text: str) -> None:
    with speaking("en"), suppress(Invalid):
        checking.check(saying(text), {"made": "x", "ours": [{"what": "x"}]})
