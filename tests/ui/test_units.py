"""The screens of the university's units."""

from datetime import date

from tests.screens import OpenApp, field, items, offers, press, rows, save
from tests.world import EMC, VETERINARY, aigerim, boris
from tracker import db
from tracker.domain import agreements, drafts, follow_ups, units
from tracker.domain.models import AgreementDraft, FollowUpDraft, UnitDraft
from tracker.ui import nav


def test_the_list_shows_each_unit_with_its_open_work(open_app: OpenApp) -> None:
    with db.transaction() as session:
        promised = {"partner_id": EMC, "owner_id": aigerim.id, "unit_id": VETERINARY}
        follow_ups.create(session, drafts.checked(FollowUpDraft, promised), by=aigerim)
    (row,) = rows(open_app(boris, nav.UNITS))
    assert row["label"] == "Department of Veterinary"
    assert row["cells"]["4"] == "1"


def test_a_page_shows_competences_parts_open_work_and_agreements(open_app: OpenApp) -> None:
    with db.transaction() as session:
        unit = units.get(session, VETERINARY, by=aigerim)
        draft = drafts.checked(
            UnitDraft,
            {"name_en": "Department of Veterinary", "competences_en": "Retraining of vets"},
        )
        units.update(session, VETERINARY, draft, revision=unit.revision, by=aigerim)
        units.create(
            session,
            drafts.checked(UnitDraft, {"name_en": "Animal clinic", "parent_id": VETERINARY}),
            by=aigerim,
        )
        promised = {"subject": "Course", "partner_id": EMC, "owner_id": aigerim.id}
        follow_ups.create(
            session,
            drafts.checked(FollowUpDraft, {**promised, "unit_id": VETERINARY}),
            by=aigerim,
        )
        agreements.create(
            session,
            drafts.checked(
                AgreementDraft,
                {"title": "Memo", "unit_id": VETERINARY, "signed_on": date(2024, 5, 1)},
            ),
            partner_ids=[EMC],
            by=aigerim,
        )
        others = drafts.checked(AgreementDraft, {"title": "Of another unit"})
        agreements.create(session, others, partner_ids=[EMC], by=aigerim)
    at = open_app(boris, nav.UNIT, id=str(VETERINARY))
    assert not at.exception
    assert [item["title"] for item in items(at)] == ["Course", "Animal clinic", "Memo"]
    assert offers(at) == []


def test_competences_are_shown_in_every_language_they_are_written_in(open_app: OpenApp) -> None:
    with db.transaction() as session:
        unit = units.get(session, VETERINARY, by=aigerim)
        typed = {"name_en": "Veterinary", "competences_kk": "Емдеу", "competences_ru": "Лечение"}
        draft = drafts.checked(UnitDraft, typed)
        units.update(session, VETERINARY, draft, revision=unit.revision, by=aigerim)
    at = open_app(boris, nav.UNIT, id=str(VETERINARY))
    assert [tab.label for tab in at.tabs] == ["in Kazakh", "in Russian"]


def test_an_unknown_unit_is_a_sentence_not_a_fault(open_app: OpenApp) -> None:
    at = open_app(boris, nav.UNIT, id="999")
    assert not at.exception
    assert "no such record" in at.error[0].value


def test_a_unit_added_inside_another_is_part_of_it(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.UNIT, id=str(VETERINARY)), "unit.add")
    at.text_input(key=field(at, ".name_en")).set_value("Animal clinic")
    at = save(at)
    assert not at.exception
    with db.reading() as session:
        inside = units.search(session, units.UnitFilter(parent_id=VETERINARY), by=boris)
    assert [row.name for row in inside.rows] == ["Animal clinic"]


def test_two_editors_of_a_unit_see_each_others_version(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.UNIT, id=str(VETERINARY)), "unit.edit")
    at.text_input(key=field(at, ".head")).set_value("Mine")
    with db.transaction() as session:
        unit = units.get(session, VETERINARY, by=aigerim)
        draft = drafts.checked(UnitDraft, {"name_en": "Department of Veterinary", "head": "Theirs"})
        units.update(session, VETERINARY, draft, revision=unit.revision, by=aigerim)
    at = save(at)
    assert "A colleague saved this record" in at.error[0].value
    assert {"Mine", "Theirs"} <= {text.value for text in at.text}
    at = save(press(at, "conflict.keep_mine"))
    with db.reading() as session:
        assert units.get(session, VETERINARY, by=boris).head == "Mine"


def test_the_head_s_account_can_be_named_and_is_shown(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.UNIT, id=str(VETERINARY)), "unit.edit")
    at.selectbox(key=field(at, ".head_id")).select(boris.id)
    assert not save(at).exception
    with db.reading() as session:
        assert units.get(session, VETERINARY, by=aigerim).head_id == boris.id
    shown = " ".join(
        each.proto.body for each in open_app(boris, nav.UNIT, id=str(VETERINARY)).get("html")
    )
    assert f"<dt>Account of the head</dt><dd>{boris.name}</dd>" in shown
