"""The administrators' own rows of the lexicon of names, and how far names are filed with them."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from pydantic import field_validator, model_validator
from pydantic_core import PydanticCustomError
from sqlmodel import Field

from tracker import clock
from tracker.db import Base, Revised, words
from tracker.domain.models.records import LINE, NAME, Draft
from tracker.domain.models.vocabulary import NameGroup
from tracker.names.lexicon import LANGUAGES, folded_words, listed
from tracker.names.text import search_key

LONGEST_PHRASE = 4  # words in a row: no more are looked at together
SHORTEST, SHORTEST_EXACT = 3, 2  # letters; two that may have any ending would be found everywhere


class NameTermDraft(Draft):
    """What an administrator types: words that mean the same, and how to tell that they work.

    Of the examples, the names `alike` must mean one organisation and the names `other` two.
    """

    group: NameGroup = Field(default=NameGroup.KIND, sa_type=words(NameGroup))
    words_kk: str | None = Field(default=None, max_length=LINE)
    words_ru: str | None = Field(default=None, max_length=LINE)
    words_en: str | None = Field(default=None, max_length=LINE)
    alike_a: str = Field(min_length=1, max_length=NAME)
    alike_b: str = Field(min_length=1, max_length=NAME)
    other_a: str = Field(min_length=1, max_length=NAME)
    other_b: str = Field(min_length=1, max_length=NAME)

    @field_validator("words_kk", "words_ru", "words_en")
    @classmethod
    def _can_be_found(cls, line: str | None) -> str | None:
        for word in listed(line or ""):
            pieces = folded_words(word)
            least = SHORTEST_EXACT if word.startswith("=") else SHORTEST
            if not any(letter.isalpha() for piece in pieces for letter in piece):
                raise PydanticCustomError("word_empty", "no letters")
            if len("".join(pieces)) < least:
                raise PydanticCustomError("word_short", "{word}", {"word": word})
            if len(pieces) > LONGEST_PHRASE:
                raise PydanticCustomError("phrase_long", "{word}", {"word": word})
        return line

    @model_validator(mode="after")
    def _says_something(self) -> "NameTermDraft":
        if len({tuple(folded_words(word)) for _, word in self.written}) < 2:
            raise PydanticCustomError("words_missing", "one word means what it means")
        for a, b in ((self.alike_a, self.alike_b), (self.other_a, self.other_b)):
            if search_key(a) == search_key(b):
                raise PydanticCustomError("example_same", "a name is always itself")
        return self

    @property
    def written(self) -> Iterator[tuple[str, str]]:
        """Every word as it was typed, each with the field that it stands in."""
        for language in LANGUAGES:
            field = f"words_{language}"
            yield from ((field, word) for word in listed(getattr(self, field) or ""))

    @property
    def name(self) -> str:
        """What the row is called: its first words."""
        lines = (listed(getattr(self, f"words_{language}") or "") for language in LANGUAGES)
        return " · ".join(dict.fromkeys(line[0].removeprefix("=") for line in lines if line))


class NameTerm(NameTermDraft, Revised, table=True):
    """One row. It has a history, and no trash: it can be typed again."""

    __tablename__ = "name_term"

    id: int | None = Field(default=None, primary_key=True)
    created_at: datetime = Field(default_factory=clock.now)

    silent: ClassVar[frozenset[str]] = frozenset({"id", "revision", "created_at"})


class NameWords(Base, table=True):
    """The one row that says, at the price of one number, whether the words are still the same."""

    __tablename__ = "name_words"

    id: int = Field(primary_key=True)
    stamp: int = 0  # grows with every change of a NameTerm


class NameFiling(Base, table=True):
    """The one row that says with which words the keys of names were made, and how far that is."""

    __tablename__ = "name_filing"

    id: int = Field(primary_key=True)
    filed_with: str = Field(default="", max_length=40)  # version of the words of all keys
    filing_with: str = Field(default="", max_length=40)  # version now being filed with
    kind: str = Field(default="", max_length=40)  # how far: up to this record of this kind
    last: int = 0
    done: int = 0
