"""One's own second factor, for whoever is signed in: setting up, another telephone, turning off."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tracker import db
from tracker.access import User
from tracker.api import door, identity, pictures
from tracker.domain.second_factor import asking, keeping
from tracker.domain.second_factor.keeping import Offer, Standing
from tracker.door_errors import FactorRequired, OfferOver, WrongCode
from tracker.errors import SignedOut, TooManyAttempts, TrackerError, WrongPassword
from tracker.i18n import sentence, speaking, t

_PATH = "/second-factor"


async def show(request: Request) -> Response:
    """How it is, or the page to set it up; `?another` to change the telephone."""
    return await _page(request)


async def change(request: Request) -> Response:
    """What was typed there."""
    user: User = request.state.user
    try:
        typed = await door.typed(request)
    except door.NotOurForm:
        return await _page(request, 403, said="door.form_expired")
    if not asking.is_on():
        return RedirectResponse(_PATH, 303)
    told = typed.get("password", ""), typed.get("code", "")
    try:
        if typed.get("act") == "off":
            await run_in_threadpool(keeping.turn_off, *told, by=user)
            return RedirectResponse(_PATH, 303)
        if typed.get("act") == "codes":
            paper = await run_in_threadpool(keeping.new_codes, *told, by=user)
        else:
            given = typed.get("sealed", ""), typed.get("fits", "")
            paper = await run_in_threadpool(keeping.set_up, *told, *given, by=user)
    except SignedOut:
        return RedirectResponse("/sign-in", 303)
    except TrackerError as refused:
        return await _page(request, _status(refused), refused=refused, typed=dict(typed))
    return door.page(request, "recovery_codes.html", error="", codes=paper, next="/settings")


routes = [
    Route(_PATH, show, methods=["GET"]),
    Route(_PATH, change, methods=["POST"]),
]


async def _page(
    request: Request,
    status: int = 200,
    *,
    said: str = "",
    refused: TrackerError | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    user: User = request.state.user
    standing = await run_in_threadpool(_standing, user)
    with speaking(identity.language_of(request, user)):
        error = sentence(refused) if refused else t(said) if said else ""
    told: dict[str, object] = {"error": error, "standing": standing, "back": "/settings"}
    is_offered = asking.is_on() and standing.has_password
    wants = (typed or {}).get("act") == "set_up" or "another" in request.query_params
    if not is_offered or (standing.is_on and not wants):
        told |= {"is_offered": is_offered}
        return door.page(request, "second_factor.html", status=status, **told)
    offered = await run_in_threadpool(_offer, user, (typed or {}).get("sealed", ""))
    asks = "both" if standing.is_on else "password"
    told |= {"next": "/settings", "action": _PATH, "asks": asks} | pictures.of(offered, user.email)
    return door.page(request, "second_factor_set_up.html", status=status, **told)


def _standing(user: User) -> Standing:
    with db.reading() as session:
        return keeping.standing(session, by=user)


def _offer(user: User, again: str) -> Offer:
    with db.transaction() as session:
        return keeping.offer(session, by=user, again=again)


def _status(refused: TrackerError) -> int:
    if isinstance(refused, WrongPassword | WrongCode | OfferOver | FactorRequired):
        return 422
    return 429 if isinstance(refused, TooManyAttempts) else 503
