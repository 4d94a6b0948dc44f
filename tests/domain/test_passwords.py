"""Passwords that the system makes up for a colleague."""

import re

from tracker.domain import passwords


def test_a_made_up_password_is_new_each_time_strong_enough_and_easy_to_dictate() -> None:
    made = {passwords.made_up() for _ in range(20)}
    assert len(made) == 20
    for password in made:
        assert re.fullmatch(r"([a-kmnp-z2-9]{4}-){3}[a-kmnp-z2-9]{4}", password)
        assert passwords.fits(password, passwords.chosen(password, "Асель", "a@uni.example"))
