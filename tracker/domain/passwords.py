"""Passwords: which are strong enough, and how they are kept.

Hashing takes tens of milliseconds and much memory on purpose. Do it before a transaction opens,
never inside: a writer that waits makes every other writer wait.
"""

import secrets
from functools import cache
from threading import BoundedSemaphore
from typing import NewType

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from tracker.domain import stolen_passwords
from tracker.door_errors import PasswordsOff
from tracker.errors import Invalid
from tracker.names.text import search_key
from tracker.settings import settings

SHORTEST = 10
LONGEST = 200

# A password as it may be stored. Only `chosen` makes one.
Hashed = NewType("Hashed", str)

# Of an account whose owner comes in by the university's provider: no password fits it.
NONE = Hashed("")

# Argon2id with the parameters OWASP gives for 19 MiB of memory.
_HASHER = PasswordHash((Argon2Hasher(memory_cost=19456, time_cost=2, parallelism=1),))

# No letters that are read as another: 32 of them, so sixteen are 80 bits.
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"

# More at once than this, and a crowd at the door would take the memory of the server.
_AT_ONCE = BoundedSemaphore(2)

# The first things anybody tries here, beside those in `stolen_passwords`. Compared without case.
_COMMON_TEXT = """
    qwertyuiop[] p@ssw0rd123 passw0rd123 admin123456 admin123admin rootroot123 superadmin1
    changeme1234 letmein1234 letmein12345 monkey12345 batman12345 trustno1234 abcd1234567
    testtest123 test1234567 testing12345 147258369147 йцукенгшщз йцукенгшщзх йцукен12345
    йцукен123456 фывапролдж ячсмитьбюю пароль12345 пароль123456 парольпароль администратор
    любовь12345 университет университет1 қазақстан1 қазақстан2024 kazakhstan1 kazakhstan123
    qazaqstan1 qazaqstan123 almaty12345 astana12345 semey12345 university123 shakarim123
    shakarim1234 seriktes123 seriktes1234
"""
_COMMON = frozenset(_COMMON_TEXT.split())


def chosen(password: str, *about: str) -> Hashed:
    """The stored form of a new password. Slow: call it outside of transactions.

    `about` is what is known of the person (name, mail address), which must not be the password.
    Raises Invalid on the field "password" with too_short, too_long, password_common or
    password_personal.
    """
    if len(password) < SHORTEST:
        raise Invalid("password", "too_short", min_length=SHORTEST)
    if len(password) > LONGEST:
        raise Invalid("password", "too_long", max_length=LONGEST)
    if _is_common(password):
        raise Invalid("password", "password_common")
    if _is_personal(password, about):
        raise Invalid("password", "password_personal")
    with _AT_ONCE:
        return Hashed(_HASHER.hash(password))


def are_on() -> bool:
    """Whether colleagues may come in by a password, or by the university's provider only."""
    return settings().passwords


def expect_on() -> None:
    """Raises PasswordsOff."""
    if not are_on():
        raise PasswordsOff


def made_up() -> str:
    """A password for a colleague who will choose another: easy to dictate, impossible to guess."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(16))
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def fits(password: str, stored: str) -> bool:
    """Whether this is the password behind a stored hash. Slow, also when nothing is stored.

    An unknown account takes as long as a known one, so that the time says nothing.
    """
    with _AT_ONCE:
        nobodys = _nobodys()  # before anybody is told apart
        if len(password) > LONGEST or not stored:
            _HASHER.verify("", nobodys)
            return False
        return _HASHER.verify(password, stored)


def _is_common(password: str) -> bool:
    folded = password.casefold()
    # Three different characters at most: "aaaaaaaaaa", "1212121212".
    return folded in _COMMON or len(set(folded)) <= 3 or stolen_passwords.is_among(password)


def _is_personal(password: str, about: tuple[str, ...]) -> bool:
    """Whether nothing of length is left once the person's own words are taken out."""
    left = search_key(password)
    words = {word for known in about for word in [known, *known.replace("@", " ").split()]}
    words |= {part for word in words for part in word.replace(".", " ").split()}
    for word in sorted((search_key(word) for word in words), key=len, reverse=True):
        if len(word) >= 3:
            left = left.replace(word, "")
    return len(left.strip(" 0123456789.,!_-@")) < 4 and left != search_key(password)


@cache
def _nobodys() -> str:
    """Made when somebody signs in: a command of the console need not wait for it."""
    return _HASHER.hash("nobody has this password")
