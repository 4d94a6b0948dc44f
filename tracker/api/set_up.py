"""The first minutes: the first administrator, and what to start with."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tracker import db
from tracker.access import Action, User, can
from tracker.api import door, identity, second_step
from tracker.domain import drafts, passwords, set_up, sign_ins
from tracker.domain.drafts import InvalidDraft
from tracker.domain.models import AccountDraft
from tracker.domain.sign_ins import Browser, Opened
from tracker.door_errors import SecondStepDue
from tracker.errors import AlreadySetUp, Invalid, TooManyAttempts, TrackerError, WrongSetupCode
from tracker.i18n import sentence, speaking, t


async def ask(request: Request) -> Response:
    """The page that asks for the set-up code and the first administrator."""
    if await run_in_threadpool(_has_accounts):
        return RedirectResponse("/sign-in", 303)
    return _page(request)


async def answer(request: Request) -> Response:
    """What was typed there."""
    try:
        typed = dict(await door.typed(request))
    except door.NotOurForm:
        return _page(request, 403, said="door.form_expired")
    typed["language"] = identity.language_of(request)
    try:
        browser = identity.browser(request, typed.get("email", ""))
        opened = await run_in_threadpool(_first, typed, browser)
    except SecondStepDue as due:
        return second_step.begin(request, due.token, "/set-up/start")
    except AlreadySetUp:
        return RedirectResponse("/sign-in", 303)
    except InvalidDraft as invalid:
        return _page(request, 422, typed=typed, problems=invalid.problems)
    except Invalid as weak:
        return _page(request, 422, typed=typed, problems=[weak])
    except WrongSetupCode:
        return _page(request, 401, typed=typed, problems=[Invalid("code", "wrong_setup_code")])
    except TrackerError as refused:
        status = 429 if isinstance(refused, TooManyAttempts) else 503
        return _page(request, status, typed=typed, refused=refused)
    response = RedirectResponse("/set-up/start", 303)
    identity.let_in(request, response, opened)
    identity.remember_language(request, response, opened.language)
    return response


async def offer(request: Request) -> Response:
    """The choice between the example and nothing, as long as there is nothing."""
    user = request.state.user
    if _example() is None or not await run_in_threadpool(_may_start, user):
        return RedirectResponse("/", 303)
    return door.page(request, "start.html", name=user.name, error="")


async def start(request: Request) -> Response:
    """What was chosen there."""
    user = request.state.user
    try:
        typed = await door.typed(request)
    except door.NotOurForm:
        with speaking(user.language):
            said = t("door.form_expired")
        return door.page(request, "start.html", status=403, name=user.name, error=said)
    if typed.get("choice") == "example":
        await run_in_threadpool(_load_example, user)
    return RedirectResponse("/", 303)


routes = [
    Route("/set-up", ask, methods=["GET"]),
    Route("/set-up", answer, methods=["POST"]),
    Route("/set-up/start", offer, methods=["GET"]),
    Route("/set-up/start", start, methods=["POST"]),
]


def _page(
    request: Request,
    status: int = 200,
    *,
    said: str = "",
    refused: TrackerError | None = None,
    typed: dict[str, str] | None = None,
    problems: list[Invalid] | None = None,
) -> Response:
    known = typed or {}
    with speaking(identity.language_of(request)):
        error = sentence(refused) if refused else t(said) if said else ""
        errors = {each.field: sentence(each) for each in problems or []}
    # The code is typed from another screen: it stays. A password never comes back.
    fields = {name: known.get(name, "")[:300] for name in ("code", "name", "email")}
    return door.page(
        request,
        "set_up.html",
        status=status,
        error=error,
        errors=errors,
        typed=fields,
        passwords=passwords.are_on(),
        is_again=bool(known.get("password")) and "password" not in errors,
    )


def _first(typed: dict[str, str], browser: Browser) -> Opened:
    fields = ("name", "email", "language")
    draft = drafts.checked(AccountDraft, {name: typed.get(name, "") for name in fields})
    password = typed.get("password", "") if passwords.are_on() else passwords.made_up()
    account = set_up.first_administrator(
        typed.get("code", ""), draft, password, address=browser.address
    )
    return sign_ins.come_in(account, browser)


def _has_accounts() -> bool:
    with db.reading() as session:
        return sign_ins.somebody(session)


def _may_start(user: User) -> bool:
    with db.reading() as session:
        return can(user, Action.MANAGE_ACCOUNTS) and set_up.is_empty(session)


def _load_example(user: User) -> None:
    example = _example()
    with db.transaction() as session:
        # Asked for twice, it is loaded once: the second waits, and then finds partners.
        if example is not None and can(user, Action.MANAGE_ACCOUNTS) and set_up.is_empty(session):
            example.load(session, by=user)


def _example() -> Any:
    """The module of the example, or None where it was not installed."""
    try:
        from tracker import example
    except ImportError:
        return None
    return example
