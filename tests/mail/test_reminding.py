"""Reminding everybody: by the command and by the server, each once, whatever fails for one."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlmodel import select

from tests.mail.letters import queue
from tests.mail.post import Post
from tests.servers import worlds
from tests.world import EMC, aigerim, dana, saule
from tracker import cli, clock, db
from tracker.api import reminding as server
from tracker.domain import reminders
from tracker.domain.follow_ups import comments
from tracker.domain.models import DigestChoice, FollowUp, OutgoingMail
from tracker.domain.reminders import Look, digest
from tracker.errors import DatabaseBusy
from tracker.mail import reminding
from tracker.settings import settings

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)  # a Wednesday, nine o'clock in Almaty

Tell = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _world(sqlite_database: str) -> None:
    """Aigerim and Dana have something overdue."""
    worlds.furnish()
    with db.transaction() as session:
        for owner in (aigerim, dana):
            late = FollowUp(partner_id=EMC, owner_id=owner.id, due_on=date(2026, 11, 1))
            session.add(late)


@pytest.fixture
def tell(capfd: pytest.CaptureFixture[str]) -> Tell:
    """Run `tracker` with these words at a moment: exit code, what was said, what went wrong."""

    def run(*words: str, now: datetime = NOW) -> tuple[int, str, str]:
        with clock.at(now), pytest.raises(SystemExit) as ended:
            cli.main(list(words))
        return (int(ended.value.code or 0), *capfd.readouterr())

    return run


def test_everybody_is_reminded_once_a_day(post: Post, tell: Tell) -> None:
    code, said, _ = tell("remind")
    assert code == 0
    assert "aigerim@uni.example" in said
    assert "Seriktes – overdue: 1" in said
    assert "nothing to remind of" in said
    assert "2 sent, 0 waiting, 0 given up." in said
    assert sorted(post.to) == [aigerim.email, dana.email]
    assert tell("remind")[1] == "0 sent, 0 waiting, 0 given up.\n"
    assert "2 sent" in tell("remind", now=NOW + timedelta(days=1))[1]
    assert len(post.taken) == 4


def test_a_dry_run_says_the_same_and_does_nothing(tell: Tell) -> None:
    for _ in range(2):
        code, said, _ = tell("remind", "--dry-run")
        assert code == 0
        assert "Seriktes – overdue: 1" in said
    assert queue().waiting == 0
    with db.reading() as session:
        assert session.exec(select(DigestChoice)).all() == []


def test_without_a_mail_server_nothing_is_done_and_it_is_said_what_is_missing(tell: Tell) -> None:
    code, _, error = tell("remind")
    assert code == 1
    assert "TRACKER_SMTP_HOST" in error
    assert queue().waiting == 0


def test_while_the_mail_server_is_down_digests_wait(
    post: Post, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = settings().smtp_port
    monkeypatch.setenv("TRACKER_SMTP_PORT", "9")
    settings.cache_clear()
    code, _, error = tell("remind")
    assert code == 1
    assert "no mail is lost" in error
    assert queue().waiting == 2
    monkeypatch.setenv("TRACKER_SMTP_PORT", str(port))
    settings.cache_clear()
    # A day later there is one mail each all the same, and it is the one that waited.
    assert "2 sent" in tell("remind", now=NOW + timedelta(days=1))[1]
    assert len(post.taken) == 2


def test_a_mail_given_up_is_told_by_the_exit_code(post: Post, tell: Tell) -> None:
    post.at_recipient = lambda to: "550 Nobody here" if to == dana.email else None
    code, said, _ = tell("remind")
    assert (code, "1 sent, 0 waiting, 1 given up." in said) == (1, True)


def test_what_fails_for_one_does_not_stop_the_rest(
    post: Post, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = digest.SECTIONS[digest.Heading.OVERDUE]

    def failing(session: object, look: Look, *, by: object) -> object:
        if by.id == aigerim.id:  # type: ignore[attr-defined]
            raise ZeroDivisionError
        return section(session, look, by=by)

    monkeypatch.setitem(digest.SECTIONS, digest.Heading.OVERDUE, failing)
    code, said, _ = tell("remind")
    assert code == 1
    assert "aigerim@uni.example                      failed; see above" in said
    assert post.to == [dana.email]


def test_a_database_that_is_busy_stops_the_run(
    post: Post, tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_given: object, **_named: object) -> None:
        raise DatabaseBusy

    monkeypatch.setattr(reminders, "looked", busy)
    assert tell("remind")[0] == 1
    assert queue().waiting == 0


def test_of_two_that_look_at_once_one_writes(post: Post) -> None:
    with clock.at(NOW):
        first, second = reminding.prepare(), reminding.prepare()
        begun = [next(first).email, next(second).email]  # both know who is due
        rest = [each.email for each in (*first, *second)]
    assert sorted([*begun, *rest]).count(dana.email) == 1
    with db.reading() as session:
        assert len(session.exec(select(OutgoingMail)).all()) == 2


# ------------------------------------------------------------------ the server's own


def stepped(now: datetime) -> int:
    with clock.at(now):
        return reminding.step().sent


def test_the_server_reminds_from_its_hour_on(post: Post) -> None:
    assert stepped(NOW - timedelta(hours=3)) == 0
    assert stepped(NOW) == 2
    assert stepped(NOW) == 0


def test_the_server_leaves_it_to_cron_when_told_so(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_REMIND_BY_SERVER", "false")
    settings.cache_clear()
    assert stepped(NOW) == 0
    assert queue().waiting == 0


def test_without_a_mail_server_the_server_writes_nothing() -> None:
    assert stepped(NOW) == 0
    assert queue().waiting == 0


def test_a_step_of_the_server_is_short(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is left is for the next: a server that stops does not wait for all mails."""
    monkeypatch.setattr(reminding, "_STEP", 0.0)
    assert [stepped(NOW), queue().waiting] == [0, 1]
    monkeypatch.setattr(reminding, "_STEP", 60.0)
    assert stepped(NOW) == 2


def test_the_server_goes_on_after_whatever_it_could_not_do(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(server, "EVERY", 0.01)
    monkeypatch.setattr(server, "LONGEST", 0.02)
    steps: list[str] = []

    def step() -> None:
        steps.append("")
        if len(steps) < 3:
            raise DatabaseBusy if len(steps) == 1 else ZeroDivisionError

    monkeypatch.setattr(reminding, "step", step)

    async def watch() -> None:
        watcher = asyncio.create_task(server.watch())
        for _ in range(400):
            if len(steps) > 4:
                break
            await asyncio.sleep(0.05)
        watcher.cancel()

    asyncio.run(watch())
    assert len(steps) > 4
    assert caplog.text.count("nobody could be reminded") == 2


def comment(*, at: datetime) -> None:
    """Dana calls Aigerim by name."""
    with clock.at(at), db.transaction() as session:
        late = session.exec(select(FollowUp).where(FollowUp.owner_id == aigerim.id)).one()
        comments.say(session, late.id or 0, "@Айгерім look", by=dana)


def text_of(mail: EmailMessage) -> str:
    return str(next(mail.iter_parts()).get_content())


def test_an_administrator_sees_what_was_refused(post: Post) -> None:
    post.at_recipient = lambda to: "550 Nobody here" if to == dana.email else "451 Later"
    assert stepped(NOW) == 0
    with db.reading() as session:
        troubles = reminders.outbox.troubles(session, by=saule)
    assert [(each.name, each.refusal) for each in troubles] == [
        (dana.name, "550 Nobody here"),
        (aigerim.name, "451 Later"),
    ]


def test_what_was_given_up_and_tried_again_is_not_told_again_the_next_day(post: Post) -> None:
    comment(at=NOW - timedelta(hours=1))
    post.at_data = lambda _mail: "550 Spam"
    stepped(NOW)
    post.at_data = lambda _mail: None
    with db.transaction() as session:
        for each in reminders.outbox.troubles(session, by=saule):
            reminders.outbox.try_again(session, each.id, by=saule)
    assert stepped(NOW) == 2
    assert stepped(NOW + timedelta(days=1)) == 2
    told = [mail for mail in post.taken if "@Айгерім" in text_of(mail)]
    assert len(told) == 1
