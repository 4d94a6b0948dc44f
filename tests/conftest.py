"""A small world that every test may use: four colleagues, two partners, a unit and an event.

`database` runs a test on SQLite and again on PostgreSQL; the domain's tests all use it. Screens are
tested on SQLite (`open_app`).
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy
from sqlalchemy import event
from sqlmodel import Session

from tests.servers import worlds
from tests.servers.databases import Databases
from tracker import db, migrating
from tracker.settings import settings

pytest_plugins = ["tests.servers.plugin", "tests.screens"]


def use_database(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point the application at a database, as an administrator would: by its setting."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    settings.cache_clear()
    db.engine.cache_clear()
    worlds.forget_words()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file, made once and copied for every test."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    migrating.migrate(f"sqlite:///{path}")
    engine = db.build_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql_url: str) -> str:
    """The name of a migrated, empty database on the server, from which tests' own are made."""
    name = f"template_{os.getpid()}_{uuid4().hex[:8]}"
    _on_server(postgresql_url, f"CREATE DATABASE {name}")
    migrating.migrate(_beside(postgresql_url, name))
    return name


@pytest.fixture
def sqlite_database(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """An empty SQLite database of this test's own. As PostgreSQL's here, it waits for no disk."""
    path = tmp_path / "test.db"
    path.write_bytes(sqlite_template.read_bytes())
    use_database(f"sqlite:///{path}", monkeypatch)
    event.listen(db.engine(), "connect", _in_haste)
    yield f"sqlite:///{path}"
    db.engine().dispose()
    db.engine.cache_clear()
    settings.cache_clear()
    worlds.forget_words()


@pytest.fixture(scope="session")
def postgresql_databases(postgresql_url: str, postgresql_template: str) -> Iterator[Databases]:
    """Where tests get their databases from."""
    databases = Databases(postgresql_url, postgresql_template)
    yield databases
    databases.close()


@pytest.fixture
def postgresql_database(
    request: pytest.FixtureRequest,
    postgresql_url: str,
    postgresql_databases: Databases,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[str]:
    """An empty PostgreSQL database of this test's own."""
    furnished = "world" in request.fixturenames and worlds.empties()
    name = postgresql_databases.take(emptied=not furnished)
    use_database(_beside(postgresql_url, name), monkeypatch)
    yield _beside(postgresql_url, name)
    db.engine().dispose()
    db.engine.cache_clear()
    settings.cache_clear()
    worlds.forget_words()
    postgresql_databases.give_back(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """An empty database of this test's own, once of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_database")
    return url


@pytest.fixture
def world(database: str) -> None:
    """The colleagues, partners, unit and event of `tests.world`, on each kind of database."""
    worlds.furnish()


@pytest.fixture
def session(world: None) -> Iterator[Session]:
    """An open transaction in the world."""
    with db.transaction() as session:
        yield session


def _in_haste(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def _on_server(url: str, statement: str) -> None:
    server = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(statement)
    server.dispose()


def _beside(url: str, name: str) -> str:
    address = sqlalchemy.make_url(url).set(database=name)
    return address.render_as_string(hide_password=False)
