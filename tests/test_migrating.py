"""Migrations: what must hold when the tables of a database with data in it change."""

import fcntl
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import pysqlite3.dbapi2 as sqlite
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.world import aigerim, build
from tracker import db, migrating
from tracker.domain.models import Interaction, InteractionPartner, NewsItem, Partner
from tracker.domain.press import stories
from tracker.errors import DatabaseGone, DatabaseReadOnly, SchemaNewer
from tracker.names.regions import Region
from tracker.settings import ROOT

LATER = '''
"""Rebuild the parent of many rows; then, when told to, fail."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "later", "{head}"
def upgrade():
    with op.batch_alter_table("partner", recreate="auto") as table:
        table.alter_column("city", type_=sa.String(900), existing_type=sa.String(500))
    {then}
'''

Later = Callable[..., None]


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Later:
    """Make this a program that has one migration more; `then` is what that one ends with."""
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        (versions.parent / name).write_bytes((migrating.MIGRATIONS / name).read_bytes())
    for file in (migrating.MIGRATIONS / "versions").glob("*.py"):
        (versions / file.name).write_bytes(file.read_bytes())
    head = max(file.name.split("_")[0] for file in versions.glob("*.py"))

    def write(then: str = "") -> None:
        (versions / "later.py").write_text(LATER.format(head=head, then=then))
        monkeypatch.setattr(migrating, "MIGRATIONS", versions.parent)

    return write


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    engine = db.build_engine(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.exec_driver_sql(query)]
    engine.dispose()
    return found


def copies(url: str) -> list[Path]:
    folder = Path(url.removeprefix("sqlite:///")).parent / "backups"
    return sorted(folder.glob("*")) if folder.exists() else []


def test_the_migrations_make_exactly_the_tables_of_the_models(database: str) -> None:
    with migrating.alone() as connection:
        compared = {"compare_type": True, "include_name": migrating.is_of_models}
        context = MigrationContext.configure(connection, opts=compared)
        assert compare_metadata(context, db.Base.metadata) == []


def test_files_are_called_after_their_revisions(later: Later) -> None:
    later()
    script = ScriptDirectory.from_config(migrating._config())
    assert migrating._revisions() == [each.revision for each in script.walk_revisions()][::-1]


def test_a_migration_can_be_taken_back(database: str) -> None:
    with migrating.alone() as connection:
        command.downgrade(migrating._config(connection), "base")
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]
    migrating.migrate()


def test_texts_that_were_there_before_are_known_again(database: str) -> None:
    build()
    with db.transaction() as session:
        article = NewsItem(title="Old", text="Two\nlines", published_on=date(2024, 4, 8))
        session.add_all([article, NewsItem(title="None", published_on=date(2024, 4, 8))])
    with migrating.alone() as connection:
        command.downgrade(migrating._config(connection), "0007")
    migrating.migrate()
    with db.reading() as session:
        assert stories.stored(session, "two  lines", "", by=aigerim) == (article.id, "Old")
        assert session.get_one(NewsItem, 2).text_key == ""


def test_partners_that_were_there_before_are_put_on_the_map(database: str) -> None:
    build()
    with db.transaction() as session:
        session.add(Partner(name_en="Here", region="Абай облысы", city="Семей"))
        session.add(Partner(name_en="There", city="Павлодар"))
    with migrating.alone() as connection:
        command.downgrade(migrating._config(connection), "0014")
    migrating.migrate()
    with db.reading() as session:
        put = [session.get_one(Partner, number) for number in (1, 3, 4)]
        assert [(partner.region_code, partner.town_key) for partner in put] == [
            (Region.UNKNOWN, None),
            (Region.ABAI, "semey"),
            (Region.PAVLODAR, None),
        ]


MIGRATE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tracker import migrating
migrating.migrate()
"""


def _six_at_once(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    started = [
        subprocess.Popen([sys.executable, "-c", MIGRATE], stderr=subprocess.PIPE) for _ in range(6)
    ]
    said = [process.communicate(timeout=120)[1].decode() for process in started]
    assert [process.returncode for process in started] == [0] * 6, said
    assert len(rows(url, "SELECT version_num FROM alembic_version")) == 1


def test_six_processes_may_start_at_once_on_a_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _six_at_once(f"sqlite:///{tmp_path / 'new' / 'folder' / 'six.db'}", monkeypatch)


def test_six_processes_may_start_at_once_on_a_new_server_database(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"six_{uuid4().hex[:8]}"
    server = sa.create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        address = sa.make_url(postgresql_url).set(database=name)
        _six_at_once(address.render_as_string(hide_password=False), monkeypatch)
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


def test_a_process_waits_for_a_migration_however_long_that_takes(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    with (tmp_path / "new.db.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        second = Thread(target=migrating.migrate, args=(url,))
        second.start()
        second.join(0.5)
        assert second.is_alive()
        assert not (tmp_path / "new.db").stat().st_size
    second.join(30)
    assert rows(url, "SELECT count(*) FROM partner") == [(0,)]


def test_rebuilding_a_parent_keeps_its_children(database: str, later: Later) -> None:
    build()
    later()
    before = rows(database, "SELECT * FROM position")
    migrating.migrate()
    assert rows(database, "SELECT * FROM position") == before != []
    assert rows(database, "SELECT version_num FROM alembic_version") == [("later",)]


def test_days_that_triggers_keep_survive_a_table_made_anew(database: str, later: Later) -> None:
    later(
        "with op.batch_alter_table('interaction', recreate='auto') as table:\n"
        "        table.alter_column('place', type_=sa.String(900), existing_type=sa.String(300))"
    )
    migrating.migrate()
    build()
    with db.transaction() as session:
        met = Interaction(happened_on=date(2024, 4, 8), summary="Talked")
        link: dict[str, Any] = {"partner_id": 1}
        met.partners.append(InteractionPartner(**link))
        session.add(met)
    assert str(rows(database, "SELECT met_on FROM interaction_partner")[0][0]) == "2024-04-08"


def test_a_migration_that_fails_half_way_leaves_nothing(database: str, later: Later) -> None:
    build()
    half = "op.create_table('half', sa.Column('id', sa.Integer))"
    later(f"{half}; op.execute('SELECT * FROM nowhere')")
    with pytest.raises(sa.exc.DBAPIError):
        migrating.migrate()
    with db.reading() as session:
        tables = sa.inspect(session.connection()).get_table_names()
    assert not [name for name in tables if name == "half" or name.startswith("_alembic")]
    later()
    migrating.migrate()
    assert rows(database, "SELECT count(*) FROM position") == [(1,)]


def test_a_migration_that_would_orphan_a_row_is_undone(sqlite_database: str, later: Later) -> None:
    build()
    later("op.execute('DELETE FROM partner')")
    with pytest.raises(RuntimeError, match="orphans"):
        migrating.migrate()
    assert rows(sqlite_database, "SELECT count(*) FROM partner") == [(2,)]


def test_the_tables_of_a_later_version_are_left_alone(database: str) -> None:
    with db.transaction() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaNewer, match="9999"):
        migrating.migrate()


def test_a_file_is_copied_before_it_is_changed(sqlite_database: str, later: Later) -> None:
    build()
    later()
    migrating.migrate()
    (copy,) = copies(sqlite_database)
    assert copy.name.startswith("before-later-")
    assert copy.stat().st_mode & 0o077 == 0
    with closing(sqlite.connect(copy)) as old:
        assert old.execute("SELECT version_num FROM alembic_version").fetchall() != [("later",)]
        assert old.execute("SELECT count(*) FROM partner").fetchall() == [(2,)]


def test_the_last_five_copies_are_kept(sqlite_database: str, later: Later) -> None:
    folder = Path(sqlite_database.removeprefix("sqlite:///")).parent / "backups"
    folder.mkdir()
    for number in range(7):
        (folder / f"before-{number}-20240408-000000.db").touch()
    (folder / "nightly.db").touch()
    later()
    migrating.migrate()
    assert len(copies(sqlite_database)) == 5 + 1
    assert folder / "nightly.db" in copies(sqlite_database)


def test_nothing_is_copied_when_there_is_nothing_to_do(
    sqlite_database: str, tmp_path: Path
) -> None:
    migrating.migrate()
    migrating.migrate(f"sqlite:///{tmp_path / 'new.db'}")
    assert copies(sqlite_database) == []


def test_a_new_file_is_private(tmp_path: Path) -> None:
    migrating.migrate(f"sqlite:///{tmp_path / 'new.db'}")
    assert (tmp_path / "new.db").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseReadOnly):
        migrating.migrate(f"sqlite:///{tmp_path / 'file' / 'below.db'}")


def test_a_server_that_is_gone_is_said_so() -> None:
    with pytest.raises(DatabaseGone):
        migrating.migrate("postgresql+psycopg://nobody@127.0.0.1:9/none")
