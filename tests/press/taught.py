"""What reading of wishes is learned from: labelled passages, whole articles, plain sentences."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
HELD_OUT = 5  # every fifth
_FRESH = ("fresh", "third")
FRAMES = 3  # sentences around one phrase

Label = dict[str, Any]
Labelled = tuple[str, str, list[Label]]  # the language, the text, the wishes


@dataclass
class Text:
    source: str
    language: str
    article: Article
    partners: list[Organisation]
    golds: list[tuple[Span, Label]]
    is_held_out: bool = False
    sentences: list[tuple[Spoken, Seen]] = field(default_factory=list)

    def told(self) -> Iterator[tuple[Spoken, Seen]]:
        """The sentences in which wishes are looked for."""
        for at, each in enumerate(self.sentences):
            if requests.is_told(self.article, at) and len(each[1].tokens) <= judged.LONGEST:
                yield each


def everything() -> list[Text]:
    """All that is kept here; of what has numbers every fifth can be held out."""
    found = []
    for source, many in (
        *(("passages", passages()), ("written", written())),
        *(("articles", articles()), ("plain", plain())),
    ):
        for number, each in enumerate(many):
            text = read(source, each)
            text.is_held_out = number % HELD_OUT == 0 and source in ("passages", "articles")
            found.append(text)
    return found


def passages() -> Iterator[Labelled]:
    for file in sorted((HERE / "passages").glob("*.jsonl")):
        for label in measuring.labels(file):
            yield label["lang"], label["text"], label["requests"]


_MARKED = re.compile(r"\[(\w+) (\w+): ([^\]]*)\]")


def written() -> Iterator[Labelled]:
    """One passage a line, what is wished marked: [internship offer: invited two students]."""
    for file in sorted((HERE / "passages").glob("written_*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield marked(file.stem[-2:], line)


def articles(folder: str = "articles_written") -> Iterator[Labelled]:
    """Whole articles, marked in the same way, with a line before each."""
    for file in sorted((HERE / folder).glob("*.txt")):
        for article in re.split(r"(?m)^===.*\n", file.read_text(encoding="utf-8"))[1:]:
            yield marked(file.stem[-2:], article.strip())


def fresh() -> list[Text]:
    """Articles of which nothing is learned, here or by hand: they only measure."""
    return [read(name, each) for name in _FRESH for each in articles(f"articles_{name}")]


def marked(language: str, words: str) -> Labelled:
    labels = [
        {"kind": kind, "direction": direction, "text_evidence": evidence}
        for kind, direction, evidence in _MARKED.findall(words)
    ]
    return language, _MARKED.sub(r"\3", words), labels


def labelled(folder: Path, file: Path) -> list[Text]:
    """Articles with labels in a file of their own, as the scorer takes them."""
    return [
        read("labelled", (label["lang"], measuring.text(folder, label["id"]), label["requests"]))
        for label in measuring.labels(file)
    ]


def read(source: str, labelled: Labelled) -> Text:
    language, text, labels = labelled
    article = prepare(text)
    partners = organisations.find(article, Context())
    golds, last = [], 0
    for label in labels:
        words = label["text_evidence"]
        start = article.text.find(words, last)
        start = start if start >= 0 else article.text.find(words)
        if start >= 0:
            last = start + len(words)
            golds.append((Span(start, last), label))
    found = Text(source, language, article, partners, golds)
    places = Places(article, partners)
    named = requests.named(article, people.find(article, partners))
    spoken = [Spoken(each, places, named.get(each.span, [])) for each in article.sentences]
    found.sentences = list(zip(spoken, learned.in_order(spoken), strict=True))
    return found


def kinds() -> Iterator[tuple[str, str, list[str]]]:
    """What each kind is about, in a few words: the kind, the language, the phrases."""
    known = tomllib.loads((HERE / "passages/kinds.toml").read_text(encoding="utf-8"))
    for kind, languages in known.items():
        for language, words in languages.items():
            yield kind, language, words.split(" / ")


def phrases() -> list[tuple[set[str], str]]:
    found = []
    for kind, language, mine in kinds():
        for phrase in mine:
            tokens = tuple(sentences.tokens(phrase, Span(0, len(phrase))))
            sentence = Sentence(Span(0, len(phrase)), language, tokens, 0)
            seen = Seen(Spoken(sentence, Places(prepare(""), []), []))
            found.append((learned.of_part(seen, 0, len(tokens)), kind))
    return found


_FRAMED = re.compile(r"\[(\w+): ([^\]]*)\]")


def plain() -> Iterator[Labelled]:
    """A plain sentence around each phrase, a wish or none: the words that ask make the difference,
    not what is spoken of."""
    frames = tomllib.loads((HERE / "passages/frames.toml").read_text(encoding="utf-8"))
    for kind, language, mine in kinds():
        known = frames[language].strip().splitlines()
        for number, phrase in enumerate(phrase for phrase in mine for _ in range(FRAMES)):
            line = known[(7 * number + len(kind)) % len(known)].replace("…", phrase)
            labels = [
                {"kind": kind, "direction": direction, "text_evidence": words}
                for direction, words in _FRAMED.findall(line)
            ]
            yield language, _FRAMED.sub(r"\2", line), labels
