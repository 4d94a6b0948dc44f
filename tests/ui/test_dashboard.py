"""The dashboard: its figures are right, and each leads to its list."""

import re
from datetime import timedelta

from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, rows
from tests.ui.test_follow_ups import finish, promise
from tests.world import EMC, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import agreements, drafts, interactions
from tracker.domain.models import Account, AgreementDraft, InteractionDraft
from tracker.ui import nav


def figures(at: AppTest) -> dict[str, str]:
    return {each.label: each.value for each in at.metric}


def charts(at: AppTest) -> str:
    """All that the charts on the screen were given to draw."""
    return "".join(each.proto.spec for each in at.get("plotly_chart"))


def addresses(at: AppTest) -> set[str]:
    """Where the numbers in the tables lead."""
    bodies = "".join(each.proto.body for each in at.get("html"))
    return {
        link.replace("&amp;", "&") for link in re.findall(r'<a href="([^"?]+\?[^"]*)">', bodies)
    }


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
    meet(40)
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
        "Interactions in 30 days": "2",
        "Open follow-ups": "2",
        "Overdue follow-ups": "1",
        "Kept in time": "100%",
        "Agreements ending soon": "1",
    }
    assert next(each for each in at.metric if "30 days" in each.label).delta == "1"


def test_every_figure_at_a_glance_has_a_way_to_its_list(open_app: OpenApp) -> None:
    at = open_app(boris, nav.DASHBOARD)
    links = {(each.proto.page, each.proto.query_string) for each in at.get("page_link")}
    assert {page for page, _ in links} >= {"partners", "interactions", "follow_ups", "agreements"}
    assert ("partners", "stage=active") in links
    assert ("follow_ups", "overdue=true") in links
    assert ("agreements", "state=ending") in links


def test_every_number_of_a_chart_is_a_link_to_its_list(open_app: OpenApp) -> None:
    promise("vaccines", days=-3)
    meet(0)
    links = addresses(open_app(boris, nav.DASHBOARD))
    assert "partners?sector=industry&stage=active" in links
    assert "follow_ups?status=open" in links
    assert f"follow_ups?owner={aigerim.id}&overdue=true" in links
    month = clock.today().replace(day=1)
    assert any(link.startswith(f"interactions?from={month}") for link in links)


def test_the_list_behind_a_number_is_as_long_as_the_number(open_app: OpenApp) -> None:
    promise("vaccines", days=-3)
    promise("course")
    promise("lines", days=-1, owner_id=dana.id)
    found = rows(open_app(boris, nav.FOLLOW_UPS, owner=str(aigerim.id), overdue="true"))
    assert [row["label"] for row in found] == ["Retraining: vaccines"]


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
    assert figures(at)["Kept in time"] == "—"
    assert "Nothing is overdue." in [each.value for each in at.caption]
