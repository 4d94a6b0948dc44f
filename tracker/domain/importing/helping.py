"""An import's work in two processes: this one, and a helper that it starts where that pays.

A check lets it look up names. The import after it, which alone may write, lets it make what storing
rows to come takes. Whatever becomes of the helper, what it does not answer is done here.
"""

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from itertools import islice
from threading import Condition, Thread
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import func, select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain.finding import Likely
from tracker.domain.models import Partner
from tracker.settings import ROOT

AHEAD = 8  # batches that are read before their turn
SOON = 3  # batches that are made before theirs, which takes less
PATIENCE = 60.0  # seconds for one answer of a helper
# A helper needs a second to begin: it pays where looking up takes several.
FEWEST_KNOWN = 20_000
FEWEST_BATCHES = 6
LARGE = 100_000  # bytes of a file that has so many, as a rule
IDLE = 0.5  # processors; together two processes work a tenth more, lost where others want both

# Looking for cycles is left out: names make none.
_CODE = "import gc; gc.disable(); from tracker.domain.importing import helper; helper.main()"
_COMMAND = [sys.executable, "-c", _CODE]

_LENT = "helper"

T = TypeVar("T")
Questions = Mapping[str, Sequence[str]]


class Answer(NamedTuple):
    """Whom names may mean, by the question's key; `filed` if a helper worked that out too."""

    likely: Mapping[str, list[Likely]]
    version: str = ""
    filed: Mapping[str, Sequence[int]] = {}


@dataclass
class _Turn:
    batch: list[Any]
    asked: Any  # as JSON
    read: Callable[[Any], Any]  # the answer from its JSON
    answer: Any = None
    is_taken: bool = False


class Helper:
    """The helper of a check and of the import after it, for who does one after the other.

    Begun as soon as it is clear that it pays: it needs a second to load what it works with.
    """

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None

    def lend(self, session: Session) -> None:
        session.info[_LENT] = self

    def close(self) -> None:
        if self.process is not None:
            _end(self.process)
            self.process = None


@guarded(Action.IMPORT)
def in_turn(
    session: Session,
    batches: Iterator[list[Any]],
    questions: Callable[[list[Any]], Questions],
    look_up: Callable[[Questions], Mapping[str, list[Likely]]],
    *,
    by: User,
) -> Generator[tuple[list[Any], Answer | None], None, None]:
    """The batches in their order with what the names in them may mean.

    No answer where no helper is at work: then it is for the caller to look up.
    """
    first = list(islice(batches, AHEAD))
    if not (_at_hand(session) or _pays(session, len(first))):
        yield from ((batch, None) for batch in _chained(first, batches))
        return
    with _helped(session, by) as desk:
        for batch in first:
            desk.put(_Turn(batch, questions(batch), _answer))
        while desk.turns:
            turn = desk.turns[0]
            while turn.answer is None:
                if (free := desk.take()) is not None:
                    free.answer = Answer(look_up(free.asked))
                else:
                    desk.wait(turn)
            desk.drop()
            yield turn.batch, turn.answer
            for batch in islice(batches, 1):
                desk.put(_Turn(batch, questions(batch), _answer))


@guarded(Action.IMPORT)
def begin(session: Session, helper: Helper, size: int, *, by: User) -> None:
    """Start it for a file of so many bytes, if it will pay as far as that can be seen."""
    if size >= LARGE and _pays(session, FEWEST_BATCHES):
        helper.process = _started(session, by)


@guarded(Action.IMPORT)
def made_in_turn(
    session: Session,
    batches: Iterator[list[Any]],
    asked: Callable[[list[Any]], Any],
    read: Callable[[list[Any], Any], T],
    *,
    by: User,
) -> Generator[tuple[list[Any], T | None], None, None]:
    """The batches in their order, each with what a helper at hand made of it, as `read` reads that.

    Nothing of those that it has not made by then: nobody waits while others wait to save.
    """
    if not _at_hand(session):
        yield from ((batch, None) for batch in batches)
        return

    def turn_of(batch: list[Any]) -> _Turn:
        return _Turn(batch, asked(batch), lambda told: read(batch, told))

    with _helped(session, by) as desk:
        for batch in islice(batches, SOON):
            desk.put(turn_of(batch))
        while desk.turns:
            turn = desk.turns[0]
            desk.drop()
            yield turn.batch, turn.answer
            for batch in islice(batches, 1):
                desk.put(turn_of(batch))


def _at_hand(session: Session) -> bool:
    """Whether one is at work already."""
    lent: Helper | None = session.info.get(_LENT)
    return lent is not None and lent.process is not None


def _pays(session: Session, batches: int) -> bool:
    """Whether a helper is worth its start. It sees nothing of a transaction that writes."""
    is_reading = session.connection().get_execution_options().get("reading", False)
    if not is_reading or batches < FEWEST_BATCHES or _idle() < IDLE:
        return False
    known = session.scalar(select(func.count(col(Partner.id)))) or 0
    return known >= FEWEST_KNOWN


def _idle() -> float:
    """Processors that nobody used in the last minute, less the one that this process needs."""
    return (os.cpu_count() or 1) - max(1.0, os.getloadavg()[0])


def _chained(first: Iterable[list[Any]], rest: Iterable[list[Any]]) -> Iterator[list[Any]]:
    yield from first
    yield from rest


@dataclass
class _Desk:
    """Where turns lie until somebody takes them: this process, or the helper by its thread."""

    process: "subprocess.Popen[str] | None"
    turns: deque[_Turn] = field(default_factory=deque)
    changed: Condition = field(default_factory=Condition)
    is_closed: bool = False
    is_answering: bool = False  # whether the helper is at a turn, even one that was dropped

    def put(self, turn: _Turn) -> None:
        with self.changed:
            self.turns.append(turn)
            self.changed.notify_all()

    def drop(self) -> None:
        with self.changed:
            self.turns.popleft()

    def take(self) -> _Turn | None:
        with self.changed:
            return self._free()

    def _free(self) -> _Turn | None:
        free = next((each for each in self.turns if not each.is_taken), None)
        if free is not None:
            free.is_taken = True
        return free

    def wait(self, turn: _Turn) -> None:
        """Until the helper has answered it, or never will."""
        with self.changed:
            done = self.changed.wait_for(
                lambda: turn.answer is not None or not turn.is_taken, PATIENCE
            )
        if not done and self.process is not None:
            self.process.kill()

    def serve(self, process: "subprocess.Popen[str]") -> None:
        """Hand turns to the helper until it or the work ends."""
        assert process.stdin is not None
        assert process.stdout is not None
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.is_closed or self._has_free())
                turn = None if self.is_closed else self._free()
                self.is_answering = turn is not None
            if turn is None:
                return
            answer = None
            with suppress(OSError, ValueError, TypeError):
                process.stdin.write(json.dumps(turn.asked) + "\n")
                process.stdin.flush()
                answer = turn.read(json.loads(process.stdout.readline()))
            with self.changed:
                turn.answer, turn.is_taken = answer, answer is not None
                self.is_answering = answer is None  # then there is no knowing what it will say
                self.changed.notify_all()
            if answer is None:
                return

    def _has_free(self) -> bool:
        return any(not each.is_taken for each in self.turns)

    def close(self) -> None:
        with self.changed:
            self.is_closed = True
            self.changed.notify_all()


def _answer(told: Any) -> Answer:
    version, likely, filed = told
    found = {key: [Likely(*each) for each in some] for key, some in likely.items()}
    return Answer(found, version, filed)


@contextmanager
def _helped(session: Session, by: User) -> Iterator[_Desk]:
    lent: Helper | None = session.info.get(_LENT)
    process = (lent.process if lent else None) or _started(session, by)
    desk = _Desk(process)
    if process is None:
        yield desk
        return
    thread = Thread(target=desk.serve, args=(process,), daemon=True)
    thread.start()
    try:
        yield desk
    finally:
        desk.close()
        # To be of use once more it must have said all that it was asked.
        is_kept = lent is not None and not desk.turns and not desk.is_answering
        if not is_kept:
            process.kill()
        thread.join()
        if lent is not None:
            lent.process = process if is_kept else None
        if not is_kept:
            _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    with suppress(OSError):  # what nobody reads any more
        process.communicate()


def _started(session: Session, by: User) -> "subprocess.Popen[str] | None":
    """Not forked: a connection to SQLite does not survive that."""
    url = session.connection().engine.url.render_as_string(hide_password=False)
    try:
        process = subprocess.Popen(
            _COMMAND,
            cwd=ROOT,
            env={**os.environ, "TRACKER_DATABASE_URL": url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )
    except OSError:
        return None
    assert process.stdin is not None
    with suppress(OSError):
        process.stdin.write(json.dumps(asdict(by)) + "\n")
        process.stdin.flush()
    return process
