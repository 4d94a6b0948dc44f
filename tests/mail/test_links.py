"""Mails with a link to choose a password: to whom, when, and what is kept of them."""

import re
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from tests.mail.letters import all_left, put, queue
from tests.mail.post import Post
from tests.screens import OpenApp, field, press, save
from tests.world import aigerim, saule
from tracker import db
from tracker.domain import account_links, accounts, drafts, reminders
from tracker.domain.account_links import Link
from tracker.domain.models import (
    Account,
    AccountDraft,
    DigestChoiceDraft,
    Language,
    OutgoingMail,
    Purpose,
)
from tracker.domain.passwords import Hashed
from tracker.domain.reminders import outbox
from tracker.mail import links, sending
from tracker.ui import nav

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
LINK = re.compile(r"https://partners\.uni\.example/password/[\w-]{43}\b")


def made(account_id: int = aigerim.id, password: str = "") -> Link:
    with db.transaction() as session:
        session.get_one(Account, account_id).password_hash = Hashed(password)
        session.flush()
        link = account_links.make(session, account_id, by=saule)
        links.put(session, link)
        return link


def test_a_colleague_is_invited_by_mail_and_the_screen_shows_no_link(
    post: Post, open_app: OpenApp
) -> None:
    at = press(open_app(saule, nav.ACCOUNTS), "account.add")
    at.text_input(key=field(at, ".name")).input("Асель Нұрлан")
    at.text_input(key=field(at, ".email")).input("asel@uni.example")
    assert not save(at).code
    all_left()
    assert (post.to, queue().waiting) == (["asel@uni.example"], 0)
    (mail,) = post.taken
    html, text = (
        part.get_content() for part in (mail.get_body([kind]) for kind in ("html", "plain")) if part
    )
    (token,) = set(LINK.findall(html)) & set(LINK.findall(text))
    assert "List-Unsubscribe" not in mail
    assert account_links.choose(token.rpartition("/")[2], "a phrase of my own").email in post.to


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("purpose", list(Purpose))
def test_the_letter_speaks_the_reader_s_language(language: Language, purpose: Purpose) -> None:
    told = Link("x" * 43, purpose, 1, "<Айгерім>", "a@uni.example", language, NOON)
    letter = links.letter(told)
    assert f'<html lang="{language}">' in letter.html
    assert "&lt;Айгерім&gt;" in letter.html
    assert "<Айгерім>" in letter.text


def test_it_goes_to_the_account_s_own_address_wherever_reminders_go(
    post: Post, small_world: None
) -> None:
    with db.transaction() as session:
        elsewhere = DigestChoiceDraft(mail_to="elsewhere@example.com")
        reminders.choose(session, elsewhere, by=aigerim)
    made()
    put("a digest")
    sending.send_all()
    assert sorted(post.to) == [aigerim.email, "elsewhere@example.com"]


def test_what_was_sent_is_kept_without_its_link(post: Post, small_world: None) -> None:
    link = made()
    put("a digest")
    assert link.token in kept()[0]
    sending.send_all()
    assert kept() == ["", "Text of a digest<p>Text of a digest</p>"]


def test_a_mail_about_the_account_that_is_given_up_makes_no_old_news_new(
    post: Post, small_world: None
) -> None:
    with db.transaction() as session:
        reminders.choose(session, DigestChoiceDraft(), by=aigerim)
        told = reminders.choice(session, by=aigerim)
    made()
    post.at_recipient = lambda _address: "550 nobody"
    assert sending.send_all().given_up == 1
    with db.reading() as session:
        assert reminders.choice(session, by=aigerim) == told


def test_after_the_address_was_mended_no_link_goes_there_that_opens_nothing(
    post: Post, small_world: None
) -> None:
    made()
    post.at_recipient = lambda _address: "550 nobody"
    assert sending.send_all().given_up == 1
    typed = {"name": aigerim.name, "email": "mended@uni.example", "role": "liaison"}
    draft = drafts.checked(AccountDraft, {**typed, "language": "en"})
    with db.transaction() as session:
        revision = accounts.get(session, aigerim.id, by=saule).revision
        accounts.update(session, aigerim.id, draft, revision=revision, by=saule)
        assert outbox.troubles(session, by=saule) == []
    link = made()
    post.at_recipient = lambda _address: None
    sending.send_all()
    assert [to for to in post.to if to == "mended@uni.example"] == ["mended@uni.example"]
    with db.reading() as session:
        assert account_links.read(session, link.token).email == "mended@uni.example"


def test_whoever_is_not_known_gets_no_mail_and_who_is_gets_one(
    post: Post, small_world: None
) -> None:
    made(password="hash")
    with db.transaction() as session:
        for mail in session.exec(select(OutgoingMail)):
            session.delete(mail)
    links._answer("stranger@uni.example")
    links._answer(saule.email)  # no password opens this account
    assert queue().waiting == 0
    links._answer(f" {aigerim.email.upper()} ")
    assert post.to == [aigerim.email]


def test_while_one_sends_another_leaves_it_to_it(post: Post, small_world: None) -> None:
    made()
    with links._busy:
        links._send()
    assert (post.to, queue().waiting) == ([], 1)


def test_a_mail_server_that_refuses_is_no_fault(
    post: Post, small_world: None, caplog: pytest.LogCaptureFixture
) -> None:
    made()
    post.at_sender = lambda _address: "530 not you"
    links._send()
    assert "mails wait" in caplog.text
    assert queue().waiting == 1


def kept() -> list[str]:
    with db.reading() as session:
        mails = session.exec(select(OutgoingMail).order_by("id")).all()
        return [mail.text + mail.html for mail in mails]
