"""Whether a workbook may be unpacked at all: judged by the list of its parts, before any is read.

A few kilobytes can unpack to gigabytes, and a reader that tries dies of it.
"""

import io
import zipfile

from tracker.errors import Invalid

LARGEST_PART = 64 << 20
LARGEST = 200 << 20
MOST_PARTS = 2_000
DENSEST = 150  # times that a part may be larger unpacked
_SMALL = 10_000  # bytes below which density says nothing

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how old workbooks and encrypted new ones begin
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def check(content: bytes) -> None:
    """Raises Invalid at `file` unless this is a workbook of reasonable size, without macros."""
    if content.startswith(_OLD):
        if _ENCRYPTED in content:
            raise Invalid("file", "workbook_encrypted")
        raise Invalid("file", "workbook_old")
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Invalid("file", "workbook_broken") from None
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Invalid("file", "not_a_workbook")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Invalid("file", "workbook_macros")
    if any(part.flag_bits & 1 for part in parts):
        raise Invalid("file", "workbook_encrypted")
    if len(parts) > MOST_PARTS or len(names) != len(parts) or not _is_modest(parts):
        raise Invalid("file", "workbook_bomb")


def _is_modest(parts: list[zipfile.ZipInfo]) -> bool:
    if sum(part.file_size for part in parts) > LARGEST:
        return False
    return all(
        part.file_size <= LARGEST_PART
        and part.file_size <= DENSEST * max(part.compress_size, _SMALL)
        for part in parts
    )
