"""What a document may be, and a made one: light to load, where its makers are not."""

from enum import StrEnum
from typing import NamedTuple

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


class PaperForm(StrEnum):
    DOCX = "docx"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        return {PaperForm.DOCX: DOCX, PaperForm.PDF: PDF}[self]


class File(NamedTuple):
    name: str
    media_type: str
    content: bytes
