"""Files of records: what is kept, under which name, and who gets it."""

import hashlib
import zipfile
from io import BytesIO

import pytest
from PIL import Image
from sqlmodel import Session, select

from tests.world import EMC, MARAT, SCIENCE_WEEK, aigerim, boris, dana
from tracker import db
from tracker.domain import attachments, file_types, trash
from tracker.domain.models import AttachmentContent, Change, Kind
from tracker.errors import Invalid, NotAllowed, NotFound

PDF = b"%PDF-1.7\n1 0 obj\n"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def picture(form: str) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (2, 2)).save(drawn, form)
    return drawn.getvalue()


def archive(*parts: str, mimetype: str = "") -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as writing:
        if mimetype:
            writing.writestr("mimetype", mimetype)
        for part in parts:
            writing.writestr(part, "<x/>")
    return packed.getvalue()


def office(part: str, *more: str) -> bytes:
    return archive("[Content_Types].xml", part, *more)


def keep(
    session: Session, name: str = "memo.pdf", content: bytes = PDF, key: str | None = None
) -> int:
    added = attachments.add(
        session, Kind.PARTNER, EMC, name=name, content=content, by=aigerim, key=key
    )
    assert added.id is not None
    return added.id


def listed(session: Session) -> list[str]:
    return [row.name for row in attachments.of(session, Kind.PARTNER, EMC, by=boris)]


GOOD = {
    "a.pdf": PDF,
    "a.docx": office("word/document.xml"),
    "a.xlsx": office("xl/workbook.xml"),
    "a.pptx": office("ppt/presentation.xml"),
    "a.odt": archive("content.xml", mimetype=ODT),
    "a.ods": archive("content.xml", mimetype=ODS),
    "a.jpg": picture("JPEG"),
    "a.jpeg": picture("JPEG"),
    "a.png": picture("PNG"),
    "a.webp": picture("WEBP"),
    "utf-8.txt": "Ғылым апталығы".encode(),
    "windows.txt": "Неделя науки".encode("cp1251"),
    "utf-16.csv": "Ғылым;1".encode("utf-16"),
    "a.csv": b"name,city\r\nEMC,Semey\r\n",
}
BAD = {
    "page.html": b"<html></html>",
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "program.exe": b"MZ\x90\x00",
    "letter.eml": b"From: a@b.kz\n",
    "all.zip": archive("a.txt"),
    "no extension": PDF,
    "pdf": PDF,
    "really-a-picture.pdf": picture("PNG"),
    "really-nothing.pdf": b"hello",
    "really-html.png": b"<html></html>",
    "really-an-archive.docx": archive("a.txt"),
    "really-a-workbook.docx": office("xl/workbook.xml"),
    "no-such-part.docx": office("other.xml"),
    "with-programs.docx": office("word/document.xml", "word/vbaProject.bin"),
    "broken.docx": b"PK\x03\x04" + b"\xff" * 100,
    "presentation.odt": archive("a", mimetype="application/vnd.oasis.opendocument.presentation"),
    "template.odt": archive("a", mimetype=ODT + "-template"),
    "program.txt": b"MZ\x90\x00\x03",
    "neither-page.txt": b"\x98\xff",
    "half-wide.txt": b"\xff\xfea",
}


@pytest.mark.parametrize("name", GOOD)
def test_documents_pictures_and_texts_are_kept(name: str) -> None:
    kept = file_types.recognised(name, GOOD[name])
    assert kept == (name, file_types.TYPES[name.rpartition(".")[2]])


@pytest.mark.parametrize("name", BAD)
def test_what_could_run_or_is_not_what_its_name_says_is_refused(name: str) -> None:
    assert file_types.recognised(name, BAD[name]) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\Users\\Dana\\memo.pdf", "memo.pdf"),
        ("../../etc/memo.pdf", "memo.pdf"),
        ("Меморандум  ЭМС.PDF", "Меморандум ЭМС.pdf"),
        ("memo\u202efdp.exe\u202c.pdf", "memofdp.exe.pdf"),
        ("me\nmo\x00.pdf", "me mo.pdf"),
        ('a<b>:"c|?*.pdf', "a b c.pdf"),
        (".pdf", "file.pdf"),
        ("...pdf", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_file_keeps_a_name_that_is_safe_everywhere(typed: str, kept: str) -> None:
    found = file_types.recognised(typed, PDF)
    assert found is not None
    assert found.name == kept


def test_a_file_comes_back_as_it_was_put_there(session: Session) -> None:
    number = keep(session)
    assert attachments.content(session, number, by=boris) == ("memo.pdf", "application/pdf", PDF)
    row = attachments.of(session, Kind.PARTNER, EMC, by=boris)[0]
    assert (row.id, row.name, row.size, row.added_by) == (
        number,
        "memo.pdf",
        len(PDF),
        aigerim.name,
    )


def test_the_fingerprint_of_a_file_is_stored(session: Session) -> None:
    added = attachments.add(
        session, Kind.EVENT, SCIENCE_WEEK, name="a.pdf", content=PDF, by=aigerim
    )
    assert added.sha256 == hashlib.sha256(PDF).hexdigest()
    assert added.event_id == SCIENCE_WEEK


@pytest.mark.parametrize(
    ("content", "code", "values"),
    [
        (b"", "file_empty", {"name": "a.pdf"}),
        (b"hello", "file_kind", {"name": "a.pdf", "kinds": ", ".join(file_types.TYPES).upper()}),
        (PDF + bytes(attachments.LIMIT), "file_too_large", {"name": "a.pdf", "limit": 20}),
    ],
)
def test_a_refused_file_is_told_why(
    session: Session, content: bytes, code: str, values: dict[str, object]
) -> None:
    with pytest.raises(Invalid) as refused:
        keep(session, "a.pdf", content)
    assert (refused.value.field, refused.value.code) == ("file", code)
    assert refused.value.values == values


def test_a_file_of_twenty_megabytes_is_kept(session: Session) -> None:
    number = keep(session, content=PDF + bytes(attachments.LIMIT - len(PDF)))
    assert len(attachments.content(session, number, by=boris).content) == attachments.LIMIT


def test_the_same_upload_twice_is_kept_once(world: None) -> None:
    for _ in range(2):
        with db.transaction() as session:
            keep(session, key="k")
    with db.reading() as session:
        assert listed(session) == ["memo.pdf"]


def test_a_removed_file_is_gone_with_its_content_and_stays_in_the_history(
    session: Session,
) -> None:
    number = keep(session)
    attachments.remove(session, number, by=aigerim)
    assert listed(session) == []
    assert session.exec(select(AttachmentContent)).all() == []
    changes = select(Change.old, Change.new).where(Change.field == "files").order_by("id")
    assert [tuple(each) for each in session.exec(changes)] == [
        (None, "memo.pdf"),
        ("memo.pdf", None),
    ]


def test_a_file_of_a_trashed_record_is_not_served(session: Session) -> None:
    number = keep(session)
    trash.delete(session, Kind.PARTNER, EMC, revision=1, by=dana)
    with pytest.raises(NotFound):
        attachments.content(session, number, by=boris)
    with pytest.raises(NotFound):
        attachments.of(session, Kind.PARTNER, EMC, by=boris)
    with pytest.raises(NotFound):
        keep(session)
    trash.restore(session, Kind.PARTNER, EMC, by=dana)
    assert attachments.content(session, number, by=boris).content == PDF


def test_an_unknown_file_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        attachments.content(session, 404, by=boris)


def test_a_person_has_no_files(session: Session) -> None:
    with pytest.raises(NotFound):
        attachments.add(session, Kind.PERSON, MARAT, name="a.pdf", content=PDF, by=aigerim)


def test_a_viewer_reads_files_but_adds_and_removes_none(session: Session) -> None:
    number = keep(session)
    with pytest.raises(NotAllowed):
        attachments.add(session, Kind.PARTNER, EMC, name="a.pdf", content=PDF, by=boris)
    with pytest.raises(NotAllowed):
        attachments.remove(session, number, by=boris)


def test_a_file_hangs_only_on_a_record_that_is_there(session: Session) -> None:
    with pytest.raises(NotFound):
        attachments.of(session, Kind.PARTNER, 404, by=boris)
    with pytest.raises(NotFound):
        attachments.of(session, Kind.UNIT, 1, by=boris)
