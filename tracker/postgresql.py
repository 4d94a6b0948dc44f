"""Connections to PostgreSQL; a server on SQLite does not load the driver."""

from typing import Any

import psycopg

UNCONFIRMED = "the standby has not confirmed the commit"


class _Commits(psycopg.Connection[Any]):
    """A connection whose commit fails where the standby has not confirmed it.

    When somebody cancels the wait for it, PostgreSQL says that the commit has succeeded, and warns.
    """

    warned = ""

    def commit(self) -> None:
        self.warned = ""
        super().commit()
        if self.warned:
            raise psycopg.errors.OperationalError(f"{UNCONFIRMED}: {self.warned}")


def connect(_dialect: object, _record: object, where: Any, how: Any) -> psycopg.Connection[Any]:
    """What an engine calls for a new connection."""
    connection = _Commits.connect(*where, **how)

    def hear(said: psycopg.errors.Diagnostic) -> None:
        # Its words are in the language of the server. Nothing else warns at a commit.
        if said.severity_nonlocalized == "WARNING":
            connection.warned = said.message_primary or "warning"

    connection.add_notice_handler(hear)
    return connection
