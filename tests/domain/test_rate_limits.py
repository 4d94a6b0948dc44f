"""How often one may try, and that strangers who try keep nobody out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from tests.world import aigerim, boris
from tracker import clock, db
from tracker.domain import known_browsers, passwords, sign_ins
from tracker.domain.models import Account, KnownBrowser
from tracker.domain.rate_limits import attempt
from tracker.errors import TooManyAttempts, WrongPassword

GOOD = "қарлығаш пен бүркіт"
HERE, ELSEWHERE = "192.0.2.7", "203.0.113.9"

# So many tries take time, and what is counted is the same on both.
ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def heard(session: Session, places: list[str], account: str = aigerim.email) -> int:
    """How many of these tries, one a place, were let through to the password."""
    count = 0
    for place in places:
        try:
            attempt(session, place, account)
        except TooManyAttempts:
            continue
        count += 1
    return count


def place(number: int) -> str:
    return f"198.18.{number // 250}.{number % 250}"


@ON_ONE
def test_a_thousand_tries_from_one_place_are_five(session: Session) -> None:
    assert heard(session, [ELSEWHERE] * 1000) == 5
    assert heard(session, [HERE]) == 1  # and the owner elsewhere is not concerned


@ON_ONE
def test_a_thousand_tries_from_a_thousand_places_are_thirty(session: Session) -> None:
    assert heard(session, [place(number) for number in range(1000)]) == 30
    assert heard(session, [HERE]) == 0  # a browser that nobody knows has to wait
    assert attempt(session, HERE, aigerim.email, own="browser 1")


def test_however_strangers_share_it_out_a_day_hears_720_guesses(session: Session) -> None:
    began, count = clock.now(), 0
    for minute in range(240):
        with clock.at(began + timedelta(minutes=minute)):
            count += heard(session, [place(minute)])
    assert count * 6 == 720


def test_one_s_own_counter_has_an_end_too(session: Session) -> None:
    for _ in range(5):
        attempt(session, HERE, aigerim.email, own="browser 1")
    with pytest.raises(TooManyAttempts):
        attempt(session, HERE, aigerim.email, own="browser 1")
    assert attempt(session, HERE, aigerim.email, own="browser 2")


def test_of_many_at_once_each_sees_those_before_it(world: None) -> None:
    def try_it(_number: int) -> int:
        with db.transaction() as session:
            return heard(session, [ELSEWHERE])

    with ThreadPoolExecutor(12) as crowd:
        assert sum(crowd.map(try_it, range(24))) == 5


@pytest.fixture
def aigerim_has_a_password(world: None) -> None:
    with db.transaction() as session:
        session.get_one(Account, aigerim.id).password_hash = passwords.chosen(GOOD)


class TestKnownBrowsers:
    @pytest.mark.usefixtures("aigerim_has_a_password")
    def test_a_browser_that_was_here_before_gets_in_while_strangers_try(self) -> None:
        known = sign_ins.sign_in(aigerim.email, GOOD, address=HERE).known
        with db.transaction() as session:
            heard(session, [HERE] * 10 + [place(number) for number in range(40)])
        with pytest.raises(TooManyAttempts):
            sign_ins.sign_in(aigerim.email, GOOD, address=HERE)
        with pytest.raises(TooManyAttempts):
            sign_ins.sign_in(aigerim.email, GOOD, address=HERE, known="x" * 43)
        with pytest.raises(WrongPassword):
            sign_ins.sign_in(aigerim.email, "wrong", address=HERE, known=known)
        again = sign_ins.sign_in(aigerim.email, GOOD, address=HERE, known=known)
        assert again.known == known

    def test_it_is_known_for_its_own_account_only(self, session: Session) -> None:
        token = known_browsers.remember(session, aigerim.id, "")
        assert known_browsers.find(session, aigerim.id, token)
        assert known_browsers.find(session, boris.id, token) is None
        # Somebody may have put it there, to guess by it later.
        assert known_browsers.remember(session, boris.id, token) != token

    def test_only_the_hash_is_kept(self, session: Session) -> None:
        token = known_browsers.remember(session, aigerim.id, "")
        assert token not in session.exec(select(KnownBrowser)).one().model_dump_json()

    def test_those_unused_for_longest_give_way(
        self, session: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(known_browsers, "MOST", 3)
        tokens = [known_browsers.remember(session, aigerim.id, "") for _ in range(3)]
        known_browsers.remember(session, aigerim.id, tokens[0])
        tokens.append(known_browsers.remember(session, aigerim.id, ""))
        kept = [bool(known_browsers.find(session, aigerim.id, token)) for token in tokens]
        assert kept == [True, False, True, True]

    def test_it_is_forgotten_after_a_year(
        self, session: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        token = known_browsers.remember(session, aigerim.id, "")
        at = clock.now() + timedelta(days=366)
        monkeypatch.setattr(clock, "now", lambda: at)
        assert known_browsers.find(session, aigerim.id, token) is None
        known_browsers.purge(session)
        assert not session.exec(select(KnownBrowser)).all()
