"""Which names of this server are ours."""

from collections.abc import Callable

import pytest

from tests.conftest import use_database
from tracker.api import hosts


@pytest.fixture
def named(sqlite_database: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def set_names(**names: str) -> None:
        for name, value in names.items():
            monkeypatch.setenv(f"TRACKER_{name.upper()}", value)
        use_database(sqlite_database, monkeypatch)

    return set_names


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "10.1.2.3:80"])
def test_this_machine_and_bare_addresses_without_any_setting(
    named: Callable[..., None], host: str
) -> None:
    named()
    assert hosts.is_ours(host)


def test_only_what_is_set_once_something_is(named: Callable[..., None]) -> None:
    named(allowed_hosts="CRM.uni.example, partners", public_url="https://tracker.uni.example")
    ours = ("crm.uni.example:443", "partners", "tracker.uni.example", "localhost")
    assert all(hosts.is_ours(host) for host in ours)
    assert not hosts.is_ours("10.1.2.3")
    assert not hosts.is_ours("x.crm.uni.example")
