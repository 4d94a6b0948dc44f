"""History is written by itself, of everything that is saved."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.world import EMC, SCIENCE_WEEK, SEMEY_ENGINEERING, aigerim, dana
from tracker import db
from tracker.domain import drafts, events, partners, saving, tags
from tracker.domain.models import (
    Change,
    Kind,
    Participation,
    ParticipationDraft,
    ParticipationRole,
    Partner,
    PartnerDraft,
    PartnerTag,
    Record,
    Secret,
    Sector,
)
from tracker.domain.recording import as_text
from tracker.errors import NotFound


def told(kind: Kind, record_id: int) -> list[tuple[Any, ...]]:
    with db.reading() as session:
        found = session.exec(
            select(Change.account_id, Change.field, Change.old, Change.new)
            .where(Change.kind == kind, Change.record_id == record_id)
            .order_by(Change.id)  # type: ignore[arg-type]
        )
        return [tuple(row) for row in found]


def test_what_is_no_record_has_no_history(session: Session) -> None:
    before = len(session.exec(select(Change)).all())
    kept = Secret(name="form", value="one")
    session.add(kept)
    session.flush()
    kept.value = "two"
    session.flush()
    assert len(session.exec(select(Change)).all()) == before


def test_every_changed_field_is_told_with_who_changed_it(world: None) -> None:
    draft = drafts.checked(
        PartnerDraft,
        {"name_en": "EMC", "legal_form": "LLP", "sector": "museum", "aliases": ["E", "M"]},
    )
    with db.transaction() as session:
        partners.update(session, EMC, draft, revision=1, by=dana, tag_names=["science"])
    assert set(told(Kind.PARTNER, EMC)) == {
        (None, "", None, None),
        (dana.id, "sector", "industry", "museum"),
        (dana.id, "aliases", None, "E, M"),
        (dana.id, "tags", None, "1"),
    }


def test_saving_what_was_there_already_tells_nothing(world: None) -> None:
    with db.reading() as session:
        before = partners.get(session, EMC, by=aigerim)
    with db.transaction() as session:
        same = drafts.checked(PartnerDraft, before.model_dump())
        partners.update(session, EMC, same, revision=before.revision, by=aigerim)
    assert told(Kind.PARTNER, EMC) == [(None, "", None, None)]


def test_who_came_and_went_is_told_of_the_event(world: None) -> None:
    with db.transaction() as session:
        role = ParticipationRole.SPEAKER
        events.add_participants(session, SCIENCE_WEEK, [EMC], role, by=aigerim)
        (row,) = events.participants(session, SCIENCE_WEEK, by=aigerim)
        guest = ParticipationDraft(partner_id=EMC, role=ParticipationRole.GUEST)
        events.set_participation(session, row.id, guest, revision=row.revision, by=dana)
        (row,) = events.participants(session, SCIENCE_WEEK, by=dana)
        events.remove_participant(session, row.id, revision=row.revision, by=dana)
    assert told(Kind.EVENT, SCIENCE_WEEK)[1:] == [
        (aigerim.id, "participants", None, str(EMC)),
        (dana.id, f"participants.{EMC}.role", "speaker", "guest"),
        (dana.id, "participants", str(EMC), None),
    ]


def test_a_refused_save_leaves_no_history(world: None) -> None:
    draft = drafts.checked(PartnerDraft, {"name_en": "Semey Engineering"})
    before = told(Kind.PARTNER, EMC)
    with pytest.raises(Exception, match="semey"), db.transaction() as session:
        partners.update(session, EMC, draft, revision=1, by=dana)
    assert told(Kind.PARTNER, EMC) == before


def test_what_is_not_kept_in_history_leaves_no_trace(session: Session) -> None:
    tags.put(session, PartnerTag, partners.get(session, EMC, by=dana), ["a", "b"])
    session.add(Participation(event_id=SCIENCE_WEEK, partner_id=SEMEY_ENGINEERING))
    session.flush()
    kinds = {change.kind for change in session.exec(select(Change))}
    assert kinds == {Kind.ACCOUNT, Kind.PARTNER, Kind.UNIT, Kind.EVENT, Kind.PERSON}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ([], None),
        (["a", "b"], "a, b"),
        (Sector.MUSEUM, "museum"),
        (date(2024, 4, 8), "2024-04-08"),
        (5, "5"),
        (False, "False"),
    ],
)
def test_values_are_kept_as_text(value: object, text: str | None) -> None:
    assert as_text(value) == text


def test_a_record_that_was_not_saved_has_no_id() -> None:
    with pytest.raises(NotFound):
        saving.id_of(Partner(name_en="EMC"))


def test_every_kind_of_record_knows_its_keys() -> None:
    with pytest.raises(NotImplementedError):
        Record().refresh_keys()


def test_tags_are_one_whatever_their_case_and_are_suggested(session: Session) -> None:
    emc, other = (partners.get(session, each, by=dana) for each in (EMC, SEMEY_ENGINEERING))
    tags.put(session, PartnerTag, emc, ["Наука", " наука ", "Арт", ""])
    tags.put(session, PartnerTag, other, ["НАУКА"])
    assert tags.names(session, by=dana) == ["Арт", "Наука"]
    assert tags.of(session, PartnerTag, EMC, by=dana) == ["Арт", "Наука"]
    tags.put(session, PartnerTag, emc, [])
    assert tags.of(session, PartnerTag, EMC, by=dana) == []
    assert tags.of(session, PartnerTag, SEMEY_ENGINEERING, by=dana) == ["Наука"]
