"""How long a list is, in a query of one's own: what its page shows, without its rows."""

from typing import Any

from sqlalchemy import func, select

from tracker.domain import agreements, follow_ups, interactions, partners
from tracker.domain.models import Kind


def fitting(kind: Kind, wanted: Any) -> Any:
    """The ids of a list by its filter, in no order: for columns and conditions of one's own."""
    if kind is Kind.PARTNER:
        ids = partners.fitting(wanted, "en", partners.Sort.NAME, False)
    elif kind is Kind.INTERACTION:
        ids = interactions.fitting(wanted, False)
    elif kind is Kind.FOLLOW_UP:
        ids = follow_ups.fitting(wanted, "en", follow_ups.Sort.DUE, False)
    else:
        ids = agreements.fitting(wanted, agreements.Sort.SIGNED_ON, True)
    return ids.order_by(None)


def length(ids: Any) -> Any:
    """How many they are, as a column."""
    return select(func.count()).select_from(ids.subquery()).scalar_subquery()
