"""Making partners, and people from them, participants of an event; new ones where told to."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker import clock
from tracker.access import Action, User, guarded
from tracker.domain import (
    choosing_people,
    drafts,
    finding,
    linking,
    partners,
    people,
    retention,
    saving,
)
from tracker.domain.drafts import InvalidDraft
from tracker.domain.models import (
    Event,
    EventPerson,
    Kind,
    Participation,
    ParticipationRole,
    Partner,
    PartnerDraft,
    Person,
    PersonDraft,
    PositionDraft,
    Sector,
)
from tracker.domain.press.naming import undressed
from tracker.errors import Invalid, PersonBlocked, RowsRefused
from tracker.names.text import language_of


class Guest(NamedTuple):
    """A partner at an event, and perhaps somebody from there. A name without an id is a new one."""

    partner: str = ""
    partner_id: int | None = None
    person: str = ""
    person_id: int | None = None
    sector: Sector = Sector.OTHER  # of a new partner

    @property
    def is_known(self) -> bool:
        """Nothing would be created."""
        return self.partner_id is not None and (self.person_id is not None or not self.person)

    @property
    def lacks_partner(self) -> bool:
        """Somebody of whom it is not said where from."""
        return self.partner_id is None and not self.partner


@guarded(Action.EDIT)
def add(
    session: Session,
    event_id: int,
    guests: Sequence[Guest],
    *,
    by: User,
    key: str | None = None,
) -> int:
    """Note that they take part; returns how many partners and people are new at the event. Who is
    there in some role stays as is.

    A new name that somebody has created meanwhile is that record. The same `key` twice adds once.
    Raises NotFound, and RowsRefused by the place among `guests`, before anything is stored.
    """
    if saving.claim(session, key, Kind.EVENT, by=by) is not None:
        return 0
    session.execute(select(col(Event.id)).where(col(Event.id) == event_id).with_for_update())
    # Whoever asked to be left alone is not invited; that somebody came may be written down.
    is_ahead = saving.found(session, Event, event_id).starts_on > clock.today()
    problems: dict[int, list[Invalid]] = {}
    known: list[tuple[int, int | None]] = []
    for place, guest in enumerate(guests):
        try:
            known.append(_known(session, guest, by))
            if is_ahead and known[-1][1] is not None:
                retention.expect_willing(session, known[-1][1])
        except InvalidDraft as wrong:
            problems[place] = wrong.problems
        except Invalid as wrong:
            problems[place] = [wrong]
        except PersonBlocked as wrong:
            problems[place] = [Invalid("person_id", wrong.code)]
    if problems:
        raise RowsRefused(problems)
    added = _take_part(session, event_id, [partner for partner, _ in known])
    added += _bring(session, event_id, known)
    session.flush()
    saving.settle(session, key, event_id)
    return added


def _known(session: Session, guest: Guest, by: User) -> tuple[int, int | None]:
    """The ids of a guest's partner and person, who are created where they are new."""
    if guest.lacks_partner:
        raise Invalid("partner_id", "required")
    partner_id = guest.partner_id
    if partner_id is None:
        partner_id = _partner(session, guest, by)
    linking.records(session, Partner, [partner_id], "partner_id")
    if guest.person_id is not None:
        linking.records(session, Person, [guest.person_id], "person_id")
        return partner_id, guest.person_id
    return partner_id, _person(session, guest.person, partner_id, by) if guest.person else None


def _partner(session: Session, guest: Guest, by: User) -> int:
    bare, legal_form = undressed(guest.partner)
    for name in (guest.partner, bare):
        if there := finding.carrying(session, Kind.PARTNER, [name]):
            return saving.id_of(there[0])
    typed = {f"name_{language_of(bare)}": bare, "legal_form": legal_form, "sector": guest.sector}
    return saving.id_of(partners.create(session, drafts.checked(PartnerDraft, typed), by=by))


def _person(session: Session, name: str, partner_id: int, by: User) -> int:
    if (there := choosing_people.named(session, name, by=by, partner_id=partner_id)) is not None:
        return saving.id_of(there)
    draft = drafts.checked(PersonDraft, {"name": name})
    post = PositionDraft(partner_id=partner_id)
    return saving.id_of(people.create(session, draft, positions=[post], by=by))


def _take_part(session: Session, event_id: int, partner_ids: Sequence[int]) -> int:
    there = select(col(Participation.partner_id)).where(col(Participation.event_id) == event_id)
    known = set(session.scalars(there))
    new = [each for each in dict.fromkeys(partner_ids) if each not in known]
    role = ParticipationRole.PARTICIPANT
    session.add_all(Participation(event_id=event_id, partner_id=each, role=role) for each in new)
    return len(new)


def _bring(session: Session, event_id: int, guests: Sequence[tuple[int, int | None]]) -> int:
    there = select(col(EventPerson.person_id)).where(col(EventPerson.event_id) == event_id)
    known = set(session.scalars(there))
    new = {person: partner for partner, person in guests if person is not None}
    session.add_all(
        EventPerson(event_id=event_id, person_id=person, partner_id=partner)
        for person, partner in new.items()
        if person not in known
    )
    return len(new.keys() - known)
