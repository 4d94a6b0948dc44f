"""What is being typed into long fields, on its way to the database: `scripts/unsent.js` sends it.

Streamlit hears of a field when the person leaves it. A phone call later that is too late.
"""

import re
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tracker import db
from tracker.access import User
from tracker.api import faults, hosts, identity
from tracker.api.downloads import user_of
from tracker.domain import unsent
from tracker.domain.press import unfinished
from tracker.door_errors import FromElsewhere
from tracker.errors import SignedOut, TrackerError

# The field of an article has drafts of its own, which also know how far it was read.
ARTICLE = "read_article"

_Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,100}$")]
_Text = Annotated[str, Field(max_length=unfinished.LONGEST)]
_KEY = re.compile(r"[0-9a-f]{32}")


class _Typed(BaseModel):
    """What the script sends: the form and its record, and what stands in its fields."""

    place: _Name
    texts: dict[_Name, _Text] = Field(max_length=unsent.FIELDS)


async def keep(request: Request) -> Response:
    """Keep what one opening of a form holds; 409 says that the form was saved already. It counts as
    work: who types is there."""
    if not hosts.is_same(request, required=True):
        return faults.refused(request, FromElsewhere())
    key = request.path_params["key"]
    try:
        typed = _Typed.model_validate_json(await request.body())
    except ValidationError:
        return PlainTextResponse("No such draft.", 400)
    if not _KEY.fullmatch(key):
        return PlainTextResponse("No such draft.", 400)
    try:
        user = user_of(request)
        if not await identity.is_at_work(user):
            raise SignedOut
        is_kept = await run_in_threadpool(_keep, key, typed, user)
    except TrackerError as refused:
        return faults.refused(request, refused)
    return Response(status_code=204 if is_kept else 409)


routes = [Route("/drafts/{key}", keep, methods=["POST"])]


def _keep(key: str, typed: _Typed, user: User) -> bool:
    with db.transaction() as session:
        if typed.place.startswith(ARTICLE):
            unfinished.jot(session, key, typed.texts.get("text", ""), by=user)
            return True
        return unsent.keep(session, key, typed.place, typed.texts, by=user)
