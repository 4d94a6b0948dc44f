"""What is held about one person, and the log of who looked at whom: files, checked and noted.

`routes` is for the server.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tracker import db
from tracker.api import faults
from tracker.api.downloads import base_of, number_in, saved_as
from tracker.api.papers import reader
from tracker.domain import access_log, held
from tracker.errors import NotFound, TrackerError
from tracker.export import access, xlsx
from tracker.i18n import speaking, t


def about_person(request: Request) -> Response:
    """All that is held about somebody: `/download/person/7/held.docx?language=ru`."""
    from tracker.export import held as files  # here, as in `papers`

    try:
        user, number, form = reader(request), number_in(request), request.path_params["form"]
        if form not in files.MEDIA_TYPES:
            raise NotFound(f"what is held as {form}")
        with speaking(user.language):
            with db.reading() as session:
                name, sections = held.about(session, number, by=user)
            made = (
                files.json(name, sections)
                if form == "json"
                else files.document(name, sections, by=user)
            )
            called = t("held.title", name=name)
        # What cannot be noted is not handed out.
        with db.transaction() as session:
            access_log.told(session, number, form=form, whole=True, by=user)
        headers = saved_as(f"{called}.{form}")
        return Response(made, media_type=files.MEDIA_TYPES[form], headers=headers)
    except TrackerError as refused:
        return faults.refused(request, refused)


def log(request: Request) -> Response:
    """The access log as the page shows it: `/download/access.xlsx?from=2026-01-01`."""
    try:
        user = reader(request)
        wanted = access.wanted(request.query_params)
        with db.reading() as session, speaking(user.language):
            rows = access_log.all_rows(session, wanted, by=user)
            made = access.workbook(rows, wanted, by=user, base=base_of(request))
            name = f"{t('nav.access')}.xlsx"
        return Response(made, media_type=xlsx.MEDIA_TYPE, headers=saved_as(name))
    except TrackerError as refused:
        return faults.refused(request, refused)


routes = [
    Route("/download/person/{number:int}/held.{form}", about_person),
    Route("/download/access.xlsx", log),
]
