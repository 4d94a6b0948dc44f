"""Help and the tour: who is shown what, from where, and until when."""

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, offers, press
from tests.world import aigerim, boris, dana, saule
from tracker import db, guides
from tracker.access import User
from tracker.domain import tours
from tracker.i18n import LANGUAGES, speaking, t
from tracker.ui import nav, tour


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def said(at: AppTest) -> str:
    return "\n".join(each.value for each in (*at.markdown, *at.caption))


def new(user: User) -> User:
    with db.transaction() as session:
        tours.begin(session, by=user)
    return user


def test_every_guide_opens_and_says_all_of_it(open_app: OpenApp) -> None:
    at = open_app(boris, nav.HELP)
    for name in guides.GUIDES:
        at.query_params["topic"] = name
        at.run()
        assert not at.exception
        for each in guides.read(name, "en").sections:
            assert each.title in [heading.value for heading in at.subheader]
            assert each.text in said(at)


def test_a_link_opens_the_one_section_and_leads_to_the_rest(open_app: OpenApp) -> None:
    at = open_app(dana, nav.HELP, topic="import")
    guide = guides.read("managers", "en")
    assert [each.value for each in at.subheader] == [guide.sections[8].title]
    assert guide.sections[0].text not in said(at)


@pytest.mark.parametrize(("user", "is_offered"), [(aigerim, False), (dana, True), (saule, True)])
def test_the_servers_guide_is_offered_to_those_who_steer(
    open_app: OpenApp, user: User, is_offered: bool
) -> None:
    at = open_app(user, nav.HELP)
    (choice,) = at.get("button_group")
    labels = "\n".join(each.content for each in choice.proto.options)
    assert guides.read("staff", "en").title in labels
    assert (guides.read("server", "en").title in labels) == is_offered


def test_choosing_a_guide_opens_it_and_keeps_it_in_the_address(open_app: OpenApp) -> None:
    at = open_app(boris, nav.HELP)
    choice: Any = at.get("button_group")[0]
    at = choice.set_value("words").run()
    assert at.header[0].value == guides.read("words", "en").title
    assert at.query_params["topic"] == "words"


@pytest.mark.parametrize("user", [aigerim, boris, dana, saule], ids=lambda user: user.role)
def test_a_new_colleague_is_shown_around_once(open_app: OpenApp, user: User) -> None:
    at = open_app(new(user))
    steps = tour.STEPS[user.role]
    for word, _ in steps[:-1]:
        assert t(f"tour.{word}") in said(at)
        at = press(at, "tour.next")
    assert t(f"tour.{steps[-1][0]}") in said(at)
    at = press(at, "tour.end")
    assert not at.exception
    assert "tour.end" not in {each.key for each in at.button}
    # Not in another browser, either.
    assert t("tour.skip") not in offers(open_app(user))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tour_says_where_a_phone_has_its_form(language: str) -> None:
    with speaking(language):
        assert t("interaction.new") in t("tour.log")


def test_who_does_not_want_the_tour_is_left_alone(open_app: OpenApp) -> None:
    press(open_app(new(boris)), "tour.end")
    assert t("tour.next") not in offers(open_app(boris))


def test_the_tour_leads_to_the_page_that_it_speaks_of_and_goes_on(open_app: OpenApp) -> None:
    at = press(open_app(new(boris)), "tour.go")
    assert at.title[0].value == t("nav.dashboard")
    at = at.switch_page(nav.HOME).run()
    assert t(f"tour.{tour.STEPS[boris.role][1][0]}") in said(at)


def test_whoever_knows_the_house_can_be_shown_around_again(open_app: OpenApp) -> None:
    at = open_app(aigerim)
    assert t("tour.skip") not in offers(at)
    at = press(at.switch_page(nav.HELP).run(), "tour.again")
    assert t("tour.log") in said(at)
    assert t("tour.skip") in offers(open_app(aigerim))
