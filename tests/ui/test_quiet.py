"""Quiet partners on the screen: the list and its reason, one's own, and the setting."""

from datetime import timedelta

from tests.screens import OpenApp, items, press, rows
from tests.world import EMC, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import quiet
from tracker.domain.models import Partner, Stage, Tier
from tracker.ui import nav


def forget_emc() -> None:
    with db.transaction() as session:
        partner = session.get_one(Partner, EMC)
        partner.created_at = clock.now() - timedelta(days=700)
        partner.stage, partner.owner_id = Stage.ACTIVE, aigerim.id


def test_the_list_of_quiet_ones_says_why(open_app: OpenApp) -> None:
    forget_emc()
    (row,) = rows(open_app(boris, nav.PARTNERS, quiet="true"))
    assert row["label"] == "EMC"
    assert row["note"].startswith("no contact yet, recorded ")


def test_one_s_own_stand_on_home_and_the_page_says_so(open_app: OpenApp) -> None:
    forget_emc()
    (line,) = [each for each in items(open_app(aigerim)) if each["href"] == f"partner?id={EMC}"]
    assert "no contact yet" in line["meta"]
    assert "My quiet partners" not in [each.value for each in open_app(dana).header]
    head = open_app(aigerim, nav.PARTNER, id=str(EMC)).get("html")
    assert any("Quiet" in each.proto.body for each in head)


def test_who_steers_says_how_long(open_app: OpenApp) -> None:
    at = open_app(dana, nav.SETTINGS)
    at = at.number_input(key="quiet.key").set_value(90).run()
    at = press(at, "quiet.save")
    with db.reading() as session:
        known = quiet.rule(session, by=boris)
    assert (known.days[Tier.KEY], known.pauses) == (90, quiet.USUAL.pauses)
    assert not open_app(aigerim, nav.SETTINGS).number_input
