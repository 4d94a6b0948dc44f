"""Whether two partners, or two people, are likely one and the same, and why.

Pure: everything that decides is given. The BIN decides where both have one.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import product
from typing import NamedTuple
from urllib.parse import urlsplit

from tracker.names import people
from tracker.names.analysis import analyse
from tracker.names.folding import fold
from tracker.names.lexicon import Group
from tracker.names.matching import NOTHING, SAME, Verdict, verdict
from tracker.names.sharing import likeness

_ALIKE = 0.76  # own words at least so alike are shown as agreeing
_ELSEWHERE = 0.3  # what another city takes from the likeness of names
_SITE = 0.1  # what the same site adds to it
_MAIL = 0.7  # two people behind one address are likely one, whatever they are called
_MANY = re.compile(r"(^|\.)(facebook|instagram|vk|t|youtube|gov|edu|wikipedia|2gis)\.")

Why = list[list[str]]  # a code, then its words


class Organisation(NamedTuple):
    """What is compared of a partner."""

    id: int
    names: tuple[str, ...]
    bin: str | None = None
    city: str | None = None
    site: str = ""
    parent_id: int | None = None


class Human(NamedTuple):
    """What is compared of a person."""

    id: int
    names: tuple[str, ...]
    email: str | None = None
    phone: str = ""
    partner_ids: frozenset[int] = frozenset()


class Likeness(NamedTuple):
    """How alike two records are, from 0 to 1; `certain` may be believed without looking."""

    score: float
    certain: bool
    why: Why


def of_partners(a: Organisation, b: Organisation) -> Likeness | None:
    """None when they are not one; then nobody need be asked."""
    if a.bin and b.bin:
        return Likeness(1.0, True, [["bin", a.bin]]) if a.bin == b.bin else None
    if a.id == b.parent_id or b.id == a.parent_id:
        return None
    pairs = product(a.names, b.names)
    best, one, other = max(
        ((verdict(x, y), x, y) for x, y in pairs), default=(NOTHING, "", ""), key=_score
    )
    why = [_words(one, other)]
    found, certain = best.score, best.certain
    if a.site and a.site == b.site:
        found = min(1.0, found + _SITE)
        why.append(["site", a.site])
    if a.city and b.city:
        if _same_city(a.city, b.city):
            why.append(["city", a.city])
        else:
            found, certain = found - _ELSEWHERE, False
    return Likeness(round(found, 3), certain, why) if found >= SAME else None


def of_people(a: Human, b: Human) -> Likeness | None:
    """Two names alone are not enough: they share a partner, an address or a number as well."""
    named = max((people.score(x, y) for x, y in product(a.names, b.names)), default=0.0)
    same_mail = bool(a.email) and a.email == b.email
    same_phone = bool(a.phone) and a.phone == b.phone
    together = a.partner_ids & b.partner_ids
    why: Why = []
    if named >= people.SAME:
        why.append(["name", a.names[0], b.names[0]])
    if same_mail:
        why.append(["email", a.email or ""])
    if same_phone:
        why.append(["phone", a.phone])
    if together:
        why.append(["partner", str(min(together))])
    if named >= people.SAME and (same_mail or same_phone or together):
        certain = named >= 0.95 and (same_mail or same_phone)
        found = min(1.0, named + 0.05 * (same_mail + same_phone))
        return Likeness(round(found, 3), certain, why)
    return Likeness(_MAIL, False, why) if same_mail else None


def site(address: str | None) -> str:
    """The host of a web address, empty where many share it."""
    host = (urlsplit(address or "").hostname or "").removeprefix("www.")
    return "" if _MANY.search(host) else host


def phone(typed: str | None) -> str:
    """The last ten digits of a number: +7 and 8 are one; empty where there are fewer."""
    digits = re.sub(r"\D", "", typed or "")
    return digits[-10:] if len(digits) >= 10 else ""


def _score(found: tuple[Verdict, str, str]) -> float:
    return found[0].score


def _words(a: str, b: str) -> list[str]:
    """Which own words of two names agree; where none does, what the names say is the same."""
    one, other = analyse(a), analyse(b)
    mine, theirs = (*one.own, *one.acronyms), (*other.own, *other.acronyms)
    agree = [x.written for x in mine if any(likeness(x, y) >= _ALIKE for y in theirs)]
    if agree:
        return ["words", *agree]
    return ["acronym" if one.acronyms or other.acronyms else "meaning"]


@lru_cache(maxsize=10_000)
def _town(city: str) -> frozenset[str]:
    return analyse(city).of(Group.PLACE) or frozenset({fold(city)})


def _same_city(a: str, b: str) -> bool:
    return bool(_town(a) & _town(b))


def humans_keys(human: Human) -> Iterable[str]:
    """What a person is filed under, to meet those who may be the same."""
    if human.email:
        yield f"e:{human.email}"
    if human.phone:
        yield f"p:{human.phone}"
    for name in human.names:
        for word in people.keys(name):
            yield from (f"n:{partner}|{word}" for partner in human.partner_ids)
