"""Processes that save, to be killed: `python -m tests.faults.writers`.

Loading the program takes longer than saving. So this one loads it once, and for every line `start
KEY` that it reads makes a process that saves under that key first, then under new ones. It says its
number, then `try KEY` before each save and `done KEY` when it was told that it is saved; at last
`over`.
"""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date
from uuid import uuid4

from tests.faults import tally
from tests.faults.tally import Tally
from tests.world import EMC, aigerim
from tracker import db
from tracker.domain import interactions
from tracker.domain.models import InteractionDraft
from tracker.errors import DatabaseBusy, DatabaseGone
from tracker.settings import ROOT, settings


def draft_of(key: str) -> InteractionDraft:
    return InteractionDraft(happened_on=date(2024, 4, 8), summary=f"save {key}")


def save(key: str) -> str:
    """Save under this key; the summary, once it is saved."""
    with db.transaction() as session:
        interactions.log(session, draft_of(key), partner_ids=[EMC], by=aigerim, key=key)
    return f"save {key}"


def killed(kills: int, *, seed: int = 1) -> Tally:
    """Kill the one that saves so many times; the next one sends again what was not answered."""
    chance, told = random.Random(seed), set[str]()
    key = uuid4().hex
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.writers"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as process:
        assert process.stdin
        assert process.stdout
        for _ in range(kills):
            process.stdin.write(f"start {key}\n")
            number, left = int(process.stdout.readline()), chance.randint(1, 5)
            while left:
                word, key = process.stdout.readline().split()
                if word == "done":
                    told.add(f"save {key}")
                    left -= 1
            time.sleep(chance.uniform(0, 0.01))
            os.kill(number, signal.SIGKILL)
            # What it still had to say it has said; `over` comes when it is dead.
            while (line := process.stdout.readline()) != "over\n":
                word, key = line.split()
                if word == "done":
                    told.add(f"save {key}")
        process.stdin.close()
    return tally.taken(settings().database_url, told, times=kills)


def _work(key: str) -> None:
    while True:
        os.write(1, f"try {key}\n".encode())
        # What is refused for now is sent again: the key sees to it that it is saved once.
        with suppress(DatabaseBusy, DatabaseGone):
            save(key)
            time.sleep(0.003)  # the answer is on its way
            os.write(1, f"done {key}\n".encode())
            key = uuid4().hex


def main() -> None:
    for line in sys.stdin:
        if not (number := os.fork()):
            os.write(1, f"{os.getpid()}\n".encode())
            _work(line.split()[1])
        os.waitpid(number, 0)
        os.write(1, b"over\n")


if __name__ == "__main__":
    main()
