"""One's own settings: language, password, open sign-ins."""

from tests.screens import OpenApp, field, items, press, save
from tests.world import aigerim, boris, dana
from tracker import db
from tracker.domain import accounts, follow_ups, passwords, sign_ins
from tracker.domain.models import Account, FollowUpKind
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
