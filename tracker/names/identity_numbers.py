"""Numbers that stand for one human, and have no business in a note: an IIN, a payment card's.

An IIN is twelve digits: the day of birth, a digit for century and sex, four, and one that checks
the others. A BIN of an organisation checks alike, but its fifth digit is above 3, where no day is.
"""

import re
from datetime import date

_IIN = re.compile(r"(?<![\d+])[0-9]{12}(?!\d)")
_CARD = re.compile(r"(?<![\d+])[2-6][0-9]{3}([ -]?)[0-9]{4}\1[0-9]{4}\1[0-9]{4}(?!\d)")
_WEIGHTS = (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))


def is_in(text: str | None) -> bool:
    """Whether somebody's number stands in a text."""
    return text is not None and (
        any(is_iin(found) for found in _IIN.findall(text))
        or any(is_card(found.group()) for found in _CARD.finditer(text))
    )


def is_iin(digits: str) -> bool:
    """Of twelve digits."""
    century = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}.get(digits[6])
    if century is None:
        return False
    try:
        date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return carries_check(digits)


def carries_check(digits: str) -> bool:
    """Of the twelve digits of an IIN or a BIN, whether the last follows from the others.

    Weights 1…11, modulo 11; when that gives 10, weights 3…11, 1, 2; 10 again is never issued.
    """
    for weights in _WEIGHTS:
        left = sum(w * int(digit) for w, digit in zip(weights, digits, strict=False)) % 11
        if left < 10:
            return left == int(digits[11])
    return False


def is_card(number: str) -> bool:
    """By the sum of Luhn, which one number in ten passes."""
    digits = [int(each) for each in number if each.isdigit()][::-1]
    doubled = [each * 2 - 9 * (each > 4) for each in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
