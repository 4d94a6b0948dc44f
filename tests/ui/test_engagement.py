"""Engagement on the screen: the card, its records, the ranking, its file, and the numbers."""

import csv
from datetime import date, timedelta
from io import BytesIO

from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, items, offers, press, rows, shown
from tests.world import EMC, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker import clock, db, engaging
from tracker.domain import drafts, engagement, interactions
from tracker.domain.addresses import asked
from tracker.domain.models import InteractionDraft, Kind, Work
from tracker.export.lists import Format, write
from tracker.i18n import speaking, t
from tracker.ui import nav

TODAY = clock.today()


def visit(partner: int, day: date = TODAY) -> None:
    typed = {"kind": "visit", "happened_on": day, "summary": "They showed their plant"}
    draft = drafts.checked(InteractionDraft, typed)
    with db.transaction() as session:
        interactions.log(session, draft, partner_ids=[partner], by=aigerim)


def test_the_page_of_a_partner_says_how_it_stands(open_app: OpenApp) -> None:
    unknown = open_app(boris, nav.PARTNER, id=str(EMC))
    assert any("Unknown" in each.proto.body for each in unknown.get("html"))
    assert shown(unknown, "line") == []
    visit(EMC)
    visit(EMC, TODAY - timedelta(days=40))
    at = open_app(boris, nav.PARTNER, id=str(EMC))
    (line,) = shown(at, "line")
    assert "now 4.6" in line["alt"]
    assert line["now"][2] == "4.6"
    (table,) = [
        each.proto.body for each in at.get("html") if "Engagement by month" in each.proto.body
    ]
    assert table.count("<tr>") == 26
    assert table.count("Unknown") >= 22


def card_of(at: AppTest) -> str:
    (card,) = [each.proto.body for each in at.get("html") if "seriktes-meters" in each.proto.body]
    return str(card)


def test_a_kind_of_work_that_faded_is_said_beside_those_that_go_on(open_app: OpenApp) -> None:
    visit(EMC, TODAY - timedelta(days=3 * 365))
    card = card_of(open_app(boris, nav.PARTNER, id=str(EMC)))
    assert "<span>0 of 7</span>" in card
    assert "1 more in the past" in card
    visit(EMC)
    card = card_of(open_app(boris, nav.PARTNER, id=str(EMC)))
    assert "<span>1 of 7</span>" in card
    assert "in the past" not in card


def test_every_point_opens_its_record(open_app: OpenApp) -> None:
    visit(EMC)
    at = open_app(boris, nav.ENGAGEMENT_OF, id=str(EMC))
    (item,) = items(at)
    assert item["href"] == "interaction?id=1"
    assert [each["text"] for each in item["badges"]] == ["+3.5"]
    assert "Two-way" not in [each.value for each in at.header]
    assert any("two-way is unknown" in each.value for each in at.caption)
    assert len([each for each in at.caption if each.value == "Nothing recorded"]) == 6
    empty = open_app(boris, nav.ENGAGEMENT_OF, id=str(SEMEY_ENGINEERING))
    assert items(empty) == []
    assert any("not zero but unknown" in each.value for each in empty.caption)
    assert "There is no such record" in open_app(boris, nav.ENGAGEMENT_OF, id="77").error[0].value


def test_the_ranking_says_how_old_it_is_and_sets_the_unknown_apart(open_app: OpenApp) -> None:
    assert "for the first time" in open_app(boris, nav.ENGAGEMENT).text[0].value
    visit(EMC)
    assert engaging.step()
    at = open_app(boris, nav.ENGAGEMENT)
    (row,) = rows(at)
    assert (row["label"], row["href"]) == ("EMC", f"engagement_of?id={EMC}")
    assert row["cells"]["1"] == "3.5"
    assert row["cells"]["2"]["text"] == "new"
    assert any("Worked out" in each.value for each in at.caption)
    (other,) = rows(open_app(boris, nav.ENGAGEMENT, engagement="unknown"))
    assert (other["label"], other["cells"]["1"]) == ("Semey Engineering", "Unknown")
    falling = open_app(boris, nav.ENGAGEMENT, engagement="falling")
    assert falling.text[0].value == "Nobody fell noticeably in three months."
    narrowed = open_app(boris, nav.ENGAGEMENT, sector="museum")
    assert narrowed.text[0].value == t("list.nothing_fits")
    assert [row["label"] for row in rows(open_app(boris, nav.PARTNERS, engagement="known"))] == [
        "EMC"
    ]


def test_the_ranking_goes_out_as_the_list_of_partners(open_app: OpenApp) -> None:
    visit(EMC)
    engaging.step()
    file = BytesIO()
    wanted = asked(Kind.PARTNER, {"engagement": "known", "sort": "-engagement"})
    with db.reading() as session, speaking("en"):
        write(session, file, Kind.PARTNER, wanted, by=dana, form=Format.CSV, base="")
    with speaking("en"):
        lines = list(
            csv.DictReader(file.getvalue().decode("utf-8-sig").splitlines(), delimiter=";")
        )
        assert [(line[t("field.name_en")], line[t("nav.engagement")]) for line in lines] == [
            ("EMC", "3,5")
        ]


def test_who_steers_sets_the_numbers_and_may_go_back(open_app: OpenApp) -> None:
    at = open_app(dana, nav.SETTINGS)
    (share,) = [each for each in at.number_input if str(each.key).endswith(".share.visits")]
    at = press(share.set_value(30).run(), "engagement.save")
    with db.reading() as session:
        assert engagement.rule(session, by=boris).shares[Work.VISITS] == 30
    at = press(at, "engagement.usual")
    with db.reading() as session:
        assert engagement.rule(session, by=boris) == engagement.USUAL
    assert "Back to the usual" not in offers(at)
    assert not open_app(aigerim, nav.SETTINGS).number_input
