"""What every answer tells the browser: run our files only, show us in nobody's frame."""

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import Message

from tracker.api import forgery
from tracker.api.identity import is_secure

# No inline script runs, whatever somebody managed to store. Streamlit's styles are inline; its
# second kind of component comes as a module from a blob: address.
_PAGES = (
    "default-src 'self'; script-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'; "
    "connect-src 'self' {socket}"
)
# The pages before the door need nothing but their style and the logo.
DOOR = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_TWO_YEARS = "max-age=63072000"


def secure(message: Message, connection: HTTPConnection) -> None:
    """Add the headers to the start of an answer; a stricter policy of the answer's own stays."""
    if is_secure(connection):
        named = forgery.given(message["headers"], connection)
        message["headers"] = [_for_tls(*each) for each in named]
    headers = MutableHeaders(scope=message)
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    if is_secure(connection):
        headers["strict-transport-security"] = _TWO_YEARS
    host = connection.headers.get("host", "")
    socket = f"{'wss' if is_secure(connection) else 'ws'}://{host}"
    headers.setdefault("content-security-policy", _PAGES.format(socket=socket))
    path = connection.url.path
    if path.startswith("/media/"):
        headers["cache-control"] = "private, no-store"
    elif headers.get("content-type", "").startswith("text/html"):
        # Going back after signing out must not show what was there.
        headers["cache-control"] = "no-store"


def _for_tls(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """Streamlit looks for its own certificate, and would send its cookie in the clear as well."""
    is_bare = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return name, value + b"; Secure" if is_bare else value
