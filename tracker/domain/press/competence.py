"""Which unit of the university can answer a request: by the words of its competences."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain.models import Unit
from tracker.names.folding import fold, stems

_SHORTEST = 5  # letters of a word that says something
_STEM = 6  # letters in which the forms of a word agree


@guarded(Action.READ)
def suggested(session: Session, wishes: Sequence[str], *, by: User) -> list[int | None]:
    """For each wish the one unit whose words fit best; None where none does, or two do alike."""
    query = select(
        col(Unit.id),
        *(col(getattr(Unit, f"name_{code}")) for code in ("kk", "ru", "en")),
        *(col(getattr(Unit, f"competences_{code}")) for code in ("kk", "ru", "en")),
    ).where(col(Unit.deleted_at).is_(None))
    units = {
        number: frozenset().union(*(_stems(text) for text in texts if text))
        for number, *texts in session.execute(query)
    }
    shared = Counter(stem for known in units.values() for stem in known)
    return [_best(_stems(wish), units, shared) for wish in wishes]


def _best(
    wish: frozenset[str], units: dict[int, frozenset[str]], shared: Counter[str]
) -> int | None:
    # A word that every unit has tells nothing; one that a single unit has tells most.
    worth = {
        number: sum(1.0 / shared[stem] for stem in wish & known) for number, known in units.items()
    }
    ranked = sorted(worth.items(), key=lambda each: -each[1])[:2]
    if not ranked or ranked[0][1] == 0 or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


@lru_cache(maxsize=2_000)
def _stems(text: str) -> frozenset[str]:
    # Part by part, for a name is folded only up to some length.
    words = (word for part in re.split(r"[\n.;,]", text) for word in fold(part).split())
    return frozenset(min(stems(word), key=len)[:_STEM] for word in words if len(word) >= _SHORTEST)
