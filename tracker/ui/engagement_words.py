"""How engagement is said: points, changes, shares."""

from tracker.i18n import t
from tracker.i18n.formats import number
from tracker.ui.tables import badge

_CHANCE = 0.05  # less than what is shown


def points(value: float | None) -> str:
    """With one decimal; unknown is not 0."""
    return t("engagement.unknown") if value is None else number(round(value, 1))


def change(value: float | None) -> dict[str, str]:
    """Against three months ago, as a badge."""
    if value is None:
        return badge(t("engagement.new"), "blue")
    if abs(value) < _CHANCE:
        return badge(t("engagement.same"))
    shown = number(round(abs(value), 1))
    if value > 0:
        return badge(t("engagement.rise", n=shown), "green")
    return badge(t("engagement.fall", n=shown), "red")


def short_change(score: float | None, value: float | None) -> dict[str, str] | str | None:
    """The same in a column that says what it is against."""
    if score is None:
        return None
    if value is None:
        return badge(t("engagement.new_short"), "blue")
    if abs(value) < _CHANCE:
        return number(0)
    shown = number(round(abs(value), 1))
    return badge(f"+{shown}", "green") if value > 0 else badge(f"−{shown}", "red")
