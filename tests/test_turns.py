"""Who wants to write into a SQLite file waits for those who came before, in whatever process."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

from tracker import turns
from tracker.errors import DatabaseBusy
from tracker.turns import Turns


@pytest.fixture(autouse=True)
def in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody comes so soon after another that both are let in."""
    monkeypatch.setattr(turns, "_TOGETHER", 0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


def in_a_process(act: Callable[[], object]) -> int:
    if number := os.fork():
        return number
    try:
        act()
    finally:
        os._exit(0)


def is_busy(line: Turns, file: Path) -> bool:
    try:
        with line.one(file, 0):
            return False
    except DatabaseBusy:
        return True


def test_the_threads_of_a_process_take_turns(file: Path) -> None:
    line, order = Turns(), list[int]()

    def wait(number: int) -> None:
        with line.one(file, 60):
            order.append(number)

    with line.one(file, 1):
        waiting = []
        for number in range(5):
            waiting.append(Thread(target=wait, args=(number,)))
            waiting[-1].start()
            while len(line._queue) < number + 2:
                sleep(0.001)
        assert is_busy(line, file)
    for each in waiting:
        each.join()
    assert order == [0, 1, 2, 3, 4]


def test_a_process_waits_for_another_that_came_before(file: Path) -> None:
    mine, theirs = Turns(), Turns()  # a process has one line; two are as of two processes
    with theirs.one(file, 0):
        assert is_busy(mine, file)
        assert not is_busy(mine, file.with_name("another.db"))
    assert not is_busy(mine, file)


def test_who_came_at_nearly_the_same_time_asks_together(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "_TOGETHER", 60 * 10**9)
    with Turns().one(file, 0):
        assert not is_busy(Turns(), file)


def test_whoever_is_killed_leaves_the_line(file: Path) -> None:
    line, (told, tell) = Turns(), os.pipe()

    def stand() -> None:
        with Turns().one(file, 0):
            os.write(tell, b".")
            sleep(600)

    number = in_a_process(stand)
    os.read(told, 1)
    assert is_busy(line, file)
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)
    assert not is_busy(line, file)


def test_a_forked_process_has_no_place_but_its_own(file: Path) -> None:
    """Else it would keep the place of the other one, and wait for threads that it has not got."""
    line, (told, tell) = Turns(), os.pipe()
    with line.one(file, 0):
        number = in_a_process(
            lambda: os.write(tell, b"ny"[not is_busy(line, file.with_name("b.db"))].to_bytes())
        )
    assert os.read(told, 1) == b"y"
    os.waitpid(number, 0)


def test_without_a_line_everybody_asks_at_once(tmp_path: Path) -> None:
    nowhere = tmp_path / "missing" / "a.db"
    with Turns().one(nowhere, 0):
        assert not is_busy(Turns(), nowhere)
    with Turns().one(None, 0):
        assert not is_busy(Turns(), nowhere)
