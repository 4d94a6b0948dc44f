"""Regions: what people write leads to the region that is meant, or honestly to none."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.i18n import LANGUAGES, catalogue
from tracker.names import regions
from tracker.names.regions import Place, Region, place_of, town_name

OURS = Region.ABAI


@pytest.mark.parametrize("region", [each for each in Region if each not in regions.NOWHERE])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_region_is_known_by_the_name_that_the_screen_shows(region: Region, language: str) -> None:
    assert place_of(catalogue()[f"region.{region}"][language], None).region is region


@pytest.mark.parametrize(
    ("region", "city", "meant"),
    [
        ("обл. Абай", None, "KZ-10"),
        ("Абайская область", "г. Семей", "KZ-10"),
        ("Абай облысында", None, "KZ-10"),
        ("Семипалатинская обл.", None, "KZ-10"),
        ("Abay Region", "Semei", "KZ-10"),
        ("Республика Казахстан, область Абай", None, "KZ-10"),
        (None, "Семей қаласы, Абай облысы", "KZ-10"),
        (None, "Семейде", "KZ-10"),
        ("Семей", None, "KZ-10"),
        ("Semey region", None, "KZ-10"),
        ("Казахстан", "Семей", "KZ-10"),
        # Acronyms that sound the same.
        ("ШҚО", None, "KZ-63"),
        ("СҚО", None, "KZ-59"),
        ("ВКО", None, "KZ-63"),
        ("БҚО", None, "KZ-27"),
        # Old lists: the region was part of another one.
        ("ВКО", "Семей", "KZ-10"),
        ("Алматинская область", "Талдыкорган", "KZ-33"),
        ("Карагандинская обл.", "Жезказган", "KZ-62"),
        ("ЮКО", "Шымкент", "KZ-79"),
        ("Акмолинская", "Астана", "KZ-71"),
        # Алматы is a city and a region.
        ("Алматы", None, "KZ-75"),
        ("Алматы облысы", None, "KZ-19"),
        ("Алматы облысы", "Алматы", "KZ-75"),
        ("Алматы", "Талгар", "KZ-19"),
        # A name in two regions needs the region.
        (None, "Абай", None),
        ("Қарағанды облысы", "Абай", "KZ-35"),
        ("область Абай", "Абай", "KZ-10"),
        ("Абайский район", None, None),
        # What contradicts: the region is what was chosen on purpose.
        ("Павлодарская область", "Семей", "KZ-55"),
        # What is not of Kazakhstan, or nothing.
        ("Ростовская область", "Аксай", None),
        ("Ресей", "Обьгорск", None),
        ("Томская область", "Северск", None),
        ("Kazakhstan", None, None),
        ("", " ", None),
        (None, None, None),
    ],
)
def test_what_people_write(region: str | None, city: str | None, meant: str | None) -> None:
    found = place_of(region, city).region
    assert (None if found in regions.NOWHERE else found) == meant


@pytest.mark.parametrize(
    ("region", "city", "place"),
    [
        ("Абай облысы", "Тасбұлақ ауылы", Place(OURS, "тасбұлақ")),
        ("Абай облысы", "Бескарагайский район", Place(OURS, "beskaragay")),
        (None, "с. Урджар", Place(OURS, "urzhar")),
        ("Абай облысы", "Георгиевка", Place(OURS, "kalbatau")),
        ("Абай облысы, Аягөз ауданы", None, Place(OURS, "ayagoz")),
        ("Абай облысы", None, Place(OURS)),
        ("Абай облысы", "Өскемен", Place(OURS)),
        (None, "Өскемен", Place(Region.EAST_KAZAKHSTAN)),
        ("Польша", "Zielony Bór", Place(Region.ABROAD)),
        (None, "Москва", Place(Region.ABROAD)),
        ("Сынтас", None, Place(Region.UNKNOWN)),
    ],
)
def test_settlements_of_our_own_region_are_told_apart(
    region: str | None, city: str | None, place: Place
) -> None:
    assert place_of(region, city) == place


def test_a_settlement_has_its_name_in_each_language() -> None:
    assert [town_name("semey", language) for language in LANGUAGES] == ["Семей", "Семей", "Semey"]
    assert town_name("тасбұлақ", "kk") is None


def test_every_settlement_of_the_table_is_read_as_itself() -> None:
    for town in regions.towns().values():
        for name in town.names.values():
            assert place_of("Абай облысы", name) == Place(OURS, town.id)
    table = tomllib.loads(regions._FILE.read_text(encoding="utf-8"))
    for code, names in table["elsewhere"].items():
        for name in names:
            assert place_of(None, name).region in (code, Region.UNKNOWN)


@given(st.text(max_size=40) | st.none(), st.text(max_size=40) | st.none())
def test_whatever_is_typed_is_somewhere(region: str | None, city: str | None) -> None:
    place = place_of(region, city)
    assert place.region in Region
    assert place.town is None or (place.region is OURS and 0 < len(place.town) <= 80)
