"""Where the evidence of an article stands once its text was corrected."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from tracker.domain.models import Mention

Place = tuple[int, int]

_AROUND = 40  # letters before and after a place by which it is told from others of the same words
_LOOKED_AT = 200  # places of the same words


def carry(mentions: Iterable[Mention], old: str, new: str) -> None:
    """Let every mention point to its words in the new text; words that are gone are no evidence."""
    for mention in mentions:
        if mention.span_start is None or mention.span_end is None:
            continue
        first = (mention.span_start, mention.span_end)
        places = moved(old, new, [first, *((start, end) for start, end in mention.more_spans)])
        mention.span_start, mention.span_end = places[0] if places else (None, None)
        mention.more_spans = [list(place) for place in places[1:]]


def moved(old: str, new: str, places: Sequence[Place]) -> list[Place]:
    """The same words in the new text, each where its surroundings are the likest."""
    found = (_moved(old, new, place) for place in places if 0 <= place[0] < place[1] <= len(old))
    return list(dict.fromkeys(place for place in found if place is not None))


def _moved(old: str, new: str, place: Place) -> Place | None:
    start, end = place
    words = old[start:end]
    whole = _is_cut(old, start), _is_cut(old, end)

    def likeness(at: int) -> tuple[int, int]:
        around = _shared(_before(old, start), _before(new, at))
        around += _shared(
            old[end : end + _AROUND], new[at + len(words) : at + len(words) + _AROUND]
        )
        # A correction leaves what is before it where it was, and moves all that is behind it.
        return around, -min(abs(at - start), abs(at - start - len(new) + len(old)))

    likest = max(_places(new, words, whole=whole), key=likeness, default=None)
    return None if likest is None else (likest, likest + len(words))


def _before(text: str, at: int) -> str:
    return text[max(0, at - _AROUND) : at][::-1]


def _places(text: str, words: str, *, whole: tuple[bool, bool]) -> Iterator[int]:
    """Where these words stand, as whole ones if they were so: Ақ Жол is not in Ақ Жолдас."""
    at = text.find(words)
    for _ in range(_LOOKED_AT):
        if at < 0:
            return
        cut = _is_cut(text, at), _is_cut(text, at + len(words))
        if all(here or not before for here, before in zip(cut, whole, strict=True)):
            yield at
        at = text.find(words, at + 1)


def _is_cut(text: str, at: int) -> bool:
    """Whether a word begins or ends here."""
    return not (text[at - 1 : at].isalnum() and text[at : at + 1].isalnum())


def _shared(one: str, other: str) -> int:
    """How many letters they begin alike with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
