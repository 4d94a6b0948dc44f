"""Others save between the transactions of an import: its later rows go by what they left."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, func, select

from tests.domain.importing.rows import rows
from tests.domain.importing.test_jobs import begin, everything, given_file, job
from tests.world import EMC, MARAT, aigerim, dana
from tracker import clock, db
from tracker.domain import (
    drafts,
    events,
    follow_ups,
    importing,
    interactions,
    partners,
    people,
    trash,
    undoing,
    units,
)
from tracker.domain.importing import Run, meanwhile, work
from tracker.domain.models import (
    EventDraft,
    EventKind,
    FollowUp,
    FollowUpDraft,
    FollowUpKind,
    FollowUpStatus,
    ImportMode,
    ImportState,
    InteractionDraft,
    Kind,
    Partner,
    PartnerDraft,
    Period,
    Person,
    PersonDraft,
    PositionDraft,
    UnitDraft,
)
from tracker.errors import ChangedSince, Invalid

Act = Callable[[Session], object]


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "BATCH", 1)


def opened(kind: Kind, *said: dict[str, Any], creates_partners: bool = False) -> tuple[int, Run]:
    """An import that is checked, and of which nothing is stored yet."""
    with db.transaction() as session:
        given = given_file()._replace(headers=["a", "b", "c", "d"])
        number = importing.keep(session, kind, given, by=dana).id or 0
        needed = {
            Kind.PERSON: ["name"],
            Kind.INTERACTION: ["happened_on", "summary", "partners"],
            Kind.FOLLOW_UP: ["partner_id"],
            Kind.EVENT: ["name", "starts_on"],
        }.get(kind, ["name_en"])
        columns = [*needed, *[None] * (4 - len(needed))]
        importing.choose(
            session,
            number,
            columns,
            mode=ImportMode.BOTH,
            creates_partners=creates_partners,
            by=dana,
        )
    begin(number, ImportState.CHECKING)
    with db.transaction() as session:
        choices = importing.choices_of(importing.get(session, number, by=dana))
        likely: importing.Likely = {}
        outcome = importing.check(session, kind, rows(*said), choices, likely, by=dana)
        importing.checked(session, number, outcome, likely, by=dana)
    begin(number)
    with db.reading() as session:
        return number, importing.prepared(session, number, rows(*said), by=dana)


def step(run: Run) -> None:
    turn = next(run.turns)
    with db.transaction() as session:
        importing.store(session, run, turn, by=dana)


def act(what: Act) -> None:
    with db.transaction() as session:
        what(session)


def ended(run: Run) -> tuple[int, int, int, int, list[str]]:
    """The rest is stored: created, updated, left, rejected, and why."""
    for turn in run.turns:
        with db.transaction() as session:
            importing.store(session, run, turn, by=dana)
    with db.transaction() as session:
        importing.finish(session, run, by=dana)
    now = job(run.import_id)
    with db.reading() as session:
        problems = importing.report(session, run.import_id, by=dana).problems
    return now.created, now.updated, now.left, now.rejected, [each.code for each in problems]


def ids(session: Session, name: str) -> list[int]:
    query = select(Partner).where(col(Partner.name_en) == name)
    return [each.id or 0 for each in session.exec(query.where(col(Partner.deleted_at).is_(None)))]


def named(name: str) -> int:
    with db.reading() as session:
        return ids(session, name)[0]


FIRST, NOVA = {"name_en": "First"}, {"name_en": "Nova", "city": "Semey"}


def test_a_partner_that_came_meanwhile_is_not_made_twice(world: None) -> None:
    _, run = opened(Kind.PARTNER, FIRST, NOVA)
    step(run)
    act(lambda session: partners.create(session, PartnerDraft(name_en="Nova"), by=aigerim))
    assert ended(run) == (1, 1, 0, 0, [])
    with db.reading() as session:
        assert len(ids(session, "Nova")) == 1


@pytest.mark.parametrize("many", [500, 0])
def test_a_partner_that_went_to_the_trash_meanwhile_is_not_changed(
    world: None, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(meanwhile, "MANY", many)
    _, run = opened(Kind.PARTNER, FIRST, {"name_en": "EMC", "city": "Astana"})
    step(run)
    act(lambda session: trash.delete(session, Kind.PARTNER, EMC, revision=1, by=dana))
    assert ended(run) == (2, 0, 0, 0, [])
    assert named("EMC") != EMC


def test_one_of_the_file_that_got_another_name_meanwhile_has_that_name(world: None) -> None:
    _, run = opened(
        Kind.PARTNER, NOVA, FIRST, {"name_en": "Nova"}, {"name_en": "Vega", "city": "A"}
    )
    step(run)
    number = named("Nova")

    def rename(session: Session) -> None:
        revision = partners.get(session, number, by=aigerim).revision
        draft = PartnerDraft(name_en="Vega", city="Semey")
        partners.update(session, number, draft, revision=revision, by=aigerim)

    act(rename)
    assert ended(run) == (3, 1, 0, 0, [])
    assert (named("Vega"), named("Nova") != number) == (number, True)


def test_a_bin_that_was_taken_meanwhile_is_known(world: None) -> None:
    _, run = opened(Kind.PARTNER, FIRST, {"name_en": "Nova", "bin": "990340000123"})
    step(run)
    draft = PartnerDraft(name_en="Vega", bin="990340000123")
    act(lambda session: partners.create(session, draft, by=aigerim))
    ended(run)
    assert named("Nova") > 0
    with db.reading() as session:
        assert ids(session, "Vega") == []  # the row gave it another name


def test_somebody_who_came_meanwhile_is_not_made_twice(world: None) -> None:
    _, run = opened(Kind.PERSON, {"name": "First"}, {"name": "Anna Kim", "partner_id": "EMC"})
    step(run)
    held = [PositionDraft(partner_id=EMC)]
    draft = PersonDraft(name="Anna Kim")
    act(lambda session: people.create(session, draft, positions=held, by=aigerim))
    created, *_ = ended(run)
    assert created == 1
    with db.reading() as session:
        query = select(func.count()).where(col(Person.name) == "Anna Kim")
        assert session.scalar(query) == 1


def test_what_others_do_with_people_is_nothing_to_a_file_of_partners(world: None) -> None:
    _, run = opened(Kind.PARTNER, FIRST, NOVA)
    step(run)
    act(lambda session: people.create(session, PersonDraft(name="Anna Kim"), by=aigerim))
    assert ended(run) == (2, 0, 0, 0, [])


def test_a_meeting_that_was_logged_meanwhile_is_not_made_twice(world: None) -> None:
    met = {"happened_on": clock.today(), "summary": "met", "partners": ["EMC"]}
    _, run = opened(Kind.INTERACTION, {**met, "summary": "first"}, met)
    step(run)
    draft = InteractionDraft(happened_on=clock.today(), summary="met")
    act(lambda session: interactions.log(session, draft, partner_ids=[EMC], by=dana))
    assert ended(run) == (1, 0, 1, 0, [])


def test_taken_back_it_has_not_come_again_and_what_is_confirmed_is_asked_each_turn(
    world: None,
) -> None:
    with db.transaction() as session:
        weekly = {"due_on": clock.today(), "repeat_every": 1, "rhythm": Period.WEEKS}
        typed = {"partner_id": EMC, "owner_id": aigerim.id, **weekly}
        begun = [
            follow_ups.create(session, drafts.checked(FollowUpDraft, typed), by=aigerim).id
            for _ in range(2)
        ]
    before = everything()
    done = {"status": FollowUpStatus.DONE, "outcome": "Called", "tags": ["calls"]}
    said = [{"partner_id": "EMC", "link": ("", number), **done} for number in begun]
    number, run = opened(Kind.FOLLOW_UP, *said)
    step(run)
    act(lambda session: follow_ups.ask_second(session, [FollowUpKind.OTHER], by=dana))
    assert ended(run) == (0, 2, 0, 0, [])
    with db.reading() as session:
        found = session.exec(select(FollowUp).order_by(col(FollowUp.id)))
        assert [each.status for each in found] == ["done", "to_confirm", "open"]
    act(lambda session: importing.take_back(session, number, by=dana))
    act(lambda session: follow_ups.ask_second(session, [], by=dana))
    assert everything() == before


def test_a_follow_up_that_went_meanwhile_is_made_anew(world: None) -> None:
    said = {"partner_id": "EMC", "subject": "samples"}
    _, run = opened(Kind.FOLLOW_UP, said, {**said, "subject": "visit"}, said)
    step(run)

    def discard(session: Session) -> None:
        found = session.exec(select(FollowUp).where(FollowUp.subject == "samples")).one()
        number, revision = found.id or 0, found.revision
        trash.delete(session, Kind.FOLLOW_UP, number, revision=revision, by=dana)

    act(discard)
    assert ended(run) == (3, 0, 0, 0, [])


def test_an_event_that_came_meanwhile_is_not_made_twice(world: None) -> None:
    fair = {"name": "Fair", "starts_on": clock.today()}
    _, run = opened(Kind.EVENT, {**fair, "name": "First"}, fair)
    step(run)
    draft = EventDraft(name_en="Fair", kind=EventKind.FORUM, starts_on=clock.today())
    act(lambda session: events.create(session, draft, by=aigerim))
    assert ended(run) == (1, 0, 1, 0, [])


def test_a_unit_that_came_meanwhile_can_be_named(world: None) -> None:
    said = {"partner_id": "EMC", "subject": "samples", "unit_id": "Mining"}
    _, run = opened(Kind.FOLLOW_UP, said, {**said, "subject": "visit"})
    step(run)
    act(lambda session: units.create(session, UnitDraft(name_en="Mining"), by=dana))
    assert ended(run) == (1, 0, 0, 1, ["unit_unknown"])


def test_one_that_breaks_off_leaves_what_a_colleague_made_of_it(world: None) -> None:
    before = everything()
    number, run = opened(Kind.PARTNER, NOVA, FIRST, {"name_en": "Vega"})
    step(run)
    step(run)
    nova = named("Nova")

    def move(session: Session) -> None:
        revision = partners.get(session, nova, by=aigerim).revision
        draft = PartnerDraft(name_en="Nova", city="Almaty")
        partners.update(session, nova, draft, revision=revision, by=aigerim)

    act(move)
    act(lambda session: importing.fail(session, number, "import_failed", by=dana))
    with db.reading() as session:
        assert [ids(session, name) for name in ("Nova", "First", "Vega")] == [[nova], [], []]
    assert everything() != before


def test_what_a_colleague_changed_between_two_rows_is_not_taken_back(world: None) -> None:
    marat = {"name": "Марат Әлиев", "partner_id": "EMC"}
    number, run = opened(
        Kind.PERSON, {**marat, "email": "a@b.kz"}, {**marat, "phone": "+7 701 123 45 67"}
    )
    step(run)

    def mend(session: Session) -> None:
        kept = session.get_one(Person, MARAT)
        draft = PersonDraft(name=kept.name, email="m@b.kz")
        people.update(session, MARAT, draft, revision=kept.revision, by=aigerim)

    act(mend)
    assert ended(run) == (0, 2, 0, 0, [])
    with pytest.raises(ChangedSince), db.transaction() as session:
        importing.take_back(session, number, by=dana)


def test_one_that_is_under_way_is_taken_back_by_nobody_else(world: None) -> None:
    number, run = opened(Kind.PARTNER, NOVA, FIRST)
    step(run)
    with db.reading() as session:
        assert undoing.recent(session, by=dana).rows == []
    with pytest.raises(Invalid, match="import_moved_on"), db.transaction() as session:
        undoing.undo(session, job(number).undo_id or 0, by=dana)
    ended(run)
    with db.reading() as session:
        (line,) = undoing.recent(session, by=dana).rows
    assert (line.id, line.size) == (job(number).undo_id, 2)


def test_who_was_taken_for_dead_stores_nothing_more(world: None) -> None:
    before = everything()
    number, slow = opened(Kind.PARTNER, NOVA, FIRST)
    step(slow)
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert begin(number) is True
        assert everything() == before
        with pytest.raises(Invalid, match="import_moved_on"):
            step(slow)
        with pytest.raises(Invalid, match="import_moved_on"), db.transaction() as session:
            importing.finish(session, slow, by=dana)
    with db.reading() as session:
        again = importing.prepared(session, number, rows(NOVA, FIRST), by=dana)
    assert ended(again) == (2, 0, 0, 0, [])


def test_one_that_nobody_goes_on_with_is_found(world: None) -> None:
    number, run = opened(Kind.PARTNER, NOVA, FIRST)
    step(run)
    with db.reading() as session:
        assert importing.stopped(session) == []
        with clock.at(clock.now() + timedelta(minutes=5)):
            assert importing.stopped(session) == [(number, dana)]
