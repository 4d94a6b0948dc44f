"""How much a request may carry, and how long it may take to say it."""

import asyncio

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit's uploads may hold a file of `server.maxUploadSize`; nothing else here is large.
_UPLOAD = "/_stcore/upload_file/"
_LARGEST_UPLOAD = 21 * 1024 * 1024
_LARGEST = 1024 * 1024
# Seconds: a body that drips in holds a connection, and there are not very many of them.
_UPLOAD_WITHIN = 600.0
_WITHIN = 30.0


class _Refused(Exception):
    """The body does not come as it should."""


class _TooLarge(_Refused):
    """More came than was announced, or than fits."""


class _TooSlow(_Refused):
    """Not all of it came in time."""


class Limited:
    """The way in and out of one request, with the bytes of its body counted."""

    def __init__(self, receive: Receive, send: Send, scope: Scope) -> None:
        self._receive, self._send, self._scope = receive, send, scope
        is_upload = scope["path"].startswith(_UPLOAD)
        self._left = _LARGEST_UPLOAD if is_upload else _LARGEST
        self._until = asyncio.get_running_loop().time() + (_UPLOAD_WITHIN if is_upload else _WITHIN)
        self._has_started = self._is_whole = False

    @property
    def is_announced_too_large(self) -> bool:
        length = dict(self._scope["headers"]).get(b"content-length", b"0")
        return not length.isdigit() or int(length) > self._left

    async def run(self, app: ASGIApp) -> Response | None:
        """Serve the request; the refusal when its body grew too large, or did not come in time."""
        try:
            await app(self._scope, self._counted, self._noted)
        except _Refused as refused:
            if self._has_started:
                return None
            return self.refusal() if isinstance(refused, _TooLarge) else _too_slow()
        return None

    def refusal(self) -> Response:
        return PlainTextResponse("Too large.", 413, headers={"connection": "close"})

    async def _counted(self) -> Message:
        if self._is_whole:  # what comes now is that the browser hung up, whenever that is
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError as late:
            raise _TooSlow from late
        self._is_whole = not message.get("more_body", False)
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise _TooLarge
        return message

    async def _noted(self, message: Message) -> None:
        self._has_started = True
        await self._send(message)


def _too_slow() -> Response:
    return PlainTextResponse("Too slow.", 408, headers={"connection": "close"})
