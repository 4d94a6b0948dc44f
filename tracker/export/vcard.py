"""People as vCard 4.0 (RFC 6350), for the address book of a phone or a mail program.

Written here because the libraries for it stop at vCard 3.0.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC

from tracker.domain.exports.people import PersonExport
from tracker.domain.models import Kind
from tracker.export.sheets import link_to

MEDIA_TYPE = "text/vcard; charset=utf-8"

_LONGEST = 75  # octets in a line
_PATRONYMIC = re.compile(r"(?:ұлы|улы|оглы|қызы|кызы|вич|ьич|вна|ична|кич)$", re.IGNORECASE)
_SURNAME = re.compile(r"(?:[оеё]ва?|[иы]на?|ск(?:ий|ая)|цк(?:ий|ая))$", re.IGNORECASE)


def cards(people: Iterable[PersonExport], base: str) -> Iterator[bytes]:
    """The file in pieces: a card for each person. `base` is the address of the tracker."""
    for person in people:
        yield b"".join(_folded(line) for line in _lines(person, base))


def _lines(person: PersonExport, base: str) -> Iterator[str]:
    here = link_to(base, Kind.PERSON, person.id).address
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    # An address book that has the card already takes the new one in its place.
    yield f"UID:{here}"
    yield f"SOURCE:{here}"
    yield f"REV:{person.updated_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"FN:{_escaped(person.name)}"
    yield f"N:{';'.join(map(_escaped, parts(person.name)))};;"
    if person.other_names:
        yield f"NICKNAME:{','.join(map(_escaped, person.other_names))}"
    for post in person.posts:
        yield f"ORG:{_escaped(post.partner)}"
        if post.title:
            yield f"TITLE:{_escaped(post.title)}"
    if person.email:
        yield f"EMAIL:{_escaped(person.email)}"
    if person.phone:
        yield f"TEL:{_escaped(person.phone)}"
    for website in dict.fromkeys(post.website for post in person.posts if post.website):
        yield f"URL:{website}"
    yield "END:VCARD"


def parts(name: str) -> tuple[str, str, str]:
    """A full name as surname, first name and patronymic, in whichever order it was written.

    Told by the endings of Kazakh and Russian patronymics and surnames; where these say nothing,
    the first name comes first.
    """
    words = name.split()
    middle = [word for word in words[1:] if _PATRONYMIC.search(word)][-1:]
    rest = [word for word in words if word not in middle]
    if len(rest) < 2:
        return "", " ".join(rest), "".join(middle)
    is_last_first = words[-1:] == middle or (
        _SURNAME.search(rest[0]) is not None and _SURNAME.search(rest[-1]) is None
    )
    surname = rest.pop(0) if is_last_first else rest.pop()
    return surname, rest[0], " ".join([*rest[1:], *middle])


def _escaped(text: str) -> str:
    escaped = re.sub(r"([\\,;])", r"\\\1", text)
    return re.sub(r"\r\n|\r|\n", r"\\n", escaped)


def _folded(line: str) -> bytes:
    """A line of any length as lines of 75 octets, no letter torn apart."""
    lines, held = [], b""
    for letter in re.sub("[\x00-\x1f\x7f]", " ", line):
        octets = letter.encode("utf-8", errors="replace")
        if len(held) + len(octets) > _LONGEST:
            lines.append(held)
            held = b" "
        held += octets
    return b"\r\n".join([*lines, held, b""])
