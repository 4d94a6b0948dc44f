"""The page of imports, from the file to the taking back, driven as a manager drives it."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens import OpenApp, items, press
from tests.world import EMC, aigerim, boris, dana
from tracker import clock, db
from tracker.domain import importing, partners
from tracker.domain.models import (
    Import,
    ImportFile,
    ImportState,
    Kind,
    Partner,
    PartnerDraft,
)
from tracker.i18n import speaking, t
from tracker.ingest import running
from tracker.ui import nav


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def given(text: str, name: str = "old.csv") -> str:
    """Keep a file as the page does; its number for the address."""
    read = running.given(Kind.PARTNER, name, text.encode())
    with db.transaction() as session:
        return str(importing.keep(session, Kind.PARTNER, read, by=dana).id)


def job(number: str) -> Import:
    with db.reading() as session:
        return importing.get(session, int(number), by=dana)


def until_done(at: AppTest, number: str) -> AppTest:
    """Look again until the process beside the server has done its step."""
    ends = time.monotonic() + 60
    while job(number).state in (ImportState.CHECKING, ImportState.RUNNING):
        assert time.monotonic() < ends
        time.sleep(0.1)
    return at.run()


def texts(at: AppTest) -> list[str]:
    return [*(each.value for each in at.text), *(each.value for each in at.caption)]


def metrics(at: AppTest) -> dict[str, str]:
    return {each.label: each.value for each in at.metric}


OLD = "Name;City;Sector;Who\nEMC;Semey;museum;x\nNova;Semey;school;y\nBad;;nonsense;z\n"


def test_only_managers_have_the_page(open_app: OpenApp) -> None:
    for user in (boris, aigerim):
        with pytest.raises(ValueError, match="imports"):
            open_app(user, nav.IMPORTS)
    assert not open_app(dana, nav.IMPORTS).exception


def test_a_file_is_given_and_opens_its_page(open_app: OpenApp) -> None:
    at = open_app(dana, nav.IMPORTS)
    assert t("import.none") in texts(at)
    at.file_uploader[0].set_value([("old.csv", OLD.encode(), "text/csv")]).run()
    assert not at.exception
    assert job("1").file_name == "old.csv"
    assert [each.value for each in at.selectbox] == ["name", "city", "sector", None]
    assert t("import.columns") in [each.value for each in at.header]


def test_a_bad_file_is_refused_with_a_sentence(open_app: OpenApp) -> None:
    at = open_app(dana, nav.IMPORTS)
    at.file_uploader[0].set_value([("old.csv", b"", "text/csv")]).run()
    assert at.error[0].value == t("error.file_empty", name="old.csv")


def test_the_whole_way_and_back(open_app: OpenApp) -> None:
    number = given(OLD)
    at = open_app(dana, nav.IMPORT, id=number)
    at.selectbox(key=f"import.{number}.column.3").set_value("notes").run()
    assert job(number).columns[3] == "notes"
    at = until_done(press(at, "import.check"), number)
    assert metrics(at) == {
        t("import.would_created"): "1",
        t("import.would_updated"): "1",
        t("import.would_left"): "0",
        t("import.would_rejected"): "1",
    }
    lines = {item["title"]: item["text"] for item in items(at)}
    assert "There is no “nonsense” here" in lines[t("import.row", row=4)]
    assert "Sector: Industry → Museum" in lines["EMC"]
    at = until_done(press(at, "import.run"), number)
    assert at.success[0].value == t("import.done")
    with db.reading() as session:
        assert partners.get(session, EMC, by=dana).notes == "x"
    (line,) = items(open_app(dana, nav.IMPORTS))
    assert (line["title"], line["href"]) == ("old.csv", f"import?id={number}")
    assert "1 created · 1 updated · 1 rejected" in line["text"]

    at = press(press(at, "import.take_back"), "import.take_back.confirm")
    assert job(number).state is ImportState.UNDONE
    assert at.info[0].value == t("import.undone")


def test_what_was_changed_since_is_kept_only_when_one_says_so(open_app: OpenApp) -> None:
    number = given("Name;City\nEMC;Semey\nNova;Semey\n")
    at = until_done(press(open_app(dana, nav.IMPORT, id=number), "import.check"), number)
    at = until_done(press(at, "import.run"), number)
    with db.transaction() as session:
        emc = partners.get(session, EMC, by=aigerim)
        partners.update(
            session, EMC, PartnerDraft(name_en="EMC"), revision=emc.revision, by=aigerim
        )
    at = press(press(at, "import.take_back"), "import.take_back.confirm")
    assert job(number).state is ImportState.DONE
    assert "EMC" in at.warning[0].value
    press(at, "import.take_back.confirm")
    assert job(number).state is ImportState.UNDONE


def test_one_field_is_one_column(open_app: OpenApp) -> None:
    number = given(OLD)
    at = open_app(dana, nav.IMPORT, id=number)
    at.selectbox(key=f"import.{number}.column.3").set_value("city").run()
    assert at.error[0].value == t("error.column_twice_meant")
    assert not [each for each in at.button if each.key == "import.check"]


def test_a_file_without_names_is_not_checked(open_app: OpenApp) -> None:
    number = given("A;B\n1;2\n")
    at = press(open_app(dana, nav.IMPORT, id=number), "import.check")
    assert at.error[0].value == t("error.column_needed")


def test_questions_are_answered_on_the_page(open_app: OpenApp) -> None:
    with db.transaction() as session:
        session.add(Partner(name_en="University of Arizona"))
    number = given("Name\nУниверситет штата Аризона\n")
    at = until_done(press(open_app(dana, nav.IMPORT, id=number), "import.check"), number)
    (asked,) = at.selectbox
    assert asked.options[0] == t("import.it_is", name="University of Arizona")
    asked.set_value("3").run()
    assert list(job(number).answers.values()) == ["3"]
    at = until_done(press(at, "import.run"), number)
    assert metrics(at)["Updated"] == "1"
    with db.reading() as session:
        known = session.get(Partner, 3)
        assert known is not None
        assert known.name_ru == "Университет штата Аризона"


def test_one_may_go_back_to_the_columns(open_app: OpenApp) -> None:
    number = given(OLD)
    at = until_done(press(open_app(dana, nav.IMPORT, id=number), "import.check"), number)
    press(at, "import.back")
    assert job(number).state is ImportState.NEW


def stopped(number: str, **changed: Any) -> None:
    with db.transaction() as session:
        found = session.get(Import, int(number))
        assert found is not None
        found.sqlmodel_update(changed)


def test_work_under_way_says_how_far_it_is(open_app: OpenApp) -> None:
    number = given(OLD)
    stopped(number, state=ImportState.CHECKING, looked_at=2)
    at = open_app(dana, nav.IMPORT, id=number)
    assert t("import.may_leave") in texts(at)
    assert not [each for each in at.button if each.key == "import.again"]


def test_work_that_died_can_be_started_again(open_app: OpenApp) -> None:
    number = given(OLD)
    long_ago = clock.now() - 2 * importing.jobs.SILENT
    stopped(number, state=ImportState.CHECKING, seen_at=long_ago)
    at = open_app(dana, nav.IMPORT, id=number)
    assert at.error[0].value == t("import.silent")
    until_done(press(at, "import.again"), number)
    assert job(number).state is ImportState.CHECKED


def test_a_step_that_fails_says_why_and_leaves_the_choices(open_app: OpenApp) -> None:
    number = given(OLD)
    stopped(number, state=ImportState.FAILED, failure="import_failed")
    at = open_app(dana, nav.IMPORT, id=number)
    assert at.error[0].value == t("error.import_failed")
    assert [each for each in at.button if each.key == "import.check"]


def test_what_should_be_known_of_the_file_stands_on_top(open_app: OpenApp) -> None:
    first = given(OLD)
    at = until_done(press(open_app(dana, nav.IMPORT, id=first), "import.check"), first)
    until_done(press(at, "import.run"), first)
    at = open_app(dana, nav.IMPORT, id=given(OLD))
    assert "imported before" in at.warning[0].value


def test_a_process_that_dies_leaves_the_import_as_failed(open_app: OpenApp) -> None:
    number = given(OLD)
    with db.transaction() as session:
        importing.begin(session, int(number), ImportState.CHECKING, by=dana)
        file = session.get(ImportFile, int(number))
        session.delete(file)
    running.work(int(number), by=dana)
    assert (job(number).state, job(number).failure) == (ImportState.FAILED, "not_found")


def test_nonsense_in_the_address_is_not_found(open_app: OpenApp) -> None:
    at = open_app(dana, nav.IMPORT, id="404")
    assert at.error[0].value == t("error.not_found")
