"""The screens of agreements."""

from datetime import timedelta
from typing import Any

import pytest

from tests.screens import OpenApp, field, items, press, rows, save, send
from tests.world import EMC, SEMEY_ENGINEERING, VETERINARY, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import agreements, drafts, follow_ups
from tracker.domain.agreements import promises
from tracker.domain.models import (
    AgreementDraft,
    AgreementPromiseDraft,
    FollowUpDraft,
    FollowUpKind,
)
from tracker.i18n import t
from tracker.ui import nav


def sign(title: str, *, partner_ids: tuple[int, ...] = (EMC,), **typed: Any) -> int:
    draft = drafts.checked(AgreementDraft, {"title": title, **typed})
    with db.transaction() as session:
        added = agreements.create(session, draft, partner_ids=partner_ids, by=aigerim)
        return added.id or 0


def rename(number: int, title: str, revision: int) -> None:
    """What a colleague does meanwhile."""
    draft = drafts.checked(AgreementDraft, {"title": title})
    with db.transaction() as session:
        agreements.update(session, number, draft, partner_ids=[EMC], revision=revision, by=dana)


def test_the_list_says_with_whom_and_where_it_stands(open_app: OpenApp) -> None:
    sign("Memo", partner_ids=(EMC, SEMEY_ENGINEERING), signed_on=clock.today())
    (row,) = rows(open_app(boris, nav.AGREEMENTS))
    assert (row["label"], row["note"]) == ("Memo", "EMC, Semey Engineering")
    assert [each["text"] for each in row["cells"]["1"]] == ["In force"]


def test_the_list_narrows_to_those_that_end_soon(open_app: OpenApp) -> None:
    sign("Memo", valid_until=clock.today() + timedelta(days=30))
    sign("Contract", valid_until=clock.today() + timedelta(days=300))
    found = rows(open_app(boris, nav.AGREEMENTS, state="ending"))
    assert [row["label"] for row in found] == ["Memo"]


def test_a_page_shows_parties_terms_and_promised_work(open_app: OpenApp) -> None:
    number = sign("Memo", partner_ids=(EMC, SEMEY_ENGINEERING), promised="A joint laboratory")
    at = open_app(boris, nav.AGREEMENT, id=str(number))
    shown = [item["title"] for item in items(at)]
    assert {"EMC", "Semey Engineering"} <= set(shown)
    assert "A joint laboratory" in [each.value for each in at.text]


def test_a_viewer_changes_nothing(open_app: OpenApp) -> None:
    number = sign("Memo")
    assert not [
        each
        for at in (open_app(boris, nav.AGREEMENTS), open_app(boris, nav.AGREEMENT, id=str(number)))
        for each in at.button
        if str(each.key).startswith(("agreement.", "follow_up.", "promises."))
    ]


def test_an_agreement_needs_a_partner(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.AGREEMENTS), "agreement.add")
    at.text_input(key=field(at, ".title")).input("Memo")
    at = save(at)
    assert [each.value for each in at.error] == [t("error.no_partner"), t("form.not_saved")]


def test_an_agreement_is_recorded_with_several_partners(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.AGREEMENTS), "agreement.add")
    at.text_input(key=field(at, ".title")).input("Memo")
    at.multiselect(key=field(at, ".partners")).select("EMC").select("Semey Engineering")
    at.selectbox(key=field(at, ".unit_id")).select(VETERINARY)
    save(at)
    with db.reading() as session:
        (row,) = agreements.search(session, by=boris).rows
    assert row.partners == ("EMC", "Semey Engineering")


def test_one_partner_may_leave_an_agreement(open_app: OpenApp) -> None:
    number = sign("Memo", partner_ids=(EMC, SEMEY_ENGINEERING))
    at = press(open_app(aigerim, nav.AGREEMENT, id=str(number)), "agreement.edit")
    at.multiselect(key=field(at, ".partners")).unselect("EMC")
    save(at)
    with db.reading() as session:
        assert agreements.parties(session, number, by=boris) == [
            (SEMEY_ENGINEERING, "Semey Engineering")
        ]


def promise(number: int, subject: str = "Ten places") -> int:
    draft = AgreementPromiseDraft(subject=subject, kind=FollowUpKind.INTERNSHIP)
    with db.transaction() as session:
        promises.add(session, number, [draft], by=aigerim)
        return promises.of(session, number, by=aigerim)[-1].id


def promised(number: int) -> list[promises.PromiseRow]:
    with db.reading() as session:
        return promises.of(session, number, by=boris)


def errors(at: Any) -> list[str]:
    return [each.value for each in at.error]


def test_the_list_tells_who_lives_and_what_ends_in_how_many_days(open_app: OpenApp) -> None:
    today = clock.today()
    number = sign("Memo", signed_on=today - timedelta(days=300), valid_until=today)
    promise(number)
    sign("Far", valid_until=today + timedelta(days=170), renewal="automatic")
    far, memo = rows(open_app(boris, nav.AGREEMENTS, sort="-valid_until"))
    assert memo["cells"]["1"] == [{"text": "Ends in 0 days", "tone": "red"}]
    assert [each["text"] for each in far["cells"]["1"]] == [
        "In force",
        "Renews itself in 170 days",
    ]
    assert memo["cells"]["2"]["text"] == "On paper"
    narrowed = rows(open_app(boris, nav.AGREEMENTS, verdict="on_paper", ending="30"))
    assert [row["label"] for row in narrowed] == ["Memo"]


def test_pasted_lines_become_promises(open_app: OpenApp) -> None:
    number = sign("Memo", promised="The plant: 12 places a year, tutors")
    at = press(open_app(aigerim, nav.AGREEMENT, id=str(number)), "promises.write")
    assert [each["title"] for each in items(at) if each["icon"] == "handshake"] == [
        "12 places a year",
        "Tutors",
    ]
    press(at, "promises.write.save")
    first, second = promised(number)
    assert (first.amount, first.measure, first.every_year) == (12, "places", True)
    assert second.subject == "Tutors"


def test_one_promise_is_written_in_full(open_app: OpenApp) -> None:
    number = sign("Memo")
    at = press(open_app(aigerim, nav.AGREEMENT, id=str(number)), "promises.add")
    save(at)
    assert promised(number) == []
    at.text_input(key=field(at, ".subject")).input("Equipment")
    at.number_input[0].set_value(3)
    save(at)
    assert [(row.subject, row.amount) for row in promised(number)] == [("Equipment", 3)]


def test_a_promise_is_corrected_and_taken_off_where_it_stands(open_app: OpenApp) -> None:
    number = sign("Memo")
    mine = promise(number)
    pressed = {"action": "edit", "kind": "agreement_promise", "id": mine, "revision": 1}
    at = send(open_app(aigerim, nav.AGREEMENT, id=str(number)), "feed", "act", pressed)
    at.text_input(key=field(at, ".subject")).input("Twelve places")
    save(at)
    assert [row.subject for row in promised(number)] == ["Twelve places"]
    at = send(open_app(aigerim, nav.AGREEMENT, id=str(number)), "feed", "act", pressed)
    press(at, "promise.edit.remove")
    assert promised(number) == []


def test_a_step_is_planned_from_the_promise_it_fulfils(open_app: OpenApp) -> None:
    number = sign("Memo", signed_on=clock.today())
    mine = promise(number)
    pressed = {"action": "plan", "kind": "agreement_promise", "id": mine, "revision": 1}
    at = send(open_app(aigerim, nav.AGREEMENT, id=str(number)), "feed", "act", pressed)
    save(at)
    ((evidence,),) = [row.evidence for row in promised(number)]
    assert (evidence.subject, evidence.is_linked) == ("Ten places", True)
    at = open_app(boris, nav.FOLLOW_UP, id=str(evidence.id))
    shown = {item["title"]: item["meta"] for item in items(at)}
    assert shown["Memo"] == "Ten places"
    at = open_app(boris, nav.AGREEMENT, id=str(number))
    assert "not counted" in next(item["meta"] for item in items(at) if item["is_inner"])


def test_of_much_evidence_the_first_is_shown(open_app: OpenApp) -> None:
    number = sign("Memo")
    promise(number)
    draft = FollowUpDraft(kind=FollowUpKind.INTERNSHIP, partner_id=EMC, owner_id=aigerim.id)
    for _ in range(7):
        with db.transaction() as session:
            follow_ups.create(session, draft, by=aigerim)
    inner = [
        item["title"]
        for item in items(open_app(boris, nav.AGREEMENT, id=str(number)))
        if item["is_inner"]
    ]
    assert inner == ["Internship"] * 5 + ["and 2 more"]


def test_a_follow_up_says_which_promise_it_fulfils(open_app: OpenApp) -> None:
    mine = promise(sign("Memo"))
    at = press(open_app(aigerim, nav.PARTNER, id=str(EMC)), "follow_up.add")
    at.selectbox(key=field(at, ".promise_id")).select(mine)
    save(at)
    with db.reading() as session:
        (made,) = follow_ups.search(session, by=boris).rows
        assert follow_ups.get(session, made.id, by=boris).promise_id == mine


def test_an_agreement_is_renewed_with_what_was_promised(open_app: OpenApp) -> None:
    today = clock.today()
    typed: dict[str, Any] = {"valid_from": today - timedelta(days=700)}
    typed["valid_until"] = today + timedelta(days=20)
    number = sign("Memo", **typed)
    promise(number)
    at = press(open_app(aigerim, nav.AGREEMENT, id=str(number)), "agreement.renew")
    button = next(each for each in at.button if str(each.key).endswith(".save"))
    at = button.click().run()
    with db.reading() as session:
        new = max(row.id for row in agreements.search(session, by=boris).rows)
        assert agreements.get(session, new, by=boris).valid_from == today + timedelta(days=21)
    assert [row.subject for row in promised(new)] == ["Ten places"]
    before = open_app(boris, nav.AGREEMENT, id=str(number))
    assert "goes on from this one" in {item["meta"] for item in items(before)}
    after = open_app(boris, nav.AGREEMENT, id=str(new))
    assert "the agreement before" in {item["meta"] for item in items(after)}


def test_an_amendment_is_written_down_and_taken_back(open_app: OpenApp) -> None:
    number = sign("Memo", valid_until=clock.today())
    at = press(open_app(aigerim, nav.AGREEMENT, id=str(number)), "agreement.amend")
    press(at, "agreement.amend.save")
    assert errors(at)
    at.text_area(key=field(at, ".changed")).input("A year longer")
    day = clock.today() + timedelta(days=365)
    at.date_input(key=field(at, ".new_valid_until")).set_value(day)
    press(at, "agreement.amend.save")
    with db.reading() as session:
        (made,) = agreements.amendments(session, number, by=boris)
        assert agreements.get(session, number, by=boris).valid_until == day
    at = open_app(aigerim, nav.AGREEMENT, id=str(number))
    assert "A year longer" in [item["title"] for item in items(at)]
    pressed = {"action": "amendment.take_back", "kind": "agreement_amendment", "id": made.id}
    at = send(at, "feed", "act", {**pressed, "revision": 0})
    press(at, "amendment.take_back.do")
    with db.reading() as session:
        assert agreements.get(session, number, by=boris).valid_until == clock.today()


def test_an_agreement_is_let_go_and_kept_after_all(open_app: OpenApp) -> None:
    number = sign("Memo", valid_until=clock.today())
    at = press(open_app(aigerim, nav.AGREEMENT, id=str(number)), "agreement.let_lapse")
    press(at, "agreement.let_lapse.save")
    assert t("form.not_saved") in errors(at)
    at.text_input(key=field(at, ".lapse_reason")).input("They *moved* away")
    press(at, "agreement.let_lapse.save")
    at = open_app(aigerim, nav.AGREEMENT, id=str(number))
    assert any(r"They \*moved\* away" in each.value for each in at.info)
    press(at, "agreement.keep_on")
    with db.reading() as session:
        assert agreements.get(session, number, by=boris).lapses_on is None


def test_why_it_is_let_go_is_kept_when_a_colleague_was_faster(open_app: OpenApp) -> None:
    number = sign("Memo", valid_until=clock.today())
    at = press(open_app(aigerim, nav.AGREEMENT, id=str(number)), "agreement.let_lapse")
    at.text_input(key=field(at, ".lapse_reason")).input("They moved away")
    rename(number, "Memo 7", 1)
    at = press(at, "agreement.let_lapse.save")
    assert t("error.stale") in errors(at)
    at = press(press(at, "conflict.keep_mine"), "agreement.let_lapse.save")
    with db.reading() as session:
        assert agreements.get(session, number, by=boris).lapse_reason == "They moved away"


@pytest.mark.parametrize("way", ["renew", "amend"])
def test_what_was_typed_of_an_agreement_that_changed_meanwhile_is_saved_at_the_next_press(
    open_app: OpenApp, way: str
) -> None:
    number = sign("Memo", valid_until=clock.today())
    at = press(open_app(aigerim, nav.AGREEMENT, id=str(number)), f"agreement.{way}")
    at.text_area(key=field(at, ".changed" if way == "amend" else ".promised")).input("A year more")
    save_key = next(
        str(each.key)
        for each in at.button
        if str(each.key).startswith(f"agreement.{way}.") and str(each.key).endswith(".save")
    )
    rename(number, "Memo 7", 1)
    at = press(at, save_key)
    assert t("conflict.meanwhile") in errors(at)
    at = press(at, save_key)
    with db.reading() as session:
        if way == "amend":
            (made,) = agreements.amendments(session, number, by=boris)
            assert made.changed == "A year more"
        else:
            assert agreements.get(session, number + 1, by=boris).promised == "A year more"


def test_what_is_pressed_on_an_agreement_that_changed_meanwhile_leaves_its_page_whole(
    open_app: OpenApp,
) -> None:
    number = sign("Memo", valid_until=clock.today())
    with db.transaction() as session:
        agreements.let_lapse(
            session, number, on=clock.today(), reason="Moved", revision=1, by=aigerim
        )
    at = open_app(aigerim, nav.AGREEMENT, id=str(number))
    rename(number, "Memo 7", 2)
    at = press(at, "agreement.keep_on")
    assert "just changed" in at.warning[0].value
    assert "Memo 7" in str([each.proto.body for each in at.get("html")])


def test_a_page_says_what_is_next(open_app: OpenApp) -> None:
    today = clock.today()
    for until, said in (
        (None, "next_unknown"),
        (today, "next_ending"),
        (today - timedelta(days=1), "next_ended"),
    ):
        at = open_app(boris, nav.AGREEMENT, id=str(sign("Memo", valid_until=until)))
        assert t(f"agreement.{said}") in [each.value for each in (*at.info, *at.warning)]
