"""`python -m tests.benchmarks.reading [FOLDER]`: time and memory that reading an article takes.

FOLDER holds articles (`*.txt`); the tests' own without it. The long one is made of all of them.
"""

import argparse
import resource
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from tracker.press.reading import read

OWN = Path(__file__).parents[1] / "press" / "articles"
LONG = 20_000
ROUNDS = 5


def seconds(text: str) -> float:
    start = perf_counter()
    read(text)
    return perf_counter() - start


def run(texts: list[str], rounds: int = ROUNDS) -> str:
    """A table: the first article in a fresh process, then all of them several times, then one of
    twenty thousand characters."""
    first = seconds(texts[0])
    took = sorted(seconds(text) for _ in range(rounds) for text in texts)
    everything = "\n\n".join(texts)
    long = (everything * (LONG // len(everything) + 1))[:LONG]
    lines = {
        "first article": first,
        "median": median(took),
        "p95": took[min(len(took) - 1, int(len(took) * 0.95))],
        "slowest": took[-1],
        f"{LONG:,} characters": median(seconds(long) for _ in range(rounds)),
    }
    rows = [f"| {name} | {1_000 * figure:.1f} ms |" for name, figure in lines.items()]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    rows.append(f"| memory of this process, at most | {peak:.0f} MB |")
    return "\n".join([f"| {len(texts)} articles | |", "|---|---|", *rows])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.reading", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=OWN)
    files = sorted(parser.parse_args().folder.glob("*.txt"))
    if not files:
        sys.exit("no *.txt there")
    print(run([file.read_bytes().decode("utf-8-sig") for file in files]))


if __name__ == "__main__":
    main()
