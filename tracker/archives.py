"""Whether a zipped document may be unpacked at all: judged by the list of its parts, before any is
read.

A few kilobytes can unpack to gigabytes, and a reader that tries dies of it.
"""

import io
import zipfile

LARGEST_PART = 64 << 20
LARGEST = 200 << 20
MOST_PARTS = 2_000
DENSEST = 150  # times that a part may be larger unpacked
_SMALL = 10_000  # bytes below which density says nothing

# How old documents of the office begin, and new ones with a password.
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Broken(ValueError):
    """This is no archive, or a piece of one."""


def parts(content: bytes) -> list[zipfile.ZipInfo]:
    """Raises Broken."""
    try:
        return zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Broken from None


def has_password(content: bytes) -> bool:
    """Whether what begins like an old document is a new one with a password."""
    return _ENCRYPTED in content


def is_modest(parts: list[zipfile.ZipInfo]) -> bool:
    """Few parts, each once, none and all of them not too large."""
    if len(parts) > MOST_PARTS or len({part.filename for part in parts}) != len(parts):
        return False
    if sum(part.file_size for part in parts) > LARGEST:
        return False
    return all(
        part.file_size <= LARGEST_PART
        and part.file_size <= DENSEST * max(part.compress_size, _SMALL)
        for part in parts
    )
