"""The network around one record, or its strongest ties: bounded, so that it can be looked at."""

from typing import NamedTuple

from sqlmodel import Session

from tracker.access import Action, User, guarded
from tracker.domain import titles
from tracker.domain.models import RECORDS
from tracker.domain.network import ties
from tracker.domain.network.nodes import Node, Tie, Wanted
from tracker.domain.network.sources import Window, window
from tracker.domain.titles import Title
from tracker.errors import NotFound

MOST = 120  # nodes that a picture can show
_NEAR = 60  # of them those next to the focus, where a second step is asked for
_STRONGEST = 110  # ties to choose from where there is no focus
_MOST_TIES = 300  # that a picture can show between them
_BETWEEN = 2_000  # ties between them to choose from
_CANDIDATES = 400  # ties of the second step


class Graph(NamedTuple):
    """What stands in the network, and what ties it; the focus first, then the strongest."""

    nodes: dict[Node, Title]
    ties: list[Tie]
    focus: Node | None
    left_out: int  # weaker ties that did not fit in
    looking: Window = Window()  # where not everything was looked at


@guarded(Action.READ)
def around(
    session: Session, focus: Node, wanted: Wanted = Wanted(), *, by: User, steps: int = 1
) -> Graph:
    """What one record is tied to, and with two steps what those are tied to, the strongest first.

    What is not shown is not walked through either. Raises NotFound, also for what is in the trash.
    """
    record = session.get(RECORDS[focus.kind], focus.id)
    if record is None or record.deleted_at is not None:
        raise NotFound(f"{focus.kind} {focus.id}")
    kinds = wanted.kinds | {focus.kind}
    wanted = wanted._replace(kinds=kinds)
    room = MOST if steps == 1 else _NEAR
    near, total = ties.touching(session, wanted, [focus], most=room - 1)
    nodes = _with_ends([focus], near, room)
    left_out, looking = total - len(near), Window()
    if steps > 1:
        looking = window(session)
        far, total = ties.touching(
            session, wanted, nodes[1:], without=focus, most=_CANDIDATES, looking=looking
        )
        before = len(nodes)
        nodes = _with_ends(nodes, far, MOST)
        left_out += total - sum(set(tie.ends) <= set(nodes) for tie in far)
        looking = looking if len(nodes) > before else Window()
    return _drawn(session, wanted, nodes, focus, left_out, looking, by)


@guarded(Action.READ)
def strongest(session: Session, wanted: Wanted = Wanted(), *, by: User) -> Graph:
    """The strongest ties of all, of the latest ten thousand contacts and follow-ups.

    Those that stand between the records chosen so are all there. With a unit, what it is tied to.
    """
    looking = window(session)
    best, total = ties.strongest(session, wanted, most=_STRONGEST, looking=looking)
    nodes = _with_ends([], best, MOST)
    left_out = total - sum(set(tie.ends) <= set(nodes) for tie in best)
    return _drawn(session, wanted, nodes, None, left_out, looking, by)


def _with_ends(nodes: list[Node], found: list[Tie], most: int) -> list[Node]:
    """Those and the ends of the ties, in their order, while there is room for both ends."""
    chosen = dict.fromkeys(nodes)
    for tie in found:
        new = [end for end in tie.ends if end not in chosen]
        if len(chosen) + len(new) <= most:
            chosen.update(dict.fromkeys(new))
    return list(chosen)


def _legible(between: list[Tie], focus: Node | None) -> list[Tie]:
    """Those of the focus, the strongest of each node, and then the strongest of all."""
    kept, seen = [], set[Node]()
    for tie in between:
        if focus in tie.ends or not seen.issuperset(tie.ends):
            kept.append(tie)
        seen.update(tie.ends)
    known = {tie.ends for tie in kept}
    others = (tie for tie in between if tie.ends not in known)
    kept += list(others)[: max(0, _MOST_TIES - len(kept))]
    return sorted(kept, key=lambda tie: -tie.number)


def _drawn(
    session: Session,
    wanted: Wanted,
    nodes: list[Node],
    focus: Node | None,
    left_out: int,
    looking: Window,
    by: User,
) -> Graph:
    between = _legible(ties.within(session, wanted, nodes, most=_BETWEEN), focus)
    named = titles.titles(session, nodes, by=by)
    known = {node: named[node] for node in nodes}
    return Graph(known, between, focus, left_out, looking)
