"""Whom a restored backup has again, though they were erased after it was made."""

from datetime import datetime

import pysqlite3.dbapi2 as sqlite
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from tracker import db
from tracker.backups.files import is_sqlite
from tracker.domain.models import Erasure, Person
from tracker.settings import settings


def since(made_at: datetime, restored: str) -> tuple[int, ...] | None:
    """Their numbers, as the database that is about to be replaced has noted them, and the one at
    `restored` has them on their own. None where there is no database yet, or it cannot be asked."""
    later = _noted(made_at)
    if not later:
        return later
    engine = db.build_engine(restored)
    there = select(col(Person.id)).where(
        col(Person.id).in_(later), col(Person.merged_into_id).is_(None)
    )
    try:
        with Session(engine) as session:
            return tuple(sorted(filter(None, session.exec(there))))
    finally:
        engine.dispose()


def _noted(made_at: datetime) -> tuple[int, ...] | None:
    path = settings().sqlite_file
    if path is not None and not is_sqlite(path):
        return None
    engine = db.build_engine(settings().database_url)
    later = select(Erasure.person_id).where(col(Erasure.at) > made_at).distinct()
    try:
        with Session(engine) as session:
            return tuple(session.exec(later))
    except (DBAPIError, sqlite.Error):
        return None
    finally:
        engine.dispose()
