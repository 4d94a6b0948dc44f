"""Learns the weights of `tracker/press/rules/weights.json`; see `taught.py` for what from.

    python -m tests.press.training [FOLDER LABELS.jsonl …]          # held-out figures
    python -m tests.press.training [FOLDER LABELS.jsonl …] --folds 3  # written ones in turn
    python -m tests.press.training [FOLDER LABELS.jsonl …] --write  # the weights, from everything
    python -m tests.press.training --fresh                          # the shipped ones, new articles

The figures: of every fifth passage and article, which is not learned from then, and of the labelled
articles that are given, of which none is. The same input gives the same weights.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.press import fitting, taught
from tests.press.fitting import Sample
from tests.press.taught import Label, Text
from tracker.press import compared, learned
from tracker.press.found import Span
from tracker.press.judged import Wish
from tracker.press.learned import Seen

OUT = Path(learned.__file__).parent / "rules/weights.json"
LEAST = 0.24  # how likely a wish and its kind must be together
_SAME = 0.45  # parts that share as much with a wish may stand for it


def share(one: Span, other: Span) -> float:
    both = max(0, min(one.end, other.end) - max(one.start, other.start))
    return both / max(one.end - one.start, other.end - other.start, 1)


def span(seen: Seen, first: int, after: int) -> Span:
    return Span(seen.tokens[first].start, seen.tokens[after - 1].end)


def samples(texts: Iterable[Text]) -> list[Sample]:
    """The sentences, each part of which is as much a wish as it shares the words of one."""
    found = []
    for text in texts:
        for _, seen in text.told():
            parts = list(learned.parts(seen))
            wanted = [0.0] * len(parts)
            for gold, label in _inside(seen, text.golds):
                shares = [share(span(seen, *part), gold) for part in parts]
                most = max(shares, default=0.0)
                near = [each**8 if each >= max(_SAME, most * 0.75) else 0.0 for each in shares]
                much = (0.5 if label.get("doubtful") else 1.0) / (sum(near) or 1.0)
                wanted = [one + other * much for one, other in zip(wanted, near, strict=True)]
            found.append(Sample(seen, parts, wanted))
    return found


def label_samples(texts: Iterable[Text], what: str) -> list[tuple[set[str], str]]:
    """The part nearest to each wish, and what the wish is called."""
    found = []
    for text in texts:
        for _, seen in text.told():
            for gold, label in _inside(seen, text.golds):
                parts = learned.parts(seen)
                best = max(parts, key=lambda part: share(span(seen, *part), gold), default=None)
                if best is not None and share(span(seen, *best), gold) > 0.4 and what in label:
                    found.append((learned.of_part(seen, *best), label[what]))
    return found


def _inside(seen: Seen, golds: Sequence[tuple[Span, Label]]) -> list[tuple[Span, Label]]:
    start, end = (seen.tokens[0].start, seen.tokens[-1].end) if seen.tokens else (0, 0)
    return [each for each in golds if each[0].start < end and each[0].end > start]


def fit(texts: Sequence[Text]) -> learned.Weights:
    told = [each for each in texts if each.source != "plain"]
    return learned.Weights(
        fitting.wishes(samples(texts)),
        fitting.labels([*label_samples(told, "kind"), *taught.phrases()]),
        fitting.labels(label_samples(told, "direction")),
        LEAST,
    )


Score = dict[str, Counter[str]]


def wishes(text: Text) -> list[tuple[Span, Wish]]:
    told = list(text.told())
    return [
        (span(seen, wish.first, wish.after), wish)
        for (_, seen), mine in zip(told, compared.find(told), strict=True)
        for wish in mine
    ]


def in_turn(texts: Sequence[Text], given: Sequence[Text], folds: int, score: Score) -> None:
    """Each written article as read by what was learned from those of the other parts; the given
    ones by what was learned from all written ones."""
    learned.use(fit(texts))
    for text in given:
        judge(text, score)
    articles = [each for each in texts if each.source == "articles"]
    for fold in range(folds):
        out = articles[fold::folds]
        learned.use(fit([each for each in (*texts, *given) if not any(each is one for one in out)]))
        for text in out:
            judge(text, score)


def judge(text: Text, score: Score) -> None:
    tally, found = score[f"{text.source} {text.language}"], wishes(text)
    for how in ("kind", "direction", "place"):
        left = list(text.golds)
        for place, wish in found:
            fits = [
                each
                for each in left
                if share(place, each[0]) >= 0.5
                and (how == "place" or each[1]["kind"] == wish.kind)
                and (how != "direction" or each[1].get("direction") == wish.direction)
            ]
            if fits:
                left.remove(fits[0])
                if not fits[0][1].get("doubtful"):
                    tally[f"{how} right"] += 1
            else:
                tally[f"{how} false"] += 1
        tally[f"{how} missed"] += sum(not each[1].get("doubtful") for each in left)


def told(score: Score) -> str:
    """Precision, recall and F1: of place and kind, with the direction, of the place alone."""
    lines = []
    for name, tally in sorted(score.items()):
        cells = []
        for how in ("kind", "direction", "place"):
            right, false, missed = (tally[f"{how} {each}"] for each in ("right", "false", "missed"))
            precision, recall = right / max(1, right + false), right / max(1, right + missed)
            both = 2 * right / max(1, 2 * right + false + missed)
            cells.append(f"{how} {precision:.2f}/{recall:.2f}/{both:.2f}")
        lines.append(f"  {name}: " + "  ".join(cells))
    return "\n".join(lines)


def write(weights: learned.Weights) -> None:
    told = {
        "least": weights.least,
        "wish": {name: round(each, 2) for name, each in _counting(weights.wish)},
        "kinds": _table(weights.kinds),
        "directions": _table(weights.directions),
    }
    words = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    OUT.write_text(words.replace('],"', '],\n"') + "\n", encoding="utf-8")


def _counting(weighed: dict[str, float]) -> list[tuple[str, float]]:
    """Without those that hardly count."""
    return [(name, each) for name, each in sorted(weighed.items()) if abs(each) >= 0.05]


def _table(table: learned.Table) -> dict[str, Any]:
    bias = [round(each, 2) for each in table.bias]
    rows = {
        name: [round(each, 2) for each in row]
        for name, row in sorted(table.weights.items())
        if max(map(abs, row)) >= 0.06
    }
    return {"classes": table.classes, "bias": bias, "weights": rows}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.press.training",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("sets", nargs="*", type=Path, help="FOLDER LABELS.jsonl, in turn")
    parser.add_argument("--folds", type=int, default=0, help="the articles in so many parts")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--fresh", action="store_true", help="what is shipped, on articles_fresh")
    asked = parser.parse_args()
    if asked.fresh:
        score: Score = defaultdict(Counter)
        for text in taught.fresh():
            judge(text, score)
        print(told(score))
        return
    texts = taught.everything()
    given = [
        text
        for folder, file in zip(asked.sets[::2], asked.sets[1::2], strict=True)
        for text in taught.labelled(folder, file)
    ]
    if asked.write:
        write(fit([*texts, *given]))
        return
    score = defaultdict(Counter)
    if asked.folds:
        in_turn(texts, given, asked.folds, score)
        print(told(score))
        return
    learned.use(fit([each for each in texts if not each.is_held_out]))
    for text in (*(each for each in texts if each.is_held_out), *given):
        judge(text, score)
    print(told(score))


if __name__ == "__main__":
    main()
