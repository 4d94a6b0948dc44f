"""The outlines: each is of the region that it is said to be."""

import json
import re
from itertools import pairwise

import pytest

from tracker.names import regions
from tracker.names.regions import Region
from tracker.ui import geography

# Centres of the regions, north and east.
CENTRES = {
    Region.AKMOLA: (53.28, 69.39),
    Region.AKTOBE: (50.28, 57.17),
    Region.ALMATY_REGION: (43.87, 77.07),
    Region.ATYRAU: (47.1, 51.9),
    Region.WEST_KAZAKHSTAN: (51.2, 51.4),
    Region.ZHAMBYL: (42.9, 71.37),
    Region.ZHETISU: (45.01, 78.37),
    Region.KARAGANDA: (49.8, 73.1),
    Region.KOSTANAY: (53.2, 63.6),
    Region.KYZYLORDA: (44.85, 65.5),
    Region.MANGYSTAU: (43.68, 51.2),
    Region.PAVLODAR: (52.28, 76.97),
    Region.NORTH_KAZAKHSTAN: (54.87, 69.15),
    Region.TURKISTAN: (43.3, 68.27),
    Region.ULYTAU: (47.8, 67.71),
    Region.EAST_KAZAKHSTAN: (49.95, 82.6),
    Region.ASTANA: (51.13, 71.43),
    Region.ALMATY: (43.24, 76.9),
    Region.SHYMKENT: (42.32, 69.6),
}


def lies_in(region: Region, north: float, east: float) -> bool:
    """Whether a ray from the place crosses the outline an odd number of times."""
    crossed = 0
    for ring in geography._shapes()[region]:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > north) != (y2 > north):
                crossed += east < x1 + (north - y1) * (x2 - x1) / (y2 - y1)
    return crossed % 2 == 1


@pytest.mark.parametrize(("region", "place"), CENTRES.items())
def test_the_centre_of_a_region_lies_in_its_outline(
    region: Region, place: tuple[float, float]
) -> None:
    assert [each for each in geography._shapes() if lies_in(each, *place)] == [region]


@pytest.mark.parametrize("town", regions.towns().values(), ids=lambda town: town.id)
def test_our_settlements_lie_in_our_region(town: regions.Town) -> None:
    assert lies_in(Region.ABAI, town.north, town.east)
    x, y = geography.only(Region.ABAI).at(town.north, town.east)
    assert 0 <= x <= 1000
    assert 0 <= y <= geography.only(Region.ABAI).height


def test_every_region_of_the_country_has_one_outline() -> None:
    drawn = geography.country()
    assert set(drawn.paths) == set(Region) - set(regions.NOWHERE) == set(drawn.middles)
    assert all(re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", path) for path in drawn.paths.values())
    # What every visit of the page carries.
    assert len(json.dumps(list(drawn.paths.values()))) < 30_000


def test_regions_lie_as_on_a_map() -> None:
    middles = geography.country().middles
    assert middles[Region.WEST_KAZAKHSTAN][0] < middles[Region.ABAI][0]
    assert middles[Region.NORTH_KAZAKHSTAN][1] < middles[Region.TURKISTAN][1]


def test_a_speck_is_no_line() -> None:
    assert geography._path([(1, 1), (1, 1), (2, 1), (1, 1)]) == ""
