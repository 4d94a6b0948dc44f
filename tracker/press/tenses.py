"""Whether words speak of what will be or of what has been, by their verbs, without a dictionary."""

import re

from tracker.press import sentences
from tracker.press.found import Span

_FAR = 160  # characters of a sentence, to either side
_SENTENCE_ENDS = ". ", "\n", "! ", "? "
_CLAUSE_ENDS = re.compile(r"[;:,()]\s|\s[–—-]\s")

_AHEAD = {
    "en": r"will|shall|deadline|upcoming|next|planned|plans?|scheduled|starting|promise[sd]?"
    r"|expected",
    "ru": r"будет|будут|срок\w{0,3}|предстоит|предстоящ\w+|планир\w+|намечен\w*|следующ\w+"
    r"|обеща\w+|состоится|состоятся|пройдет|пройдут|начнет\w*|начнут\w*|откроется|стартует|ждут"
    r"|ждет|начиная",
    "kk": r"болады|өтеді|өтетін\w*|басталады|ашылады|келесі|жоспарла\w+|мерзім\w*|бастап|алда\w*"
    r"|\w{2,}(?:[аей]д[ыі]|[мб]ақ|[мп]ек|атын\w*|етін\w*)",
}
_BEHIND = {
    "en": r"was|were|had|held|took|gave|came|went|began|became",
    "ru": r"был[аои]?|шел|дал[аи]?|(?!(?:школ|недел|отдел|раздел|модел|цел|дел|сел|стол|журнал"
    r"|персонал|канал|капитал|портал|потенциал|филиал|материал|мемориал|правил|начал)[аои]?\b)"
    r"\w{2,}(?:[аеиоуыяю]л[аои]?|лся|лась|лось|лись)"
    r"|\w{2,}вш(?:ий|его|ему|ем|ая|ей|ую|ее|ие|их|им|ими)(?:ся)?|(?:от|за)крыт\w{2}|принят\w{2}"
    r"|(?:подписа|заключе|созда|основа|объявле|проведе|утвержде|построе|запуще|выпуще)нн\w+",
    "kk": r"\w{2,}(?:(?<![аей])[дт][ыі]|[ғг][ае]н|[қк][ае]н)",
}
_ENGLISH_PAST = re.compile(r"\b\w{3,}ed\b")  # or "will be opened"
# «объявят 1 сентября»: Russian verbs of what is or will be, but not «институт», «минут», «принят».
_COMING = re.compile(
    r"\b(?!\w*(?:[сб]титут|атут|рибут|шрут|минут|дебют|валют|приют|[нз]ят|десят|ребят|девчат)\b)"
    r"[а-я]{2,}(?:[ую]т|ят|[чжшщ]ат|[еиуюая]тся)\b"
)
# «с 12 декабря работают», «договор от 12 ноября»: since then.
_SINCE = re.compile(r"\b(?:с|со|от|уже|since)\s+$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:by|until|till|before|до|не позднее)\s+(?:the\s+)?$", re.IGNORECASE)
_TILL = re.compile(r"\s+дейін")


def _any(cues: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {each: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for each, words in cues.items()}


_WILL, _WAS = _any(_AHEAD), _any(_BEHIND)


def unlikely(text: str, span: Span, usual: str) -> tuple[float, float]:
    """How unlikely its words make a day after that of publication, and one before it: those of its
    clause, and where that has no verb those of its sentence; `usual` is the article's language."""
    start, end = span
    least, most = max(0, start - _FAR), min(len(text), end + _FAR)
    first = max(least, *(text.rfind(mark, least, start) for mark in _SENTENCE_ENDS))
    ends = (text.find(mark, end, most) for mark in _SENTENCE_ENDS)
    after = min((at for at in ends if at >= 0), default=most)
    begun = [found.end() for found in _CLAUSE_ENDS.finditer(text, first, start)]
    over = _CLAUSE_ENDS.search(text, end, after)
    clause = text[begun[-1] if begun else first : over.start() if over else after]
    until = bool(_UNTIL.search(text, least, start) or _TILL.match(text, end))
    since = _SINCE.search(text, least, start) is not None
    # That of the verbs: «Shakarim University Career Fair состоится …» is Russian.
    language = sentences.language(sentences.unnamed(text[first:after]), usual)
    told = _told(clause, language, until) or (_coming(clause, language) if not since else None)
    return told or _told(text[first:after], language, until) or (1.4, 1.0)


def _told(words: str, language: str, until: bool) -> tuple[float, float] | None:
    words = words.replace("ё", "е")
    was = _WAS[language].search(words)
    if until or _WILL[language].search(words):
        return (1.0, 1.5) if was else (1.0, 8.0)
    if was or (language == "en" and _ENGLISH_PAST.search(words)):
        return (3.0, 1.0)
    return None


def _coming(words: str, language: str) -> tuple[float, float] | None:
    return (1.0, 3.0) if language == "ru" and _COMING.search(words) else None
