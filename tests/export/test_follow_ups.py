"""The exported list of follow-ups: whose language, which rows, who may."""

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl

import openpyxl
import pytest
from sqlmodel import Session

from tests.world import EMC, SCIENCE_WEEK, VETERINARY, aigerim, boris, dana
from tracker import clock, i18n
from tracker.access import User
from tracker.domain import drafts, follow_ups
from tracker.domain.follow_ups import FollowUpFilter, Shown, Sort
from tracker.domain.models import Direction, FollowUpDraft, FollowUpKind, FollowUpStatus
from tracker.errors import Invalid, NotAllowed
from tracker.export import follow_ups as export
from tracker.export.follow_ups import Format

BASE = "https://tracker.uni.example/"
EVERYTHING = FollowUpFilter(shown=Shown.ALL)
_ASKED = "=Ветеринария бойынша қайта даярлау"


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


def file(
    session: Session,
    form: Format,
    wanted: FollowUpFilter = EVERYTHING,
    *,
    by: User = dana,
) -> bytes:
    written = io.BytesIO()
    export.write(session, written, wanted, by=by, form=form, base=BASE)
    return written.getvalue()


def cells(raw: bytes) -> list[list[object]]:
    page = openpyxl.load_workbook(io.BytesIO(raw)).active
    assert page is not None
    return [[cell.value for cell in row] for row in page.rows]


def test_a_workbook_is_in_the_readers_language(session: Session, late: int) -> None:
    lines = cells(file(session, Format.XLSX, by=replace(dana, language="kk")))
    head = next(line for line in lines if line[0] == "№")
    assert head[1:3] == ["Мерзімі", "Кешігуі"]
    assert lines[-1][2] == "3 күн кешікті"
    assert lines[-1][8] == "Ветеринария кафедрасы"


def test_a_workbook_says_what_the_list_was_narrowed_to(session: Session, late: int) -> None:
    wanted = FollowUpFilter(
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
    said = [line[0] for line in cells(file(session, Format.XLSX, wanted))]
    for note in (
        "Shown: Overdue",
        "Owner: Айгерім Сейітова",
        "Partner: EMC",
        "Unit: Department of Veterinary",
        "Event: Science Week",
    ):
        assert note in said
    assert any(str(each).startswith("Made: ") and "Дана Ахметова" in str(each) for each in said)
    assert said[-1] == late


@pytest.mark.parametrize(
    ("wanted", "note"),
    [
        (FollowUpFilter(shown=Shown.CLOSED), "Shown: Closed"),
        (FollowUpFilter(status=FollowUpStatus.DONE), "Shown: Done"),
        (FollowUpFilter(owner_id=404), "Owner: 404"),
    ],
)
def test_a_list_without_rows_still_says_why(
    session: Session, wanted: FollowUpFilter, note: str
) -> None:
    assert note in [line[0] for line in cells(file(session, Format.XLSX, wanted))]


def test_csv_holds_the_filtered_rows_with_a_link_back(session: Session, late: int) -> None:
    raw = file(session, Format.CSV, FollowUpFilter(overdue=True)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(raw, newline=""), delimiter=";"))
    assert [row["Link"] for row in rows] == [f"https://tracker.uni.example/follow_up?id={late}"]
    assert rows[0]["Due"] == (clock.today() - timedelta(days=3)).isoformat()
    assert rows[0]["In their words"] == f"'{_ASKED}"
    closed = file(session, Format.CSV, FollowUpFilter(shown=Shown.CLOSED))
    assert len(closed.decode().splitlines()) == 1


def test_json_speaks_in_codes(session: Session, late: int) -> None:
    (row,) = json.loads(file(session, Format.JSON, by=replace(dana, language="kk")))
    assert (row["id"], row["kind"], row["status"]) == (late, "retraining", "open")
    assert row["quote"] == _ASKED
    assert row["is_overdue"] is True


@pytest.mark.parametrize("form", list(Format))
@pytest.mark.parametrize("reader", [boris, aigerim])
def test_only_a_manager_takes_lists_away(session: Session, form: Format, reader: User) -> None:
    with pytest.raises(NotAllowed):
        file(session, form, by=reader)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_file_is_called_after_the_list_and_the_day(language: str) -> None:
    with i18n.speaking(language):
        assert export.name(Format.XLSX).endswith(f" {clock.today().isoformat()}.xlsx")


def test_an_address_asks_for_exactly_the_list_on_the_screen() -> None:
    wanted = FollowUpFilter(
        text="ә&b=c",
        overdue=True,
        owner_id=1,
        kind=FollowUpKind.RETRAINING,
        due_from=clock.today(),
    )
    address = export.address(Format.CSV, wanted, Sort.OWNER, descending=True)
    path, _, query = address.partition("?")
    assert path == "/download/follow-ups.csv"
    assert export.asked(dict(parse_qsl(query))) == (wanted, Sort.OWNER, True)
    assert export.asked({}) == (FollowUpFilter(), Sort.DUE, False)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"status": "lost"},
        {"owner_id": "me"},
        {"owner_id": "99999999999999999999"},
        {"due_from": "someday"},
        {"sort": "id; DROP TABLE"},
        {"colour": "red"},
    ],
)
def test_nonsense_in_an_address_is_refused_rather_than_passed_over(
    nonsense: dict[str, str],
) -> None:
    with pytest.raises(Invalid):
        export.asked(nonsense)
