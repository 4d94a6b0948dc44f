"""The letters of a text file that does not say how they are written."""

import codecs
import re

# The byte before a letter when Russian or Kazakh, or plain Latin, is written in two bytes each.
_HIGH = frozenset((0x00, 0x04))
_LOOKED_AT = 8_192
# Letters of neighbours that stand where KZ-1048 keeps Kazakh ones.
_DOUBTFUL = re.compile("[ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЄЇґєјЅѕї]")
_KAZAKH = re.compile("[әғқңөұүһ]", re.IGNORECASE)
_CYRILLIC = "а-яёА-ЯЁ"
# Excel writes a question mark for a letter that Windows-1251 has not.
_LOST = re.compile(rf"[{_CYRILLIC}]\?[{_CYRILLIC}]|(?<![\w?])\?[{_CYRILLIC}]")


def decode(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Never fails: the person sees a preview."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"))
    for mark, name in (*marks, (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return content.decode(name, errors="replace"), name
    if wide := _in_two_bytes(content):
        return content.decode(wide, errors="replace"), wide
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _in_one_byte(content)


def has_lost_letters(text: str, encoding: str) -> bool:
    """Whether Kazakh letters became question marks when the file was saved."""
    return encoding == "cp1251" and _LOST.search(text) is not None


def _in_two_bytes(content: bytes) -> str | None:
    start = content[:_LOOKED_AT]
    for name, low, high in (("utf-16-le", 0, 1), ("utf-16-be", 1, 0)):
        found = start[high::2]
        if len(found) > 1 and sum(byte in _HIGH for byte in found) > 0.9 * len(found):
            # Text in one byte a letter has neither of these bytes anywhere.
            return name if sum(byte in _HIGH for byte in start[low::2]) < 0.9 * len(found) else None
    return None


def _in_one_byte(content: bytes) -> tuple[str, str]:
    text = content.decode("cp1251", errors="replace")
    if not _DOUBTFUL.search(text) and "\ufffd" not in text:
        return text, "cp1251"
    kazakh = content.decode("kz1048", errors="replace")
    if _KAZAKH.search(kazakh) and not _DOUBTFUL.search(kazakh) and "\ufffd" not in kazakh:
        return kazakh, "kz1048"
    from charset_normalizer import from_bytes  # here, because most files do not need it

    likely = ["cp1251", "kz1048", "koi8_r", "cp866", "mac_cyrillic"]
    best = from_bytes(content[: 1 << 20], cp_isolation=likely).best()
    name = best.encoding if best else "cp1251"
    return content.decode(name, errors="replace"), name
