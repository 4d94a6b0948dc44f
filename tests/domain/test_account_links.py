"""Links by which a person chooses a password: how long they work, and what ends them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from tests.world import aigerim, boris, dana, saule
from tracker import clock, db
from tracker.domain import account_links, accounts, drafts, known_browsers, sign_ins
from tracker.domain.account_links import Link
from tracker.domain.models import Account, AccountDraft, AccountLink, Identity, Purpose
from tracker.domain.passwords import Hashed
from tracker.door_errors import LinkOver, PasswordsOff
from tracker.errors import Invalid, NotFound, TooManyAttempts, TrackerError
from tracker.settings import settings

GOOD = "қарлығаш пен бүркіт"

Later = Callable[..., None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    began = clock.now()

    def pass_by(**time: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: began + timedelta(**time))

    return pass_by


def has_password(session: Session, account_id: int = boris.id) -> Account:
    account = session.get_one(Account, account_id)
    account.password_hash = Hashed("hash")
    session.flush()
    return account


def make(session: Session, account_id: int = boris.id) -> Link:
    return account_links.make(session, account_id, by=saule)


def works(session: Session, link: Link) -> bool:
    try:
        return account_links.read(session, link.token).id == link.account_id
    except LinkOver:
        return False


def test_whoever_has_no_password_is_invited_for_seven_days(session: Session, later: Later) -> None:
    link = make(session)
    assert (link.purpose, link.name, link.email) == (Purpose.INVITATION, boris.name, boris.email)
    later(days=6.9)
    assert works(session, link)
    later(days=7.1)
    assert not works(session, link)


def test_whoever_the_university_lets_in_waits_for_no_invitation(session: Session) -> None:
    def is_invited() -> bool:
        return accounts.search(session, boris.email, by=saule).rows[0].is_invited

    assert is_invited()
    session.add(Identity(account_id=boris.id, issuer="https://login.example", subject="b"))
    session.flush()
    assert not is_invited()
    assert make(session).purpose is Purpose.RESET
    accounts.untie(session, boris.id, by=saule)
    assert is_invited()
    assert make(session).purpose is Purpose.INVITATION


def test_where_passwords_are_off_no_link_is_made_or_works(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = make(session)
    monkeypatch.setenv("TRACKER_PASSWORDS", "off")
    settings.cache_clear()
    for act in (
        lambda: make(session),
        lambda: account_links.read(session, link.token),
        lambda: account_links.count(session, boris.email, address="192.0.2.7", known=""),
    ):
        with pytest.raises(PasswordsOff):
            act()


def test_a_password_is_chosen_anew_within_an_hour(session: Session, later: Later) -> None:
    has_password(session)
    link = make(session)
    assert link.purpose is Purpose.RESET
    later(minutes=59)
    assert works(session, link)
    later(minutes=61)
    assert not works(session, link)
    account_links.purge(session)
    assert not session.exec(select(AccountLink)).all()


def test_only_the_hash_is_kept_and_no_two_are_alike(session: Session) -> None:
    links = [make(session), make(session)]
    assert links[0].token != links[1].token
    kept = session.exec(select(AccountLink)).one().model_dump_json()
    assert not any(link.token in kept for link in links)


def test_a_newer_one_ends_the_one_before(session: Session) -> None:
    older, newer = make(session), make(session)
    assert (works(session, older), works(session, newer)) == (False, True)


def test_another_mail_address_ends_it_and_another_name_does_not(session: Session) -> None:
    link = make(session)
    known = {"name": "Борис К.", "email": boris.email, "role": boris.role, "language": "en"}
    draft = drafts.checked(AccountDraft, known)
    accounts.update(session, boris.id, draft, revision=1, by=saule)
    assert works(session, link)
    moved = drafts.checked(AccountDraft, {**known, "email": "b@uni.example"})
    accounts.update(session, boris.id, moved, revision=2, by=saule)
    back = drafts.checked(AccountDraft, known)
    accounts.update(session, boris.id, back, revision=3, by=saule)
    assert not works(session, link)


def test_a_link_that_went_to_another_address_is_no_use(session: Session) -> None:
    link = make(session)
    session.get_one(Account, boris.id).email = "b@uni.example"
    session.flush()
    assert not works(session, link)


def test_a_closed_account_ends_it_for_good(session: Session) -> None:
    link = make(session)
    closed = accounts.deactivate(session, boris.id, revision=1, by=saule)
    assert not works(session, link)
    with pytest.raises(NotFound):
        make(session)
    accounts.reactivate(session, boris.id, revision=closed.revision, by=saule)
    assert not works(session, link)
    session.get_one(Account, boris.id).active = False
    link = Link("x", Purpose.RESET, boris.id, "", "", "en", clock.now())
    assert not works(session, link)


def test_it_works_once_and_signs_the_person_out(world: None) -> None:
    with db.transaction() as session:
        account = has_password(session)
        opened = sign_ins.open_for(session, account)
        link = make(session)
    with pytest.raises(Invalid):
        account_links.choose(link.token, "short")
    chosen = account_links.choose(link.token, GOOD)
    with db.reading() as session:
        assert sign_ins.look_up(session, sign_ins.hash_of(opened.token)) is None
        assert known_browsers.find(session, boris.id, chosen.known)
    with pytest.raises(LinkOver):
        account_links.choose(link.token, GOOD)
    assert sign_ins.sign_in(boris.email, GOOD, address="192.0.2.7")


def test_of_two_who_use_it_at_once_one_chooses(world: None) -> None:
    with db.transaction() as session:
        link = make(session)

    def choose(number: int) -> str:
        try:
            account_links.choose(link.token, f"{GOOD} {number}")
        except TrackerError as refused:
            return refused.code
        return "chosen"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(choose, range(2))) == ["chosen", "link_over"]


def test_a_new_password_ends_every_link(session: Session) -> None:
    invitation = make(session)
    has_password(session)
    reset = make(session)
    assert works(session, invitation)
    accounts.reset_password(session, boris.id, Hashed("another"), by=saule)
    assert not works(session, invitation)
    assert not works(session, reset)


def test_who_asks_at_the_door_gets_one_only_for_an_account_with_a_password(
    session: Session,
) -> None:
    has_password(session, aigerim.id)
    has_password(session, dana.id).active = False
    session.flush()
    asked = [account_links.ask(session, each) for each in (boris.email, dana.email, "no@b.example")]
    assert asked == [None, None, None]
    link = account_links.ask(session, f" {aigerim.email.upper()}")
    assert link
    assert (link.account_id, link.purpose) == (aigerim.id, Purpose.RESET)


def test_strangers_who_ask_do_not_end_an_invitation(session: Session) -> None:
    link = make(session)
    account_links.ask(session, boris.email)
    assert works(session, link)


def test_mails_are_asked_for_three_times_an_hour_and_from_one_s_own_browser_still(
    session: Session,
) -> None:
    known = known_browsers.remember(session, boris.id, "")
    for email in (boris.email, "no@b.example"):
        for number in range(3):
            account_links.count(session, email, address=f"203.0.113.{number}", known="")
        with pytest.raises(TooManyAttempts):
            account_links.count(session, email, address="192.0.2.7", known="")
    account_links.count(session, boris.email, address="192.0.2.7", known=known)
