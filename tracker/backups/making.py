"""Making a backup: into a file, or down a pipe."""

import io
from pathlib import Path

from tracker.backups import dumps
from tracker.backups.container import SETTINGS, Manifest, Target, write
from tracker.backups.files import appearing
from tracker.errors import BackupFailed


def make(path: Path) -> Manifest:
    """Write a backup; what stood under the name is replaced when all of it is on disk.

    Raises BackupFailed, NoBackupTool and the Database… refusals.
    """
    with appearing(path) as file:
        return _write(file, path.absolute().parent)


def pour(target: Target) -> Manifest:
    """The same down a pipe. Raises as `make` does."""
    try:
        return _write(target, dumps.room())
    except OSError as failed:
        raise BackupFailed(str(failed), why=failed.strerror or str(failed)) from failed


def _write(target: Target, folder: Path | None) -> Manifest:
    with dumps.taken(folder) as dump:
        name = dumps.MEMBERS[dump.manifest.database]
        is_small = dump.manifest.database == "postgresql"  # pg_dump packs it
        given = io.BytesIO(dumps.settings_given())
        members = {SETTINGS: (given, False), name: (dump.content, is_small)}
        write(target, dump.manifest, members)
        return dump.manifest
