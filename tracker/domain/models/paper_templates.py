"""The office's own templates of documents, in place of those that come with the program."""

from datetime import datetime

from sqlmodel import Field

from tracker import clock
from tracker.db import Base, words
from tracker.domain.models.records import NAME
from tracker.domain.models.vocabulary import Document, Language


class PaperTemplate(Base, table=True):
    """One a document and language; without a row the usual one is meant."""

    __tablename__ = "paper_template"

    document: Document = Field(primary_key=True, sa_type=words(Document))
    language: Language = Field(primary_key=True, sa_type=words(Language))
    name: str = Field(max_length=NAME)  # of the file
    content: bytes
    changed_at: datetime = Field(default_factory=clock.now)
    changed_by: int = Field(foreign_key="account.id", index=True)
