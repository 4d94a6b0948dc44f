"""Interactions: many with many in one entry, and what follows from it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from tests.world import EMC, MARAT, SCIENCE_WEEK, SEMEY_ENGINEERING, aigerim, boris, dana, saule
from tracker import clock, db
from tracker.domain import drafts, erasing, follow_ups, interactions
from tracker.domain.exports import interactions as exports
from tracker.domain.models import (
    Account,
    Change,
    FollowUp,
    Interaction,
    InteractionDraft,
    InteractionKind,
    Kind,
    Partner,
    Person,
)
from tracker.errors import Invalid, NotFound, Stale


def draft(**typed: object) -> InteractionDraft:
    standing = {"happened_on": clock.today(), "summary": "Talked about internships"}
    return drafts.checked(InteractionDraft, {**standing, **typed})


def log(session: Session, *partners: int, **typed: object) -> int:
    chosen = list(partners) or [EMC]
    entry = interactions.log(session, draft(**typed), partner_ids=chosen, by=aigerim)
    assert entry.id
    return entry.id


def found(session: Session, text: str = "", **narrowed: object) -> list[int]:
    wanted = interactions.InteractionFilter(text=text, **narrowed)  # type: ignore[arg-type]
    return [row.id for row in interactions.search(session, wanted, by=boris).rows]


def test_one_entry_holds_several_partners_people_and_colleagues(session: Session) -> None:
    session.add(Person(name="Әсел Бекова"))
    session.flush()
    entry = interactions.log(
        session,
        draft(),
        partner_ids=[SEMEY_ENGINEERING, EMC, EMC],
        person_ids=[MARAT, 2],
        colleague_ids=[aigerim.id, dana.id],
        by=aigerim,
    )
    row = interactions.search(session, by=boris).rows[0]
    assert row.partners == ("EMC", "Semey Engineering")
    assert row.people == ("Әсел Бекова", "Марат Әлиев")
    assert row.colleagues == (aigerim.name, dana.name)
    assert (row.summary, row.by) == ("Talked about internships", aigerim.name)
    assert entry.id
    detail = interactions.get(session, entry.id, by=boris)
    assert detail.partners == [(EMC, "EMC"), (SEMEY_ENGINEERING, "Semey Engineering")]
    assert detail.colleagues[0] == (aigerim.id, aigerim.name)
    assert detail.by == aigerim.name


def test_who_writes_is_the_colleague_when_nobody_is_named(session: Session) -> None:
    entry = interactions.log(session, draft(), partner_ids=[EMC], by=dana)
    assert found(session, colleague_id=dana.id) == [entry.id]
    assert found(session, colleague_id=aigerim.id) == []


@pytest.mark.parametrize("field", ["partner_ids", "colleague_ids"])
def test_an_interaction_has_a_partner_and_a_colleague(session: Session, field: str) -> None:
    entry = log(session)
    links: dict[str, list[int]] = {"partner_ids": [EMC], "colleague_ids": [aigerim.id], field: []}
    with pytest.raises(Invalid) as refused:
        interactions.update(session, entry, draft(), **links, person_ids=[], revision=1, by=aigerim)
    assert (refused.value.field, refused.value.code) == (field, "required")


@pytest.mark.parametrize(
    ("field", "ids"), [("partner_ids", [404]), ("person_ids", [404]), ("colleague_ids", [404])]
)
def test_whoever_takes_part_must_be_there(session: Session, field: str, ids: list[int]) -> None:
    links: dict[str, Any] = {"partner_ids": [EMC], field: ids}
    with pytest.raises(Invalid) as refused:
        interactions.log(session, draft(), **links, by=aigerim)
    assert refused.value.field == field


def test_nobody_who_was_erased_is_met_again_by_a_form_opened_before(session: Session) -> None:
    before = interactions.log(session, draft(), partner_ids=[EMC], person_ids=[MARAT], by=aigerim)
    erasing.erase(session, MARAT, reason="Asked", revision=1, by=dana)
    with pytest.raises(Invalid) as refused:
        interactions.log(session, draft(), partner_ids=[EMC], person_ids=[MARAT], by=aigerim)
    assert (refused.value.field, refused.value.code) == ("person_ids", "not_found")
    session.expire_all()
    # Of the contacts they had stays that somebody was there.
    known = session.get_one(Interaction, before.id)
    links = {"partner_ids": [EMC], "person_ids": [MARAT], "colleague_ids": [aigerim.id]}
    revision = known.revision
    interactions.update(session, known.id or 0, draft(), **links, revision=revision, by=aigerim)
    assert [each.person_id for each in known.people] == [MARAT]


def test_an_interaction_belongs_to_an_event_that_is_there(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        log(session, event_id=404)
    assert refused.value.field == "event_id"
    assert found(session, event_id=SCIENCE_WEEK) == []
    entry = log(session, event_id=SCIENCE_WEEK)
    assert found(session, event_id=SCIENCE_WEEK) == [entry]


def test_what_has_not_happened_yet_is_not_an_interaction(session: Session) -> None:
    log(session, happened_on=clock.today() + timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        log(session, happened_on=clock.today() + timedelta(days=2))
    assert (refused.value.field, refused.value.code) == ("happened_on", "in_future")


def test_a_next_step_becomes_a_follow_up_of_the_writer(session: Session) -> None:
    day = clock.today() + timedelta(days=7)
    entry = interactions.log(
        session,
        draft(),
        partner_ids=[SEMEY_ENGINEERING, EMC],
        next_step=follow_ups.NextStep("Send the programme", day),
        by=aigerim,
    )
    step = session.exec(select(FollowUp)).one()
    assert (step.subject, step.due_on, step.owner_id) == ("Send the programme", day, aigerim.id)
    assert (step.partner_id, step.interaction_id) == (SEMEY_ENGINEERING, entry.id)


def test_a_next_step_can_be_a_colleagues(session: Session) -> None:
    step = follow_ups.NextStep("Call back", owner_id=dana.id)
    interactions.log(session, draft(), partner_ids=[EMC], next_step=step, by=aigerim)
    assert session.exec(select(FollowUp.owner_id)).one() == dana.id


def test_a_next_step_without_words_is_refused_with_the_whole_entry(world: None) -> None:
    with pytest.raises(Invalid) as refused, db.transaction() as session:
        step = follow_ups.NextStep(" ")
        interactions.log(session, draft(), partner_ids=[EMC], next_step=step, by=aigerim)
    assert (refused.value.field, refused.value.code) == ("subject", "required")
    with db.reading() as session:
        assert found(session) == []


def test_the_same_entry_sent_twice_is_stored_once_with_one_next_step(world: None) -> None:
    step = follow_ups.NextStep("Send the programme")
    for _ in range(2):
        with db.transaction() as session:
            interactions.log(
                session, draft(), partner_ids=[EMC], next_step=step, by=aigerim, key="k"
            )
    with db.reading() as session:
        assert len(found(session)) == len(session.exec(select(FollowUp)).all()) == 1


def test_interactions_are_found_by_word_kind_day_and_who_was_there(session: Session) -> None:
    call = log(session, kind="call", happened_on=date(2024, 4, 8), summary="О переподготовке")
    visit = log(session, SEMEY_ENGINEERING, kind="visit", happened_on=date(2024, 4, 10))
    assert found(session) == [visit, call]
    assert found(session, "ПЕРЕПОДГОТОВКЕ") == [call]
    assert found(session, kind=InteractionKind.VISIT) == [visit]
    assert found(session, partner_id=EMC) == [call]
    assert found(session, person_id=MARAT) == []
    assert found(session, since=date(2024, 4, 9)) == [visit]
    assert found(session, until=date(2024, 4, 9)) == [call]
    oldest = interactions.search(session, by=boris, oldest_first=True)
    assert [row.id for row in oldest.rows] == [call, visit]


def test_a_word_is_found_in_any_case_script_form_and_layout(session: Session) -> None:
    russian = log(session, summary="Всё о переподготовке врачей на Иртыше")
    kazakh = log(session, summary="Зертханаға қызмет көрсету", outcome="Келісілді")
    log(session, summary="Something else")
    for typed in ("ВСЕ о Переподготовке", "perepodgotovk", "переподготовка", "gthtgjlujnjdrf"):
        assert found(session, typed) == [russian], typed
    for typed in ("ЗЕРТХАНА", "qyzmet", "зертханада қызмет", "kelisildi"):
        assert found(session, typed) == [kazakh], typed
    assert found(session, "qyzmet perepodgotovka") == []
    assert found(session, "…") == []
    narrowed = interactions.InteractionFilter(text="qyzmet", kind=InteractionKind.CALL)
    assert interactions.search(session, narrowed, by=boris).rows == []
    wanted = interactions.InteractionFilter(text="qyzmet")
    assert [row.id for row in exports.all_rows(session, wanted, by=dana)] == [kazakh]


def test_a_long_summary_is_cut_at_a_word(session: Session) -> None:
    log(session, summary="word " * 100)
    assert interactions.search(session, by=boris).rows[0].summary == "word " * 39 + "word…"


def test_people_added_and_taken_away_are_in_the_history(session: Session) -> None:
    entry = log(session)
    interactions.update(
        session, entry, draft(), partner_ids=[SEMEY_ENGINEERING], person_ids=[MARAT],
        colleague_ids=[dana.id], revision=1, by=dana,
    )  # fmt: skip
    changes = session.exec(
        select(Change.field, Change.old, Change.new).where(
            Change.kind == Kind.INTERACTION, Change.account_id == dana.id, col(Change.field) != ""
        )
    ).all()
    assert set(changes) == {
        ("partners", str(EMC), None),
        ("partners", None, str(SEMEY_ENGINEERING)),
        ("people", None, str(MARAT)),
        ("colleagues", str(aigerim.id), None),
        ("colleagues", None, str(dana.id)),
    }
    detail = interactions.get(session, entry, by=boris)
    assert [name for _, name in detail.partners] == ["Semey Engineering"]


def test_a_changed_link_makes_an_older_form_stale(session: Session) -> None:
    entry = log(session)
    interactions.update(
        session, entry, draft(), partner_ids=[EMC, SEMEY_ENGINEERING], person_ids=[],
        colleague_ids=[aigerim.id], revision=1, by=aigerim,
    )  # fmt: skip
    with pytest.raises(Stale):
        interactions.update(
            session, entry, draft(summary="Other words"), partner_ids=[EMC], person_ids=[],
            colleague_ids=[aigerim.id], revision=1, by=dana,
        )  # fmt: skip


def test_an_entry_may_keep_those_who_have_left_since(session: Session) -> None:
    entry = log(session, happened_on=date(2024, 4, 8))
    session.get_one(Account, aigerim.id).active = False
    session.get_one(Partner, EMC).deleted_at = clock.now()
    session.flush()
    saved = interactions.update(
        session, entry, draft(summary="Corrected"), partner_ids=[EMC], person_ids=[],
        colleague_ids=[aigerim.id], revision=1, by=dana,
    )  # fmt: skip
    assert saved.summary == "Corrected"


def test_an_interaction_in_the_trash_is_not_found(session: Session) -> None:
    entry = log(session)
    session.get_one(Interaction, entry).deleted_at = clock.now()
    assert found(session) == []
    with pytest.raises(NotFound):
        interactions.get(session, entry, by=boris)


def test_a_page_of_interactions_asks_the_database_three_times(session: Session) -> None:
    for _ in range(3):
        log(session, EMC, SEMEY_ENGINEERING)
    asked: list[str] = []
    engine = db.engine()

    def note(*call: object) -> None:
        asked.append(str(call[2]))

    event.listen(engine, "before_cursor_execute", note)
    interactions.search(session, by=saule)
    event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == 3
