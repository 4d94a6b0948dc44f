"""The parts of the map page: the country and our own region, each with its table."""

import streamlit as st

from tracker.domain.models import Kind
from tracker.domain.partners import NO_TOWN, PartnerFilter
from tracker.domain.places import Counts
from tracker.domain.reports import Count
from tracker.i18n import current, t
from tracker.i18n.formats import number
from tracker.names import regions
from tracker.names.regions import CITIES, NOWHERE, OURS, Region
from tracker.ui import geography, labels, list_links, maps, nav, numbers

_ON_THE_MAP = [region for region in Region if region not in NOWHERE]

# Where a name would stand on a neighbour: so much to the right, and below.
_MOVED = {Region.EAST_KAZAKHSTAN: (24, -22), Region.TURKISTAN: (-14, -10)}


def summary(counts: Counts, wanted: PartnerFilter) -> None:
    """How many there are and where, and those who cannot be put on the map."""
    covered = sum(region in counts.regions for region in _ON_THE_MAP)
    st.text(
        t(
            "map.summary",
            all=number(sum(counts.regions.values())),
            covered=covered,
            total=len(_ON_THE_MAP),
        )
    )
    if lost := counts.regions.get(Region.UNKNOWN):
        st.page_link(
            nav.PARTNERS,
            label=t("map.unknown", n=lost),
            icon=":material/location_off:",
            query_params=list_links.parameters(_in(Region.UNKNOWN, wanted, lost)),
        )


def country(counts: Counts, wanted: PartnerFilter) -> None:
    """The partners of each region."""
    title = t("map.country")
    st.header(title)
    drawn = geography.country()
    areas = [
        maps.Area(
            name=t(f"region.{region}"),
            short=_short(t(f"region.{region}")),
            path=drawn.paths[region],
            at=_label(drawn.middles[region], region),
            amount=counts.regions.get(region, 0),
            target=list_links.parameters(_in(region, wanted)),
            is_spot=region in CITIES,
        )
        for region in _ON_THE_MAP
    ]
    left, right = st.columns([5, 2], gap="large")
    with left:
        maps.show(t("map.alt_country"), areas, key="map.country", height=drawn.height)
    lines = [
        (t(f"region.{region}"), [_in(region, wanted, count)])
        for region, count in sorted(counts.regions.items(), key=_most_first)
    ]
    with right:
        head = [t("field.region"), t("dashboard.count")]
        numbers.show(title, head, lines)


def ours(counts: Counts, wanted: PartnerFilter) -> None:
    """The partners of each settlement of our region; what the table has not is told."""
    title = t("map.ours")
    st.header(title)
    drawn = geography.only(OURS)
    points = [
        maps.Point(
            town.names[current()],
            drawn.at(town.north, town.east),
            counts.towns.get(town.id, 0),
            list_links.parameters(_at(town.id, wanted)),
        )
        for town in regions.towns().values()
    ]
    left, right = st.columns([5, 2], gap="large")
    with left:
        maps.show(
            t("map.alt_ours"),
            [],
            key="map.ours",
            height=drawn.height,
            points=points,
            ground=drawn.paths[OURS],
        )
    lines = [
        (labels.town(town), [_at(town, wanted, count)])
        for town, count in sorted(counts.towns.items(), key=lambda each: (not each[0], -each[1]))
    ]
    with right:
        numbers.show(title, [t("map.town"), t("dashboard.count")], lines)
        strange = [
            labels.town(town) for town in counts.towns if town and town not in regions.towns()
        ]
        if strange:
            st.caption(t("map.off_map", names=", ".join(sorted(strange))))


def _label(middle: tuple[int, int], region: Region) -> tuple[int, int]:
    right, below = _MOVED.get(region, (0, 0))
    return middle[0] + right, middle[1] + below


def _in(region: Region, wanted: PartnerFilter, value: int = 0) -> Count:
    return Count(value, Kind.PARTNER, wanted._replace(region=region))


def _at(town: str | None, wanted: PartnerFilter, value: int = 0) -> Count:
    there = wanted._replace(region=OURS, town=town or NO_TOWN)
    return Count(value, Kind.PARTNER, there)


def _most_first(counted: tuple[Region, int]) -> tuple[bool, int]:
    """Places of the country by number, then those that are on no map."""
    region, count = counted
    return region in NOWHERE, -count


def _short(name: str) -> str:
    """A region without the word for what it is: the map says so."""
    generic = t("map.generic").split()
    return " ".join(word for word in name.split() if word.casefold() not in generic)
