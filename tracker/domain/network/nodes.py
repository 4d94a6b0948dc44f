"""The words of the network: what stands in it, what ties two, what narrows it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.models import Kind, Sector

KINDS = (Kind.PARTNER, Kind.UNIT, Kind.PERSON, Kind.EVENT)


class NetworkThrough(StrEnum):
    """What ties two together, in the order in which a reader is told."""

    INTERACTION = "interaction"
    EVENT = "event"
    FOLLOW_UP = "follow_up"
    AGREEMENT = "agreement"
    POSITION = "position"
    PARENT = "parent"


class Node(NamedTuple):
    kind: Kind
    id: int


class Tie(NamedTuple):
    """Two that belong together: how often, when last, and through what how often."""

    one: Node
    other: Node
    number: int
    last: date | None  # unknown of positions, of parents and of what was signed on no day
    through: Mapping[NetworkThrough, int]

    @property
    def ends(self) -> tuple[Node, Node]:
        return self.one, self.other


class Wanted(NamedTuple):
    """What narrows the network; every field is optional.

    `unit_id`: of our units only this one. `sector`: of the partners only these, and people who are
    at one of them.
    """

    kinds: frozenset[Kind] = frozenset(KINDS)
    since: date | None = None
    sector: Sector | None = None
    unit_id: int | None = None
