"""Whom a pasted list of names means: known partners and people, or somebody new.

Names are compared by what compares them everywhere else (`finding`). Nothing is stored here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.access import Action, User, guarded
from tracker.domain import finding, finding_many, people
from tracker.domain.after_event import lines
from tracker.domain.after_event.adding import Guest
from tracker.domain.after_event.lines import Line
from tracker.domain.finding import Likely
from tracker.domain.indexing import NAMES
from tracker.domain.models import Kind, Partner, Person, Position
from tracker.domain.models.records import name_in
from tracker.domain.press.naming import undressed
from tracker.names.text import search_key

_OFFERED = 5  # records to choose from
_WHOLE = 1.0  # every word of the names of two people agrees


class Pasted(NamedTuple):
    """One line and whom it means: `sure` beyond doubt, else `choices`, known ones first, the
    likeliest on top, and last what would be new."""

    typed: str
    sure: Guest | None
    choices: tuple[Guest, ...]


class _Known(NamedTuple):
    """Who one name may mean; `sure` is the first of them."""

    likely: list[Likely]
    sure: bool


@guarded(Action.EDIT)
def look(session: Session, text: str, *, by: User) -> list[Pasted]:
    """Read a list of names. Raises Invalid at `names` where it is too long."""
    read = lines.read(text)
    register = _Register(session, read, by)
    return [register.meant(line) for line in read]


class _Register:
    """The names of all lines looked up at once."""

    def __init__(self, session: Session, read: Sequence[Line], by: User) -> None:
        names = {each: None for line in read for each in (line.typed, *sum(line.pairs, ()))}
        asked = list(names)
        self._partners = self._looked_up(session, Kind.PARTNER, asked, by)
        self._people = self._looked_up(session, Kind.PERSON, asked, by)
        found = {one.id for known in self._people.values() for one in known.likely}
        self._posts = _posts(session, found, by.language)

    def meant(self, line: Line) -> Pasted:
        if self._partners[line.typed].sure:
            return self._alone(line.typed)
        pairs = max(line.pairs, key=self._fit, default=None)
        return self._alone(line.typed) if pairs is None else self._together(line.typed, *pairs)

    def _fit(self, pair: tuple[str, str]) -> float:
        """How well the first of two names is a person's and the second an organisation's."""
        person, organisation = pair
        somebody, something = self._people[person], self._partners[organisation]
        fit = 2.0 * something.sure + bool(something.likely) + bool(somebody.likely)
        fit += lines.is_like_a_person(person) - lines.is_like_a_person(organisation)
        return (
            fit
            + lines.is_like_an_organisation(organisation)
            - lines.is_like_an_organisation(person)
        )

    def _alone(self, name: str) -> Pasted:
        """A line of one name: an organisation, or a person whose place of work is known."""
        partner, person = self._partners[name], self._people[name]
        known = [*_as_partners(partner), *self._as_people(person.likely)]
        if partner.sure:
            return Pasted(name, known[0], ())
        if person.sure and not partner.likely and len(known) == 1:
            return Pasted(name, known[0], ())
        fresh = [Guest(partner=name), Guest(person=name)]
        if lines.is_like_a_person(name):
            fresh.reverse()
        if person.likely and not known:
            # Somebody is known by that name, but not where from.
            one = person.likely[0]
            fresh.insert(0, Guest(person=one.name, person_id=one.id))
        return Pasted(name, None, (*known[:_OFFERED], *fresh))

    def _together(self, typed: str, person: str, organisation: str) -> Pasted:
        """A line of a person and an organisation."""
        place, human = self._partners[organisation], self._people[person]
        known: list[Guest] = []
        for partner in _as_partners(place):
            there = [each for each in human.likely if self._is_at(each, partner)]
            known += [_with(partner, each) for each in there]
            if place.sure:
                exact = [each for each in there if each.score >= _WHOLE]
                if len(exact) == 1:
                    return Pasted(typed, _with(partner, exact[0]), ())
                others = [each for each in human.likely if each not in there]
                known += [_with(partner, each) for each in others]
                return Pasted(typed, None, (*known[:_OFFERED], partner._replace(person=person)))
        known += [each for each in self._as_people(human.likely) if each not in known]
        would = [partner._replace(person=person) for partner in _as_partners(place)]
        fresh = Guest(partner=organisation, person=person)
        return Pasted(typed, None, (*known[:_OFFERED], *would[:_OFFERED], fresh))

    def _as_people(self, likely: Iterable[Likely]) -> Iterator[Guest]:
        """People at each place where they work now."""
        for somebody in likely:
            for number, name in self._posts[somebody.id]:
                yield Guest(name, number, somebody.name, somebody.id)

    def _is_at(self, somebody: Likely, partner: Guest) -> bool:
        return any(number == partner.partner_id for number, _ in self._posts[somebody.id])

    def _looked_up(
        self, session: Session, kind: Kind, names: Sequence[str], by: User
    ) -> dict[str, _Known]:
        """By name whom it means: the one record that carries it to the letter, or whoever is like
        it."""
        bare = {name: undressed(name).bare if kind is Kind.PARTNER else name for name in names}
        keys = {name: {search_key(name), search_key(bare[name])} for name in names}
        carried: defaultdict[str, list[Likely]] = defaultdict(list)
        for record in finding.carrying(session, kind, [*names, *bare.values()]):
            shown = record.name if kind is Kind.PERSON else record.name(by.language)
            for key in {search_key(each) for each in NAMES[type(record)](record)}:
                carried[key].append(Likely(record.id, shown, _WHOLE, True, True))
        found = {}
        alike = _alike(session, kind, names, by)
        for name in names:
            exact = list(dict.fromkeys(one for key in keys[name] for one in carried[key]))
            likely = exact or alike.get(name, [])
            certain = [each for each in likely if each.certain]
            found[name] = _Known(certain if len(certain) == 1 else likely, len(certain) == 1)
        return found


def _alike(session: Session, kind: Kind, names: Sequence[str], by: User) -> dict[str, list[Likely]]:
    if kind is Kind.PERSON:
        return finding_many.likely_people(session, names, by=by)
    return finding_many.likely_partners(session, {name: [name] for name in names}, by=by)


def _as_partners(known: _Known) -> list[Guest]:
    return [Guest(each.name, each.id) for each in known.likely]


def _with(partner: Guest, somebody: Likely) -> Guest:
    return partner._replace(person=somebody.name, person_id=somebody.id)


def _posts(
    session: Session, person_ids: Iterable[int], language: str
) -> "defaultdict[int, list[tuple[int, str]]]":
    """The partners at which people work now, each once."""
    query = (
        select(col(Position.person_id), col(Partner.id), name_in(Partner, language))
        .join(Partner, col(Partner.id) == col(Position.partner_id))
        .join(Person, col(Person.id) == col(Position.person_id))
        .where(
            col(Position.person_id).in_(list(person_ids)),
            col(Partner.deleted_at).is_(None),
            people.current(),
        )
        .order_by(col(Position.id).desc())
    )
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for person_id, number, name in session.execute(query):
        if (number, name) not in found[person_id]:
            found[person_id].append((number, name))
    return found
