"""A changed mail address of an account is told to the old one."""

import pytest

from tests.mail.letters import all_left, queue
from tests.mail.post import Post
from tests.screens import OpenApp, field, save
from tests.world import aigerim, saule
from tracker import db
from tracker.domain import accounts
from tracker.domain.models import Account, Language
from tracker.i18n import speaking, t
from tracker.mail import moved, sending
from tracker.ui import nav

NEW = "aigerim.new@uni.example"


def change(open_app: OpenApp, **typed: str) -> None:
    """As an administrator does it on the page of accounts."""
    at = open_app(saule, nav.ACCOUNTS)
    with db.reading() as session:
        revision = accounts.get(session, aigerim.id, by=saule).revision
    about = {"key": "k", "id": aigerim.id, "revision": revision}
    at.session_state["dialog"] = ("account.edit", about)
    at.run()
    for name, value in typed.items():
        at.text_input(key=field(at, f".{name}")).input(value)
    assert not save(at).error
    all_left()


def test_the_old_address_is_told_and_neither_the_new_one_nor_who_did_it(
    post: Post, open_app: OpenApp
) -> None:
    change(open_app, email=NEW)
    assert (post.to, queue().waiting) == ([aigerim.email], 0)
    (mail,) = post.taken
    for kind in ("html", "plain"):
        part = mail.get_body([kind])
        assert part
        told = part.get_content()
        assert "https://partners.uni.example" in told
        assert NEW not in told
        assert saule.name not in told
    change(open_app, email="aigerim.third@uni.example")
    assert post.to == [aigerim.email, NEW]


def test_another_name_is_told_to_nobody(post: Post, open_app: OpenApp) -> None:
    change(open_app, name="Айгерім Оспанова")
    assert (post.to, queue().waiting) == ([], 0)


def test_what_was_sent_keeps_no_address(post: Post, open_app: OpenApp) -> None:
    change(open_app, email=NEW)
    with db.reading() as session:
        row = session.connection().exec_driver_sql("SELECT address, text FROM outgoing_mail")
        assert tuple(row.one()) == (None, "")


def test_without_a_mail_server_nothing_waits(open_app: OpenApp) -> None:
    change(open_app, email=NEW)
    assert queue().waiting == 0


@pytest.mark.parametrize("language", list(Language))
def test_it_speaks_the_language_of_its_reader(post: Post, language: Language) -> None:
    letter = moved.letter(Account(name="<Айгерім>", email="a@uni.example", language=language))
    with speaking(language):
        assert letter.subject == t("moved.subject", app=t("app.name"))
        assert t("moved.unasked") in letter.text
    assert f'<html lang="{language}">' in letter.html
    assert "<Айгерім>" not in letter.html


def test_a_change_that_is_not_kept_tells_nobody(post: Post, small_world: None) -> None:
    with pytest.raises(RuntimeError), db.transaction() as session:
        account = session.get_one(Account, aigerim.id)
        moved.put(session, account, account.email)
        raise RuntimeError
    assert sending.send_all() == sending.Sent()
