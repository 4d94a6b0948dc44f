"""The parts of the server, which `app.py` puts together: routes, layers, and what happens when."""

from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from tracker.api import (
    calendars,
    downloads,
    faults,
    health,
    let_in,
    metrics,
    papers,
    password_links,
    personal,
    second_factor,
    second_step,
    set_up,
    sign_in,
    university,
    unsent,
    words_of_streamlit,
)
from tracker.api.door import HERE
from tracker.api.gate import Gate
from tracker.api.starting import lifespan
from tracker.api.words_of_streamlit import IndexPage
from tracker.errors import TrackerError
from tracker.settings import ROOT

__all__ = ["EXCEPTION_HANDLERS", "FRAME", "MIDDLEWARE", "ROUTES", "lifespan", "on_script_error"]

FRAME = ROOT / "tracker" / "frame.py"

ROUTES = [
    *sign_in.routes,
    *second_step.routes,
    *second_factor.routes,
    *password_links.routes,
    *university.routes,
    *let_in.routes,
    *set_up.routes,
    *health.routes,
    *metrics.routes,
    *words_of_streamlit.routes,
    *papers.routes,
    *personal.routes,
    *downloads.routes,
    *calendars.routes,
    *unsent.routes,
    Mount("/assets", StaticFiles(directory=HERE / "static")),
]

# The first sees a request first. Nothing stands before the gate.
MIDDLEWARE = [Middleware(Gate), Middleware(IndexPage)]

EXCEPTION_HANDLERS = {TrackerError: faults.of_a_rule, Exception: faults.of_ours}

on_script_error = faults.of_a_script
