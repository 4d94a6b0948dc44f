"""Where a number leads: to the list of which it is the length, narrowed alike."""

from urllib.parse import parse_qsl

from tracker.domain import addresses
from tracker.domain.addresses import LISTS
from tracker.domain.reports import Count
from tracker.ui import nav


def page(count: Count) -> str:
    """The page of the list."""
    return nav.LIST_OF[count.kind]


def query(count: Count) -> str:
    """The part of its address after the `?`."""
    return addresses.query(count.kind, LISTS[count.kind].usual._replace(wanted=count.wanted))


def parameters(count: Count) -> dict[str, str]:
    return dict(parse_qsl(query(count)))


def href(count: Count) -> str:
    """The whole address, relative to every page of ours."""
    asked = query(count)
    return f"{nav.address(page(count))}?{asked}" if asked else nav.address(page(count))
