"""How far a name reaches around its head, and whether it is a name at all."""

import re

from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line
from tracker.press.organisations.table import At

PERSON = re.compile(
    ".*(?:ович|евич|овна|евна|ична|ұлы|улы|қызы|кызы|uly|kyzy|ovich|evich|ovna|evna)|"
    ".{3,}(?:ов|ев|ин|ова|ева|ина|ский|ская|енко|ов[ау]|ev|ov|in|eva|ova|ina|sky|skaya|enko)"
)
_INITIAL = re.compile("[^\\W\\d_]{1,2}")
_LONGEST = 7  # tokens of a person's name, with the dots of initials
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
        self.described = head.after - head.first - 1  # детский сад, нотариальная палата
        self.explained = False  # what it is about stands behind the head
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
        self.explained = self.explained or described
        self.leveled = self.leveled or leveled

    def quote(self) -> bool:
        """Take a name in quotes that stands next."""
        close = self.line.quotes.get(self.after)
        if close is None or self.quoted or close - self.after > 9:
            return False
        if not self.line.may_be_quoted(self.after):
            return False
        self.quoted = (self.after + 1, close)
        self.take(close + 1, proper=True)
        return True

    def number(self) -> bool:
        """№ 5, No. 12, ТЭЦ-1."""
        line, here = self.line, self.after
        if self._hangs_on_acronym(here):
            self.take(here + 2, proper=True)
            self.numbered = True
            return True
        unit = line.word(here - 1).startswith(("част", "unit"))
        if unit and here < len(line) and line.tokens[here].is_number:
            self.take(here + 1, proper=True)  # воинская часть 5511
            self.numbered = True
            return True
        if line.word(here) not in _NUMBER_SIGNS:
            return False
        next = here + 1 + (line.word(here + 1) == ".")
        if next < len(line) and line.tokens[next].is_number:
            self.take(next + 1, proper=True)
            self.numbered = True
            return True
        return False

    def _hangs_on_acronym(self, here: int) -> bool:
        """A short number, which is no year: ДСК-1."""
        line = self.line
        glued = line.tokens[here - 1 : here + 2]
        return (
            len(glued) == 3
            and here == self.head.after
            and glued[0].is_acronym
            and glued[1].text in "-–"
            and glued[1].start == glued[0].end
            and glued[2].is_number
            and glued[2].start == glued[1].end
            and len(glued[2].text) < 3
        )

    def is_name(self) -> bool:
        needs = self.head.row.needs
        if needs == "none":
            return True
        if needs == "brand":
            return self.proper
        if needs == "quote" and self.proper and self._is_named_by_itself():
            return True
        if needs == "quote":
            described = self.described > 1 and self.line.is_capital(self.first)
            before = self.first < self.head.first or self.after == self.head.after + 1
            english = self.head.row.lang == "en" and before and self.proper
            several = self.head.after - self.head.first > 1  # Pix advertising agency
            if english and (self.line.is_capital(self.head.first) or several):
                return True  # Ertis Canteen, Hotel Nomad
            if described and self.explained and self._is_written_large():
                return True  # Бюро культуры и образования
            if self.quoted is not None or self.numbered:
                return True
            return self.proper and (self._is_foreign() or described)
        if needs == "name":
            agency = self.line.word(self.head.first).startswith(("агентств", "служб"))
            if agency and self.explained:
                return True  # Агентство по регулированию и развитию …
            least = 0 if self.head.row.sector in ("other", "museum", "ngo") else 1
            return self.proper or (self.leveled and self.described > least) or self._is_centre()
        if needs == "level":
            if (self.explained or self.head.row.lang == "kk") and self._is_office():
                return True
            if self.head.after - self.head.first > 1 and self._is_written_large():
                return True  # Дом ремесел
            return (self.leveled or self.proper) and (
                self.described > 0 or self.proper or self.head.row.side == "self"
            )
        if self.head.row.sector in ("school", "research_institute", "university"):
            return self.proper or self._is_explained()
        return self.proper or self.described > 0

    def _is_named_by_itself(self) -> bool:
        """Ротари-клуб"""
        hyphen = "-" in self.line.word(self.head.first)
        return hyphen and self.head.is_named and self.head.row.lang == "ru"

    def _is_centre(self) -> bool:
        """«Центр ядерной медицины», «Музей ядерных испытаний» with a capital where no sentence
        begins."""
        line, head = self.line, self.head
        return (
            (head.row.sector == "research_institute" or head.row.lang == "ru")
            and head.row.sector in ("research_institute", "university", "other", "museum")
            and self.explained
            and self._is_written_large()
            and not any(is_in("unit_words", line.word(at)) for at in range(self.first, self.after))
        )

    def _is_written_large(self) -> bool:
        first = self.head.first
        return self.line.is_capital(first) and not self.line.is_first(first)

    def _is_office(self) -> bool:
        """«Управление культуры» with a capital where no sentence begins."""
        line = self.line
        words = range(self.first, self.after)
        if self.head.row.sector != "government":
            return False
        matters = any(is_in("state_matters", line.word(at)) for at in words)
        if self.head.row.lang == "kk":
            return matters and line.is_capital(self.first)
        if self.head.row.lang == "en" and not matters:
            return False  # a department of a university
        if self.head.row.lang == "ru" and self.explained and matters:
            return True  # управление образования
        return self._is_written_large() and not any(
            is_in("unit_words", line.word(at)) for at in words
        )

    def _is_explained(self) -> bool:
        """«Институт экологии» with its capital, or with more than one word of what it is about; a
        Russian adjective alone is none: медицинский колледж."""
        if self.head.row.lang != "ru":
            return self.described > 0
        least = 0 if self.line.is_capital(self.head.first) else 1
        return self.explained and self.described > least

    def _is_foreign(self) -> bool:
        return self.head.row.lang != "en" and any(
            self.line.tokens[place].text[0] < "\u0250" and self.line.is_capital(place)
            for place in range(self.first, self.after)
            if place != self.head.first  # IT-технопарк
        )


def names_after(line: Line, place: int) -> int:
    """Where the name of a person ends that begins here: [академика] К. И. Сатпаева."""
    if line.word(place) == ".":
        place += 1
    while is_in("titles", line.word(place)):
        place += 1
    begin, longest = place, 1 if line.shouts else _LONGEST
    while place < len(line) and place - begin < longest and _is_of_name(line, place, begin):
        place += 1
    return place


def _is_of_name(line: Line, place: int, begin: int) -> bool:
    token = line.tokens[place]
    if token.text == ".":
        return bool(_INITIAL.fullmatch(line.word(place - 1)))
    if token.folded in ("хана", "хан"):
        return place > begin
    return token.is_word and (token.is_capital or token.folded.startswith(("аль-", "әл-")))


def names_before(line: Line, place: int) -> int:
    """Where the name of a person begins that ends before this place."""
    end = place
    while place > 0 and end - place < _LONGEST and _is_name_before(line, place, end):
        place -= 1
    return place


def _is_name_before(line: Line, place: int, end: int) -> bool:
    token, word = line.tokens[place - 1], line.word(place - 1)
    if token.text == ".":
        return bool(_INITIAL.fullmatch(line.word(place - 2)))
    if is_in("titles", word) or (word in ("отбасы", "ағайынды") and place == end):
        return True
    is_initial = line.word(place) == "."
    return token.is_word and token.is_capital and (is_initial or not is_in("no_name", word))


def is_person(line: Line, first: int, after: int) -> bool:
    """Whether these capital words look like a person's name."""
    if after - first < 2:
        return False
    return any(
        PERSON.fullmatch(line.word(place)) and not line.says_what(place)
        for place in range(first, after)
    )
