"""What a name without any other sign looks like: VetFarm, Казмунайгаз, Yandex Qazaqstan."""

import re
from functools import lru_cache

from tracker.names.lexicon import Group
from tracker.press.organisations import acronyms
from tracker.press.organisations.lexemes import is_in
from tracker.press.organisations.line import Line, bare
from tracker.press.organisations.reach import PERSON
from tracker.press.organisations.table import words as words_of
from tracker.press.person_names import is_given

# Behind these stands somebody, mostly.
MADE_BY = frozenset({"by", "with", "at", "between", "like", "joined", "besides", "versus"})
_CAMEL = re.compile("[A-Za-z]?[a-z]+[A-Z][A-Za-z]*|[А-ЯӘҒҚҢӨҰҮҺІ][а-яәғқңөұүһі]+[А-ЯӘҒҚҢӨҰҮҺІ].*")
# What enterprises are put together from: their trade comes last, whose they are comes first.
_TRADE = (
    "bank|tele[ck]om|prom|mash|stroy|energo|energy|gaz|gas|munai|munay|oil|trans|avto|auto|agro|zinc"
    "|zink|myrys|mys|cement|tsement|invest|pharm|khim|soft|tekh|metall?|stal"
    "|steel|snab|torg|montazh|zholy|holding"
    "|logistic|mining|service|servis|kabel|plast|mebel|leasing|atom|atomprom"
)
_LATIN = re.compile(
    f"(?:kaz|qaz|vostok|sever|zapad|altai|altay|semei|semey)?.*?.{{2,}}(?:{_TRADE})s?"
)
_ENGLISH = re.compile(
    ".{3,}(?:tion|tions|ment|ing|ogy|ogies|ics|ity|nce|ness|try|ture|al|ive|ous|ary|ory|able|ible|ers|ors|ists)"
)
_TITLES = ("vice-", "ex-", "pro-", "president", "minister", "chairman", "rector", "professor")
_NATION = re.compile("(?:ian|ish|ese|akh|ean|man|can|ic|ch|bek|gyz|ern)$")
_PARTS = frozenset(
    [
        *("trans", "trade", "stroy", "service", "servis", "energo", "gaz", "oil", "farm", "auto"),
        *("транс", "ойл", "энерго", "газ", "фарм", "сауда", "құрылыс"),
        *("молоко", "мясо", "хлеб", "агро", "строй", "сервис", "авто", "рыба", "лес", "сүт", "нан"),
        *(
            "групп",
            "трейд",
            "плюс",
            "инвест",
            "астық",
            "agro",
            "les",
            "sut",
            "nan",
            "group",
            "trade",
        ),
    ]
)
_NOT_ENGLISH = re.compile("q(?!u)|zh|kh|yk|yl[yk]|[ıöüğşçäåñ]|^al[ae]m$")
_GIVEN = re.compile(
    ".{2,}(?:g[uü]l|zhan|jan|bek|bay|khan|nur|bolat|gash|sulu|bergen|gh?ali|murat|kul|beck|[dbzm]a[iy]|lym|sh[ae]t|yar)"
)
_OF_COUNTRY = re.compile("(?:kaz|qaz)(?!akh|an|aq|y)[a-z]{3,}")
_CYRILLIC = re.compile(
    "рос(?:гео|атом|нефт|косм|тех|энерго|вод|лес|рыб|сель|аккред|патент|стат|реестр|транс|гидро)[а-я]*"
    "|каз(?!ах|ан|ы|и|ал|ач|арм)[а-я]{4,}|қаз(?!ақ|ан|ы|і|ір)[а-яәғқңөұүһі]{3,}"
    "|.{3,}(?:банк|телеком|пром|орман|свет|ахмыс|ашмыс|ганмыс|көмір|гидромет|геолог|маш|строй|энерго|газ|нефть|транс|авто|агро|цветмет|цемент|сервис"
    "|инвест|фарм|хим|софт|водоканал|сбыт|трейд|лизинг|проект|монтаж|снаб|торг|экспорт|импорт|почта"
    "|металл|сталь|надзор|тех|спецстрой|жолдар|мұнай|құрылыс|жылу|астық|зауыт|зауыты|комбинат|өнім)"
    "(?:[аеуы]|ом|ом|[дт][ыіае]|[дт][ың]ң|[дт]ің|[ғқкг][ае]|[нм]ен|[дт]ан|[дт]ен|пен|бен)?"
)


_WATCH = re.compile(".{3,}надзор(?:[ауе]|ом)?")  # Ростехнадзор

# Words of the language that end so: ынтымақтастық, восторг, спецпроект.
_PLAIN = re.compile(
    ".*[тдлс]астық.*|.*машы.*|восторг.*|рассвет.*|хрустал.*|фотомонтаж.*|казенн.*|қазбек.*"
    "|(?:био|еко|эко)(?:газ|хим).*|.*(?:гидро|радио|нефте)геолог.*"
    "|.*[nrau]cements?|(?:deter|under|exa)mining|releasing|crystals?|destroys?"
    "|(?:видео|спец|мега|арт|медиа|инвест|бизнес|фото|нац|эко|соц)проект.*"
)


def is_mixed(text: str) -> bool:
    """Capitals inside of a word, which only brands have; АӨК-ті and QazNU are acronyms."""
    return any(_CAMEL.fullmatch(part) and not part[:-1].isupper() for part in bare(text).split("-"))


@lru_cache(maxsize=20_000)
def is_compound(word: str) -> bool:
    """Kazpost, Семмаш: put together from a place and a trade."""
    if "-" in word:
        parts = word.split("-")
        return any(is_compound(part) for part in parts if part) or bool(_PARTS & {*parts[1:]})
    if word[:1] < "\u0250":
        made = len(word) > 6 and _LATIN.fullmatch(word) and not _PLAIN.fullmatch(word)
        return bool(_OF_COUNTRY.fullmatch(word) or made)
    return bool(_CYRILLIC.fullmatch(word)) and not _PLAIN.fullmatch(word)


def is_brand(line: Line, first: int, after: int) -> bool:
    """Whether one of these words shows by itself that it is made for a business."""
    for place in range(first, after):
        token = line.tokens[place]
        if not token.is_word:
            continue
        if is_mixed(token.text) or is_compound(line.word(place)):
            return not is_in("products", line.word(place))
        if len(token.text) > 3 and known_sector(line, place, place + 1):
            return True
        head = words_of("organisation_heads").at(line.words, place, ("en",))
        plain = _is_plain(line, first) or line.word(first).endswith(("er", "or"))
        if place > first and head is not None and head.row.needs == "brand" and not plain:
            return True
        if after - first > 1 and place > first and is_in("brand_tails", line.word(place)):
            return True
    return _is_of_place(line, first, after)


def known_sector(line: Line, first: int, after: int) -> str | None:
    """What a well-known name of one word is."""
    table = words_of("organisation_acronyms")
    for place in range(first, after):
        found = table.at(line.words, place, ("en", "ru", "kk"))
        if found is not None and len(line.word(place)) > 2:
            return found.row.sector
        if _WATCH.fullmatch(line.word(place)):
            return "government"
    return None


def _is_of_place(line: Line, first: int, after: int) -> bool:
    """Rixos Borovoe, Semey Ormany: a town or country with a word that no language has."""
    words = [place for place in range(first, after) if line.tokens[place].is_word]
    if not 2 <= len(words) <= 3 or line.word(first)[:1] > "\u0250":
        return False
    where = [at for at in words if line.is_where(at) and not _NATION.search(line.word(at))]
    unknown = [
        at
        for at in words
        if not line.groups(at) and len(line.word(at)) > 2 and not _is_plain(line, at)
    ]
    return bool(where) and len(where) + len(unknown) == len(words) and bool(unknown)


def is_somebody(line: Line, first: int, after: int) -> bool:
    """A person, by a given name or an ending of surnames, a title before or initials."""
    words = [place for place in range(first, after) if line.tokens[place].is_word]
    if len(words) == 1 and line.setting.is_surname(line.word(words[0])):
        return True
    if len(words) > 1 and is_in("brand_tails", line.word(words[-1])):
        return False  # Arman Print
    if any(is_given(line.tokens[place].text) for place in words):
        return True
    if len(words) == 2 and any(_GIVEN.fullmatch(line.word(place)) for place in words):
        return True
    if any(len(line.word(place)) == 1 for place in words) and "&" not in line.word(first + 1):
        return True
    endings = [
        place
        for place in words
        if PERSON.fullmatch(line.word(place)) and not line.tokens[place].is_acronym
    ]
    if any(_is_surname(line, place) for place in endings):
        return True
    if any(_is_title(line.word(place)) for place in words):
        return True  # Vice President, Ambassador
    before = line.word(first - 1)
    return is_in("person_titles", before) or (
        before == "." and line.word(first - 2) in ("dr", "mr", "ms", "mrs", "prof", "acad")
    )


def _is_surname(line: Line, place: int) -> bool:
    """Polyakov begins as Poland does."""
    word = line.word(place)
    if line.says_what(place) and not (word.endswith(("ov", "ova")) and _is_nation(line, place)):
        return False
    return not is_compound(word)


def _is_nation(line: Line, place: int) -> bool:
    return Group.COUNTRY in line.groups(place)


def _is_title(word: str) -> bool:
    return word in ("vice", "ambassador", "excellency") or word.startswith(_TITLES)


def is_other(line: Line, first: int, after: int, *, foreign: bool = False) -> bool:
    """A town, an event, a programme, a product: what capitals are used for besides."""
    words = [place for place in range(first, after) if line.tokens[place].is_word]
    if not words:
        return True
    nation = foreign and len(words) > 1  # Kazakh Tourism прислал
    if any(
        is_in("not_capitals", line.word(place)) and not (nation and line.is_where(place))
        for place in words
    ):
        return True
    if all(is_in("products", line.word(place)) for place in words):
        return True
    if any(is_in("products", line.word(place)) for place in words[:1]):
        return True
    if any(
        is_mixed(line.tokens[place].text) or _OF_COUNTRY.fullmatch(line.word(place))
        for place in words
    ):
        return False
    trade = len(words) == 2 and is_in("brand_tails", line.word(words[1]))
    if trade and line.is_where(words[0]) and not line.is_where(words[1]):
        return bool(_NATION.search(line.word(words[0])))  # Eurasia Milk
    if len(words) == 3 and line.is_where(words[0]) and is_in("brand_tails", line.word(words[2])):
        return False  # China Power International
    if foreign:
        return all(line.is_where(place) for place in words)
    return all(_is_plain(line, place) for place in words)


def _is_plain(line: Line, place: int) -> bool:
    """A word of the language with a capital: Light Industry, Artificial Intelligence."""
    word = line.word(place)
    if is_in("no_name", word) or line.is_where(place):
        return True
    if _NOT_ENGLISH.search(word):
        return False  # Halyk says «people», but not in English
    if line.says_what(place):
        return True
    latin = word[:1] < "\u0250"
    return latin and len(word) > 5 and bool(_ENGLISH.fullmatch(word))


def is_introduced(line: Line, first: int, after: int) -> bool:
    """Heiko Schüler, head of …: a name of two words with a position behind it is a person's."""
    return (
        after - first in (2, 3)
        and line.word(after) in (",", "–", "-", "(")
        and is_in("person_titles", line.word(after + 1 + (line.word(after + 1) in ("the", "a"))))
    )


def is_short(line: Line, place: int) -> bool:
    """An acronym of some length that is no everyday one."""
    text = bare(line.tokens[place].text)
    return 2 < len(text) < 7 and text.isupper() and acronyms.is_written_as_acronym(text)


def is_stop(line: Line, place: int) -> bool:
    return not 0 <= place < len(line) or not (
        line.tokens[place].is_word or line.tokens[place].is_number
    )
