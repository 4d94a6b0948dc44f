"""Somebody's data is erased for good: nothing in the database, and nothing that brings it back."""

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
import sqlalchemy
from sqlmodel import Session

from tests.world import EMC, MARAT, SCIENCE_WEEK, aigerim, boris, dana, saule
from tracker import clock, db, wiping
from tracker.domain import (
    attachments,
    drafts,
    erasing,
    follow_ups,
    interactions,
    keeping,
    merging,
    news,
    people,
    saved_views,
    search,
    trash,
    undoing,
    unsent,
)
from tracker.domain.addresses import Asked
from tracker.domain.follow_ups import comments
from tracker.domain.models import (
    Attachment,
    DataBasisDraft,
    Erasure,
    EventPerson,
    FollowUp,
    FollowUpDraft,
    Import,
    ImportFile,
    ImportFindings,
    Interaction,
    InteractionDraft,
    JournalRow,
    Kind,
    Mention,
    NewsItem,
    NewsItemDraft,
    OutgoingMail,
    Person,
    PersonalContactDraft,
    PersonDraft,
    PositionDraft,
    SavedViewDraft,
    UndertakingKind,
)
from tracker.domain.people import PersonFilter, Sort
from tracker.domain.press import rejections, unfinished
from tracker.domain.press.unfinished import Begun
from tracker.domain.saving import id_of
from tracker.errors import Erased, Invalid, NotAllowed, NotFound, Stale

NAME, OTHER = "Қызғалдақ Түлкібаева", "Kyzgaldak Tulkibaeva"
PHONE, HOME, MAIL = "+7 701 987 65 43", "+7 777 123 99 88", "kyzgaldak@emc.example"
# Whatever of it stands anywhere gives her away.
WORDS = ("қызғалдақ", "түлкібаев", "kyzgaldak", "tulkibaev", "9876543", "987 65 43", "123 99 88")


def everything() -> Iterator[tuple[str, str]]:
    """Every value of every table of the database, as text."""
    with db.engine().connect() as connection:
        for name in sqlalchemy.inspect(connection).get_table_names():
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"'):
                for value in row:
                    yield name, _text(value)


def _text(value: object) -> str:
    return bytes(value).decode("utf-8", "ignore") if isinstance(value, bytes) else str(value)


def left() -> set[str]:
    """Tables in which something of her is left, also as JSON or an address spells it."""
    spelled = [each for word in WORDS for each in (word, json.dumps(word)[1:-1], quote(word))]
    small = [each.lower() for each in spelled]
    return {name for name, text in everything() if any(each in text.lower() for each in small)}


@pytest.fixture
def her(world: None) -> int:
    """Somebody about whom there is something in every corner of the database."""
    with db.transaction() as session:
        number = _record(session)
    with db.transaction() as session:
        _around(session, number)
    return number


def _record(session: Session) -> int:
    draft = PersonDraft(name=NAME, other_names=[OTHER], phone=PHONE, email=MAIL, notes=f"{NAME}!")
    person = people.create(session, draft, by=aigerim)
    number = id_of(person)
    post = PositionDraft(partner_id=EMC, title="Director")
    people.add_position(session, number, post, by=aigerim)
    home = PersonalContactDraft(personal_phone=HOME)
    keeping.set_contact(session, number, home, revision=0, by=aigerim)
    basis = DataBasisDraft(evidence=f"A letter of {NAME}")
    keeping.set_basis(session, number, basis, revision=0, by=aigerim)
    twin = people.create(session, PersonDraft(name=f"{NAME} (EMC)"), by=aigerim)
    revisions = (person.revision, twin.revision)
    merging.merge(session, Kind.PERSON, number, id_of(twin), revisions=revisions, by=dana)
    return number


def _around(session: Session, number: int) -> None:
    draft = InteractionDraft(happened_on=date(2024, 4, 8), summary=f"Spoke with {NAME}, {PHONE}")
    met = interactions.log(session, draft, partner_ids=[EMC], person_ids=[number], by=aigerim)
    text = "Кафедрада Қызғалдақ Түлкібаевамен кездесу өтті. EMC келді."
    article = NewsItemDraft(title=f"{NAME} at EMC", published_on=date(2024, 4, 9), text=text)
    item = id_of(news.create(session, article, by=aigerim))
    named: dict[str, Any] = {"span_start": 10, "span_end": 30, "quote": text}
    session.add(Mention(news_item_id=item, person_id=number, **named))
    place = text.index("EMC")
    session.add(Mention(news_item_id=item, partner_id=EMC, span_start=place, span_end=place + 3))
    wanted = {"partner_id": EMC, "owner_id": aigerim.id, "subject": f"Write to {OTHER}"}
    promise = follow_ups.create(session, drafts.checked(FollowUpDraft, wanted), by=aigerim)
    comments.say(session, id_of(promise), f"{NAME} did not answer", by=dana)
    session.add(EventPerson(event_id=SCIENCE_WEEK, person_id=number, partner_id=EMC))
    asked = Asked(PersonFilter(text=NAME), Sort.NAME, False)
    saved_views.save(session, Kind.PERSON, SavedViewDraft(name=NAME), asked, by=aigerim)
    begun = Begun(f"About {NAME}", proposed={"cards": [{"name": NAME, "spans": [1, 2]}]})
    unfinished.keep(session, "k", begun, by=aigerim)
    typed = [[EMC, {"name": "EMC", "mark": "1", "values": {"outcome": f"{NAME} was there"}}]]
    sheet = {"rows": json.dumps(typed, ensure_ascii=False)}
    unsent.keep(session, "0" * 32, "sheet-1", sheet, by=aigerim)
    mail: dict[str, Any] = {"subject": NAME, "text": f"{NAME}\nwaits", "html": f"<p>{NAME}</p>"}
    session.add(OutgoingMail(key="m", account_id=aigerim.id, message_id="x", **mail))
    for name, content in (
        ("Note.txt", f"With {NAME}"),
        (f"{NAME}.pdf", "%PDF"),
        ("EMC.txt", "E"),
    ):
        kept = {"name": name, "content": content.encode()}
        attachments.add(session, Kind.INTERACTION, id_of(met), **kept, by=aigerim)  # type: ignore[arg-type]
    for name, told in (("List.xlsx", NAME), ("Other.xlsx", "Somebody else")):
        kept = {"name": name, "content": _workbook(told)}
        attachments.add(session, Kind.INTERACTION, id_of(met), **kept, by=aigerim)  # type: ignore[arg-type]
    _import(session, f"{NAME};1".encode())


def _workbook(told: str) -> bytes:
    book = openpyxl.Workbook()
    book.active.append([told])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _import(session: Session, content: bytes) -> None:
    job = Import(kind=Kind.PERSON, created_by=dana.id, file_name=f"{NAME}.csv", sha256="x")
    job.sample = [[NAME]]
    session.add(job)
    session.flush()
    session.add(ImportFile(import_id=job.id or 0, content=content))
    session.flush()
    session.add(ImportFindings(import_id=job.id or 0, shown=[NAME]))
    session.flush()


def erase(session: Session, number: int, **chosen: Any) -> Erasure:
    person = session.get_one(Person, number)
    usual: dict[str, Any] = {"reason": f"{NAME} asked for it", "by": dana}
    usual["revision"] = person.revision
    return erasing.erase(session, number, **{**usual, **chosen})


def files_of(number: int) -> list[int]:
    with db.reading() as session:
        return [each for each, _ in erasing.preview(session, number, by=dana).files]


@pytest.mark.parametrize("whole", [False, True])
def test_nothing_of_somebody_is_left_in_any_table_or_in_the_file(
    her: int, database: str, whole: bool
) -> None:
    assert len(left()) > 15
    files = files_of(her)
    with db.transaction() as session:
        proof = erase(session, her, whole=whole, file_ids=files)
    assert left() == set()
    assert (proof.person_id, proof.whole, proof.account_id) == (her, whole, dana.id)
    assert proof.reason.endswith("asked for it")
    assert wiping.wipe()
    if database.startswith("sqlite"):
        path = Path(database.removeprefix("sqlite:///"))
        held = b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
        text = held.decode("utf-8", "ignore").lower()
        assert [word for word in WORDS if word in text] == []


def test_a_former_contact_is_left_where_somebody_was(her: int) -> None:
    with db.transaction() as session:
        erase(session, her)
    with db.reading() as session:
        person = people.get(session, her, by=boris)
        assert "Former contact" in person.name
        assert (person.phone, person.email, person.notes, person.other_names) == (
            *(None, None, None),
            [],
        )
        (met,) = session.scalars(sqlalchemy.select(Interaction)).all()
        assert [each.person_id for each in met.people] == [her]
        assert met.summary.startswith("Spoke with •••")
        (there,) = people.positions(session, her, by=boris)
        assert (there.partner_id, there.title) == (EMC, "")
        # What others say of it stands where it stood.
        mention = session.scalars(sqlalchemy.select(Mention)).one()
        item = session.scalars(sqlalchemy.select(NewsItem)).one()
        assert (item.text or "")[mention.span_start : mention.span_end] == "EMC"
        assert session.get_one(Person, MARAT).name == "Марат Әлиев"
        # Files that nobody chose stay, under a name that gives nobody away.
        assert len(session.scalars(sqlalchemy.select(Attachment)).all()) == 5
    with pytest.raises(Erased), db.transaction() as session:
        people.update(session, her, PersonDraft(name=NAME), revision=person.revision, by=aigerim)


def test_who_is_erased_is_found_no_more_and_what_spoke_of_them_by_its_other_words(
    her: int,
) -> None:
    def found(text: str) -> list[str]:
        with db.reading() as session:
            return [str(each) for each in search.search(session, text, by=boris)]

    assert any("Spoke" in each for each in found("Түлкібаева"))
    with db.transaction() as session:
        erase(session, her)
    assert found("Түлкібаева") == []
    assert any("Spoke" in each for each in found("Spoke"))


def test_of_who_is_erased_whole_no_row_and_no_number_is_left(her: int) -> None:
    with db.transaction() as session:
        erase(session, her, whole=True)
    with db.transaction() as session:
        with pytest.raises(NotFound):
            people.get(session, her, by=boris)
        (met,) = session.scalars(sqlalchemy.select(Interaction)).all()
        assert met.people == []
        later = people.create(session, PersonDraft(name="Somebody Else"), by=aigerim)
        assert id_of(later) > her + 1


@pytest.mark.parametrize("whole", [False, True])
def test_neither_the_trash_nor_a_merge_taken_back_brings_anybody_back(
    her: int, whole: bool
) -> None:
    with db.transaction() as session:
        person = session.get_one(Person, her)
        trash.delete(session, Kind.PERSON, her, revision=person.revision, by=dana)
    with db.transaction() as session:
        erase(session, her, whole=whole)
    with db.transaction() as session:
        if whole:
            with pytest.raises(NotFound):
                trash.restore(session, Kind.PERSON, her, by=dana)
        else:
            trash.restore(session, Kind.PERSON, her, by=dana)
    with db.transaction() as session:
        for work in undoing.recent(session, by=dana).rows:
            undoing.undo(session, work.id, by=dana)
    assert left() <= {"attachment_content"}


def test_an_import_taken_back_takes_the_rest_and_leaves_nobody(world: None) -> None:
    kind = UndertakingKind.IMPORT
    with db.transaction() as session:  # noqa: SIM117 - the work ends before its transaction does
        with undoing.recorded(session, kind, NAME, by=dana) as work:
            number = id_of(people.create(session, PersonDraft(name=NAME), by=dana))
            other = id_of(people.create(session, PersonDraft(name="Somebody Else"), by=dana))
            for each in (number, other):
                people.add_position(session, each, PositionDraft(partner_id=EMC), by=dana)
    with db.transaction() as session:
        erase(session, number)
    with db.transaction() as session:
        undoing.undo(session, work.id or 0, by=dana)
        assert "Former" in people.get(session, number, by=boris).name
        with pytest.raises(NotFound):
            people.get(session, other, by=boris)
    assert left() == set()


def test_a_name_that_begins_a_line_goes_out_of_what_can_be_taken_back_too(world: None) -> None:
    at = "in the morning, " * 5
    lines = f"Whom to ask {at}:\n{NAME}, {PHONE}\n{PHONE}\n{at}"
    with db.transaction() as session:
        her = id_of(people.create(session, PersonDraft(name=NAME, phone=PHONE), by=aigerim))
        wanted = {"partner_id": EMC, "owner_id": aigerim.id, "subject": "Call", "notes": lines}
        promise = id_of(
            follow_ups.create(session, drafts.checked(FollowUpDraft, wanted), by=aigerim)
        )
        sheet = {"rows": json.dumps([[EMC, {"outcome": lines}]])}
        unsent.keep(session, "0" * 32, "sheet-1", sheet, by=aigerim)
        for note in (f"NOTE:Ask:\\n{NAME}", f"NOTE:Ask:\\N{NAME}"):
            _import(session, note.encode())
    with db.transaction() as session:
        kind = UndertakingKind.BULK
        with undoing.recorded(session, kind, "To Dana", by=dana) as work:
            follow_ups.reassign(session, [promise], owner_id=dana.id, by=dana)
    with db.transaction() as session:
        told = erasing.preview(session, her, by=dana)
        spoken = {each.table: each.words for each in told.passages}
        for words in (spoken["journal_row"], spoken["unsent_text"]):
            assert words.startswith("… ")
            assert f": {NAME}, {PHONE}" in words
            assert words.endswith(" …")
        erase(session, her, whole=True)
    assert left() == set()
    with db.transaction() as session:
        (row,) = session.scalars(sqlalchemy.select(JournalRow)).all()
        assert json.loads(row.before or "")["notes"].startswith(f"Whom to ask {at}:\n•")
        assert follow_ups.take_back_many(session, work.id or 0, by=dana) == []
        assert session.get_one(FollowUp, promise).owner_id == aigerim.id


def test_that_her_name_is_not_proposed_is_forgotten_with_her(session: Session) -> None:
    number = id_of(people.create(session, PersonDraft(name=NAME), by=aigerim))
    rejections.learn(session, rejected=[NAME.upper(), "EMC"], confirmed=[], by=aigerim)
    assert erasing.preview(session, number, by=dana).rows["press_rejection"] == 1
    erase(session, number, in_texts=False)
    assert len(rejections.search(session, by=saule)) == 2
    other = id_of(people.create(session, PersonDraft(name=NAME), by=aigerim))
    erase(session, other)
    assert [row.written for row in rejections.search(session, by=saule)] == ["EMC"]


def test_a_preview_says_what_would_change_and_changes_nothing(her: int) -> None:
    before = sorted(everything())
    with db.reading() as session:
        told = erasing.preview(session, her, by=dana, spellings=["  ", "Director"])
    assert sorted(everything()) == before
    assert told.rows["interaction"] == told.rows["comment"] == 1
    assert told.rows["position"] == 1  # a further spelling: somebody else is a director, too
    spoken = next(each for each in told.passages if each.table == "interaction")
    assert (spoken.kind, spoken.record_id) == ("interaction", 1)
    assert "Spoke with" in spoken.words
    assert {each.kind for each in told.passages if each.table == "comment"} == {"follow_up"}
    assert [name for _, name in told.files] == ["Note.txt", f"{NAME}.pdf", "List.xlsx"]
    with db.transaction() as session:
        people.create(session, PersonDraft(name=NAME.upper()), by=aigerim)
    with db.reading() as session:
        told = erasing.preview(session, her, by=dana)
    assert [name for _, name in told.namesakes] == [NAME.upper()]


def test_the_texts_of_others_may_be_left(her: int) -> None:
    with db.transaction() as session:
        erase(session, her, in_texts=False)
    with db.reading() as session:
        (met,) = session.scalars(sqlalchemy.select(Interaction)).all()
        assert NAME in met.summary
    assert not {"person", "data_basis", "personal_contact", "position"} & left()


def test_a_name_of_one_word_is_taken_out_of_what_is_theirs_alone(session: Session) -> None:
    number = id_of(people.create(session, PersonDraft(name="Асель"), by=aigerim))
    assert erasing.preview(session, number, by=dana) == erasing.Preview({}, [], [], [])
    draft = InteractionDraft(happened_on=clock.today(), summary="Асель and Асель")
    interactions.log(session, draft, partner_ids=[EMC], person_ids=[number], by=aigerim)
    erase(session, number)
    session.expire_all()
    assert session.scalars(sqlalchemy.select(Interaction)).one().summary == "Асель and Асель"


def test_somebody_else_of_the_same_first_name_stays(session: Session) -> None:
    draft = InteractionDraft(happened_on=clock.today(), summary="Spoke with Марат Сериков")
    interactions.log(session, draft, partner_ids=[EMC], by=aigerim)
    assert erasing.preview(session, MARAT, by=dana).rows == {}
    erase(session, MARAT)
    session.expire_all()
    assert "Сериков" in session.scalars(sqlalchemy.select(Interaction)).one().summary


def test_erasing_needs_a_reason_the_version_on_show_and_somebody_who_may(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        erase(session, MARAT, reason="  ")
    assert (refused.value.field, refused.value.code) == ("reason", "required")
    with pytest.raises(Stale):
        erase(session, MARAT, revision=7)
    with pytest.raises(NotAllowed):
        erase(session, MARAT, by=aigerim)
    with pytest.raises(NotFound):
        erasing.preview(session, 99, by=dana)
    assert session.get_one(Person, MARAT).name == "Марат Әлиев"


def test_a_proof_is_left_without_a_name(session: Session) -> None:
    assert erasing.left_in_files(session) == 0
    erase(session, MARAT, reason="Марат Әлиев wrote on 5 May")
    (proof,) = erasing.proofs(session, by=dana).rows
    assert (proof.person_id, proof.who) == (MARAT, dana.name)
    assert proof.reason == "••••• ••••• wrote on 5 May"
    assert erasing.left_in_files(session) == 1
    erasing.rewritten(session)
    assert erasing.left_in_files(session) == 0
