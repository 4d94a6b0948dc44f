"""Whom a restored backup has again, though they were erased after it was made."""

from datetime import datetime

import pysqlite3.dbapi2 as sqlite
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from tracker import db
from tracker.backups.files import is_sqlite
from tracker.domain.models import Erasure
from tracker.settings import settings


def since(made_at: datetime) -> tuple[int, ...] | None:
    """Their numbers, as the database that is about to be replaced has noted them; those of the
    restored people are the same. None where there is no such database, or it cannot be asked."""
    path = settings().sqlite_file
    if path is not None and not is_sqlite(path):
        return None
    engine = db.build_engine(settings().database_url)
    later = select(Erasure.person_id).where(col(Erasure.at) > made_at).distinct()
    try:
        with Session(engine) as session:
            return tuple(sorted(session.exec(later)))
    except (DBAPIError, sqlite.Error):
        return None
    finally:
        engine.dispose()
