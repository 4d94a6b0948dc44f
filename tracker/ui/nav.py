"""Where the pages live, who may open which, and which record an address names."""

from copy import copy
from functools import cache
from itertools import chain
from typing import NamedTuple

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from tracker import i18n
from tracker.access import ALLOWED, Action, Role, User
from tracker.domain.models import Kind
from tracker.i18n import t
from tracker.ui import dialogs

_PAGES = "ui/pages"  # from where the frame stands

HOME = f"{_PAGES}/home.py"
PARTNERS = f"{_PAGES}/partners.py"
PARTNER = f"{_PAGES}/partner.py"
PEOPLE = f"{_PAGES}/people.py"
PERSON = f"{_PAGES}/person.py"
EVENTS = f"{_PAGES}/events.py"
EVENT = f"{_PAGES}/event.py"
AFTER_EVENT = f"{_PAGES}/after_event.py"
NEWS = f"{_PAGES}/news.py"
NEWS_ITEM = f"{_PAGES}/news_item.py"
INTERACTIONS = f"{_PAGES}/interactions.py"
INTERACTION = f"{_PAGES}/interaction.py"
FOLLOW_UPS = f"{_PAGES}/follow_ups.py"
FOLLOW_UP = f"{_PAGES}/follow_up.py"
AGREEMENTS = f"{_PAGES}/agreements.py"
AGREEMENT = f"{_PAGES}/agreement.py"
UNITS = f"{_PAGES}/units.py"
UNIT = f"{_PAGES}/unit.py"
DASHBOARD = f"{_PAGES}/dashboard.py"
ENGAGEMENT = f"{_PAGES}/engagement.py"
ENGAGEMENT_OF = f"{_PAGES}/engagement_of.py"
MAP = f"{_PAGES}/map.py"
NETWORK = f"{_PAGES}/network.py"
EVIDENCE = f"{_PAGES}/evidence.py"
EVIDENCE_PACK = f"{_PAGES}/evidence_pack.py"
REPORTS = f"{_PAGES}/reports.py"
ACCOUNTS = f"{_PAGES}/accounts.py"
ACCESS = f"{_PAGES}/access.py"
HAND_OVER = f"{_PAGES}/hand_over.py"
HISTORY = f"{_PAGES}/history.py"
IMPORTS = f"{_PAGES}/imports.py"
IMPORT = f"{_PAGES}/import_file.py"
SETTINGS = f"{_PAGES}/settings.py"
HELP = f"{_PAGES}/help.py"
SEARCH = f"{_PAGES}/search.py"
DUPLICATES = f"{_PAGES}/duplicates.py"
MERGE = f"{_PAGES}/merge.py"
NAME_TERMS = f"{_PAGES}/name_terms.py"
READ_ARTICLE = f"{_PAGES}/read_article.py"
PRESS_RULES = f"{_PAGES}/press_rules.py"


class _Entry(NamedTuple):
    path: str
    word: str
    icon: str
    action: Action = Action.READ
    is_listed: bool = True


# What the sidebar shows, under three headings; the last group is reached by links only.
_WORK = (
    _Entry(HOME, "home", "home"),
    _Entry(PARTNERS, "partners", "apartment"),
    _Entry(PEOPLE, "people", "groups"),
    _Entry(EVENTS, "events", "event"),
    _Entry(NEWS, "news", "newspaper"),
    _Entry(READ_ARTICLE, "read_article", "document_search", Action.EDIT),
    _Entry(INTERACTIONS, "interactions", "forum"),
    _Entry(FOLLOW_UPS, "follow_ups", "task_alt"),
    _Entry(AGREEMENTS, "agreements", "contract"),
    _Entry(UNITS, "units", "science"),
)
_OVERVIEW = (
    _Entry(DASHBOARD, "dashboard", "monitoring"),
    _Entry(ENGAGEMENT, "engagement", "handshake"),
    _Entry(NETWORK, "network", "hub"),
    _Entry(MAP, "map", "map"),
    _Entry(REPORTS, "reports", "lab_profile"),
    _Entry(EVIDENCE, "evidence", "inventory_2"),
)
_KEEPING = (
    _Entry(ACCOUNTS, "accounts", "manage_accounts", Action.MANAGE_ACCOUNTS),
    _Entry(ACCESS, "access", "policy", Action.MANAGE_ACCOUNTS),
    _Entry(HAND_OVER, "hand_over", "move_group", Action.ASSIGN),
    _Entry(NAME_TERMS, "name_terms", "translate", Action.MANAGE_WORDS),
    _Entry(PRESS_RULES, "press_rules", "rule", Action.MANAGE_WORDS),
    _Entry(HISTORY, "history", "history", Action.SEE_HISTORY),
    _Entry(IMPORTS, "imports", "upload_file", Action.IMPORT),
    _Entry(SETTINGS, "settings", "settings", Action.SETTLE_OWN),
    _Entry(HELP, "help", "help"),
)
_HIDDEN = (
    _Entry(SEARCH, "search", "search", is_listed=False),
    _Entry(PARTNER, "partner", "apartment", is_listed=False),
    _Entry(ENGAGEMENT_OF, "engagement_of", "handshake", is_listed=False),
    _Entry(PERSON, "person", "person", is_listed=False),
    _Entry(EVENT, "event", "event", is_listed=False),
    _Entry(AFTER_EVENT, "after_event", "fact_check", Action.EDIT, is_listed=False),
    _Entry(NEWS_ITEM, "news_item", "newspaper", is_listed=False),
    _Entry(INTERACTION, "interaction", "forum", is_listed=False),
    _Entry(FOLLOW_UP, "follow_up", "task_alt", is_listed=False),
    _Entry(AGREEMENT, "agreement", "contract", is_listed=False),
    _Entry(UNIT, "unit", "science", is_listed=False),
    _Entry(EVIDENCE_PACK, "evidence_pack", "inventory_2", is_listed=False),
    _Entry(DUPLICATES, "duplicates", "join", Action.EDIT, is_listed=False),
    _Entry(MERGE, "merge", "merge", Action.MERGE, is_listed=False),
    _Entry(IMPORT, "import", "upload_file", Action.IMPORT, is_listed=False),
)
_SECTIONS = {"work": _WORK, "overview": _OVERVIEW, "keeping": (*_KEEPING, *_HIDDEN)}
_ENTRIES = tuple(chain.from_iterable(_SECTIONS.values()))
_WORDS = {entry.path: entry.word for entry in _ENTRIES}

# The page that shows one record of a kind.
PAGE_OF: dict[str, str] = {
    Kind.PARTNER: PARTNER,
    Kind.PERSON: PERSON,
    Kind.UNIT: UNIT,
    Kind.EVENT: EVENT,
    Kind.NEWS_ITEM: NEWS_ITEM,
    Kind.INTERACTION: INTERACTION,
    Kind.FOLLOW_UP: FOLLOW_UP,
    Kind.AGREEMENT: AGREEMENT,
    # No records, but pages of their own all the same.
    "import": IMPORT,
    "after_event": AFTER_EVENT,
    "engagement_of": ENGAGEMENT_OF,
    "evidence_pack": EVIDENCE_PACK,
}
# The page that lists the records of a kind.
LIST_OF: dict[str, str] = {
    Kind.PARTNER: PARTNERS,
    Kind.PERSON: PEOPLE,
    Kind.UNIT: UNITS,
    Kind.EVENT: EVENTS,
    Kind.NEWS_ITEM: NEWS,
    Kind.INTERACTION: INTERACTIONS,
    Kind.FOLLOW_UP: FOLLOW_UPS,
    Kind.AGREEMENT: AGREEMENTS,
}
ICON_OF: dict[str, str] = {
    kind: next(entry.icon for entry in _ENTRIES if entry.path == path)
    for kind, path in PAGE_OF.items()
}


def pages(user: User) -> dict[str, list[StreamlitPage]]:
    """The pages this role may open, under their headings."""
    # Streamlit notes in a page that it may run now: each run has pages of its own.
    known = _pages(user.role, i18n.current())
    return {heading: [copy(page) for page in under] for heading, under in known.items()}


@cache
def _pages(role: Role, language: str) -> dict[str, list[StreamlitPage]]:
    """Made once for everybody: each page looks for its file, and thirty take 3 ms."""
    with i18n.speaking(language):
        return {
            t(f"nav_section.{section}"): [
                _page(each) for each in entries if each.action in ALLOWED[role]
            ]
            for section, entries in _SECTIONS.items()
        }


def _page(entry: _Entry) -> StreamlitPage:
    return st.Page(
        entry.path,
        title=t(f"nav.{entry.word}"),
        icon=f":material/{entry.icon}:",
        default=entry.path == HOME,
        url_path=None if entry.path == HOME else entry.word,
        visibility="visible" if entry.is_listed else "hidden",
    )


def href(kind: str, record_id: int, at: str = "") -> str:
    """The address of one record, relative to every page of ours; `at` is a place in an article."""
    return f"{kind}?id={record_id}" + (f"&at={at}" if at else "")


def place() -> str:
    """The `?at=` of the address: which mark of an article to look at, "partner.5"."""
    return str(st.query_params.get("at", ""))


def address(page: str) -> str:
    """The address of a list, relative to every page of ours; filters follow after a `?`."""
    return _WORDS[page]


def go(kind: str, record_id: int, at: str = "") -> None:
    """Leave for the page of one record, and whatever dialog was open. Does not return."""
    dialogs.close()
    place = {"at": at} if at else {}
    st.switch_page(PAGE_OF[kind], query_params={"id": str(record_id), **place})


def record_id(name: str = "id") -> int:
    """The `?id=` of the address; 0, which no record has, when it is missing or nonsense."""
    text = st.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
