"""Writing down what was confirmed of an article, in one transaction."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlmodel import Session

from tracker.access import Action, User, guarded
from tracker.domain import agreements, drafts, events, follow_ups, news, partners, people
from tracker.domain import saving as saves
from tracker.domain.models import (
    AgreementDraft,
    EventDraft,
    FollowUpDraft,
    Kind,
    NewsItem,
    Partner,
    PartnerDraft,
    PersonDraft,
    PositionDraft,
)
from tracker.domain.models.records import LINE, NOTE
from tracker.domain.news import Evidence
from tracker.domain.press import rejections
from tracker.domain.press.decided import (
    AgreementDecided,
    Decided,
    EventDecided,
    PartnerDecided,
    PersonDecided,
    RequestDecided,
)
from tracker.domain.press.naming import undressed
from tracker.domain.saving import id_of
from tracker.errors import CardRefused, Invalid, TrackerError
from tracker.names.text import search_key

Ids = Mapping[str, int]  # of saved records, by the key of their card


@guarded(Action.EDIT)
def save(session: Session, decided: Decided, *, by: User, key: str | None = None) -> NewsItem:
    """Write the article and all that was confirmed. The same `key` twice stores once.

    Raises AddressTaken and Invalid for the article itself, CardRefused for one of the cards.
    """
    known = saves.claim(session, key, Kind.NEWS_ITEM, by=by)
    if known is not None:
        return saves.found(session, NewsItem, known)
    language = decided.news.language.value
    held = {each.key: _event(session, each, language, by) for each in decided.events}
    met = {each.key: _partner(session, each, language, by) for each in decided.partners}
    seen = {each.key: _person(session, each, met, by) for each in decided.people}
    item = news.create(
        session,
        decided.news,
        tag_names=list(decided.tags),
        partner_ids=list(met.values()),
        event_ids=list(held.values()),
        person_ids=list(seen.values()),
        evidence=_evidence(decided, held, met, seen),
        by=by,
    )
    for each in decided.partners:
        if each.event is not None:
            with _at(each.key):
                there = _of(held, each.event, "event_id")
                events.add_participants(session, there, [met[each.key]], each.role, by=by)
    for request in decided.requests:
        _request(session, request, met, id_of(item), by)
    for agreement in decided.agreements:
        _agreement(session, agreement, met, id_of(item), by)
    _learn(session, decided, by)
    saves.settle(session, key, item.id)
    return item


def _event(session: Session, decided: EventDecided, language: str, by: User) -> int:
    with _at(decided.key):
        if decided.id is not None:
            return id_of(events.get(session, decided.id, by=by))
        typed = {
            f"name_{language}": decided.name,
            "kind": decided.kind,
            "starts_on": decided.starts_on,
            "ends_on": decided.ends_on,
            "place": decided.place,
            "parent_id": decided.parent_id,
        }
        return id_of(events.create(session, drafts.checked(EventDraft, typed), by=by))


def _partner(session: Session, decided: PartnerDecided, language: str, by: User) -> int:
    with _at(decided.key):
        if decided.id is not None:
            return _learn_alias(partners.get(session, decided.id, by=by), decided.name)
        name = undressed(decided.name)
        typed = {
            f"name_{language}": name.bare,
            "legal_form": name.legal_form,
            "sector": decided.sector,
        }
        return id_of(partners.create(session, drafts.checked(PartnerDraft, typed), by=by))


def _learn_alias(partner: Partner, name: str) -> int:
    """A name that the reader says is this partner's finds it from now on.

    Another legal form, or other quotes, make no other name.
    """
    bare = undressed(name).bare[:LINE]
    known = {search_key(undressed(each).bare) for each in (*partner.names, *partner.aliases)}
    if bare and search_key(bare) not in known:
        partner.aliases = [*partner.aliases, bare]
    return id_of(partner)


def _person(session: Session, decided: PersonDecided, met: Ids, by: User) -> int:
    with _at(decided.key):
        position = None
        if decided.partner is not None:
            typed = {
                "partner_id": _of(met, decided.partner, "partner_id"),
                "title": decided.position or "",
            }
            position = drafts.checked(PositionDraft, typed)
        if decided.id is None:
            draft = drafts.checked(PersonDraft, {"name": decided.name})
            positions = [position] if position else []
            return id_of(people.create(session, draft, positions=positions, by=by))
        person = people.get(session, decided.id, by=by)
        if position is not None and not _holds(session, decided.id, position, by):
            people.add_position(session, decided.id, position, by=by)
        return id_of(person)


def _holds(session: Session, person_id: int, wanted: PositionDraft, by: User) -> bool:
    """Whether somebody is at the partner already, in this position or if none is named."""
    there = [
        search_key(row.title)
        for row in people.positions(session, person_id, by=by)
        if row.partner_id == wanted.partner_id and row.is_current
    ]
    return bool(there) and (not wanted.title or search_key(wanted.title) in there)


def _request(session: Session, decided: RequestDecided, met: Ids, item: int, by: User) -> None:
    with _at(decided.key):
        typed = {
            "kind": decided.kind,
            "subject": decided.subject,
            "direction": decided.direction,
            "partner_id": _of(met, decided.partner, "partner_id"),
            "unit_id": decided.unit_id,
            "owner_id": decided.owner_id,
            "due_on": decided.due_on,
            "news_item_id": item,
            "quote": decided.evidence.quote,
        }
        draft = drafts.checked(FollowUpDraft, typed)
        follow_ups.create(session, draft, wish=decided.wish, by=by)


def _agreement(session: Session, decided: AgreementDecided, met: Ids, item: int, by: User) -> None:
    with _at(decided.key):
        typed = {"title": decided.title, "kind": decided.kind, "signed_on": decided.signed_on}
        agreements.create(
            session,
            drafts.checked(AgreementDraft, typed),
            partner_ids=[_of(met, each, "partner_ids") for each in decided.partners],
            news_item_id=item,
            quote=decided.evidence.quote[:NOTE],
            by=by,
        )


def _evidence(decided: Decided, held: Ids, met: Ids, seen: Ids) -> dict[tuple[Kind, int], Evidence]:
    """What each mention rests on. Two cards that are one record are one mention."""
    found: dict[tuple[Kind, int], Evidence] = {}
    groups: list[tuple[Kind, Any, Ids]] = [
        (Kind.PARTNER, decided.partners, met),
        (Kind.EVENT, decided.events, held),
        (Kind.PERSON, decided.people, seen),
    ]
    for kind, cards, ids in groups:
        for card in cards:
            before = found.get((kind, ids[card.key]), Evidence())
            spans = tuple(dict.fromkeys([*before.spans, *card.evidence.spans]))
            found[kind, ids[card.key]] = Evidence(spans, before.quote or card.evidence.quote)
    return found


def _learn(session: Session, decided: Decided, by: User) -> None:
    cards: list[Any] = [*decided.partners, *decided.people, *decided.events]
    confirmed = [*(card.name for card in cards), *(r.evidence.quote for r in decided.requests)]
    rejections.learn(session, rejected=decided.rejected, confirmed=confirmed, by=by)


def _of(ids: Ids, key: str | None, field: str) -> int:
    """The record of another card, which has to be confirmed too."""
    if key is None or key not in ids:
        raise Invalid(field, "card_unconfirmed")
    return ids[key]


@contextmanager
def _at(key: str) -> Iterator[None]:
    try:
        yield
    except TrackerError as refused:
        raise CardRefused(key, refused) from refused
