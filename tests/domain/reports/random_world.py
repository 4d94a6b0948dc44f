"""A university with invented records of every kind, drawn at random: the same for the same seed."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple

from sqlmodel import Session

from tests.world import COLLEAGUES
from tracker import clock
from tracker.domain.models import (
    Agreement,
    AgreementPartner,
    Attendance,
    Event,
    FollowUp,
    FollowUpKind,
    FollowUpStatus,
    Interaction,
    InteractionPartner,
    Participation,
    ParticipationRole,
    Partner,
    Sector,
    Stage,
    Tier,
    Unit,
)
from tracker.domain.reports import Scope
from tracker.names.regions import Region

TODAY = date(2024, 5, 15)
NOW = datetime(2024, 5, 15, 7, tzinfo=UTC)
_PLACES = {"Абай облысы": Region.ABAI, "Павлодар облысы": Region.PAVLODAR, "": Region.UNKNOWN}
_SECTORS, _TIERS = list(Sector)[:4], list(Tier)
_KINDS = list(FollowUpKind)[:5]
_UNITS = 4


class StageChange(NamedTuple):
    partner_id: int
    on: date
    old: Stage


class World:
    """Fills a session, and remembers what no export holds: when stages changed."""

    def __init__(self, session: Session, seed: int) -> None:
        self.random, self._session = Random(seed), session
        self.changes: list[StageChange] = []
        units = [Unit(name_en=f"Unit {number}") for number in range(_UNITS)]
        self.units = self._put(units)
        self.partners = self._put([self._partner(number) for number in range(40)])
        for number in self.partners:
            self._moves(number)
        self.events = self._put([self._event(number) for number in range(9)])
        session.add_all(self._participations())
        self.interactions = self._put([self._interaction() for _ in range(120)])
        self.follow_ups = self._put([self._follow_up() for _ in range(150)])
        self._put([self._agreement(number) for number in range(30)])

    def scope(self) -> Scope:
        """Some days, and any of the filters."""
        one, other = sorted((self._day(500), self._day(500)))
        maybe = self._maybe
        return Scope(
            one,
            other + timedelta(days=self.random.choice((0, 0, 40))),
            sector=maybe(_SECTORS),
            tier=maybe(_TIERS),
            region=maybe(list(_PLACES.values())),
            unit_id=maybe(self.units),
        )

    def _put(self, records: list[Any]) -> list[int]:
        self._session.add_all(records)
        self._session.flush()
        return [record.id for record in records]

    def _partner(self, number: int) -> Partner:
        return Partner(
            name_en=f"Partner {number}",
            sector=self._one(_SECTORS),
            tier=self._one(_TIERS),
            stage=self._one(list(Stage)),
            region=self._one(list(_PLACES)) or None,
            created_at=self._instant(600),
        )

    def _moves(self, partner_id: int) -> None:
        partner = self._session.get_one(Partner, partner_id)
        day = clock.local(partner.created_at).date()
        for _ in range(self.random.randrange(3)):
            day = min(TODAY, day + timedelta(days=self.random.randrange(1, 200)))
            new = self._one([stage for stage in Stage if stage is not partner.stage])
            self.changes.append(StageChange(partner_id, day, partner.stage))
            partner.stage = new
            with clock.at(datetime.combine(day, time(7), UTC)):
                self._session.flush()

    def _event(self, number: int) -> Event:
        # Of the last three each is part of one before.
        parent = self.random.randrange(1, 7) if number > 5 else None
        return Event(name_en=f"Event {number}", starts_on=self._day(400), parent_id=parent)

    def _participations(self) -> list[Participation]:
        pairs = {(self._one(self.events), self._one(self.partners)) for _ in range(40)}
        return [
            Participation(
                event_id=event,
                partner_id=partner,
                role=ParticipationRole.GUEST,
                came=self._maybe(list(Attendance)),
            )
            for event, partner in sorted(pairs)
        ]

    def _interaction(self) -> Interaction:
        made = Interaction(
            happened_on=self._day(500),
            summary="Talked",
            event_id=self._maybe(self.events),
            unit_id=self._maybe(self.units),
            deleted_at=self._gone(),
        )
        for partner in self.random.sample(self.partners, self.random.randrange(1, 4)):
            link: dict[str, Any] = {"partner_id": partner}
            made.partners.append(InteractionPartner(**link))
        return made

    def _follow_up(self) -> FollowUp:
        made, due = self._instant(450), self._maybe([self._day(300) for _ in range(5)])
        closed = None
        status = self._one([each for each in FollowUpStatus if not each.is_closed])
        if self.random.random() < 0.6:
            status = self._one([FollowUpStatus.DONE, FollowUpStatus.DONE, FollowUpStatus.DECLINED])
            closed = min(NOW, made + timedelta(hours=self.random.randrange(1, 3000)))
            due = due and clock.local(closed).date() + timedelta(days=self.random.randrange(-3, 4))
        origin = self.random.choice(("event_id", "interaction_id", None))
        given = {"event_id": self.events, "interaction_id": self.interactions}
        return FollowUp(
            partner_id=self._one(self.partners),
            owner_id=self._one(COLLEAGUES).id,
            kind=self._one(_KINDS),
            unit_id=self._maybe(self.units),
            status=status,
            due_on=due,
            created_at=made,
            closed_at=closed,
            deleted_at=self._gone(),
            **({origin: self._one(given[origin])} if origin else {}),
        )

    def _agreement(self, number: int) -> Agreement:
        made = Agreement(
            title=f"Agreement {number}",
            signed_on=self._day(500),
            valid_until=self._maybe([TODAY + timedelta(days=n) for n in range(-200, 120, 9)]),
            unit_id=self._maybe(self.units),
            event_id=self._maybe(self.events),
            deleted_at=self._gone(),
        )
        for partner in self.random.sample(self.partners, self.random.randrange(1, 3)):
            made.partners.append(AgreementPartner(**{"partner_id": partner}))
        return made

    def _one(self, things: Any) -> Any:
        return self.random.choice(things)

    def _maybe(self, things: Any) -> Any:
        return self.random.choice(things) if self.random.random() < 0.5 else None

    def _gone(self) -> datetime | None:
        return NOW if self.random.random() < 0.1 else None

    def _day(self, back: int) -> date:
        return TODAY - timedelta(days=self.random.randrange(back))

    def _instant(self, back: int) -> datetime:
        """Any time of a day: around midnight too, where zones tell days apart."""
        return NOW - timedelta(minutes=self.random.randrange(back * 24 * 60))
