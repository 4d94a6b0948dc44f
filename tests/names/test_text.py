"""Cleaning what a person typed, and the keys by which it is found and sorted."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.names import text

KAZAKH_ORDER = [
    "Алматы",
    "Әл-Фараби",
    "Бурабай",
    "Ғылым",
    "Қазақстан",
    "Өскемен",
    "Семей",
    "Ұлытау",
]


def test_a_line_loses_what_cannot_be_seen_and_double_spaces() -> None:
    assert text.clean_line("  \u202eСемей\u200b   инжиниринг\x00 \n") == "Семей инжиниринг"


def test_a_paragraph_keeps_its_lines() -> None:
    assert text.clean_text(" one \r\n\r\ntwo\t") == "one\n\ntwo"


def test_a_family_emoji_survives() -> None:
    assert text.clean_line("👨‍👩‍👧") == "👨‍👩‍👧"


def test_search_knows_neither_case_nor_the_dots_of_io() -> None:
    assert text.search_key("ПЁТР", None, "Ұлы  Ә") == "петр ұлы ә"


def test_sorting_follows_the_kazakh_alphabet() -> None:
    shuffled = sorted(KAZAKH_ORDER, key=len)
    assert sorted(shuffled, key=text.sort_key) == KAZAKH_ORDER


def test_quotes_do_not_sort() -> None:
    assert text.sort_key("«Алтын»") == text.sort_key("Алтын")


def test_a_mail_address_has_two_halves() -> None:
    assert text.is_email("a@b")
    assert not any(map(text.is_email, ["a", "a@", "@b", "a b@c", "a@b@c", "<a@b>"]))


def test_an_account_is_found_however_its_mail_address_was_typed() -> None:
    typed = " Aigul@Shakarim.kz\u200b\n"
    assert text.mail_key(typed) == "aigul@shakarim.kz"


@given(st.text())
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    assert text.clean_line(text.clean_line(typed)) == text.clean_line(typed)
    assert text.clean_text(text.clean_text(typed)) == text.clean_text(typed)


@given(st.text())
def test_whatever_is_typed_can_be_stored(typed: str) -> None:
    text.clean_text(typed).encode("utf-8")
    assert "\x00" not in text.clean_text(typed)


@given(st.text(), st.text())
def test_a_part_of_a_name_is_part_of_its_key(before: str, after: str) -> None:
    assert text.search_key("Семей") in text.search_key(f"{before} Семей {after}")
