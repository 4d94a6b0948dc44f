"""Where the organisations of an article are spoken of, asked by place."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tracker.press.found import Organisation, Span


class Places:
    """All mentions in the order of the text; of mentions that overlap the longest stays."""

    def __init__(self, organisations: Sequence[Organisation]) -> None:
        every = [(span, each) for each in organisations for span in each.spans]
        every.sort(key=lambda pair: (pair[0].start, -pair[0].end))
        self._spans: list[Span] = []
        self._owners: list[Organisation] = []
        for span, owner in every:
            if not self._spans or span.start >= self._spans[-1].end:
                self._spans.append(span)
                self._owners.append(owner)
        self._starts = [span.start for span in self._spans]
        self.host = next((each for each in organisations if each.is_host), None)

    def at(self, place: int) -> Organisation | None:
        """The organisation whose name this character is part of."""
        last = bisect_right(self._starts, place) - 1
        return self._owners[last] if last >= 0 and place < self._spans[last].end else None

    def mentions(self, start: int, end: int) -> list[tuple[Span, Organisation]]:
        """What begins in this part of the text."""
        first, after = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return list(zip(self._spans[first:after], self._owners[first:after], strict=True))

    def between(self, start: int, end: int) -> list[Organisation]:
        return [owner for _, owner in self.mentions(start, end)]

    def starting(self, start: int, end: int) -> list[Organisation]:
        return self.between(start, end)

    def ending(self, start: int, end: int) -> list[Organisation]:
        """What ends in this part, the nearest to its end first."""
        last, found = bisect_left(self._starts, end) - 1, []
        while last >= 0 and self._spans[last].end > start:
            if self._spans[last].end <= end:
                found.append(self._owners[last])
            last -= 1
        return found

    def latest(self, place: int, *, kinds: frozenset[str] = frozenset()) -> Organisation | None:
        """The partner that was named last before this place; of one of these sectors, if given."""
        last = bisect_left(self._starts, place) - 1
        while last >= 0:
            owner = self._owners[last]
            if not owner.is_host and (not kinds or owner.sector in kinds):
                return owner
            last -= 1
        return None
