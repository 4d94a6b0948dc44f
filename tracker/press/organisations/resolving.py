"""Of mentions that lie over each other the one that says most stays."""

from collections.abc import Iterable

from tracker.press.organisations import legal_forms
from tracker.press.organisations.mention import Mention

_STRENGTH = {"legal_form": 5, "head": 4, "known": 3, "acronym": 2, "list": 1}


def apart(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions of one line, the stronger and longer first served; none over another."""
    at: dict[int, Mention] = {}
    for mention in sorted(mentions, key=_rank):
        over = {id(other): other for other in _over(at, mention)}
        if over and not (len(over) == 1 and _goes_together(mention, *over.values())):
            continue
        kept = next(iter(over.values()), mention)
        kept.first = min(kept.first, mention.first)
        kept.after = max(kept.after, mention.after)
        at.update(dict.fromkeys(range(kept.first, kept.after), kept))
    for mention in list({id(each): each for each in at.values()}.values()):
        _take_form(mention, at)
    found = {id(each): each for each in at.values()}.values()
    return sorted(found, key=lambda each: each.first)


def _rank(mention: Mention) -> tuple[int, int, int]:
    return -_STRENGTH[mention.source], mention.first - mention.after, mention.first


def _over(at: dict[int, Mention], mention: Mention) -> Iterable[Mention]:
    return (at[place] for place in range(mention.first, mention.after) if place in at)


def _goes_together(head: Mention, form: Mention) -> bool:
    """«Қалалық «Су арнасы» МКК»: they overlap, neither lies in the other."""
    if form.source != "legal_form" or head.source != "head" or form.core is None:
        return False
    lies_inside = form.first <= head.first and head.after <= form.after
    return not lies_inside and head.core == form.core


def _take_form(mention: Mention, at: dict[int, Mention]) -> None:
    """A legal form right before or after a head belongs to it: НАО Медицинский университет."""
    if mention.source != "head" or mention.is_group:
        return
    line = mention.line
    for start in range(max(0, mention.first - 3), mention.first):
        form = legal_forms.at(line, start)
        if form is not None and form.after == mention.first and start not in at:
            mention.first = start
            break
    next = mention.after + (line.word(mention.after) in ("»", "”"))
    if next < len(line) and next not in at:
        form = legal_forms.at(line, next)
        if form is not None and form.row.needs != "quote" and form.row.lang != "ru":
            mention.after = form.after
