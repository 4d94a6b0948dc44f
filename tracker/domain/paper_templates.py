"""The office's own templates: kept, handed out, and left again for those of the program.

What is in a template is looked at where documents are made; here it is bytes of a modest size.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from tracker import clock, malware
from tracker.access import Action, User, guarded
from tracker.domain import file_types
from tracker.domain.models import Account, Document, Language, PaperTemplate
from tracker.errors import Invalid

MEGABYTES = 3
LIMIT = MEGABYTES * 1024 * 1024


class TemplateRow(NamedTuple):
    """A template of the office, without its bytes."""

    document: Document
    language: Language
    name: str
    changed_at: datetime
    changed_by: str


@guarded(Action.READ)
def own(session: Session, document: Document, language: Language, *, by: User) -> bytes | None:
    """The office's own; None where the usual one is meant."""
    kept = session.get(PaperTemplate, (document, language))
    return kept.content if kept else None


@guarded(Action.READ)
def kept(session: Session, *, by: User) -> list[TemplateRow]:
    """Those of the office."""
    columns = (PaperTemplate.document, PaperTemplate.language, PaperTemplate.name)
    query = (
        select(
            *(col(column) for column in columns), col(PaperTemplate.changed_at), col(Account.name)
        )
        .join(Account, col(Account.id) == col(PaperTemplate.changed_by))
        .order_by(col(PaperTemplate.document), col(PaperTemplate.language))
    )
    return [TemplateRow(*row) for row in session.execute(query)]


@guarded(Action.ASSIGN)
def keep(
    session: Session, document: Document, language: Language, name: str, content: bytes, *, by: User
) -> None:
    """From now on this one. Raises Invalid at `file`, as `attachments.add`, or template_kind."""
    if len(content) > LIMIT:
        raise Invalid("file", "file_too_large", name=name, limit=MEGABYTES)
    known = file_types.recognised(name, content)
    if known is None or known.media_type != file_types.TYPES["docx"]:
        raise Invalid("file", "template_kind", name=name)
    malware.scanned(known.name, content)
    template = session.get(PaperTemplate, (document, language)) or PaperTemplate(
        document=document, language=language, name="", content=b"", changed_by=by.id
    )
    template.name, template.content = known.name, bytes(content)
    template.changed_at, template.changed_by = clock.now(), by.id
    session.add(template)
    session.flush()


@guarded(Action.ASSIGN)
def drop(session: Session, document: Document, language: Language, *, by: User) -> None:
    """From now on the usual one again."""
    before = session.get(PaperTemplate, (document, language))
    if before is not None:
        session.delete(before)
        session.flush()
