"""`tracker check` about the university's provider and passwords."""

from collections.abc import Iterator

import pytest

from tests.servers import crooked as providers
from tests.servers.crooked import Crooked
from tracker import checking_provider
from tracker.checking import Finding, Level
from tracker.settings import settings


@pytest.fixture(scope="module")
def running() -> Iterator[Crooked]:
    with providers.running() as crooked:
        yield crooked


@pytest.fixture
def complete(running: Crooked, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crooked]:
    """All that is needed is set, and the provider is honest."""
    running.begin()
    for name, value in running.settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TRACKER_PUBLIC_URL", "https://crm.uni.example")
    monkeypatch.setenv("TRACKER_OIDC_VIEWERS", "staff")
    settings.cache_clear()
    yield running
    settings.cache_clear()


def found() -> list[Finding]:
    return list(checking_provider.findings())


def unsafe(monkeypatch: pytest.MonkeyPatch, **environment: str) -> list[str]:
    """What is unsafe with these settings beside."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    return [f"{each.what} {each.cure}" for each in found() if each.level is Level.UNSAFE]


def test_without_a_provider_only_passwords_are_spoken_of(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.cache_clear()
    assert [each.level for each in found()] == [Level.FINE]
    (said,) = unsafe(monkeypatch, TRACKER_PASSWORDS="off")
    assert "Nobody can sign in" in said
    settings.cache_clear()


def test_all_is_well(complete: Crooked, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {each.level for each in found()} == {Level.FINE}
    assert unsafe(monkeypatch, TRACKER_PASSWORDS="off") == []
    assert any("Passwords are off" in each.what for each in found())


@pytest.mark.parametrize(
    ("name", "value", "about"),
    [
        ("TRACKER_OIDC_ISSUER", "http://login.example", "without TLS"),
        ("TRACKER_OIDC_CLIENT_SECRET", "", "Set TRACKER_OIDC_CLIENT_SECRET."),
        ("TRACKER_PUBLIC_URL", "", "Set TRACKER_PUBLIC_URL."),
        ("TRACKER_OIDC_ISSUER", "http://127.0.0.1:9", "does not answer"),
    ],
)
def test_what_is_missing_is_named(
    complete: Crooked, monkeypatch: pytest.MonkeyPatch, name: str, value: str, about: str
) -> None:
    (said,) = unsafe(monkeypatch, **{name: value})
    assert about in said


def test_a_provider_that_calls_itself_otherwise_is_named(
    complete: Crooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete.description["issuer"] = "https://another.example"
    (said,) = unsafe(monkeypatch, TRACKER_OIDC_CLIENT_ID="fresh")
    assert "cannot be used" in said


def test_that_nobody_new_can_come_is_said(
    complete: Crooked, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert unsafe(monkeypatch, TRACKER_OIDC_VIEWERS="") == []
    assert [each.what for each in found() if each.level is Level.MISSING] == [
        "No group is mapped to a role: whoever has no account yet is refused"
    ]
