"""One's own settings: language, password, open sign-ins."""

import pyotp
import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, field, items, press, save
from tests.world import aigerim, boris, dana
from tracker import db
from tracker.domain import accounts, calendars, follow_ups, passwords, reminders, sign_ins
from tracker.domain.models import Account, FollowUpKind, Rhythm, SignIn
from tracker.domain.second_factor import codes, keeping, sealing
from tracker.settings import settings
from tracker.ui import nav

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
OLD = "an old phrase of words"


def sign_in(agent: str = FIREFOX) -> None:
    with db.transaction() as session:
        account = session.get(Account, boris.id)
        assert account
        account.password_hash = passwords.chosen(OLD)
        session.flush()
        sign_ins.open_for(session, account, agent=agent)


def test_the_languages_are_links_that_load_the_page_anew(open_app: OpenApp) -> None:
    shown = " ".join(each.proto.body for each in open_app(boris, nav.SETTINGS).get("html"))
    assert 'href="/language/kk?next=' in shown
    assert 'lang="en" aria-current="true"' in shown


def test_open_sign_ins_are_named_by_browser(open_app: OpenApp) -> None:
    sign_in()
    sign_in(agent="curl/8")
    shown = items(open_app(boris, nav.SETTINGS))
    assert {item["title"] for item in shown} == {"Firefox, Windows", "Unknown browser"}
    assert all(item["actions"] for item in shown)


def test_all_other_browsers_are_signed_out_at_once(open_app: OpenApp) -> None:
    sign_in()
    sign_in()
    assert not press(open_app(boris, nav.SETTINGS), "sign_out.elsewhere").exception
    with db.reading() as session:
        assert accounts.own_sign_ins(session, by=boris) == []


def test_how_often_reminders_come_is_one_s_own_choice(open_app: OpenApp) -> None:
    at = open_app(boris, nav.SETTINGS)
    assert at.selectbox(key="reminders.rhythm").value == Rhythm.DAILY
    at.selectbox(key="reminders.rhythm").select(Rhythm.WEEKLY)
    at.text_input(key="reminders.mail_to").input("not an address")
    at = save_choice(at)
    assert "mail address" in at.error[0].value
    at.text_input(key="reminders.mail_to").input("boris@kz.example")
    assert not save_choice(at).error
    with db.reading() as session:
        chosen = reminders.choice(session, by=boris)
    assert (chosen.rhythm, chosen.mail_to) == (Rhythm.WEEKLY, "boris@kz.example")


def save_choice(at: AppTest) -> AppTest:
    return next(each for each in at.button if each.label == "Save choice").click().run()


def test_the_password_is_changed_by_who_knows_the_old_one(open_app: OpenApp) -> None:
    sign_in()
    at = press(open_app(boris, nav.SETTINGS), "password.change")
    at.text_input(key=field(at, ".old")).input("wrong")
    at.text_input(key=field(at, ".new")).input("a new phrase of words")
    at = save(at)
    assert at.error[0].value == "The password is wrong."
    at.text_input(key=field(at, ".old")).input(OLD)
    assert not save(at).error
    with db.reading() as session:
        account = session.get(Account, boris.id)
    assert account
    assert passwords.fits("a new phrase of words", account.password_hash)


def test_a_manager_says_what_a_second_person_confirms(open_app: OpenApp) -> None:
    at = open_app(dana, nav.SETTINGS)
    at = at.multiselect(key="second_person").select(FollowUpKind.AGREEMENT).run()
    at = press(at, "second_person.save")
    with db.reading() as session:
        assert follow_ups.confirmed_kinds(session, by=boris) == {FollowUpKind.AGREEMENT}
    assert not [each for each in at.button if each.key == "second_person.save"]
    assert not [
        each for each in open_app(aigerim, nav.SETTINGS).multiselect if each.key == "second_person"
    ]


def told(at: AppTest) -> list[str]:
    return [each.value for each in at.code]


def test_a_calendar_is_read_with_a_password_or_where_one_chooses_so_by_its_address(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = press(open_app(boris, nav.SETTINGS), "calendar.make")
    address, name, password = told(at)
    assert (address.rpartition("/")[2], name) == ("own.ics", boris.email)
    with db.transaction() as session:
        assert calendars.with_password(session, name, password)
    at = press(at, "calendar.address.close")
    assert any("read with a password" in each.value for each in at.caption)
    at = press(at, "calendar.make_keyed")
    (address,) = told(at)
    with db.transaction() as session:
        assert calendars.owner(session, address.rpartition("/")[2].removesuffix(".ics"))
        assert not calendars.with_password(session, name, password)
    at = press(at, "calendar.address.close")
    assert any("the key is in the address" in each.value for each in at.caption)
    monkeypatch.setenv("TRACKER_CALENDAR_ADDRESSES", "off")
    settings.cache_clear()
    at = open_app(boris, nav.SETTINGS)
    assert not [each for each in at.button if each.key == "calendar.make_keyed"]
    assert [each for each in at.button if each.key == "calendar.make"]


def in_a_browser_of_before(open_app: OpenApp, page: str) -> AppTest:
    """Boris at a browser in which he signed in some time ago."""
    sign_in()
    with db.transaction() as session:
        (here,) = session.exec(select(SignIn))
        here.proved_at = None
        number = here.id
    at = open_app(boris, page)
    at.user = {"account": str(boris.id), "sign_in": str(number)}
    return at.run()


def open_elsewhere() -> int:
    with db.reading() as session:
        return len(accounts.own_sign_ins(session, by=boris)) - 1


def test_ending_sign_ins_asks_for_the_password_of_who_came_a_while_ago(open_app: OpenApp) -> None:
    at = in_a_browser_of_before(open_app, nav.SETTINGS)
    sign_in()
    at = press(at.run(), "sign_out.elsewhere")
    assert open_elsewhere() == 1
    ends = next(each for each in at.button if each.label == "Sign out")
    at = ends.click().run()  # without the password
    assert "show once more that it is you" in at.error[0].value
    at.text_input(key=field(at, ".proof")).input("a wrong phrase")
    at = next(each for each in at.button if each.label == "Sign out").click().run()
    assert at.error[0].value == "The password is wrong."
    assert open_elsewhere() == 1
    at.text_input(key=field(at, ".proof")).input(OLD)
    at = next(each for each in at.button if each.label == "Sign out").click().run()
    assert not at.error
    assert open_elsewhere() == 0
    sign_in()
    # For some minutes it is not asked again.
    press(at.run(), "sign_out.elsewhere")
    assert open_elsewhere() == 0


def end_them(at: AppTest) -> AppTest:
    return next(each for each in at.button if each.label == "Sign out").click().run()


def test_with_a_second_factor_a_code_is_asked_for_beside_the_password(open_app: OpenApp) -> None:
    at = in_a_browser_of_before(open_app, nav.SETTINGS)
    sign_in()
    secret = codes.new_secret()
    with db.transaction() as session:
        sealed = sealing.seal(session, f"{boris.id} {secret}")
        paper = keeping.put_in(session, sealed, pyotp.TOTP(secret).now(), by=boris)
    at = press(at.run(), "sign_out.elsewhere")
    for code in ("", "000000"):
        at.text_input(key=field(at, ".proof")).input(OLD)
        at.text_input(key=field(at, ".code")).input(code)
        at = end_them(at)
        assert at.error[0].value.startswith("The code is wrong")
        assert open_elsewhere() == 1
    at.text_input(key=field(at, ".proof")).input(OLD)
    at.text_input(key=field(at, ".code")).input(paper[0])
    assert not end_them(at).error
    assert open_elsewhere() == 0


def test_who_has_no_password_comes_in_anew_or_asks_the_provider_again(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = in_a_browser_of_before(open_app, nav.SETTINGS)
    sign_in()
    with db.transaction() as session:
        session.get_one(Account, boris.id).password_hash = passwords.NONE
    at = press(at.run(), "sign_out.elsewhere")
    assert [each for each in at.caption if each.value.startswith("Sign out, sign in again")]
    assert not [each for each in at.text_input if each.label == "Your own password"]
    at = end_them(at)
    assert "show once more that it is you" in at.error[0].value
    assert open_elsewhere() == 1
    for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.setenv(f"TRACKER_OIDC_{name}", "https://login.example")
    monkeypatch.setenv("TRACKER_PUBLIC_URL", "https://tracker.uni.example")
    settings.cache_clear()
    at = at.run()
    ways = [each.proto.url for each in at.get("link_button")]
    assert ways == ["/sign-in/university?again=yes&next=/settings"]
    assert [each for each in at.caption if "What you typed stays here" in each.value]


def test_what_a_form_refuses_is_logged_without_what_was_typed(
    open_app: OpenApp, caplog: pytest.LogCaptureFixture
) -> None:
    at = open_app(boris, nav.SETTINGS)
    at.text_input(key="reminders.mail_to").input("qupiya@@secret")
    with caplog.at_level("INFO", "tracker"):
        save_choice(at)
    assert "refused: DigestChoiceDraft mail_to email" in caplog.text
    at = press(at, "password.change")
    at.text_input(key=field(at, ".old")).input("qupiya one")
    with caplog.at_level("INFO", "tracker"):
        save(at)
    assert "refused: wrong_password" in caplog.text
    assert "qupiya" not in caplog.text
