"""The command line: what the administrator of the server and cron may rely on."""

import csv
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx
import openpyxl
import pytest
from sqlmodel import select

from tests.servers import worlds
from tests.servers.processes import free_port
from tests.world import COLLEAGUES, EMC, MARAT, aigerim, build, dana, saule
from tracker import cli, clock, db
from tracker.access import Role
from tracker.domain import (
    console_ways,
    drafts,
    erasing,
    follow_ups,
    name_terms,
    partners,
    sign_ins,
)
from tracker.domain.models import (
    Account,
    Change,
    FollowUpDraft,
    FollowUpKind,
    Kind,
    NameTermDraft,
    Partner,
    PartnerDraft,
)
from tracker.export import lists
from tracker.settings import ROOT, settings

COMMANDS = (
    ["serve"],
    ["init"],
    ["check"],
    ["duplicates"],
    ["reindex"],
    ["remind"],
    ["backup"],
    ["restore"],
    ["wipe"],
    ["account", "add"],
    ["account", "reset"],
    ["account", "list"],
    ["account", "let-in"],
    ["export", "follow-ups"],
)


class Told(str):
    """What a command printed, with how it ended."""

    code: int
    error: str


Tell = Callable[..., Told]


@pytest.fixture
def tell(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Tell:
    """Run a command as from the terminal."""

    def run(*words: str, typing: str = "") -> Told:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typing))
        with pytest.raises(SystemExit) as ended:
            cli.main(list(words))
        out, error = capfd.readouterr()
        told = Told(out)
        told.code, told.error = int(ended.value.code or 0), error
        return told

    return run


@pytest.fixture
def due(sqlite_database: str) -> tuple[int, int]:
    """In the world: a follow-up of Aigerim's that is late, and one of Dana's that is not."""
    worlds.furnish()
    numbers = []
    with db.transaction() as session:
        for owner, days in ((aigerim, -3), (dana, 3)):
            typed = {
                "kind": FollowUpKind.RETRAINING,
                "subject": "=1+1",
                "partner_id": EMC,
                "owner_id": owner.id,
                "due_on": clock.today() + timedelta(days=days),
            }
            made = follow_ups.create(session, drafts.checked(FollowUpDraft, typed), by=aigerim)
            assert made.id is not None
            numbers.append(made.id)
    return numbers[0], numbers[1]


def accounts() -> list[Account]:
    with db.reading() as session:
        return list(session.exec(select(Account)))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(tell: Tell, command: list[str]) -> None:
    told = tell(*command, "--help")
    assert told.code == 0
    assert "Usage: tracker " + " ".join(command) in told


def test_it_runs_from_any_folder(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tracker.cli", "--help"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin"},
        capture_output=True,
        check=True,
    )
    assert b"follow" not in ran.stderr


def test_it_serves_from_any_folder_until_it_is_told_to_stop(
    sqlite_database: str, tmp_path: Path
) -> None:
    port = free_port()
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "tracker.cli", "serve", "--port", str(port)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
        )
    try:
        for _ in range(300):
            if answers(port):
                break
            assert server.poll() is None, (tmp_path / "log").read_text()
            time.sleep(0.1)
        second = subprocess.run(
            [sys.executable, "-m", "tracker.cli", "serve", "--port", str(port)],
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        assert (second.returncode, b"in use" in second.stderr) == (1, True)
        server.terminate()
        server.wait(20)
    finally:
        server.kill()
    said = (tmp_path / "log").read_text()
    assert f"http://127.0.0.1:{port}" in said
    assert "GET /healthz" not in said


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).is_success
    except httpx.TransportError:
        return False


@pytest.mark.parametrize(
    "wrong", [["fly"], ["account", "add"], ["serve", "--port", "99999"], ["export", "nonsense"]]
)
def test_wrong_usage_ends_with_two(tell: Tell, wrong: list[str]) -> None:
    assert tell(*wrong).code == 2


def test_the_first_account_on_an_empty_machine(
    tell: Tell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'new' / 'tracker.db'}")
    settings.cache_clear()
    db.engine.cache_clear()
    told = tell("account", "add", "Boss@uni.example", "--name", "Сәуле", "--role", "administrator")
    password = told.rsplit("Password: ", 1)[1].strip()
    assert told.code == 0
    assert sign_ins.sign_in("boss@uni.example", password, address="127.0.0.1").token
    db.engine.cache_clear()
    settings.cache_clear()


def test_a_given_password_is_not_printed(tell: Tell, sqlite_database: str) -> None:
    add = ("account", "add", "a@uni.example", "--name", "Айгерім", "--role", "liaison")
    told = tell(*add, "--language", "ru", "--password-stdin", typing="a long enough phrase\n")
    assert "phrase" not in told
    assert sign_ins.sign_in("a@uni.example", "a long enough phrase", address="").token
    assert [(each.role, each.language) for each in accounts()] == [(Role.LIAISON, "ru")]


@pytest.mark.parametrize(
    ("email", "name", "password", "said"),
    [
        ("nonsense", "Айгерім", "a long enough phrase", "email: "),
        ("a@uni.example", "A", "a long enough phrase", "name: "),
        ("a@uni.example", "Айгерім", "short", "password"),
        ("dana@uni.example", "Дана", "a long enough phrase", "dana@uni.example"),
    ],
)
def test_a_refusal_is_one_sentence_and_changes_nothing(
    tell: Tell, due: object, email: str, name: str, password: str, said: str
) -> None:
    add = ("account", "add", email, "--name", name, "--role", "viewer", "--password-stdin")
    told = tell(*add, typing=password)
    assert told.code == 1
    assert said in told.error
    assert len(told.error.splitlines()) == 1
    assert len(accounts()) == 4


def test_a_new_password_signs_the_colleague_out(tell: Tell, due: object) -> None:
    tell("account", "reset", dana.email, "--password-stdin", typing="the first long phrase")
    opened = sign_ins.sign_in(dana.email, "the first long phrase", address="")
    told = tell("account", "reset", dana.email.upper())
    assert "Password: " in told
    with db.transaction() as session:
        assert sign_ins.look_up(session, sign_ins.hash_of(opened.token)) is None


def test_an_administrator_is_let_in_by_an_address_that_works_once(tell: Tell, due: object) -> None:
    told = tell("account", "let-in", saule.email)
    key = told.split("/sign-in/let-in?key=")[1].split()[0]
    with db.transaction() as session:
        assert console_ways.enter(session, key).account_id == saule.id
    told = tell("account", "let-in", dana.email)
    assert (told.code, "no administrator" in told.error) == (1, True)


def test_no_password_is_shown_where_they_are_off(
    tell: Tell, due: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_PASSWORDS", "off")
    settings.cache_clear()
    told = tell("account", "reset", dana.email)
    assert "Password: " not in told
    assert "switched off" in told
    settings.cache_clear()


def test_nobody_has_no_password(tell: Tell, due: object) -> None:
    told = tell("account", "reset", "nobody@uni.example")
    assert (told.code, "nobody@uni.example" in told.error) == (1, True)


def test_the_history_names_the_system(tell: Tell, due: object) -> None:
    tell("account", "add", "new@uni.example", "--name", "Жаңа адам", "--role", "viewer")
    with db.reading() as session:
        newest = session.exec(select(Change).where(Change.kind == Kind.ACCOUNT)).all()[-1]
    assert newest.account_id is None


def test_a_lost_telephone_is_taken_away(tell: Tell, small_world: None) -> None:
    with db.transaction() as session:
        session.get_one(Account, dana.id).second_factor = True
    told = tell("account", "second-factor", "reset", dana.email.upper())
    assert "password alone" in told
    with db.reading() as session:
        assert not session.get_one(Account, dana.id).second_factor
        changes = session.exec(select(Change).where(Change.field == "second_factor")).all()
    change = next(each for each in changes if each.new == "False")
    assert (change.record_id, change.account_id) == (dana.id, None)


def test_accounts_are_listed(tell: Tell, due: object) -> None:
    told = tell("account", "list")
    assert {line.split()[0] for line in told.splitlines()} == {user.email for user in COLLEAGUES}


def test_without_an_administrator_nothing_is_read(tell: Tell, sqlite_database: str) -> None:
    for command in (["account", "list"], ["export", "follow-ups"]):
        told = tell(*command)
        assert (told.code, "account add" in told.error) == (1, True)


def test_follow_ups_come_on_standard_output(tell: Tell, due: tuple[int, int]) -> None:
    told = tell("export", "follow-ups", "--format", "csv", "--overdue", "--language", "en")
    rows = list(csv.DictReader(io.StringIO(told.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert [row["No."] for row in rows] == [str(due[0])]
    assert rows[0]["What exactly"] == "'=1+1"


def test_follow_ups_of_one_colleague_come_as_json(
    tell: Tell, due: tuple[int, int], tmp_path: Path
) -> None:
    file = tmp_path / "list.json"
    words = ("export", "follow-ups", "--format", "json", "--owner", dana.email, "-o", str(file))
    assert tell(*words).code == 0
    assert [row["id"] for row in json.loads(file.read_text())] == [due[1]]


def test_follow_ups_come_as_a_workbook(tell: Tell, due: object, tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    tell("export", "follow-ups", "--format", "xlsx", "--language", "kk", "-o", str(file))
    page = openpyxl.load_workbook(file).active
    assert page is not None
    assert page["A1"].value == "Тапсырмалар"


def test_every_list_comes_as_a_file(tell: Tell, due: object, tmp_path: Path) -> None:
    for name in lists.NAMES:
        told = tell("export", name, "--format", "json", "-o", str(tmp_path / name))
        assert (told.code, told.error) == (0, "")
        assert isinstance(json.loads((tmp_path / name).read_text()), list)


def test_a_list_is_narrowed_as_its_address_says(tell: Tell, due: object) -> None:
    told = tell("export", "partners", "--format", "json", "--where", "stage=active&sort=-name")
    assert [row["name_en"] for row in json.loads(told)] == ["Semey Engineering"]
    assert tell("export", "partners", "--where", "colour=red").code == 1


def test_people_come_as_cards_and_nothing_else_does(tell: Tell, due: object) -> None:
    assert "FN:Марат Әлиев" in tell("export", "people", "--format", "vcf")
    assert tell("export", "units", "--format", "vcf").code == 2


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_follow_ups_come_as_documents(
    tell: Tell, due: object, tmp_path: Path, form: str, begins: bytes
) -> None:
    file = tmp_path / f"list.{form}"
    assert tell("export", "follow-ups", "--format", form, "-o", str(file)).code == 0
    assert file.read_bytes().startswith(begins)


def test_an_export_that_is_refused_leaves_the_old_file(
    tell: Tell, due: object, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text("old")
    told = tell("export", "follow-ups", "--owner", "nobody@uni.example", "-o", str(file))
    assert told.code == 1
    assert [(each.name, each.read_text()) for each in tmp_path.glob("list*")] == [
        ("list.csv", "old")
    ]
    assert not list(tmp_path.glob("tmp*"))


def test_a_folder_that_is_not_there_is_said_so(tell: Tell, due: object, tmp_path: Path) -> None:
    told = tell("export", "follow-ups", "-o", str(tmp_path / "no" / "list.csv"))
    assert (told.code, "no" in told.error, "Traceback" in told.error) == (1, True, False)


def test_a_database_that_is_gone_is_said_so(
    tell: Tell, sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:9/none")
    settings.cache_clear()
    told = tell("init")
    assert (told.code, "Traceback" in told.error) == (1, False)


def test_a_wrong_setting_is_named(
    tell: Tell, sqlite_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as wrong:
        wrong.setenv("TRACKER_IDLE_MINUTES", "soon")
        settings.cache_clear()
        told = tell("init")
    assert (told.code, "TRACKER_IDLE_MINUTES" in told.error) == (1, True)


def test_a_file_that_is_no_database_is_said_so(
    tell: Tell, sqlite_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letter.db").write_text("Dear colleagues, " * 100)
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'letter.db'}")
    settings.cache_clear()
    told = tell("init")
    assert (told.code, "not a database" in told.error) == (1, True)
    assert "Traceback" not in told.error


def test_the_example_needs_somebody_who_loads_it(tell: Tell, sqlite_database: str) -> None:
    told = tell("init", "--example")
    assert (told.code, "account add" in told.error) == (1, True)


def test_the_example_fills_an_empty_tracker_once(tell: Tell, sqlite_database: str) -> None:
    tell("account", "add", "a@uni.example", "--name", "Айгерім", "--role", "administrator")
    told = tell("init", "--example")
    assert (told.code, " partners" in told) == (0, True)
    again = tell("init", "--example")
    assert (again.code, "Traceback" in again.error) == (1, False)


def test_duplicates_are_found_for_the_page(world: None, tell: Tell) -> None:
    with db.transaction() as session:
        session.add(Partner(name_ru="ТОО «ЕМС»"))
    assert tell("duplicates") == "1 new pairs to look at.\n"
    assert tell("duplicates", "--everything") == "0 new pairs to look at.\n"


def test_names_are_compared_and_found_with_the_words_of_the_database(
    tell: Tell, sqlite_database: str, tmp_path: Path
) -> None:
    build()
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("id,a,b\n1,Пасека «Арман»,Arman Apiary\n", encoding="utf-8")
    assert tell("names", "compare", "--csv", str(pairs)).strip().endswith(",0")
    typed = {
        "words_ru": "пасек",
        "words_en": "apiar",
        "alike_a": "Пасека «Арман»",
        "alike_b": "Arman Apiary",
        "other_a": "Пасека «Арман»",
        "other_b": "Школа «Арман»",
    }
    with db.transaction() as session:
        partner = PartnerDraft(name_ru="Пасека")
        partners.create(session, partner, by=aigerim)
        name_terms.create(session, drafts.checked(NameTermDraft, typed), by=saule)
    worlds.forget_words()  # the command runs in a process of its own
    assert tell("names", "compare", "--csv", str(pairs)).strip().endswith(",1")
    assert "Пасека" not in tell("search", "apiary")
    nothing = tell("search", "apiary")
    assert (nothing.code, "Nothing found" in nothing.error) == (0, True)
    told = tell("reindex")
    assert (told.code, told.splitlines()[-1]) == (0, "6 records are filed.")
    assert "of 6" not in told.error  # what counts up is for a terminal, not for the mail of cron
    assert "Пасека" in tell("search", "apiary")


def test_the_file_is_written_anew_after_somebody_was_erased(tell: Tell, due: object) -> None:
    assert tell("wipe") == "Nothing to clean.\n"
    with db.transaction() as session:
        erasing.erase(session, MARAT, reason="Asked", revision=1, by=dana)
    assert "1 erased" in tell("wipe")
