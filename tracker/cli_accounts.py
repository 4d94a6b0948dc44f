"""`tracker account …`: the second factor of whoever has lost the telephone."""

import typer

from tracker import db, migrating
from tracker.console import commands
from tracker.domain import account_keeping, sign_ins
from tracker.domain.saving import id_of
from tracker.domain.second_factor import keeping

second_factor = commands("The codes that are asked for after the password.")


@second_factor.callback()
def _of_one() -> None:
    """Codes that are asked for after the password."""


@second_factor.command("reset")
def reset(email: str) -> None:
    """Take a colleague's second factor away and sign them out everywhere."""
    migrating.migrate()
    with db.transaction() as session:
        found = account_keeping.with_email(session, email)
        keeping.remove(session, found)
        sign_ins.end_of_account(session, id_of(found))
    typer.echo(f"{found.email} comes in by the password alone, and is signed out everywhere.")
