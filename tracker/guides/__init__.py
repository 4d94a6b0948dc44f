"""The guides of the page Help, in three languages: `<language>/<guide>.md`.

A guide begins with `# its title`. Each of its sections has its topic above its heading:

    <!-- log_meeting -->
    ## Write down a meeting

by which the page Help finds it (`help?topic=log_meeting`). What is on the screen is named by its
key in the catalogue, `{form.save}`, and comes out in bold, in the words that the screen has now.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tracker.i18n import said

HERE = Path(__file__).parent
# In the order in which the page offers them.
GUIDES = ("staff", "managers", "server", "trouble", "words", "keys")

_TOPIC = re.compile(r"^<!-- (\w+) -->\n## (.+)\n", re.MULTILINE)
_WORD = re.compile(r"\{([a-z_]+\.\w+)\}")


class Section(NamedTuple):
    """One thing that a reader may want to know."""

    topic: str
    title: str
    text: str  # Markdown


class Guide(NamedTuple):
    """What one kind of reader needs."""

    name: str
    title: str
    intro: str  # Markdown
    sections: tuple[Section, ...]

    def section(self, topic: str) -> Section | None:
        return next((each for each in self.sections if each.topic == topic), None)


@cache
def read(name: str, language: str) -> Guide:
    """One guide in one language. Raises KeyError for a word that the catalogue does not have."""
    source = (HERE / language / f"{name}.md").read_text(encoding="utf-8")
    head, *parts = _TOPIC.split(_WORD.sub(lambda found: _said(found[1], language), source))
    title, _, intro = head.removeprefix("# ").partition("\n")
    sections = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return Guide(
        name, title, intro.strip(), tuple(Section(a, b, text.strip()) for a, b, text in sections)
    )


def holding(topic: str, language: str) -> Guide:
    """The guide that is called so, or that has such a section; the first one when none has."""
    if topic in GUIDES:
        return read(topic, language)
    known = (read(name, language) for name in GUIDES)
    return next((each for each in known if each.section(topic)), read(GUIDES[0], language))


def _said(key: str, language: str) -> str:
    word = said(key)[language]
    text = str(word if isinstance(word, str) else word["other"])
    # A number on the button is another one each time.
    return f"**{re.sub(r'[:：]? *[{][^}]*[}]', '', text).strip()}**"
