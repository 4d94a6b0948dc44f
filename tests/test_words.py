"""The catalogue: every word that is asked for is there in three languages, and no other."""

import ast
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple, TypeVar

import pytest
from pydantic_core import PydanticCustomError
from sqlalchemy import inspect

import tracker
from tracker import access
from tracker.domain import drafts
from tracker.domain.models import (
    RECORDS,
    Account,
    Draft,
    Kind,
    Link,
    NameTerm,
    PressRule,
    vocabulary,
)
from tracker.errors import TrackerError
from tracker.i18n import LANGUAGES, WORDS, catalogue

ROOT = Path(__file__).parents[1] / "tracker"
FILES = sorted(ROOT.rglob("*.py"))
TEMPLATES = sorted((ROOT / "api" / "templates").glob("*.html"))

# The same in Kazakh and Russian, and rightly so; beside words, what consists of placeholders.
SAME = {
    "12 цифр",
    "PDF",
    "Word",
    "Код",
    "Конференция",
    "Карта",
    "Кафедра",
    "Импорт",
    "Меморандум",
    "Музей",
    "Олимпиада",
    "Серіктес",
    "Университет",
    "Факультет",
    "Форум",
    "№",
    "{size} КБ",
    "{size} МБ",
}
# Words in Latin letters that Kazakh and Russian sentences may hold: names, and parts of addresses.
LATIN = {
    "ALLOWED",
    "D",
    "CSV",
    "Excel",
    "HOSTS",
    "L",
    "JavaScript",
    "PDF",
    "TRACKER",
    "PUBLIC",
    "XLSX",
    "https",
    "vCard",
}
LATIN |= {"DOC", "DOCX", "HTML", "TXT", "Word"}
LATIN |= {"UTF", "Windows", "XLS", "vCard", "tracker", "account", "add", "role", "administrator"}
LATIN |= {"QR", "ZIP"}
LATIN |= {"DATABASE", "PostgreSQL", "Seriktes", "d", "w", "m"}
LATIN |= {"Enter", "Escape", "Ctrl", "E", "K", "N", "Y"}
LATIN |= {"Google", "Outlook", "Thunderbird", "URL"}
LATIN |= {"Android", "ICSx", "Mac", "iPhone"}
LATIN |= {"SMTP", "HOST", "MAIL", "SENDER"}
LATIN |= {"aty", "imya", "kz", "mekeme", "organizaciya"}

PLURALS = {"kk": {"one", "other"}, "ru": {"one", "few", "many", "other"}, "en": {"one", "other"}}


T = TypeVar("T")


class Asked(NamedTuple):
    """One `t("…")` of the program."""

    file: Path
    key: str
    values: set[str] | None  # None: some are passed on as `**values`


def texts(word: str | dict[str, str]) -> list[str]:
    return [word] if isinstance(word, str) else list(word.values())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def strings(path: Path) -> frozenset[str]:
    """Every string that stands in a file."""
    constants = (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant))
    return frozenset(node.value for node in constants if isinstance(node.value, str))


@cache
def calls() -> list[tuple[Path, ast.Call]]:
    """Every `t(…)` of the program, and its file."""
    return [
        (path, node)
        for path in FILES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id == "t" and node.args
    ]


@cache
def asked() -> list[Asked]:
    found = []
    for path, call in calls():
        if isinstance(call.args[0], ast.Constant):
            names = {keyword.arg for keyword in call.keywords}
            values = None if None in names else {str(name) for name in names}
            found.append(Asked(path, str(call.args[0].value), values))
    return found


def _pattern(key: ast.AST) -> str | None:
    """Which keys an f-string can make, where it begins with a section of the catalogue."""
    if not (isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant)):
        return None
    parts = (
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)"
        for part in key.values
    )
    pattern = "".join(parts)
    return pattern if (WORDS / f"{pattern.partition('.')[0][:-1]}.toml").exists() else None


@cache
def everything() -> None:
    """Import every module, so that every subclass is known."""
    for module in pkgutil.walk_packages(tracker.__path__, "tracker."):
        # Pages and migrations run when they are imported.
        if not re.search(r"\.(frame|pages|migrations)\b", module.name):
            importlib.import_module(module.name)


def descendants(parent: type[T]) -> Iterator[type[T]]:
    for child in parent.__subclasses__():
        yield child
        yield from descendants(child)


def section_of(words: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", words.__name__).lower()


@cache
def vocabularies() -> dict[str, set[str]]:
    """The closed vocabularies that have words, by section of the catalogue."""
    everything()
    found: dict[str, set[str]] = {}
    for words in descendants(StrEnum):
        is_ours = words.__module__.startswith("tracker")
        if is_ours and (WORDS / f"{section_of(words)}.toml").exists():
            found.setdefault(section_of(words), set()).update(str(word) for word in words)
    return found


@cache
def error_codes() -> set[str]:
    """What can be refused: the code of every refusal, and of everything that does not fit."""
    everything()
    codes = {refusal.code for refusal in descendants(TrackerError)} | set(drafts._KNOWN)
    for path in FILES:
        for node in ast.walk(parsed(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            place = {"Invalid": 1, PydanticCustomError.__name__: 0}.get(node.func.id)
            if place is not None and len(node.args) > place:
                code = node.args[place]
                codes |= {str(code.value)} if isinstance(code, ast.Constant) else set()
    return codes


@cache
def draft_fields() -> set[str]:
    everything()
    forms = (draft for draft in descendants(Draft) if not hasattr(draft, "__table__"))
    return {field for draft in forms for field in draft.model_fields}


@cache
def told_fields() -> set[str]:
    """What history tells of: columns of records, links, and what else changes on a link."""
    everything()
    fields = set()
    records: list[tuple[str, Any]] = [*RECORDS.items(), (Kind.ACCOUNT, Account)]
    records += [(Kind.NAME_TERM, NameTerm), (Kind.PRESS_RULE, PressRule)]
    for _, record in records:
        fields |= {each.key for each in inspect(record).column_attrs} - record.silent
    for link in Link.__subclasses__():
        fields.add(link.shows[0])
    # These are told as what happened to the record itself.
    return fields - {"deleted_at", "active", "second_factor"}


def test_every_word_is_there_in_three_languages() -> None:
    for key, word in catalogue().items():
        assert set(word) == set(LANGUAGES), key
        assert all(text.strip() for each in word.values() for text in texts(each)), key


def test_every_language_and_plural_form_names_the_same_values() -> None:
    for key, word in catalogue().items():
        named = {frozenset(placeholders(text)) for each in word.values() for text in texts(each)}
        assert len(named) == 1, key


def test_plural_forms_are_complete() -> None:
    for key, word in catalogue().items():
        forms = {language: set(each) for language, each in word.items() if isinstance(each, dict)}
        assert all(each == PLURALS[language] for language, each in forms.items()), key
        assert not forms or {"ru", "en"} <= set(forms), key


def test_every_word_that_is_asked_for_is_there() -> None:
    keys = {each.key for each in asked()}
    for template in TEMPLATES:
        keys |= set(re.findall(r"\bt\(\"([^\"]+)\"", template.read_text(encoding="utf-8")))
    assert keys - catalogue().keys() == set()


def test_every_value_that_a_word_names_is_given() -> None:
    for each in asked():
        if each.values is not None:
            named = placeholders(texts(catalogue()[each.key]["kk"])[0])
            assert named <= each.values, f"{each.file.name}: {each.key}"


def test_every_key_that_is_put_together_finds_a_word() -> None:
    for path, call in calls():
        if pattern := _pattern(call.args[0]):
            assert any(re.fullmatch(pattern, key) for key in catalogue()), f"{path.name}: {pattern}"


def test_every_word_of_a_vocabulary_has_its_word() -> None:
    known = vocabularies()
    named = [words for words in vars(vocabulary).values() if isinstance(words, type)]
    shown = {section_of(words) for words in named if issubclass(words, StrEnum)} - {"str_enum"}
    assert shown | {section_of(access.Role)} <= known.keys()
    for section, words in known.items():
        assert {f"{section}.{word}" for word in words} <= catalogue().keys()


def test_every_refusal_has_a_sentence() -> None:
    assert {f"error.{code}" for code in error_codes()} - catalogue().keys() == set()


def test_every_field_has_a_name() -> None:
    fields = draft_fields() | told_fields()
    assert {f"field.{field}" for field in fields} - catalogue().keys() == set()


def test_no_word_is_kept_that_nobody_asks_for() -> None:
    assert sorted(key for key in catalogue() if not _is_used(key)) == []


def _is_used(key: str) -> bool:
    section, _, tail = key.partition(".")
    if any(key in strings(path) for path in FILES):
        return True
    if any(f'"{key}"' in template.read_text(encoding="utf-8") for template in TEMPLATES):
        return True
    if section == "error":
        return tail in error_codes()
    if section == "field":
        return _names_a_field(tail)
    if section in vocabularies():
        return tail in vocabularies()[section]
    return any(_is_put_together(key, *each) for each in put_together())


def _names_a_field(tail: str) -> bool:
    """A field of a draft or of history, also under the name it has at one kind or link."""
    fields = draft_fields() | told_fields()
    prefixes = [*Kind, *(link.shows[0] for link in Link.__subclasses__())]
    return tail in fields or any(
        tail.startswith(f"{prefix}_") and tail.removeprefix(f"{prefix}_") in fields
        for prefix in prefixes
    )


def _is_put_together(key: str, path: Path, pattern: str) -> bool:
    """Whether the parts that vary stand as strings in the file that puts the key together."""
    match = re.fullmatch(pattern, key)
    return match is not None and all(part in _parts(path) for part in match.groups())


@cache
def put_together() -> list[tuple[Path, str]]:
    """Every f-string that makes keys, and its file; some pass through a variable before `t`."""
    return [
        (path, pattern)
        for path in FILES
        for node in ast.walk(parsed(path))
        if (pattern := _pattern(node))
    ]


@cache
def _parts(path: Path) -> frozenset[str]:
    everything()
    enums = (words for words in descendants(StrEnum) if words.__module__.startswith("tracker"))
    return strings(path).union(LANGUAGES, *(map(str, words) for words in enums), *_named(path))


def _named(path: Path) -> Iterator[tuple[str, ...]]:
    """The words of constants that a file has from a module that it imports by `from`."""
    modules = {
        each.asname or each.name: f"{node.module}.{each.name}"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom)
        for each in node.names
    }
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Attribute) and node.attr.isupper():
            module = sys.modules.get(modules.get(getattr(node.value, "id", ""), ""))
            constant = getattr(module, node.attr, None)
            if isinstance(constant, tuple) and all(isinstance(each, str) for each in constant):
                yield constant


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_latin_letter_is_typed_for_a_cyrillic_one(language: str) -> None:
    for key, word in catalogue().items():
        for text in texts(word[language]):
            plain = re.sub(r"\{[^}]*\}", " ", text)
            latin = {
                each for each in re.findall(r"[^\W\d_]+", plain) if re.search("[A-Za-z]", each)
            }
            assert latin <= LATIN, f"{key}: {text}"


def test_no_cyrillic_letter_is_typed_for_a_latin_one() -> None:
    for key, word in catalogue().items():
        for text in texts(word["en"]):
            assert not re.search(r"[Ѐ-ӿ]", text), f"{key}: {text}"


def test_kazakh_is_not_russian() -> None:
    for key, word in catalogue().items():
        for text in set(texts(word["kk"])) & set(texts(word["ru"])):
            consists_of_values = not re.search(r"[^\W\d_]", re.sub(r"\{[^}]*\}", "", text))
            assert text in SAME or consists_of_values, f"{key}: {text}"
