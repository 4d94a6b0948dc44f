"""Opens pages as Streamlit's own page does, and takes the time of each rerun."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.servers.websocket import Page

Typed = Mapping[str, str | bool | list[str]]  # into widgets, by their ids

WITHIN = 60.0  # seconds for one message
_KEPT_FOR = 2  # runs; as Streamlit's page, `global.maxCachedMessageAge`


class Rerun(NamedTuple):
    """One run of a page's script, from the question to the end of the answer.

    `part` are the seconds until a part that was run by itself asked for the whole page, if it did.
    """

    seconds: float
    bytes: int
    part: float | None = None


class _Known(NamedTuple):
    """A message that the page keeps, and the run that needed it last."""

    message: ForwardMsg
    run: int


class Failed(Exception):
    """A page showed an exception, or its script ended badly."""


class Opened(Page):
    """One open page of the application, or of a floor.

    `ids` holds the widgets' ids, `fragments` in which part of the page each stands, if in one, and
    `fragment` the last part that was drawn.
    """

    def __init__(self, url: str, *, cookie: str = "", page: str = "", query: str = "") -> None:
        super().__init__(url, cookie=cookie)
        self._page, self._query, self._script = page, query, ""
        self._values: dict[str, Callable[[Any], None]] = {}
        self._known: dict[str, _Known] = {}
        self._runs = 0
        self._again: float | None = None  # when the last run asked for another
        self.ids: list[str] = []
        self.options: dict[str, list[str]] = {}
        self.fragments: dict[str, str] = {}
        self.fragment = ""

    def rerun(
        self,
        values: Typed | None = None,
        *,
        fragment: str = "",
    ) -> Rerun:
        """Run the page, or one fragment of it, with these values of widgets by their ids."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self._query, self._script
        asked.fragment_id = fragment
        if not self._script:
            asked.page_name = self._page
        asked.cached_message_hashes.extend(self._known)
        for name, value in (values or {}).items():
            state = asked.widget_states.widgets.add(id=name)
            if isinstance(value, bool):
                state.trigger_value = value
            elif isinstance(value, str):
                state.string_value = value
            else:
                state.string_array_value.data.extend(value)
        self._again = None
        began = time.perf_counter()
        self.say(message)
        size = sum(self._answer())
        took = time.perf_counter() - began
        return Rerun(took, size, None if self._again is None else self._again - began)

    def go(self, page: str, query: str = "") -> Rerun:
        """Leave for another page, as a press on a link does: the session stays."""
        self._page, self._query, self._script = page, query, ""
        self.ids.clear()
        return self.rerun()

    def press(self, ending: str, typed: Typed | None = None) -> Rerun:
        """Press a button, with what was typed before, in the part of the page where it stands."""
        button = self.widget(ending)
        return self.rerun({**(typed or {}), button: True}, fragment=self.fragments[button])

    def widget(self, ending: str) -> str:
        """The id of the widget whose key ends like this."""
        return next(each for each in reversed(self.ids) if each.endswith(ending))

    def _answer(self) -> Iterator[int]:
        fault = ""
        while True:
            raw = bytes(self._socket.recv(timeout=WITHIN, decode=False))
            yield len(raw)
            heard = self._whole(ForwardMsg.FromString(raw))
            kind = heard.WhichOneof("type")
            if kind == "navigation":
                self._script = heard.navigation.page_script_hash
            elif kind == "delta":
                self._note(heard)
                element = heard.delta.new_element
                if element.WhichOneof("type") == "exception":
                    fault = element.exception.message or element.exception.type
            elif kind == "script_finished" and heard.script_finished in _DONE:
                self._age()
                if fault:
                    raise Failed(f"{self._page}?{self._query}: {fault}")
                return
            elif kind == "script_finished" and heard.script_finished == _AGAIN:
                self._again = self._again or time.perf_counter()
            elif kind == "script_finished":
                raise Failed(f"{self._page}?{self._query}: {heard.script_finished}")

    def _whole(self, heard: ForwardMsg) -> ForwardMsg:
        """What a message stands for that only names one of before; as a page, keep large ones."""
        if heard.WhichOneof("type") == "ref_hash":
            known = self._known[heard.ref_hash].message
            self._known[heard.ref_hash] = _Known(known, self._runs)
            return known
        if heard.metadata.cacheable:
            self._known[heard.hash] = _Known(heard, self._runs)
        return heard

    def _age(self) -> None:
        """A run is over: forget what the last ones did not need."""
        self._runs += 1
        for name, known in list(self._known.items()):
            if self._runs - known.run > _KEPT_FOR:
                del self._known[name]

    def _note(self, heard: ForwardMsg) -> None:
        element = heard.delta.new_element
        drawn = element.WhichOneof("type")
        held = getattr(element, drawn) if drawn else None
        if (name := getattr(held, "id", "")) and name.startswith("$$ID"):
            self.ids.append(name)
            self.options[name] = list(getattr(held, "options", ()))
            self.fragments[name] = heard.delta.fragment_id
        if heard.delta.fragment_id:
            self.fragment = heard.delta.fragment_id


_AGAIN = ForwardMsg.FINISHED_EARLY_FOR_RERUN
_DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


def signed_in(url: str, email: str, password: str) -> str:
    """Sign in through the page that people use; the cookies that a browser then sends."""
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        form = client.get("/sign-in", headers={"accept": "text/html"}).text
        token = form.split('name="token" value="')[1].split('"')[0]
        typed = {"token": token, "email": email, "password": password}
        answer = client.post("/sign-in", data=typed, headers={"origin": url})
        if answer.status_code != httpx.codes.SEE_OTHER:
            raise Failed(f"sign-in was answered with {answer.status_code}")
        return "; ".join(f"{each.name}={each.value}" for each in client.cookies.jar)
