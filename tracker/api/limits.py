"""How much a request may carry."""

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit's uploads may hold a file of `server.maxUploadSize`; nothing else here is large.
_UPLOAD = "/_stcore/upload_file/"
_LARGEST_UPLOAD = 21 * 1024 * 1024
_LARGEST = 1024 * 1024


class _TooLarge(Exception):
    """More came than was announced, or than fits."""


class Limited:
    """The way in and out of one request, with the bytes of its body counted."""

    def __init__(self, receive: Receive, send: Send, scope: Scope) -> None:
        self._receive, self._send, self._scope = receive, send, scope
        is_upload = scope["path"].startswith(_UPLOAD)
        self._left = _LARGEST_UPLOAD if is_upload else _LARGEST
        self._has_started = False

    @property
    def is_announced_too_large(self) -> bool:
        length = dict(self._scope["headers"]).get(b"content-length", b"0")
        return not length.isdigit() or int(length) > self._left

    async def run(self, app: ASGIApp) -> Response | None:
        """Serve the request; the refusal when its body grew too large before an answer began."""
        try:
            await app(self._scope, self._counted, self._noted)
        except _TooLarge:
            return None if self._has_started else self.refusal()
        return None

    def refusal(self) -> Response:
        return PlainTextResponse("Too large.", 413, headers={"connection": "close"})

    async def _counted(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise _TooLarge
        return message

    async def _noted(self, message: Message) -> None:
        self._has_started = True
        await self._send(message)
