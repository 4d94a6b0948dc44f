"""Taking back a whole piece of work: everything as it was, or a refusal that says why not."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from tests.world import EMC, MARAT, SCIENCE_WEEK, SEMEY_ENGINEERING, aigerim, boris, dana, saule
from tracker import clock, db
from tracker.domain import history, journal, partners, restoring, tags, undoing
from tracker.domain.models import (
    Attachment,
    AttachmentContent,
    Change,
    Direction,
    Event,
    FollowUp,
    IdFloor,
    Interaction,
    InteractionPartner,
    JournalRow,
    Kind,
    Participation,
    ParticipationRole,
    Partner,
    PartnerTag,
    Person,
    Position,
    Stage,
    Tag,
    Undertaking,
    UndertakingKind,
)
from tracker.domain.titles import Title
from tracker.errors import ChangedSince, NotAllowed, NotFound, TakenBack, TooLate

MERGE, IMPORT = UndertakingKind.MERGE, UndertakingKind.IMPORT
# What saving itself counts or notes; everything else must come back exactly.
COUNTED = {"revision", "updated_at"}
KEPT = {
    "name_key",
    "change",
    "undertaking",
    "journal_row",
    "id_floor",
    "save_key",
    "suggested_pair",
}


def rows_of_everything(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every business table, all columns but COUNTED."""
    session.flush()
    return {
        table.name: sorted(
            (
                tuple(value for name, value in row._mapping.items() if name not in COUNTED)
                for row in session.connection().execute(sa.select(table))
            ),
            key=repr,
        )
        for table in db.Base.metadata.sorted_tables
        if table.name not in KEPT
    }


def work(session: Session, kind: UndertakingKind = IMPORT) -> Any:
    return undoing.recorded(session, kind, "partners.xlsx", by=dana)


def put(session: Session, *things: SQLModel) -> None:
    for thing in things:
        session.add(thing)
        session.flush()


def partner(session: Session, number: int) -> Partner:
    found = session.get(Partner, number)
    assert found is not None
    return found


def met() -> Interaction:
    return Interaction(happened_on=date(2024, 5, 1), summary="met")


def number_of(undertaking: Undertaking) -> int:
    assert undertaking.id is not None
    return undertaking.id


def test_everything_comes_back_as_it_was(session: Session) -> None:
    tags.put(session, PartnerTag, partner(session, EMC), ["old"])
    file = Attachment(
        name="a.pdf", media_type="x", size=2, sha256="0", added_by=1, partner_id=EMC
    )  # fmt: skip
    put(session, file)
    put(session, AttachmentContent(attachment_id=1, content=b"\x00\xff"))
    before = rows_of_everything(session)
    with work(session) as done:
        emc = partner(session, EMC)
        emc.stage, emc.aliases, emc.city = Stage.ACTIVE, ["E. M. C."], "Семей"
        tags.put(session, PartnerTag, emc, ["new"])
        session.delete(session.get(AttachmentContent, file.id))
        session.flush()
        session.delete(file)
        put(session, Partner(name_en="Nova", parent_id=SEMEY_ENGINEERING))
        put(session, Person(name="Anna"), Position(person_id=2, partner_id=3, since=None))
        put(session, Event(name_en="Fair", starts_on=date(2024, 5, 1), starts_at=time(9, 30)))
        put(session, Interaction(happened_on=date(2024, 5, 1), summary="met"))
        put(session, InteractionPartner(interaction_id=1, partner_id=3))
        put(session, Participation(event_id=2, partner_id=3))
    assert rows_of_everything(session) != before
    assert done.size == 13
    undoing.undo(session, number_of(done), by=dana)
    assert rows_of_everything(session) == before
    assert (done.undone_by, done.undone_at is not None) == (dana.id, True)


def test_what_was_put_back_counts_as_a_later_save(session: Session) -> None:
    seen = partner(session, EMC).revision
    guest = Participation(event_id=SCIENCE_WEEK, partner_id=EMC, role=ParticipationRole.GUEST)
    put(session, guest)
    with work(session) as done:
        partner(session, EMC).city = "Семей"
        session.delete(guest)
    undoing.undo(session, number_of(done), by=dana)
    assert partner(session, EMC).revision == seen + 2
    assert session.exec(select(Participation.revision)).one() == 2


def test_history_tells_who_took_it_back_and_what(session: Session) -> None:
    with work(session) as done:
        partner(session, EMC).city = "Семей"
        put(session, Partner(name_ru="Нова"), FollowUp(partner_id=3, owner_id=1, subject="x"))
    undoing.undo(session, number_of(done), by=dana)
    told = [
        (each.account_id, each.kind, each.field, each.old, each.new)
        for each in session.exec(select(Change).order_by(Change.id))  # type: ignore[arg-type]
    ]
    assert set(told[-3:]) == {
        (dana.id, Kind.PARTNER, "city", "Семей", None),
        (dana.id, Kind.PARTNER, "", "Нова", None),
        (dana.id, Kind.FOLLOW_UP, "", "x", None),
    }


def test_history_still_names_what_is_gone(session: Session) -> None:
    with work(session) as done:
        put(session, Partner(name_ru="Нова", parent_id=EMC), met())
        put(session, InteractionPartner(interaction_id=1, partner_id=3))
        put(session, met())
    partner(session, EMC).parent_id = SEMEY_ENGINEERING
    put(session, InteractionPartner(interaction_id=2, partner_id=EMC))
    undoing.undo(session, number_of(done), by=dana, keep_changed=True)
    told = history.everything(session, by=dana).rows
    assert [(each.title.text, each.title.gone, each.old) for each in told[:3]] == [
        ("Нова", True, Title("Нова")),
        ("met", True, Title("met")),
        ("met", True, Title("Нова", gone=True)),
    ]
    assert [each.id for each in history.since(session, told[-1].at, by=boris)][:1] == [EMC]
    session.connection().execute(sa.delete(Change).where(Change.field == ""))  # type: ignore[arg-type]
    assert history.everything(session, by=dana).rows[0].title == Title("#1", gone=True)


def test_ids_of_what_is_gone_are_not_given_away_again(session: Session) -> None:
    with work(session) as done:
        put(session, Partner(name_en="Nova"), Partner(name_en="Terra"))
    undoing.undo(session, number_of(done), by=dana)
    put(session, Partner(name_en="Later"))
    assert session.exec(select(Partner.id).where(Partner.name_en == "Later")).one() == 5
    put(session, Partner(name_en="Still later"), Person(name="Anna"))
    assert session.exec(select(Partner.id).where(Partner.name_en == "Still later")).one() == 6
    with work(session) as again:
        put(session, Partner(name_en="Nova"))
    undoing.undo(session, number_of(again), by=dana)
    floor = session.get(IdFloor, "partner")
    assert floor is not None
    assert floor.highest == 7


def test_what_was_changed_since_is_never_overwritten(session: Session) -> None:
    with work(session) as done:
        partner(session, EMC).city = "Семей"
        partner(session, SEMEY_ENGINEERING).city = "Семей"
    partner(session, EMC).city = "Астана"
    session.flush()
    now = rows_of_everything(session)
    with pytest.raises(ChangedSince) as refused:
        undoing.undo(session, number_of(done), by=dana)
    assert refused.value.records == [("partner", EMC)]
    assert refused.value.values["names"] == "«EMC»"
    assert rows_of_everything(session) == now
    partner(session, EMC).city = "Семей"
    undoing.undo(session, number_of(done), by=dana)
    assert partner(session, EMC).city is None


def test_what_others_linked_to_since_stands_in_the_way(session: Session) -> None:
    with work(session) as done:
        put(session, Partner(name_en="Nova"))
    put(session, FollowUp(partner_id=3, owner_id=1, subject="samples"))
    with pytest.raises(ChangedSince) as refused:
        undoing.undo(session, number_of(done), by=dana)
    assert refused.value.records == [("follow_up", 1)]
    assert refused.value.values["names"] == "«samples»"


def test_a_link_that_would_go_silently_stands_in_the_way_too(session: Session) -> None:
    with work(session) as done:
        put(session, Partner(name_en="Nova"))
    put(session, Position(person_id=MARAT, partner_id=3))
    with pytest.raises(ChangedSince) as refused:
        undoing.undo(session, number_of(done), by=dana)
    assert refused.value.records == [("person", MARAT)]


@pytest.mark.parametrize("gone", [True, False])
def test_a_link_that_came_or_went_since_stands_in_the_way(session: Session, gone: bool) -> None:
    guest = Participation(event_id=SCIENCE_WEEK, partner_id=EMC)
    put(session, guest)
    with work(session) as done:
        session.delete(guest)
        put(session, PartnerTag(partner_id=EMC, tag_id=_tag(session)))
    if gone:
        tags.put(session, PartnerTag, partner(session, EMC), [])
    else:
        put(session, Participation(id=1, event_id=SCIENCE_WEEK, partner_id=EMC))
    with pytest.raises(ChangedSince) as refused:
        undoing.undo(session, number_of(done), by=dana)
    assert refused.value.records == [("partner", EMC) if gone else ("event", SCIENCE_WEEK)]


def test_many_records_are_named_by_the_first_few(session: Session) -> None:
    with work(session) as done:
        put(session, *(Partner(name_en=f"Nova {number}") for number in range(7)))
    for row in session.exec(select(Partner).where(Partner.id > 2)):  # type: ignore[operator]
        row.city = "Семей"
    session.flush()
    with pytest.raises(ChangedSince) as refused:
        undoing.undo(session, number_of(done), by=dana)
    assert len(refused.value.records) == refused.value.values["count"] == 7
    assert str(refused.value.values["names"]).count("«") == 5


def test_a_tag_that_others_use_stays(session: Session) -> None:
    with work(session) as done:
        tags.put(session, PartnerTag, partner(session, EMC), ["science"])
    tags.put(session, PartnerTag, partner(session, SEMEY_ENGINEERING), ["science"])
    undoing.undo(session, number_of(done), by=dana)
    assert tags.of(session, PartnerTag, EMC, by=dana) == []
    assert tags.of(session, PartnerTag, SEMEY_ENGINEERING, by=dana) == ["science"]


def test_the_rest_of_an_import_can_be_taken_back(session: Session) -> None:
    with work(session) as done:
        put(session, Partner(name_en="Parent"), Partner(name_en="Nova", parent_id=3))
        put(session, Partner(name_en="Terra"))
        for number in (4, 5):
            tags.put(session, PartnerTag, partner(session, number), [f"tag {number}"])
    put(session, FollowUp(partner_id=4, owner_id=1))
    with pytest.raises(ChangedSince) as refused:
        undoing.undo(session, number_of(done), by=dana)
    assert refused.value.can_keep
    undoing.undo(session, number_of(done), by=dana, keep_changed=True)
    assert session.exec(select(Partner.name_en)).all() == [
        *("EMC", "Semey Engineering", "Parent", "Nova")
    ]
    assert session.exec(select(Tag.name)).all() == ["tag 4"]


def test_what_an_import_changed_and_somebody_after_it_stays(session: Session) -> None:
    with work(session) as done:
        put(session, Partner(name_en="Nova"))
        tags.put(session, PartnerTag, partner(session, 3), ["science"])
    tags.put(session, PartnerTag, partner(session, 3), [])
    undoing.undo(session, number_of(done), by=dana, keep_changed=True)
    assert partner(session, 3).name_en == "Nova"


def test_a_merge_goes_back_whole_or_not_at_all(session: Session) -> None:
    with work(session, MERGE) as done:
        partner(session, EMC).city = "Семей"
    partner(session, EMC).city = "Астана"
    with pytest.raises(ChangedSince) as refused:
        undoing.undo(session, number_of(done), by=dana, keep_changed=True)
    assert not refused.value.can_keep


def test_later_work_has_to_be_taken_back_first(session: Session) -> None:
    before = rows_of_everything(session)
    with work(session) as first:
        partner(session, EMC).city = "Семей"
    with work(session) as second:
        partner(session, EMC).city = "Астана"
    with pytest.raises(ChangedSince):
        undoing.undo(session, number_of(first), by=dana)
    for each in (second, first):
        undoing.undo(session, number_of(each), by=dana)
    assert rows_of_everything(session) == before


def test_taking_back_twice_takes_back_once(session: Session) -> None:
    with work(session) as done:
        partner(session, EMC).city = "Семей"
    undoing.undo(session, number_of(done), by=dana)
    partner(session, EMC).city = "Астана"
    with pytest.raises(TakenBack) as refused:
        undoing.undo(session, number_of(done), by=saule)
    assert refused.value.values["who"] == dana.name
    assert partner(session, EMC).city == "Астана"


def test_a_bin_goes_back_to_whom_it_was_taken_from(session: Session) -> None:
    number = "990340000123"
    partner(session, SEMEY_ENGINEERING).bin = number
    before = rows_of_everything(session)
    with work(session) as done:
        other = partner(session, SEMEY_ENGINEERING)
        other.bin, other.city = None, "Семей"
        session.flush()
        partner(session, EMC).bin = number
    undoing.undo(session, number_of(done), by=dana)
    assert rows_of_everything(session) == before


def test_a_partner_that_came_alive_gives_its_bin_up_first(session: Session) -> None:
    number = "990340000123"
    partner(session, SEMEY_ENGINEERING).bin = number
    before = rows_of_everything(session)
    with work(session) as done:
        partner(session, SEMEY_ENGINEERING).deleted_at = clock.now()
        session.flush()
        put(session, Partner(name_en="Nova", bin=number))
    undoing.undo(session, number_of(done), by=dana)
    assert rows_of_everything(session) == before


def test_parents_that_came_after_their_children_go_after_them(session: Session) -> None:
    before = rows_of_everything(session)
    with work(session) as done:
        put(session, *(Partner(name_en=f"Nova {number}") for number in range(4)))
        for number in (3, 4, 5):
            partner(session, number).parent_id = number + 1
            session.flush()
    undoing.undo(session, number_of(done), by=dana)
    assert rows_of_everything(session) == before


def test_what_is_written_down_on_the_way_counts_once(session: Session) -> None:
    """Long work does not hold all it did in memory; a row that it meets again is still one row."""
    before = rows_of_everything(session)
    with work(session) as done:
        emc, other = partner(session, EMC), partner(session, SEMEY_ENGINEERING)
        put(session, nova := Partner(name_en="Nova"), gone := Partner(name_en="Gone"))
        was, other.city = other.city, "Shar"
        emc.city, emc.parent_id = "Ayagoz", nova.id
        journal.write_down(session)
        put(session, above := Partner(name_en="Above"))
        emc.city, nova.parent_id, other.city = "Abai", above.id, was
        session.delete(gone)
        journal.write_down(session)
        put(session, Partner(id=gone.id, name_en="Gone again"))
        emc.parent_id = above.id
    changed = session.scalars(
        select(JournalRow.row_key).where(JournalRow.undertaking_id == number_of(done))
    ).all()
    assert len(changed) == len(set(changed)) == done.size
    undoing.undo(session, number_of(done), by=dana)
    assert rows_of_everything(session) == before


def test_rows_are_taken_away_before_those_they_point_to_whenever_those_came() -> None:
    def line(number: int, parent_id: int | None) -> restoring.Line:
        aims = () if parent_id is None else (("partner", (parent_id,)),)
        return restoring.Line(("partner", (number,)), None, "{}", aims)

    def order(*lines: restoring.Line) -> list[int]:
        return [each.key[1][0] for each in restoring._in_order(lines)]

    assert order(line(1, 2), line(2, 3), line(3, None)) == [3, 2, 1]
    assert order(line(3, None), line(2, 3), line(1, 3)) == [3, 2, 1]
    assert order(*(line(n, n + 1) for n in range(1, 200))) == list(range(199, 0, -1))
    assert sorted(order(line(1, 2), line(2, 1))) == [1, 2], "a circle ends somewhere"


def test_what_a_savepoint_took_back_is_not_noted(session: Session) -> None:
    before = rows_of_everything(session)
    with work(session) as done:
        put(session, Partner(name_en="Nova"))
        with pytest.raises(RuntimeError), session.begin_nested():
            partner(session, EMC).city = "Семей"
            put(session, Partner(name_en="Terra"))
            session.delete(session.get(Position, 1))
            session.flush()
            raise RuntimeError
    assert done.size == 1
    undoing.undo(session, number_of(done), by=dana)
    assert rows_of_everything(session) == before


def test_a_row_set_before_it_was_read_is_known_all_the_same(session: Session) -> None:
    before = rows_of_everything(session)
    with work(session) as done:
        emc = partner(session, EMC)
        session.expire(emc)
        emc.legal_form = "JSC"
    undoing.undo(session, number_of(done), by=dana)
    assert rows_of_everything(session) == before


def test_a_row_that_was_replaced_in_one_breath_comes_back(session: Session) -> None:
    put(session, Interaction(happened_on=date(2024, 5, 1), summary="met"))
    link = InteractionPartner(interaction_id=1, partner_id=EMC)
    put(session, link)
    with work(session) as done:
        session.delete(link)
        session.add(InteractionPartner(interaction_id=1, partner_id=EMC))
    assert done.size == 0
    assert undoing.recent(session, by=dana).rows == []


def test_a_row_that_went_and_came_again_is_as_it_was(session: Session) -> None:
    put(session, Interaction(happened_on=date(2024, 5, 1), summary="met"))
    link = InteractionPartner(interaction_id=1, partner_id=EMC)
    put(session, link)
    with work(session) as done:
        session.delete(link)
        journal.write_down(session)
        session.add(InteractionPartner(interaction_id=1, partner_id=EMC))
    assert done.size == 0


def test_work_that_failed_leaves_no_journal(session: Session) -> None:
    with pytest.raises(RuntimeError), work(session):
        raise RuntimeError
    partner(session, EMC).city = "Семей"
    session.flush()
    assert session.exec(select(JournalRow)).all() == []


def test_one_piece_of_work_is_not_part_of_another(session: Session) -> None:
    with work(session) as done:
        with pytest.raises(RuntimeError), work(session):
            pass
        partner(session, EMC).city = "Семей"
    assert done.size == 1


def test_a_follow_up_keeps_its_words(session: Session) -> None:
    closed = datetime(2024, 5, 1, 9, 30, tzinfo=UTC)
    put(session, FollowUp(partner_id=EMC, owner_id=1, closed_at=closed, due_on=date(2024, 5, 1)))
    with work(session) as done:
        follow_up = session.get(FollowUp, 1)
        assert follow_up is not None
        follow_up.closed_at, follow_up.due_on = None, None
        follow_up.direction = Direction.THEY_OWE
    undoing.undo(session, number_of(done), by=dana)
    session.refresh(follow_up)
    assert follow_up.model_dump(include={"closed_at", "due_on", "direction"}) == {
        "closed_at": closed,
        "due_on": date(2024, 5, 1),
        "direction": Direction.WE_OWE,
    }


def test_after_thirty_days_it_is_too_late(world: None) -> None:
    with db.transaction() as session, work(session) as done:
        partner(session, EMC).city = "Семей"
    later = clock.now() + timedelta(days=undoing.DAYS, minutes=1)
    with clock.at(later), db.transaction() as session:
        (row,) = undoing.recent(session, by=dana).rows
        assert not row.can_be_undone
        with pytest.raises(TooLate):
            undoing.undo(session, number_of(done), by=dana)
        with work(session):
            assert session.exec(select(JournalRow)).all() == []


def test_merges_and_imports_are_listed_with_who_and_whether_they_still_stand(
    session: Session,
) -> None:
    with work(session) as done:
        partner(session, EMC).city = "Семей"
    (row,) = undoing.recent(session, by=dana).rows
    assert row[1:5] == (IMPORT, "partners.xlsx", 1, dana.name)
    assert row.can_be_undone
    undoing.undo(session, number_of(done), by=dana)
    (row,) = undoing.recent(session, by=dana).rows
    assert (row.undone_by, row.can_be_undone) == (dana.name, False)


def test_work_that_is_unknown_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        undoing.undo(session, 404, by=dana)


def test_only_managers_take_back(session: Session) -> None:
    for colleague in (boris, aigerim):
        with pytest.raises(NotAllowed):
            undoing.undo(session, 1, by=colleague)


def test_a_column_that_is_no_more_is_left_alone() -> None:
    assert journal.read("partner", '{"id": 1, "fax": "5"}') == {"id": 1}


def test_only_what_columns_hold_can_be_noted() -> None:
    with pytest.raises(TypeError):
        journal.as_json({"a": object()})


def test_a_pinned_file_is_a_change_of_the_record_it_hangs_on(session: Session) -> None:
    file = Attachment(
        name="a.pdf", media_type="x", size=2, sha256="0", added_by=1, partner_id=EMC
    )  # fmt: skip
    put(session, file)
    with work(session) as done:
        file.partner_id = SEMEY_ENGINEERING
    file.partner_id = EMC
    session.flush()
    with pytest.raises(ChangedSince) as refused:
        undoing.undo(session, number_of(done), by=dana)
    assert refused.value.records == [("partner", EMC)]
    assert partners.get(session, EMC, by=boris)


def _tag(session: Session) -> int:
    tag = Tag(name="science", key="science")
    put(session, tag)
    assert tag.id is not None
    return tag.id
