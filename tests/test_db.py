"""The database keeps its promises."""

import os
import socket
from contextlib import ExitStack
from datetime import date
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session

from tests.world import EMC, aigerim, build, dana
from tracker import db, turns, wiping
from tracker.domain import drafts, partners, people
from tracker.domain.models import Partner, PartnerDraft, Position, PositionDraft
from tracker.errors import (
    DatabaseBusy,
    DatabaseFull,
    DatabaseGone,
    DatabaseReadOnly,
    NotFound,
    Stale,
    TrackerError,
)
from tracker.settings import settings


def test_a_position_needs_a_person(world: None) -> None:
    with pytest.raises(IntegrityError), db.transaction() as session:
        session.add(Position(person_id=404, partner_id=EMC))


def test_a_block_that_fails_changes_nothing(world: None) -> None:
    with pytest.raises(ZeroDivisionError), db.transaction() as session:
        session.add(Partner(id=404, name_en="Half done"))
        session.flush()
        raise ZeroDivisionError
    with db.reading() as session:
        assert session.get(Partner, 404) is None


def test_who_only_reads_cannot_write(world: None) -> None:
    with pytest.raises((TrackerError, OperationalError)), db.reading() as session:
        session.add(Partner(name_en="Written while reading"))
        session.flush()
    with db.transaction() as session:
        session.add(Partner(name_en="Written after"))


def test_an_enum_is_stored_as_its_word(session: Session) -> None:
    stored = session.connection().execute(text("SELECT stage FROM partner ORDER BY id")).scalars()
    assert list(stored) == ["identified", "active"]


def test_two_saves_at_the_same_moment_cannot_both_win(sqlite_database: str) -> None:
    """Only the column that counts saves sees this: both had read the same revision."""
    with db.transaction() as session:
        session.add(Partner(id=EMC, name_en="EMC"))
    with Session(db.engine()) as mine:
        stale = mine.get(Partner, EMC)
        assert stale is not None
        mine.expunge(stale)
    with db.transaction() as session:
        theirs = session.get(Partner, EMC)
        assert theirs is not None
        theirs.city = "Semey"
    with pytest.raises(Stale), db.transaction() as session:
        session.add(stale)
        stale.city = "Astana"


def test_the_later_of_two_open_forms_is_refused(world: None) -> None:
    draft = drafts.checked(PartnerDraft, {"name_en": "EMC", "city": "Semey"})
    with db.transaction() as session:
        partners.update(session, EMC, draft, revision=1, by=aigerim)
    with pytest.raises(Stale), db.transaction() as session:
        partners.update(session, EMC, draft, revision=1, by=dana)


def test_of_two_at_the_same_moment_the_later_is_shown_what_the_other_saved(
    postgresql_database: str,
) -> None:
    build()
    mine = drafts.checked(PartnerDraft, {"name_en": "EMC", "city": "Astana"})
    with pytest.raises(Stale) as late, db.transaction() as session:
        # Read already, as revision 1; the session itself keeps what it has read only weakly.
        read = partners.get(session, EMC, by=aigerim)
        with db.transaction() as other:
            partners.get(other, EMC, by=dana).city = "Semey"
        partners.update(session, EMC, mine, revision=read.revision, by=aigerim)
    assert (late.value.theirs["city"], late.value.theirs["revision"]) == ("Semey", 2)


def test_of_two_who_correct_a_position_at_the_same_moment_the_later_is_told(
    postgresql_database: str,
) -> None:
    build()
    opened = PositionDraft(partner_id=EMC, title="Director")
    mine = PositionDraft(partner_id=EMC, title="General director")
    with pytest.raises(Stale), db.transaction() as session:
        read = session.get(Position, 1)  # known already, as it was
        assert read is not None
        with db.transaction() as other:
            people.end_position(other, 1, until=date(2026, 1, 31), by=dana)
        people.update_position(session, 1, mine, opened=opened, by=aigerim)


def test_what_somebody_has_erased_at_the_same_moment_is_not_found(postgresql_database: str) -> None:
    build()
    mine = drafts.checked(PartnerDraft, {"name_en": "EMC"})
    with pytest.raises(NotFound), db.transaction() as session:
        read = partners.get(session, EMC, by=aigerim)
        with db.transaction() as other:
            other.execute(text("DELETE FROM position"))
            other.execute(text(f"DELETE FROM partner WHERE id = {EMC}"))
        partners.update(session, EMC, mine, revision=read.revision, by=aigerim)


def test_a_save_waits_for_one_of_another_process(
    sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "_TOGETHER", 0)
    monkeypatch.setattr(db, "_PATIENCE", 0)
    with turns.Turns().one(settings().sqlite_file, 0):  # a line of its own, as another process has
        with pytest.raises(DatabaseBusy), db.transaction():
            pass
        with db.reading() as session:
            session.connection()
    with db.transaction():
        pass


def test_sqlite_is_set_up_to_lose_nothing(sqlite_database: str) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}
    db.engine.cache_clear()  # tests are in haste, people are not
    with db.engine().connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
    assert found == wanted


def test_connections_keep_few_pages_of_the_file_together(sqlite_database: str) -> None:
    with db.reading() as session, db.reading() as another:
        for each in (session, another):
            assert each.scalar(text("PRAGMA cache_size")) == -32768
            assert each.scalar(text("PRAGMA soft_heap_limit")) == 32 * 2**20


def test_the_connection_that_was_used_last_is_used_next(sqlite_database: str) -> None:
    with db.engine().connect() as one, db.engine().connect() as another:
        drivers = {each.connection.dbapi_connection for each in (one, another)}
    assert len(drivers) == 2
    with db.engine().connect() as one:
        first = one.connection.dbapi_connection
    with db.engine().connect() as one:
        assert one.connection.dbapi_connection is first


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE account SET name = 'B'",
        " update account set name = 'B'",
        "DELETE FROM account",
        "INSERT INTO tag (name) VALUES ('a')",
        "REPLACE INTO tag (name) VALUES ('a')",
        "WITH one AS (SELECT 1 AS id) DELETE FROM account WHERE id IN (SELECT id FROM one)",
        "WITH one AS (SELECT 1 AS id) UPDATE \"account\" SET name = 'B'",
        "WITH one AS (SELECT 'a' AS name) INSERT OR IGNORE INTO tag (name) SELECT name FROM one",
        "WITH o AS (SELECT 1) UPDATE OR IGNORE tag SET name = 'b'",
        "WITH o AS (SELECT 1) UPDATE/**/tag/**/SET name = 'b'",
        "WITH o AS (SELECT '(') DELETE/**/FROM tag",
        "DROP TABLE tag",
        "CREATE TABLE other (id INTEGER)",
        "PRAGMA user_version = 7",
        "PRAGMA user_version(7)",
        "PRAGMA query_only(1)",
        "VACUUM",
    ],
)
def test_a_reader_on_sqlite_writes_nothing(sqlite_database: str, statement: str) -> None:
    with db.transaction() as session:
        session.connection()
    with pytest.raises(DatabaseReadOnly), db.reading() as session:
        session.execute(text(statement))
    with db.transaction() as session:
        session.execute(text("UPDATE account SET name = 'A'"))


def test_a_reader_may_ask_what_only_sounds_like_writing(sqlite_database: str) -> None:
    with db.reading() as session:
        for words in (
            "SELECT replace('update', 'p', 'q')",
            "WITH x AS (SELECT 'insert into tag' AS \"update\") SELECT * FROM x",
            "WITH x AS (SELECT replace('a', 'b', 'c')) SELECT * FROM x",
            "-- why\n /* and how */ SELECT 1",
            "VALUES (1)",
            'PRAGMA main.table_info("tag")',
            "EXPLAIN QUERY PLAN DELETE FROM tag",
        ):
            assert session.scalar(text(words)) is not None
        assert session.scalar(text("PRAGMA user_version")) is not None


def test_what_a_connection_has_prepared_stays_when_somebody_has_saved(sqlite_database: str) -> None:
    told: list[str] = []
    event.listen(db.engine(), "before_cursor_execute", lambda *given: told.append(given[2]))
    for turn in (db.transaction, db.reading, db.transaction):
        with turn() as session:
            session.connection()
    # Any setting of SQLite makes a connection forget.
    assert told == ["BEGIN IMMEDIATE", "BEGIN", "BEGIN IMMEDIATE"]


def test_a_file_that_others_write_to_is_not_written_anew(
    sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "_PRAGMAS", (*db._PRAGMAS, "busy_timeout=10"))
    db.engine().dispose()
    with db.transaction() as session:
        session.connection()
        with pytest.raises(DatabaseBusy):
            wiping.wipe()


def test_a_reader_writes_nothing_on_a_connection_that_wrote_the_file_anew(
    sqlite_database: str,
) -> None:
    with db.reading() as session:
        session.connection()
    assert wiping.wipe()
    with pytest.raises(DatabaseReadOnly), db.reading() as session:
        session.execute(text("UPDATE account SET name = 'B'"))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("database is locked", DatabaseBusy),
        ("deadlock detected", DatabaseBusy),
        ("attempt to write a readonly database", DatabaseReadOnly),
        ("database or disk is full", DatabaseFull),
        ("could not extend file: No space left on device", DatabaseFull),
        ("could not serialize access", Stale),
        ("connection refused", DatabaseGone),
        ("port 5432 failed: session is read-only", DatabaseGone),
    ],
)
def test_what_a_database_complains_of_becomes_a_sentence(said: str, kind: type) -> None:
    failed = OperationalError("SELECT 1", None, Exception(said))
    assert isinstance(db.refusal(failed), kind)


def test_a_server_that_vanished_is_given_up_within_seconds(postgresql_database: str) -> None:
    """As the connection itself has it; the system alone would wait for many minutes."""
    wanted = {
        "TCP_USER_TIMEOUT": 3000,  # milliseconds until what was sent has to have arrived
        "TCP_KEEPIDLE": 2,
        "TCP_KEEPINTVL": 1,
        "TCP_KEEPCNT": 3,
    }
    with db.engine().connect() as connection:
        given: Any = connection.connection.driver_connection
        assert given.info.get_parameters()["connect_timeout"] == "2"
        with socket.socket(fileno=os.dup(given.fileno())) as line:
            assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            found = {
                name: line.getsockopt(socket.IPPROTO_TCP, getattr(socket, name)) for name in wanted
            }
    assert found == wanted


def test_a_crowded_server_says_so_within_seconds_and_goes_on(postgresql_database: str) -> None:
    pool: Any = db.engine().pool
    assert pool.timeout() == 5
    with ExitStack() as crowd:
        for _ in range(30):
            crowd.enter_context(db.engine().connect())
        with pytest.raises(DatabaseGone), db.reading() as session:
            session.connection()
    with db.reading() as session:
        session.connection()


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (psycopg.errors.DeadlockDetected("обнаружена взаимоблокировка"), DatabaseBusy),
        (psycopg.errors.DiskFull("не удалось расширить файл"), DatabaseFull),
        (psycopg.errors.ReadOnlySqlTransaction("транзакция только для чтения"), DatabaseReadOnly),
    ],
)
def test_a_server_complains_in_its_own_language(said: Exception, kind: type) -> None:
    assert isinstance(db.refusal(OperationalError("UPDATE", None, said)), kind)


def test_a_fault_of_ours_stays_a_fault() -> None:
    failed = IntegrityError("INSERT", None, Exception("UNIQUE constraint failed"))
    assert db.refusal(failed) is failed


def test_a_database_that_is_not_there_is_said_plainly(
    monkeypatch: pytest.MonkeyPatch, sqlite_database: str
) -> None:
    from tests.conftest import use_database

    use_database("postgresql+psycopg://nobody@127.0.0.1:1/none", monkeypatch)
    with pytest.raises(DatabaseGone), db.reading() as session:
        session.connection()
