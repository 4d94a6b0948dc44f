"""Importing from the console: what the administrator and cron may rely on."""

import csv
import gc
import io
from pathlib import Path

import openpyxl
import pytest
from sqlmodel import select

from tests.servers import worlds
from tests.test_cli import Tell, tell
from tests.world import EMC, MARAT, aigerim, dana
from tracker import cli_imports, db
from tracker.domain import drafts, follow_ups, importing, interactions, partners
from tracker.domain.addresses import LISTS
from tracker.domain.follow_ups import FollowUpFilter, Shown
from tracker.domain.models import (
    FollowUp,
    FollowUpDraft,
    FollowUpKind,
    FollowUpStatus,
    InteractionDraft,
    Kind,
    Partner,
    PartnerDraft,
    Sector,
)
from tracker.export import lists
from tracker.export.lists import Format

__all__ = ["tell"]  # the fixture, which pytest finds by its name


BASE = "http://localhost:8501"
DALA = PartnerDraft(
    name_kk="Дала",
    name_ru="+Дала",
    aliases=["Dala Agro", "@dala"],
    bin="990340000123",
    sector=Sector.MUSEUM,
    city="Семей",
    notes="=one\ntwo; three",
)


@pytest.fixture(autouse=True)
def small_world(sqlite_database: str) -> None:
    worlds.furnish()


def written(folder: Path, text: str, name: str = "old.csv") -> str:
    (folder / name).write_text(text, encoding="utf-8-sig")
    return str(folder / name)


def count() -> int:
    with db.reading() as session:
        return len(session.exec(select(Partner)).all())


_REGISTRY = (
    "canonical_en,name_kk,name_ru,sector,city\n"
    "Nova Works,Нова зауыты,Завод Нова,industry,Semey\n"
    "Vega School,Вега мектебі,Школа Вега,school,Semey\n"
)


def test_a_registry_comes_in_without_a_map_and_goes_again(tell: Tell, tmp_path: Path) -> None:
    file = written(tmp_path, _REGISTRY)
    told = tell("import", file, "--kind", "partners", "--dry-run")
    assert (told.code, count()) == (0, 2)
    assert "2 rows: 2 created, 0 updated, 0 left as they are, 0 rejected" in told
    told = tell("import", file, "--kind", "partners")
    assert (told.code, count()) == (0, 4)
    assert gc.isenabled()  # only the command itself does without
    assert "tracker imports undo 1" in told
    assert "2 created, 0 updated, 0 left, 0 rejected" in tell("imports", "list")
    assert tell("imports", "undo", "1").code == 0
    assert count() == 2
    assert "undone" in tell("imports", "list")


def test_rejected_rows_are_told_and_written_with_their_reasons(tell: Tell, tmp_path: Path) -> None:
    rows = "".join(f"Nova {n};nonsense\n" for n in range(25))
    file = written(tmp_path, f"Name;Sector\nVega;school\n{rows}")
    rejects = tmp_path / "rejected.csv"
    told = tell("import", file, "--kind", "partners", "--rejected", str(rejects))
    assert (told.code, count()) == (1, 3)
    assert "Row 3. Sector: There is no “nonsense” here." in told.error
    assert "5 more" in told.error
    with rejects.open(encoding="utf-8-sig", newline="") as opened:
        lines = list(csv.reader(opened, delimiter=";"))
    assert lines[0] == ["Name", "Sector", "Why it was rejected"]
    assert (len(lines), lines[1][:2]) == (26, ["Nova 0", "nonsense"])


def test_rejected_rows_of_a_workbook_are_a_workbook(tell: Tell, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["Name", "BIN"], ["Nova", 123]):
        book.active.append(row)
    book.save(tmp_path / "old.xlsx")
    rejects = tmp_path / "rejected.xlsx"
    asked = ("--kind", "partners", "--rejected", str(rejects), "--language", "ru")
    assert tell("import", str(tmp_path / "old.xlsx"), *asked).code == 1
    page = openpyxl.load_workbook(rejects).active
    assert page is not None
    values = [[cell for cell in row if cell] for row in page.iter_rows(values_only=True)]
    assert values[-2:] == [
        ["Name", "BIN", "Причина отклонения"],
        ["Nova", "123", "БИН: БИН состоит из 12 цифр, последняя — контрольная. Проверьте ещё раз."],
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("map.toml", '[columns]\n"Who" = "name_en"\n"Where" = "Город"\n"Name" = "-"\n'),
        ("map.toml", 'Who = "name_en"\nWhere = "city"\nName = ""\n'),
        ("map.csv", "header,field\nwho,name_en\nWHERE,city\nName,\n"),
    ],
)
def test_a_map_says_what_columns_are(tell: Tell, tmp_path: Path, name: str, text: str) -> None:
    file = written(tmp_path, "Who,Where,Name\nNova,Semey,1\n")
    mapping = written(tmp_path, text, name)
    assert tell("import", file, "--kind", "partners", "--map", mapping).code == 0
    with db.reading() as session:
        nova = partners.named(session, "Nova", by=dana)
        assert nova is not None
        assert nova.city == "Semey"


@pytest.mark.parametrize(
    "text", ['Whom = "city"', 'Who = "nonsense"', "Who = ", "[columns]\nx = 1\n["]
)
def test_a_map_that_makes_no_sense_is_refused(tell: Tell, tmp_path: Path, text: str) -> None:
    file = written(tmp_path, "Who,Where\nNova,Semey\n")
    mapping = written(tmp_path, text, "map.toml")
    assert tell("import", file, "--kind", "partners", "--map", mapping).code == 2
    assert count() == 2


def test_a_bad_file_or_one_without_names_is_refused(tell: Tell, tmp_path: Path) -> None:
    told = tell("import", written(tmp_path, ""), "--kind", "partners")
    assert (told.code, "has no row" in told.error) == (1, True)
    told = tell("import", written(tmp_path, "A;B\n1;2\n"), "--kind", "people")
    assert (told.code, "No column is chosen" in told.error) == (1, True)
    assert tell("import", "nowhere.csv", "--kind", "people").code == 2


def test_names_like_known_ones_are_new_or_skipped(tell: Tell, tmp_path: Path) -> None:
    with db.transaction() as session:
        session.add(Partner(name_en="University of Arizona"))
    file = written(tmp_path, "Name\nУниверситет штата Аризона\n")
    told = tell("import", file, "--kind", "partners", "--doubtful", "skip")
    assert (told.code, count()) == (1, 3)
    told = tell("import", file, "--kind", "partners")
    assert (told.code, count()) == (0, 4)
    assert "Row 2: “Университет штата Аризона” is like “University of Arizona”" in told


def test_people_bring_their_partners_when_that_is_asked_for(tell: Tell, tmp_path: Path) -> None:
    file = written(tmp_path, "ФИО;Организация\nСара Ким;Нова\n")
    assert tell("import", file, "--kind", "people").code == 1
    told = tell("import", file, "--kind", "people", "--create-partners")
    assert (told.code, count()) == (0, 3)
    assert "partners that rows name are created: 1" in told


def test_what_should_be_known_of_a_file_is_said(tell: Tell, tmp_path: Path) -> None:
    lost = tmp_path / "lost.csv"
    lost.write_bytes("Атауы;Қаласы\r\nҚазақ ұлттық;Семей".encode("cp1251", "replace"))
    told = tell("import", str(lost), "--kind", "partners", "--dry-run")
    assert "question marks" in told.error


@pytest.mark.parametrize("form", [Format.CSV, Format.XLSX])
def test_our_own_export_of_follow_ups_changes_nothing(
    tell: Tell, tmp_path: Path, form: Format
) -> None:
    with db.transaction() as session:
        for number, kind in enumerate(FollowUpKind):
            typed = {
                "kind": kind,
                "partner_id": EMC,
                "owner_id": aigerim.id,
                "quote": f"=quote {number}\nmore",
                "subject": f"+{number}",
                "due_on": "2024-04-08",
            }
            draft = drafts.checked(FollowUpDraft, typed)
            made = follow_ups.create(session, draft, by=aigerim)
        follow_ups.complete(session, made.id or 0, outcome="Done", revision=1, by=aigerim)
    file = io.BytesIO()
    with db.reading() as session:
        asked = LISTS[Kind.FOLLOW_UP].usual._replace(wanted=FollowUpFilter(shown=Shown.ALL))
        lists.write(session, file, Kind.FOLLOW_UP, asked, by=dana, form=form, base=BASE)
        before = {each.id: each.model_dump() for each in session.exec(select(FollowUp))}
    (tmp_path / f"f.{form}").write_bytes(file.getvalue())
    told = tell("import", str(tmp_path / f"f.{form}"), "--kind", "follow-ups")
    assert f"0 created, 0 updated, {len(FollowUpKind)} left as they are, 0 rejected" in told
    with db.reading() as session:
        assert {each.id: each.model_dump() for each in session.exec(select(FollowUp))} == before
        assert before[made.id or 0]["status"] is FollowUpStatus.DONE


@pytest.mark.parametrize("form", [Format.CSV, Format.XLSX])
@pytest.mark.parametrize("kind", [each for each in importing.KINDS if each is not Kind.FOLLOW_UP])
def test_whatever_else_we_export_changes_nothing_when_it_comes_back(
    tell: Tell, tmp_path: Path, kind: Kind, form: Format
) -> None:
    with db.transaction() as session:
        partners.create(session, DALA, tag_names=["наука", "ет"], by=aigerim)
        seminar = drafts.checked(InteractionDraft, {"happened_on": "2024-04-09", "summary": "=Hi"})
        interactions.log(session, seminar, partner_ids=[EMC], person_ids=[MARAT], by=aigerim)
    asked = LISTS[kind].usual
    with (tmp_path / f"f.{form}").open("wb") as file, db.reading() as session:
        lists.write(session, file, kind, asked, by=dana, form=form, base=BASE)
    noun = next(noun for noun, each in cli_imports._KIND.items() if each is kind)
    told = tell("import", str(tmp_path / f"f.{form}"), "--kind", noun)
    assert "0 created, 0 updated" in told
    assert "0 rejected" in told


def test_the_step_that_waits_is_done_by_the_hidden_command(tell: Tell, tmp_path: Path) -> None:
    tell("import", written(tmp_path, "Name\nNova\n"), "--kind", "partners")
    assert tell("imports", "work", "1").code == 0  # there is nothing left to do
    assert tell("imports", "work", "404").code == 1


def test_every_kind_has_its_noun() -> None:
    assert set(cli_imports._KIND.values()) == set(importing.KINDS)
