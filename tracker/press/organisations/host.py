"""Whether a name means the university itself."""

from collections.abc import Sequence
from functools import lru_cache

from tracker.names.folding import fold, loose
from tracker.press.organisations import table


@lru_cache(maxsize=4_000)
def _key(name: str) -> str:
    return " ".join(loose(word) for word in fold(name).split())


class Host:
    """The usual spellings are data; `more` are what the settings add."""

    def __init__(self, more: Sequence[str] = ()) -> None:
        known = table.lists("host")
        self._own = tuple(_key(name) for name in [*known["own"], *more] if _key(name))
        self._kinds = tuple(_key(word) for word in known["kinds"])
        self._parts = tuple(_key(word) for word in known["parts"])

    def is_meant(self, name: str) -> bool:
        """«Shakarim University», «Шәкәрім университетінде», «НАО "Университет им. Шакарима"»."""
        key = _key(name)
        words = key.split()
        if not any(self._has(words, own) for own in self._own):
            return False
        is_part = any(word.startswith(part) for word in words for part in self._parts)
        return not is_part and (
            key in self._own or any(word.startswith(kind) for word in words for kind in self._kinds)
        )

    def is_part(self, name: str) -> bool:
        """A department, college or fund of it."""
        words = _key(name).split()
        return all(
            any(word.startswith(begin) for word in words for begin in begins)
            for begins in (self._kinds, self._parts)
        ) and any(self._has(words, own) for own in self._own)

    @staticmethod
    def _has(words: Sequence[str], own: str) -> bool:
        wanted = own.split()
        return any(
            all(word.startswith(begin) for word, begin in zip(words[at:], wanted, strict=False))
            and len(words) - at >= len(wanted)
            for at in range(len(words))
        )
