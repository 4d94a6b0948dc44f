"""The figures at a glance as the database has them now, past what the dashboard keeps."""

from datetime import date
from typing import Any

from sqlmodel import Session

from tests.world import boris
from tracker.domain.reports import Scope, Tiles
from tracker.domain.reports.tiles import KINDS, tiles_of


def tiles(session: Session, scope: Scope, today: date) -> Tiles:
    found: dict[str, Any] = {}
    for kind in KINDS:
        found |= tiles_of(session, scope, kind=kind, by=boris, today=today)
    return Tiles(**found)
