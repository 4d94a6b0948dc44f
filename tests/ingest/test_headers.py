"""What a column is, guessed from its header in three languages."""

import pytest

from tracker.domain.importing import FIELDS, KINDS
from tracker.domain.models import Kind
from tracker.export.columns import COLUMNS
from tracker.i18n import LANGUAGES, speaking, t
from tracker.ingest import headers, rejected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_our_own_words_are_understood(kind: Kind, language: str) -> None:
    with speaking(language):
        words = [rejected.label(kind, field) for field in FIELDS[kind]]
    assert headers.guess(kind, words) == list(FIELDS[kind])
    assert headers.guess(kind, list(FIELDS[kind])) == list(FIELDS[kind])


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            Kind.PARTNER,
            {
                "Наименование": "name",
                "canonical_en": "name_en",
                "БИН организации": "bin",
                "Город и область": "city",
                "Region": "region",
                "Отрасль": "sector",
                "Комментарии:": "notes",
                "№": None,
            },
        ),
        (
            Kind.PERSON,
            {
                "Ф.И.О.": "name",
                "Ұйым": "partner_id",
                "Лауазымы": "positions_title",
                "Моб. тел.": "phone",
                "Эл. почта": "email",
            },
        ),
        (Kind.PERSON, {"FN": "name", "ORG": "partner_id", "TITLE": "positions_title"}),
        (Kind.INTERACTION, {"Дата встречи": "happened_on", "С кем": "partners", "Тема": None}),
        (Kind.EVENT, {"Мероприятие": "name", "Күні": "starts_on", "Где": "place"}),
    ],
)
def test_what_people_write_is_understood(kind: Kind, said: dict[str, str | None]) -> None:
    assert dict(zip(said, headers.guess(kind, list(said)), strict=True)) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headers_of_our_own_export_are_understood(language: str) -> None:
    with speaking(language):
        words = [t(field.word) for field in COLUMNS[Kind.FOLLOW_UP]] + [t("export.link")]
    guessed = headers.guess(Kind.FOLLOW_UP, words)
    assert {"due_on", "partner_id", "owner_id", "quote", "outcome", "link"} <= set(guessed)


def test_a_field_is_given_to_one_column_only() -> None:
    assert headers.guess(Kind.PERSON, ["Телефон директора", "Телефон"]) == [None, "phone"]
    assert headers.guess(Kind.PARTNER, ["БИН", "BIN"]) == ["bin", None]


def test_the_headers_are_the_first_row_that_is_made_of_them() -> None:
    assert headers.place([["Partners"], ["Made", "today"], ["Название", "БИН"]]) == 2
    assert headers.place([["Something", "else"], ["a", "b"]]) == 0
