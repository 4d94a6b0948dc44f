"""Processes that remind everybody, to be killed: `python -m tests.mail.senders SECONDS`.

Loading the program takes longer than sending some mails. So this one loads it once, and for every
line `start` that it reads makes a process that says its number and does the work; for `wait N` it
says how that one ended. SECONDS is for how long a mail is claimed.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from tracker import db
from tracker.domain.reminders import choices, outbox
from tracker.mail import reminding, sending
from tracker.settings import ROOT


class Senders:
    """The other end of it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def start(self) -> int:
        """The number of a process that is at work."""
        return int(self._asked("start"))

    def wait(self, number: int) -> int:
        """Its exit code; negative for the signal that killed it."""
        return int(self._asked(f"wait {number}"))

    def _asked(self, line: str) -> str:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


@contextmanager
def senders(claimed: float = 600.0) -> Iterator[Senders]:
    """Ready to start senders with the settings of the environment."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-m", "tests.mail.senders", str(claimed)],
        cwd=ROOT,
        stdin=pipe,
        stdout=pipe,
        text=True,
    ) as process:
        yield Senders(process)
        assert process.stdin
        process.stdin.close()


def _warm_up() -> None:
    """Load what the work needs, and leave no connection that two processes would share."""
    for _ in reminding.prepare(dry=True):
        break
    db.engine().dispose()


def _start() -> None:
    if os.fork():
        return
    code = 1
    try:
        with db.reading() as session:
            outbox.queue(session)
        print(os.getpid(), flush=True)
        for _ in reminding.prepare():
            pass
        sending.send_all()
        code = 0
    finally:
        os._exit(code)


def main() -> None:
    choices._WORKING_DAYS = range(7)  # tests run at weekends, too
    outbox.CLAIMED = timedelta(seconds=float(sys.argv[1]))
    _warm_up()
    for line in sys.stdin:
        if line == "start\n":
            _start()
        else:
            _, status = os.waitpid(int(line.split()[1]), 0)
            print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
