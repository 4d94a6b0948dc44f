"""How engagement is said: points, changes."""

from babel.numbers import format_decimal

from tracker.domain.engagement.standing import MOVED
from tracker.i18n import t
from tracker.i18n.formats import locale, number
from tracker.ui.tables import badge

_CHANCE = 0.05  # less than what is shown


def points(value: float | None) -> str:
    """With one decimal, so that they stand below one another; unknown is not 0."""
    if value is None:
        return t("engagement.unknown")
    return format_decimal(value, "#,##0.0", locale=locale())


def change(value: float | None) -> dict[str, str]:
    """Against three months ago, as a badge."""
    if value is None:
        return badge(t("engagement.new"), "blue")
    if abs(value) < _CHANCE:
        return badge(t("engagement.same"))
    word = "rise" if value > 0 else "fall"
    return badge(t(f"engagement.{word}", n=points(abs(value))), _tone(value))


def short_change(score: float | None, value: float | None) -> dict[str, str] | str | None:
    """The same in a column that says what it is against."""
    if score is None:
        return None
    if value is None:
        return badge(t("engagement.new_short"), "blue")
    if abs(value) < _CHANCE:
        return number(0)
    sign = "+" if value > 0 else "−"
    return badge(f"{sign}{points(abs(value))}", _tone(value))


def _tone(value: float) -> str:
    """Only what is more than chance has a colour."""
    if abs(value) < MOVED:
        return "gray"
    return "green" if value > 0 else "red"
