"""What a person typed, cleaned; and the keys by which it is found and sorted."""

import re
import unicodedata
from functools import lru_cache

# Invisible characters that change how a line reads (direction, zero width) but say nothing.
# The zero-width joiner stays: emoji and some scripts are spelled with it.
_INVISIBLE = dict.fromkeys(
    [
        0x00AD,
        0x061C,
        0x180E,
        0x200B,
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x206A),
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
        *(0xFFFE, 0xFFFF),  # no letters at all; a workbook cannot hold them
    ]
)
_CONTROLS = dict.fromkeys([*range(0x00, 0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)])
_DROPPED = _INVISIBLE | _CONTROLS
_SURROGATES = re.compile("[\ud800-\udfff]")

KAZAKH_ONLY = frozenset("әғқңөұүһі")  # letters that Russian has not
_KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
# Private-use letters keep the Kazakh order in any byte-wise comparison; Latin sorts before them.
_SHORT = 300  # letters of a text whose key is kept
_ORDER = {letter: chr(0xE000 + place) for place, letter in enumerate(_KAZAKH)}


def clean_line(typed: str) -> str:
    """One line: composed (NFC), no invisible characters, single spaces, nothing at the ends."""
    return " ".join(clean_text(typed).split())


def clean_text(typed: str) -> str:
    """Several lines: composed, no invisible characters, lines and paragraphs kept."""
    if typed.isprintable():  # nothing invisible, and one line
        return unicodedata.normalize("NFC", typed).strip()
    visible = _SURROGATES.sub("", typed).translate(_DROPPED)
    lines = unicodedata.normalize("NFC", visible).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in lines.split("\n")).strip()


def search_key(*parts: str | None) -> str:
    """What a search compares: compatible forms, no case, ё as е, single spaces."""
    text = " ".join(part for part in parts if part)
    return _known_key(text) if len(text) <= _SHORT else key_once(text)


def key_once(text: str) -> str:
    """The same of one text, for who goes through very many and never comes back to any."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("ё", "е").split())


# An import looks at a name several times, first when it is some thousand rows ahead; a note is
# looked at once.
_known_key = lru_cache(maxsize=6_000)(key_once)


@lru_cache(maxsize=1_000)
def sort_key(name: str) -> str:
    """A key whose byte order is the Kazakh alphabet's, on every database; at most 80 letters."""
    letters = re.sub(r"[\"'«»“”„()№.,-]", "", clean_line(name).casefold())[:80]
    return "".join(_ORDER.get(letter, letter) for letter in letters).strip()


def is_email(address: str) -> bool:
    """Whether this can be a mail address; intranet domains without a dot are fine."""
    return re.fullmatch(r"[^\s@<>\"',;:()]+@[^\s@<>\"',;:()]+", address) is not None


def mail_key(typed: str) -> str:
    """The mail address of an account as it is kept, from what somebody typed to find it."""
    return clean_line(typed).lower()[:254]


def language_of(name: str) -> str:
    """The language that a name is probably in, by its letters."""
    letters = clean_line(name).casefold()
    if not KAZAKH_ONLY.isdisjoint(letters):
        return "kk"
    return "ru" if any("а" <= letter <= "я" for letter in letters) else "en"
