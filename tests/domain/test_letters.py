"""A piece of a word is found in every list, and none of many goes through every record for it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, select, text
from sqlmodel import Session, col

from tests.world import EMC, aigerim, dana
from tracker import db
from tracker.domain import (
    choosing_people,
    drafts,
    follow_ups,
    interactions,
    letters,
    lists,
    partners,
    people,
    trash,
)
from tracker.domain.follow_ups import FollowUpFilter
from tracker.domain.interactions import InteractionFilter
from tracker.domain.models import (
    Interaction,
    InteractionColleague,
    InteractionDraft,
    InteractionPartner,
    Kind,
    Partner,
    Sector,
)
from tracker.domain.partners import PartnerFilter
from tracker.domain.people import PersonFilter

DAY = date(2024, 4, 8)
PIECE = "висекц"
KEY = col(Interaction.search_key)


def draft(summary: str) -> InteractionDraft:
    return drafts.checked(InteractionDraft, {"happened_on": DAY, "summary": summary})


def log(session: Session, summary: str) -> Interaction:
    entry = interactions.log(session, draft(summary), partner_ids=[EMC], by=aigerim)
    session.flush()
    return entry


def found(session: Session, typed: str) -> list[int]:
    page = interactions.search(session, InteractionFilter(text=typed), by=dana)
    return [row.id for row in page.rows]


@pytest.mark.parametrize("typed", ["востокстр", "ОКСТРОЙ", "№ 12/3", "12/3", '"рес', "ка", "ё"])
def test_a_piece_of_a_word_is_found_wherever_it_stands(session: Session, typed: str) -> None:
    entry = log(session, 'ТОО «Казвостокстрой», договор № 12/3, дело "ресурс"')
    assert found(session, typed) == [entry.id]


@pytest.mark.parametrize("typed", ["плот\x00рас", "\x00плотрас", "\u200bплот\u00adрас"])
def test_what_nobody_sees_hides_nothing_and_breaks_no_list(session: Session, typed: str) -> None:
    entry = log(session, "Обсудили теплотрассу")
    assert found(session, typed) == [entry.id]
    for look in (partners.choices, choosing_people.choices):
        assert look(session, by=dana, text=typed) == []
    assert partners.search(session, PartnerFilter(text=typed), by=dana).rows == []
    assert people.search(session, PersonFilter(text=typed), by=dana).rows == []


def test_a_word_copied_from_a_pdf_is_found_in_another_script(session: Session) -> None:
    entry = log(session, "Обсудили теплотрассу")
    assert found(session, "teplo\u00adtras") == [entry.id]


def test_what_is_changed_is_found_by_its_new_words_alone(session: Session) -> None:
    entry = log(session, "Обсудили вивисекцию")
    assert entry.id
    interactions.update(
        session,
        entry.id,
        draft("Обсудили теплотрассу"),
        partner_ids=[EMC],
        person_ids=[],
        colleague_ids=[aigerim.id],
        revision=entry.revision,
        by=aigerim,
    )
    session.flush()
    assert found(session, "плотрас") == [entry.id]
    assert found(session, PIECE) == []


def test_what_is_gone_for_good_leaves_no_letters(session: Session) -> None:
    entry = log(session, "Обсудили вивисекцию")
    assert entry.id
    for link in (InteractionPartner, InteractionColleague):
        session.execute(delete(link).where(col(link.interaction_id) == entry.id))
    session.execute(delete(Interaction).where(col(Interaction.id) == entry.id))
    assert found(session, PIECE) == []
    if session.get_bind().dialect.name == "sqlite":
        kept = "SELECT count(*) FROM letters_interaction WHERE letters_interaction MATCH 'вис'"
        assert session.scalar(text(kept)) == 0


def test_what_is_in_the_trash_is_not_found(session: Session) -> None:
    entry = log(session, "Обсудили вивисекцию")
    assert entry.id
    trash.delete(session, Kind.INTERACTION, entry.id, revision=entry.revision, by=dana)
    session.flush()
    assert found(session, PIECE) == []


ODD = st.text(st.sampled_from("абвёeE\"'%_/*()-:^№İßſ "), min_size=1, max_size=9)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(ODD, min_size=1, max_size=6), ODD)
def test_the_letters_never_hide_what_the_words_have(
    session: Session, names: list[str], typed: str
) -> None:
    undone = session.begin_nested()
    session.add_all(Partner(name_en=f"{name}.", sector=Sector.INDUSTRY) for name in names)
    session.flush()
    key = col(Partner.search_key)
    narrowed = select(col(Partner.id)).where(*lists.matching(key, typed))
    looked_through = select(col(Partner.id)).where(*lists.matching(key, typed, narrowed=False))
    assert set(session.scalars(narrowed)) == set(session.scalars(looked_through))
    undone.rollback()


def test_rows_that_came_past_the_triggers_are_worked_out(session: Session) -> None:
    entry = log(session, "Обсудили вивисекцию")
    connection = session.connection()
    letters.let_go(connection)
    session.execute(text("UPDATE interaction SET search_key = 'теплотрасса'"))
    letters.work_out(connection)
    letters.keep(connection)
    assert found(session, "плотрас") == [entry.id]


@pytest.mark.parametrize(
    ("table", "look"),
    [
        ("partner", lambda db: partners.search(db, PartnerFilter(text=PIECE), by=dana)),
        ("person", lambda db: people.search(db, PersonFilter(text=PIECE), by=dana)),
        ("interaction", lambda db: interactions.search(db, InteractionFilter(text=PIECE), by=dana)),
        ("follow_up", lambda db: follow_ups.search(db, FollowUpFilter(text=PIECE), by=dana)),
    ],
)
def test_sqlite_looks_at_few_of_many_records(
    world: None, table: str, look: Callable[[Session], object]
) -> None:
    with db.reading() as session:
        if session.get_bind().dialect.name != "sqlite":
            return
        bound, asked = session.connection(), list[tuple[str, Any]]()

        def note(_c: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
            asked.append((statement, given))

        event.listen(bound, "before_cursor_execute", note)
        look(session)
        event.remove(bound, "before_cursor_execute", note)
        read, given = next(each for each in asked if f"{table}.id IN (SELECT rowid" in each[0])
        plan = bound.exec_driver_sql(f"EXPLAIN QUERY PLAN {read}", given).all()
        assert not [row[3] for row in plan if row[3].startswith(f"SCAN {table}")]


def test_where_many_have_the_letters_a_list_is_read_until_its_page_is_full(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = log(session, "Обсудили вивисекцию")
    is_kept = session.get_bind().dialect.name == "sqlite"
    assert letters.are_few(session, KEY, [PIECE]) is is_kept
    assert not letters.are_few(session, KEY, ["ви"])
    monkeypatch.setattr(letters, "FEW", 0)
    assert not letters.are_few(session, KEY, [PIECE])
    assert found(session, PIECE) == [entry.id]
