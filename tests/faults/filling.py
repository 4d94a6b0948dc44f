"""A disk that is full at every write in turn, or read-only: refused, and nothing by halves."""

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

from tests.faults import tally
from tests.faults.tally import Tally
from tests.faults.writers import save
from tests.world import EMC, aigerim
from tracker import db
from tracker.backups import dumps
from tracker.domain import attachments, follow_ups, partners
from tracker.domain.models import FollowUpDraft, FollowUpKind, Kind, PartnerDraft
from tracker.errors import DatabaseFull, TrackerError
from tracker.settings import settings

FRAME = 4096 + 24  # what one page takes in SQLite's log

Save = Callable[[str], object]


def attach(key: str) -> None:
    content = b"%PDF-1.4\n" + bytes(20_000) + b"\n%%EOF\n"
    with db.transaction() as session:
        attachments.add(
            session, Kind.PARTNER, EMC, name="a.pdf", content=content, by=aigerim, key=key
        )


def add_partner(key: str) -> None:
    with db.transaction() as session:
        partners.create(session, PartnerDraft(name_en=f"Partner {key}"), by=aigerim, key=key)


def add_follow_up(key: str) -> None:
    draft = FollowUpDraft(
        subject="Call", kind=FollowUpKind.OTHER, partner_id=EMC, owner_id=1, due_on=date(2024, 5, 1)
    )
    with db.transaction() as session:
        follow_ups.create(session, draft, by=aigerim, key=key)


SAVES: tuple[Save, ...] = (save, attach, add_partner, add_follow_up)


def run(folder: Path, times: int) -> Tally:
    """Each kind of save on a disk that has room for none of its writes, one of them, two …

    A real small disk where one can be mounted, else files that may not grow.
    """
    told, refused = [], 0
    for _ in range(times):
        for each in SAVES:
            refused += _at_every_write(folder, each)
            key = uuid4().hex
            told.append(save(key))
    notes = f"{refused} times refused for want of room"
    return tally.taken(settings().database_url, told, times=times, notes=notes)


def counts() -> dict[str, int]:
    with db.reading() as session:
        return dumps.counted(session.connection())


def _at_every_write(folder: Path, act: Save) -> int:
    """How often it was refused before there was room enough."""
    key, before, room = uuid4().hex, counts(), 0
    while True:
        _empty_log()
        with _with_room(folder, room * FRAME):
            try:
                act(key)
                break
            except DatabaseFull:
                pass
        if counts() != before:
            raise AssertionError(f"{act} was saved by halves with room for {room}")
        room += 1
    once = counts()
    act(key)
    if counts() != once:
        raise AssertionError(f"{act} was saved twice")
    return room


def _empty_log() -> None:
    connection = db.engine().raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


@contextmanager
def _with_room(folder: Path, size: int) -> Iterator[None]:
    if os.path.ismount(folder):
        with _ballast(folder, size):
            yield
    else:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _ballast(folder: Path, size: int) -> Iterator[None]:
    """Fill the disk but for so much."""
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        file.truncate(0)
        os.posix_fallocate(file.fileno(), 0, max(4096, shutil.disk_usage(folder).free - size))
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def small_disk(folder: Path, size: str = "16m") -> Iterator[Path]:
    """A disk of its own, where this may mount one; else the folder."""
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        yield disk
        return
    try:
        yield disk
    finally:
        db.engine().dispose()
        subprocess.run(["umount", "-l", str(disk)], check=True)


def refusals(kind: type[TrackerError]) -> int:
    """Every kind of save is refused in this way, and nothing has changed; how many there are."""
    before = counts()
    for each in SAVES:
        try:
            each(uuid4().hex)
        except kind:
            continue
        raise AssertionError(f"{each} was not refused")
    if counts() != before:
        raise AssertionError("something was saved")
    return len(SAVES)
