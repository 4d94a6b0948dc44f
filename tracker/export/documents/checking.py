"""Whether a template that somebody brings may take the place of ours.

It has to open, to know no fields but those there are, and to be filled and printed with a sample.
Of Jinja it may say fields, conditions and loops over lists; anything else is refused before it
runs, and so is what Word would run or fetch by itself: macros, embedded objects, linked files.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from PIL import Image

from tracker import archives
from tracker.errors import Invalid
from tracker.export.documents import filling, printing

_UNPACKED = 40 << 20  # bytes, of everything
_TEXT = 2 << 20  # of the part that holds the text
_PIXELS = 30_000_000  # of a picture
_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "DATE", "TIME", "HYPERLINK", "TOC", "PAGEREF"}
_RUNS = re.compile(r"vbaproject|activex|/embeddings/|oleobject|afchunk", re.IGNORECASE)
_PLAIN = (
    *(nodes.Template, nodes.TemplateData, nodes.Const, nodes.And, nodes.Or, nodes.Not),
    *(nodes.Compare, nodes.Operand, nodes.If, nodes.CondExpr),
)
_FILTERS = {"upper", "lower"}
_LOOP = {"index": "1", "first": True, "last": True, "length": "1"}


def check(content: bytes, sample: Mapping[str, Any]) -> None:
    """Raises Invalid at `file`, with what is wrong."""
    document = _opened(content)
    _look_at_package(document)
    for source in _sources(content, document):
        try:
            tree = filling.environment().parse(source)
        except TemplateSyntaxError as wrong:
            raise Invalid("file", "template_syntax", what=wrong.message or "") from None
        _Look(sample).walk(tree, sample, depth=0)
    try:
        printing.write(filling.fill(content, sample, author="–"))
    except Exception as failed:  # of three libraries, whatever a strange document makes of them
        raise Invalid("file", "template_fails", what=type(failed).__name__) from None


def _opened(content: bytes) -> Any:
    try:
        parts = archives.parts(content)
        is_modest = archives.is_modest(parts) and sum(each.file_size for each in parts) <= _UNPACKED
        texts = (each.file_size for each in parts if each.filename.endswith(".xml"))
        if not is_modest or max(texts, default=0) > _TEXT:
            raise Invalid("file", "template_large")
        if any(_RUNS.search(f"/{each.filename}") for each in parts):
            raise Invalid("file", "template_runs")
        return docx.Document(BytesIO(content))
    except Invalid:
        raise
    except Exception:  # archives and XML break in many ways
        raise Invalid("file", "template_broken") from None


def _look_at_package(document: Any) -> None:
    package = document.part.package
    for relation in package.iter_rels():
        if relation.is_external and relation.reltype != RELATIONSHIP_TYPE.HYPERLINK:
            raise Invalid("file", "template_runs")
    for part in package.iter_parts():
        if _RUNS.search(part.content_type) or "macroenabled" in part.content_type.lower():
            raise Invalid("file", "template_runs")
        if part.content_type.startswith("image/") and not _is_small(part.blob):
            raise Invalid("file", "template_large")
        element = getattr(part, "element", None)
        if element is not None and any(_orders(element)):
            raise Invalid("file", "template_runs")


def _is_small(content: bytes) -> bool:
    try:
        with Image.open(BytesIO(content)) as picture:
            return picture.width * picture.height <= _PIXELS
    except Image.DecompressionBombError:
        return False
    except Exception:  # a kind that we leave out of the PDF
        return True


def _orders(element: Any) -> Iterator[str]:
    """The fields that would have Word do something: fetch a file, start a program."""
    said = [each.get(qn("w:instr")) or "" for each in element.iter(qn("w:fldSimple"))]
    # An order may be cut into pieces, so all of them are read as one text, field by field.
    pieces = ""
    for each in element.iter(qn("w:instrText"), qn("w:fldChar")):
        if each.tag == qn("w:instrText"):
            pieces += each.text or ""
        elif pieces:
            said.append(pieces)
            pieces = ""
    for order in (*said, pieces):
        word = order.split()[:1]
        if word and word[0].upper() not in _FIELDS:
            yield word[0]


def _sources(content: bytes, document: Any) -> Iterator[str]:
    """Every text in which something would be filled in, as it would be read then."""
    template = DocxTemplate(BytesIO(content))
    template.init_docx()
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))
    for part in document.part.package.iter_parts():
        if part.content_type.endswith("footnotes+xml"):
            yield template.patch_xml(part.blob.decode("utf-8"))
    about = document.core_properties
    for name in ("author", "comments", "identifier", "language", "subject", "title"):
        yield getattr(about, name)


class _Look:
    """Goes through what a template says, with a sample of each field at hand."""

    def __init__(self, sample: Mapping[str, Any]) -> None:
        self._top = sample

    def walk(self, node: nodes.Node, known: Mapping[str, Any], *, depth: int) -> None:
        if isinstance(node, nodes.For):
            self._loop(node, known, depth)
        elif isinstance(node, nodes.Name | nodes.Getattr):
            self._value(node, known)
        elif isinstance(node, nodes.Filter):
            if node.name not in _FILTERS or node.args or node.kwargs:
                raise Invalid("file", "template_order", what=node.name)
            self._each(node, known, depth)
        elif isinstance(node, nodes.Output):
            for part in node.nodes:
                self.walk(part, known, depth=depth)
                if isinstance(part, nodes.Name | nodes.Getattr):
                    self._is_shown(part, known)
        elif isinstance(node, _PLAIN):
            self._each(node, known, depth)
        else:
            raise Invalid("file", "template_order", what=type(node).__name__)

    def _each(self, node: nodes.Node, known: Mapping[str, Any], depth: int) -> None:
        for child in node.iter_child_nodes():
            self.walk(child, known, depth=depth)

    def _loop(self, node: nodes.For, known: Mapping[str, Any], depth: int) -> None:
        """A list within a list is one of its own lines: nothing may grow by multiplying."""
        many, target = node.iter, node.target
        is_own = depth == 0 or (depth == 1 and _first(many) not in self._top)
        if not isinstance(target, nodes.Name) or node.test or node.recursive or not is_own:
            raise Invalid("file", "template_order", what="for")
        rows = self._value(many, known)
        if not isinstance(rows, list) or not rows:
            raise Invalid("file", "template_field", what=_named(many))
        inside = {**known, target.name: rows[0], "loop": _LOOP}
        for child in (*node.body, *node.else_):
            self.walk(child, inside, depth=depth + 1)

    def _value(self, node: nodes.Node, known: Mapping[str, Any]) -> Any:
        if isinstance(node, nodes.Name) and node.name in known:
            return known[node.name]
        if isinstance(node, nodes.Getattr):
            whole = self._value(node.node, known)
            if isinstance(whole, Mapping) and node.attr in whole:
                return whole[node.attr]
        if isinstance(node, nodes.Name | nodes.Getattr):
            raise Invalid("file", "template_field", what=_named(node))
        raise Invalid("file", "template_order", what=type(node).__name__)

    def _is_shown(self, node: nodes.Node, known: Mapping[str, Any]) -> None:
        """A list, or what has fields of its own, can't be shown as it is."""
        if isinstance(self._value(node, known), Mapping | list):
            raise Invalid("file", "template_field", what=_named(node))


def _named(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_named(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"


def _first(node: nodes.Node) -> str:
    return _first(node.node) if isinstance(node, nodes.Getattr) else _named(node)
