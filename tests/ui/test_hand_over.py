"""The screen on which a colleague's work is handed over."""

import pytest

from tests.screens import OpenApp, press
from tests.world import SEMEY_ENGINEERING, aigerim, dana, saule
from tracker import db
from tracker.domain.models import Account, Partner
from tracker.ui import nav


def owner_of(partner_id: int) -> int | None:
    with db.reading() as session:
        return session.get_one(Partner, partner_id).owner_id


def test_a_manager_hands_over_and_takes_back(open_app: OpenApp) -> None:
    at = open_app(dana, nav.HAND_OVER)
    assert not at.metric
    at.selectbox[0].select(aigerim.id).run()
    assert at.metric[0].value == "1"
    assert at.button(key="hand_over.1.do").disabled
    # Who manages no accounts is not offered to close one.
    assert not at.checkbox
    at.selectbox(key="hand_over.1.to").select(saule.id).run()
    at = press(at, "hand_over.1.do")
    assert owner_of(SEMEY_ENGINEERING) == saule.id
    assert aigerim.name in at.toast[0].value
    at = press(press(at, "hand_over.done.1"), "take_back.confirm")
    assert not at.exception
    assert owner_of(SEMEY_ENGINEERING) == aigerim.id


def test_an_administrator_closes_the_account_and_gives_a_part_elsewhere(open_app: OpenApp) -> None:
    at = open_app(saule, nav.HAND_OVER, colleague=str(aigerim.id))
    at.selectbox(key="hand_over.1.to").select(saule.id).run()
    at.multiselect(key="hand_over.1.partners").set_value([SEMEY_ENGINEERING]).run()
    # A part needs somebody to get it.
    assert at.button(key="hand_over.1.do").disabled
    at.selectbox(key="hand_over.1.other").select(dana.id).run()
    at.checkbox(key="hand_over.1.close").check().run()
    at = press(at, "hand_over.1.do")
    assert owner_of(SEMEY_ENGINEERING) == dana.id
    with db.reading() as session:
        assert not session.get_one(Account, aigerim.id).active


def test_whoever_has_nothing_is_said_to_have_nothing(open_app: OpenApp) -> None:
    at = open_app(saule, nav.HAND_OVER, colleague=str(dana.id))
    assert "nothing to hand over" in at.info[0].value


def test_a_liaison_officer_has_no_such_page(open_app: OpenApp) -> None:
    with pytest.raises(ValueError, match="hand_over"):
        open_app(aigerim, nav.HAND_OVER)
