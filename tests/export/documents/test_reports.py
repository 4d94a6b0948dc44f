"""The report on paper: every figure is the domain's, in three languages, in both files."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from PIL import Image

from tests.export.documents.records import HOSTILE, KAZAKH
from tracker.domain.annual import Proofs, Report
from tracker.export import documents
from tracker.export.documents import charts, reports, samples
from tracker.export.paper_forms import PaperForm
from tracker.i18n import LANGUAGES, formats, speaking, t

USER = samples.USER
BASE = "https://tracker.uni.example"


def made(report: Report, form: PaperForm, language: str = "kk") -> bytes:
    with speaking(language):
        return documents.of_report(report, None, form, by=USER, base=BASE).content


def pdf(report: Report, language: str = "kk") -> str:
    pages = pypdfium2.PdfDocument(made(report, PaperForm.PDF, language))
    return " ".join(" ".join(p.get_textpage().get_text_bounded().split()) for p in pages)


def word(report: Report, language: str = "kk") -> Any:
    return docx.Document(io.BytesIO(made(report, PaperForm.DOCX, language)))


def said(document: Any) -> str:
    return " ".join(each.text or "" for each in document.element.body.iter(qn("w:t")))


def with_names(text: str) -> Report:
    report = samples.report()
    rows = [row._replace(text=text, outcome=text, partners=(text,)) for row in report.met.rows]
    return report._replace(unit=text, met=Proofs(rows, report.met.all))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_stands_in_both_files(language: str) -> None:
    report = samples.report()
    with speaking(language):
        names = ("title", "summary", "figures", "charts", "tables", "evidence")
        heads = [t(f"report.{name}") for name in names]
        heads += [t(f"dashboard.{name}") for name in ("by_sector", "over_time", "by_kind")]
        heads += [t(f"dashboard.{name}") for name in ("by_unit", "led_to")]
        heads += [f"{t(f'report.{name}')}: 7" for name in ("signed", "done", "met", "new")]
        heads += [f"{t('field.unit_id')}: Ветеринария кафедрасы"]
    for text in (said(word(report, language)), pdf(report, language)):
        assert [head for head in heads if head not in text] == []
        assert "{{" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_the_domains_with_its_change(language: str) -> None:
    tiles = samples.report().figures.tiles
    with speaking(language):
        table = word(samples.report(), language).tables[1]
        rows = {row.cells[0].text: [each.text for each in row.cells[1:]] for row in table.rows[1:]}
        points = t("dashboard.points")
        share, before = formats.percent(0.7), formats.percent(0.5)
        assert tiles.kept_rate == 0.7
        assert rows == {
            t("dashboard.active"): ["7", "5", "+2"],
            t("dashboard.new"): ["7", "9", "–2"],
            t("dashboard.interactions"): ["7", "4", "+3"],
            t("dashboard.open"): ["7", "6", "+1"],
            t("dashboard.late"): ["7", "–", "–"],
            t("dashboard.kept"): [share, before, f"+20{points}"],
            t("dashboard.ending"): ["7", "–", "–"],
        }


def test_a_number_opens_its_record_and_the_list() -> None:
    report = samples.report()
    report = report._replace(met=Proofs(report.met.rows, report.met.all._replace(value=120)))
    document = word(report, "en")
    links = {rel.target_ref for rel in document.part.rels.values() if rel.is_external}
    for kind in ("agreement", "follow_up", "interaction", "partner"):
        assert f"{BASE}/{kind}?id=1" in links
    assert any(each.startswith(f"{BASE}/interactions?") for each in links)
    assert "and 119 more" in said(document)


def test_charts_are_pictures_with_words_for_those_who_do_not_see_them() -> None:
    document = word(samples.report(), "en")
    shapes = list(document.element.body.iter(qn("wp:docPr")))
    assert [each.get("descr") for each in shapes] == [
        "Chart: Partners by sector and stage",
        "Chart: Interactions over time",
        "Chart: Follow-ups by kind and outcome",
    ]


def test_a_change_can_be_read_in_the_pdf() -> None:
    assert "9 –2" in pdf(samples.report(), "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_world_has_a_report(language: str) -> None:
    report = samples.report()
    nothing: dict[str, Any] = dict.fromkeys(("sectors", "kinds", "units", "events"), ())
    bars = [
        bar._replace(interactions=bar.interactions._replace(value=0))
        for bar in report.figures.over_time
    ]
    nobody = {name: getattr(report, name)._replace(rows=[]) for name in ("signed", "done")}
    empty = report._replace(
        scope=report.scope._replace(sector=None, tier=None, region=None, unit_id=None),
        unit=None,
        figures=report.figures._replace(**nothing, over_time=bars),
        **nobody,
    )
    text = pdf(empty, language)
    with speaking(language):
        assert text.count(t("report.none")) == 6
        assert t("dashboard.over_time") not in text


@pytest.mark.parametrize("first", [date(2023, 12, 25), date(2023, 9, 1), date(2015, 1, 1)])
def test_steps_of_time_are_named_as_they_are_long(first: date) -> None:
    report = samples.report()
    scope = report.scope._replace(first=first)
    with speaking("en"):
        fields = reports.fields(report._replace(scope=scope), by=USER, base=BASE)
    assert len(fields["charts"]) == 3


@pytest.mark.parametrize("text", [KAZAKH, *HOSTILE])
def test_what_a_person_typed_is_text(text: str) -> None:
    assert said(word(with_names(text))).count(text) >= 3


def test_the_same_records_make_the_same_bytes() -> None:
    with speaking("ru"):
        first, second = (made(samples.report(), PaperForm.PDF) for _ in range(2))
    assert first == second


def test_no_promise_due_is_no_share() -> None:
    report = samples.report()
    tiles = report.figures.tiles._replace(
        kept=report.met.all._replace(value=0), missed=report.met.all._replace(value=0)
    )
    with speaking("en"):
        figures = report.figures._replace(tiles=tiles)
        fields = reports.fields(report._replace(figures=figures), by=USER, base=BASE)
    assert len(fields["sentences"]) == 4
    assert fields["figures"][5]["value"] == "–"


def test_a_chart_has_room_for_long_names_and_large_numbers() -> None:
    names = ["Ынтымақтастық " * 20, "", "Щ" * 300]
    series = [charts.Series("Бір " * 20, charts.BLUE, [1_000_000, 0, 1])] * 8
    with Image.open(io.BytesIO(charts.lying(names, series))) as picture:
        assert picture.width == round(charts.WIDTH * 11.8)
    with Image.open(io.BytesIO(charts.standing(["қаң.\n2024"] * 200, [5] * 200))) as picture:
        assert picture.height < picture.width
    assert charts.lying([], [])
    assert charts.standing([], [])


def test_the_author_is_named() -> None:
    user = replace(USER, name="Дана")
    with speaking("kk"):
        file = documents.of_report(samples.report(), None, PaperForm.DOCX, by=user, base=BASE)
    assert docx.Document(io.BytesIO(file.content)).core_properties.author == "Дана"
    assert file.name == "Серіктестік туралы есеп 2023-01-01 – 2023-12-31.docx"
