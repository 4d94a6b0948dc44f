"""The screens of interactions: the list, one contact with everybody in it, and its files."""

from datetime import date

from tests.screens import OpenApp, field, items, offers, press, rows, save
from tests.world import (
    EMC,
    MARAT,
    SCIENCE_WEEK,
    SEMEY_ENGINEERING,
    VETERINARY,
    aigerim,
    boris,
    dana,
)
from tracker import db
from tracker.domain import attachments, follow_ups, interactions
from tracker.domain.interactions import InteractionDetail
from tracker.domain.models import InteractionDraft, InteractionKind, Kind
from tracker.ui import nav


def log(**typed: object) -> int:
    given = {"happened_on": date(2024, 4, 8), "summary": "Joint research", **typed}
    with db.transaction() as session:
        logged = interactions.log(
            session,
            InteractionDraft.model_validate(given),
            partner_ids=[EMC, SEMEY_ENGINEERING],
            person_ids=[MARAT],
            colleague_ids=[aigerim.id, dana.id],
            next_step=follow_ups.NextStep(subject="Draft", due_on=None, owner_id=dana.id),
            by=aigerim,
        )
    assert logged.id
    return logged.id


def stored(number: int) -> InteractionDetail:
    with db.reading() as session:
        return interactions.get(session, number, by=boris)


def test_the_list_names_everybody_and_narrows(open_app: OpenApp) -> None:
    log()
    log(summary="Call about samples", kind=InteractionKind.CALL, happened_on=date(2024, 5, 2))
    shown = rows(open_app(boris, nav.INTERACTIONS))
    assert [row["label"] for row in shown] == ["Call about samples", "Joint research"]
    assert shown[0]["cells"]["3"] == "EMC, Semey Engineering"
    for narrowed in ({"kind": "call"}, {"from": "2024-05-01"}, {"q": "samples"}):
        (row,) = rows(open_app(boris, nav.INTERACTIONS, **narrowed))
        assert row["label"] == "Call about samples"
    assert rows(open_app(boris, nav.INTERACTIONS, colleague=str(boris.id))) == []


def test_an_empty_list_says_what_to_do(open_app: OpenApp) -> None:
    assert "Log a meeting" in open_app(boris, nav.INTERACTIONS).text[0].value


def test_a_page_names_everybody_with_links_and_what_came_of_it(open_app: OpenApp) -> None:
    number = log(event_id=SCIENCE_WEEK, unit_id=VETERINARY, outcome="They agreed")
    at = open_app(boris, nav.INTERACTION, id=str(number))
    assert not at.exception
    assert {item["href"]: item["title"] for item in items(at)} == {
        "partner?id=1": "EMC",
        "partner?id=2": "Semey Engineering",
        "person?id=1": "Марат Әлиев",
        "event?id=1": "Science Week",
        "unit?id=1": "Department of Veterinary",
        "follow_up?id=1": "Draft",
    }


def test_a_viewer_is_offered_no_act(open_app: OpenApp) -> None:
    at = open_app(boris, nav.INTERACTION, id=str(log()))
    assert offers(at) == []
    assert not at.get("file_uploader")


def test_an_edit_keeps_everybody_who_was_there(open_app: OpenApp) -> None:
    number = log()
    with db.transaction() as session:
        closed = interactions.get(session, number, by=aigerim)
        assert len(closed.colleagues) == 2
    at = press(open_app(aigerim, nav.INTERACTION, id=str(number)), "interaction.edit")
    at.text_area(key=field(at, ".outcome")).input("They agreed")
    assert not save(at).exception
    detail = stored(number)
    assert detail.interaction.outcome == "They agreed"
    assert [len(who) for who in (detail.partners, detail.people, detail.colleagues)] == [2, 1, 2]


def test_a_file_is_kept_once_and_listed_with_its_size(open_app: OpenApp) -> None:
    number = log()
    at = open_app(aigerim, nav.INTERACTION, id=str(number))
    at.file_uploader[0].upload("Хаттама.txt", "Сәлем".encode(), "text/plain").run()
    (file,) = [item for item in items(at) if item["file"]]
    assert (file["title"], file["file"]) == ("Хаттама.txt", "/download/file/1")
    assert file["meta"] == f"TXT · 1 KB · {aigerim.name}"
    at.run()
    with db.reading() as session:
        assert len(attachments.of(session, Kind.INTERACTION, number, by=boris)) == 1


def test_a_refused_file_is_told_by_its_name(open_app: OpenApp) -> None:
    at = open_app(aigerim, nav.INTERACTION, id=str(log()))
    at.file_uploader[0].upload("setup.exe", b"MZ", "application/octet-stream").run()
    assert "setup.exe" in at.error[0].value


def test_a_file_is_removed_after_a_question(open_app: OpenApp) -> None:
    number = log()
    with db.transaction() as session:
        attachments.add(session, Kind.INTERACTION, number, name="a.txt", content=b"a", by=aigerim)
    at = open_app(aigerim, nav.INTERACTION, id=str(number))
    at.session_state["dialog"] = ("file.remove", {"key": "k", "id": 1})
    assert not press(at.run(), "file.remove.confirm").exception
    with db.reading() as session:
        assert attachments.of(session, Kind.INTERACTION, number, by=boris) == []


def test_of_two_files_the_good_one_is_kept_once_though_the_other_is_refused(
    open_app: OpenApp,
) -> None:
    number = log()
    at = open_app(aigerim, nav.INTERACTION, id=str(number))
    given = at.file_uploader[0].upload("a.txt", b"a", "text/plain")
    given.upload("setup.exe", b"MZ", "application/octet-stream").run()
    assert len(at.error) == 1
    at.run()
    with db.reading() as session:
        kept = attachments.of(session, Kind.INTERACTION, number, by=boris)
    assert [row.name for row in kept] == ["a.txt"]
