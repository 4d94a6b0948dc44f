"""Which names this server answers to, and whether a request was made by one of its own pages.

A page elsewhere can point a name of its own at this server and then read it as its own. Such a
request carries that name, so only known names are answered. A bare address cannot be pointed.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from tracker.settings import THIS_MACHINE, settings


def is_ours(host: str) -> bool:
    """Whether the Host header names this server."""
    name = _name(host)
    known = _known()
    return name in THIS_MACHINE or name in known or (not known and _is_address(name))


def is_same(connection: HTTPConnection, *, required: bool) -> bool:
    """Whether a request comes from a page of this server, by what browsers say and pages cannot.

    `required` refuses also when nothing is said, as by a program.
    """
    origin = connection.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc.lower() == connection.headers.get("host", "").lower()
    site = connection.headers.get("sec-fetch-site")
    return not required if site is None else site in ("same-origin", "none")


def _known() -> set[str]:
    listed = settings().allowed_hosts.replace(",", " ").split()
    own = urlsplit(settings().public_url).hostname
    return {name.lower() for name in [*listed, own or ""] if name}


def _name(host: str) -> str:
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return ""
    if parts.netloc != host or parts.username is not None or parts.password is not None:
        return ""
    return (parts.hostname or "").rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
