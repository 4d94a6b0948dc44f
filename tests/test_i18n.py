"""Words, plurals, dates and numbers in three languages."""

from datetime import UTC, date, datetime, time

import pytest

from tracker import i18n
from tracker.i18n import formats, speaking, t


def test_the_three_languages_say_it_differently() -> None:
    said = set()
    for language in i18n.LANGUAGES:
        with speaking(language):
            said.add(t("form.save"))
    assert said == {"Сақтау", "Сохранить", "Save"}


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "1 день"), (2, "2 дня"), (5, "5 дней"), (11, "11 дней"), (21, "21 день")],
)
def test_russian_counts_days_in_its_own_way(n: int, said: str) -> None:
    with speaking("ru"):
        assert t("due.overdue", n=n, day="").endswith(said)


def test_what_is_said_of_one_in_russian_holds_for_twenty_one() -> None:
    """They share a form."""
    told = {"who": "А", "whom": "Б", "number": "21", "day": "08.04.2024"}
    with speaking("ru"):
        for key in ("path_met", "path_met_partner", "path_same_event"):
            assert "последн" in t(f"network.{key}", n=21, **told)
        assert " она " not in t("take_back.kept", n=21)
        assert " её" not in t("take_back.changed", n=21)


def test_an_unknown_language_falls_back_to_kazakh() -> None:
    with speaking("xx"):
        assert i18n.current() == "kk"


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        t("no.such_key")


def test_a_section_is_read_when_its_first_word_is_said() -> None:
    for kept in (i18n.said, i18n._section):
        kept.cache_clear()
    assert t("form.save")
    assert not i18n.knows("form.no_such_word")
    assert not i18n.knows("no.such_key")
    assert i18n._section.cache_info().currsize == 1


def test_a_provider_speaks_where_no_block_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_providers", [])
    assert i18n.current() == "kk"
    i18n.provide(lambda: "ru")
    assert i18n.current() == "ru"
    i18n.provide(lambda: "xx")
    assert i18n.current() == "kk"


def test_dates_are_written_as_each_language_does() -> None:
    day = date(2024, 4, 8)
    expected = {
        "kk": ("08.04.2024", "2024 ж. 8 сәуір"),
        "ru": ("08.04.2024", "8 апреля 2024 г."),
        "en": ("08/04/2024", "8 April 2024"),
    }
    for language, written in expected.items():
        with speaking(language):
            long = formats.long_day(day).replace("\u202f", " ").replace("\xa0", " ")
            assert (formats.day(day), long) == written


def test_a_calendar_names_its_days_from_monday() -> None:
    day = date(2026, 11, 26)
    expected = {
        "kk": ("26 қараша, бейсенбі", "Дс", "Жс", "2026 ж. қараша"),
        "ru": ("26 ноября, четверг", "Пн", "Вс", "ноябрь 2026 г."),
        "en": ("Thursday, 26 November", "Mon", "Sun", "November 2026"),
    }
    for language, written in expected.items():
        with speaking(language):
            month = formats.month(day).replace("\u202f", " ").replace("\xa0", " ")
            first, *_, last = formats.weekdays()
            assert (formats.day_of_week(day), first, last, month) == written


def test_the_university_is_five_hours_ahead_of_utc() -> None:
    with speaking("ru"):
        assert formats.moment(datetime(2026, 1, 31, 20, 30, tzinfo=UTC)) == "01.02.2026 01:30"


def test_a_period_of_one_day_is_that_day() -> None:
    with speaking("ru"):
        assert formats.period(date(2024, 4, 8), None) == "08.04.2024"
        assert formats.period(date(2024, 4, 8), date(2024, 4, 8)) == "08.04.2024"
        assert formats.period(date(2024, 4, 8), date(2024, 4, 12)) == "08.04.2024 – 12.04.2024"


def test_hours_months_and_numbers() -> None:
    with speaking("en"):
        assert formats.hour(time(9, 5)) == "09:05"
        assert formats.month(date(2024, 4, 1)) == "April 2024"
        assert formats.number(12345) == "12,345"
    with speaking("kk"):
        assert formats.number(12345) == "12\xa0345"
