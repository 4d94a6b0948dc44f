"""Streamlit's own words in our languages: its index page is replaced on the way out.

Streamlit has no translations. Its page gets our title, icon and style, the language, and two
scripts of ours: `words.js` puts the words of `words_of_streamlit.toml` over the English ones, and
`seriktes.js` is the rest of `scripts/`.
"""

import json
import re
import tomllib
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

import streamlit
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker.access import User
from tracker.api import identity
from tracker.api.door import HERE, asset
from tracker.i18n import LANGUAGES, speaking, t
from tracker.settings import settings

_INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
# The words of `scripts/keys.js`, in the order in which its sheet shows them.
KEYS = (
    *("title", "search", "sheet", "home", "partners", "follow_ups", "events", "help", "meeting"),
    *("save", "list", "review", "board", "off", "close"),
)
_LOCALES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
_UNEDITABLE = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
_OF_THE_FILE = {b"content-length", b"content-encoding", b"etag", b"last-modified"}


class IndexPage:
    """ASGI middleware: wherever Streamlit sends its index page, send ours."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "text/html" not in _accepted(scope):
            await self.app(scope, receive, send)
            return
        scope["headers"] = [each for each in scope["headers"] if each[0].lower() not in _UNEDITABLE]
        await self.app(scope, receive, _Replacing(scope, send))


class _Replacing:
    """Holds an HTML answer back until it is clear which page it is."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._release(self._start)

    async def _release(self, start: Message) -> None:
        body = self._body
        if body == _index() or (not body and self._scope["method"] == "HEAD"):
            user = self._scope.get("state", {}).get("user")
            known = user if isinstance(user, User) else None
            page = index(identity.language_of(HTTPConnection(self._scope), known))
            length = b"%d" % len(page)
            kept = [each for each in start["headers"] if each[0].lower() not in _OF_THE_FILE]
            start = {**start, "headers": [*kept, (b"content-length", length)]}
            body = page if body else b""
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


@cache
def index(language: str) -> bytes:
    """Streamlit's index page with our words; raises ValueError when its shape has changed."""
    with speaking(language):
        name, no_script = escape(t("app.name")), escape(t("door.no_script"))
    scripts = (
        f'<script src="{_address(language)}"></script>\n'
        f'    <script src="/seriktes.js?v={_version(_seriktes())}" defer></script>\n    '
    )
    icon = f'<link rel="icon" type="image/svg+xml" href="{asset("icon.svg")}" />'
    # After everything else: where two rules weigh the same, the house's own counts.
    root = '<div id="root"></div>'
    style = (
        f'{root}\n    <link rel="stylesheet" href="{asset("house.css")}" />'
        f'\n    <link rel="stylesheet" media="print" href="{asset("print.css")}" />'
        # Every page has elements of our own; fetched only when the first of them comes, their code
        # left a grey bar in their place, and then the page jumped.
        f'\n    <link rel="modulepreload" crossorigin href="./static/js/{_own_elements()}" />'
    )
    page = _index().decode()
    for found, ours in (
        ('<html lang="en">', f'<html lang="{language}">'),
        ('<link rel="shortcut icon" href="./favicon.png" />', scripts + icon),
        ("<title>Streamlit</title>", f"<title>{name}</title>"),
        # The keyboard of a phone makes the page shorter instead of lying over its lowest button.
        ("shrink-to-fit=no", "interactive-widget=resizes-content"),
        (root, style),
        # It points to an interface that is closed here.
        (r'(?s)<!--\s+Machine-readable.*?<link rel="service-desc"[^>]*>', ""),
        # Inline, which our security policy forbids; it speaks to search engines.
        (r"(?s)<!-- initialize window\.prerenderReady.*?</script>", ""),
        (r"(?s)<noscript>.*?</noscript>", f"<noscript><p>{no_script}</p></noscript>"),
    ):
        pattern = found if found.startswith("(?s)") else re.escape(found)
        page, count = re.subn(pattern, lambda _, ours=ours: ours, page)  # type: ignore[misc]
        if count != 1:
            raise ValueError(f"Streamlit's index page has {count} × {found}")
    return page.encode()


def words(request: Request) -> Response:
    """The script that speaks a language."""
    language = request.path_params["language"]
    if language not in LANGUAGES:
        return PlainTextResponse("Not here.", 404)
    return _script(_script_of(language))


def seriktes(_request: Request) -> Response:
    """What every page does by itself: see the files of `scripts/`."""
    return _script(_seriktes())


routes = [
    Route("/words/{language}.js", words, methods=["GET"]),
    Route("/seriktes.js", seriktes, methods=["GET"]),
]


@cache
def dictionary(language: str) -> dict[str, str]:
    """Streamlit's English words and ours; empty in English."""
    known = tomllib.loads((HERE / "words_of_streamlit.toml").read_text(encoding="utf-8"))
    return {english: ours[language] for english, ours in known.items() if language in ours}


def _keys(language: str) -> dict[str, str]:
    """What the sheet of keys says."""
    with speaking(language):
        return {name: t(f"keys.{name}") for name in KEYS}


@cache
def _script_of(language: str) -> bytes:
    with speaking(language):
        name = t("app.name")
    about = {
        "language": language,
        "locale": _LOCALES[language],
        "words": dictionary(language),
        "keys": _keys(language),
        "paper": f"{settings().university(language)} · {name}",
    }
    # Read as data by the script; "<" cannot end it early.
    data = json.dumps(about, ensure_ascii=False).replace("<", "\\u003c")
    code = (HERE / "scripts" / "words.js").read_text(encoding="utf-8")
    return f"const ABOUT = {data};\n{code}".encode()


@cache
def _seriktes() -> bytes:
    ours = (
        *("sign_in_ended.js", "sidebar.js", "search.js", "pressing.js", "going_back.js"),
        *("unsent.js", "keys.js", "printing.js", "typed_names.js"),
    )
    return b"\n".join((HERE / "scripts" / name).read_bytes() for name in ours)


def _own_elements() -> str:
    (code,) = (_INDEX.parent / "static" / "js").glob("BidiComponent.*.js")
    return code.name


@cache
def _index() -> bytes:
    return _INDEX.read_bytes()


def _address(language: str) -> str:
    return f"/words/{language}.js?v={_version(_script_of(language))}"


def _version(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]


def _script(content: bytes) -> Response:
    # The address changes with the content, so a browser may keep it.
    kept = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(content, media_type="text/javascript; charset=utf-8", headers=kept)


def _accepted(scope: Scope) -> str:
    return HTTPConnection(scope).headers.get("accept", "")


def _is_html(start: Message) -> bool:
    kind: bytes = dict(start["headers"]).get(b"content-type", b"")
    return bool(start["status"] == 200) and kind.startswith(b"text/html")
