"""Which numbers stand for one human, so that a note had better not hold them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.names.identity_numbers import is_card, is_iin, is_in


def checked(first: str) -> str:
    """Eleven digits with the one that follows from them, as the rule for IIN and BIN has it."""
    for weights in ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        left = sum(w * int(d) for w, d in zip(weights, first, strict=True)) % 11
        if left < 10:
            return f"{first}{left}"
    return ""


MADE_UP = checked("85041530012")


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        (f"ИИН {MADE_UP}, паспорт позже", True),
        (f"ЖСН:{MADE_UP}", True),
        (f"{MADE_UP[:-1]}{(int(MADE_UP[-1]) + 1) % 10}", False),  # the check digit is wrong
        (f"1{MADE_UP}", False),  # a longer number
        (f"+{MADE_UP}", False),  # a telephone
        (checked("85134030012"), False),  # no such month
        (checked("85041590012"), False),  # no such century
        (checked("99044000012"), False),  # a BIN of an organisation
        ("4111 1111 1111 1111", True),
        ("5500-0000-0000-0004", True),
        ("4111111111111112", False),
        ("4111 11111111 1111", False),
        ("1111 1111 1111 1117", False),
        ("+7 701 123 45 67, 24.11.2026, 1 500 000 тг", False),
        ("", False),
        (None, False),
    ],
)
def test_a_number_of_somebody_is_noticed_in_a_text(text: str | None, is_there: bool) -> None:
    assert is_in(text) is is_there


def test_the_second_weights_count_where_the_first_give_ten() -> None:
    tens = [each for each in (f"8504153{n:04d}" for n in range(2000)) if _left(each) == 10]
    assert tens
    assert all(is_iin(full) for each in tens if (full := checked(each)))
    assert not any(
        is_iin(f"{each}{digit}") for each in tens if not checked(each) for digit in range(10)
    )


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    is_in(text)
    assert is_card("4111111111111111")


def _left(first: str) -> int:
    return sum(w * int(d) for w, d in zip(range(1, 12), first, strict=True)) % 11
