"""What the ending of a Kazakh verb says: a wish, a promise, the future."""

import re
from collections.abc import Sequence

from tracker.press import rules
from tracker.press.sentences import Token

_WISH = re.compile("(?<=..)[ғгқк][ыі](?:м|ң|с[ыі]|м[ыі]з)$")
_COMES = ("келед", "келет", "келге", "келді", "келіп", "бар", "жоқ")
_CONDITION = re.compile("(?<=..)с[ае](?:қ|к|м)?$")
_WILL_BE = re.compile("(?<=..)т[ыі]н$")
_BECAME = ("болд", "болып", "болған", "болмақ", "болад")
_INTENDS = re.compile("(?<=..)(?:[мбп]ақ|[мбп]ек)(?:ш[ыі])?$")
_FUTURE = re.compile("(?<=..)[аеий]д[ыі]$|(?<=..)[аеий]м[ыі]з$|(?<=..)[аеий]т[ыі]н[ыі]н$")
_PAST = re.compile("(?<=...)(?<![ыі])л[ае]д[ыі]$|(?<=....)д[ае]д[ыі]$")
_PLEASE = re.compile("(?<=..)(?:[ыі]ңд?[ыі]з(?:дар|дер)?|ңыз(?:дар)?|ңіз(?:дер)?)$")
_NO_INTENTION = rules.words("no_intention")
_HAPPENS = rules.words("happens")


def mood(tokens: Sequence[Token], at: int) -> tuple[str, str, int] | None:
    """Direction, note and the number of words, if the verb here has such an ending."""
    word = tokens[at].folded
    if tokens[at].is_capital and at > 0:
        return None
    following = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    if _WISH.search(word) and following.startswith(_COMES):
        return "need", "", 2
    if _CONDITION.search(word) and following in ("дейді", "екен", "деп", "дейміз"):
        return "need", "", 2
    if _WILL_BE.search(word) and following.startswith(_BECAME):
        return "agreed", "", 2
    if _PLEASE.search(word):
        return "need", "weak", 1
    if word in _HAPPENS or word in _NO_INTENTION or not _is_last(tokens, at):
        return None
    if _INTENDS.search(word):
        return "agreed", "intends", 1
    if _FUTURE.search(word) and not _PAST.search(word):
        return "agreed", "will", 1
    return None


def is_duty(tokens: Sequence[Token], at: int) -> bool:
    """What has to be so, and nobody asks for: болуы керек."""
    if at == 0 or not tokens[at].folded.startswith(("керек", "қажет")):
        return False
    return tokens[at - 1].folded.endswith(("уы", "уі", "умыз", "уіміз"))


def is_task(tokens: Sequence[Token], at: int) -> bool:
    """Entrusted to do something, not handed over: өлшеуді тапсырды."""
    if not tokens[at].folded.startswith("тапсыр"):
        return False
    return any(token.folded.endswith(("уды", "уді")) for token in tokens[max(0, at - 2) : at])


_AFTER_VERB = frozenset(("деп", "деді", "және", "әрі", "екен", "дейді", "ойда", "тұрады", "отыр"))


def _is_last(tokens: Sequence[Token], at: int) -> bool:
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None and following.text == ",":
        return tokens[at].folded.endswith(("ады", "еді", "мақ", "мек", "пақ", "пек", "бақ", "бек"))
    return (
        following is None
        or not following.is_word
        or following.folded in _AFTER_VERB
        or following.folded.startswith(("мәлімде", "хабарла", "айт", "жеткіз"))
    )
