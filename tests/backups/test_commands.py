"""`tracker backup` and `tracker restore`, as from the terminal."""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from tests.servers import worlds
from tests.world import MARAT, build, dana
from tracker import cli, db
from tracker.backups import dumps, files, keeping
from tracker.domain import erasing
from tracker.domain.models import Partner
from tracker.errors import BackupFailed
from tracker.settings import settings

Tell = Callable[..., tuple[int, bytes, bytes]]


@pytest.fixture
def tell(
    sqlite_database: str,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> Tell:
    """Run a command in the small world: how it ended, what it printed, and what it complained."""
    worlds.furnish()

    def run(*words: str, given: bytes = b"") -> tuple[int, bytes, bytes]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        with pytest.raises(SystemExit) as ended:
            cli.main(list(words))
        return int(ended.value.code or 0), *capfdbinary.readouterr()

    return run


def partners() -> int:
    with db.reading() as session:
        return len(session.exec(select(Partner)).all())


def test_a_backup_goes_to_a_file_and_comes_back(tell: Tell, tmp_path: Path) -> None:
    code, said, _ = tell("backup", str(tmp_path / "a.zip"))
    assert (code, b"is in" in said) == (0, True)
    code, said, _ = tell("backup", "verify", str(tmp_path / "a.zip"))
    assert (code, b"can be restored" in said) == (0, True)
    code, _, wrong = tell("backup", "verify", str(tmp_path / "b.zip"))
    assert (code, wrong.strip()) == (1, f"{tmp_path / 'b.zip'}: No such file or directory".encode())
    with db.transaction() as session:
        session.add(Partner(name_en="Later"))
        erasing.erase(session, MARAT, reason="Asked", revision=1, by=dana)
    assert partners() == 3
    code, said, _ = tell("restore", str(tmp_path / "a.zip"))
    assert (code, b"What was there before is now" in said) == (0, True)
    assert f"erase them again: people {MARAT}.".encode() in said
    assert partners() == 2


def test_a_backup_goes_through_a_pipe_and_comes_back(tell: Tell) -> None:
    code, content, _ = tell("backup", "-")
    assert (code, content[:2]) == (0, b"PK")
    assert tell("restore", "-", given=content)[0] == 0
    code, _, why = tell("restore", "-", given=content[:-9])
    assert (code, b"end of this backup is missing" in why) == (1, True)


def test_a_dated_backup_goes_into_a_folder(tell: Tell, tmp_path: Path) -> None:
    code, said, _ = tell("backup", "--into", str(tmp_path / "kept"), "--keep", "2d")
    assert (code, said.decode().strip()) == (0, str(keeping.found(tmp_path / "kept")[0].path))
    assert tell("backup", "--into", str(tmp_path / "kept"), "--keep", "two")[0] == 1


@pytest.mark.parametrize("words", [[], ["verify"], ["a.zip", "--into", "b"], ["a.zip", "b.zip"]])
def test_a_command_that_says_too_little_or_too_much_is_wrong(tell: Tell, words: list[str]) -> None:
    assert tell("backup", *words)[0] == 2


def test_a_backup_is_not_written_over_the_database(tell: Tell) -> None:
    path = settings().sqlite_file
    assert path is not None
    code, _, wrong = tell("backup", str(path.parent / ".." / path.parent.name / path.name))
    assert (code, b"the database itself" in wrong) == (2, True)
    assert files.is_sqlite(path)


def test_a_missing_file_is_one_sentence(tell: Tell) -> None:
    code, _, why = tell("restore", "nowhere.zip")
    assert (code, why.count(b"\n")) == (1, 1)


def test_nobody_sees_a_backup_before_it_is_whole(sqlite_database: str, tmp_path: Path) -> None:
    build()
    folder = tmp_path / "new"
    folder.mkdir()
    with files.appearing(folder / "a.zip") as file, dumps.taken(folder) as dump:
        file.write(dump.content.read(100))
        assert list(folder.iterdir()) == []
    assert [each.name for each in folder.iterdir()] == ["a.zip"]


def test_where_a_file_needs_a_name_it_gets_another_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "O_TMPFILE", 0)  # as on a file system that knows none
    with files.appearing(tmp_path / "a.zip") as file:
        file.write(b"whole")
    assert (tmp_path / "a.zip").read_bytes() == b"whole"
    with pytest.raises(BackupFailed), files.appearing(tmp_path / "b.zip"):
        raise OSError(28, "No space left on device")
    assert [each.name for each in tmp_path.iterdir()] == ["a.zip"]
