"""Streamlit's cookie against forged uploads: over TLS its name binds it to this very host.

Without that a page of another name below the same domain could plant one of its own. Streamlit's
page looks for `_streamlit_xsrf` wherever a word begins, and so finds it behind the prefix; its
server is given the name that it knows.
"""

from starlette.requests import HTTPConnection

from tracker.api import identity

THEIRS = "_streamlit_xsrf"
BOUND = f"__Host-{THEIRS}"

_Headers = list[tuple[bytes, bytes]]


def taken(headers: _Headers, connection: HTTPConnection) -> _Headers:
    """A request's headers as Streamlit is to see them: one with the bare name is not ours."""
    if not identity.is_secure(connection):
        return headers
    return [
        (name, _named_back(value) if name.lower() == b"cookie" else value)
        for name, value in headers
    ]


def given(headers: _Headers, connection: HTTPConnection) -> _Headers:
    """An answer's headers as the browser is to see them, over TLS."""
    bare, bound = f"{THEIRS}=".encode(), f"{BOUND}=".encode()
    found = [
        (name, bound + value.removeprefix(bare))
        if name.lower() == b"set-cookie" and value.startswith(bare)
        else (name, value)
        for name, value in headers
    ]
    if found != headers and THEIRS in connection.cookies:
        # Left from before, or planted: the page might read it first.
        found.append((b"set-cookie", bare + b"; Max-Age=0; Path=/"))
    return found


def _named_back(cookies: bytes) -> bytes:
    pairs = [each.strip() for each in cookies.split(b";")]
    bare, bound = f"{THEIRS}=".encode(), f"{BOUND}=".encode()
    return b"; ".join(
        bare + each.removeprefix(bound) if each.startswith(bound) else each
        for each in pairs
        if not each.startswith(bare)
    )
