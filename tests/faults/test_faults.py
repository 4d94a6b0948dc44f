"""The short form of each fault; and that the tally tells good from bad."""

from pathlib import Path

import pytest
from sqlalchemy import text

from tests.conftest import use_database
from tests.faults import backing_up, cutting, editing, filling, killing, tally, writers
from tests.faults.tally import Tally
from tests.world import build
from tracker import db
from tracker.errors import DatabaseReadOnly
from tracker.settings import settings


@pytest.fixture
def url(world: None) -> str:
    return settings().database_url


def test_the_tally_tells_good_from_bad(url: str) -> None:
    told = [writers.save(key) for key in ("a", "b", "c")]
    assert tally.taken(url, told, times=1).is_well
    with db.transaction() as session:
        session.execute(text("UPDATE interaction SET summary = 'save b' WHERE id = 1"))
        session.execute(text("DELETE FROM interaction_partner WHERE interaction_id = 3"))
    assert tally.taken(url, told, times=1) == Tally(1, 3, missing=1, doubled=1, half=1, integrity=0)


def test_whoever_is_killed_while_saving_saves_once(url: str) -> None:
    found = writers.killed(5)
    print(found)
    assert found.is_well
    assert found.acknowledged >= 5


def test_of_many_edits_at_once_none_is_lost_and_the_late_see_the_others(
    url: str, tmp_path: Path
) -> None:
    found = editing.run(tmp_path, 120)
    print(found)
    assert found.is_well
    assert found.acknowledged


def test_a_server_that_is_killed_has_what_people_were_told(tmp_path: Path) -> None:
    found = killing.run(tmp_path, 1, saves=2)
    print(found)
    assert found.is_well
    assert found.acknowledged


def test_a_backup_under_load_is_whole(url: str, tmp_path: Path) -> None:
    found = backing_up.run(tmp_path, 2)
    print(found)
    assert found.is_well
    assert found.acknowledged


def test_a_full_disk_refuses_and_saves_nothing_by_halves(
    sqlite_database: str, tmp_path: Path
) -> None:
    build()
    found = filling.run(tmp_path, 1)
    print(found)
    assert found.is_well
    refused = int(found.notes.split()[0])
    assert refused > 4 * len(filling.SAVES)  # each of them writes several pages


def test_a_read_only_file_refuses_and_is_still_read(
    sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    path = sqlite_database.removeprefix("sqlite:///")
    use_database(f"sqlite:///file:{path}?mode=ro&uri=true", monkeypatch)
    assert filling.refusals(DatabaseReadOnly) == len(filling.SAVES)


def test_a_power_cut_loses_nothing_that_people_were_told(
    sqlite_database: str, tmp_path: Path
) -> None:
    build()
    found = cutting.run(tmp_path, 50)
    print(found)
    assert found.is_well
    assert found.acknowledged


def test_without_syncs_a_power_cut_would_show(sqlite_database: str, tmp_path: Path) -> None:
    build()
    assert cutting.run(tmp_path, 10, synchronous="OFF").missing


def test_a_power_cut_during_an_upgrade_leaves_the_old_release_or_the_new_one(
    sqlite_database: str, tmp_path: Path
) -> None:
    build()
    found = cutting.upgrades(tmp_path, 15)
    print(found)
    assert found.is_well
