"""The pages before the door, as a browser without scripts uses them."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlmodel import select
from starlette.requests import Request

from tests.api.conftest import PASSWORD, Server, comes_true, form, serving, sign_in
from tests.conftest import use_database
from tests.world import boris, saule
from tracker import db
from tracker.access import Role
from tracker.api import door, faults
from tracker.domain import set_up
from tracker.domain.models import Account, Partner

HTML = {"accept": "text/html"}


def headline(response: httpx.Response) -> str:
    return response.text.split('<h1 id="title">')[1].split("<")[0]


def said(response: httpx.Response) -> str:
    found = re.search(r'role="alert">([^<]*)<', response.text)
    return found.group(1) if found else ""


def problems(response: httpx.Response) -> dict[str, str]:
    return dict(re.findall(r'class="problem" id="(\w+)-error">([^<]*)<', response.text))


def test_signing_in_leads_to_the_page_that_was_asked_for(server: Server) -> None:
    with server.client(**HTML) as client:
        asked = client.get("/partner?id=1&tab=кездесу")
        page = client.get(asked.headers["location"])
        there = page.text.split('name="next" value="')[1].split('"')[0].replace("&amp;", "&")
        typed = {**form(client, "/sign-in"), "email": boris.email, "password": PASSWORD}
        answer = client.post("/sign-in", data={**typed, "next": there})
        assert answer.status_code == 303
        assert httpx.URL(answer.headers["location"]).path == "/partner"
        assert httpx.URL(answer.headers["location"]).params["tab"] == "кездесу"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "evil.example",
        "/sign-out",
        "/sign-in?next=/",
        "",
    ],
)
def test_it_leads_nowhere_else(server: Server, elsewhere: str) -> None:
    assert door.inside(elsewhere) == "/"
    with server.client() as client:
        answer = sign_in(client, boris.email, PASSWORD, next=elsewhere)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert client.get("/language/en", params={"next": elsewhere}).headers["location"] in (
            "/",
            "/sign-out",
            "/sign-in?next=/",
        )


def test_a_wrong_password_keeps_the_address_and_not_the_password(server: Server) -> None:
    with server.client(**{"accept-language": "en"}) as client:
        answer = sign_in(client, '"><b>boris@uni.example', "wrong password")
        assert answer.status_code == 401
        assert said(answer) == "The e-mail or the password is wrong."
        assert 'value="&#34;&gt;&lt;b&gt;boris@uni.example"' in answer.text
        assert "wrong password" not in answer.text
        assert "set-cookie" not in answer.headers or "seriktes=" not in answer.headers["set-cookie"]


def test_a_refused_sign_in_is_logged_without_what_was_typed(server: Server) -> None:
    with server.client() as client:
        sign_in(client, "boris@uni.example", "a guess of mine")
    log = server.log.read_text()
    assert "a sign-in was refused: wrong password" in log
    assert "boris@" not in log
    assert "a guess of mine" not in log


def test_a_closed_account_and_an_unknown_one_read_the_same(server: Server) -> None:
    with server.client() as client:
        unknown = sign_in(client, "stranger@uni.example", PASSWORD)
        _set_active(boris.id, False)
        try:
            closed = sign_in(client, boris.email, PASSWORD)
        finally:
            _set_active(boris.id, True)
        assert (closed.status_code, said(closed)) == (unknown.status_code, said(unknown))


def test_too_many_tries_are_told_so(server: Server) -> None:
    with server.client(**{"accept-language": "ru"}) as client:
        for _ in range(5):
            sign_in(client, boris.email, "wrong password")
        answer = sign_in(client, boris.email, PASSWORD)
        assert answer.status_code == 429
        assert said(answer).startswith("Слишком много попыток")


@pytest.mark.parametrize("token", ["", "x", "ә"])
def test_a_form_that_is_not_ours_is_refused_with_a_sentence(server: Server, token: str) -> None:
    with server.client(**{"accept-language": "en"}) as client:
        form(client, "/sign-in")
        typed = {"token": token, "email": boris.email, "password": PASSWORD}
        answer = client.post("/sign-in", data=typed)
        assert answer.status_code == 403
        assert "open for too long" in said(answer)
    with server.client() as client:
        typed["token"] = "no cookie goes with it"
        assert client.post("/sign-in", data=typed).status_code == 403


def test_the_token_of_one_browser_is_no_use_in_another(server: Server) -> None:
    with server.client() as one, server.client() as other:
        stolen = form(one, "/sign-in")
        form(other, "/sign-in")
        typed = {**stolen, "email": boris.email, "password": PASSWORD}
        assert other.post("/sign-in", data=typed).status_code == 403


def test_every_sign_in_has_a_new_cookie_that_scripts_cannot_read(server: Server) -> None:
    with server.client() as client:
        client.cookies.set("seriktes", "chosen-by-somebody-else")
        answer = sign_in(client, boris.email, PASSWORD)
    kept = next(
        each for each in answer.headers.get_list("set-cookie") if each.startswith("seriktes=")
    )
    assert "chosen" not in kept
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(kept.split("; "))
    assert len(kept.split(";")[0]) > 45


def test_who_is_signed_in_sees_no_sign_in_page(server: Server) -> None:
    with server.signed_in(boris) as client:
        assert client.get("/sign-in?next=/partners").headers["location"] == "/partners"
        assert client.get("/set-up").headers["location"] == "/sign-in"


def test_signing_out_takes_along_what_the_browser_kept(server: Server) -> None:
    with server.signed_in(boris) as client:
        left = client.post("/sign-out", headers={"origin": server.url})
    assert left.headers["clear-site-data"] == '"cache", "storage"'


def test_signing_out_twice_is_no_fault(server: Server) -> None:
    with server.signed_in(boris) as client:
        for _ in range(2):
            answer = client.post("/sign-out", headers={"sec-fetch-site": "same-origin"})
            assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
        assert client.get("/sign-out").status_code == 401


@pytest.mark.parametrize(
    ("language", "title"), [("kk", "Жүйеге кіру"), ("ru", "Вход"), ("en", "Sign in")]
)
def test_the_page_speaks_the_chosen_language(server: Server, language: str, title: str) -> None:
    with server.client(**{"accept-language": "de, fr;q=0.8"}) as client:
        assert headline(client.get("/sign-in")) == "Жүйеге кіру"
        answer = client.get(f"/language/{language}", params={"next": "/sign-in?next=/partners"})
        assert answer.headers["location"] == "/sign-in?next=/partners"
        page = client.get("/sign-in")
        assert headline(page) == title
        assert f'<html lang="{language}">' in page.text


def test_the_browsers_language_is_the_first_guess(server: Server) -> None:
    with server.client(**{"accept-language": "de-DE, ru-RU;q=0.8, en;q=0.5"}) as client:
        assert headline(client.get("/sign-in")) == "Вход"


def test_a_colleague_changes_the_language_of_the_account(server: Server) -> None:
    with server.signed_in(boris) as client:
        address = f"{server.url}/partners?stage=active"
        answer = client.get("/language/ru", params={"next": address})
        assert answer.headers["location"] == "/partners?stage=active"
        assert comes_true(lambda: '<html lang="ru">' in client.get("/", headers=HTML).text)
        client.get("/language/en")
        assert client.get("/language/xx").status_code == 404


def test_the_pages_hold_no_script_and_no_style_of_their_own(server: Server) -> None:
    with server.client() as client:
        page = client.get("/sign-in")
        assert "<script" not in page.text
        assert "style=" not in page.text
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self';")


def test_a_fault_of_ours_is_a_sentence_with_a_number(caplog: pytest.LogCaptureFixture) -> None:
    scope = {"type": "http", "headers": [(b"accept-language", b"en")], "server": ("x", 80)}
    request = Request({**scope, "path": "/", "query_string": b"", "scheme": "http"})
    answer = asyncio.run(faults.of_ours(request, ValueError("of the inside")))
    told = bytes(answer.body).decode()
    number = re.findall(r"\b[0-9a-f]{8}\b", told)
    assert answer.status_code == 500
    assert "of the inside" not in told
    assert f"fault {number[0]}" in caplog.text
    assert "of the inside" in caplog.text


def test_a_broken_database_is_a_sentence_without_its_tables(server: Server) -> None:
    with db.transaction() as session:
        session.connection().exec_driver_sql("ALTER TABLE attempt RENAME TO attempt_away")
    try:
        with server.client(**{"accept-language": "en"}) as client:
            answer = sign_in(client, boris.email, PASSWORD)
            health = client.get("/healthz")
    finally:
        with db.transaction() as session:
            session.connection().exec_driver_sql("ALTER TABLE attempt_away RENAME TO attempt")
    assert answer.status_code >= 500
    assert "attempt" not in answer.text
    assert health.status_code == 200


def test_over_tls_the_cookie_is_bound_to_this_host(tmp_path: Path, server: Server) -> None:
    public = {"TRACKER_PUBLIC_URL": "https://crm.uni.example"}
    with (
        serving(tmp_path, str(db.engine().url), **public) as behind,
        behind.client(host="crm.uni.example") as client,
    ):
        page = client.get("/sign-in", headers=HTML)
        assert page.headers["strict-transport-security"]
        token = page.text.split('name="token" value="')[1].split('"')[0]
        sent = client.post(
            "/sign-in",
            data={"token": token, "email": boris.email, "password": PASSWORD},
            headers={"cookie": f"__Host-seriktes_form={token}"},
        )
        given = sent.headers.get_list("set-cookie")
        kept = next(each for each in given if each.startswith("__Host-seriktes="))
        assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(kept.split("; "))
        spoken = client.get("/language/ru").headers["set-cookie"]
        # Of ours none is without the prefix, also before the door.
        for each in (*page.headers.get_list("set-cookie"), *given, spoken):
            assert each.startswith("__Host-seriktes"), each
            assert {"Secure", "Path=/"} <= set(each.split("; "))
            assert "domain=" not in each.lower()
        # Streamlit's own, too; and none that was planted under the bare name is believed.
        let_in = kept.split(";")[0]
        planted = {"cookie": f"{let_in}; _streamlit_xsrf=2|planted"}
        theirs, gone = client.get("/_stcore/health", headers=planted).headers.get_list("set-cookie")
        assert theirs.startswith("__Host-_streamlit_xsrf=")
        assert {"Secure", "Path=/"} <= set(theirs.split("; "))
        assert gone.startswith("_streamlit_xsrf=; Max-Age=0")
        token = theirs.split("=", 1)[1].split(";")[0]
        for name, refused in (("__Host-_streamlit_xsrf", False), ("_streamlit_xsrf", True)):
            told = {"cookie": f"{let_in}; {name}={token}", "x-xsrftoken": token}
            told |= {"origin": "https://crm.uni.example"}
            sent = client.put("/_stcore/upload_file/a/b", files={"file": b"x"}, headers=told)
            assert (sent.status_code == 403) is refused, name
        chosen = {**HTML, "cookie": "__Host-seriktes_language=ru; seriktes_language=en"}
        assert '<html lang="ru"' in client.get("/sign-in", headers=chosen).text
        assert client.get("/sign-in", headers={"host": "other.example"}).status_code == 421


class TestTheFirstMinutes:
    """Setting up, on a server of its own without any account."""

    @pytest.fixture
    def fresh(
        self, tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[Server]:
        (tmp_path / "fresh.db").write_bytes(sqlite_template.read_bytes())
        database = f"sqlite:///{tmp_path / 'fresh.db'}"
        use_database(database, monkeypatch)
        with serving(tmp_path, database) as server:
            yield server
        db.engine().dispose()
        db.engine.cache_clear()

    def code(self, server: Server) -> str:
        found = re.search(r"\b(\w{4}-\w{4}-\w{4})\b", server.log.read_text())
        assert found is not None
        return found.group(1)

    def send(self, client: httpx.Client, **typed: str) -> httpx.Response:
        known = {"name": saule.name, "email": saule.email, "password": PASSWORD}
        return client.post("/set-up", data={**form(client, "/set-up"), **known, **typed})

    def test_from_the_code_in_the_terminal_to_the_first_page(self, fresh: Server) -> None:
        with fresh.client(**HTML, **{"accept-language": "en"}) as client:
            assert client.get("/").headers["location"] == "/sign-in"
            assert client.get("/sign-in").headers["location"] == "/set-up"

            wrong = self.send(client, code="AAAA-AAAA-AAAA")
            assert wrong.status_code == 401
            assert problems(wrong).keys() == {"code"}
            assert f'value="{saule.name}"' in wrong.text
            assert "Type the password again" in wrong.text
            for nothing in ("", " " * 12):
                empty = self.send(client, code=self.code(fresh), password=nothing)
                assert (empty.status_code, list(problems(empty))) == (422, ["password"])
                assert "Type the password again" not in empty.text
            weak = self.send(client, code=self.code(fresh), password="password1234")
            assert problems(weak) == {
                "password": "This password is too easy to guess. Think of a few words in a row."
            }
            assert self.code(fresh) in weak.text
            assert "password1234" not in weak.text
            blank = self.send(client, code=self.code(fresh), name=" ", email="x")
            assert problems(blank).keys() == {"name", "email"}
            assert client.post("/set-up", data={"code": self.code(fresh)}).status_code == 403

            done = self.send(client, code=self.code(fresh).lower())
            assert (done.status_code, done.headers["location"]) == (303, "/set-up/start")
            assert client.get("/alive").status_code == 204
            assert self.send_again(client).headers["location"] == "/sign-in"
            self.start_empty(client)
        with db.reading() as session:
            assert session.get_one(Account, 1).role == Role.ADMINISTRATOR
            assert [each.name_en for each in session.exec(select(Partner))] == ["EMC"]
        assert PASSWORD not in fresh.log.read_text()

    def send_again(self, client: httpx.Client) -> httpx.Response:
        known = {"name": saule.name, "email": "second@uni.example", "password": PASSWORD}
        token = client.cookies["seriktes_form"]
        return client.post("/set-up", data={"token": token, "code": "AAAA-AAAA-AAAA", **known})

    def start_empty(self, client: httpx.Client) -> None:
        page = client.get("/set-up/start")
        assert headline(page) == f"Welcome, {saule.name}!"
        assert client.post("/set-up/start", data={"choice": "example"}).status_code == 403
        typed = {**form(client, "/set-up/start"), "choice": "empty"}
        assert client.post("/set-up/start", data=typed).headers["location"] == "/"
        with db.transaction() as session:
            session.add(Partner(name_en="EMC"))
        assert client.get("/set-up/start").headers["location"] == "/"

    def test_the_example_is_loaded_once(self, fresh: Server) -> None:
        with fresh.client(**HTML) as client:
            self.send(client, code=self.code(fresh))
            typed = {**form(client, "/set-up/start"), "choice": "example"}
            for _ in range(2):
                answer = client.post("/set-up/start", data=typed, timeout=120)
                assert (answer.status_code, answer.headers["location"]) == (303, "/")
        with db.reading() as session:
            assert not set_up.is_empty(session)


def _set_active(account_id: int, active: bool) -> None:
    with db.transaction() as session:
        session.get_one(Account, account_id).active = active
