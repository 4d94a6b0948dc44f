"""The office's own templates: kept by managers, used by everybody, left again."""

import io

import docx
import pytest
from sqlmodel import Session

from tests.world import aigerim, boris, dana, saule
from tracker.domain import paper_templates
from tracker.domain.models import Document, Language
from tracker.errors import Invalid, NotAllowed

BRIEF = Document.BRIEF


def word() -> bytes:
    file = io.BytesIO()
    docx.Document().save(file)
    return file.getvalue()


def test_a_template_takes_the_place_of_the_usual_one_in_its_language(session: Session) -> None:
    content = word()
    assert paper_templates.own(session, BRIEF, Language.KK, by=boris) is None
    paper_templates.keep(session, BRIEF, Language.KK, "a.docx", content, by=dana)
    assert paper_templates.own(session, BRIEF, Language.KK, by=boris) == content
    assert paper_templates.own(session, BRIEF, Language.RU, by=boris) is None
    (row,) = paper_templates.kept(session, by=boris)
    assert (row.document, row.language, row.name) == (BRIEF, Language.KK, "a.docx")
    assert row.changed_by == dana.name


def test_a_second_one_replaces_the_first(session: Session) -> None:
    for name, user in (("a.docx", dana), ("b.docx", saule)):
        paper_templates.keep(session, BRIEF, Language.EN, name, word(), by=user)
    (row,) = paper_templates.kept(session, by=boris)
    assert (row.name, row.changed_by) == ("b.docx", saule.name)


def test_back_to_the_usual_as_often_as_one_likes(session: Session) -> None:
    paper_templates.keep(session, BRIEF, Language.EN, "a.docx", word(), by=dana)
    for _ in range(2):
        paper_templates.drop(session, BRIEF, Language.EN, by=dana)
        assert paper_templates.kept(session, by=boris) == []


def test_only_managers_change_templates(session: Session) -> None:
    for user in (boris, aigerim):
        with pytest.raises(NotAllowed):
            paper_templates.keep(session, BRIEF, Language.EN, "a.docx", word(), by=user)
        with pytest.raises(NotAllowed):
            paper_templates.drop(session, BRIEF, Language.EN, by=user)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.docx", b"PK\x03\x04", "template_kind"),
        ("a.docm", word(), "template_kind"),
        ("a.pdf", b"%PDF-1.7", "template_kind"),
        ("a.docx", b"0" * (paper_templates.LIMIT + 1), "file_too_large"),
    ],
)
def test_what_is_no_word_document_is_refused(
    session: Session, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        paper_templates.keep(session, BRIEF, Language.EN, name, content, by=dana)
    assert (refused.value.field, refused.value.code) == ("file", code)
