"""Organisations of an article, each once, with all places that speak of it.

Every rule proposes mentions sentence by sentence; the stronger one stays where two lie over each
other; mentions of one organisation are joined; the register of partners is asked once.
"""

from collections.abc import Sequence

from tracker.names.folding import fold
from tracker.press.article import Article
from tracker.press.found import Match, Organisation, Span
from tracker.press.known import Context
from tracker.press.organisations import (
    acronyms,
    beside,
    groups,
    heads,
    known_names,
    later,
    legal_forms,
    resolving,
)
from tracker.press.organisations.host import Host
from tracker.press.organisations.joining import Joined, One
from tracker.press.organisations.line import Line
from tracker.press.organisations.mention import Mention


def find(article: Article, context: Context) -> list[Organisation]:
    """All organisations, by where they are first named."""
    host = Host(context.host)
    lines = [Line(sentence) for sentence in article.sentences if _is_read(article, sentence.span)]
    found = [mention for line in lines for mention in _of_line(line)]
    called: dict[str, Match] = {}
    if context.known is not None:
        more, called = known_names.find(lines, context.known, found)
        found = _apart_by_line(lines, [*found, *more])
    joined = Joined()
    for mention in found:
        joined.add(mention)
    found += later.find(lines, joined, found)
    made = [_organisation(one, host, context, called) for one in joined.all]
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
    return resolving.apart([*more, *beside.listed(line, more)])


def _apart_by_line(lines: Sequence[Line], found: Sequence[Mention]) -> list[Mention]:
    by_line: dict[int, list[Mention]] = {id(line): [] for line in lines}
    for mention in found:
        by_line[id(mention.line)].append(mention)
    return [mention for line in lines for mention in resolving.apart(by_line[id(line)])]


def _organisation(
    one: One, host: Host, context: Context, called: dict[str, Match]
) -> Organisation | None:
    mentions = sorted(one.mentions, key=lambda each: each.span)
    best = one.best()
    names = list(dict.fromkeys(each.name for each in mentions))
    if context.rejected & {fold(name) for name in names}:
        return None
    is_host = any(host.is_meant(name) for name in names)
    if not is_host and host.is_part(best.name):
        return None
    match = next((called[name] for name in names if name in called), None)
    if match is None and context.known is not None and not best.is_group and not is_host:
        match = next(iter(context.known.likely(best.name)), None)
    return Organisation(
        name=best.name,
        spans=tuple(dict.fromkeys(each.span for each in mentions)),
        sector="university" if is_host else one.sector(),
        is_host=is_host,
        confidence=round(max(each.confidence for each in mentions), 2),
        source=best.source,
        is_group=best.is_group,
        also=tuple(name for name in [*names, *sorted(one.shorts)] if name != best.name),
        match=match,
    )

