"""Talks to the application as Streamlit's own page does, or as somebody who pretends to be one."""

import time
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

WITHIN = 20.0  # seconds a script may run


class Page:
    """One open page. `session_id` given: try to take that session over."""

    def __init__(
        self,
        url: str,
        *,
        cookie: str = "",
        origin: str | None = "",
        session_id: str = "",
        headers: dict[str, str] | None = None,
        path: str = "/_stcore/stream",
    ) -> None:
        sent = {**(headers or {}), **({"Cookie": cookie} if cookie else {})}
        # Streamlit reads these by place: protocol, token against forgery, session to resume.
        named = ["streamlit", "token", *([session_id] if session_id else [])]
        self.session_id = ""
        self._socket = connect(
            url.replace("http", "ws", 1) + path,
            origin=Origin(url if origin == "" else origin) if origin is not None else None,
            additional_headers=sent,
            subprotocols=[Subprotocol(each) for each in named],
            max_size=None,
            proxy=None,
            open_timeout=10,
            legacy=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()

    def close(self) -> None:
        self._socket.close()

    def run(self, message: BackMsg | None = None) -> list[str]:
        """Run the script, as the message says; the texts it showed."""
        if message is None:
            message = BackMsg()
            message.rerun_script.query_string = ""
        self.say(message)
        shown = []
        while True:
            heard = ForwardMsg.FromString(self._socket.recv(timeout=WITHIN, decode=False))
            kind = heard.WhichOneof("type")
            if kind == "new_session" and heard.new_session.HasField("initialize"):
                self.session_id = heard.new_session.initialize.session_id
            elif kind == "delta" and heard.delta.new_element.WhichOneof("type") == "text":
                shown.append(heard.delta.new_element.text.body)
            elif kind == "script_finished":
                return shown

    def say(self, message: BackMsg) -> None:
        self._socket.send(message.SerializeToString())

    def closes_within(self, seconds: float) -> bool:
        """Whether the server closes the page in this time, by itself."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            try:
                self._socket.recv(timeout=left)
            except TimeoutError:
                return False
            except ConnectionClosed:
                return True
        return False
