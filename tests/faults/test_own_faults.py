"""What goes wrong in the server itself: it stays up, says a sentence, and goes on working."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from streamlit.testing.v1 import AppTest

import app
from tests.faults import writers
from tests.world import build
from tracker import db
from tracker.api import faults, health
from tracker.errors import DatabaseGone
from tracker.i18n import speaking, t
from tracker.i18n.plain import plain


@contextmanager
def no_handles() -> Iterator[None]:
    """This process can open nothing more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) + 20, hard))
    opened = []
    try:
        while True:
            try:
                opened.append(os.open("/dev/null", os.O_RDONLY))
            except OSError:
                break
        yield
    finally:
        for each in opened:
            os.close(each)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_out_of_file_handles_it_is_said_and_work_goes_on_when_there_are_some(
    sqlite_database: str,
) -> None:
    build()
    writers.save("before")
    assert health._ask() == "ok"
    db.engine().dispose()
    with no_handles():
        with pytest.raises(DatabaseGone):
            writers.save("meanwhile")
        assert health._ask() == "database_gone"
    assert health._ask() == "ok"
    assert writers.save("meanwhile") == "save meanwhile"


def script_that_raises() -> None:
    from tracker.api import faults

    try:
        raise ValueError("of the inside")
    except ValueError as fault:
        faults.of_a_script(fault)


def test_a_script_that_raises_shows_a_sentence_with_a_number_that_the_log_knows(
    caplog: pytest.LogCaptureFixture,
) -> None:
    at = AppTest.from_function(script_that_raises).run()
    assert not at.exception
    (shown,) = at.error
    assert "inside" not in shown.value
    (line,) = [each for each in caplog.records if each.getMessage().startswith("fault ")]
    assert line.getMessage().removeprefix("fault ") in shown.value
    assert line.exc_info


def script_that_is_refused() -> None:
    from tracker import i18n
    from tracker.api import faults
    from tracker.errors import Invalid

    i18n.speak("ru")
    faults.of_a_script(Invalid("file", "file_empty", name="*dana*.pdf"))


def test_a_refusal_that_no_page_caught_says_itself_in_the_readers_language(
    caplog: pytest.LogCaptureFixture,
) -> None:
    at = AppTest.from_function(script_that_is_refused).run()
    (shown,) = at.error
    with speaking("ru"):
        assert shown.value == plain(t("error.file_empty", name="*dana*.pdf"))
    assert r"\*dana\*" in shown.value
    (line,) = [each for each in caplog.records if each.name == "tracker"]
    assert "file_empty" in line.getMessage()
    assert "dana" not in line.getMessage()


def test_the_server_knows_what_to_do_with_such_a_script() -> None:
    assert app.app._on_script_error is faults.of_a_script
