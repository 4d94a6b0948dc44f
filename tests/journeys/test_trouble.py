"""What goes wrong in an office: each gets a sentence in one's language, and nothing is lost."""

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator
from sqlmodel import select

from tests.journeys import colleagues
from tests.journeys.conftest import Serve
from tests.journeys.looking import WITHIN, expect
from tests.journeys.person import Person, seat
from tests.servers.processes import process_at
from tracker import db
from tracker.access import Role, User
from tracker.domain import account_keeping, partners, sign_ins
from tracker.domain.models import Account, Partner, PartnerDraft, Sector
from tracker.domain.saving import id_of

EMC = "EMC"
NONSENSE = (
    "partner",
    "partner?id=999999",
    "partner?id=abc",
    "partner?id=-1",
    "event?id=99999999999999999999",
    "person?id=%00",
    "follow_up?id=1%27%20OR%201=1",
    "unit?id=%F0%9F%90%8E",
    "agreement?id=",
    "interaction?id=1e9",
    "news_item?id=%3Cscript%3E",
)
BAD_FILTERS = (
    "partners?stage=nonsense&sector=%3Cb%3E&owner=x&page=-7&sort=%3Bdrop",
    "partners?page=99999999999999999999&q=%25%27_",
    "events?since=yesterday&until=2024-99-99&kind=1&sort=name",
    "news?language=xx&since=0000-00-00",
    "interactions?partner=0x10&colleague=999999&from=1&to=2",
    "follow_ups?owner=999999&shown=never&status=done&from=x&to=9999-99-99&overdue=maybe",
    "agreements?state=&kind=,&unit=²",
    "people?q=" + "я" * 3000,
    "history?kind=nothing&page=0",
    "dashboard?x=1",
    "network?partner=x&steps=9&show=moon&since=soon&view=moon&unit=-1",
)


@pytest.fixture(scope="module")
def office(database: str) -> dict[Role, User]:
    """Colleagues who read Russian, and one partner."""
    hired = colleagues.hire("ru")
    with db.transaction() as session:
        draft = PartnerDraft(name_ru=EMC, sector=Sector.INDUSTRY, city="Семей")
        partners.create(session, draft, by=hired[Role.LIAISON])
    return hired


@pytest.fixture(scope="module")
def url(office: dict[Role, User], serve: Serve) -> str:
    return serve()


@pytest.fixture
def she(browser: Browser, url: str, office: dict[Role, User]) -> Iterator[Person]:
    """A liaison, signed in."""
    with _signed_in(browser, url, office[Role.LIAISON]) as person:
        yield person


@contextmanager
def _signed_in(browser: Browser, url: str, user: User) -> Iterator[Person]:
    person = seat(browser, url, user)
    person.sign_in()
    yield person
    person.page.context.close()


def _both_edit(browser: Browser, url: str, him: User, she: Person, town: str) -> int:
    """Two begin to edit a partner; he saves another town, and she comes too late with hers."""
    number = _partner(EMC)
    with _signed_in(browser, url, him) as he:
        for person in (she, he):
            person.open(f"partner?id={number}", sees=EMC)
            person.begin(person.word("form.edit"))
        he.fill(he.word("field.city"), town)
        he.save()
        he.saved(he.word("app.saved", name=EMC))
    she.fill(she.word("field.city"), "Аягоз")
    she.save()
    she.sees(she.word("error.stale"))
    return number


def test_of_two_editors_the_second_sees_both_versions_and_may_keep_hers(
    browser: Browser, url: str, office: dict[Role, User], she: Person
) -> None:
    number = _both_edit(browser, url, office[Role.MANAGER], she, "Курчатов")
    for text in ("Курчатов", she.word("conflict.yours"), she.word("conflict.theirs")):
        expect(she.dialog.get_by_text(text, exact=True).first).to_be_visible(timeout=WITHIN)
    assert she.field(she.word("field.city")).input_value() == "Аягоз"
    assert _kept(number).city == "Курчатов"

    she.press(she.word("conflict.keep_mine"))
    expect(she.dialog.get_by_text(she.word("error.stale"))).to_have_count(0, timeout=WITHIN)
    she.save()
    she.saved(she.word("app.saved", name=EMC))
    assert _kept(number).city == "Аягоз"


def test_who_gives_way_to_a_colleague_is_back_on_the_page_as_it_is_now(
    browser: Browser, url: str, office: dict[Role, User], she: Person
) -> None:
    number = _both_edit(browser, url, office[Role.MANAGER], she, "Павлодар")
    she.press(she.word("conflict.take_theirs"))
    expect(she.dialog).to_have_count(0, timeout=WITHIN)
    she.sees("Павлодар")
    assert _kept(number).city == "Павлодар"


def test_a_double_click_stores_once(she: Person) -> None:
    she.go("partners")
    she.begin(she.word("partners.add"))
    _name(she, "Дважды")
    she.dialog.get_by_role("button", name=she.word("form.save"), exact=True).dblclick()
    she.saved(she.word("app.saved", name="Дважды"))
    assert she.title == "Дважды"
    she.go("partners")
    expect(she.main.get_by_role("link", name="Дважды", exact=True)).to_have_count(1)


def test_a_new_name_stays_when_its_field_is_left(she: Person) -> None:
    she.open("")
    she.write_and_leave(she.word("interaction.partners"), "Новый завод")
    she.sees(she.word("pick.new_partner_sector", name="Новый завод"))


@pytest.mark.parametrize("address", NONSENSE)
def test_an_address_without_a_record_says_so(she: Person, address: str) -> None:
    she.open(address, sees=she.word("error.not_found"))
    _no_fault(she)


@pytest.mark.parametrize("address", BAD_FILTERS, ids=lambda address: address.split("?")[0])
def test_nonsense_in_filters_is_passed_over(
    browser: Browser, url: str, office: dict[Role, User], address: str
) -> None:
    with _signed_in(browser, url, office[Role.MANAGER]) as person:
        person.open(address, sees=person.word(f"nav.{address.split('?')[0]}"))
        expect(person.main.get_by_role("heading", level=1)).to_be_visible(timeout=WITHIN)
        _no_fault(person)


def test_a_page_that_does_not_exist_leads_to_one_that_does(she: Person) -> None:
    she.open("nowhere")
    she.sees(she.word("home.hello", name=she.user.name.split()[0]))
    _no_fault(she)


def test_a_name_of_ten_thousand_letters_is_held_back_at_its_field(she: Person) -> None:
    she.go("partners")
    she.begin(she.word("partners.add"))
    _name(she, "Ұ" * 10_000)
    she.save()
    expect(she.dialog.get_by_role("alert").first).to_be_visible(timeout=WITHIN)
    _no_fault(she)
    # What else was typed is there, and a shorter name goes through.
    _name(she, "Короче")
    she.save()
    she.saved(she.word("app.saved", name="Короче"))


def test_letters_that_turn_a_line_around_are_taken_out_and_emoji_stay(she: Person) -> None:
    she.go("partners")
    she.begin(she.word("partners.add"))
    _name(she, "\u202eгнират\u200b 🐎 <b>«Ұлы» _дала_</b>\ufeff")
    she.save()
    clean = "гнират 🐎 <b>«Ұлы» _дала_</b>"
    she.saved(she.word("app.saved", name=clean))
    assert she.title == clean
    she.go("partners")
    she.follow(clean)
    _no_fault(she)


def test_a_click_after_the_role_was_withdrawn_does_nothing(she: Person) -> None:
    she.go("partners")
    she.begin(she.word("partners.add"))
    _name(she, "Поздно")
    try:
        _role(she.user, Role.VIEWER)
        she.save()
        she.sees(she.word("error.not_allowed"))
        assert _own_name(she).input_value() == "Поздно"
    finally:
        _role(she.user, Role.LIAISON)
    she.save()
    she.saved(she.word("app.saved", name="Поздно"))


def test_an_idle_tab_leaves_once_its_sign_in_is_revoked(she: Person) -> None:
    she.go("partners")
    with db.transaction() as session:
        account = account_keeping.with_email(session, she.user.email)
        sign_ins.end_of_account(session, id_of(account))
    she.page.wait_for_url("**/sign-in?next=*", timeout=60_000)
    assert EMC not in she.page.content()


def test_a_full_disk_says_so_and_nothing_typed_is_lost(she: Person) -> None:
    she.go("partners")
    she.begin(she.word("partners.add"))
    _name(she, "Места нет")
    with _no_room(she.url):
        she.save()
        she.sees(she.word("error.database_full"))
        assert _own_name(she).input_value() == "Места нет"
    she.save()
    she.saved(she.word("app.saved", name="Места нет"))


def test_what_was_typed_when_the_server_died_is_offered_and_saved(
    serve: Serve, she: Person
) -> None:
    number, typed = _partner(EMC), "Просят курс\nдля сварщиков"

    def notes() -> Locator:
        she.open(f"partner?id={number}", sees=EMC)
        she.begin(she.word("form.edit"))
        she.unfold(she.word("partner.more"))
        return she.field(she.word("field.notes"))

    field, port = notes(), urlsplit(she.url).port or 0
    with she.page.expect_response("**/drafts/*"):
        field.fill(typed)
    os.kill(process_at(port), signal.SIGKILL)
    serve(port)
    assert notes().input_value() == ""
    she.press(she.word("unsent.take"))
    she.unfold(she.word("partner.more"))
    expect(she.field(she.word("field.notes"))).to_have_value(typed, timeout=WITHIN)
    she.save()
    she.saved(she.word("app.saved", name=EMC))
    assert _kept(number).notes == typed


def test_a_database_that_may_only_be_read_is_read_and_says_why_it_saves_nothing(
    database: str, serve: Serve, she: Person
) -> None:
    path = database.removeprefix("sqlite:///")
    # The browser takes its sign-in along: a cookie does not ask for the port.
    she.url = serve(TRACKER_DATABASE_URL=f"sqlite:///file:{path}?mode=ro&uri=true")
    she.open("", sees=she.word("home.hello", name=she.user.name.split()[0]))
    she.go("partners")
    she.follow(EMC)
    she.begin(she.word("form.edit"))
    she.fill(she.word("field.city"), "Шар")
    she.save()
    she.sees(she.word("error.database_read_only"))
    assert she.field(she.word("field.city")).input_value() == "Шар"


def _own_name(person: Person) -> Locator:
    label = f"{person.word('field.name')} · {person.word(f'language.{person.user.language}')}"
    return person.field(label)


def _name(person: Person, name: str) -> None:
    _own_name(person).fill(name)


def _no_fault(person: Person) -> None:
    """Nothing of ours broke: no number of a fault, no stack trace."""
    sentence = person.word("error.fault", number="#").split("#")[0]
    assert person.page.get_by_text(sentence).count() == 0
    assert person.page.get_by_test_id("stException").count() == 0


def _partner(name: str) -> int:
    with db.reading() as session:
        return id_of(session.exec(select(Partner).where(Partner.name_ru == name)).one())


def _kept(number: int) -> Partner:
    with db.reading() as session:
        return session.get_one(Partner, number)


def _role(user: User, role: Role) -> None:
    with db.transaction() as session:
        session.get_one(Account, user.id).role = role


@contextmanager
def _no_room(url: str) -> Iterator[None]:
    """The server may write no file any more: for its database the same as a full disk."""
    process = process_at(urlsplit(url).port or 0)
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)
