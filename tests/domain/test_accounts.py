"""Accounts: who may keep them, and what one may do with one's own."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from tests.world import aigerim, boris, dana, saule
from tracker import clock, db
from tracker.access import Role, User
from tracker.domain import accounts, drafts, passwords, sign_ins
from tracker.domain.models import Account, AccountDraft, Change, Kind, Language
from tracker.domain.passwords import Hashed
from tracker.errors import (
    EmailTaken,
    Invalid,
    LastAdministrator,
    NotAllowed,
    NotFound,
    SignedOut,
    Stale,
    TooManyAttempts,
    WrongPassword,
)

GOOD = "қарлығаш пен бүркіт"
BETTER = "tea with milk at noon"


def draft(**typed: object) -> AccountDraft:
    known = {"name": "Ерлан Оспанов", "email": "erlan@uni.example", "role": Role.LIAISON}
    return drafts.checked(AccountDraft, {**known, **typed})


def as_draft(user: User, **changed: object) -> AccountDraft:
    known = {"name": user.name, "email": user.email, "role": user.role, "language": user.language}
    return drafts.checked(AccountDraft, {**known, **changed})


def add(session: Session, **typed: object) -> Account:
    return accounts.create(session, draft(**typed), password=Hashed("hash"), by=saule)


def signed_in(session: Session, user: User) -> User:
    """The same colleague in a browser."""
    account = session.get_one(Account, user.id)
    opened = sign_ins.open_for(session, account)
    at_work = sign_ins.look_up(session, sign_ins.hash_of(opened.token))
    assert at_work is not None
    return at_work


def is_in(session: Session, user: User) -> bool:
    return sign_ins.user_of(session, user.id, user.sign_in) is not None


def test_an_administrator_adds_a_colleague_once_an_address(session: Session) -> None:
    assert add(session).role == Role.LIAISON
    with pytest.raises(EmailTaken):
        add(session, email="ERLAN@uni.example")


def test_the_same_save_twice_makes_one_account(world: None) -> None:
    made = set()
    for _ in range(2):
        with db.transaction() as session:
            account = accounts.create(
                session, draft(), password=Hashed("hash"), by=saule, key="once"
            )
            made.add(account.id)
    assert len(made) == 1


@pytest.mark.parametrize("user", [aigerim, dana, boris], ids=lambda user: user.role)
def test_only_administrators_keep_accounts(session: Session, user: User) -> None:
    verbs: list[Callable[[], object]] = [
        lambda: accounts.search(session, by=user),
        lambda: accounts.get(session, boris.id, by=user),
        lambda: accounts.create(session, draft(), password=Hashed("hash"), by=user),
        lambda: accounts.update(session, user.id, as_draft(user), revision=1, by=user),
        lambda: accounts.deactivate(session, boris.id, revision=1, by=user),
        lambda: accounts.reactivate(session, boris.id, revision=1, by=user),
        lambda: accounts.reset_password(session, boris.id, Hashed("hash"), by=user),
    ]
    for refused in verbs:
        with pytest.raises(NotAllowed):
            refused()


def test_accounts_are_found_by_name_or_address(session: Session) -> None:
    assert [row.name for row in accounts.search(session, "АЙГЕРІМ", by=saule).rows] == [
        aigerim.name
    ]
    assert accounts.search(session, "boris@", by=saule).rows[0].id == boris.id


def test_closed_accounts_are_listed_last_or_left_out(session: Session) -> None:
    accounts.deactivate(session, aigerim.id, revision=1, by=saule)
    assert accounts.search(session, by=saule).rows[-1].id == aigerim.id
    assert accounts.search(session, by=saule, active=True).total == 3
    assert [row.id for row in accounts.search(session, by=saule, active=False).rows] == [aigerim.id]
    assert aigerim.id not in dict(accounts.colleagues(session, by=boris))


def test_an_edit_keeps_its_own_address_but_takes_no_other(session: Session) -> None:
    accounts.update(session, boris.id, as_draft(boris, name="Борис К."), revision=1, by=saule)
    with pytest.raises(EmailTaken):
        accounts.update(session, boris.id, as_draft(boris, email=dana.email), revision=2, by=saule)


def test_an_edit_on_an_old_version_is_refused(session: Session) -> None:
    accounts.update(session, boris.id, as_draft(boris, name="Борис К."), revision=1, by=saule)
    verbs: list[Callable[[], object]] = [
        lambda: accounts.update(session, boris.id, as_draft(boris), revision=1, by=saule),
        lambda: accounts.deactivate(session, boris.id, revision=1, by=saule),
        lambda: accounts.reactivate(session, boris.id, revision=1, by=saule),
    ]
    for late in verbs:
        with pytest.raises(Stale):
            late()


def test_an_unknown_account_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        accounts.get(session, 404, by=saule)


def test_another_role_signs_the_person_out_but_another_name_does_not(session: Session) -> None:
    browser = signed_in(session, boris)
    accounts.update(session, boris.id, as_draft(boris, name="Борис К."), revision=1, by=saule)
    assert is_in(session, browser)
    accounts.update(session, boris.id, as_draft(boris, role=Role.MANAGER), revision=2, by=saule)
    assert not is_in(session, browser)


def test_a_closed_account_is_signed_out_until_it_is_opened_again(session: Session) -> None:
    browser = signed_in(session, boris)
    closed = accounts.deactivate(session, boris.id, revision=1, by=saule)
    assert not is_in(session, browser)
    accounts.reactivate(session, boris.id, revision=closed.revision, by=saule)
    assert sign_ins.user_of(session, boris.id, None) is not None
    assert not is_in(session, browser)


def test_a_new_password_from_the_administrator_signs_the_person_out(session: Session) -> None:
    browser = signed_in(session, boris)
    accounts.reset_password(session, boris.id, Hashed("another"), by=saule)
    assert not is_in(session, browser)


def test_the_last_administrator_stays(session: Session) -> None:
    with pytest.raises(LastAdministrator):
        accounts.deactivate(session, saule.id, revision=1, by=saule)
    with pytest.raises(LastAdministrator):
        lower = as_draft(saule, role=Role.VIEWER)
        accounts.update(session, saule.id, lower, revision=1, by=saule)
    add(session, role=Role.ADMINISTRATOR)
    accounts.deactivate(session, saule.id, revision=1, by=saule)


def test_history_tells_of_the_role_and_never_of_the_password(session: Session) -> None:
    accounts.update(session, boris.id, as_draft(boris, role=Role.MANAGER), revision=1, by=saule)
    accounts.reset_password(session, boris.id, Hashed("another"), by=saule)
    told = session.exec(
        select(Change).where(Change.kind == Kind.ACCOUNT, Change.record_id == boris.id)
    )
    seen = [(each.field, each.old, each.new, each.account_id) for each in told if each.field]
    assert seen == [("role", "viewer", "manager", saule.id)]


def test_a_person_chooses_the_language(session: Session) -> None:
    accounts.set_language(session, Language.RU, by=boris)
    found = sign_ins.user_of(session, boris.id, None)
    assert found is not None
    assert found.language == "ru"


def test_a_person_sees_and_ends_the_own_sign_ins_only(session: Session) -> None:
    here, there = signed_in(session, boris), signed_in(session, boris)
    other = signed_in(session, dana)
    assert [row.is_this for row in accounts.own_sign_ins(session, by=here)].count(True) == 1
    assert other.sign_in is not None
    accounts.sign_out(session, other.sign_in, by=here)
    assert is_in(session, other)
    accounts.sign_out_elsewhere(session, by=here)
    assert (is_in(session, here), is_in(session, there)) == (True, False)
    assert here.sign_in is not None
    accounts.sign_out(session, here.sign_in, by=here)
    assert not is_in(session, here)


def test_a_person_changes_the_password_and_stays_in_this_browser(world: None) -> None:
    with db.transaction() as session:
        session.get_one(Account, boris.id).password_hash = passwords.chosen(GOOD)
        session.flush()
        here, there = signed_in(session, boris), signed_in(session, boris)
    with pytest.raises(WrongPassword):
        accounts.change_password("not this one", BETTER, by=here)
    with pytest.raises(Invalid):
        accounts.change_password(GOOD, "short", by=here)
    accounts.change_password(GOOD, BETTER, by=here)
    with db.reading() as session:
        assert (is_in(session, here), is_in(session, there)) == (True, False)
    assert sign_ins.sign_in(boris.email, BETTER, address="10.0.0.1").account_id == boris.id


def test_the_old_password_cannot_be_guessed_at_leisure(world: None) -> None:
    for _ in range(5):
        with pytest.raises(WrongPassword):
            accounts.change_password("not this one", BETTER, by=boris)
    with pytest.raises(TooManyAttempts):
        accounts.change_password("not this one", BETTER, by=boris)


def test_of_two_changes_of_one_password_the_second_is_refused(session: Session) -> None:
    with pytest.raises(WrongPassword):
        accounts._set_own_password(session, Hashed("mine"), instead_of="was", by=boris)


def test_the_browser_must_still_be_signed_in(session: Session) -> None:
    browser = signed_in(session, boris)
    sign_ins.end_of_account(session, boris.id)
    with pytest.raises(SignedOut):
        accounts.set_language(session, Language.RU, by=browser)


class TestVisits:
    """What "since I was last here" means."""

    @pytest.fixture
    def at(self, monkeypatch: pytest.MonkeyPatch) -> datetime:
        self.monkeypatch = monkeypatch
        return clock.now()

    def visit(self, session: Session, at: datetime, minutes: float) -> datetime | None:
        self.monkeypatch.setattr(clock, "now", lambda: at + timedelta(minutes=minutes))
        session.expire_all()
        looked, _ = accounts.last_visit(session, by=boris)
        noted = accounts.visit(session, by=boris)
        assert looked == noted  # a page does not wait for the note
        return noted

    def test_the_first_visit_has_none_before(self, session: Session, at: datetime) -> None:
        assert self.visit(session, at, 0) is None
        assert self.visit(session, at, 10) is None

    def test_a_new_visit_begins_after_half_an_hour(self, session: Session, at: datetime) -> None:
        self.visit(session, at, 0)
        self.visit(session, at, 20)
        assert self.visit(session, at, 45) is None
        assert self.visit(session, at, 90) == at + timedelta(minutes=45)
        assert self.visit(session, at, 92) == at + timedelta(minutes=45)

    def test_a_visit_is_no_edit_of_the_account(self, session: Session, at: datetime) -> None:
        self.visit(session, at, 0)
        assert session.get_one(Account, boris.id).revision == 1


def test_looking_when_one_was_here_last_writes_nothing(session: Session) -> None:
    assert accounts.last_visit(session, by=boris) == (None, False)
    accounts.visit(session, by=boris)
    assert accounts.last_visit(session, by=boris) == (None, True)
