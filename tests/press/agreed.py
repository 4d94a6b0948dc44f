"""Passages that tell of papers, with what a careful reader takes from them: `agreed/`.

    === memorandum: Tau + Su; contract: Om    two new papers and who signed them with us
    === recalled agreement: Tau               no new one
    === none

`python -m tests.press.agreed [--held] [--errors]`: rules were written with two of three passages in
`LANGUAGE.txt`; the third ones, `--held`, were not looked at before the rules were done. Those in
`LANGUAGE_more.txt` were measured once before rules were written with them too.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.press.marked import marked
from tests.press.scoring import Tally
from tracker.press import agreements, days
from tracker.press.found import Agreement
from tracker.press.known import Context

FOLDER = Path(__file__).parent / "agreed"
LANGUAGES = ("en", "ru", "kk")
Paper = tuple[str, frozenset[str]]  # its kind, and the parties without the host


@dataclass(frozen=True)
class Passage:
    text: str
    papers: tuple[Paper, ...]
    is_held: bool


def passages(language: str) -> Iterator[Passage]:
    for name in (language, f"{language}_more"):
        written = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("=== ")[1:]
        for number, each in enumerate(written):
            told, text = each.split("\n", 1)
            papers = tuple(_paper(one) for one in told.split("; ") if ":" in one)
            new = tuple(one for one in papers if not one[0].startswith("recalled"))
            yield Passage(text.strip(), new, name == language and number % 3 == 0)


def _paper(told: str) -> Paper:
    kind, parties = told.split(": ")
    return kind, frozenset(parties.split(" + "))


def found(language: str, words: str) -> list[Agreement]:
    text = marked(language, f"3.05.2024\n\n{words}")
    known = days.find(text.article, Context())
    return agreements.find(text.article, known, text.organisations)


class Score:
    """`present`: of passages with a new paper; `parties` and `kinds`: of the papers of these."""

    def __init__(self) -> None:
        self.present, self.parties, self.kinds = Tally(), Tally(), Tally()
        self.errors: list[str] = []

    def add(self, language: str, passage: Passage) -> None:
        new = [each for each in found(language, passage.text) if not each.recalled]
        told = [(each.kind, frozenset(each.parties)) for each in new]
        wanted = passage.papers
        self.present.right += bool(told and wanted)
        self.present.false += bool(told and not wanted)
        self.present.missed += bool(wanted and not told)
        for kind, parties in wanted:
            kinds = [each for each, others in told if others == parties]
            self.parties.right += bool(kinds)
            self.parties.missed += not kinds
            self.kinds.right += kind in kinds
            self.kinds.missed += kind not in kinds
        if sorted(told, key=str) != sorted(wanted, key=str):
            self.errors.append(f"{passage.text}\n  wanted {wanted}\n  told   {told}")


def score(language: str, *, held: bool | None = None) -> Score:
    found = Score()
    for each in passages(language):
        if held is None or held == each.is_held:
            found.add(language, each)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.press.agreed", description=__doc__)
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--errors", action="store_true")
    asked = parser.parse_args()
    for language in LANGUAGES:
        read = score(language, held=asked.held)
        if asked.errors:
            print(*read.errors, sep="\n")
        figures = (
            f"{name} {tally.right}/{tally.right + tally.missed}"
            for name, tally in (("parties", read.parties), ("kinds", read.kinds))
        )
        print(language, f"present {read.present.f1:.2f}", *figures)


if __name__ == "__main__":
    main()
