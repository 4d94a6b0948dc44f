"""Names of a large file are looked up in two processes; nobody can tell by what is found."""

import io
import json
import sys
from dataclasses import asdict
from time import sleep
from typing import Any

import pytest

from tests.benchmarks.importing import names
from tests.domain.importing.rows import rows
from tests.world import dana
from tracker import db
from tracker.domain import finding_many, importing, name_words
from tracker.domain.finding import Likely
from tracker.domain.foreseen import Shelf, filed_under
from tracker.domain.importing import Choices, helper, helping, work
from tracker.domain.importing.known import Known
from tracker.domain.models import Doubt, Kind, Partner
from tracker.domain.name_words import Words

KNOWN = [name for name in names(60, 1) if "№" not in name]
ASKED = [*(name.upper().replace("О", "0", 1) for name in KNOWN[:12]), *KNOWN[20:24], *names(12, 2)]
BATCHES = [ASKED[place : place + 4] for place in range(0, len(ASKED), 4)]


@pytest.fixture(autouse=True)
def register(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A register and a file for which a helper pays, on a machine with two cores."""
    monkeypatch.setattr(helping, "FEWEST_KNOWN", 10)
    monkeypatch.setattr(helping, "FEWEST_BATCHES", 2)
    monkeypatch.setattr(helping, "AHEAD", 3)
    monkeypatch.setattr(work, "BATCH", 4)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr("os.getloadavg", lambda: (0.2, 0.0, 0.0))
    with db.transaction() as session:
        session.add_all(Partner(name_ru=name) for name in KNOWN)


def asked_in(batch: list[Any]) -> dict[str, list[str]]:
    return {name: [name] for name in batch}


def look_up(questions: helping.Questions) -> dict[str, list[Likely]]:
    with db.reading() as session:
        return finding_many.likely_partners(session, questions, by=dana)


def slowly(questions: helping.Questions) -> dict[str, list[Likely]]:
    """So that somebody else has time to take a turn."""
    sleep(0.05)
    return look_up(questions)


def answers(batches: list[list[str]] = BATCHES) -> list[helping.Answer | None]:
    with db.reading() as session:
        turns = helping.in_turn(session, iter(batches), asked_in, slowly, by=dana)
        told = list(turns)
    assert [batch for batch, _ in told] == batches
    return [answer for _, answer in told]


def checked() -> tuple[Any, importing.Likely]:
    likely: importing.Likely = {}
    told = rows(*({"name": name} for name in ASKED))
    with db.reading() as session:
        choices = Choices(doubt=Doubt.SKIP)
        return importing.check(session, Kind.PARTNER, told, choices, likely, by=dana), likely


def test_a_helper_finds_what_one_process_finds() -> None:
    found = answers()
    assert any(each and each.version for each in found)
    for batch, answer in zip(BATCHES, found, strict=True):
        assert answer is not None
        assert dict(answer.likely) == look_up(asked_in(batch))
        with db.reading() as session:
            words = name_words.look(session)
        for name, numbers in answer.filed.items():
            assert set(numbers) == filed_under(Kind.PARTNER, name, words.lexicon)


def test_a_check_with_a_helper_says_what_one_without_says(monkeypatch: pytest.MonkeyPatch) -> None:
    together = checked()
    monkeypatch.setattr(helping, "FEWEST_BATCHES", 1_000)
    assert together == checked()
    assert together[1]


def test_small_files_and_small_registers_need_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answers(BATCHES[:1]) == [None]
    monkeypatch.setattr(helping, "FEWEST_KNOWN", 1_000)
    assert answers() == [None] * len(BATCHES)
    monkeypatch.setattr(helping, "FEWEST_KNOWN", 0)
    monkeypatch.setattr("os.getloadavg", lambda: (1.8, 0.0, 0.0))  # others want the processors
    assert answers() == [None] * len(BATCHES)
    monkeypatch.setattr("os.getloadavg", lambda: (0.0, 0.0, 0.0))
    # Nobody else sees what a transaction has written so far.
    with db.transaction() as session:
        turns = helping.in_turn(session, iter(BATCHES), asked_in, look_up, by=dana)
        assert [answer for _, answer in turns] == [None] * len(BATCHES)


@pytest.mark.parametrize(
    "command",
    [
        ["/nowhere/python"],
        [sys.executable, "-c", "pass"],
        [sys.executable, "-c", "print('nonsense', flush=True); input()"],
        [sys.executable, "-c", "print('[]', flush=True); import time; time.sleep(60)"],
        [sys.executable, "-c", "import time; time.sleep(60)"],
    ],
)
def test_a_helper_that_is_none_is_done_without(
    command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helping, "_COMMAND", command)
    monkeypatch.setattr(helping, "PATIENCE", 0.1)
    for batch, answer in zip(BATCHES, answers(), strict=True):
        assert answer == helping.Answer(look_up(asked_in(batch)))


def test_no_helper_outlives_the_work() -> None:
    with (
        pytest.raises(ZeroDivisionError),
        db.reading() as session,
        helping._helped(session, dana) as desk,
    ):
        desk.put(helping._Turn([], asked_in(BATCHES[0])))
        raise ZeroDivisionError
    assert desk.process is not None
    assert desk.process.returncode is not None


def test_what_was_compared_with_other_words_is_looked_up_again() -> None:
    with db.reading() as session:
        words: Words = name_words.look(session)
        shelf = Shelf()
        shelf.lend(session)
        for version, numbers in ((words.version, [1, 2]), ("other", None)):
            name = ASKED[0]
            known = Known(session, Choices(), {}, by=dana, writes=False)
            key = next(iter(known.unknown([[name]])))
            ahead = helping.Answer({key: [Likely(1, "?", 1.0, True)]}, version, {name: [1, 2]})
            known.look([[name]], (), ahead)
            filed = set(shelf.numbers(Kind.PARTNER, name, words.lexicon))
            assert filed == set(numbers or filed_under(Kind.PARTNER, name, words.lexicon))
            assert (known._likely.get(key) == ahead.likely[key]) == bool(numbers)
        session.info.clear()
        known = Known(session, Choices(), {}, by=dana, writes=False)
        known.look([[name]], (), ahead._replace(version=words.version))
        assert known._likely[key]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    given = io.StringIO()
    monkeypatch.setattr(sys, "stdin", given)
    return given


def test_the_helper_answers_each_line(
    said: io.StringIO, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    helper.main()
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(helper, "_FORGETS", 2)
    said.write(json.dumps(asdict(dana)) + "\n")
    said.writelines(json.dumps(asked_in(batch)) + "\n" for batch in BATCHES[:3])
    said.seek(0)
    helper.main()
    lines = capsys.readouterr().out.splitlines()
    found = [helping._read(line) for line in lines]
    assert [each.likely for each in found] == [look_up(asked_in(b)) for b in BATCHES[:3]]
