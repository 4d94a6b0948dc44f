"""A university's records in any amount: the rows of every table, the same for the same size.

Who writes a lot about whom is uneven, as in life: the first partner is the busiest, and has as
many contacts as the square root of all partners' times ten.
"""

from array import array
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from sqlmodel import SQLModel

from tests.benchmarks.words import Words
from tracker.access import Role
from tracker.domain import models as m
from tracker.names.text import search_key, sort_key

YEARS = 3
PER_PARTNER = 10  # interactions
OPEN = 0.15  # of all follow-ups; half of the open ones are overdue
EMAIL = "colleague{}@uni.example"
ME = 1  # the account that the benchmark signs in as; a manager

Rows = Iterator[tuple[Any, ...]]


class Size(NamedTuple):
    partners: int
    colleagues: int

    @property
    def interactions(self) -> int:
        return self.partners * PER_PARTNER

    @property
    def follow_ups(self) -> int:
        return self.interactions // 2

    @property
    def median_partner(self) -> int:
        """The id of one that half of the partners have more contacts than."""
        return self.partners // 2


SIZES = {
    "XS": Size(300, 6),
    "S": Size(1_000, 10),
    "M": Size(10_000, 30),
    "L": Size(100_000, 100),
}


class Records:
    """The rows of one size. Ask for `tables` once: later ones build on what earlier ones drew."""

    def __init__(self, size: Size, today: date, password_hash: str) -> None:
        self.size, self.today, self._hash = size, today, password_hash
        self._random = Random(7)
        self._words = Words(self._random)
        self._partner_of = array("i")  # by interaction
        self._author_of = array("i")
        self._day_of = array("h")  # days since the first
        self._first = today - timedelta(days=365 * YEARS)
        self._days = [(self._first + timedelta(days=n)).isoformat() for n in range(365 * YEARS + 1)]

    def tables(self) -> Iterator[tuple[type[SQLModel], str, Rows]]:
        """Each table with the columns of its rows, those first that others point to."""
        kept = "revision,created_at,created_by,updated_at,search_key"
        names = "name_kk,name_ru,name_en,sort_kk,sort_ru,sort_en"
        yield (
            m.Account,
            "id,revision,name,email,role,language,active,password_hash,created_at,visited_at,"
            "last_visit_at,toured_at,search_key,sort_key",
            self._accounts(),
        )
        yield m.Unit, f"id,{kept},{names},kind", self._units()
        yield (
            m.Partner,
            f"id,{kept},{names},aliases,sector,tier,stage,city,owner_id",
            self._partners(),
        )
        yield m.Person, f"id,{kept},name,other_names,email,sort_key", self._people()
        yield m.Position, "person_id,partner_id,title", self._positions()
        yield m.Event, f"id,{kept},{names},kind,starts_on,place", self._events()
        yield m.Participation, "revision,event_id,partner_id,role", self._participations()
        yield m.NewsItem, f"id,{kept},title,sort_key,published_on,language,text", self._news()
        yield m.Mention, "news_item_id,partner_id", self._mentions()
        yield (
            m.Interaction,
            f"id,{kept},kind,happened_on,summary,outcome",
            self._interactions(),
        )
        yield m.InteractionPartner, "interaction_id,partner_id", self._their_partners()
        yield m.InteractionPerson, "interaction_id,person_id", self._their_people()
        yield m.InteractionColleague, "interaction_id,account_id", self._their_colleagues()
        yield (
            m.FollowUp,
            f"id,{kept},kind,subject,direction,priority,partner_id,unit_id,owner_id,due_on,"
            "interaction_id,quote,status,outcome,closed_at",
            self._follow_ups(),
        )
        yield (
            m.Agreement,
            f"id,{kept},title,sort_key,kind,signed_on,valid_until,renewal",
            self._agreements(),
        )
        yield m.AgreementPartner, "agreement_id,partner_id", self._their_parties()
        yield m.Change, "at,account_id,kind,record_id,field,new", self._changes()

    def _accounts(self) -> Rows:
        # Colleague 1 was here five days ago, so that home has something new to tell.
        before = self._at(365 * YEARS - 5)
        for number in range(1, self.size.colleagues + 1):
            name, email = self._words.person(), EMAIL.format(number)
            role = Role.MANAGER if number == ME else Role.LIAISON
            yield (
                number, 1, name.text, email, role.value, "ru", True, self._hash, self._at(0),
                before, before, before, search_key(name.text, email), name.sort,
            )  # fmt: skip

    def _units(self) -> Rows:
        for number in range(1, 41):
            names = self._words.organisation(number)
            key = search_key(*names.values())
            yield number, *self._kept(0, ME, key), *_in_three(names), "department"

    def _partners(self) -> Rows:
        sectors, tiers, stages = list(m.Sector), list(m.Tier), list(m.Stage)
        cities = ("Семей", "Өскемен", "Астана", "Алматы", "Павлодар", "Курчатов")
        for number in range(1, self.size.partners + 1):
            names, city = self._words.organisation(number), self._one_of(cities)
            key = search_key(*names.values(), city)
            yield (
                number, *self._kept(self._some_day(), self._colleague(), key), *_in_three(names),
                "[]", self._one_of(sectors).value, self._one_of(tiers).value,
                self._one_of(stages).value, city, self._colleague(),
            )  # fmt: skip

    def _people(self) -> Rows:
        for number in range(1, 2 * self.size.partners + 1):
            name, email = self._words.person(), f"person{number}@partner.example"
            key = search_key(name.text, email)
            yield (
                number, *self._kept(self._some_day(), self._colleague(), key), name.text, "[]",
                email, name.sort,
            )  # fmt: skip

    def _positions(self) -> Rows:
        """Two people at each partner: see `_person_at`."""
        for number in range(1, 2 * self.size.partners + 1):
            yield number, 1 + (number - 1) % self.size.partners, "Директор"

    def _events(self) -> Rows:
        kinds = list(m.EventKind)
        for number in range(1, self.size.partners // 5 + 1):
            names, day = self._words.organisation(number), self._some_day()
            key = search_key(*names.values(), "Семей")
            yield (
                number, *self._kept(day, self._colleague(), key), *_in_three(names),
                self._one_of(kinds).value, self._days[day], "Семей",
            )  # fmt: skip

    def _participations(self) -> Rows:
        events = self.size.partners // 5
        for number in range(self.size.partners):
            yield 1, 1 + number % events, self._partner(), self._role(number // events)

    def _role(self, turn: int) -> str:
        # Each event has five participants; another role each, so that none is there twice.
        return list(m.ParticipationRole)[turn % 5].value

    def _news(self) -> Rows:
        for number in range(1, self.size.partners // 2 + 1):
            title, day = self._words.title(), self._some_day()
            yield (
                number, *self._kept(day, self._colleague(), title.key), title.text,
                sort_key(title.text), self._days[day], "ru", self._words.note().text,
            )  # fmt: skip

    def _mentions(self) -> Rows:
        for number in range(self.size.partners):
            yield 1 + number % (self.size.partners // 2), self._partner()

    def _interactions(self) -> Rows:
        kinds = [each.value for each in m.InteractionKind]
        count, last = self.size.interactions, 365 * YEARS
        for number in range(1, count + 1):
            # They are written down in the order they happened, nearly.
            day = max(0, number * last // count - self._random.randrange(3))
            author, note = self._colleague(), self._words.note()
            self._partner_of.append(self._partner())
            self._author_of.append(author)
            self._day_of.append(day)
            yield (
                number, *self._kept(day, author, note.key), self._one_of(kinds), self._days[day],
                note.text, None,
            )  # fmt: skip

    def _their_partners(self) -> Rows:
        for number, partner in enumerate(self._partner_of, 1):
            yield number, partner
            if number % 5 == 0:
                yield number, 1 + partner % self.size.partners

    def _their_people(self) -> Rows:
        for number, partner in enumerate(self._partner_of, 1):
            yield number, partner + self.size.partners * (number % 2)

    def _their_colleagues(self) -> Rows:
        for number, author in enumerate(self._author_of, 1):
            yield number, author
            if number % 3 == 0:
                yield number, 1 + author % self.size.colleagues

    def _follow_ups(self) -> Rows:
        kinds = [each.value for each in m.FollowUpKind]
        directions = [each.value for each in m.Direction]
        priorities = [each.value for each in m.Priority]
        still_open = [each.value for each in m.FollowUpStatus if not each.is_closed]
        for number in range(1, self.size.follow_ups + 1):
            interaction = 2 * number
            made = self._day_of[interaction - 1]
            subject, quote = self._words.title(), self._words.title()
            status, closed = self._one_of(still_open), None
            due = (self.today + timedelta(days=self._random.randint(-120, 119))).isoformat()
            if self._random.random() >= OPEN:
                status = "declined" if self._random.random() < 0.1 else "done"
                day = min(made + self._random.randint(1, 90), 365 * YEARS)
                closed, due = (
                    self._at(day),
                    self._days[
                        max(0, day - self._random.randint(-9, 9)) if day < 365 * YEARS - 9 else day
                    ],
                )
            owner = self._author_of[interaction - 1]
            yield (
                number, *self._kept(made, owner, f"{subject.key} {quote.key}"),
                self._one_of(kinds), subject.text, self._one_of(directions),
                self._one_of(priorities), self._partner_of[interaction - 1],
                self._random.randint(1, 40), owner, due, interaction, quote.text, status,
                "Орындалды" if closed else None, closed,
            )  # fmt: skip

    def _agreements(self) -> Rows:
        for number in range(1, self.size.partners // 4 + 1):
            title, day = self._words.title(), self._some_day()
            ends = self._first + timedelta(days=day + 365 * self._random.randint(1, 4))
            yield (
                number, *self._kept(day, self._colleague(), title.key), title.text,
                sort_key(title.text), self._one_of(list(m.AgreementKind)).value, self._days[day],
                ends.isoformat(), "none",
            )  # fmt: skip

    def _their_parties(self) -> Rows:
        for number in range(1, self.size.partners // 4 + 1):
            yield number, self._partner()

    def _changes(self) -> Rows:
        """What history keeps of writing all this down; corrections are left out."""
        for number in range(1, self.size.partners + 1):
            yield self._at(0), ME, "partner", number, "", None
        for number, partner in enumerate(self._partner_of, 1):
            at, author = self._at(self._day_of[number - 1]), self._author_of[number - 1]
            yield at, author, "interaction", number, "", None
            yield at, author, "interaction", number, "partners", str(partner)
            yield at, author, "interaction", number, "colleagues", str(author)
            if number % 2 == 0:
                yield at, author, "follow_up", number // 2, "", None

    def _kept(self, day: int, author: int, key: str) -> tuple[Any, ...]:
        """What every record keeps: revision, created when and by whom, updated, search key."""
        at = self._at(day)
        return 1, at, author, at, key

    def _at(self, day: int) -> str:
        """An instant in the working hours of a day, spelled as both databases read it."""
        return f"{self._days[day]} 06:00:00.000000"

    def _one_of(self, things: Any) -> Any:
        return things[int(self._random.random() * len(things))]

    def _colleague(self) -> int:
        return 1 + int(self._random.random() * self.size.colleagues)

    def _partner(self) -> int:
        return 1 + int(self._random.random() ** 2 * self.size.partners)

    def _some_day(self) -> int:
        return int(self._random.random() * 365 * YEARS)


def _in_three(names: dict[str, str]) -> tuple[str, ...]:
    ordered = [names[language] for language in ("kk", "ru", "en")]
    return *ordered, *(sort_key(name) for name in ordered)
