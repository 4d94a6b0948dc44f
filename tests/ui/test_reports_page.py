"""The page of reports, the brief on a partner's page, and the templates that managers replace."""

import io
from datetime import timedelta

import docx
import pytest
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, press
from tests.world import EMC, aigerim, boris, dana
from tracker import clock, db
from tracker.access import User
from tracker.domain import paper_templates
from tracker.domain.models import Document, Language
from tracker.ui import nav

BRIEF, EN = Document.BRIEF, Language.EN


def links(at: AppTest) -> list[str]:
    """Where the buttons that hand out files lead."""
    found = [each.proto.url for each in at.get("link_button")]
    return [address for address in found if address.startswith("/download/")]


def own(text: str = "{{ partner.name }}") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def kept() -> list[str]:
    with db.reading() as session:
        return [row.name for row in paper_templates.kept(session, by=boris)]


@pytest.mark.parametrize("user", [boris, aigerim, dana])
def test_whoever_reads_is_offered_the_brief_in_three_languages(
    open_app: OpenApp, user: User
) -> None:
    at = open_app(user, nav.PARTNER, id=str(EMC))
    forms = ("pdf", "docx")
    assert [each for each in links(at) if "brief" in each] == [
        f"/download/brief/{EMC}.{form}?language={code}"
        for code in ("en", "kk", "ru")
        for form in forms
    ]


def test_the_report_is_about_what_the_page_is_narrowed_to(open_app: OpenApp) -> None:
    at = open_app(boris, nav.REPORTS, sector="museum", period="last_12_months")
    assert not at.exception
    today = clock.today()
    first = (today.replace(year=today.year - 1) + timedelta(days=1)).isoformat()
    assert links(at)[0] == (
        f"/download/report.pdf?from={first}&to={today.isoformat()}&sector=museum&language=en"
    )
    assert len(links(at)) == 6


def test_templates_are_for_managers(open_app: OpenApp) -> None:
    for user, sees in ((boris, False), (aigerim, False), (dana, True)):
        at = open_app(user, nav.REPORTS)
        assert any("template" in each for each in links(at)) is sees
        assert bool(at.file_uploader) is sees


def give(at: AppTest, content: bytes, name: str = "own.docx") -> AppTest:
    field = next(each for each in at.file_uploader if "brief" in str(each.key))
    return field.upload(name, content, "application/octet-stream").run()


def test_a_template_is_replaced_and_left_again(open_app: OpenApp) -> None:
    at = give(open_app(dana, nav.REPORTS), own())
    assert not at.exception
    assert kept() == ["own.docx"]
    assert any("own.docx" in each.value for each in at.text)
    press(at, f"template.drop.{BRIEF}.{EN}")
    assert kept() == []


def test_a_template_that_does_not_fit_is_refused_in_words(open_app: OpenApp) -> None:
    at = give(open_app(dana, nav.REPORTS), own("{{ partner.secret }}"))
    assert kept() == []
    assert any("partner.secret" in each.value for each in at.error)
