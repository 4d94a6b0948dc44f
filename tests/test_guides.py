"""The guides: the same in three languages, and in the words that the screen has."""

import re

import pytest

from tracker import guides
from tracker.access import ALLOWED, Role
from tracker.i18n import LANGUAGES, catalogue
from tracker.ui import nav, tour

EVERY = [(name, language) for name in guides.GUIDES for language in LANGUAGES]


def source(name: str, language: str) -> str:
    return (guides.HERE / language / f"{name}.md").read_text(encoding="utf-8")


def test_no_guide_stands_beside_the_list() -> None:
    found = {(path.stem, path.parent.name) for path in guides.HERE.glob("*/*.md")}
    assert found == set(EVERY)


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_every_word_of_the_screen_is_in_the_catalogue(name: str, language: str) -> None:
    named = set(re.findall(r"\{([^}]*)\}", source(name, language)))
    assert named <= catalogue().keys()
    read = guides.read(name, language)
    whole = read.title + read.intro + "".join(each.title + each.text for each in read.sections)
    assert not re.search(r"[{}]|<!--|\*\*\*\*", whole)


@pytest.mark.parametrize("name", guides.GUIDES)
def test_the_three_languages_tell_the_same(name: str) -> None:
    """The same sections, in each the same steps, lines of tables, code, and words of the screen."""

    def told(language: str) -> list[object]:
        sections = re.split(r"^<!-- (\w+) -->$", source(name, language), flags=re.MULTILINE)
        return [
            (
                re.findall(r"^\d\.|^\||^- |^    \S", part, re.MULTILINE),
                sorted(re.findall(r"\{([^}]*)\}", part)),
                sorted(re.findall(r"`[^`]+`", part)),
            )
            if place % 2 == 0
            else part
            for place, part in enumerate(sections)
        ]

    assert told("kk") == told("en")
    assert told("ru") == told("en")


def test_a_topic_leads_to_one_place() -> None:
    topics = [each.topic for name in guides.GUIDES for each in guides.read(name, "en").sections]
    assert len({*topics, *guides.GUIDES}) == len(topics) + len(guides.GUIDES)
    for topic in topics:
        section = guides.holding(topic, "kk").section(topic)
        assert section is not None
        assert section.text


@pytest.mark.parametrize("topic", ["", "no_such_thing", "../../settings", "<b>"])
def test_an_address_that_makes_no_sense_opens_the_first_guide(topic: str) -> None:
    assert guides.holding(topic, "ru").name == guides.GUIDES[0]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_latin_letter_is_typed_for_a_cyrillic_one(language: str) -> None:
    for name in guides.GUIDES:
        # Commands, addresses and names of settings stand in Latin letters, marked as code.
        said = re.sub(r"`[^`]*`|\{[^}]*\}|<!--.*?-->", " ", source(name, language))
        mixed = re.findall(r"[^\W\d_]*(?:[A-Za-z][А-Яа-яӘ-ӿ]|[А-Яа-яӘ-ӿ][A-Za-z])[^\W\d_]*", said)
        assert mixed == []


@pytest.mark.parametrize("name", guides.GUIDES)
def test_english_has_no_cyrillic_and_kazakh_is_not_russian(name: str) -> None:
    assert not re.search(r"[Ѐ-ӿ]", source(name, "en"))
    kazakh, russian = guides.read(name, "kk"), guides.read(name, "ru")
    for one, other in zip(kazakh.sections, russian.sections, strict=True):
        assert one.text != other.text


def test_a_job_has_three_to_seven_steps() -> None:
    for name in ("staff", "managers", "server"):
        for each in guides.read(name, "en").sections:
            steps = re.findall(r"^\d\.", each.text, re.MULTILINE)
            assert not steps or 3 <= len(steps) <= 7, each.topic


@pytest.mark.parametrize("role", list(Role))
def test_the_tour_has_five_steps_at_most_to_pages_that_the_role_may_open(role: Role) -> None:
    open_to = {entry.path for entry in nav._ENTRIES if entry.action in ALLOWED[role]}
    steps = tour.STEPS[role]
    assert 1 < len(steps) <= 5
    assert {page for _, page in steps} <= open_to
