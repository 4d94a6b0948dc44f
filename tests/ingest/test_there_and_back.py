"""Whatever people typed: a list that goes out as a file and comes back changes nothing."""

import io
import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from tests.domain.importing.rows import store_all
from tests.servers import worlds
from tests.world import EMC, MARAT, SCIENCE_WEEK, VETERINARY, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import drafts, events, follow_ups, importing, interactions, partners, people
from tracker.domain.addresses import LISTS
from tracker.domain.follow_ups import FollowUpFilter, Shown
from tracker.domain.importing import Choices
from tracker.domain.models import (
    RECORDS,
    Direction,
    Event,
    EventDraft,
    EventKind,
    Fate,
    FollowUpDraft,
    FollowUpKind,
    InteractionDraft,
    InteractionKind,
    Kind,
    ParticipationRole,
    Partner,
    PartnerDraft,
    Person,
    PersonDraft,
    PositionDraft,
    Priority,
    Sector,
    Stage,
    Tier,
)
from tracker.errors import TrackerError
from tracker.export import lists
from tracker.export.lists import Format
from tracker.i18n import speaking
from tracker.ingest import cells, headers, tables

# Set it high to look for trouble; few are enough to see that what was found stays mended.
_EXAMPLES = int(os.environ.get("TRACKER_TEST_EXAMPLES", "1"))
_BASE = "http://localhost:8501"

_PIECES = st.sampled_from(
    [
        *("=1+1", "+7 701", "-", "@x", "'=", "''", "|cmd", "%0", "＝", "\t", "\n", "\r\n", "\n\n"),
        *('"', '""', '"a"', ";", "; ", ",", "\\", "\\n", "«", "»", "_x0041_", "&amp;", "<b>"),
        *("\u200b", "\u200d", "\ufeff", "\u202e", "\xa0", "\u2028", "\x85", "\x0b", "\x00"),
        *("\uffff", "и\u0306", "ﬁ", "İ", "ß", "\U0001f469\u200d\U0001f52c", "\U0001f1f0\U0001f1ff"),
        *("Қазақ", "ұлттық", "Ғылым", "Әө", "Ёлка", "й", "中", "ع", "Name", "Аты", "12", "007"),
        *("1e5", "2024-04-08", "true", "NULL", "-", "sep=;", " "),
    ]
)
_WILD = st.lists(_PIECES | st.text(max_size=4), max_size=6).map("".join)
_LONG = _WILD | st.builds(lambda text, times: text * times, _WILD, st.integers(1, 400))
_DAYS = st.dates(min_value=clock.today().replace(year=1925), max_value=clock.today())
_TIMES = st.none() | st.times().map(lambda each: each.replace(second=0, microsecond=0))
_MAYBE_DAY = st.none() | _DAYS
_SOME = st.lists(_WILD, max_size=3)
_ROLES = st.sampled_from(ParticipationRole)
_NAMES = {f"name_{code}": st.none() | _WILD for code in ("kk", "ru", "en")}

_TYPED: dict[Kind, dict[str, st.SearchStrategy[Any]]] = {
    Kind.PARTNER: {
        **_NAMES,
        "aliases": _SOME,
        "legal_form": _WILD,
        "bin": st.sampled_from([None, None, "990340000123", "020540003431", "000140001010"]),
        "sector": st.sampled_from(Sector),
        "tier": st.sampled_from(Tier),
        "stage": st.sampled_from(Stage),
        "city": _WILD,
        "region": _WILD,
        "website": st.sampled_from([None, "example.kz", "HTTP://пример.қаз/=a?b=c;d#e"]),
        "parent_id": st.sampled_from([None, EMC]),
        "owner_id": st.sampled_from([None, aigerim.id, boris.id]),
        "notes": _LONG,
        "tags": _SOME,
    },
    Kind.PERSON: {
        "name": _WILD,
        "other_names": _SOME,
        "email": st.sampled_from([None, "=a+b@uni.example", "'x@y.kz"]),
        "phone": st.sampled_from([None, "+7 (701) 111-22-33", "87011112233", "00077"]),
        "notes": _LONG,
        "positions": st.lists(
            st.fixed_dictionaries({"title": _WILD, "since": _MAYBE_DAY, "until": st.none()}),
            max_size=3,
        ),
    },
    Kind.FOLLOW_UP: {
        "kind": st.sampled_from(FollowUpKind),
        "subject": _WILD,
        "direction": st.sampled_from(Direction),
        "priority": st.sampled_from(Priority),
        "unit_id": st.sampled_from([None, VETERINARY]),
        "owner_id": st.sampled_from([aigerim.id, dana.id]),
        "due_on": _MAYBE_DAY,
        "is_of_event": st.booleans(),
        "quote": _LONG,
        "notes": _LONG,
        "outcome": st.none() | _LONG,
        "tags": _SOME,
    },
    Kind.INTERACTION: {
        "happened_on": _DAYS,
        "happened_at": _TIMES,
        "kind": st.sampled_from(InteractionKind),
        "summary": _LONG,
        "outcome": _LONG,
        "place": _WILD,
        "is_of_event": st.booleans(),
        "unit_id": st.sampled_from([None, VETERINARY]),
    },
    Kind.EVENT: {
        **_NAMES,
        "kind": st.sampled_from(EventKind),
        "starts_on": _DAYS,
        "ends_on": _MAYBE_DAY,
        "starts_at": _TIMES,
        "place": _WILD,
        "parent_id": st.sampled_from([None, SCIENCE_WEEK]),
        "description": _LONG,
        "tags": _SOME,
        "roles": st.lists(_ROLES, max_size=2),
    },
}


class _Undone(Exception):
    """Ends an example: the next begins with the same world."""


class _Wild:
    """A partner, a person and an event with wild names, for others to point to."""

    def __init__(self, session: Session, name: str) -> None:
        made = _made(Partner, PartnerDraft, {"name_ru": f"{name} ЖШС"})
        somebody = _made(Person, PersonDraft, {"name": f"{name} Ким"})
        fair = _made(Event, EventDraft, {"name_kk": f"{name} көрме", "starts_on": "2024-04-08"})
        session.add_all([made, somebody, fair])
        session.flush()
        self.partner, self.person, self.event = made.id or 0, somebody.id or 0, fair.id or 0


def _made(table: Any, draft: Any, typed: dict[str, Any]) -> Any:
    return table(**drafts.checked(draft, typed).model_dump())


def _partner(session: Session, typed: dict[str, Any], wild: _Wild) -> None:
    tags = typed.pop("tags")
    partners.create(session, drafts.checked(PartnerDraft, typed), tag_names=tags, by=dana)


def _person(session: Session, typed: dict[str, Any], wild: _Wild) -> None:
    posts = [
        drafts.checked(PositionDraft, {**post, "partner_id": place})
        for post, place in zip(typed.pop("positions"), (wild.partner, EMC, 2), strict=False)
    ]
    people.create(session, drafts.checked(PersonDraft, typed), positions=posts, by=dana)


def _follow_up(session: Session, typed: dict[str, Any], wild: _Wild) -> None:
    outcome, tags = typed.pop("outcome"), typed.pop("tags")
    typed |= {"partner_id": wild.partner}
    typed |= {"event_id": wild.event if typed.pop("is_of_event") else None}
    draft = drafts.checked(FollowUpDraft, typed)
    made = follow_ups.create(session, draft, tag_names=tags, by=dana)
    if outcome is not None:
        follow_ups.complete(session, made.id or 0, outcome=outcome, revision=1, by=dana)


def _interaction(session: Session, typed: dict[str, Any], wild: _Wild) -> None:
    typed |= {"event_id": wild.event if typed.pop("is_of_event") else None}
    draft = drafts.checked(InteractionDraft, typed)
    interactions.log(
        session,
        draft,
        partner_ids=[wild.partner, EMC],
        person_ids=[wild.person, MARAT],
        colleague_ids=[boris.id],
        by=dana,
    )


def _event(session: Session, typed: dict[str, Any], wild: _Wild) -> None:
    roles, tags = typed.pop("roles"), typed.pop("tags")
    made = events.create(session, drafts.checked(EventDraft, typed), tag_names=tags, by=dana)
    for role in roles:
        there = [wild.partner, EMC]
        events.add_participants(session, made.id or 0, there, role, by=dana)


_PUT: dict[Kind, Callable[[Session, dict[str, Any], _Wild], None]] = {
    Kind.PARTNER: _partner,
    Kind.PERSON: _person,
    Kind.FOLLOW_UP: _follow_up,
    Kind.INTERACTION: _interaction,
    Kind.EVENT: _event,
}


@pytest.fixture
def small_world(sqlite_database: str) -> None:
    worlds.furnish()


@pytest.mark.parametrize("form", [Format.CSV, Format.XLSX])
@pytest.mark.parametrize("kind", importing.KINDS)
def test_a_list_that_goes_out_and_comes_back_changes_nothing(
    small_world: None, kind: Kind, form: Format
) -> None:
    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(name=_WILD, said=st.lists(st.fixed_dictionaries(_TYPED[kind]), min_size=8, max_size=12))
    def changes_nothing(name: str, said: list[dict[str, Any]]) -> None:
        with pytest.raises(_Undone), db.transaction() as session, speaking("en"):
            try:
                wild = _Wild(session, name)
            except TrackerError:
                raise _Undone from None
            for typed in said:
                try:
                    with session.begin_nested():
                        _PUT[kind](session, dict(typed), wild)
                except TrackerError:
                    pass  # nobody can type this
            if session.scalar(select(RECORDS[kind].id)):
                _there_and_back(session, kind, form)
            raise _Undone

    changes_nothing()


def _there_and_back(session: Session, kind: Kind, form: Format) -> None:
    file = io.BytesIO()
    asked = LISTS[kind].usual
    if kind is Kind.FOLLOW_UP:
        asked = asked._replace(wanted=FollowUpFilter(shown=Shown.ALL))
    lists.write(session, file, kind, asked, by=dana, form=form, base=_BASE)
    before = _everything(session)
    there = session.scalars(select(RECORDS[kind].id)).all()
    glance = tables.look(f"f.{form}", file.getvalue())
    lines = tables.read(f"f.{form}", file.getvalue())
    rows = list(cells.rows(lines, kind, headers.guess(kind, glance.headers)))
    outcome = store_all(session, kind, rows, Choices(), {})
    assert (outcome.problems, outcome.questions) == ([], [])
    assert [each for each in outcome.shown if each.fate is not Fate.LEFT] == []
    assert outcome.counts[Fate.LEFT] == len(there)
    session.expire_all()
    assert _everything(session) == before


def _everything(session: Session) -> list[Any]:
    """All records and links, as the database has them."""
    tables = [each.class_ for each in db.Base._sa_registry.mappers]
    return [each.model_dump() for table in tables for each in session.scalars(select(table))]
