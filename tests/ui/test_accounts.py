"""The administrator's screen: who may sign in, and as what."""

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.mail.letters import put
from tests.screens import OpenApp, field, items, offers, press, save
from tests.world import aigerim, dana, saule
from tracker import db
from tracker.access import Role
from tracker.domain import account_links, accounts, backup_runs, passwords, sign_ins
from tracker.domain.models import Account, Identity, SignIn
from tracker.domain.reminders import outbox
from tracker.i18n import t
from tracker.settings import settings
from tracker.ui import nav


def asked(at: AppTest, act: str, account_id: int) -> AppTest:
    """The screen after a line's action was pressed, which only a browser can press."""
    about = {"key": "k", "id": account_id, "revision": stored(account_id).revision}
    at.session_state["dialog"] = (f"account.{act}", about)
    return at.run()


def names(line: dict[str, Any]) -> list[str]:
    return [action["name"] for action in line["menu"]]


def stored(account_id: int) -> Account:
    with db.reading() as session:
        return accounts.get(session, account_id, by=saule)


def test_only_an_administrator_has_the_page(open_app: OpenApp) -> None:
    with pytest.raises(ValueError, match="accounts"):
        open_app(dana, nav.ACCOUNTS)


def test_the_list_says_role_and_address_and_offers_the_acts(open_app: OpenApp) -> None:
    shown = {item["title"]: item for item in items(open_app(saule, nav.ACCOUNTS))}
    line = shown[aigerim.name]
    assert line["badges"][0]["text"] == "Liaison officer"
    assert [action["name"] for action in line["actions"]] == ["edit"]
    assert names(line) == ["more", "hand_over", "reset", "sign_ins", "switch"]
    assert names(shown[saule.name]) == []


def test_a_colleague_is_invited_and_the_link_shown_once(open_app: OpenApp) -> None:
    at = press(open_app(saule, nav.ACCOUNTS), "account.add")
    at.text_input(key=field(at, ".name")).input("Асель Нұрлан")
    at.text_input(key=field(at, ".email")).input("Asel@uni.example")
    at = save(at)
    token = at.code[0].value.rpartition("/password/")[2]
    assert stored(5).password_hash == ""
    account_links.choose(token, "a phrase of my own")
    assert passwords.fits("a phrase of my own", stored(5).password_hash)
    assert not press(at, "account.link_shown.close").code


@pytest.mark.parametrize(
    ("address", "is_warned"),
    [("", True), ("http://127.0.0.1:8501", True), ("https://partners.uni.example", False)],
)
def test_it_is_said_where_the_link_opens_on_this_machine_only(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, address: str, is_warned: bool
) -> None:
    monkeypatch.setenv("TRACKER_PUBLIC_URL", address)
    settings.cache_clear()
    at = press(open_app(saule, nav.ACCOUNTS), "account.add")
    assert "link" in at.text_input(key=field(at, ".password")).label  # it may stay empty
    at.text_input(key=field(at, ".name")).input("Асель Нұрлан")
    at.text_input(key=field(at, ".email")).input("asel@uni.example")
    said = [each.value for each in save(at).warning]
    assert (t("password_link.shown_here") in said) is is_warned


def test_a_weak_password_is_refused_in_place_and_what_was_typed_stays(open_app: OpenApp) -> None:
    at = press(open_app(saule, nav.ACCOUNTS), "account.add")
    at.text_input(key=field(at, ".name")).input("Асель Нұрлан")
    at.text_input(key=field(at, ".email")).input("asel@uni.example")
    at.text_input(key=field(at, ".password")).input("short")
    at = save(at)
    assert "10" in at.error[0].value
    assert at.text_input(key=field(at, ".name")).value == "Асель Нұрлан"


def test_a_taken_address_is_refused_in_place(open_app: OpenApp) -> None:
    at = press(open_app(saule, nav.ACCOUNTS), "account.add")
    at.text_input(key=field(at, ".name")).input("Асель Нұрлан")
    at.text_input(key=field(at, ".email")).input(aigerim.email)
    assert "already uses" in save(at).error[0].value


def test_a_role_is_changed(open_app: OpenApp) -> None:
    at = asked(open_app(saule, nav.ACCOUNTS), "edit", aigerim.id)
    at.selectbox(key=field(at, ".role")).select(Role.MANAGER)
    assert not save(at).exception
    assert stored(aigerim.id).role == Role.MANAGER


def test_the_only_administrator_stays_one(open_app: OpenApp) -> None:
    at = asked(open_app(saule, nav.ACCOUNTS), "edit", saule.id)
    at.selectbox(key=field(at, ".role")).select(Role.VIEWER)
    assert "only administrator" in save(at).error[0].value
    assert stored(saule.id).role == Role.ADMINISTRATOR


def test_an_account_is_switched_off_and_on_again(open_app: OpenApp) -> None:
    at = press(asked(open_app(saule, nav.ACCOUNTS), "switch", aigerim.id), "account.switch.save")
    assert not stored(aigerim.id).active
    assert not press(asked(at, "switch", aigerim.id), "account.switch.save").exception
    assert stored(aigerim.id).active


def test_for_a_forgotten_password_there_is_a_link(open_app: OpenApp) -> None:
    at = asked(open_app(saule, nav.ACCOUNTS), "reset", aigerim.id)
    at = press(at, "account.reset.save")
    token = at.code[0].value.rpartition("/password/")[2]
    assert account_links.choose(token, "a phrase of my own").email == aigerim.email


def test_a_colleague_is_signed_out_everywhere(open_app: OpenApp) -> None:
    at = asked(open_app(saule, nav.ACCOUNTS), "sign_ins", aigerim.id)
    assert at.caption[-1].value == "Signed in nowhere at the moment."
    with db.transaction() as session:
        account = session.get_one(Account, aigerim.id)
        sign_ins.open_for(session, account, agent="Firefox on Windows", address="192.0.2.7")
    at = asked(open_app(saule, nav.ACCOUNTS), "sign_ins", aigerim.id)
    (line,) = [each.value for each in at.text if "Firefox, Windows" in each.value]
    assert line.endswith(" · 192.0.2.7")
    assert not press(at, "account.sign_ins.save").exception
    with db.reading() as session:
        assert accounts.own_sign_ins(session, by=aigerim) == []


def test_a_colleague_who_lost_the_telephone_comes_in_by_the_password(open_app: OpenApp) -> None:
    with db.transaction() as session:
        session.get_one(Account, aigerim.id).second_factor = True
    at = open_app(saule, nav.ACCOUNTS)
    line = next(item for item in items(at) if item["title"] == aigerim.name)
    assert "factor" in names(line)
    assert not press(asked(at, "factor", aigerim.id), "account.factor.save").exception
    assert not stored(aigerim.id).second_factor


def test_a_typed_password_is_not_shown_back(open_app: OpenApp) -> None:
    at = asked(open_app(saule, nav.ACCOUNTS), "reset", aigerim.id)
    at.text_input(key=field(at, ".password")).input("a phrase of my own")
    assert not press(at, "account.reset.save").code
    assert passwords.fits("a phrase of my own", stored(aigerim.id).password_hash)


def test_a_backup_that_failed_is_told_with_the_reason(open_app: OpenApp) -> None:
    assert not open_app(saule, nav.ACCOUNTS).error
    with db.transaction() as session:
        backup_runs.settle(session, refusal="backup_failed", why="No space in *here*")
    at = open_app(saule, nav.ACCOUNTS)
    assert "was not made" in at.error[0].value
    assert "No space in *here*" in [each.value for each in at.text]


def test_mails_that_did_not_arrive_are_told_with_the_reason(open_app: OpenApp) -> None:
    assert not open_app(saule, nav.ACCOUNTS).header
    put("a", "b")
    with db.transaction() as session:
        for for_good in (True, False):
            claimed = outbox.claim(session)
            assert claimed
            outbox.failed(session, claimed, "550 *Nobody* here", for_good=for_good)
    at = open_app(saule, nav.ACCOUNTS)
    assert [each.value for each in at.header] == ["Mails that did not arrive"]
    given_up, later = [item for item in items(at) if item["kind"] == "mail"]
    assert given_up["title"] == f"{aigerim.name} · {aigerim.email}"
    assert given_up["meta"] == "550 *Nobody* here"
    assert [each["badges"][0]["text"] for each in (given_up, later)] == [
        "given up",
        "will be tried again",
    ]
    assert given_up["actions"] == [{"name": "again", "label": "Try again"}]


@pytest.fixture
def without_passwords(small_world: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only the university's provider lets people in; it knows Aigerim."""
    monkeypatch.setenv("TRACKER_OIDC_ISSUER", "https://login.example")
    monkeypatch.setenv("TRACKER_PASSWORDS", "off")
    settings.cache_clear()
    with db.transaction() as session:
        tied = Identity(account_id=aigerim.id, issuer="https://login.example", subject="a")
        session.add(tied)
        session.get_one(Account, dana.id).password_hash = "of no use any more"
    yield
    settings.cache_clear()


@pytest.mark.usefixtures("without_passwords")
class TestWhereTheUniversityLetsPeopleIn:
    def test_the_list_says_who_comes_by_which_way(
        self, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shown = {item["title"]: item for item in items(open_app(saule, nav.ACCOUNTS))}
        assert shown[aigerim.name]["meta"].endswith("university account")
        assert shown[dana.name]["meta"].endswith("English")
        assert names(shown[aigerim.name]) == ["more", "hand_over", "sign_ins", "switch", "untie"]
        assert [badge["text"] for badge in shown[aigerim.name]["badges"]] == ["Liaison officer"]
        monkeypatch.setenv("TRACKER_PASSWORDS", "on")
        settings.cache_clear()
        shown = {item["title"]: item for item in items(open_app(saule, nav.ACCOUNTS))}
        assert shown[dana.name]["meta"].endswith("password")
        assert "reset" in names(shown[aigerim.name])
        assert [badge["text"] for badge in shown[aigerim.name]["badges"]] == ["Liaison officer"]

    def test_a_new_account_has_no_password(self, open_app: OpenApp) -> None:
        at = press(open_app(saule, nav.ACCOUNTS), "account.add")
        at.text_input(key=field(at, ".name")).input("Асель Нұрлан")
        at.text_input(key=field(at, ".email")).input("asel@uni.example")
        assert not save(at).code
        badges = {item["title"]: item["badges"] for item in items(open_app(saule, nav.ACCOUNTS))}
        assert len(badges["Асель Нұрлан"]) == 1
        assert stored(5).password_hash == ""

    def test_an_account_is_untied(self, open_app: OpenApp) -> None:
        at = asked(open_app(saule, nav.ACCOUNTS), "untie", aigerim.id)
        assert not press(at, "account.untie.save").exception
        with db.reading() as session:
            assert not accounts.search(session, "Айгерім", by=saule).rows[0].by_provider

    def test_nobody_has_a_password_to_change(self, open_app: OpenApp) -> None:
        at = open_app(dana, nav.SETTINGS)
        assert "Change password" not in offers(at)
        assert "Two-step sign-in" not in [each.value for each in at.header]


def test_at_a_browser_left_open_an_account_is_changed_by_who_knows_the_password(
    open_app: OpenApp,
) -> None:
    with db.transaction() as session:
        account = session.get_one(Account, saule.id)
        account.password_hash = passwords.chosen("a phrase of my own")
        session.flush()
        opened = sign_ins.open_for(session, account)
        here = sign_ins.look_up(session, sign_ins.hash_of(opened.token))
        assert here
        session.get_one(SignIn, here.sign_in).proved_at = None
    at = open_app(saule, nav.ACCOUNTS)
    at.user = {"account": str(saule.id), "sign_in": str(here.sign_in)}
    at = asked(at.run(), "edit", aigerim.id)
    at.text_input(key=field(at, ".email")).input("aigerim.new@uni.example")
    at = save(at)
    assert "show once more that it is you" in at.error[0].value
    assert at.text_input(key=field(at, ".email")).value == "aigerim.new@uni.example"
    assert stored(aigerim.id).email == aigerim.email
    at.text_input(key=field(at, ".proof")).input("a phrase of my own")
    assert not save(at).error
    assert stored(aigerim.id).email == "aigerim.new@uni.example"
    # Asked a moment ago: the next act says nothing of it.
    at = asked(at, "switch", aigerim.id)
    assert not [each for each in at.text_input if "proof" in str(each.key)]
    press(at, "account.switch.save")
    assert not stored(aigerim.id).active
