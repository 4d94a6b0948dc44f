"""How far a name reaches around its head, and whether it is a name at all."""

import re

from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.table import At

_PERSON = re.compile(
    ".*(?:ович|евич|овна|евна|ична|ұлы|улы|қызы|кызы|uly|kyzy|ovich|evich|ovna|evna)|"
    ".{3,}(?:ов|ев|ин|ова|ева|ина|ский|ская|енко|ов[ау]|ev|ov|in|eva|ova|ina|sky|skaya|enko)"
)
_INITIAL = re.compile("[^\\W\\d_]{1,2}")
_NUMBER_SIGNS = ("№", "no", "n", "#")


class Reach:
    """`proper`: something of its own stands there; `described`: how many words say what it is
    about; `leveled`: a town or region is named, or that it is one's."""

    def __init__(self, line: Line, head: At) -> None:
        self.line = line
        self.head = head
        self.first = head.first
        self.after = head.after
        self.proper = head.is_named and not line.is_first(head.first)
        self.described = 0
        self.leveled = False
        self.numbered = False  # by a number or «named after»: no other sign of a name is needed
        self.joined = False
        self.quoted: tuple[int, int] | None = None

    def take(
        self, after: int, *, proper: bool = False, described: bool = False, leveled: bool = False
    ) -> None:
        self.after = after
        self.proper = self.proper or proper
        self.described += described
        self.leveled = self.leveled or leveled

    def quote(self) -> bool:
        """Take a name in quotes that stands next."""
        close = self.line.quotes.get(self.after)
        if close is None or self.quoted or close - self.after > 9:
            return False
        if not self.line.is_capital(self.after + 1) and not self.line.tokens[self.after + 1].is_number:
            return False
        self.quoted = (self.after + 1, close)
        self.take(close + 1, proper=True)
        return True

    def number(self) -> bool:
        """№ 5, No. 12."""
        line, here = self.line, self.after
        if line.word(here) not in _NUMBER_SIGNS:
            return False
        next = here + 1 + (line.word(here + 1) == ".")
        if next < len(line) and line.tokens[next].is_number:
            self.take(next + 1, proper=True)
            self.numbered = True
            return True
        return False

    def is_name(self) -> bool:
        needs = self.head.row.needs
        if needs == "none":
            return True
        if needs == "brand":
            return self.proper
        if needs == "quote":
            return self.quoted is not None or (self.proper and self._is_foreign())
        if needs == "name":
            least = 0 if self.head.row.sector in ("other", "museum") else 1
            return self.proper or (self.leveled and self.described > least)
        if needs == "level":
            return (self.leveled or self.proper) and (
                self.described > 0 or self.proper or self.head.row.side == "self"
            )
        return self.proper or self.described > 0

    def _is_foreign(self) -> bool:
        return any(
            self.line.tokens[place].text[0] < "\u0250" and self.line.is_capital(place)
            for place in range(self.first, self.after)
        )


def names_after(line: Line, place: int) -> int:
    """Where the name of a person ends that begins here: [академика] К. И. Сатпаева."""
    if line.word(place) == ".":
        place += 1
    while is_in("titles", line.word(place)):
        place += 1
    begin = place
    while place < len(line):
        token = line.tokens[place]
        if token.is_word and token.is_capital:
            place += 1
        elif token.text == "." and _INITIAL.fullmatch(line.tokens[place - 1].text):
            place += 1
        else:
            break
        if place - begin > 6:
            break
    return place


def names_before(line: Line, place: int) -> int:
    """Where the name of a person begins that ends before this place."""
    begin = place
    while place > 0 and begin - place < 7:
        token = line.tokens[place - 1]
        if token.is_word and token.is_capital and not is_in("no_name", line.word(place - 1)):
            place -= 1
        elif token.text == "." and place > 1 and _INITIAL.fullmatch(line.tokens[place - 2].text):
            place -= 1
        elif is_in("titles", line.word(place - 1)) or (
            line.word(place - 1) in ("отбасы", "ағайынды") and place == begin
        ):
            place -= 1
        else:
            break
    return place


def is_person(line: Line, first: int, after: int) -> bool:
    """Whether these capital words look like a person's name."""
    if after - first < 2:
        return False
    return any(
        _PERSON.fullmatch(line.word(place)) and not line.says_what(place)
        for place in range(first, after)
    )
