"""The second factor: which codes fit, how often, for whom; and how the secret is kept."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pyotp
import pytest
from sqlmodel import Session, select

from tests.world import aigerim, boris, dana, saule
from tracker import clock, db
from tracker.access import Role, User
from tracker.domain import passwords, sign_ins
from tracker.domain.models import Account, Change, HalfSignIn, RecoveryCode, SecondFactor, Secret
from tracker.domain.passwords import Hashed
from tracker.domain.second_factor import codes, entering, half, keeping, sealing
from tracker.domain.sign_ins import Browser, Proof
from tracker.door_errors import (
    FactorRequired,
    FactorSet,
    OfferOver,
    SecondStepDue,
    SecondStepOver,
    WrongCode,
)
from tracker.errors import NotFound, SignedOut, TooManyAttempts, TrackerError, WrongPassword
from tracker.settings import settings

GOOD = "қарлығаш пен бүркіт"
HASHED = passwords.chosen(GOOD)
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
HERE = Browser("192.0.2.7", "Firefox")

At = Callable[[float], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Let it be so many seconds after noon, in every thread."""

    def set_to(seconds: float) -> None:
        wall = SimpleNamespace(now=lambda _zone: NOON + timedelta(seconds=seconds))
        monkeypatch.setattr(clock, "datetime", wall)

    set_to(0)
    return set_to


def require(patch: pytest.MonkeyPatch, how: str = "required") -> None:
    patch.setenv("TRACKER_SECOND_FACTOR", how)
    settings.cache_clear()


def put_in(session: Session, user: User = dana) -> tuple[pyotp.TOTP, list[str]]:
    """The telephone of a colleague who has a second factor now, and the codes on paper."""
    session.get_one(Account, user.id).password_hash = HASHED
    offer = keeping.offer(session, by=user)
    telephone = pyotp.TOTP(offer.secret)
    paper = keeping.put_in(session, offer.sealed, telephone.at(clock.now()), by=user)
    return telephone, paper


def begun(session: Session, user: User = dana) -> str:
    return half.begin(session, user.id)


def code(telephone: pyotp.TOTP, seconds: float) -> str:
    return telephone.at(NOON + timedelta(seconds=seconds))


class TestCodes:
    @pytest.mark.parametrize(
        ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")]
    )
    def test_they_are_those_of_the_standard(
        self, monkeypatch: pytest.MonkeyPatch, seconds: int, code: str
    ) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime.fromtimestamp(seconds, UTC))
        assert codes.step_of("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", code) == seconds // 30

    def test_a_clock_may_be_half_a_minute_off(self, at: At) -> None:
        secret = codes.new_secret()
        at(3600)
        near = [code(pyotp.TOTP(secret), 3600 + 30 * off) for off in (-2, -1, 0, 1, 2)]
        assert [bool(codes.step_of(secret, each)) for each in near] == [0, 1, 1, 1, 0]

    def test_a_code_is_used_once_and_none_older_after_it(self, session: Session, at: At) -> None:
        telephone, _ = put_in(session)
        assert not codes.use(session, dana.id, code(telephone, 0))  # it set the telephone up
        at(60)
        assert codes.use(session, dana.id, f" {code(telephone, 60)[:3]} {code(telephone, 60)[3:]}")
        assert not codes.use(session, dana.id, code(telephone, 60))
        assert not codes.use(session, dana.id, code(telephone, 30))
        assert codes.use(session, dana.id, code(telephone, 90))

    @pytest.mark.usefixtures("world")
    def test_of_two_who_bring_one_code_at_once_one_gets_in(self, at: At) -> None:
        with db.transaction() as session:
            telephone, paper = put_in(session)
        at(60)

        def use(typed: str) -> bool:
            with db.transaction() as session:
                return codes.use(session, dana.id, typed)

        for typed in (code(telephone, 60), paper[0]):
            with ThreadPoolExecutor(4) as crowd:
                assert sum(crowd.map(use, [typed] * 8)) == 1

    def test_anything_else_is_no_code(self, session: Session, at: At) -> None:
        put_in(session)
        at(60)
        for typed in ("", "12345", "abcdef", "x" * 500, "٠١٢٣٤٥", "0" * 8):
            assert not codes.use(session, dana.id, typed)
            assert not codes.use(session, boris.id, typed)

    @pytest.mark.usefixtures("at")
    def test_a_code_on_paper_is_kept_as_a_hash_and_used_once(self, session: Session) -> None:
        _, paper = put_in(session)
        kept = [each.code_hash for each in session.exec(select(RecoveryCode))]
        assert len(set(kept)) == 10
        assert not set(kept) & set(paper)
        assert not codes.use(session, boris.id, paper[0])
        assert codes.use(session, dana.id, paper[0].upper().replace("-", " "))
        assert not codes.use(session, dana.id, paper[0])


class TestTheSecret:
    @pytest.mark.usefixtures("at")
    def test_it_is_not_in_the_database_as_it_is(self, session: Session) -> None:
        telephone, _ = put_in(session)
        kept = session.exec(select(SecondFactor)).one()
        assert telephone.secret not in kept.secret
        assert sealing.unseal(session, kept.secret) == telephone.secret

    def test_a_key_that_is_set_later_takes_over_at_the_next_use(
        self, session: Session, at: At, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        telephone, _ = put_in(session)
        monkeypatch.setenv("TRACKER_SECRET_KEY", "a key of the server's own, long enough")
        settings.cache_clear()
        at(60)
        assert codes.use(session, dana.id, code(telephone, 60))
        session.delete(session.exec(select(Secret)).one())
        session.flush()
        at(120)
        assert codes.use(session, dana.id, code(telephone, 120))

    def test_with_a_lost_key_only_paper_opens_and_the_log_says_why(
        self,
        session: Session,
        at: At,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        monkeypatch.setenv("TRACKER_SECRET_KEY", "the first key")
        settings.cache_clear()
        telephone, paper = put_in(session)
        assert not session.exec(select(Secret)).all()
        monkeypatch.setenv("TRACKER_SECRET_KEY", "another key")
        settings.cache_clear()
        at(60)
        assert not codes.use(session, dana.id, code(telephone, 60))
        assert "TRACKER_SECRET_KEY" in caplog.text
        assert codes.use(session, dana.id, paper[0])

    @pytest.mark.usefixtures("world")
    def test_two_servers_that_make_a_key_at_once_have_the_same(self) -> None:
        def seal(_number: int) -> str:
            with db.transaction() as session:
                return sealing.seal(session, "said")

        with ThreadPoolExecutor(3) as servers:
            sealed = list(servers.map(seal, range(3)))
        with db.reading() as session:
            assert [sealing.unseal(session, each) for each in sealed] == ["said"] * 3


class TestTheDoor:
    """What `open_for` takes for proof enough."""

    def account(self, session: Session, user: User = dana) -> Account:
        return session.get_one(Account, user.id)

    @pytest.mark.usefixtures("at")
    def test_a_password_alone_is_not_where_there_is_a_second_factor(self, session: Session) -> None:
        assert sign_ins.open_for(session, self.account(session))
        put_in(session)
        with pytest.raises(SecondStepDue):
            sign_ins.open_for(session, self.account(session))
        assert sign_ins.open_for(session, self.account(session), proof=Proof.BOTH)

    @pytest.mark.usefixtures("at")
    def test_single_sign_on_is_and_makes_no_browser_known(
        self, session: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        require(monkeypatch)
        opened = sign_ins.open_for(session, self.account(session), proof=Proof.PROVIDER)
        assert opened.known == ""

    @pytest.mark.usefixtures("at")
    def test_where_passwords_are_off_nobody_is_asked(
        self, session: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put_in(session)
        require(monkeypatch)
        monkeypatch.setenv("TRACKER_PASSWORDS", "off")
        settings.cache_clear()
        assert sign_ins.open_for(session, self.account(session))
        assert sign_ins.open_for(session, self.account(session, saule))

    @pytest.mark.usefixtures("world", "at")
    def test_nor_does_a_step_go_on_that_began_before(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with db.transaction() as session:
            put_in(session)
            token = begun(session)
        assert entering.look(token)
        monkeypatch.setenv("TRACKER_PASSWORDS", "off")
        settings.cache_clear()
        with pytest.raises(SecondStepOver):
            entering.look(token)

    @pytest.mark.parametrize(
        ("how", "due"),
        [
            ("off", set()),
            ("offered", set()),
            ("required", {Role.MANAGER, Role.ADMINISTRATOR}),
            ("everybody", set(Role)),
        ],
    )
    def test_who_has_to_set_one_up(
        self, session: Session, monkeypatch: pytest.MonkeyPatch, how: str, due: set[Role]
    ) -> None:
        require(monkeypatch, how)
        asked = set()
        for user in (aigerim, boris, dana, saule):
            try:
                sign_ins.open_for(session, self.account(session, user))
            except SecondStepDue:
                asked.add(user.role)
        assert asked == due

    @pytest.mark.usefixtures("world")
    def test_the_right_password_begins_the_second_step(self, at: At) -> None:
        with db.transaction() as session:
            telephone, _ = put_in(session)
        with pytest.raises(SecondStepDue) as due:
            sign_ins.sign_in(dana.email, GOOD, address="192.0.2.7")
        assert entering.look(due.value.token) == (dana.email, False)
        at(60)
        opened = entering.enter(due.value.token, code(telephone, 60), HERE)
        assert (opened.account_id, opened.email) == (dana.id, dana.email)
        with pytest.raises(SecondStepOver):
            entering.look(due.value.token)

    @pytest.mark.usefixtures("world")
    def test_a_wrong_code_is_counted_though_it_is_refused(self, at: At) -> None:
        with db.transaction() as session:
            telephone, _ = put_in(session)
            token = begun(session)
        at(60)
        for _ in range(5):
            with pytest.raises(WrongCode):
                entering.enter(token, "000000", HERE)
        with pytest.raises(TooManyAttempts):
            entering.enter(token, code(telephone, 60), HERE)

    @pytest.mark.usefixtures("at")
    def test_a_new_password_or_role_or_a_closed_account_ends_what_was_begun(
        self, session: Session
    ) -> None:
        put_in(session)
        token = begun(session)
        sign_ins.end_of_account(session, dana.id)
        assert half.find(session, token) is None
        token = begun(session)
        self.account(session).active = False
        session.flush()
        assert half.find(session, token) is None

    def test_what_was_not_finished_is_forgotten(self, session: Session, at: At) -> None:
        begun(session)
        at(601)
        half.purge(session)
        assert not session.exec(select(HalfSignIn)).all()

    @pytest.mark.usefixtures("world", "at")
    def test_setting_it_up_at_the_door_opens_it_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        require(monkeypatch)
        with db.transaction() as session:
            token, other = begun(session), begun(session)
        offer = entering.offer(token)
        assert entering.offer(token, again=offer.sealed).secret == offer.secret
        assert entering.look(token).must_set_up
        with pytest.raises(WrongCode):
            entering.set_up(token, offer.sealed, "000000", HERE)
        with pytest.raises(WrongCode):  # there is none to have a code of
            entering.enter(token, "000000", HERE)
        opened, paper = entering.set_up(
            token, offer.sealed, code(pyotp.TOTP(offer.secret), 0), HERE
        )
        assert (opened.account_id, len(paper)) == (dana.id, 10)
        with pytest.raises(SecondStepOver):
            entering.offer(other)

    @pytest.mark.usefixtures("world", "at")
    def test_whoever_knows_the_password_replaces_no_second_factor(self) -> None:
        with db.transaction() as session:
            put_in(session)
            token = begun(session)
        with pytest.raises(FactorSet):
            entering.offer(token)
        with pytest.raises(FactorSet):
            entering.set_up(token, "", "000000", HERE)

    @pytest.mark.usefixtures("at")
    def test_a_password_replaced_between_the_steps_opens_nothing(self, session: Session) -> None:
        before = Account.model_validate({**saule.__dict__, "password_hash": "as it was"})
        with pytest.raises(SignedOut):
            sign_ins.open_for(session, before, proof=Proof.BOTH)


@pytest.fixture
def telephone(world: None, at: At) -> pyotp.TOTP:
    """Dana's, from noon on."""
    with db.transaction() as session:
        return put_in(session)[0]


class TestOneSOwn:
    def standing(self, user: User = dana) -> keeping.Standing:
        with db.reading() as session:
            return keeping.standing(session, by=user)

    @pytest.mark.usefixtures("telephone")
    def test_how_it_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.standing() == (True, 10, False, True)
        require(monkeypatch)
        assert self.standing().is_required
        assert self.standing(boris) == (False, 0, False, False)

    def test_it_is_turned_off_with_its_secret_and_its_paper(
        self, telephone: pyotp.TOTP, at: At
    ) -> None:
        at(60)
        with pytest.raises(WrongPassword):
            keeping.turn_off("wrong", code(telephone, 60), by=dana)
        with pytest.raises(WrongCode):
            keeping.turn_off(GOOD, "000000", by=dana)
        keeping.turn_off(GOOD, code(telephone, 60), by=dana)
        assert self.standing() == (False, 0, False, True)
        with db.reading() as session:
            assert not session.exec(select(SecondFactor)).all()
        with pytest.raises(WrongCode):  # without one there is nothing to have paper for
            keeping.new_codes(GOOD, "", by=dana)

    def test_where_it_is_required_it_stays(
        self, telephone: pyotp.TOTP, at: At, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        require(monkeypatch)
        at(60)
        with pytest.raises(FactorRequired):
            keeping.turn_off(GOOD, code(telephone, 60), by=dana)
        # The code was not used up by a refusal.
        assert len(keeping.new_codes(GOOD, code(telephone, 60), by=dana)) == 10

    def test_another_telephone_wants_a_code_of_the_one_before(
        self, telephone: pyotp.TOTP, at: At
    ) -> None:
        with db.transaction() as session:
            offer = keeping.offer(session, by=dana)
        at(60)
        new = pyotp.TOTP(offer.secret)
        with pytest.raises(WrongCode):
            keeping.set_up(GOOD, "", offer.sealed, code(new, 60), by=dana)
        keeping.set_up(GOOD, code(telephone, 60), offer.sealed, code(new, 60), by=dana)
        at(120)
        with db.transaction() as session:
            assert not codes.use(session, dana.id, code(telephone, 120))
            assert codes.use(session, dana.id, code(new, 120))

    def test_an_offer_is_good_for_half_an_hour_and_for_its_own_account(
        self, session: Session, at: At
    ) -> None:
        offer = keeping.offer(session, by=dana)
        fits = code(pyotp.TOTP(offer.secret), 0)
        for sealed, user in ((offer.sealed, boris), ("made up", dana), ("", dana)):
            with pytest.raises(OfferOver):
                keeping.put_in(session, sealed, fits, by=user)
        at(1801)
        with pytest.raises(OfferOver):
            keeping.put_in(session, offer.sealed, code(pyotp.TOTP(offer.secret), 1801), by=dana)

    @pytest.mark.usefixtures("telephone")
    def test_wrong_tries_are_counted_apart_from_the_door(self) -> None:
        refusals: list[type[TrackerError]] = [WrongCode] * 5 + [TooManyAttempts]
        for refusal in refusals:
            with pytest.raises(refusal):
                keeping.new_codes(GOOD, "000000", by=dana)
        with pytest.raises(SecondStepDue):
            sign_ins.sign_in(dana.email, GOOD, address="192.0.2.7")


def test_an_administrator_takes_it_away_and_history_says_so(session: Session, at: At) -> None:
    put_in(session)
    account = session.get_one(Account, dana.id)
    opened = sign_ins.open_for(session, account, proof=Proof.BOTH)
    keeping.reset(session, dana.id, by=saule)
    assert sign_ins.look_up(session, sign_ins.hash_of(opened.token)) is None
    assert sign_ins.open_for(session, account)
    told = session.exec(select(Change).where(Change.field == "second_factor").order_by("id"))
    assert [(each.new, each.account_id) for each in told] == [
        ("True", dana.id),
        ("False", saule.id),
    ]
    with pytest.raises(NotFound):
        keeping.reset(session, 404, by=saule)


def test_history_never_tells_the_secret(session: Session, at: At) -> None:
    telephone, paper = put_in(session)
    told = str([each.model_dump() for each in session.exec(select(Change))])
    assert not any(secret in told for secret in (telephone.secret, *paper, HASHED))


def test_an_account_without_a_password_is_no_reason_to_ask(session: Session) -> None:
    session.get_one(Account, boris.id).password_hash = Hashed("")
    assert not keeping.standing(session, by=boris).has_password
