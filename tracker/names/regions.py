"""Where in Kazakhstan a partner is, told by what was typed as its region and its city.

`regions.toml` holds the regions and settlements. A region or settlement that cannot be read is
unknown, never guessed: a wrong place on a map is worse than none.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain, islice, product
from pathlib import Path
from typing import Any, NamedTuple

from tracker.names import lexicon
from tracker.names.folding import fold, stems

_FILE = Path(__file__).parent / "regions.toml"
_TRIED = 60  # ways to drop the endings of a phrase
_SHORTEST = 3
LONGEST_TOWN = 80  # letters of a settlement that the table has not


class Region(StrEnum):
    """The regions and cities of Kazakhstan since 2022 by ISO 3166-2, and what is none of them."""

    ABAI = "KZ-10"
    AKMOLA = "KZ-11"
    AKTOBE = "KZ-15"
    ALMATY_REGION = "KZ-19"
    ATYRAU = "KZ-23"
    WEST_KAZAKHSTAN = "KZ-27"
    ZHAMBYL = "KZ-31"
    ZHETISU = "KZ-33"
    KARAGANDA = "KZ-35"
    KOSTANAY = "KZ-39"
    KYZYLORDA = "KZ-43"
    MANGYSTAU = "KZ-47"
    PAVLODAR = "KZ-55"
    NORTH_KAZAKHSTAN = "KZ-59"
    TURKISTAN = "KZ-61"
    ULYTAU = "KZ-62"
    EAST_KAZAKHSTAN = "KZ-63"
    ASTANA = "KZ-71"
    ALMATY = "KZ-75"
    SHYMKENT = "KZ-79"
    ABROAD = "abroad"
    UNKNOWN = "unknown"


NOWHERE = (Region.ABROAD, Region.UNKNOWN)  # on no map of the country
OURS = Region.ABAI
CITIES = (Region.ASTANA, Region.ALMATY, Region.SHYMKENT)  # each a region of its own


class Place(NamedTuple):
    """A region, and in our own one the settlement where that is said.

    `town` is an id of the table, or the folded name of a settlement that the table has not.
    """

    region: Region
    town: str | None = None


class Town(NamedTuple):
    """A settlement of our own region, with its names and where it lies."""

    id: str
    names: dict[str, str]
    north: float
    east: float


def place_of(region: str | None, city: str | None) -> Place:
    """Where a partner is, by its typed region and city.

    The region decides, but for what old lists say: a settlement in a region that was once part of
    the one that is named lies in the newer one.
    """
    said = [_read(part, is_city=False) for part in _parts(region)]
    towns = [_read(part, is_city=True) for part in _parts(city)]
    regions = [each for found in said + towns for each in found.regions]
    settled = [each for found in towns + said for each in found.towns]
    named = next((found.left for found in towns if found.left), None)
    fitting = [town for town in settled if town.region in regions]
    fitting += [town for town in settled if _once_of(town.region) & set(regions)]
    if fitting:
        return fitting[0]
    if regions:
        is_ours = regions[0] is OURS and not settled
        return Place(regions[0], named if is_ours else None)
    is_strange = any(found.left for found in said)
    if len({town.region for town in settled}) == 1 and not is_strange:
        return settled[0]
    return Place(_beyond(region, city))


def town_name(town: str, language: str) -> str | None:
    """What a settlement of the table is called; None for one that it has not."""
    known = towns().get(town)
    return known.names[language] if known else None


@cache
def towns() -> dict[str, Town]:
    """The settlements of our own region by id."""
    return {
        id_: Town(id_, {code: row[code] for code in ("kk", "ru", "en")}, *row["at"])
        for id_, row in _table()["town"].items()
    }


@cache
def shapes() -> dict[str, Region]:
    """The regions by their id in the boundary file."""
    return {row["shape"]: Region(code) for code, row in _table()["region"].items()}


class _Reading(NamedTuple):
    regions: list[Region]
    towns: list[Place]
    left: str | None  # the folded name that nothing is known of


_REGION_WORD = re.compile("облыс.*|обл|област.*|регион.*|өңір.*|oblast|oblys.*|region|province")
_TOWN_WORD = re.compile(
    "г|гор|город.*|қ|қала.*|city|town|р|н|рн|район.*|аудан.*|district|с|село|селе|а|аул|ауыл.*"
    "|п|пос|пгт|поселок.*|поселк.*|кент.{0,4}|village|settlement|ст|станция"
)
_COUNTRY_WORD = re.compile("республик.*|republic|казахстан.{0,3}|қазақстан.{0,5}|kazakhstan|рк|қр")
_SMALL_WORD = re.compile("в|во|of|the|in|kz")


def _parts(typed: str | None) -> Iterator[str]:
    """What stands between commas; a bracket is a part of its own."""
    for part in re.split(r"[,;()/|\n]", typed or ""):
        if fold(part):
            yield part


@lru_cache(maxsize=4_000)
def _read(part: str, *, is_city: bool) -> _Reading:
    words = fold(part).split()
    bare = [word for word in words if not _is_any(word, _REGION_WORD, _TOWN_WORD, _SMALL_WORD)]
    says_region = any(_REGION_WORD.fullmatch(word) for word in words)
    says_town = any(_TOWN_WORD.fullmatch(word) for word in words) and not says_region
    without_country = [word for word in bare if not _COUNTRY_WORD.fullmatch(word)]
    regions, settled = _find(bare)
    if not regions and not settled:
        regions, settled = _find(without_country)
    if not regions and not settled:
        return _Reading([], [], " ".join(without_country)[:LONGEST_TOWN] or None)
    if says_region and regions:
        return _Reading([each for each in regions if each not in CITIES], [], None)
    if says_town or (is_city and settled):
        return _Reading([], settled, None)
    if not is_city and regions:
        # Алматы alone is the city, unless a settlement says that the region is meant.
        return _Reading(sorted(regions, key=lambda each: each not in CITIES), [], None)
    return _Reading(regions, settled, None)


def _is_any(word: str, *patterns: re.Pattern[str]) -> bool:
    return any(pattern.fullmatch(word) for pattern in patterns)


def _find(words: list[str]) -> tuple[list[Region], list[Place]]:
    """What has this name, by the likeliest way to drop its endings."""
    regions, settled = _index()
    for key in chain([" ".join(words)], _ways(words)):
        if key in regions or key in settled:
            return list(regions.get(key, ())), list(settled.get(key, ()))
    return [], []


def _ways(words: Iterable[str]) -> Iterator[str]:
    return (" ".join(way) for way in islice(product(*(stems(word) for word in words)), _TRIED))


@cache
def _index() -> tuple[dict[str, list[Region]], dict[str, list[Place]]]:
    regions: dict[str, list[Region]] = defaultdict(list)
    settled: dict[str, list[Place]] = defaultdict(list)
    table = _table()
    for code, row in table["region"].items():
        _enter(regions, row["names"], Region(code))
        for name in row.get("short", ()):
            regions[fold(name)].append(Region(code))
    for town, row in table["town"].items():
        names = [row["kk"], row["ru"], row["en"], *row.get("known_as", ())]
        _enter(settled, names, Place(Region(row["region"]), town))
    for code, names in table["elsewhere"].items():
        for name in names:
            _enter(settled, [name], Place(Region(code)))
    return dict(regions), dict(settled)


def _enter(index: dict[str, list[Any]], names: Iterable[str], meant: Any) -> None:
    for name in names:
        for place, key in enumerate(_ways(fold(name).split())):
            # What is left of a short name is too short to mean it.
            if meant not in index[key] and (not place or len(key) > _SHORTEST):
                index[key].append(meant)


def _once_of(region: Region) -> set[Region]:
    return {Region(code) for code in _table()["region"][region].get("once_of", ())}


def _beyond(*typed: str | None) -> Region:
    """Abroad, if another country or a place in one is named."""
    words = fold(" ".join(text for text in typed if text)).split()
    terms = lexicon.shipped()
    found = (known[0] for place in range(len(words)) if (known := terms.at(words, place)))
    if any(_is_abroad(term) for term in found):
        return Region.ABROAD
    return Region.UNKNOWN


def _is_abroad(term: lexicon.Term) -> bool:
    if term.group is lexicon.Group.COUNTRY:
        return term.id != "kazakhstan"
    return term.id in _table()["abroad"]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
