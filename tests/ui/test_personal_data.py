"""A person's data on the screen: why it is kept, who looked, and how it is erased."""

from datetime import date

import pytest

from tests.screens import OpenApp, field, items, offers, press, save
from tests.world import EMC, MARAT, aigerim, boris, dana, saule
from tracker import db
from tracker.domain import access_log, erasing, keeping, retention
from tracker.domain.models import DataBasisDraft, LegalBasis, Person
from tracker.domain.retention import Rule
from tracker.ui import nav


def texts(at: object) -> str:
    return " ".join(str(each.proto) for each in at.get("html"))  # type: ignore[attr-defined]


def test_why_data_is_kept_is_said_and_asked_for(open_app: OpenApp) -> None:
    at = open_app(aigerim, nav.PERSON, id=str(MARAT))
    assert any("Nobody has said" in each.value for each in at.caption)
    at = press(at, "person.basis")
    at.selectbox(key=field(at, ".basis")).select(LegalBasis.OFFICIAL)
    at.text_input(key=field(at, ".evidence")).input("emc.example/team")
    at = save(at)
    assert not at.exception
    with db.reading() as session:
        kept = keeping.known(session, MARAT, by=boris).basis
    assert kept is not None
    assert (kept.basis, kept.evidence) == (LegalBasis.OFFICIAL, "emc.example/team")
    assert "Official position" in texts(at)


def test_a_viewer_sees_no_personal_phone(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.PERSON, id=str(MARAT)), "person.contact")
    at.text_input(key=field(at, ".personal_phone")).input("+7 701 987 65 43")
    assert "987 65 43" in texts(save(at))
    at = open_app(boris, nav.PERSON, id=str(MARAT))
    assert "987 65 43" not in str([element.proto for element in at.get("html")])
    assert not {"Say why it is kept", "Erase the data…"} & set(offers(at))


def test_who_asked_to_be_left_alone_is_so_on_their_page_and_no_card_is_offered(
    open_app: OpenApp,
) -> None:
    at = press(open_app(dana, nav.PERSON, id=str(MARAT)), "person.basis")
    card = f"/download/person/{MARAT}.vcf"
    assert card in [each.proto.url for each in at.get("link_button")]
    at.selectbox(key=field(at, ".basis")).select(LegalBasis.CONSENT)
    at.date_input(key=field(at, ".blocked_on")).set_value(date(2026, 11, 25))
    at = save(at)
    assert [each.value for each in at.warning if "left alone since 25/11/2026" in each.value]
    assert card not in [each.proto.url for each in at.get("link_button")]


def test_whoever_writes_a_meeting_down_reads_who_asked_to_be_left_alone(open_app: OpenApp) -> None:
    draft = DataBasisDraft(basis=LegalBasis.CONSENT, blocked_on=date(2026, 11, 25))
    with db.transaction() as session:
        keeping.set_basis(session, MARAT, draft, revision=0, by=dana)
    at = press(open_app(aigerim, nav.PARTNER, id=str(EMC)), "interaction.add")
    offered = at.multiselect(key=field(at, ".people")).options
    assert "Марат Әлиев — EMC · asked to be left alone" in offered


def test_an_opened_page_is_noted_once_and_an_administrator_reads_it(open_app: OpenApp) -> None:
    open_app(boris, nav.PERSON, id=str(MARAT)).run().run()
    (line,) = items(open_app(saule, nav.ACCESS))
    assert line["title"] == "Марат Әлиев"
    assert line["meta"] == f"{boris.name} · opened the page"
    assert not items(open_app(saule, nav.ACCESS, deed="exported"))


def test_a_manager_erases_after_looking_at_what_would_change(open_app: OpenApp) -> None:
    at = press(open_app(dana, nav.PERSON, id=str(MARAT)), "person.erase")
    key = f"person.erase.{MARAT}"
    assert at.button(key=f"{key}.do").disabled
    at.text_input(key=f"{key}.reason").input("Asked for it").run()
    at.checkbox(key=f"{key}.sure").check().run()
    at = press(at, f"{key}.do")
    assert not at.exception
    assert "erased" in at.toast[0].value
    with db.reading() as session:
        assert session.get_one(Person, MARAT).erased_at is not None
        (proof,) = erasing.proofs(session, by=saule).rows
        assert erasing.left_in_files(session) == 0
    assert proof.reason == "Asked for it"
    # What is left can be looked at, and no more.
    assert "was erased on" in at.info[0].value
    assert "Edit" not in offers(at)
    (line,) = items(open_app(saule, nav.ACCESS, view="erasures"))
    assert (line["title"], line["text"]) == (f"Person no. {MARAT}", "Asked for it")


def test_who_is_erased_whole_has_no_page_left(open_app: OpenApp) -> None:
    at = press(open_app(dana, nav.PERSON, id=str(MARAT)), "person.erase")
    key = f"person.erase.{MARAT}"
    at.radio(key=f"{key}.whole").set_value(True)
    at.text_input(key=f"{key}.reason").input("Asked for it").run()
    at.checkbox(key=f"{key}.sure").check().run()
    at = press(at, f"{key}.do")
    assert [each.value for each in at.title] == ["People"]


def test_an_administrator_says_for_how_long(open_app: OpenApp) -> None:
    at = open_app(saule, nav.SETTINGS)
    at.number_input(key="personal.keep_months.36").set_value(12).run()
    press(at, "personal.save")
    with db.reading() as session:
        assert retention.rule(session, by=boris) == Rule(12, 36)
    assert "personal.save" not in str(open_app(dana, nav.SETTINGS).number_input)


def test_the_list_narrows_to_those_without_a_basis(open_app: OpenApp) -> None:
    at = open_app(boris, nav.PEOPLE, upkeep="withdrawn")
    assert not at.exception
    assert "Марат" not in str(at.get("bidi_component"))


def test_only_administrators_have_the_log(open_app: OpenApp) -> None:
    with pytest.raises(ValueError, match="access"):
        open_app(dana, nav.ACCESS)
    with db.reading() as session:
        assert access_log.search(session, by=saule).rows == []
