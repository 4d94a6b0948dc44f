"""The units ranked by how well their competences fit a need, with the words that say so."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain.competences import words
from tracker.domain.models import FollowUpKind, Unit, UnitKind
from tracker.domain.models.records import name_in

_MOST = 3
_NAME = 0.6  # what a word of a unit's name counts, against 1 of its competences
_QUOTE, _KIND = 0.6, 0.3  # and what others' words and the kind count, against 1 of the subject
_ALIKE = 86  # of 100: how alike two stems are that one typing error parts
_LEAST = 0.45  # of one rare word of the subject; less is chance
# Of two that fit alike, the narrower one.
_NARROW = {UnitKind.LABORATORY: 1.0, UnitKind.FACULTY: 0.85}
_USUAL = 0.97

# What the kind of a follow-up says by itself.
_TOPICS: Mapping[FollowUpKind, tuple[str, ...]] = {
    FollowUpKind.RETRAINING: ("retraining", "course"),
    FollowUpKind.INTERNSHIP: ("placement",),
    FollowUpKind.DUAL_EDUCATION: ("dual",),
    FollowUpKind.LABORATORY_SERVICE: ("laboratory", "analysis"),
    FollowUpKind.EQUIPMENT: ("equipment",),
    FollowUpKind.AGREEMENT: ("agreement",),
    FollowUpKind.RECRUITMENT: ("employment",),
}


class Need(NamedTuple):
    """What is wanted: in our words, in theirs, and of which kind."""

    subject: str
    quote: str = ""
    kind: FollowUpKind | None = None


class Match(NamedTuple):
    """A word of the need and the word of the unit that means the same."""

    asked: str  # empty where the kind of the follow-up said it
    known: str


class Fit(NamedTuple):
    """A unit that can do it, and why."""

    unit_id: int
    name: str
    matches: tuple[Match, ...]  # the most telling first
    score: float


class _Unit(NamedTuple):
    name: str
    kind: UnitKind
    worth: dict[str, tuple[float, str]]  # by key: what it counts, and the word


@guarded(Action.READ)
def fitting(session: Session, need: Need, *, by: User) -> list[Fit]:
    """The units that fit, the best first; none where only chance speaks for them.

    Each word that need and unit share counts by how few units have it: one that every unit has
    tells nothing. Words share a topic (ет and мясо), a stem, or nearly all letters of one.
    """
    units, rarity = _units(session, by)
    return _ranked(_asked(need), units, rarity)[:_MOST]


@guarded(Action.READ)
def suggested(session: Session, wishes: Sequence[str], *, by: User) -> list[int | None]:
    """For each wish the one unit that fits best; None where none does, or two do alike."""
    units, rarity = _units(session, by)
    return [_single(_ranked(_asked(Need(wish)), units, rarity)) for wish in wishes]


def _single(ranked: Sequence[Fit]) -> int | None:
    if not ranked or (len(ranked) > 1 and ranked[0].score == ranked[1].score):
        return None
    return ranked[0].unit_id


def _asked(need: Need) -> dict[str, tuple[float, str]]:
    """What is wanted, by key: what it counts, and the word that says it."""
    found: dict[str, tuple[float, str]] = {}
    for text, worth in ((need.subject, 1.0), (need.quote, _QUOTE)):
        for word in words.of(text):
            found.setdefault(word.key, (worth, word.written))
    for name in _TOPICS.get(need.kind, ()) if need.kind else ():
        found.setdefault(words.topic(name), (_KIND, ""))
    return found


def _units(session: Session, by: User) -> tuple[dict[int, _Unit], dict[str, float]]:
    """All units with their words, and how rare each word is among them."""
    languages = (by.language, *(code for code in ("kk", "ru", "en") if code != by.language))
    query = select(
        col(Unit.id),
        name_in(Unit, by.language),
        col(Unit.kind),
        *(col(getattr(Unit, f"competences_{code}")) for code in languages),
        *(col(getattr(Unit, f"name_{code}")) for code in languages),
    ).where(col(Unit.deleted_at).is_(None))
    units: dict[int, _Unit] = {}
    for number, name, kind, *texts in session.execute(query):
        worth: dict[str, tuple[float, str]] = {}
        for place, text in enumerate(texts):
            for word in words.of(text or ""):
                known = (1.0 if place < len(languages) else _NAME, word.written)
                worth.setdefault(word.key, known)
        units[number] = _Unit(name, kind, worth)
    having = Counter(key for unit in units.values() for key in unit.worth)
    rarity = {key: 1 / math.sqrt(number) for key, number in having.items()}
    return units, rarity


def _ranked(
    asked: dict[str, tuple[float, str]],
    units: Mapping[int, _Unit],
    rarity: Mapping[str, float],
) -> list[Fit]:
    asked = {_known(key, rarity): said for key, said in reversed(asked.items())}
    fits = (_fit(number, unit, asked, rarity) for number, unit in units.items())
    found = [fit for fit in fits if fit.score >= _LEAST]
    return sorted(found, key=lambda fit: (-fit.score, fit.unit_id))


def _known(key: str, rarity: Mapping[str, float]) -> str:
    """The key itself, or the one among the units' that a typing error parts it from."""
    if key in rarity or key.startswith(words.topic("")) or not rarity:
        return key
    nearest = process.extractOne(key, rarity.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return str(nearest[0]) if nearest else key


def _fit(
    number: int,
    unit: _Unit,
    asked: Mapping[str, tuple[float, str]],
    rarity: Mapping[str, float],
) -> Fit:
    shared = {
        key: asked[key][0] * unit.worth[key][0] * rarity[key]
        for key in asked.keys() & unit.worth.keys()
    }
    telling = sorted(shared, key=lambda key: (-shared[key], key))
    matches = [Match(asked[key][1], unit.worth[key][1]) for key in telling]
    score = math.fsum(shared.values()) * _NARROW.get(unit.kind, _USUAL)
    return Fit(number, unit.name, tuple(dict.fromkeys(matches)), round(score, 6))
