"""Files that are whole or not there: written without a name, given one when they are safe."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from tracker.errors import BackupFailed

_SQLITE = b"SQLite format 3\0"


@contextmanager
def appearing(path: Path) -> Iterator[BinaryIO]:
    """A private file that appears under its name when the block has ended well, and is on disk.

    Killed before that, nothing is left of it; what stood under the name stays. Raises BackupFailed.
    """
    folder = path.absolute().parent
    unfinished = folder / f".{path.name}.part"
    with _said():
        descriptor = _nameless(folder, unfinished)
        try:
            with open(descriptor, "w+b", closefd=False) as file:
                yield file
            os.fsync(descriptor)
            if not unfinished.exists():
                _link(descriptor, unfinished)
            unfinished.replace(path)
            sync(folder)
        finally:
            os.close(descriptor)
            unfinished.unlink(missing_ok=True)


@contextmanager
def nameless(folder: Path | None = None) -> Iterator[tuple[BinaryIO, Path]]:
    """A file for a library that wants a path: remove that as soon as the library has opened it."""
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        path = Path(file.name)
        try:
            yield file.file, path  # type: ignore[misc]
        finally:
            path.unlink(missing_ok=True)


def sync(folder: Path) -> None:
    """Have the names in a folder on disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _nameless(folder: Path, otherwise: Path) -> int:
    """Where the file system knows no files without names, one under another name."""
    otherwise.unlink(missing_ok=True)
    with suppress(OSError):
        return os.open(folder, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
    return os.open(otherwise, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)


def _link(descriptor: int, path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # With a folder's number Python asks for the file behind the link, not for the link.
        os.link(f"/proc/self/fd/{descriptor}", path.name, dst_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except OSError as failed:
        raise BackupFailed(str(failed), why=failed.strerror or str(failed)) from failed


def is_sqlite(path: Path) -> bool:
    """Whether a file is there, and begins as SQLite's do. Raises OSError where it may not be read:
    then nobody knows."""
    if not path.exists():
        return False
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE
