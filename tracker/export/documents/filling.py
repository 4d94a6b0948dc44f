"""A template and its fields become a document.

A template may come from the office: it is filled in a sandbox, and what is filled in is text,
whatever it looks like.
"""

import zipfile
from collections.abc import Mapping
from functools import cache
from html import escape
from io import BytesIO
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tracker.export.cells import fitting

Fields = dict[str, Any]  # texts, yes or no, pictures, and lists of the same; nothing else

HYPERLINK = RELATIONSHIP_TYPE.HYPERLINK

_LINK = "0A6476"  # colour of the screens
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that an archive knows


class Picture:
    """A picture on its way into a document. `alt` says it to those who cannot see it."""

    def __init__(self, png: bytes, width: float, alt: str) -> None:
        self.png, self.width, self.alt = png, width, alt


class Linked:
    """Words that lead somewhere. The address is ours, never something a person typed."""

    def __init__(self, text: str, address: str) -> None:
        self.text, self.address = text, address


class _Link:
    """Words that lead somewhere, in the part of the document that is being filled."""

    def __init__(self, template: DocxTemplate, linked: Linked) -> None:
        self._template, self._linked = template, linked

    def __str__(self) -> str:
        part = self._template.current_rendering_part
        number = part.relate_to(self._linked.address, HYPERLINK, is_external=True)
        text = escape(fitting(self._linked.text))
        return (
            f'</w:t></w:r><w:hyperlink r:id="{number}"><w:r><w:rPr><w:color w:val="{_LINK}"/>'
            f"</w:rPr><w:t>{text}</w:t></w:r></w:hyperlink>"
            '<w:r><w:t xml:space="preserve">'
        )

    __html__ = __str__


class _Inline(InlineImage):  # type: ignore[misc]  # the library has no types
    def __init__(self, template: DocxTemplate, picture: Picture) -> None:
        super().__init__(template, BytesIO(picture.png), width=Mm(picture.width))
        self._alt = escape(fitting(picture.alt), quote=True)

    def _insert_image(self) -> str:
        drawn: str = super()._insert_image()
        return drawn.replace("<wp:docPr ", f'<wp:docPr descr="{self._alt}" ', 1)

    __str__ = __html__ = _insert_image


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """Where templates run: text is escaped, and an unknown field is an error."""
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def fill(template: bytes, fields: Mapping[str, Any], *, author: str) -> bytes:
    """The document, the same bytes for the same fields.

    Raises what Jinja and the reader of documents raise: templates are checked when they come in.
    """
    document = DocxTemplate(BytesIO(template))
    document.render(_inserted(document, fields), environment())
    about = document.docx.core_properties
    about.author = about.last_modified_by = fitting(author)[:255]
    file = BytesIO()
    document.docx.save(file)
    return _steady(file.getvalue())


def _inserted(document: DocxTemplate, value: Any) -> Any:
    """The same, with text that a document can hold and pictures that know their document."""
    if isinstance(value, Mapping):
        return {key: _inserted(document, each) for key, each in value.items()}
    if isinstance(value, list):
        return [_inserted(document, each) for each in value]
    if isinstance(value, Linked):
        return _Link(document, value)
    if isinstance(value, Picture):
        return _Inline(document, value)
    return fitting(value) if isinstance(value, str) else value


def _steady(content: bytes) -> bytes:
    """The archive without the minute in which it was packed."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as packed,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as steady,
    ):
        for name in packed.namelist():
            steady.writestr(zipfile.ZipInfo(name, _EPOCH), packed.read(name), zipfile.ZIP_DEFLATED)
    return file.getvalue()
