"""Puts generated records into a database, past the domain: this is for size, not for rules.

python -m tests.benchmarks.data M sqlite:////tmp/m.db
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine
from sqlalchemy.schema import CreateIndex, DropIndex
from sqlmodel import Session

from tests.benchmarks.crm import SIZES, Records
from tracker import clock, db, migrating
from tracker.db import Base
from tracker.domain import filing, letters, met_on, name_words, passwords
from tracker.settings import settings

PASSWORD = "бүркіт пен қарлығаш"
_AT_ONCE = 20_000  # rows


def fill(url: str, size: str, *, today: date) -> None:
    """Create the tables in an empty database and fill them. The same size gives the same rows."""
    migrating.migrate(url)
    records = Records(SIZES[size], today, passwords.chosen(PASSWORD))
    engine = db.build_engine(url)
    try:
        with _without_indexes(engine), _without_triggers(engine):
            for model, columns, rows in records.tables():
                _put(engine, model.__tablename__, columns.split(","), rows)
        # No page that is measured asks for the keys of names, and filing a hundred thousand would
        # go on behind all of them.
        with Session(engine) as session, session.begin():
            filing.settle(session, name_words.look(session).version)
    finally:
        engine.dispose()


def kept(folder: Path, size: str) -> Path:
    """The SQLite file of this size in a folder, filled if it is not there; the settings name it."""
    file = folder.absolute() / f"{size}.db"
    os.environ["TRACKER_DATABASE_URL"] = f"sqlite:///{file}"
    settings.cache_clear()
    db.engine.cache_clear()
    if not file.exists():
        fill(settings().database_url, size, today=clock.today())
        db.engine().dispose()
    return file


def _put(engine: Engine, table: Any, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    raw = engine.raw_connection()
    try:
        driver = raw.driver_connection
        if isinstance(driver, psycopg.Connection):
            _copy(driver, table, columns, rows)
        else:
            _insert(driver, table, columns, rows)
    finally:
        raw.close()


def _copy(driver: Any, table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    listed = ", ".join(f'"{name}"' for name in columns)
    with driver.cursor() as cursor:
        # The rows are whole; checking every reference of them would take most of the time.
        cursor.execute("SET session_replication_role = replica")
        with cursor.copy(f'COPY "{table}" ({listed}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute("SET session_replication_role = DEFAULT")
        if "id" in columns:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM \"{table}\""
            )
    driver.commit()


def _insert(driver: Any, table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    listed = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join("?" for _ in columns)
    for pragma in ("foreign_keys=OFF", "synchronous=OFF"):
        driver.execute(f"PRAGMA {pragma}")
    remaining = iter(rows)
    while some := list(islice(remaining, _AT_ONCE)):
        driver.execute("BEGIN IMMEDIATE")
        driver.executemany(f'INSERT INTO "{table}" ({listed}) VALUES ({places})', some)
        driver.execute("COMMIT")


@contextmanager
def _without_triggers(engine: Engine) -> Iterator[None]:
    with engine.begin() as connection:
        for kept in (met_on, letters):
            kept.let_go(connection)
    yield
    with engine.begin() as connection:
        for kept in (met_on, letters):
            kept.work_out(connection)
            kept.keep(connection)


@contextmanager
def _without_indexes(engine: Engine) -> Iterator[None]:
    """An index is made faster after its rows than with each of them."""
    indexes = [index for table in Base.metadata.sorted_tables for index in table.indexes]
    with engine.begin() as connection:
        for index in indexes:
            connection.execute(DropIndex(index, if_exists=True))
    yield
    with engine.begin() as connection:
        for index in indexes:
            connection.execute(CreateIndex(index))
    if engine.dialect.name == "postgresql":
        # What its own housekeeping does within minutes on a server in use.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


if __name__ == "__main__":
    began = time.perf_counter()
    fill(sys.argv[2], sys.argv[1], today=clock.today())
    print(f"{sys.argv[1]}: {time.perf_counter() - began:.1f} s")
