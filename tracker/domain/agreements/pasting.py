"""What was promised, from pasted lines: as it stands in the paper, or in a letter about it.

Every line is a promise; so is every sentence of a line, and every part of a list after the name of
whoever promises ("The plant: 12 places a term, tutors"). What cannot be told stays open and is
corrected by hand.
"""

import re
from collections.abc import Iterator
from datetime import date

from tracker.domain import days
from tracker.domain.agreements.promises import MOST
from tracker.domain.models import AgreementPromiseDraft, FollowUpKind, PromisedBy
from tracker.domain.models.agreements import LARGEST_AMOUNT
from tracker.domain.models.records import LINE, NOTE
from tracker.names.text import clean_line, clean_text
from tracker.press import rules, sentences
from tracker.press.found import Span

_BULLET = re.compile(r"^(?:[-–—•*·▪✓]+|\(?\d{1,2}[.)])\s*")
_SENTENCE = re.compile(r"(?<=[^\W\d]{3}[.!])\s+(?=[^\W\d_])|;\s*")
_WHO = re.compile(r"^([^:,.\d]{2,60}):\s+(?=\S)")
_COMMA = re.compile(r",\s+(?!(?:чтобы|кото|котор|which|who|that|to)\b)")

_WE = re.compile(r"\b(?:university|we|университет\w*|вуз\w*|мы|кафедра\w*|біз)\b", re.I)
_BOTH = re.compile(
    r"\b(?:both|parties|sides|jointly|together|each side|стороны|обе|совместно|вместе|"
    r"с каждой стороны|тараптар\w*|бірлесіп|бірге|екі жақ\w*)\b",
    re.I,
)
_YEARLY = re.compile(
    r"\b(?:a year|per year|each year|every year|yearly|annual(?:ly)?|в год|ежегодн\w*|"
    r"каждый год|жылына|жыл сайын|әр жыл\w*)\b",
    re.I,
)
_DAY = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
_YEAR = re.compile(r"\b(?:until|till|by|до|to|end of)\s+(?:конца\s+)?(20\d\d)\b", re.I)
_YEAR_KK = re.compile(r"\b(20\d\d)\s*(?:жылға|жылдың соңына|ж\.)\s*дейін\b", re.I)
_DIGITS = re.compile(
    r"(?<![\w./-])(?<!№ )(?<!№)(\d{1,7})(?![\w./-]|\s*(?:%|год|жыл|year))\s+([^\W\d_]+)"
)
_WORDS = {
    **dict.fromkeys(("two", "два", "две", "двух", "екі"), 2),
    **dict.fromkeys(("three", "три", "трёх", "трех", "үш"), 3),
    **dict.fromkeys(("four", "четыре", "четырёх", "четырех", "төрт"), 4),
    **dict.fromkeys(("five", "пять", "пяти", "бес"), 5),
    **dict.fromkeys(("six", "шесть", "шести", "алты"), 6),
    **dict.fromkeys(("seven", "семь", "семи", "жеті"), 7),
    **dict.fromkeys(("eight", "восемь", "восьми", "сегіз"), 8),
    **dict.fromkeys(("nine", "девять", "девяти", "тоғыз"), 9),
    **dict.fromkeys(("ten", "десять", "десяти", "он"), 10),
    **dict.fromkeys(("twelve", "двенадцать", "он екі"), 12),
    **dict.fromkeys(("fifteen", "пятнадцать", "он бес"), 15),
    **dict.fromkeys(("twenty", "двадцать", "жиырма"), 20),
    **dict.fromkeys(("thirty", "тридцать", "отыз"), 30),
    **dict.fromkeys(("fifty", "пятьдесят", "елу"), 50),
    **dict.fromkeys(("hundred", "сто", "жүз"), 100),
}
_WORD = re.compile(
    rf"\b({'|'.join(sorted(_WORDS, key=len, reverse=True))})\s+([^\W\d_]{{3,}})", re.I
)
_KINDS = {"laboratory": FollowUpKind.LABORATORY_SERVICE}


def read(text: str) -> list[AgreementPromiseDraft]:
    """The promises in what was pasted, in their order, at most as many as an agreement may hold."""
    found = (_promise(said, who) for line in _lines(text) for said, who in _parts(line))
    known: dict[str, AgreementPromiseDraft] = {}
    for draft in found:
        if draft is not None:
            known.setdefault(draft.subject.casefold(), draft)
    return list(known.values())[:MOST]


def _lines(text: str) -> list[str]:
    tidy = (_BULLET.sub("", line.strip()) for line in clean_text(text[:NOTE]).splitlines())
    return [line for line in tidy if line]


def _parts(line: str) -> Iterator[tuple[str, PromisedBy | None]]:
    """Each thing that is promised, and by whom where that is said before it."""
    who: PromisedBy | None = None
    for sentence in _SENTENCE.split(line):
        named = _WHO.match(sentence)
        if named is None:
            who = None
            yield sentence, who
            continue
        who = _named(named[1]) or PromisedBy.THEY
        for part in _COMMA.split(sentence[named.end() :]):
            yield part, who


def _promise(said: str, who: PromisedBy | None) -> AgreementPromiseDraft | None:
    subject = clean_line(said).strip(" .;,")[:LINE].strip()
    if len(subject) < 2:
        return None
    amount, measure = _counted(subject)
    return AgreementPromiseDraft(
        subject=subject[0].upper() + subject[1:],
        promised_by=who or _named(subject) or PromisedBy.BOTH,
        kind=_kind(subject),
        amount=amount,
        measure=measure,
        every_year=_YEARLY.search(subject) is not None,
        promised_until=_until(subject),
    )


def _named(words: str) -> PromisedBy | None:
    is_ours = _WE.search(words) is not None
    if _BOTH.search(words) or (is_ours and re.search(r"\b(?:and|и|және|мен|пен)\b", words)):
        return PromisedBy.BOTH
    return PromisedBy.WE if is_ours else None


def _counted(subject: str) -> tuple[int | None, str | None]:
    if (digits := _DIGITS.search(subject)) and 1 <= int(digits[1]) <= LARGEST_AMOUNT:
        return int(digits[1]), digits[2].lower()
    for word in _WORD.finditer(subject):
        # Ten in Kazakh is "he" in Russian.
        if word[1].lower() != "он" or sentences.language(subject, "kk") != "ru":
            return _WORDS[word[1].lower()], word[2].lower()
    return None, None


def _until(subject: str) -> date | None:
    if day := _DAY.search(subject):
        numbers = [int(each) for each in day.groups() if each is not None]
        year, month, number = numbers if day[4] else reversed(numbers)
        try:
            found = date(year, month, number)
        except ValueError:
            return None
        return found if days.is_meant(found) else None
    year_only = _YEAR.search(subject) or _YEAR_KK.search(subject)
    return date(int(year_only[1]), 12, 31) if year_only else None


def _kind(subject: str) -> FollowUpKind:
    """What articles are read with, too; of several the one that decides, else the clearest."""
    tokens = sentences.tokens(subject, Span(0, len(subject)))
    own = sentences.language(subject)
    found = [
        each.rule
        for language in dict.fromkeys((own, "kk", "ru", "en"))
        for each in rules.table("kinds").find(language, tokens)
    ]
    order = ("over", "", "weak")
    means = [rule.means for note in order for rule in found if rule.note == note]
    return next((_kind_of(each) for each in means), FollowUpKind.OTHER)


def _kind_of(means: str) -> FollowUpKind:
    known = _KINDS.get(means)
    return known or (FollowUpKind(means) if means in list(FollowUpKind) else FollowUpKind.OTHER)
