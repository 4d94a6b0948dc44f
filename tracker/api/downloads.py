"""Files that people take away: lists, and what is attached to records.

Streamlit's own media store hands a file to whoever knows its address; these routes ask the domain
who may. `routes` is for the server.
"""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tracker import db
from tracker.access import User
from tracker.api import faults
from tracker.domain import attachments, importing
from tracker.errors import NotFound, SignedOut, TrackerError
from tracker.export import follow_ups
from tracker.i18n import speaking, t
from tracker.ingest import rejected
from tracker.settings import settings

_IN_MEMORY = 4 * 1024 * 1024  # bytes of a file that are kept in memory; the rest goes to disk
_PIECE = 64 * 1024
_LARGEST = 2**31 - 1  # id that the database takes

# The browser saves the file and never opens it as a page of ours, whatever is in it.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox",
    "Cache-Control": "private, no-store",
}


def follow_up_list(request: Request) -> Response:
    """The follow-ups that the address asks for, as a file."""
    try:
        user = _user(request)
        with speaking(user.language):
            form = _form(request.path_params["form"])
            wanted, sort, descending = follow_ups.asked(request.query_params)
            file = SpooledTemporaryFile[bytes](max_size=_IN_MEMORY)
            with db.reading() as session:
                follow_ups.write(
                    session,
                    file,
                    wanted,
                    by=user,
                    form=form,
                    base=settings().public_url or str(request.base_url),
                    sort=sort,
                    descending=descending,
                )
            return StreamingResponse(
                _pieces(file),
                media_type=form.media_type,
                headers=_saved_as(follow_ups.name(form)),
            )
    except TrackerError as refused:
        return faults.refused(request, refused)


def attached_file(request: Request) -> Response:
    """A file that hangs on a record."""
    try:
        user = _user(request)
        number = request.path_params["number"]
        if number > _LARGEST:
            raise NotFound(f"Attachment {number}")
        with db.reading() as session:
            kept = attachments.content(session, number, by=user)
        return Response(kept.content, media_type=kept.media_type, headers=_saved_as(kept.name))
    except TrackerError as refused:
        return faults.refused(request, refused)


def rejected_rows(request: Request) -> Response:
    """The rows of an import that were not taken, in the kind of file that was given."""
    try:
        user = _user(request)
        number = request.path_params["number"]
        if number > _LARGEST:
            raise NotFound(f"import {number}")
        with db.reading() as session:
            job = importing.get(session, number, by=user)
            content = importing.content(session, number, by=user)
            problems = importing.report(session, number, by=user).problems
        with speaking(user.language):
            file = rejected.write(job.file_name, content, job.sheet, job.kind, problems)
            name = f"{t('import.rejected_rows')} – {job.file_name.rpartition('.')[0]}"
        return Response(
            file,
            media_type=rejected.media_type(job.file_name),
            headers=_saved_as(f"{name}.{rejected.ending(job.file_name)}"),
        )
    except TrackerError as refused:
        return faults.refused(request, refused)


routes = [
    Route("/download/follow-ups.{form}", follow_up_list),
    Route("/download/file/{number:int}", attached_file),
    Route("/download/import/{number:int}/rejected", rejected_rows),
]


def _user(request: Request) -> User:
    """Whom the gate let in."""
    user = getattr(request.state, "user", None)
    if not isinstance(user, User):
        raise SignedOut
    return user


def _form(ending: str) -> follow_ups.Format:
    try:
        return follow_ups.Format(ending)
    except ValueError:
        raise NotFound(ending) from None


def _saved_as(name: str) -> dict[str, str]:
    return {**_HEADERS, "Content-Disposition": f"attachment; filename*=utf-8''{quote(name, '')}"}


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece
