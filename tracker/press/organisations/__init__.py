"""Organisations of an article, each once, with all places that speak of it.

Every rule proposes mentions sentence by sentence; the stronger one stays where two lie over each
other; mentions of one organisation are joined; the register of partners is asked once.
"""

from collections.abc import Sequence
from itertools import pairwise

from tracker.names.folding import fold
from tracker.press.article import Article
from tracker.press.found import Match, Organisation, Span
from tracker.press.known import Context
from tracker.press.organisations import (
    acronyms,
    alone,
    beside,
    groups,
    heads,
    joining,
    known_names,
    later,
    legal_forms,
    quoted,
    resolving,
    unnamed,
)
from tracker.press.organisations.host import Host
from tracker.press.organisations.joining import Joined, One
from tracker.press.organisations.line import Line, setting_of
from tracker.press.organisations.mention import Mention

_OF = ("ның", "нің", "дың", "дің", "тың", "тің")


def find(article: Article, context: Context) -> list[Organisation]:
    """All organisations, by where they are first named."""
    host = Host(context.host)
    setting = setting_of(article.language, article.text, article.sentences)
    read = [sentence for sentence in article.sentences if _is_read(article, sentence.span)]
    lines = [Line(sentence, setting) for sentence in read]
    found = [mention for line in lines for mention in _of_line(line)]
    called: dict[str, Match] = {}
    if context.known is not None:
        more, called = known_names.find(lines, context.known, found)
        found = _apart_by_line(lines, [*found, *more])
    joined = Joined()
    for mention in found:
        joined.add(mention)
    found += later.find(lines, joined, found)
    made = [_organisation(one, joined, host, context, called) for one in joined.all]
    kept = [each for each in made if each is not None]
    return sorted(kept, key=lambda organisation: organisation.spans[0])


def _is_read(article: Article, span: Span) -> bool:
    return article.body.overlaps(span) or article.title.overlaps(span)


def _of_line(line: Line) -> list[Mention]:
    sure = resolving.apart(
        [*legal_forms.find(line), *heads.find(line), *beside.spoken_for(line), *groups.find(line)]
    )
    for mention in sure:
        mention.short = acronyms.explained(line, mention)
    defined = frozenset(mention.short for mention in sure if mention.short)
    more = resolving.apart([*sure, *acronyms.find(line, defined)])
    more = resolving.apart([*more, *beside.listed(line, more)])
    more = resolving.apart([*more, *quoted.find(line, more), *alone.find(line, more)])
    more = resolving.apart([*more, *beside.listed(line, more)])
    found = resolving.apart([*more, *unnamed.find(line, more)])
    for before, mention in pairwise(found):
        if _is_in_brackets_behind(line, before, mention):
            mention.alias_of = next((each for each in found if each.short == mention.name), before)
        elif before.source == "head" and _stands_behind(line, before, mention):
            if line.language == "kk":
                mention.part_of = before
            else:
                before.part_of = mention
                if mention.short and not joining.spells(mention.short, mention.name):
                    before.short, mention.short = mention.short, None
    return found


def _stands_behind(line: Line, before: Mention, mention: Mention) -> bool:
    """Институт геологии НЯЦ РК, School of Law of X, Х университетінің институты."""
    between = [line.word(place) for place in range(before.after, mention.first)]
    if line.language == "en":
        return between in (["of"], ["of", "the"], ["at"], ["at", "the"])
    if line.language == "kk" and not line.word(before.after - 1).endswith(_OF):
        return False
    return between == [] and mention.source in ("head", "acronym")


def _is_in_brackets_behind(line: Line, before: Mention, mention: Mention) -> bool:
    """ветклиника «Зоомир» (ИП Лапина О. С.) is one organisation."""
    last = mention.after if line.word(mention.after) == ")" else mention.after + 1
    return (
        mention.first == before.after + 1
        and line.word(before.after) == "("
        and line.word(last) == ")"
        and mention.source in ("acronym", "legal_form")
    )


def _apart_by_line(lines: Sequence[Line], found: Sequence[Mention]) -> list[Mention]:
    by_line: dict[int, list[Mention]] = {id(line): [] for line in lines}
    for mention in found:
        by_line[id(mention.line)].append(mention)
    return [mention for line in lines for mention in resolving.apart(by_line[id(line)])]


def _organisation(
    one: One, joined: Joined, host: Host, context: Context, called: dict[str, Match]
) -> Organisation | None:
    mentions = sorted(one.mentions, key=lambda each: each.span)
    best = one.best()
    names = list(dict.fromkeys(each.name for each in mentions))
    if context.rejected & {fold(name) for name in names}:
        return None
    is_host = any(host.is_meant(name) for name in names)
    name = one.name()
    known_as = [*names, *sorted(one.shorts)]
    whole = joined.whole_of(one)
    if not is_host and (host.is_part(best.name) or (whole and host.is_meant(whole.best().name))):
        return None
    match = next((called[name] for name in names if name in called), None)
    if match is None and context.known is not None and not best.is_group and not is_host:
        match = next(iter(context.known.likely(best.name)), None)
    return Organisation(
        name=name,
        spans=tuple(dict.fromkeys(each.span for each in mentions)),
        sector="university" if is_host else one.sector(),
        is_host=is_host,
        confidence=round(max(each.confidence for each in mentions), 2),
        source=best.source,
        is_group=best.is_group,
        parent=whole.name() if whole else None,
        also=tuple(dict.fromkeys(each for each in known_as if each != name)),
        match=match,
    )
