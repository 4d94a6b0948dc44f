"""A name folded for comparison: one case, one script a word, one romanisation.

`fold` keeps a name readable; `loose` reduces a word to Latin letters in which its usual spellings
meet (Шәкәрім, Shakarim, Şäkärim); `stems` drops Russian and Kazakh endings.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter

LONGEST = 400  # letters of a name that are compared; nobody's name is longer

_TWINS = dict(zip("асеорхуіһјкмтнвг", "aceopxyihjkmthbr", strict=True))
_UPPER = dict(zip("АСЕОРХУІҺЈКМТНВЗ", "ACEOPXYIHJKMTHB3", strict=True))
_TO_LATIN = str.maketrans({k: v for k, v in _TWINS.items() if k not in "кмтнвг"} | _UPPER)
_TO_CYRILLIC = str.maketrans(
    {v: k for k, v in _TWINS.items() if k in "асеорхуікт"}
    | {v: k for k, v in _UPPER.items() if k in "АСЕОРХУІКМТНВ"}
)
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("(?<=[^\\W_])[’'ʼ`´ʹʻ](?=[^\\W_])")
# A word of letters that nothing need be done about but their case.
_PLAIN_WORD = re.compile("[а-яёәіңғүұқөһА-ЯЁӘІҢҒҮҰҚӨҺ0-9]+|[A-Za-z0-9]+")
_APOSTROPHE = re.compile("[’'ʼ`´ʹʻ]")
_POSSESSIVE = re.compile("(?<=[^\\W_])[’']s\\b", re.IGNORECASE)


def one_script(word: str) -> str:
    """A word of mixed script in the script of most of its letters, where look-alikes allow it."""
    if word.isascii() or not _LATIN_LETTER.search(word) or not _CYRILLIC_LETTER.search(word):
        return word
    latin, cyrillic = len(_LATIN_LETTER.findall(word)), len(_CYRILLIC_LETTER.findall(word))
    turned = word.translate(_TO_LATIN if latin > cyrillic else _TO_CYRILLIC)
    return word if _LATIN_LETTER.search(turned) and _CYRILLIC_LETTER.search(turned) else turned


def twin(word: str) -> str:
    """A key under which capitals that look the same are the same: ТОО and TOO, ЕМС and EMC."""
    return word.upper().translate(_TO_LATIN)


def look_alike(text: str) -> str | None:
    """A name with its words in the other script, where they look the same: ЕМС for EMC."""
    words = [word.upper() for word in raw_words(text)]
    turned = [_turned(word) for word in words]
    return " ".join(turned) if turned != words else None


def _turned(word: str) -> str:
    is_cyrillic = _CYRILLIC_LETTER.search(word)
    other = word.translate(_TO_LATIN if is_cyrillic else _TO_CYRILLIC)
    left = _CYRILLIC_LETTER if is_cyrillic else _LATIN_LETTER
    return word if left.search(other) else other


def written_words(text: str) -> list[str]:
    """The words as they were written, with their capitals, each in one script."""
    return [one_script(word) for word in raw_words(text)]


def raw_words(text: str) -> list[str]:
    """The same, in whatever scripts they were typed."""
    compatible = unicodedata.normalize("NFKC", text[:LONGEST].replace("№", " "))
    if _APOSTROPHE.search(compatible):
        compatible = _APOSTROPHES.sub("", _POSSESSIVE.sub("", compatible))
    found: list[str] = _WORD.findall(compatible)
    return found


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Words of one script and small letters, single spaces, no punctuation."""
    if len(text) <= LONGEST and _PLAIN_WORD.fullmatch(text):
        return text.casefold().replace("ё", "е")
    words = written_words(text)
    small = unicodedata.normalize("NFKC", " ".join(words).casefold().replace("ё", "е"))
    again = (one_script(word) for word in _WORD.findall(small))
    return " ".join(again)


_ROMAN = {
    **dict(zip("аәбвгғдезийкқлмнңоөпрст", "aabvggdeziikklmnnooprst", strict=True)),
    **dict(zip("уұүфхһцыіэ", "uuufhhciie", strict=True)),
    **{"ж": "j", "ч": "c", "ш": "s", "щ": "s", "ё": "e", "ю": "iu", "я": "ia", "ь": "", "ъ": ""},
    **{"ў": "u", "ї": "i", "є": "e", "ґ": "g", "ј": "j"},
}
_ROMANISE = str.maketrans(_ROMAN)
_PLAIN = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "e", "œ": "e", "ə": "a", "ŋ": "n"}
)
_CYRILLIC_ZH = re.compile("дж|чж|цз|дз")  # also what Russian makes of Chinese zh, j and z
# In this order: the longer groups first. Everything ends in the letters that Cyrillic is turned to.
_LATIN_GROUPS = [
    (re.compile(spelled), letters)
    for spelled, letters in (
        ("shch|sch|tsch", "s"),
        ("dzh|dz|dj|zh|j", "j"),
        ("tch|ch", "ç"),
        ("sh", "s"),
        ("kh", "h"),
        ("gh", "g"),
        ("ph", "f"),
        ("th", "t"),
        ("ck", "k"),
        ("tz|ts", "ç"),
        ("c(?=[eiyv])", "ç"),
        ("c", "k"),
        ("ç", "c"),
        ("q", "k"),
        ("^x", "s"),
        ("x", "ks"),
        ("^w(?=u)", ""),
        ("w", "v"),
        ("^ye|(?<=[aeiou])ye", "e"),
        ("y", "i"),
    )
]
_DOUBLE = re.compile(r"(.)\1+")
_LETTER = itemgetter(1)  # as "\\1" in a template, which is read anew for every word


@lru_cache(maxsize=200_000)
def loose(word: str) -> str:
    """One word in the few Latin letters in which its usual spellings meet. Digits stay."""
    letters = word.casefold().replace("ё", "е")
    if _CYRILLIC_LETTER.search(letters):
        letters = _CYRILLIC_ZH.sub("ж", letters).translate(_ROMANISE)
    bare = letters
    if not letters.isascii():
        letters = letters.translate(_PLAIN).replace("ç", "ch").replace("ş", "sh")
        bare = _without_marks(letters)
    for spelled, letter in _LATIN_GROUPS if not _CYRILLIC_LETTER.search(word) else ():
        bare = spelled.sub(letter, bare)
    return _DOUBLE.sub(_LETTER, bare)


def plain(word: str) -> str:
    """A Latin word without its marks: boğaziçi is bogazici."""
    if _CYRILLIC_LETTER.search(word):
        return word
    return _without_marks(word.translate(_PLAIN))


def _without_marks(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


_VOWELS = str.maketrans({"e": "a", "u": "o", "v": "o", "h": "k", "j": "z"})


@lru_cache(maxsize=200_000)
def skeleton(letters: str) -> str:
    """A loose word with the letters that spellings confuse made one: о/у/ю, а/е, к/х, ж/з."""
    return _DOUBLE.sub(_LETTER, letters.replace("ng", "n").replace("iu", "u").translate(_VOWELS))


_ADJECTIVE = re.compile("(?:ь|ов|ев|ин)?ск(?:ий|ая|ое|ие|ого|ой|ом|ому|им|их|ими|ую|о)$")
# Кемеровский is of Кемерово, not of Кемер.
_OF_A_TOWN = re.compile("(?<=[оеи][вн])ск(?:ий|ая|ое|ие|ого|ой|ом|ому|им|их|ими|ую)$")
_KAZAKH = re.compile(
    "(?:(?:лар|лер|дар|дер|тар|тер)?(?:[ыі]|с[ыі])?)"
    "(?:н[ыі]ң|д[ыі]ң|т[ыі]ң|нда[ғг][ыі]|да[ғг][ыі]|дег[іы]|та[ғг][ыі]|тег[іы]|нан|нен|дан|ден|тан"
    "|тен|нда|нде|да|де|та|те|ға|ге|қа|ке|на|не|[мбп]ен|н[ыі]|д[ыі]|т[ыі]|л[ыі]қ|л[ыі]к)?$"
)
_RUSSIAN = re.compile(
    "(?:ого|его|ому|ему|ыми|ими|ами|ями|ах|ях|ам|ям|ов|ев|ей|ой|ом|ем|ым|им|ых|их|ый|ий|ая|яя|ое"
    "|ее|ые|ие|ую|юю|а|я|у|ю|о|е|ы|и|ь)$"
)

# Байтұрсынұлы is Байтурсынов, in whatever case.
_SON_OF = re.compile("(?:[оеё]в(?:а|у|ым|е|ой)?|[ұу]лы(?:на|ның|ны|мен|нан)?)$")


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[str, ...]:
    """Loose forms of a folded word: as it is, then without endings, the likeliest first."""
    found = [loose(word)]
    if len(word) > 3 and found[0][-1:] in "aeiou":
        found.append(found[0][:-1])
    if _CYRILLIC_LETTER.search(word):
        found.append(loose(_SOFT.sub("й", word)))
        for ending in _endings(word):
            stem = ending.sub("", word)
            if 4 <= len(stem) < len(word) or (ending is not _KAZAKH and len(stem) == 3):
                found.append(loose(stem))
    else:
        found.append(loose(_pronounced(word)))
        if "x" in word:
            found.append(loose(word.replace("x", "kh")))
        if len(word) > 7 and word.endswith("uly"):
            found.append(loose(word[:-3]))
        if "oe" in word:
            found.append(loose(word.replace("oe", "e")))  # Goethe is Гёте
    return tuple(dict.fromkeys(key for key in found if key))


def _endings(word: str) -> Iterator["re.Pattern[str]"]:
    """Those that the word may have: to look for one costs more than to see that it cannot be."""
    last = word[-1:]
    if "ск" in word:
        yield from (_ADJECTIVE, _OF_A_TOWN)
    if last in "рыіңнаеқк":
        yield _KAZAKH
    if last in "оуихмвйяеюаыь":
        yield _RUSSIAN
    if "в" in word or "лы" in word:
        yield _SON_OF


# How English sounds to who writes it in Cyrillic: Beeline is Билайн, Green Stone Грин Стоун.
_ENGLISH = [
    (re.compile(spelled), sound)
    for spelled, sound in (
        ("^uni", "iuni"),
        ("^j", "dj"),
        ("([^aeiou])i([^aeiouwy])e(?=s?$)", r"\1AI\2"),
        ("([^aeiou])a([^aeiouwy])e(?=s?$)", r"\1EI\2"),
        ("([^aeiou])o([^aeiouwy])e(?=s?$)", r"\1OU\2"),
        ("ee|ea", "i"),
        ("oo", "u"),
        ("ou(?!p)|ow(?=.)", "au"),
        ("oup", "up"),
        ("ui", "i"),
        ("igh", "ai"),
        ("ai|ay", "ei"),
        ("oa", "ou"),
        ("c(?=[eiy])", "s"),
        ("g(?=[eiy])", "j"),
        ("w", "u"),
        ("(?<=..)e$", ""),
    )
]


def _pronounced(word: str) -> str:
    for spelled, sound in _ENGLISH:
        word = spelled.sub(sound, word)
    return word.lower()  # capitals are sounds that no later rule may read as letters


# Абая, Абаю, Абаем: of Абай.
_SOFT = re.compile("(?<=[аеоу])(?:я|ю|ем|е)$")

_QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбю"
_KAZAKH_KEYS = dict(zip("2345890-=", "әіңғүұқөһ", strict=True)) | {"6": ",", "7": "."}
_SHIFTED = dict(zip('{}:"<>', "[];',.", strict=True))
_ON_KEYS = dict(zip(_QWERTY, _RUSSIAN_KEYS, strict=True))
_AS_RUSSIAN = str.maketrans(
    _ON_KEYS | {"`": "ё"} | {shifted: _ON_KEYS[key] for shifted, key in _SHIFTED.items()}
)
_AS_KAZAKH = str.maketrans(_KAZAKH_KEYS)
_AS_LATIN = str.maketrans(
    dict(zip(_RUSSIAN_KEYS, _QWERTY, strict=True)) | {v: k for k, v in _KAZAKH_KEYS.items()}
)


def other_layouts(text: str) -> list[str]:
    """What the same keys write on the other keyboards: ctvtq is семей, гтшсуа is unicef."""
    small = text[:LONGEST].casefold()
    if _CYRILLIC_LETTER.search(small):
        return [small.translate(_AS_LATIN)]
    if not _LATIN_LETTER.search(small):
        return []
    russian = small.translate(_AS_RUSSIAN)
    # On a Kazakh keyboard the digits are letters; a number on its own was meant as a number.
    kazakh = " ".join(
        word if word.strip("№#").isdigit() else word.translate(_AS_KAZAKH).translate(_AS_RUSSIAN)
        for word in small.split()
    )
    return [russian] if kazakh == russian else [russian, kazakh]
