"""Words for people by what they do, as their endings show: physicists, сварщики, биолог."""

import re

from tracker.press import rules
from tracker.press.sentences import Token

_ENDINGS = {
    "en": re.compile("(?<=...)(?:ist|ician|ian|eer|er|or|man|men|keeper|nurse)s?$"),
    "ru": re.compile(
        "(?<=..)(?:ист|олог|граф|тел|ник|щик|чик|вед|ер|ёр|тор|сар|рач|дитор|арь|вар)"
        "(?:а|у|ом|ы|и|ов|ей|ам|ами|ах|е|ь|я|ю|ем|ям|ями|ях)?$"
    ),
    "kk": re.compile(
        "(?<=...)(?:ш[ыі]|лог|ист|граф|тор|ер|гер|кер|ик)(?:лар|лер|тар|тер)?(?:[гғкқ][аеә]|д[ыі]|н[ыі]|т[ыі])?$"
    ),
}


def is_profession(language: str, token: Token) -> bool:
    """Looks like one; only where somebody is said to be needed is it believed."""
    word = token.folded
    if not token.is_word or len(word) < 5 or word in rules.words("no_professions"):
        return word in rules.words("people")
    return _ENDINGS[language].search(word) is not None or word in rules.words("people")
