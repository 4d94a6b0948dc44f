"""A number and the list of which it is the length; lists narrowed to a scope."""

from typing import Any, NamedTuple

from tracker.domain.agreements import AgreementFilter
from tracker.domain.follow_ups import FollowUpFilter
from tracker.domain.interactions import InteractionFilter
from tracker.domain.models import Kind
from tracker.domain.partners import PartnerFilter
from tracker.domain.reports.scope import Scope


class Count(NamedTuple):
    """A number, and the list that opens behind it: as long as the number says."""

    value: int
    kind: Kind
    wanted: Any  # the filter of that list


_FILTERS = {
    Kind.PARTNER: PartnerFilter,
    Kind.INTERACTION: InteractionFilter,
    Kind.FOLLOW_UP: FollowUpFilter,
    Kind.AGREEMENT: AgreementFilter,
}


def narrowed(kind: Kind, scope: Scope, **asked: Any) -> Any:
    """The filter of a list, narrowed as the scope is, but for its days."""
    return _FILTERS[kind](
        sector=scope.sector, tier=scope.tier, region=scope.region, unit_id=scope.unit_id, **asked
    )
