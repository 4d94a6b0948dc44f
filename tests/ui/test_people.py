"""The screens of people: finding somebody, their page, adding one, their positions."""

from datetime import date

from tests.screens import OpenApp, field, items, offers, press, rows, save, send
from tests.world import EMC, MARAT, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import follow_ups, interactions, people
from tracker.domain.models import InteractionDraft, Kind, PersonDraft, Position, PositionDraft
from tracker.i18n import t
from tracker.ui import nav


def meet_marat(summary: str = "Joint research discussed", step: str = "Send the draft") -> int:
    with db.transaction() as session:
        logged = interactions.log(
            session,
            InteractionDraft(happened_on=clock.today(), summary=summary),
            partner_ids=[EMC],
            person_ids=[MARAT],
            next_step=follow_ups.NextStep(subject=step, due_on=None, owner_id=aigerim.id),
            by=aigerim,
        )
    assert logged.id
    return logged.id


def marats_positions() -> list[people.PositionRow]:
    with db.reading() as session:
        return people.positions(session, MARAT, by=boris)


def test_the_list_says_who_works_where(open_app: OpenApp) -> None:
    (row,) = rows(open_app(boris, nav.PEOPLE))
    assert row["label"] == "Марат Әлиев"
    assert row["cells"]["1"] == "Director, EMC"


def test_the_list_narrows_by_partner_in_the_address(open_app: OpenApp) -> None:
    assert rows(open_app(boris, nav.PEOPLE, partner="2")) == []
    assert len(rows(open_app(boris, nav.PEOPLE, partner=str(EMC)))) == 1


def test_a_viewer_is_not_offered_to_add_anybody(open_app: OpenApp) -> None:
    assert offers(open_app(boris, nav.PEOPLE)) == []


def test_a_person_is_added_with_a_position_in_three_fields(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.PEOPLE), "person.add")
    at.text_input(key=field(at, ".name")).input("Асель Нұрлан")
    at.selectbox(key=field(at, ".partner")).select("EMC")
    at.text_input(key=field(at, ".title")).input("Engineer")
    assert not save(at).exception
    with db.reading() as session:
        (found,) = people.search(session, people.PersonFilter(text="асель"), by=boris).rows
    assert found.positions == "Engineer, EMC"


def test_a_person_without_a_name_is_refused_at_the_field_and_at_the_button(
    open_app: OpenApp,
) -> None:
    at = save(press(open_app(aigerim, nav.PEOPLE), "person.add"))
    assert [each.value for each in at.error] == ["Fill this in.", t("form.not_saved")]


def test_the_page_shows_where_we_met_and_what_came_of_it(open_app: OpenApp) -> None:
    meet_marat()
    at = open_app(boris, nav.PERSON, id=str(MARAT))
    assert {"Joint research discussed", "Send the draft", "EMC"} <= {
        item["title"] for item in items(at)
    }


def test_an_unknown_person_gets_a_sentence(open_app: OpenApp) -> None:
    at = open_app(boris, nav.PERSON, id="999")
    assert "no such record" in at.error[0].value


def test_contact_details_are_links_and_stay_text(open_app: OpenApp) -> None:
    with db.transaction() as session:
        marat = people.get(session, MARAT, by=aigerim)
        typed = PersonDraft(name="Марат", phone="+7 (7222) 10-20-30<b>", notes="<script>")
        people.update(session, MARAT, typed, revision=marat.revision, by=aigerim)
    shown = " ".join(each.proto.body for each in open_app(boris, nav.PERSON, id="1").get("html"))
    assert 'href="tel:+7(7222)10-20-30&lt;b&gt;"' in shown
    assert "<script>" not in shown


def test_a_position_is_added_and_ends(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.PERSON, id=str(MARAT)), "position.add")
    at.selectbox(key=field(at, ".partner_id")).select(2)
    at.text_input(key=field(at, ".title")).input("Adviser")
    at.date_input(key=field(at, ".since")).set_value(date(2020, 1, 1))
    at.date_input(key=field(at, ".until")).set_value(date(2021, 1, 1))
    at = save(at)
    past = next(item for item in items(at) if item["title"] == "Semey Engineering")
    assert past["badges"][0]["text"] == "formerly"
    assert past["meta"] == "Adviser · 01/01/2020 – 01/01/2021"


def test_two_who_edit_a_position_see_both_versions(open_app: OpenApp) -> None:
    pressed = {"action": "edit", "kind": "partner", "id": EMC, "revision": 0}
    at = open_app(aigerim, nav.PERSON, id=str(MARAT))
    at = send(at, "feed", "act", pressed, caption=t("person.positions"))
    director = PositionDraft(partner_id=EMC, title="Director")
    with db.transaction() as session:
        left = PositionDraft(partner_id=2, title="Director", until=date(2026, 1, 31))
        people.update_position(session, 1, left, opened=director, by=dana)
    at.text_input(key=field(at, ".title")).input("Chief engineer")
    at = save(at)
    assert at.error[0].value == t("error.stale")
    assert at.text_input(key=field(at, ".title")).value == "Chief engineer"
    assert {"EMC", "Semey Engineering", "31/01/2026"} <= {text.value for text in at.text}
    assert t("field.positions_until") in {each.value for each in at.caption}
    assert marats_positions()[0].until == date(2026, 1, 31)
    at = save(press(at, "conflict.keep_mine"))
    assert not at.error
    (kept,) = marats_positions()
    assert (kept.title, kept.until) == ("Chief engineer", None)


def test_a_position_that_an_import_let_end_before_it_began_opens_to_be_mended(
    open_app: OpenApp,
) -> None:
    with db.transaction() as session:
        held = session.get_one(Position, 1)
        held.since, held.until = date(2023, 1, 1), date(2020, 1, 1)
    pressed = {"action": "edit", "kind": "partner", "id": EMC, "revision": 0}
    at = open_app(aigerim, nav.PERSON, id=str(MARAT))
    at = send(at, "feed", "act", pressed, caption=t("person.positions"))
    at.date_input(key=field(at, ".until")).set_value(date(2024, 1, 1))
    at = save(at)
    assert not at.error
    assert marats_positions()[0].until == date(2024, 1, 1)


def test_two_who_edit_a_person_see_both_versions(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.PERSON, id=str(MARAT)), "person.edit")
    with db.transaction() as session:
        people.update(session, MARAT, PersonDraft(name="Марат А."), revision=1, by=dana)
    at.text_input(key=field(at, ".name")).input("Марат Әлі")
    at = save(at)
    assert {"Марат А.", "Марат Әлі"} <= {text.value for text in at.text}
    at = save(press(at, "conflict.keep_mine"))
    with db.reading() as session:
        assert people.get(session, MARAT, by=boris).name == "Марат Әлі"


def test_an_identity_number_in_a_note_is_pointed_out_and_kept(open_app: OpenApp) -> None:
    for notes, hinted in (("IIN 850415300122", False), ("IIN 850415300121", True)):
        at = press(open_app(aigerim, nav.PERSON, id=MARAT), "person.edit")
        at.text_area(key=field(at, ".notes")).input(notes)
        told = [each.value for each in save(at).toast]
        assert (t("form.number_hint") in told) is hinted
        with db.reading() as session:
            assert people.get(session, MARAT, by=boris).notes == notes


def test_only_who_may_delete_is_offered_it_and_the_record_goes_to_the_trash(
    open_app: OpenApp,
) -> None:
    offered = open_app(aigerim, nav.PERSON, id="1").button
    assert "record.delete" not in {each.key for each in offered}
    at = press(open_app(dana, nav.PERSON, id="1"), "record.delete")
    assert not press(at, "record.delete.confirm").exception
    with db.reading() as session:
        assert people.search(session, by=boris).rows == []


def test_what_a_colleague_has_just_changed_is_looked_at_before_it_is_deleted(
    open_app: OpenApp,
) -> None:
    at = press(open_app(dana, nav.PERSON, id="1"), "record.delete")
    with db.transaction() as session:
        people.update(session, MARAT, PersonDraft(name="Марат А."), revision=1, by=aigerim)
    at = press(at, "record.delete.confirm")
    assert "just changed" in at.warning[0].value
    with db.reading() as session:
        assert people.get(session, MARAT, by=boris)


def test_the_history_of_a_person_is_told_in_words(open_app: OpenApp) -> None:
    with db.transaction() as session:
        people.update(session, MARAT, PersonDraft(name="Марат А."), revision=1, by=aigerim)
        held = people.positions(session, MARAT, by=aigerim)[0]
        people.end_position(session, held.id, until=date(2024, 5, 1), by=aigerim)
    at = open_app(boris, nav.PERSON, id="1")
    assert not [item for item in items(at) if item["icon"] == "edit_note"]
    at.session_state[f"history.{Kind.PERSON}.1"] = True
    told = next(item for item in items(at.run()) if item["icon"] == "edit_note")
    assert told["title"] == aigerim.name
    assert told["text"].splitlines() == [
        "Name: Марат Әлиев → Марат А.",
        "In the position until (EMC): 01/05/2024",
    ]


def test_the_long_history_of_a_person_has_pages(open_app: OpenApp) -> None:
    with db.transaction() as session:
        for number in range(60):
            marat = people.get(session, MARAT, by=aigerim)
            draft = PersonDraft(name=f"Марат {number}")
            people.update(session, MARAT, draft, revision=marat.revision, by=aigerim)
    at = open_app(boris, nav.PERSON, id="1")
    at.session_state[f"history.{Kind.PERSON}.1"] = True
    at.run()
    assert "Марат 59" in str(items(at))
    at.session_state[f"history.{Kind.PERSON}.1.page"] = 2
    at.run()
    assert "Record created" in str(items(at))
    assert "Марат 59" not in str(items(at))
