"""What is not believed: every way in which a provider, or somebody who plays one, may be wrong."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import OctKey
from sqlmodel import Session, select

from tests.api import doors
from tests.api.doors import said
from tests.conftest import use_database
from tests.servers import crooked as providers
from tests.servers.crooked import SECRET, Crooked, key
from tests.world import boris, build
from tracker import clock, db
from tracker.api import provider
from tracker.domain.models import Account, SignIn
from tracker.i18n import speaking, t
from tracker.settings import settings


@pytest.fixture(scope="module")
def door() -> Iterator[str]:
    with doors.standing() as url:
        yield url


@pytest.fixture(scope="module")
def running() -> Iterator[Crooked]:
    with providers.running() as crooked:
        yield crooked


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[None]:
    path = tmp_path_factory.mktemp("crooked") / "test.db"
    path.write_bytes(sqlite_template.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        use_database(f"sqlite:///{path}", patch)
        build()
        yield
        db.engine().dispose()
    db.engine.cache_clear()
    settings.cache_clear()


@pytest.fixture
def crooked(
    world: None, running: Crooked, door: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Crooked]:
    """A provider that is honest as yet, and knows Boris, who has never been here."""
    running.begin()
    provider._known.clear()
    for name, value in {**running.settings, "TRACKER_PUBLIC_URL": door}.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield running
    settings.cache_clear()
    with db.transaction() as session:
        for table in ("sign_in", "attempt", "identity", "ticket"):
            session.connection().exec_driver_sql(f"DELETE FROM {table}")
        known = session.get_one(Account, boris.id)
        known.role, known.active = boris.role, True


def sent(client: httpx.Client, door: str, **query: str) -> dict[str, str]:
    """What the browser takes along to the provider."""
    away = client.get(f"{door}/sign-in/university", params=query)
    assert away.status_code == 303, away.text
    return {
        name: values[0]
        for name, values in parse_qs(urlsplit(away.headers["location"]).query).items()
    }


def back(client: httpx.Client, door: str, **query: str) -> httpx.Response:
    return client.get(f"{door}{provider.CALLBACK}", params=query)


def come(door: str, crooked: Crooked, **client_headers: str) -> httpx.Response:
    """A whole way: to the provider, and back with its answer."""
    with doors.browser(**client_headers) as client:
        asked = sent(client, door)
        crooked.claims.setdefault("nonce", asked["nonce"])
        return back(client, door, state=asked["state"], code="code")


def only(session: Session) -> SignIn:
    """The one sign-in that there was."""
    return session.exec(select(SignIn)).one()


def why(answer: httpx.Response) -> str:
    """For which reason the browser was sent back to the sign-in page."""
    assert answer.status_code == 303
    there = urlsplit(answer.headers["location"])
    assert there.path == "/sign-in", there
    assert not any(name.startswith("seriktes=") for name in answer.headers.get_list("set-cookie"))
    return parse_qs(there.query)["why"][0]


def test_an_honest_answer_opens_the_door(door: str, crooked: Crooked) -> None:
    answer = come(door, crooked)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert b"code_verifier=" in crooked.told
    with db.reading() as session:
        kept = only(session)
        assert (kept.account_id, kept.provider_session) == (boris.id, "")


def forge_signature(crooked: Crooked) -> None:
    crooked.signs_with = key("first", copy=1)


def forge_unknown_key(crooked: Crooked) -> None:
    crooked.signs_with = key("second")


def forge_key_in_the_token(crooked: Crooked) -> None:
    crooked.signs_with = key("second")
    crooked.header = {"alg": "RS256", "jwk": key("second").as_dict(private=False)}


def forge_without_signature(crooked: Crooked) -> None:
    crooked.header = {"alg": "none"}


def forge_by_the_secret(crooked: Crooked) -> None:
    crooked.secret = SECRET.encode()
    crooked.header = {"alg": "HS256"}
    crooked.shows = [OctKey.import_key(SECRET, {"kid": "first"}).as_dict()]


def forge_by_the_public_key(crooked: Crooked) -> None:
    crooked.secret = key().as_pem(private=False)
    crooked.header = {"alg": "HS256"}


@pytest.mark.parametrize(
    "forge",
    [
        forge_signature,
        forge_unknown_key,
        forge_key_in_the_token,
        forge_without_signature,
        forge_by_the_secret,
        forge_by_the_public_key,
    ],
)
def test_a_forged_signature_is_not_believed(door: str, crooked: Crooked, forge: object) -> None:
    assert callable(forge)
    forge(crooked)
    assert why(come(door, crooked)) == "provider_faulty"


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "of another sign-in"},
        {"nonce": ""},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another-client"},
        {"aud": ["another-client"], "azp": "seriktes"},
        {"aud": ["seriktes", "another-client"], "azp": "another-client"},
        {"aud": None},
        {"exp": 1700000000, "iat": 1699999000},
        {"exp": None},
        {"sub": None},
        {"sub": "x" * 256},
        {"sub": 7},
        {"at_hash": "of another token"},
        {"_claim_names": {"groups": "src1"}, "groups": None},
        {"email": "no address", "sub": "somebody new"},
    ],
)
def test_a_claim_that_is_not_for_us_and_now_is_not_believed(
    door: str, crooked: Crooked, wrong: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_OIDC_OTHERWISE", "viewer")
    settings.cache_clear()
    crooked.claims.update(wrong)
    crooked.info = {"sub": str(crooked.claims["sub"])}
    assert why(come(door, crooked)) == "provider_faulty"


@pytest.mark.parametrize("name", ["second", ""])
def test_new_keys_of_the_provider_are_taken_up(door: str, crooked: Crooked, name: str) -> None:
    if not name:
        crooked.signs_with = key("")
        crooked.shows = [key("").as_dict(private=False)]
    assert come(door, crooked).headers["location"] == "/"
    crooked.signs_with = key(name, copy=1)
    crooked.shows = [key(name, copy=1).as_dict(private=False)]
    del crooked.claims["nonce"]
    assert come(door, crooked).headers["location"] == "/"


@pytest.mark.parametrize(
    ("path", "status", "body", "reason"),
    [
        ("/.well-known/openid-configuration", 500, b"", "provider_away"),
        ("/.well-known/openid-configuration", 404, b"", "provider_faulty"),
        ("/.well-known/openid-configuration", 200, b"<html>", "provider_faulty"),
        ("/.well-known/openid-configuration", 200, b"[]", "provider_faulty"),
    ],
)
def test_a_broken_description_is_a_sentence(
    door: str, crooked: Crooked, path: str, status: int, body: bytes, reason: str
) -> None:
    crooked.says[path] = status, body
    with doors.browser() as client:
        assert why(client.get(f"{door}/sign-in/university")) == reason


@pytest.mark.parametrize(
    ("path", "status", "body", "reason"),
    [
        ("/token", 503, b"", "provider_away"),
        ("/token", 400, b'{"error": "invalid_grant"}', "provider_faulty"),
        ("/token", 200, b'{"access_token": "x", "token_type": "Bearer"}', "provider_faulty"),
        ("/token", 200, b"\xff", "provider_faulty"),
        ("/keys", 500, b"", "provider_away"),
        ("/keys", 200, b'{"keys": []}', "provider_faulty"),
        ("/me", 200, b'{"sub": "somebody else"}', "provider_faulty"),
        ("/me", 401, b"", "provider_faulty"),
    ],
)
def test_a_broken_answer_is_a_sentence(
    door: str, crooked: Crooked, path: str, status: int, body: bytes, reason: str
) -> None:
    crooked.says[path] = status, body
    del crooked.claims["name"]  # so that it is asked for
    assert why(come(door, crooked)) == reason


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys"])
def test_a_slow_provider_is_not_waited_for(
    door: str, crooked: Crooked, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "TIMEOUT", 0.1)
    crooked.waits[path] = 0.5
    with doors.browser() as client:
        away = client.get(f"{door}/sign-in/university")
        if path.startswith("/.well-known"):
            assert why(away) == "provider_away"
            return
        asked = parse_qs(urlsplit(away.headers["location"]).query)
        crooked.claims["nonce"] = asked["nonce"][0]
        assert why(back(client, door, state=asked["state"][0], code="c")) == "provider_away"


def test_a_provider_that_is_gone_is_told_in_the_persons_language(
    door: str, crooked: Crooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_OIDC_ISSUER", "http://127.0.0.1:9")
    settings.cache_clear()
    for language in ("kk", "ru", "en"):
        with doors.browser(**{"accept-language": language}) as client:
            page = client.get(f"{door}/sign-in/university?next=/partners", follow_redirects=True)
            with speaking(language):
                assert said(page) == t("error.provider_away")
            assert "next=%2Fpartners" in page.text


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "http://127.0.0.1:9"},
        {"token_endpoint": "http://login.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"userinfo_endpoint": "http://10.0.0.1/me"},
        {"end_session_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_description_that_leads_elsewhere_or_into_the_clear_is_refused(
    door: str, crooked: Crooked, changed: dict[str, str]
) -> None:
    crooked.description.update(changed)
    with doors.browser() as client:
        assert why(client.get(f"{door}/sign-in/university")) == "provider_faulty"


def test_an_issuer_without_tls_is_never_asked(
    door: str, crooked: Crooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_OIDC_ISSUER", crooked.url.replace("127.0.0.1", "provider.example"))
    settings.cache_clear()
    with doors.browser() as client:
        assert why(client.get(f"{door}/sign-in/university")) == "provider_faulty"


def test_whoever_comes_back_without_having_set_out_is_turned_away(
    door: str, crooked: Crooked
) -> None:
    with doors.browser() as mine, doors.browser() as theirs:
        asked = sent(mine, door)
        sent(theirs, door)
        crooked.claims["nonce"] = asked["nonce"]
        # Somebody else's browser with my state; mine with a made-up one; none at all.
        assert why(back(theirs, door, state=asked["state"], code="code")) == "ticket_gone"
        assert why(back(mine, door, state="made up", code="code")) == "ticket_gone"
        assert why(back(mine, door, code="code")) == "ticket_gone"
        assert crooked.asked == ["/.well-known/openid-configuration"]
        assert back(mine, door, state=asked["state"], code="code").headers["location"] == "/"


def test_a_way_can_be_gone_once(door: str, crooked: Crooked) -> None:
    with doors.browser() as client:
        asked = sent(client, door)
        crooked.claims["nonce"] = asked["nonce"]
        cookies = dict(client.cookies)
        assert back(client, door, state=asked["state"], code="code").headers["location"] == "/"
    with doors.browser() as again:
        again.cookies.update(cookies)
        assert why(back(again, door, state=asked["state"], code="code")) == "ticket_gone"


def test_two_windows_of_a_browser_do_not_disturb_each_other(door: str, crooked: Crooked) -> None:
    with doors.browser() as client:
        first, second = sent(client, door, next="/events"), sent(client, door, next="/people")
        for asked, there in ((first, "/events"), (second, "/")):
            crooked.claims["nonce"] = asked["nonce"]
            answer = back(client, door, state=asked["state"], code="code")
            # The second finds the person signed in already.
            assert answer.headers["location"] == there


def test_what_the_provider_refuses_is_told_and_kept_out_of_the_log(
    door: str, crooked: Crooked, caplog: pytest.LogCaptureFixture
) -> None:
    with doors.browser(**{"accept-language": "en"}) as client:
        asked = sent(client, door, next="/partners")
        answer = back(client, door, state=asked["state"], error="access_denied\nforged line")
        assert why(answer) == "provider_denied"
        assert answer.headers["location"].endswith("next=%2Fpartners")
        page = client.get(f"{door}{answer.headers['location']}")
        assert said(page) == "The university's sign-in was not completed. Begin again."
    assert "\nforged" not in caplog.text


def test_an_answer_of_another_provider_is_refused(door: str, crooked: Crooked) -> None:
    with doors.browser() as client:
        asked = sent(client, door)
        answer = back(client, door, state=asked["state"], code="c", iss="https://evil.example")
        assert why(answer) == "provider_faulty"
        assert "/token" not in crooked.asked


def test_no_token_is_kept_or_logged(
    door: str, crooked: Crooked, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert come(door, crooked).headers["location"] == "/"
    verifier = parse_qs(crooked.told.decode())["code_verifier"][0]
    assert verifier not in caplog.text
    crooked.claims["nonce"] = "of another sign-in"
    assert why(come(door, crooked)) == "provider_faulty"
    file = settings().sqlite_file
    assert file is not None
    kept = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    for secret in ("of no use", crooked.token().split(".")[0], SECRET):
        assert secret not in caplog.text
        assert secret.encode() not in kept


def test_the_state_leaves_with_a_short_lived_cookie_that_scripts_cannot_read(
    door: str, crooked: Crooked
) -> None:
    with doors.browser() as client:
        away = client.get(f"{door}/sign-in/university")
        (cookie,) = [c for c in away.headers.get_list("set-cookie") if "seriktes_way" in c]
    assert {"HttpOnly", "SameSite=lax", "Max-Age=600", "Path=/"} <= set(cookie.split("; "))
    asked = parse_qs(urlsplit(away.headers["location"]).query)
    assert asked["redirect_uri"] == [f"{door}/sign-in/university/callback"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    assert asked["scope"] == ["openid email profile"]


def test_it_leads_to_pages_of_ours_only(door: str, crooked: Crooked) -> None:
    for elsewhere in ("//evil.example", "https://evil.example", "/sign-in/university", "/sign-out"):
        with doors.browser() as client:
            asked = sent(client, door, next=elsewhere)
            crooked.claims["nonce"] = asked["nonce"]
            answer = back(client, door, state=asked["state"], code="code")
            assert answer.headers["location"] == "/"


def test_the_provider_itself_may_send_people(door: str, crooked: Crooked) -> None:
    with doors.browser() as client:
        page = f"{door}/partners?stage=active"
        asked = sent(client, door, iss=crooked.url, target_link_uri=page, login_hint="boris")
        assert asked["login_hint"] == "boris"
        crooked.claims["nonce"] = asked["nonce"]
        answer = back(client, door, state=asked["state"], code="code", iss=crooked.url)
        assert answer.headers["location"] == "/partners?stage=active"
    with doors.browser() as client:
        strange = client.get(f"{door}/sign-in/university?iss=https://evil.example")
        assert why(strange) == "provider_faulty"


def test_an_unverified_mail_takes_over_no_account(door: str, crooked: Crooked) -> None:
    for value in (False, "false", None, "yes", 0):
        crooked.claims.update(email_verified=value, nonce=None)
        crooked.claims.pop("nonce")
        assert why(come(door, crooked)) == "mail_unverified"
    with db.reading() as session:
        assert session.exec(select(SignIn)).all() == []


def test_a_closed_account_stays_closed(door: str, crooked: Crooked) -> None:
    with db.transaction() as session:
        session.get_one(Account, boris.id).active = False
    assert why(come(door, crooked)) == "account_closed"


def test_groups_are_found_inside_other_claims_and_in_the_user_info(
    door: str, crooked: Crooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_OIDC_GROUPS_CLAIM", "realm_access.roles")
    monkeypatch.setenv("TRACKER_OIDC_MANAGERS", "bosses")
    settings.cache_clear()
    crooked.info = {"sub": "boris", "realm_access": {"roles": ["bosses"]}}
    assert come(door, crooked).headers["location"] == "/"
    with db.reading() as session:
        assert session.get_one(Account, boris.id).role == "manager"


def test_a_crowd_that_sets_out_or_guesses_is_slowed_down(door: str, crooked: Crooked) -> None:
    with doors.browser() as client:
        for _ in range(10):
            assert why(back(client, door, state="guess", code="c")) == "ticket_gone"
        asked = sent(client, door)
        crooked.claims["nonce"] = asked["nonce"]
        answer = back(client, door, state=asked["state"], code="c")
        assert why(answer) == "too_many_attempts"


EVENT: dict[str, object] = {"http://schemas.openid.net/event/backchannel-logout": {}}


class TestSigningOutAtTheProvider:
    """OpenID Connect Back-Channel Logout: the provider's server speaks to ours."""

    def post(self, door: str, token: str) -> int:
        with doors.browser() as server:
            told = {"logout_token": token}
            return server.post(f"{door}/sign-in/university/left", data=told).status_code

    @pytest.mark.parametrize(
        ("session", "ends"), [({}, True), ({"sid": "his"}, True), ({"sid": "another"}, False)]
    )
    def test_what_belongs_to_its_session_ends(
        self, door: str, crooked: Crooked, session: dict[str, str], ends: bool
    ) -> None:
        crooked.claims["sid"] = "his"
        assert come(door, crooked).headers["location"] == "/"
        crooked.claims.pop("nonce")
        crooked.claims.pop("sid")
        assert self.post(door, crooked.token(events=EVENT, **session)) == 200
        with db.reading() as reading:
            assert (only(reading).revoked_at is not None) == ends

    @pytest.mark.parametrize(
        "wrong",
        [
            {"events": {}},
            {"events": EVENT, "nonce": "as of a sign-in"},
            {"events": EVENT, "aud": "another-client"},
            {"events": EVENT, "exp": 1700000000},
        ],
    )
    def test_nothing_else_ends_anything(
        self, door: str, crooked: Crooked, wrong: dict[str, object]
    ) -> None:
        assert come(door, crooked).headers["location"] == "/"
        crooked.claims.pop("nonce")
        assert self.post(door, crooked.token(**wrong)) == 400
        assert self.post(door, "x") == 400
        with db.reading() as session:
            assert only(session).revoked_at is None


def asked_again(client: httpx.Client, door: str, crooked: Crooked, **claims: object) -> str:
    """Somebody who is signed in proves it once more; what the browser is told."""
    asked = sent(client, door, again="yes", next="/settings")
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    assert asked["login_hint"] == boris.email
    crooked.claims |= {"nonce": asked["nonce"], **claims}
    answer = back(client, door, state=asked["state"], code="code")
    return answer.headers.get("location") or answer.text


def test_who_comes_by_the_provider_proves_it_there_once_more(door: str, crooked: Crooked) -> None:
    now = crooked.claims["iat"]
    with doors.browser() as client:
        asked = sent(client, door)
        assert "prompt" not in asked
        crooked.claims |= {"nonce": asked["nonce"], "auth_time": now - 7200}
        back(client, door, state=asked["state"], code="code")
        with db.reading() as session:
            (begun,) = [only(session).proved_at]
        assert begun
        assert clock.now() - begun > timedelta(hours=1)
        # A provider that lets in whom it knows has not asked; and nobody else is proof.
        with speaking("en"):
            told = t("error.proof_due")
        assert asked_again(client, door, crooked, auth_time=now - 7200) == told
        asked_again(client, door, crooked, auth_time=now, sub="dana")
        with db.reading() as session:
            assert only(session).proved_at == begun
        assert asked_again(client, door, crooked, auth_time=now, sub="boris") == "/settings"
        with db.reading() as session:
            assert only(session).proved_at != begun
