"""Many rows stored at once leave behind what a flush of them leaves."""

import gc
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, col, select, text

from tests.domain.importing.rows import rows, store_all
from tests.world import EMC, dana
from tracker import db
from tracker.access import Action, require
from tracker.domain import storing, undoing, word_index
from tracker.domain.importing import Choices, work
from tracker.domain.models import (
    Change,
    Interaction,
    InteractionColleague,
    InteractionPartner,
    Kind,
    Partner,
    PartnerTag,
    Tag,
    Undertaking,
    UndertakingKind,
)

COUNT = undoing.MANY + 3
Store = Callable[[Session, list[Any]], None]


def by_flush(session: Session, things: list[Any]) -> None:
    session.add_all(things)
    session.flush()


def partners(count: int) -> list[Partner]:
    return [
        Partner(name_ru=f"Завод {place}", aliases=[f"З{place}"], city="Семей", notes="горн печь")
        for place in range(count)
    ]


def stored(store: Store, count: int) -> tuple[int, list[int]]:
    """So many partners with a tag, as one piece of work: its number, and theirs."""
    with db.transaction() as session:
        require(session, dana, Action.IMPORT)
        with undoing.recorded(session, UndertakingKind.IMPORT, "файл", by=dana) as work:
            tag = Tag(name=store.__name__, key=store.__name__)
            by_flush(session, [tag])
            made = partners(count)
            store(session, made)
            ids = [each.id or 0 for each in made]
            store(session, [PartnerTag(partner_id=each, tag_id=tag.id or 0) for each in ids])
        return work.id or 0, ids


def left_behind(work: int, ids: list[int]) -> list[Any]:
    """Everything that is known of them, but for their numbers and the time."""
    places = {number: place for place, number in enumerate(ids)}
    with db.reading() as session:
        rows = session.exec(select(Partner).where(col(Partner.id).in_(ids))).all()
        apart = {"id", "created_at", "updated_at"}
        records = {places[row.id or 0]: row.model_dump(exclude=apart) for row in rows}
        history = [
            (places[each.record_id], each.account_id, each.field, each.old)
            for each in session.exec(
                select(Change)
                .where(Change.kind == Kind.PARTNER, col(Change.record_id).in_(ids))
                .order_by(col(Change.id))
            )
        ]
        keys = session.connection().execute(text("SELECT key, record_id FROM name_key")).all()
        names = sorted((places[number], key) for key, number in keys if number in places)
        found = word_index.find(session, [Kind.PARTNER], [["gorn"]], limit=1_000)
        words = sorted(places[number] for number in found[Kind.PARTNER] if number in places)
        size = session.get_one(Undertaking, work).size
    return [records, history, names, words, size]


@pytest.mark.parametrize("count", [2, COUNT])
def test_as_a_flush_does(world: None, count: int) -> None:
    told = []
    for store in (by_flush, storing.store):
        work, ids = stored(store, count)
        assert ids == list(range(ids[0], ids[0] + count))
        told.append(left_behind(work, ids))
        with db.transaction() as session:
            undoing.undo(session, work, by=dana)
            assert not session.exec(select(Partner).where(col(Partner.id).in_(ids))).all()
            tags = select(PartnerTag).where(col(PartnerTag.partner_id).in_(ids))
            assert not session.exec(tags).all()
    assert told[0] == told[1]
    assert told[0][0]


def test_an_import_holds_no_more_for_more_rows(
    world: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "BATCH", 2)
    told = rows(*({"name": f"Завод {place}", "tags": ["печь"]} for place in range(8)))
    held: list[int] = []

    def count(_taken: int) -> None:
        held.append(sum(isinstance(each, Partner | PartnerTag) for each in gc.get_objects()))

    gc.collect()  # what other tests left
    with (
        db.transaction() as session,
        undoing.recorded(session, UndertakingKind.IMPORT, "файл", by=dana),
    ):
        store_all(session, Kind.PARTNER, told, Choices(), {}, counted=count)
    assert len(held) == 4
    assert len(set(held)) == 1


def test_the_session_knows_none_of_them(world: None) -> None:
    with db.transaction() as session:
        storing.store(session, [])
        before = set(session)
        things = partners(2)
        storing.store(session, things)
        assert set(session) == before
        things[0].name_ru = "Другой"
        session.flush()
        names = session.exec(select(Partner.name_ru).where(Partner.id == things[0].id)).all()
        assert names == ["Завод 0"]


def by_flush_alone(session: Session, record: Any) -> None:
    by_flush(session, [record])


@pytest.mark.parametrize("keep", [by_flush_alone, storing.store_whole])
def test_a_record_with_its_parts(world: None, keep: Callable[[Session, Any], None]) -> None:
    with db.transaction() as session:
        require(session, dana, Action.EDIT)
        with undoing.recorded(session, UndertakingKind.IMPORT, "файл", by=dana) as work:
            met = Interaction(happened_on=date(2026, 3, 2), summary="горн печь")
            met.partners.append(InteractionPartner(interaction_id=0, partner_id=EMC))
            met.colleagues.append(InteractionColleague(interaction_id=0, account_id=dana.id))
            keep(session, met)
            number = met.id or 0
            assert all(each in session for each in (met, *met.partners, *met.colleagues))
            assert [each.interaction_id for each in met.partners] == [number]
            assert session.get(Interaction, number) is met
            met.outcome = "Договор"
    if keep is storing.store_whole:
        assert met.people == []  # complete after its session, too
    with db.reading() as session:
        found = session.get_one(Interaction, number)
        assert (found.outcome, found.created_by) == ("Договор", dana.id)
        assert [each.partner_id for each in found.partners] == [EMC]
        told = session.exec(
            select(Change.field, Change.new)
            .where(Change.kind == Kind.INTERACTION, Change.record_id == number)
            .order_by(col(Change.id))
        ).all()
        assert set(told[:3]) == {
            ("", None),
            ("partners", str(EMC)),
            ("colleagues", str(dana.id)),
        }
        assert told[3:] == [("outcome", "Договор")]
        assert word_index.find(session, [Kind.INTERACTION], [["gorn"]], limit=1) == {
            Kind.INTERACTION: [number]
        }
    with db.transaction() as session:
        undoing.undo(session, work.id or 0, by=dana)
        assert session.get(Interaction, number) is None
