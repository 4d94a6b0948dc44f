"""Who signed a paper: whom its sentence names, or the one that was spoken of before; not who looked
on, who tells of it, or in whose house it was."""

import re

from tracker.press import rules
from tracker.press.article import Article
from tracker.press.found import Span
from tracker.press.papers import Told
from tracker.press.places import Places
from tracker.press.sentences import Sentence

_MEMBER = rules.words("member")
_BACK, _ON = 4, 3  # sentences that are looked at for who it was
# Who was present or tells of it, before its name and behind it.
_ASIDE = re.compile(
    r"\b(?:присутстви|участи|словам|отметил|сообщил|рассказал|подчеркнул|пояснил|данным"
    r"|аплодисмент|на глазах|applause|presence|participation|according|noted|said|told|reported)"
)
_ASIDE_BEHIND = re.compile(
    r"\W*(?:\w+\W+){0,2}(?:қатысуымен|көзінше|айтуынша|мәліметінше|дерегінше)|\W*(?:said|noted|reported)\b"
)
_SIGNING = re.compile(
    r"подпис|заключ|договор|меморандум|соглашени|signed|memorandum|contract|agreement"
    r"|(?:ректор|вуз|университет) и |(?:rector|university) and "
)
_THREE = ("three", "tripart", "four", "трехст", "трое", "трем", "четвер", "үшжақ", "үшеу", "төрт")
_AT = re.compile(r"(?:^|\W)(?:at|in|at the|in the|в|во|на) $")
# Whom somebody signed for.
_FOR = re.compile(
    r"(?:(?:^|[.,;:–—]\s*|\s(?:а|и)\s)от|от имени|со стороны|on behalf of|on the part of)"
    r"\s+(?:the\s+)?$"
)
_FOR_BEHIND = re.compile(r"\W*атынан\b")


class Parties:
    def __init__(self, article: Article, places: Places) -> None:
        self._article, self._places = article, places

    def of(
        self, sentence: Sentence, number: int, stretch: Span, told: Told, *, several: bool
    ) -> list[str]:
        """Of an old paper that nobody is said to have signed only whom its sentence tells."""
        named = self.within(stretch, told) or self.within(sentence.span, told)
        if not named and several:
            named = self._listed_after(number)
        named = named or self._meant(sentence)
        return named or (self._told_around(sentence, number) if told.acts else [])

    def within(self, span: Span, told: Told | None = None) -> list[str]:
        """The partners that this part of the text names as those who signed."""
        named = [
            (place, owner)
            for place, owner in self._places.mentions(span.start, span.end)
            if not owner.is_host and not owner.is_group and not self._is_told_of(place)
        ]
        if told is not None:
            named = [pair for pair in named if not told.only_present(pair[0].start)]
        named = [pair for pair in named if self._is_signed_for(pair[0])] or named
        outside = self._where(span)
        named = [pair for pair in named if id(pair[1]) not in outside] or named
        wholes = {owner.parent for _, owner in named}  # the ministry of the centre that signed
        return list(dict.fromkeys(each.name for _, each in named if each.name not in wholes))

    def _meant(self, sentence: Sentence) -> list[str]:
        """The plant, маслозавод."""
        meant = self._places.meant(sentence.language, sentence.tokens)
        meant = meant or self._places.recognised(sentence.tokens)
        return [meant.name] if meant else []

    def _told_around(self, sentence: Sentence, number: int) -> list[str]:
        """Both sides: who was spoken of before in this paragraph, for whom somebody signed in the
        next sentence, else the one that the story is about."""
        sentences = self._article.sentences
        for each in sentences[max(0, number - _BACK) : number][::-1]:
            named = self.within(each.span) or self._meant(each)
            if named and each.paragraph == sentence.paragraph:
                are_more = any(token.folded.startswith(_THREE) for token in sentence.tokens)
                return named if are_more else named[:1]
        for each in sentences[number + 1 : number + 1 + _ON]:
            if any(self._is_signed_for(place) for place, _ in self._places.mentions(*each.span)):
                return self.within(each.span)
        return [self._places.main.name] if self._places.main else []

    def _is_told_of(self, place: Span) -> bool:
        """A resident of the hub, филиал завода: told of the party, no party itself; neither is who
        was present, or who tells of it."""
        text = self._article.text
        before = text[max(0, place.start - 70) : place.start].casefold()
        if _MEMBER & set(before.split()[-3:]):
            return True
        clause = re.split("[,;:.!?–—]", before)[-1]
        behind = text[place.end : place.end + 45].casefold()
        aside = _ASIDE.search(clause)
        if aside is not None and not _SIGNING.search(clause, aside.end()):
            return True
        return _ASIDE_BEHIND.match(behind) is not None

    def _is_signed_for(self, place: Span) -> bool:
        text = self._article.text
        before = text[max(0, place.start - 30) : place.start].casefold()
        behind = text[place.end : place.end + 12].casefold()
        return bool(_FOR.search(before) or _FOR_BEHIND.match(behind))

    def _where(self, span: Span) -> set[int]:
        """Those in whose house it was signed."""
        text = self._article.text
        return {
            id(owner)
            for place, owner in self._places.mentions(span.start, span.end)
            if _AT.search(text[max(0, place.start - 10) : place.start].casefold())
        }

    def _listed_after(self, number: int) -> list[str]:
        """Who signed is listed in one of the next sentences."""
        following = self._article.sentences[number + 1 : number + 1 + _ON]
        listed = (self.within(each.span) for each in following)
        return next((partners for partners in listed if len(partners) > 1), [])
