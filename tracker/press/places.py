"""Where the organisations of an article are spoken of, asked by place."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from tracker.press import rules
from tracker.press.article import Article
from tracker.press.found import Organisation, Span
from tracker.press.sentences import Token

_BACK = 60  # mentions that are looked back at for what «the plant» is
_STEM = 5
_OWN = 7  # letters of a word that one name alone has
BEGINNING = 3  # tokens in which a sentence says whom it is about
_SHORTEST = 4
_WITH = frozenset({"with", "с", "со", "между", "и", "and", "мен", "бен", "пен"})
_WORDS = re.compile(r"\w+")
_INDUSTRY = tuple(rules.words("industrial"))
_COMPANY = tuple(rules.words("any_company"))
_HEADS = tuple(rules.words("own_heads"))
_COLLEAGUES = tuple(rules.words("colleagues"))
_PEOPLE_OF = re.compile("(?:ники|щики|чики|овцы|евцы|шылар|шілер|лықтар|ліктер)$")
_NO_ALLUSION = tuple(rules.words("no_allusion"))
_ANAPHORA = {each: tuple(rules.words(f"anaphora_{each}")) for each in ("kk", "ru", "en")}
_PRONOUNS = rules.words("pronouns")


class Places:
    """All mentions in the order of the text; of mentions that overlap the longest stays."""

    def __init__(self, article: Article, organisations: Sequence[Organisation]) -> None:
        every = [(span, each) for each in organisations for span in each.spans]
        every.sort(key=lambda pair: (pair[0].start, -pair[0].end))
        self._spans: list[Span] = []
        self._owners: list[Organisation] = []
        for span, owner in every:
            if not self._spans or span.start >= self._spans[-1].end:
                self._spans.append(span)
                self._owners.append(owner)
        self._starts = [span.start for span in self._spans]
        self.host = next((each for each in organisations if each.is_host), None)
        self._whole: dict[str, set[str]] = {
            each.name: {
                word
                for span in each.spans
                for word in _WORDS.findall(article.words(span).casefold())
            }
            for each in organisations
        }
        self._words = {
            name: {word[:_STEM] for word in words} for name, words in self._whole.items()
        }
        self._own: dict[str, set[str]] = {}  # whose names hold such a long word
        self._stems: dict[str, set[str]] = {}  # and such a one
        for name, words in self._whole.items():
            for word in words:
                self._stems.setdefault(word[:_STEM], set()).add(name)
                if len(word) >= _OWN:
                    self._own.setdefault(word[:_OWN], set()).add(name)
        counted = Counter(
            owner.name for owner in self._owners if not owner.is_host and not owner.is_group
        )
        self._named = {each.name: each for each in organisations if not each.is_host}
        first = {owner.name: owner for owner in reversed(self._owners)}
        most = max(counted.values(), default=0)
        # The partner of the story; of several that are named as often the first.
        self.main = next((first[name] for name in counted if counted[name] == most), None)

    def at(self, place: int) -> Organisation | None:
        """The organisation whose name this character is part of."""
        last = bisect_right(self._starts, place) - 1
        return self._owners[last] if last >= 0 and place < self._spans[last].end else None

    def mentions(self, start: int, end: int) -> list[tuple[Span, Organisation]]:
        """The names that begin in this part of the text, and whose they are."""
        first, after = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return list(zip(self._spans[first:after], self._owners[first:after], strict=True))

    def between(self, start: int, end: int) -> list[Organisation]:
        """Whose names begin in this part of the text."""
        return self._owners[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def ending(self, start: int, end: int) -> list[Organisation]:
        """Whose names end in this part, the nearest to its end first."""
        last, found = bisect_left(self._starts, end) - 1, []
        while last >= 0 and self._spans[last].end > start:
            if self._spans[last].end <= end:
                found.append(self._owners[last])
            last -= 1
        return found

    def latest(self, place: int) -> Organisation | None:
        """The partner that was named last before this place."""
        return next((owner for owner in self._back(place) if not owner.is_group), None)

    def meant(
        self, language: str, tokens: Sequence[Token], topic: str | None = None
    ) -> Organisation | None:
        """Whom a word like the plant, палата, зауыт stands for: whom the paragraph is about, else
        the organisation named last that carries the word in its name, else the last company."""
        about = self._named.get(topic or "")
        kinds = [token for token in reversed(tokens) if self._is_kind(language, token)]
        if about is not None and any(self._may_be(about, each.folded) for each in kinds):
            return about
        for token in kinds:
            word, near = token.folded, self._back(token.start)
            named = [each for each in near if word[:_STEM] in self._words[each.name]]
            if not named and word.startswith(_INDUSTRY):
                named = [each for each in near if each.sector == "industry"]
            if named:
                return named[0]
        return None

    def alluded(self, language: str, tokens: Sequence[Token]) -> Organisation | None:
        """Whom words call by a part of its name that no other has: Цементники, where ТОО
        «Цементный завод» was named, Jena colleagues, цемент зауыты."""
        for token, following in zip(tokens, (*tokens[1:], None), strict=True):
            stem = token.folded[:_STEM]
            if len(stem) < _SHORTEST or self.at(token.start) is not None:
                continue
            named = self._stems.get(stem, set())
            if following is not None and self._is_kind(language, following):
                named = named & self._stems.get(following.folded[:_STEM], set())
            elif token.folded.startswith(_HEADS):
                pass
            elif following is None or not following.folded.startswith(_COLLEAGUES):
                named = {name for name in named if self._are_of(token.folded, name)}
            elif token.folded.startswith(_NO_ALLUSION):
                continue
            found = self._named.get(next(iter(named))) if len(named) == 1 else None
            if found is not None and not found.is_group:
                return found
        return None

    def _are_of(self, word: str, name: str) -> bool:
        """The people of something: цементники of the cement plant; engineers are nobody's."""
        ending = _PEOPLE_OF.search(word)
        if ending is None:
            return False
        return any(each.startswith(word[: ending.start()]) for each in self._whole[name])

    def recognised(self, tokens: Sequence[Token]) -> Organisation | None:
        """The partner of whose name alone a long word is part that begins the sentence or stands
        behind «with»: маслозаводу where АО «Маслозавод «Семипалатинский» was named."""
        for at, token in enumerate(tokens):
            named = self._own.get(token.folded[:_OWN], set())
            if len(token.text) < _OWN or len(named) != 1 or self.at(token.start) is not None:
                continue
            owner = self._named.get(next(iter(named)))
            with_it = not _WITH.isdisjoint(each.folded for each in tokens[max(0, at - 2) : at])
            begins = at < BEGINNING
            if owner and not owner.is_group and (begins or with_it or token.folded[-3:] in _WITH):
                return owner
        return None

    def holds(self, word: str) -> bool:
        """Whether a partner has such a word in its name."""
        return not self._named.keys().isdisjoint(self._stems.get(word[:_STEM], ()))

    def called(self, beginnings: tuple[str, ...]) -> list[Organisation]:
        """The partners with such a word in their name."""
        return [
            each
            for each in self._named.values()
            if any(word.startswith(beginnings) for word in self._words[each.name])
        ]

    def _is_kind(self, language: str, token: Token) -> bool:
        """A word for what an organisation is, and no part of a name."""
        word = token.folded
        if len(word) < _SHORTEST or word in _PRONOUNS or self.at(token.start) is not None:
            return False
        return word.startswith(_ANAPHORA[language])

    def _may_be(self, owner: Organisation, word: str) -> bool:
        if word[:_STEM] in self._words[owner.name]:
            return True
        return owner.sector == "industry" and word.startswith(_COMPANY)

    def _back(self, place: int) -> list[Organisation]:
        """The partners named before this place, the last first."""
        last = bisect_left(self._starts, place) - 1
        near = (self._owners[at] for at in range(last, max(-1, last - _BACK), -1))
        return [owner for owner in near if not owner.is_host]
