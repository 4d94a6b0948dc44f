"""Merging and taking back, driven as a manager drives it."""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, items, press
from tests.world import EMC, MARAT, SEMEY_ENGINEERING, aigerim, boris, dana
from tracker import db
from tracker.domain import merging, partners, people, undoing
from tracker.domain.models import FollowUp, Kind, Partner, Person, UndertakingKind
from tracker.domain.saving import id_of
from tracker.i18n import speaking, t
from tracker.ui import nav


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def merged(*, city: str | None = None) -> int:
    with db.transaction() as session:
        work = merging.merge(
            session, Kind.PARTNER, EMC, SEMEY_ENGINEERING, revisions=(1, 1), by=dana
        )
        if city:
            session.get_one(Partner, EMC).city = city
    return id_of(work)


def side_by_side(open_app: OpenApp, a: int = EMC, b: int = SEMEY_ENGINEERING) -> AppTest:
    return open_app(dana, nav.MERGE, kind="partner", id=str(a), **{"with": str(b)})


def said(at: AppTest) -> str:
    texts = [each.value for each in (*at.markdown, *at.caption, *at.text, *at.info)]
    return "\n".join([*texts, *(each.proto.body for each in at.get("html"))])


def test_a_merge_begins_on_the_page_of_a_partner(open_app: OpenApp) -> None:
    at = press(open_app(dana, nav.PARTNER, id=str(EMC)), "record.merge")
    at.text_input(f"record.merge.q.{EMC}").set_value("инж").run()
    at.selectbox(f"record.merge.other.{EMC}").set_value(SEMEY_ENGINEERING).run()
    press(at, "record.merge.go")
    assert not at.exception
    assert at.title[0].value == t("merge.title_partner")
    assert at.query_params["with"] == str(SEMEY_ENGINEERING)


def test_two_partners_are_compared_and_merged_with_what_was_chosen(open_app: OpenApp) -> None:
    at = side_by_side(open_app)
    assert {"EMC", "Semey Engineering"} <= set(said(at).replace("**", "").split("\n"))
    at.radio(f"merge.{EMC}.{SEMEY_ENGINEERING}.stage").set_value(1).run()
    press(at, "merge.do")
    assert not at.exception
    assert at.toast[0].value == t("merge.done", name="Semey Engineering")
    with db.reading() as session:
        emc = partners.get(session, EMC, by=boris)
    # Of the other more is known, so its name stood chosen.
    assert (emc.stage, emc.name_en, emc.aliases) == ("active", "Semey Engineering", ["EMC"])
    assert "Merged into this record: Semey Engineering" in said(at)


def test_the_other_of_the_two_can_stay(open_app: OpenApp) -> None:
    at = press(side_by_side(open_app), f"merge.swap.{EMC}")
    press(at, "merge.do")
    with db.reading() as session:
        assert partners.get(session, SEMEY_ENGINEERING, by=boris).aliases == ["EMC"]


def test_what_a_colleague_changed_meanwhile_is_looked_at_again(open_app: OpenApp) -> None:
    at = side_by_side(open_app)
    with db.transaction() as session:
        session.get_one(Partner, EMC).city = "Семей"
    press(at, "merge.do")
    assert at.warning[0].value == t("merge.changed_meanwhile")
    assert "Семей" in said(at)
    press(at, "merge.do")
    assert at.toast[0].value == t("merge.done", name="Semey Engineering")


def test_a_record_that_is_not_there_is_said_so(open_app: OpenApp) -> None:
    assert side_by_side(open_app, b=404).error[0].value == t("error.not_found")
    assert side_by_side(open_app, b=EMC).error[0].value == t("error.same_record")


def test_the_old_address_leads_to_the_survivor(open_app: OpenApp) -> None:
    merged()
    at = open_app(boris, nav.PARTNER, id=str(SEMEY_ENGINEERING))
    assert not at.exception
    assert at.query_params["id"] == str(EMC)
    assert at.toast[0].value == t("merge.led_here")
    assert open_app(boris, nav.PARTNER, id="404").error[0].value == t("error.not_found")


def test_a_merge_is_taken_back_from_the_survivors_page(open_app: OpenApp) -> None:
    number = merged()
    at = press(open_app(dana, nav.PARTNER, id=str(EMC)), f"take_back.{number}")
    press(at, "take_back.confirm")
    assert not at.exception
    assert at.toast[0].value == t("take_back.done", title="Semey Engineering")
    with db.reading() as session:
        assert partners.get(session, SEMEY_ENGINEERING, by=boris)


def test_only_managers_see_the_ways_to_merge_and_back(open_app: OpenApp) -> None:
    merged()
    for colleague in (boris, aigerim):
        at = open_app(colleague, nav.PARTNER, id=str(EMC))
        assert not [each for each in at.button if str(each.key).startswith(("take", "record.m"))]


def test_what_was_changed_since_is_named_with_a_link(open_app: OpenApp) -> None:
    number = merged(city="Семей")
    with db.transaction() as session:
        session.get_one(Partner, EMC).city = "Астана"
    at = press(open_app(dana, nav.PARTNER, id=str(EMC)), f"take_back.{number}")
    press(at, "take_back.confirm")
    assert at.error[0].value == t("take_back.changed", n=1)
    assert ("EMC", "partner") in [(item["title"], item["kind"]) for item in items(at)]
    assert not [each for each in at.button if each.key == "take_back.keep"]


def test_the_rest_of_an_import_is_taken_back(open_app: OpenApp) -> None:
    with db.transaction() as session:
        with undoing.recorded(session, UndertakingKind.IMPORT, "a.xlsx", by=dana) as work:
            session.add_all([Partner(name_en="Nova"), Partner(name_en="Terra")])
        session.add(FollowUp(partner_id=3, owner_id=1))
    at = open_app(dana, nav.HISTORY, view="work")
    (line,) = items(at)
    assert (line["title"], line["meta"]) == ("a.xlsx", "Import · Дана Ахметова · 2 rows changed")
    at.session_state["dialog"] = ("take_back", {"id": work.id, "title": "a.xlsx"})
    press(at.run(), "take_back.confirm")
    press(at, "take_back.keep")
    press(at, "take_back.confirm")
    assert not at.exception
    assert "taken back by Дана Ахметова" in items(at)[0]["meta"]
    with db.reading() as session:
        assert [row.name for row in partners.search(session, by=boris).rows] == [
            *("EMC", "Nova", "Semey Engineering"),
        ]


def test_two_people_are_merged_too(open_app: OpenApp) -> None:
    with db.transaction() as session:
        session.add(Person(name="Әлиев М.", phone="+7 722 252 11 11"))
    at = open_app(dana, nav.MERGE, kind="person", id=str(MARAT), **{"with": "2"})
    press(at, "merge.do")
    assert not at.exception
    with db.reading() as session:
        assert people.get(session, MARAT, by=boris).phone == "+7 722 252 11 11"
    assert open_app(boris, nav.PERSON, id="2").toast[0].value == t("merge.led_here")


def test_nothing_merged_yet_is_said_so(open_app: OpenApp) -> None:
    assert t("take_back.none") in said(open_app(dana, nav.HISTORY, view="work"))
