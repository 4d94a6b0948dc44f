"""A mail server to send to, set as an administrator would set it."""

from collections.abc import Iterator

import pytest

from tests.mail.post import Post, served
from tracker.settings import settings


@pytest.fixture
def post(sqlite_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """A server that takes everything, and an empty database of SQLite."""
    box = Post()
    controller = served(box)
    controller.start()
    monkeypatch.setenv("TRACKER_SMTP_HOST", controller.hostname)
    monkeypatch.setenv("TRACKER_SMTP_PORT", str(controller.port))
    monkeypatch.setenv("TRACKER_SMTP_SECURITY", "none")
    monkeypatch.setenv("TRACKER_MAIL_SENDER", "Seriktes <tracker@uni.example>")
    monkeypatch.setenv("TRACKER_PUBLIC_URL", "https://partners.uni.example")
    settings.cache_clear()
    yield box
    controller.stop()
