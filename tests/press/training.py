"""Learns the weights of `tracker/press/rules/weights.json` from labelled passages and articles.

    python -m tests.press.training FOLDER LABELS.jsonl [FOLDER LABELS.jsonl …]    # held-out figures
    python -m tests.press.training … --write                                      # the weights

The passages of tests/press/passages are always used. Stories that are told in several languages are
held out together. Logistic regression with numpy; the same input gives the same weights.
"""

import argparse
import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tests.press import measuring
from tracker.press import learned, organisations, people, requests, sentences
from tracker.press.article import Article, prepare
from tracker.press.found import Organisation, Span
from tracker.press.known import Context
from tracker.press.learned import Seen
from tracker.press.places import Places
from tracker.press.sentences import Sentence
from tracker.press.spoken import Spoken

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "tracker/press/rules/weights.json"
FOLDS = 5
LEAST = 0.5  # how likely a part must be that no table found


@dataclass
class Text:
    id: str
    language: str
    fold: int
    article: Article
    partners: list[Organisation]
    golds: list[tuple[Span, dict[str, Any]]]
    seen: list[Seen] = field(default_factory=list)

    def beside(self, at: int) -> tuple[Seen | None, Seen | None]:
        return requests.beside(self.article.sentences, self.seen, at)


def passages() -> Iterable[tuple[str, str, int, str, list[dict[str, Any]]]]:
    for file in sorted((HERE / "passages").glob("*.jsonl")):
        for label in measuring.labels(file):
            number = int(re.findall(r"\d+", label["id"])[0])
            fold = number * FOLDS // 151 if number < 151 else number % FOLDS
            yield label["id"], label["lang"], fold, label["text"], label["requests"]


_MARKED = re.compile(r"\[(\w+) (\w+): ([^\]]*)\]")


def written() -> Iterable[tuple[str, str, int, str, list[dict[str, Any]]]]:
    """One passage a line, what is wished marked: [internship offer: invited two students]. They
    are only learned from."""
    for file in sorted((HERE / "passages").glob("written_*.txt")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            labels = [
                {"kind": kind, "direction": direction, "text_evidence": words}
                for kind, direction, words in _MARKED.findall(line)
            ]
            yield f"w{number}", file.stem[-2:], -1, _MARKED.sub(r"\3", line), labels


def articles(folder: Path, file: Path) -> Iterable[tuple[str, str, int, str, list[dict[str, Any]]]]:
    for label in measuring.labels(file):
        number = int(re.findall(r"\d+", label["id"])[0])
        yield (
            label["id"],
            label["lang"],
            number % FOLDS,
            measuring.text(folder, label["id"]),
            label["requests"],
        )


def read(id: str, language: str, fold: int, text: str, labels: list[dict[str, Any]]) -> Text:
    article = prepare(text)
    partners = organisations.find(article, Context())
    golds = []
    for label in labels:
        start = article.text.find(label["text_evidence"])
        if start >= 0:
            golds.append((Span(start, start + len(label["text_evidence"])), label))
    found = Text(id, language, fold, article, partners, golds)
    places = Places(article, partners)
    named = requests.named(article, people.find(article, partners))
    found.seen = [
        Seen(Spoken(each, places, named.get(each.span, []))) for each in article.sentences
    ]
    return found


def share(one: Span, other: Span) -> float:
    both = max(0, min(one.end, other.end) - max(one.start, other.start))
    return both / max(one.end - one.start, other.end - other.start, 1)


def span(seen: Seen, first: int, after: int) -> Span:
    return Span(seen.tokens[first].start, seen.tokens[after - 1].end)


@dataclass
class Sample:
    features: Counter[str]
    wanted: float


def counted(
    seen: Seen, beside: tuple[Seen | None, Seen | None], part: tuple[int, int]
) -> Counter[str]:
    return Counter(
        f"{zone}={each}"
        for zone, features in learned.zones(seen, *beside, *part)
        for each in features
    )


def wish_samples(texts: Iterable[Text]) -> list[Sample]:
    found = []
    for text in texts:
        for at, seen in enumerate(text.seen):
            if requests.is_title(text.article, at):
                continue
            parts = list(learned.parts(seen))
            shares = [
                max((share(span(seen, *part), gold) for gold, _ in text.golds), default=0.0)
                for part in parts
            ]
            is_told = max(shares, default=0.0) >= 0.5
            step = 1 if is_told else max(1, len(parts) // 6)
            for number, (part, much) in enumerate(zip(parts, shares, strict=True)):
                if is_told or number % step == 0:
                    wanted = min(1.0, much * 1.15) if much >= 0.5 else 0.0
                    found.append(Sample(counted(seen, text.beside(at), part), wanted))
    return found


def fit_wish(samples: Sequence[Sample], rounds: int = 160, decay: float = 1e-3) -> dict[str, float]:
    often = Counter(each for sample in samples for each in sample.features)
    names = {name: at for at, name in enumerate(sorted(n for n, c in often.items() if c >= 12))}
    rows, columns, values = [], [], []
    for row, sample in enumerate(samples):
        for name, count in sample.features.items():
            if name in names:
                rows.append(row)
                columns.append(names[name])
                values.append(count)
    place, column = np.array(rows), np.array(columns)
    value = np.array(values, dtype=float)
    wanted = np.array([each.wanted for each in samples])
    weight: Any = np.zeros(len(names))
    bias = -2.0
    first, second = np.zeros(len(names) + 1), np.zeros(len(names) + 1)
    for turn in range(1, rounds + 1):
        total = np.bincount(place, weight[column] * value, len(samples)) + bias
        error = (1 / (1 + np.exp(-np.clip(total, -30, 30))) - wanted) / len(samples)
        slope = np.bincount(column, error[place] * value, len(names)) + decay * weight
        slope = np.append(slope, error.sum())
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        step = 0.05 * (first / (1 - 0.9**turn)) / (np.sqrt(second / (1 - 0.99**turn)) + 1e-8)
        weight, bias = weight - step[:-1], bias - step[-1]
    return {"bias": float(bias)} | {name: float(weight[at]) for name, at in names.items()}


def label_samples(texts: Iterable[Text], what: str) -> list[tuple[set[str], str]]:
    found = []
    for text in texts:
        for at, seen in enumerate(text.seen):
            parts = list(learned.parts(seen))
            for gold, label in text.golds:
                best = max(parts, key=lambda p: share(span(seen, *p), gold), default=None)
                if best is not None and share(span(seen, *best), gold) > 0.4 and what in label:
                    features = learned.of_part(seen, *text.beside(at), *best)
                    found.append((features, label[what]))
    return found


def fit_label(samples: Sequence[tuple[set[str], str]], decay: float) -> dict[str, dict[str, float]]:
    often = Counter(each for features, _ in samples for each in features)
    names = {name: at for at, name in enumerate(sorted(n for n, c in often.items() if c >= 2))}
    classes = sorted({wanted for _, wanted in samples})
    known = np.zeros((len(samples), len(names) + 1))
    known[:, -1] = 1
    for row, (features, _) in enumerate(samples):
        known[row, [names[each] for each in features if each in names]] = 1
    wanted = np.zeros((len(samples), len(classes)))
    wanted[range(len(samples)), [classes.index(each) for _, each in samples]] = 1
    weight = np.zeros((len(names) + 1, len(classes)))
    first, second = np.zeros_like(weight), np.zeros_like(weight)
    for turn in range(1, 200):
        total = known @ weight
        total = np.exp(total - total.max(axis=1, keepdims=True))
        error = (total / total.sum(axis=1, keepdims=True) - wanted) / len(samples)
        slope = known.T @ error + decay * weight
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        weight -= 0.03 * (first / (1 - 0.9**turn)) / (np.sqrt(second / (1 - 0.99**turn)) + 1e-8)
    return {
        kind: {"bias": float(weight[-1, at])}
        | {name: float(weight[row, at]) for name, row in names.items()}
        for at, kind in enumerate(classes)
    }


def phrases() -> list[tuple[set[str], str]]:
    """What each kind is about, in a few words."""
    found = []
    kinds = tomllib.loads((HERE / "passages/kinds.toml").read_text(encoding="utf-8"))
    for kind, languages in kinds.items():
        for language, words in languages.items():
            for phrase in words.split(" / "):
                tokens = tuple(sentences.tokens(phrase, Span(0, len(phrase))))
                sentence = Sentence(Span(0, len(phrase)), language, tokens, 0)
                seen = Seen(Spoken(sentence, Places(prepare(""), []), []))
                found.append((learned.of_part(seen, None, None, 0, len(tokens)), kind))
    return found


def fit(texts: Sequence[Text]) -> learned.Weights:
    return learned.Weights(
        fit_wish(wish_samples(texts)),
        fit_label([*label_samples(texts, "kind"), *phrases()], 6e-3),
        fit_label(label_samples(texts, "direction"), 3e-3),
        LEAST,
    )


Score = dict[str, Counter[str]]


def judge(found: Sequence[Any], text: Text, score: Score) -> None:
    tally = score[("passage " if re.match("[a-z]", text.id) else "article ") + text.language]
    for how in ("kind", "direction", "place"):
        left = list(text.golds)
        for wish in found:
            fits = [
                each
                for each in left
                if share(wish.span, each[0]) >= 0.5
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
        "wish": _rows(weights.wish),
        "kinds": {kind: _rows(weighed) for kind, weighed in weights.kinds.items()},
        "directions": {kind: _rows(weighed) for kind, weighed in weights.directions.items()},
    }
    words = json.dumps(told, ensure_ascii=False, indent=0)
    OUT.write_text(words + "\n", encoding="utf-8")


def _rows(weighed: dict[str, float]) -> dict[str, float]:
    """Without those that hardly count."""
    return {name: round(each, 2) for name, each in sorted(weighed.items()) if abs(each) >= 0.03}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.press.training",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("sets", nargs="*", type=Path, help="FOLDER LABELS.jsonl, in turn")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    texts = [read(*each) for each in (*passages(), *written())]
    for folder, file in zip(asked.sets[::2], asked.sets[1::2], strict=True):
        texts += [read(*each) for each in articles(folder, file)]
    if asked.write:
        write(fit(texts))
        return
    score: Score = defaultdict(Counter)
    for fold in range(FOLDS):
        weights = fit([each for each in texts if each.fold != fold])
        learned.use(weights)
        for text in texts:
            if text.fold == fold:
                judge(requests.find(text.article, text.partners, []), text, score)
    print(told(score))


if __name__ == "__main__":
    main()
