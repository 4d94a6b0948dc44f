"""The commonest passwords of those that were stolen elsewhere, as far as they are long enough.

`stolen_passwords.bin` holds four bytes of the SHA-256 of each, in order: 110,000 of the million
commonest in the list `10-million-password-list-top-1000000` of SecLists (© Daniel Miessler, MIT).
Hashes keep the file small, and the repository free of what people call each other. One of forty
thousand other passwords is refused by chance; another one is soon thought of.
"""

from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

_FILE = Path(__file__).with_suffix(".bin")
_SIZE = 4


def is_among(password: str) -> bool:
    """Whatever the case of its letters."""
    wanted, rows = _mark(password), _held()
    count = len(rows) // _SIZE
    at = bisect_left(range(count), wanted, key=lambda row: _row(rows, row))
    return at < count and _row(rows, at) == wanted


def made_of(passwords: Iterable[str], shortest: int) -> bytes:
    """What the file holds, of another list. The command that made it:

    python -c "import sys; from tracker.domain import passwords as p, stolen_passwords as s;
    s._FILE.write_bytes(s.made_of(sys.stdin.read().splitlines(), p.SHORTEST))" < list
    """
    return b"".join(sorted({_mark(each) for each in passwords if len(each) >= shortest}))


def _mark(password: str) -> bytes:
    return sha256(password.casefold().encode()).digest()[:_SIZE]


def _row(rows: bytes, number: int) -> bytes:
    return rows[number * _SIZE : (number + 1) * _SIZE]


@cache
def _held() -> bytes:
    """Read when somebody chooses a password: half a megabyte."""
    return _FILE.read_bytes()
