"""The page of duplicates, driven as people drive it."""

import time
from collections.abc import Iterator

import pytest

from tests.screens import OpenApp, items, press
from tests.world import EMC, aigerim, boris, dana
from tracker import db
from tracker.domain import duplicates, scanning
from tracker.domain.models import Partner, Person, Position
from tracker.i18n import speaking, t
from tracker.ui import nav


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


@pytest.fixture
def twice(small_world: None) -> None:
    """EMC and Marat are there twice."""
    with db.transaction() as session:
        session.add_all([Partner(name_ru="ТОО «ЕМС»"), Person(name="Әлиев М.")])
        session.flush()
        session.add(Position(person_id=2, partner_id=EMC))


def searched() -> None:
    with db.transaction() as session:
        number = duplicates.begin(session, by=dana)
    scanning.scan(number)


def test_a_pair_says_why_and_offers_what_can_be_done(twice: None, open_app: OpenApp) -> None:
    searched()
    (pair,) = items(open_app(dana, nav.DUPLICATES))
    assert (pair["title"], pair["meta"]) == ("EMC ↔ ТОО «ЕМС»", "words in common: EMC")
    assert [each["name"] for each in pair["actions"]] == ["merge", "apart", "first", "second"]
    (pair,) = items(open_app(dana, nav.DUPLICATES, view="people"))
    assert (pair["title"], pair["meta"]) == ("Марат Әлиев ↔ Әлиев М.", "names agree · both at EMC")


def test_liaison_may_look_and_a_viewer_may_not(twice: None, open_app: OpenApp) -> None:
    searched()
    at = open_app(aigerim, nav.DUPLICATES)
    (pair,) = items(at)
    assert [each["name"] for each in pair["actions"]] == ["first", "second"]
    assert not [each for each in at.button if each.key == "duplicates.find"]
    assert not [each for each in open_app(boris, nav.PARTNERS).get("page_link") if each]


def test_the_search_runs_beside_the_page_and_says_how_far_it_is(
    twice: None, open_app: OpenApp
) -> None:
    at = open_app(dana, nav.DUPLICATES)
    assert t("duplicates.never") in [each.value for each in at.text]
    press(at, "duplicates.find")
    assert not at.exception
    for _ in range(600):
        at.run()
        if items(at):
            break
        time.sleep(0.1)
    assert items(at)[0]["title"] == "EMC ↔ ТОО «ЕМС»"
    at.run()
    assert any(each.value.startswith("Last search: ") for each in at.caption)


def test_how_far_it_is_is_said_while_it_runs(twice: None, open_app: OpenApp) -> None:
    with db.transaction() as session:
        duplicates.begin(session, by=dana)
    at = open_app(dana, nav.DUPLICATES)
    assert not at.exception
    assert at.get("progress")[0].proto.text == t("duplicates.preparing")
