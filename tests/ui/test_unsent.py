"""What was typed and not saved is offered where the form is opened again."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

import tracker.ui
from tests.screens import OpenApp, field, press, save
from tests.world import EMC, aigerim, boris, dana
from tracker import db
from tracker.domain import drafts, follow_ups, partners, unsent
from tracker.domain.models import Comment, FollowUpDraft, FollowUpStep, Interaction, Partner, Person
from tracker.ui import nav


def typed(place: str, **texts: str) -> str:
    key = uuid4().hex
    with db.transaction() as session:
        unsent.keep(session, key, place, texts, by=aigerim)
    return key


def begun(place: str) -> list[dict[str, str]]:
    with db.reading() as session:
        return [each.texts for each in unsent.begun(session, place, by=aigerim)]


def is_offered(at: AppTest) -> bool:
    return any("You had begun to write this on" in each.value for each in at.caption)


def test_a_meeting_that_was_begun_is_offered_taken_and_saved_once(open_app: OpenApp) -> None:
    key = typed("home", summary="They *want* a course\nfor welders")
    assert not is_offered(open_app(dana))
    at = open_app(aigerim)
    assert is_offered(at)
    assert "They *want* a course for welders" in [each.value for each in at.text]
    at = press(at, f"unsent.take.{key}")
    assert not is_offered(at)
    summary = at.text_area(key=field(at, ".summary"))
    assert summary.value == "They *want* a course\nfor welders"
    assert len(begun("home")) == 1  # until it is saved
    at.multiselect(key=field(at, ".partners")).select("EMC").run()
    at = save(at)
    with db.reading() as session:
        stored = session.exec(select(Interaction.summary)).all()
    assert stored == ["They *want* a course\nfor welders"]
    assert begun("home") == []
    assert not is_offered(open_app(aigerim))


def test_what_is_in_the_field_stays_beside_it(open_app: OpenApp) -> None:
    with db.transaction() as session:
        session.get_one(Partner, EMC).notes = "A colleague's note"
    key = typed(f"partner-edit-{EMC}", notes="My own note")
    at = press(open_app(aigerim, nav.PARTNER, id=str(EMC)), "partner.edit")
    at = press(at, f"unsent.take.{key}")
    assert at.text_area(key=field(at, ".notes")).value == "A colleague's note\n\nMy own note"
    save(at)
    with db.reading() as session:
        assert partners.get(session, EMC, by=aigerim).notes == "A colleague's note\n\nMy own note"
    assert begun(f"partner-edit-{EMC}") == []


def test_who_left_a_page_without_saving_is_offered_it_on_coming_back(open_app: OpenApp) -> None:
    """Also where they wrote elsewhere in between: neither takes the place of the other."""
    with db.transaction() as session:
        draft = {"kind": "retraining", "partner_id": EMC, "owner_id": aigerim.id}
        first, second = (
            follow_ups.create(session, drafts.checked(FollowUpDraft, draft), by=aigerim).id
            for _ in range(2)
        )

    def go(number: int | None) -> AppTest:
        at.query_params["id"] = str(number)
        return at.switch_page(nav.FOLLOW_UP).run()

    def write(text: str, place: str) -> str:
        form, key, name = field(at, ".text").rsplit(".", 2)
        assert form.replace(".", "-") == place
        with db.transaction() as session:
            unsent.keep(session, key, place, {name: text}, by=aigerim)
        return key

    at = open_app(aigerim, nav.FOLLOW_UP, id=str(first))
    key = write("Of the first", f"comment-{first}")
    assert not is_offered(at.run())  # it stands in its field
    at = go(second)
    assert not is_offered(at)
    write("Of the second", f"comment-{second}")
    at = go(first)
    assert is_offered(at)
    assert "Of the first" in [each.value for each in at.text]
    at = press(at, f"unsent.take.{key}")
    assert at.text_area(key=field(at, ".text")).value == "Of the first"
    at = go(second)
    assert "Of the second" in [each.value for each in at.text]


def test_what_is_not_wanted_is_offered_no_more(open_app: OpenApp) -> None:
    key = typed("home", summary="x" * 500)
    at = press(open_app(aigerim), f"unsent.discard.{key}")
    assert not is_offered(at)
    assert begun("home") == []


def test_a_form_is_offered_what_was_begun_in_it_only(open_app: OpenApp) -> None:
    typed("partner-edit-2", notes="Of another partner")
    at = press(open_app(aigerim, nav.PARTNER, id=str(EMC)), "partner.edit")
    assert not is_offered(at)
    assert not is_offered(open_app(boris))


@contextmanager
def broken(when: str) -> Iterator[None]:
    """The connection breaks as a save is committed: the answer to it is lost, or the question."""

    def lose(session: Session) -> None:
        if not session.get_bind().get_execution_options().get("reading"):
            raise OperationalError("COMMIT", {}, Exception("server closed the connection"))

    event.listen(Session, when, lose)
    try:
        yield
    finally:
        event.remove(Session, when, lose)


def say(open_app: OpenApp, when: str) -> AppTest:
    with db.transaction() as session:
        typed = {"kind": "retraining", "partner_id": EMC, "owner_id": aigerim.id}
        draft = drafts.checked(FollowUpDraft, typed)
        number = follow_ups.create(session, draft, by=aigerim).id
    at = open_app(aigerim, nav.FOLLOW_UP, id=str(number))
    at.text_area(key=field(at, ".text")).input("Have a look")
    with broken(when):
        return press(at, f"comment.{number}.say")


def test_a_save_whose_answer_was_lost_is_known_by_its_key(open_app: OpenApp) -> None:
    at = say(open_app, "after_commit")
    assert [each.value for each in at.error] == []
    with db.reading() as session:
        assert session.exec(select(Comment.text)).all() == ["Have a look"]


def test_a_save_that_was_not_committed_is_told(open_app: OpenApp) -> None:
    at = say(open_app, "before_commit")
    assert "database" in at.error[0].value
    with db.reading() as session:
        assert session.exec(select(Comment.text)).all() == []
    assert at.text_area(key=field(at, ".text")).value == "Have a look"


def test_who_is_new_in_a_meeting_that_is_sent_again_is_there_once(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.ui.unsent._is_saved", lambda *_: False)
    at = open_app(aigerim)
    at.multiselect(key=field(at, ".partners")).set_value(["EMC", "Жаңа ферма"]).run()
    at.multiselect(key=field(at, ".people")).set_value(["Асет Нұрлан"]).run()
    at.text_area(key=field(at, ".summary")).set_value("Talked about courses").run()
    with broken("after_commit"):
        at = save(at)
    assert "database" in at.error[0].value
    at = save(at)
    assert [each.value for each in at.error] == []
    with db.reading() as session:
        assert session.exec(select(Interaction.summary)).all() == ["Talked about courses"]
        assert (
            len(session.exec(select(Partner.id).where(Partner.name_en == "Жаңа ферма")).all()) == 1
        )
        assert len(session.exec(select(Person.id).where(Person.name == "Асет Нұрлан")).all()) == 1


def test_steps_that_are_sent_again_are_there_once(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.ui.unsent._is_saved", lambda *_: False)
    with db.transaction() as session:
        asked = {"kind": "retraining", "partner_id": EMC, "owner_id": aigerim.id}
        draft = drafts.checked(FollowUpDraft, asked)
        number = follow_ups.create(session, draft, by=aigerim).id
    at = open_app(aigerim, nav.FOLLOW_UP, id=str(number))
    at.text_area(key=field(at, ".lines")).set_value("Ask\nWrite").run()
    with broken("after_commit"):
        at = press(at, f"steps.{number}.save")
    press(at, f"steps.{number}.save")
    with db.reading() as session:
        assert session.exec(select(FollowUpStep.name)).all() == ["Ask", "Write"]


# How the browser finds out what a field is of: `KEY` in `tracker/api/scripts/unsent.js`.
KEY = re.compile(r".+\.[0-9a-f]{32}\.\w+")
OPENED = [
    (None, {}, None, 1),
    (nav.READ_ARTICLE, {}, None, 1),
    (nav.AFTER_EVENT, {"id": "1"}, None, 1),
    (nav.EVENT, {"id": "1"}, "event.edit", 1),
    (nav.PARTNER, {"id": "1"}, "partner.edit", 1),
    (nav.PARTNER, {"id": "1"}, "interaction.add", 1),
    (nav.PARTNER, {"id": "1"}, "follow_up.add", 2),
    (nav.PERSON, {"id": "1"}, "person.edit", 1),
    (nav.UNIT, {"id": "1"}, "unit.edit", 3),
    (nav.NEWS, {}, "news_item.add", 1),
    (nav.AGREEMENTS, {}, "agreement.add", 1),
]


def test_the_key_of_every_long_field_says_what_it_is_of(open_app: OpenApp) -> None:
    for page, address, opens, fields in OPENED:
        at = open_app(dana, page, **address)
        at = press(at, opens) if opens else at
        keys = [str(each.key) for each in at.text_area]
        assert len(keys) == fields, (page, opens, keys)
        assert [key for key in keys if not KEY.fullmatch(key)] == [], (page, opens)


def test_every_long_field_is_offered_what_was_begun_in_it() -> None:
    for path in sorted(Path(tracker.ui.__path__[0]).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        # The fields of the sheet are drawn by the browser.
        asked = source.count("unsent.offer(") + (path.stem == "take_article")
        asked -= path.stem == "keep_sheet"
        assert source.count("st.text_area(") == asked, path
