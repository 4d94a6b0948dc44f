"""The life of an import: given, checked, run once, taken back whole."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect
from sqlmodel import Session, col, select

from tests.domain.importing.rows import rows
from tests.world import EMC, aigerim, dana, saule
from tracker import clock, db
from tracker.domain import importing, letters, partners, undoing, word_index
from tracker.domain.importing import Given, Report, Run, work
from tracker.domain.models import (
    Change,
    Doubt,
    Import,
    ImportFile,
    ImportMode,
    ImportState,
    Kind,
    PartnerDraft,
)
from tracker.errors import ChangedSince, Invalid, NotFound, TakenBack

NOVA = {"name_en": "Nova", "tags": ["steel"]}
KNOWN = {"name_en": "EMC", "city": "Semey"}


FIVE = (NOVA, {"name_en": "Vega"}, KNOWN, {"name_en": "Terra", "parent_id": "Nova"}, {"name": "V"})


@pytest.fixture
def two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "BATCH", 2)


def given_file(name: str = "old.csv", headers: tuple[str, ...] = ("Name", "City")) -> Given:
    guessed: list[str | None] = ["name_en", *[None] * (len(headers) - 1)]
    return Given(name, name.encode(), list(headers), guessed, [["Nova", "Semey"]], [], 2)


def keep(**more: Any) -> int:
    with db.transaction() as session:
        return importing.keep(session, Kind.PARTNER, given_file(**more), by=dana).id or 0


def begin(number: int, state: ImportState = ImportState.RUNNING) -> bool:
    with db.transaction() as session:
        return importing.begin(session, number, state, by=dana)


def check(number: int, *said: dict[str, Any]) -> None:
    begin(number, ImportState.CHECKING)
    with db.transaction() as session:
        choices = importing.choices_of(importing.get(session, number, by=dana))
        outcome = importing.check(session, Kind.PARTNER, rows(*said), choices, by=dana)
        importing.checked(session, number, outcome, {}, by=dana)


def prepared(number: int, *said: dict[str, Any]) -> Run:
    with db.reading() as session:
        return importing.prepared(session, number, rows(*said), by=dana)


def step(run: Run) -> None:
    """Store the next rows."""
    turn = next(run.turns)
    with db.transaction() as session:
        importing.store(session, run, turn, by=dana)


def finish(run: Run) -> None:
    for turn in run.turns:
        with db.transaction() as session:
            importing.store(session, run, turn, by=dana)
    with db.transaction() as session:
        importing.finish(session, run, by=dana)


def run(number: int, *said: dict[str, Any]) -> None:
    finish(prepared(number, *said))


def whole(*said: dict[str, Any]) -> int:
    number = keep()
    check(number, *said)
    begin(number)
    run(number, *said)
    return number


def job(number: int) -> Import:
    with db.reading() as session:
        return importing.get(session, number, by=dana)


def everything() -> dict[str, list[Any]]:
    """Every row of every table that people fill, without what counts on for good."""
    kept = {"change", "import", "import_file", "import_findings", "import_mapping"}
    kept |= {"undertaking", "journal_row", "id_floor", "alembic_version"}
    counting = {"revision", "updated_at"}
    with db.reading() as session:
        connection = session.connection()
        tables = {
            table
            for table in set(inspect(connection).get_table_names()) - kept
            # Without what search made of the rest.
            if not table.startswith(("name_", word_index.TABLE, letters.PREFIX))
        }
        return {
            table: sorted(
                repr({name: value for name, value in row.items() if name not in counting})
                for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings()
            )
            for table in tables
        }


def test_an_import_is_checked_then_run_once(world: None) -> None:
    number = keep()
    check(number, NOVA, KNOWN, {})
    assert (job(number).created, job(number).updated, job(number).rejected) == (1, 1, 1)
    assert begin(number) is True
    assert begin(number) is False
    run(number, NOVA, KNOWN, {})
    assert begin(number) is False
    with pytest.raises(Invalid, match="import_moved_on"):
        run(number, NOVA)
    done = job(number)
    assert (done.state, done.created, done.updated, done.rejected) == ("done", 1, 1, 1)
    assert done.finished_at is not None
    with db.reading() as session:
        report = importing.report(session, number, by=dana)
        assert [each.code for each in report.problems] == ["name_missing"]
        assert [each.fate for each in report.shown] == ["created", "updated"]
        (row,) = importing.search(session, by=dana).rows
        assert (row.id, row.who, row.created, row.file_name) == (number, dana.name, 1, "old.csv")


def test_an_import_that_fails_leaves_no_half(world: None, two_at_a_time: None) -> None:
    before = everything()
    number = keep()
    check(number, *FIVE)
    begin(number)
    half = prepared(number, *FIVE)
    step(half)
    assert (job(number).looked_at, everything() == before) == (2, False)
    with db.transaction() as session:
        importing.fail(session, number, "import_failed", by=dana)
    assert everything() == before
    assert (job(number).state, job(number).failure) == ("failed", "import_failed")
    with pytest.raises(Invalid, match="import_moved_on"):
        step(half)
    check(number, *FIVE)
    assert job(number).failure == ""
    begin(number)
    run(number, *FIVE)
    assert (job(number).created, job(number).updated) == (4, 1)


def test_what_is_done_stays_done(world: None) -> None:
    number = whole(NOVA)
    with db.transaction() as session:
        importing.fail(session, number, "import_failed", by=dana)
    assert job(number).state is ImportState.DONE


def test_taking_it_back_restores_every_row(world: None) -> None:
    before = everything()
    number = whole(
        NOVA, {**KNOWN, "aliases": ["E"], "tags": ["x"]}, {"name_en": "V", "parent_id": "EMC"}
    )
    assert everything() != before
    with db.transaction() as session:
        importing.take_back(session, number, by=saule)
    assert everything() == before
    with pytest.raises(TakenBack) as again, db.transaction() as session:
        importing.take_back(session, number, by=dana)
    assert again.value.values["who"] == saule.name
    assert everything() == before
    assert job(number).state is ImportState.UNDONE
    with db.reading() as session:
        undone = select(Change).where(col(Change.account_id) == saule.id)
        assert session.scalars(undone).first() is not None


def test_one_taken_back_among_all_work_is_known_to_be(world: None) -> None:
    number = whole(NOVA)
    with db.transaction() as session:
        undoing.undo(session, job(number).undo_id or 0, by=dana)
    assert job(number).state is ImportState.UNDONE


def test_what_a_colleague_changed_since_is_not_overwritten(world: None) -> None:
    number = whole(NOVA, KNOWN)
    with db.transaction() as session:
        emc = partners.get(session, EMC, by=aigerim)
        draft = PartnerDraft(name_en="EMC", city="Almaty")
        partners.update(session, EMC, draft, revision=emc.revision, by=aigerim)
    with pytest.raises(ChangedSince), db.transaction() as session:
        importing.take_back(session, number, by=dana)
    with db.transaction() as session:
        importing.take_back(session, number, by=dana, keep_changed=True)
        assert partners.get(session, EMC, by=dana).city == "Almaty"
        assert partners.named(session, "Nova", by=dana) is None


_NAMES = st.sampled_from(["EMC", "Semey Engineering", "Nova", "Ұйым", "Марат Әлиев", "Сара Ким"])
_PARTNER = st.fixed_dictionaries(
    {"name": _NAMES},
    optional={
        "city": st.sampled_from(["Semey", "Алматы"]),
        "aliases": st.lists(st.text("аб", min_size=1, max_size=3), max_size=2),
        "tags": st.lists(st.sampled_from(["a", "b", "в"]), max_size=2),
        "parent_id": _NAMES,
        "bin": st.sampled_from(["990340000123", "1"]),
    },
)
_PERSON = st.fixed_dictionaries(
    {"name": _NAMES},
    optional={
        "partner_id": _NAMES,
        "positions_title": st.sampled_from(["Director", "Adviser"]),
        "email": st.sampled_from(["a@b.kz", "c@d.kz", "no"]),
        "notes": st.text(max_size=20),
    },
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(_PARTNER, max_size=6), st.lists(_PERSON, max_size=6))
def test_whatever_comes_in_can_be_taken_back(
    world: None, some_partners: list[dict[str, Any]], some_people: list[dict[str, Any]]
) -> None:
    before = everything()
    numbers = []
    for kind, said in ((Kind.PARTNER, some_partners), (Kind.PERSON, some_people)):
        with db.transaction() as session:
            made = importing.keep(session, kind, given_file(headers=("Name",)), by=dana)
            numbers.append(number := made.id or 0)
            importing.choose(
                session, number, ["name"], mode=ImportMode.BOTH, creates_partners=True, by=dana
            )
        begin(number, ImportState.CHECKING)
        with db.transaction() as session:
            choices = importing.choices_of(importing.get(session, number, by=dana))
            outcome = importing.check(session, kind, rows(*said), choices, by=dana)
            importing.checked(session, number, outcome, {}, by=dana)
        begin(number)
        run(number, *said)
    for number in reversed(numbers):
        with db.transaction() as session:
            importing.take_back(session, number, by=dana)
    assert everything() == before


def test_columns_are_remembered_for_the_next_file_like_it(world: None) -> None:
    number = keep()
    with db.transaction() as session:
        columns = ["name_en", "city"]
        importing.choose(
            session, number, columns, mode=ImportMode.CREATE, creates_partners=True, by=dana
        )
    check(number, NOVA)
    assert job(keep()).columns == ["name_en", None]
    begin(number)
    assert job(keep()).columns == columns
    assert job(keep(headers=("CITY", "Other", "name"))).columns == ["name_en", None, None]
    assert job(number).mode is ImportMode.CREATE


@pytest.mark.parametrize(
    ("columns", "code"),
    [(["name_en"], "invalid"), (["x", None], "invalid"), (["city", "city"], "column_twice_meant")],
)
def test_columns_that_make_no_sense_are_refused(
    world: None, columns: list[str | None], code: str
) -> None:
    number = keep()
    with pytest.raises(Invalid) as no, db.transaction() as session:
        importing.choose(
            session, number, columns, mode=ImportMode.BOTH, creates_partners=False, by=dana
        )
    assert (no.value.field, no.value.code) == ("columns", code)


def test_a_file_without_a_column_of_names_is_not_checked(world: None) -> None:
    number = keep()
    with db.transaction() as session:
        columns = [None, "city"]
        importing.choose(
            session, number, columns, mode=ImportMode.BOTH, creates_partners=False, by=dana
        )
    with pytest.raises(Invalid, match="column_needed"):
        begin(number, ImportState.CHECKING)


def test_other_choices_want_another_check(world: None) -> None:
    number = keep()
    with pytest.raises(Invalid, match="import_moved_on"):
        begin(number)
    check(number, NOVA)
    with db.transaction() as session:
        columns = job(number).columns
        same = importing.choose(
            session, number, columns, mode=ImportMode.BOTH, creates_partners=False, by=dana
        )
        assert same.state is ImportState.CHECKED
        importing.answer(session, number, {"k": "new"}, by=dana)
        other = importing.choose(
            session,
            number,
            columns,
            mode=ImportMode.BOTH,
            creates_partners=False,
            doubt=Doubt.NEW,
            by=dana,
        )
        assert (other.state, other.answers) == (ImportState.NEW, {"k": "new"})
    check(number, NOVA)
    with db.transaction() as session:
        assert importing.reopen(session, number, by=dana).state is ImportState.NEW


def test_a_dead_process_may_be_followed_by_another(world: None) -> None:
    number = keep()
    begin(number, ImportState.CHECKING)
    assert begin(number, ImportState.CHECKING) is False
    with db.transaction() as session:
        importing.beat(session, number, 5, by=dana)
    assert job(number).looked_at == 5
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert importing.is_silent(job(number))
        assert begin(number, ImportState.CHECKING) is True
        assert not importing.is_silent(job(number))
    with clock.at(clock.now() + timedelta(minutes=20)), pytest.raises(Invalid):
        begin(number)


def test_a_run_that_died_may_be_run_again(world: None) -> None:
    number = keep()
    check(number, NOVA)
    begin(number)
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert begin(number) is True
    run(number, NOVA)
    assert job(number).state is ImportState.DONE


def test_the_same_file_again_is_noticed(world: None) -> None:
    number = whole(NOVA)
    again = keep()
    with db.reading() as session:
        twin = importing.twin(session, again, by=dana)
        assert twin is not None
        assert twin.id == number
        assert importing.twin(session, number, by=dana) is None
        assert importing.content(session, again, by=dana) == b"old.csv"


def test_what_was_found_goes_with_the_file(world: None) -> None:
    number = keep()
    check(number, NOVA)
    begin(number)
    with db.transaction() as session:
        session.delete(session.get_one(ImportFile, number))
    with db.transaction() as session:
        assert importing.report(session, number, by=dana) == Report([], [], [])
        with pytest.raises(NotFound):
            importing.prepared(session, number, rows(NOVA), by=dana)


def test_files_of_people_are_thrown_away_after_a_month(world: None) -> None:
    done = whole(NOVA)
    keep()  # and never went on with
    with clock.at(clock.now() + timedelta(days=31)):
        newest = keep()
    with db.transaction() as session:
        assert set(session.scalars(select(col(ImportFile.import_id)))) == {newest}
        old = col(Import.created_at) < clock.now() + timedelta(days=1)
        assert list(session.scalars(select(col(Import.id)).where(old))) == [done]
        assert importing.report(session, done, by=dana) == Report([], [], [])
        with pytest.raises(NotFound):
            importing.content(session, done, by=dana)


def test_an_import_that_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        importing.get(session, 404, by=dana)
    with pytest.raises(NotFound):
        importing.reopen(session, 404, by=dana)
