"""What the browser sends of a field while it is typed in: who may, how much, and for whom."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from tests.servers import worlds
from tests.world import aigerim, boris, dana
from tracker import db
from tracker.access import User
from tracker.api import identity
from tracker.api.unsent import routes
from tracker.domain import unsent
from tracker.domain.press import unfinished

OWN = {"origin": "https://tracker.uni.example"}
Browser = Callable[[User | None], TestClient]


@pytest.fixture
def browser(sqlite_database: str, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The route, behind a gate that has let this colleague in."""
    worlds.furnish()

    async def still(_user: User) -> bool:
        return True

    def of(user: User | None) -> TestClient:
        app = Starlette(routes=routes)

        async def gate(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("state", {})["user"] = user
            await app(scope, receive, send)

        return TestClient(gate, base_url=OWN["origin"], headers=OWN)

    monkeypatch.setattr(identity, "is_at_work", still)
    return of


def typed(text: str, place: str = "home") -> dict[str, object]:
    return {"place": place, "texts": {"summary": text}}


def test_what_is_typed_is_offered_to_the_one_who_typed_it(browser: Browser) -> None:
    key = uuid4().hex
    assert browser(aigerim).post(f"/drafts/{key}", json=typed("Кездесу")).status_code == 204
    with db.reading() as session:
        (kept,) = unsent.begun(session, "home", by=aigerim)
        assert (kept.key, kept.texts) == (key, {"summary": "Кездесу"})
        assert unsent.begun(session, "home", by=dana) == []
    assert browser(dana).post(f"/drafts/{key}", json=typed("Mine")).status_code == 404
    with db.transaction() as session:
        unsent.drop(session, key, by=aigerim)
    assert browser(aigerim).post(f"/drafts/{key}", json=typed("Late")).status_code == 409
    assert browser(boris).post(f"/drafts/{uuid4().hex}", json=typed("x")).status_code == 403
    assert browser(None).post(f"/drafts/{uuid4().hex}", json=typed("x")).status_code == 401


def test_an_article_is_kept_with_the_articles(browser: Browser) -> None:
    key = uuid4().hex
    sent = {"place": f"read_article-{uuid4().hex}", "texts": {"text": "The university"}}
    assert browser(aigerim).post(f"/drafts/{key}", json=sent).status_code == 204
    with db.reading() as session:
        assert unfinished.get(session, key, by=aigerim).given == "The university"


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {}]
)
def test_only_our_own_pages_may_send(browser: Browser, headers: dict[str, str]) -> None:
    client = browser(aigerim)
    client.headers.pop("origin")
    sent = client.post(f"/drafts/{uuid4().hex}", json=typed("x"), headers=headers)
    assert sent.status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b'{"place": "home"}',
        b'{"place": "home", "texts": {"summary": 5}}',
        b'{"place": "../home", "texts": {}}',
        b'{"place": "home", "texts": {"sum mary": "x"}}',
        b'{"place": "home", "texts": {' + b",".join(b'"f%d": "x"' % n for n in range(13)) + b"}}",
    ],
)
def test_what_is_no_draft_is_refused(browser: Browser, body: bytes) -> None:
    assert browser(aigerim).post(f"/drafts/{uuid4().hex}", content=body).status_code == 400


@pytest.mark.parametrize("key", ["x", "F" * 32, "0" * 33])
def test_a_key_is_one_of_ours(browser: Browser, key: str) -> None:
    assert browser(aigerim).post(f"/drafts/{key}", json=typed("x")).status_code == 400


def test_a_sign_in_that_has_ended_keeps_nothing(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(aigerim)
    monkeypatch.undo()
    # Without a sign-in of a browser, nobody is at work.
    assert client.post(f"/drafts/{uuid4().hex}", json=typed("x")).status_code == 401
