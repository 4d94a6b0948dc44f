"""The dashboard: its figures are right, and each leads to its list."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from plotly.graph_objects import Figure
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, press, rows, send, shown
from tests.ui.test_follow_ups import finish, promise
from tests.world import EMC, VETERINARY, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import agreements, drafts, interactions
from tracker.domain.models import Account, AgreementDraft, InteractionDraft, Unit
from tracker.domain.reports import kept
from tracker.i18n import speaking
from tracker.ui import dashboard_tiles, nav


def figures(at: AppTest) -> dict[str, str]:
    return {each["label"]: each["value"] for each in tiles(at)}


def tiles(at: AppTest) -> list[dict[str, Any]]:
    (drawn,) = shown(at, "tiles")
    return list(drawn["tiles"])


def said(at: AppTest) -> str:
    """All sentences of ours around the figures and charts."""
    (drawn,) = shown(at, "tiles")
    return " ".join([*drawn["notes"], *(each.proto.body for each in at.get("html"))])


def charts(at: AppTest) -> str:
    """All that the charts on the screen were given to draw."""
    return "".join(each.proto.spec for each in at.get("plotly_chart"))


def addresses(at: AppTest) -> set[str]:
    """Where the numbers in the tables lead."""
    bodies = "".join(each.proto.body for each in at.get("html"))
    return {
        link.replace("&amp;", "&") for link in re.findall(r'<a href="([^"?]+\?[^"]*)">', bodies)
    }


def choose(at: AppTest, name: str, value: str) -> AppTest:
    """Choose in a filter, as the browser tells of it."""
    return send(at, "choices", "choose", {"name": name, "value": value})


def meet(days_ago: int) -> None:
    day = clock.today() - timedelta(days=days_ago)
    draft = drafts.checked(InteractionDraft, {"summary": "Talked", "happened_on": day})
    with db.transaction() as session:
        interactions.log(
            session, draft, partner_ids=[EMC], person_ids=[], colleague_ids=[], by=aigerim
        )


def test_the_figures_at_a_glance(open_app: OpenApp) -> None:
    meet(1)
    meet(2)
    for days in (400, 410, 420):
        meet(days)
    promise("course")
    promise("vaccines", days=-3)
    finish(promise("lecture"))
    until = clock.today() + timedelta(days=30)
    with db.transaction() as session:
        agreements.create(
            session,
            drafts.checked(AgreementDraft, {"title": "Memo", "valid_until": until}),
            partner_ids=[EMC],
            by=aigerim,
        )
    at = open_app(boris, nav.DASHBOARD)
    assert figures(at) == {
        "Active partners": "1",
        "New partners": "2",
        "Interactions": "2",
        "Open follow-ups": "2",
        "Promises kept": "100%",
        "Agreements ending": "1",
    }
    found = {each["label"]: each for each in tiles(at)}
    changed = found["Interactions"]
    assert (changed["change"], changed["arrow"], changed["tone"]) == ("−1", "↓", "red")
    # More open follow-ups are neither good nor bad.
    assert found["Open follow-ups"]["tone"] == "gray"
    # Who was active a year ago nobody wrote down.
    assert found["Active partners"]["change"] is None
    assert found["Active partners"]["was"] == "Before: unknown"
    assert all(each["help"] for each in tiles(at))


def test_a_large_change_is_written_as_the_figure_above_it() -> None:
    with speaking("en"):
        assert [dashboard_tiles._signed(each) for each in (12_345, 0, -12_345)] == [
            "+12,345",
            "0",
            "−12,345",
        ]


def test_every_figure_at_a_glance_has_a_way_to_its_list(open_app: OpenApp) -> None:
    promise("vaccines", days=-3)
    at = open_app(boris, nav.DASHBOARD, period="month", sector="industry")
    links = {tuple(link["href"].split("?")[:2]) for each in tiles(at) for link in each["lists"]}
    first = clock.today().replace(day=1)
    pages = {page for page, _ in links}
    assert pages >= {"partners", "interactions", "follow_ups", "agreements"}
    assert ("partners", "sector=industry&stage=active") in links
    assert ("follow_ups", "overdue=true&sector=industry") in links
    assert any(
        query.startswith(f"shown=closed&sector=industry&promise=kept&closed_from={first}")
        for _, query in links
    )


def test_a_pressed_link_of_a_figure_opens_its_list(open_app: OpenApp) -> None:
    at = send(open_app(boris, nav.DASHBOARD, sector="industry"), "tiles", "open", 4)
    assert at.title[0].value == "Follow-ups"
    assert {"overdue": "true", "sector": "industry"}.items() <= at.query_params.items()


def test_a_press_on_no_link_of_a_figure_opens_nothing(open_app: OpenApp) -> None:
    at = open_app(boris, nav.DASHBOARD)
    for nonsense in (-1, 99, "x", None, [1]):
        at = send(at, "tiles", "open", nonsense)
        assert at.title[0].value == "Dashboard"


def test_filters_narrow_every_figure_and_stay_in_the_address(open_app: OpenApp) -> None:
    meet(0)
    promise("vaccines", days=-3)
    at = open_app(boris, nav.DASHBOARD)
    at = choose(at, "sector", "museum")
    assert at.query_params["sector"] == "museum"
    assert set(figures(at).values()) == {"0", "—"}
    at = choose(at, "period", "own")
    at.date_input(key="to").set_value(date(2020, 1, 31)).run()
    at.date_input(key="from").set_value(date(2020, 2, 1)).run()
    assert at.query_params["from"] == "2020-02-01"
    # The wrong way round they are the same days.
    assert not at.exception


def test_a_filter_is_taken_back_and_takes_nothing_that_it_does_not_offer(
    open_app: OpenApp,
) -> None:
    at = choose(open_app(boris, nav.DASHBOARD, sector="museum"), "sector", "nonsense")
    assert at.query_params["sector"] == "museum"
    at = choose(at, "q", "museum")
    assert "q" not in at.query_params
    at = choose(at, "sector", "")
    assert "sector" not in at.query_params


def test_nonsense_in_the_address_asks_for_nothing(open_app: OpenApp) -> None:
    nonsense = {"period": "own", "from": "0001-01-01", "to": "9999-12-31", "unit": "-1"}
    assert not open_app(boris, nav.DASHBOARD, **nonsense).exception
    far = dict.fromkeys(("recorded_from", "closed_from", "from"), "0001-01-01")
    far |= dict.fromkeys(("recorded_to", "closed_to", "to"), "9999-12-31")
    for page in (nav.PARTNERS, nav.FOLLOW_UPS):
        assert not open_app(boris, page, **far).exception
    # What has not begun is said to be so.
    at = open_app(boris, nav.DASHBOARD, period="own", **{"from": "2090-01-01", "to": "2090-02-01"})
    assert "The chosen period has not begun yet." in said(at)


def test_every_number_of_a_chart_is_a_link_to_its_list(open_app: OpenApp) -> None:
    promise("vaccines", days=-3, unit_id=VETERINARY)
    meet(0)
    links = addresses(open_app(boris, nav.DASHBOARD, period="month"))
    first = clock.today().replace(day=1)
    assert "partners?sector=industry&stage=active" in links
    assert "partners?stage=active&standing=month" in links
    assert f"follow_ups?owner={aigerim.id}&overdue=true" in links
    assert any(link.startswith(f"interactions?from={clock.today()}") for link in links)
    assert any(
        link.startswith(
            f"follow_ups?shown=all&unit={VETERINARY}&sector=industry&recorded_from={first}"
        )
        for link in links
    )


def test_plotly_takes_every_chart_as_it_is(open_app: OpenApp) -> None:
    """We do not let it look through each of them anew."""
    promise("vaccines", days=-3, unit_id=VETERINARY)
    meet(0)
    days = {"period": "own", "from": "2024-04-01", "to": str(clock.today())}
    drawn = open_app(boris, nav.DASHBOARD, **days).get("plotly_chart")
    assert len(drawn) == 7
    for chart in drawn:
        spec = json.loads(chart.proto.spec)
        assert json.loads(Figure(spec).to_json()) == spec
        assert spec["layout"]["template"] == json.loads(Figure().to_json())["layout"]["template"]


def test_a_pressed_bar_or_field_opens_its_list(open_app: OpenApp) -> None:
    promise("vaccines", days=-3, unit_id=VETERINARY)
    for key, curve, page in (("chart.owner", 0, "follow_ups"), ("chart.unit", 1, "follow_ups")):
        at = open_app(boris, nav.DASHBOARD)
        chart = next(each for each in at.get("plotly_chart") if key in each.proto.id)
        states = at._tree.get_widget_states()
        sent = states.widgets.add()
        sent.id = chart.proto.id
        point = {"curve_number": curve, "point_index": 0}
        sent.string_value = json.dumps({"selection": {"points": [point]}})
        at = at._run(states)
        assert at.title[0].value == "Follow-ups", page


def test_the_list_behind_a_number_is_as_long_as_the_number(open_app: OpenApp) -> None:
    promise("vaccines", days=-3)
    promise("course")
    promise("lines", days=-1, owner_id=dana.id)
    found = rows(open_app(boris, nav.FOLLOW_UPS, owner=str(aigerim.id), overdue="true"))
    assert [row["label"] for row in found] == ["Retraining: vaccines"]


def test_what_only_a_link_sets_is_said_above_its_list(open_app: OpenApp) -> None:
    narrowed = {"sector": "industry", "tier": "regular", "region": "unknown"}
    asked: tuple[tuple[str, dict[str, str]], ...] = (
        (nav.PARTNERS, {"unit": "1", "standing": "month", "recorded_from": "2020-01-01"}),
        (nav.INTERACTIONS, {**narrowed, "unit": "1"}),
        (nav.AGREEMENTS, narrowed),
        (nav.FOLLOW_UPS, {**narrowed, "promise": "kept", "closed_from": "2020-01-01"}),
    )
    for page, filters in asked:
        keys = {each.key for each in open_app(boris, page, **filters).button}
        assert keys >= {f"drop.{name}" for name in filters}


def test_old_figures_say_their_age_and_can_be_renewed(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_app(boris, nav.DASHBOARD)
    meet(0)
    # As if working them out took longer than anybody waits.
    monkeypatch.setattr(kept, "PATIENCE", 0)
    at = open_app(boris, nav.DASHBOARD)
    assert figures(at)["Interactions"] == "0"
    assert any(each.value.startswith("As of ") for each in at.caption)
    at = press(at, "renew")
    assert figures(at)["Interactions"] == "1"
    assert not any(each.value.startswith("As of ") for each in at.caption)


def test_many_units_are_in_the_table_and_the_busiest_in_the_chart(open_app: OpenApp) -> None:
    with db.transaction() as session:
        session.add_all(Unit(name_en=f"Unit {number}") for number in range(13))
    for number in range(1, 15):
        promise("x", unit_id=number)
    at = open_app(boris, nav.DASHBOARD)
    assert "2 more units are in the table “In numbers”." in said(at)
    assert sum("&unit=" in link and "sector" in link for link in addresses(at)) == 14


def test_a_name_cannot_smuggle_markup_into_a_chart(open_app: OpenApp) -> None:
    with db.transaction() as session:
        account = session.get_one(Account, aigerim.id)
        account.name = "<a href='https://bad.example'>Aigerim</a>"
    promise("vaccines", days=-3)
    drawn = charts(open_app(boris, nav.DASHBOARD))
    assert "Aigerim" in drawn
    assert "<a" not in drawn.replace("\\u003c", "<")


def test_nothing_recorded_yet_is_no_error(open_app: OpenApp) -> None:
    at = open_app(boris, nav.DASHBOARD)
    assert not at.exception
    assert figures(at)["Promises kept"] == "—"
    assert "Nothing is overdue." in said(at)
