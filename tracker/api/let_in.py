"""The way in from the server's console: `tracker account let-in` prints the address."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tracker import db
from tracker.api import identity, university
from tracker.domain import console_ways, rate_limits
from tracker.domain.sign_ins import Browser, Opened
from tracker.errors import TrackerError


async def enter(request: Request) -> Response:
    """Open the door once for whoever has the key."""
    try:
        opened = await run_in_threadpool(
            _enter,
            request.query_params.get("key", ""),
            identity.browser(request, ""),
        )
    except TrackerError as refused:
        return university.tell(refused)
    response = RedirectResponse("/", 303)
    identity.let_in(request, response, opened)
    identity.remember_language(request, response, opened.language)
    return response


routes = [Route("/sign-in/let-in", enter, methods=["GET"])]


def _enter(key: str, browser: Browser) -> Opened:
    with db.transaction() as session:
        tries = rate_limits.attempt_from(session, browser.address)
    with db.transaction() as session:
        opened = console_ways.enter(session, key, agent=browser.agent, address=browser.address)
        rate_limits.forgive(session, tries)
        return opened
