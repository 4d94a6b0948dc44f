"""What the names in a file mean: records that are there, and those that the file itself brings.

Read once for an import rather than asked for row by row. A record that is yet to be stored has a
number below zero; `real` gives the id that it got.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from tracker.access import User
from tracker.domain import drafts, finding, finding_many, foreseen, name_words, storing
from tracker.domain.importing import helping, meanwhile, namesakes, register
from tracker.domain.importing.outcome import Choices, Question
from tracker.domain.importing.register import Register, hashed
from tracker.domain.models import (
    Account,
    Doubt,
    Event,
    Kind,
    Link,
    Partner,
    PartnerDraft,
    Person,
    Record,
    Tag,
    Unit,
)
from tracker.domain.numbers import Numbers
from tracker.errors import Invalid
from tracker.names.text import language_of, search_key

_ALL_OF_IT = 1.0  # every word of the names of two people agrees

# What is read again whole when one of the kind has changed, of which there are few.
_FEW = {Kind.UNIT: "_units", Kind.EVENT: "_events", Kind.ACCOUNT: "_colleagues"}

Likely = dict[str, list[finding.Likely]]


class Known:
    """The names of everything that rows may point to. `likely` outlives it: looking is slow."""

    def __init__(
        self, session: Session, choices: Choices, likely: Likely, *, by: User, writes: bool
    ) -> None:
        self.session, self.by, self.writes = session, by, writes
        self.choices, self._likely = choices, likely
        self.questions: dict[str, Question] = {}
        self.created_partners = 0
        self._common: finding_many.Common = {}
        self._humans: Likely = {}  # whom the names of these rows may mean
        self._waiting: dict[int, Record] = {}
        self._new: list[Record | Link] = []  # of what waits that which has no parts, and links
        # Ids of partners that came with the file or got other names by it: see `Register`.
        self._names, self._aliases, self._bins = Numbers(), Numbers(), Numbers()
        self._real = array("q")  # the ids of those that came with the file, one after another
        self._told = 0  # how far history had come
        self._changed: set[int] = set()  # partners that others changed meanwhile

    # One transaction after another

    def rest(self) -> None:
        """What history tells from here on others have done, until this import goes on."""
        self._told = meanwhile.so_far(self.session)

    def go_on(self, session: Session) -> meanwhile.Changed:
        """Go on in this transaction, and read again what others have changed meanwhile."""
        self.session = session
        changed = meanwhile.changed(session, self._told)
        if ids := changed.get(Kind.PARTNER):
            self._changed |= ids
            self._register = register.renewed(session, self._register, ids)
        if ids := changed.get(Kind.PERSON):
            self._renew_people(ids)
        for kind, name in _FEW.items():
            if kind in changed:
                self.__dict__.pop(name, None)
        self.__dict__.pop("tags", None)  # of which history tells nothing
        return changed

    def read_ahead(self, *, people: bool) -> None:
        """Read who is there, before others have to wait for it."""
        _ = self._register
        if people:
            _ = self.people, self.workplaces

    def numbers_of(self, ids: set[int]) -> set[int]:
        """These ids, and the numbers of those among them that came with the file."""
        return ids | {-place for place, number in enumerate(self._real, 1) if number in ids}

    def _renew_people(self, ids: set[int]) -> None:
        if "people" not in self.__dict__:
            return
        gone = self.numbers_of(ids)
        namesakes.renewed(self.people, namesakes.people(self.session, ids), gone)
        for number in gone:
            self.workplaces.pop(number, None)
        self.workplaces.update(namesakes.workplaces(self.session, ids))

    # Records that are yet to be stored

    def brought(self, record: Record | None, *, has_parts: bool = False) -> int:
        """The number of a record that comes with the file; it is stored when this import writes."""
        self._real.append(0)
        number = -len(self._real)
        if self.writes and record is not None:
            self._waiting[number] = record
            if has_parts:
                self.session.add(record)
            else:
                self._new.append(record)
        return number

    def linked(self, link: Link) -> None:
        """A link, which nobody changes again, is to be stored."""
        self._new.append(link)

    def real(self, number: int) -> int:
        """The id of a record; a check, which stores nothing, keeps the number."""
        if number > 0 or not self.writes:
            return number
        if number in self._waiting:
            self.settle()
        return self._real[-number - 1]

    def settle(self) -> None:
        """Store what waits."""
        new, self._new = self._new, []
        storing.store(self.session, new)
        self.session.flush()
        for number, each in self._waiting.items():
            self._real[-number - 1] = each.id or 0
        self._waiting.clear()

    # Partners

    @cached_property
    def _had_partners(self) -> bool:
        """Whether there was any before this file, which brings its own."""
        return self.session.scalar(select(col(Partner.id)).limit(1)) is not None

    @cached_property
    def _register(self) -> Register:
        """Those that were there when the names were read."""
        return register.read(self.session, by=self.by)

    def partner_called(self, names: Sequence[str], digits: str | None = None) -> int | None:
        """The partner that has this BIN or one of these names, to the letter."""
        if digits and (number := self.with_bin(digits)) is not None:
            return number
        keys = [hashed(name) for name in names]
        own = (self._called(key) for key in keys)
        others = (self._also_called(key) for key in keys)
        return next((each for each in chain(own, others) if each is not None), None)

    def named(self, name: str) -> int | None:
        """The partner that is called so in one of the languages."""
        return self._called(hashed(name))

    def with_bin(self, digits: str) -> int | None:
        """The partner that has this BIN."""
        key = hash(digits)
        found = self._own(self._bins, key)
        return self._register.bins.get(key) if found is None else found

    def _called(self, key: int) -> int | None:
        found = self._own(self._names, key)
        return self._register.names.get(key) if found is None else found

    def _also_called(self, key: int) -> int | None:
        found = self._own(self._aliases, key)
        return self._register.aliases.get(key) if found is None else found

    def _own(self, numbers: Numbers, key: int) -> int | None:
        """One that came with the file; what others made of it meanwhile the register tells."""
        found = numbers.get(key)
        is_changed = found is not None and self._changed and self.real(found) in self._changed
        return None if is_changed else found

    def look(
        self,
        partners: Iterable[Sequence[str]],
        persons: Iterable[str],
        ahead: helping.Answer | None = None,
    ) -> None:
        """Look up what rows to come may name, all at once: that is for a check to do.

        `likely` keeps what was found of partners; the import then finds the same. `ahead` is what
        was looked up before these rows had their turn.
        """
        if self.writes:
            return
        unknown = self.unknown(partners)
        if unknown and self._had_partners:
            if ahead is None or not self._agree(ahead, unknown):
                self._likely.update(self.look_up(unknown))
            else:
                self._likely.update((k, v) for k, v in ahead.likely.items() if k in unknown)
        strange = {name for name in persons if len(self.people.get(search_key(name), ())) != 1}
        if strange and self._had_people:
            self._humans = finding_many.likely_people(self.session, sorted(strange), by=self.by)

    def unknown(self, partners: Iterable[Sequence[str]]) -> dict[str, Sequence[str]]:
        """The names to look up, by the key of their question."""
        asked = {_partner_key(names[0]): names for names in partners if names}
        return {key: names for key, names in asked.items() if self._is_unknown(key, names)}

    def look_up(self, unknown: helping.Questions) -> Likely:
        return finding_many.likely_partners(self.session, unknown, by=self.by, common=self._common)

    def _agree(self, ahead: helping.Answer, unknown: helping.Questions) -> bool:
        """Whether names were compared with the words that are in effect; keeps what was filed."""
        if not ahead.version:
            return True
        words = name_words.look(self.session)
        if words.version != ahead.version:
            return False
        if (shelf := foreseen.lent(self.session)) is not None:
            names = (name for some in unknown.values() for name in some)
            shelf.foresee(Kind.PARTNER, names, words.lexicon, ahead.filed)
        return True

    def _is_unknown(self, key: str, names: Sequence[str]) -> bool:
        return key not in self._likely and self.partner_called(names) is None

    def partner_like(self, names: Sequence[str], field: str, row: int) -> int | None:
        """The partner that is meant beyond doubt, or by the answer to a question.

        Raises Invalid at the field for a doubt that nobody has cleared.
        """
        key = _partner_key(names[0])
        found = [each for each in self._likely.get(key, ()) if self._is_there(each.id)]
        return self._decide(key, names[0], found, field, row)

    def _is_there(self, number: int) -> bool:
        ids = self._register.ids
        place = bisect_left(ids, number)
        return ids[place : place + 1] == array("q", [number])

    def partner(self, typed: str, field: str, row: int) -> int:
        """The partner that a cell names; an unknown one is created if that was chosen."""
        known = self.partner_called([typed], typed if typed.isdecimal() else None)
        if known is None:
            known = self.partner_like([typed], field, row)
        if known is None:
            if not self.choices.creates_partners:
                raise Invalid(field, "partner_unknown", typed=typed[:100])
            draft = drafts.checked(PartnerDraft, {f"name_{language_of(typed)}": typed})
            known = self.brought(Partner(**draft.model_dump()) if self.writes else None)
            self.created_partners += 1
            self.learn_partner(draft, known)
        return known

    def learn_partner(self, draft: PartnerDraft, number: int) -> None:
        """From now on a row may name this partner."""
        self._changed.discard(number)
        for name in draft.names:
            self._names[hashed(name)] = number
        for name in draft.aliases:
            self._aliases[hashed(name)] = number
        if draft.bin:
            self._bins[hash(draft.bin)] = number

    # People

    @cached_property
    def people(self) -> namesakes.People:
        """Everybody, by name."""
        return namesakes.people(self.session)

    @cached_property
    def _had_people(self) -> bool:
        return self.session.scalar(select(col(Person.id)).limit(1)) is not None

    @cached_property
    def workplaces(self) -> namesakes.Workplaces:
        """The partners somebody is or was at."""
        return namesakes.workplaces(self.session)

    def person_like(self, name: str, partner_id: int | None, field: str, row: int) -> int | None:
        """Somebody who is meant beyond doubt, or by the answer. Raises Invalid for a doubt."""
        key = f"person:{search_key(name)}:{max(partner_id or 0, 0)}"
        # Of a partner that comes with the file nobody can be known yet.
        if (humans := self._humans.get(name)) and (partner_id or 0) >= 0:
            self._likely[key] = [
                each._replace(certain=each.score >= _ALL_OF_IT and self._is_at(each, partner_id))
                for each in humans
            ]
        found = self._likely.get(key, [])
        if found:
            alive = {each.id for namesakes in self.people.values() for each in namesakes}
            found = [each for each in found if each.id in alive]
        return self._decide(key, name, found, field, row)

    def _is_at(self, somebody: finding.Likely, partner_id: int | None) -> bool:
        return partner_id in self.workplaces.get(somebody.id, ())

    def ask_person(self, name: str, candidates: list[int], field: str, row: int) -> int | None:
        """Which of several namesakes is meant. Raises Invalid for a doubt."""
        found = [finding.Likely(number, name, 1.0, False) for number in candidates]
        return self._decide(f"person:{search_key(name)}:same", name, found, field, row)

    # Everything else

    @cached_property
    def tags(self) -> dict[str, int]:
        """Ids by key."""
        return {
            key: number for number, key in self.session.execute(select(col(Tag.id), col(Tag.key)))
        }

    def unit(self, typed: str, field: str) -> int:
        """Raises Invalid at the field."""
        if (number := self._units.get(search_key(typed))) is None:
            raise Invalid(field, "unit_unknown", typed=typed[:100])
        return number

    def event(self, typed: str, field: str) -> int:
        """Raises Invalid at the field."""
        if (number := self._events.get(search_key(typed))) is None:
            raise Invalid(field, "event_unknown", typed=typed[:100])
        return number

    def colleague(self, typed: str, field: str) -> int:
        """The account with this mail address or name. Raises Invalid at the field."""
        if (number := self._colleagues.get(search_key(typed))) is None:
            raise Invalid(field, "colleague_unknown", typed=typed[:100])
        return number

    def learn_event(self, names: list[str], number: int) -> None:
        self._events.update({search_key(name): number for name in names})

    @cached_property
    def _units(self) -> dict[str, int]:
        return self._named(Unit)

    @cached_property
    def _events(self) -> dict[str, int]:
        return self._named(Event)

    @cached_property
    def _colleagues(self) -> dict[str, int]:
        query = select(col(Account.id), col(Account.name), col(Account.email))
        known: dict[str, int] = {}
        for number, name, email in self.session.execute(query.where(col(Account.active))):
            known.setdefault(search_key(name), number)
            known[search_key(email)] = number
        return known

    def _named(self, kind: Any) -> dict[str, int]:
        query = select(kind.id, kind.name_kk, kind.name_ru, kind.name_en)
        known: dict[str, int] = {}
        found = self.session.execute(
            query.where(kind.deleted_at.is_(None)).order_by(kind.id.desc())
        )
        for number, *names in found:
            for name in filter(None, names):
                known.setdefault(search_key(name), number)
        return known

    def _decide(
        self, key: str, typed: str, found: list[finding.Likely], field: str, row: int
    ) -> int | None:
        if not found:
            return None
        answer = self.choices.answers.get(key)
        # The number may come from anywhere: only what was offered can be chosen.
        if answer in {str(each.id) for each in found}:
            return int(answer)
        if answer is None and found[0].certain:
            return found[0].id
        self._note(key, typed, found, row)
        if (answer or self.choices.doubt) == Doubt.NEW:
            return None
        if answer == Doubt.SKIP:
            raise Invalid(field, "row_skipped", typed=typed[:100])
        raise Invalid(field, "name_doubtful", typed=typed[:100], name=found[0].name)

    def _note(self, key: str, typed: str, found: list[finding.Likely], row: int) -> None:
        asked = self.questions.get(key)
        if asked is None:
            candidates = [(each.id, each.name) for each in found]
            asked = Question(key, typed, candidates, row, 0)
        self.questions[key] = asked._replace(rows=asked.rows + 1)


def _partner_key(name: str) -> str:
    return f"partner:{search_key(name)}"
