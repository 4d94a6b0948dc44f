"""Sending: each mail once, whatever the server answers, and nothing lost."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.mail.letters import put, queue
from tests.mail.post import CERTIFICATE, PASSWORD, USER, Post, served
from tests.servers import worlds
from tests.world import aigerim, dana, saule
from tracker import clock, db
from tracker.domain import reminders
from tracker.domain.models import Account, DigestChoiceDraft, MailState, OutgoingMail, Rhythm
from tracker.domain.reminders import outbox
from tracker.errors import DatabaseBusy, MailServerRefuses, NoMailServer
from tracker.mail import sending
from tracker.mail.sending import Sent, send_all
from tracker.settings import settings

AN_HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _world(sqlite_database: str) -> None:
    worlds.furnish()


def keys(post: Post) -> list[str]:
    return [str(mail["Subject"]).removeprefix("About ") for mail in post.taken]


def stored(number: int = 1) -> OutgoingMail:
    with db.reading() as session:
        return session.get_one(OutgoingMail, number)


def test_each_mail_is_sent_once_in_the_order_of_writing(post: Post) -> None:
    put("a", "b", "c")
    assert send_all() == Sent(sent=3)
    assert send_all() == Sent()
    assert keys(post) == ["a", "b", "c"]
    assert queue() == outbox.Queue(0, None, 0)


def test_what_somebody_waits_for_at_the_door_goes_before_all_digests(post: Post) -> None:
    put("a", "b")
    put("link", direct=True)
    assert send_all() == Sent(sent=3)
    assert keys(post) == ["link", "a", "b"]


def test_a_mail_says_from_whom_to_whom_when_and_how_to_get_none(post: Post) -> None:
    put("a")
    send_all()
    (mail,) = post.taken
    assert mail["From"] == "Seriktes <tracker@uni.example>"
    assert mail["To"] == "Айгерім Сейітова <aigerim@uni.example>"
    assert post.to == ["aigerim@uni.example"]
    assert mail["List-Unsubscribe"] == "<https://partners.uni.example/settings>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == stored().message_id
    assert mail["Message-ID"].endswith("@uni.example>")
    text, html = mail.iter_parts()
    assert text.get_content() == "Text of a\n"
    assert (html.get_content_type(), html.get_content()) == ("text/html", "<p>Text of a</p>\n")


def test_it_goes_to_the_address_that_its_reader_has_chosen_meanwhile(post: Post) -> None:
    put("a")
    with db.transaction() as session:
        own = DigestChoiceDraft(mail_to="home@kz.example")
        reminders.choose(session, own, by=aigerim)
    send_all()
    assert post.to == ["home@kz.example"]


def test_a_closed_account_gets_nothing(post: Post) -> None:
    put("a")
    with db.transaction() as session:
        session.get_one(Account, aigerim.id).active = False
    assert send_all() == Sent()
    with db.transaction() as session:
        outbox.purge(session)
    assert queue().waiting == 0


def test_whoever_wants_no_mails_gets_none_that_wait(post: Post) -> None:
    put("a")
    put("b", account_id=dana.id)
    with db.transaction() as session:
        reminders.choose(session, DigestChoiceDraft(rhythm=Rhythm.OFF), by=aigerim)
    assert send_all() == Sent(sent=1)
    assert keys(post) == ["b"]


@pytest.mark.parametrize("place", ["at_recipient", "at_data"])
def test_a_refusal_for_now_is_tried_again_with_longer_and_longer_pauses(
    post: Post, place: str
) -> None:
    put("a")
    setattr(post, place, lambda _about: "451 Come back later")
    now = clock.now()
    waited = []
    for _ in range(outbox.ATTEMPTS - 1):
        with clock.at(now):
            assert send_all() == Sent(later=1)
            assert send_all() == Sent()
        waited.append(stored().next_at - now)
        now = stored().next_at
    assert waited[0] < AN_HOUR
    assert waited == sorted(waited)
    assert sum(waited, timedelta()) > timedelta(days=1)
    assert stored().refusal == "451 Come back later"
    setattr(post, place, lambda _about: None)
    with clock.at(now):
        assert send_all() == Sent(sent=1)
    assert stored().refusal is None
    assert len({mail["Message-ID"] for mail in post.taken}) == 1


def test_after_so_many_attempts_a_mail_is_given_up_and_the_administrator_sees_it(
    post: Post,
) -> None:
    put("a")
    post.at_data = lambda _mail: "451 Come back later"
    now = clock.now()
    for _ in range(outbox.ATTEMPTS):
        with clock.at(now):
            send_all()
        now = stored().next_at
    with clock.at(now + timedelta(days=9)):
        assert send_all() == Sent()
    assert queue().given_up == 1
    with db.reading() as session:
        (trouble,) = outbox.troubles(session, by=saule)
    assert (trouble.address, trouble.refusal) == (aigerim.email, "451 Come back later")
    assert (trouble.state, trouble.attempts) == (MailState.GIVEN_UP, outbox.ATTEMPTS)


@pytest.mark.parametrize("place", ["at_recipient", "at_data"])
def test_a_refusal_for_good_gives_one_mail_up_and_holds_up_no_other(post: Post, place: str) -> None:
    put("a", "b")
    answers = iter(["550 Nobody here", None])
    setattr(post, place, lambda _about: next(answers))
    assert send_all() == Sent(sent=1, given_up=1)
    assert keys(post) == ["b"]
    assert stored().state is MailState.GIVEN_UP


def test_a_mail_that_was_given_up_can_be_tried_again(post: Post) -> None:
    put("a")
    post.at_data = lambda _mail: "550 Spam"
    send_all()
    post.at_data = lambda _mail: None
    for _ in range(2):  # what was sent is not sent again
        with db.transaction() as session:
            outbox.try_again(session, 1, by=saule)
        send_all()
    assert keys(post) == ["a"]


def test_an_address_that_is_none_holds_up_no_other_mail(post: Post) -> None:
    put("a")
    put("b", account_id=dana.id)
    with db.transaction() as session:  # as no form would store it
        session.get_one(Account, aigerim.id).email = "aigerim\r\nBcc: all@uni.example@uni.example"
    assert send_all() == Sent(sent=1, given_up=1)
    assert post.to == [dana.email]


def test_a_server_that_takes_nothing_from_us_costs_no_mail_an_attempt(post: Post) -> None:
    put("a", "b")
    post.at_sender = lambda _address: "550 Not your address"
    with pytest.raises(MailServerRefuses) as refused:
        send_all()
    assert refused.value.values == {"why": "550 Not your address"}
    assert (stored().attempts, stored().claim) == (0, None)
    post.at_sender = lambda _address: None
    assert send_all() == Sent(sent=2)


def test_a_server_that_takes_some_mails_at_a_time_gets_the_others_by_another_connection(
    post: Post,
) -> None:
    put("a", "b", "c", "d", "e")
    answers = iter([None, None, "421 Enough", None, None, "421 Enough", "421 Enough", None])
    post.at_sender = lambda _address: next(answers)
    with pytest.raises(MailServerRefuses) as refused:
        send_all()
    assert refused.value.values == {"why": "421 Enough"}
    assert keys(post) == ["a", "b", "c", "d"]
    assert (stored(5).attempts, stored(5).claim) == (0, None)
    assert send_all() == Sent(sent=1)


def test_a_server_that_is_not_there_costs_no_mail_an_attempt(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("a")
    monkeypatch.setenv("TRACKER_SMTP_PORT", "9")
    settings.cache_clear()
    with pytest.raises(MailServerRefuses):
        send_all()
    assert (stored().attempts, stored().claim) == (0, None)
    monkeypatch.delenv("TRACKER_SMTP_HOST")
    settings.cache_clear()
    with pytest.raises(NoMailServer):
        send_all()


def test_an_answer_that_never_arrives_sends_the_same_mail_again(post: Post) -> None:
    """SMTP cannot tell: the server has it, and nobody here knows. Its id says that it is one."""
    put("a", "b")
    lost = iter([True])
    post.after_taking = lambda: "lost" if next(lost, False) else None
    assert send_all() == Sent(sent=1, later=1)
    with clock.at(stored().next_at):
        assert send_all() == Sent(sent=1)
    assert Counter(keys(post)) == {"a": 2, "b": 1}
    assert len({mail["Message-ID"] for mail in post.taken}) == 2


def test_a_claim_ends_when_its_process_has_died(post: Post) -> None:
    put("a")
    now = clock.now()
    with db.transaction() as session:
        assert outbox.claim(session)
    assert send_all() == Sent()
    with clock.at(now + outbox.CLAIMED + timedelta(seconds=1)):
        assert send_all() == Sent(sent=1)


def test_whoever_was_too_slow_only_says_what_is_true(post: Post) -> None:
    """A claim that another has taken over: that it was sent counts, that it failed does not."""
    put("a")
    now = clock.now()
    with db.transaction() as session:
        slow = outbox.claim(session)
    with clock.at(now + outbox.CLAIMED + timedelta(seconds=1)), db.transaction() as session:
        quick = outbox.claim(session)
        assert slow
        assert quick
        assert not outbox.failed(session, slow, "451 Busy", for_good=True)
        outbox.release(session, slow)
        assert outbox.claim(session) is None
        outbox.sent(session, slow)
        assert outbox.failed(session, quick, "451 Busy", for_good=False) is not True
    assert stored().state is MailState.SENT


def test_that_a_mail_was_sent_is_noted_as_soon_as_the_database_lets(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("a")
    monkeypatch.setattr(sending, "_PAUSE", 0.0)
    busy = iter([True, True])
    note = outbox.sent

    def noted(*given: object) -> None:
        if next(busy, False):
            raise DatabaseBusy
        note(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "sent", noted)
    assert send_all() == Sent(sent=1)
    busy = iter([True] * 99)
    put("b")
    with pytest.raises(DatabaseBusy):
        send_all()


def test_no_mail_is_begun_after_the_time_that_was_given(post: Post) -> None:
    put("a")
    assert send_all(until=0.0) == Sent()
    assert send_all() == Sent(sent=1)


@pytest.fixture
def guarded_post(post: Post, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """A server that wants TLS and a password, under a certificate of its own."""
    controller = served(post, tls=True)
    controller.start()
    for name, value in {
        "TRACKER_SMTP_HOST": "localhost",
        "TRACKER_SMTP_PORT": str(controller.port),
        "TRACKER_SMTP_SECURITY": "starttls",
        "TRACKER_SMTP_USER": USER,
        "TRACKER_SMTP_PASSWORD": PASSWORD,
        "SSL_CERT_FILE": str(CERTIFICATE),
    }.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield post
    controller.stop()


def test_a_server_with_tls_and_a_password_is_satisfied(guarded_post: Post) -> None:
    put("a")
    assert send_all() == Sent(sent=1)


def refusal_of(monkeypatch: pytest.MonkeyPatch, password: str) -> MailServerRefuses:
    """What a server says to this password, before it takes any mail."""
    monkeypatch.setenv("TRACKER_SMTP_PASSWORD", password)
    settings.cache_clear()
    put("a")
    with pytest.raises(MailServerRefuses) as refused:
        send_all()
    return refused.value


def test_a_wrong_password_is_said_but_not_what_it_was(
    guarded_post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = refusal_of(monkeypatch, "not the phrase")
    assert "535" in str(refused.values["why"])
    assert "not the phrase" not in str(refused.values) + repr(settings())


def test_a_password_in_letters_that_smtp_has_not_is_a_refusal_and_not_said(
    guarded_post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = refusal_of(monkeypatch, "secret ә")
    assert refused.values == {"why": "host, user or password: ASCII only"}
    assert stored().attempts == 0


def test_a_certificate_that_nobody_vouches_for_is_not_spoken_to(
    guarded_post: Post, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "none.pem").touch()
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    put("a")
    with pytest.raises(MailServerRefuses) as refused:
        send_all()
    assert "certificate" in str(refused.value.values["why"]).lower()


def test_a_server_that_speaks_tls_from_the_first_byte(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ssl

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    controller = served(post, ssl_context=context)
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    controller.hostname = "localhost"
    controller.start()
    monkeypatch.setenv("TRACKER_SMTP_HOST", "localhost")
    monkeypatch.setenv("TRACKER_SMTP_PORT", str(controller.port))
    monkeypatch.setenv("TRACKER_SMTP_SECURITY", "tls")
    settings.cache_clear()
    put("a")
    assert send_all() == Sent(sent=1)
    controller.stop()


@pytest.mark.parametrize(("knows", "expected"), [(True, Sent(sent=1)), (False, Sent(given_up=1))])
def test_an_address_in_kazakh_letters_is_for_servers_that_know_such(
    post: Post, monkeypatch: pytest.MonkeyPatch, knows: bool, expected: Sent
) -> None:
    controller = served(post, enable_SMTPUTF8=knows)
    controller.start()
    monkeypatch.setenv("TRACKER_SMTP_PORT", str(controller.port))
    settings.cache_clear()
    put("a")
    with db.transaction() as session:
        session.get_one(Account, aigerim.id).email = "айгерім@уни.қаз"
    assert send_all() == expected
    assert "SMTPUTF8" in (stored().refusal or "SMTPUTF8")
    controller.stop()
