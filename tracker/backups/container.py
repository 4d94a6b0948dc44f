"""The file of a backup: a ZIP whose last bytes are the SHA-256 of all the others.

Anybody can open it without this program. It is written from beginning to end, so that it can leave
by a pipe; that its end is there, and fits, says that nothing is missing or changed.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from typing import IO, Any, BinaryIO, Protocol

from pydantic import BaseModel, ValidationError

from tracker.errors import BackupDamaged, BackupForeign, BackupNewer, BackupTruncated

FORMAT = 1
CHUNK = 1 << 20
SETTINGS = "settings.env"

_FIRST, _MANIFEST = "SERIKTES-BACKUP.txt", "manifest.json"
_BEGINS = b"PK\x03\x04"
_NAME_AT = 30  # where a ZIP has the name of its first member
_MARK = b"seriktes sha256 "
_BLANK = _MARK + b"0" * 64  # the digest's place
_ABOUT = """\
A backup of Seriktes, the partnership tracker. It holds personal data and passwords' hashes: keep it
where only the administrator may read it.

    tracker backup verify FILE      is it whole, and can it be restored?
    tracker restore FILE            put everything back
"""


class Member(BaseModel):
    size: int
    sha256: str


class Manifest(BaseModel):
    """What a backup holds, and of which program it is."""

    format: int
    program: str  # its version
    revision: str  # of the tables
    database: str  # sqlite or postgresql
    made_at: datetime
    counts: dict[str, int]  # rows of each table
    members: dict[str, Member] = {}


class Target(Protocol):
    """What can be written to: a file, or a pipe."""

    def write(self, data: bytes, /) -> Any: ...
    def flush(self) -> Any: ...


class Source(Protocol):
    """What can be read from."""

    def read(self, size: int, /) -> bytes: ...


class _Sealing:
    """Passes on what is written, and puts the digest of all of it into the place at the end."""

    def __init__(self, target: Target) -> None:
        self._target, self._digest = target, sha256()

    def write(self, data: Any) -> int:
        if data == _BLANK:
            data = _MARK + self._digest.hexdigest().encode()
        self._digest.update(data)
        self._target.write(data)
        return len(data)

    def flush(self) -> None:
        self._target.flush()


def write(target: Target, manifest: Manifest, members: dict[str, tuple[Source, bool]]) -> None:
    """Write a backup of these members: what is in them, and whether that is compressed already."""
    with zipfile.ZipFile(_Sealing(target), "w") as archive:  # type: ignore[call-overload]
        archive.comment = _BLANK
        _put(archive, _FIRST, _ABOUT.encode())
        for name, (content, is_small) in members.items():
            manifest.members[name] = _copy(archive, name, content, is_small)
        _put(archive, _MANIFEST, manifest.model_dump_json(indent=1).encode())


def checked(file: BinaryIO) -> Manifest:
    """What this file says of itself, after every byte of it was looked at.

    Raises BackupForeign, BackupTruncated, BackupDamaged or BackupNewer.
    """
    file.seek(0)
    begins = file.read(_NAME_AT + len(_FIRST))
    if not (begins.startswith(_BEGINS) and begins.endswith(_FIRST.encode())):
        raise BackupForeign
    size = file.seek(0, 2)
    file.seek(max(0, size - len(_BLANK)))
    sealed = re.fullmatch(_MARK + rb"([0-9a-f]{64})", file.read())
    if sealed is None:
        raise BackupTruncated
    if _digest_of(file, size - len(_BLANK)) != sealed[1].decode():
        raise BackupDamaged
    with _archive(file) as archive:
        manifest = _manifest(archive.read(_MANIFEST))
        for name, member in manifest.members.items():
            with archive.open(name) as content:
                if _measured(content) != member:
                    raise BackupDamaged(name)
    return manifest


@contextmanager
def opened(file: BinaryIO, name: str) -> Iterator[IO[bytes]]:
    """A member of a file that was checked."""
    with _archive(file) as archive, archive.open(name) as content:
        yield content


def _manifest(text: bytes) -> Manifest:
    said = json.loads(text)
    if said["format"] > FORMAT:
        raise BackupNewer(f"format {said['format']}", version=said.get("program", "?"))
    return Manifest.model_validate(said)


@contextmanager
def _archive(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, KeyError, TypeError, ValidationError, json.JSONDecodeError) as bad:
        raise BackupDamaged(str(bad)) from bad


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    with archive.open(_about(name, is_small=True), "w") as member:
        member.write(content)


def _copy(archive: zipfile.ZipFile, name: str, content: Source, is_small: bool) -> Member:
    with archive.open(_about(name, is_small=is_small), "w", force_zip64=True) as member:
        return _measured(content, member)


def _measured(content: Source, to: IO[bytes] | None = None) -> Member:
    digest, size = sha256(), 0
    while chunk := content.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if to is not None:
            to.write(chunk)
    return Member(size=size, sha256=digest.hexdigest())


def _about(name: str, *, is_small: bool) -> zipfile.ZipInfo:
    about = zipfile.ZipInfo(name)
    about.compress_type = zipfile.ZIP_STORED if is_small else zipfile.ZIP_DEFLATED
    about._compresslevel = 1  # type: ignore[attr-defined]  # thrice as fast, a tenth larger
    about.external_attr = 0o600 << 16
    return about


def _digest_of(file: BinaryIO, size: int) -> str:
    """Of all but the mark: the digest was taken before it was written."""
    file.seek(0)
    digest = sha256()
    while size > 0 and (chunk := file.read(min(CHUNK, size))):
        digest.update(chunk)
        size -= len(chunk)
    return digest.hexdigest()
