"""Databases of their own for many tests: one is emptied and renamed instead of made anew.

Making a database copies some ten megabytes; emptying the few rows that a test has left takes
milliseconds. One whose tables a test has changed is thrown away. It is emptied when the next test
asks for it, and not at all where that fills it with the world, which empties it first.
"""

from typing import Any
from uuid import uuid4

import sqlalchemy as sa

_TABLES = """
SELECT relname, relkind FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') ORDER BY relname
"""
# What would tell that a migration has passed over the tables.
_SHAPE = """
SELECT md5(string_agg(concat_ws(' ', relname, attname, atttypid, atttypmod, attnotnull), ','
                      ORDER BY relname, attnum))
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
"""
_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{0}'"


class Databases:
    """Made from one template on one server; each has a name that no other ever had."""

    def __init__(self, server: str, template: str) -> None:
        self._server, self._template = server, template
        self._desk = sa.create_engine(server, isolation_level="AUTOCOMMIT", pool_size=1)
        self._spare: str | None = None
        self._shape, self._empty = self._look()

    def take(self, *, emptied: bool = True) -> str:
        """The name of a database that is as the template is; if not emptied, with rows left."""
        name = f"test_{uuid4().hex[:12]}"
        if self._spare is None:
            self._do(f"CREATE DATABASE {name} TEMPLATE {self._template}")
            return name
        # Before anybody connects: a new name waits for everybody to be gone.
        self._do(f"ALTER DATABASE {self._spare} RENAME TO {name}")
        self._spare = None
        if emptied:
            with self._connected(name) as database:
                database.exec_driver_sql(self._empty)
                database.commit()
        return name

    def give_back(self, name: str) -> None:
        """Whoever is still connected is cut off."""
        self._do(_OTHERS.format(name))
        with self._connected(name) as database:
            is_whole = database.exec_driver_sql(_SHAPE).scalar() == self._shape
        if is_whole:
            self._spare = name
        else:
            self._do(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        if self._spare is not None:
            self._do(f"DROP DATABASE {self._spare} WITH (FORCE)")
        self._desk.dispose()

    def _look(self) -> tuple[str, str]:
        """The shape of the template, and what makes a database with other rows the same again."""
        with self._connected(self._template) as database:
            return database.exec_driver_sql(_SHAPE).scalar_one(), rows(database)

    def _connected(self, name: str) -> "_Connection":
        address = sa.make_url(self._server).set(database=name)
        return _Connection(sa.create_engine(address, poolclass=sa.NullPool))

    def _do(self, statement: str) -> None:
        with self._desk.connect() as connection:
            connection.exec_driver_sql(statement)


class _Connection:
    """A connection that takes its engine along when it closes."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def __enter__(self) -> sa.Connection:
        self._connection = self._engine.connect()
        return self._connection

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._engine.dispose()


def rows(database: sa.Connection) -> str:
    """Statements that leave in a database of the same shape exactly the rows that this one has."""
    found = database.exec_driver_sql(_TABLES).all()
    tables = [name for name, kind in found if kind == "r"]
    kept = [_filled(database, name) for name in tables]
    # Nobody asks in which order the rows go, or come.
    statements = ["SET session_replication_role = replica"]
    statements += [f'DELETE FROM "{name}"' for name in tables]
    statements += [statement for statement in kept if statement]
    statements += [_counted(database, name) for name, kind in found if kind == "S"]
    statements += ["SET session_replication_role = DEFAULT"]
    return ";".join(statements).replace("%", "%%")


def _counted(database: sa.Connection, sequence: str) -> str:
    last = database.exec_driver_sql(f'SELECT last_value, is_called FROM "{sequence}"').one()
    return f"SELECT setval('{sequence}', {last[0]}, {last[1]})"


def _filled(database: sa.Connection, table: str) -> str:
    """What puts the rows of a table back that the template has; nothing for an empty one."""
    rows: Any = database.exec_driver_sql(
        f'SELECT quote_literal(jsonb_agg(to_jsonb(t))::text) FROM "{table}" t'
    ).scalar()
    if rows is None:
        return ""
    values = f'jsonb_populate_recordset(NULL::"{table}", {rows}::jsonb)'
    return f'INSERT INTO "{table}" SELECT * FROM {values}'
