"""Talks to the application as Streamlit's own page does, or as somebody who pretends to be one."""

import time
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

# A run that another one cuts short goes on as that one.
_AT_THE_END = {
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
}
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
        if message is not None:
            self.say(message)
        return [
            each.delta.new_element.text.body
            for each in (self.ask() if message is None else self.hear())
            if each.delta.new_element.WhichOneof("type") == "text"
        ]

    def ask(
        self,
        *states: WidgetState,
        page: str = "",
        query: str = "",
        page_hash: str = "",
        fragment: str = "",
    ) -> list[ForwardMsg]:
        """Run the script as a page does that says this of itself; all that was answered."""
        message = BackMsg()
        asked = message.rerun_script
        asked.page_name, asked.query_string = page, query
        asked.page_script_hash, asked.fragment_id = page_hash, fragment
        asked.widget_states.widgets.extend(states)
        self.say(message)
        return self.hear()

    def hear(self) -> list[ForwardMsg]:
        """All that is answered until a script has finished."""
        heard = []
        while True:
            answer = ForwardMsg.FromString(self._socket.recv(timeout=WITHIN, decode=False))
            heard.append(answer)
            kind = answer.WhichOneof("type")
            if kind == "new_session" and answer.new_session.HasField("initialize"):
                self.session_id = answer.new_session.initialize.session_id
            elif kind == "script_finished" and answer.script_finished in _AT_THE_END:
                return heard

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
