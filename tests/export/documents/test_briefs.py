"""The brief on paper: one page whatever is known, read back by readers that are not our writers."""

import io
from typing import Any

import docx
import pypdfium2
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.export.documents.records import HOSTILE, KAZAKH, busy, little
from tracker import clock
from tracker.domain.briefs import Brief
from tracker.domain.briefs.topics import Topic, TopicRule
from tracker.domain.excerpts import excerpt
from tracker.export import documents
from tracker.export.cells import fitting
from tracker.export.documents import samples
from tracker.export.paper_forms import PaperForm
from tracker.i18n import LANGUAGES, catalogue, speaking, t

USER = samples.USER


def made(brief: Brief, form: PaperForm, language: str = "kk") -> bytes:
    with speaking(language):
        return documents.of_brief(brief, None, form, by=USER).content


def pdf(brief: Brief, language: str = "kk") -> list[str]:
    """The text of each page."""
    pages = pypdfium2.PdfDocument(made(brief, PaperForm.PDF, language))
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pages]


def word(brief: Brief, language: str = "kk") -> str:
    """The text of the document, its cells included."""
    document: Any = docx.Document(io.BytesIO(made(brief, PaperForm.DOCX, language)))
    said = document.element.body.iter(f"{{{document.element.nsmap['w']}}}t")
    return "".join(each.text or "" for each in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_matters_stands_in_both_files(language: str) -> None:
    brief = samples.brief()
    with speaking(language):
        headings = [t(f"brief.{name}") for name in ("topics", "ours", "theirs", "people")]
        headings += [t(f"brief.{name}") for name in ("contacts", "agreements", "news")]
    (page,) = pdf(brief, language)
    for text in (word(brief, language), page):
        assert all(heading in text for heading in headings)
        for said in ("«Семей инжиниринг»", "Марат Әлиев", "Директор", "Көшпелі сабақ", "Келісілді"):
            assert said in text
        assert "Меморандум" in text
        assert "Зауыт ашылды" in text
        assert "{{" not in text
        assert "{%" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_is_known_that_is_said(language: str) -> None:
    (page,) = pdf(little(), language)
    names = ("no_topics", "nothing_open", "nobody", "no_contacts", "no_agreements", "no_news")
    with speaking(language):
        for text in (page, word(little(), language)):
            assert all(t(f"brief.{name}") in text for name in names)


@pytest.mark.parametrize(
    ("language", "text"), [("kk", "Ынтымақтастық "), ("ru", "Щ"), ("en", "W"), ("kk", "ұзын-сөз/")]
)
def test_a_very_busy_partner_has_one_page_too(language: str, text: str) -> None:
    (page,) = pdf(busy(text), language)
    with speaking(language):
        assert page.count(t("brief.more", n=19)) >= 1


def test_what_found_no_room_is_counted() -> None:
    brief = samples.brief()
    fields = documents.briefs.fields(brief, documents.briefs.ROOMS[-1], by=USER)
    with speaking("en"):
        assert documents.briefs.fields(brief, documents.briefs.ROOMS[-1], by=USER)["ours_more"] == (
            "and 18 more"
        )
    assert len(fields["ours"]) == 2


def test_every_rule_and_its_reason_is_told_in_every_language() -> None:
    for language in LANGUAGES:
        with speaking(language):
            for rule in TopicRule:
                known = samples.brief()
                quiet = known.quiet if rule is TopicRule.QUIET else None
                topic = Topic(rule, text="Абай", day=clock.today(), unit="Зертхана", quiet=quiet)
                (told,) = documents.briefs.fields(
                    known._replace(topics=[topic]), documents.briefs.ROOMS[0], by=USER
                )["topics"]
                assert told["why"]
                asks = "{what}" in catalogue()[f"topic_rule.{rule}"][language]
                assert ("Абай" in told["what"]) is asks


def test_the_same_records_make_the_same_bytes() -> None:
    for form in PaperForm:
        first, second = (made(little(), form) for _ in range(2))
        assert first == second


def test_kazakh_letters_can_be_read() -> None:
    brief = little()._replace(name=KAZAKH)
    assert KAZAKH in pdf(brief)[0]
    assert KAZAKH in word(brief)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_person_typed_is_text(text: str) -> None:
    brief = little()._replace(name=text, owner=text)
    assert text in word(brief)
    assert text in pdf(brief)[0]


@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.text(max_size=80))
def test_whatever_is_typed_makes_a_page(text: str) -> None:
    brief = little()._replace(name=text, other_names=(text,))
    assert len(pdf(brief)) == 1
    said = " ".join(fitting(excerpt(text)).split())
    assert " ".join(word(brief).split()).count(said) >= 1


def test_who_made_it_is_known_to_the_file() -> None:
    about = docx.Document(io.BytesIO(made(samples.brief(), PaperForm.DOCX))).core_properties
    assert about.author == USER.name
    told = pypdfium2.PdfDocument(made(samples.brief(), PaperForm.PDF)).get_metadata_dict()
    assert told["Author"] == USER.name
