"""Whether the database takes what is written to it: found out by writing."""

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session

from tracker import clock
from tracker.domain.models import Heartbeat


def beat(session: Session) -> None:
    """Write the one row again. Raises what the database says against it."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    now = {"at": clock.now()}
    row = insert(Heartbeat).values(id=1, **now)
    session.connection().execute(row.on_conflict_do_update(index_elements=["id"], set_=now))
