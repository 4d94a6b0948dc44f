"""Learns the weights of `tracker/press/rules/weights.json` from labelled passages and articles.

    python -m tests.press.training FOLDER LABELS.jsonl [FOLDER LABELS.jsonl …]    # held-out figures
    python -m tests.press.training … --write                                      # the weights

The passages of tests/press/passages are always used. Stories that are told in several languages are
held out together. The same input gives the same weights.
"""

import argparse
import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tests.press import measuring
from tracker.press import judged, learned, organisations, people, requests, sentences
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
FRAMES = 3  # sentences around one phrase
PLAIN = -2  # the fold of sentences that say nothing new of kinds
LEAST = 0.6  # how likely a wish must be


@dataclass
class Text:
    id: str
    language: str
    fold: int
    article: Article
    partners: list[Organisation]
    golds: list[tuple[Span, dict[str, Any]]]
    seen: list[Seen] = field(default_factory=list)

    def told(self) -> Iterable[Seen]:
        """The sentences in which wishes are looked for."""
        for at, seen in enumerate(self.seen):
            if not requests.is_title(self.article, at) and len(seen.tokens) <= judged.LONGEST:
                yield seen


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


Part = tuple[int, int]
Many = Any  # an array of numbers


@dataclass
class Sample:
    """A sentence: its parts, what counts of each, how much each is a wish (all of one: 1)."""

    length: int
    parts: list[Part]
    features: list[Counter[str]]
    wanted: list[float]


def counted(seen: Seen, part: Part) -> Counter[str]:
    return Counter(
        f"{zone}={each}" for zone, features in learned.zones(seen, *part) for each in features
    )


def wish_samples(texts: Iterable[Text]) -> list[Sample]:
    found = []
    for text in texts:
        for seen in text.told():
            parts = list(learned.parts(seen))
            wanted = [0.0] * len(parts)
            for gold, label in text.golds:
                shares = [share(span(seen, *part), gold) for part in parts]
                most = max(shares, default=0.0)
                near = [each**8 if each >= max(0.45, most * 0.75) else 0.0 for each in shares]
                much = (0.5 if label.get("doubtful") else 1.0) / (sum(near) or 1.0)
                wanted = [one + other * much for one, other in zip(wanted, near, strict=True)]
            counts = [counted(seen, part) for part in parts]
            found.append(Sample(len(seen.tokens), parts, counts, wanted))
    return found


class Rows:
    """Counts of features as a sparse matrix: what is given for a feature comes to the rows, and
    back."""

    def __init__(self, rows: Sequence[Mapping[str, float]], least: int) -> None:
        often = Counter(name for row in rows for name in row)
        self.names = sorted(name for name, times in often.items() if times >= least)
        known = {name: at for at, name in enumerate(self.names)}
        cells = [
            (at, known[name], times)
            for at, row in enumerate(rows)
            for name, times in row.items()
            if name in known
        ]
        self._row, self._column = np.array([c[0] for c in cells]), np.array([c[1] for c in cells])
        self._value = np.array([c[2] for c in cells], dtype=float)
        self._many = len(rows)

    def times(self, weight: Many) -> Many:
        return np.bincount(self._row, weight[self._column] * self._value, self._many)

    def back(self, error: Many) -> Many:
        return np.bincount(self._column, error[self._row] * self._value, len(self.names))


def least(slope: Callable[[Many], Many], start: Many, rounds: int, step: float = 0.05) -> Many:
    """Down the slope, each weight in steps of its own (Adam)."""
    weight, first, second = start, np.zeros_like(start), np.zeros_like(start)
    for turn in range(1, rounds + 1):
        down = slope(weight)
        first = 0.9 * first + 0.1 * down
        second = 0.99 * second + 0.01 * down**2
        pace = step * (1 - turn / (rounds + 1))
        weight = weight - pace * (first / (1 - 0.9**turn)) / (
            np.sqrt(second / (1 - 0.99**turn)) + 1e-8
        )
    return weight


class Field:
    """All sentences at once: how likely each part is, as `segments.chances` says it of one."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        each = [(at, *part) for at, sample in enumerate(samples) for part in sample.parts]
        self._of, self._first, self._after = (
            np.array(column) for column in zip(*each, strict=True)
        )
        self._many, self._long = len(samples), max(sample.length for sample in samples)
        self._starting = [np.where(self._first == at)[0] for at in range(self._long + 1)]
        self._ending = [np.where(self._after == at)[0] for at in range(self._long + 1)]

    def chances(self, weights: Many) -> Many:
        much = np.exp(np.clip(weights, -25, 25))
        before = np.ones((self._long + 1, self._many))
        behind = np.ones((self._long + 1, self._many))
        for place in range(1, self._long + 1):
            here = self._ending[place]
            reached = before[self._first[here], self._of[here]] * much[here]
            before[place] = before[place - 1] + np.bincount(self._of[here], reached, self._many)
        for place in range(self._long - 1, -1, -1):
            here = self._starting[place]
            reached = behind[self._after[here], self._of[here]] * much[here]
            behind[place] = behind[place + 1] + np.bincount(self._of[here], reached, self._many)
        around = before[self._first, self._of] * behind[self._after, self._of]
        return around * much / behind[0, self._of]


def fit_wish(samples: Sequence[Sample], rounds: int = 120, decay: float = 2.0) -> dict[str, float]:
    samples = [each for each in samples if each.parts]
    rows = Rows([counts for sample in samples for counts in sample.features], 3)
    field, wanted = Field(samples), np.array([each for s in samples for each in s.wanted])

    def slope(weight: Many) -> Many:
        error = field.chances(rows.times(weight[:-1]) + weight[-1]) - wanted
        return np.append(rows.back(error) + decay * weight[:-1], error.sum())

    weight = least(slope, np.append(np.zeros(len(rows.names)), -4.0), rounds)
    return {"bias": float(weight[-1])} | dict(zip(rows.names, map(float, weight[:-1]), strict=True))


def label_samples(texts: Iterable[Text], what: str) -> list[tuple[set[str], str]]:
    found = []
    for text in texts:
        for seen in text.told():
            parts = list(learned.parts(seen))
            for gold, label in text.golds:
                best = max(parts, key=lambda p: share(span(seen, *p), gold), default=None)
                if best is not None and share(span(seen, *best), gold) > 0.4 and what in label:
                    found.append((learned.of_part(seen, *best), label[what]))
    return found


def fit_label(
    samples: Sequence[tuple[set[str], str]], rounds: int = 150, decay: float = 3.0
) -> learned.Table:
    rows = Rows([dict.fromkeys(features, 1.0) for features, _ in samples], 2)
    classes = sorted({wanted for _, wanted in samples})
    wanted = np.array([[each == wanted for each in classes] for _, wanted in samples], dtype=float)
    shape = (len(rows.names) + 1, len(classes))

    def slope(flat: Many) -> Many:
        weight = flat.reshape(shape)
        total = np.stack([rows.times(column) for column in weight[:-1].T], axis=1) + weight[-1]
        much = np.exp(total - total.max(axis=1, keepdims=True))
        error = much / much.sum(axis=1, keepdims=True) - wanted
        back = np.stack([rows.back(column) for column in error.T], axis=1)
        return np.vstack([back + decay * weight[:-1], error.sum(axis=0)]).ravel()

    weight = least(slope, np.zeros(shape).ravel(), rounds).reshape(shape)
    return learned.Table(
        classes, weight[-1].tolist(), dict(zip(rows.names, weight[:-1].tolist(), strict=True))
    )


def _kinds() -> Iterable[tuple[str, str, list[str]]]:
    """What each kind is about, in a few words: the kind, the language, the phrases."""
    kinds = tomllib.loads((HERE / "passages/kinds.toml").read_text(encoding="utf-8"))
    for kind, languages in kinds.items():
        for language, words in languages.items():
            yield kind, language, words.split(" / ")


def phrases() -> list[tuple[set[str], str]]:
    found = []
    for kind, language, mine in _kinds():
        for phrase in mine:
            tokens = tuple(sentences.tokens(phrase, Span(0, len(phrase))))
            sentence = Sentence(Span(0, len(phrase)), language, tokens, 0)
            seen = Seen(Spoken(sentence, Places(prepare(""), []), []))
            found.append((learned.of_part(seen, 0, len(tokens)), kind))
    return found


_FRAMED = re.compile(r"\[(\w+): ([^\]]*)\]")


def plain() -> Iterable[tuple[str, str, int, str, list[dict[str, Any]]]]:
    """A plain sentence around each phrase, a wish or none: the words that ask make the difference,
    not what is spoken of."""
    frames = tomllib.loads((HERE / "passages/frames.toml").read_text(encoding="utf-8"))
    for kind, language, mine in _kinds():
        known = frames[language].strip().splitlines()
        for number, phrase in enumerate(phrase for phrase in mine for _ in range(FRAMES)):
            line = known[(7 * number + len(kind)) % len(known)].replace("…", phrase)
            labels = [
                {"kind": kind, "direction": direction, "text_evidence": words}
                for direction, words in _FRAMED.findall(line)
            ]
            yield f"f{number}", language, PLAIN, _FRAMED.sub(r"\2", line), labels


def fit(texts: Sequence[Text]) -> learned.Weights:
    told = [each for each in texts if each.fold != PLAIN]
    return learned.Weights(
        fit_wish(wish_samples(texts)),
        fit_label([*label_samples(told, "kind"), *phrases()]),
        fit_label(label_samples(told, "direction")),
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
        "wish": {name: round(each, 2) for name, each in _counting(weights.wish)},
        "kinds": _table(weights.kinds),
        "directions": _table(weights.directions),
    }
    words = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    OUT.write_text(words.replace('],"', '],\n"') + "\n", encoding="utf-8")


def _counting(weighed: dict[str, float]) -> list[tuple[str, float]]:
    """Without those that hardly count."""
    return [(name, each) for name, each in sorted(weighed.items()) if abs(each) >= 0.02]


def _table(table: learned.Table) -> dict[str, Any]:
    bias = [round(each, 2) for each in table.bias]
    rows = {
        name: [round(each, 2) for each in row]
        for name, row in sorted(table.weights.items())
        if max(map(abs, row)) >= 0.04
    }
    return {"classes": table.classes, "bias": bias, "weights": rows}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.press.training",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("sets", nargs="*", type=Path, help="FOLDER LABELS.jsonl, in turn")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    texts = [read(*each) for each in (*passages(), *written(), *plain())]
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
