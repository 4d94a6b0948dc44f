"""Passwords: those made up for a colleague, and those that others have lost."""

import re

import pytest

from tracker.domain import passwords, stolen_passwords
from tracker.errors import Invalid


def test_a_made_up_password_is_new_each_time_strong_enough_and_easy_to_dictate() -> None:
    made = {passwords.made_up() for _ in range(20)}
    assert len(made) == 20
    for password in made:
        assert re.fullmatch(r"([a-kmnp-z2-9]{4}-){3}[a-kmnp-z2-9]{4}", password)
        assert passwords.fits(password, passwords.chosen(password, "Асель", "a@uni.example"))


def test_what_was_stolen_elsewhere_is_refused_whatever_its_case() -> None:
    for stolen in ("michaeljordan", "PI31415926", "1qaz2wsx3edc", "manchester", "vjhtvjhtjrtfy"):
        with pytest.raises(Invalid) as refused:
            passwords.chosen(stolen)
        assert refused.value.code == "password_common", stolen
    assert len(stolen_passwords._held()) // 4 > 100_000
    assert not stolen_passwords.is_among("four words nobody lost")


def test_a_newer_list_is_made_of_those_that_are_long_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = stolen_passwords.made_of(["Long enough", "long enough", "too short", "ұзын құпия"], 10)
    assert len(made) == 2 * 4
    monkeypatch.setattr(stolen_passwords, "_held", lambda: made)
    assert stolen_passwords.is_among("LONG ENOUGH")
    assert stolen_passwords.is_among("Ұзын құпия")
    assert not stolen_passwords.is_among("too short")
