"""What the server does by itself when the words of names have changed."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import use_database
from tests.world import build, saule
from tracker import db
from tracker.api import name_filing
from tracker.domain import name_terms
from tracker.settings import settings

PATIENCE = 400  # looks of a twentieth of a second


def watched(until: Callable[[], bool]) -> bool:
    """Whether this came true while the server was watching."""

    async def watch() -> bool:
        watcher = asyncio.create_task(name_filing.watch())
        for _ in range(PATIENCE):
            if until():
                break
            await asyncio.sleep(0.05)
        watcher.cancel()
        return until()

    return asyncio.run(watch())


def is_filed() -> bool:
    with db.reading() as session:
        return name_terms.filed(session, by=saule) is None


def test_after_the_start_names_are_filed_with_the_words_of_this_program(
    sqlite_database: str,
) -> None:
    build()
    assert not is_filed()
    assert watched(is_filed)


def test_a_database_that_does_not_answer_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    use_database(f"sqlite:///{tmp_path}/nothing.db", monkeypatch)
    monkeypatch.setattr(name_filing, "EVERY", 0.01)
    assert watched(lambda: caplog.text.count("names could not be filed") > 1)
    db.engine().dispose()
    db.engine.cache_clear()
    settings.cache_clear()
