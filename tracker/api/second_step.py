"""The second step of signing in: a code, or setting the second factor up where it is required.

Between the steps the browser holds a cookie of its own, which opens nothing but these pages.
"""

import logging
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tracker.api import door, identity, pictures
from tracker.domain.second_factor import entering, half
from tracker.domain.sign_ins import Browser, Opened
from tracker.door_errors import FactorSet, OfferOver, SecondStepOver, WrongCode
from tracker.errors import TooManyAttempts, TrackerError
from tracker.i18n import sentence, speaking, t

_log = logging.getLogger("tracker")

_CODE, _SET_UP = "/sign-in/code", "/sign-in/second-factor"


def begin(request: Request, token: str, there: str) -> Response:
    """The password was right: lead to the second step."""
    response = _to(_CODE, there)
    _keep(request, response, token, int(half.LASTS.total_seconds()))
    return response


async def ask(request: Request) -> Response:
    """The page that asks for a code."""
    there = _there(request)
    try:
        whose = await run_in_threadpool(entering.look, _token(request))
    except SecondStepOver:
        return _to("/sign-in", there)
    if whose.must_set_up:
        return _to(_SET_UP, there)
    return _code_page(request, there)


async def answer(request: Request) -> Response:
    """What was typed there."""
    try:
        typed = await door.typed(request)
    except door.NotOurForm:
        return _code_page(request, _there(request), 403, said="door.form_expired")
    there = door.inside(typed.get("next", "/"))
    try:
        opened = await run_in_threadpool(_enter, request, typed.get("code", ""))
    except TrackerError as refused:
        _log.warning("a second step was refused: %s", refused.code)
        return _code_page(request, there, _status(refused), refused=refused)
    return _let_in(request, RedirectResponse(there, 303), opened)


async def offer(request: Request) -> Response:
    """The page on which the second factor is set up before anything else opens."""
    try:
        return await _set_up_page(request, _there(request))
    except FactorSet:
        return _to(_CODE, _there(request))
    except SecondStepOver:
        return _to("/sign-in", _there(request))


async def accept(request: Request) -> Response:
    """What was typed there."""
    try:
        typed = await door.typed(request)
    except door.NotOurForm:
        return await offer(request)
    there, sealed = door.inside(typed.get("next", "/")), typed.get("sealed", "")
    try:
        opened, paper = await run_in_threadpool(_set_up, request, sealed, typed.get("code", ""))
    except FactorSet:
        return _to(_CODE, there)
    except TrackerError as refused:
        try:
            return await _set_up_page(request, there, again=sealed, refused=refused)
        except SecondStepOver:
            return _to("/sign-in", there)
    shown = door.page(request, "recovery_codes.html", error="", codes=paper, next=there)
    return _let_in(request, shown, opened)


routes = [
    Route(_CODE, ask, methods=["GET"]),
    Route(_CODE, answer, methods=["POST"]),
    Route(_SET_UP, offer, methods=["GET"]),
    Route(_SET_UP, accept, methods=["POST"]),
]


def _enter(request: Request, code: str) -> Opened:
    token = _token(request)
    return entering.enter(token, code, _browser(request, token))


def _set_up(request: Request, sealed: str, fits: str) -> tuple[Opened, list[str]]:
    token = _token(request)
    return entering.set_up(token, sealed, fits, _browser(request, token))


def _browser(request: Request, token: str) -> Browser:
    return identity.browser(request, entering.look(token).email)


def _code_page(
    request: Request,
    there: str,
    status: int = 200,
    *,
    said: str = "",
    refused: TrackerError | None = None,
) -> Response:
    with speaking(identity.language_of(request)):
        error = sentence(refused) if refused else t(said) if said else ""
    is_on_paper = "paper" in request.query_params
    told = {"error": error, "next": there, "is_on_paper": is_on_paper}
    return door.page(request, "code.html", status=status, **told)


async def _set_up_page(
    request: Request, there: str, *, again: str = "", refused: TrackerError | None = None
) -> Response:
    token = _token(request)
    offered = await run_in_threadpool(entering.offer, token, again)
    whose = await run_in_threadpool(entering.look, token)
    with speaking(identity.language_of(request)):
        error = sentence(refused) if refused else ""
    told = pictures.of(offered, whose.email)
    told |= {"error": error, "next": there, "action": _SET_UP, "asks": "", "back": "/sign-in"}
    status = _status(refused) if refused else 200
    return door.page(request, "second_factor_set_up.html", status=status, **told)


def _status(refused: TrackerError) -> int:
    if isinstance(refused, WrongCode | OfferOver | SecondStepOver):
        return 401
    return 429 if isinstance(refused, TooManyAttempts) else 503


def _let_in(request: Request, response: Response, opened: Opened) -> Response:
    identity.let_in(request, response, opened)
    identity.remember_language(request, response, opened.language)
    _keep(request, response, "", 0)
    return response


def _keep(request: Request, response: Response, token: str, seconds: int) -> None:
    response.set_cookie(
        _name(request),
        token,
        max_age=seconds,
        httponly=True,
        samesite="strict",
        secure=identity.is_secure(request),
    )


def _token(request: Request) -> str:
    return request.cookies.get(_name(request), "")[:100]


def _name(request: Request) -> str:
    return f"{'__Host-' if identity.is_secure(request) else ''}seriktes_half"


def _to(path: str, there: str) -> Response:
    query = "" if there == "/" else f"?next={quote(there, safe='')}"
    return RedirectResponse(path + query, 303)


def _there(request: Request) -> str:
    return door.inside(request.query_params.get("next", "/"))
