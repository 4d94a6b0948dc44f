"""`data/deploy/security.md` is true: every table has its class, every use of a cipher its line."""

import ast
import re
from collections import Counter

from tracker import shielded
from tracker.db import Base
from tracker.domain import models, passwords, stolen_passwords
from tracker.settings import ROOT

PAGE = (ROOT / "data" / "deploy" / "security.md").read_text(encoding="utf-8")
CIPHERS = {
    *("authlib", "cryptography", "hashlib", "hmac", "joserfc", "pwdlib", "pyotp"),
    *("secrets", "ssl"),
}


def part(heading: str) -> str:
    return PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]


def test_every_table_has_one_class_of_protection() -> None:
    assert models
    rows = part("What is kept, and how much it matters").splitlines()
    named = Counter(name for row in rows for name in re.findall(r"`([a-z_]+)`", row))
    assert {name for name, count in named.items() if count > 1} == set()
    assert set(named) == set(Base.metadata.tables)


def test_every_use_of_a_cipher_is_named() -> None:
    named = set(re.findall(r"`(tracker/[a-z_/]+\.py)`", part("Keys and passwords")))
    using = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "tracker").rglob("*.py")
        if _imports(path.read_text(encoding="utf-8")) & CIPHERS
    }
    assert named == using


def test_its_numbers_are_those_of_the_program() -> None:
    assert f"refused below {passwords.SHORTEST} letters" in PAGE
    assert len(stolen_passwords._held()) // 4 // 10_000 == 11
    assert "among 110,000 that were stolen" in PAGE
    hasher = passwords._HASHER.current_hasher
    assert (hasher._hasher.memory_cost, hasher._hasher.time_cost) == (19 * 1024, 2)  # type: ignore[attr-defined]
    assert "Argon2id, 19 MiB, 2 rounds" in PAGE
    assert shielded.MEMORY == 768 << 20
    assert f"{shielded.PROCESSOR_SECONDS} s of work or at 768 MB" in PAGE


def test_the_files_that_it_names_are_there() -> None:
    named = re.findall(r"`((?:tracker|tests)/[a-z_/]+(?:\.[a-z]+)?)`", PAGE)
    assert [each for each in named if not (ROOT / each).exists()] == []


def _imports(source: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {each.name.split(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found
