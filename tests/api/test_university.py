"""Signing in at a real provider, npm's `oidc-provider`, whose pages are walked as by a browser."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from tests.api import doors
from tests.api.doors import said
from tests.conftest import use_database
from tests.servers import worlds
from tests.servers.plugin import StartUniversity
from tests.servers.university import University
from tests.world import boris, saule
from tracker import db
from tracker.access import Role
from tracker.api import identity
from tracker.domain import sign_ins
from tracker.domain.models import Account, Identity, Language
from tracker.i18n import LANGUAGES, speaking, t
from tracker.settings import settings

ASEL = {
    "email": "asel@uni.example",
    "email_verified": True,
    "name": "Әсел Нұрланқызы",
    "groups": ["staff", "partners"],
}
BORIS = {"email": boris.email, "email_verified": True, "name": "B. Kim", "groups": ["staff"]}


@pytest.fixture(scope="module")
def door() -> Iterator[str]:
    with doors.standing() as url:
        yield url


@pytest.fixture(scope="module")
def provider(door: str, start_university: StartUniversity) -> University:
    return start_university(door)


@pytest.fixture
def university(
    provider: University,
    door: str,
    tmp_path: Path,
    sqlite_template: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[University]:
    """The provider knows two people, and its groups are mapped to roles."""
    provider.knows({"asel": ASEL, "boris": BORIS})
    mapped = {
        "TRACKER_PUBLIC_URL": door,
        "TRACKER_OIDC_LIAISON": "partners",
        "TRACKER_OIDC_MANAGERS": "bosses",
        "TRACKER_OIDC_ADMINISTRATORS": "admins, root",
        "TRACKER_OIDC_VIEWERS": "staff",
    }
    for name, value in {**provider.settings, **mapped}.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "test.db").write_bytes(sqlite_template.read_bytes())
    use_database(f"sqlite:///{tmp_path / 'test.db'}", monkeypatch)
    worlds.furnish()
    yield provider
    db.engine().dispose()
    db.engine.cache_clear()
    settings.cache_clear()


def walk(client: httpx.Client, door: str, name: str, path: str = "/alive") -> httpx.Response:
    """From a page that was asked for to the provider's form, and back to what comes then."""
    page = client.get(f"{door}{path}", follow_redirects=True)
    button = re.search(r'class="button" href="([^"]+)"', page.text)
    assert button is not None, page.text
    asked = client.get(f"{door}{unescape(button.group(1))}", follow_redirects=True)
    return sent(client, asked, login=name, password="of no interest")


def sent(client: httpx.Client, page: httpx.Response, **typed: str) -> httpx.Response:
    """Fill in the first form of a page, and follow where it leads."""
    action = re.search(r'action="([^"]+)"', page.text)
    assert action is not None, page.text
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    there = page.url.join(unescape(action.group(1)))
    return client.post(there, data={**dict(hidden), **typed}, follow_redirects=True)


def account(email: str) -> Account | None:
    with db.reading() as session:
        return session.exec(select(Account).where(Account.email == email)).one_or_none()


def is_in(client: httpx.Client, door: str) -> bool:
    identity._kept.clear()
    return client.get(f"{door}/alive", headers={"accept": "*/*"}).status_code == 204


def test_a_new_colleague_gets_an_account_by_their_groups(university: University, door: str) -> None:
    with doors.browser(**{"accept-language": "kk"}) as client:
        # "/alive" is a page of ours that needs a sign-in; it was asked for, and it comes.
        assert walk(client, door, "asel").status_code == 204
        assert "seriktes" in client.cookies
        assert "seriktes_way" not in client.cookies
    made = account("asel@uni.example")
    assert made is not None
    assert (made.name, made.role, made.language) == (ASEL["name"], Role.LIAISON, Language.KK)
    assert made.password_hash == ""


def test_a_known_colleague_is_known_by_the_verified_mail_and_then_for_good(
    university: University, door: str
) -> None:
    with doors.browser() as client:
        assert walk(client, door, "boris").status_code == 204
    university.knows({"boris": {**BORIS, "email": "renamed@uni.example"}})
    with doors.browser() as client:
        assert walk(client, door, "boris").status_code == 204
    with db.reading() as session:
        (tied,) = session.exec(select(Identity))
        assert (tied.account_id, tied.issuer, tied.subject) == (boris.id, university.url, "boris")
        # The name and the address are the administrator's.
        assert session.get_one(Account, boris.id).email == boris.email
        assert session.get_one(Account, boris.id).name == boris.name


def test_another_group_is_another_role_and_ends_the_other_sign_ins(
    university: University, door: str
) -> None:
    with doors.browser() as first, doors.browser() as second:
        walk(first, door, "boris")
        assert is_in(first, door)
        university.knows({"boris": {**BORIS, "groups": ["staff", "bosses"]}})
        walk(second, door, "boris")
        assert is_in(second, door)
        assert not is_in(first, door)
        known = account(boris.email)
        assert known is not None
        assert known.role == Role.MANAGER
        # Without any group that counts nobody comes in, and nothing stays open.
        university.knows({"boris": {**BORIS, "groups": ["students"]}})
        with doors.browser() as third:
            assert "why=no_role" in str(walk(third, door, "boris").url)
        assert not is_in(second, door)


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_without_a_role_is_told_so(
    university: University, door: str, language: str
) -> None:
    university.knows({"student": {**ASEL, "groups": []}})
    with doors.browser(**{"accept-language": language}) as client:
        page = walk(client, door, "student")
        with speaking(language):
            assert said(page) == t("error.no_role")
            assert t("sign_in.university") in page.text
    assert account("asel@uni.example") is None


def test_signing_out_here_signs_out_there_and_what_it_opened_elsewhere_stays(
    university: University, door: str
) -> None:
    with doors.browser() as desk, doors.browser() as phone:
        walk(desk, door, "asel")
        walk(phone, door, "asel")
        page = desk.post(f"{door}/sign-out", headers={"sec-fetch-site": "same-origin"})
        assert page.status_code == 200
        assert not is_in(desk, door)
        onward = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)
        assert onward is not None
        asked = desk.get(unescape(onward.group(1)))
        done = sent(desk, asked, logout="yes")
        assert str(done.url) == f"{door}/sign-in"
        # There, too: the next time the form of the provider comes again.
        assert "password" in desk.get(f"{door}/sign-in/university", follow_redirects=True).text
        assert is_in(phone, door)


def test_signing_out_there_signs_out_here(university: University, door: str) -> None:
    with doors.browser() as desk, doors.browser() as phone:
        walk(desk, door, "asel")
        walk(phone, door, "asel")
        page = desk.get(f"{university.url}/session/end")
        assert sent(desk, page, logout="yes").is_success
        assert not is_in(desk, door)
        assert is_in(phone, door)


def test_a_password_ends_in_the_usual_way_out(university: University, door: str) -> None:
    with db.transaction() as session:
        opened = sign_ins.open_for(session, session.get_one(Account, saule.id))
    with doors.browser() as client:
        client.cookies.set("seriktes", opened.token)
        assert is_in(client, door)
        away = client.post(f"{door}/sign-out", headers={"sec-fetch-site": "same-origin"})
        assert (away.status_code, away.headers["location"]) == (303, "/sign-in")
