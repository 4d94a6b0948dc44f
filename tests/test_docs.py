"""What README, CONTRIBUTING and the administrator's guide show is there, and works as shown.

Commands that only read, or write into a database of this test's own, are run. Those that install,
serve, restore or need a file from outside are held against the program: command, options, files.
What they do has tests of its own.
"""

import io
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import typer

from tests.servers import worlds
from tests.world import aigerim
from tracker import cli, guides
from tracker.i18n import LANGUAGES
from tracker.settings import ROOT, Settings

GUIDES = {language: guides.HERE / language / "server.md" for language in LANGUAGES}
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *GUIDES.values()]
# Every page that leads somewhere.
LINKED = [
    *PAGES,
    ROOT / "data" / "deploy" / "README.md",
    ROOT / "tests" / "benchmarks" / "README.md",
]
# What every machine has; other programs come with a package of ours.
PROGRAMS = {"bash", "cd", "export", "git", "pip", "python", "python3", "ssh", "unset"}
RUN = {
    *("check", "account add", "account list", "account reset", "account let-in"),
    *("account second-factor reset", "backup", "export partners"),
    *("export follow-ups", "imports list", "reindex", "remind"),
}
PINNED = (ROOT / "requirements.txt").read_text(encoding="utf-8").lower()
SETTINGS = {f"TRACKER_{name.upper()}": field for name, field in Settings.model_fields.items()}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def shown(path: Path) -> Iterator[str]:
    """Every command of a page: the indented lines, and what stands in code and begins as one."""
    text = path.read_text(encoding="utf-8")
    lines = re.findall(r"^    (\S.*)$", text, re.MULTILINE)
    spans = re.findall(r"`([^`\n]+)`", text)
    begins = re.compile(r"(\.venv/bin/\w|tracker |bash |python|streamlit |alembic )")
    commands = [each for each in (*lines, *spans) if begins.match(each)]
    for command in (*commands, *(each for each in lines if each not in commands)):
        for part in re.split(r" && | \| ", command.partition("  #")[0]):
            yield part.strip()


def words_of(command: str) -> list[str]:
    first, *rest = shlex.split(command)
    return [first.removeprefix(".venv/bin/"), *rest]


COMMANDS = sorted({each for path in PAGES for each in shown(path)})
OURS = [each for each in COMMANDS if words_of(each)[0] == "tracker"]


def resolved(words: list[str]) -> tuple[str, set[str], list[str]]:
    """The command that the words name, its options, and what is left of the words."""
    command: Any = typer.main.get_command(cli.app)
    path: list[str] = []
    while hasattr(command, "commands"):
        path.append(next(iter(words), ""))
        assert path[-1] in command.commands, f"there is no tracker {' '.join(path)}"
        command, words = command.commands[path[-1]], words[1:]
    return " ".join(path), {name for each in command.params for name in each.opts}, words


def test_the_pages_show_commands() -> None:
    assert len(OURS) > 20
    assert {resolved(words_of(each)[1:])[0] for each in OURS} >= RUN


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_is_shown_is_one(command: str) -> None:
    program, *words = words_of(command)
    if program == "tracker":
        _, options, left = resolved(words)
        assert {each for each in left if re.match(r"--?\w", each)} <= options
        return
    assert program in PROGRAMS or re.search(rf"^{program}==", PINNED, re.MULTILINE), program
    files = [each for each in words if re.match(r"[\w.]+/|\w+\.(py|txt|toml)$", each)]
    for file in files:
        is_made = file.startswith((".venv", "seriktes"))
        assert is_made or (ROOT / file).exists() or "…" in file, file
    if program == "python" and words[:1] == ["-m"]:
        assert find_spec(words[1]), words[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_option_that_is_told_of_beside_its_command_is_one(language: str) -> None:
    text = GUIDES[language].read_text(encoding="utf-8")
    rows = re.findall(r"^\| `tracker (.*?)` \| (.*) \|$", text, re.MULTILINE)
    assert len(rows) > 15
    for command, told in rows:
        _, options, _ = resolved(shlex.split(command))
        assert set(re.findall(r"`(--[\w-]+)`", told)) <= options, command


@pytest.fixture
def filled(command: str, tmp_path: Path) -> list[str]:
    """The words of a command, with something that is there for each placeholder."""
    given = {
        "EMAIL": aigerim.email,
        "NAME": "Ерлан Оспанов",
        "FILE": str(tmp_path / "file"),
        "FOLDER": str(tmp_path / "folder"),
    }
    words = [given.get(each, each) for each in words_of(command)[1:]]
    if words[:2] == ["account", "add"]:
        words[2] = "erlan@uni.example"
    if words[:2] == ["account", "let-in"]:
        words[2] = "saule@uni.example"
    return words


# What goes through the terminal to another machine is not tried here.
HERE = [each for each in OURS if resolved(words_of(each)[1:])[0] in RUN and not each.endswith(" -")]


@pytest.mark.parametrize("command", HERE)
def test_a_command_that_is_shown_works(
    command: str,
    filled: list[str],
    sqlite_database: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    worlds.furnish()
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    if filled[:2] == ["backup", "verify"]:
        assert said("backup", filled[2]) == 0
    code = said(*filled)
    # A new installation is not safe yet, and has no mail server.
    is_honest = filled[0] in {"check", "remind"} or filled[:2] == ["account", "let-in"]
    assert code == 0 or (is_honest and code == 1), capfd.readouterr()


def said(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(list(words))
    return int(ended.value.code or 0)


@pytest.mark.parametrize("path", LINKED, ids=named)
def test_every_link_leads_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        assert target.startswith("https://") or (path.parent / target).exists(), target


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_setting_that_is_named_is_one(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r"TRACKER_(?!TEST_)[A-Z_]*[A-Z]", text)) <= SETTINGS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_is_explained_with_its_default(language: str) -> None:
    rows = re.findall(
        r"^\| (`TRACKER.*?) \| .* \| (.*) \|$", GUIDES[language].read_text("utf-8"), re.M
    )
    explained = {name: default for names, default in rows for name in re.findall(r"\w+", names)}
    assert explained.keys() == SETTINGS.keys()
    for name, default in explained.items():
        known = SETTINGS[name].default
        if re.fullmatch(r"`[^`]*`|\d+", default):
            plain = default.strip("`")
            truth = {"on": "True", "off": "False", "true": "True", "false": "False"}
            assert truth.get(plain, plain) == str(known), name


def test_every_page_of_the_server_that_is_named_answers() -> None:
    sources = "".join(each.read_text("utf-8") for each in (ROOT / "tracker" / "api").glob("*.py"))
    for path in GUIDES.values():
        text = path.read_text(encoding="utf-8")
        pages = re.findall(r"`https://partners\.example\.kz(/[^`]*)`|`(/[a-z]+)`", text)
        assert len(pages) == 5
        assert all(f'"{one or other}"' in sources for one, other in pages), pages


def test_every_place_that_contributing_names_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    places = re.findall(r"`((?:tracker|tests|data|\.ci)/[^`\s]*)`", text)
    assert len(places) > 40
    for place in places:
        pattern = re.sub(r"<\w+>", "*", place).rstrip("/")
        assert list(ROOT.glob(pattern)), place


def test_every_way_to_the_page_of_help_leads_to_a_section() -> None:
    sources = [path.read_text("utf-8") for path in (ROOT / "tracker" / "ui").rglob("*.py")]
    topics = {each for source in sources for each in re.findall(r'(?:how\(|topic=)"(\w+)"', source)}
    assert len(topics) > 5
    for topic in topics:
        assert guides.holding(topic, "kk").section(topic), topic


def test_every_package_has_a_reason_and_a_version() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    for package in asked:
        (line,) = [each for each in text.splitlines() if each.strip().startswith(f'"{package}"')]
        assert re.search(r"  # \S+ \S+", line), package
        name = re.split(r"[\[=<>]", package)[0].lower()
        assert re.search(rf"^{re.escape(name)}(\[.*\])?==", PINNED, re.M), name
