"""Dates, times and numbers as each language writes them."""

from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date, format_interval, format_skeleton, get_day_names
from babel.numbers import format_decimal, format_percent

from tracker import clock
from tracker.i18n import current, t

_LOCALES = {"kk": "kk_KZ", "ru": "ru_RU", "en": "en_GB"}


def locale() -> str:
    return _LOCALES[current()]


def day(value: date) -> str:
    """A date in figures: 08.04.2024 (08/04/2024 in English)."""
    return value.strftime("%d/%m/%Y" if current() == "en" else "%d.%m.%Y")


def long_day(value: date) -> str:
    """A date in words: 8 April 2024."""
    return format_date(value, "long", locale=locale())


def short_day(value: date) -> str:
    """Day and month: 8 Apr; with the year when it is not this year's."""
    return _short_day(value, value.year == clock.today().year, locale())


@lru_cache(maxsize=5_000)
def _short_day(value: date, is_this_year: bool, locale: str) -> str:
    return format_skeleton("MMMd" if is_this_year else "yMMMd", value, locale=locale)


def day_of_week(value: date) -> str:
    """A day of a calendar: Monday, 8 April."""
    pattern = "EEEE, d MMMM" if current() == "en" else "d MMMM, EEEE"
    return format_date(value, pattern, locale=locale())


def weekdays() -> list[str]:
    """The days of the week in a few letters, from Monday: Mon, Tue."""
    names = get_day_names("abbreviated", "stand-alone", locale=locale())
    return [names[place].capitalize() for place in range(7)]


def month(value: date) -> str:
    """A month and its year: April 2024."""
    return _month(value, locale())


@lru_cache(maxsize=1_000)
def _month(value: date, locale: str) -> str:
    return format_skeleton("yMMMM", value, locale=locale)


def short_month(value: date) -> str:
    """A month in a few letters, for the axis of a chart: Apr."""
    return _short_month(value.month, locale())


@lru_cache(maxsize=36)
def _short_month(month: int, locale: str) -> str:
    return format_date(date(2000, month, 1), "LLL", locale=locale)


def moment(value: datetime) -> str:
    """An instant on the university's clock: 08.04.2024 14:05."""
    there = clock.local(value)
    return f"{day(there.date())} {there:%H:%M}"


def hour(value: time) -> str:
    return f"{value:%H:%M}"


def period(start: date, end: date | None) -> str:
    """From–to, or the one day."""
    return day(start) if end is None or end == start else f"{day(start)} – {day(end)}"


def long_period(start: date, end: date | None) -> str:
    """The same in words: 8–12 Apr 2024, 8 April 2024."""
    if end in (None, start):
        return long_day(start)
    return format_interval(start, end, "yMMMd", locale=locale())


def number(value: float) -> str:
    # Pages are full of small ones, and the same ones.
    return _whole(value, locale()) if isinstance(value, int) else _decimal(value, locale())


def _decimal(value: float, locale: str) -> str:
    return format_decimal(value, locale=locale)


@lru_cache(maxsize=20_000)
def _whole(value: int, locale: str) -> str:
    return _decimal(value, locale)


def file_size(count: int) -> str:
    """Bytes in the unit that people read: 340 KB, 2.1 MB."""
    if count < 1024 * 1024:
        return t("unit_of_size.kilobytes", size=number(max(1, round(count / 1024))))
    return t("unit_of_size.megabytes", size=number(round(count / 1024 / 1024, 1)))


def percent(value: float) -> str:
    """A share from 0 to 1 in whole percent: 85%."""
    return format_percent(value, "#,##0%", locale=locale())
