"""The names before a Kazakh head that they share."""

from tracker.press.organisations.kazakh_words import AND, CASED
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.reach import Reach, is_person


def listed_before(reach: Reach) -> list[tuple[int, int]]:
    """«Кассель және Тампере университеттері»: the names before that share the head."""
    line, found = reach.line, []
    place = reach.first - 1
    while place > 0 and (line.word(place) in AND or line.tokens[place].text == ","):
        after = place
        begin = place
        if place - 1 in line.openings:
            begin = line.openings[place - 1]
        else:
            while begin > 0 and line.is_capital(begin - 1) and line.tokens[begin - 1].is_word:
                begin -= 1
        if begin < after and line.is_first(begin) and CASED.fullmatch(line.word(begin)):
            begin += 1
        if begin == after or is_person(line, begin, after) or is_in("no_name", line.word(begin)):
            break
        found.append((begin, after))
        place = begin - 1
    return found
