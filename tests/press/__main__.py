"""`python -m tests.press FOLDER LABELS.jsonl [--errors]`; see tests/press/scoring.py."""

import argparse
from pathlib import Path

from tests.press import measuring, scoring


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.press",
        description=scoring.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument(
        "--errors", action="store_true", help="list what is missed and what is false"
    )
    parser.add_argument("--only", help="a language, or an id")
    parser.add_argument("--published", action="store_true", help="tell the labelled day beforehand")
    asked = parser.parse_args()
    found = measuring.run(asked.folder, asked.labels, only=asked.only, published=asked.published)
    if asked.errors:
        for score in found.values():
            print(*score.errors, sep="\n")
    together = scoring.Score()
    for score in found.values():
        together.add(score)
    print(scoring.table({**found, "all": together}))


if __name__ == "__main__":
    main()
