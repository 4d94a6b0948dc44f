"""The example world: Science Week and two years of work around it, loaded through the domain."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session, SQLModel, select

from tracker import clock
from tracker.access import Action, User, require
from tracker.domain import (
    account_keeping,
    agreements,
    events,
    follow_ups,
    interactions,
    news,
    partners,
    passwords,
    people,
    saving,
    units,
)
from tracker.domain.agreements import promises
from tracker.domain.evidence import packs
from tracker.domain.follow_ups.verbs import put
from tracker.domain.models import (
    AccountDraft,
    AgreementAmendmentDraft,
    AgreementDraft,
    AgreementPromiseDraft,
    EventDraft,
    EvidencePackDraft,
    FollowUpDraft,
    FollowUpStatus,
    InteractionDraft,
    NewsItemDraft,
    ParticipationDraft,
    ParticipationRole,
    Partner,
    PartnerDraft,
    PersonDraft,
    PositionDraft,
    Stage,
    UnitDraft,
)
from tracker.errors import NotEmpty
from tracker.example import content, moments
from tracker.example.content import NOUNS, YOU, D, Entry


class Counts(NamedTuple):
    """How many records of each kind were loaded."""

    colleagues: int
    units: int
    partners: int
    people: int
    events: int
    news: int
    agreements: int
    interactions: int
    follow_ups: int
    evidence: int


def load(session: Session, *, by: User) -> Counts:
    """Put the example world into a database without partners, as an administrator.

    All in the caller's transaction. Raises NotEmpty, NotAllowed, and EmailTaken when one of the
    invented colleagues has an account.
    """
    if session.scalar(select(Partner.id).limit(1)) is not None:
        raise NotEmpty
    # Nobody learns this password: an administrator who wants to sign in as one of them resets it.
    password = passwords.chosen(secrets.token_urlsafe(32))
    loading = _Loading(session, by, password, clock.now(), clock.today(), {by.id: by})
    world = content.read()
    for noun in NOUNS:
        given = loading.numbers.setdefault(noun, {})
        for slug, entry in world[noun].items():
            with clock.at(moments.recorded(world, noun, entry, len(given), loading.present)):
                given[slug] = saving.id_of(_ADD[noun](loading, entry))
    return Counts(**{noun: len(world[noun]) for noun in NOUNS})


@dataclass(frozen=True)
class _Loading:
    """What is known half-way: the colleagues who write, and the ids given so far."""

    session: Session
    by: User
    password: passwords.Hashed
    present: datetime
    today: date
    users: dict[int, User]
    numbers: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers["colleagues"] = {YOU: self.by.id}

    def draft(self, kind: type[D], noun: str, entry: Entry) -> D:
        return content.draft(kind, noun, entry, self.numbers, self.today)

    def ids(self, noun: str, entry: Entry) -> list[int]:
        """The ids behind a list of slugs."""
        return [self.numbers[noun][slug] for slug in entry.get(noun, [])]

    def writer(self, entry: Entry) -> User:
        """Who wrote an entry down: who is named, who owns it, or the first who was there."""
        slug = entry.get("by") or entry.get("owner") or entry.get("colleagues", [YOU])[0]
        return self.users[self.numbers["colleagues"][slug]]


def _colleague(loading: _Loading, entry: Entry) -> SQLModel:
    typed = loading.draft(AccountDraft, "colleagues", entry)
    # As `accounts.create`, without the proof of now: the clock stands at another time here.
    require(loading.session, loading.by, Action.MANAGE_ACCOUNTS)
    account = account_keeping.add(loading.session, typed, loading.password)
    number = saving.id_of(account)
    loading.users[number] = User(
        number, account.email, account.name, account.role, account.language
    )
    return account


def _unit(loading: _Loading, entry: Entry) -> SQLModel:
    typed = loading.draft(UnitDraft, "units", entry)
    return units.create(loading.session, typed, by=loading.writer(entry))


def _partner(loading: _Loading, entry: Entry) -> SQLModel:
    """As one of whom the office had only heard, and then at its stage."""
    session, by = loading.session, loading.writer(entry)
    typed = loading.draft(PartnerDraft, "partners", entry)
    heard_of = typed.model_copy(update={"stage": Stage.IDENTIFIED})
    made = partners.create(session, heard_of, tag_names=entry.get("tags"), by=by)
    number = saving.id_of(made)
    with clock.at(moments.rose(made.created_at, number, loading.present)):
        return partners.update(session, number, typed, revision=made.revision, by=by)


def _person(loading: _Loading, entry: Entry) -> SQLModel:
    held = [loading.draft(PositionDraft, "people", each) for each in entry["positions"]]
    typed = loading.draft(PersonDraft, "people", entry)
    return people.create(loading.session, typed, positions=held, by=loading.writer(entry))


def _event(loading: _Loading, entry: Entry) -> SQLModel:
    session, by = loading.session, loading.writer(entry)
    typed = loading.draft(EventDraft, "events", entry)
    event = events.create(session, typed, tag_names=entry.get("tags"), by=by)
    number = saving.id_of(event)
    came = [loading.draft(ParticipationDraft, "events", each) for each in entry["participants"]]
    for role in ParticipationRole:
        ids = [each.partner_id for each in came if each.role == role]
        events.add_participants(session, number, ids, role, by=by)
    there = {(row.partner_id, row.role): row for row in events.participants(session, number, by=by)}
    for each in came:
        if each.outcome or each.came:
            row = there[each.partner_id, each.role]
            events.set_participation(session, row.id, each, revision=row.revision, by=by)
    return event


def _news_item(loading: _Loading, entry: Entry) -> SQLModel:
    return news.create(
        loading.session,
        loading.draft(NewsItemDraft, "news", entry),
        partner_ids=loading.ids("partners", entry),
        event_ids=loading.ids("events", entry),
        person_ids=loading.ids("people", entry),
        unit_ids=loading.ids("units", entry),
        tag_names=entry.get("tags"),
        by=loading.writer(entry),
    )


def _agreement(loading: _Loading, entry: Entry) -> SQLModel:
    session, by = loading.session, loading.writer(entry)
    typed = loading.draft(AgreementDraft, "agreements", entry)
    made = agreements.create(session, typed, partner_ids=loading.ids("partners", entry), by=by)
    number = saving.id_of(made)
    promised = [
        loading.draft(AgreementPromiseDraft, "agreements", each)
        for each in entry.get("promises", ())
    ]
    promises.add(session, number, promised, by=by)
    for each in entry.get("amendments", ()):
        draft = loading.draft(AgreementAmendmentDraft, "agreements", each)
        with clock.at(moments.on(each["agreed_on"], loading.present)):
            agreements.amend(session, number, draft, revision=made.revision, by=by)
    if (lapse := entry.get("lapse")) is not None:
        day = loading.today + timedelta(days=lapse["on"])
        with clock.at(moments.on(lapse["on"], loading.present)):
            agreements.let_lapse(
                session, number, on=day, reason=lapse["reason"], revision=made.revision, by=by
            )
    return made


def _interaction(loading: _Loading, entry: Entry) -> SQLModel:
    return interactions.log(
        loading.session,
        loading.draft(InteractionDraft, "interactions", entry),
        partner_ids=loading.ids("partners", entry),
        person_ids=loading.ids("people", entry),
        colleague_ids=loading.ids("colleagues", entry),
        by=loading.writer(entry),
    )


def _follow_up(loading: _Loading, entry: Entry) -> SQLModel:
    session, by, status = loading.session, loading.writer(entry), FollowUpStatus(entry["status"])
    typed = loading.draft(FollowUpDraft, "follow_ups", entry)
    if (slug := entry.get("fulfils")) is not None:
        promised = promises.of(session, loading.numbers["agreements"][slug], by=by)
        wanted = entry["promise"]
        typed.promise_id = next(row.id for row in promised if row.subject == wanted)
    begun = FollowUpStatus.PROPOSED if status is FollowUpStatus.PROPOSED else FollowUpStatus.OPEN
    made = follow_ups.create(session, typed, status=begun, tag_names=entry.get("tags"), by=by)
    number, now = saving.id_of(made), made.revision
    with clock.at(moments.moved(made, loading.present)):
        match status:
            case FollowUpStatus.IN_PROGRESS:
                follow_ups.start(session, number, revision=now, by=by)
            case FollowUpStatus.WAITING:
                follow_ups.wait(session, number, revision=now, by=by)
            case FollowUpStatus.TO_CONFIRM:
                # As if the kind had been one that a second person confirms.
                put(made, status, entry["outcome"])
                made.reported_by = by.id
                session.flush()
            case FollowUpStatus.DONE:
                follow_ups.complete(session, number, outcome=entry["outcome"], revision=now, by=by)
            case FollowUpStatus.DECLINED:
                follow_ups.decline(session, number, reason=entry["outcome"], revision=now, by=by)
    return made


def _evidence(loading: _Loading, entry: Entry) -> SQLModel:
    typed = loading.draft(EvidencePackDraft, "evidence", entry)
    return packs.create(loading.session, typed, by=loading.writer(entry))


_ADD: dict[str, Callable[[_Loading, Entry], SQLModel]] = {
    "colleagues": _colleague,
    "units": _unit,
    "partners": _partner,
    "people": _person,
    "events": _event,
    "news": _news_item,
    "agreements": _agreement,
    "interactions": _interaction,
    "follow_ups": _follow_up,
    "evidence": _evidence,
}
