"""Reads a folder of labelled articles and scores them, language by language."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tests.press import scoring
from tests.press.scoring import Label, Score
from tracker.press.known import Context
from tracker.press.reading import read


def labels(file: Path) -> Iterator[Label]:
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def text(folder: Path, name: str) -> str:
    """As it stands: Python would make two characters of a line's end one."""
    return (folder / f"{name}.txt").read_bytes().decode("utf-8-sig")


def run(
    folder: Path, file: Path, *, only: str | None = None, published: bool = False
) -> dict[str, Score]:
    found: dict[str, Score] = {}
    for label in labels(file):
        if only and only not in (label["lang"], label["id"]):
            continue
        told = date.fromisoformat(label["published"]) if published and label["published"] else None
        reading = read(text(folder, label["id"]), Context(published=told))
        found.setdefault(label["lang"], Score()).add(scoring.score(reading, label))
    return found
