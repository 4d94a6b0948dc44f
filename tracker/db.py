"""The database: one engine for the process, one short session for each piece of work."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from functools import cache, lru_cache
from threading import Condition
from typing import Any, ClassVar

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import (
    Connection,
    Engine,
    Enum,
    MetaData,
    Table,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import declared_attr, registry
from sqlalchemy.orm.attributes import set_attribute
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session, SQLModel

from tracker.errors import (
    DatabaseBusy,
    DatabaseFull,
    DatabaseGone,
    DatabaseReadOnly,
    SaveUnconfirmed,
    SaveUnsure,
    Stale,
    TrackerError,
)
from tracker.settings import settings
from tracker.turns import Turns

# The first release without the WAL-reset corruption that Debian 12's own SQLite still has.
OLDEST_SQLITE = (3, 51, 3)

# SQLite's settings, each measured: WAL lets readers and a writer work side by side; FULL loses no
# acknowledged save in a power cut (NORMAL lost up to ten); the rest guards the file itself.
_PATIENCE = 10.0  # seconds that a save waits for others
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={_PATIENCE * 1000:.0f}",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "journal_size_limit=67108864",
    "mmap_size=0",
    # What connections keep of the file in memory, each and all of them together: then they make
    # room among what they have. The system keeps the file as well, so that it costs no time.
    "cache_size=-32768",
    "soft_heap_limit=33554432",
)

# Without these a vanished PostgreSQL host hangs every writer for more than a minute. So does one
# that vanishes while a commit waits: then nothing is on its way but what keeps the line alive.
_POSTGRESQL_TIMEOUTS = {
    "connect_timeout": 2,
    "tcp_user_timeout": 3000,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
}


# A constraint that has a name can be changed by a migration, on SQLite too.
_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(SQLModel, registry=registry(metadata=MetaData(naming_convention=_NAMES))):
    """Parent of every table.

    The private registry is what lets Streamlit reload edited models: it is thrown away
    together with them, so no class is ever defined twice. What checks a class, or takes it apart,
    is made when that is first asked for: of most tables it never is, and it takes time to make.
    """

    model_config = {"defer_build": True}

    def __setattr__(self, name: str, value: Any) -> None:
        """As SQLModel does it, but a column is set without asking pydantic, who checks no table.

        Asking is most of what it costs to make a record or to change one.
        """
        manager = type(self).__dict__.get("_sa_class_manager")
        if manager is not None and name in manager and name in self.__pydantic_fields__:
            set_attribute(self, name, value)
            self.__pydantic_fields_set__.add(name)
        else:
            super().__setattr__(name, value)


class Revised(Base):
    """A record that counts its saves, so that of two at the same moment one is refused."""

    __table__: ClassVar[Table]
    revision: int = 1

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:
        return {"version_id_col": cls.__table__.c.revision}


def words(kind: type[StrEnum]) -> Enum:
    """A column type that keeps an enum as its word (`active`), not as its Python name."""
    return Enum(kind, values_callable=list, native_enum=False, length=40, create_constraint=False)


class _Pool(QueuePool):
    """A pool that knows how long everybody waited for a connection."""

    waited = 0.0  # seconds; of the process, whatever engine

    def _do_get(self) -> Any:
        began = time.monotonic()
        try:
            return super()._do_get()
        finally:
            _Pool.waited += time.monotonic() - began


def waited() -> float:
    """Seconds that this process has waited for connections, making new ones included."""
    return _Pool.waited


def most_connections() -> int:
    """How many connections this process may have at once."""
    pool: Any = engine().pool
    return int(pool.size() + pool._max_overflow)


@cache
def engine() -> Engine:
    """The engine of this process. Tests clear the cache after changing the settings."""
    return build_engine(settings().database_url)


def build_engine(url: str) -> Engine:
    """An engine with the settings of this application for a SQLAlchemy address."""
    if url.startswith("sqlite"):
        return _sqlite(url)
    from tracker import postgresql

    # Of several hosts, the one that takes saves: after a standby took over, the new primary.
    several = isinstance(make_url(url).query.get("host"), tuple)
    primary = {"target_session_attrs": "read-write"} if several else {}
    built = create_engine(
        url,
        poolclass=_Pool,
        pool_size=10,
        max_overflow=20,
        pool_pre_ping=True,
        pool_timeout=5,
        pool_recycle=1800,
        hide_parameters=True,
        connect_args={**_POSTGRESQL_TIMEOUTS, **primary, "options": "-c timezone=UTC"},
    )
    event.listen(built, "do_connect", postgresql.connect)
    return built


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit when the block ends, roll back when it raises; objects stay readable after.

    Takes SQLite's write lock at once: a transaction that reads first and then writes would be
    refused under load. Raises Stale and the Database… and Save… refusals of `tracker.errors`.
    """
    is_sqlite = engine().dialect.name == "sqlite"
    alone = _TURNS.one(settings().sqlite_file, _PATIENCE) if is_sqlite else nullcontext()
    is_committing = False
    try:
        with _WRITING.one(), alone, _work(engine()) as session:
            yield session
            session.flush()
            is_committing = True
    except DatabaseGone as lost:
        if is_committing:
            raise SaveUnsure from lost
        raise


def settled(within: float) -> bool:
    """Whether all transactions of this process have ended, after waiting so many seconds."""
    return _WRITING.none(within)


class _Writing:
    """How many transactions there are in this process, so that its end can wait for theirs."""

    def __init__(self) -> None:
        self._changed, self._count = Condition(), 0

    @contextmanager
    def one(self) -> Iterator[None]:
        with self._changed:
            self._count += 1
        try:
            yield
        finally:
            with self._changed:
                self._count -= 1
                self._changed.notify_all()

    def none(self, within: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._count == 0, within)


_WRITING, _TURNS = _Writing(), Turns()


@contextmanager
def reading() -> Iterator[Session]:
    """A consistent view that never waits for writers and may not write."""
    with _work(engine().execution_options(**_READING)) as session:
        yield session


@contextmanager
def confirmed() -> Iterator[Session]:
    """As `reading`, and when the block ends the standby has all that was found, too.

    What is committed may be in a primary alone. Who writes nothing does not wait for a standby; so
    this writes a word into PostgreSQL's log. Raises SaveUnconfirmed where nobody waits for one.
    """
    if engine().dialect.name == "sqlite":
        with reading() as session:
            yield session
        return
    with _work(engine()) as session:
        session.execute(text("SELECT pg_logical_emit_message(true, 'seriktes', '')"))
        yield session


_READING: dict[str, Any] = {"reading": True, "postgresql_readonly": True}


# What PostgreSQL says in whatever language its administrator has chosen.
_STATES: dict[str, type[TrackerError]] = {
    "40P01": DatabaseBusy,  # a deadlock
    "55P03": DatabaseBusy,  # a lock that was waited for too long
    "25006": DatabaseReadOnly,
    "42501": DatabaseReadOnly,  # no right to write
    "53100": DatabaseFull,
    "58030": DatabaseFull,  # the disk does not do what it should
    "40001": Stale,
}


@contextmanager
def _work(bound: Engine) -> Iterator[Session]:
    try:
        with Session(bound, expire_on_commit=False) as session, session.begin():
            yield session
    except StaleDataError as late:
        raise Stale from late
    except (DBAPIError, PoolTimeout) as failed:
        raise refusal(failed) from failed


def refusal(failed: Exception) -> Exception:
    """The sentence behind a driver's error; the error itself when it is a fault of ours."""
    failure = getattr(failed, "orig", failed)
    said, state = str(failure).lower(), getattr(failure, "sqlstate", None)
    if state in _STATES:
        return _STATES[state](said)
    refusals: list[tuple[str, type[TrackerError]]] = [
        (r"standby has not confirmed", SaveUnconfirmed),
        (r"session is read-only", DatabaseGone),  # only a standby answers, and none has taken over
        (r"database is locked|database table is locked|lock timeout|deadlock", DatabaseBusy),
        (r"readonly database|read-only|permission denied|during recovery", DatabaseReadOnly),
        (r"disk is full|no space left|disk i/o error", DatabaseFull),
        (r"could not serialize", Stale),
    ]
    for pattern, kind in refusals:
        if re.search(pattern, said):
            return kind(said)
    lost = isinstance(failed, PoolTimeout | InterfaceError) or (
        isinstance(failed, DBAPIError) and failed.connection_invalidated
    )
    if lost or isinstance(failed, OperationalError):
        return DatabaseGone(said)
    return failed


def _sqlite(url: str) -> Engine:
    if sqlite.sqlite_version_info < OLDEST_SQLITE:
        raise RuntimeError(
            f"SQLite {sqlite.sqlite_version} can corrupt a database; update pysqlite3"
        )
    built = create_engine(
        url,
        module=sqlite,
        poolclass=_Pool,
        hide_parameters=True,
        pool_size=20,
        max_overflow=40,
        pool_timeout=15,
        pool_use_lifo=True,  # the connection whose pages were read last
        # More than all pages in one language ask; 17 KiB each.
        connect_args={"cached_statements": 256},
    )
    event.listen(built, "connect", _prepare_sqlite)
    event.listen(built, "begin", _begin_sqlite)
    event.listen(built, "before_cursor_execute", _refuse_writes)
    return built


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transaction handling starts too late; ours begins in `_begin_sqlite`.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if _is_reading(connection) else "BEGIN IMMEDIATE")


def _is_reading(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("reading", False))


def _refuse_writes(connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
    # `PRAGMA query_only` would do, but a connection that is told so, or no longer so, forgets how
    # all its statements are carried out.
    if _is_reading(connection) and not _only_reads(statement):
        raise DatabaseReadOnly(statement[:80])


_READS = re.compile(
    r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(?:SELECT|VALUES|BEGIN|EXPLAIN"
    r"|PRAGMA\s+(?:\w+\.)?(?:\w+|table_x?info\s*\([^()]*\))\s*;?\s*$)",
    re.IGNORECASE | re.DOTALL,
)
_NAMES_AND_WORDS = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
_WRITES = re.compile(r"\b(?:INSERT|UPDATE|DELETE|REPLACE)\b(?!\s*\()", re.IGNORECASE)


def _only_reads(statement: str) -> bool:
    return _READS.match(statement) is not None or _is_query(statement)


@lru_cache(maxsize=100)
def _is_query(statement: str) -> bool:
    """Whether what begins with WITH goes on as a question; the dashboard's are long."""
    bare = _NAMES_AND_WORDS.sub(" ", statement).lstrip()
    return bare[:4].upper() == "WITH" and _WRITES.search(bare) is None
