"""A backup, and the way back: all of it or nothing, and what was there before is kept."""

import os
import random
import resource
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from tests.mail.letters import put
from tests.servers import worlds
from tests.servers.postgresql import binaries
from tests.world import EMC, MARAT, aigerim, build, dana, saule
from tracker import clock, db, migrating
from tracker.backups import container, dumps, erased, files, making, restoring
from tracker.domain import (
    account_links,
    attachments,
    erasing,
    merging,
    people,
    rate_limits,
    sign_ins,
    tickets,
)
from tracker.domain.models import (
    Account,
    AccountLink,
    Attempt,
    DuplicateScan,
    HalfSignIn,
    Import,
    ImportState,
    Kind,
    KnownBrowser,
    MailState,
    OutgoingMail,
    Partner,
    PersonDraft,
    Secret,
    SignIn,
    Ticket,
)
from tracker.domain.saving import id_of
from tracker.errors import (
    BackupDamaged,
    BackupFailed,
    BackupForeign,
    BackupNewer,
    BackupOfOther,
    BackupTruncated,
    DatabaseInUse,
    NoBackupTool,
    TrackerError,
)
from tracker.settings import settings

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture(autouse=True)
def _tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PostgreSQL programs of the server's own version."""
    monkeypatch.setenv("PATH", f"{binaries()}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def backup(sqlite_database: str, tmp_path: Path) -> Path:
    """Of the small world, on SQLite."""
    worlds.furnish()
    making.make(tmp_path / "a.zip")
    return tmp_path / "a.zip"


def restore(path: Path) -> restoring.Restored:
    db.engine().dispose()
    with path.open("rb") as file:
        return restoring.restore(file)


def refused(path: Path, content: bytes) -> type[TrackerError]:
    """How a changed file is refused; nothing may be left of the attempt."""
    before = everything(settings().database_url)
    path.write_bytes(content)
    with pytest.raises(TrackerError) as why:
        restore(path)
    assert everything(settings().database_url) == before
    assert not list(path.parent.glob(".restoring-*"))
    assert not list(path.parent.glob("*.before-*"))
    return why.type


def everything(url: str) -> dict[str, list[Any]]:
    """Every row of every table, but for the words for search."""
    engine = db.build_engine(url)
    with engine.connect() as connection:
        tables = dumps.counted(connection)
        rows = {
            name: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{name}"')))
            for name in tables
        }
    engine.dispose()
    return rows


@pytest.fixture
def _drops_what_is_put_aside(
    request: pytest.FixtureRequest, database: str, postgresql_url: str
) -> Iterator[None]:
    yield
    db.engine().dispose()
    server = sa.create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        aside = sa.text("SELECT datname FROM pg_database WHERE datname LIKE '%_before_%'")
        for name in connection.scalars(aside).all():
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


@pytest.mark.usefixtures("_drops_what_is_put_aside")
def test_all_comes_back_and_what_was_there_stays_aside(database: str, tmp_path: Path) -> None:
    build()
    with db.transaction() as session:
        attachments.add(session, Kind.PARTNER, EMC, name="a.pdf", content=PDF, by=aigerim)
    before = everything(database)
    manifest = making.make(tmp_path / "a.zip")
    assert manifest.counts["partner"] == 2
    assert (tmp_path / "a.zip").stat().st_mode & 0o077 == 0
    with db.transaction() as session:
        session.add(Partner(name_en="Later"))
    later = everything(database)
    done = restore(tmp_path / "a.zip")
    assert everything(database) == before
    with db.reading() as session:
        assert attachments.content(session, 1, by=saule).content == PDF
    url = sa.make_url(database).set(database=done.aside)
    assert everything(url.render_as_string(hide_password=False)) == later
    # The next record has a number that nobody had.
    with db.transaction() as session:
        session.add(added := Partner(name_en="Next"))
        session.flush()
        assert added.id == 3


@pytest.mark.usefixtures("_drops_what_is_put_aside")
def test_who_has_the_database_open_is_not_disturbed(database: str, tmp_path: Path) -> None:
    build()
    making.make(tmp_path / "a.zip")
    other = db.build_engine(database)
    with other.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        with pytest.raises(DatabaseInUse):
            restore(tmp_path / "a.zip")
        assert connection.exec_driver_sql("SELECT count(*) FROM partner").scalar() == 2
        # Also when they came while it was being unpacked.
        with (tmp_path / "a.zip").open("rb") as file, pytest.raises(DatabaseInUse):
            manifest = container.checked(file)
            with restoring._unpacked(file, manifest, will_take_over=False) as place:
                place.take_over()
    other.dispose()
    assert not list(tmp_path.glob(".restoring-*"))


def test_what_went_on_then_does_not_go_on(backup: Path) -> None:
    with db.transaction() as session:
        sign_ins.open_for(session, session.get_one(Account, saule.id), agent="")
        session.add(
            Import(
                kind=Kind.PARTNER, state=ImportState.RUNNING, created_by=1, file_name="a", sha256=""
            )
        )
        session.add(
            Import(
                kind=Kind.PARTNER, state=ImportState.DONE, created_by=1, file_name="b", sha256=""
            )
        )
        session.add(DuplicateScan())
        session.add(Secret(name="sealing key", value="k"))
        session.add(HalfSignIn(account_id=saule.id, token_hash="h", expires_at=clock.now()))
        session.add(KnownBrowser(account_id=saule.id, token_hash="k"))
        account_links.make(session, saule.id, by=saule)
        tickets.give(session, "console", "secret", content={}, lasts=timedelta(minutes=10))
        rate_limits.begin(session, "192.0.2.7")
    put("a letter")
    making.make(backup)
    restore(backup)
    with db.reading() as session:
        for gone in (SignIn, HalfSignIn, KnownBrowser, AccountLink, Ticket, Attempt):
            assert session.exec(select(gone)).all() == []
        assert session.get_one(Secret, "sealing key").value == "k"
        states = session.exec(select(Import.state).order_by(col(Import.id))).all()
        assert states == [ImportState.FAILED, ImportState.DONE]
        assert session.exec(select(DuplicateScan)).one().failed
        assert session.exec(select(OutgoingMail)).one().state is MailState.GIVEN_UP


def test_a_damaged_file_is_refused_wherever_it_is_damaged(backup: Path, tmp_path: Path) -> None:
    whole, chance = backup.read_bytes(), random.Random(1)
    ends = [0, 1, 31, len(whole) - 1, len(whole) - 40, len(whole) - 75]
    for place in [*ends, *(chance.randrange(len(whole)) for _ in range(40))]:
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        with pytest.raises((BackupDamaged, BackupForeign, BackupTruncated)):
            backup.write_bytes(flipped)
            with backup.open("rb") as file:
                container.checked(file)
    assert refused(backup, whole[:5000] + b"?" + whole[5001:]) is BackupDamaged


def test_each_wrong_file_is_refused_for_its_own_reason(backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    assert refused(backup, whole[:-1]) is BackupTruncated
    assert refused(backup, whole[:1000]) is BackupTruncated
    assert refused(backup, b"") is BackupForeign
    assert refused(backup, b"SQLite format 3\0" * 100) is BackupForeign
    with zipfile.ZipFile(backup, "w") as other:
        other.writestr("a.txt", "Somebody's else")
    assert refused(backup, backup.read_bytes()) is BackupForeign


def changed(path: Path, change: Callable[[container.Manifest], None]) -> bytes:
    """A whole backup that says something else of itself."""
    write, path = container.write, path.with_name("changed.zip")

    def lie(target: Any, manifest: container.Manifest, members: Any) -> None:
        change(manifest)
        write(target, manifest, members)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "write", lie)
        making.make(path)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("format", 2, BackupNewer),
        ("revision", "9999", BackupNewer),
        ("database", "postgresql", BackupOfOther),
        ("counts", {"partner": 3}, BackupDamaged),
        ("revision", "0020", BackupDamaged),
    ],
)
def test_what_does_not_fit_is_refused(
    backup: Path, field: str, value: object, expected: type[TrackerError]
) -> None:
    assert refused(backup, changed(backup, lambda told: setattr(told, field, value))) is expected


def test_an_older_backup_is_brought_up_to_date(backup: Path) -> None:
    with migrating.alone() as connection:
        from alembic import command

        command.downgrade(migrating._config(connection), "0020")
    making.make(backup)
    migrating.migrate()
    restore(backup)
    with db.reading() as session:
        assert migrating.is_current(session.connection())
        assert len(session.exec(select(Partner)).all()) == 2


@pytest.mark.usefixtures("_drops_what_is_put_aside")
def test_who_was_erased_since_is_named(database: str, tmp_path: Path) -> None:
    build()
    making.make(tmp_path / "a.zip")
    erase_marat()
    assert restore(tmp_path / "a.zip").erased == (MARAT,)
    erase_marat()  # who is there again, under the same number
    made = making.make(tmp_path / "b.zip").made_at
    assert erased.since(made, settings().database_url) == ()


@pytest.mark.usefixtures("_drops_what_is_put_aside")
def test_of_those_who_were_merged_since_each_is_named_and_nobody_who_came_later(
    database: str, tmp_path: Path
) -> None:
    build()
    with db.transaction() as session:
        twin = id_of(people.create(session, PersonDraft(name="Marat T."), by=aigerim))
    making.make(tmp_path / "a.zip")
    with db.transaction() as session:
        merging.merge(session, Kind.PERSON, MARAT, twin, revisions=(1, 1), by=dana)
        later = id_of(people.create(session, PersonDraft(name="Newcomer"), by=aigerim))
        erasing.erase(session, later, reason="Asked", revision=1, by=dana)
    with db.transaction() as session:
        erasing.erase(session, MARAT, reason="Asked", revision=2, by=dana)
    assert restore(tmp_path / "a.zip").erased == (MARAT, twin)


def test_what_may_not_be_read_is_not_taken_for_another_file(tmp_path: Path) -> None:
    assert not files.is_sqlite(tmp_path / "nowhere.db")
    with pytest.raises(OSError, match="directory"):
        files.is_sqlite(tmp_path)


def erase_marat() -> None:
    with db.transaction() as session:
        erasing.erase(session, MARAT, reason="Asked", revision=1, by=dana)


def test_a_broken_database_is_replaced_too(backup: Path) -> None:
    path = settings().sqlite_file
    assert path
    db.engine().dispose()
    path.write_bytes(b"no database" * 1000)
    Path(f"{path}-wal").write_bytes(b"nor a log")
    done = restore(backup)
    assert done.erased is None
    aside = Path(done.aside)
    assert aside.read_bytes().startswith(b"no database")
    assert Path(f"{aside}-wal").exists()
    assert len(everything(settings().database_url)["partner"]) == 2


def test_a_new_machine_needs_nothing_but_the_file(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'new' / 'tracker.db'}")
    settings.cache_clear()
    db.engine.cache_clear()
    done = restore(backup)
    assert (done.aside, done.erased) == ("", None)
    assert (tmp_path / "new" / "tracker.db").stat().st_mode & 0o077 == 0
    assert len(everything(settings().database_url)["partner"]) == 2


def test_the_settings_come_along(backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SMTP_PASSWORD", "it's a secret")
    monkeypatch.setenv("TRACKER_SECRET_KEY", "what a stolen backup must not hold")
    making.make(backup)
    with backup.open("rb") as file, container.opened(file, container.SETTINGS) as given:
        written = given.read()
    assert b"""TRACKER_SMTP_PASSWORD='it'"'"'s a secret'\n""" in written
    assert b"must not hold" not in written


@pytest.mark.parametrize("room", [30_000, 200_000])  # for some of the copy; for none of it packed
def test_a_full_disk_leaves_the_older_backup_as_it_was(
    backup: Path, tmp_path: Path, room: int
) -> None:
    before = backup.read_bytes()
    with files_no_larger_than(room), pytest.raises(BackupFailed):
        making.make(backup)
    assert backup.read_bytes() == before
    assert {each.name for each in tmp_path.iterdir() if "test.db" not in each.name} == {"a.zip"}


def test_a_full_disk_leaves_the_database_as_it_was(backup: Path, tmp_path: Path) -> None:
    before = everything(settings().database_url)
    with files_no_larger_than(30_000), pytest.raises(BackupFailed):
        restore(backup)
    assert everything(settings().database_url) == before
    assert not list(tmp_path.glob(".restoring-*"))


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """The disk is full as soon as a file would grow beyond."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_without_its_programs_a_server_database_is_not_backed_up(
    postgresql_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoBackupTool):
        making.make(tmp_path / "a.zip")
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho pg_dump (PostgreSQL) 9.6\n")
    old.chmod(0o755)
    with pytest.raises(NoBackupTool):
        making.make(tmp_path / "a.zip")
    old.write_text("#!/bin/sh\n[ $1 = --version ] && echo 99 && exit\necho no luck >&2; exit 1\n")
    with pytest.raises(BackupFailed) as refused:
        making.make(tmp_path / "a.zip")
    assert refused.value.values["why"] == "no luck"
    assert [each.name for each in tmp_path.iterdir()] == ["pg_dump"]
