"""What a file is, by its content and its name together; and a name that is safe to keep."""

import re
import struct
import zipfile
from io import BytesIO
from typing import NamedTuple

import filetype

from tracker.names.text import clean_line

LONGEST = 200  # letters in a name

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."

# The files that may be kept: extension → media type. The content must be of that type.
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "odt": f"{_OPEN_DOCUMENT}text",
    "ods": f"{_OPEN_DOCUMENT}spreadsheet",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "txt": "text/plain",
    "csv": "text/csv",
}
_TEXT = frozenset({"text/plain", "text/csv"})
# The part that every document of the kind has, and the part that makes it run programs.
_MAIN_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_MACROS = "vbaproject.bin"
_BROKEN = (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error)


class Kept(NamedTuple):
    """A file as it will be kept."""

    name: str
    media_type: str


def recognised(name: str, content: bytes) -> Kept | None:
    """The name and type to keep; None for a kind that is not kept or not what its name says."""
    stem, dot, extension = _file_part(name).rpartition(".")
    wanted = TYPES.get(extension.lower()) if dot else None
    if wanted is None or not _is(wanted, content):
        return None
    short = stem.strip(" .")[: LONGEST - len(extension) - 1].rstrip(" .")
    return Kept(f"{short or 'file'}.{extension.lower()}", wanted)


def _file_part(name: str) -> str:
    """The name without folders, without what other systems do not allow, on one line."""
    last = re.split(r"[/\\]", clean_line(name))[-1]
    return clean_line(re.sub(r'[<>:"|?*]', " ", last))


def _is(wanted: str, content: bytes) -> bool:
    if wanted in _TEXT:
        return _is_text(content)
    return wanted == (
        _archived(content) if content.startswith(b"PK\x03\x04") else _guessed(content)
    )


def _guessed(content: bytes) -> str | None:
    guess = filetype.guess(content[:8192])
    return guess.mime if guess else None


def _archived(content: bytes) -> str | None:
    """What a ZIP archive holds, by its directory alone; nothing is unpacked."""
    # OpenDocument begins with an uncompressed part that names the type.
    if content[30:38] == b"mimetype":
        declared = content[38:100]
        kinds = (TYPES["odt"], TYPES["ods"])
        return next((kind for kind in kinds if declared.startswith(kind.encode() + b"PK")), None)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = set(archive.namelist())
    except _BROKEN:
        return None
    if "[Content_Types].xml" not in parts or any(p.lower().endswith(_MACROS) for p in parts):
        return None
    return next((TYPES[kind] for part, kind in _MAIN_PARTS.items() if part in parts), None)


def _is_text(content: bytes) -> bool:
    """UTF-8, UTF-16 with its mark, or the Windows code page that Kazakh offices still use."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if wide else ["utf-8", "cp1251"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f]", text) is None
    return False
