"""An article of the press office becomes records, and shows afterwards what they rest on."""

import re
from datetime import date

import pytest
from playwright.sync_api import Browser, Locator

from tests.journeys import colleagues
from tests.journeys.conftest import Serve
from tests.journeys.looking import WITHIN, expect
from tests.journeys.person import PHONE, WIDE, Person, seat
from tracker import db
from tracker.access import Role, User
from tracker.domain import events, partners
from tracker.domain.models import EventDraft, EventKind, PartnerDraft

KNOWN = PartnerDraft(
    name_kk="Семей инжиниринг", name_ru="Семей инжиниринг", name_en="Semey Engineering"
)
WEEK = EventDraft(
    name_kk="Ғылым апталығы",
    name_ru="Неделя науки",
    name_en="Science Week",
    kind=EventKind.UMBRELLA,
    starts_on=date(2026, 4, 6),
    ends_on=date(2026, 4, 10),
)
# Of our own words, in three languages: a known company, a new one, a plant without a name.
ARTICLES = {
    "kk": (
        "Шәкәрім университетінде өңірлік митап өтті\n"
        "2026 жылғы 8 сәуірде Шәкәрім университетінде «Ет пен сүт» тақырыбында дөңгелек үстел "
        "өтті. Кездесуге «Семей инжиниринг» АҚ және «Ертіс Кабель» ЖШС қатысты.\n"
        "«Ертіс Кабель» ЖШС ветеринария бойынша қайта даярлау курстарын өткізуді сұрады. "
        "Жаңа комбинат студенттерді тағылымдамаға қабылдауға дайын."
    ),
    "ru": (
        "В университете Шакарима прошёл региональный митап\n"
        "8 апреля 2026 года в университете Шакарима состоялся круглый стол «Мясо и молоко». "
        "Участвовали АО «Семей инжиниринг» и ТОО «Иртыш Кабель».\n"
        "ТОО «Иртыш Кабель» попросило провести курсы переподготовки по ветеринарии. "
        "Новый комбинат готов принять студентов на стажировку."
    ),
    "en": (
        "A regional meetup at Shakarim University\n"
        "On 8 April 2026 the round table “Meat and milk” was held at Shakarim University. "
        "Semey Engineering JSC and Irtysh Kabel LLP took part.\n"
        "Irtysh Kabel LLP needs retraining courses in veterinary medicine. "
        "The new combine is ready to take students for internships."
    ),
}
NEW = {"kk": "Ертіс Кабель", "ru": "Иртыш Кабель", "en": "Irtysh Kabel"}
PLANT = {"kk": "Жаңа комбинат", "ru": "Новый комбинат", "en": "new combine"}
RENAMED = "Irtysh Cable"
# Where the words begin and end is told as a hand with a mouse, or a finger, would choose them.
_SELECT = """(words) => {
  const text = document.querySelector(".article-text");
  const pieces = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (pieces.nextNode()) {
    const start = pieces.currentNode.data.indexOf(words);
    if (start < 0) continue;
    const range = document.createRange();
    range.setStart(pieces.currentNode, start + 1);
    range.setEnd(pieces.currentNode, start + words.length - 1);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return true;
  }
  return false;
}"""


_PRESS_AND_DRAW_ANEW = """(button) => {
  const root = document.querySelector(".reading");
  button.click();
  clearTimeout(root.review.waiting);
  root.replaceWith(root.cloneNode(false));
}"""


@pytest.fixture(scope="module")
def reading(database: str) -> dict[str, User]:
    """A liaison for each language; a partner and a week that are known already."""
    hired = {code: colleagues.hire(code, f".{code}")[Role.LIAISON] for code in ARTICLES}
    with db.transaction() as session:
        partners.create(session, KNOWN, by=hired["kk"])
        events.create(session, WEEK, by=hired["kk"])
    return hired


@pytest.fixture(scope="module")
def url(reading: dict[str, User], serve: Serve) -> str:
    return serve()


@pytest.mark.parametrize(
    ("language", "size", "dark"),
    [("kk", WIDE, False), ("ru", PHONE, True), ("en", WIDE, False)],
    ids=["kk", "ru-phone", "en"],
)
def test_an_article_becomes_records_that_show_their_evidence(
    browser: Browser,
    url: str,
    reading: dict[str, User],
    language: str,
    size: tuple[int, int],
    dark: bool,
) -> None:
    she = seat(browser, url, reading[language], size=size, dark=dark)
    she.sign_in("/read_article")
    she.fill(she.word("read_article.text"), ARTICLES[language])
    she.press(she.word("read_article.read"))
    known, new = _card(she, r"[Ии]нжиниринг|Engineering"), _card(she, NEW[language])
    expect(known).to_be_attached(timeout=WITHIN)
    _turn(she, "proposals")
    # What is known is taken for the known one, unasked; both are told on the bar.
    expect(known.get_by_role("radio", checked=True)).to_contain_text(KNOWN.name(language))
    expect(she.main.locator(".bar .sum")).to_contain_text(re.compile("[23]"))

    # The first correction: another name, typed in the card.
    new.get_by_role("button", name=she.word("read_article.edit")).click()
    new.get_by_role("textbox", name=she.word("field.name"), exact=True).fill(RENAMED)
    expect(_card(she, RENAMED)).to_have_class(re.compile("yes"), timeout=WITHIN)
    # The second: words that nobody found become a partner.
    _turn(she, "article")
    assert she.page.evaluate(_SELECT, PLANT[language])
    pick = she.main.get_by_role("toolbar", name=she.word("read_article.selected"))
    pick.get_by_role("button", name=she.word("read_article.partner"), exact=True).click()
    plant = _card(she, PLANT[language])
    expect(plant).to_have_class(re.compile("yes"), timeout=WITHIN)
    # By the keys: no, and yes again.
    plant.focus()
    she.page.keyboard.press("n")
    expect(plant).to_have_class(re.compile("no"), timeout=WITHIN)
    plant.focus()
    she.page.keyboard.press("y")
    expect(plant).to_have_class(re.compile("yes"), timeout=WITHIN)

    # Of a partner that is rejected nothing can be kept: the wish says so at once, where one is.
    wish, renamed = she.main.locator(".group[data-topic=request] .card").first, _card(she, RENAMED)
    renamed.get_by_role("button", name=she.word("read_article.reject")).click()
    wish.focus()
    she.page.keyboard.press("y")
    expect(wish).to_contain_text(she.word("read_article.needs_partner"), timeout=WITHIN)
    expect(wish).to_be_focused()
    renamed.get_by_role("button", name=she.word("read_article.confirm")).click()
    expect(wish).not_to_contain_text(she.word("read_article.needs_partner"), timeout=WITHIN)
    wish.focus()
    she.page.keyboard.press("n")

    # What is decided is still there after a look elsewhere, and on a page that is loaded anew.
    she.page.wait_for_timeout(600)  # typing is told to the server a moment later
    she.stand_still()
    she.go("news")
    she.go("read_article")
    _turn(she, "proposals")
    expect(_card(she, RENAMED)).to_be_visible(timeout=WITHIN)
    she.open("read_article", sees=she.word("read_article.unfinished"))
    she.press(f"{she.word('read_article.go_on')}: {ARTICLES[language].splitlines()[0]}")
    _turn(she, "proposals")
    expect(_card(she, RENAMED)).to_be_visible(timeout=WITHIN)
    expect(_card(she, PLANT[language])).to_have_class(re.compile("yes"))

    she.main.get_by_role("button", name=she.word("read_article.save"), exact=True).click()
    she.page.wait_for_url("**/news_item?id=*", timeout=WITHIN)
    she.settle()
    marks = she.main.locator(".evidence mark")
    expect(marks.filter(has_text=PLANT[language])).to_be_visible(timeout=WITHIN)
    assert she.main.locator(".evidence mark[data-topic=partner]").count() >= 3

    # And the partner leads to the place.
    marks.filter(has_text=re.compile(NEW[language])).first.click()
    she.page.wait_for_url("**/partner?id=*", timeout=WITHIN)
    assert she.title == RENAMED
    expect(she.main.locator("blockquote").first).to_contain_text(NEW[language], timeout=WITHIN)
    she.main.get_by_role("link", name=ARTICLES[language].split("\n")[0]).first.click()
    she.page.wait_for_url("**/news_item?*at=partner*", timeout=WITHIN)
    expect(she.main.locator(".evidence mark.active").first).to_be_visible(timeout=WITHIN)
    # Back is where she came from, not another record of that number.
    she.page.go_back()
    expect(she.main.get_by_role("heading", level=1)).to_have_text(RENAMED, timeout=WITHIN)
    she.page.context.close()


def test_an_article_is_decided_on_and_added_to_by_the_keys_alone(
    browser: Browser, url: str, reading: dict[str, User]
) -> None:
    she = seat(browser, url, reading["en"])
    she.sign_in("/read_article")
    she.fill(
        she.word("read_article.text"), "Ertis Fish LLP came.\nIt stood by the red gate as well."
    )
    she.press(she.word("read_article.read"))
    first = _card(she, "Ertis Fish")
    expect(first).to_be_focused(timeout=WITHIN)
    she.page.keyboard.press("n")
    expect(first).to_have_class(re.compile("no"), timeout=WITHIN)
    adding = she.main.get_by_role("group", name=she.word("read_article.add"))
    adding.get_by_role("button", name=she.word("read_article.partner")).focus()
    she.page.keyboard.press("Enter")
    she.page.keyboard.type("red gate")
    she.page.keyboard.press("Tab")
    gate = _card(she, "red gate")
    expect(gate).to_have_class(re.compile("yes"), timeout=WITHIN)
    expect(gate.locator("blockquote b")).to_have_text("red gate", timeout=WITHIN)
    expect(gate.get_by_label(she.word("field.sector"))).to_be_focused(timeout=WITHIN)
    she.page.keyboard.press("Escape")
    she.page.wait_for_timeout(600)
    she.stand_still()
    she.page.keyboard.press("Control+Enter")
    she.page.wait_for_url("**/news_item?id=*", timeout=WITHIN)
    expect(she.main.locator(".evidence mark")).to_have_text(["red gate"], timeout=WITHIN)
    she.page.context.close()


def test_a_correction_keeps_whom_she_chose_and_a_day_nobody_told_is_asked_for(
    browser: Browser, url: str, reading: dict[str, User]
) -> None:
    she = seat(browser, url, reading["en"])
    she.sign_in("/read_article")
    long = "It rained that day, and everybody stayed on for tea and talk. " * 12
    she.fill(
        she.word("read_article.text"), f"Ertis Fish LLP came.\nWorks of the north. {long}\nEnd"
    )
    she.press(she.word("read_article.read"))
    fish = _card(she, "Ertis Fish")
    expect(fish).to_be_focused(timeout=WITHIN)
    # Today stands in for the day of publication; it is said until somebody has looked at it.
    told = she.main.get_by_text(she.word("read_article.undated"))
    expect(told).to_be_visible(timeout=WITHIN)
    she.fill(she.word("field.published_on"), "08/04/2026")
    expect(told).to_have_count(0, timeout=WITHIN)

    fish.get_by_role("radio", name=she.word("read_article.other")).click()
    fish.get_by_role("searchbox").fill("semey engin")
    fish.get_by_role("button", name="Semey Engineering", exact=True).click()
    fish.focus()
    assert she.page.evaluate(_SELECT, "Works of the north")
    pick = she.main.get_by_role("toolbar", name=she.word("read_article.selected"))
    # The server draws the page anew in that moment, which a slow one does: nothing of it is lost.
    pick.get_by_role("button", name=re.compile("Ertis Fish")).evaluate(_PRESS_AND_DRAW_ANEW)
    works = _card(she, "Works of the north")
    she.stand_still()
    expect(works.get_by_role("radio", checked=True)).to_have_text("Semey Engineering")

    # What is longer than a name is none; and where it ends below the window, the question does not.
    she.page.set_viewport_size({"width": 1440, "height": 560})
    assert she.page.evaluate(_SELECT, long.strip())
    expect(pick.get_by_role("button")).to_have_text(
        [she.word("read_article.request"), she.word("read_article.agreement")], timeout=WITHIN
    )
    box = pick.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 560 - box["height"]
    she.page.context.close()


def _card(she: Person, name: str) -> Locator:
    """The card of a partner, by what it is called."""
    called = she.page.locator(".name").filter(has_text=re.compile(name))
    return she.main.locator(".group[data-topic=partner] .card").filter(has=called).first


def _turn(she: Person, word: str) -> None:
    """On a phone the article and its cards take turns."""
    if she.is_on_phone:
        name = re.compile(re.escape(she.word(f"read_article.{word}")))
        she.main.get_by_role("tab", name=name).click()
