"""`.ci/audit` is content only where it was told about every library."""

import json
import os
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from tracker import checking_libraries, clock
from tracker.findings import Level

ROOT = Path(__file__).parents[1]
NAMES = [
    line.split("==")[0].split("[")[0]
    for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    if "==" in line and not line.startswith("#")
]
HOLE = {"id": "PYSEC-2026-1", "fix_versions": []}
SAFE: list[dict[str, object]] = [
    {"name": name.replace("_", "-"), "version": "1", "vulns": []} for name in NAMES
]


def audited(folder: Path, found: list[dict[str, object]] | None, ends: int = 0) -> tuple[int, str]:
    """How it ends, and what it says, where pip-audit finds this."""
    answer = folder / "answer.json"
    answer.write_text("" if found is None else json.dumps({"dependencies": found}))
    program = folder / "pip-audit"
    # What is asked for last is the file to write to.
    program.write_text(f'#!/bin/sh\ncp {answer} "$(eval echo \\${{$#}})"\nexit {ends}\n')
    program.chmod(0o755)
    told = {**os.environ, "AUDIT_WITH": str(program), "AUDITED": str(folder / "audited")}
    done = subprocess.run(
        ["bash", str(ROOT / ".ci/audit")], env=told, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_every_library_was_asked_about_and_none_has_a_hole(tmp_path: Path) -> None:
    ended, said = audited(tmp_path, SAFE)
    assert (ended, "No hole is known" in said) == (0, True)


def test_only_a_whole_answer_is_noted_and_the_administrator_is_told_how_old_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note, pins = tmp_path / "audited", tmp_path / "requirements.txt"
    monkeypatch.setattr(checking_libraries, "NOTE", note)
    audited(tmp_path, SAFE[1:])
    assert checked() == Level.MISSING
    audited(tmp_path, SAFE)
    now = clock.now()
    assert checked() == Level.FINE
    with clock.at(now + checking_libraries.EVERY + timedelta(days=1)):
        assert checked() == Level.MISSING
    pins.write_bytes(checking_libraries.PINS.read_bytes() + b"another==1\n")
    monkeypatch.setattr(checking_libraries, "PINS", pins)
    assert checked() == Level.MISSING
    note.write_text("x")
    assert checked() == Level.MISSING


def checked() -> Level:
    (finding,) = checking_libraries.look()
    return finding.level


def test_a_hole_is_named(tmp_path: Path) -> None:
    ended, said = audited(tmp_path, [{**SAFE[0], "vulns": [HOLE]}, *SAFE[1:]], 1)
    assert ended == 1
    assert f"{SAFE[0]['name']}: PYSEC-2026-1" in said


@pytest.mark.parametrize(
    ("found", "ends"),
    [
        (None, 1),
        ([], 0),
        (SAFE[1:], 0),
        ([{"name": SAFE[0]["name"], "skip_reason": "not found"}, *SAFE[1:]], 0),
        (SAFE, 1),
    ],
    ids=["nothing", "no library", "one missing", "one skipped", "it failed"],
)
def test_what_could_not_be_asked_is_said_loudly(
    tmp_path: Path, found: list[dict[str, object]] | None, ends: int
) -> None:
    ended, said = audited(tmp_path, found, ends)
    assert ended == 2
    assert "NOT AUDITED" in said
