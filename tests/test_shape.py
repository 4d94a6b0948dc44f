"""The shape of the code, kept by a test instead of by memory."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tracker import access

ROOT = Path(__file__).parents[1]
FILES = [ROOT / "app.py", *sorted((ROOT / "tracker").rglob("*.py"))]
PAGES = sorted((ROOT / "tracker" / "ui" / "pages").glob("*.py"))
UI = [path for path in FILES if path.is_relative_to(ROOT / "tracker" / "ui")]
DOMAIN = [path for path in FILES if path.is_relative_to(ROOT / "tracker" / "domain")]

LONGEST, LONGEST_PAGE = 400, 100

# From the inside outwards: a ring imports itself and those before it, nothing after it.
RINGS = (
    ("tracker.errors",),
    ("tracker.door_errors",),
    ("tracker.settings",),
    ("tracker.archives", "tracker.clock", "tracker.encodings", "tracker.names", "tracker.shielded"),
    ("tracker.postgresql", "tracker.turns"),
    ("tracker.malware",),
    ("tracker.press",),
    ("tracker.access", "tracker.db", "tracker.wiping"),
    ("tracker.domain",),
    ("tracker.i18n",),
    (
        *("tracker.example", "tracker.export", "tracker.migrating", "tracker.migrations"),
        *("tracker.backups", "tracker.engaging", "tracker.filing", "tracker.guides"),
        *("tracker.mail",),
    ),
    ("tracker.ingest",),
    ("tracker.findings",),
    ("tracker.checking_accounts", "tracker.checking_libraries", "tracker.checking_postgresql"),
    ("tracker.checking",),
    ("tracker.api",),
    ("tracker.ui",),
    ("tracker.checking_provider", "tracker.checking_scanner", "tracker.console"),
    (
        "tracker.cli",
        "tracker.cli_accounts",
        "tracker.cli_backup",
        "tracker.cli_imports",
        "tracker.cli_let_in",
        "tracker.cli_names",
        "tracker.cli_press",
        "tracker.cli_remind",
        "tracker.cli_wipe",
        "tracker.frame",
        "app",
    ),
)
MAY_SHOW = ("tracker.api", "tracker.ui", "tracker.frame", "app")

# Functions of the domain that take a session and ask nobody.
UNGUARDED = {
    # At the door nobody is signed in yet; the console owns the database anyway.
    "account_keeping": {
        *("add", "drop_links", "keep_an_administrator", "refuse_same", "replace_password"),
        "with_email",
    },
    "account_links": {"ask", "count", "purge", "read"},
    "console_ways": {"enter", "open_for"},
    "known_browsers": {"find", "purge", "remember"},
    "provider_sign_ins": {"leave"},
    "proving": {"expect"},
    "rate_limits": {"attempt", "attempt_from", "begin", "forgive", "purge"},
    "second_factor.codes": {"drop", "give_out", "use"},
    "second_factor.half": {"begin", "end", "find", "purge"},
    "second_factor.keeping": {"remove"},
    "second_factor.sealing": {"seal", "unseal"},
    "tickets": {"give", "purge", "take"},
    "set_up": {"is_empty", "setup_code"},
    "sign_ins": {
        *("end", "end_of_account", "end_of_provider", "end_one", "look_up", "open_among"),
        *("open_for",),
        *("purge", "somebody", "touch", "user_of"),
    },
    "calendars.feeds": {"owner", "with_password"},  # a calendar program can't sign in
    # Parts of verbs, which have asked.
    "unchanged": {"newest", "of_each", "of_kinds", "of_partner"},
    "after_event.standing": {"of"},
    "agreements.listing": {"parties_of"},
    "agreements.promises": {"carry", "expect_party"},
    "candidates": {"counted", "ids", "named"},
    "finding": {"alive", "carrying"},
    "foreseen": {"lent"},
    "indexing": {"after", "file", "file_after", "file_everything", "put_keys"},
    "name_words": {"change", "changed", "held", "look", "now", "rows"},
    "word_index": {"drop", "find", "having", "put"},
    "evidence.details": {"of"},
    "follow_ups.comments": {"put"},
    "follow_ups.repeating": {"again", "owner"},
    "follow_ups.verbs": {"movable", "still"},
    "letters": {"are_few"},
    "linking": {"check", "colleagues", "records", "refuse_circle"},
    "lists": {"matching_until_full", "paged"},
    "exports.reading": {"gathered", "in_chunks", "tags"},
    "importing.jobs": {"findings", "locked", "note"},
    "importing.meanwhile": {"changed", "so_far"},
    "importing.namesakes": {"people", "workplaces"},
    "importing.register": {"renewed"},
    "journal": {"drop", "size", "start", "write_down"},
    "news": {"refuse_same"},
    "partners": {"refuse_same"},
    "quiet": {"cutoffs"},
    "engagement.evidence": {"days_between", "since"},
    "engagement.rules": {"known"},
    "engagement.scoring": {"tallies"},
    "engagement.standing": {"begun", "end", "is_due", "keep", "worked_out"},
    "engagement.sums": {"left", "of_part", "parts"},
    "recording": {"remark"},
    "saving": {"claim", "found", "settle"},
    "storing": {"store", "store_whole"},
    "tags": {"add", "put"},
    "titles": {"look_up"},
    "merged": {"ids_of"},
    "merging_links": {"count", "move"},
    "network.sources": {"sources", "window"},
    "network.ties": {"strongest", "touching", "within"},
    "access_log": {"exported", "of_person", "opened", "told", "took"},
    "erasing": {"left_in_files", "rewritten"},
    "erasing.cleaning": {"attachments", "people", "texts", "ways_back"},
    "erasing.finding": {"files", "found", "of_people"},
    "retention": {"expect_willing", "held"},
    "restoring": {"changed_since", "lines_of", "put_back"},
    # What the clock does.
    "backup_runs": {"begin", "claim", "last_trouble", "settle"},
    "press.unfinished": {"purge"},
    "unsent": {"purge"},
    "heartbeat": {"beat"},
    "importing.running": {"stopped"},
    "undoing": {"purge"},
    "filing": {"count", "prepared", "progress", "put", "settle"},
    "reminders.choices": {"due", "looked"},
    "reminders.outbox": {
        *("anything", "claim", "failed", "purge", "put", "queue", "release", "sent"),
    },
    "reminders.units": {"heads"},
}
# Where statements go past the objects, and so past history: tables that keep none.
PAST_HISTORY = {
    *("accounts", "indexing", "rate_limits", "recording", "saving", "set_up", "sign_ins"),
    *("tours",),
    *("access_log", "cleaning", "journal", "restoring", "standing", "tickets", "undoing"),
    *("account_links", "codes", "half", "known_browsers"),
    "storing",  # which tells history what it stores
}


def module_of(path: Path) -> str:
    dotted = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    return dotted.removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def ring_of(module: str) -> int:
    names = (place for place, ring in enumerate(RINGS) if is_in(module, ring))
    return next(names)


def is_in(module: str, ring: tuple[str, ...]) -> bool:
    return any(f"{module}.".startswith(f"{name}.") for name in ring)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", [p for p in FILES if module_of(p) != "tracker"], ids=named)
def test_imports_point_inwards(path: Path) -> None:
    here = ring_of(module_of(path))
    ours = {name for name in imports(path) if is_in(name, ("tracker",)) and name != "tracker"}
    assert {name for name in ours if ring_of(name) > here} == set()


@pytest.mark.parametrize("path", FILES, ids=named)
def test_only_what_people_see_imports_streamlit(path: Path) -> None:
    shows = any(is_in(name, ("streamlit",)) for name in imports(path))
    assert not shows or is_in(module_of(path), MAY_SHOW)


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_file_can_be_read_in_one_go_and_says_what_it_is(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST
    assert ast.get_docstring(ast.parse(source))


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_page_reads_like_its_screen(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_PAGE
    assert "select(" not in source
    assert "session_state" not in source
    assert not any(isinstance(node, ast.ClassDef) for node in ast.walk(ast.parse(source)))


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_page_has_no_words_of_its_own(path: Path) -> None:
    """What begins with a capital letter in a page, and is no label of `t`, is for a reader."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstring = ast.get_docstring(tree, clean=False)
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    texts = {text for text in constants if isinstance(text, str) and text != docstring}
    assert {text for text in texts if re.match(r"[A-ZА-ЯӘҒҚҢӨҰҮҺІ]", text)} == set()


@pytest.mark.parametrize("path", UI, ids=named)
def test_no_level_of_headings_is_left_out(path: Path) -> None:
    """A page has a title, and its sections are second to it: a reader by ear counts the levels."""
    text = path.read_text(encoding="utf-8")
    assert ".subheader(" not in text or ".header(" in text


@pytest.mark.parametrize("path", DOMAIN, ids=named)
def test_whoever_asks_the_domain_is_asked_for(path: Path) -> None:
    """A public function that takes a session is guarded, or stands in the short list above."""
    module = import_module(module_of(path))
    asks = {
        name
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
        and "session" in inspect.signature(function).parameters
        and f"{module.__name__}.{function.__qualname__}" not in access.GUARDED
    }
    assert asks == UNGUARDED.get(module.__name__.removeprefix("tracker.domain."), set())


def test_browsers_store_nothing_that_anybody_typed() -> None:
    """Only that somebody wants no single keys. What is typed is kept by the server."""
    stores = r"(?:local|session)Storage(?!\.(?:get|remove)Item)\S*|indexedDB|caches\.open|cookie ="
    found = {
        (path.name, call)
        for path in (ROOT / "tracker").rglob("*")
        if path.suffix in (".js", ".html")
        for call in re.findall(stores, path.read_text(encoding="utf-8"))
    }
    assert found == {("keys.js", "localStorage.setItem(OFF,")}


@pytest.mark.parametrize("path", DOMAIN, ids=named)
def test_no_change_of_a_record_goes_past_its_history(path: Path) -> None:
    past = {"sqlalchemy.insert", "sqlalchemy.update", "sqlalchemy.delete"}
    assert not past & set(imports(path)) or path.stem in PAST_HISTORY
