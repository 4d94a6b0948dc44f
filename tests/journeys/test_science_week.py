"""Science Week of April 2024, from the first record to the report: one story, three people.

It is told in every language, each time from an empty database; in Russian on a dark phone. The
facts come from the university's own news of 8 April 2024; people are invented.
"""

import csv
import io
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl
import pypdfium2
import pytest
from playwright.sync_api import Browser

from tests.journeys import colleagues
from tests.journeys.conftest import Serve
from tests.journeys.looking import WITHIN, expect
from tests.journeys.person import PHONE, WIDE, Person, seat
from tracker import clock, db
from tracker.access import Role
from tracker.domain import follow_ups, partners
from tracker.domain.models import PartnerDraft
from tracker.errors import NotAllowed
from tracker.i18n import LANGUAGES


class Names(NamedTuple):
    """What a partner is called; one without a name in a language goes there by another."""

    kk: str
    ru: str
    en: str = ""

    def read_by(self, person: Person) -> str:
        name: str = getattr(self, person.user.language)
        return name or self.ru


WEEK, MEETUP, EXPO = (
    "Ғылым апталығы – 2024",
    "Жоғары технологиялық өндіріс – Абай облысы дамуының негізі",
    "SHAKARIM EXPO – 2024",
)
AKIMAT = Names("Абай облысының әкімдігі", "Акимат области Абай", "Akimat of the Abai region")
EMC = Names("EMC", "EMC", "EMC")
SEMEY = Names("Семей инжиниринг", "Семей инжиниринг", "Semey Engineering")
INSTITUTE = Names(
    "Қайта өңдеу және тағам өнеркәсібі ғылыми-зерттеу институты",
    "НИИ перерабатывающей и пищевой промышленности",
)
PLANT = Names("Ет өңдеу комбинаты (2025)", "Мясокомбинат (2025)", "Meat-processing plant (2025)")
SPEKTROMART, MUSEUMS = "Спектромарт", "Өңірлік музейлер"
VETERINARY = "Ветеринария кафедрасы"
NEWS = "Шәкәрім университетінде Ғылым апталығы ашылды"
ADDRESS = "https://shakarim.edu.kz/news/science-week-2024"
RESEARCH, COURSES = "ветеринария бойынша", "=мал дәрігерлерін қайта даярлау"
QUOTE = "Зауыт өкілдері университетпен бірлескен зерттеулерге қызығушылық танытты"
TALK = "Зертхананы бірге жабдықтау туралы келістік"
STEP = "Жабдық тізімін жіберу"

# Sector, legal form.
PARTNERS = {
    AKIMAT: ("government", ""),
    EMC: ("industry", "ЖШС"),
    SEMEY: ("industry", "АҚ"),
    INSTITUTE: ("research_institute", "ЖШС"),
    PLANT: ("industry", ""),
}


@pytest.fixture(scope="module")
def week(
    request: pytest.FixtureRequest, serve: Serve, browser: Browser
) -> Iterator[dict[Role, Person]]:
    """The three people of the story, signed in, and nothing recorded yet."""
    hired = colleagues.hire(request.param)
    on_phone = request.param == "ru"
    url = serve()
    people = {
        role: seat(browser, url, hired[role], size=PHONE if on_phone else WIDE, dark=on_phone)
        for role in (Role.LIAISON, Role.MANAGER, Role.VIEWER)
    }
    for person in people.values():
        person.sign_in()
    yield people
    for person in people.values():
        person.page.context.close()


# With the language the database changes, and with the database the server.
@pytest.mark.parametrize(
    ("database", "week"), [(code, code) for code in LANGUAGES], ids=LANGUAGES, indirect=True
)
def test_science_week_from_the_first_record_to_the_report(
    week: dict[Role, Person], tmp_path: Path
) -> None:
    liaison, manager, viewer = week[Role.LIAISON], week[Role.MANAGER], week[Role.VIEWER]
    _records_a_unit(liaison)
    _records_partners(liaison)
    _records_events(liaison)
    _notes_who_took_part(liaison)
    _records_the_news(liaison)
    _records_what_the_plant_wants(liaison)
    _logs_a_meeting_from_home(liaison)
    _opens_a_partners_page(liaison)
    _steers(manager)
    _takes_the_list_away(manager, tmp_path)
    _reads_the_dashboard(viewer)
    _may_change_nothing(viewer)


def _records_a_unit(she: Person) -> None:
    she.go("units")
    she.begin(she.word("units.add"))
    she.fill(she.word("field.name"), VETERINARY)
    she.save()
    she.saved(she.word("app.saved", name=VETERINARY))


def _records_partners(she: Person) -> None:
    for names, (sector, legal_form) in PARTNERS.items():
        she.go("partners")
        she.begin(she.word("partners.add"))
        for code, name in names._asdict().items():
            she.fill(f"{she.word('field.name')} · {she.word(f'language.{code}')}", name)
        she.pick(she.word("field.sector"), she.word(f"sector.{sector}"))
        if legal_form:
            she.unfold(she.word("partner.more"))
            she.fill(she.word("field.legal_form"), legal_form)
        she.save()
        she.saved(she.word("app.saved", name=names.read_by(she)))
        assert she.path == "partner"
        assert she.title == names.read_by(she)


def _records_events(she: Person) -> None:
    she.go("events")
    she.begin(she.word("events.add"))
    she.fill(she.word("event.title"), WEEK)
    she.pick(she.word("field.kind"), she.word("event_kind.umbrella"))
    she.date(she.word("field.starts_on"), date(2024, 4, 8))
    she.date(she.word("field.ends_on"), date(2024, 4, 12))
    she.save()
    she.saved(she.word("app.saved", name=WEEK))
    for title, kind in ((MEETUP, "meetup"), (EXPO, "exhibition")):
        she.begin(she.word("event.add_part"))
        she.fill(she.word("event.title"), title)
        she.pick(she.word("field.kind"), she.word(f"event_kind.{kind}"))
        she.save()
        she.saved(she.word("app.saved", name=title))
        # It begins with what it is part of, and says so.
        she.sees("2024")
        she.follow(WEEK)
    for title in (MEETUP, EXPO):
        she.sees(title)


def _notes_who_took_part(she: Person) -> None:
    she.follow(MEETUP)
    _took_part(she, "participant", AKIMAT, EMC, SEMEY, INSTITUTE, PLANT)
    she.go("events")
    she.follow(EXPO)
    # Two that nobody has written down yet: a name, and where they belong.
    she.begin(she.word("event.add_participants"))
    for name, sector in ((SPEKTROMART, "industry"), (MUSEUMS, "museum")):
        she.write_in(she.word("event.who"), name)
        asked = she.word("pick.new_partner_sector", name=name)
        she.pick(asked, she.word(f"sector.{sector}"))
    she.pick(she.word("field.role"), she.word("participation_role.exhibitor"))
    she.save()
    she.saved(she.word("event.participants_added", n=2))
    for name in (SPEKTROMART, MUSEUMS):
        she.sees(name)


def _took_part(she: Person, role: str, *partners: Names) -> None:
    she.begin(she.word("event.add_participants"))
    she.pick_all(she.word("event.who"), *(each.read_by(she) for each in partners))
    she.pick(she.word("field.role"), she.word(f"participation_role.{role}"))
    she.save()
    she.saved(she.word("event.participants_added", n=len(partners)))


def _records_the_news(she: Person) -> None:
    she.go("events")
    she.follow(MEETUP)
    # From the event: the event and everybody who took part are filled in already.
    she.begin(she.word("news.add"))
    she.fill(she.word("news_item.title"), NEWS)
    she.fill(she.word("field.address"), ADDRESS)
    she.date(she.word("field.published_on"), date(2024, 4, 8))
    she.fill(she.word("field.source"), "Шәкәрім университетінің баспасөз қызметі")
    she.write_in(she.word("field.tags"), "ғылым", "серіктестік")
    she.save()
    she.saved(she.word("app.saved", name=NEWS))
    assert she.path == "news_item"
    link = she.main.get_by_role("link", name=she.word("news_item.open_source"))
    assert link.get_attribute("href") == ADDRESS
    for text in (MEETUP, AKIMAT.read_by(she), PLANT.read_by(she), "серіктестік"):
        she.sees(text)


def _records_what_the_plant_wants(she: Person) -> None:
    she.go("events")
    she.follow(MEETUP)
    late = clock.today() - timedelta(days=3)
    for kind, subject, due in (
        ("joint_research", RESEARCH, clock.today() + timedelta(days=30)),
        ("retraining", COURSES, late),
    ):
        she.begin(she.word("event.record_request"))
        she.pick(she.word("field.kind"), she.word(f"follow_up_kind.{kind}"))
        she.pick(she.word("field.partner_id"), PLANT.read_by(she))
        she.fill(she.word("field.subject"), subject)
        she.date(she.word("field.due_on"), due)
        she.pick(she.word("field.unit_id"), VETERINARY)
        she.fill(she.word("field.quote"), QUOTE)
        she.save()
        name = f"{she.word(f'follow_up_kind.{kind}')}: {subject}"
        she.saved(she.word("app.saved", name=name))
        she.sees(name)
    she.sees(QUOTE)


def _logs_a_meeting_from_home(she: Person) -> None:
    she.go("home")
    form = she.main.get_by_label(she.word("interaction.summary"), exact=True)
    is_there = form.first.is_visible()
    if not is_there:  # on a phone it is one tap away
        she.begin(she.word("interaction.new"))
    # What has to be filled in says so: two fields, and once more beside the button.
    she.save()
    she.sees(she.word("error.no_partner"))
    she.sees(she.word("error.required"))
    expect(she.place.get_by_role("alert")).to_have_count(3, timeout=WITHIN)
    began = time.monotonic()
    she.pick_all(she.word("interaction.partners"), EMC.read_by(she))
    she.write_in(she.word("interaction.partners"), "Жаңа ұйым")
    she.fill(she.word("interaction.summary"), TALK)
    she.fill(she.word("interaction.next_step"), STEP)
    she.write_in(she.word("interaction.people"), "Марат Әлиев", "Гүлнар Оспанова", "Нұрлан Сәрсен")
    she.pick_all(she.word("interaction.colleagues"), "Дана Ахметова")
    she.save()
    she.told(she.word("interaction.logged_with_step"))
    taken = time.monotonic() - began
    print(f"\nA meeting with everything, {she.user.language}: {taken:.1f} s of scripted typing")
    assert she.path == ""
    # It is a task of hers now, and the form is ready for the next.
    she.sees(STEP)
    if is_there:
        expect(she.field(she.word("interaction.summary"))).to_have_value("", timeout=WITHIN)


def _opens_a_partners_page(she: Person) -> None:
    """Everything about the plant in one place, and its open promises on top."""
    she.go("partners")
    she.follow(PLANT.read_by(she))
    for text in (*PLANT, RESEARCH, COURSES, MEETUP, NEWS, QUOTE):
        she.sees(text)
    read = [
        she.height(text)
        for text in (she.word("partner.promises"), COURSES, she.word("partner.timeline"), NEWS)
    ]
    assert read == sorted(read)
    she.go("interactions")
    she.follow(TALK, to=she.word("interaction_kind.meeting"))
    for text in (
        EMC.read_by(she),
        "Жаңа ұйым",
        "Марат Әлиев",
        "Гүлнар Оспанова",
        "Нұрлан Сәрсен",
        "Дана",
    ):
        she.sees(text)


def _steers(she: Person) -> None:
    """Open and overdue by owner; one given to a colleague, one done."""
    she.go("follow_ups")
    she.sees(she.word("follow_ups.counts", open=3, overdue=1))
    box = she.main.get_by_role("checkbox", name=STEP)
    box.check()
    she.sees(she.word("follow_ups.picked", n=1))
    she.begin(she.word("follow_ups.reassign"))
    she.pick(she.word("follow_up.new_owner"), "Дана Ахметова")
    she.save()
    she.saved(she.word("follow_ups.reassigned", n=1, name="Дана Ахметова"))
    she.sees(she.word("follow_ups.counts", open=2, overdue=1))

    she.follow(f"{she.word('follow_up_kind.joint_research')}: {RESEARCH}")
    she.begin(she.word("follow_up.complete"))
    she.fill(she.word("follow_up.what_came_of_it"), "Бірлескен жоба басталды")
    she.press(she.word("follow_up.done"))
    she.told(she.word("follow_up.completed", name=she.title))
    for text in ("Бірлескен жоба басталды", she.word("follow_up_status.done"), QUOTE):
        she.sees(text)


def _takes_the_list_away(she: Person, folder: Path) -> None:
    """The filtered list in two clicks, in every format; and from Home the last one in one."""
    she.open("follow_ups?overdue=true", sees=COURSES)
    she.sees_not(STEP)
    taken = {}
    for form in ("csv", "pdf", "docx", "xlsx"):
        she.press(she.word("export.button"))
        with she.downloading() as coming:
            she.page.get_by_role("link", name=she.word(f"export.as_{form}")).click()
        taken[form] = folder / coming.file.suggested_filename
        coming.file.save_as(taken[form])
        assert taken[form].suffix == f".{form}"
        she.open("follow_ups?overdue=true", sees=COURSES)
    _is_a_good_workbook(she, taken["xlsx"])
    _is_a_good_table(she, taken["csv"])
    (page,) = pypdfium2.PdfDocument(taken["pdf"])
    on_paper = {
        " ".join(page.get_textpage().get_text_bounded().split()),
        " ".join(_texts_of(docx.Document(str(taken["docx"])))),
    }
    for told in on_paper:
        assert COURSES in told
        assert PLANT.read_by(she) in told
    she.go("home")
    with she.downloading() as coming:
        she.main.get_by_role("link", name=she.word("export.shown_overdue")).click()
    assert coming.file.suggested_filename == taken["xlsx"].name
    again = folder / "again.xlsx"
    coming.file.save_as(again)
    _is_a_good_workbook(she, again)


def _texts_of(document: Any) -> Iterator[str]:
    return (cell.text for row in document.tables[0].rows for cell in row.cells)


def _is_a_good_workbook(she: Person, path: Path) -> None:
    page = openpyxl.load_workbook(path).active
    assert page is not None
    rows = list(page.iter_rows())
    keys = ("field.due_on", "field.subject", "field.partner_id", "export.link")
    titles = [she.word(key) for key in keys]
    head = next(place for place, row in enumerate(rows) if row[1].value == titles[0])
    above = "\n".join(str(row[0].value) for row in rows[:head])
    assert f"{she.word('export.shown')}: {she.word('export.shown_overdue')}" in above
    assert page.freeze_panes == f"A{head + 2}"
    columns = {cell.value: place for place, cell in enumerate(rows[head])}
    assert len(rows) == head + 2
    due, subject, partner, link = (rows[head + 1][columns[title]] for title in titles)
    assert due.is_date
    assert due.value.date() == clock.today() - timedelta(days=3)
    assert (subject.value, subject.data_type) == (COURSES, "s")
    assert partner.value == PLANT.read_by(she)
    assert str(link.value).startswith(f"{she.url}/follow_up?id=")


def _is_a_good_table(she: Person, path: Path) -> None:
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    titles, *rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    (row,) = (dict(zip(titles, values, strict=True)) for values in rows)
    assert row[she.word("field.due_on")] == str(clock.today() - timedelta(days=3))
    assert row[she.word("field.subject")] == f"'{COURSES}"
    assert row[she.word("field.partner_id")] == PLANT.read_by(she)
    assert row[she.word("export.link")].startswith(f"{she.url}/follow_up?id=")


def _reads_the_dashboard(he: Person) -> None:
    """Every number opens its list."""
    he.go("dashboard")
    for word in ("over_time", "by_sector", "pipeline", "by_kind", "by_owner"):
        he.sees(he.word(f"dashboard.{word}"))
    expect(he.main.get_by_test_id("stPlotlyChart").first).to_be_visible(timeout=WITHIN)
    drawer = he.word("dashboard.in_numbers")
    for each in he.main.locator("summary").filter(has_text=drawer).all():
        each.click()
    table = he.main.get_by_role("table", name=he.word("dashboard.by_sector"))
    row = table.get_by_role("row").filter(has_text=he.word("sector.museum"))
    # By the key: the drawer is still opening, and what one aims at moves.
    row.get_by_role("link").last.press("Enter")
    expect(he.main.get_by_role("heading", level=1)).to_contain_text(he.word("nav.partners"))
    he.sees(MUSEUMS)
    he.sees_not(AKIMAT.read_by(he))


def _may_change_nothing(he: Person) -> None:
    """Nothing is offered; what somebody sends all the same is refused."""
    offers = [
        he.word(key)
        for key in (
            "form.edit",
            "form.save",
            "follow_up.complete",
            "follow_up.done",
            "follow_up.postpone",
            "export.button",
            "trash.delete",
            "partners.add",
            "events.add",
            "event.add_participants",
            "event.record_request",
            "news.add",
            "interaction.log",
            "follow_up.add",
        )
    ]
    meeting = he.word("interaction_kind.meeting")
    for entry, title, head in (
        ("events", MEETUP, ""),
        ("partners", PLANT.read_by(he), ""),
        ("news", NEWS, ""),
        ("interactions", TALK, meeting),
    ):
        he.go(entry)
        _is_offered_none(he, offers)
        he.follow(title, to=head)
        _is_offered_none(he, offers)
    he.go("follow_ups")
    _is_offered_none(he, offers)
    assert he.main.get_by_role("checkbox", name=STEP).count() == 0
    answer = he.page.request.get(f"{he.url}/download/follow-ups.csv")
    assert answer.status == 403

    with pytest.raises(NotAllowed), db.transaction() as session:
        partners.create(session, PartnerDraft(name_kk="Жасырын"), by=he.user)
    with pytest.raises(NotAllowed), db.transaction() as session:
        follow_ups.complete(session, 1, outcome="Орындалды", revision=1, by=he.user)


def _is_offered_none(he: Person, offers: list[str]) -> None:
    shown = {text.strip() for text in he.main.get_by_role("button").all_inner_texts()}
    assert shown.isdisjoint(offers)
