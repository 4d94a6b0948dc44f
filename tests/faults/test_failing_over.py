"""A primary with its standby: what people are told holds whatever is lost, and they go on."""

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from tests.conftest import use_database
from tests.faults import failing_over, filling, filling_server, vanishing
from tests.faults.failing_over import People
from tests.servers import pair as pairs
from tracker import db
from tracker.errors import DatabaseGone, DatabaseReadOnly, SaveUnconfirmed, SaveUnsure
from tracker.settings import ROOT

IN_CI = bool(os.environ.get("CI"))
_WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"


@pytest.fixture(scope="module")
def pair() -> Iterator[pairs.Pair]:
    with pairs.running() as both, failing_over.used(both):
        yield both


@pytest.fixture
def standby_sleeps(pair: pairs.Pair) -> Iterator[None]:
    """It gets nothing, and confirms nothing."""
    pair.standby.tell(signal.SIGSTOP)
    yield
    pair.standby.tell(signal.SIGCONT)


def test_the_tests_do_what_the_administrator_is_told_to_do() -> None:
    told = (ROOT / "data" / "deploy" / "README.md").read_text()
    said = [pairs.CONFIRMED_BY.format(""), pairs.RELOAD, pairs.PROMOTE, " ".join(pairs.COPY)]
    assert [each for each in said if each not in told] == []


def cut_short(pair: pairs.Pair, how: str) -> None:
    """Somebody ends the wait of the commit that waits for the standby."""
    last = time.monotonic() + 60
    while not (number := pair.primary.ask(_WAITING)):
        assert time.monotonic() < last
        time.sleep(0.02)
    pair.primary.ask(f"SELECT {how}({number})")


def saved(key: str, told: list[str]) -> threading.Thread:
    def work() -> None:
        try:
            People().save(key)
            told.append("saved")
        except (SaveUnconfirmed, SaveUnsure) as refused:
            told.append(refused.code)

    saving = threading.Thread(target=work)
    saving.start()
    return saving


@pytest.mark.parametrize("how", ["pg_cancel_backend", "pg_terminate_backend"])
def test_what_the_primary_alone_has_is_not_told_as_saved(
    pair: pairs.Pair, standby_sleeps: None, how: str
) -> None:
    """It is asked for by its key, which waits for the standby, too; cut short again, it is told."""
    told: list[str] = []
    saving = saved(how, told)
    cut_short(pair, how)
    cut_short(pair, "pg_cancel_backend")
    saving.join(60)
    assert told == ["save_unconfirmed"]


def test_what_the_standby_has_after_all_is_told_as_saved(
    pair: pairs.Pair, standby_sleeps: None
) -> None:
    told: list[str] = []
    saving = saved("after-all", told)
    cut_short(pair, "pg_cancel_backend")
    pair.standby.tell(signal.SIGCONT)
    saving.join(60)
    assert told == ["saved"]


def test_a_primary_that_is_lost_takes_nothing_along(pair: pairs.Pair) -> None:
    found = failing_over.lost(pair, 1)
    print(found)
    assert found.is_well
    assert found.acknowledged


def test_while_nobody_has_taken_over_it_is_said_that_the_database_is_gone(pair: pairs.Pair) -> None:
    pair.primary.kill()
    with pytest.raises(DatabaseGone), db.reading() as session:
        session.connection()
    pair.take_over()
    with db.reading() as session:
        session.connection()
    pair.join()


def test_servers_that_take_a_connection_and_say_nothing_are_given_up(pair: pairs.Pair) -> None:
    said: list[str] = []

    def ask() -> None:
        try:
            with db.reading() as session:
                session.connection()
        except DatabaseGone as gone:
            said.append(gone.code)

    asking = threading.Thread(target=ask, daemon=True)
    db.engine().dispose()
    both = (pair.primary, pair.standby)
    try:
        for each in both:
            each.tell(signal.SIGSTOP)
        asking.start()
        asking.join(60)
        assert said == ["database_gone"]
    finally:
        for each in both:
            each.tell(signal.SIGCONT)
        asking.join(60)


def test_a_standby_alone_refuses_saves_and_is_still_read(
    pair: pairs.Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"postgresql+psycopg://postgres@{pair.standby.address}/faults"
    with monkeypatch.context() as patch:
        use_database(url, patch)
        assert filling.refusals(DatabaseReadOnly) == len(filling.SAVES)
        db.engine().dispose()
    use_database(pair.address("faults"), monkeypatch)


def test_a_database_that_comes_back_is_worked_with_at_once(pair: pairs.Pair) -> None:
    found = failing_over.restarted(pair, 1)
    print(found)
    assert found.is_well
    assert found.acknowledged


@pytest.mark.parametrize("commits_wait", [False, True])
def test_people_go_on_when_the_host_of_the_primary_has_vanished(commits_wait: bool) -> None:
    try:
        found = vanishing.once(commits_wait=commits_wait)
    except vanishing.NoNamespaces as missing:
        if IN_CI:
            raise
        pytest.skip(f"This machine makes no network namespaces: {missing}")
    print(found)
    assert found.is_well
    assert found.acknowledged


@pytest.mark.parametrize("holds_log", [False, True])
def test_a_server_whose_disk_is_full_refuses_and_goes_on_with_room(holds_log: bool) -> None:
    if os.geteuid() != 0 and not IN_CI:
        pytest.skip("Only root can mount a small disk")
    found = filling_server.once(1, holds_log=holds_log)
    print(found)
    assert found.is_well
    assert found.acknowledged
