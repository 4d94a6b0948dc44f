"""The pages of evidence packs, driven as a person drives them."""

from datetime import date

from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, field, items, offers, press, save, send
from tests.world import aigerim, boris, dana
from tracker import db
from tracker.domain import agreements, attachments, drafts
from tracker.domain.evidence import packs
from tracker.domain.models import AgreementDraft, EvidencePackDraft, Kind
from tracker.domain.models.vocabulary import Indicator
from tracker.ui import nav


def pack(name: str = "IAAR", *, freeze: bool = False) -> str:
    typed = {"name": name, "since": date(2024, 1, 1), "until": date(2024, 12, 31)}
    typed |= {"indicators": list(Indicator)}
    signed = {"title": "Memo", "signed_on": date(2024, 2, 1)}
    with db.transaction() as session:
        memo = drafts.checked(AgreementDraft, signed)
        agreements.create(session, memo, partner_ids=[1], by=aigerim)
        made = packs.create(session, drafts.checked(EvidencePackDraft, typed), by=aigerim)
        if freeze:
            packs.freeze(session, made.id or 0, revision=1, by=dana)
    return str(made.id)


def act(at: AppTest, action: str, number: str, revision: int = 1) -> AppTest:
    sent = {"action": action, "kind": "evidence_pack", "id": int(number), "revision": revision}
    return send(at, "feed", "act", sent)


def test_the_office_makes_a_pack_and_sees_what_is_missing(open_app: OpenApp) -> None:
    at = open_app(aigerim, nav.EVIDENCE)
    assert "No packs yet." in at.text[0].value
    press(at, "evidence.add")
    at.text_input(field(at, ".name")).set_value("IAAR 2024")
    at = save(at)
    (line,) = items(at)
    assert (line["title"], line["badges"][0]["text"]) == ("IAAR 2024", "In preparation")
    assert "Agreements with employers" in line["text"]
    pack()
    at = open_app(aigerim, nav.EVIDENCE_PACK, id="2")
    (memo,) = items(at)
    assert memo["title"] == "Memorandum: Memo"
    assert [badge["text"] for badge in memo["badges"]] == ["no file"]
    assert "Records: 1 · with gaps: 1 · files: 0" in [each.value for each in at.text]


def test_a_pack_needs_an_indicator(open_app: OpenApp) -> None:
    at = press(open_app(aigerim, nav.EVIDENCE), "evidence.add")
    at.text_input(field(at, ".name")).set_value("IAAR")
    at.multiselect(field(at, ".indicators")).set_value([])
    at = save(at)
    assert "Choose at least one indicator." in [each.value for each in at.error]


def test_a_manager_freezes_it_and_takes_it_away(open_app: OpenApp) -> None:
    number = pack()
    at = press(open_app(dana, nav.EVIDENCE_PACK, id=number), "evidence.freeze")
    at = press(at, "evidence.freeze.confirm")
    assert not at.exception
    links = [each.proto.url for each in at.get("link_button")]
    assert links == [f"/download/evidence/{number}.{form}" for form in ("xlsx", "zip")]
    assert any("SHA-256" in each.value for each in at.caption)
    assert "evidence.freeze" not in {button.key for button in at.button}


def test_readers_look_and_liaison_prepares(open_app: OpenApp) -> None:
    number = pack()
    frozen = pack("Other", freeze=True)
    assert offers(open_app(boris, nav.EVIDENCE)) == []
    assert offers(open_app(boris, nav.EVIDENCE_PACK, id=number)) == []
    assert not open_app(boris, nav.EVIDENCE_PACK, id=frozen).get("link_button")
    assert not open_app(aigerim, nav.EVIDENCE_PACK, id=frozen).get("link_button")
    assert offers(open_app(aigerim, nav.EVIDENCE_PACK, id=number)) == ["Edit"]
    shown = items(open_app(aigerim, nav.EVIDENCE))
    acts = {line["title"]: [each["name"] for each in line["actions"]] for line in shown}
    assert acts == {"Other": [], "IAAR": ["edit", "delete"]}


def test_a_pack_is_edited_and_removed(open_app: OpenApp) -> None:
    number = pack()
    at = press(open_app(aigerim, nav.EVIDENCE_PACK, id=number), "evidence.change")
    at.text_input(field(at, ".name")).set_value("Renamed")
    at = save(at)
    assert any("Renamed" in each.proto.body for each in at.get("html"))
    at = act(open_app(dana, nav.EVIDENCE), "delete", number, 2)
    at = press(at, "evidence.delete.confirm")
    assert items(at) == []


def test_only_those_with_gaps(open_app: OpenApp) -> None:
    number = pack()
    with db.transaction() as session:
        attachments.add(session, Kind.AGREEMENT, 1, name="a.txt", content=b"a", by=aigerim)
    at = open_app(boris, nav.EVIDENCE_PACK, id=number)
    (memo,) = items(at)
    assert memo["text"] == "Files: a.txt"
    at.toggle("gaps").set_value(True).run()
    assert items(at) == []
    assert "No gaps." in [each.value for each in at.text]


def test_a_pack_that_is_not_there_is_said_so(open_app: OpenApp) -> None:
    at = open_app(boris, nav.EVIDENCE_PACK, id="404")
    assert at.error
