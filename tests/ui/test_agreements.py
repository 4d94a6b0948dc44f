"""The screens of agreements."""

from datetime import timedelta
from typing import Any

from tests.screens import OpenApp, field, items, press, rows, save
from tests.world import EMC, SEMEY_ENGINEERING, VETERINARY, aigerim, boris
from tracker import clock, db
from tracker.domain import agreements, drafts
from tracker.domain.models import AgreementDraft
from tracker.i18n import t
from tracker.ui import nav


def sign(title: str, *, partner_ids: tuple[int, ...] = (EMC,), **typed: Any) -> int:
    draft = drafts.checked(AgreementDraft, {"title": title, **typed})
    with db.transaction() as session:
        added = agreements.create(session, draft, partner_ids=partner_ids, by=aigerim)
        return added.id or 0


def test_the_list_says_with_whom_and_where_it_stands(open_app: OpenApp) -> None:
    sign("Memo", partner_ids=(EMC, SEMEY_ENGINEERING), signed_on=clock.today())
    (row,) = rows(open_app(boris, nav.AGREEMENTS))
    assert (row["label"], row["note"]) == ("Memo", "EMC, Semey Engineering")
    assert row["cells"]["1"]["text"] == "In force"


def test_the_list_narrows_to_those_that_end_soon(open_app: OpenApp) -> None:
    sign("Memo", valid_until=clock.today() + timedelta(days=30))
    sign("Contract", valid_until=clock.today() + timedelta(days=300))
    found = rows(open_app(boris, nav.AGREEMENTS, state="ending"))
    assert [row["label"] for row in found] == ["Memo"]


def test_a_page_shows_parties_terms_and_promised_work(open_app: OpenApp) -> None:
    number = sign("Memo", partner_ids=(EMC, SEMEY_ENGINEERING), promised="A joint laboratory")
    at = open_app(boris, nav.AGREEMENT, id=str(number))
    assert [item["title"] for item in items(at)[:2]] == ["EMC", "Semey Engineering"]
    assert "A joint laboratory" in [each.value for each in at.text]


def test_a_viewer_changes_nothing(open_app: OpenApp) -> None:
    number = sign("Memo")
    assert not [
        each
        for at in (open_app(boris, nav.AGREEMENTS), open_app(boris, nav.AGREEMENT, id=str(number)))
        for each in at.button
        if str(each.key) in ("agreement.add", "agreement.edit", "follow_up.add")
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
