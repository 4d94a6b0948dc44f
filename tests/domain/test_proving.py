"""Who has to prove once more who they are, before what, and by what."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import pyotp
import pytest
from sqlmodel import Session

from tests.world import aigerim, boris, saule
from tracker import clock, db
from tracker.access import Role, User
from tracker.domain import account_links, accounts, passwords, provider_sign_ins, proving, sign_ins
from tracker.domain.models import Account, AccountDraft, Identity, SignIn
from tracker.domain.passwords import Hashed
from tracker.domain.provider_sign_ins import Proved
from tracker.domain.proving import FRESH, Due
from tracker.domain.second_factor import codes, keeping, sealing
from tracker.domain.sign_ins import Proof
from tracker.door_errors import OtherIdentity, ProofDue, WrongCode
from tracker.errors import TooManyAttempts, WrongPassword
from tracker.settings import settings

PASSWORD = "an old phrase of words"
LATER = FRESH * 2
EARLIER = timedelta(hours=1)


hashed = cache(passwords.chosen)  # slow on purpose


def at_work(session: Session, user: User, password: str = PASSWORD, **told: Any) -> User:
    """The colleague in a browser that was opened a while ago."""
    account = session.get_one(Account, user.id)
    account.password_hash = hashed(password) if password else passwords.NONE
    session.flush()
    opened = sign_ins.open_for(session, account, **told)
    found = sign_ins.look_up(session, sign_ins.hash_of(opened.token))
    assert found is not None
    if "proved_at" not in told:
        session.get_one(SignIn, found.sign_in).proved_at = clock.now() - LATER
        session.flush()
    return found


def here(user: User, password: str = PASSWORD) -> User:
    with db.transaction() as session:
        return at_work(session, user, password)


def due(by: User) -> Due:
    with db.reading() as session:
        return proving.due(session, by=by)


def other(user: User, **changed: object) -> AccountDraft:
    known = {"name": user.name, "email": user.email, "role": user.role, "language": user.language}
    return AccountDraft.model_validate({**known, **changed})


NEW = AccountDraft(name="Ерлан Оспанов", email="erlan@uni.example", role=Role.ADMINISTRATOR)
GUARDED: dict[str, Callable[[Session, User], object]] = {
    "ending one": lambda s, by: accounts.sign_out(s, 1, by=by),
    "ending the others": lambda s, by: accounts.sign_out_elsewhere(s, by=by),
    "ending a colleague's": lambda s, by: accounts.sign_out_everywhere(s, boris.id, by=by),
    "another address": lambda s, by: accounts.update(
        s, boris.id, other(boris, email="b@uni.example"), revision=1, by=by
    ),
    "another role": lambda s, by: accounts.update(
        s, boris.id, other(boris, role=Role.ADMINISTRATOR), revision=1, by=by
    ),
    "a new account": lambda s, by: accounts.create(s, NEW, password=Hashed("x"), by=by),
    "a new password": lambda s, by: accounts.reset_password(s, boris.id, Hashed("x"), by=by),
    "a link to choose one": lambda s, by: account_links.make(s, boris.id, by=by),
    "taking the telephone away": lambda s, by: keeping.reset(s, boris.id, by=by),
    "untying": lambda s, by: accounts.untie(s, boris.id, by=by),
    "closing": lambda s, by: accounts.deactivate(s, boris.id, revision=1, by=by),
    "opening again": lambda s, by: accounts.reactivate(s, boris.id, revision=1, by=by),
}


@pytest.mark.parametrize("act", GUARDED)
def test_a_stranger_at_an_open_browser_takes_nothing_over(session: Session, act: str) -> None:
    by = at_work(session, saule)
    with pytest.raises(ProofDue):
        GUARDED[act](session, by)
    proving.note(session, by=by)
    GUARDED[act](session, by)


def test_another_name_needs_no_proof(session: Session) -> None:
    by = at_work(session, saule)
    draft = other(boris, name="Борис Цой")
    assert accounts.update(session, boris.id, draft, revision=1, by=by).name == "Борис Цой"


def test_who_has_just_come_in_is_not_asked(session: Session) -> None:
    by = at_work(session, boris, proved_at=clock.now())
    assert proving.due(session, by=by) is Due.NOTHING
    proving.expect(session, by)


def test_who_was_not_asked_when_the_form_opened_has_some_minutes_more(session: Session) -> None:
    now = clock.now()
    by = at_work(session, boris, proved_at=now)
    with clock.at(now + FRESH + timedelta(minutes=1)):
        assert proving.due(session, by=by) is Due.PASSWORD
        proving.expect(session, by)


def test_a_clock_that_was_wrong_proves_nothing(session: Session) -> None:
    by = at_work(session, boris, proved_at=clock.now() + LATER)
    assert proving.due(session, by=by) is Due.PASSWORD


def test_a_sign_in_of_before_has_proved_nothing(session: Session) -> None:
    by = at_work(session, boris)
    session.get_one(SignIn, by.sign_in).proved_at = None
    session.flush()
    assert proving.due(session, by=by) is Due.PASSWORD


def test_nobody_leans_on_the_proof_of_a_colleague(session: Session) -> None:
    hers = at_work(session, saule, proved_at=clock.now())
    row = session.get_one(SignIn, hers.sign_in)
    row.account_id = boris.id
    session.flush()
    with pytest.raises(ProofDue):
        proving.expect(session, hers)


def test_at_the_console_there_is_nothing_to_prove_and_nothing_to_note(session: Session) -> None:
    assert proving.due(session, by=saule) is Due.NOTHING
    proving.note(session, by=saule)


def test_the_password_is_proof_in_this_browser_alone(world: None) -> None:
    by, elsewhere = here(boris), here(boris)
    with pytest.raises(WrongPassword):
        proving.prove("a wrong phrase of words", by=by)
    assert due(by) is Due.PASSWORD
    proving.prove(PASSWORD, by=by)
    assert (due(by), due(elsewhere)) == (Due.NOTHING, Due.PASSWORD)


def test_it_can_t_be_guessed_at_leisure(world: None) -> None:
    by = here(boris)
    for _ in range(5):
        with pytest.raises(WrongPassword):
            proving.prove("a wrong phrase of words", by=by)
    with pytest.raises(TooManyAttempts):
        proving.prove(PASSWORD, by=by)


def test_where_there_is_a_second_factor_a_code_is_asked_too(world: None) -> None:
    by, secret = here(boris), codes.new_secret()
    with db.transaction() as session:
        offered = sealing.seal(session, f"{by.id} {secret}")
        paper = keeping.put_in(session, offered, pyotp.TOTP(secret).now(), by=by)
    assert due(by) is Due.BOTH
    with pytest.raises(WrongCode):
        proving.prove(PASSWORD, by=by)
    assert due(by) is Due.BOTH
    proving.prove(PASSWORD, paper[0], by=by)
    assert due(by) is Due.NOTHING


class TestWhoComesByTheProviderOnly:
    WHO = Proved("https://login.example", "b")

    @pytest.fixture
    def by(self, world: None) -> User:  # noqa: ARG002
        with db.transaction() as session:
            for user, subject in ((boris, "b"), (aigerim, "a")):
                tied = Identity(account_id=user.id, issuer=self.WHO.issuer, subject=subject)
                session.add(tied)
            return at_work(session, boris, "", proof=Proof.PROVIDER)

    def test_is_asked_there_again(self, by: User) -> None:
        assert due(by) is Due.AGAIN
        provider_sign_ins.again(self.WHO._replace(at=clock.now()), by=by)
        assert due(by) is Due.NOTHING

    def test_also_where_it_does_not_say_when_it_asked(self, by: User) -> None:
        provider_sign_ins.again(self.WHO, by=by)
        assert due(by) is Due.NOTHING

    def test_is_asked_truly(self, by: User) -> None:
        with pytest.raises(ProofDue):
            provider_sign_ins.again(self.WHO._replace(at=clock.now() - EARLIER), by=by)
        assert due(by) is Due.AGAIN

    @pytest.mark.parametrize("subject", ["a", "c"])
    def test_and_nobody_else_is_proof(self, by: User, subject: str) -> None:
        with pytest.raises(OtherIdentity):
            provider_sign_ins.again(self.WHO._replace(subject=subject), by=by)
        assert due(by) is Due.AGAIN

    @pytest.mark.usefixtures("by")
    def test_a_sign_in_by_what_the_provider_remembered_is_no_proof(self) -> None:
        opened = provider_sign_ins.enter(self.WHO._replace(at=clock.now() - EARLIER), language="kk")
        with db.reading() as session:
            found = sign_ins.look_up(session, sign_ins.hash_of(opened.token))
        assert found is not None
        assert due(found) is Due.AGAIN

    def test_without_passwords_a_password_that_is_left_is_no_proof(
        self, by: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with db.transaction() as session:
            session.get_one(Account, boris.id).password_hash = "left"
        monkeypatch.setenv("TRACKER_PASSWORDS", "off")
        settings.cache_clear()
        assert due(by) is Due.AGAIN
