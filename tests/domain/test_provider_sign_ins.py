"""Who comes in by the university's provider, as what, and who does not."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.world import boris, dana, saule
from tracker import clock, db
from tracker.access import Role, User
from tracker.domain import accounts, console_ways, provider_sign_ins, rate_limits, sign_ins, tickets
from tracker.domain.models import Account, Change, Identity, Kind, Language, SignIn, Ticket
from tracker.domain.passwords import Hashed
from tracker.domain.provider_sign_ins import Proved
from tracker.domain.sign_ins import Opened, hash_of
from tracker.door_errors import (
    AccountClosed,
    MailUnverified,
    NoRole,
    OtherIdentity,
    PasswordsOff,
    ProviderFaulty,
    SecondStepDue,
    TicketGone,
)
from tracker.errors import NotAllowed, TooManyAttempts
from tracker.settings import settings

UNI = "https://login.uni.example"
BORIS = Proved(UNI, "b-1", boris.email, True, "Boris Kim", frozenset({"staff"}))
ASEL = Proved(UNI, "a-2", "Asel@uni.example", True, "Әсел Нұрлан", frozenset({"partners"}))

Set = Callable[..., None]


@pytest.fixture
def set_to(world: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Set]:
    """Settings as the administrator of the server has them; three groups give roles."""

    def set_them(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"TRACKER_{name}", value)
        settings.cache_clear()

    set_them(OIDC_VIEWERS="staff", OIDC_LIAISON="partners; cn=office,ou=uni", OIDC_MANAGERS="heads")
    yield set_them
    settings.cache_clear()


def enter(who: Proved) -> Opened:
    return provider_sign_ins.enter(who, language="ru", agent="Firefox")


def user(opened: Opened) -> User | None:
    with db.reading() as session:
        return sign_ins.look_up(session, hash_of(opened.token))


def known(account_id: int) -> Account:
    with db.reading() as session:
        return session.get_one(Account, account_id)


@pytest.mark.usefixtures("set_to")
class TestWhoComesIn:
    def test_somebody_new_gets_an_account_by_their_groups(self) -> None:
        opened = enter(ASEL)
        made = known(opened.account_id)
        assert (made.email, made.name, made.role) == (
            "asel@uni.example",
            "Әсел Нұрлан",
            Role.LIAISON,
        )
        assert (made.language, made.password_hash) == (Language.RU, "")
        assert enter(ASEL).account_id == opened.account_id

    def test_without_a_name_the_address_has_to_do(self) -> None:
        assert known(enter(ASEL._replace(name="  ")).account_id).name == "Asel"

    def test_claims_that_make_no_account_are_the_providers_fault(self) -> None:
        with pytest.raises(ProviderFaulty, match="email"):
            enter(ASEL._replace(email="asel"))

    def test_an_account_is_known_by_a_verified_mail_and_from_then_on_by_the_subject(self) -> None:
        assert enter(BORIS).account_id == boris.id
        renamed = BORIS._replace(email="kim@uni.example", is_verified=False)
        assert enter(renamed).account_id == boris.id

    def test_an_unverified_mail_proves_nothing(self) -> None:
        for mail in (boris.email, "new@uni.example", ""):
            with pytest.raises(MailUnverified):
                enter(BORIS._replace(email=mail, is_verified=False))
        with pytest.raises(MailUnverified):
            enter(BORIS._replace(email=""))

    def test_a_mail_that_was_given_to_somebody_new_opens_no_old_account(self) -> None:
        enter(BORIS)
        with pytest.raises(OtherIdentity):
            enter(BORIS._replace(subject="b-2"))
        # Another provider knows the same people by other names.
        assert enter(BORIS._replace(issuer="https://new.example")).account_id == boris.id

    def test_the_administrator_unties_an_account(self) -> None:
        opened = enter(BORIS)
        with db.transaction() as session:
            accounts.untie(session, boris.id, by=saule)
        assert user(opened) is None
        assert enter(BORIS._replace(subject="b-2")).account_id == boris.id

    def test_a_closed_account_stays_closed(self) -> None:
        enter(BORIS)
        with db.transaction() as session:
            accounts.deactivate(session, boris.id, revision=1, by=saule)
        for subject in ("b-1", "b-2"):
            with pytest.raises((AccountClosed, OtherIdentity)):
                enter(BORIS._replace(subject=subject))
        assert not known(boris.id).active

    def test_two_windows_of_somebody_new_make_one_account(self) -> None:
        with ThreadPoolExecutor(4) as pool:
            opened = list(pool.map(enter, [ASEL] * 4))
        assert len({each.account_id for each in opened}) == 1
        with db.reading() as session:
            assert len(session.exec(select(Identity)).all()) == 1


@pytest.mark.usefixtures("set_to")
class TestWhichRole:
    def test_the_largest_that_the_groups_give(self) -> None:
        given: list[tuple[set[str], Role | None]] = [
            ({"staff"}, Role.VIEWER),
            ({"cn=office,ou=uni", "staff"}, Role.LIAISON),
            ({"partners", "heads", "staff"}, Role.MANAGER),
            ({"Staff", "head"}, None),
            (set(), None),
        ]
        for groups, role in given:
            assert provider_sign_ins.role_of(frozenset(groups)) == role

    def test_another_group_is_another_role_at_the_next_sign_in(self) -> None:
        before = enter(BORIS)
        after = enter(BORIS._replace(groups=frozenset({"heads"})))
        assert user(before) is None
        now = user(after)
        assert now is not None
        assert now.role == Role.MANAGER
        with db.reading() as session:
            told = session.exec(select(Change).where(Change.kind == Kind.ACCOUNT)).all()
        assert [(each.old, each.new) for each in told if each.field == "role"] == [
            ("viewer", "manager")
        ]

    def test_the_same_role_leaves_other_windows_alone(self) -> None:
        before = enter(BORIS)
        enter(BORIS)
        assert user(before) is not None

    def test_nobody_without_a_group_comes_in_or_stays_in(self) -> None:
        before = enter(BORIS)
        with pytest.raises(NoRole):
            enter(BORIS._replace(groups=frozenset()))
        assert user(before) is None
        assert known(boris.id).role == Role.VIEWER
        with pytest.raises(NoRole):
            enter(ASEL._replace(groups=frozenset()))

    def test_or_reads_where_that_is_set(self, set_to: Set) -> None:
        set_to(OIDC_OTHERWISE="viewer")
        assert known(enter(ASEL._replace(groups=frozenset())).account_id).role == Role.VIEWER
        enter(BORIS._replace(groups=frozenset({"heads"})))
        enter(BORIS._replace(groups=frozenset()))
        assert known(boris.id).role == Role.VIEWER

    def test_somebody_new_waits_for_an_account_where_that_is_set(self, set_to: Set) -> None:
        set_to(OIDC_NEW_ACCOUNTS="off")
        with pytest.raises(NoRole):
            enter(ASEL)
        assert enter(BORIS).account_id == boris.id

    def test_without_mapped_groups_roles_are_the_administrators_to_give(self, set_to: Set) -> None:
        set_to(OIDC_VIEWERS="", OIDC_LIAISON=" , ", OIDC_MANAGERS="")
        who = Proved(UNI, "d-1", dana.email, True)
        assert known(enter(who).account_id).role == Role.MANAGER
        with pytest.raises(NoRole):
            enter(ASEL)
        set_to(OIDC_OTHERWISE="viewer")
        enter(who)
        assert known(dana.id).role == Role.MANAGER

    @pytest.mark.parametrize("groups", [frozenset(), frozenset({"staff"})])
    def test_no_change_of_groups_takes_the_last_administrator(self, groups: frozenset[str]) -> None:
        her = Proved(UNI, "s-1", saule.email, True, groups=groups)
        assert enter(her).account_id == saule.id
        assert known(saule.id).role == Role.ADMINISTRATOR
        with db.transaction() as session:
            session.get_one(Account, dana.id).role = Role.ADMINISTRATOR
        if groups:
            enter(her)
            assert known(saule.id).role == Role.VIEWER
        else:
            with pytest.raises(NoRole):
                enter(her)


@pytest.mark.usefixtures("world")
class TestASecondFactor:
    """Of ours, which an administrator has to have here, and has."""

    @pytest.fixture(autouse=True)
    def required(self, set_to: Set) -> None:
        set_to(SECOND_FACTOR="required", OIDC_ADMINISTRATORS="heads of all")
        with db.transaction() as session:
            session.get_one(Account, saule.id).second_factor = True
            with pytest.raises(SecondStepDue):
                sign_ins.open_for(session, session.get_one(Account, saule.id))

    def test_is_not_asked_of_whom_the_provider_knows(self) -> None:
        groups = frozenset({"heads of all"})
        opened = provider_sign_ins.enter(
            Proved(UNI, "s-1", saule.email, True, saule.name, groups),
            language="ru",
            address="192.0.2.7",
        )
        assert (opened.account_id, opened.known) == (saule.id, "")
        with db.reading() as session:
            assert accounts.own_sign_ins(session, by=saule)[0].address == "192.0.2.7"

    def test_nor_of_whoever_has_the_console(self) -> None:
        with db.transaction() as session:
            secret = console_ways.open_for(session, saule.email)
            opened = console_ways.enter(session, secret)
        assert (opened.account_id, opened.known) == (saule.id, "")


@pytest.mark.usefixtures("set_to")
class TestWhoLeaves:
    def test_what_belongs_to_the_providers_session_ends(self) -> None:
        opened = {name: enter(BORIS._replace(session=name)) for name in ("desk", "phone")}
        with db.transaction() as session:
            opened["password"] = sign_ins.open_for(session, session.get_one(Account, boris.id))
        for told, left in (
            ("unknown", ["desk", "phone", "password"]),
            ("desk", ["phone", "password"]),
            ("", ["password"]),
        ):
            with db.transaction() as session:
                provider_sign_ins.leave(session, BORIS._replace(session=told))
                provider_sign_ins.leave(session, ASEL)  # nobody knows her yet
            assert [name for name, each in opened.items() if user(each)] == left

    def test_where_the_provider_names_no_sessions_all_of_them_end(self) -> None:
        opened = enter(BORIS)
        with db.transaction() as session:
            provider_sign_ins.leave(session, BORIS._replace(session="one that it names now"))
        assert user(opened) is None

    def test_whoever_signs_out_is_asked_whether_the_provider_let_them_in(self) -> None:
        by_provider = enter(BORIS)
        with db.transaction() as session:
            by_password = sign_ins.open_for(session, session.get_one(Account, boris.id))
            assert sign_ins.end(session, hash_of(by_provider.token))
            assert not sign_ins.end(session, hash_of(by_password.token))
            assert not sign_ins.end(session, hash_of("nobody's"))


@pytest.mark.usefixtures("world")
class TestTickets:
    def test_a_ticket_is_good_once_and_with_all_of_its_secret(self) -> None:
        with db.transaction() as session:
            tickets.give(session, "a", "b", content={"next": "/"}, lasts=timedelta(minutes=1))
            assert tickets.take(session, "a") is None
            assert tickets.take(session, "ab") is None
            assert tickets.take(session, "a", "b") == {"next": "/"}
            assert tickets.take(session, "a", "b") is None

    def test_only_one_of_many_gets_it(self) -> None:
        with db.transaction() as session:
            tickets.give(session, "a", content={"n": 1}, lasts=timedelta(minutes=1))

        def take(_number: int) -> object:
            with db.transaction() as session:
                return tickets.take(session, "a")

        with ThreadPoolExecutor(6) as pool:
            assert sum(found is not None for found in pool.map(take, range(6))) == 1

    def test_an_old_one_is_worth_nothing_and_goes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with db.transaction() as session:
            tickets.give(session, "a", content={}, lasts=timedelta(minutes=1))
            later = clock.now() + timedelta(minutes=2)
            monkeypatch.setattr(clock, "now", lambda: later)
            assert tickets.take(session, "a") is None
            tickets.purge(session)
            assert session.exec(select(Ticket)).all() == []


@pytest.mark.usefixtures("set_to")
class TestWithoutPasswords:
    def test_no_password_opens_or_is_changed(self, set_to: Set) -> None:
        set_to(PASSWORDS="off")
        with pytest.raises(PasswordsOff):
            sign_ins.sign_in(boris.email, "right or wrong", address="192.0.2.7")
        with pytest.raises(PasswordsOff):
            accounts.change_password("old", "new", by=boris)
        with db.transaction() as session, pytest.raises(PasswordsOff):
            accounts.reset_password(session, boris.id, Hashed("x"), by=saule)

    def test_the_console_lets_an_administrator_in_once(self) -> None:
        with db.transaction() as session:
            secret = console_ways.open_for(session, saule.email.upper())
            opened = console_ways.enter(session, secret, agent="Firefox")
            with pytest.raises(TicketGone):
                console_ways.enter(session, secret)
        found = user(opened)
        assert found is not None
        assert found.id == saule.id

    def test_and_nobody_else(self) -> None:
        with db.transaction() as session:
            with pytest.raises(NotAllowed):
                console_ways.open_for(session, boris.email)
            session.get_one(Account, saule.id).active = False
            session.flush()
            with pytest.raises(NotAllowed):
                console_ways.open_for(session, saule.email)


@pytest.mark.usefixtures("world")
def test_a_whole_house_may_set_out_and_a_flood_may_not() -> None:
    most, _ = rate_limits.BEGUN_PER_PLACE
    with db.transaction() as session:
        for _number in range(most):
            rate_limits.begin(session, "192.0.2.7")
        with pytest.raises(TooManyAttempts):
            rate_limits.begin(session, "192.0.2.7")
        rate_limits.begin(session, "192.0.2.8")
        # Those who set out do not use up the tries of those who type a password.
        rate_limits.attempt(session, "192.0.2.7", boris.email)


def test_a_sign_in_by_password_says_so(world: None) -> None:
    with db.transaction() as session:
        sign_ins.open_for(session, session.get_one(Account, boris.id))
        assert session.exec(select(SignIn.provider_session)).one() is None
