"""Documents that people take away: the brief before a visit, the report, and templates to edit.

Whoever may read may take them: they hold what the pages show. `routes` is for the server, which
loads what makes documents with the first: that is a tenth of the time in which it starts.
"""

import logging
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tracker import clock, db
from tracker.access import User
from tracker.api import faults
from tracker.api.downloads import base_of, note_taken, number_in, saved_as, user_of
from tracker.domain import annual, briefs, paper_templates
from tracker.domain.models import Deed, Document, Kind, Language
from tracker.domain.reports.addressed import scope_of
from tracker.errors import NotFound, TrackerError
from tracker.export.paper_forms import File, PaperForm
from tracker.i18n import speaking, word

_log = logging.getLogger("tracker")


def brief(request: Request) -> Response:
    """One partner on a page: `/download/brief/7.pdf?language=ru`."""
    from tracker.export import documents

    try:
        user, number, form = reader(request), number_in(request), _form(request)
        with speaking(user.language):
            with db.reading() as session:
                found = briefs.of(session, number, by=user)
                own = paper_templates.own(session, Document.BRIEF, Language(user.language), by=user)
            made = documents.of_brief(found, own, form, by=user)
        _log.info("account %s took the brief of partner %s as %s", user.id, number, form)
        note_taken(Deed.BRIEF, Kind.PARTNER, number, form=form, by=user)
        return _handed_out(made)
    except TrackerError as refused:
        return faults.refused(request, refused)


def report(request: Request) -> Response:
    """A period on paper: `/download/report.pdf?from=2025-01-01&to=2025-12-31&sector=museum`."""
    from tracker.export import documents

    try:
        user, form = reader(request), _form(request)
        scope = scope_of(request.query_params)
        with speaking(user.language):
            with db.reading() as session:
                found = annual.report(session, scope, by=user, today=clock.today())
                own = paper_templates.own(
                    session, Document.REPORT, Language(user.language), by=user
                )
            made = documents.of_report(found, own, form, by=user, base=base_of(request))
        _log.info("account %s took the report of %s – %s", user.id, scope.first, scope.last)
        note_taken(Deed.REPORT, Kind.PARTNER, form=form, asked=request.url.query, by=user)
        return _handed_out(made)
    except TrackerError as refused:
        return faults.refused(request, refused)


def template(request: Request) -> Response:
    """A template as it is in use now: `/download/template/brief.docx?language=ru`."""
    from tracker.export import documents

    try:
        user = reader(request)
        document = _document(request)
        with speaking(user.language):
            with db.reading() as session:
                own = paper_templates.own(session, document, Language(user.language), by=user)
            content = documents.usual(document) if own is None else own
            name = f"{word(document)} ({user.language}).{PaperForm.DOCX}"
        return _handed_out(File(name, PaperForm.DOCX.media_type, content))
    except TrackerError as refused:
        return faults.refused(request, refused)


routes = [
    Route("/download/brief/{number:int}.{form}", brief),
    Route("/download/report.{form}", report),
    Route("/download/template/{document}.docx", template),
]


def reader(request: Request) -> User:
    """The colleague, reading in the language that the address asks for."""
    user = user_of(request)
    asked = request.query_params.get("language", user.language)
    return replace(user, language=asked) if asked in list(Language) else user


def _form(request: Request) -> PaperForm:
    try:
        return PaperForm(request.path_params["form"])
    except ValueError:
        raise NotFound(request.path_params["form"]) from None


def _document(request: Request) -> Document:
    try:
        return Document(request.path_params["document"])
    except ValueError:
        raise NotFound(request.path_params["document"]) from None


def _handed_out(made: File) -> Response:
    return Response(made.content, media_type=made.media_type, headers=saved_as(made.name))
