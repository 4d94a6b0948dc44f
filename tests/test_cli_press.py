"""`tracker press read`: articles read from the console, without a database."""

import json
from pathlib import Path

import pytest

from tests.press import files
from tracker import cli

TEXT = "Круглый стол\r\n\r\n12 февраля 2025\r\n\r\n11 февраля прошёл круглый стол о кадрах."
KEYS = [
    *("file", "language", "title", "published", "tags", "organisations", "events", "people"),
    *("requests", "agreements", "dates"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files to read; whoever asks for a database fails."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", "sqlite:////nowhere/at/all.db")
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "page.html").write_text(files.PAGE, encoding="utf-8")
    (tmp_path / "2024-04-08-week.txt").write_text("Неделя науки открылась 5 апреля.", "utf-8")
    return tmp_path


def read(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(["press", "read", *map(str, arguments)])
    return int(ended.value.code or 0)


def test_one_object_a_file_whose_places_count_the_characters_given(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read(folder / "a.txt", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == KEYS
    assert (told["language"], told["title"], told["published"]) == (
        "ru",
        "Круглый стол",
        "2025-02-12",
    )
    for day in told["dates"]:
        start, end = day["span"]
        assert TEXT[start:end] == day["text"]
    assert [day["iso"] for day in told["dates"]] == ["2025-02-12", "2025-02-11"]


def test_a_text_taken_out_of_a_page_comes_along(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read(folder / "page.html", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == [*KEYS, "text"]
    start, end = told["dates"][0]["span"]
    assert told["text"][start:end] == told["dates"][0]["text"]


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = folder / "gone.txt"
    assert read(folder / "empty.txt", gone, folder / "a.txt", "--json") == 1
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 1
    empty, missing = said.err.splitlines()
    assert empty.startswith(f"{folder / 'empty.txt'}: There is no text")
    assert missing.startswith(f"{gone}: ")


def test_without_json_it_is_told_in_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert read(folder / "a.txt") == 0
    told = capsys.readouterr().out.splitlines()
    assert told[1:3] == ["  Круглый стол", "  ru, published 2025-02-12"]
    assert "  date          2025-02-11 (11 февраля)" in told


def test_the_day_may_be_told_or_stand_in_the_name_of_the_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "2024-04-08-week.txt"
    read(file, "--json")
    assert json.loads(capsys.readouterr().out)["dates"][0]["iso"] == "2024-04-05"
    read(file, "--json", "--published", "2023-04-08")
    told = json.loads(capsys.readouterr().out)
    assert (told["published"], told["dates"][0]["iso"]) == ("2023-04-08", "2023-04-05")
