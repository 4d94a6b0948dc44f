"""A colleague at Django's admin: signs in once, then opens pages, saves, takes lists along."""

import time
from collections.abc import Callable
from datetime import date
from types import TracebackType
from typing import Self
from uuid import uuid4

import httpx

from tests.benchmarks import saving
from tests.benchmarks.pages import Failed, Rerun
from tests.benchmarks.peers.serving import NAME, PASSWORD

_LATE = "/admin/desk/followup/?overdue=yes"


class Visitor:
    """One connection, kept open, with the cookies of a sign-in."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(
            base_url=url, trust_env=False, timeout=300, headers={"referer": url}
        )
        self._send("/admin/login/", {"username": NAME, "password": PASSWORD}, moved=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: object, _at: TracebackType | None
    ) -> None:
        self._client.close()

    def overdue(self, page: int = 1) -> Callable[[], Rerun]:
        """The list of overdue follow-ups, fifty at a time."""
        return lambda: self._open(f"{_LATE}&p={page}")

    def partner(self, number: int) -> Callable[[], Rerun]:
        """A partner with the rows that hang on it."""
        return lambda: self._open(f"/admin/desk/partner/{number}/change/")

    def search(self, words: str) -> Callable[[], Rerun]:
        """The list of partners, searched."""
        return lambda: self._open(f"/admin/desk/partner/?q={words}")

    def save(self, today: date) -> Rerun:
        """A meeting with one partner; the time is that of sending the form."""
        inside = "interactionpartner_set"
        typed = {
            "kind": "meeting",
            "happened_on": f"{today:%d.%m.%Y}",
            "summary": f"{saving.SUMMARY} {uuid4().hex}",
            "outcome": "",
            f"{inside}-TOTAL_FORMS": "1",
            f"{inside}-INITIAL_FORMS": "0",
            f"{inside}-MIN_NUM_FORMS": "0",
            f"{inside}-MAX_NUM_FORMS": "1000",
            f"{inside}-0-partner": str(saving.PARTNER),
        }
        return self._send("/admin/desk/interaction/add/", typed, moved=True)

    def save_and_look(self, today: date) -> Rerun:
        """The same, and the list that follows."""
        saved, after = self.save(today), self._open("/admin/desk/interaction/")
        return Rerun(saved.seconds + after.seconds, saved.bytes + after.bytes)

    def take(self, action: str) -> Callable[[], Rerun]:
        """All overdue follow-ups as a file, by an action of the list."""
        typed = {"action": action, "select_across": "1", "index": "0", "_selected_action": "1"}
        return lambda: self._send(_LATE, typed, moved=False)

    def _open(self, address: str) -> Rerun:
        began = time.perf_counter()
        answer = self._client.get(address)
        took = time.perf_counter() - began
        if answer.status_code != httpx.codes.OK:
            raise Failed(f"{address}: {answer.status_code}")
        return Rerun(took, len(answer.content))

    def _send(self, address: str, typed: dict[str, str], *, moved: bool) -> Rerun:
        if "csrftoken" not in self._client.cookies:
            self._client.get(address)
        sent = {**typed, "csrfmiddlewaretoken": self._client.cookies["csrftoken"]}
        began = time.perf_counter()
        answer = self._client.post(address, data=sent)
        took = time.perf_counter() - began
        file = "attachment" in answer.headers.get("content-disposition", "") or "csv" in (
            answer.headers.get("content-type", "")
        )
        if not (answer.is_redirect if moved else file):
            raise Failed(f"{address}: {answer.status_code} {answer.text[:2000]}")
        return Rerun(took, len(answer.content))
