"""Choosing a password by a link, and asking for one, as a browser without scripts does it."""

from collections.abc import Iterator

import httpx
import pytest

from tests.api.conftest import PASSWORD, BrowserAt, form, sign_in
from tests.api.test_sign_in_pages import headline, problems, said
from tests.mail.letters import all_left, queue
from tests.world import aigerim, boris, saule
from tracker import db
from tracker.domain import account_links
from tracker.domain.models import Account
from tracker.settings import settings

BETTER = "tea with milk at noon"


@pytest.fixture
def mail(browser: BrowserAt, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A mail server that is set up, and never answers."""
    monkeypatch.setenv("TRACKER_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("TRACKER_SMTP_PORT", "1")
    monkeypatch.setenv("TRACKER_MAIL_SENDER", "tracker@uni.example")
    settings.cache_clear()
    yield
    all_left()


def link(account_id: int = boris.id) -> str:
    with db.transaction() as session:
        return f"/password/{account_links.make(session, account_id, by=saule).token}"


def choose(client: httpx.Client, path: str, password: str = BETTER) -> httpx.Response:
    """What a browser sends. Under some policies it does not say from where."""
    policy = client.get(path).headers["referrer-policy"]
    origin = "null" if policy == "no-referrer" else str(client.base_url).rstrip("/")
    typed = {**form(client, path), "password": password}
    return client.post(path, data=typed, headers={"origin": origin})


def ask(client: httpx.Client, email: str) -> httpx.Response:
    return client.post("/forgotten", data={**form(client, "/forgotten"), "email": email})


def test_a_password_is_chosen_once_by_whoever_has_the_link(browser: BrowserAt) -> None:
    client, here = browser(), browser()
    sign_in(here, boris.email, PASSWORD)
    path = link()
    for _ in range(3):  # a scanner of mail looks, too
        page = client.get(path)
        assert f"Hello, {boris.name}" in page.text
        assert client.head(path).status_code in (200, 405)
    assert page.headers["referrer-policy"] == "strict-origin"  # tells the host, never the path
    assert page.headers["cache-control"] == "no-store"
    weak = choose(client, path, "short")
    assert (weak.status_code, list(problems(weak))) == (422, ["password"])
    assert here.get("/alive").status_code == 204
    assert headline(choose(client, path)) == "Your password is set"
    assert here.get("/alive").status_code == 303
    assert client.get(path).status_code == 410
    assert sign_in(client, boris.email, PASSWORD).status_code == 401
    assert sign_in(client, boris.email, BETTER).status_code == 303


def test_a_link_that_leads_nowhere_says_nothing_of_accounts(browser: BrowserAt) -> None:
    client, path = browser(), link()
    with db.transaction() as session:
        session.get_one(Account, boris.id).active = False
    answers = [client.get(each) for each in (path, f"/password/{'x' * 43}")]
    told = {(answer.status_code, said(answer)) for answer in answers}
    assert told == {
        (410, "This link leads nowhere: it was used, is too old, or there is a newer one.")
    }
    assert boris.name not in answers[0].text
    late = client.post(path, data={**form(client, "/sign-in"), "password": BETTER})
    assert late.status_code == 410


def test_a_form_that_is_not_ours_chooses_nothing(browser: BrowserAt) -> None:
    client, path = browser(), link()
    assert client.post(path, data={"password": BETTER}).status_code == 403
    assert client.get(path).status_code == 200


def test_the_answer_is_the_same_whoever_asks(browser: BrowserAt, mail: None) -> None:
    client = browser()
    assert 'href="/forgotten"' in client.get("/sign-in").text
    unknown, known = ask(client, "stranger@uni.example"), ask(client, aigerim.email)
    assert unknown.status_code == known.status_code == 200
    assert unknown.text.replace("stranger@uni.example", aigerim.email) == known.text
    all_left()
    assert queue().waiting == 1


def test_links_are_not_asked_for_at_leisure(browser: BrowserAt, mail: None) -> None:
    for number in range(3):
        assert ask(browser(f"203.0.113.{number}"), "stranger@uni.example").status_code == 200
    refused = ask(browser("203.0.113.9"), "stranger@uni.example")
    assert (refused.status_code, said(refused)[:35]) == (429, "Links have been asked for already. ")
    assert 'value="stranger@uni.example"' in refused.text


def test_a_form_that_is_not_ours_asks_for_nothing(browser: BrowserAt, mail: None) -> None:
    assert browser().post("/forgotten", data={"email": aigerim.email}).status_code == 403


def test_without_a_mail_server_it_says_whom_to_ask(browser: BrowserAt) -> None:
    client = browser()
    assert "Ask the administrator" in client.get("/sign-in").text
    assert client.get("/forgotten").headers["location"] == "/sign-in"
    answer = client.post("/forgotten", data={"email": aigerim.email})
    assert answer.headers["location"] == "/sign-in"


def test_whoever_chose_by_a_link_is_not_kept_out_by_strangers(browser: BrowserAt) -> None:
    client, path = browser(), link()
    choose(client, path)
    for _ in range(6):
        stranger = browser()
        refused = sign_in(stranger, boris.email, "wrong password")
    assert refused.status_code == 429
    assert sign_in(client, boris.email, BETTER).status_code == 303


def test_a_database_that_is_away_is_a_sentence(browser: BrowserAt, mail: None) -> None:
    client = browser()
    typed = {**form(client, "/forgotten"), "email": aigerim.email}
    with db.transaction() as session:
        session.connection().exec_driver_sql("ALTER TABLE attempt RENAME TO attempt_away")
    assert client.post("/forgotten", data=typed).status_code == 503


def test_the_language_may_be_changed_on_the_way(browser: BrowserAt) -> None:
    client, path = browser(), link()
    assert client.get("/language/ru", params={"next": path}).headers["location"] == path
    assert headline(client.get(path)) == "Выбор пароля"
