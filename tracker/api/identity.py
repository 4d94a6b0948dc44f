"""Who a request comes from: the cookie, and the headers that tell Streamlit.

A look-up is kept for a moment, because one page is many requests. It is never kept for work: the
domain asks the database again on every call.
"""

import hashlib
import time
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Scope

from tracker import db
from tracker.access import User
from tracker.domain import sign_ins
from tracker.domain.sign_ins import Browser, Opened, hash_of
from tracker.errors import DatabaseBusy, DatabaseFull, DatabaseReadOnly
from tracker.i18n import DEFAULT, LANGUAGES
from tracker.names.text import mail_key
from tracker.settings import settings

# Mapped into `st.user` by `server.trustedUserHeaders`. Streamlit gives a session back only to the
# same values, so nobody can take over another's by naming its id.
ACCOUNT = "x-tracker-account"
SIGN_IN = "x-tracker-sign-in"

_LANGUAGE = "seriktes_language"
_KNOWN = "seriktes_known"
_YEAR = 365 * 24 * 3600

_KEPT = 1.0  # seconds
_MOST = 1000  # look-ups kept
_kept: dict[str, tuple[float, User | None]] = {}
_touched: dict[int, float] = {}


def is_secure(connection: HTTPConnection) -> bool:
    """Whether the person's browser speaks TLS, here or with the proxy in front."""
    return connection.url.scheme in ("https", "wss") or settings().public_url.startswith("https:")


def cookie_name(connection: HTTPConnection) -> str:
    """Of the sign-in."""
    return _bound(connection, "seriktes")


async def user_of(connection: HTTPConnection) -> User | None:
    """The signed-in colleague behind a request. Raises the Database… refusals."""
    token = connection.cookies.get(cookie_name(connection), "")
    if not 20 < len(token) < 100:
        return None
    key = hash_of(token)
    until, user = _kept.get(key, (0.0, None))
    if until < time.monotonic():
        user = await run_in_threadpool(_look_up, key)
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[key] = time.monotonic() + _KEPT, user
    return user


async def is_at_work(user: User) -> bool:
    """Note an activity, at most once a minute; False when the sign-in has ended meanwhile."""
    if user.sign_in is None:
        return False
    if time.monotonic() - _touched.get(user.sign_in, -1e9) < sign_ins.TOUCH.total_seconds():
        return True
    if not await run_in_threadpool(_touch, user.sign_in):
        return False
    if len(_touched) >= _MOST:
        _touched.clear()
    _touched[user.sign_in] = time.monotonic()
    return True


def without(scope: Scope) -> list[tuple[bytes, bytes]]:
    """The headers of a request without those that only the gate may set."""
    ours = {ACCOUNT.encode(), SIGN_IN.encode()}
    return [
        (name, value)
        for name, value in scope["headers"]
        if name.lower().replace(b"_", b"-") not in ours
    ]


def admit(scope: Scope, user: User) -> None:
    """Tell Streamlit and our own routes who this is."""
    scope["headers"] += [
        (ACCOUNT.encode(), str(user.id).encode()),
        (SIGN_IN.encode(), str(user.sign_in).encode()),
    ]
    # A copy: the server shares one state among all its requests.
    scope["state"] = {**scope.get("state", {}), "user": user}


def forget(ended: set[int]) -> None:
    """Stop knowing these sign-ins."""
    for key, (_, user) in list(_kept.items()):
        if user is not None and user.sign_in in ended:
            _kept.pop(key, None)
    for number in ended:
        _touched.pop(number, None)


def let_in(connection: HTTPConnection, response: Response, opened: Opened) -> None:
    """Give the browser the token of its new sign-in, and the one by which it is known later."""
    response.set_cookie(
        cookie_name(connection),
        opened.token,
        expires=opened.expires_at,
        httponly=True,
        samesite="lax",
        secure=is_secure(connection),
    )
    if opened.known:
        make_known(connection, response, opened.email, opened.known)


def browser(connection: HTTPConnection, email: str) -> Browser:
    """Where somebody sits who says to be the owner of an account."""
    address = connection.client.host if connection.client else ""
    known = connection.cookies.get(_known_name(connection, email), "")
    return Browser(address, connection.headers.get("user-agent", ""), known[:100])


def make_known(connection: HTTPConnection, response: Response, email: str, token: str) -> None:
    """Let the browser be known as one of this account's owner. It opens nothing by that."""
    response.set_cookie(
        _known_name(connection, email),
        token,
        max_age=_YEAR,
        httponly=True,
        samesite="strict",
        secure=is_secure(connection),
    )


def let_out(connection: HTTPConnection, response: Response) -> None:
    """Take the token away."""
    response.set_cookie(
        cookie_name(connection),
        "",
        expires=datetime.fromtimestamp(0).astimezone(),
        httponly=True,
        samesite="lax",
        secure=is_secure(connection),
    )


def token_hash(connection: HTTPConnection) -> str:
    """What the database knows of the browser's token."""
    return hash_of(connection.cookies.get(cookie_name(connection), ""))


def language_of(connection: HTTPConnection, user: User | None = None) -> str:
    """The language of the account, else the chosen one, else the browser's."""
    if user is not None:
        return user.language
    chosen = connection.cookies.get(_bound(connection, _LANGUAGE))
    if chosen in LANGUAGES:
        return chosen
    wanted = connection.headers.get("accept-language", "").split(",")
    codes = (each.split(";")[0].strip()[:2].lower() for each in wanted)
    return next((code for code in codes if code in LANGUAGES), DEFAULT)


def remember_language(connection: HTTPConnection, response: Response, language: str) -> None:
    """Keep the choice in the browser, for the page before the door."""
    response.set_cookie(
        _bound(connection, _LANGUAGE),
        language,
        max_age=_YEAR,
        httponly=True,
        samesite="lax",
        secure=is_secure(connection),
    )


def _known_name(connection: HTTPConnection, email: str) -> str:
    """One cookie an account: at a shared machine one must not undo the other's."""
    account = hashlib.sha256(mail_key(email).encode()).hexdigest()[:12]
    return _bound(connection, f"{_KNOWN}_{account}")


def _bound(connection: HTTPConnection, name: str) -> str:
    """With the prefix a browser accepts a cookie only over TLS and only from this very host."""
    return f"__Host-{name}" if is_secure(connection) else name


def _look_up(key: str) -> User | None:
    with db.reading() as session:
        return sign_ins.look_up(session, key)


def _touch(sign_in: int) -> bool:
    try:
        with db.transaction() as session:
            return sign_ins.touch(session, sign_in)
    except (DatabaseBusy, DatabaseFull, DatabaseReadOnly):
        return True  # what cannot be written just now may still be read
