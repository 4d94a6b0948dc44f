"""The table of the ASVS is whole, and what it names is there."""

import ast
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
ROWS: dict[str, dict[str, Any]] = tomllib.loads((ROOT / "tests/asvs.toml").read_text("utf-8"))
KINDS = {"tests", "by_design", "not_ours", "open"}

# How far each section of the standard goes in the levels 1 and 2; what is above comes last there.
SECTIONS = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1
4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2
7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2
10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5
14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3
"""


def asked() -> list[str]:
    sections = (each.split(":") for each in SECTIONS.split())
    return [f"{name}.{n}" for name, most in sections for n in range(1, int(most) + 1)]


@cache
def inside(file: str) -> frozenset[str]:
    """The tests of a file as pytest names them, by reading it only."""
    found = set()
    path = ROOT / file
    for node in ast.parse(path.read_text("utf-8")).body if path.exists() else ():
        if isinstance(node, ast.FunctionDef):
            found.add(f"{file}::{node.name}")
        elif isinstance(node, ast.ClassDef):
            inner = (each for each in node.body if isinstance(each, ast.FunctionDef))
            found |= {f"{file}::{node.name}::{each.name}" for each in inner}
    return frozenset(found)


def test_every_requirement_has_its_row_and_one_answer() -> None:
    assert list(ROWS) == asked()
    assert len(ROWS) == 246
    unclear = {number for number, row in ROWS.items() if len(KINDS & set(row)) != 1}
    extra = {number for number, row in ROWS.items() if not set(row) <= {*KINDS, "asks"}}
    assert unclear | extra == set(), Counter(
        kind for row in ROWS.values() for kind in KINDS & set(row)
    )


def test_what_the_table_names_is_there() -> None:
    named = [(number, each) for number, row in ROWS.items() for each in row.get("tests", ())]
    missing = [each for each in named if each[1] not in inside(each[1].split("::")[0])]
    places = [
        (number, row["by_design"].split(":")[0])
        for number, row in ROWS.items()
        if "by_design" in row
    ]
    missing += [each for each in places if not (ROOT / each[1]).exists()]
    empty = [(number, "no test") for number, row in ROWS.items() if row.get("tests") == []]
    answers = Counter(kind for row in ROWS.values() for kind in KINDS & set(row))
    assert missing + empty == [], answers
