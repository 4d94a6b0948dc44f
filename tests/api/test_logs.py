"""The log tells what happened, and nothing of the people in the records."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from smtplib import SMTPResponseException

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from tracker.api import logs
from tracker.api.gate import Gate
from tracker.errors import NotFound
from tracker.settings import settings

NAME, MAIL, PHONE = "Құпия Есімұлы", "qupiya.esim@uni.example", "+7 700 123 45 67"
TOKEN = "n0tTheRealOne-6f3d9a1b7c2e4f508192a3b4c5d6"
MARKS = (NAME, MAIL, PHONE, TOKEN, "stage=secret")


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What a logger of its own writes, as the settings of a default installation say."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.AsJson())
    logger = logging.getLogger("tracker.test")
    logger.addHandler(handler)
    logger.propagate = False
    yield stream
    logger.removeHandler(handler)


def lines(stream: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_what_an_exception_quotes_is_not_written(written: StringIO) -> None:
    try:
        try:
            int(NAME)
        except ValueError as wrong:
            raise KeyError(f"{MAIL} {PHONE} {TOKEN}") from wrong
    except KeyError:
        logging.getLogger("tracker.test").exception("fault %s", "12ab34cd")
    logging.getLogger("tracker.test").warning("not kept: %s", NotFound(f"partner {NAME}"))
    logging.getLogger("tracker.test").error(KeyError(NAME))
    logging.getLogger("tracker.test").error(FileNotFoundError(2, "No such file", NAME))
    logging.getLogger("tracker.test").error(SMTPResponseException(550, f"{NAME} moved"))
    assert not any(mark in written.getvalue() for mark in MARKS)
    first, second, *others = lines(written)
    assert [each["message"] for each in others] == [
        "KeyError",
        "FileNotFoundError 2 No such file",
        "SMTPResponseException",
    ]
    assert first["message"] == "fault 12ab34cd"
    where = first["where"]
    assert isinstance(where, list)
    assert where[-1] == "KeyError"
    assert "ValueError" in where
    assert any("test_logs.py:" in line for line in where)
    assert second["message"] == "not kept: NotFound not_found"


def test_marks_are_masked_wherever_they_come_from(written: StringIO) -> None:
    logger = logging.getLogger("tracker.test")
    logger.warning("550 <%s>: no such user, call %s", MAIL, PHONE)
    logger.warning("GET /partners?stage=secret&q=x with %s", TOKEN)
    logger.warning("mail 12 was put off: %(why)s", {"why": f"{MAIL} refused"})
    assert not any(mark in written.getvalue() for mark in MARKS)
    assert lines(written)[0]["message"] == "550 <…@…>: no such user, call ☎"
    assert lines(written)[1]["message"] == "GET /partners?… with …"


def test_numbers_days_and_identifiers_stay(written: StringIO) -> None:
    kept = "account 12 took the report of 2026-01-01 – 2026-12-31 at 12:00:05, import 1234567"
    logging.getLogger("tracker.test").info("started")
    logging.getLogger("tracker.test").warning("%s", kept)
    assert lines(written)[-1]["message"] == kept


def test_a_line_names_request_and_account_by_their_numbers(written: StringIO) -> None:
    token = logs.about.set(logs.Request("abc12345", 7))
    try:
        logging.getLogger("tracker.test").warning("slow")
    finally:
        logs.about.reset(token)
    (line,) = lines(written)
    assert (line["request"], line["account"], line["level"]) == ("abc12345", 7, "warning")


@given(st.text())
def test_nobody_begins_a_line_of_their_own(text: str) -> None:
    for said in (text, f"\n{text}\r\n2026 ERROR tracker: forged", f"\u2028{text}\x85"):
        record = logging.LogRecord("x", logging.WARNING, "", 0, "host %s", (said,), None)
        assert len(logs.AsText().format(record).splitlines()) == 1
        assert len(logs.AsJson().format(record).splitlines()) == 1
        json.loads(logs.AsJson().format(record))


def test_what_cannot_be_put_together_is_written_all_the_same() -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "%d apples", ("many",), None)
    assert logs.said(record) == "%d apples"


@pytest.mark.parametrize("given", ["", "short", "a b c d e f g", "x" * 65, "abcdefgh\n"])
def test_a_number_that_is_none_is_replaced(given: str) -> None:
    assert logs.request_id(given) != given
    assert logs.request_id("abc-12345678") == "abc-12345678"


@pytest.mark.parametrize(("chosen", "kind"), [("json", logs.AsJson), ("text", logs.AsText)])
def test_everything_that_speaks_goes_through_one_place(
    chosen: str, kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_LOG_FORMAT", chosen)
    settings.cache_clear()
    root, before = logging.getLogger(), list(logging.getLogger().handlers)
    foreign = logging.getLogger("uvicorn.error")
    kept = list(foreign.handlers), foreign.propagate
    foreign.addHandler(logging.NullHandler())
    try:
        logs.set_up()
        assert [type(each.formatter) for each in root.handlers] == [kind]
        assert foreign.handlers == []
        assert foreign.propagate
        assert not logging.getLogger("alembic.runtime.migration").isEnabledFor(logging.INFO)
        assert logging.getLogger("tracker.api").isEnabledFor(logging.INFO)
    finally:
        root.handlers[:] = before
        foreign.handlers[:], foreign.propagate = kept
        settings.cache_clear()


async def _nothing(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise AssertionError("the gate let it in")


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "told"),
    [
        ("POST", "/sign-out", {"origin": "http://evil.example"}, 403, "POST other: 403"),
        ("PUT", f"/_stcore/upload_file/{TOKEN}/a", {}, 401, "PUT /_stcore: 401"),
        ("POST", "/sign-in", {"content-length": "9999999"}, 413, "POST other: 413"),
    ],
)
def test_what_the_gate_refuses_is_logged_without_what_was_asked_for(
    sqlite_database: str,
    caplog: pytest.LogCaptureFixture,
    method: str,
    path: str,
    headers: dict[str, str],
    status: int,
    told: str,
) -> None:
    own = {"origin": "http://localhost", **headers}
    client = TestClient(Gate(_nothing), base_url="http://localhost")
    assert client.request(method, path, headers=own, content=b"x").status_code == status
    lines = [each.getMessage() for each in caplog.records if each.name == "tracker"]
    assert lines[-1] == f"refused: {told}"
    assert not any("evil" in each or TOKEN in each or "/sign" in each for each in lines)
