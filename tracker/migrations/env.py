"""What Alembic runs: our tables, on a connection that `tracker.migrating` has locked."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, Connection, DateTime, Enum, LargeBinary, String

import tracker.domain.models  # noqa: F401  (fills Base.metadata)
from tracker import migrating
from tracker.db import Base
from tracker.domain import letters, met_on


def _plain(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write a column type as it is today: a migration must not change when our code does."""
    if kind != "type":
        return False
    stored = getattr(item, "impl_instance", item)
    if isinstance(stored, Enum | String):
        return f"sa.String({stored.length or ''})"
    if isinstance(stored, DateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(stored, JSON | LargeBinary):
        return f"sa.{type(stored).__name__}()"
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=_plain,
        transactional_ddl=True,
        include_name=migrating.is_of_models,
    )
    with context.begin_transaction():
        for kept in (met_on, letters):
            kept.let_go(connection)
        context.run_migrations()
        for kept in (met_on, letters):
            kept.keep(connection)


_given: Connection | None = context.config.attributes.get("connection")
if _given is not None:
    _run(_given)
else:  # the `alembic` command, at a developer's desk
    with migrating.alone() as _connection:
        _run(_connection)
