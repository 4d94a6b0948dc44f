"""The network on the screen: a picture, its table, the warm path, and who hangs on one person."""

import json
import re
from datetime import timedelta
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, items, rows
from tests.world import EMC, MARAT, SEMEY_ENGINEERING, VETERINARY, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import drafts, interactions
from tracker.domain.models import InteractionDraft, Partner
from tracker.ui import layouts, nav


def meet(partner: int = EMC, *, ago: int = 3, unit: int | None = VETERINARY) -> None:
    day = clock.today() - timedelta(days=ago)
    typed = {"summary": "Talked", "happened_on": day, "unit_id": unit}
    people = [MARAT] if partner == EMC else []
    with db.transaction() as session:
        interactions.log(
            session,
            drafts.checked(InteractionDraft, typed),
            partner_ids=[partner],
            person_ids=people,
            colleague_ids=[aigerim.id],
            by=aigerim,
        )


def drawn(at: AppTest) -> dict[str, Any]:
    """What the picture was given to draw."""
    (chart,) = at.get("echarts_chart")
    option: dict[str, Any] = json.loads(chart.proto.spec)
    series: dict[str, Any] = option["series"][0]
    return series


def names(at: AppTest) -> set[str]:
    return {sign["name"] for sign in drawn(at)["data"]}


def links(at: AppTest) -> set[str]:
    """Where the table of the ties leads."""
    bodies = "".join(each.proto.body for each in at.get("html"))
    table = bodies.partition("seriktes-ties")[2]
    return set(re.findall(r'<a href="([^"]*)">', table))


def choose(at: AppTest, kinds: list[str]) -> AppTest:
    pills: Any = next(each for each in at.get("button_group") if each.key == "show")
    chosen: AppTest = pills.set_value(kinds).run()
    return chosen


def test_without_a_focus_the_strongest_ties_of_all_are_drawn(open_app: OpenApp) -> None:
    meet()
    meet()
    at = open_app(boris, nav.NETWORK)
    assert names(at) == {"EMC", "Department of Veterinary", "Марат Әлиев"}
    assert {line["value"] for line in drawn(at)["links"]} == {1, 2}
    assert links(at) == {f"partner?id={EMC}", f"unit?id={VETERINARY}", f"person?id={MARAT}"}
    assert "3 records and 3 ties are shown." in [each.value for each in at.caption]


def test_each_kind_has_a_colour_and_a_form_of_its_own(open_app: OpenApp) -> None:
    meet()
    kinds = drawn(open_app(boris, nav.NETWORK))["categories"]
    assert len({kind["symbol"] for kind in kinds}) == len(kinds) == 3
    assert len({kind["itemStyle"]["color"] for kind in kinds}) == 3


def test_the_address_says_the_focus_the_steps_and_what_is_shown(open_app: OpenApp) -> None:
    meet()
    meet(SEMEY_ENGINEERING)
    address = {"partner": str(EMC)}
    assert "Semey Engineering" not in names(open_app(boris, nav.NETWORK, **address))
    far = open_app(boris, nav.NETWORK, **address, steps="two")
    assert "Semey Engineering" in names(far)
    units_only = open_app(boris, nav.NETWORK, **address, show="unit")
    assert names(units_only) == {"EMC", "Department of Veterinary"}
    of_unit = open_app(boris, nav.NETWORK, unit=str(VETERINARY), show="partner.unit")
    assert names(of_unit) == {"EMC", "Semey Engineering", "Department of Veterinary"}
    nobody = open_app(boris, nav.NETWORK, sector="museum")
    assert not nobody.get("echarts_chart")
    lately = open_app(boris, nav.NETWORK, since=str(clock.today()), show="partner.unit")
    assert not lately.get("echarts_chart")


def test_kinds_are_switched_in_the_address(open_app: OpenApp) -> None:
    meet()
    at = open_app(boris, nav.NETWORK, partner=str(EMC))
    at = choose(at, ["partner", "person"])
    assert at.query_params["show"] == "partner.person"
    assert names(at) == {"EMC", "Марат Әлиев"}
    at = choose(at, [])
    assert "show" not in at.query_params
    assert len(names(at)) == 3


def test_a_name_cannot_smuggle_markup_into_the_table(open_app: OpenApp) -> None:
    with db.transaction() as session:
        session.get_one(Partner, EMC).name_en = "<img src=x onerror=alert(1)>{b}"
    meet()
    at = open_app(boris, nav.NETWORK)
    assert "<img" not in "".join(each.proto.body for each in at.get("html"))
    shown = [sign["label"]["formatter"] for sign in drawn(at)["data"]]
    assert not any("{" in each for each in shown)


def test_a_focus_in_the_trash_says_so(open_app: OpenApp) -> None:
    with db.transaction() as session:
        session.get_one(Partner, EMC).deleted_at = clock.now()
    for view in ("picture", "paths"):
        at = open_app(boris, nav.NETWORK, partner=str(EMC), view=view)
        assert "no such record" in at.error[0].value


def test_the_warm_path_is_told_in_a_sentence(open_app: OpenApp) -> None:
    meet()
    meet(ago=5)
    address = {"view": "paths", "partner": str(EMC), "unit": str(VETERINARY)}
    (path,) = items(open_app(boris, nav.NETWORK, **address))
    day = clock.today() - timedelta(days=3)
    assert path["title"] == (
        "Айгерім Сейітова (Department of Veterinary) was in touch with Марат Әлиев 2 times, "
        f"last on {day:%d/%m/%Y}."
    )
    assert (path["href"], path["meta"]) == (f"person?id={MARAT}", "Meeting: 2")
    assert [badge["text"] for badge in path["badges"]] == ["of your unit"]


def test_without_a_partner_the_warm_path_asks_for_one(open_app: OpenApp) -> None:
    assert not items(open_app(boris, nav.NETWORK, view="paths"))
    at = open_app(boris, nav.NETWORK, view="paths", partner=str(EMC))
    assert not items(at)
    assert any("nobody of us" in said.value for said in (*at.markdown, *at.text, *at.caption))


def test_those_that_hang_on_one_person_are_listed(open_app: OpenApp) -> None:
    assert not rows(open_app(dana, nav.NETWORK, view="single"))
    for _ in range(3):
        meet(ago=200)
    found = rows(open_app(dana, nav.NETWORK, view="single"))
    assert [row["href"] for row in found] == [f"partner?id={EMC}"] * 2
    assert {row["cells"]["3"] for row in found} == {"Айгерім Сейітова", "Марат Әлиев"}
    assert not rows(open_app(dana, nav.NETWORK, view="single", months="6"))
    (theirs,) = rows(open_app(dana, nav.NETWORK, view="single", side="theirs"))
    assert theirs["cells"]["3"] == "Марат Әлиев"


def test_a_partner_s_page_warns_and_leads_to_its_network(open_app: OpenApp) -> None:
    for _ in range(3):
        meet()
    at = open_app(boris, nav.PARTNER, id=str(EMC))
    head = "".join(each.proto.body for each in at.get("html"))
    assert "all contact ran through one of us: Айгерім Сейітова." in head
    assert "in touch with only one of theirs: Марат Әлиев." in head
    found = {(each.proto.page, each.proto.query_string) for each in at.get("page_link")}
    assert ("network", f"partner={EMC}") in found


def test_the_same_network_is_the_same_picture_and_nothing_stands_on_another() -> None:
    ties = tuple((0, other, 0.5) for other in range(1, 30))
    spots = layouts.places(30, ties)
    assert spots == layouts.places.__wrapped__(30, ties)
    assert len(set(spots)) == 30
    assert layouts.places(0, ()) == []


def test_what_is_tied_stands_nearer_than_what_is_not() -> None:
    spots = layouts.places(12, tuple((at, at + 1, 1.0) for at in (0, 2, 4, 6, 8, 10)))

    def apart(one: int, other: int) -> float:
        (x, y), (u, v) = spots[one], spots[other]
        return float((x - u) ** 2 + (y - v) ** 2)

    tied = max(apart(at, at + 1) for at in range(0, 12, 2))
    loose = [apart(one, other) for one in range(12) for other in range(one + 2, 12)]
    assert tied < sum(loose) / len(loose)
