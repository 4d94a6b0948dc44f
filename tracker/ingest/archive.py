"""Whether these bytes are a workbook that may be unpacked."""

from tracker import archives
from tracker.errors import Invalid


def check(content: bytes) -> None:
    """Raises Invalid at `file` unless this is a workbook of reasonable size, without macros."""
    if content.startswith(archives.OLD):
        if archives.has_password(content):
            raise Invalid("file", "workbook_encrypted")
        raise Invalid("file", "workbook_old")
    try:
        parts = archives.parts(content)
    except archives.Broken:
        raise Invalid("file", "workbook_broken") from None
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Invalid("file", "not_a_workbook")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Invalid("file", "workbook_macros")
    if any(part.flag_bits & 1 for part in parts):
        raise Invalid("file", "workbook_encrypted")
    if not archives.is_modest(parts):
        raise Invalid("file", "workbook_bomb")
