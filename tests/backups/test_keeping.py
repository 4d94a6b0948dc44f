"""Which backups stay: of the last days each, then one a week, one a month."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.world import build
from tracker import clock, db
from tracker.api import backing_up
from tracker.backups import keeping, making, restoring
from tracker.backups.keeping import Kept
from tracker.domain import backup_runs
from tracker.errors import BackupDamaged, BackupFailed, Invalid
from tracker.settings import settings

LAST = datetime(2024, 12, 31, 22, tzinfo=UTC)  # already the next year at the university


def nights(number: int) -> list[Kept]:
    """Made every night up to the last one."""
    every = (LAST - timedelta(days=back) for back in range(number))
    return [Kept(Path(f"{each:%Y%m%d}"), each) for each in every]


def left(backups: list[Kept], keep: str) -> list[str]:
    gone = keeping.superfluous(backups, keeping.rules(keep))
    return sorted(each.path.name for each in backups if each not in gone)


def test_of_a_year_of_nights_stay_days_weeks_and_months() -> None:
    days = ["20241225", "20241226", "20241227", "20241228", "20241229", "20241230", "20241231"]
    # The last nights of weeks that end on a Sunday here: in UTC it is the Saturday before.
    weeks = ["20241214", "20241221", "20241228"]
    months = ["20240130", "20240228", "20240330", "20240429", "20240530", "20240629"]
    months += ["20240730", "20240830", "20240929", "20241030", "20241129", "20241230"]
    kept = left(nights(366), "7d4w12m")
    assert set(days) <= set(kept)
    assert set(weeks) <= set(kept)
    assert set(months[1:]) <= set(kept)
    assert len(kept) == 7 + 2 + 10  # some are kept by two rules


def test_day_after_day_there_are_never_more_and_the_oldest_grows_old() -> None:
    """As it really goes: each night one comes, and what is superfluous goes."""
    there: list[Kept] = []
    for each in reversed(nights(800)):
        there.append(each)
        gone = keeping.superfluous(there, keeping.rules("7d4w12m"))
        there = [kept for kept in there if kept not in gone]
        assert len(there) <= 7 + 4 + 12
        assert there[-1] == each
    assert timedelta(days=300) < LAST - there[0].made_at < timedelta(days=366)
    gaps = [b.made_at - a.made_at for a, b in pairwise(there)]
    assert max(gaps) <= timedelta(days=31)


def test_a_pause_costs_no_backup() -> None:
    before = [Kept(Path(str(n)), LAST - timedelta(days=100 + n)) for n in range(3)]
    assert len(left([*before, *nights(1)], "4d")) == 4


def test_the_newest_always_stays() -> None:
    assert left(nights(3), "0d") == ["20241231"]


@pytest.mark.parametrize("typed", ["", "7", "d7", "7d 4w", "7x"])
def test_a_rule_that_nobody_understands_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        keeping.rules(typed)


def test_only_our_own_files_go(sqlite_database: str, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    for name in ("seriktes-20200101T000000Z.zip", "seriktes-mine.zip", "nightly.db"):
        (folder / name).touch()
    made = keeping.make(folder, "1d")
    assert {each.name for each in folder.iterdir()} == {
        made.name,
        "seriktes-mine.zip",
        "nightly.db",
    }
    assert made.stat().st_mode & 0o077 == 0


def test_a_failed_one_lets_no_old_one_go_and_is_noted(sqlite_database: str, tmp_path: Path) -> None:
    (tmp_path / "seriktes-20200101T000000Z.zip").touch()
    (tmp_path / "file").touch()
    with pytest.raises(BackupFailed):
        keeping.make(tmp_path / "file" / "below", "1d")
    assert (tmp_path / "seriktes-20200101T000000Z.zip").exists()
    with db.reading() as session:
        trouble = backup_runs.last_trouble(session)
    assert trouble is not None
    assert trouble.why == "Not a directory"


def test_one_that_can_not_be_restored_is_not_kept(
    sqlite_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kept"
    keeping.make(folder, "7d")
    make = making.make

    def make_on_a_bad_disk(path: Path) -> None:
        make(path)
        with path.open("r+b") as file:
            file.seek(2000)
            file.write(b"?")

    monkeypatch.setattr(making, "make", make_on_a_bad_disk)
    with clock.at(LAST), pytest.raises(BackupDamaged):
        keeping.make(folder, "7d")
    assert len(keeping.found(folder)) == 1


def test_of_those_that_cannot_be_tried_out_one_a_day_stays(
    sqlite_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kept"

    def verify_without_room(_file: object) -> None:
        raise BackupFailed(why="No space left on device")

    monkeypatch.setattr(restoring, "verify", verify_without_room)
    for hour in (22, 23, 24, 25, 46):  # from three o'clock at the university on
        moment = datetime(2024, 4, 8, tzinfo=UTC) + timedelta(hours=hour, minutes=hour)
        with clock.at(moment), pytest.raises(BackupFailed):
            keeping.nightly(folder, "7d")
    days = [clock.local(each.made_at).day for each in keeping.found(folder)]
    assert days == [9, 10]


def test_the_server_makes_one_a_night_at_its_hour(
    sqlite_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    folder = tmp_path / "nightly"
    monkeypatch.setenv("TRACKER_BACKUP_FOLDER", str(folder))
    settings.cache_clear()
    for hour in (20, 22, 23):  # one, three and four o'clock at the university
        with clock.at(datetime(2024, 4, 8, hour, tzinfo=UTC)):
            backing_up.step()
    assert [each.made_at.hour for each in keeping.found(folder)] == [22]
    (folder / "more").touch()
    monkeypatch.setenv("TRACKER_BACKUP_FOLDER", str(folder / "more"))
    settings.cache_clear()
    with clock.at(datetime(2024, 4, 9, 22, tzinfo=UTC)):
        backing_up.step()  # refused, and it goes on
