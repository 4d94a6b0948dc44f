"""The gate: nobody gets anything without being signed in, and nobody gets what is another's."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from starlette.routing import Mount, Route
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import InvalidStatus

from tests.api import doors, strangers
from tests.api.conftest import Server, comes_true, cookie
from tests.servers.websocket import Page
from tests.world import boris, dana, saule
from tracker import db
from tracker.access import Role
from tracker.api import gate, limits
from tracker.api import server as parts
from tracker.domain import sign_ins
from tracker.domain.models import Account
from tracker.i18n import LANGUAGES, speaking, t

HTML = {"accept": "text/html"}

# Everything Streamlit serves, and the ways to write an address that once fooled somebody's gate.
CLOSED = [
    "/",
    "/partner?id=1",
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/_stcore/bidi-components/x/y.js",
    "/_stcore/upload_file/a/b",
    "/_stcore/stream",
    "/media/5c30d2e8c560c8e1ebd5adafe8f6b9ef.csv",
    "/static/js/index.js",
    "/static/css/index.css",
    "/component/x/index.html",
    "/app/static/x.js",
    "/manifest.json",
    "/favicon.png",
    "/index.html",
    "/auth/login",
    "/oauth2callback",
    "/alive",
    "/set-up/start",
    "/download/follow-ups.csv",
    "/download/file/1",
    "//media/x",
    "/./media/x",
    "/%6dedia/x",
    "/media%2fx",
    "/MEDIA/x",
    "/assets/../media/x",
    "/assets/..%2f..%2fgate.py",
    "/assets/%2e%2e/door.py",
    "/assets/icon.svg/../../media/x",
    "/assets",
    "/sign-in/",
    "/sign-in/..",
    "/sign-in/../media/x",
    "/sign-in;/media/x",
    "/sign-in/code/x",
    "/sign-in/second-factor/",
    "/second-factor",
    "/forgotten/x",
    "/password",
    "/password/short",
    f"/password/{'x' * 43}/x",
    "/sign-in%00",
    "/sign-in%0a",
    "/sign-in%2f..%2fmedia",
    "/healthz/x",
    "/language/kk/../../media/x",
    "/words/kk.js/x",
    "/words/../kk.js",
    "/calendar",
    "/calendar/.ics",
    "/calendar/short.ics",
    f"/calendar/{'x' * 43}.ics/x",
    f"/calendar/../{'x' * 43}.ics",
    "/download/event/1.ics",
]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]


def raw(client: httpx.Client, method: str, path: str, **more: object) -> httpx.Response:
    """Send the address exactly as it is written."""
    base = str(client.base_url).rstrip("/")
    url = httpx.URL(base).copy_with(raw_path=path.encode())
    return client.send(client.build_request(method, url, **more))  # type: ignore[arg-type]


def marks(response: httpx.Response) -> bool:
    """Whether the answer is the refusal and holds nothing else."""
    return response.status_code == 401 and response.text in ("Sign in first.", "")


@pytest.mark.parametrize("path", CLOSED)
def test_a_stranger_gets_nothing(server: Server, path: str) -> None:
    with server.client() as client:
        assert [method for method in METHODS if not marks(raw(client, method, path))] == []


def test_what_is_open_is_open_for_its_purpose_only(server: Server) -> None:
    open_for = {
        "/sign-in": {"GET", "HEAD", "POST"},
        "/sign-in/university": {"GET", "HEAD"},
        "/sign-in/university/callback": {"GET", "HEAD"},
        "/sign-in/university/left": {"POST"},
        "/sign-in/let-in": {"GET", "HEAD"},
        "/set-up": {"GET", "HEAD", "POST"},
        "/sign-out": {"POST"},
        "/sign-in/code": {"GET", "HEAD", "POST"},
        "/sign-in/second-factor": {"GET", "HEAD", "POST"},
        "/forgotten": {"GET", "HEAD", "POST"},
        f"/password/{'x' * 43}": {"GET", "HEAD", "POST"},
        "/healthz": {"GET", "HEAD"},
        "/metrics": {"GET", "HEAD"},
        "/language/kk": {"GET", "HEAD"},
        "/words/kk.js": {"GET", "HEAD"},
        "/assets/icon.svg": {"GET", "HEAD"},
    }
    with server.client() as client:
        for path, methods in open_for.items():
            answers = {method: raw(client, method, path) for method in METHODS}
            assert {method for method in METHODS if not marks(answers[method])} == methods
            assert not any('id="root"' in answer.text for answer in answers.values())


@pytest.mark.parametrize("path", CLOSED)
def test_a_stranger_who_opens_a_page_is_asked_to_sign_in(server: Server, path: str) -> None:
    with server.client(**HTML) as client:
        response = raw(client, "GET", path)
    assert response.status_code == 303
    assert response.headers["location"].startswith("/sign-in")
    assert response.content == b""


def test_every_route_of_ours_is_closed_unless_it_is_listed(server: Server) -> None:
    listed = {"/sign-in", "/sign-out", "/set-up", "/healthz", "/metrics", "/seriktes.js", "/assets"}
    listed |= {f"/sign-in/university{rest}" for rest in ("", "/callback", "/left")}
    listed |= {"/sign-in/let-in", "/sign-in/code", "/sign-in/second-factor", "/forgotten"}
    with server.client() as client:
        for route in parts.ROUTES:
            assert isinstance(route, Route | Mount)
            if route.path in listed or route.path.startswith(("/language/", "/words/")):
                continue
            path = route.path.replace("{form}", "csv").replace("{number:int}", "1")
            assert marks(client.get(path)), path


def test_what_is_open_holds_nothing_of_ours(server: Server) -> None:
    with server.client() as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/assets/door.css").is_success
        assert client.get("/assets/gate.py").status_code == 404
        assert client.get("/seriktes.js").is_success
        assert client.get("/words/kk.js").is_success
        assert client.get("/words/xx.js").status_code == 404


@pytest.mark.parametrize("session_id", ["", "3f2b8c1e-0000-4000-8000-000000000000"])
def test_a_stranger_gets_no_websocket(server: Server, session_id: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        Page(server.url, session_id=session_id)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "given",
    ["seriktes=", "seriktes=x", "seriktes=" + "A" * 43, "seriktes=" + "x" * 5000, "seriktes=\x01"],
)
def test_a_made_up_cookie_is_no_cookie(server: Server, given: str) -> None:
    with server.client(cookie=given) as client:
        assert marks(client.get("/alive"))


def test_a_colleague_gets_the_page_and_streamlit_knows_who_it_is(server: Server) -> None:
    with server.signed_in(boris) as client:
        page = client.get("/", headers=HTML)
        assert page.status_code == 200
        assert '<div id="root">' in page.text
        with Page(server.url, cookie=cookie(client)) as opened:
            assert opened.run()[:2] == [f"account={boris.id}", "remembers=None"]
            assert opened.run()[:2] == [f"account={boris.id}", f"remembers={boris.id}"]


@pytest.mark.parametrize("name", ["x-tracker-account", "X-Tracker-Account", "x_tracker_account"])
def test_nobody_says_who_they_are_by_a_header(server: Server, name: str) -> None:
    with server.client(**{name: str(saule.id)}) as stranger:
        assert marks(stranger.get("/alive"))
    with (
        server.signed_in(boris) as client,
        Page(
            server.url,
            cookie=cookie(client),
            headers={name: str(saule.id), "x-tracker-sign-in": "1"},
        ) as opened,
    ):
        assert opened.run()[0] == f"account={boris.id}"


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "http://localhost:3000",
        "http://127.0.0.1",
        "{url}.evil.example",
    ],
)
def test_a_page_of_another_site_gets_no_websocket(server: Server, origin: str | None) -> None:
    with server.signed_in(boris) as client, pytest.raises(InvalidStatus):
        Page(
            server.url, cookie=cookie(client), origin=origin and origin.replace("{url}", server.url)
        )


def test_no_other_websocket_is_served(server: Server) -> None:
    with server.signed_in(boris) as client, pytest.raises(InvalidStatus):
        Page(server.url, cookie=cookie(client), path="/_stcore/stream2")


@pytest.mark.parametrize(
    "host",
    ["rebind.example", "", "evil.example:80", "127.0.0.1.evil.example", "a@127.0.0.1", "[::1"],
)
def test_a_name_that_is_not_ours_is_not_answered(server: Server, host: str) -> None:
    with server.signed_in(boris) as client:
        assert client.get("/", headers={**HTML, "host": host}).status_code in (400, 421)
        with pytest.raises(InvalidStatus):
            Page(server.url, cookie=cookie(client), headers={"Host": host or "x"})


def test_a_session_is_not_taken_over_by_naming_it(server: Server) -> None:
    with server.signed_in(dana) as victim, server.signed_in(boris) as thief:
        with Page(server.url, cookie=cookie(victim)) as open_page:
            open_page.run()
            named = open_page.session_id
            with Page(server.url, cookie=cookie(thief), session_id=named) as stolen:
                assert stolen.run()[:2] == [f"account={boris.id}", "remembers=None"]
                assert stolen.session_id != named
            assert open_page.run()[1] == f"remembers={dana.id}"
        with Page(server.url, cookie=cookie(thief), session_id=named) as stolen:
            assert stolen.run()[1] == "remembers=None"
        with Page(server.url, cookie=cookie(victim), session_id=named) as resumed:
            assert resumed.run()[1] == f"remembers={dana.id}"


def test_a_new_sign_in_does_not_resume_the_session_of_the_old_one(server: Server) -> None:
    with server.signed_in(dana) as before, Page(server.url, cookie=cookie(before)) as opened:
        opened.run()
        named = opened.session_id
    with (
        server.signed_in(dana) as after,
        Page(server.url, cookie=cookie(after), session_id=named) as opened,
    ):
        assert opened.run()[1] == "remembers=None"


def test_signing_out_closes_open_pages_at_once(server: Server) -> None:
    with server.signed_in(boris) as client, server.signed_in(boris) as other:
        with (
            Page(server.url, cookie=cookie(client)) as ends,
            Page(server.url, cookie=cookie(other)) as stays,
        ):
            ends.run()
            stays.run()
            kept = cookie(client)
            assert client.post("/sign-out", headers={"origin": server.url}).status_code == 303
            assert ends.closes_within(2)
            assert stays.run()
        with pytest.raises(InvalidStatus):
            Page(server.url, cookie=kept, session_id=ends.session_id)
        with server.client(cookie=kept) as copy:
            assert marks(copy.get("/alive"))
        assert "seriktes=" not in cookie(client)


def test_what_another_process_ends_is_closed_soon(server: Server) -> None:
    with server.signed_in(boris) as client, Page(server.url, cookie=cookie(client)) as opened:
        opened.run()
        with db.transaction() as session:
            sign_ins.end_of_account(session, boris.id)
        assert comes_true(lambda: marks(client.get("/alive")))
        assert opened.closes_within(5)


def test_a_page_left_alone_is_closed_and_asking_is_no_activity(server: Server) -> None:
    with server.signed_in(dana) as client, Page(server.url, cookie=cookie(client)) as opened:
        opened.run()
        _lie_idle(dana.id)
        assert comes_true(lambda: client.get("/alive").status_code == 401)
        assert opened.closes_within(20)


def test_a_role_is_the_one_of_now(server: Server) -> None:
    with server.signed_in(dana) as client:
        assert client.get("/download/follow-ups.csv").is_success
        _give(dana.id, Role.VIEWER)
        try:
            assert client.get("/download/follow-ups.csv").status_code == 403
        finally:
            _give(dana.id, Role.MANAGER)


@pytest.mark.parametrize("kind", ["clear_cache", "set_run_on_save", "debug_shutdown_runtime"])
def test_a_page_may_not_ask_for_what_concerns_everybody(server: Server, kind: str) -> None:
    with server.signed_in(boris) as client, Page(server.url, cookie=cookie(client)) as opened:
        before = opened.run()[2]
        message = BackMsg()
        setattr(message, kind, True)
        opened.say(message)
        assert opened.run()[2] == before
        assert client.get("/healthz").is_success


def test_one_colleague_opens_twenty_pages_and_no_more(server: Server) -> None:
    with server.signed_in(boris) as client:
        opened = [Page(server.url, cookie=cookie(client)) for _ in range(20)]
        try:
            with pytest.raises(InvalidStatus):
                Page(server.url, cookie=cookie(client))
            with server.signed_in(dana) as other, Page(server.url, cookie=cookie(other)) as page:
                assert page.run()
        finally:
            for each in opened:
                each.close()
        assert comes_true(lambda: _opens(server, client))


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/script-health-check"]
)
def test_what_asks_nobody_who_they_are_is_absent_for_colleagues_too(
    server: Server, path: str
) -> None:
    with server.signed_in(saule) as client:
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "from_elsewhere", [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_a_page_of_another_site_changes_nothing(
    server: Server, from_elsewhere: dict[str, str]
) -> None:
    with server.signed_in(boris) as client:
        for path in ("/sign-out", "/sign-in", "/set-up/start", "/_stcore/upload_file/a/b"):
            assert client.post(path, headers=from_elsewhere).status_code == 403
        assert client.post("/sign-out").status_code == 403
        assert client.get("/alive").status_code == 204


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_comes_from_elsewhere_is_refused_in_one_s_own_language(
    server: Server, language: str
) -> None:
    with speaking(language):
        told = t("error.from_elsewhere")
    with server.signed_in(boris) as client:
        client.get(f"/language/{language}", headers={"sec-fetch-site": "same-origin"})
        for path in ("/sign-in", "/sign-out"):  # by the gate, and by the button's own way
            answer = client.post(path, headers={"origin": "http://evil.example"})
            assert (answer.status_code, answer.text) == (403, told)
        unsaid = client.post("/sign-out")
        assert (unsaid.status_code, unsaid.text) == (403, told)


@pytest.mark.parametrize(
    "site", [{"sec-fetch-site": "cross-site"}, {"origin": "http://evil.example"}]
)
def test_a_link_from_elsewhere_changes_no_account(server: Server, site: dict[str, str]) -> None:
    with server.signed_in(boris) as client:
        client.get("/language/ru", headers=site)
        assert '<html lang="en">' in client.get("/", headers=HTML).text


def test_a_body_that_is_too_large_is_refused(server: Server) -> None:
    with server.signed_in(boris) as client:
        own = {"origin": server.url}
        assert client.post("/sign-in", content=b"x" * 1_100_000, headers=own).status_code == 413
        unannounced = client.post(
            "/sign-in", content=iter([b"x" * 600_000] * 2), headers={**own, "content-type": "x-www"}
        )
        assert unannounced.status_code in (403, 413)
        large = client.put("/_stcore/upload_file/a/b", content=b"x" * 22_100_000, headers=own)
        assert large.status_code == 413


@pytest.mark.parametrize("path", ["/", "/sign-in", "/healthz", "/static/js/x.js"])
def test_every_answer_carries_the_security_headers(server: Server, path: str) -> None:
    with server.client() as stranger, server.signed_in(boris) as colleague:
        for client in (stranger, colleague):
            sent = client.get(path, headers=HTML).headers
            assert "'unsafe-inline'" not in sent["content-security-policy"].split("style-src")[0]
            assert "frame-ancestors 'none'" in sent["content-security-policy"]
            assert "base-uri 'none'" in sent["content-security-policy"]
            assert sent["x-content-type-options"] == "nosniff"
            assert sent["x-frame-options"] == "DENY"
            assert sent["referrer-policy"] == "same-origin"


def test_pages_are_not_kept_by_the_browser(server: Server) -> None:
    with server.signed_in(boris) as client:
        assert client.get("/", headers=HTML).headers["cache-control"] == "no-store"


def test_the_list_of_what_is_open_is_short() -> None:
    assert not gate._OPEN.fullmatch("GET /set-up/start")
    assert not gate._OPEN.fullmatch("GET /sign-in\n")


def test_no_route_answers_a_stranger_unless_it_is_open(server: Server) -> None:
    assert len(strangers.routes()) > 30
    for address in strangers.routes():
        for method in strangers.METHODS:
            heard = strangers.answer(server.url, strangers.request(server, method, address))
            is_open = gate._OPEN.fullmatch(f"{method} {address}")
            assert is_open or strangers.statuses(heard) == {401}, (method, address, heard)
            assert not strangers.OURS.search(heard)


@pytest.mark.parametrize("address", strangers.ADDRESSES)
def test_no_disguise_opens_anything(server: Server, address: str) -> None:
    sent = [strangers.request(server, "GET", each.format(address)) for each in strangers.DISGUISES]
    sent += [strangers.request(server, "GET", address, each) for each in strangers.CLAIMS]
    sent += [f"GET {address} HTTP/1.0\r\n\r\n", f"GET {address}\r\n\r\n"]
    for each in sent:
        heard = strangers.answer(server.url, each)
        assert strangers.statuses(heard) <= strangers.NO, (each, heard)
        assert not strangers.OURS.search(heard)


def test_a_stranger_is_refused_before_the_file_is_sent(server: Server) -> None:
    """Of forty who announce twenty megabytes each, not a byte is waited for."""
    sent = strangers.request(
        server, "PUT", strangers.ADDRESSES[-1], f"Content-Length: {20 * 2**20}"
    )
    with ThreadPoolExecutor(40) as threads:
        heard = list(threads.map(lambda _: strangers.answer(server.url, sent), range(40)))
    assert all(strangers.statuses(each) == {401} for each in heard)


def test_a_form_of_very_many_parts_is_refused(server: Server) -> None:
    with server.client(origin=server.url) as stranger:
        many = stranger.post("/sign-in", data={f"f{n}": "x" for n in range(1000)})
        files = stranger.post("/sign-in", files=[("f", (f"{n}", b"x")) for n in range(1000)])
        assert {many.status_code, files.status_code} <= {400, 403}


def test_a_body_that_never_comes_is_not_waited_for(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_WITHIN", 0.1)
    with doors.standing() as url:
        begun = f"Host: {url.removeprefix('http://')}\r\nContent-Length: 9\r\n"
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        heard = strangers.answer(url, f"POST /sign-in HTTP/1.1\r\n{begun}{kind}\r\ntoken")
    assert strangers.statuses(heard) == {408}


def _opens(server: Server, client: httpx.Client) -> bool:
    try:
        with Page(server.url, cookie=cookie(client)):
            return True
    except InvalidStatus:
        return False


def _lie_idle(account_id: int) -> None:
    with db.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE sign_in SET seen_at = '2020-01-01 00:00:00.000000' WHERE account_id = ?",
            (account_id,),
        )


def _give(account_id: int, role: Role) -> None:
    with db.transaction() as session:
        session.get_one(Account, account_id).role = role
