"""What the end of a word says of it, without a dictionary: who does, what is done, with what, when.

Guesses that only count together with others; see `learned.py`.
"""

import re

_FORMS = {
    "en": (
        ("ing", re.compile("ing$")),
        ("past", re.compile("ed$")),
        ("many", re.compile("s$")),
        *(
            ("doer", re.compile("(?:[^l]ists?|ologists?|ians?|eers?|[^h]ers?|[^t]ors?|m[ae]n)$")),
            ("doing", re.compile("(?:tion|sion|ment|ance|ence|sis|al)s?$")),
            ("thing", re.compile("(?:meter|graph|scope|ator|izer|iser|ware)s?$")),
        ),
    ),
    "ru": (
        ("infinitive", re.compile("(?:ть|ться|сти|чь)$")),
        ("past", re.compile("(?:[аяиеыу]л|ла|ло|ли|лся|лась|лось|лись)$")),
        ("they", re.compile("(?:ут|ют|ат|ят|утся|ются|атся|ятся)$")),
        ("it", re.compile("(?:ет|ит|ется|ится)$")),
        ("we", re.compile("(?:ем|им)$")),
        ("you", re.compile("(?:йте|ите)$")),
        (
            "doer",
            re.compile(
                "(?:ист|олог|щик|чик|тел|ник|граф|вед|иатр|вод|арь?|ер|ор|тех|нт|ец|ц)"
                "(?:|[аяуюеыиь]|[ое]м|[ое]в|ей|[ая]ми?|[ая]х)$"
            ),
        ),
        (
            "doing",
            re.compile("(?:ени|ани|ци|ости?|ств|[оеи]вк|верк|[гч]к)(?:[еяюийоуаы]|[ео]м|ей)?$"),
        ),
        ("thing", re.compile("(?:метр|скоп|атор|мер|ств|ндов?|мат)(?:|[аыуе]|[ое]в|ом|ами?|ах)$")),
    ),
    "kk": (
        ("past", re.compile("(?:ды|ді|ты|ті|дік|дық|тық|тік)$")),
        ("it", re.compile("(?:ады|еді|йды|йді|ып|іп)$")),
        ("we", re.compile("(?:мыз|міз|быз|біз)$")),
        ("intends", re.compile("(?:мақ|мек|пақ|пек|бақ|бек)(?:шы|ші)?$")),
        ("if", re.compile("(?:са|се|сақ|сек)$")),
        ("act", re.compile("(?:уды|уді|уға|уге|уын|уін|уі|уы|у)$")),
        ("been", re.compile("(?:ған|ген|қан|кен)$")),
        ("will", re.compile("(?:тын|тін|тынын|тінін)$")),
        (
            "doer",
            re.compile(
                "(?:шы|ші|гер|кер|ист|олог|маман|граф|тех|ент|ант|ер|ор)"
                "(?:[лдт][ае]р)?(?:с?ы|с?і)?(?:[ғқ]а|[гк]е|н?а|н?е|[нтд][ыі]ң?|н|[мбп]ен|[дт][ае]н?)?$"
            ),
        ),
        ("please", re.compile("(?:ңыз|ңіз|ңыздар|ңіздер|йік|йық)$")),
    ),
}


def of(language: str, word: str) -> list[str]:
    return [name for name, form in _FORMS[language] if form.search(word)]
