"""From what was typed to a checked draft, or to a message at each field."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import drafts
from tracker.domain.models import (
    AccountDraft,
    AgreementDraft,
    Draft,
    EventDraft,
    InteractionDraft,
    NewsItemDraft,
    PartnerDraft,
    PersonDraft,
    PositionDraft,
)
from tracker.domain.models.partners import is_bin
from tracker.i18n import knows

DAY, BEFORE = date(2026, 3, 2), date(2026, 3, 1)


def faults(kind: type[Draft], **typed: Any) -> list[tuple[str, str]]:
    with pytest.raises(drafts.InvalidDraft) as refused:
        drafts.checked(kind, typed)
    return [(problem.field, problem.code) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        (PartnerDraft, {"name_en": "x" * 301}, [("name_en", "too_long")]),
        (PartnerDraft, {"name_en": "EMC", "sector": "nonsense"}, [("sector", "invalid")]),
        (PartnerDraft, {"name_en": "EMC", "website": "javascript:1"}, [("website", "web_address")]),
        (PartnerDraft, {"name_en": "EMC", "bin": "990340000124"}, [("bin", "bin")]),
        (PersonDraft, {"name": ""}, [("name", "required")]),
        (PersonDraft, {"name": "x"}, [("name", "too_short")]),
        (PersonDraft, {"name": "Ada", "email": "a@"}, [("email", "email")]),
        (PersonDraft, {"name": "Ada", "phone": "12"}, [("phone", "phone")]),
        (PersonDraft, {}, [("name", "required")]),
        (AccountDraft, {"name": "Ada", "email": "nothing"}, [("email", "email")]),
        (EventDraft, {"name_en": "Week", "starts_on": None}, [("starts_on", "required")]),
        (EventDraft, {"starts_on": DAY}, [("name_kk", "name_missing")]),
        (
            EventDraft,
            {"name_en": "Week", "starts_on": DAY, "ends_on": BEFORE},
            [("ends_on", "dates_reversed")],
        ),
        (
            AgreementDraft,
            {"title": "Memo", "valid_from": DAY, "valid_until": BEFORE},
            [("valid_until", "dates_reversed")],
        ),
        (
            PositionDraft,
            {"partner_id": 1, "since": DAY, "until": BEFORE},
            [("until", "dates_reversed")],
        ),
        (
            NewsItemDraft,
            {"title": "T", "published_on": "soon"},
            [("title", "too_short"), ("published_on", "invalid")],
        ),
        (
            InteractionDraft,
            {"summary": " \u200b", "happened_on": None},
            [("happened_on", "required"), ("summary", "required")],
        ),
    ],
)
def test_each_fault_is_named_at_its_field(
    kind: type[Draft], typed: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    found = faults(kind, **typed)
    assert found == expected
    assert all(knows(f"error.{code}") for _, code in found)


def test_a_fault_says_the_limit_it_broke() -> None:
    with pytest.raises(drafts.InvalidDraft) as refused:
        drafts.checked(PartnerDraft, {"name_en": "x" * 10_000})
    assert refused.value.problems[0].values == {"max_length": 300}


def test_words_typed_twice_are_kept_once_and_empty_ones_not_at_all() -> None:
    draft = drafts.checked(PartnerDraft, {"name_en": "EMC", "aliases": [" a ", "a", "", "b"]})
    assert draft.aliases == ["a", "b"]


def test_an_address_gets_its_scheme() -> None:
    typed = {"name_en": "EMC", "website": "emc.example/kz"}
    assert drafts.checked(PartnerDraft, typed).website == "https://emc.example/kz"


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("990340000123", True),
        ("990340000124", False),
        ("99034000012", False),
        ("99034000012x", False),
        ("000000000003", False),
    ],
)
def test_a_bin_is_known_by_its_check_digit(digits: str, valid: bool) -> None:
    assert is_bin(digits) is valid


def test_of_all_numbers_about_a_tenth_carry_their_check_digit() -> None:
    """Both rounds of weights are met on the way, and the numbers that are never issued."""
    right = sum(is_bin(f"{number:012d}") for number in range(0, 120_000, 7))
    assert 0.08 < right / (120_000 / 7) < 0.11


@given(st.dictionaries(st.sampled_from([*PartnerDraft.model_fields]), st.text() | st.integers()))
def test_whatever_is_typed_is_checked_or_refused(typed: dict[str, Any]) -> None:
    with suppress(drafts.InvalidDraft):
        assert drafts.checked(PartnerDraft, typed).names


def test_what_was_checked_before_is_taken_as_it_is() -> None:
    draft = drafts.checked(PartnerDraft, {"name_en": " Nova "})
    assert PartnerDraft.model_validate(draft).name_en == "Nova"
