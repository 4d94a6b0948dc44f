"""What names will be filed under, made beforehand and kept on disk until the names are stored.

Taking a name apart is most of looking it up, and most of filing it. Who looks up a whole file of
names and stores them afterwards lends both sessions the same shelf, and it is done once.
"""

from array import array
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from hashlib import blake2b
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import Any
from weakref import finalize

from sqlmodel import Session

from tracker.domain.models import Kind
from tracker.domain.numbers import Numbers
from tracker.names import keys
from tracker.names.lexicon import Lexicon

_LENT = _FILLED = "foreseen"


def filed_under(kind: Kind, name: str, lexicon: Lexicon) -> set[int]:
    """The numbers of the keys that a name is filed under."""
    word = kind.value  # which is hashed sooner than the kind itself
    return {keys.number(word, key) for key in keys.of([name], None, lexicon)}


def fill(record: Any, words: Sequence[str]) -> None:
    """Say that a record has its keys already, and what its words are: until it is stored."""
    record.__dict__[_FILLED] = words


def words(record: Any) -> Sequence[str] | None:
    """The words of a record that has been filled, its keys among its columns."""
    found: Sequence[str] | None = record.__dict__.get(_FILLED)
    return found


def emptied(record: Any) -> None:
    """Let go of that: from now on the record may be changed."""
    record.__dict__.pop(_FILLED, None)


class Shelf:
    """The numbers by name. A name costs a few dozen bytes of memory, however long it is."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - open as long as the shelf is there
        finalize(self, self._file.close)
        self._places = Numbers()
        self._lexicon: Lexicon | None = None
        self._things: dict[str, tuple[Hashable, Any]] = {}

    def kept(self, name: str, state: Hashable, make: Callable[[], Any]) -> Any:
        """What lies on the shelf under a name, if it was made in this state; else it is made."""
        known = self._things.get(name)
        if known is None or known[0] != state:
            self._things.pop(name, None)  # before the next: both at once are much memory
            known = self._things[name] = state, make()
        return known[1]

    def lend(self, session: Session) -> None:
        session.info[_LENT] = self

    def foresee(
        self,
        kind: Kind,
        names: Iterable[str],
        lexicon: Lexicon,
        made: Mapping[str, Sequence[int]] = MappingProxyType({}),
    ) -> None:
        """Keep what these names will be filed under, while the words of names stay the same.

        `made` are the numbers of some, which were worked out before.
        """
        if lexicon is not self._lexicon:
            self._places.clear()
            self._lexicon = lexicon
        end = self._file.seek(0, 2)
        for name in names:
            numbers = array("q", made.get(name) or filed_under(kind, name, lexicon))
            self._places[_place(kind, name)] = end
            end += self._file.write(array("q", [len(numbers)])) + self._file.write(numbers)

    def foresee_others(self, kind: Kind, names: Iterable[str], lexicon: Lexicon) -> None:
        """The same of those that are not there yet."""
        is_known = lexicon is self._lexicon
        left = (each for each in names if not is_known or _place(kind, each) not in self._places)
        self.foresee(kind, left, lexicon)

    def numbers(self, kind: Kind, name: str, lexicon: Lexicon) -> Iterable[int]:
        """The same as `filed_under`."""
        end = self._places.get(_place(kind, name)) if lexicon is self._lexicon else None
        if end is None:
            return filed_under(kind, name, lexicon)
        self._file.seek(end)
        (size,) = array("q", self._file.read(8))
        return array("q", self._file.read(8 * size))


def lent(session: Session) -> Shelf | None:
    """The shelf at hand in this session."""
    found: Shelf | None = session.info.get(_LENT)
    return found


def _place(kind: Kind, name: str) -> int:
    return int.from_bytes(blake2b(f"{kind}/{name}".encode(), digest_size=8).digest(), signed=True)
