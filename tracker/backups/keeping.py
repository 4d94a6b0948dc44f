"""A folder of backups: which are kept, for how long, and how the newest of them is."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from tracker import clock, db
from tracker.backups import container, making, restoring
from tracker.backups.container import Manifest
from tracker.domain import backup_runs
from tracker.errors import BackupDamaged, BackupFailed, Invalid, TrackerError
from tracker.settings import settings

_NAME = "seriktes-{:%Y%m%dT%H%M%SZ}.zip"
_OURS = re.compile(r"seriktes-(\d{8}T\d{6}Z)\.zip")

# For each letter, which of the university's days are one and the same for it.
_SAME = {
    "h": "%Y-%m-%d %H",
    "d": "%Y-%m-%d",
    "w": "%G-%V",
    "m": "%Y-%m",
    "y": "%Y",
}


class Kept(NamedTuple):
    """A backup in a folder, and when it was made."""

    path: Path
    made_at: datetime


def nightly(folder: Path, keep: str) -> Path | None:
    """Today's backup, if nobody has made it: any number of servers may ask. Raises as `make`."""
    with db.transaction() as session:
        if not backup_runs.claim(session):
            return None
    before = found(folder)
    try:
        return _noted(folder, keep)
    except TrackerError:
        _keep_one_of_today(before, folder)
        raise


def make(folder: Path, keep: str) -> Path:
    """Make a backup in a folder, try it out, and only then let old ones go.

    What became of it is noted, for administrators to see. Raises Backup… refusals.
    """
    # Where nothing can be noted any more, a backup is all the more welcome.
    with suppress(TrackerError), db.transaction() as session:
        backup_runs.begin(session)
    return _noted(folder, keep)


def rules(keep: str) -> dict[str, int]:
    """`7d4w12m` as numbers. Raises Invalid at `keep`."""
    if not re.fullmatch(r"(\d+[hdwmy])+", keep):
        raise Invalid("keep", "backup_keep", typed=keep)
    return {letter: int(number) for number, letter in re.findall(r"(\d+)([hdwmy])", keep)}


def superfluous(backups: Iterable[Kept], keep: dict[str, int]) -> list[Kept]:
    """Those that no rule keeps. Of each of the last so many days, weeks … the newest stays.

    Days without a backup don't count: after a pause of a month there are as many as before.
    """
    newest_first = sorted(backups, key=lambda each: each.made_at, reverse=True)
    kept = set(newest_first[:1])
    for letter, number in keep.items():
        one_each: dict[str, Kept] = {}
        for each in newest_first:
            one_each.setdefault(clock.local(each.made_at).strftime(_SAME[letter]), each)
        kept.update(list(one_each.values())[:number])
    return [each for each in newest_first if each not in kept]


def found(folder: Path) -> list[Kept]:
    """The backups in a folder, the oldest first; only those of which the name is as we write it."""
    named = ((each, _OURS.fullmatch(each.name)) for each in folder.glob("seriktes-*.zip"))
    return sorted(
        (
            Kept(path, datetime.strptime(name[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC))
            for path, name in named
            if name
        ),
        key=lambda each: each.made_at,
    )


def newest(folder: Path) -> Manifest | None:
    """What the newest backup says of itself, after every byte was looked at.

    Raises Backup… refusals and OSError.
    """
    backups = found(folder)
    if not backups:
        return None
    with backups[-1].path.open("rb") as file:
        return container.checked(file)


def usual_folder() -> Path | None:
    """Where backups are, as far as it is known: as was set, or beside the database file."""
    if settings().backup_folder:
        return Path(settings().backup_folder)
    path = settings().sqlite_file
    return path.parent / "backups" if path else None


def _noted(folder: Path, keep: str) -> Path:
    try:
        path = _make(folder, keep)
    except TrackerError as refused:
        with suppress(TrackerError), db.transaction() as session:
            why = str(refused.values.get("why", ""))
            backup_runs.settle(session, refusal=refused.code, why=why)
        raise
    with suppress(TrackerError), db.transaction() as session:
        backup_runs.settle(session, file=path.name, size=path.stat().st_size)
    return path


def _keep_one_of_today(before: list[Kept], folder: Path) -> None:
    """Where none can be tried out, it is tried every hour: all those that are left, and no old one
    goes, would fill the disk."""
    if any(clock.local(each.made_at).date() == clock.today() for each in before):
        for each in found(folder):
            if each not in before:
                each.path.unlink(missing_ok=True)


def _make(folder: Path, keep: str) -> Path:
    wanted = rules(keep)
    path = folder / _NAME.format(clock.now())
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as failed:
        raise BackupFailed(str(failed), why=failed.strerror or str(failed)) from failed
    making.make(path)
    try:
        with path.open("rb") as file:
            restoring.verify(file)
    except BackupDamaged:
        path.unlink()  # the disk does not keep what it is given: nobody shall count on this one
        raise
    for old in superfluous(found(folder), wanted):
        old.path.unlink(missing_ok=True)
    return path
