"""Cards: what an address book reads is what was written, whatever was typed."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.domain.exports.people import PersonExport, Post
from tracker.export.vcard import cards, parts

BASE = "https://tracker.uni.example/"
MOMENT = datetime(2024, 4, 8, 9, 30, tzinfo=UTC)


def person(name: str, *posts: Post, phone: str | None = None) -> PersonExport:
    email = "asel@nova.example"
    return PersonExport(7, name, (), email, phone, "internal", None, MOMENT, MOMENT, posts)


def card(given: PersonExport) -> bytes:
    return b"".join(cards([given], BASE))


def read(raw: bytes) -> list[tuple[str, str]]:
    """(Property, value) as RFC 6350 says: lines unfolded, escapes undone."""
    lines = re.sub(r"\r\n[ \t]", "", raw.decode()).split("\r\n")
    assert lines.pop() == ""
    return [
        (name, re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value))
        for name, _, value in (line.partition(":") for line in lines)
    ]


def test_a_card_holds_what_an_address_book_asks_for() -> None:
    posts = (
        Post("«Нова»; филиал", "Директор, доцент", None, "https://nova.example"),
        Post("EMC", "", None, None),
    )
    assert read(card(person("Әсел Нұрғалиева", *posts, phone="+7 701 123 45 67"))) == [
        ("BEGIN", "VCARD"),
        ("VERSION", "4.0"),
        ("UID", "https://tracker.uni.example/person?id=7"),
        ("SOURCE", "https://tracker.uni.example/person?id=7"),
        ("REV", "20240408T093000Z"),
        ("FN", "Әсел Нұрғалиева"),
        ("N", "Нұрғалиева;Әсел;;;"),
        ("ORG", "«Нова»; филиал"),
        ("TITLE", "Директор, доцент"),
        ("ORG", "EMC"),
        ("EMAIL", "asel@nova.example"),
        ("TEL", "+7 701 123 45 67"),
        ("URL", "https://nova.example"),
        ("END", "VCARD"),
    ]


def test_every_spelling_of_a_name_is_in_the_card() -> None:
    raw = card(person("Әсел")._replace(other_names=("Assel", "A,B")))
    assert b"NICKNAME:Assel,A\\,B\r\n" in raw


def test_a_separator_that_was_typed_separates_nothing() -> None:
    assert rb"ORG:A\;B\,C\\D" in card(person("Әсел", Post("A;B,C\\D", "", None, None)))


@given(st.text(max_size=120), st.text(max_size=120))
@example("ә" * 100, "a\r\nEND:VCARD\r\nBEGIN:VCARD")
@example("\ud800", "\x00;")
def test_nothing_typed_breaks_a_card(name: str, title: str) -> None:
    raw = card(person(name, Post("EMC", f"x{title}", None, None)))
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    told = read(raw)
    assert [value for key, value in told if key in ("BEGIN", "END")] == ["VCARD", "VCARD"]
    seen = re.sub(r"\r\n?", "\n", f"x{title}").encode("utf-8", "replace").decode()
    assert dict(told)["TITLE"] == re.sub("[\x00-\x09\x0b-\x1f\x7f]", " ", seen)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Марат Әлиев", ("Әлиев", "Марат", "")),
        ("Қасымова Сәуле", ("Қасымова", "Сәуле", "")),
        ("Сейітова Айгерім Болатқызы", ("Сейітова", "Айгерім", "Болатқызы")),
        ("Иван Иванович Петров", ("Петров", "Иван", "Иванович")),
        ("Петров Иван Иванович", ("Петров", "Иван", "Иванович")),
        ("Айгерім Болатқызы", ("", "Айгерім", "Болатқызы")),
        ("Джон Рональд Руэл Толкин", ("Толкин", "Джон", "Рональд Руэл")),
        ("Әсел", ("", "Әсел", "")),
        ("", ("", "", "")),
    ],
)
def test_a_name_is_taken_apart_in_whichever_order_it_is(
    name: str, expected: tuple[str, str, str]
) -> None:
    assert parts(name) == expected
