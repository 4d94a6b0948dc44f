"""The map: every place tells how many partners it has, and opens their list."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, send, shown
from tests.ui.test_dashboard import addresses
from tests.ui.test_partners_page import names
from tests.world import boris
from tracker import db
from tracker.domain.models import Partner, Sector
from tracker.ui import maps, nav


def settle() -> None:
    typed: list[tuple[str | None, str | None]]
    typed = [("Абай облысы", "Семей"), (None, "Semey"), ("Абай облысы", "Тасбұлақ")]
    typed += [("Абай облысы", None), (None, "Павлодар"), ("Польша", None)]
    with db.transaction() as session:
        for number, (region, city) in enumerate(typed):
            sector = Sector.SCHOOL if number % 2 else Sector.MUSEUM
            partner = Partner(name_en=f"Nova {number}", region=region, city=city, sector=sector)
            session.add(partner)


def places(at: AppTest) -> dict[str, tuple[str, str]]:
    """What the maps show: the number and the address of each place that has partners."""
    found: dict[str, tuple[str, str]] = {}
    for drawn in shown(at, "map"):
        each: dict[str, Any]
        for each in (*drawn["areas"], *drawn["points"]):
            if not each["is_empty"]:
                found[each["name"]] = each["count"], each["href"]
    return found


def test_every_place_with_partners_is_on_the_map(open_app: OpenApp) -> None:
    settle()
    at = open_app(boris, nav.MAP)
    assert places(at) == {
        "Abai region": ("4", "partners?region=KZ-10"),
        "Pavlodar region": ("1", "partners?region=KZ-55"),
        "Semey": ("2", "partners?region=KZ-10&town=semey"),
    }
    assert at.text[0].value == "Partners: 8. They are in 2 of the 20 regions of Kazakhstan."


def test_the_tables_say_all_that_the_maps_say_and_what_they_cannot(open_app: OpenApp) -> None:
    settle()
    at = open_app(boris, nav.MAP)
    links = addresses(at)
    assert {href for _, href in places(at).values()} <= links
    assert links >= {
        "partners?region=abroad",
        "partners?region=unknown",
        "partners?region=KZ-10&town=-",
    }
    assert "Not on the map: Тасбұлақ." in [each.value for each in at.caption]
    lost = {(each.proto.label, each.proto.query_string) for each in at.get("page_link")}
    assert ("2 partners have no known region", "region=unknown") in lost


def test_filters_narrow_the_map_and_go_along_to_the_list(open_app: OpenApp) -> None:
    settle()
    at = open_app(boris, nav.MAP, sector="museum")
    assert places(at) == {
        "Abai region": ("2", "partners?sector=museum&region=KZ-10"),
        "Pavlodar region": ("1", "partners?sector=museum&region=KZ-55"),
        "Semey": ("1", "partners?sector=museum&region=KZ-10&town=semey"),
    }
    at.selectbox("sector").set_value("media").run()
    assert at.text[0].value == "No partner fits."
    assert at.query_params["sector"] == "media"


def test_a_pressed_place_opens_its_partners(open_app: OpenApp) -> None:
    settle()
    at = open_app(boris, nav.MAP)
    areas = [each["name"] for each in shown(at, "map")[0]["areas"]]
    at = send(at, "map", "open", areas.index("Pavlodar region"))
    assert names(at) == ["Nova 4"]


@pytest.mark.parametrize("sent", [-1, 99, "KZ-55", None, True])
def test_what_was_not_on_the_map_opens_nothing(open_app: OpenApp, sent: object) -> None:
    settle()
    at = send(open_app(boris, nav.MAP), "map", "open", sent)
    assert not at.exception
    assert at.title[0].value == "Map"


def test_the_list_of_a_settlement_says_whose_it_is(open_app: OpenApp) -> None:
    settle()
    at = open_app(boris, nav.PARTNERS, region="KZ-10", town="semey")
    assert names(at) == ["Nova 0", "Nova 1"]
    assert at.button("drop.town").label == "City: Semey"
    assert names(open_app(boris, nav.PARTNERS, region="KZ-10", town="тасбұлақ")) == ["Nova 2"]
    nameless = open_app(boris, nav.PARTNERS, region="KZ-10", town="-")
    assert names(nameless) == ["Nova 3"]
    assert nameless.button("drop.town").label == "City: Settlement not given"


@pytest.mark.parametrize(
    ("counts", "steps"),
    [
        ([], []),
        ([0], []),
        ([1, 1], [1]),
        ([3], [1, 2]),
        ([33, 1], [1, 2, 5, 10, 20]),
        ([60, 2], [1, 2, 5, 20, 50]),
        ([70_000], [1, 20, 200, 2_000, 50_000]),
    ],
)
def test_shades_begin_at_round_numbers(counts: list[int], steps: list[int]) -> None:
    assert maps.shades(counts) == steps


def test_the_legend_names_every_shade() -> None:
    legend = maps._legend([1, 2, 5])
    assert legend == [
        {"level": 0, "text": "0"},
        {"level": 3, "text": "1"},
        {"level": 4, "text": "2–4"},
        {"level": 5, "text": "5+"},
    ]
    assert maps._legend([]) == [{"level": 0, "text": "0"}]
