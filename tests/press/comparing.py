"""Learns `tracker/press/rules/compared.json`: what of a story's likely wishes is proposed.

    python -m tests.press.comparing            # held-out figures
    python -m tests.press.comparing --write

Each written article is read by what was learned from the other two thirds of them, so that what is
likely is as wrong as it is in a new text. `weights.json` must be learned first.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.press import taught, training
from tests.press.taught import Text
from tracker.press import compared, judged, learned

OUT = Path(compared.__file__).parent / "rules/compared.json"
FOLDS = 3
_ROUNDS = 30
_DECAY = 3.0


@dataclass
class Story:
    """What may be wishes in one article: what counts of each, whether it is one; all there are."""

    counting: list[dict[str, float]]
    right: list[bool]
    wishes: int


def story(text: Text) -> Story:
    told = list(text.told())
    maybe = [judged.candidates(*each) for each in told]
    right = [
        any(
            training.share(training.span(seen, each.wish.first, each.wish.after), gold) >= 0.5
            and label["kind"] == each.wish.kind
            for gold, label in text.golds
        )
        for (_, seen), mine in zip(told, maybe, strict=True)
        for each in mine
    ]
    return Story(compared.features(told, maybe), right, len(text.golds))


def fit(stories: Sequence[Story]) -> dict[str, Any]:
    """Logistic regression by Newton's steps, each column measured in its own spread."""
    rows = [row for each in stories for row in each.counting]
    names = sorted({name for row in rows for name in row} - {"bias"})
    table = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    middle, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    columns = np.column_stack([np.ones(len(rows)), (table - middle) / spread])
    right = np.array([one for each in stories for one in each.right], dtype=float)
    decay = np.array([0.0, *(_DECAY for _ in names)])
    weight = np.zeros(len(decay))
    for _ in range(_ROUNDS):
        likely = 1 / (1 + np.exp(-columns @ weight))
        slope = columns.T @ (likely - right) + decay * weight
        bend = (columns.T * (likely * (1 - likely))) @ columns + np.diag(decay + 1e-9)
        weight = weight - np.linalg.solve(bend, slope)
    plain = weight[1:] / spread
    found = dict(zip(names, (round(float(each), 4) for each in plain), strict=True))
    found["bias"] = round(float(weight[0] - plain @ middle), 4)
    return {"least": _least(stories, found), "weights": dict(sorted(found.items()))}


def _least(stories: Sequence[Story], weights: dict[str, float]) -> float:
    """Where F1 is best; the best of near ones differ by chance only."""
    likely = np.array(
        [
            sum(weights.get(name, 0.0) * much for name, much in row.items())
            for each in stories
            for row in each.counting
        ]
    )
    right = np.array([one for each in stories for one in each.right])
    wishes = sum(each.wishes for each in stories)

    def gain(least: float) -> float:
        kept = 1 / (1 + np.exp(-likely)) >= least
        return float(2 * (kept & right).sum() / (kept.sum() + wishes))

    return max((round(0.2 + 0.02 * at, 2) for at in range(20)), key=gain)


def held_out(texts: Sequence[Text], fold: int) -> tuple[list[Text], learned.Weights]:
    articles = [each for each in texts if each.source == "articles"]
    out = articles[fold::FOLDS]
    return out, training.fit([each for each in texts if not any(each is one for one in out)])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.press.comparing", description=__doc__)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    texts = taught.everything()
    parts = [held_out(texts, fold) for fold in range(FOLDS)]
    stories = []
    for out, weights in parts:
        learned.use(weights)
        stories.append([story(each) for each in out])
    if asked.write:
        write(fit([each for mine in stories for each in mine]))
        return
    score: training.Score = defaultdict(Counter)
    for fold, (out, weights) in enumerate(parts):
        learned.use(weights)
        compared.use(fit([each for at in range(FOLDS) if at != fold for each in stories[at]]))
        for text in out:
            training.judge(text, score)
    print(training.told(score))


def write(weights: dict[str, Any]) -> None:
    OUT.write_text(json.dumps(weights, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
