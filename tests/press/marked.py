"""Articles of one's own with the organisations marked in them, for tests of single finders."""

import re

from tracker.press.article import Article, prepare
from tracker.press.found import Organisation, Span

TITLES = {
    "en": "People came together in the old hall",
    "ru": "Люди собрались в актовом зале",
    "kk": "Жұрт мәжіліс залына жиналды",
}
# A story ends with more than a short line with a date, which a list of other news does.
ENDINGS = {
    "en": " It was warm in there, and nobody was in a hurry to leave before the evening.",
    "ru": " Было тепло, и до самого вечера никто не торопился уходить домой.",
    "kk": " Іші жылы еді, сондықтан кешке дейін ешкім асықпады.",
}
_MARKED = re.compile(r"\[\[(\*?)(?:([^]|]*)\|)?(.*?)\]\]")


def marked(language: str, words: str, *, sector: str = "industry") -> "Marked":
    """`[[Altyn LLP]]` is a partner, `[[Altyn|the plant of Altyn]]` the one of this name in other
    words, `[[*Shakarim University]]` the host."""
    text, spans = TITLES[language] + "\n\n", dict[tuple[str, bool], list[Span]]()
    last = 0
    for found in _MARKED.finditer(words):
        text += words[last : found.start()]
        spans.setdefault((found[2] or found[3], bool(found[1])), []).append(
            Span(len(text), len(text) + len(found[3]))
        )
        text += found[3]
        last = found.end()
    text += words[last:] + ENDINGS[language]
    return Marked(
        prepare(text),
        [
            Organisation(
                name,
                tuple(places),
                "university" if is_host else sector,
                is_host,
                1.0,
                "known",
            )
            for (name, is_host), places in spans.items()
        ],
    )


class Marked:
    def __init__(self, article: Article, organisations: list[Organisation]) -> None:
        self.article, self.organisations = article, organisations
