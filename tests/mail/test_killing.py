"""The promise of the outbox, kept through `kill -9`: nobody misses a mail.

A mail is sent a second time only when the process died between the server's answer and the note of
it – then with the same Message-ID, and at most one mail for each process that was killed.
"""

import os
import random
import signal
import time
from collections import Counter
from datetime import date
from threading import Event

import pytest
from sqlmodel import select

from tests.mail.letters import put
from tests.mail.post import Post
from tests.mail.senders import senders
from tests.world import EMC, build
from tracker import db
from tracker.access import Role
from tracker.domain.models import Account, FollowUp, MailState, OutgoingMail
from tracker.domain.saving import id_of

MANAGERS = 1  # who are told of what is late for long and of no unit


def crowd(colleagues: int, letters: int) -> None:
    """Colleagues who each have something overdue, and letters that wait already."""
    build()
    with db.transaction() as session:
        many = [
            Account(name=f"Colleague {number}", email=f"c{number}@uni.example", role=Role.LIAISON)
            for number in range(colleagues)
        ]
        session.add_all(many)
        session.flush()
        session.add_all(
            FollowUp(partner_id=EMC, owner_id=id_of(each), subject="Late", due_on=date(2024, 4, 8))
            for each in many
        )
    put(*(f"letter {number}" for number in range(letters)))


class Moment:
    """When to kill: after a while, or after some of the steps of sending that the server sees."""

    def __init__(self, post: Post) -> None:
        self._left = 0
        self._come = Event()
        post.slowness = 0.002
        post.at_sender = post.at_recipient = lambda _address: self._step()
        post.at_data = lambda _mail: self._step()
        post.after_taking = self._step

    def wait_for_some_steps(self, chance: random.Random) -> None:
        """Up to seven: four make a mail. Then some milliseconds, in which the next begins."""
        self._come.clear()
        self._left = chance.randint(1, 7)
        self._come.wait(timeout=5)
        time.sleep(chance.uniform(0, 0.01))

    def _step(self) -> None:
        self._left -= 1
        if not self._left:
            self._come.set()


def killed(post: Post, kills: int) -> None:
    """Kill so many processes in the middle of their work, and let a last one work to its end."""
    chance, moment = random.Random(5), Moment(post)
    with senders(claimed=0.001) as ready:
        for count in range(kills):
            # However quick the machine is, there is something left to send: eight steps' worth.
            put(f"round {count}, first", f"round {count}, second")
            number = ready.start()
            if count < kills / 5:  # while digests are written
                time.sleep(chance.uniform(0.01, 0.3))
            else:
                moment.wait_for_some_steps(chance)
            os.kill(number, signal.SIGKILL)
            ready.wait(number)
        time.sleep(0.01)  # the last one's claim ends
        assert ready.wait(ready.start()) == 0


def assert_nobody_misses_a_mail(post: Post, mails: int, *, copies: int) -> None:
    times = Counter(mail["Message-ID"] for mail in post.taken)
    assert len(times) == mails
    assert times.total() - mails <= copies
    assert len({mail.as_bytes() for mail in post.taken}) == mails
    with db.reading() as session:
        stored = session.exec(select(OutgoingMail)).all()
    assert {mail.message_id for mail in stored} == set(times)
    assert {mail.state for mail in stored} == {MailState.SENT}
    print(f"{copies} killed: {times.total() - mails} mails sent once more, none missing")


@pytest.mark.parametrize(
    ("kind", "kills", "colleagues", "letters"),
    [("sqlite", 100, 25, 90), ("postgresql", 15, 5, 25)],
)
def test_whoever_is_killed_loses_no_mail(
    request: pytest.FixtureRequest, post: Post, kind: str, kills: int, colleagues: int, letters: int
) -> None:
    request.getfixturevalue(f"{kind}_database")
    crowd(colleagues, letters)
    killed(post, kills)
    assert_nobody_misses_a_mail(post, colleagues + MANAGERS + letters + 2 * kills, copies=kills)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_several_processes_write_and_send_each_mail_once(
    request: pytest.FixtureRequest, post: Post, kind: str
) -> None:
    request.getfixturevalue(f"{kind}_database")
    crowd(10, 10)
    with senders() as ready:
        numbers = [ready.start() for _ in range(3)]
        assert [ready.wait(number) for number in numbers] == [0, 0, 0]
    assert_nobody_misses_a_mail(post, 20 + MANAGERS, copies=0)
