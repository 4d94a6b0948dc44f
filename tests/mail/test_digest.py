"""The digest as a letter: in the reader's words, readable everywhere, nobody's to write into."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import aigerim
from tracker import clock
from tracker.access import Role, User
from tracker.domain import addresses
from tracker.domain.follow_ups import FollowUpRow
from tracker.domain.follow_ups.comments import MentionRow
from tracker.domain.models import (
    AgreementKind,
    Direction,
    FollowUpKind,
    FollowUpStatus,
    Kind,
    Priority,
    Renewal,
    Rhythm,
    Tier,
)
from tracker.domain.quiet import Quiet, QuietRow
from tracker.domain.reminders import Assigned, Ending, Escalated, Heading, Look, Section
from tracker.domain.reminders.outbox import Claimed, Letter
from tracker.i18n import LANGUAGES
from tracker.mail import digest, lines
from tracker.mail.messages import message
from tracker.settings import settings

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _house(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TRACKER_PUBLIC_URL", "https://partners.uni.example/")
    monkeypatch.setenv("TRACKER_MAIL_SENDER", "Seriktes <tracker@uni.example>")
    settings.cache_clear()
    yield
    settings.cache_clear()


def row(number: int = 5, days: int = -6, **other: Any) -> FollowUpRow:
    usual = FollowUpRow(
        id=number,
        kind=FollowUpKind.RETRAINING,
        subject="ветеринария",
        direction=Direction.WE_OWE,
        partner_id=1,
        partner="EMC",
        unit=None,
        owner_id=1,
        owner="Дана Ахметова",
        due_on=TODAY + timedelta(days=days),
        priority=Priority.NORMAL,
        status=FollowUpStatus.OPEN,
        is_overdue=days < 0,
        quote="",
        closed_at=None,
        revision=1,
    )
    return usual._replace(**other)


def agreement(days: int, renewal: Renewal = Renewal.NONE) -> Ending:
    last = TODAY + timedelta(days=days)
    return Ending(7, "NDA 5", AgreementKind.NDA, ("EMC", "Semey"), last, renewal)


def letter(
    *sections: Section, language: str = "en", rhythm: Rhythm = Rhythm.DAILY, name: str = "Aigerim"
) -> Letter:
    user = User(1, aigerim.email, name, Role.LIAISON, language)
    with clock.at(NOW):
        return digest.letter(list(sections), Look(NOW, rhythm), user)


class Reading(HTMLParser):
    """What of a page a person reads, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attributes if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_letter_says_the_same_as_text_and_as_html() -> None:
    made = letter(
        Section(Heading.OVERDUE, [row()]),
        Section(Heading.SOON, [row(6, 0, status=FollowUpStatus.WAITING)]),
        Section(Heading.ENDING, [agreement(30, Renewal.AUTOMATIC), agreement(0)]),
        Section(Heading.ESCALATED, [Escalated(row(8))]),
    )
    assert made.subject == "Seriktes – overdue: 1, due soon: 1, agreements ending: 2"
    said = Reading(made.html)
    for expected in (
        "Retraining: ветеринария",
        "19 Nov · 6 days overdue",
        "Waiting for partner",
        "ends 25/12/2026, 30 days left",
        "EMC · Semey · renews itself",
        "ends today",
        "Дана Ахметова",
        "This mail comes every working day",
    ):
        assert expected in said.text
        assert expected in made.text
    house = "https://partners.uni.example"
    assert said.links == [
        *(f"{house}/follow_up?id=5", f"{house}/follow_up?id=6"),
        *(f"{house}/agreement?id=7", f"{house}/agreement?id=7", f"{house}/follow_up?id=8"),
        *(f"{house}/", f"{house}/settings"),
    ]
    assert set(said.links) - {f"{house}/"} == set(re.findall(r"https://\S+", made.text))
    assert "once a week" in letter(rhythm=Rhythm.WEEKLY).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_own_words(language: str) -> None:
    sections = [Section(each, [row()]) for each in Heading if each is not Heading.ENDING]
    made = letter(*sections, Section(Heading.ENDING, [agreement(30)]), language=language)
    assert f'lang="{language}"' in made.html
    overdue = {"kk": "Мерзімі өткен", "ru": "Просрочено", "en": "Overdue"}[language]
    assert overdue in made.html
    assert f"{overdue.upper()} (1)" in made.text
    assert {"kk": "14 күннен", "ru": "14 дней", "en": "14 days"}[language] in made.html


def test_a_new_task_says_from_whom_it_is() -> None:
    given = Section(Heading.ASSIGNED, [Assigned(row(), "Dana"), Assigned(row(), None)])
    assert letter(given).text.count("from Dana") == 1


def test_comments_and_quiet_partners_are_told_with_who_and_why() -> None:
    said = MentionRow(7, FollowUpKind.RETRAINING, "sheep", "@Dana <look>", "Aigerim", clock.now())
    why = Quiet(date(2026, 3, 2), Kind.INTERACTION, 130, 120)
    silent = QuietRow(3, "EMC", Tier.KEY, why)
    made = letter(Section(Heading.MENTIONED, [said]), Section(Heading.QUIET, [silent]))
    assert "Aigerim: @Dana <look>" in made.text
    assert "<look>" not in made.html
    assert "last spoken with on 02/03/2026, 130 days ago" in made.text
    assert {"follow_up?id=7", "partner?id=3"} <= {
        link.rpartition("/")[2] for link in Reading(made.html).links
    }


def test_a_long_section_ends_with_a_link_to_the_rest() -> None:
    made = letter(Section(Heading.OVERDUE, [row(number) for number in range(1, 31)]))
    assert "And 10 more" in made.text
    assert "https://partners.uni.example/follow_ups?owner=1&overdue=true" in made.text
    assert Reading(made.html).links[20].endswith("/follow_ups?owner=1&overdue=true")
    assert "follow_up?id=21" not in made.html


def test_what_no_list_has_stands_in_the_mail_whole() -> None:
    said = MentionRow(7, FollowUpKind.RETRAINING, "sheep", "", "Aigerim", clock.now())
    calls = [said._replace(text=f"@Dana, the {number}th") for number in range(1, 31)]
    made = letter(Section(Heading.MENTIONED, calls))
    for text in (made.text, Reading(made.html).text):
        assert "@Dana, the 30th" in text
        assert "more" not in text


@pytest.mark.parametrize("heading", [each for each in Heading if lines.more(each, 3)])
def test_the_lists_know_what_such_a_link_asks_for(heading: Heading) -> None:
    page, _, query = lines.more(heading, 3).partition("?")
    kinds = {listed.word: kind for kind, listed in addresses.LISTS.items()}
    kind = kinds[page]
    asked = addresses.asked(kind, dict(parse_qsl(query)))
    assert addresses.query(kind, asked) == query


@given(st.text(), st.text(), st.text())
def test_what_people_typed_is_text_and_never_a_tag(subject: str, partner: str, name: str) -> None:
    tags = Reading(letter(Section(Heading.OVERDUE, [row()])).html).tags
    typed = row(subject=f"{subject}<b>", partner=f"{partner}<script>")
    made = letter(Section(Heading.OVERDUE, [typed]), name=f"{name}<img>")
    read = Reading(made.html)
    assert read.tags == tags
    assert "<script>" in read.text


@given(st.text(), st.text(), st.sampled_from(["aigerim@uni.example", "айгерім@уни.қаз", "no"]))
def test_nobody_writes_into_the_headers(subject: str, name: str, address: str) -> None:
    evil = "\r\nBcc: everybody@uni.example\r\n\r\nHello"
    mail = Claimed(
        *(1, "", f"{name}{evil}", address, Letter(f"{subject}{evil}", "Text", "<p>Text</p>")),
        *("<1@uni.example>", NOW),
    )
    made = message(mail)
    read = message_from_bytes(made.as_bytes(policy=SMTP.clone(utf8=True)), policy=default)
    assert isinstance(read, EmailMessage)
    assert sorted(read.keys()) == sorted(made.keys())
    assert "Bcc" not in read
    assert len(list(read.iter_parts())) == 2
    assert len(read["To"].addresses) == 1


def test_an_attempt_is_byte_for_byte_like_the_one_before() -> None:
    mail = Claimed(
        *(1, "", "Айгерім", aigerim.email, Letter("Тақырып", "Мәтін", "<p>Мәтін</p>")),
        *("<1@uni.example>", NOW),
    )
    first, second = (message(mail._replace(claim=claim)).as_bytes() for claim in ("a", "b"))
    assert first == second
    assert b"Date: Wed, 25 Nov 2026 04:00:00 +0000" in first
    assert first.isascii()
