"""The door where passwords are switched off, and the way in from the console."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api import doors
from tests.api.conftest import form
from tests.api.doors import said
from tests.conftest import use_database
from tests.world import boris, build, saule
from tracker import db
from tracker.domain import console_ways, set_up
from tracker.i18n import LANGUAGES, speaking, t
from tracker.settings import settings


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[str]:
    path = tmp_path_factory.mktemp("door") / "test.db"
    path.write_bytes(sqlite_template.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_PASSWORDS", "off")
        use_database(f"sqlite:///{path}", patch)
        with doors.standing() as url:
            yield url
        db.engine().dispose()
    db.engine.cache_clear()
    settings.cache_clear()


@pytest.fixture(scope="module")
def world(door: str) -> None:
    build()


# Before the world is built: the first test of this file.
def test_the_first_administrator_needs_no_password(door: str) -> None:
    with db.transaction() as session:
        code = set_up.setup_code(session)
    with doors.browser() as client:
        typed = form(client, f"{door}/set-up")
        assert 'type="password"' not in client.get(f"{door}/set-up").text
        first = {"code": code, "name": "Бірінші Әкімші", "email": "first@uni.example"}
        done = client.post(f"{door}/set-up", data={**typed, **first})
        assert done.headers["location"] == "/set-up/start"
        assert client.get(f"{door}/alive").status_code == 204
    with db.transaction() as session:
        for table in ("sign_in", "change", "account"):
            session.connection().exec_driver_sql(f"DELETE FROM {table}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_gone_and_what_is_sent_all_the_same_is_refused(
    door: str, world: None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with doors.browser(**{"accept-language": language}) as client, speaking(language):
        page = client.get(f"{door}/sign-in")
        assert "<form" not in page.text
        assert t("sign_in.no_way") in page.text
        client.cookies.set("seriktes_form", "t" * 32)
        typed = {"token": "t" * 32, "email": boris.email, "password": "anything at all"}
        refused = client.post(f"{door}/sign-in", data=typed)
        assert refused.status_code == 403
        assert said(refused) == t("error.passwords_off")
        for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"):
            monkeypatch.setenv(f"TRACKER_OIDC_{name}", "https://login.example")
        monkeypatch.setenv("TRACKER_PUBLIC_URL", door)
        settings.cache_clear()
        page = client.get(f"{door}/sign-in?next=/partners")
        assert t("sign_in.university") in page.text
        assert 'href="/sign-in/university?next=%2Fpartners"' in page.text
        monkeypatch.setenv("TRACKER_OIDC_NAME", "<ШУ> ID")
        settings.cache_clear()
        assert "&lt;ШУ&gt; ID" in client.get(f"{door}/sign-in").text
        monkeypatch.undo()
        settings.cache_clear()


@pytest.mark.parametrize("path", ["/forgotten", f"/password/{'x' * 43}"])
def test_no_link_by_mail_is_asked_for_or_followed(
    door: str, world: None, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_SMTP_HOST", "127.0.0.1")
    settings.cache_clear()
    with doors.browser(**{"accept-language": "en"}) as client, speaking("en"):
        assert "/forgotten" not in client.get(f"{door}/sign-in").text
        client.cookies.set("seriktes_form", "t" * 32)
        typed = {"token": "t" * 32, "email": boris.email, "password": "anything at all"}
        for refused in (client.get(door + path), client.post(door + path, data=typed)):
            assert refused.status_code == 403
            assert said(refused) == t("error.passwords_off")
            assert "/forgotten" not in refused.text
    monkeypatch.undo()
    settings.cache_clear()


def test_the_address_of_the_console_lets_an_administrator_in_once(door: str, world: None) -> None:
    with db.transaction() as session:
        secret = console_ways.open_for(session, saule.email)
    with doors.browser() as client:
        answer = client.get(f"{door}/sign-in/let-in", params={"key": secret})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert client.get(f"{door}/alive").status_code == 204
    for used in (secret, "", "guess"):
        with doors.browser() as client:
            answer = client.get(f"{door}/sign-in/let-in", params={"key": used})
            assert answer.headers["location"] == "/sign-in?why=ticket_gone"
            assert client.get(f"{door}/alive").status_code == 303


def test_the_page_says_only_what_it_knows(door: str, world: None) -> None:
    with doors.browser() as client:
        for why in ("<b>", "bin", "stale", ""):
            assert said(client.get(f"{door}/sign-in", params={"why": why})) == ""
