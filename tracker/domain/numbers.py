"""Numbers by numbers, of which a large file brings very many: in a fifth of a dict's memory."""

from array import array

_FEWEST = 1_024  # places in the beginning
_SPREAD = 0x9E3779B97F4A7C15  # ids follow one another: their places had better not
_FULL = 0.7  # of the places; with more taken, looking takes longer


class Numbers:
    """What a dict of whole numbers does, as far as an import asks it. No value is ever None."""

    def __init__(self) -> None:
        self._make(_FEWEST)

    def __len__(self) -> int:
        return self._count

    def get(self, key: int) -> int | None:
        place = self._place(key)
        return self._values[place] if self._taken[place] else None

    def __contains__(self, key: int) -> bool:
        return self.get(key) is not None

    def __setitem__(self, key: int, value: int) -> None:
        place = self._place(key)
        if not self._taken[place]:
            if self._count >= _FULL * len(self._taken):
                self._grow()
                place = self._place(key)
            self._count += 1
            self._taken[place] = 1
            self._keys[place] = key
        self._values[place] = value

    def setdefault(self, key: int, value: int) -> int:
        found = self.get(key)
        if found is None:
            self[key] = found = value
        return found

    def clear(self) -> None:
        self._make(_FEWEST)

    def _place(self, key: int) -> int:
        """Where the key is, or where it goes: the first free place from the one of its own on."""
        most = len(self._taken) - 1
        place = key * _SPREAD >> 32 & most
        while self._taken[place] and self._keys[place] != key:
            place = place + 1 & most
        return place

    def _make(self, size: int) -> None:
        self._keys, self._values = array("q", bytes(8 * size)), array("q", bytes(8 * size))
        self._taken, self._count = bytearray(size), 0

    def _grow(self) -> None:
        keys, values, taken = self._keys, self._values, self._taken
        self._make(2 * len(taken))
        for place, is_taken in enumerate(taken):
            if is_taken:
                self[keys[place]] = values[place]
