"""`/healthz` says whether people can work here, and why they cannot."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa

from tests.conftest import use_database
from tracker import db
from tracker.api import health
from tracker.domain import heartbeat
from tracker.domain.models import Heartbeat
from tracker.errors import DatabaseReadOnly
from tracker.settings import settings


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    health._found, health._is_stopping, health._is_whole = (0.0, ""), False, True
    yield
    health._found, health._is_stopping, health._is_whole = (0.0, ""), False, True


def asked() -> tuple[int, str]:
    health._found = (0.0, "")
    answer = asyncio.run(health.healthz(None))  # type: ignore[arg-type]
    return answer.status_code, bytes(answer.body).decode()


def test_it_is_well_where_people_can_read_and_save(world: None) -> None:
    assert asked() == (200, '{"status":"ok"}')
    with db.reading() as session:
        assert session.get(Heartbeat, 1) is not None


def test_tables_of_another_version_are_told(database: str) -> None:
    with db.transaction() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    assert asked() == (503, '{"status":"schema_old"}')
    with db.transaction() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    assert asked() == (503, '{"status":"schema_newer"}')


def test_a_database_that_takes_no_saves_is_told(
    postgresql_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = f"reader_{uuid4().hex[:8]}"
    owner = db.build_engine(postgresql_database)
    with owner.begin() as connection:
        connection.execute(sa.text(f"CREATE ROLE {reader} LOGIN"))
        connection.execute(sa.text(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader}"))
    use_database(postgresql_database.replace("postgres@", f"{reader}@"), monkeypatch)
    assert asked() == (503, '{"status":"database_read_only"}')
    db.engine().dispose()
    with owner.begin() as connection:
        connection.execute(sa.text(f"DROP OWNED BY {reader}"))
        connection.execute(sa.text(f"DROP ROLE {reader}"))
    owner.dispose()


def test_what_a_standby_says_is_understood() -> None:
    said = "cannot set transaction read-write mode during recovery"
    failed = sa.exc.InternalError("BEGIN READ WRITE", {}, Exception(said))
    assert isinstance(db.refusal(failed), DatabaseReadOnly)


def test_a_file_that_takes_no_saves_is_told(
    sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = settings().sqlite_file
    db.engine().dispose()
    use_database(f"sqlite:///file:{path}?mode=ro&uri=true", monkeypatch)
    assert asked() == (503, '{"status":"database_read_only"}')


def test_a_full_disk_is_told_before_a_save_fails(
    sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = os.statvfs(Path(settings().sqlite_file or "/").parent)
    monkeypatch.setattr(health, "ROOM", free.f_bavail * free.f_frsize * 2)
    assert asked() == (503, '{"status":"disk_low"}')


def test_somebody_elses_save_is_no_fault(sqlite_database: str) -> None:
    engine = db.build_engine(sqlite_database)
    with db.engine().connect() as first:
        first.exec_driver_sql("PRAGMA busy_timeout=1")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE account SET id = id")
        assert asked() == (200, '{"status":"ok"}')
    engine.dispose()


def test_a_database_that_is_gone_is_told(
    sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_database("postgresql+psycopg://nobody@127.0.0.1:1/none", monkeypatch)
    assert asked() == (503, '{"status":"database_gone"}')


def test_a_server_that_is_about_to_end_asks_for_no_more_work(sqlite_database: str) -> None:
    assert asked()[0] == 200
    health.stop()
    assert asked() == (503, '{"status":"stopping"}')


def test_the_end_waits_for_a_save(world: None) -> None:
    assert db.settled(0)
    with db.transaction() as session:
        heartbeat.beat(session)
        assert not db.settled(0.01)
    assert db.settled(0)
