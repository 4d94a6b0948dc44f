"""The second step of signing in, and one's own second factor, without scripts."""

import re
from datetime import timedelta

import httpx
import pyotp
import pytest
from sqlmodel import select

from tests.api.conftest import PASSWORD, BrowserAt, form, sign_in
from tests.api.test_sign_in_pages import headline, said
from tests.world import aigerim, boris, dana
from tracker import clock, db
from tracker.api import identity
from tracker.domain import rate_limits, sign_ins
from tracker.domain.models import Account, Attempt, HalfSignIn
from tracker.domain.second_factor import keeping
from tracker.settings import settings


def secret(page: httpx.Response) -> str:
    """What a person would type by hand."""
    return page.text.split('class="secret">')[1].split("<")[0].replace(" ", "")


class Telephone:
    """What makes codes; each call is half a minute later, so that no code comes twice."""

    def __init__(self, page: httpx.Response, patch: pytest.MonkeyPatch) -> None:
        self.secret = secret(page)
        self._patch, self._at = patch, clock.now()
        self._told = pyotp.TOTP(self.secret)

    def code(self) -> str:
        self._at += timedelta(seconds=30)
        now = self._at
        self._patch.setattr(clock, "now", lambda: now)
        return self._told.at(now)


def hidden(page: httpx.Response) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))


def paper(page: httpx.Response) -> list[str]:
    return re.findall(r"<li>([a-z2-9-]{19})</li>", page.text)


def require(patch: pytest.MonkeyPatch, how: str = "required") -> None:
    patch.setenv("TRACKER_SECOND_FACTOR", how)
    settings.cache_clear()


def set_up(client: httpx.Client, patch: pytest.MonkeyPatch) -> tuple[Telephone, httpx.Response]:
    """In a browser that is signed in."""
    page = client.get("/second-factor")
    telephone = Telephone(page, patch)
    typed = {**hidden(page), "password": PASSWORD, "fits": telephone.code()}
    return telephone, client.post("/second-factor", data=typed)


def half_way(client: httpx.Client, user_email: str = dana.email, **more: str) -> httpx.Response:
    answer = sign_in(client, user_email, PASSWORD, **more)
    assert answer.headers["location"].startswith("/sign-in/code")
    return client.get(answer.headers["location"])


def step(client: httpx.Client, code: str, **more: str) -> httpx.Response:
    return client.post(
        "/sign-in/code", data={**form(client, "/sign-in/code"), "code": code, **more}
    )


def is_in(client: httpx.Client) -> bool:
    return client.get("/alive").status_code == 204


def test_after_the_password_a_code_opens_the_page_that_was_asked_for(
    browser: BrowserAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = browser()
    sign_in(first, dana.email, PASSWORD)
    telephone, shown = set_up(first, monkeypatch)
    assert len(set(paper(shown))) == 10
    assert is_in(first)

    client = browser()
    page = half_way(client, next="/partner?id=1")
    assert headline(page) == "Second step"
    assert not is_in(client)
    wrong = step(client, "000000", next="/partner?id=1")
    assert (wrong.status_code, said(wrong)[:17]) == (401, "The code is wrong")
    assert not is_in(client)
    opened = step(client, telephone.code(), next=hidden(wrong)["next"].replace("&amp;", "&"))
    assert (opened.status_code, opened.headers["location"]) == (303, "/partner?id=1")
    assert is_in(client)


def test_a_code_on_paper_opens_once(browser: BrowserAt, monkeypatch: pytest.MonkeyPatch) -> None:
    first = browser()
    sign_in(first, dana.email, PASSWORD)
    _, shown = set_up(first, monkeypatch)
    code = paper(shown)[0]
    one, other = browser(), browser()
    half_way(one)
    assert "recovery code" in one.get("/sign-in/code?paper=1").text
    assert step(one, f" {code.upper()} ").status_code == 303
    half_way(other)
    assert step(other, code).status_code == 401
    assert "Recovery codes left: 9." in first.get("/second-factor").text


def test_between_the_steps_nothing_opens_and_only_in_this_browser(
    browser: BrowserAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = browser()
    sign_in(first, dana.email, PASSWORD)
    telephone, _ = set_up(first, monkeypatch)
    client, thief = browser(), browser()
    half_way(client)
    half = client.cookies["seriktes_half"]
    thief.cookies.set("seriktes", half)
    for path in ("/alive", "/second-factor", "/partners", "/download/follow-ups.csv"):
        assert client.get(path, headers={"accept": "*/*"}).status_code == 401
        assert thief.get(path, headers={"accept": "*/*"}).status_code == 401
    typed = {**form(thief, "/sign-in"), "code": telephone.code()}
    assert thief.post("/sign-in/code", data=typed).status_code == 401
    assert thief.get("/sign-in/code").headers["location"] == "/sign-in"
    assert thief.get("/sign-in/second-factor").headers["location"] == "/sign-in"
    with db.reading() as session:
        assert half not in session.exec(select(HalfSignIn)).one().model_dump_json()


def test_the_second_step_is_over_after_ten_minutes(
    browser: BrowserAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, client = browser(), browser()
    sign_in(first, dana.email, PASSWORD)
    telephone, _ = set_up(first, monkeypatch)
    page = half_way(client)
    for _ in range(21):
        code = telephone.code()
    late = client.post("/sign-in/code", data={**hidden(page), "code": code})
    assert (late.status_code, said(late)[:28]) == (401, "The second step took too lon")
    assert client.get("/sign-in/code").headers["location"] == "/sign-in"


def test_codes_are_not_guessed_at_leisure(
    browser: BrowserAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = browser()
    sign_in(owner, dana.email, PASSWORD)
    telephone, _ = set_up(owner, monkeypatch)
    monkeypatch.setattr(rate_limits, "PER_CODES", (4, timedelta(days=1)))
    for number in range(2):
        guesser = browser(f"203.0.113.{number}")
        half_way(guesser)
        for _ in range(2):
            assert step(guesser, "000000").status_code == 401
    late = browser("203.0.113.77")
    half_way(late)
    assert step(late, telephone.code()).status_code == 429
    owner.cookies.delete("seriktes")  # and the browser that was here before is not kept out
    half_way(owner)
    assert step(owner, telephone.code()).status_code == 303
    with db.reading() as session:
        assert not [each for each in session.exec(select(Attempt)) if "own" in each.key]


class TestWhereItIsRequired:
    def test_a_manager_sets_it_up_before_anything_opens(
        self, browser: BrowserAt, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        require(monkeypatch)
        client, other = browser(), browser()
        asked = sign_in(client, dana.email, PASSWORD, next="/partners")
        there = client.get(asked.headers["location"]).headers["location"]
        assert there == "/sign-in/second-factor?next=%2Fpartners"
        page = client.get(there)
        assert not is_in(client)
        telephone = Telephone(page, monkeypatch)
        wrong = client.post("/sign-in/second-factor", data={**hidden(page), "code": "000000"})
        assert wrong.status_code == 401
        assert Telephone(wrong, monkeypatch).secret == telephone.secret
        half_way_too = sign_in(other, dana.email, PASSWORD)
        assert half_way_too.status_code == 303
        shown = client.post(
            "/sign-in/second-factor", data={**hidden(wrong), "code": telephone.code()}
        )
        assert len(paper(shown)) == 10
        assert 'href="/partners"' in shown.text
        assert is_in(client)
        # Whoever else knew the password and stood at the same page is too late.
        assert other.get("/sign-in/second-factor").headers["location"] == "/sign-in"
        with db.reading() as session:
            assert session.get_one(Account, dana.id).second_factor

    def test_a_viewer_and_single_sign_on_come_in_as_before(
        self, browser: BrowserAt, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        require(monkeypatch)
        client = browser()
        assert sign_in(client, boris.email, PASSWORD).headers["location"] == "/"
        assert is_in(client)

    def test_it_is_not_turned_off_but_moves_to_another_telephone(
        self, browser: BrowserAt, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = browser()
        sign_in(client, dana.email, PASSWORD)
        telephone, _ = set_up(client, monkeypatch)
        require(monkeypatch)
        page = client.get("/second-factor")
        assert 'value="off"' not in page.text
        typed = {**hidden(page), "password": PASSWORD, "act": "off", "code": telephone.code()}
        refused = client.post("/second-factor", data=typed)
        assert (refused.status_code, said(refused)[:22]) == (422, "Your role needs the se")

        page = client.get("/second-factor?another=1")
        new = Telephone(page, monkeypatch)
        typed = {**hidden(page), "password": PASSWORD, "fits": new.code(), "code": "000000"}
        refused = client.post("/second-factor", data=typed)
        assert said(refused)[:17] == "The code is wrong"
        assert Telephone(refused, monkeypatch).secret == new.secret
        moved = client.post("/second-factor", data={**typed, "code": telephone.code()})
        assert len(paper(moved)) == 10
        again = browser()
        half_way(again)
        assert step(again, telephone.code()).status_code == 401
        assert step(again, new.code()).status_code == 303


class TestInTheSettings:
    def test_it_is_turned_off_by_password_and_code_only(
        self, browser: BrowserAt, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = browser()
        sign_in(client, dana.email, PASSWORD)
        telephone, _ = set_up(client, monkeypatch)
        typed = {**hidden(client.get("/second-factor")), "act": "off"}
        for password, code, status in (
            ("wrong", telephone.code(), 422),
            (PASSWORD, "", 422),
            (PASSWORD, telephone.code(), 303),
        ):
            answer = client.post(
                "/second-factor", data={**typed, "password": password, "code": code}
            )
            assert answer.status_code == status
        assert sign_in(browser(), dana.email, PASSWORD).headers["location"] == "/"

    def test_new_codes_on_paper_replace_the_old(
        self, browser: BrowserAt, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = browser()
        sign_in(client, dana.email, PASSWORD)
        telephone, shown = set_up(client, monkeypatch)
        typed = {**hidden(client.get("/second-factor")), "act": "codes", "password": PASSWORD}
        again = client.post("/second-factor", data={**typed, "code": telephone.code()})
        assert len(paper(again)) == 10
        half_way(other := browser())
        assert step(other, paper(shown)[0]).status_code == 401
        assert step(other, paper(again)[0]).status_code == 303

    def test_setting_it_up_wants_the_password_and_signs_other_browsers_out(
        self, browser: BrowserAt, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client, other = browser(), browser()
        sign_in(client, dana.email, PASSWORD)
        sign_in(other, dana.email, PASSWORD)
        page = client.get("/second-factor")
        telephone = Telephone(page, monkeypatch)
        typed = {**hidden(page), "password": "wrong", "fits": telephone.code()}
        assert client.post("/second-factor", data=typed).status_code == 422
        assert is_in(other)
        assert set_up(client, monkeypatch)[1].status_code == 200
        assert (is_in(client), is_in(other)) == (True, False)

    def test_too_many_wrong_passwords_are_told_so(self, browser: BrowserAt) -> None:
        client = browser()
        sign_in(client, dana.email, PASSWORD)
        typed = {**hidden(client.get("/second-factor")), "password": "wrong", "fits": "1"}
        answers = [client.post("/second-factor", data=typed).status_code for _ in range(6)]
        assert answers == [422] * 5 + [429]

    def test_a_form_that_is_not_ours_changes_nothing(self, browser: BrowserAt) -> None:
        client = browser()
        sign_in(client, dana.email, PASSWORD)
        assert client.post("/second-factor", data={"act": "off"}).status_code == 403
        half = browser()
        for path in ("/sign-in/code", "/forgotten"):
            assert half.post(path, data={"code": "1"}).status_code in (303, 403)
        assert half.post("/sign-in/second-factor", data={}).headers["location"] == "/sign-in"

    def test_whoever_was_signed_out_meanwhile_is_led_to_the_door(
        self, browser: BrowserAt, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = browser()
        sign_in(client, dana.email, PASSWORD)
        typed = {**hidden(client.get("/second-factor")), "password": PASSWORD, "fits": "1"}
        monkeypatch.setattr(sign_ins, "on_end", [])  # of another process
        with db.transaction() as session:
            sign_ins.end_of_account(session, dana.id)
        answer = client.post("/second-factor", data=typed)
        assert answer.headers["location"] == "/sign-in"
        identity._kept.clear()

    def test_where_it_is_off_it_is_not_asked_for_and_not_offered(
        self, browser: BrowserAt, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = browser()
        sign_in(client, dana.email, PASSWORD)
        set_up(client, monkeypatch)
        require(monkeypatch, "off")
        assert sign_in(browser(), dana.email, PASSWORD).headers["location"] == "/"
        page = client.get("/second-factor")
        assert "a password is enough" in page.text
        assert client.post("/second-factor", data=hidden(page)).status_code in (303, 403)

    def test_whoever_has_no_password_sets_it_up_with_the_provider(self, browser: BrowserAt) -> None:
        client = browser()
        sign_in(client, aigerim.email, PASSWORD)
        with db.transaction() as session:
            session.get_one(Account, aigerim.id).password_hash = ""
        assert "single sign-on" in client.get("/second-factor").text


def test_the_picture_is_drawn_here_and_says_the_same_as_the_letters(browser: BrowserAt) -> None:
    client = browser()
    sign_in(client, dana.email, PASSWORD)
    page = client.get("/second-factor")
    assert "<svg" in page.text
    assert "style=" not in page.text
    address = page.text.split('href="otpauth://')[1].split('"')[0].replace("&amp;", "&")
    read = pyotp.parse_uri(f"otpauth://{address}")
    assert (read.secret, read.name) == (secret(page), dana.email)
    assert page.headers["cache-control"] == "no-store"


def test_a_reset_by_the_administrator_ends_open_pages_and_what_was_half_begun(
    browser: BrowserAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, half = browser(), browser()
    sign_in(client, dana.email, PASSWORD)
    telephone, _ = set_up(client, monkeypatch)
    half_way(half)
    with db.transaction() as session:
        account = session.get_one(Account, dana.id)
        keeping.remove(session, account)
        sign_ins.end_of_account(session, dana.id)
    assert not is_in(client)
    typed = {**form(half, "/sign-in"), "code": telephone.code()}
    assert half.post("/sign-in/code", data=typed).status_code == 401
    assert sign_in(browser(), dana.email, PASSWORD).headers["location"] == "/"
