"""The manager's screen of everything that changed, and of the trash."""

from datetime import timedelta

import pytest

from tests.screens import OpenApp, items
from tests.world import EMC, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import follow_ups, partners, trash
from tracker.domain.models import FollowUpDraft, Kind, PartnerDraft, Stage
from tracker.ui import nav


def change() -> None:
    with db.transaction() as session:
        draft = PartnerDraft(name_en="EMC", legal_form="LLP", stage=Stage.ACTIVE)
        partners.update(session, EMC, draft, revision=1, by=aigerim)


def delete() -> None:
    with db.transaction() as session:
        emc = partners.get(session, EMC, by=dana)
        trash.delete(session, Kind.PARTNER, EMC, revision=emc.revision, by=dana)


def test_a_viewer_has_no_such_page(open_app: OpenApp) -> None:
    with pytest.raises(ValueError, match="history"):
        open_app(boris, nav.HISTORY)


def test_changes_are_told_in_words_with_a_link_to_the_record(open_app: OpenApp) -> None:
    change()
    first = items(open_app(dana, nav.HISTORY))[0]
    assert (first["title"], first["href"]) == ("EMC", "partner?id=1")
    assert first["text"] == "Stage: Identified → Active"
    assert first["meta"] == f"Partner · {aigerim.name}"


def test_a_step_that_was_taken_back_is_told_as_such(open_app: OpenApp) -> None:
    with db.transaction() as session:
        draft = FollowUpDraft(partner_id=EMC, owner_id=aigerim.id, subject="Steel")
        number = follow_ups.create(session, draft, by=aigerim).id or 0
        follow_ups.start(session, number, revision=1, by=aigerim)
    with db.transaction() as session:
        follow_ups.take_back(session, number, revision=2, by=aigerim)
    told = [line["text"] for line in items(open_app(dana, nav.HISTORY))]
    assert "Status: In progress → Open\nLast step taken back" in "\n".join(told)


def test_the_history_narrows_by_colleague_kind_and_day(open_app: OpenApp) -> None:
    change()
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert len(items(open_app(dana, nav.HISTORY, colleague=str(aigerim.id)))) == 1
    assert items(open_app(dana, nav.HISTORY, colleague=str(boris.id))) == []
    assert items(open_app(dana, nav.HISTORY, kind="agreement")) == []
    assert items(open_app(dana, nav.HISTORY, **{"from": tomorrow})) == []


def test_a_deleted_record_is_no_link_and_waits_in_the_trash(open_app: OpenApp) -> None:
    delete()
    first = items(open_app(dana, nav.HISTORY))[0]
    assert (first["title"], first["href"]) == ("EMC (in the trash)", None)
    assert first["text"] == "Moved to the trash"
    (thrown,) = items(open_app(dana, nav.HISTORY, view="trash"))
    assert (thrown["title"], thrown["href"]) == ("EMC", None)
    assert [action["label"] for action in thrown["actions"]] == ["Restore"]


def test_an_empty_trash_says_so(open_app: OpenApp) -> None:
    at = open_app(dana, nav.HISTORY, view="trash")
    assert "trash is empty" in at.text[0].value
