"""The door: who gets in, how long they stay, and how often one may try."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from tests.world import aigerim, boris, saule
from tracker import clock, db
from tracker.access import Role, User
from tracker.domain import account_keeping, passwords, rate_limits, set_up, sign_ins
from tracker.domain.models import Account, AccountDraft, Attempt, Partner, Secret, SignIn
from tracker.domain.passwords import Hashed
from tracker.domain.sign_ins import Opened, hash_of
from tracker.errors import (
    AlreadySetUp,
    EmailTaken,
    Invalid,
    NotFound,
    SignedOut,
    TooManyAttempts,
    TrackerError,
    WrongPassword,
    WrongSetupCode,
)
from tracker.settings import settings

GOOD = "қарлығаш пен бүркіт"
HERE = "192.0.2.7"

Later = Callable[..., None]


@pytest.fixture
def boris_has_a_password(world: None) -> None:
    with db.transaction() as session:
        session.get_one(Account, boris.id).password_hash = passwords.chosen(GOOD)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Let time pass."""
    began = clock.now()

    def pass_by(**time: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: began + timedelta(**time))

    return pass_by


def opened(password: str = GOOD, address: str = HERE) -> Opened:
    return sign_ins.sign_in(boris.email, password, address=address, agent="Firefox")


def found(token: str) -> User | None:
    with db.reading() as session:
        return sign_ins.look_up(session, hash_of(token))


@pytest.mark.usefixtures("boris_has_a_password")
class TestTheDoor:
    def test_the_right_password_opens_it(self) -> None:
        known = found(opened().token)
        assert known is not None
        assert known.sign_in is not None
        assert replace(known, sign_in=None) == boris

    def test_the_mail_address_is_taken_in_any_case(self) -> None:
        assert sign_ins.sign_in("  BORIS@uni.example ", GOOD, address=HERE).account_id == boris.id

    @pytest.mark.parametrize(
        ("email", "password"),
        [
            (boris.email, "not this one"),
            (boris.email, ""),
            (boris.email, "x" * 100_000),
            ("stranger@uni.example", GOOD),
            (aigerim.email, ""),
        ],
    )
    def test_anything_else_is_one_and_the_same_refusal(self, email: str, password: str) -> None:
        with pytest.raises(WrongPassword):
            sign_ins.sign_in(email, password, address=HERE)

    def test_a_closed_account_is_the_same_refusal(self) -> None:
        with db.transaction() as session:
            session.get_one(Account, boris.id).active = False
        with pytest.raises(WrongPassword):
            opened()

    def test_the_database_knows_no_token(self) -> None:
        token = opened().token
        with db.reading() as session:
            row = session.exec(select(SignIn)).one()
        assert token not in row.model_dump_json()
        assert row.token_hash == hash_of(token)
        assert row.agent == "Firefox"

    def test_every_token_is_new(self) -> None:
        assert opened().token != opened().token

    def test_a_password_replaced_meanwhile_opens_nothing(self, session: Session) -> None:
        before = Account.model_validate({**saule.__dict__, "password_hash": "as it was"})
        with pytest.raises(SignedOut):
            sign_ins.open_for(session, before)


@pytest.mark.usefixtures("boris_has_a_password")
class TestHowLongOneStays:
    def test_until_the_day_is_over(self, later: Later, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TRACKER_IDLE_MINUTES", "100000")
        settings.cache_clear()
        token = opened().token
        later(hours=11.9)
        assert found(token) is not None
        later(hours=12.1)
        assert found(token) is None

    def test_until_nothing_was_done_for_an_hour(self, later: Later) -> None:
        token = opened().token
        later(minutes=59)
        known = found(token)
        assert known is not None
        assert known.sign_in is not None
        with db.transaction() as session:
            assert sign_ins.touch(session, known.sign_in)
        later(minutes=110)
        assert found(token) is not None
        later(minutes=121)
        assert found(token) is None
        with db.transaction() as session:
            assert not sign_ins.touch(session, known.sign_in)
            assert sign_ins.open_among(session, [known.sign_in]) == set()

    def test_until_signed_out_and_others_stay(self) -> None:
        one, other = opened().token, opened().token
        with db.transaction() as session:
            sign_ins.end(session, hash_of(one))
        assert found(one) is None
        assert found(other) is not None

    def test_who_listens_is_told_after_the_commit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        heard: list[set[int]] = []
        monkeypatch.setattr(sign_ins, "on_end", [heard.append])
        known = found(opened().token)
        assert known is not None
        assert known.sign_in is not None
        with pytest.raises(ZeroDivisionError), db.transaction() as session:
            sign_ins.end_of_account(session, boris.id)
            raise ZeroDivisionError
        assert not heard
        with db.transaction() as session:
            sign_ins.end_of_account(session, boris.id)
            sign_ins.end_of_account(session, boris.id)
        assert heard == [{known.sign_in}]

    def test_the_role_is_the_one_of_now(self) -> None:
        known = found(opened().token)
        assert known is not None
        assert known.sign_in is not None
        with db.transaction() as session:
            session.get_one(Account, boris.id).role = Role.MANAGER
            session.flush()
            user = sign_ins.user_of(session, boris.id, known.sign_in)
            assert user is not None
            assert (user.role, user.sign_in) == (Role.MANAGER, known.sign_in)

    def test_a_sign_in_is_good_for_its_own_account_only(self) -> None:
        known = found(opened().token)
        assert known is not None
        assert known.sign_in is not None
        with db.reading() as session:
            assert sign_ins.user_of(session, saule.id, known.sign_in) is None

    def test_what_ended_long_ago_is_forgotten(self, later: Later) -> None:
        opened()
        later(days=20)
        with db.transaction() as session:
            assert sign_ins.purge(session) == 0
        later(days=40)
        with db.transaction() as session:
            assert sign_ins.purge(session) == 1


@pytest.mark.usefixtures("boris_has_a_password")
class TestTrying:
    def fail(self, times: int, address: str = HERE, email: str = boris.email) -> None:
        for _ in range(times):
            with pytest.raises(WrongPassword):
                sign_ins.sign_in(email, "not this one", address=address)

    def test_five_wrong_passwords_are_enough_for_a_while(self, later: Later) -> None:
        self.fail(5)
        with pytest.raises(TooManyAttempts) as refused:
            opened()
        assert refused.value.values["minutes"] == 15
        later(minutes=16)
        assert opened()

    def test_a_stranger_elsewhere_does_not_lock_a_colleague_out(self) -> None:
        self.fail(5, address="203.0.113.9")
        assert opened()

    def test_one_address_tries_ten_times_a_minute(self, later: Later) -> None:
        for number in range(10):
            self.fail(1, email=f"{number}@uni.example")
        with pytest.raises(TooManyAttempts):
            opened()
        later(minutes=1.1)
        assert opened()

    def test_all_addresses_together_are_counted_for_an_account(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rate_limits, "PER_ACCOUNT", (3, timedelta(minutes=10)))
        for number in range(3):
            self.fail(1, address=f"203.0.113.{number}")
        with pytest.raises(TooManyAttempts):
            opened()

    def test_the_addresses_of_one_customer_are_one(self) -> None:
        for number in range(5):
            self.fail(1, address=f"2001:db8::{number:x}")
        with pytest.raises(TooManyAttempts):
            opened(address="2001:db8::ffff")

    def test_coming_in_costs_no_try(self) -> None:
        for _ in range(12):
            opened()
        with db.reading() as session:
            assert session.exec(select(Attempt)).all() == []

    def test_what_was_typed_as_an_account_is_not_kept(self) -> None:
        self.fail(1, email="my password by mistake", address="not an address")
        with db.reading() as session:
            assert not [row for row in session.exec(select(Attempt)) if "mistake" in row.key]

    def test_old_tries_are_forgotten(self, later: Later) -> None:
        self.fail(1)
        later(hours=25)
        with db.transaction() as session:
            rate_limits.purge(session)
            assert session.exec(select(Attempt)).all() == []


class TestPasswords:
    @pytest.mark.parametrize(
        ("password", "code"),
        [
            ("short", "too_short"),
            ("x" * 201, "too_long"),
            ("Password1234", "password_common"),
            ("121212121212", "password_common"),
            ("aigerim2024", "password_personal"),
            ("Сейітова1990", "password_personal"),
            ("aigerim@uni.example", "password_personal"),
        ],
    )
    def test_a_weak_one_is_refused_with_the_reason(self, password: str, code: str) -> None:
        with pytest.raises(Invalid) as refused:
            passwords.chosen(password, aigerim.name, aigerim.email)
        assert (refused.value.field, refused.value.code) == ("password", code)

    @pytest.mark.parametrize(
        "password", ["үй мен күй", "correct horse", "x1y2z3 Айгерім tea", "😀абвг12345"]
    )
    def test_any_other_is_fine_without_rules_about_signs(self, password: str) -> None:
        stored = passwords.chosen(password, aigerim.name, aigerim.email)
        assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert passwords.fits(password, stored)
        assert not passwords.fits(password + "x", stored)

    def test_a_short_name_forbids_nothing(self) -> None:
        assert passwords.chosen("ли и ан 2024", "Ли Ан", "an@uni.example")

    def test_one_made_up_for_a_colleague_is_strong_and_never_the_same(self) -> None:
        assert passwords.made_up() != passwords.made_up()
        assert passwords.chosen(passwords.made_up(), aigerim.name, aigerim.email)

    def test_nobody_has_no_password(self) -> None:
        assert not passwords.fits("nobody has this password", "")


@pytest.fixture
def code(database: str) -> str:
    """The set-up code of an empty database."""
    with db.transaction() as session:
        return set_up.setup_code(session)


DRAFT = AccountDraft(name="Сәуле Қасымова", email="saule@uni.example")


class TestTheFirstAdministrator:
    def become(self, code: str, password: str = GOOD, address: str = HERE) -> Account:
        return set_up.first_administrator(code, DRAFT, password, address=address)

    def test_the_code_makes_an_administrator_once(self, code: str) -> None:
        made = self.become(f" {code.lower().replace('-', ' ')} ")
        assert (made.role, made.email) == (Role.ADMINISTRATOR, "saule@uni.example")
        with pytest.raises(AlreadySetUp):
            self.become(code)
        with pytest.raises(AlreadySetUp), db.transaction() as session:
            set_up.setup_code(session)
        assert sign_ins.sign_in(DRAFT.email, GOOD, address=HERE)

    def test_the_code_is_not_kept(self, code: str) -> None:
        with db.reading() as session:
            secret = session.exec(select(Secret)).one()
        assert code.replace("-", "") not in secret.model_dump_json()

    def test_each_server_that_starts_has_a_code_of_its_own(self, code: str) -> None:
        with db.transaction() as session:
            assert set_up.setup_code(session) != code
        assert self.become(code)

    def test_a_wrong_code_is_refused_and_counted(self, code: str) -> None:
        for _ in range(5):
            with pytest.raises(WrongSetupCode):
                self.become("AAAA-AAAA-AAAA")
        with pytest.raises(TooManyAttempts):
            self.become(code)

    def test_a_weak_password_costs_no_try(self, code: str) -> None:
        for _ in range(6):
            with pytest.raises(Invalid):
                self.become(code, "short")
        assert self.become(code)

    def test_of_two_who_finish_at_once_one_wins(self, code: str) -> None:
        def finish(number: int) -> str:
            try:
                self.become(code, address=f"192.0.2.{number}")
            except TrackerError as refused:
                return refused.code
            return "won"

        with ThreadPoolExecutor(2) as crowd:
            # Both have shown the code before either may have the password hashed.
            with passwords._AT_ONCE, passwords._AT_ONCE:
                both = [crowd.submit(finish, number) for number in range(2)]
                time.sleep(1)
            assert sorted(each.result() for each in both) == ["already_set_up", "won"]


def test_an_example_still_fits_while_there_is_no_partner(code: str) -> None:
    with db.transaction() as session:
        assert set_up.is_empty(session)
        session.add(Partner(name_en="EMC"))
        session.flush()
        assert not set_up.is_empty(session)


class TestTheConsole:
    def test_adds_finds_and_gives_a_password(self, session: Session) -> None:
        draft = AccountDraft(name="Ерлан Оспанов", email="erlan@uni.example", role=Role.LIAISON)
        account_keeping.add(session, draft, Hashed("one"))
        with pytest.raises(EmailTaken):
            account_keeping.add(session, draft, Hashed("one"))
        account = account_keeping.with_email(session, " Erlan@uni.example")
        account_keeping.replace_password(session, account, Hashed("two"))
        assert account.password_hash == "two"
        with pytest.raises(NotFound):
            account_keeping.with_email(session, "stranger@uni.example")
