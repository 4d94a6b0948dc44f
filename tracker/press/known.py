"""What the reader may ask about the partners that are known already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracker.press.found import Match


class Known(Protocol):
    """The register of partners, asked in few large questions."""

    def called(self, names: Sequence[str]) -> dict[str, Match]:
        """Which of these names, as they stand, is a name of a known partner: full or short name,
        acronym, alias. Endings, quotes, legal forms and script do not matter; doubtful ones are
        left out."""

    def likely(self, name: str) -> list[Match]:
        """The known partners that this name can mean, best first."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known before the article is read."""

    known: Known | None = None  # None: reading needs no database
    published: date | None = None  # typed by the person, or from the address of the page
    host: tuple[str, ...] = ()  # more names of the university itself; the usual ones are data
    rejected: frozenset[str] = frozenset()  # folded strings that are proposed no more
