"""The websocket behind every open page: who may have one, what may be said, and when it ends."""

import asyncio
import logging
import time
from typing import Any

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tracker.access import User
from tracker.api import forgery, hosts, identity, measures, sockets
from tracker.api.sockets import Socket
from tracker.errors import TrackerError
from tracker.settings import ROOT

_log = logging.getLogger("tracker")

_PATH = "/_stcore/stream"
_SIGNED_OUT = 4401
_REFUSED = 1008

# Of a page that comes back after its connection broke, the session it had is named as well.
_NEW = 2

_SHORT = 64  # bytes
_OURS = str(ROOT).encode()

# A client could also ask to empty everybody's caches or to stop the server.
_MAY_SAY = {"rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "load_git_info"}


async def serve(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Let a signed-in colleague's page in, and hold it until it or the sign-in ends.

    Everybody else is refused before there is a session; the script in each page then asks /alive,
    hears that nobody is signed in, and goes to the sign-in page.
    """
    connection = HTTPConnection(scope)
    user = await _visitor(scope, connection)
    if user is None:
        await _refuse(receive, send)
        return
    scope["headers"] = forgery.taken(identity.without(scope), connection)
    identity.admit(scope, user)
    try:
        with sockets.opened(user) as socket:
            ear = _Ear(receive, send, user, socket, is_back=len(scope["subprotocols"]) > _NEW)
            try:
                await app(scope, ear, ear.answer)
            finally:
                ear.stop()
    except sockets.Full:
        await _refuse(receive, send)


async def _visitor(scope: Scope, connection: HTTPConnection) -> User | None:
    is_ours = hosts.is_ours(connection.headers.get("host", ""))
    has_origin = "origin" in connection.headers
    if scope["path"] != _PATH or not is_ours or not has_origin:
        return None
    if not hosts.is_same(connection, required=True):
        return None
    try:
        user = await identity.user_of(connection)
        return user if user is not None and await identity.is_at_work(user) else None
    except TrackerError:
        return None


async def _refuse(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.close", "code": _REFUSED})


class _Ear:
    """What Streamlit hears from one page: only what may be said, and only while signed in."""

    def __init__(
        self, receive: Receive, send: Send, user: User, socket: Socket, *, is_back: bool
    ) -> None:
        self._receive, self._send = receive, send
        self._is_back = is_back
        self._asked: tuple[float, ClientState] | None = None
        self._user, self._socket = user, socket
        self._next: asyncio.Future[Message] | None = None

    async def __call__(self) -> Message:
        while True:
            message = await self._heard()
            if message is None:
                return await self._hang_up()
            if message["type"] != "websocket.receive":
                return message
            said = _read(message)
            kind = said.WhichOneof("type")
            if kind not in _MAY_SAY:
                _log.warning("refused: a page of account %s said %s", self._user.id, kind)
                continue
            if kind == "rerun_script":
                # A person caused it, and not a timer on the page.
                is_by_hand = not said.rerun_script.is_auto_rerun
                if is_by_hand and not await self._is_at_work():
                    return await self._hang_up()
                if self._is_back:
                    message = {**message, "bytes": _of_the_whole_page(said)}
                self._is_back = False
                self._asked = self._asked or (time.monotonic(), said.rerun_script)
            return message

    async def answer(self, message: Message) -> None:
        """Pass on what Streamlit says, and note how long a person waited for all of it."""
        content = message.get("bytes") or b""
        if _OURS in content:
            message = {**message, "bytes": _without_place(content)}
        await self._send(message)
        if self._asked and _is_the_end(content):
            began, asked = self._asked
            self._asked = None
            page = measures.page_of(asked.page_script_hash, asked.page_name)
            measures.RERUNS.observe(time.monotonic() - began, page=page)

    def stop(self) -> None:
        if self._next is not None:
            self._next.cancel()

    async def _heard(self) -> Message | None:
        """The next message; None when the sign-in ended first."""
        if self._next is None:
            self._next = asyncio.ensure_future(self._receive())
        ended = asyncio.ensure_future(self._socket.ended.wait())
        first: list[asyncio.Future[Any]] = [self._next, ended]
        try:
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ended.cancel()
        if self._socket.ended.is_set():
            return None
        heard, self._next = self._next, None
        return heard.result()

    async def _is_at_work(self) -> bool:
        try:
            return await identity.is_at_work(self._user)
        except TrackerError:
            # The database is away: the page will say so itself, in a sentence.
            return True

    async def _hang_up(self) -> Message:
        await self._send({"type": "websocket.close", "code": _SIGNED_OUT})
        return {"type": "websocket.disconnect", "code": _SIGNED_OUT}


def _read(message: Message) -> BackMsg:
    """What is said; nothing where it makes no sense."""
    said = BackMsg()
    try:
        said.ParseFromString(message.get("bytes") or b"")
    except DecodeError:
        return BackMsg()
    return said


def _is_the_end(content: bytes) -> bool:
    """Whether a run has ended, and no other has taken its place. Such a message is short."""
    if len(content) > _SHORT:
        return False
    said = ForwardMsg.FromString(content)
    is_cut = said.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return said.WhichOneof("type") == "script_finished" and not is_cut


def _without_place(content: bytes) -> bytes:
    """The page makes a number of where the script lies on the server: any name will do for that."""
    said = ForwardMsg.FromString(content)
    if said.WhichOneof("type") == "new_session":
        said.new_session.main_script_path = said.new_session.name
    changed: bytes = said.SerializeToString()
    return changed


def _of_the_whole_page(said: BackMsg) -> bytes:
    """A server that does not know the page, because it is another one or has just started, would
    not know its parts either, and pass over a press in one of them."""
    said.rerun_script.ClearField("fragment_id")
    content: bytes = said.SerializeToString()
    return content
