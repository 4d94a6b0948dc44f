"""Upgrades from every release's tables: rehearsed, killed in the middle, two at once."""

import os
import random
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import event

from tests.faults.tally import Tally
from tracker import db, example, migrating
from tracker.access import Role
from tracker.console import administrator
from tracker.domain.models import Account
from tracker.settings import settings


class Table(NamedTuple):
    """The rows of a table, by the names of its columns."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def told_by(self, columns: tuple[str, ...]) -> Counter[str]:
        places = [self.columns.index(name) for name in columns]
        return Counter(repr([row[place] for place in places]) for row in self.rows)


Tables = dict[str, Table]


def science_week() -> None:
    """Fill the database that is set with the example, which has rows of nearly every kind."""
    with db.transaction() as session:
        session.add(Account(name="S", email="s@uni.example", role=Role.ADMINISTRATOR))
        session.flush()
        example.load(session, by=administrator(session))


def revisions() -> list[str]:
    """From the newest but one to the oldest."""
    script = ScriptDirectory.from_config(migrating._config())
    return [each.revision for each in script.walk_revisions()][1:]


def tables(url: str) -> Tables:
    """Everything that the database holds, but for what is worked out for search."""
    engine = db.build_engine(url)
    with engine.connect() as connection:
        found = {}
        for name in sa.inspect(connection).get_table_names():
            if name != "alembic_version" and migrating.is_of_models(name, "table", None):
                answer = connection.exec_driver_sql(f'SELECT * FROM "{name}"')
                found[name] = Table(tuple(answer.keys()), [tuple(row) for row in answer])
    engine.dispose()
    return found


def changed(before: Tables, after: Tables) -> list[str]:
    """The tables in which a value differs, of the columns that both have, or a row is missing."""
    return [
        name
        for name, table in before.items()
        if name not in after
        or table.told_by(both := tuple(c for c in table.columns if c in after[name].columns))
        != after[name].told_by(both)
    ]


def down_to(url: str, revision: str) -> None:
    """Take the tables back to what they were in a release, with the rows that fit into them."""
    with migrating.alone(url) as connection:
        command.downgrade(migrating._config(connection), revision)


def migrated(url: str, *, die_at: int = 0) -> int:
    """Upgrade in a process of its own, which is killed before its `die_at`th statement.

    Returns how it ended: 0, or minus the signal.
    """
    return _ended(_begun(url, die_at))


def two_at_once(url: str) -> list[int]:
    return [_ended(number) for number in [_begun(url, 0), _begun(url, 0)]]


def statements(url: str) -> int:
    """How many statements the upgrade takes; it is made."""
    heard = 0

    def hear(*_: object) -> None:
        nonlocal heard
        heard += 1

    event.listen(sa.Engine, "before_cursor_execute", hear)
    try:
        migrating.migrate(url)
    finally:
        event.remove(sa.Engine, "before_cursor_execute", hear)
    return heard


def run(folder: Path, times: int, *, seed: int = 1) -> Tally:
    """From every release so many upgrades that are killed, and the retry, on a file of its own."""
    file = Path(settings().database_url.removeprefix("sqlite:///"))
    db.engine().dispose()
    chance, lost, kills = random.Random(seed), 0, 0
    for revision in revisions():
        down_to(f"sqlite:///{file}", revision)
        for url, before in _copies(file, folder / revision):
            length = statements(url)
            lost += len(changed(before, tables(url)))
        for _ in range(times):
            for url, before in _copies(file, folder / revision):
                ended = migrated(url, die_at=chance.randint(1, length))
                kills += ended == -signal.SIGKILL
                lost += len(changed(before, tables(url)))
                lost += migrated(url) != 0
                lost += len(changed(before, tables(url)))
                lost += not _is_sound(url)
    return Tally(kills, 0, lost, 0, 0, 0, f"{len(revisions())} releases")


def _copies(file: Path, folder: Path) -> Iterator[tuple[str, Tables]]:
    """The address of a copy in a folder of its own, and what is in it."""
    folder.mkdir()
    shutil.copy(file, folder / "copy.db")
    url = f"sqlite:///{folder / 'copy.db'}"
    yield url, tables(url)
    shutil.rmtree(folder)


def _is_sound(url: str) -> bool:
    engine = db.build_engine(url)
    with engine.connect() as connection:
        sound = (
            migrating.is_current(connection)
            and connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            and not connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        )
    engine.dispose()
    return sound


def _begun(url: str, die_at: int) -> int:
    if number := os.fork():
        return number
    code, heard = 1, 0

    def hear(*_: object) -> None:
        nonlocal heard
        heard += 1
        if heard == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        event.listen(sa.Engine, "before_cursor_execute", hear)
        migrating.migrate(url)
        code = 0
    finally:
        os._exit(code)


def _ended(number: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
