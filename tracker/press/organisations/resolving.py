"""Of mentions that lie over each other the one that says most stays."""

from collections.abc import Iterable

from tracker.press.organisations import legal_forms
from tracker.press.organisations.mention import Mention

_STRENGTH = {"known": 1, "legal_form": 5, "head": 4, "acronym": 3, "list": 2, "natasha": 0}


def apart(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions of one line, the stronger and longer first served; none over another."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=_rank):
        over = [other for other in kept if _meet(mention, other)]
        if not over:
            kept.append(mention)
        elif len(over) == 1 and _goes_together(mention, over[0]):
            first = over[0]
            first.first = min(first.first, mention.first)
            first.after = max(first.after, mention.after)
    return sorted((_with_form(mention, kept) for mention in kept), key=lambda each: each.first)


def _rank(mention: Mention) -> tuple[int, int, int]:
    return -_STRENGTH[mention.source], mention.first - mention.after, mention.first


def _meet(one: Mention, other: Mention) -> bool:
    return one.first < other.after and other.first < one.after


def _goes_together(head: Mention, form: Mention) -> bool:
    """«Қалалық «Су арнасы» МКК»: they overlap, neither lies in the other."""
    if form.source != "legal_form" or head.source != "head":
        return False
    holds = form.first <= head.first and head.after <= form.after
    return not holds and form.core is not None and head.core == form.core


def _with_form(mention: Mention, kept: list[Mention]) -> Mention:
    """A legal form right before or after a head belongs to it: НАО Медицинский университет."""
    if mention.source != "head" or mention.is_group:
        return mention
    line = mention.line
    before = next(
        (
            form
            for start in (mention.first - 3, mention.first - 2, mention.first - 1)
            if start >= 0 and (form := legal_forms.at(line, start)) and form.after == mention.first
        ),
        None,
    )
    if before is not None and not any(other.holds(before.first) for other in kept):
        mention.first = before.first
    if mention.after < len(line):
        after = legal_forms.at(line, mention.after)
        if after is not None and after.row.needs != "quote" and after.row.lang != "ru":
            if not any(other.holds(mention.after) for other in kept):
                mention.after = after.after
    return mention
