"""Names of a large file are looked up in two processes; nobody can tell by what is found."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from itertools import count
from time import sleep
from typing import Any

import pytest
from sqlmodel import Session, col, select, text

from tests.benchmarks.importing import names
from tests.domain.importing.rows import rows, store_all
from tests.world import dana
from tracker import db
from tracker.access import Action, User, require
from tracker.domain import finding_many, importing, indexing, name_words, undoing, word_index
from tracker.domain.finding import Likely
from tracker.domain.foreseen import Shelf, filed_under
from tracker.domain.importing import Choices, Row, helper, helping, making, work
from tracker.domain.importing.known import Known
from tracker.domain.models import Doubt, Fate, Kind, Partner, Sector, UndertakingKind
from tracker.domain.name_words import Words
from tracker.names import passages

KNOWN = [name for name in names(60, 1) if "№" not in name]
ASKED = [*(name.upper().replace("О", "0", 1) for name in KNOWN[:12]), *KNOWN[20:24], *names(12, 2)]
BATCHES = [ASKED[place : place + 4] for place in range(0, len(ASKED), 4)]


@pytest.fixture(autouse=True)
def register(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A register and a file for which a helper pays, on a machine with two cores."""
    monkeypatch.setattr(helping, "FEWEST_KNOWN", 10)
    monkeypatch.setattr(helping, "FEWEST_BATCHES", 2)
    monkeypatch.setattr(helping, "AHEAD", 3)
    monkeypatch.setattr(work, "BATCH", 4)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr("os.getloadavg", lambda: (0.2, 0.0, 0.0))
    with db.transaction() as session:
        session.add_all(Partner(name_ru=name) for name in KNOWN)


def asked_in(batch: list[Any]) -> dict[str, list[str]]:
    return {name: [name] for name in batch}


def look_up(questions: helping.Questions) -> dict[str, list[Likely]]:
    with db.reading() as session:
        return finding_many.likely_partners(session, questions, by=dana)


def slowly(questions: helping.Questions) -> dict[str, list[Likely]]:
    """So that somebody else has time to take a turn."""
    sleep(0.05)
    return look_up(questions)


def answers(batches: list[list[str]] = BATCHES) -> list[helping.Answer | None]:
    with db.reading() as session:
        turns = helping.in_turn(session, iter(batches), asked_in, slowly, by=dana)
        told = list(turns)
    assert [batch for batch, _ in told] == batches
    return [answer for _, answer in told]


def checked() -> tuple[Any, importing.Likely]:
    likely: importing.Likely = {}
    told = rows(*({"name": name} for name in ASKED))
    with db.reading() as session:
        choices = Choices(doubt=Doubt.SKIP)
        return importing.check(session, Kind.PARTNER, told, choices, likely, by=dana), likely


def test_a_helper_finds_what_one_process_finds() -> None:
    found = answers()
    assert any(each and each.version for each in found)
    for batch, answer in zip(BATCHES, found, strict=True):
        assert answer is not None
        assert dict(answer.likely) == look_up(asked_in(batch))
        with db.reading() as session:
            words = name_words.look(session)
        for name, numbers in answer.filed.items():
            assert set(numbers) == filed_under(Kind.PARTNER, name, words.lexicon)


def test_a_check_with_a_helper_says_what_one_without_says(monkeypatch: pytest.MonkeyPatch) -> None:
    together = checked()
    monkeypatch.setattr(helping, "FEWEST_BATCHES", 1_000)
    assert together == checked()
    assert together[1]


def test_small_files_and_small_registers_need_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answers(BATCHES[:1]) == [None]
    monkeypatch.setattr(helping, "FEWEST_KNOWN", 1_000)
    assert answers() == [None] * len(BATCHES)
    monkeypatch.setattr(helping, "FEWEST_KNOWN", 0)
    monkeypatch.setattr("os.getloadavg", lambda: (1.8, 0.0, 0.0))  # others want the processors
    assert answers() == [None] * len(BATCHES)
    monkeypatch.setattr("os.getloadavg", lambda: (0.0, 0.0, 0.0))
    # Nobody else sees what a transaction has written so far.
    with db.transaction() as session:
        turns = helping.in_turn(session, iter(BATCHES), asked_in, look_up, by=dana)
        assert [answer for _, answer in turns] == [None] * len(BATCHES)


@pytest.mark.parametrize(
    "command",
    [
        ["/nowhere/python"],
        [sys.executable, "-c", "pass"],
        [sys.executable, "-c", "print('nonsense', flush=True); input()"],
        [sys.executable, "-c", "print('[]', flush=True); import time; time.sleep(60)"],
        [sys.executable, "-c", "import time; time.sleep(60)"],
    ],
)
def test_a_helper_that_is_none_is_done_without(
    command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helping, "_COMMAND", command)
    monkeypatch.setattr(helping, "PATIENCE", 0.1)
    for batch, answer in zip(BATCHES, answers(), strict=True):
        assert answer == helping.Answer(look_up(asked_in(batch)))


def test_no_helper_outlives_the_work() -> None:
    with (
        pytest.raises(ZeroDivisionError),
        db.reading() as session,
        helping._helped(session, dana) as desk,
    ):
        desk.put(helping._Turn([], asked_in(BATCHES[0]), helping._answer))
        raise ZeroDivisionError
    assert desk.process is not None
    assert desk.process.returncode is not None


def test_what_was_compared_with_other_words_is_looked_up_again() -> None:
    with db.reading() as session:
        words: Words = name_words.look(session)
        shelf = Shelf()
        shelf.lend(session)
        for version, numbers in ((words.version, [1, 2]), ("other", None)):
            name = ASKED[0]
            known = Known(session, Choices(), {}, by=dana, writes=False)
            key = next(iter(known.unknown([[name]])))
            ahead = helping.Answer({key: [Likely(1, "?", 1.0, True)]}, version, {name: [1, 2]})
            known.look([[name]], (), ahead)
            filed = set(shelf.numbers(Kind.PARTNER, name, words.lexicon))
            assert filed == set(numbers or filed_under(Kind.PARTNER, name, words.lexicon))
            assert (known._likely.get(key) == ahead.likely[key]) == bool(numbers)
        session.info.clear()
        known = Known(session, Choices(), {}, by=dana, writes=False)
        known.look([[name]], (), ahead._replace(version=words.version))
        assert known._likely[key]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    given = io.StringIO()
    monkeypatch.setattr(sys, "stdin", given)
    return given


def test_the_helper_answers_each_line(
    said: io.StringIO, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    helper.main()
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(helper, "_FORGETS", 2)
    said.write(json.dumps(asdict(dana)) + "\n")
    said.writelines(json.dumps(asked_in(batch)) + "\n" for batch in BATCHES[:3])
    said.write(json.dumps([{"name": ASKED[0]}, {"name": ASKED[1], "bin": "no"}]) + "\n")
    said.write(json.dumps(asked_in(BATCHES[0])) + "\n")
    said.seek(0)
    helper.main()
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (values, _, words), refused = told.pop(3)
    assert refused is None  # which is for the import to say
    assert values["name_ru"] == ASKED[0]
    assert words
    found = [helping._answer(each).likely for each in told]
    assert found == [look_up(asked_in(batch)) for batch in (*BATCHES[:3], BATCHES[0])]


FILE: list[dict[str, Any]] = [
    {"name": "ТОО «Печь»", "aliases": ["Пешь", "печь"], "bin": "990000000005", "city": "Семей"},
    {"name": "Қазан зауыты", "name_ru": "Завод", "sector": Sector.SCHOOL, "owner_id": dana.email},
    {"name": "Bad", "bin": "17"},
    {"name": "Сын", "tags": ["печь"], "link": ("", 0)},
    {"name": "Дочь", "parent_id": "ТОО «Печь»", "website": "doch.kz", "notes": "горн\nпечь"},
    {"name_en": "Kiln", "region": "Абай облысы", "notes": "печь " * 9},
    {"name": KNOWN[0], "city": "Өскемен"},
    *({"name": f"Горн {place}", "tags": ["печь"]} for place in range(8)),
]


@pytest.fixture
def desks(monkeypatch: pytest.MonkeyPatch) -> list[helping._Desk]:
    """The desks at which a helper works, as they are set up."""
    seen: list[helping._Desk] = []
    helped = helping._helped

    @contextmanager
    def watched(session: Session, by: User) -> Iterator[helping._Desk]:
        with helped(session, by) as desk:
            seen.append(desk)
            yield desk

    monkeypatch.setattr(helping, "_helped", watched)
    return seen


def is_made(desk: helping._Desk) -> bool:
    """Whether the helper has made what comes next; it gets the time to, as long as it lives."""
    for _ in range(600):
        with desk.changed:
            made = desk.changed.wait_for(
                lambda: bool(desk.turns) and desk.turns[0].answer is not None, 0.05
            )
        if made or not desk.turns or desk.process is None or desk.process.poll() is not None:
            return made
    return False


def imported(helper: helping.Helper | None, desks: list[helping._Desk] | None = None) -> list[Any]:
    """What an import leaves behind, which is then taken back."""
    told = [Row(place, dict(each)) for place, each in enumerate(FILE)]
    made: list[bool] = []
    with db.transaction() as session:
        require(session, dana, Action.IMPORT)
        if helper is not None:
            helper.lend(session)
        with undoing.recorded(session, UndertakingKind.IMPORT, "файл", by=dana) as work:
            outcome = store_all(
                *(session, Kind.PARTNER, told, Choices(), {}),
                counted=lambda _taken: made.append(is_made(desks[-1]) if desks else False),
            )
        number = work.id or 0
    assert any(made) == (desks is not None)
    with db.reading() as session:
        apart = {"id", "revision", "created_at", "updated_at", "parent_id"}
        query = select(Partner).order_by(col(Partner.id))
        new = [each.id for each in session.exec(query) if each.created_by == dana.id]
        found = [each.model_dump(exclude=apart) for each in session.exec(query)]
        asked = [passages.asked("горн")[0] + passages.asked("печь")[0]]
        words = word_index.find(session, [Kind.PARTNER], asked, limit=100)
        keys = session.connection().execute(text("SELECT key, record_id FROM name_key")).all()
        names = sorted(key for key, number in keys if number in new)
        parents = [each.name_ru for each in session.exec(query) if each.parent_id]
    with db.transaction() as session:
        undoing.undo(session, number, by=dana)
    shown = [each._replace(record_id=0) for each in outcome.shown]
    return [outcome._replace(shown=shown), found, len(words[Kind.PARTNER]), names, parents]


def begun() -> helping.Helper:
    helper = helping.Helper()
    with db.reading() as session:
        helping.begin(session, helper, helping.LARGE, by=dana)
    return helper


def test_an_import_that_a_helper_prepares_stores_the_same(desks: list[helping._Desk]) -> None:
    alone = imported(None)
    assert alone[0].counts[Fate.CREATED] == 13
    assert alone[2] == 11
    assert len(set(alone[3])) > 40
    assert alone[4] == ["Дочь"]
    with closing(begun()) as helper:
        asked: list[Any] = []
        process = helper.process
        assert process is not None
        # What is looked up first is what a check asks.
        with db.reading() as session:
            helper.lend(session)
            turns = helping.in_turn(session, iter(BATCHES[:1]), asked_in, slowly, by=dana)
            asked += [batch for batch, answer in turns if answer]
        assert asked == BATCHES[:1]
        assert helper.process is process
        assert imported(helper, desks) == alone
    assert process.returncode is not None
    assert helper.process is None
    assert imported(helper) == alone  # there is none any more


def test_what_a_helper_makes_is_what_is_made_here() -> None:
    found: list[Any] = []

    def batches() -> Iterator[list[Any]]:
        """As many as it takes until the helper has begun."""
        for place in count():
            if found:
                return
            yield [Row(place, {"name": KNOWN[place % len(KNOWN)]})]

    with closing(begun()) as helper, db.reading() as session:
        helper.lend(session)
        turns = helping.made_in_turn(session, batches(), making.asked, making.read, by=dana)
        for batch, made in turns:
            sleep(0.05)
            if made is not None:
                found.append(made)
                here = json.loads(json.dumps(making.made(making.asked(batch))))
                assert made == making.read(batch, here)
    assert found


def test_rows_are_made_as_storing_would_make_them() -> None:
    batch: making.Batch = [Row(place, dict(each)) for place, each in enumerate(FILE)]
    told = json.loads(json.dumps(making.made(making.asked([[], *batch]))))
    found = making.read(batch, told)
    assert found.keys() == set(range(len(FILE))) - {2}
    made = found[1]
    assert made.values["sector"] is Sector.SCHOOL
    record = Partner(**made.values)
    record.refresh_keys()
    assert {name: getattr(record, name) for name in made.keys} == made.keys
    assert made.keys["region_code"] is record.region_code
    assert made.words == passages.kept(indexing.texts(record))


def test_a_small_file_has_no_helper_begun_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    helper = helping.Helper()
    with db.reading() as session:
        helping.begin(session, helper, helping.LARGE - 1, by=dana)
        assert helper.process is None
        monkeypatch.setattr(helping, "FEWEST_KNOWN", 1_000)
        helping.begin(session, helper, helping.LARGE, by=dana)
    assert helper.process is None
    helper.close()


def test_a_helper_that_dies_makes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = imported(None)
    with closing(begun()) as helper:
        assert helper.process is not None
        helper.process.kill()
        assert imported(helper) == alone
    # Of one that is in the middle of an answer when the work ends nobody asks again.
    monkeypatch.setattr(helping, "_COMMAND", [sys.executable, "-c", "import time; time.sleep(60)"])
    with closing(begun()) as helper, db.reading() as session:
        helper.lend(session)
        with helping._helped(session, dana) as desk:
            desk.put(helping._Turn([], asked_in(BATCHES[0]), helping._answer))
        assert helper.process is None
