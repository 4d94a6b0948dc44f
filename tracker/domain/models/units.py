"""Units: the university's own faculties, departments, laboratories and centres."""

from typing import ClassVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError
from sqlmodel import Field

from tracker.db import words
from tracker.domain.models.records import NAME, NOTE, Draft, Named, Record, SortedNames
from tracker.domain.models.vocabulary import UnitKind
from tracker.names.text import search_key


class UnitDraft(Named, Draft):
    """What a person types about a unit. Competences: what it can do for a partner."""

    paragraphs: ClassVar[frozenset[str]] = frozenset(
        {"competences_kk", "competences_ru", "competences_en"}
    )

    kind: UnitKind = Field(default=UnitKind.DEPARTMENT, sa_type=words(UnitKind))
    parent_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    head: str | None = Field(default=None, max_length=NAME)
    # The head's account, if they have one: where reminders of the unit's late work go.
    head_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    competences_kk: str | None = Field(default=None, max_length=NOTE)
    competences_ru: str | None = Field(default=None, max_length=NOTE)
    competences_en: str | None = Field(default=None, max_length=NOTE)

    @model_validator(mode="after")
    def _has_a_name(self) -> "UnitDraft":
        if not self.names:
            raise PydanticCustomError("name_missing", "no name in any language")
        return self


class Unit(UnitDraft, SortedNames, Record, table=True):
    """A part of the university."""

    def refresh_keys(self) -> None:
        self.sort_names(self)
        competences = (self.competences_kk, self.competences_ru, self.competences_en)
        self.search_key = search_key(*self.names, self.head, *competences)
