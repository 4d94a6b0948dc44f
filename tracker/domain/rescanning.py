"""Whom a search for duplicates compares after a change: those that share something with a changed
record.

Partners are asked of the index of names, as search asks it, so that no other name is taken apart
anew; by what people are filed is told of so few of them as well. What was suggested before is
looked at once more, whatever the index says.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from sqlalchemy import or_, select
from sqlmodel import col

from tracker import db
from tracker.domain import candidates, likeness
from tracker.domain.batches import batched
from tracker.domain.likeness import Human, Organisation
from tracker.domain.models import Kind, Partner, SuggestedPair
from tracker.names import lexicon
from tracker.names.blocking import RARE
from tracker.names.folding import look_alike

FEW = 1_000  # changed records; where there are more, it takes less to go through all names
_LIKE = 96  # partners that one is compared with
_AT_ONCE = 50  # changed partners asked for in one transaction


def partner_pairs(changed: Collection[Organisation]) -> set[tuple[int, int]]:
    """The pairs of which at least one has changed, the lower number first."""
    ids = {each.id for each in changed}
    met = chain(_named_like(list(changed)), _sharing(changed), _suggested(Kind.PARTNER, ids))
    return {(min(a, b), max(a, b)) for a, b in met if a != b}


def people_around(known: Mapping[int, Human], changed: Collection[int]) -> Iterator[Human]:
    """Everybody who has a partner, an address or a number in common with one who has changed."""
    mine = [known[number] for number in changed if number in known]
    at = frozenset[int]().union(*(each.partner_ids for each in mine))
    reached = {each.email for each in mine} | {each.phone for each in mine}
    reached -= {None, ""}
    for each in known.values():
        if each.partner_ids & at or each.email in reached or each.phone in reached:
            yield each


def _named_like(changed: list[Organisation]) -> Iterator[tuple[int, int]]:
    words = lexicon.default()
    for some in batched(changed, _AT_ONCE):
        with db.reading() as session:
            for each in some:
                alike = filter(None, map(look_alike, each.names))
                wanted = candidates.wanted([*each.names, *alike], words)
                asked = candidates.counted(session, [Kind.PARTNER], wanted)
                found = candidates.ids(session, asked, most=_LIKE)
                yield from ((each.id, other) for other in found.get(Kind.PARTNER, ()))


def _sharing(changed: Iterable[Organisation]) -> Iterator[tuple[int, int]]:
    """By business number and site, where few share it."""
    theirs = [(each.id, key) for each in changed for key in (each.bin, each.site) if key]
    keys = {key for _, key in theirs}
    having: dict[str, list[int]] = defaultdict(list)
    query = select(col(Partner.id), col(Partner.bin), col(Partner.website)).where(
        col(Partner.deleted_at).is_(None),
        or_(col(Partner.bin).is_not(None), col(Partner.website).is_not(None)),
    )
    with db.reading() as session:
        rows = session.execute(query).all() if keys else ()
    for number, digits, website in rows:
        for key in keys & {digits, likeness.site(website)}:
            having[key].append(number)
    for number, key in theirs:
        if len(having[key]) <= RARE:
            yield from ((number, other) for other in having[key])


def _suggested(kind: Kind, changed: Collection[int]) -> list[tuple[int, int]]:
    pair = col(SuggestedPair.a), col(SuggestedPair.b)
    query = select(*pair).where(
        col(SuggestedPair.kind) == kind,
        col(SuggestedPair.dismissed_at).is_(None),
        or_(*(each.in_(changed) for each in pair)),
    )
    with db.reading() as session:
        return [(a, b) for a, b in session.execute(query)]
