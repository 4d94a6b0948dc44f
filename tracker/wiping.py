"""Writing the database's own files anew, so that nothing is left in them of what was erased.

A database takes a row out of its tables and leaves the bytes where they were until something else
needs the room. SQLite's file is written whole; PostgreSQL gives the room back for use.
"""

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import Engine, text

from tracker import db

_INDICES = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE % USING fts5(%'"


def wipe() -> bool:
    """Write the files anew. False where somebody was reading all the while: try again later.

    Takes as long as copying the database does, and others wait to write. Raises the Database…
    refusals: where somebody writes all the while, or the disk has no room for a copy.
    """
    return _sqlite(db.engine()) if db.engine().dialect.name == "sqlite" else _postgresql()


def _sqlite(engine: Engine) -> bool:
    held = engine.raw_connection()
    try:
        connection = held.driver_connection
        assert connection is not None
        for (index,) in connection.execute(_INDICES).fetchall():
            connection.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")
        connection.execute("VACUUM")
        is_busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_busy
    except sqlite.Error as failed:
        raise db.refusal(failed) from failed
    finally:
        held.close()


def _postgresql() -> bool:
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM"))
    return True
