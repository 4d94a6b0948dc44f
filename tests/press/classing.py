"""Makes `tracker/press/rules/alike_ru.txt` from vectors of words; needed once, not to run.

    pip install navec && python -m tests.press.classing navec_news_v1_1B_250K_300d_100q.tar

The vectors are those of the natasha project (MIT licence; its package `natasha` holds the file),
learned from a thousand million words of Russian news: words that stand in like surroundings have
like vectors. The classes are their centres by k-means, as coarse as `CLASSES` says.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from tracker.press import alike

OUT = Path(alike.__file__).parent / "rules/alike_ru.txt"
CLASSES = (100, 300)
WORDS = 120_000  # the most frequent ones
LEARNED = 60_000  # of which the classes are made
ROUNDS = 12
_MANY = 5_000
_LETTERS = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюя-")

Many = Any  # an array of numbers


def centres(vectors: Many, classes: int, chance: np.random.RandomState) -> Many:
    found = vectors[chance.choice(20_000, classes, replace=False)].copy()
    for _ in range(ROUNDS):
        sums = np.zeros_like(found)
        np.add.at(sums, nearest(vectors, found), vectors)
        found = sums / np.linalg.norm(sums, axis=1, keepdims=True).clip(1e-6)
    return found


def nearest(vectors: Many, middles: Many) -> Many:
    cut = range(0, len(vectors), _MANY)
    return np.concatenate([(vectors[at : at + _MANY] @ middles.T).argmax(1) for at in cut])


def is_word(word: str) -> bool:
    return len(word) >= alike.SHORT and _LETTERS.issuperset(word) and word == word.strip("-")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.press.classing", description=__doc__)
    parser.add_argument("vectors", type=Path)
    from navec import Navec  # type: ignore[import-not-found]

    read = Navec.load(parser.parse_args().vectors)
    known = [at for at, word in enumerate(read.vocab.words) if is_word(word)]
    known = sorted(known, key=lambda at: -read.vocab.counts[at])[:WORDS]
    vectors = read.pq.unpack()[known]
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-6)
    chance = np.random.RandomState(1)
    rows = [nearest(vectors, centres(vectors[:LEARNED], each, chance)) for each in CLASSES]
    words = (read.vocab.words[at] for at in known)
    lines = [f"{word} {narrow} {broad}" for word, broad, narrow in zip(words, *rows, strict=True)]
    OUT.write_text("\n".join(sorted(lines, key=str.split)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
