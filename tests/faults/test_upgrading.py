"""Whichever release somebody comes from, all that they had is there after the upgrade."""

import random
import shutil
import signal
from pathlib import Path

import pytest

from tests.conftest import use_database
from tests.faults import filling, upgrading
from tests.faults.upgrading import changed, down_to, migrated, tables
from tests.world import build
from tracker import db, migrating
from tracker.settings import settings


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The small world as each release would have kept it; the long form has the Science Week."""
    folder = tmp_path_factory.mktemp("releases")
    file, kept = folder / "newest.db", {}
    with pytest.MonkeyPatch.context() as patch:
        use_database(f"sqlite:///{file}", patch)
        migrating.migrate()
        build()
        for number in range(5):
            for save in filling.SAVES:
                save(f"{save.__name__} {number}")
        db.engine().dispose()
    settings.cache_clear()
    db.engine.cache_clear()
    for revision in upgrading.revisions():
        down_to(f"sqlite:///{file}", revision)
        kept[revision] = folder / f"{revision}.db"
        shutil.copy(file, kept[revision])
    return kept


@pytest.fixture
def copied(releases: dict[str, Path], tmp_path: Path, revision: str) -> str:
    shutil.copy(releases[revision], tmp_path / "old.db")
    return f"sqlite:///{tmp_path / 'old.db'}"


@pytest.mark.parametrize("revision", upgrading.revisions())
def test_an_upgrade_keeps_every_row_and_value(copied: str, tmp_path: Path, revision: str) -> None:
    before = tables(copied)
    migrating.migrate(copied)
    assert changed(before, tables(copied)) == []
    assert upgrading._is_sound(copied)
    assert len(list((tmp_path / "backups").iterdir())) == 1


@pytest.mark.parametrize("revision", ["0001", "0011"])
def test_an_upgrade_that_is_killed_can_be_made_again(
    copied: str, tmp_path: Path, revision: str
) -> None:
    before, chance = tables(copied), random.Random(revision)
    for die_at in (1, chance.randint(2, 40), chance.randint(40, 70)):
        assert migrated(copied, die_at=die_at) == -signal.SIGKILL
    assert tables(copied) == before
    assert upgrading.two_at_once(copied) == [0, 0]
    assert changed(before, tables(copied)) == []
    assert upgrading._is_sound(copied)
    assert not list((tmp_path / "backups").glob("*.part"))
    for copy in (tmp_path / "backups").iterdir():
        assert tables(f"sqlite:///{copy}") == before


@pytest.mark.parametrize("revision", ["0001", "0010"])
def test_a_server_database_is_upgraded_as_well(postgresql_database: str, revision: str) -> None:
    build()
    db.engine().dispose()
    down_to(postgresql_database, revision)
    before = tables(postgresql_database)
    assert migrated(postgresql_database, die_at=30) == -signal.SIGKILL
    assert tables(postgresql_database) == before
    assert upgrading.two_at_once(postgresql_database) == [0, 0]
    assert changed(before, tables(postgresql_database)) == []


def test_a_lost_value_is_seen() -> None:
    one = upgrading.Table(("id", "a"), [(1, "x"), (2, "y")])
    grown = upgrading.Table(("a", "id", "b"), [("x", 1, 0), ("y", 2, 0)])
    assert changed({"t": one}, {"t": grown}) == []
    assert changed({"t": one}, {"t": grown._replace(rows=grown.rows[:1])}) == ["t"]
    other = grown._replace(rows=[("x", 1, 0), ("z", 2, 0)])
    assert changed({"t": one}, {"t": other}) == ["t"]
    assert changed({"t": one}, {}) == ["t"]
