"""Evidence packs: what shows an indicator, what is missing, and that a frozen pack stays."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select
from sqlmodel import Session

from tests.conftest import use_database
from tests.world import EMC, VETERINARY, aigerim, boris, build, dana
from tracker import clock, db
from tracker.domain import agreements, attachments, drafts, events, follow_ups, interactions, trash
from tracker.domain.evidence import packs
from tracker.domain.evidence.packs import Look
from tracker.domain.models import (
    Account,
    Agreement,
    AgreementDraft,
    Attendance,
    EventDraft,
    EventKind,
    EvidenceItem,
    EvidencePackDraft,
    FollowUp,
    FollowUpDraft,
    FollowUpKind,
    InteractionDraft,
    Kind,
    Participation,
    Partner,
    Sector,
    Stage,
    Unit,
)
from tracker.domain.models.vocabulary import Gap, Indicator
from tracker.errors import Invalid, NotAllowed, NotFound, PackEmpty, PackFrozen, Stale
from tracker.export import evidence
from tracker.i18n import speaking

NOON = datetime(2024, 4, 10, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_2024() -> Any:
    with clock.at(NOON):
        yield


def draft(**typed: object) -> EvidencePackDraft:
    usual = {"name": "IAAR", "since": date(2024, 1, 1), "until": date(2024, 12, 31)}
    return drafts.checked(EvidencePackDraft, {**usual, "indicators": list(Indicator), **typed})


def pack(session: Session, *indicators: Indicator, **typed: object) -> int:
    wanted = draft(**({"indicators": list(indicators)} if indicators else {}), **typed)
    return packs.create(session, wanted, by=aigerim).id or 0


def sign(session: Session, title: str = "Memo", partner: int = EMC, **typed: object) -> int:
    wanted = drafts.checked(AgreementDraft, {"title": title, **typed})
    return agreements.create(session, wanted, partner_ids=[partner], by=aigerim).id or 0


def promise(session: Session, kind: FollowUpKind, **typed: object) -> int:
    usual = {"kind": kind, "partner_id": EMC, "owner_id": aigerim.id}
    wanted = drafts.checked(FollowUpDraft, {**usual, **typed})
    return follow_ups.create(session, wanted, by=aigerim).id or 0


def attach(session: Session, kind: Kind, number: int, name: str = "scan.txt") -> int:
    content = f"{name} of {kind} {number}".encode()
    return attachments.add(session, kind, number, name=name, content=content, by=aigerim).id or 0


def found(session: Session, number: int) -> list[tuple[str, tuple[Gap, ...]]]:
    look = packs.look(session, number, by=boris)
    return [(item.was.title["en"], item.gaps) for item in look.items]


def test_agreements_with_employers_in_force_in_the_period(session: Session) -> None:
    session.add(Partner(id=50, name_en="A university", sector=Sector.UNIVERSITY))
    session.flush()
    sign(session, "Now", signed_on=date(2024, 2, 1), valid_until=date(2025, 1, 1))
    sign(session, "Ends in it", signed_on=date(2020, 2, 1), valid_until=date(2024, 1, 1))
    sign(
        session,
        "Renews",
        signed_on=date(2019, 2, 1),
        valid_until=date(2020, 1, 1),
        renewal="automatic",
    )
    sign(session, "Undated")
    sign(session, "Over", signed_on=date(2020, 2, 1), valid_until=date(2023, 12, 31))
    sign(session, "Later", signed_on=date(2025, 1, 1))
    sign(session, "Teachers", 50, signed_on=date(2024, 2, 1))
    gone = sign(session, "Trash", signed_on=date(2024, 2, 1))
    trash.delete(session, Kind.AGREEMENT, gone, revision=1, by=dana)
    assert found(session, pack(session, Indicator.EMPLOYER_AGREEMENTS)) == [
        ("Undated", (Gap.NO_DATE, Gap.NO_FILE)),
        ("Renews", (Gap.NO_FILE,)),
        ("Ends in it", (Gap.NO_FILE,)),
        ("Now", (Gap.NO_FILE,)),
    ]


def test_a_gap_vanishes_when_it_is_filled(session: Session) -> None:
    number = pack(session, Indicator.EMPLOYER_AGREEMENTS)
    memo = sign(session)
    assert found(session, number) == [("Memo", (Gap.NO_DATE, Gap.NO_FILE))]
    attach(session, Kind.AGREEMENT, memo)
    assert found(session, number) == [("Memo", (Gap.NO_DATE,))]
    session.get_one(Agreement, memo).signed_on = date(2024, 3, 1)
    session.flush()
    assert found(session, number) == [("Memo", ())]
    session.get_one(Agreement, memo).signed_on = None
    session.flush()
    assert found(session, number) == [("Memo", (Gap.NO_DATE,))]


def test_what_was_carried_out_and_what_was_not(session: Session) -> None:
    done = promise(session, FollowUpKind.INTERNSHIP, subject="Done")
    follow_ups.complete(session, done, outcome="Twelve students", revision=1, by=aigerim)
    plain = promise(session, FollowUpKind.DUAL_EDUCATION, subject="Silent")
    follow_ups.complete(session, plain, outcome="x", revision=1, by=aigerim)
    session.get_one(FollowUp, plain).outcome = None
    promise(session, FollowUpKind.INTERNSHIP, subject="Due", due_on=date(2024, 11, 1))
    promise(session, FollowUpKind.INTERNSHIP, subject="Some day")
    promise(session, FollowUpKind.INTERNSHIP, subject="Next year", due_on=date(2025, 11, 1))
    promise(session, FollowUpKind.RETRAINING, subject="Course", due_on=date(2024, 11, 1))
    number = pack(session, Indicator.INTERNSHIPS)
    assert found(session, number) == [
        ("Done", (Gap.NO_FILE,)),
        ("Silent", (Gap.NO_OUTCOME, Gap.NO_FILE)),
        ("Due", (Gap.UNFINISHED, Gap.NO_FILE)),
    ]
    before = pack(session, Indicator.INTERNSHIPS, until=date(2024, 4, 9))
    assert found(session, before) == []


def event(session: Session, name: str, **typed: object) -> int:
    usual = {"name_en": name, "kind": EventKind.MEETUP, "starts_on": date(2024, 4, 8)}
    wanted = drafts.checked(EventDraft, {**usual, **typed})
    return events.create(session, wanted, by=aigerim).id or 0


def take_part(session: Session, number: int, **typed: object) -> None:
    part = Participation(event_id=number, partner_id=EMC)
    session.add(part.sqlmodel_update(typed))
    session.flush()


def test_events_at_which_partners_were(session: Session) -> None:
    take_part(session, event(session, "Meetup"), came=Attendance.CAME, outcome="A memorandum")
    take_part(session, event(session, "Unsaid"))
    take_part(session, event(session, "Missed"), came=Attendance.ABSENT)
    take_part(session, event(session, "Ahead", starts_on=date(2024, 5, 1)))
    take_part(session, event(session, "Week", kind=EventKind.UMBRELLA))
    event(session, "Alone")
    number = pack(session, Indicator.EVENTS)
    assert found(session, number) == [
        ("Meetup", (Gap.NO_FILE,)),
        ("Unsaid", (Gap.NO_OUTCOME, Gap.NOT_SAID_WHO_CAME, Gap.NO_FILE)),
    ]


def test_a_partner_in_the_trash_shows_nothing(session: Session) -> None:
    """Neither that there was an employer, nor that somebody was at an event."""
    take_part(session, event(session, "Meetup"), came=Attendance.CAME, outcome="A memorandum")
    sign(session, signed_on=date(2024, 2, 1))
    number = pack(session, Indicator.EMPLOYER_AGREEMENTS, Indicator.EVENTS)
    assert [title for title, _ in found(session, number)] == ["Memo", "Meetup"]
    trash.delete(session, Kind.PARTNER, EMC, revision=1, by=dana)
    assert found(session, number) == []


def meet(session: Session, partner: int, **typed: object) -> None:
    usual = {"summary": "Talked", "happened_on": date(2024, 4, 8)}
    wanted = drafts.checked(InteractionDraft, {**usual, **typed})
    interactions.log(
        session, wanted, partner_ids=[partner], person_ids=[], colleague_ids=[], by=aigerim
    )


def test_a_meeting_at_an_event_tells_its_outcome(session: Session) -> None:
    number = event(session, "Meetup")
    take_part(session, number, came=Attendance.CAME)
    meet(session, EMC, event_id=number, outcome="They will send three lecturers")
    meet(session, EMC, event_id=number)
    (item,) = packs.look(session, pack(session, Indicator.EVENTS), by=boris).items
    assert item.was.outcome == "They will send three lecturers"
    assert item.gaps == (Gap.NO_FILE,)


def test_partners_abroad(session: Session) -> None:
    for name, stage in (("Zielony", Stage.ACTIVE), ("Hope", Stage.IDENTIFIED)):
        session.add(Partner(name_en=name, region="Польша", stage=stage))
    session.flush()
    number = pack(session, Indicator.INTERNATIONAL)
    abroad = packs.look(session, number, by=boris).items[0].record_id
    assert found(session, number) == [("Zielony", (Gap.NO_AGREEMENT, Gap.NO_CONTACT))]
    meet(session, abroad)
    sign(session, "Together", abroad, signed_on=date(2024, 1, 5))
    assert found(session, number) == [("Zielony", ())]


def test_a_unit_stands_for_itself_and_all_below_it(session: Session) -> None:
    session.add(Unit(id=10, name_en="Faculty"))
    session.add(Unit(id=11, name_en="Laboratory", parent_id=10))
    session.add(Partner(id=60, name_en="Zielony", region="Польша", stage=Stage.ACTIVE))
    session.flush()
    sign(session, "Theirs", unit_id=11, signed_on=date(2024, 1, 5))
    sign(session, "Others'", unit_id=1, signed_on=date(2024, 1, 5))
    promise(session, FollowUpKind.GUEST_LECTURE, unit_id=10, due_on=date(2024, 5, 1))
    stemming, other = event(session, "Theirs"), event(session, "Not theirs")
    take_part(session, stemming, came=Attendance.CAME)
    take_part(session, other, came=Attendance.CAME)
    meet(session, EMC, event_id=stemming, unit_id=11)
    shown = {
        indicator: len(packs.look(session, pack(session, indicator, unit_id=10), by=boris).items)
        for indicator in Indicator
    }
    assert {indicator for indicator, count in shown.items() if count == 1} == {
        Indicator.EMPLOYER_AGREEMENTS,
        Indicator.GUEST_LECTURES,
        Indicator.EVENTS,
    }
    meet(session, 60, unit_id=11)
    look = packs.look(session, pack(session, Indicator.INTERNATIONAL, unit_id=10), by=boris)
    assert [item.was.title["en"] for item in look.items] == ["Zielony"]
    with speaking("en"):
        assert b"Unit: Faculty" in evidence.workbook(look)
    assert look.unit is not None
    assert look.unit["kk"] == "Faculty"


def filled(session: Session) -> int:
    """A pack with something for each indicator that this small world can have."""
    memo = sign(session, "=Memo", signed_on=date(2024, 2, 1), number="7/24")
    attach(session, Kind.AGREEMENT, memo, "Меморандум.txt")
    lecture = promise(session, FollowUpKind.GUEST_LECTURE, subject="Genes", notes="private")
    follow_ups.complete(session, lecture, outcome="Held", revision=1, by=aigerim)
    attach(session, Kind.FOLLOW_UP, lecture, "photo.txt")
    promise(session, FollowUpKind.JOINT_RESEARCH, due_on=date(2024, 6, 1), unit_id=1)
    meetup = event(session, "Meetup", place="Semey")
    take_part(session, meetup, came=Attendance.CAME, outcome="A memorandum")
    return pack(session)


def written(number: int, language: str = "en") -> dict[str, bytes]:
    reader = replace(dana, language=language)
    found = {}
    with db.reading() as session, speaking(language):
        look = packs.taken(session, number, by=reader)
        for form in evidence.MEDIA_TYPES:
            file = io.BytesIO()
            evidence.write(session, look, form, file, by=reader)
            found[form] = file.getvalue()
    return found


def frozen() -> int:
    with db.transaction() as session:
        number = filled(session)
        packs.freeze(session, number, revision=1, by=dana)
    return number


def test_a_frozen_pack_gives_the_same_bytes_whatever_becomes_of_its_records(world: None) -> None:
    number = frozen()
    before = {language: written(number, language) for language in ("kk", "ru", "en")}
    with db.transaction() as session:
        session.get_one(Agreement, 1).title = "Renamed"
        session.get_one(Partner, EMC).name_en = "Renamed"
        sign(session, "Another", signed_on=date(2024, 2, 1))
        attach(session, Kind.AGREEMENT, 1, "later.txt")
        trash.delete(session, Kind.EVENT, 2, revision=1, by=dana)
    db.engine().dispose()
    with clock.at(datetime(2030, 1, 1, tzinfo=UTC)):
        after = {language: written(number, language) for language in ("kk", "ru", "en")}
    assert after == before
    assert len({each["xlsx"] for each in before.values()}) == 3


def test_a_frozen_pack_names_the_unit_and_who_froze_it_as_they_were(world: None) -> None:
    with db.transaction() as session:
        sign(session, unit_id=VETERINARY, signed_on=date(2024, 2, 1))
        number = pack(session, Indicator.EMPLOYER_AGREEMENTS, unit_id=VETERINARY)
        packs.freeze(session, number, revision=1, by=dana)
    before = {language: written(number, language) for language in ("kk", "en")}
    for months, name in ((5, "Renamed"), (6, "Renamed again")):
        with clock.at(NOON.replace(month=months)), db.transaction() as session:
            unit = session.get_one(Unit, VETERINARY)
            unit.name_en, unit.name_ru = name, name
            session.get_one(Account, dana.id).name = name
    assert {language: written(number, language) for language in ("kk", "en")} == before
    with db.reading() as session:
        look = packs.look(session, number, by=boris)
    assert (look.unit or {})["en"] == "Department of Veterinary"
    assert look.frozen_by == dana.name


def test_both_databases_make_the_same_bytes(
    sqlite_database: str, postgresql_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for url in (sqlite_database, postgresql_database):
        db.engine().dispose()
        use_database(url, monkeypatch)
        build()
        made.append(written(frozen()))
    assert made[0] == made[1]


def test_the_zip_holds_the_workbook_and_each_file_once(world: None) -> None:
    number = frozen()
    with zipfile.ZipFile(io.BytesIO(written(number)["zip"])) as archive:
        names = archive.namelist()
        assert archive.read(names[0]) == written(number)["xlsx"]
        assert {archive.read(name) for name in names[1:]} == {
            "Меморандум.txt of agreement 1".encode(),
            b"photo.txt of follow_up 1",
        }
    assert names[0] == "IAAR.xlsx"
    assert sorted(name.partition(" ")[2] for name in names[1:]) == ["photo.txt", "Меморандум.txt"]


def test_the_workbook_leads_to_a_file_where_the_zip_has_it(world: None) -> None:
    with db.transaction() as session:
        for title in ("One", "Two"):
            number = sign(session, title, signed_on=date(2024, 2, 1))
            name = f"{title}.txt"
            attachments.add(session, Kind.AGREEMENT, number, name=name, content=b"same", by=aigerim)
        number = pack(session, Indicator.EMPLOYER_AGREEMENTS)
        packs.freeze(session, number, revision=1, by=dana)
    files = written(number)
    with zipfile.ZipFile(io.BytesIO(files["zip"])) as archive:
        names = archive.namelist()[1:]
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).worksheets[1]
    cells = [cell for line in sheet.iter_rows(values_only=True) for cell in line]
    assert [cell for cell in cells if str(cell).startswith("files/")] == names * 2


def test_what_was_erased_since_is_told_as_missing(world: None) -> None:
    number = frozen()
    workbook = written(number)["xlsx"]
    with db.transaction() as session:
        attachments.remove(session, 1, by=aigerim)
    with db.reading() as session:
        look = packs.look(session, number, by=boris)
        assert len(look.missing) == 1
    assert written(number)["xlsx"] == workbook
    with zipfile.ZipFile(io.BytesIO(written(number)["zip"])) as archive:
        told = archive.read("Missing files.txt").decode("utf-8-sig")
    assert "Меморандум.txt  SHA-256 " in told
    assert look.missing <= set(told.split())


def test_private_notes_stay_out(world: None) -> None:
    number = frozen()
    with zipfile.ZipFile(io.BytesIO(written(number)["xlsx"])) as book:
        everything = b"".join(book.read(name) for name in book.namelist())
    assert b"Genes" in everything
    assert b"private" not in everything


def test_a_frozen_pack_is_what_its_checksum_says(session: Session) -> None:
    number = filled(session)
    packs.freeze(session, number, revision=1, by=dana)
    session.expire_all()
    look = packs.look(session, number, by=boris)
    assert look.pack.fingerprint == packs.fingerprint(look.pack, look.items)
    assert (look.made_by, look.frozen_by) == (aigerim.name, dana.name)
    other = look.items[0]._replace(revision=9)
    assert packs.fingerprint(look.pack, [other, *look.items[1:]]) != look.pack.fingerprint


def test_a_frozen_pack_changes_no_more(session: Session) -> None:
    number = filled(session)
    packs.freeze(session, number, revision=1, by=dana)
    with pytest.raises(PackFrozen):
        packs.freeze(session, number, revision=2, by=dana)
    with pytest.raises(PackFrozen):
        packs.update(session, number, draft(), revision=2, by=dana)


def test_nothing_cannot_be_frozen(session: Session) -> None:
    with pytest.raises(PackEmpty):
        packs.freeze(session, pack(session), revision=1, by=dana)


def test_only_a_frozen_pack_can_be_taken_away(session: Session) -> None:
    with pytest.raises(NotFound):
        packs.taken(session, filled(session), by=dana)
    with pytest.raises(NotFound):
        packs.get(session, 404, by=boris)


def test_a_pack_is_changed_until_it_is_frozen(session: Session) -> None:
    number = pack(session)
    packs.update(session, number, draft(name="Other"), revision=1, by=aigerim)
    with pytest.raises(Stale):
        packs.update(session, number, draft(), revision=1, by=aigerim)
    (row,) = packs.search(session, by=boris)
    assert (row.pack.name, row.made_by, row.items) == ("Other", aigerim.name, 0)


def test_the_same_save_twice_makes_one_pack(session: Session) -> None:
    made = {packs.create(session, draft(), by=aigerim, key="k").id for _ in range(2)}
    assert len(made) == 1


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"until": date(2023, 1, 1)}, "dates_reversed"),
        ({"indicators": []}, "no_indicator"),
        ({"indicators": ["fame"]}, "invalid"),
    ],
)
def test_a_pack_has_to_make_sense(typed: dict[str, object], code: str) -> None:
    with pytest.raises(drafts.InvalidDraft) as refused:
        draft(**typed)
    assert [each.code for each in refused.value.problems] == [code]


def test_a_pack_of_a_unit_that_is_not_there_is_refused(session: Session) -> None:
    with pytest.raises(Invalid):
        pack(session, unit_id=404)


def test_who_may_remove_a_pack(session: Session) -> None:
    number = filled(session)
    packs.freeze(session, number, revision=1, by=dana)
    with pytest.raises(NotAllowed):
        packs.delete(session, number, revision=2, by=aigerim)
    packs.delete(session, number, revision=2, by=dana)
    assert not session.scalars(select(EvidenceItem)).all()
    packs.delete(session, pack(session), revision=1, by=aigerim)
    assert packs.search(session, by=boris) == []


def test_names_are_safe_on_every_system() -> None:
    look = Look(draft(name='a/b: "c"?'), "", None, None, [])  # type: ignore[arg-type]
    assert evidence.file_name(look) == "a_b_ _c_"
    assert evidence._safe("..") == "_"
    assert evidence._safe("x" * 200 + ".pdf") == "x" * 96 + ".pdf"
    assert evidence._safe("x" * 200) == "x" * 100
