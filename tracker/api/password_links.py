"""Choosing a password by a link from a mail, and asking for such a link.

The address of the page is a secret: it is told to no other page, kept by no browser, and stands in
no log of ours.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tracker import db
from tracker.api import door, identity
from tracker.domain import account_links, passwords
from tracker.domain.account_links import Chosen
from tracker.domain.models import Account
from tracker.door_errors import LinkOver, PasswordsOff
from tracker.errors import Invalid, TooManyAttempts, TrackerError
from tracker.i18n import sentence, speaking, t
from tracker.mail import links, smtp

# Not "no-referrer": a browser then says no more than "null" of where the form on this page is from,
# and the gate takes it for one of another site.
_SECRET = {"referrer-policy": "strict-origin", "cache-control": "no-store"}


async def show(request: Request) -> Response:
    """The page behind a link. Looking at it uses nothing up."""
    try:
        account = await run_in_threadpool(_read, _token(request))
    except LinkOver as over:
        return _over(request, over)
    except PasswordsOff as off:
        return _off(request, off)
    return _page(request, account)


async def choose(request: Request) -> Response:
    """What was typed there."""
    token = _token(request)
    try:
        account = await run_in_threadpool(_read, token)
        try:
            typed = await door.typed(request)
        except door.NotOurForm:
            return _page(request, account, 403, said="door.form_expired")
        chosen = await run_in_threadpool(
            _choose, request, token, account, typed.get("password", "")
        )
    except LinkOver as over:
        return _over(request, over)
    except PasswordsOff as off:
        return _off(request, off)
    except Invalid as weak:
        return _page(request, account, 422, problem=weak)
    response = _secret(door.page(request, "password_chosen.html", error=""))
    identity.make_known(request, response, chosen.email, chosen.known)
    return response


async def ask(request: Request) -> Response:
    """The page for whoever forgot the password."""
    if not passwords.are_on():
        return _off(request, PasswordsOff())
    if not smtp.is_set_up():
        return RedirectResponse("/sign-in", 303)
    return _forgotten(request, email=request.query_params.get("email", ""))


async def send(request: Request) -> Response:
    """Somebody asks for a link. The answer and its time are the same whoever it is.

    So it is only counted here; whether there is an account is looked up afterwards, beside us.
    """
    if not passwords.are_on():
        return _off(request, PasswordsOff())
    if not smtp.is_set_up():
        return RedirectResponse("/sign-in", 303)
    try:
        typed = await door.typed(request)
    except door.NotOurForm:
        return _forgotten(request, 403, said="door.form_expired")
    email = typed.get("email", "")
    try:
        await run_in_threadpool(_count, request, email)
    except TrackerError as refused:
        status = 429 if isinstance(refused, TooManyAttempts) else 503
        return _forgotten(request, status, refused=refused, email=email)
    links.send_if_known(email)
    return door.page(request, "link_sent.html", error="", email=email[:254])


routes = [
    Route("/password/{token}", show, methods=["GET"]),
    Route("/password/{token}", choose, methods=["POST"]),
    Route("/forgotten", ask, methods=["GET"]),
    Route("/forgotten", send, methods=["POST"]),
]


def _read(token: str) -> Account:
    with db.reading() as session:
        return account_links.read(session, token)


def _choose(request: Request, token: str, account: Account, password: str) -> Chosen:
    known = identity.browser(request, account.email).known
    return account_links.choose(token, password, known=known)


def _count(request: Request, email: str) -> None:
    browser = identity.browser(request, email)
    with db.transaction() as session:
        account_links.count(session, email, address=browser.address, known=browser.known)


def _page(
    request: Request,
    account: Account,
    status: int = 200,
    *,
    said: str = "",
    problem: Invalid | None = None,
) -> Response:
    with speaking(identity.language_of(request)):
        told = {
            "error": t(said) if said else "",
            "problem": sentence(problem) if problem else "",
        }
    told |= {"email": account.email, "name": account.name, "action": request.url.path}
    return _secret(door.page(request, "password.html", status=status, **told))


def _over(request: Request, over: LinkOver) -> Response:
    return _refusal(request, over, 410, is_off=False)


def _off(request: Request, off: PasswordsOff) -> Response:
    return _refusal(request, off, 403, is_off=True)


def _refusal(request: Request, refused: TrackerError, status: int, *, is_off: bool) -> Response:
    with speaking(identity.language_of(request)):
        error = sentence(refused)
    told = {"error": error, "is_off": is_off, "has_mail": smtp.is_set_up()}
    return _secret(door.page(request, "link_over.html", status=status, **told))


def _forgotten(
    request: Request,
    status: int = 200,
    *,
    said: str = "",
    refused: TrackerError | None = None,
    email: str = "",
) -> Response:
    with speaking(identity.language_of(request)):
        error = t(said) if said else ""
        if isinstance(refused, TooManyAttempts):
            error = t("password_link.too_many", minutes=refused.values["minutes"])
        elif refused:
            error = sentence(refused)
    return door.page(request, "forgotten.html", status=status, error=error, email=email[:254])


def _secret(response: Response) -> Response:
    response.headers.update(_SECRET)
    return response


def _token(request: Request) -> str:
    return str(request.path_params["token"])
