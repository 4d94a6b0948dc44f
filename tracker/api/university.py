"""Signing in with the university's own account: to its OpenID Connect provider, and back.

Whoever comes back brings the state in the address and the cookie of the browser that set out;
both together open a ticket, once. What went wrong is told on the sign-in page, so that neither
code nor state stays in the address.
"""

import logging
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from tracker import db, door_errors, errors
from tracker.access import User
from tracker.api import door, faults, identity, provider
from tracker.api.provider import Asked
from tracker.domain import provider_sign_ins, rate_limits, tickets
from tracker.domain.provider_sign_ins import Proved
from tracker.domain.sign_ins import Browser, Opened
from tracker.door_errors import ProviderDenied, ProviderFaulty, TicketGone
from tracker.errors import SignedOut, TooManyAttempts, TrackerError
from tracker.i18n import t
from tracker.settings import settings

LASTS = timedelta(minutes=10)
_KIND = "to the provider"
_WAY = "seriktes_way"
# What the sign-in page may be asked to say by its address.
_TOLD = {
    kind.code: kind
    for kind in (
        *(door_errors.ProviderAway, door_errors.ProviderFaulty, door_errors.ProviderDenied),
        *(door_errors.TicketGone, door_errors.NoRole, door_errors.MailUnverified),
        *(door_errors.OtherIdentity, door_errors.AccountClosed),
        *(errors.TooManyAttempts, errors.DatabaseBusy, errors.DatabaseReadOnly),
        *(errors.DatabaseFull, errors.DatabaseGone, errors.SignedOut),
    )
}

_log = logging.getLogger("tracker")


async def set_out(request: Request) -> Response:
    """Off to the provider; it may also send people here itself, naming itself and a page.

    `?again` is for whoever is signed in, and has to prove once more who they are.
    """
    there, query = _there(request), request.query_params
    user: User | None = getattr(request.state, "user", None)
    again = user is not None and "again" in query
    if user is not None and not again:
        return RedirectResponse(there, 303)
    browser = _browser(request) or secrets.token_urlsafe(24)
    try:
        if query.get("iss", settings().oidc_issuer) != settings().oidc_issuer:
            raise ProviderFaulty("somebody was sent here by another provider")
        await run_in_threadpool(_begin, _seat(request).address)
        hint = user.email if user else query.get("login_hint", "")[:254]
        asked = await provider.ask(identity.language_of(request, user), hint, again=again)
        await run_in_threadpool(_keep, browser, asked, there, again=again)
    except TrackerError as refused:
        return _tell_again(request, refused) if again else tell(refused, there)
    response = RedirectResponse(asked.address, 303)
    response.set_cookie(
        _cookie(request),
        browser,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=identity.is_secure(request),
    )
    return response


async def come_back(request: Request) -> Response:
    """From the provider, with a code by which it tells who this is."""
    query, there, again = request.query_params, "/", False
    try:
        tries, kept = await run_in_threadpool(
            _taken, _seat(request).address, _browser(request), query.get("state", "")
        )
        if kept is None:
            raise TicketGone("somebody came back without having set out")
        there, again = door.inside(kept["next"]), kept["again"]
        if "error" in query:
            raise ProviderDenied(repr(query["error"][:60]))
        who = await provider.proved(query, kept)
        if again:
            await run_in_threadpool(_prove, who, tries, request)
            return RedirectResponse(there, 303)
        opened = await run_in_threadpool(_enter, who, tries, request)
    except TrackerError as refused:
        if isinstance(refused, TicketGone) and getattr(request.state, "user", None) is not None:
            return RedirectResponse("/", 303)  # two windows, or the button for going back
        return _tell_again(request, refused) if again else tell(refused, there)
    response = RedirectResponse(there, 303)
    identity.let_in(request, response, opened)
    identity.remember_language(request, response, opened.language)
    response.delete_cookie(
        _cookie(request), httponly=True, samesite="lax", secure=identity.is_secure(request)
    )
    return response


async def left(request: Request) -> Response:
    """The provider itself says that somebody signed out there (OpenID Connect Back-Channel)."""
    async with request.form(max_files=0, max_fields=5) as form:
        token = form.get("logout_token", "")
    try:
        await run_in_threadpool(_begin, _seat(request).address)
        who = await provider.left(token if isinstance(token, str) else "")
        await run_in_threadpool(_leave, who)
    except TooManyAttempts:
        return PlainTextResponse("Too many.", 429)
    except TrackerError as refused:
        _log.warning("a sign-out by the provider was refused: %s", refused)
        return PlainTextResponse("Not accepted.", 400, headers={"cache-control": "no-store"})
    return Response(status_code=200, headers={"cache-control": "no-store"})


routes = [
    Route("/sign-in/university", set_out, methods=["GET"]),
    Route(provider.CALLBACK, come_back, methods=["GET"]),
    Route("/sign-in/university/left", left, methods=["POST"]),
]


def button() -> str:
    """What the button on the sign-in page says; empty where no provider is set."""
    if not provider.is_set_up():
        return ""
    return settings().oidc_name or t("sign_in.university")


def way(there: str) -> str:
    """Where the button leads."""
    return f"/sign-in/university?{urlencode({'next': there})}"


async def goodbye() -> str:
    """Where to say at the provider that this person leaves; empty where that is not possible."""
    try:
        return await provider.end_session()
    except TrackerError as refused:
        _log.warning("nobody can be signed out at the provider: %s", refused)
        return ""


def told(request: Request) -> TrackerError | None:
    """What went wrong on the way, for the sign-in page."""
    kind = _TOLD.get(request.query_params.get("why", ""))
    return kind() if kind else None


def tell(refused: TrackerError, there: str = "/") -> Response:
    """To the sign-in page, which says what went wrong."""
    _log.warning("a sign-in was refused: %s: %s", refused.code, refused)
    said = {"why": refused.code if refused.code in _TOLD else ProviderFaulty.code}
    more = {} if there == "/" else {"next": there}
    return RedirectResponse(f"/sign-in?{urlencode(said | more)}", 303)


def _tell_again(request: Request, refused: TrackerError) -> Response:
    """To whoever is signed in and was asked once more: the sign-in page is not for them."""
    _log.warning("a proof was refused: %s: %s", refused.code, refused)
    return faults.refused(request, refused)


def _there(request: Request) -> str:
    query = request.query_params
    ours, target = settings().public_url.rstrip("/"), query.get("target_link_uri", "")
    if ours and target.startswith(f"{ours}/"):
        return door.inside(target.removeprefix(ours))
    return door.inside(query.get("next", "/"))


def _cookie(request: Request) -> str:
    return f"__Host-{_WAY}" if identity.is_secure(request) else _WAY


def _browser(request: Request) -> str:
    kept = request.cookies.get(_cookie(request), "")
    return kept if 20 < len(kept) < 100 else ""


def _seat(request: Request) -> Browser:
    """Where somebody sits; of whom they will be nobody knows yet."""
    return identity.browser(request, "")


def _begin(address: str) -> None:
    with db.transaction() as session:
        rate_limits.begin(session, address)


def _keep(browser: str, asked: Asked, there: str, *, again: bool) -> None:
    content = {**asked.kept, "next": there, "again": again}
    with db.transaction() as session:
        tickets.give(session, _KIND, browser, asked.state, content=content, lasts=LASTS)


def _taken(address: str, browser: str, state: str) -> tuple[list[int], dict[str, Any] | None]:
    with db.transaction() as session:
        # Counted and taken in one: whoever guesses has counted, whatever comes of it.
        tries = rate_limits.attempt_from(session, address)
        return tries, tickets.take(session, _KIND, browser, state)


def _enter(who: Proved, tries: list[int], request: Request) -> Opened:
    opened = provider_sign_ins.enter(
        who,
        language=identity.language_of(request),
        agent=_seat(request).agent,
        address=_seat(request).address,
    )
    with db.transaction() as session:
        rate_limits.forgive(session, tries)
    return opened


def _prove(who: Proved, tries: list[int], request: Request) -> None:
    user: User | None = getattr(request.state, "user", None)
    if user is None:
        raise SignedOut("the sign-in ended while its owner was at the provider")
    provider_sign_ins.again(who, by=user)
    with db.transaction() as session:
        rate_limits.forgive(session, tries)


def _leave(who: Proved) -> None:
    with db.transaction() as session:
        provider_sign_ins.leave(session, who)
