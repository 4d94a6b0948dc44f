"""Who asks or offers: whom the words before it name or mean, else who speaks, else whom the
paragraph is about."""

from collections.abc import Mapping, Sequence

from tracker.press import rules
from tracker.press.article import Article
from tracker.press.found import Person, Span
from tracker.press.judged import Wish
from tracker.press.places import BEGINNING, Places
from tracker.press.sentences import Sentence

_BOTH = rules.words("both")
_UNNAMED = tuple(rules.words("unnamed"))


class Asking:
    """`who`: the people of each sentence."""

    def __init__(
        self, article: Article, places: Places, who: Mapping[Span, Sequence[Person]]
    ) -> None:
        self._sentences, self._places, self._who = article.sentences, places, who
        self._topics: list[str | None] = []  # whom the sentences before each one are about
        topic, paragraph = None, -1
        for sentence in article.sentences:
            if sentence.paragraph != paragraph:
                topic, paragraph = None, sentence.paragraph
            self._topics.append(topic)
            topic = self._subject(sentence, topic)

    def partner(self, at: int, wish: Wish) -> str | None:
        """Of a wish in this sentence; None where nothing says it."""
        sentence, places, topic = self._sentences[at], self._places, self._topics[at]
        tokens = sentence.tokens
        start, cue = sentence.span.start, tokens[wish.cue].start
        before = self._before(sentence, cue)
        if before:
            return before[0]
        meant = self._meant(sentence, wish.cue, topic)
        if meant is not None:
            return meant
        speaks = self._speaks(sentence)
        if speaks is not None or self._is_unnamed(sentence):
            return speaks
        inside = [each for each in places.between(cue, sentence.span.end) if not each.is_host]
        if inside:
            return inside[0].name
        if any(token.folded in _BOTH for token in tokens):
            return places.main.name if places.main else None
        if topic is not None:
            return topic
        latest = places.latest(start)
        return latest.name if latest else None

    def _subject(self, sentence: Sentence, topic: str | None) -> str | None:
        """Whom a sentence is about: the first that it names, for that mostly is who acts."""
        named = self._before(sentence, sentence.span.end)
        if named:
            return named[-1]
        meant = self._meant(sentence, len(sentence.tokens), topic)
        meant = meant or self._speaks(sentence)
        return None if meant is None and self._is_unnamed(sentence) else meant or topic

    def _is_unnamed(self, sentence: Sentence) -> bool:
        """Begins with a body that has no name: the city museum offered."""
        places = self._places
        return any(
            token.folded.startswith(_UNNAMED)
            and places.at(token.start) is None
            and not places.holds(token.folded)
            for token in sentence.tokens[:BEGINNING]
        )

    def _before(self, sentence: Sentence, end: int) -> list[str]:
        """The partners that a sentence names before this place, the nearest first."""
        named = [e for e in self._places.ending(sentence.span.start, end) if not e.is_host]
        return [each.name for each in named if not each.is_group] or [each.name for each in named]

    def _meant(self, sentence: Sentence, after: int, topic: str | None) -> str | None:
        tokens, places = sentence.tokens, self._places
        told = tokens[: max(after, BEGINNING)]
        meant = places.alluded(sentence.language, tokens[:BEGINNING]) or places.meant(
            sentence.language, told, topic
        )
        return meant.name if meant else None

    def _speaks(self, sentence: Sentence) -> str | None:
        host = self._places.host.name if self._places.host else None
        spoken = (each.organisation for each in self._who.get(sentence.span, ()))
        return next((each for each in spoken if each is not None and each != host), None)
