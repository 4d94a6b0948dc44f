"""What was promised, read from pasted lines; a colleague sees how before it is stored."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.agreements import pasting
from tracker.domain.models import AgreementPromiseDraft, FollowUpKind, PromisedBy

WE, THEY, BOTH = PromisedBy.WE, PromisedBy.THEY, PromisedBy.BOTH


def only(text: str) -> AgreementPromiseDraft:
    (found,) = pasting.read(text)
    return found


def test_every_line_and_every_sentence_is_a_promise() -> None:
    text = "- Places for practice\n2) Guest lectures. A joint laboratory; equipment\n\n•  Tutors."
    assert [each.subject for each in pasting.read(text)] == [
        "Places for practice",
        "Guest lectures",
        "A joint laboratory",
        "Equipment",
        "Tutors",
    ]


def test_a_list_after_a_name_is_promised_by_whoever_is_named() -> None:
    text = "Холдинг: восемь стипендий в год, земля под опытное поле. Университет: методика, отчёт."
    assert [(each.subject, each.promised_by) for each in pasting.read(text)] == [
        ("Восемь стипендий в год", THEY),
        ("Земля под опытное поле", THEY),
        ("Методика", WE),
        ("Отчёт", WE),
    ]


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("The university trains thirty operators", WE),
        ("Университет зертхана бөледі", WE),
        ("Біз сынама аламыз", WE),
        ("Both sides publish together", BOTH),
        ("Колледж и университет: общий экзамен", BOTH),
        ("Тараптар бірлесіп жариялайды", BOTH),
        ("Some equipment", BOTH),
        ("Завод: сырьё", THEY),
    ],
)
def test_who_promised_is_read_where_it_is_said(line: str, who: PromisedBy) -> None:
    assert only(line).promised_by is who


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("10 internships a year", {"amount": 10, "measure": "internships", "every_year": True}),
        ("По пять студентов ежегодно", {"amount": 5, "measure": "студентов", "every_year": True}),
        ("Жылына кемінде 300 зат", {"amount": 300, "measure": "зат", "every_year": True}),
        ("Семестріне он екі орын", {"amount": 12, "measure": "орын", "every_year": False}),
        ("Жыл сайын он студент алады", {"amount": 10, "measure": "студент"}),
        ("Если он примет студентов на практику", {"amount": None, "measure": None}),
        ("Если он примет двух студентов на практику", {"amount": 2, "measure": "студентов"}),
        ("Equipment for 2027 year", {"amount": None}),
        ("Скидка 15 % на анализы", {"amount": None}),
        ("0 places", {"amount": None}),
        ("Договор № 12 продлить", {"amount": None}),
        ("Tutors until 31.05.2027", {"promised_until": date(2027, 5, 31), "amount": None}),
        ("Tutors by 2027-05-31", {"promised_until": date(2027, 5, 31)}),
        ("Отчёт до конца 2027 года", {"promised_until": date(2027, 12, 31)}),
        ("Жабдық 2026 жылға дейін", {"promised_until": date(2026, 12, 31)}),
        ("Tutors until 31.02.2027", {"promised_until": None}),
        ("Tutors until 31.12.9999", {"promised_until": None}),
        ("Places for student internships", {"kind": FollowUpKind.INTERNSHIP}),
        ("Стипендии студентам", {"kind": FollowUpKind.SCHOLARSHIP}),
        ("Something else entirely", {"kind": FollowUpKind.OTHER}),
    ],
)
def test_how_many_until_when_and_what_is_read_from_the_words(
    line: str, read: dict[str, Any]
) -> None:
    found = only(line)
    assert {name: getattr(found, name) for name in read} == read


def test_the_same_promise_twice_is_one_and_a_letter_is_none() -> None:
    assert [each.subject for each in pasting.read("Tutors\ntutors\nA\n")] == ["Tutors"]


@given(st.text(max_size=400))
def test_whatever_is_pasted_is_read_without_a_fault(text: str) -> None:
    for found in pasting.read(text):
        AgreementPromiseDraft.model_validate(found.model_dump())


def test_a_long_text_is_read_to_what_an_agreement_may_hold() -> None:
    text = "\n".join(f"Promise {number} to us" for number in range(90))
    assert len(pasting.read(text)) == 50
