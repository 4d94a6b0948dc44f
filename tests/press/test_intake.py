"""What a person brings becomes the text of an article, or is refused with what to do."""

from datetime import date

import pytest

from tests.press import files
from tracker import shielded
from tracker.errors import Invalid
from tracker.i18n import catalogue
from tracker.press import intake
from tracker.press.reading import read_given


def refused(name: str, content: bytes) -> str:
    with pytest.raises(Invalid) as no:
        intake.file(name, content)
    assert f"error.{no.value.code}" in catalogue()
    return no.value.code


def test_plain_text_is_taken_letter_by_letter() -> None:
    given = intake.file("a.txt", "Тақырып\r\n\r\nКездесу\u00a0өтті.".encode())
    assert given == intake.Given("Тақырып\r\n\r\nКездесу\u00a0өтті.")
    assert intake.pasted("Встреча <прошла>, 2 < 3").is_as_given


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_plain_text_may_be_in_any_usual_encoding(encoding: str) -> None:
    text = "Сегодня в университете прошла встреча с руководителями заводов.\n"
    assert intake.file("a.txt", text.encode(encoding)).text == text


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.HTM"])
def test_a_page_gives_its_story_with_title_day_and_tags(name: str) -> None:
    given = intake.file(name, files.PAGE.encode())
    assert (given.title, given.published) == (
        "Круглый стол об энергетике прошел в университете",
        date(2025, 2, 12),
    )
    assert given.tags == ("дуальное обучение", "производство")
    assert "11 февраля ректорат" in given.text
    assert "Главная" not in given.text
    assert "20 февраля" not in given.text.split("просит открыть курсы.")[0]
    assert not given.is_as_given


def test_a_page_may_be_pasted_and_be_broken() -> None:
    given = intake.pasted("<p>Встреча прошла в <b>университете<p>Ректор поблагодарил гостей")
    assert given.text.split("\n") == [
        "Встреча прошла в университете",
        "Ректор поблагодарил гостей",
    ]


def test_a_document_gives_paragraphs_and_tables_in_their_order() -> None:
    given = intake.file("a.docx", files.document())
    assert given.text.split("\n") == [
        "Дөңгелек үстел",
        "12 ақпан 2025",
        "11 ақпанда «Семей инжиниринг» АҚ курс сұрады.",
        "ТОО «Силикат» | курсы",
    ]
    reading = read_given(given)
    assert (reading.title, reading.published) == ("Дөңгелек үстел", "2025-02-12")


def test_pdf_gives_its_lines() -> None:
    given = intake.file("a.pdf", files.portable())
    assert given.text.split("\n")[0] == "Round table on staff"
    assert read_given(given).published == "2025-02-12"


def test_what_a_file_is_is_told_by_its_first_bytes() -> None:
    assert "Round table" in intake.file("a.txt", files.portable()).text


REFUSED = [
    ("a.txt", b"", "article_empty"),
    ("a.txt", b" \r\n\t", "article_empty"),
    ("a.txt", b"12 \xe2\x80\x93 !", "article_empty"),
    ("a.html", b"<html><body></body></html>", "article_empty"),
    ("a.txt", b"a" * (5 << 20) + b"a", "article_large"),
    ("a.txt", b"a " * 100_000, "article_long"),
    ("a.txt", bytes(range(256)) * 40, "article_binary"),
    (
        "a.txt",
        "Алматы ?аласында ?ткен жиын?а ?ала ?кімі келді, ?лкен".encode("cp1251"),
        "article_lost_letters",
    ),
    ("a.png", b"\x89PNG\r\n", "article_kind"),
    ("a.docx", b"not a document", "article_broken"),
    ("a.docx", files.document()[:3000], "article_broken"),
    ("a.pdf", b"%PDF-1.4 nothing more", "article_broken"),
    ("a.pdf", files.LOCKED, "article_locked"),
    ("a.pdf", files.portable(()), "article_no_text"),
    ("a.docx", files.bomb(), "article_bomb"),
    ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "article_old_document"),
    (
        "a.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "article_locked",
    ),
]


@pytest.mark.parametrize(("name", "content", "code"), REFUSED, ids=[code for *_, code in REFUSED])
def test_what_cannot_be_read_is_refused_with_what_to_do(
    name: str, content: bytes, code: str
) -> None:
    assert refused(name, content) == code


def test_pasted_words_are_refused_at_their_field() -> None:
    with pytest.raises(Invalid) as no:
        intake.pasted("…")
    assert (no.value.field, no.value.code) == ("text", "article_empty")


def test_a_file_that_kills_its_reader_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shielded, "_CHILD", "import os; os.abort()")
    assert refused("a.pdf", files.portable()) == "article_broken"


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://shakarim.edu.kz/2024/04/08/science-week", date(2024, 4, 8)),
        ("https://a.kz/news/2024-04-08-title", date(2024, 4, 8)),
        ("https://a.kz/ru/news/08.04.2024/title", date(2024, 4, 8)),
        ("2024_04_08 неделя науки.html", date(2024, 4, 8)),
        ("https://a.kz/news/2024/99/08", None),
        ("https://a.kz/news/11003-granti", None),
    ],
)
def test_the_address_of_a_page_may_tell_its_day(address: str, day: date | None) -> None:
    assert intake.published_in(address) == day
