"""Files that people take away: lists, and what is attached to records.

Streamlit's own media store hands a file to whoever knows its address; these routes ask the domain
who may. `routes` is for the server.
"""

import logging
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tracker import db
from tracker.access import User
from tracker.api import faults
from tracker.domain import access_log, addresses, attachments, importing, taken_lists
from tracker.domain.addresses import Asked
from tracker.domain.evidence import packs
from tracker.domain.exports import people
from tracker.domain.models import Deed, Kind
from tracker.domain.taken_lists import Taken
from tracker.errors import NotFound, SignedOut, TrackerError
from tracker.export import evidence, lists, vcard
from tracker.i18n import speaking, t
from tracker.ingest import rejected
from tracker.settings import settings

_log = logging.getLogger("tracker")
_IN_MEMORY = 4 * 1024 * 1024  # bytes of a file that are kept in memory; the rest goes to disk
_PIECE = 64 * 1024
_LARGEST = 2**31 - 1  # id that the database takes

# The browser saves the file and never opens it as a page of ours, whatever is in it.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox",
    "Cache-Control": "private, no-store",
}


def whole_list(request: Request) -> Response:
    """The list that the address asks for, as a file: `/download/partners.xlsx?stage=active`."""
    try:
        user = user_of(request)
        with speaking(user.language):
            kind, form = _list_and_form(request.path_params["list"], request.path_params["form"])
            asked = addresses.asked(kind, request.query_params)
            file = SpooledTemporaryFile[bytes](max_size=_IN_MEMORY)
            with db.reading() as session:
                held = lists.write(
                    session, file, kind, asked, by=user, form=form, base=base_of(request)
                )
            _log.info("account %s took the list of %s as %s", user.id, kind, form)
            _note(kind, asked, form, held, user)
            # A database that cannot be written to just now is no reason to keep the file back.
            with suppress(TrackerError), db.transaction() as session:
                taken_lists.note(session, Taken(kind, asked, form), by=user)
            return StreamingResponse(
                _pieces(file),
                media_type=form.media_type,
                headers=saved_as(lists.name(kind, form)),
            )
    except TrackerError as refused:
        return faults.refused(request, refused)


def card(request: Request) -> Response:
    """One person, for an address book."""
    try:
        user = user_of(request)
        number = number_in(request)
        with db.reading() as session:
            person = people.one(session, number, by=user)
        with db.transaction() as session:
            access_log.told(session, number, form=lists.Format.VCF, whole=False, by=user)
        _log.info("account %s took person %s as a card", user.id, number)
        content = b"".join(vcard.cards([person], base_of(request)))
        name = f"{person.name}.{lists.Format.VCF}"
        return Response(content, media_type=vcard.MEDIA_TYPE, headers=saved_as(name))
    except TrackerError as refused:
        return faults.refused(request, refused)


def evidence_pack(request: Request) -> Response:
    """A frozen pack: its workbook, or a ZIP of that with every file."""
    try:
        user = user_of(request)
        form = request.path_params["form"]
        if form not in evidence.MEDIA_TYPES:
            raise NotFound(f"a pack as {form}")
        file = SpooledTemporaryFile[bytes](max_size=_IN_MEMORY)
        with db.reading() as session, speaking(user.language):
            pack = packs.taken(session, number_in(request), by=user)
            evidence.write(session, pack, form, file, by=user)
        _log.info("account %s took evidence pack %s as %s", user.id, pack.pack.id, form)
        note_taken(Deed.PACK, Kind.PARTNER, form=form, asked=pack.pack.name, by=user)
        return StreamingResponse(
            _pieces(file),
            media_type=evidence.MEDIA_TYPES[form],
            headers=saved_as(f"{evidence.file_name(pack)}.{form}"),
        )
    except TrackerError as refused:
        return faults.refused(request, refused)


def attached_file(request: Request) -> Response:
    """A file that hangs on a record."""
    try:
        user = user_of(request)
        with db.reading() as session:
            kept = attachments.content(session, number_in(request), by=user)
            kind, number = attachments.place(session, number_in(request), by=user)
        ending = kept.name.rpartition(".")[2]
        note_taken(Deed.FILE, kind, number, form=ending, asked=kept.name, by=user)
        return Response(kept.content, media_type=kept.media_type, headers=saved_as(kept.name))
    except TrackerError as refused:
        return faults.refused(request, refused)


def rejected_rows(request: Request) -> Response:
    """The rows of an import that were not taken, in the kind of file that was given."""
    try:
        user = user_of(request)
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
            headers=saved_as(f"{name}.{rejected.ending(job.file_name)}"),
        )
    except TrackerError as refused:
        return faults.refused(request, refused)


routes = [
    Route("/download/file/{number:int}", attached_file),
    Route("/download/evidence/{number:int}.{form}", evidence_pack),
    Route("/download/person/{number:int}.vcf", card),
    Route("/download/{list}.{form}", whole_list),
    Route("/download/import/{number:int}/rejected", rejected_rows),
]


def user_of(request: Request) -> User:
    """Whom the gate let in."""
    user = getattr(request.state, "user", None)
    if not isinstance(user, User):
        raise SignedOut
    return user


def number_in(request: Request) -> int:
    number: int = request.path_params["number"]
    if number > _LARGEST:
        raise NotFound(f"{number}")
    return number


def _list_and_form(name: str, ending: str) -> tuple[Kind, lists.Format]:
    try:
        return lists.NAMES[name], lists.Format(ending)
    except (KeyError, ValueError):
        raise NotFound(f"{name}.{ending}") from None


def _note(kind: Kind, asked: Asked, form: lists.Format, held: int, user: User) -> None:
    """A list of people that cannot be noted is not handed out; other lists are."""
    query, fields = addresses.query(kind, asked), lists.fields(kind, form)
    strict = nullcontext() if kind is Kind.PERSON else suppress(TrackerError)
    with strict, db.transaction() as session:
        access_log.exported(
            session, kind, form=form, asked=query, held=held, fields=fields, by=user
        )


def note_taken(
    deed: Deed,
    kind: Kind,
    record_id: int | None = None,
    *,
    form: str,
    asked: str = "",
    by: User,
) -> None:
    """A database that cannot be written to just now is no reason to keep a paper back."""
    with suppress(TrackerError), db.transaction() as session:
        access_log.took(session, deed, kind, record_id, form=form, asked=asked, by=by)


def base_of(request: Request) -> str:
    return settings().public_url or str(request.base_url)


def saved_as(name: str) -> dict[str, str]:
    return {**_HEADERS, "Content-Disposition": f"attachment; filename*=utf-8''{quote(name, '')}"}


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece
