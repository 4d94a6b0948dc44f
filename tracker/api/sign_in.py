"""The way in, the way out, and the language of what is before the door."""

import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from tracker import db
from tracker.access import User
from tracker.api import door, faults, hosts, identity, second_step, university
from tracker.domain import accounts, passwords, sign_ins
from tracker.domain.models import Language
from tracker.door_errors import FromElsewhere, SecondStepDue
from tracker.errors import NotAllowed, TrackerError, WrongPassword
from tracker.i18n import LANGUAGES, sentence, speaking, t
from tracker.mail import smtp

_log = logging.getLogger("tracker")


async def ask(request: Request) -> Response:
    """The sign-in page."""
    there = door.inside(request.query_params.get("next", "/"))
    if not await run_in_threadpool(_has_accounts):
        return RedirectResponse("/set-up", 303)
    if getattr(request.state, "user", None) is not None:
        return RedirectResponse(there, 303)
    return _page(request, refused=university.told(request), next=there)


async def answer(request: Request) -> Response:
    """What was typed there."""
    try:
        typed = await door.typed(request)
    except door.NotOurForm:
        return _page(request, 403, said="door.form_expired")
    there, email = door.inside(typed.get("next", "/")), typed.get("email", "")
    try:
        opened = await run_in_threadpool(
            sign_ins.sign_in,
            email,
            typed.get("password", ""),
            **identity.browser(request, email)._asdict(),
        )
    except SecondStepDue as due:
        return second_step.begin(request, due.token, there)
    except WrongPassword:
        _log.warning("a sign-in was refused: wrong password")
        return _page(request, 401, said="sign_in.wrong", next=there, email=email)
    except TrackerError as refused:
        _log.warning("a sign-in was refused: %s", refused.code)
        status = {"too_many_attempts": 429, "passwords_off": 403}.get(refused.code, 503)
        return _page(request, status, refused=refused, next=there, email=email)
    response = RedirectResponse(there, 303)
    identity.let_in(request, response, opened)
    identity.remember_language(request, response, opened.language)
    return response


async def leave(request: Request) -> Response:
    """Sign this browser out. The button needs no token: only our own pages may press it."""
    if not hosts.is_same(request, required=True):
        return faults.refused(request, FromElsewhere())
    by_provider = await run_in_threadpool(_end, identity.token_hash(request))
    there = await university.goodbye() if by_provider else ""
    # Not a redirect: of a form's own way the policy lets none lead to another server.
    response = door.page(request, "left.html", there=there, error="") if there else _to_the_door()
    identity.let_out(request, response)
    # What this browser keeps of our pages goes too; not the cookies, which hold the language.
    response.headers["clear-site-data"] = '"cache", "storage"'
    return response


async def speak(request: Request) -> Response:
    """Change the language. A full page load: widgets would lose what they hold otherwise."""
    language = request.path_params["language"]
    if language not in LANGUAGES:
        return PlainTextResponse("Not here.", 404)
    response = RedirectResponse(_back(request), 303)
    user = getattr(request.state, "user", None)
    # A link from elsewhere may not change an account.
    if isinstance(user, User) and hosts.is_same(request, required=False):
        await run_in_threadpool(_set_language, user, language)
        identity.forget({user.sign_in} if user.sign_in is not None else set())
    identity.remember_language(request, response, language)
    return response


async def alive(_request: Request) -> Response:
    """Open pages ask this; the gate answers for those who are signed in no more."""
    return Response(status_code=204, headers={"cache-control": "no-store"})


routes = [
    Route("/sign-in", ask, methods=["GET"]),
    Route("/sign-in", answer, methods=["POST"]),
    Route("/sign-out", leave, methods=["POST"]),
    Route("/language/{language}", speak, methods=["GET"]),
    Route("/alive", alive, methods=["GET"]),
]


def _page(
    request: Request,
    status: int = 200,
    *,
    said: str = "",
    refused: TrackerError | None = None,
    next: str = "/",
    email: str = "",
) -> Response:
    with speaking(identity.language_of(request)):
        error = sentence(refused) if refused else t(said) if said else ""
        provider = university.button()
    return door.page(
        request,
        "sign_in.html",
        status=status,
        error=error,
        next=next,
        email=email[:254],
        provider=provider,
        way=university.way(next),
        passwords=passwords.are_on(),
        has_mail=smtp.is_set_up(),
    )


def _back(request: Request) -> str:
    """The page of ours that is named, also when it is named with our own host before it."""
    address = request.query_params.get("next", "/")
    ours = f"//{request.headers.get('host', '')}/"
    for scheme in ("http:", "https:"):
        if address.startswith(scheme + ours):
            address = address[len(scheme + ours) - 1 :]
    return door.own(address)


def _has_accounts() -> bool:
    with db.reading() as session:
        return sign_ins.somebody(session)


def _end(token_hash: str) -> bool:
    with db.transaction() as session:
        return sign_ins.end(session, token_hash)


def _to_the_door() -> Response:
    return RedirectResponse("/sign-in", 303)


def _set_language(user: User, language: str) -> None:
    try:
        with db.transaction() as session:
            accounts.set_language(session, Language(language), by=user)
    except NotAllowed:
        return  # signed out meanwhile: the choice is in the cookie
